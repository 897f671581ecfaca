"""`winners`: how each actor fares in every outcome that holds."""

from __future__ import annotations

from countermove.cli.options import LIMIT, LINES, CaseName, Concepts, Format, Limit, Output, Scenario, Written
from countermove.cli.results import json_text, listed, table_text
from countermove.report.delivery import deliver, screen

__all__ = ["winners"]


def winners(
    case: CaseName,
    concepts: Concepts = None,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell how each actor fares in every outcome that holds.

    The share of states that are worse for it, which of its lines hold, the best that it can hope for, and which
    outcomes are better for somebody and worse for nobody.
    """
    from countermove.analysis.winners import winners as compared
    from countermove.report import prose
    from countermove.report.opening import compiled, opened
    from countermove.report.winner_words import winner_prose, winner_table

    chosen = listed(concepts, "--concepts") if concepts is not None else None
    graph = compiled(opened(case), scenario)
    found = compared(graph, chosen)
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict(limit=limit or LIMIT)), output)
        return
    table = winner_table(found, limit or (LIMIT if format is Format.csv else LINES))
    if format is Format.csv:
        deliver(table_text(table, format, output), output)
        return
    sections = winner_prose(found)
    text = prose.as_markdown(sections) if format is Format.md else prose.as_text(sections, *screen(output))
    deliver("\n\n".join([text, *([table_text(table, format, output)] if found.outcomes else [])]), output)
