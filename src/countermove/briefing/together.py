"""Which coalitions would leave the outcomes of a case, as far as that is found in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.analysis.coalitions import CoalitionTable, coalitions, count_up_to, fitting_size, parties
from countermove.analysis.equilibria import StabilityTable
from countermove.game.game import State
from countermove.stability.coalition import COALITION_CONCEPTS
from countermove.stability.concept import CONCEPTS
from countermove.stability.engines.dispatch import LARGE

__all__ = ["MOMENT", "Departures", "departures"]

MOMENT = 3 * 10**8
"""Steps that are taken in a moment; the brief asks no more of coalitions."""
MOST_ASKED = 500
"""Coalitions that the brief asks about: each takes some time, however small the case."""
BY_STRENGTH = sorted(COALITION_CONCEPTS.values(), key=lambda concept: CONCEPTS[concept.alone].strength)
"""An outcome is asked about by the first of these whose concept for single movers it holds under."""


@dataclass(frozen=True)
class Departures:
    """The outcomes that are asked about under one coalition concept, and the verdicts."""

    table: CoalitionTable
    states: tuple[State, ...]


def departures(table: StabilityTable, order: Sequence[int]) -> tuple[Departures, ...]:
    """The verdicts of coalitions on the outcomes with these keys; nothing where that takes more than a moment."""
    game = table.listed
    size = fitting_size(game, MOMENT) if game.size < LARGE else 0
    while size and count_up_to(game, size) > MOST_ASKED:
        size -= 1
    if min(size, len(parties(game))) < 2:
        return ()
    by_concept: dict[str, list[State]] = {}
    for key in order:
        concepts = table.at(key).concepts
        concept = next((one.id for one in BY_STRENGTH if one.alone in concepts), None)
        if concept is not None:
            by_concept.setdefault(concept, []).append(game.at(key))
    return tuple(Departures(coalitions(game, size, concept=one), tuple(states)) for one, states in by_concept.items())
