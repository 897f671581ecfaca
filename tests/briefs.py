"""The lines of the brief as the tests ask for them: of any outcome, without the rest of the briefing."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.model.assumptions import as_strong
from countermove.briefing import grounds as facts
from countermove.briefing import outcomes as outcome_facts
from countermove.briefing import stakes as stake_facts
from countermove.briefing.briefing import Briefing, decisions_at
from countermove.game.listed import ListedGame
from countermove.requests import stability
from countermove.text.phrases import Lines
from countermove.views.brief.grounds import decision_lines, ground_lines, scenario_lines
from countermove.views.brief.outcomes import approach_lines, farsighted_lines, outcome_lines
from countermove.views.brief.stakes import stake_lines, stay_lines


def brief(table: StabilityTable) -> str:
    """The brief of a solved game of either kind."""
    return str(stability.brief(table))


def settling(table: StabilityTable, order: Sequence[int]) -> Lines:
    """Where it settles, with these outcomes told, whether or not they are the strongest."""
    ranked = table.strongest()
    nash, reached = outcome_facts.nash_tallies(table)
    if list(order) == ranked[: len(order)]:
        outcomes = outcome_facts.outcomes_of(table, len(order))
    else:
        others = ranked[len(order) :]
        tied = sum(as_strong(table, other, order[-1]) for other in others)
        outcomes = tuple(outcome_facts.Outcome(table.at(key), tied) for key in order)
    return outcome_lines(Briefing(table, outcomes, nash, reached), len(order))


def path_there(table: StabilityTable, lead: int) -> Lines:
    """How it gets to an outcome."""
    return approach_lines(table.game, outcome_facts.approach(table, lead))


def far_ahead(game: ListedGame, lead: int | None) -> Lines:
    """What farsighted actors would not leave."""
    hint = outcome_facts.farsighted_hint(game, lead)
    return farsighted_lines(game, hint, None if lead is None else game.at(lead))


def stakes(game: ListedGame, lead: int, most: int | None = None) -> Lines:
    """Who gains and who loses by an outcome."""
    return stake_lines(game, stake_facts.stakes(game, lead), most)


def holding(table: StabilityTable, lead: int) -> Lines:
    """What holds an outcome."""
    game = table.listed
    return stay_lines(game, stake_facts.stays(table, lead), game.at(lead))


def blocking(game: ListedGame, key: int) -> Lines:
    """Who can block at a state."""
    return decision_lines(game, decisions_at(game, key))


def grounds(table: StabilityTable, lead: int | None) -> Lines:
    """What the answer rests on."""
    return ground_lines(table.game, facts.grounds(table, lead), None if lead is None else table.game.at(lead))


def what_changes(table: StabilityTable) -> Lines:
    """What the scenarios change."""
    return scenario_lines(facts.scenarios(table))
