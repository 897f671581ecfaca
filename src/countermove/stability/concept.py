"""What a solution concept is, and the table of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.graph.compile import Graph, Mover
from countermove.stability.nash import nash
from countermove.stability.sanction import gmr, seq, smr, sseq
from countermove.stability.simultaneous import conflict_analysis, sim

__all__ = ["CONCEPTS", "Concept", "concepts_for", "find_concept", "stable"]


@dataclass(frozen=True)
class Concept:
    """A solution concept: a rule that says at which states a mover stays.

    `verdict` takes a graph and a mover and returns the stable states, shape (S,). `credible`: answers are
    limited to the opponents' own improvements. `counter`: the mover may move once more after an answer.
    """

    id: str
    label: str
    question: str
    verdict: Callable[[Graph, Mover], NDArray[np.bool_]]
    credible: bool = False
    counter: bool = False
    needs_options: bool = False


CONCEPTS: dict[str, Concept] = {
    concept.id: concept
    for concept in (
        Concept("nash", "Nash", "Is there nothing better to move to?", nash),
        Concept("gmr", "GMR", "Can the others, at any cost to themselves, undo every gain?", gmr),
        Concept("smr", "SMR", "Can the others undo every gain, even if one may move again?", smr, counter=True),
        Concept("seq", "SEQ", "Would the others, in their own interest, undo every gain?", seq, credible=True),
        Concept(
            "sseq", "SSEQ", "Would the others undo every gain in their own interest, even if one may move again?",
            sseq, credible=True, counter=True,
        ),
        Concept(
            "sim", "SIM", "Would others who move at the same time spoil every gain?", sim, needs_options=True
        ),
        Concept(
            "conflict-analysis", "FH", "Is every gain undone in sequence, or else spoilt by others who move too?",
            conflict_analysis, needs_options=True,
        ),
    )
}  # fmt: skip


def concepts_for(graph: Graph) -> tuple[Concept, ...]:
    """The concepts that are defined for a graph: without options, those about simultaneous moves are not."""
    return tuple(concept for concept in CONCEPTS.values() if not (graph.is_listed and concept.needs_options))


def find_concept(id_: str) -> Concept:
    """The concept with this id; raises `QuestionError` with the nearest names.

    >>> find_concept("seq").label
    'SEQ'
    """
    if id_.lower() not in CONCEPTS:
        raise QuestionError(f"unknown concept {quoted(id_)}; {did_you_mean(id_.lower(), CONCEPTS)}")
    return CONCEPTS[id_.lower()]


def stable(graph: Graph, mover: Mover, concept: Concept) -> NDArray[np.bool_]:
    """States that are stable for `mover` under `concept`, shape (S,); computed once for each graph."""
    return graph.once((concept.id, mover.index), lambda: concept.verdict(graph, mover))
