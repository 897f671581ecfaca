"""Tables that are wider than a page, cut into blocks of columns."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import ceil

from countermove.text.blocks import Table

__all__ = ["in_blocks"]

PAGE_POINTS = 345.0
"""The width of the text in LaTeX's own class for articles; a page of a word processor has 450 points."""
LETTER_POINTS = 4.7
"""About how wide a letter is in the size of tables, 9 points."""
GAP_POINTS = 9.0
"""What a column needs beside its text."""
LONGEST_NAME = 26
"""Letters of a name in the first column; longer names go on in a second line."""


def in_blocks(table: Table, again: str) -> tuple[Table, ...]:
    """The table in as few blocks of columns as fit a page, as even as they can be; each begins with the first column.

    Parameters
    ----------
    table
        Its columns have different names. Notes stand below the last block.
    again
        The caption of the blocks after the first, without the word that says that they continue.

    Returns
    -------
    tuple of Table
        Those after the first are continued tables without a label.

    Examples
    --------
    >>> wide = Table(("State", *map(str, range(30))), (("go", *"Y" * 30),), caption="States", label="tab:a")
    >>> [(len(block.columns), block.caption, block.label) for block in in_blocks(wide, "States")]
    [(16, 'States', 'tab:a'), (16, 'States (continued)', '')]
    """
    # The heads of groups run over all columns, and so does the head of a table whose columns have no names.
    names = [row[0] for k, row in enumerate(table.rows) if k not in table.groups] or [""]
    room = PAGE_POINTS - min(max(map(len, names)), LONGEST_NAME) * LETTER_POINTS - GAP_POINTS
    cells = [[row[k] for row in (table.columns, *table.rows)] for k in range(1, len(table.columns))]
    widest = max((len(cell.strip()) for column in cells for cell in column), default=1)
    most = max(int(room / (widest * LETTER_POINTS + GAP_POINTS)), 1)
    n_blocks = max(ceil(len(cells) / most), 1)
    ends = [1 + round(k * len(cells) / n_blocks) for k in range(n_blocks + 1)]
    blocks = [_block(table, first, end, k == n_blocks - 1) for k, (first, end) in enumerate(pairwise(ends))]
    later = [replace(one, caption=f"{again} (continued)", label="", is_continued=True) for one in blocks[1:]]
    return (blocks[0], *later)


def _block(table: Table, first: int, end: int, is_last: bool) -> Table:
    rows: list[tuple[str, ...]] = []
    groups: set[int] = set()
    for position, row in enumerate(table.rows):
        cells = (row[0], *row[first:end])
        # A row without a name goes on with the one before it; in this block there may be nothing to go on with.
        if position in table.groups:
            groups.add(len(rows))
        elif not any(cells):
            continue
        rows.append(cells)
    return replace(
        table,
        columns=(table.columns[0], *table.columns[first:end]),
        rows=tuple(rows),
        groups=frozenset(groups),
        notes=table.notes if is_last else (),
    )
