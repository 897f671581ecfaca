"""A table as a picture: a label on the left of each row, a head over each column, a coloured cell where they meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from countermove.plots.fonts import broken, plain, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.style import HEAD, SMALL, TEXT, ink_on

__all__ = ["Cell", "Head", "Row", "grid", "without_long_words"]

GAP = 8.0
WIDEST_HEAD = 78.0
LABELS = 230.0
"""The width of the labels of a table unless it is said, in points."""
NARROW_LABELS = 0.46
"""The share of a sheet that the labels of a table take at most: two columns of percentages fit beside them on a phone."""


@dataclass(frozen=True)
class Cell:
    """What stands where a row and a column meet: a word or two on a colour."""

    text: str = ""
    fill: str | None = None
    bold: bool = False
    faint: bool = False


@dataclass(frozen=True)
class Head:
    """What stands over a column, and in smaller type below it."""

    text: str
    below: str = ""


@dataclass(frozen=True)
class Row:
    """A row: its label, and a cell for each column; a `heading` has a colour and no cells."""

    label: str
    cells: tuple[Cell, ...] = ()
    colour: str | None = None
    heading: bool = False
    below: str = ""


def grid(sheet: Sheet, heads: Sequence[Head], rows: Sequence[Row], top: float = 0.0, room: float = LABELS) -> float:
    """Put a table on a sheet, its left edge at 0; returns where it ends.

    Labels are broken where they need `room`, or on a narrow sheet less than half of it. A table with more columns than
    the sheet is wide is drawn in parts below each other, each with all labels.
    """
    first, widths = _columns(sheet, heads, rows, room)
    y = top
    for a, b in _parts(widths, sheet.room - first):
        if a:
            y += 16
        y = _heads(sheet, heads[a:b], y, first, widths[a:b]) if heads else y
        for row in rows:
            if row.heading:
                y = _heading(sheet, row, y, first + sum(widths[a:b]))
            else:
                y = _row(sheet, replace(row, cells=row.cells[a:b]), y, first, widths[a:b])
    return y


def without_long_words(sheet: Sheet, heads: Sequence[Head], rows: Sequence[Row], words: Sequence[str]) -> list[Head]:
    """The same heads, with `words` below them where what stands there would cut the table into more parts."""
    short = [replace(head, below=word) for head, word in zip(heads, words, strict=True)]
    counts = [
        len(_parts(widths, sheet.room - first)) for first, widths in (_columns(sheet, h, rows) for h in (heads, short))
    ]
    return short if counts[1] < counts[0] else list(heads)


def _columns(sheet: Sheet, heads: Sequence[Head], rows: Sequence[Row], room: float = LABELS) -> tuple[float, list[float]]:
    """The width of the labels with the gap behind them, and that of each column."""
    room = min(room, NARROW_LABELS * sheet.room)
    labels = max((_label_width(row, room) for row in rows), default=0.0)
    first = min(labels, room) + GAP
    widths = _column_widths(heads, rows)
    # Columns of one width look calm; where they do not fit, each is as wide as it needs.
    if first + max(widths, default=0.0) * len(heads) <= sheet.room:
        widths = [max(widths, default=0.0)] * len(heads)
    return first, widths


def _parts(widths: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Which columns stand beside each other: as few parts as there must be, all of about the same number of columns."""
    for count in range(1, len(widths) + 1):
        ends = [round(len(widths) * k / count) for k in range(count + 1)]
        if all(sum(widths[a:b]) <= room for a, b in pairwise(ends)):
            return list(pairwise(ends))
    return [(k, k + 1) for k in range(len(widths))] or [(0, 0)]


def _label_width(row: Row, room: float) -> float:
    if row.heading:
        return 0.0
    lines = [*broken(row.label, room, TEXT), *(broken(row.below, room, SMALL) if row.below else [])]
    return max(width(line, TEXT) for line in lines) * 1.02


def _column_widths(heads: Sequence[Head], rows: Sequence[Row]) -> list[float]:
    """How wide each column must be: as the widest word over or in it, within limits."""
    widths = []
    for k, head in enumerate(heads):
        cells = [width(plain(row.cells[k].text), TEXT, row.cells[k].bold) + 8 for row in rows if row.cells]
        words = [width(word, HEAD, True) + 8 for word in plain(head.text).split(" ")]
        words += [width(word, SMALL) + 8 for word in plain(head.below).split(" ")]
        widths.append(max([26.0, *cells, min(max(words), WIDEST_HEAD)]))
    return widths


def _heads(sheet: Sheet, heads: Sequence[Head], top: float, first: float, widths: Sequence[float]) -> float:
    """The heads of the columns, their last lines at one height; returns where they end."""
    lines = [broken(head.text, wide - 6, HEAD, True) for head, wide in zip(heads, widths, strict=True)]
    below = [broken(head.below, wide - 6, SMALL) if head.below else [] for head, wide in zip(heads, widths, strict=True)]
    high = max(len(part) for part in lines) * LEADING * HEAD
    low = max(len(part) for part in below) * LEADING * SMALL
    for k, (head, more) in enumerate(zip(lines, below, strict=True)):
        middle = first + sum(widths[:k]) + widths[k] / 2
        for n, line in enumerate(head):
            y = top + high - (len(head) - n - 0.5) * LEADING * HEAD
            sheet.text(middle, y, line, HEAD, bold=True, align="center")
        for n, line in enumerate(more):
            sheet.text(middle, top + high + (n + 0.5) * LEADING * SMALL, line, SMALL, sheet.theme.faint, align="center")
    return top + high + low + 4


def _heading(sheet: Sheet, row: Row, top: float, right: float) -> float:
    """A row that begins a group: a square in its colour, and its name."""
    y = top + 7
    first = 16.0 if row.colour is not None else 0.0
    if row.colour is not None:
        sheet.box(0, y + 2, 10, y + 12, row.colour)
    return (
        sheet.paragraph(
            first, y, row.label, max(right - first, min(160.0, sheet.room - first)), HEAD, sheet.theme.ink, bold=True
        )
        + 3
    )


def _row(sheet: Sheet, row: Row, top: float, first: float, widths: Sequence[float]) -> float:
    room = first - GAP + 0.5
    lines = broken(row.label, room, TEXT)
    more = broken(row.below, room, SMALL) if row.below else []
    text = len(lines) * LEADING * TEXT + len(more) * LEADING * SMALL
    high = max(text + 5, 19.0)
    sheet.line([(0, top + high), (first, top + high)], sheet.theme.rule, 0.6)
    y = top + (high - text) / 2
    y = sheet.paragraph(0, y, row.label, room, TEXT)
    if row.below:
        sheet.paragraph(0, y, row.below, room, SMALL, sheet.theme.faint)
    for k, cell in enumerate(row.cells):
        left = first + sum(widths[:k])
        sheet.box(left, top, left + widths[k], top + high, cell.fill, sheet.theme.rule, 0.6)
        ink = ink_on(cell.fill) if cell.fill else sheet.theme.faint if cell.faint else sheet.theme.ink
        sheet.text(left + widths[k] / 2, top + high / 2, cell.text, TEXT, ink, bold=cell.bold, align="center")
    return top + high
