"""Who can move where: a mover's unilateral moves as blocks, and as lists.

All states that agree outside a mover's options form a *block*: exactly the states between which it may be able
to move. Blocks take memory proportional to the states and serve large cases; lists of moves serve every case,
also those given as a graph, with preconditions or with coalesced states.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.states import Codes

__all__ = [
    "Blocks", "Edges", "Moves", "Reach", "block_moves", "blocks", "edges", "edges_from_pairs", "moves_between", "subsets",
]  # fmt: skip

Ints: TypeAlias = NDArray[np.int32]
Places: TypeAlias = NDArray[np.int64]
PAIRS_AT_ONCE = 2**21
"""Pairs of combinations that are compared at once: some ten arrays of a byte to eight bytes a pair, 100 MB."""


@dataclass(frozen=True)
class Moves:
    """The moves of one mover from several states, one entry for every way to realise them.

    `origin`: the position of the state in the list that was asked for. `place`: the position in the game's codes of
    the combination that is left, `changed`: the bits of its packed code that change (both 0 in a graph case).
    """

    origin: Places
    source: Ints
    target: Ints
    place: Places
    changed: Codes

    def select(self, keep: NDArray[np.bool_] | Places) -> Moves:
        """Only the moves at which `keep` is true, or those at these positions, in their order."""
        return Moves(self.origin[keep], self.source[keep], self.target[keep], self.place[keep], self.changed[keep])


@dataclass(frozen=True)
class Reach:
    """What a mover may change: the mask of its options, and which of them it may not drop or take.

    `no_take` is one mask, or one for each code where preconditions decide.
    """

    mask: np.uint64
    no_drop: np.uint64
    no_take: np.uint64 | Codes

    def within(self, mask: np.uint64) -> Reach:
        """The same with fewer options."""
        return Reach(self.mask & mask, self.no_drop, self.no_take)

    @property
    def width(self) -> int:
        """The number of bits that the mover may change."""
        return int(self.mask).bit_count()

    @property
    def has_needs(self) -> bool:
        """Whether some option has a precondition."""
        return isinstance(self.no_take, np.ndarray)


@dataclass(frozen=True)
class Edges:
    """Moves from state to state, sorted by source; those of s are at ``start[s]:start[s + 1]``.

    `rules` holds, for a body, the set of its rules that the move must pass, as a bit mask; a coalesced state may
    list one target several times, with different sets.
    """

    source: Ints
    target: Ints
    start: NDArray[np.int64]
    rules: NDArray[np.int64] | None = None

    def select(self, keep: NDArray[np.bool_]) -> Edges:
        """Only the moves at which `keep` is true."""
        rules = None if self.rules is None else self.rules[keep]
        return edges_from_pairs(self.source[keep], self.target[keep], len(self.start) - 1, rules)

    def positions(self, states: NDArray[np.integer]) -> Places:
        """The positions here of all moves from several states, state by state."""
        # All positions at once, without a loop over states: starts repeated, plus a count within each.
        first = self.start[states]
        sizes = self.start[states + 1] - first
        return np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))

    def targets(self, state: int) -> Ints:
        """Where the moves from `state` lead."""
        return self.target[self.start[state] : self.start[state + 1]]

    def best(self, value: Ints, empty: int) -> Ints:
        """For each state the greatest `value` over its targets; `empty` where it has none."""
        return self._over_targets(np.maximum, value, empty)

    def least(self, value: NDArray[np.signedinteger], empty: int) -> NDArray[np.signedinteger]:
        """For each state the least `value` over its targets; `empty` where it has none."""
        return self._over_targets(np.minimum, value, empty)

    def _over_targets(self, pick: np.ufunc, value: NDArray[np.signedinteger], empty: int) -> NDArray[np.signedinteger]:
        result = np.full(len(self.start) - 1, empty, dtype=value.dtype)
        if len(self.target):
            # `reduceat` gives the next state's value where a state has no moves; such states are left out.
            moving = self.start[1:] > self.start[:-1]
            result[moving] = pick.reduceat(value[self.target], self.start[:-1][moving])
        return result


@dataclass(frozen=True)
class Blocks:
    """All states sorted into blocks, and within a block into cells between which the same moves lead.

    `order`: states, block by block; cell c is ``order[cell_start[c]:cell_start[c + 1]]``, block b the cells
    ``block_start[b]:block_start[b + 1]``. States of one cell differ in reversible options only, so each reaches
    all others of its cell. From cell c to cell d a move leads iff the irreversible options allow it
    (`cell_code`, `no_drop`, `no_take`). `worse`, where each cell stands in order of some rank, best first: whether a
    state ranks below the one before it; None where cells stand in no such order.
    """

    order: Ints
    cell_start: NDArray[np.int64]
    block_start: NDArray[np.int64]
    cell_code: Codes
    no_drop: np.uint64
    no_take: np.uint64
    worse: NDArray[np.bool_] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every block is one cell: all moves can be undone."""
        return len(self.cell_start) == len(self.block_start)


def edges_from_pairs(source: Ints, target: Ints, states: int, rules: NDArray[np.int64] | None = None) -> Edges:
    """Edges from pairs that are sorted by source."""
    start = np.zeros(states + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=states), out=start[1:])
    return Edges(source, target, start, rules)


def blocks(codes: Codes, reach: Reach) -> Blocks:
    """The blocks of a mover without preconditions, over ordinary states (positions in `codes`)."""
    assert not isinstance(reach.no_take, np.ndarray)
    order, starts = _sorted_blocks(codes, reach.mask)
    # Only what cannot be undone tells states of a block apart; among the others every move leads back.
    special = reach.mask & (reach.no_drop | reach.no_take)
    if not special:
        ends = np.append(starts, len(codes))
        none = np.zeros(len(starts), dtype=np.uint64)
        return Blocks(order, ends, np.arange(len(starts) + 1), none, reach.no_drop, reach.no_take)
    key = codes[order] & ~reach.mask
    # By block, and within it by the irreversible options: states with the same ones are a cell.
    within = np.lexsort((codes[order] & special, key))
    order = order[within]
    mark = codes[order] & (~reach.mask | special)
    cell_start = np.flatnonzero(np.append(True, mark[1:] != mark[:-1]))
    block_start = np.searchsorted(cell_start, starts)
    return Blocks(
        order,
        np.append(cell_start, len(codes)),
        np.append(block_start, len(cell_start)),
        codes[order][cell_start] & special,
        reach.no_drop,
        reach.no_take,
    )


def block_moves(codes: Codes, reach: Reach, better: Ints | None = None) -> tuple[Ints, Ints]:
    """All moves of a mover as pairs of positions in `codes`, sorted by source and target.

    With `better`, only those that lead to a greater value of it; shape of `codes`.
    """
    pieces = list(_legal_pairs(codes, reach, better))
    source = np.concatenate([piece[0] for piece in pieces]) if pieces else np.zeros(0, dtype=np.int32)
    target = np.concatenate([piece[1] for piece in pieces]) if pieces else np.zeros(0, dtype=np.int32)
    order = np.argsort(source.astype(np.int64) * len(codes) + target, kind="stable")
    return source[order], target[order]


def edges(pairs: tuple[Ints, Ints], state_of: Ints | None, states: int, rules: NDArray[np.int64] | None = None) -> Edges:
    """Moves between states from moves between combinations, which `state_of` puts into states.

    Moves inside a coalesced state vanish, and moves that several combinations allow count once for each set of
    rules that decides them. Without coalesced states, pass None: combinations are states.
    """
    source, target = pairs
    if state_of is None:
        return edges_from_pairs(source, target, states, rules)
    # Distinct rows of source, target and rules: a body may need one of several sets of rules for the same move.
    table = np.column_stack([state_of[source], state_of[target], *([] if rules is None else [rules])]).astype(np.int64)
    table = np.unique(table[table[:, 0] != table[:, 1]], axis=0)
    kept = None if rules is None else table[:, 2]
    return edges_from_pairs(table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), states, kept)


def _sorted_blocks(codes: Codes, mask: np.uint64) -> tuple[Ints, NDArray[np.int64]]:
    """Positions in `codes` block by block, and where each block starts."""
    key = codes & ~mask
    order = np.argsort(key, kind="stable").astype(np.int32)
    ordered = key[order]
    return order, np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))


def _legal_pairs(codes: Codes, reach: Reach, better: Ints | None) -> Iterator[tuple[Ints, Ints]]:
    order, starts = _sorted_blocks(codes, reach.mask)
    sizes = np.diff(np.append(starts, len(codes)))
    no_take = np.broadcast_to(reach.no_take, codes.shape)
    # Blocks of one size form a rectangular array; a state alone in its block cannot move.
    for size in np.unique(sizes[sizes > 1]):
        same = starts[sizes == size]
        # A block of n states has n^2 pairs.
        step = max(1, PAIRS_AT_ONCE // int(size) ** 2)
        for first in range(0, len(same), step):
            members = order[same[first : first + step, None] + np.arange(size)]
            here, there = codes[members][:, :, None], codes[members][:, None, :]
            legal = ((there & ~here) & no_take[members][:, :, None]) == 0
            legal &= ((here & ~there) & reach.no_drop) == 0
            legal &= here != there
            if better is not None:
                legal &= better[members][:, None, :] > better[members][:, :, None]
            block, a, b = np.nonzero(legal)
            yield members[block, a], members[block, b]


def moves_between(codes: Codes, reach: Reach, place: Places, changes: Codes | None) -> tuple[Places, Codes, Places]:
    """The moves of a mover from the combinations at some positions in `codes`.

    For each move the row in `place`, the bits that change, and the position where it ends; sorted by row, and within
    a row by the bits that change. `changes` are all that the mover could change (see `subsets`), which are tried one by
    one; None: every code is looked at instead, which is less where the codes are fewer.
    """
    none = np.zeros(0, dtype=np.int64)
    pieces = [(none, none.astype(np.uint64), none)]
    step = max(1, PAIRS_AT_ONCE // max(1, len(codes) if changes is None else len(changes)))
    for begin in range(0, len(place), step):
        some = place[begin : begin + step]
        here = codes[some][:, None]
        change = here ^ codes[None, :] if changes is None else changes[None, :]
        change = np.broadcast_to(change, (len(here), change.shape[1]))
        closed = reach.no_take[some][:, None] if isinstance(reach.no_take, np.ndarray) else reach.no_take
        legal = change != 0
        if changes is None:
            legal &= (change & ~reach.mask) == 0
        if np.any(closed):
            legal &= (change & ~here & closed) == 0
        if reach.no_drop:
            legal &= (change & here & reach.no_drop) == 0
        row, column = np.nonzero(legal)
        changed = change[row, column]
        code = here[row, 0] ^ changed
        # Beyond the last code the search gives one place too many; the comparison below refuses whatever is not there.
        arrival = np.minimum(np.searchsorted(codes, code), len(codes) - 1)
        exists = codes[arrival] == code
        pieces.append((row[exists] + begin, changed[exists], arrival[exists]))
    rows, changed, arrivals = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    return rows, changed, arrivals


def subsets(mask: int) -> Codes:
    """All sets of the bits of a mask, ascending.

    >>> subsets(0b101).tolist()
    [0, 1, 4, 5]
    """
    sets = np.zeros(1, dtype=np.uint64)
    for bit in range(mask.bit_length()):
        if mask >> bit & 1:
            sets = np.concatenate([sets, sets | np.uint64(1 << bit)])
    return sets
