"""The chapter on bodies: how each decides, who has how much power in it, and what its decisions would meet."""

from __future__ import annotations

import re
from dataclasses import replace

from countermove.analysis.power.power import power
from countermove.errors import QuestionError, SizeError
from countermove.model.case import Case
from countermove.report.chapters.material import Material, grid, parts
from countermove.text.blocks import Block, Chapter, Paragraph, Part, from_items
from countermove.views.power_words import decision_sections, power_sections, power_table

__all__ = ["bodies", "rules_told"]

ROWS = 30
OPTION = re.compile(r" \(--option [\w-]+\)")
"""What is said to those who sit before a command line."""
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
    options = [row.index for row in case.option_rows if row.owner == id_]
    states = [state for state in (graph.status_quo, *material.outcomes[:OUTCOMES]) if state is not None]
    decided = parts(decision_sections(graph, id_, list(dict.fromkeys(states)), options))
    return (*rules_told(case, id_, material.seed), *decided)


def rules_told(case: Case, id_: str, seed: int) -> tuple[Block, ...]:
    """Each rule of a body: when it passes, its vetoes and power indices."""
    blocks: list[Block] = []
    own = {row.id for row in case.option_rows if row.owner == id_ and case.rule_of(row) != case.bodies[id_].decides}
    asked: list[str | None] = [None] if case.bodies[id_].decides is not None else []
    for option in [*asked, *sorted(own)]:
        try:
            found = power(case, id_, option, rng=seed)
        except (QuestionError, SizeError) as fault:
            blocks.append(Paragraph((str(fault),)))
            continue
        for section in power_sections(found):
            inner = from_items([replace(item, text=OPTION.sub("", item.text)) for item in section.items])
            blocks.append(Part(section.title, (*inner, *grid(power_table(found, ROWS)))))
    return tuple(blocks)
