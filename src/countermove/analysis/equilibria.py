"""Which states hold: stability of every state for every mover, and the equilibria that follow from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.paths import reachable
from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.listed import ListedGame, Mover
from countermove.game.positions import position
from countermove.stability.concept import Concept, concepts_for, defined, stable
from countermove.stability.engines.dispatch import LARGE
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Equilibrium", "StabilityTable", "check_assignment", "equilibria", "equilibria_under"]

Bools = NDArray[np.bool_]
LIMIT = 1_000
LIST_STABLE = 4_096


@dataclass(frozen=True)
class Equilibrium:
    """A state that is stable for every mover, under the concepts named.

    `by_improvements` and `by_moves`: whether legal sequences of improvements, or of any moves, lead to it from
    the status quo; None without a status quo. `state` counts from 0, as a position in arrays; `number` is the same
    state as people name it, and as `explain`, `paths` and `find_state` take it.
    """

    state: int
    concepts: tuple[str, ...]
    by_improvements: bool | None
    by_moves: bool | None

    @property
    def number(self) -> int:
        """The state, counted from 1."""
        return number(self.state)

    def to_dict(self) -> dict[str, Any]:
        """As plain data; the state counts from 1."""
        reach = {"improvements": self.by_improvements, "moves": self.by_moves}
        return {
            "state": number(self.state),
            "concepts": list(self.concepts),
            "reachable": None if self.by_moves is None else reach,
        }


@dataclass(frozen=True, eq=False)
class StabilityTable:
    """The verdicts on all states. `stable` maps a concept to an array of shape (movers, S).

    `cycling` maps a concept whose verdicts may go on changing as foresight grows to the period of each verdict,
    0 where it has settled; shape (movers, S). `left_out`: concepts that would have been asked, had they not been
    too large to compute.
    """

    graph: ListedGame
    concepts: tuple[Concept, ...]
    stable: Mapping[str, Bools]
    reached: Mapping[str, Bools] | None
    cycling: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)
    left_out: tuple[Concept, ...] = ()

    def __repr__(self) -> str:
        counts = ", ".join(f"{c.id} {int(self.holding(c.id).sum())}" for c in self.concepts)
        return f"StabilityTable({self.graph.size} states; equilibria: {counts})"

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(c.label)}</th>" for c in self.concepts)
        rows = "".join(
            f"<tr><td>{number(e.state)}</td>"
            + "".join(f"<td>{'E' if c.id in e.concepts else ''}</td>" for c in self.concepts) + "</tr>"
            for e in self.equilibria(50)
        )  # fmt: skip
        return f"<table><tr><th>state</th>{head}</tr>{rows}</table>"

    def holding(self, concept: str) -> Bools:
        """States that are stable for every mover under a concept, shape (S,)."""
        return np.asarray(self.stable[concept].all(axis=0))

    def strength(self) -> NDArray[np.int64]:
        """For each state the number of concepts under which it is an equilibrium, shape (S,)."""
        return np.sum([self.holding(c.id) for c in self.concepts], axis=0, dtype=np.int64) + np.zeros(
            self.graph.size, dtype=np.int64
        )

    def equilibria(self, limit: int | None = None) -> tuple[Equilibrium, ...]:
        """The equilibria in ascending order of state, the first `limit` of them."""
        return tuple(self.equilibrium(int(state)) for state in np.flatnonzero(self.strength())[:limit])

    def equilibrium(self, state: int) -> Equilibrium:
        """What is known of one state as an equilibrium."""
        state = position(self.graph.size, state)
        concepts = tuple(c.id for c in self.concepts if self.stable[c.id][:, state].all())
        reach = {} if self.reached is None else {key: bool(found[state]) for key, found in self.reached.items()}
        return Equilibrium(state, concepts, reach.get("improvements"), reach.get("moves"))

    def to_dict(self, *, every: bool = False, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1.

        `stable` is left out above 4,096 states unless `every`; at most `limit` equilibria are listed.
        """
        from countermove import __version__

        graph = self.graph
        found = self.equilibria(limit + 1)
        data: dict[str, Any] = {
            "countermove": __version__,
            "case": {"title": graph.case.title, "scenario": graph.scenario},
            "actors": [*graph.case.actors, *graph.case.bodies],
            "options": [row.full for row in graph.options],
            "states": {
                "count": graph.size,
                "status_quo": None if graph.status_quo is None else number(graph.status_quo),
            },
            "concepts": [c.id for c in self.concepts],
        }
        if self.left_out:
            data["left_out"] = [c.id for c in self.left_out]
        if every or graph.size <= LIST_STABLE:
            data["stable"] = {
                c.id: {m.id: (np.flatnonzero(self.stable[c.id][m.index]) + 1).tolist() for m in graph.movers}
                for c in self.concepts
            }
            if self.cycling:
                data["cycling"] = {id_: self._cycling(periods) for id_, periods in self.cycling.items()}
        data |= {"merged": [list(ids) for ids in graph.merged]} if graph.merged else {}
        data["equilibria"] = [_equilibrium_data(graph, equilibrium) for equilibrium in found[:limit]]
        if len(found) > limit:
            data["truncated"] = True
        return data

    def _cycling(self, periods: NDArray[np.int64]) -> dict[str, dict[str, int]]:
        """For each mover the states on which its verdict never settles, with the period of the verdict."""
        return {
            m.id: {str(number(int(s))): int(periods[m.index, s]) for s in np.flatnonzero(periods[m.index])}
            for m in self.graph.movers
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per state and mover, one Boolean column per concept (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        movers = [m.id for m in self.graph.movers]
        index = pd.MultiIndex.from_product([range(1, self.graph.size + 1), movers], names=["state", "mover"])
        return pd.DataFrame({c.id: self.stable[c.id].T.ravel() for c in self.concepts}, index=index)


def equilibria(
    graph: ListedGame, concepts: Sequence[str] | None = None, *, told: Callable[[], None] | None = None
) -> StabilityTable:
    """The stability of every state for every mover, under the concepts named (all that are defined, if None).

    If None, concepts that are too large to compute for this graph (SIM and conflict analysis, where moves are too
    many to list) are left out, and named in the result; whoever names them meets the error.
    An equilibrium under a concept is a state that is stable under it for every mover, bodies included. Nash,
    SMR and SSEQ equilibria can be missing. A concept that is named twice, however it is written, counts once.
    `told` is called after each verdict (one for each concept and mover), for progress bars. Raises
    `QuestionError`, before anything is computed, for an unknown or undefined concept and where none is named.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> table = equilibria(compile(catalog.load_case("cuban-missile-crisis")))
    >>> [(e.number, e.concepts) for e in table.equilibria() if "seq" in e.concepts][0]
    (5, ('gmr', 'smr', 'seq', 'sseq', 'conflict-analysis'))
    """
    left_out = () if concepts is not None else tuple(c for c in concepts_for(graph) if is_too_large(graph, c))
    ids = [c.id for c in concepts_for(graph) if c not in left_out] if left_out else concepts
    chosen = chosen_concepts(graph, ids)
    verdicts = {concept.id: _verdicts(graph, concept, told) for concept in chosen}
    cycling = {c.id: np.array([c.periods(graph, m) for m in graph.movers]) for c in chosen if c.periods is not None}
    return StabilityTable(graph, chosen, verdicts, _reached(graph), cycling, left_out)


def is_too_large(graph: ListedGame, concept: Concept) -> bool:
    """Whether a graph has too many moves or states for a concept, which is known before anything is computed."""
    try:
        if concept.requires is not None:
            concept.requires(graph)
    except SizeError:
        return True
    return False


def chosen_concepts(graph: ListedGame, concepts: Sequence[str] | None) -> tuple[Concept, ...]:
    """The concepts named, each once; all that are defined, if None."""
    if isinstance(concepts, str):
        raise QuestionError(f"concepts come in a list, even if there is one: [{quoted(concepts)}]")
    ids = [c.id for c in concepts_for(graph)] if concepts is None else concepts
    chosen = {concept.id: concept for concept in (defined(graph, id_) for id_ in ids)}
    if not chosen:
        known = ", ".join(c.id for c in concepts_for(graph))
        raise QuestionError(f"no concept is named; name some of {known}, or leave the list out to ask all of them")
    return tuple(chosen.values())


def _verdicts(graph: ListedGame, concept: Concept, told: Callable[[], None] | None) -> Bools:
    """The verdicts on all states for every mover, shape (movers, S); in large cases several movers at a time."""

    def judged(mover: Mover) -> Bools:
        verdict = stable(graph, mover, concept)
        if told is not None:
            told()
        return verdict

    if graph.size < LARGE:
        found = [judged(mover) for mover in graph.movers]
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(judged, graph.movers))
    return np.array(found, dtype=bool).reshape(-1, graph.size)


def equilibria_under(graph: ListedGame, assignment: Mapping[str, str]) -> NDArray[np.int64]:
    """States that are stable for every mover, each under the concept assigned to it; ascending.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> equilibria_under(graph, {"usa": "seq", "ussr": "nash"}).tolist()
    [6]
    """
    concepts = check_assignment(graph, assignment)
    holding = np.ones(graph.size, dtype=bool)
    for mover in graph.movers:
        holding &= stable(graph, mover, concepts[mover.id])
    return np.flatnonzero(holding)


def check_assignment(graph: ListedGame, assignment: Mapping[str, str]) -> dict[str, Concept]:
    """The concept of each mover; raises `QuestionError` unless all movers, and only they, have one that is defined."""
    for id_ in assignment:
        graph.mover(id_)
    missing = [m.id for m in graph.movers if m.id not in assignment]
    if missing:
        raise QuestionError(f"no concept is assigned to {', '.join(missing)}; name one for every mover")
    return {mover: defined(graph, concept) for mover, concept in assignment.items()}


def _reached(graph: ListedGame) -> dict[str, Bools] | None:
    if graph.status_quo is None:
        return None
    return {
        "improvements": reachable(graph, graph.status_quo, improving=True),
        "moves": reachable(graph, graph.status_quo, improving=False),
    }


def _equilibrium_data(graph: ListedGame, equilibrium: Equilibrium) -> dict[str, Any]:
    state = equilibrium.state
    known = equilibrium.to_dict()
    data: dict[str, Any] = {"state": known["state"]}
    if graph.case.states is not None:
        data["id"] = list(graph.case.states)[state]
    data["code"] = graph.code(state)
    data["options"] = {row.full: taken for row, taken in zip(graph.options, graph.taken(state), strict=True)}
    return data | {"concepts": known["concepts"], "reachable": known["reachable"]}
