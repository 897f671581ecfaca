"""How wide the columns of a table are on paper: no word is broken where all longest words fit side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from countermove.text.blocks import Table, clean

__all__ = ["column_widths", "shared"]


def column_widths(table: Table, room: float, measure: Callable[[str], float], most: float, gap: float) -> list[float]:
    """The widths of the columns of a table within `room`, in the unit of `measure`, which tells how wide a text is.

    Each column is as wide as its longest word, `most` at most, and the rest of the room goes to those that hold long
    texts. `gap` is what a cell needs beside its text.
    """
    columns = list(zip(*[[clean(cell) for cell in row] for row in (table.columns, *table.rows)], strict=True))
    widest = [max(map(measure, column)) + gap for column in columns]
    least = [max(min(measure(word), most) for cell in column for word in cell.split(" ")) + gap for column in columns]
    return shared(least, widest, room)


def shared(least: Sequence[float], widest: Sequence[float], room: float) -> list[float]:
    """Widths that fill at most `room`: each at least `least` where that fits, at most `widest`, the rest in proportion.

    >>> shared([10, 10], [20, 30], 100), shared([10, 10], [20, 80], 60), shared([60, 60], [60, 60], 60)
    ([20, 30], [15.0, 45.0], [30.0, 30.0])
    """
    if sum(widest) <= room:
        return list(widest)
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    more = [b - a for a, b in zip(least, widest, strict=True)]
    share = (room - sum(least)) / sum(more)
    return [a + share * extra for a, extra in zip(least, more, strict=True)]
