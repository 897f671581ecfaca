"""The cells of a workbook: openpyxl reads them, and what it gives is cleared of what spreadsheets add.

Nothing is computed: a formula is its stored value, and a cell that no program has computed has none.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countermove.errors import Diagnostic, Place
from countermove.game.tables.extras import require_extra
from countermove.io.workbook.guard import SAVE_AGAIN, Parts, Refused, examined_parts

__all__ = ["Cell", "Grid", "escaped", "grids", "wrong"]

MAX_COLUMNS = 100
"""Columns that are looked at; a sheet of a case has ten, and what stands far to the right is a note."""
Value = str | bool | Decimal | datetime.date | datetime.time | datetime.timedelta


@dataclass(frozen=True)
class Cell:
    """A cell that holds something: its row and column, counted from 1, and its value."""

    row: int
    column: int
    value: Value


@dataclass(frozen=True)
class Grid:
    """A sheet: its name, whether people see it, its cells row by row, and the first of its merged cells, if any."""

    name: str
    is_hidden: bool
    rows: tuple[tuple[Cell, ...], ...]
    merged: str | None
    faults: tuple[Diagnostic, ...]


def wrong(code: str, file: str, sheet: str, at: tuple[int, int] | None, message: str, way_out: str) -> Diagnostic:
    """A finding at a cell of a sheet (row and column), or about a sheet as such."""
    place = Place(file, *at, sheet=sheet) if at else Place(file, sheet=sheet)
    return Diagnostic(code, "warning" if code == "CM710" else "error", (), message, way_out, place=place)


def grids(data: bytes, file: str) -> list[Grid]:
    """The sheets of a workbook, in their order.

    Parameters
    ----------
    data
        The file.
    file
        Its name in messages.

    Returns
    -------
    list of Grid
        With what is wrong with single cells.

    Raises
    ------
    CaseError
        Where the workbook is not opened.
    QuestionError
        Where openpyxl is not installed.
    """
    parts = examined_parts(data, file)
    require_extra("openpyxl", "excel", "workbooks (.xlsx)")
    import openpyxl

    with warnings.catch_warnings():
        # It warns of what it does not understand, such as drop-down lists of newer programs: nothing that is read here.
        warnings.simplefilter("ignore")
        try:
            # Read twice, because a formula and its stored value are not given together.
            values, formulas = (
                openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=data_only, keep_links=False)
                for data_only in (True, False)
            )
            return [
                _grid(one, other, parts, file) for one, other in zip(values.worksheets, formulas.worksheets, strict=True)
            ]
        except Exception as fault:
            # The library is not ours and meets files of any origin here: nothing that it raises may reach the user.
            raise Refused(file, f"the workbook cannot be read ({type(fault).__name__})", SAVE_AGAIN) from None


def _grid(values: Any, formulas: Any, parts: Parts, file: str) -> Grid:
    """One sheet, from its stored values and from its formulas."""
    for sheet in (values, formulas):
        # Some programs write a wrong extent, and rows beyond it would be left out without a word.
        sheet.reset_dimensions()
    rows, faults = [], []
    pairs = zip(values.iter_rows(max_col=MAX_COLUMNS), formulas.iter_rows(max_col=MAX_COLUMNS), strict=True)
    for stored_row, formula_row in pairs:
        row = []
        for stored, formula in zip(stored_row, formula_row, strict=True):
            if (fault := _fault(stored, formula)) is not None:
                faults.append(wrong("CM709", file, values.title, (stored.row, stored.column), *fault))
            elif (value := _value(stored.value)) is not None:
                row.append(Cell(stored.row, stored.column, value))
        if row:
            rows.append(tuple(row))
    # The reader that keeps memory low says nothing of merged cells, so they are looked for in the part itself.
    path = str(values._worksheet_path).lstrip("/")
    merged = re.search(r"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([^"']+)""", parts.sheets.get(path, ""))
    hidden = values.sheet_state != "visible"
    return Grid(values.title, hidden, tuple(rows), merged[1] if merged else None, tuple(faults))


def _fault(stored: Any, formula: Any) -> tuple[str, str] | None:
    """What is wrong with a cell, and the way out."""
    if stored.data_type == "e" and stored.value is not None:
        return f"the cell holds the error {stored.value}", "correct its formula, or write the value itself"
    # A formula whose result is an empty text has a stored value: none of the kind "text".
    if formula.data_type == "f" and stored.value is None and stored.data_type != "str":
        way_out = "open the workbook in your spreadsheet program and save it, or write the value itself"
        return "the cell holds a formula that has not been computed", way_out
    return None


def _value(value: Any) -> Value | None:
    """The value of a cell; None where nothing is to be seen in it."""
    match value:
        case str():
            text = unescaped(value)
            return text if text.strip(BLANK) else None
        case int() | float() if not isinstance(value, bool):
            # The shortest decimal that is this number: what was typed.
            return Decimal(str(value))
    return None if value is None else value


BLANK = " \t\r\n\u00a0\u2007\u202f\u200b\ufeff"
"""What looks like nothing in a cell: spaces, those that do not break, and marks without width."""
ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
ESCAPED = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\r\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def unescaped(text: str) -> str:
    r"""The text of a cell whose characters that XML cannot hold are written as ``_x000D_``.

    >>> unescaped("one_x000D_\ntwo"), unescaped("_x005F_x000D_")
    ('one\ntwo', '_x000D_')
    """
    return ESCAPE.sub(_character, text).replace("\r\n", "\n").replace("\r", "\n")


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    # Half of a surrogate pair is no character, and could not be written anywhere.
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def escaped(text: str) -> str:
    r"""Text as a cell holds it, so that spreadsheets show it unchanged.

    >>> escaped("_x000D_"), escaped("a\x07b")
    ('_x005F_x000D_', 'a_x0007_b')
    """
    return ESCAPED.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
