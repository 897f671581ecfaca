"""The chapters on further questions: who wins, what rests on threats, who misjudges the game, what lies far ahead."""

from __future__ import annotations

from countermove.analysis.coalitions import coalitions, fitting_size
from countermove.analysis.credibility import credibility
from countermove.analysis.farsighted import farsighted
from countermove.analysis.perceptions import perceptions
from countermove.analysis.winners import Winners
from countermove.briefing.together import MOMENT, departures
from countermove.report.chapters.material import Material, grid, parts
from countermove.stability.concept import GMR, SEQ
from countermove.text.blocks import Block, Chapter, Details, Paragraph, from_items, from_lines
from countermove.views.coalitions import coalition_table, departure_lines, summary
from countermove.views.credibility import credibility_prose, credibility_table
from countermove.views.farsighted import farsighted_table
from countermove.views.perceptions import perception_prose, perception_table
from countermove.views.winners import winners_prose, winners_table

__all__ = ["far_ahead", "joint_departures", "misperceptions", "threats", "winners"]

LISTED = 20
MOST_OUTCOMES = 5_000
"""More outcomes are not compared with each other."""
MOST_STATES = 2_000
"""With more states than this the report does not look far ahead, which takes the square of it."""


def winners(material: Material) -> Chapter | None:
    """How each actor fares in the outcomes."""
    order = tuple(material.table.strongest(MOST_OUTCOMES + 1))
    if not order:
        return None
    title = "Who gains and who loses"
    if len(order) > MOST_OUTCOMES:
        told = f"More than {MOST_OUTCOMES:,} states hold: too many to compare each with all others."
        return Chapter("winners", title, (Paragraph((told,)),))
    found = Winners(material.table)
    first, *rest = winners_prose(found)
    table = grid(winners_table(found, LISTED), material.graph)
    return Chapter(
        "winners", title,
        (*from_items(first.items), *material.pictures("winners"), *parts(rest), *_folded("All shares", table)),
    )  # fmt: skip


def threats(material: Material) -> Chapter | None:
    """Which outcomes rest on threats that somebody would rather not carry out."""
    if not {GMR.id, SEQ.id} <= set(material.table.stable):
        return None
    found = credibility(material.graph)
    first, *rest = credibility_prose(found)
    table = grid(credibility_table(found, LISTED), material.graph) if found.n_resting else ()
    examples = tuple(Details((part.title,), part.blocks) for part in parts(rest))
    told = (*from_items(first.items), *examples, *_folded("All outcomes that rest on threats", table))
    return Chapter("threats", "What rests on threats", told)


def misperceptions(material: Material) -> Chapter | None:
    """Who plays a different game; only where the case says what somebody believes."""
    if not material.graph.case.views:
        return None
    found = perceptions(material.graph, [concept.id for concept in material.table.concepts])
    first, *rest = perception_prose(found)
    table = grid(perception_table(found, LISTED), material.graph)
    return Chapter(
        "perceptions",
        "Who plays a different game",
        (*from_items(first.items), *parts(rest), *_folded("All of it", table)),
    )


def joint_departures(material: Material) -> Chapter | None:
    """Which outcomes coalitions of actors would leave; nothing where no two can, or where asking takes too long."""
    lines = list(departure_lines(departures(material.table, material.outcomes)))
    if not lines:
        return None
    graph = material.graph
    found = coalitions(graph, fitting_size(graph, MOMENT))
    table = grid(coalition_table(found, LISTED), graph)
    told = tuple(Paragraph((line,)) for line in summary(found).splitlines())
    blocks = (*from_lines(lines), *_folded("All outcomes, alone and together", (*told, *table)))
    return Chapter("coalitions", "Who would leave together", blocks)


def far_ahead(material: Material) -> Chapter | None:
    """What holds for people who look to the end of every chain of steps."""
    graph = material.graph
    title = "If people look far ahead"
    if graph.size > MOST_STATES:
        told = f"With {graph.size:,} states this was not asked for the report; it is asked of up to {MOST_STATES:,}."
        return Chapter("far-ahead", title, (Paragraph((told,)),))
    found = grid(farsighted_table(farsighted(graph), LISTED), graph)
    none = Paragraph(("No state holds for people who look far ahead, in either sense.",))
    return Chapter("far-ahead", title, found or (none,))


def _folded(title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Something long, to be opened by who wants it; nothing where there is nothing."""
    return (Details((title,), blocks),) if blocks else ()
