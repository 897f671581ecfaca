"""Credibility: which equilibria rest on threats that somebody would rather not carry out, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.paths import reachable
from countermove.analysis.threats import Carried, Search, cheapest_threat, own_view
from countermove.errors import QuestionError, quoted
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.game.positions import position, positions
from countermove.stability.bodies import resisted
from countermove.stability.concept import CONCEPTS, Concept, stable
from countermove.stability.engines.dispatch import best_after, least_answer
from countermove.stability.engines.local import improvements_from, rules_of
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Credibility", "Threat", "credibility"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
CREDIBLE = {"gmr": "seq", "smr": "sseq"}
"""For each concept of threats the one in which nobody threatens what it would rather not do."""
LIMIT = 1_000


@dataclass(frozen=True)
class Threat:
    """A gain of one mover that only a threat keeps it from: states count from 0.

    From `state` the mover could improve by moving to `target`, and no answer in the others' own interest would
    undo that. `steps` is the answer that holds it back, that with the fewest moves against the will of whoever
    makes them, and of these with the fewest moves; None where the search was given up. `ends`: the equilibria
    without such threats to which improvements lead from `target`, if the bluff is called.
    """

    state: int
    mover: str
    target: int
    steps: tuple[Carried, ...] | None
    ends: tuple[int, ...]

    @property
    def unwilling(self) -> tuple[Carried, ...]:
        """The steps that somebody would rather not take, or gains nothing by."""
        return tuple(step for step in self.steps or () if not step.willing)

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states and lines count from 1."""
        return {
            "mover": self.mover,
            "to": number(self.target),
            "answer": None if self.steps is None else [step.to_dict() for step in self.steps],
            "ends": [number(state) for state in self.ends],
        }


@dataclass(frozen=True, eq=False)
class Credibility:
    """Which equilibria rest on threats. `concept` is GMR or SMR, `credible` SEQ or SSEQ.

    `stable` and `firm`: the verdicts under the one and the other, shape (movers, S).
    """

    graph: ListedGame
    concept: Concept
    credible: Concept
    stable: Bools
    firm: Bools

    def __repr__(self) -> str:
        held, bluffs = int(self.stable.all(axis=0).sum()), len(self.resting)
        return f"Credibility({bluffs} of {held} {self.concept.label} equilibria rest on threats)"

    def _repr_html_(self) -> str:
        from html import escape

        rows = ""
        for state in self.resting[:50].tolist():
            who = ", ".join(map(self.graph.case.label, self.held_back(state)))
            rows += f"<tr><td>{number(state)}</td><td>{escape(who)}</td></tr>"
        return f"<table><tr><th>state</th><th>held back by threats</th></tr>{rows}</table>"

    @cached_property
    def resting(self) -> NDArray[np.int64]:
        """The equilibria that rest on threats, ascending: those under `concept` and not under `credible`."""
        return np.flatnonzero(self.stable.all(axis=0) & ~self.firm.all(axis=0))

    @cached_property
    def remaining(self) -> NDArray[np.int64]:
        """The equilibria that are left where nobody believes such threats, ascending: those under `credible`."""
        return np.flatnonzero(self.firm.all(axis=0))

    def held_back(self, state: int) -> tuple[str, ...]:
        """The movers that stay at a state only because of threats, in the order of the case."""
        state = position(self.graph.size, state)
        found = self.stable[:, state] & ~self.firm[:, state]
        return tuple(mover.id for mover in self.graph.movers if found[mover.index])

    def threats(self, state: int) -> tuple[Threat, ...]:
        """Each gain at a state that only threats keep a mover from; the most tempting of each mover first."""
        state, search = position(self.graph.size, state), Search()
        found: list[Threat] = []
        for id_ in self.held_back(state):
            found += self._threats(state, self.graph.mover(id_), search)
        return tuple(found)

    def to_dict(self, states: Sequence[int] | None = None, *, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1.

        Threats are given for `states` (counted from 0); where none are given, for all that rest on them. At most
        `limit` of each list, and `truncated` says whether anything was cut.
        """
        chosen = self.resting.tolist() if states is None else positions(self.graph.size, states)
        cut = max(len(chosen), len(self.remaining)) > limit
        return {
            "concept": self.concept.id,
            "credible": self.credible.id,
            "equilibria": int(self.stable.all(axis=0).sum()),
            "resting": len(self.resting),
            "remaining": [number(state) for state in self.remaining[:limit].tolist()],
            "threats": [
                {"state": number(state), "held_back": [threat.to_dict() for threat in self.threats(state)]}
                for state in chosen[:limit]
            ],
        } | ({"truncated": True} if cut else {})

    def to_frame(self) -> pd.DataFrame:
        """One row per state that rests on threats, mover and gain (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [
            {
                "state": number(state),
                "mover": threat.mover,
                "to": number(threat.target),
                "unwilling": len(threat.unwilling),
                "who": ", ".join(dict.fromkeys(step.mover for step in threat.unwilling)),
            }
            for state in self.resting.tolist()
            for threat in self.threats(state)
        ]
        return pd.DataFrame(rows, columns=["state", "mover", "to", "unwilling", "who"])

    def _threats(self, state: int, mover: Mover, search: Search) -> list[Threat]:
        graph, counter = self.graph, self.concept.counter
        gains = _undeterred(graph, mover, state, counter)
        rank = graph.ranks.sum(axis=0, dtype=np.int64) if mover.actor is None else graph.ranks[mover.actor]
        found = []
        for target, rules in sorted(gains, key=lambda gain: (-int(rank[gain[0]]), gain)):
            steps = cheapest_threat(graph, mover, state, target, rules, counter, search)
            carried = None if steps is None else tuple(own_view(graph, mover, step) for step in steps)
            found.append(Threat(state, mover.id, target, carried, self._ends(target)))
        return found

    def _ends(self, start: int) -> tuple[int, ...]:
        def found() -> tuple[int, ...]:
            return tuple(self.remaining[reachable(self.graph, start, improving=True)[self.remaining]].tolist())

        return self.graph.once(("ends", self.credible.id, start), found)


def credibility(graph: ListedGame, concept: str = "gmr") -> Credibility:
    """Which equilibria rest on threats that somebody would rather not carry out.

    A state is an equilibrium under GMR if the others can undo every gain, at any cost to themselves, and under SEQ
    if they would, in their own interest; SMR and SSEQ are the same with a counter-move. What holds under the one
    and not under the other rests on a threat: some mover has a gain that nobody would undo in its own interest.
    `concept` is ``gmr`` (against SEQ) or ``smr`` (against SSEQ).

    Cost: four verdicts for each mover; the threats themselves are searched for when they are asked for, state by
    state. Raises `QuestionError` for another concept.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = credibility(compile(catalog.load_case("prisoners-dilemma")))
    >>> found
    Credibility(0 of 2 GMR equilibria rest on threats)
    >>> found = credibility(compile(catalog.load_case("chicken")))
    >>> [(found.resting + 1).tolist(), (found.remaining + 1).tolist()]
    [[4], [2, 3]]
    >>> [(t.mover, t.target + 1, [(s.mover, s.after + 1, s.willing) for s in t.steps]) for t in found.threats(3)]
    [('row', 3, [('column', 1, False)]), ('column', 2, [('row', 1, False)])]
    """
    if concept.lower() not in CREDIBLE:
        raise QuestionError(f"threats are what {quoted('gmr')} and {quoted('smr')} count on; not {quoted(concept)}")
    held, firm = CONCEPTS[concept.lower()], CONCEPTS[CREDIBLE[concept.lower()]]
    verdicts = [
        np.array([stable(graph, mover, rule) for mover in graph.movers], dtype=bool).reshape(-1, graph.size)
        for rule in (held, firm)
    ]
    return Credibility(graph, held, firm, *verdicts)


def _undeterred(graph: ListedGame, mover: Mover, state: int, counter: bool) -> list[tuple[int, int]]:
    """The gains of a mover at a state that no credible answer undoes: the target, and a body's rules."""
    moves = improvements_from(graph, mover, np.array([state], dtype=np.int32))
    rules = rules_of(mover, moves.changed) if mover.is_body else np.zeros(len(moves.target), dtype=np.int64)
    gains = np.unique(np.column_stack([moves.target.astype(np.int64), rules]), axis=0)
    targets = gains[:, 0].astype(np.int32)
    if mover.actor is None:
        source = np.full(len(targets), state, dtype=np.int32)
        held = resisted(graph, mover, edges_from_pairs(source, targets, graph.size, gains[:, 1]), True, counter)
    else:
        least = graph.once(("credible answer", mover.index, counter), lambda: _least(graph, mover, counter))
        held = least[targets] <= graph.ranks[mover.actor][state]
    return [(int(target), int(rule)) for target, rule in gains[~held]]


def _least(graph: ListedGame, mover: Mover, counter: bool) -> Ints:
    assert mover.actor is not None
    rank = graph.ranks[mover.actor]
    base = best_after(graph, mover, rank) if counter else rank
    return np.asarray(least_answer(graph, mover, base, credible=True), dtype=np.int32)
