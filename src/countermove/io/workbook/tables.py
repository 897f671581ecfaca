"""From the cells of a sheet to rows of named texts: headers, and what a person may do wrong in a single cell."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches

from countermove.errors import Diagnostic, did_you_mean, quoted
from countermove.io.workbook.cells import BLANK, Cell, Grid, wrong
from countermove.io.workbook.layout import SHEETS, Column, Sheet

__all__ = ["NO", "YES", "Row", "Table", "Text", "tables"]

NEAR = 0.8
"""How like a name of a sheet another is that is taken for a misspelling of it: one letter in five may differ."""
YES, NO = ("yes", "true", "y", "x", "1"), ("no", "false", "n", "0")
"""What counts as yes and no; spreadsheets make TRUE of true, and people make a cross."""


@dataclass(frozen=True)
class Text:
    """The text of a cell as its column wants it, and the row and column where it stands."""

    text: str
    at: tuple[int, int]


@dataclass(frozen=True)
class Row:
    """A row: its number, and the texts of its cells by the names of their columns; an empty cell is not there."""

    number: int
    cells: dict[str, Text]

    def text(self, name: str) -> str:
        """The text under a column; empty where there is none."""
        return self.cells[name].text if name in self.cells else ""

    def at(self, name: str) -> tuple[int, int]:
        """Where the cell of a column stands; the first cell of the row where it is empty."""
        return self.cells[name].at if name in self.cells else (self.number, 1)


@dataclass
class Table:
    """The rows of a sheet, and what is wrong with it; `name` is what the file calls it."""

    sheet: Sheet
    name: str
    file: str
    rows: list[Row] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)

    def fault(self, at: tuple[int, int] | None, message: str, way_out: str, code: str = "CM709") -> None:
        """Note what is wrong with a cell, or with the sheet as such."""
        self.faults.append(wrong(code, self.file, self.name, at, message, way_out))


def tables(grids: Sequence[Grid], file: str) -> tuple[dict[str, Table], list[Diagnostic]]:
    """The tables of a workbook by the names of their sheets, and everything that is wrong with them.

    Parameters
    ----------
    grids
        Its sheets.
    file
        Its name in messages.

    Returns
    -------
    tuple
        A table for each sheet of a case that the workbook has, and the findings.
    """
    of_sheet: dict[str, Table] = {}
    faults: list[Diagnostic] = []
    by_name = {sheet.name: sheet for sheet in SHEETS}
    given = {_as_name(grid.name) for grid in grids}
    for grid in grids:
        sheet = by_name.get(_as_name(grid.name))
        if sheet is not None:
            of_sheet[sheet.name] = _table(grid, sheet, file)
            continue
        near = get_close_matches(_as_name(grid.name), [name for name in by_name if name not in given], 1, NEAR)
        if near:
            what = f"a case has no sheet {quoted(grid.name)}"
            way_out = f"did you mean {quoted(near[0])}? Sheets of your own need names unlike those of a case"
            faults.append(wrong("CM708", file, grid.name, None, what, way_out))
    for sheet in SHEETS:
        # What actors can do stands in one of two sheets.
        is_needed = sheet.is_needed or (sheet.name == "options" and "states" not in of_sheet)
        if is_needed and sheet.name not in of_sheet and not faults:
            what = f"this is a workbook without the sheet {quoted(sheet.name)}"
            way_out = "countermove new case.xlsx makes a workbook with all sheets"
            faults.append(wrong("CM708", file, sheet.name, None, what, way_out))
    return of_sheet, faults + [fault for table in of_sheet.values() for fault in table.faults]


def _as_name(text: str) -> str:
    """A name of a sheet or column, without regard to capitals and spaces."""
    return " ".join(text.split()).strip(BLANK).casefold()


def _table(grid: Grid, sheet: Sheet, file: str) -> Table:
    table = Table(sheet, grid.name, file)
    if grid.is_hidden:
        table.fault(None, "the sheet is hidden, so nobody sees what it says", "unhide it, or delete it", "CM708")
    if grid.merged is not None:
        way_out = "unmerge them, and write the value into every row that it is meant for"
        table.fault(None, f"the cells {grid.merged} are merged, and only the first holds a value", way_out, "CM708")
    table.faults += grid.faults
    if not grid.rows:
        if sheet.is_needed:
            table.fault(None, "the sheet is empty", f"its first row names its columns: {_names(sheet)}", "CM708")
        return table
    columns = _columns(grid.rows[0], table)
    if any(fault.code == "CM708" for fault in table.faults):
        # Every row would be found to lack what stands under the wrong name.
        return table
    for cells in grid.rows[1:]:
        row = Row(cells[0].row, dict(_texts(cells, columns, table)))
        if row.cells and not _is_incomplete(row, table):
            table.rows.append(row)
    return table


def _columns(header: Sequence[Cell], table: Table) -> dict[int, Column]:
    """The columns that the first row names, by their positions."""
    by_name = {column.name: column for column in table.sheet.columns}
    columns: dict[int, Column] = {}
    names = {cell.column: _as_name(_plain(cell.value)) for cell in header}
    # Without a header, the first row would be taken for one, and each of its cells for a misspelt name.
    if not set(names.values()) & set(by_name):
        way_out = f"its first row names the columns: {_names(table.sheet)}"
        table.fault((header[0].row, header[0].column), "the sheet does not begin with its header", way_out, "CM708")
        return {}
    for cell in header:
        at, name = (cell.row, cell.column), names[cell.column]
        if name not in by_name:
            near = did_you_mean(name, [known for known in by_name if known not in names.values()])
            shown = quoted(_plain(cell.value))
            if near.startswith("did you mean"):
                table.fault(at, f"unknown column {shown}", near, "CM708")
                continue
            table.fault(at, f"the column {shown} is not read", f"known: {_names(table.sheet)}", "CM710")
        elif by_name[name] in columns.values():
            table.fault(at, f"there is a second column {quoted(name)}", "keep one of the two", "CM708")
        else:
            columns[cell.column] = by_name[name]
    for column in table.sheet.columns:
        if column.is_needed and column not in columns.values() and not table.faults:
            table.fault(
                None, f"the column {quoted(column.name)} is missing", f"write {column.name} into the first row", "CM708"
            )
    return columns


def _names(sheet: Sheet) -> str:
    return ", ".join(column.name for column in sheet.columns)


def _texts(cells: Sequence[Cell], columns: dict[int, Column], table: Table) -> Iterator[tuple[str, Text]]:
    for cell in cells:
        column = columns.get(cell.column)
        if column is None:
            continue
        text = _text(cell, column, table)
        if text is not None:
            yield column.name, Text(text, (cell.row, cell.column))


def _is_incomplete(row: Row, table: Table) -> bool:
    """Whether a row lacks what each row has; said where nothing else is wrong with it."""
    lacking = [column.name for column in table.sheet.columns if column.is_needed and column.name not in row.cells]
    is_said = any(
        fault.place and fault.place.line in (row.number, None) for fault in table.faults if fault.severity == "error"
    )
    if lacking and not is_said:
        table.fault((row.number, 1), f"the row has no {' and no '.join(lacking)}", "fill it in, or clear the row")
    return bool(lacking)


def _text(cell: Cell, column: Column, table: Table) -> str | None:
    """The text of a cell as its column wants it; None, with a finding, where it cannot be that."""
    if isinstance(cell.value, datetime.date | datetime.time | datetime.timedelta) and column.kind != "date":
        way_out = "format the column as text, then write it again (an apostrophe in front does the same)"
        table.fault((cell.row, cell.column), f"the program made a date of this cell: {cell.value}", way_out)
        return None
    text = READINGS.get(column.kind, _one_line)(_plain(cell.value))
    if not text:
        return None
    if column.kind == "yes":
        return _yes_or_no(text.casefold(), cell, table)
    if column.kind == "choice":
        choice = next((choice for choice in column.choices if choice == _as_name(text)), None)
        if choice is None:
            what = f"the {column.name} {quoted(text)} is not known"
            table.fault((cell.row, cell.column), what, did_you_mean(_as_name(text), column.choices))
        return choice
    return text


def _yes_or_no(text: str, cell: Cell, table: Table) -> str | None:
    if text in (*YES, *NO):
        return "yes" if text in YES else "no"
    table.fault((cell.row, cell.column), f"yes or no is expected, not {quoted(text)}", "choose it from the list at the cell")
    return None


def _plain(value: object) -> str:
    """A value as text: numbers in their digits, and the words true and false, which spreadsheets make values of."""
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal():
            text = format(value, "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case datetime.datetime():
            return str(value.date()) if value.time() == datetime.time() else value.isoformat(" ", "minutes")
    return str(value)


def _one_line(text: str) -> str:
    """Text on one line; spaces that do not break stay within it, since they may be meant."""
    return re.sub(r"[ \t]*\n\s*", " ", text).strip(BLANK)


def _spaced(text: str) -> str:
    """The same with ordinary spaces only, for what is compared with other cells."""
    return " ".join(re.sub("[\u200b\ufeff]", "", text).split())


READINGS: dict[str, Callable[[str], str]] = {
    "text": lambda text: text.strip(BLANK),
    "date": lambda text: text.strip(BLANK),
    "id": _spaced,
    "list": _spaced,
    "rule": _spaced,
    "statement": _spaced,
    "number": _spaced,
}
"""What is made of a text by the kind of its column; of others it stands on one line."""
