"""The chapter on robustness: which single changes unseat an outcome, exactly, and how often it holds over draws."""

from __future__ import annotations

from countermove.analysis.robustness import robust
from countermove.report.chapters.material import Material, grid, parts
from countermove.report.document import Block, Chapter, Paragraph, from_lines
from countermove.report.firmness import firmness_prose, firmness_table
from countermove.report.firmness_words import how_firm
from countermove.report.phrases import sentence
from countermove.words import state_name

__all__ = ["firmly"]

LISTED = 12
EXACT = (
    "Every exchange of two neighbouring lines of one actor was tried, and every doubtful line as what it is otherwise. "
    "The concept is the firmest under which the outcome holds."
)


def firmly(material: Material) -> Chapter | None:
    """What would unseat each outcome; with draws, also how often each holds over plausible models."""
    lines = list(how_firm(material.table, material.outcomes)) if material.outcomes else []
    told = [(1, _of(material, state, text)) for state, (_, text) in zip(material.outcomes, lines, strict=False)]
    blocks: list[Block] = [Paragraph((EXACT,)), *from_lines(told)] if told else []
    if material.draws:
        found = robust(material.graph, draws=material.draws, rng=material.seed)
        blocks += [*parts(firmness_prose(found)), *grid(firmness_table(found, LISTED))]
    return Chapter("firmly", "How firmly each holds", tuple(blocks)) if blocks else None


def _of(material: Material, state: int, text: str) -> str:
    """A line of the brief, its first words the name of the state."""
    name = sentence(state_name(material.graph, state))
    return text.replace("How firm: ", f"{name}: ", 1) if text.startswith("How firm: ") else text
