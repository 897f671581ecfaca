"""How a conflict may evolve where states are not listed: ways, who begins, the drift, and what never changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.evolution import KINDS, By, steps_frame
from countermove.analysis.history import Replayed
from countermove.analysis.improvement_walk import ImprovementWalk, sampled_walk
from countermove.analysis.large_replay import large_replay
from countermove.errors import QuestionError
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.statements import Node
from countermove.search.bounded import Move, options_of
from countermove.search.encoding import Encoding, constant
from countermove.search.moves import OwnMoves, changeable
from countermove.search.nash import check_searched
from countermove.search.paths import MOST, Lattice, StateGoal, StatementGoal, reached_from, shortest_way

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeEvolution", "LargeOpening", "LargeRoute", "large_paths"]

T = TypeVar("T")
TARGETS = 100
NEAREST = 30
"""So many of the states that are nearest, where a statement holds, are told of."""
COUNTED = 10_000
"""So many pairs of a state and its last mover may lie between, for all shortest ways to be counted."""
FIRST = 5_000
SECONDS = 60.0


@dataclass(frozen=True)
class LargeRoute:
    """The way to one target, a code; see `evolution.Route`.

    `length` is None where no way was found; `proved`: that there is none, or that none is shorter. `count`: how many
    there are of this length, None where they were not counted; `paths` are the first, or the one that was found.
    """

    target: int
    by: By
    length: int | None
    proved: bool
    count: int | None
    paths: tuple[tuple[Move, ...], ...]


@dataclass(frozen=True)
class LargeOpening:
    """What can follow if one mover makes the first improvement: targets that improvements then lead to, as codes.

    `unknown`: targets of which this was not found out.
    """

    mover: str
    targets: tuple[int, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class LargeEvolution:
    """Where a conflict can go from `start`, a code; see `evolution.Evolution`.

    `table`: the outcomes, where these are the targets. `statement`: it, where its nearest states are. `routes`: two for
    each target; of the nearest states those of a kind for which they are nearest. `missed`: of the nearest states, for
    "improvements" and "moves", where no way to any was found: whether it is proved that there is none. `others`: how
    many more states are as near, None where that is not known. `reached`: for both all codes that legal sequences lead
    to, None where they were too many to follow. `fixed`: for both the options that are proved never to change, as a
    code. `most`: so many pairs of a code and its last mover were looked at for each way.
    """

    model: SearchedGame
    start: int
    table: StabilityTable | None
    statement: Node | None
    targets: tuple[int, ...]
    routes: tuple[LargeRoute, ...]
    missed: dict[By, bool]
    others: dict[By, int | None]
    reached: dict[By, frozenset[int] | None]
    fixed: dict[By, int]
    openings: tuple[LargeOpening, ...]
    drift: ImprovementWalk
    replayed: tuple[Replayed, ...]
    most: int

    def __repr__(self) -> str:
        led = sum(r.by == "improvements" and r.length is not None for r in self.routes)
        return f"LargeEvolution({len(self.targets)} targets; improvements lead to {led})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data: states have no numbers, so they are referred to by their codes."""
        return {
            "from": None,
            "code": self.start,
            "options": options_of(self.model, self.start),
            "most": self.most,
            "targets": [{"code": code, "options": options_of(self.model, code)} for code in self.targets],
            "paths": [_path_data(route, path) for route in self.routes for path in route.paths],
            "routes": [
                {"to": None, "code": r.target, "by": r.by, "length": r.length, "count": r.count, "proved": r.proved}
                for r in self.routes
            ],
            "missed": [{"by": by, "proved": proved} for by, proved in self.missed.items()],
            "others": dict(self.others),
            "reachable": {by: _size(self.reached[by]) for by in KINDS} | {"fixed": self._fixed_data()},
            "first": [
                {"mover": o.mover, "to": None, "codes": list(o.targets), "unknown": list(o.unknown)} for o in self.openings
            ],
            "drift": self.drift.to_dict(),
            "events": [_event_data(event) for event in self.replayed],
        }

    def _fixed_data(self) -> dict[str, list[str]]:
        return {by: [row.full for row in self.model.options if self.fixed[by] >> row.index & 1] for by in KINDS}

    def to_frame(self) -> pd.DataFrame:
        """One row for each step of each sequence (needs the extra `frames`)."""
        return steps_frame(self.routes, lambda code: code)


def large_paths(
    model: SearchedGame,
    start: int | None = None,
    to: int | None = None,
    *,
    statement: Node | None = None,
    concepts: Sequence[str] | None = None,
    ways: int = 10,
    most: int = MOST,
    seconds: float = SECONDS,
    table: StabilityTable | None = None,
) -> LargeEvolution:
    """How the conflict may evolve from `start`, a feasible code (the status quo where it is left out).

    `to` is a target, a code; or the targets are the nearest states in which `statement`, bound to positions, holds.
    Without either they are the outcomes in `table`, else those found under `concepts`, up to 100. Ways are searched
    where the goal is (A*), over at most `most` pairs of a state and its last mover each, all within about so many
    seconds; what an option that never changes rules out is proved to be out of reach. All shortest ways are counted
    where what lies between is small. The time is shared: half of it for outcomes that have to be found, most of the
    rest for the ways, the last of it for what is reached and for the drift. Raises as `equilibria`,
    `QuestionError` where there is no start, and `SizeError` where a mover has too many choices to look at them
    one by one.

    >>> import countermove as cm
    >>> found = large_paths(cm.searched_game(cm.load("thirty-allies-2022")))
    >>> found
    LargeEvolution(8 targets; improvements lead to 1)
    >>> [(route.by, route.length, route.proved, route.count) for route in found.routes[:2]]
    [('improvements', 17, True, None), ('moves', 17, True, None)]
    """
    begin = model.status_quo if start is None else start
    if begin is None:
        raise QuestionError("the case has no status quo to start from; name a state by its options: --from STATE")
    begin, to = model.code(begin), None if to is None else model.code(to)
    now = monotonic()
    ahead, counting, end = (now + share * seconds for share in (0.7, 0.85, 1.0))
    check_searched(model)
    if to is not None or statement is not None:
        table = None
    elif table is None:
        table = equilibria(model, concepts, limit=TARGETS, seconds=seconds / 2)
    search = _Search(model, begin, most, ahead)
    wanted = [to] if to is not None else table.strongest(TARGETS) if table is not None else []
    routes = [search.route(target, by, ways) for target in wanted for by in KINDS]
    if statement is not None:
        routes = [route for by in KINDS for route in search.nearest(statement, by, ways)]
    led = {r.target: r for r in routes if r.by == "improvements"}
    return LargeEvolution(
        model,
        begin,
        table,
        statement,
        tuple(dict.fromkeys(route.target for route in routes)),
        tuple(routes),
        search.missed,
        search.others,
        {by: reached_from(search.moves, begin, by == "improvements", COUNTED, counting) for by in KINDS},
        search.fixed,
        tuple(search.openings([t for t, r in led.items() if r.length is not None or not r.proved])),
        sampled_walk(search.moves, model.at(begin), end=end),
        large_replay(model),
        most,
    )


class _Search:
    """The searches from one state, which share what they know of moves."""

    def __init__(self, model: SearchedGame, start: int, most: int, ahead: float) -> None:
        self.model, self.start, self.most, self.ahead = model, start, most, ahead
        self.moves = OwnMoves(model)
        for mover in model.movers:
            if mover.choices is None:
                self.moves.choices(mover, start, improving=False)  # says that they are too many
        whole = (1 << len(model.options)) - 1
        self._nevers: dict[int, int] = {}
        self.missed: dict[By, bool] = {}
        self.others: dict[By, int | None] = {}
        early = max((ahead - monotonic()) / 4, 0.1)
        free = {by: changeable(model, start, by == "improvements", early) for by in KINDS}
        self.fixed: dict[By, int] = {by: 0 if mask is None else whole & ~mask for by, mask in free.items()}

    def route(self, target: int, by: By, ways: int) -> LargeRoute:
        """The way to one target."""
        improving = by == "improvements"
        if (target ^ self.start) & self.fixed[by]:
            return LargeRoute(target, by, None, True, 0, ())
        goal = StateGoal(self.model, target)
        found = shortest_way(self.moves, self.start, goal, improving, most=self.most, end=self.ahead)
        if found.path is None:
            if found.proved:
                return LargeRoute(target, by, None, True, 0, ())
            found = shortest_way(
                self.moves, self.start, goal, improving, most=self.most, end=self.ahead, greedy=True
            )  # fmt: skip
        if found.path is None:
            return LargeRoute(target, by, None, False, None, ())
        if not found.proved:
            return LargeRoute(target, by, len(found.path), False, None, (found.path,))
        lattice = Lattice(self.moves, self.start, goal, len(found.path), improving, COUNTED, self.ahead)
        paths = lattice.paths(ways) if lattice.whole else (found.path,)
        return LargeRoute(target, by, len(found.path), True, lattice.count, paths)

    def nearest(self, statement: Node, by: By, ways: int) -> list[LargeRoute]:
        """The ways to the nearest states in which a statement holds, as far as these are known."""
        improving, goal = by == "improvements", StatementGoal(self.model, statement)
        if self._out_of_reach(goal, by):
            self.missed[by] = True
            return []
        found = shortest_way(self.moves, self.start, goal, improving, most=self.most, end=self.ahead)
        if found.path is None:
            self.missed[by] = found.proved
            return []
        lattice = Lattice(self.moves, self.start, goal, len(found.path), improving, COUNTED, self.ahead)
        ends = lattice.ends or (found.path[-1].after if found.path else self.start,)
        self.others[by] = max(0, len(ends) - NEAREST) if lattice.whole else None
        return [self.route(target, by, ways) for target in ends[:NEAREST]]

    def _out_of_reach(self, goal: StatementGoal, by: By) -> bool:
        """Whether the options that never change rule a statement out."""
        fixed = self.fixed[by]
        encoding = Encoding(self.model)
        open_ = [row.index for row in self.model.options if not fixed >> row.index & 1]
        frame = encoding.state(constant(self.model, self.start), open_)
        encoding.require([encoding.holds(goal.statement, frame)])
        return encoding.solve(max(self.ahead - monotonic(), 1.0)) is False

    def openings(self, targets: Sequence[int]) -> list[LargeOpening]:
        """For each mover with an improvement at the start, to which targets improvements lead if it moves first."""
        found = []
        for mover in self.moves.able(self.start):
            known = {target: self._led(target, mover) for target in targets}
            led = tuple(target for target, leads in known.items() if leads)
            found.append(LargeOpening(mover.id, led, tuple(t for t, leads in known.items() if leads is None)))
        return found

    def _led(self, target: int, first: SearchedMover) -> bool | None:
        """Whether improvements lead to a target if a certain mover begins; None where that was not found out."""
        goal = StateGoal(self.model, target)
        way = shortest_way(self.moves, self.start, goal, True, most=FIRST, end=self.ahead, first=first.index, greedy=True)
        if way.path is not None or way.proved:
            return way.path is not None
        after = self.moves.of(first, self.start, improving=True)
        return False if all((target ^ code) & self._never(code) for code in after) else None

    def _never(self, code: int) -> int:
        """The options that no improvements ever change from a code on, as far as that is proved."""
        if code not in self._nevers:
            free = changeable(self.model, code, True, max(self.ahead - monotonic(), 0.001))
            self._nevers[code] = 0 if free is None else ~free
        return self._nevers[code]


def _size(codes: frozenset[int] | None) -> int | None:
    return None if codes is None else len(codes)


def _path_data(route: LargeRoute, path: tuple[Move, ...]) -> dict[str, Any]:
    steps = [
        {"mover": s.mover, "from": None, "to": None, "from_code": s.before, "to_code": s.after} for s in path
    ]  # fmt: skip
    return {"to": None, "code": route.target, "by": route.by, "length": len(path), "steps": steps}


def _event_data(event: Replayed) -> dict[str, Any]:
    return event.to_dict() | {"before": None, "after": None, "before_code": event.before, "after_code": event.after}
