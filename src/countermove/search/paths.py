"""The shortest path from a code to a goal in a searched game: a search that looks first where the goal is (A*)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import islice
from typing import Protocol

from countermove.game.allowance import MOVE_WORK, Allowance
from countermove.game.searched import SearchedGame
from countermove.model.statements import Node, bits
from countermove.search.bounded import Move
from countermove.search.moves import OwnMoves

__all__ = ["Goal", "Lattice", "PathSearch", "StateGoal", "StatementGoal", "reached_from", "shortest_path"]

MOST_PAIRS = 100_000
"""Pairs of a state and its last mover that a search looks at unless more are allowed: a few seconds."""
NOBODY = -1
"""The last mover before the first move."""
MOST_MENTIONED = 12
"""Options of a statement whose combinations are all tried for a bound, once: 4,096 take 0.4 s in Python."""


class Goal(Protocol):
    """Where to go. `least` is 0 at the goal, and falls by at most 1 with a move: no way is shorter than it says."""

    def reached(self, code: int) -> bool:
        """Whether a code is the goal."""

    def least(self, code: int) -> int:
        """This many moves it takes at least from a code to the goal."""


class StateGoal:
    """One state: the one who has an option that stands otherwise there has to move at least once.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> goal = StateGoal(searched_game(load_case("chicken")), 0b11)
    >>> goal.least(0b00), goal.least(0b10), goal.reached(0b11)
    (2, 1, True)
    """

    def __init__(self, game: SearchedGame, code: int) -> None:
        self.code = code
        self._masks = tuple(mover.mask for mover in game.movers)

    def reached(self, code: int) -> bool:
        """Whether it is this state."""
        return code == self.code

    def least(self, code: int) -> int:
        """The number of movers whose options stand otherwise."""
        # A mover changes its own options only, and all of them in one move: one move each is the least (an admissible
        # bound).
        changed = code ^ self.code
        return sum(bool(changed & mask) for mask in self._masks)


class StatementGoal:
    """All states in which a statement holds: the least number of movers whose options could make it true.

    Of a statement about more than 12 options: 1 where it does not hold. What is feasible is left out of account.
    """

    def __init__(self, game: SearchedGame, statement: Node) -> None:
        self.game, self.statement = game, statement
        self.mask = sum(1 << option for option in set(bits(statement)))
        self._masks = [mover.mask & self.mask for mover in game.movers if mover.mask & self.mask]
        self._known: dict[int, int] = {}
        places = [row.index for row in game.options if self.mask >> row.index & 1]
        self._ends = self._satisfying(places) if len(places) <= MOST_MENTIONED else None

    def _satisfying(self, places: Sequence[int]) -> list[int]:
        """The combinations of the options mentioned in which the statement holds."""
        codes = [sum(1 << place for k, place in enumerate(places) if n >> k & 1) for n in range(1 << len(places))]
        return [code for code in codes if self.game.holds(self.statement, code)]

    def reached(self, code: int) -> bool:
        """Whether the statement holds."""
        return self.game.holds(self.statement, code)

    def least(self, code: int) -> int:
        """The least number of movers that would have to change something that the statement mentions."""
        # The bound depends on the options mentioned alone, so that most codes are answered from memory.
        here = code & self.mask
        if here not in self._known:
            if self.reached(code):
                self._known[here] = 0
            elif not self._ends:
                self._known[here] = 1
            else:
                self._known[here] = min(sum(bool((here ^ end) & m) for m in self._masks) for end in self._ends)
        return self._known[here]


@dataclass(frozen=True)
class PathSearch:
    """What a search for a way found. `path` is None where it found none; `proved`: the path is a shortest one, or,
    where there is none, it is certain that none leads there. `looked`: how many pairs of a state and its last mover
    were looked at."""

    path: tuple[Move, ...] | None
    proved: bool
    looked: int


def shortest_path(
    moves: OwnMoves,
    start: int,
    goal: Goal,
    improving: bool,
    *,
    most: int = MOST_PAIRS,
    allowance: Allowance | None = None,
    first: int | None = None,
    greedy: bool = False,
) -> PathSearch:
    """A shortest legal sequence of moves (or of improvements) from a code to the goal.

    Best first over pairs of a code and its last mover, by the moves made so far and those that the goal says it takes
    at least; equally good ones deepest first, so that independent moves are not tried in all orders.

    Parameters
    ----------
    moves
        The moves of a searched game; shared between searches, since it remembers them.
    start
        A feasible code.
    goal
        Where to go; its bound must never be too high, and fall by at most 1 with a move.
    improving
        Whether every move must be an improvement for its mover.
    most
        The most pairs of a code and its last mover to look at.
    allowance
        What the search may do; None: no bound but `most`.
    first
        The index of the mover that makes the first move; None: any mover that can.
    greedy
        Any path will do, whatever its length; then it is never proved to be the shortest.

    Returns
    -------
    PathSearch
        The path, if there is one, and whether it is proved to be a shortest one, or that there is none.

    Raises
    ------
    SizeError
        Where a mover has too many choices to look at them one by one.

    References
    ----------
    Hart, Nilsson and Raphael 1968, IEEE Trans. Syst. Sci. Cybern. 4, 100-107 (A*).

    Examples
    --------
    >>> from countermove.search.paths import StateGoal
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> game = searched_game(load_case("cuban-missile-crisis"))
    >>> search = shortest_path(OwnMoves(game), 0, StateGoal(game, 6), improving=False)
    >>> [(step.mover, step.after) for step in search.path], search.proved
    ([('usa', 2), ('ussr', 6)], True)
    """
    came: dict[tuple[int, int], tuple[int, int] | None] = {}
    waiting: list[tuple[int, int, int, int, int, tuple[int, int] | None]] = []
    heappush(waiting, (goal.least(start), 0, 0, start, NOBODY, None))
    looked = paid = 0
    while waiting:
        _, minus, _, here, last, before = heappop(waiting)
        if (here, last) in came:
            continue
        came[here, last] = before
        # The queue has -depth: of equally promising pairs the deepest first, which walks one order of independent moves
        # to its end.
        depth = abs(minus)
        if goal.reached(here) and (first is None or depth):
            return PathSearch(_path(moves, came, (here, last)), not greedy, looked)
        if allowance is not None:
            allowance.spend(MOVE_WORK * (1 + looked - paid))
            paid = looked
        if looked > most or (allowance is not None and allowance.is_spent):
            return PathSearch(None, False, looked)
        for mover in moves.game.movers:
            if mover.index == last or (first is not None and not depth and mover.index != first):
                continue
            for there in moves.of(mover, here, improving):
                if (there, mover.index) not in came:
                    looked += 1
                    far = goal.least(there)
                    # The bound never overestimates and falls by at most 1 with a move, so that A* (Hart, Nilsson and
                    # Raphael 1968) is exact.
                    order = (far, depth + 1) if greedy else (depth + 1 + far, -depth - 1)
                    heappush(waiting, (*order, looked, there, mover.index, (here, last)))
    return PathSearch(None, True, looked)


def _path(moves: OwnMoves, came: dict[tuple[int, int], tuple[int, int] | None], end: tuple[int, int]) -> tuple[Move, ...]:
    steps: list[Move] = []
    while (before := came[end]) is not None:
        steps.append(Move(moves.game.movers[end[1]].id, before[0], end[0]))
        end = before
    return tuple(reversed(steps))


def reached_from(
    moves: OwnMoves, start: int, improving: bool, most: int = MOST_PAIRS, allowance: Allowance | None = None
) -> frozenset[int] | None:
    """The codes that legal sequences reach, the start included; None where there are too many to follow.

    Parameters
    ----------
    moves
        The moves of a searched game.
    start
        A feasible code.
    improving
        Whether every move must be an improvement for its mover.
    most, allowance
        The most pairs of a code and its last mover, and what the search may do, at which to give up.

    Returns
    -------
    frozenset of int, or None
        The codes.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> sorted(reached_from(OwnMoves(searched_game(load_case("chicken"))), 3, improving=True))
    [1, 2, 3]
    """
    seen = {(start, NOBODY)}
    waiting = [(start, NOBODY)]
    while waiting:
        here, last = waiting.pop()
        for mover in moves.game.movers:
            if mover.index != last:
                new = {(there, mover.index) for there in moves.of(mover, here, improving)} - seen
                seen |= new
                waiting.extend(new)
                if allowance is not None:
                    allowance.spend(MOVE_WORK * (1 + len(new)))
        # After each pair, not each move: one pair has at most as many moves as its movers have choices.
        if len(seen) > most or (allowance is not None and allowance.is_spent):
            return None
    return frozenset(code for code, _ in seen)


class Lattice:
    """All shortest legal sequences between a start and a goal, counted by what lies between.

    `length` is that of the shortest; only states are looked at from which the goal can still be reached in time. Not
    `is_whole` where more than `most` pairs lie between, or the allowance is spent.
    """

    def __init__(
        self,
        moves: OwnMoves,
        start: int,
        goal: Goal,
        length: int,
        improving: bool,
        most: int = MOST_PAIRS,
        allowance: Allowance | None = None,
    ) -> None:
        self.moves, self.start, self.goal, self.length, self.improving = moves, start, goal, length, improving
        self.most, self.allowance = most, allowance
        self._counts: dict[tuple[int, int, int], int] = {}
        self.is_whole = self._fill()

    def _fill(self) -> bool:
        """Count the ways on from every pair that can matter; False where these are too many."""
        # Forward only over pairs from which the goal is near enough, then counted backwards: one number for each pair
        # and depth.
        layers = [{(self.start, NOBODY)}]
        for depth in range(self.length):
            layers.append(set())
            for here, last in layers[-2]:
                onward = self._onward(here, last, depth)
                layers[-1].update((t, m) for m, t in onward)
                if self.allowance is not None:
                    self.allowance.spend(MOVE_WORK * (len(self.moves.game.movers) + len(onward)))
                if sum(map(len, layers)) > self.most or (self.allowance is not None and self.allowance.is_spent):
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
            for mover in self.moves.game.movers
            if mover.index != last
            for there in self.moves.of(mover, here, self.improving)
            if self.goal.least(there) <= left
        ]

    @property
    def count(self) -> int | None:
        """How many shortest sequences there are; None where there was too much to look at."""
        return self._counts[self.start, NOBODY, 0] if self.is_whole else None

    @property
    def ends(self) -> tuple[int, ...]:
        """The codes at which shortest sequences end, ascending; none where there was too much to look at."""
        return tuple(sorted({c for (c, _, depth), n in self._counts.items() if depth == self.length and n}))

    def paths(self, most: int) -> tuple[tuple[Move, ...], ...]:
        """The first `most` of the sequences: movers that stand first in the case come first."""
        return tuple(islice(self._walk(self.start, NOBODY, 0), most)) if self.is_whole else ()

    def _walk(self, here: int, last: int, depth: int) -> Iterator[tuple[Move, ...]]:
        if depth == self.length:
            yield ()
            return
        for m, there in self._onward(here, last, depth):
            if self._counts[there, m, depth + 1]:
                step = Move(self.moves.game.movers[m].id, here, there)
                yield from ((step, *later) for later in self._walk(there, m, depth + 1))
