"""The chapters on what may come: the ways to the outcomes, and what scenarios would change."""

from __future__ import annotations

from countermove.analysis.compare.compare import BASE, Entry, compared
from countermove.analysis.evolution import FIRM, paths, starts
from countermove.briefing.outcomes import approach
from countermove.game.listed import listed_game
from countermove.report.chapters.material import Material, grid, parts
from countermove.report.chapters.model import as_items
from countermove.stability.changes import moves_to_list
from countermove.text.blocks import Chapter, Paragraph, Part, from_items
from countermove.views.brief_outcomes import approach_lines
from countermove.views.compare import comparison_prose
from countermove.views.compare_tables import comparison_tables
from countermove.views.evolution import evolution_prose, routes_table, starts_table

__all__ = ["scenarios", "ways"]

LISTED = 20
WAYS = 3
LARGE = 20_000
"""From so many states on, scenarios are not solved here."""
MOST_MOVES = 1_000_000
"""With more moves than this, only the way to the firmest outcome is searched here."""


def ways(material: Material) -> Chapter:
    """How it may go on from the status quo; without one, from each state."""
    graph = material.graph
    if not graph.is_graph and moves_to_list(graph, MOST_MOVES) > MOST_MOVES:
        told = f"There are more than {MOST_MOVES:,} moves: where else they lead was not asked for this report."
        lines = approach_lines(graph, approach(material.table, material.outcomes[0])) if material.outcomes else ()
        return Chapter("ways", "How it may go on", (*from_items(as_items(list(lines))), Paragraph((told,))))
    if graph.status_quo is None:
        table = starts_table(starts(graph, concepts=FIRM, limit=LISTED), LISTED)
        return Chapter("ways", "How it may go on", grid(table))
    found = paths(graph, concepts=FIRM, most_paths=WAYS)
    sections = evolution_prose(found)
    onward = [section for section in sections if section.title != "What happened"]
    lengths = grid(routes_table(found, LISTED))
    steps = (Part("The length of the ways", lengths),) if lengths else ()
    return Chapter("ways", "How it may go on", (*material.pictures("evolution"), *parts(onward), *steps))


def scenarios(material: Material) -> Chapter | None:
    """What each scenario of the case would change."""
    case, graph = material.case, material.graph
    if not case.scenarios or graph.scenario is not None:
        return None
    title = "What the scenarios would change"
    if graph.size >= LARGE:
        told = f"The case has scenarios; with {graph.size:,} states they were not solved for this report."
        return Chapter("scenarios", title, (Paragraph((told,)),))
    entries = [Entry(name, listed_game(case, name), record.about) for name, record in case.scenarios.items()]
    found = compared(Entry(BASE, graph, ""), entries)
    first, *rest = comparison_prose(found)
    tables = [block for table in comparison_tables(found) for block in grid(table)]
    return Chapter("scenarios", title, (*from_items(first.items), *parts(rest), *tables))
