"""Dominance: which states are better for those who must take the step, or the steps, that lead there.

d *directly dominates* s iff some step leads from s to d, and the actors who strictly prefer d to s contain the mover, or
win for the body: all rules of the options changed pass with them for, and everybody else against.

d *indirectly dominates* s iff a path of steps leads from s to d such that, at each step from a state a, the actors
who strictly prefer d to a contain the mover, or win for the body.

References: Harsanyi 1974, Management Science 20, 1472-1495; Chwe 1994, J. Econ. Theory 63, 299-325.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Blocks, Edges
from countermove.game.voting import winning
from countermove.stability.engines.compiling import compiled, has_compiler
from countermove.stability.engines.dispatch import COMPILE_DOMINANCE_FROM_STATES, check_speed
from countermove.stability.engines.sweeps import Links, block_arrays, linked_cells
from countermove.stability.engines.threads import in_order
from countermove.stability.improvements import improvements

__all__ = [
    "MOST_STATES", "WORD", "IndirectDominance", "carried", "direct", "has_blocks", "indirect_dominance", "uses_kernels",
    "won",
]  # fmt: skip

Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
WORD = 64
MOST_STATES = 100_000
"""Up to this many states are compared with each other: 10^5 x 10^5 bits are 1.25 GB."""
CHUNK = 2**20
"""This many steps of a body are judged at a time: some 10 MB for twenty actors."""


# ------------------------------------------------------------------------------------------------- by one step


def direct(game: ListedGame, mover: Mover) -> Edges:
    """The steps of a mover that its actor, or a winning set of its body, strictly prefers.

    An improvement of a body counts the indifferent as neither for nor against; a step here needs those who gain to win by
    themselves.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.

    Returns
    -------
    Edges
        The steps by source.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> [direct(game, mover).target.tolist() for mover in game.movers]
    [[1, 2], [2, 1]]
    """
    if not mover.is_body:
        return improvements(game, mover)
    edges = game.edges[mover.index]
    return edges.select(carried(game, mover, edges, game.rank_rows))


def carried(game: ListedGame, mover: Mover, edges: Edges, worth: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which steps of a body those actors carry to whom the end is worth more than the state that is left.

    Parameters
    ----------
    game, mover
        A listed game of S states and A actors, and a body of it.
    edges
        The steps, E in all, with the rules that decide them.
    worth
        ``worth[i, d]``: what it is worth to actor i to be at d, on the scale of its ranks; shape (A, S).

    Returns
    -------
    numpy.ndarray
        Shape (E,).
    """
    assert edges.rules is not None
    passing = np.ones(len(edges.target), dtype=bool)
    # The one who has no say counts for no rule, so its ranks are not compared.
    players = sorted(frozenset().union(*(vote.players for vote in mover.votes)))
    for first in range(0, len(passing), CHUNK):
        part = slice(first, first + CHUNK)
        source, target = edges.source[part], edges.target[part]
        favour = np.zeros((len(game.rank_rows), len(source)), dtype=bool)
        for player in players:
            favour[player] = worth[player][target] > game.rank_rows[player][source]
        passing[part] = won(mover, edges.rules[part], favour)
    return passing


def won(mover: Mover, rules: NDArray[np.int64], favour: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where those for a step of a body win, everybody else being against.

    Parameters
    ----------
    mover
        A body.
    rules
        For each of n steps the set of rules that decide it, as a mask over ``mover.votes``; all of them must pass.
    favour
        Who is for each step, shape (A, n).

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """
    passing = np.ones(len(rules), dtype=bool)
    for position, vote in enumerate(mover.votes):
        concerned = (rules & np.int64(1 << position)) != 0
        if concerned.any():
            passing &= ~concerned | vote.passes(favour, ~favour)
    return passing


# ----------------------------------------------------------------------------------------------- by many steps


@dataclass(frozen=True, eq=False)
class IndirectDominance:
    """For all pairs of S states whether d is s or indirectly dominates it.

    A state counts as dominating itself here, though none does: a step may end where it leads.

    Parameters
    ----------
    rows
        Shape (S, W), W words of 64 bits: bit ``s % 64`` of ``rows[d, s // 64]``.
    """

    rows: Words

    def of(self, state: int) -> Bools:
        """The states that are `state` or indirectly dominate it, shape (S,)."""
        bit = np.uint64(state % WORD)
        return np.asarray((self.rows[:, state // WORD] >> bit & np.uint64(1)) != 0)

    def below(self, state: int) -> Bools:
        """The states that are `state`, or that it indirectly dominates, shape (S,)."""
        bits = (self.rows[state][:, None] >> np.arange(WORD, dtype=np.uint64)) & np.uint64(1)
        return np.asarray(bits.ravel()[: len(self.rows)] != 0)

    def matrix(self) -> Bools:
        """For each d and s whether d indirectly dominates s, shape (S, S): for small cases."""
        size = len(self.rows)
        bits = (self.rows[:, :, None] >> np.arange(WORD, dtype=np.uint64)) & np.uint64(1)
        dominates: Bools = bits.reshape(size, -1)[:, :size] != 0
        np.fill_diagonal(dominates, val=False)
        return dominates


def indirect_dominance(game: ListedGame, on_progress: Callable[[], None] | None = None) -> IndirectDominance:
    """Which states indirectly dominate which.

    Parameters
    ----------
    game
        A listed game of S states.
    on_progress
        Called after each batch of 64 states.

    Returns
    -------
    IndirectDominance
        S rows of bits: S^2 / 8 bytes.

    Raises
    ------
    SizeError
        Above 100,000 states.
    QuestionError
        Where it would take too long without a compiler.

    Notes
    -----
    The search goes back from 64 targets at once. A state's word holds the targets that dominate it; words are spread against
    the steps of each mover, over blocks where they serve and over lists of moves where not, until nothing changes. Time is
    proportional to S^2 / 64 times the movers and the steps of the longest path; large games search several batches at once.

    References
    ----------
    Chwe 1994, J. Econ. Theory 63, 299-325.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> indirect_dominance(compile(catalog.load_case("prisoners-dilemma"))).matrix().astype(int).tolist()
    [[0, 1, 1, 0], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]]
    """
    size = game.size
    if size > MOST_STATES:
        way = "list fewer" if game.is_graph else "rule combinations out under impossible:, or join some under coalesce:"
        raise SizeError(
            f"the case has {size:,} states; farsighted analysis compares each with each, at most {MOST_STATES:,}: {way}"
        )
    rows = np.zeros((size, -(-size // WORD)), dtype=np.uint64)
    if not has_compiler():
        check_speed(rows.shape[1] * (size + _listed_steps(game)), "farsighted analysis of all these states")
    steps = [_Steps.of(game, mover) for mover in game.movers]

    def search(first: int) -> None:
        targets = np.arange(first, min(first + WORD, size))
        rows[first : first + WORD] = _turned(_dominators(game, steps, targets))[: len(targets)]
        if on_progress is not None:
            on_progress()

    if not uses_kernels(game):
        for first in range(0, size, WORD):
            search(first)
    else:
        # Batches write to rows of their own, and kernels release the interpreter's lock: no other lock is needed.
        list(in_order(search, range(0, size, WORD)))
    return IndirectDominance(rows)


def has_blocks(game: ListedGame, mover: Mover) -> bool:
    """Whether a mover's steps are all those inside its blocks, each decided by the same actor or rule.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.

    Returns
    -------
    bool
    """
    plain = not (game.is_graph or game.is_coalesced or mover.reach.has_needs)
    return plain and (not mover.is_body or len(mover.votes) == 1)


def uses_kernels(game: ListedGame) -> bool:
    """Whether kernels are compiled for a game, and steps taken block by block where that serves.

    Parameters
    ----------
    game
        A listed game.

    Returns
    -------
    bool
    """
    return game.size >= COMPILE_DOMINANCE_FROM_STATES and has_compiler()


def _listed_steps(game: ListedGame) -> int:
    """How many steps are listed one by one, since they do not lie in blocks."""
    return sum(0 if has_blocks(game, mover) else len(game.edges[mover.index].target) for mover in game.movers)


@dataclass(frozen=True, eq=False)
class _Steps:
    """The steps of one mover, as the kernels take them.

    `rules`: the sets of rules (masks over its votes) that decide a body's steps. `spread` is called with the words
    of those who carry a step, one row for each set of rules, and with what was found; it spreads that against the
    steps, and tells whether anything changed.
    """

    mover: Mover
    rules: tuple[int, ...]
    spread: Callable[[Words, Words], bool]

    @staticmethod
    def of(game: ListedGame, mover: Mover) -> _Steps:
        if has_blocks(game, mover):
            blocks = game.blocks(mover)
            if uses_kernels(game):
                spread = partial(compiled(_spread_blocks), *block_arrays(blocks))
            else:
                spread = partial(_spread_cells, blocks, linked_cells(blocks))
            return _Steps(mover, (1,), spread)
        edges = game.edges[mover.index]
        rules_of_steps = np.ones(len(edges.target), dtype=np.int64) if edges.rules is None else edges.rules
        rules, place = np.unique(rules_of_steps, return_inverse=True)
        if uses_kernels(game):
            spread = partial(compiled(_spread_edges), edges.start, edges.target, place)
        else:
            spread = partial(_spread_listed, edges, place)
        return _Steps(mover, tuple(map(int, rules)), spread)

    def carried(self, favour: Words) -> Words:
        """For each set of rules and each state the targets for whose sake the mover would step; (rules, S)."""
        if self.mover.actor is not None:
            return favour[self.mover.actor : self.mover.actor + 1]
        won = [winning(vote, favour) for vote in self.mover.votes]
        in_favour = [[words for k, words in enumerate(won) if rules >> k & 1] for rules in self.rules]
        rows = [np.bitwise_and.reduce(words) for words in in_favour]
        # A body without steps has no rows: without their type these would be floats.
        return np.array(rows, dtype=np.uint64).reshape(-1, favour.shape[1])


def _dominators(game: ListedGame, steps: list[_Steps], targets: NDArray[np.int64]) -> Words:
    """For each state which of at most 64 targets are it, or indirectly dominate it: bit b is target b."""
    favour = _favour(game, targets)
    words = np.zeros(game.size, dtype=np.uint64)
    words[targets] = _bits(len(targets))
    turns = [partial(each.spread, each.carried(favour), words) for each in steps]
    unchanged = turn = 0
    while unchanged < len(turns):
        unchanged = 0 if turns[turn]() else unchanged + 1
        turn = (turn + 1) % len(turns)
    return words


def _favour(game: ListedGame, targets: NDArray[np.int64]) -> Words:
    """For each actor and state the targets that the actor strictly prefers to it; shape (A, S)."""
    favour = np.zeros(game.rank_rows.shape, dtype=np.uint64)
    for rank, words in zip(game.rank_rows, favour, strict=True):
        # Targets by rank, then their union from the best rank down: what is preferred to rank r is what lies above r.
        above = np.zeros(int(rank.max(initial=0)) + 2, dtype=np.uint64)
        np.bitwise_or.at(above, rank[targets], _bits(len(targets)))
        words[:] = np.bitwise_or.accumulate(above[::-1])[::-1][rank + 1]
    return favour


def _bits(count: int) -> Words:
    return np.uint64(1) << np.arange(count, dtype=np.uint64)


def _spread_cells(blocks: Blocks, links: Links | None, carried: Words, words: Words) -> bool:
    """What `_spread_blocks` does, by operations on whole arrays."""
    here = words[blocks.order]
    reached = np.bitwise_or.reduceat(here, blocks.cell_start[:-1]) if len(here) else here
    if links is not None:
        reached = np.bitwise_or.reduceat(reached[links.cell], links.start[:-1])
    more = here | (np.repeat(reached, np.diff(blocks.cell_start)) & carried[0, blocks.order])
    words[blocks.order] = more
    return bool((more != here).any())


def _spread_listed(edges: Edges, rules: NDArray[np.int64], carried: Words, words: Words) -> bool:
    """What `_spread_edges` does, by operations on whole arrays."""
    # `reduceat` gives an empty segment the next element, so only states with steps are asked.
    moving = edges.start[1:] > edges.start[:-1]
    if not len(edges.target):
        return False
    # A step serves a target iff its end is that target, or is dominated by it, and those who carry it gain by the target.
    offered = words[edges.target] & carried[rules, edges.source]
    more = words[moving] | np.bitwise_or.reduceat(offered, edges.start[:-1][moving])
    changed = bool((more != words[moving]).any())
    words[moving] = more
    return changed


def _spread_blocks(order, cell_start, block_start, cell_code, no_drop, no_take, carried, words):  # type: ignore[no-untyped-def]
    changed = False
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            there = words[order[cell_start[a]]]
            for b in range(first, last):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                for k in range(cell_start[b], cell_start[b + 1]):
                    there |= words[order[k]]
            for k in range(cell_start[a], cell_start[a + 1]):
                more = words[order[k]] | (there & carried[0, order[k]])
                if more != words[order[k]]:
                    words[order[k]] = more
                    changed = True
    return changed


def _spread_edges(start, target, rules, carried, words):  # type: ignore[no-untyped-def]
    changed = False
    for state in range(len(start) - 1):
        more = words[state]
        for k in range(start[state], start[state + 1]):
            more |= words[target[k]] & carried[rules[k], state]
        if more != words[state]:
            words[state] = more
            changed = True
    return changed


def _turned(targets: Words) -> Words:
    """From one word of targets for each state to one row of states for each of 64 targets; shape (64, words).

    All squares of 64 x 64 bits are transposed at once, by exchanging ever smaller quarters of them.

    >>> _turned(np.array([0b10, 0b11], dtype=np.uint64))[:3].tolist()
    [[2], [3], [0]]
    """
    words = -(-len(targets) // WORD)
    # The textbook transposition of a bit matrix: swap off-diagonal quarters of 32 bits, then 16, ... then 1.
    square = np.zeros(words * WORD, dtype=np.uint64)
    square[: len(targets)] = targets
    square = np.ascontiguousarray(square.reshape(words, WORD).T)
    width, mask = WORD // 2, np.uint64(0xFFFFFFFF)
    while width:
        quarters = square.reshape(WORD // (2 * width), 2, width, words)
        upper, lower, shift = quarters[:, 0], quarters[:, 1], np.uint64(width)
        swapped = ((upper >> shift) ^ lower) & mask
        lower ^= swapped
        upper ^= swapped << shift
        width //= 2
        mask ^= mask << np.uint64(width)
    return square
