"""The answer, which stands before everything else: what the briefing says, one picture, and the sources, in two pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from countermove.briefing.briefing import Briefing
from countermove.model.case import Case
from countermove.report.chapters.parts import Length, Material, for_readers, source_words
from countermove.text.blocks import Block, Chapter, Entry, Item, Listing, Paragraph, Part, Picture, Table, from_items, plain
from countermove.text.phrases import sentence
from countermove.views.brief.brief import BriefSection, brief_sections

__all__ = ["ROOM", "answer", "as_items"]

STEP = re.compile(r"(\d+)\. (.*)", re.DOTALL)
"""A step of a path in the brief: its number, and what happens."""
COLUMNS = 105
"""Characters in a line of the PDF: 176 mm of DejaVu Sans at 9 points, whose letters are 4.8 points wide on average."""
ROOM = 103
"""Lines that two pages of A4 have room for: 2 x 57 lines of 12.8 points, less what a picture at the foot of a page costs."""
AROUND = 9
"""Lines that the title, the date, and what identifies the report take, with the space between them."""
HEADING = 1.8
"""Lines that a heading takes, with the space around it."""
ROW = 1.5
"""Lines that a row of a table takes beside its text, for rules and padding."""
TALLEST = 8.5
"""The height of the picture on paper, in centimetres: a third of a page."""
LEAST_SCALE = 0.6
"""A picture is left out where it had to be made smaller than this to fit: its text, of 8 points, would be below 5."""
PICTURE_KINDS = ("evolution", "outcomes")
"""The picture of the answer: the path, or else the outcomes."""
IN_FULL_ONLY = frozenset({"holds"})
"""Parts of the briefing that only the full report has in its answer: in the short one each outcome has them on its page."""
SHRINKING = ("perceptions", "block", "sure")
"""Parts that are cut, in this order, where the answer would be longer than two pages; the others never are."""
MOST_SOURCES = 6
"""Sources in the answer at most; of more, the others are counted."""
SHORTENED = {
    "memo": "This part is shortened here; the short report has all of it.",
    "short": "This part is shortened here; the full report has all of it.",
}
TITLE = "The answer"


@dataclass(frozen=True)
class _Section:
    """A part of the answer: the key of the briefing's part, its title, its lines, and the table among them."""

    key: str
    title: str
    lines: tuple[tuple[int, str], ...]
    table: Table | None = None
    is_cut: bool = False

    @property
    def height(self) -> float:
        """About how many lines it takes on paper."""
        rows = () if self.table is None else (self.table.columns, *self.table.rows)
        notes = () if self.table is None else ((0, note) for note in self.table.notes)
        # The widest cells share a line of the page.
        cells = sum(ROW + 2 * max(len(cell) for cell in row) // COLUMNS for row in rows)
        return HEADING + _height(self.lines) + cells + _height(notes) + self.is_cut


def answer(material: Material, briefing: Briefing) -> Chapter:
    """The briefing as the first page: in a memo and a short report within two pages, in a full one with nothing left out."""
    sections = [_section(section) for section in brief_sections(briefing)]
    sections = [section for section in sections if section.lines or section.table is not None]
    sources = _sources(material.game.case)
    picture = next(filter(_is_readable, material.pictures(*PICTURE_KINDS)), None)
    if material.length is not Length.FULL:
        sections = [section for section in sections if section.key not in IN_FULL_ONLY]
        room = ROOM - AROUND - len(_around(material.game.case)) / COLUMNS - _text_height(sources)
        whole = sections
        if picture is not None:
            sections = _fitted(whole, room - _picture_height(picture))
        if picture is None or sum(section.height for section in sections) > room - _picture_height(picture):
            picture, sections = None, _fitted(whole, room)
    blocks = list(_laid_out(sections, picture, SHORTENED.get(material.length.value, "")))
    return Chapter("answer", TITLE, (*blocks, *sources))


def _around(case: Case) -> str:
    """What stands above the answer, as far as its length matters."""
    return " ".join(f"{case.title} {case.about}".split()[:100])


def _section(section: BriefSection) -> _Section:
    lines = [(level, for_readers(text)) for level, text in section.lines]
    # A table says the same as its lines.
    return _Section(section.key, _as_title(section.title), () if section.table else tuple(lines), section.table)


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


# ------------------------------------------------------------------------------------------ what there is room for


def _height(lines: Iterable[tuple[int, str]]) -> float:
    """About how many lines these take on paper, with the space between them."""
    return sum(1.25 + len(text) // (COLUMNS - 3 * level) for level, text in lines)


def _fitted(sections: Sequence[_Section], room: float) -> list[_Section]:
    """The sections, of which some are cut at their ends where all would not fit."""
    fitted = {section.key: section for section in sections}
    for key in SHRINKING:
        excess = sum(section.height for section in fitted.values()) - room
        if excess <= 0:
            break
        if key in fitted:
            fitted[key] = _shortened(fitted[key], fitted[key].height - excess)
    return [fitted[section.key] for section in sections]


def _shortened(section: _Section, height: float) -> _Section:
    """A section that is at most so high: at least its first line stays, with what belongs to it."""
    lines = list(section.lines)
    short = section
    while len(lines) > 1 and short.height > height:
        lines.pop()
        short = replace(section, lines=tuple(lines), is_cut=True)
    return short


def _is_readable(picture: Picture) -> bool:
    """Whether the text of the picture can still be read at the size that it has on paper."""
    wide, high = _size(picture)
    return min(1.0, COLUMN / wide, TALLEST * POINTS / high) >= LEAST_SCALE


POINTS = 72 / 2.54
"""Points in a centimetre."""
COLUMN = 17.6 * POINTS
SIZE = re.compile(r'<svg[^>]*? (width|height)="([\d.]+)pt"[^>]*? (?:width|height)="([\d.]+)pt"')


def _size(picture: Picture) -> tuple[float, float]:
    """Width and height of a picture, in points."""
    found = SIZE.search(picture.svg)
    if found is None:
        return COLUMN, TALLEST * POINTS
    one, other = float(found[2]), float(found[3])
    return (one, other) if found[1] == "width" else (other, one)


def _picture_height(picture: Picture) -> float:
    """About how many lines a picture takes on paper, with what stands below it."""
    wide, high = _size(picture)
    return high * min(1.0, COLUMN / wide, TALLEST * POINTS / high) / 12.8 + 3.5


def _text_height(blocks: Iterable[Block]) -> float:
    return sum(
        HEADING + sum(1.2 + len(plain(entry.words)) // COLUMNS for entry in inner.entries)
        for part in blocks
        if isinstance(part, Part)
        for inner in part.blocks
        if isinstance(inner, Listing)
    )


# ------------------------------------------------------------------------------------------------- the blocks


def _laid_out(sections: Sequence[_Section], picture: Picture | None, shortened: str) -> Iterable[Block]:
    """The sections as parts, the picture behind the path, or behind the outcomes where there is no path."""
    keys = [section.key for section in sections]
    behind = next((key for key in ("path", "outcomes") if key in keys), None)
    for section in sections:
        table = () if section.table is None else (section.table,)
        blocks = (*from_items(as_items(section.lines)), *table)
        if section.is_cut:
            blocks = (*blocks, Paragraph((shortened,), note=True))
        if picture is not None and section.key == behind:
            blocks = (*blocks, replace(picture, tallest=TALLEST))
        yield Part(section.title, blocks)
    if picture is not None and behind is None:
        yield replace(picture, tallest=TALLEST)


def _sources(case: Case) -> tuple[Part, ...]:
    """What the case is taken from, in a line each."""
    entries = [Entry(source_words(case, id_)) for id_ in list(case.sources)[:MOST_SOURCES]]
    more = len(case.sources) - len(entries)
    entries += [Entry((f"and {more} more, which the case file names",))] if more else []
    entries += [Entry((f"The model: {case.citation}",))] if case.citation else []
    return (Part("Sources", (Listing(tuple(entries)),)),) if entries else ()
