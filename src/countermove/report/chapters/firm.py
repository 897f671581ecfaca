"""The chapter on robustness: which single changes unseat an outcome, exactly, and how often it holds over draws."""

from __future__ import annotations

from countermove.analysis.robustness.robustness import robust
from countermove.analysis.robustness.single_breakers import single_breakers
from countermove.report.chapters.material import Material, grid, parts
from countermove.text.blocks import Block, Chapter, Paragraph, from_lines
from countermove.text.naming import joined
from countermove.views.robustness import ASK_ROBUST, robust_lines, robust_sections, robust_table

__all__ = ["firmly"]

LISTED = 12
FIRMEST = "Each outcome was judged by the firmest concept under which it holds."
LEFT = "For the other outcomes this would take too long for a report."


def firmly(material: Material) -> Chapter | None:
    """What would unseat each outcome; with draws, also how often each holds over plausible models."""
    breaks = single_breakers(material.table, material.outcomes) if material.outcomes else ()
    lines = list(robust_lines(material.graph, material.outcomes, breaks))
    told = [(level, text) for level, text in lines if not text.endswith(ASK_ROBUST)]
    blocks: list[Block] = [Paragraph((_tried(material),)), *from_lines(told)] if told else []
    if told and len(told) < len(lines):
        blocks.append(Paragraph((LEFT,), note=True))
    if material.draws:
        answer = robust(material.graph, draws=material.draws, seed=material.seed)
        blocks += [*parts(robust_sections(answer)), *grid(robust_table(answer, LISTED), material.graph)]
    return Chapter("firmly", "How firmly each holds", tuple(blocks)) if blocks else None


def _tried(material: Material) -> str:
    """Which changes were tried: of lines, or, where an actor ranks the states, of places."""
    records = material.graph.case.actors.values()
    kinds = [word for word, some in (("lines", "prefers"), ("places", "ranking")) if any(getattr(r, some) for r in records)]
    doubtful = ", and every doubtful line as what it is otherwise" if "lines" in kinds else ""
    return f"Every exchange of two neighbouring {joined(kinds, 'or')} of one actor was tried{doubtful}. {FIRMEST}"
