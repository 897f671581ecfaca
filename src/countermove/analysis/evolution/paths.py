"""Where a conflict can go from a state: what legal sequences reach, and by which moves.

In a legal sequence no mover moves twice in a row. A body's move counts where only moves are asked about
whether or not its rule passes; where improvements are asked about, its rules must pass as its actors prefer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.result import HIDDEN, Record, member
from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.game.names.positions import position, positions
from countermove.stability.engines.dispatch import uses_blocks
from countermove.stability.engines.local import improvements_from, moves_from, once
from countermove.stability.engines.reach import reachable_states
from countermove.stability.engines.sequences import reached as reached_from
from countermove.stability.improvements import improvements

__all__ = ["Layers", "Step", "Ways", "layers", "reachable", "shortest_path", "shortest_ways"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Onward = dict[int, list[tuple[int, int]]]
"""For each state the moves that can be made there: the position of the mover, and the state after."""
MAX_VISITED = 2**22
"""Pairs of a state and its last mover that a search visits: four million of them take some seconds."""
MAX_MOVES = 2**25
"""Moves that a search keeps, 24 bytes each: 800 megabytes."""
STATES_AT_ONCE = 2**15
"""States whose moves are listed in one go: more would only take memory."""
NEVER = -1
"""The length to a state that no legal sequence reaches."""
NOBODY = -1
"""The last mover before the first move."""


@dataclass(frozen=True)
class Step(Record):
    """One move of a sequence: who moves, from which state to which; `before` and `after` are keys of a listed game."""

    mover: str
    before: int = field(metadata=HIDDEN)
    after: int = field(metadata=HIDDEN)

    @member("from")
    def start(self) -> int:
        """The number of the state that is left, from 1."""
        return self.before + 1

    @member("to")
    def target(self) -> int:
        """The number of the state to which it leads, from 1."""
        return self.after + 1


@dataclass(frozen=True)
class Ways:
    """The shortest legal sequences to a target: their length, how many there are, and the first of them.

    `length` is None where no sequence leads there. Where the start is the target, the one sequence is empty.
    """

    target: int
    length: int | None
    count: int
    paths: tuple[tuple[Step, ...], ...]


def reachable(game: ListedGame, start: int, improving: bool, *, last: Mover | None = None) -> NDArray[np.bool_]:
    """States that legal sequences of moves (or of improvements) reach from `start`, itself included; shape (S,).

    Parameters
    ----------
    game
        A listed game of S states.
    start
        The position of a state, counted from 0.
    improving
        Whether every move must be an improvement for its mover.
    last
        Who made the move that led to `start`, and so may not make the next one; None: anybody may.

    Returns
    -------
    array of bool, shape (S,)
        Whether each state is reached.

    Raises
    ------
    QuestionError
        For a position that there is not.

    Notes
    -----
    Cost: near-linear in the states where moves form blocks, else in the moves times the movers.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> int(reachable(game, game.status_quo_key, improving=False).sum())
    416
    """
    start = position(game.size, start)
    if last is not None:
        return _reachable_after(game, start, improving, last)
    if uses_blocks(game, improving):
        return reachable_states(game, start, improving)
    edges = [improvements(game, m) for m in game.movers] if improving else list(game.edges)
    is_reached = np.zeros(game.size, dtype=bool)
    is_reached[reached_from(edges, start, np.zeros((len(edges), game.size), dtype=bool))] = True
    is_reached[start] = True
    return is_reached


def _reachable_after(game: ListedGame, start: int, improving: bool, last: Mover) -> NDArray[np.bool_]:
    """States that legal sequences reach from `start`, the first move not being made by `last`."""
    moves = improvements_from if improving else moves_from
    if uses_blocks(game, improving):
        # Moves are transitive here, so that only the first move has to be another's: two moves in a row are one move.
        here = np.array([start], dtype=np.int32)
        first = [once(game, moves(game, mover, here))[1] for mover in game.movers if mover is not last]
        begin = np.unique(np.concatenate([here[:0], *first]))
        is_reached = reachable_states(game, begin, improving) if len(begin) else np.zeros(game.size, dtype=bool)
        is_reached[start] = True
        return is_reached
    # Breadth first over pairs of a state and its last mover, beginning with the pair of `start` and `last`.
    seen = np.zeros((len(game.movers), game.size), dtype=bool)
    seen[last.index, start] = True
    newest = [np.flatnonzero(row).astype(np.int32) for row in seen]
    while any(map(len, newest)):
        fresh = []
        for mover in game.movers:
            # From all pairs that another mover has just reached: nobody moves twice in a row.
            here = np.unique(np.concatenate([*newest[: mover.index], *newest[mover.index + 1 :], newest[0][:0]]))
            after = np.unique(once(game, moves(game, mover, here))[1]) if len(here) else here
            fresh.append(after[~seen[mover.index, after]])
            seen[mover.index, fresh[-1]] = True
        newest = fresh
    return np.asarray(seen.any(axis=0))


def shortest_path(game: ListedGame, start: int, target: int, improving: bool) -> tuple[Step, ...] | None:
    """One shortest legal sequence from `start` to `target`; empty where they are one, None where there is none.

    Among equally short ones, movers that stand first in the case move first.

    Parameters
    ----------
    game
        A listed game.
    start, target
        Positions of states, counted from 0.
    improving
        Whether every move must be an improvement for its mover.

    Returns
    -------
    tuple of Step, or None
        The moves in order, each with its mover and the positions before and after.

    Raises
    ------
    QuestionError
        For a position that there is not.
    SizeError
        As in `layers`, which says the cost, too.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [(step.mover, step.after) for step in shortest_path(game, 0, 6, improving=False)]
    [('usa', 2), ('ussr', 6)]
    """
    ways = shortest_ways(game, start, [position(game.size, target)], improving, most=1)[0]
    return None if ways.length is None else ways.paths[0]


def shortest_ways(
    game: ListedGame, start: int, targets: Sequence[int], improving: bool, most: int | None = None
) -> tuple[Ways, ...]:
    """For each target all shortest legal sequences from `start`, counted exactly; the first `most` are listed.

    They are listed in order of who moves and where, step after step; movers that stand first in the case come first.

    Parameters
    ----------
    game
        A listed game.
    start, targets
        Positions of states, counted from 0.
    improving
        Whether every move must be an improvement for its mover.
    most
        The most sequences to list for each target; there may be millions. None: all.

    Returns
    -------
    tuple of Ways
        One for each target, in their order.

    Raises
    ------
    SizeError
        As in `layers`, which says the cost, too.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> [(ways.length, ways.count) for ways in shortest_ways(game, 97, [147, 151], improving=True)]
    [(2, 2), (None, 0)]
    """
    search = layers(game, start, improving, targets)
    return tuple(search.ways(target, most) for target in targets)


@dataclass(frozen=True, eq=False)
class Layers:
    """A search from `start`, layer by layer: how far each state is, by the last mover, and the moves on the way.

    `length`: moves of the shortest legal sequence, shape (movers, S), by the mover that moves last; -1: none.
    `steps[d]`: the moves that a shortest sequence can make as its move number d + 1, one row for each: mover,
    state before, state after.
    """

    game: ListedGame
    start: int
    length: Ints
    steps: tuple[Longs, ...]

    @cached_property
    def nearest(self) -> Ints:
        """How many moves the shortest legal sequence to each state takes, shape (S,); -1: none, 0: the start."""
        longest = np.iinfo(np.int32).max
        least = np.where(self.length == NEVER, longest, self.length).min(axis=0, initial=longest)
        least = np.where(least == longest, NEVER, least)
        least[self.start] = 0
        return np.asarray(least, dtype=np.int32)

    def ways(self, target: int, most: int | None = None) -> Ways:
        """The shortest sequences to `target`, the first `most` of them."""
        length = int(self.nearest[target])
        if length == NEVER:
            return Ways(target, None, 0, ())
        onward = self._onward(target, length)
        paths = islice(self._walk(onward, NOBODY, self.start, 0), most)
        return Ways(target, length, self._count(onward), tuple(paths))

    def _onward(self, target: int, length: int) -> list[Onward]:
        """For each position of a sequence the moves that lead on to `target`."""
        # Every mover that can make the last move of a shortest sequence; backwards from there, depth by depth.
        ends = {(int(mover), target) for mover in np.flatnonzero(self.length[:, target] == length)}
        by_depth: list[Onward] = []
        for depth in range(length - 1, -1, -1):
            rows = self.steps[depth]
            wanted = rows[np.isin(rows[:, 2], [state for _, state in ends])].tolist()
            used = sorted((m, t, s) for m, s, t in wanted if (m, t) in ends)
            onward: Onward = {}
            for m, t, s in used:
                onward.setdefault(s, []).append((m, t))
            by_depth.append(onward)
            # Only pairs that the search reached at exactly this depth lie on a shortest sequence, and never the same
            # mover twice.
            ends = {(int(last), s) for m, _, s in used for last in np.flatnonzero(self.length[:, s] == depth) if last != m}
        return by_depth[::-1]

    def _count(self, onward: list[Onward]) -> int:
        # Sequences may be millions, pairs are few: they are counted pair by pair, in whole numbers of any size.
        counts = {(NOBODY, self.start): 1}
        for moves in onward:
            after: dict[tuple[int, int], int] = {}
            for (last, state), count in counts.items():
                for m, t in moves.get(state, ()):
                    if m != last:
                        after[m, t] = after.get((m, t), 0) + count
            counts = after
        return sum(counts.values())

    def _walk(self, onward: list[Onward], last: int, state: int, depth: int) -> Iterator[tuple[Step, ...]]:
        if depth == len(onward):
            yield ()
            return
        for m, t in onward[depth].get(state, ()):
            if m != last:
                step = Step(self.game.movers[m].id, state, t)
                yield from ((step, *later) for later in self._walk(onward, m, t, depth + 1))


def layers(
    game: ListedGame,
    start: int,
    improving: bool,
    targets: Sequence[int] | None = None,
    *,
    until: Literal["all", "first"] = "all",
    first: int | None = None,
) -> Layers:
    """Breadth first from `start`, over pairs of a state and its last mover, until the `targets` are found.

    Parameters
    ----------
    game
        A listed game of S states.
    start, targets
        Positions of states, counted from 0. Without targets everything that can be reached is searched.
    improving
        Whether every move must be an improvement for its mover.
    until
        Whether ``all`` targets must be met, or the ``first``; of several that are equally near, all.
    first
        The index of the one mover that may make the first move; None: any mover.

    Returns
    -------
    Layers
        The distances, shape (movers, S), and the moves on the way.

    Raises
    ------
    SizeError
        Where more than some four million pairs, or 32 million moves, would have to be looked at.

    Notes
    -----
    Cost: the moves from all states that are nearer than the farthest target.
    """
    start = position(game.size, start)
    targets = None if targets is None else positions(game.size, targets)
    length = np.full((len(game.movers), game.size), NEVER, dtype=np.int32)
    states, last = np.array([start], dtype=np.int32), np.array([NOBODY], dtype=np.int64)
    wanted = None if targets is None else np.unique(np.array(targets, dtype=np.int64))
    steps: list[Longs] = []
    visited = moves = 0
    # Pairs, not states: who moved last decides who may go on, so that a state may have to be reached again.
    while len(states) and not (wanted is not None and _arrived(length, wanted, start, until)):
        visited += len(states)
        movers = game.movers if first is None or steps else (game.movers[first],)
        arrivals = [_arrivals(game, mover, states[last != mover.index], length, improving) for mover in movers]
        # Where no actor can move there are no arrivals at all.
        rows = np.concatenate([np.zeros((0, 3), dtype=np.int64), *arrivals])
        moves += len(rows)
        if visited > MAX_VISITED or moves > MAX_MOVES:
            raise SizeError(f"the shortest path was not found among {MAX_VISITED:,} states and last movers")
        steps.append(rows)
        # Written after the layer is complete, so that all moves that arrive in it count, not only the first.
        length[rows[:, 0], rows[:, 2]] = len(steps)
        last, there = np.nonzero(length == len(steps))
        states = there.astype(np.int32)
    return Layers(game, start, length, tuple(steps))


def _arrived(length: Ints, targets: Longs, start: int, until: Literal["all", "first"]) -> bool:
    there = (length[:, targets] != NEVER).any(axis=0) | (targets == start)
    return bool(there.all() if until == "all" else there.any() or not len(targets))


def _arrivals(game: ListedGame, mover: Mover, states: Ints, length: Ints, improving: bool) -> Longs:
    """The moves of a mover from `states` to where it has not yet arrived: mover, state before, state after."""
    moves = improvements_from if improving else moves_from
    # Several last movers may stand at one state; the mover's moves from there are the same.
    free = np.unique(states)
    parts = [np.zeros((0, 3), dtype=np.int64)]
    for begin in range(0, len(free), STATES_AT_ONCE):
        some = moves(game, mover, free[begin : begin + STATES_AT_ONCE])
        source, target = once(game, some)
        new = length[mover.index, target] == NEVER
        parts.append(np.column_stack([np.full(int(new.sum()), mover.index), source[new], target[new]]))
    return np.concatenate(parts)
