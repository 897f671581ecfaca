"""The chapter on bodies: how each decides, who has how much power in it, and what its decisions would meet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from countermove.analysis.blocking import decisions
from countermove.analysis.power.power import DecisionsAt, power
from countermove.errors import QuestionError, SizeError
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.report.chapters.material import Material, grid, parts
from countermove.text.blocks import Block, Chapter, Paragraph, Part, from_items
from countermove.views.power import decision_sections, power_sections, power_table

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
    states = [state for state in (graph.status_quo, *material.outcomes[:OUTCOMES]) if state is not None]
    decided = parts(decision_sections(_decided(graph, id_, list(dict.fromkeys(states)))))
    return (*rules_told(case, id_, material.seed), *decided)


def _decided(graph: ListedGame, id_: str, states: Sequence[int]) -> list[DecisionsAt]:
    """What the decisions of a body would meet at some states."""
    return [DecisionsAt(graph.at(key), tuple(d for d in decisions(graph, key) if d.body == id_)) for key in states]


def rules_told(case: Case, id_: str, seed: int) -> tuple[Block, ...]:
    """Each rule of a body: when it passes, its vetoes and power indices."""
    blocks: list[Block] = []
    own = {row.id for row in case.option_rows if row.owner == id_ and case.rule_of(row) != case.bodies[id_].decides}
    asked: list[str | None] = [None] if case.bodies[id_].decides is not None else []
    for option in [*asked, *sorted(own)]:
        try:
            found = power(case, id_, option, seed=seed)
        except (QuestionError, SizeError) as fault:
            blocks.append(Paragraph((str(fault),)))
            continue
        for section in power_sections(found):
            inner = from_items([replace(item, text=OPTION.sub("", item.text)) for item in section.items])
            blocks.append(Part(section.title, (*inner, *grid(power_table(found, ROWS)))))
    return tuple(blocks)
