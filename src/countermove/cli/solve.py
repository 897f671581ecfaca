"""`solve`: the brief, and the stability table behind it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from countermove.cli.options import (
    LIMIT,
    LINES,
    Assignment,
    Brief,
    CaseName,
    Concepts,
    Depth,
    Every,
    Format,
    Limit,
    Merged,
    Output,
    Scenario,
    SolvingSeconds,
    Written,
)
from countermove.cli.results import listed, merged_groups, pairs, table_text
from countermove.errors import SizeError, printable
from countermove.io.files import deliver, say

if TYPE_CHECKING:
    from countermove.analysis.equilibria import StabilityTable

__all__ = ["solve"]


def solve(
    case: CaseName,
    concepts: Concepts = None,
    assign: Assignment = None,
    every: Every = False,
    brief: Brief = True,
    merge: Merged = None,
    limit: Limit = None,
    depth: Depth = None,
    seconds: SolvingSeconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Give the brief, then the stability table.

    Which states hold, for whom, and under which concepts. Where the states are too many to list, a constraint solver
    finds the Nash equilibria, and other concepts only when they are named, by answers of bounded length.
    """
    from countermove.analysis.equilibria import check_assignment, equilibria, equilibria_under
    from countermove.cli.progress import progress
    from countermove.io.opening import compiled, opened
    from countermove.stability.concept import concepts_for
    from countermove.views.stability_tables import assigned_words, left_out_words, stability_table

    chosen = listed(concepts, "--concepts") if concepts is not None else None
    wanted = pairs(assign) if assign is not None else None
    loaded, groups = opened(case), merged_groups(merge)
    try:
        graph = compiled(loaded, scenario, groups)
    except SizeError:
        from countermove.cli.large import solve_large

        if wanted is not None or every or groups:
            raise
        solve_large(loaded, scenario, chosen, limit, depth, seconds, brief, format, output)
        return
    if wanted is not None:
        check_assignment(graph, wanted)
    steps = len(chosen or concepts_for(graph)) * len(graph.movers)
    with progress("Solving", steps, graph.size) as step:
        table = equilibria(graph, chosen, told=step)
    assigned = equilibria_under(table.graph, wanted) if wanted is not None else None
    if format is Format.json:
        data = table.to_dict(every=every, limit=limit or LIMIT)
        if assigned is not None:
            data["assigned"] = {"concepts": wanted, "equilibria": (assigned + 1).tolist()}
        deliver(json.dumps(data), output)
        return
    if format is Format.csv:
        if table.left_out:
            say(left_out_words(table))
        deliver(_stability_csv(table, assigned, limit, every), output)
        return
    parts = [_brief(table, format)] if brief else []
    if wanted is not None:
        parts.append(printable(assigned_words(table.graph, wanted, limit or LINES)))
    parts.append(table_text(stability_table(table, limit or LINES, every), format, output))
    deliver("\n\n".join(parts), output)


def _brief(table: StabilityTable, format: Format) -> str:
    from countermove.briefing.brief import brief

    text = printable(brief(table))
    return f"```text\n{text}\n```" if format is Format.md else text


def _stability_csv(table: StabilityTable, assigned: Any, limit: int | None, every: bool) -> str:
    """All states where they fit or all are asked for, else the equilibria."""
    from countermove.text.table import as_csv
    from countermove.views.stability_tables import listed_states, stability_flat

    found = listed_states(table, assigned, every)
    shown = found if every else found[: limit or LIMIT]
    if len(found) > len(shown):
        say(f"{len(found) - len(shown):,} more states; --limit shows them")
    return as_csv(stability_flat(table, shown, assigned))
