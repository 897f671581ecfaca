"""Which single change of those that can be drawn unseats an outcome: the quick part of a study, for the brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.robustness.changes import Change, plausible, single_changes, wishes_of
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.stability.concept import find_concept
from countermove.stability.engines.local import improvements_from

__all__ = ["Firmness", "firmest", "firmness"]

Bools = NDArray[np.bool_]
WORK = 400_000
"""So many changes times what each concerns (Nash: states, else moves and movers) are looked at."""
FIRMEST = ("nash", "sseq", "seq", "smr", "gmr", "sim", "conflict-analysis")


@dataclass(frozen=True)
class Firmness:
    """The single changes after which a state no longer holds under the firmest of its concepts.

    `exchanges`: how many exchanges of neighbours were tried; `others`: how many other changes.
    """

    state: int
    concept: str
    breakers: tuple[Change, ...]
    exchanges: int
    others: int


def firmest(concepts: Sequence[str]) -> str:
    """The firmest of some concepts: what asks for the least trust in threats."""
    return next((concept for concept in FIRMEST if concept in concepts), concepts[0])


def firmness(table: StabilityTable, states: Sequence[int]) -> tuple[Firmness | None, ...]:
    """How firm each of some equilibria is; None where that would be too much work, or cannot be said.

    >>> from countermove import catalog
    >>> from countermove.analysis.equilibria import equilibria
    >>> from countermove.game.compile import compile
    >>> found = firmness(equilibria(compile(catalog.load_case("european-security-2022"))), [147])[0]
    >>> found.exchanges, found.others, [(change.actor, change.line) for change in found.breakers]
    (27, 1, [('russia', 2)])
    """
    graph = table.listed
    records = graph.case.actors.values()
    entries = sum(len(record.prefers or ()) + len(record.ranking or ()) for record in records)
    if graph.size * entries > WORK:
        return (None,) * len(states)
    try:
        wishes_of_all = [wishes_of(graph, actor) for actor in graph.actors]
    except QuestionError:
        return (None,) * len(states)
    changes = [(wishes, c) for wishes in wishes_of_all for c in single_changes(wishes) if plausible(wishes, c)]
    asked = [firmest(table.at(state).concepts) for state in states]
    moves = sum(len(edges.target) for edges in graph.edges) if graph.size * len(changes) <= WORK else 0
    cost = {concept: graph.size if concept == "nash" else moves * len(graph.movers) for concept in asked}
    able = {c for c, each in cost.items() if len(changes) * max(each, graph.size) <= WORK}
    fallen: dict[int, list[Change]] = {state: [] for state in states}
    for wishes, change in changes:
        ranks = graph.ranks.copy()
        row = graph.actors.index(wishes.actor)
        ranks[row] = wishes.ranks(wishes.changed([change]))
        if able and not np.array_equal(ranks[row], graph.ranks[row]):
            for state in _fallen(graph.with_ranks(ranks), row, states, asked, able):
                fallen[state].append(change)
    exchanges = sum(change.kind == "exchange" for _, change in changes)
    return tuple(
        Firmness(state, concept, tuple(fallen[state]), exchanges, len(changes) - exchanges) if concept in able else None
        for state, concept in zip(states, asked, strict=True)
    )


def _fallen(graph: ListedGame, changed: int, states: Sequence[int], asked: Sequence[str], able: set[str]) -> list[int]:
    """Which of the states, each judged by the concept asked of it, do not hold where one actor has changed."""
    holding: dict[str, Bools] = {}
    for concept in able - {"nash"}:
        verdicts = [find_concept(concept).verdict(graph, mover) for mover in graph.movers]
        holding[concept] = np.logical_and.reduce(verdicts)
    if "nash" in able:
        wanted = np.array([s for s, concept in zip(states, asked, strict=True) if concept == "nash"], dtype=np.int32)
        holding["nash"] = np.ones(graph.size, dtype=bool)
        for mover in graph.movers:
            if mover.actor == changed or any(changed in vote.players for vote in mover.votes):
                holding["nash"][improvements_from(graph, mover, wanted).source] = False
    return [s for s, concept in zip(states, asked, strict=True) if concept in able and not holding[concept][s]]
