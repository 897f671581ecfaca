"""`states`: lists the feasible states in option form."""

from __future__ import annotations

from countermove.cli.options import LIMIT, CaseName, Format, Limit, Output, Scenario, Where, Written
from countermove.cli.results import json_text, table_text
from countermove.report.delivery import deliver, say

__all__ = ["states"]


def states(
    case: CaseName,
    where: Where = None,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """List the feasible states in option form."""
    from countermove.report.opening import compiled, opened
    from countermove.report.state_tables import state_records, states_flat, states_table
    from countermove.report.where import states_where

    graph = compiled(opened(case), scenario)
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
