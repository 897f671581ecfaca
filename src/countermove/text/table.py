"""Tables: columns and rows of text, laid out for a terminal, as CSV or as Markdown."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field

from countermove.errors import printable

__all__ = ["Table", "as_csv", "as_markdown", "as_text"]


@dataclass(frozen=True)
class Table:
    """Columns and rows of text. `right`: columns of numbers. `notes` stand below; `strong` rows stand out."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    strong: frozenset[int] = field(default=frozenset(), repr=False)


def as_text(table: Table, width: int = 100, colour: bool = False) -> str:
    """The table for a terminal, at most `width` columns wide; long cells are wrapped.

    >>> print(as_text(Table(("state", "who"), (("1", "US"), ("12", "USSR")), frozenset({"state"}))))
    state  who
    ───────────
        1  US
       12  USSR
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for column in table.columns:
        grid.add_column(Text(_clean(column)), justify="right" if column in table.right else "left", overflow="fold")
    for k, row in enumerate(table.rows):
        grid.add_row(*(Text(_clean(cell)) for cell in row), style="bold" if k in table.strong else "")
    out = io.StringIO()
    console = Console(
        file=out, width=max(width, 40), force_terminal=colour, no_color=not colour, legacy_windows=False,
        color_system="standard" if colour else None, markup=False, emoji=False, highlight=False,
    )  # fmt: skip
    console.print(grid)
    lines = [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]
    notes = [_folded(_clean(note), width) for note in table.notes]
    return "\n".join([*lines, *([""] if notes else []), *notes])


def as_csv(table: Table) -> str:
    """The table as CSV, with a line of column names.

    >>> as_csv(Table(("state", "who"), (("1", "US, USSR"),)))
    'state,who\\n1,"US, USSR"\\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(map(_clean, table.columns))
    writer.writerows(map(_clean, row) for row in table.rows)
    return out.getvalue()


def as_markdown(table: Table) -> str:
    """The table as Markdown, its notes below it.

    >>> print(as_markdown(Table(("state", "who"), (("1", "US | USSR"),), frozenset({"state"}))))
    | state | who |
    | --: | :-- |
    | 1 | US \\| USSR |
    """
    rule = ["--:" if column in table.right else ":--" for column in table.columns]
    rows = [[_marked(cell) for cell in row] for row in (table.columns, *table.rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in (rows[0], rule, *rows[1:])]
    notes = [part for note in table.notes for part in ("", _marked(note))]
    return "\n".join([*lines, *notes])


def _clean(cell: str) -> str:
    return printable(" ".join(cell.split()))


def _marked(cell: str) -> str:
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", _clean(cell))


def _folded(text: str, width: int) -> str:
    import textwrap

    return textwrap.fill(text, max(width, 40), break_on_hyphens=False)
