"""The shortest way from a state to a goal where states are not listed: a search that looks where the goal is (A*)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from math import inf
from time import monotonic

from countermove.analysis.paths import Step
from countermove.search.goals import Goal
from countermove.search.own_moves import OwnMoves

__all__ = ["Found", "Lattice", "reached_from", "shortest_way"]

MOST = 100_000
"""So many pairs of a state and its last mover are looked at, unless somebody says otherwise."""
NOBODY = -1


@dataclass(frozen=True)
class Found:
    """What a search for a way found. `path` is None where it found none; `proved`: the path is a shortest one, or,
    where there is none, it is certain that none leads there. `looked`: how many pairs of a state and its last mover
    were looked at."""

    path: tuple[Step, ...] | None
    proved: bool
    looked: int


def shortest_way(
    moves: OwnMoves,
    start: int,
    goal: Goal,
    improving: bool,
    *,
    most: int = MOST,
    end: float | None = None,
    first: int | None = None,
    greedy: bool = False,
) -> Found:
    """A shortest legal sequence of moves (or of improvements) from a code to the goal.

    Best first over pairs of a code and its last mover, by the moves made so far and those that the goal says it takes
    at least; equally good ones deepest first, so that independent moves are not tried in all orders. `first`: the
    position of the mover that makes the first move. `greedy`: any way, whatever its length, and so never proved to be
    the shortest. Given up after `most` pairs, or at the moment `end` of the monotonic clock. Raises `SizeError`
    where a mover has too many choices.

    >>> from countermove.search.goals import StateGoal
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> model = searched_game(load_case("cuban-missile-crisis"))
    >>> found = shortest_way(OwnMoves(model), 0, StateGoal(model, 6), improving=False)
    >>> [(step.mover, step.after) for step in found.path], found.proved
    ([('usa', 2), ('ussr', 6)], True)
    """
    came: dict[tuple[int, int], tuple[int, int] | None] = {}
    waiting: list[tuple[int, int, int, int, int, tuple[int, int] | None]] = []
    heappush(waiting, (goal.least(start), 0, 0, start, NOBODY, None))
    looked = 0
    while waiting:
        _, minus, _, here, last, before = heappop(waiting)
        if (here, last) in came:
            continue
        came[here, last] = before
        depth = abs(minus)
        if goal.reached(here) and (first is None or depth):
            return Found(_path(moves, came, (here, last)), not greedy, looked)
        if looked > most or (end is not None and looked % 256 < 8 and monotonic() > end):
            return Found(None, False, looked)
        for mover in moves.model.movers:
            if mover.index == last or (first is not None and not depth and mover.index != first):
                continue
            for there in moves.of(mover, here, improving):
                if (there, mover.index) not in came:
                    looked += 1
                    far = goal.least(there)
                    order = (far, depth + 1) if greedy else (depth + 1 + far, -depth - 1)
                    heappush(waiting, (*order, looked, there, mover.index, (here, last)))
    return Found(None, True, looked)


def _path(moves: OwnMoves, came: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]) -> tuple[Step, ...]:
    steps: list[Step] = []
    while (before := came[end]) is not None:
        steps.append(Step(moves.model.movers[end[1]].id, before[0], end[0]))
        end = before
    return tuple(reversed(steps))


def reached_from(moves: OwnMoves, start: int, improving: bool, most: int = MOST, end: float = inf) -> frozenset[int] | None:
    """The codes that legal sequences reach, the start included; None where more than `most` pairs are looked at.

    Also None after the moment `end` of the monotonic clock.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> sorted(reached_from(OwnMoves(searched_game(load_case("chicken"))), 3, improving=True))
    [1, 2, 3]
    """
    seen = {(start, NOBODY)}
    waiting = [(start, NOBODY)]
    while waiting:
        here, last = waiting.pop()
        for mover in moves.model.movers:
            if mover.index != last:
                new = {(there, mover.index) for there in moves.of(mover, here, improving)} - seen
                seen |= new
                waiting.extend(new)
        if len(seen) > most or monotonic() > end:
            return None
    return frozenset(code for code, _ in seen)


class Lattice:
    """All shortest legal sequences between a start and a goal, counted by what lies between.

    `length` is that of the shortest; only states are looked at from which the goal can still be reached in time. Not
    `whole` where more than `most` pairs lie between, or the clock passes `end`.
    """

    def __init__(
        self,
        moves: OwnMoves,
        start: int,
        goal: Goal,
        length: int,
        improving: bool,
        most: int = MOST,
        end: float = inf,
    ) -> None:
        self.moves, self.start, self.goal, self.length, self.improving = moves, start, goal, length, improving
        self.most, self.end = most, end
        self._counts: dict[tuple[int, int, int], int] = {}
        self.whole = self._fill()

    def _fill(self) -> bool:
        """Count the ways on from every pair that can matter; False where these are too many."""
        layers = [{(self.start, NOBODY)}]
        for depth in range(self.length):
            layers.append(set())
            for here, last in layers[-2]:
                layers[-1].update((t, m) for m, t in self._onward(here, last, depth))
                if sum(map(len, layers)) > self.most or monotonic() > self.end:
                    return False
        for here, last in layers[-1]:
            self._counts[here, last, self.length] = int(self.goal.reached(here))
        for depth in range(self.length - 1, -1, -1):
            for here, last in layers[depth]:
                onward = self._onward(here, last, depth)
                self._counts[here, last, depth] = sum(self._counts[t, m, depth + 1] for m, t in onward)
        return True

    def _onward(self, here: int, last: int, depth: int) -> list[tuple[int, int]]:
        """The moves that may lead on to the goal in time: the position of the mover, and the code after."""
        left = self.length - depth - 1
        return [
            (mover.index, there)
            for mover in self.moves.model.movers
            if mover.index != last
            for there in self.moves.of(mover, here, self.improving)
            if self.goal.least(there) <= left
        ]

    @property
    def count(self) -> int | None:
        """How many shortest sequences there are; None where there was too much to look at."""
        return self._counts[self.start, NOBODY, 0] if self.whole else None

    @property
    def ends(self) -> tuple[int, ...]:
        """The codes at which shortest sequences end, ascending; none where there was too much to look at."""
        return tuple(sorted({c for (c, _, depth), n in self._counts.items() if depth == self.length and n}))

    def paths(self, most: int) -> tuple[tuple[Step, ...], ...]:
        """The first `most` of the sequences: movers that stand first in the case come first."""
        return tuple(islice(self._walk(self.start, NOBODY, 0), most)) if self.whole else ()

    def _walk(self, here: int, last: int, depth: int) -> Iterator[tuple[Step, ...]]:
        if depth == self.length:
            yield ()
            return
        for m, there in self._onward(here, last, depth):
            if self._counts[there, m, depth + 1]:
                step = Step(self.moves.model.movers[m].id, here, there)
                yield from ((step, *rest) for rest in self._walk(there, m, depth + 1))
