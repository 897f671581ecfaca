"""The lines of the brief as the tests ask for them: of any outcome, without the rest of the briefing."""

from __future__ import annotations

from countermove.analysis.equilibria import StabilityTable
from countermove.briefing import grounds as facts
from countermove.briefing import stakes as stake_facts
from countermove.requests import stability
from countermove.text.phrases import Lines
from countermove.views.brief.grounds import scenario_lines
from countermove.views.brief.stakes import stay_lines


def brief(table: StabilityTable) -> str:
    """The brief of a solved game of either kind."""
    return str(stability.brief(table))


def holding(table: StabilityTable, lead: int) -> Lines:
    """What holds an outcome."""
    game = table.listed
    return stay_lines(game, stake_facts.stays(table, lead), game.at(lead))


def what_changes(table: StabilityTable) -> Lines:
    """What the scenarios change."""
    return scenario_lines(facts.scenarios(table))
