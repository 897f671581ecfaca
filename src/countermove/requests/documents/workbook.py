"""Answers as workbooks: a sheet for each table of data, and before them one that says what they hold and what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from countermove.analysis.model.move_rows import move_rows
from countermove.analysis.result import Rows, cells_of
from countermove.analysis.stability_table import StabilityTable
from countermove.analysis.states import states
from countermove.analysis.winners import winners
from countermove.errors import SizeError
from countermove.game.listed import ListedGame
from countermove.io.workbook.package import Page, packed

__all__ = ["MAX_ROWS", "DataSheet", "as_workbook", "solve_sheets"]

MAX_ROWS = 50_000
"""Rows of a sheet: spreadsheets take 1,048,576, but open such sheets slowly, and writing 50,000 takes some ten seconds."""
WIDEST = 60
"""Characters of the widest column; a longer text is read in the line above the sheet."""
FIRST_ROWS = 200
"""Rows that say how wide a column is: about as well as all of them would."""


@dataclass(frozen=True)
class DataSheet:
    """A sheet of data: its name, what its rows are, the rows, and in words what they lack."""

    name: str
    about: str
    rows: Rows
    lacks: str = ""


def solve_sheets(table: StabilityTable) -> list[DataSheet]:
    """The sheets of the answer to `solve`: equilibria, verdicts on the states, states, moves, and who gains.

    Parameters
    ----------
    table
        The stability table.

    Returns
    -------
    list of DataSheet
        Of a game whose states are too many to list, only the equilibria that were found and how actors fare in them.
    """
    sheets = [DataSheet("equilibria", "The equilibria, and under which concepts", _equilibria(table).rows())]
    if table.search is None:
        sheets.append(DataSheet("stability", "For whom each state is stable under each concept", table.rows()))
        sheets += _listed_sheets(table.listed)
    about = "How each actor fares in each equilibrium"
    try:
        sheets.append(DataSheet("winners", about, winners(table).rows()))
    except SizeError as fault:
        sheets.append(DataSheet("winners", about, Rows((), ()), str(fault)))
    return sheets


def _equilibria(table: StabilityTable) -> StabilityTable:
    if table.search is not None:
        return table
    return replace(table, row_keys=np.flatnonzero(table.strength()).tolist())


def _listed_sheets(game: ListedGame) -> list[DataSheet]:
    cut = f"only the first {MAX_ROWS:,} are on this sheet"
    moves, is_all = move_rows(game, MAX_ROWS)
    rows = states(game, limit=MAX_ROWS).rows()
    return [
        DataSheet("states", "All states, and the rank of each for each actor", rows, cut if game.size > MAX_ROWS else ""),
        DataSheet("moves", "All moves, and whether the mover gains", moves, "" if is_all else cut),
    ]


def as_workbook(
    heading: str, facts: Sequence[tuple[str, str]], sheets: Sequence[DataSheet], notes: Sequence[str] = ()
) -> bytes:
    """The bytes of a workbook with an answer.

    Parameters
    ----------
    heading
        What the answer is about.
    facts
        What is said about the case and the program, each with its name.
    sheets
        The tables.
    notes
        What the answer cannot say in rows.

    Returns
    -------
    bytes
        A file `.xlsx`.
    """
    shortened = [_shortened(sheet) for sheet in sheets]
    rows: list[tuple[str, ...]] = [(heading,), *facts, *(("Note", note) for note in notes)]
    headings = {0}
    for sheet in shortened:
        headings.add(len(rows) + 1)
        rows += [("",), (f"Sheet {sheet.name}", sheet.about)]
        rows += [("Note", sheet.lacks)] if sheet.lacks else []
        rows += [(column.name, column.about) for column in sheet.rows.columns]
    first = Page("about", (), rows, (28.0, 100.0), headings=frozenset(headings))
    return packed([first, *map(_page, shortened)])


def _shortened(sheet: DataSheet) -> DataSheet:
    """The sheet with as many rows as one has, and the words that say so."""
    if len(sheet.rows.values) <= MAX_ROWS:
        return sheet
    rows = replace(sheet.rows, values=sheet.rows.values[:MAX_ROWS])
    return replace(sheet, rows=rows, lacks=f"only the first {MAX_ROWS:,} of {len(sheet.rows.values):,} are on this sheet")


def _page(sheet: DataSheet) -> Page:
    cells = cells_of(sheet.rows)
    widths = [
        float(min(WIDEST, 2 + max(len(str(value or "")) for value in (name, *(row[k] for row in cells[:FIRST_ROWS])))))
        for k, name in enumerate(sheet.rows.names)
    ]
    return Page(sheet.name, sheet.rows.names, cells, tuple(widths))
