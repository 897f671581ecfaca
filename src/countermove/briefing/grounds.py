"""What an answer rests on: assumptions, uncertain statements, and what scenarios would change; facts of a briefing."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.analysis.compare.compare import BASE, Entry, against, outcomes
from countermove.analysis.compare.comparison import Change, Side
from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.model.assumptions import (
    Alternative,
    Support,
    Unsupported,
    alternatives,
    support,
    uncertain,
    unsupported,
)
from countermove.analysis.result import HIDDEN, Record
from countermove.errors import CaseError, QuestionError
from countermove.game.listed import listed_game
from countermove.game.merge import merge
from countermove.model.preferences import Line
from countermove.stability.concept import CONCEPTS

__all__ = ["Grounds", "ScenarioEffect", "Scenarios", "grounds", "scenarios"]

MOST_STATEMENTS = 12
"""Uncertain statements that are tried: each costs a solution of the game, and one of the 45 lines of the brief."""
MOST_UNTRIED = 3
"""Uncertain statements that are named where none is tried: a line each."""
MOST_UNSUPPORTED = 6
"""Assumptions without evidence that are named in documents: a paragraph of a memo."""
MANY_STATES = 100_000
"""States from which on uncertain statements are tried under Nash alone, which takes about a tenth of the time."""
MOST_SCENARIOS = 4
"""Scenarios that are solved for the brief, since each takes as long as the case; `compare` solves them all."""
TOO_MANY_STATES = 20_000
"""States from which on none is: the brief should not take several times as long as the solution."""


@dataclass(frozen=True)
class Grounds(Record):
    """What an answer rests on.

    `support` counts the assumptions, `unsupported` are the first of those without evidence; `rankings` and `weights` are the
    actors whose preferences are taken as given in these forms. `uncertain`: how many statements may be wrong, or are
    unsure; `alternatives`: where it ends if one of them does not hold, for the first of them (none in a searched game).
    `untried`: the first of them, each with its actor, where none was tried.
    """

    support: Support
    rankings: tuple[str, ...]
    weights: tuple[str, ...]
    uncertain: int
    alternatives: tuple[Alternative, ...] = field(metadata=HIDDEN)
    untried: tuple[tuple[str, Line], ...] = field(default=(), metadata=HIDDEN)
    unsupported: tuple[Unsupported, ...] = field(default=(), metadata=HIDDEN)


@dataclass(frozen=True)
class ScenarioEffect(Record):
    """What one scenario changes; `change` is None where the scenario cannot be solved."""

    name: str
    change: Change | None = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Scenarios(Record):
    """What the scenarios of a case change against the game as it is, the `base`; `untried` were not solved."""

    base: Side = field(metadata=HIDDEN)
    effects: tuple[ScenarioEffect, ...]
    untried: int


def grounds(table: StabilityTable, lead: int | None) -> Grounds:
    """What the answer rests on; `lead` is the key of the outcome that is shown first."""
    case = table.game.case
    tried: tuple[Alternative, ...] = ()
    # A searched game has none: every alternative would need a search as long as the first.
    if table.search is None:
        ids = table.concept_ids
        alone = tuple(id_ for id_ in ids if id_ in CONCEPTS and CONCEPTS[id_].by_own_moves)
        if table.listed.size >= MANY_STATES and alone:
            ids = alone
        tried = tuple(alternatives(table.listed, ids, lead, MOST_STATEMENTS))
    return Grounds(
        support(case),
        tuple(actor for actor, record in case.actors.items() if record.ranking is not None),
        tuple(actor for actor, record in case.actors.items() if record.worth is not None),
        len(uncertain(case)),
        tried,
        () if tried else tuple((actor, line) for actor, _, line in uncertain(case)[:MOST_UNTRIED]),
        tuple(unsupported(case)[:MOST_UNSUPPORTED]),
    )


def scenarios(table: StabilityTable) -> Scenarios:
    """What each scenario of the case of a listed game changes: where it ends then, and the equilibria."""
    game = table.listed
    names = list(game.case.scenarios)
    tried = names[:MOST_SCENARIOS] if game.size < TOO_MANY_STATES else []
    # The table that is there already is one side, so that only the scenarios are solved.
    base = Side(BASE, "", (), table, outcomes(table))
    return Scenarios(base, tuple(ScenarioEffect(name, _change(base, name)) for name in tried), len(names) - len(tried))


def _change(base: Side, name: str) -> Change | None:
    game = base.table.listed
    try:
        entry = Entry(name, merge(listed_game(game.case, name), game.merged))
        (change,) = against(base, [entry], base.table.concept_ids).changes
    except (CaseError, QuestionError):
        # A scenario may take out an actor that is merged, or leave no state: the brief says that it cannot be solved.
        return None
    return change
