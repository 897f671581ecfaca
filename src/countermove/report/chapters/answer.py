"""The answer, which stands before everything else: what the briefing says, one picture, and the sources, in two pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from countermove.briefing.briefing import Briefing
from countermove.model.case import Case
from countermove.report.chapters.fitting import TALL, Passage, fitted, height_on_paper, is_readable, place_of_picture
from countermove.report.chapters.parts import Length, Material, for_readers, source_words
from countermove.text.blocks import Block, Chapter, Entry, Item, Listing, Paragraph, Part, Picture, from_items
from countermove.text.phrases import sentence
from countermove.views.brief.brief import BriefSection, brief_sections

__all__ = ["answer", "as_items"]

STEP = re.compile(r"(\d+)\. (.*)", re.DOTALL)
"""A step of a path in the brief: its number, and what happens."""
PICTURE_KINDS = ("path", "evolution", "outcomes")
"""The picture of the answer: the path and the deal, or else more of how it may evolve, or the outcomes."""
IN_FULL_ONLY = frozenset({"holds"})
"""Parts of the briefing that only the full report has in its answer: in the short one each outcome has them on its page."""
MOST_SOURCES = 4
"""Sources in the answer at most; of more, the others are counted."""
SHORTENED = {
    "memo": "This part is shortened here; the longer report has all of it.",
    "short": "This part is shortened here; the full report has all of it.",
}
TITLE = "The answer"


def answer(material: Material, briefing: Briefing) -> Chapter:
    """The briefing as the first page: in a memo and a short report within two pages, in a full one with nothing left out."""
    sections = [_section(section) for section in brief_sections(briefing, for_documents=True)]
    sections = [section for section in sections if section.lines or section.table is not None]
    sources = _sources(material.game.case)
    picture = _picture(material)
    above = _above(material.game.case)
    if material.length is not Length.FULL:
        sections = [section for section in sections if section.key not in IN_FULL_ONLY]
        sections, picture = fitted(sections, picture, above, sources)
    place = -1 if picture is None else place_of_picture(sections, picture, above)
    blocks = list(_laid_out(sections, place, picture, SHORTENED.get(material.length.value, "")))
    return Chapter("answer", TITLE, (*blocks, *sources))


def _picture(material: Material) -> Picture | None:
    """The first picture that needs no more than a third of a page, else the one that needs least; others are not drawn."""
    taller: list[Picture] = []
    for kind in PICTURE_KINDS:
        for picture in filter(is_readable, material.pictures(kind)):
            if height_on_paper(picture) <= TALL:
                return picture
            taller.append(picture)
    return min(taller, key=height_on_paper, default=None)


def _above(case: Case) -> str:
    """What stands above the answer, as far as its length matters."""
    return " ".join(f"{case.title} {case.about}".split()[:100])


def _section(section: BriefSection) -> Passage:
    lines = [(level, for_readers(text)) for level, text in section.lines]
    # A table says the same as its lines.
    return Passage(section.key, _as_title(section.title), () if section.table else tuple(lines), section.table)


def _as_title(heading: str) -> str:
    """A heading of the brief, whose first words are in capitals, as one of a document.

    >>> _as_title("A DEAL, instead of today"), _as_title("BOTTOM LINE")
    ('A deal, instead of today', 'Bottom line')
    """
    words = heading.split(" ")
    return sentence(" ".join(word.lower() if word.isupper() else word for word in words))


def as_items(lines: Iterable[tuple[int, str]]) -> list[Item]:
    """Lines of the brief as items: outcomes and steps are numbered, and what stands below a line is a list.

    >>> [(item.depth, item.mark, item.text) for item in as_items([(1, "1. go"), (2, "at once"), (1, "2. stop")])]
    [(0, '1.', 'go'), (1, '', 'at once'), (0, '2.', 'stop')]
    """
    items: list[Item] = []
    steps = 0
    for level, text in lines:
        step = STEP.fullmatch(text)
        # A line that happens to begin with a number is a step only where it continues the count; what stands below a
        # step belongs to it, and does not end the count.
        if step and level == 1 and int(step[1]) == steps + 1:
            steps += 1
            items.append(Item(step[2], 0, f"{steps}."))
        elif level > 1 and steps:
            items.append(Item(text, level - 1, "-" if level > 2 else ""))
        else:
            steps = 0
            items.append(Item(text, level - 1, "-" if level > 1 else ""))
    return items


# ------------------------------------------------------------------------------------------------- the blocks


def _laid_out(passages: Sequence[Passage], place: int, picture: Picture | None, shortened: str) -> Iterator[Block]:
    """The passages as parts, the picture behind the one at its place."""
    for k, passage in enumerate(passages, 1):
        blocks: list[Block] = list(from_items(as_items(passage.lines)))
        blocks += [] if passage.table is None else [passage.table]
        blocks += [Paragraph((shortened,), note=True)] if passage.is_cut else []
        blocks += (
            [replace(picture, tallest=round(height_on_paper(picture), 2))] if picture is not None and k == place else []
        )
        yield Part(passage.title, tuple(blocks))


def _sources(case: Case) -> tuple[Part, ...]:
    """What the case is taken from, in a line each."""
    entries = [Entry(source_words(case, id_)) for id_ in list(case.sources)[:MOST_SOURCES]]
    more = len(case.sources) - len(entries)
    entries += [Entry((f"and {more} more, which the case file names",))] if more else []
    entries += [Entry((f"The model: {case.citation}",))] if case.citation else []
    return (Part("Sources", (Listing(tuple(entries)),)),) if entries else ()
