"""The lines of the brief as the tests ask for them: of any outcome, without the rest of the briefing."""

from __future__ import annotations

from countermove.analysis.equilibria import StabilityTable
from countermove.briefing import grounds as facts
from countermove.briefing import outcomes as outcome_facts
from countermove.briefing import stakes as stake_facts
from countermove.briefing.briefing import decisions_at
from countermove.game.listed import ListedGame
from countermove.requests import stability
from countermove.text.phrases import Lines
from countermove.views.brief.grounds import decision_lines, ground_lines, scenario_lines
from countermove.views.brief.outcomes import approach_lines
from countermove.views.brief.stakes import stay_lines


def brief(table: StabilityTable) -> str:
    """The brief of a solved game of either kind."""
    return str(stability.brief(table))


def path_there(table: StabilityTable, lead: int) -> Lines:
    """How it gets to an outcome."""
    return approach_lines(table.game, outcome_facts.approach(table, lead))


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
