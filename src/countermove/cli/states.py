"""`states`: lists the feasible states in option form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.cli.options import (
    LIMIT,
    LINES,
    CaseName,
    Format,
    Limit,
    Output,
    Scenario,
    SolvingSeconds,
    Where,
    Written,
)
from countermove.cli.results import json_text, table_text
from countermove.errors import SizeError
from countermove.io.delivery import deliver, say

if TYPE_CHECKING:
    from countermove.io.yaml import Loaded

__all__ = ["states"]


def states(
    case: CaseName,
    where: Where = None,
    limit: Limit = None,
    seconds: SolvingSeconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """List the feasible states in option form.

    Where they are too many to list, a constraint solver finds some, and tells whether they are all.
    """
    from countermove.game.where import states_where
    from countermove.io.opening import compiled, opened
    from countermove.views.state_tables import state_records, states_flat, states_table

    loaded = opened(case)
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        _unlisted(loaded, where, limit, seconds, scenario, format, output)
        return
    found = states_where(graph, where, "--where")
    shown = found[: limit or LIMIT]
    cut = len(found) - len(shown)
    if format is Format.json:
        data = {"count": len(found), "states": state_records(graph, shown)}
        data |= {"truncated": True} if cut else {}
        deliver(json_text(graph.case.title, scenario, data), output)
        return
    if cut and format is Format.csv:
        say(f"{cut:,} more states; --limit shows them")
    table = states_flat(graph, shown) if format is Format.csv else states_table(graph, shown, cut)
    deliver(table_text(table, format, output), output)


def _unlisted(
    loaded: Loaded,
    where: str | None,
    limit: int | None,
    seconds: float | None,
    scenario: str | None,
    format: Format,
    output: str | None,
) -> None:
    """Some of the states, where they are too many to list: as many as are asked for."""
    from countermove.analysis.large_states import SECONDS, LargeStates, large_states
    from countermove.cli.large import allowed_seconds, located
    from countermove.game.searched import SearchedGame
    from countermove.game.where import statement_in
    from countermove.views.large_state_tables import large_states_flat, large_states_table

    most = limit or (LIMIT if format in (Format.json, Format.csv) else LINES)

    def asked(model: SearchedGame) -> LargeStates:
        statement = None if where is None else statement_in(model.case, where)
        return large_states(model, statement, limit=most, seconds=allowed_seconds(seconds, SECONDS))

    found = located(loaded, scenario, asked)
    if format is Format.json:
        deliver(json_text(found.model.case.title, scenario, found.to_dict()), output)
        return
    if format is Format.csv and not found.complete:
        say("there are more states; --limit shows them" if found.stopped == "limit" else "time ran out; there may be more")
    table = large_states_flat(found) if format is Format.csv else large_states_table(found)
    deliver(table_text(table, format, output), output)
