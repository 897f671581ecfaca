"""Which coalitions would leave the outcomes of a case, as far as that is found in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.analysis.coalitions import CoalitionTable, actor_units, coalitions, count_up_to, fitting_size
from countermove.analysis.equilibria import StabilityTable
from countermove.game.game import State
from countermove.stability.coalition import COALITION_CONCEPTS
from countermove.stability.concept import CONCEPTS
from countermove.stability.engines.dispatch import SWEEP_FROM_STATES

__all__ = ["MOMENT_STEPS", "Departures", "departures"]

MOMENT_STEPS = 3 * 10**8
"""Steps (`analysis.coalitions.work_of`) that the brief spends on coalitions: a tenth of a second, as 416 states show."""
MOST_COALITIONS = 500
"""Coalitions that the brief asks about: at a millisecond each for 400 states, half a second."""
BY_STRENGTH = sorted(COALITION_CONCEPTS.values(), key=lambda concept: CONCEPTS[concept.alone].strength)
"""An outcome is judged by the first of these under whose concept for single movers it is an equilibrium."""


@dataclass(frozen=True)
class Departures:
    """The outcomes that are asked about under one coalition concept, and the verdicts."""

    table: CoalitionTable
    states: tuple[State, ...]


def departures(table: StabilityTable, order: Sequence[int]) -> tuple[Departures, ...]:
    """The verdicts of coalitions on the outcomes with these keys; nothing where that takes more than a moment."""
    game = table.listed
    size = fitting_size(game, MOMENT_STEPS) if game.size < SWEEP_FROM_STATES else 0
    while size and count_up_to(game, size) > MOST_COALITIONS:
        size -= 1
    # Coalitions of one are no news: whether an actor alone would leave is what the concepts have said.
    if min(size, len(actor_units(game))) < 2:
        return ()
    # Each outcome is judged by the coalition form of the strictest concept under which it is an equilibrium: under CNash,
    # single movers alone would leave an outcome that rests on answers.
    by_concept: dict[str, list[State]] = {}
    for key in order:
        concepts = table.at(key).concepts
        concept = next((one.id for one in BY_STRENGTH if one.alone in concepts), None)
        if concept is not None:
            by_concept.setdefault(concept, []).append(game.at(key))
    return tuple(Departures(coalitions(game, size, concept=one), tuple(states)) for one, states in by_concept.items())
