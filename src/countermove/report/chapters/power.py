"""The chapter on bodies: how each decides, who has how much power in it, and what its decisions would meet."""

from __future__ import annotations

from dataclasses import replace

from countermove.analysis.power import power
from countermove.errors import QuestionError, TooLargeError
from countermove.report.chapters.material import Material, grid, parts
from countermove.report.document import Block, Chapter, Paragraph, Part, from_items
from countermove.report.power_words import decision_sections, power_sections, power_table

__all__ = ["bodies"]

ROWS = 30
OUTCOMES = 1
"""So many outcomes are looked at, besides the status quo."""


def bodies(material: Material) -> Chapter | None:
    """Each body: its rule, its vetoes and power indices, and its decisions today and at the firmest outcome."""
    case = material.graph.case
    if not case.bodies:
        return None
    blocks = tuple(Part(case.label(id_), _body(material, id_), f"body-{id_}") for id_ in case.bodies)
    return Chapter("bodies", "Bodies, vetoes and power", (*material.pictures("power"), *blocks))


def _body(material: Material, id_: str) -> tuple[Block, ...]:
    graph = material.graph
    case = graph.case
    blocks: list[Block] = []
    own = {row.id for row in case.option_rows if row.owner == id_ and case.rule_of(row) != case.bodies[id_].decides}
    asked: list[str | None] = [None] if case.bodies[id_].decides is not None else []
    for option in [*asked, *sorted(own)]:
        try:
            found = power(case, id_, option, rng=material.seed)
        except (QuestionError, TooLargeError) as fault:
            blocks.append(Paragraph((str(fault),)))
            continue
        for section in power_sections(found):
            inner = from_items([replace(item, text=item.text.replace(" (--option)", "")) for item in section.items])
            blocks.append(Part(section.title, (*inner, *grid(power_table(found, ROWS)))))
    options = [row.index for row in case.option_rows if row.owner == id_]
    states = [state for state in (graph.status_quo, *material.outcomes[:OUTCOMES]) if state is not None]
    return (*blocks, *parts(decision_sections(graph, id_, list(dict.fromkeys(states)), options)))
