"""`power`: who has how much power in a body, and what its decisions would meet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import LINES, CaseName, Format, Limit, Output, Scenario, Written
from countermove.cli.results import json_text, prose_text, table_text
from countermove.errors import QuestionError, SizeError, quoted
from countermove.io.files import deliver, say

if TYPE_CHECKING:
    from countermove.analysis.power.power import Power
    from countermove.game.listed import ListedGame
    from countermove.io.loading import Loaded
    from countermove.model.case import Case

__all__ = ["power"]

BodyName = Annotated[str, typer.Argument(metavar="BODY", help="The id of a body of the case.")]
OptionName = Annotated[
    str | None, typer.Option("--option", metavar="O", help="The rule that decides this option of the body.")
]
At = Annotated[str | None, typer.Option("--state", metavar="STATE", help="What decisions would meet at this state.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="The seed of estimates.")]
LARGEST = 200_000
"""Above so many states, only the status quo is looked at unless --state says otherwise."""
OUTCOMES = 2


def power(
    case: CaseName,
    body: BodyName,
    option: OptionName = None,
    state: At = None,
    seed: Seed = 1,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell who has how much power in a body.

    Shapley-Shubik, Banzhaf and Coleman's measures of its rule, who has a veto, and which coalitions are just large
    enough; then, where the case has options, whom each decision of the body would meet at the status quo and at the
    firmest outcomes, and whose change of mind would turn it.
    """
    from countermove.analysis.power.power import power as found_power
    from countermove.io.opening import opened
    from countermove.model.scenario import apply_scenario
    from countermove.views import power_words

    loaded = opened(case)
    model = loaded.case if scenario is None else apply_scenario(loaded.case, scenario)
    found = found_power(model, body, option, rng=seed)
    if format is Format.csv:
        deliver(table_text(power_words.power_table(found, limit, grouped=False), format, output), output)
        return
    asked = _options_asked(model, body, found.option)
    if state is not None and not asked:
        raise QuestionError(f"--state: {quoted(body)} has no options, so it decides nothing at any state")
    graph = _graph(loaded, scenario, required=state is not None) if asked else None
    states = _states(graph, state) if graph is not None else []
    if format is Format.json:
        deliver(json_text(model.title, scenario, _data(found, graph, states, asked, seed)), output)
        return
    sections = power_words.power_sections(found)
    further = power_words.decision_sections(graph, body, states, asked) if graph is not None else []
    table = table_text(power_words.power_table(found, limit or LINES), format, output)
    deliver(
        "\n\n".join(
            [prose_text(sections, format, output), table, *([prose_text(further, format, output)] if further else [])]
        ),
        output,
    )


def _options_asked(case: Case, body: str, option: str | None) -> list[int]:
    """The options whose decisions are looked at: those of the body, or the one asked for with all its levels."""
    rows = [row for row in case.option_rows if row.owner == body]
    if option is None:
        return [row.index for row in rows]
    record = next((row.record for row in rows if row.id == option), case.bodies[body].options.get(option))
    return [row.index for row in rows if row.id == option or row.record is record]


def _graph(loaded: Loaded, scenario: str | None, required: bool) -> ListedGame | None:
    """The states of the case; None where they are too many to list, unless they are `required`."""
    from countermove.io.opening import compiled

    try:
        return compiled(loaded, scenario)
    except SizeError:
        if required:
            raise
        say("The case has too many states to list, so what its decisions would meet is left out")
        return None


def _states(graph: ListedGame, state: str | None) -> list[int]:
    """The states to look at: the one asked for, or the status quo and the firmest outcomes."""
    from countermove.analysis.assumptions import strongest
    from countermove.analysis.equilibria import equilibria
    from countermove.game.naming import find_state

    if state is not None:
        return [find_state(graph, state)]
    today = [] if graph.status_quo is None else [graph.status_quo]
    if graph.size > LARGEST:
        return today
    return list(dict.fromkeys([*today, *strongest(equilibria(graph), OUTCOMES)]))


def _data(found: Power, graph: ListedGame | None, states: list[int], asked: list[int], seed: int) -> dict[str, object]:
    from countermove.analysis.blocking import decisions
    from countermove.text.naming import number

    data = found.to_dict()
    if found.estimated:
        data["seed"] = seed
    if graph is not None:
        data["decisions"] = [
            {
                "state": number(state),
                "options": [
                    decision.to_dict(graph, state)
                    for decision in decisions(graph, state)
                    if decision.body == found.body and decision.option in asked
                ],
            }
            for state in states
        ]
    return data
