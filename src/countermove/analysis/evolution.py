"""How a conflict may evolve from a state: the shortest ways to each outcome, who must begin, and where it drifts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import equilibria
from countermove.analysis.history import Replayed, replay
from countermove.analysis.improvement_walk import ImprovementWalk, improvement_walk
from countermove.analysis.paths import Step, layers, reachable
from countermove.errors import QuestionError, SizeError
from countermove.game.listed import ListedGame
from countermove.game.naming import find_state
from countermove.game.positions import positions
from countermove.stability.engines.local import improvements_from
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FIRM", "Evolution", "Opening", "Route", "Start", "paths", "starts", "steps_frame"]

T = TypeVar("T")
By = Literal["improvements", "moves"]
KINDS: tuple[By, ...] = ("improvements", "moves")
MOST = 100
FIRM = ("nash", "seq")
"""Outcomes hold under one of these unless others are asked for: no threat that nobody would carry out."""


@dataclass(frozen=True)
class Route:
    """The shortest legal sequences to one target, all of them improvements or any moves (`by`).

    `length` is None where none leads there. There are `count` of them; `paths` are the first.
    """

    target: int
    by: By
    length: int | None
    count: int
    paths: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Opening:
    """What can follow if one mover makes the first improvement: the targets that improvements then lead to."""

    mover: str
    targets: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Evolution:
    """Where a conflict can go from `start`.

    `routes`: two for each target, strongest target first. `reached`: for "improvements" and "moves" the states
    that legal sequences lead to, the start included. `openings`: for each mover that has an improvement at the
    start what it opens. `drift`: where it ends if any improvement is taken. Both are None where they are too large.
    `replayed`: the events of the case. `nearest`: whether `targets` are only those that the fewest moves reach, of
    `asked` that were asked for.
    """

    graph: ListedGame
    start: int
    targets: tuple[int, ...]
    routes: tuple[Route, ...]
    reached: dict[By, NDArray[np.int64]]
    openings: tuple[Opening, ...] | None
    drift: ImprovementWalk | None
    replayed: tuple[Replayed, ...]
    nearest: bool = False
    asked: int = 0

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(self.reached[by])} by {by}" for by in KINDS)
        return f"Evolution(from {number(self.start)}: {len(self.targets)} targets; reaches {sizes})"

    @cached_property
    def decisive(self) -> dict[int, str]:
        """Targets that improvements lead to only if one certain mover begins, and that mover."""
        openings = self.openings or ()
        first = {t: [o.mover for o in openings if t in o.targets] for t in self.targets}
        return {t: movers[0] for t, movers in first.items() if len(movers) == 1 < len(openings)}

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1. Of each target's sequences those that were listed, `count` in all."""
        return {
            "from": number(self.start),
            "paths": [_path_data(route, path) for route in self.routes for path in route.paths],
            "routes": [{"to": number(r.target), "by": r.by, "length": r.length, "count": r.count} for r in self.routes],
            "reachable": {
                "improvements": (self.reached["improvements"] + 1).tolist(),
                "moves": len(self.reached["moves"]),
            },
            "first": None
            if self.openings is None
            else [{"mover": o.mover, "to": [number(t) for t in o.targets]} for o in self.openings],
            "drift": None if self.drift is None else self.drift.to_dict(),
            "events": [event.to_dict() for event in self.replayed],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row for each step of each sequence (needs the extra `frames`)."""
        return steps_frame(self.routes, number)


def steps_frame(routes: Sequence[Any], name: Callable[[int], int]) -> pd.DataFrame:
    """One row for each step of each sequence; `name`: what a state is called there."""
    require_pandas()
    import pandas as pd

    rows = [
        (name(route.target), route.by, which, k, step.mover, name(step.before), name(step.after))
        for route in routes
        for which, path in enumerate(route.paths, 1)
        for k, step in enumerate(path, 1)
    ]
    return pd.DataFrame(rows, columns=["to", "by", "sequence", "step", "mover", "before", "after"])


def paths(
    graph: ListedGame,
    start: int | str | Sequence[str] | None = None,
    to: int | str | Sequence[str] | None = None,
    *,
    targets: Sequence[int] | None = None,
    nearest: bool = False,
    concepts: Sequence[str] = FIRM,
    most: int = 10,
) -> Evolution:
    """How the conflict may evolve from `start` (a state as people name it; the status quo where it is left out).

    `to` is a target, named likewise; `targets` are several, as positions from 0 (`nearest`: only those that
    the fewest moves reach). Without either, the targets are the equilibria under `concepts` (under all that are
    always asked, if there is none), the 100 strongest of them: reached by improvements from the status quo
    first, then by the number of concepts. Of each target's
    sequences the first `most` are listed, and all are counted. Cost: a search, breadth first, over pairs of a
    state and its last mover that are nearer than the farthest target. Raises `SizeError` where it would
    visit more than some four million, and `QuestionError` where there is no start.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = paths(compile(catalog.load_case("european-security-2022")), to=148)
    >>> found.routes[0].length, found.routes[0].paths[0][0]
    (2, Step(mover='russia', before=97, after=99))
    """
    begin = _start(graph, start)
    wanted = (
        [find_state(graph, to)]
        if to is not None
        else _outcomes(graph, concepts)
        if targets is None
        else positions(graph.size, targets)
    )
    reached = {by: reachable(graph, begin, by == "improvements") for by in KINDS}
    routes = {by: _routes(graph, begin, wanted, reached[by], by, nearest, most) for by in KINDS}
    chosen = tuple(t for t in wanted if not nearest or any(r.target == t for by in KINDS for r in routes[by]))
    ordered = tuple(r for t in chosen for by in KINDS for r in routes[by] if r.target == t)
    found = {by: np.flatnonzero(states) for by, states in reached.items()}
    openings = _unless_too_large(lambda: _openings(graph, begin, chosen))
    drifting = _unless_too_large(lambda: improvement_walk(graph, graph.at(begin)))
    return Evolution(graph, begin, chosen, ordered, found, openings, drifting, replay(graph), nearest, len(wanted))


@dataclass(frozen=True)
class Start:
    """Where one state leads: the outcomes that improvements can reach from it, and the drift from it."""

    state: int
    targets: tuple[int, ...]
    drift: ImprovementWalk

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        return {
            "from": number(self.state),
            "to": [number(t) for t in self.targets],
            "drift": self.drift.to_dict()["endings"],
        }


def starts(graph: ListedGame, *, concepts: Sequence[str] = FIRM, limit: int = 1_000) -> tuple[Start, ...]:
    """Where each state leads, for a case without a status quo; the first `limit` states.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> [(s.state, s.targets) for s in starts(compile(catalog.load_case("chicken")))]
    [(0, (1, 2)), (1, (1,)), (2, (2,)), (3, (1, 2))]
    """
    targets = _outcomes(graph, concepts)
    found = []
    for state in range(min(limit, graph.size)):
        reached = reachable(graph, state, improving=True)
        found.append(Start(state, tuple(sorted(t for t in targets if reached[t])), improvement_walk(graph, graph.at(state))))
    return tuple(found)


def _start(graph: ListedGame, start: int | str | Sequence[str] | None) -> int:
    if start is not None:
        return find_state(graph, start)
    if graph.status_quo is None:
        raise QuestionError("the case has no status quo to start from; name a state: --from STATE")
    return graph.status_quo


def _outcomes(graph: ListedGame, concepts: Sequence[str]) -> list[int]:
    return equilibria(graph, concepts).strongest(MOST) or equilibria(graph).strongest(MOST)


def _routes(
    graph: ListedGame, start: int, targets: Sequence[int], reached: NDArray[np.bool_], by: By, nearest: bool, most: int
) -> list[Route]:
    """One route for each target; with `nearest` only for those that the fewest moves reach."""
    able = [target for target in targets if reached[target]]
    found = layers(graph, start, by == "improvements", able, until="first" if nearest else "all")
    ways = [found.ways(target, most) for target in targets if not nearest or found.nearest[target] >= 0]
    return [Route(w.target, by, w.length, w.count, w.paths) for w in ways]


def _openings(graph: ListedGame, start: int, targets: Sequence[int]) -> tuple[Opening, ...]:
    here = np.array([start], dtype=np.int32)
    found = []
    for mover in graph.movers:
        if len(improvements_from(graph, mover, here).target):
            length = layers(graph, start, True, first=mover.index).length
            led = np.any(length >= 0, axis=0)
            found.append(Opening(mover.id, tuple(t for t in targets if led[t])))
    return tuple(found)


def _unless_too_large(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except SizeError:
        return None


def _path_data(route: Route, path: tuple[Step, ...]) -> dict[str, Any]:
    steps = [{"mover": step.mover, "from": number(step.before), "to": number(step.after)} for step in path]
    return {"to": number(route.target), "by": route.by, "length": len(path), "steps": steps}
