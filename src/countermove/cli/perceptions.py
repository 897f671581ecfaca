"""`perceptions`: who plays a different game, what each expects, and what will surprise whom."""

from __future__ import annotations

from countermove.cli.options import LINES, CaseName, Format, Limit, Output, Perceived, Scenario, Written
from countermove.cli.results import json_text, listed, prose_text, table_text
from countermove.io.files import deliver

__all__ = ["perceptions"]


def perceptions(
    case: CaseName,
    concepts: Perceived = None,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell who plays a different game, and what will surprise whom.

    Each actor with a view plays the game that it sees: what it believes, what it expects, what holds as each
    sees it.
    """
    from countermove.analysis.perceptions import LIMIT
    from countermove.analysis.perceptions import perceptions as perceived
    from countermove.cli.progress import progress
    from countermove.io.opening import compiled, opened
    from countermove.stability.concept import concepts_for
    from countermove.views.perception_words import perception_prose, perception_table

    chosen = listed(concepts, "--concepts") if concepts is not None else None
    graph = compiled(opened(case), scenario)
    steps = len(chosen or concepts_for(graph)) * len(graph.movers) * (1 + len(graph.case.views))
    with progress("Solving", steps, graph.size) as step:
        found = perceived(graph, chosen, told=step)
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict(limit=limit or LIMIT)), output)
        return
    table = perception_table(found, limit or (LIMIT if format is Format.csv else LINES))
    if format is Format.csv:
        deliver(table_text(table, format, output), output)
        return
    sections = perception_prose(found)
    text = prose_text(sections, format, output)
    deliver(f"{text}\n\n{table_text(table, format, output)}" if found.games else text, output)
