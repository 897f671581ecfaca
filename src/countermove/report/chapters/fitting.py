"""How much of the answer two pages of A4 have room for: heights in lines, estimated without laying anything out.

An estimate, so that a memo says the same in all forms, also where no library for PDF is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from countermove.text.blocks import Block, Listing, Part, Picture, Table, plain

__all__ = ["TALL", "Passage", "fitted", "height_on_paper", "is_readable", "place_of_picture"]

COLUMNS = 110
"""Characters in a line of the PDF: 178 mm of DejaVu Sans at 8.7 points, whose letters are 4.6 points wide on average."""
LINE = 12.2
"""The height of a line of the PDF, in points."""
PAGE = 61
"""Lines on a page of A4."""
ROOM = 2 * PAGE
"""Lines that two pages have room for, as estimates err on the safe side."""
AROUND = 8
"""Lines that the title, the date, and what identifies the report take, with the space between them."""
HEADING = 1.8
"""Lines that a heading takes, with the space around it."""
ROW = 1.5
"""Lines that a row of a table takes beside its text, for rules and padding."""
FILLED = 0.75
"""The part of a row in which words stand: the rest is padding, and what is left over where a word does not fit."""
TALL, TALLEST = 9.0, 14.0
"""The height of the picture on paper, in centimetres: a third of a page, or up to half of one where it needs that."""
BELOW = 3
"""Lines that the title below a picture takes, with the space around it."""
MOST_LOST = 5
"""Lines that may stay empty at the foot of the first page before a picture; it stands further on where more would."""
LEAST_SCALE = 0.58
"""A picture is made no smaller than this, for its text, of 8 points, would be below 5; it is left out instead."""
POINTS = 72 / 2.54
"""Points in a centimetre."""
COLUMN = 17.8 * POINTS
SHRINKING = ("perceptions", "sure", "block")
"""Parts that are cut, in this order, where the answer would be longer than two pages; the others never are."""


@dataclass(frozen=True)
class Passage:
    """A part of the answer: the key of the briefing's part, its title, and its lines or the table that says the same."""

    key: str
    title: str
    lines: tuple[tuple[int, str], ...]
    table: Table | None = None
    is_cut: bool = False

    @property
    def height(self) -> float:
        """About how many lines it takes on paper."""
        notes = () if self.table is None else ((0, note) for note in self.table.notes)
        return HEADING + _height(self.lines) + _table_height(self.table) + _height(notes) + self.is_cut


def fitted(
    passages: Sequence[Passage], picture: Picture | None, above: str, below: Iterable[Block]
) -> tuple[list[Passage], Picture | None]:
    """The passages, of which some are cut at their ends, and the picture, as far as two pages have room for both.

    `above` is the text before them, and `below` what stands after them. The picture is left out where it would not fit
    although all that may be cut is.
    """
    room = ROOM - AROUND - len(above) / COLUMNS - _text_height(below)
    if picture is not None:
        beside = room - _picture_height(picture)
        short = _shortened(passages, beside)
        if _total(short) <= beside:
            return short, picture
    return _shortened(passages, room), None


def place_of_picture(passages: Sequence[Passage], picture: Picture, above: str) -> int:
    """Behind how many passages the picture stands: the path or the outcomes, or the next where a page would end in a gap."""
    keys = [passage.key for passage in passages]
    first = next((keys.index(key) + 1 for key in ("path", "outcomes") if key in keys), len(keys))
    offset = AROUND / 2 + len(above) / COLUMNS
    for place in range(first, len(passages)):
        lost = PAGE - offset - _total(passages[:place])
        if lost < MOST_LOST or lost >= _picture_height(picture):
            return place
    return len(passages)


def is_readable(picture: Picture) -> bool:
    """Whether the text of the picture can be read at a size that there may be room for."""
    wide, high = _size(picture)
    return COLUMN / wide >= LEAST_SCALE and LEAST_SCALE * high <= TALLEST * POINTS


def height_on_paper(picture: Picture) -> float:
    """How high the picture is on paper, in centimetres."""
    return _size(picture)[1] * _scale(picture) / POINTS


def _shortened(passages: Sequence[Passage], room: float) -> list[Passage]:
    short = {passage.key: passage for passage in passages}
    for key in SHRINKING:
        excess = _total(short.values()) - room
        if excess > 0 and key in short:
            short[key] = _cut(short[key], short[key].height - excess)
    return [short[passage.key] for passage in passages]


def _cut(passage: Passage, height: float) -> Passage:
    """A passage that is at most so high: at least its first line stays, with what belongs to it."""
    lines, short = list(passage.lines), passage
    while len(lines) > 1 and short.height > height:
        lines.pop()
        short = replace(passage, lines=tuple(lines), is_cut=True)
    return short


def _total(passages: Iterable[Passage]) -> float:
    return sum(passage.height for passage in passages)


def _height(lines: Iterable[tuple[int, str]]) -> float:
    """About how many lines these take on paper, with the space between them."""
    return sum(1.25 + len(text) // (COLUMNS - 3 * level) for level, text in lines)


def _table_height(table: Table | None) -> float:
    """About how many lines a table takes: columns share the line of a page in proportion to their longest cells."""
    if table is None:
        return 0.0
    rows = (table.columns, *table.rows)
    longest = [max(len(row[k]) for row in rows) for k in range(len(table.columns))]
    share = min(1.0, FILLED * COLUMNS / sum(longest))
    return sum(ROW + max(ceil(len(cell) / (share * most)) for cell, most in zip(row, longest, strict=True) if most) - 1
               for row in rows)  # fmt: skip


def _text_height(blocks: Iterable[Block]) -> float:
    """About how many lines lists under headings take."""
    return sum(
        HEADING + sum(1.25 + len(plain(entry.words)) // COLUMNS for entry in inner.entries)
        for part in blocks
        if isinstance(part, Part)
        for inner in part.blocks
        if isinstance(inner, Listing)
    )


def _picture_height(picture: Picture) -> float:
    """About how many lines a picture takes on paper, with what stands below it."""
    return _size(picture)[1] * _scale(picture) / LINE + BELOW


def _scale(picture: Picture) -> float:
    wide, high = _size(picture)
    return min(1.0, COLUMN / wide, max(LEAST_SCALE, TALL * POINTS / high))


def _size(picture: Picture) -> tuple[float, float]:
    """Width and height of a picture, in points."""
    return picture.size or (COLUMN, TALL * POINTS)
