"""Which states hold for people who look far ahead and can join forces: the core, and the largest consistent set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.paths import Step
from countermove.game.listed import ListedGame, Mover
from countermove.stability.ahead import Ahead, ahead
from countermove.stability.dominance import won
from countermove.stability.engines.local import Moves, moves_from, rules_of
from countermove.stability.farsighted import consistent, core, least_ahead
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Farsighted", "farsighted", "frame", "head", "path_ahead", "willing"]

Bools = NDArray[np.bool_]
SHOWN = 50


@dataclass(frozen=True, eq=False)
class Farsighted:
    """What holds for coalitions that look far ahead: `core` and `consistent` (the largest consistent set), shape (S,).

    `ahead` says for all pairs of states which one indirectly dominates the other.
    """

    graph: ListedGame
    core: Bools
    consistent: Bools
    ahead: Ahead = field(repr=False)

    @cached_property
    def least(self) -> NDArray[np.int32]:
        """The least rank of each actor over the consistent states that are d or indirectly dominate it; (A, S)."""
        return least_ahead(self.graph, self.ahead, self.consistent)

    def __repr__(self) -> str:
        core, kept = int(self.core.sum()), int(self.consistent.sum())
        return f"Farsighted({self.graph.size} states; core {core}, largest consistent set {kept})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{number(int(state))}</td><td>{'yes' if self.core[state] else ''}</td>"
            f"<td>{'yes' if self.consistent[state] else ''}</td></tr>"
            for state in np.flatnonzero(self.core | self.consistent)[:SHOWN]
        )
        return f"<table><tr><th>state</th><th>core</th><th>largest consistent set</th></tr>{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1."""
        return head(self.graph) | {
            "core": (np.flatnonzero(self.core) + 1).tolist(),
            "largest_consistent_set": (np.flatnonzero(self.consistent) + 1).tolist(),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per state: whether it is in the core, and in the largest consistent set (extra `frames`)."""
        columns = {"core": self.core, "largest consistent set": self.consistent}
        return frame(self.graph, columns)


def farsighted(graph: ListedGame, *, told: Callable[[], None] | None = None) -> Farsighted:
    """The core and the largest consistent set of a graph, for coalitions that look far ahead.

    One controller moves per step: an actor, or those who win in a body with everybody else against. A state is in
    the core iff no step from it is better at once for all who must take it. It is in the largest consistent set
    iff every step from it is deterred: it may end in a state that is in the set, too, and no better for somebody
    who must take it. `told` is called after each 64 states, for progress bars. Raises `SizeError` above
    100,000 states; 20,000 take about a second and 300 MB, 100,000 half a minute and 1.5 GB.

    Reference: Chwe 1994, "Farsighted coalitional stability", J. Econ. Theory 63, 299-325.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = farsighted(compile(catalog.load_case("prisoners-dilemma")))
    >>> found
    Farsighted(4 states; core 1, largest consistent set 2)
    >>> found.to_dict()["largest_consistent_set"]
    [1, 4]
    """
    looked = ahead(graph, told)
    return Farsighted(graph, core(graph), consistent(graph, looked), looked)


def path_ahead(found: Farsighted, start: int, end: int) -> tuple[Step, ...] | None:
    """A shortest path by which `end` indirectly dominates `start`; empty where they are one, None where there is none.

    Everybody who takes a step of it strictly prefers `end` to the state from which the step leads.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = farsighted(compile(catalog.load_case("prisoners-dilemma")))
    >>> [(step.mover, step.after) for step in path_ahead(found, 1, 0)]
    [('row', 0)]
    """
    if start == end:
        return ()
    graph, below = found.graph, found.ahead.below(end)
    if not below[start]:
        return None
    parent: dict[int, tuple[int, str]] = {start: (start, "")}
    states = [start]
    while end not in parent:
        here = np.array(states, dtype=np.int32)
        states = []
        for mover in graph.movers:
            moves = moves_from(graph, mover, here)
            moves = moves.select(below[moves.target] & willing(graph, mover, moves, end))
            for before, after in zip(moves.source.tolist(), moves.target.tolist(), strict=True):
                if after not in parent:
                    parent[after] = (before, mover.id)
                    states.append(after)
    steps, state = [], end
    while state != start:
        before, who = parent[state]
        steps.append(Step(who, before, state))
        state = before
    return tuple(reversed(steps))


def willing(graph: ListedGame, mover: Mover, moves: Moves, end: int) -> Bools:
    """Which moves of a mover those would make, or carry, who strictly prefer `end` to the state that is left."""
    favour = graph.ranks[:, [end]] > graph.ranks[:, moves.source]
    if mover.actor is not None:
        return np.asarray(favour[mover.actor])
    return won(mover, rules_of(mover, moves.changed), favour)


def head(graph: ListedGame) -> dict[str, Any]:
    """What every answer about coalitions that look ahead begins with, as plain data."""
    from countermove import __version__

    data: dict[str, Any] = {
        "countermove": __version__,
        "case": {"title": graph.case.title, "scenario": graph.scenario},
        "actors": [*graph.case.actors, *graph.case.bodies],
        "options": [row.full for row in graph.options],
        "states": {
            "count": graph.size,
            "status_quo": None if graph.status_quo is None else number(graph.status_quo),
        },
    }
    return data if graph.case.states is None else data | {"ids": list(graph.case.states)}


def frame(graph: ListedGame, columns: dict[str, Bools]) -> pd.DataFrame:
    """A data frame with one row per state; raises `QuestionError` where pandas is missing."""
    require_pandas()
    import pandas as pd

    return pd.DataFrame(columns, index=pd.Index(range(1, graph.size + 1), name="state"))
