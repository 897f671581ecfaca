"""Routes in a searched game: the shortest paths to targets and to the nearest states, and what each first move opens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.statements import Node
from countermove.search.bounded import Move
from countermove.search.encoding import Encoding, constant
from countermove.search.moves import OwnMoves, changeable
from countermove.search.paths import Lattice, StateGoal, StatementGoal, shortest_path

__all__ = ["KINDS", "By", "CodeOpening", "CodeRoute", "RouteSearch"]

By = Literal["improvements", "moves"]
KINDS: tuple[By, ...] = ("improvements", "moves")
MOST_NEAREST = 30
"""Of the states that are nearest, where a statement holds, this many are given: a table that fits on one screen."""
MOST_COUNTED = 10_000
"""Pairs of a code and its last mover that may lie between for all shortest paths to be counted: about a second."""
MOST_FIRST = 5_000
"""Pairs that are looked at for what one first move opens: there may be a hundred targets for each of many movers."""


@dataclass(frozen=True)
class CodeRoute:
    """The shortest paths to one target; see `analysis.evolution.Route`, whose states are codes here."""

    target: int
    by: By
    length: int | None
    is_proved: bool
    count: int | None
    paths: tuple[tuple[Move, ...], ...]


class CodeOpening(NamedTuple):
    """What can follow if one mover makes the first improvement; `unknown`: targets of which that is not known."""

    mover: str
    targets: tuple[int, ...]
    unknown: tuple[int, ...]


class RouteSearch:
    """The searches from one code, which share what they know of moves.

    `most` pairs of a code and its last mover are looked at for each path, within one `allowance`.
    `missed`: of the nearest states, for "improvements" and "moves", where no path to any was found, whether it
    is proved that there is none. `others`: how many more states are as near, None where that is not known. `fixed`:
    for both the options that are proved never to change, as a code.
    """

    def __init__(self, game: SearchedGame, start: int, most: int, allowance: Allowance) -> None:
        self.game, self.start, self.most, self.allowance = game, start, most, allowance
        self.moves = OwnMoves(game)
        for mover in game.movers:
            if mover.choices is None:
                self.moves.choices(mover, start, improving=False)  # says that they are too many
        every = (1 << len(game.options)) - 1
        self._nevers: dict[int, int] = {}
        self.missed: dict[By, bool] = {}
        self.others: dict[By, int | None] = {}
        # A quarter at most for each: what never changes proves many targets out of reach, but paths need work, too.
        free = {by: changeable(game, start, by == "improvements", allowance.part(0.25)) for by in KINDS}
        self.fixed: dict[By, int] = {by: 0 if mask is None else every & ~mask for by, mask in free.items()}

    def route(self, target: int, by: By, most_paths: int) -> CodeRoute:
        """The shortest path to one target, as far as it is found."""
        improving = by == "improvements"
        # An option that never changes stands otherwise in the target: a proof, without any search for a path.
        if (target ^ self.start) & self.fixed[by]:
            return CodeRoute(target, by, None, True, 0, ())
        goal = StateGoal(self.game, target)
        search = shortest_path(self.moves, self.start, goal, improving, most=self.most, allowance=self.allowance)
        if search.path is None:
            if search.proved:
                return CodeRoute(target, by, None, True, 0, ())
            # The shortest is out of reach for this search; that some path leads there is worth as many pairs again.
            search = shortest_path(
                self.moves, self.start, goal, improving, most=self.most, allowance=self.allowance, greedy=True
            )  # fmt: skip
        if search.path is None:
            return CodeRoute(target, by, None, False, None, ())
        if not search.proved:
            # It leads there, but a shorter one may exist: no length is proved, and nothing is counted.
            return CodeRoute(target, by, len(search.path), False, None, (search.path,))
        lattice = Lattice(self.moves, self.start, goal, len(search.path), improving, MOST_COUNTED, self.allowance)
        paths = lattice.paths(most_paths) if lattice.is_whole else (search.path,)
        return CodeRoute(target, by, len(search.path), True, lattice.count, paths)

    def nearest(self, statement: Node, by: By, most_paths: int) -> list[CodeRoute]:
        """The paths to the nearest states in which a statement holds, as far as these are known."""
        improving, goal = by == "improvements", StatementGoal(self.game, statement)
        if self._out_of_reach(goal, by):
            self.missed[by] = True
            return []
        search = shortest_path(self.moves, self.start, goal, improving, most=self.most, allowance=self.allowance)
        if search.path is None:
            self.missed[by] = search.proved
            return []
        lattice = Lattice(self.moves, self.start, goal, len(search.path), improving, MOST_COUNTED, self.allowance)
        # Where too much lies between to count, the one path that was found stands for all.
        ends = lattice.ends or (search.path[-1].after if search.path else self.start,)
        self.others[by] = max(0, len(ends) - MOST_NEAREST) if lattice.is_whole else None
        return [self.route(target, by, most_paths) for target in ends[:MOST_NEAREST]]

    def _out_of_reach(self, goal: StatementGoal, by: By) -> bool:
        """Whether the options that never change rule a statement out."""
        fixed = self.fixed[by]
        encoding = Encoding(self.game)
        open_ = [row.index for row in self.game.options if not fixed >> row.index & 1]
        frame = encoding.state(constant(self.game, self.start), open_)
        encoding.require([encoding.holds(goal.statement, frame)])
        return encoding.solve(self.allowance) is False

    def openings(self, targets: Sequence[int]) -> list[CodeOpening]:
        """For each mover with an improvement at the start, to which targets improvements lead if it moves first."""
        openings = []
        for mover in self.moves.able(self.start):
            leads = {target: self._leads_to(target, mover) for target in targets}
            reached = tuple(target for target, does in leads.items() if does)
            openings.append(CodeOpening(mover.id, reached, tuple(t for t, does in leads.items() if does is None)))
        return openings

    def _leads_to(self, target: int, first: SearchedMover) -> bool | None:
        """Whether improvements lead to a target if a certain mover begins; None where that is not known."""
        goal = StateGoal(self.game, target)
        search = shortest_path(
            self.moves, self.start, goal, True, most=MOST_FIRST, allowance=self.allowance, first=first.index, greedy=True
        )
        if search.path is not None or search.proved:
            return search.path is not None
        # Not found is no proof; but what never changes after each of the first moves may rule the target out.
        after = self.moves.of(first, self.start, improving=True)
        return False if all((target ^ code) & self._never(code) for code in after) else None

    def _never(self, code: int) -> int:
        """The options that no improvements ever change from a code on, as far as that is proved."""
        if code not in self._nevers:
            free = changeable(self.game, code, True, self.allowance)
            self._nevers[code] = 0 if free is None else ~free
        return self._nevers[code]
