"""Tables as the bytes of a workbook: the same tables give the same bytes, and no text is ever computed."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from countermove.errors import QuestionError, quoted
from countermove.game.tables.extras import require_extra
from countermove.io.workbook.cells import escaped

__all__ = ["MAX_CHARACTERS", "DropDown", "Page", "Value", "packed"]

MAX_CHARACTERS = 32_767
"""Characters of a cell, in every spreadsheet program; openpyxl would cut what is longer without a word."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of all parts, the first that an archive can hold: the time of writing would make each file another."""
TEXT_FORMAT = "@"
"""A format of cells in which spreadsheets leave what is typed as it is: no dates, no formulas."""
COMPUTED = tuple("=+-@")
"""What a spreadsheet would compute if it were typed."""
DIGITS = 15
"""Significant digits of a number in a cell; one with more is written as text."""

Value = str | int | float | bool | Decimal | None


@dataclass(frozen=True)
class DropDown:
    """A note at the cells of a column, and the list that they offer: words, or the cells of a range.

    `is_strict`: whether nothing else may be written there.
    """

    column: int
    title: str
    note: str
    words: tuple[str, ...] = ()
    cells: str = ""
    is_strict: bool = False


@dataclass(frozen=True)
class Page:
    """A sheet to write: its name, its header (none: text only), its rows, and the width of each column.

    `as_typed`: whether its cells, also those that are still empty, have the format of text.
    """

    name: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Value]]
    widths: tuple[float, ...]
    drop_downs: tuple[DropDown, ...] = ()
    as_typed: bool = False
    headings: frozenset[int] = frozenset()


ROWS_WITH_LISTS = 500
"""Rows that have notes and drop-down lists; cases have a few dozen rows, and more rows can be written below."""


def packed(pages: Sequence[Page]) -> bytes:
    """The bytes of a workbook with these sheets.

    Parameters
    ----------
    pages
        The sheets in their order.

    Returns
    -------
    bytes
        A file `.xlsx`.

    Raises
    ------
    QuestionError
        Where openpyxl is not installed, and for a text that is longer than a cell holds.
    """
    require_extra("openpyxl", "excel", "workbooks (.xlsx)")
    import openpyxl

    for page in pages:
        _require_short(page)
    book = openpyxl.Workbook(write_only=True)
    for page in pages:
        _write(book.create_sheet(page.name), page)
    content = io.BytesIO()
    book.save(content)
    return _without_times(content.getvalue())


def _require_short(page: Page) -> None:
    """Refuse a text that does not fit, before anything is written."""
    for text in (value for row in page.rows for value in row if isinstance(value, str)):
        if len(text) > MAX_CHARACTERS or len(escaped(text)) > MAX_CHARACTERS:
            what = f"the text {quoted(text, 40)} on the sheet {page.name} has {len(text):,} characters"
            raise QuestionError(f"{what}; a cell of a workbook holds {MAX_CHARACTERS:,}")


def _write(sheet: Any, page: Page) -> None:
    from openpyxl.utils import get_column_letter

    # Everything about a sheet has to be set before its first row.
    for number, width in enumerate(page.widths, start=1):
        dimension = sheet.column_dimensions[get_column_letter(number)]
        dimension.width = width
        if page.as_typed:
            dimension.number_format = TEXT_FORMAT
    if page.header:
        sheet.freeze_panes = "A2"
    for drop_down in page.drop_downs:
        _add(sheet, drop_down)
    if page.header:
        sheet.append([_cell(sheet, name, page, is_heading=True) for name in page.header])
    for number, row in enumerate(page.rows):
        sheet.append([_cell(sheet, value, page, is_heading=number in page.headings) for value in row])


def _add(sheet: Any, drop_down: DropDown) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    formula = drop_down.cells or (f'"{",".join(drop_down.words)}"' if drop_down.words else None)
    letter = get_column_letter(drop_down.column)
    validation = DataValidation(
        type="list" if formula else None, formula1=formula, allow_blank=True, showErrorMessage=drop_down.is_strict,
        showInputMessage=True, promptTitle=drop_down.title, prompt=drop_down.note,
        sqref=f"{letter}2:{letter}{ROWS_WITH_LISTS + 1}",
    )  # fmt: skip
    sheet.data_validations.append(validation)


def _cell(sheet: Any, value: Value, page: Page, is_heading: bool = False) -> Any:
    """A cell with its value: text is marked as text, so that none is taken for a formula, an error or a date."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    if value is None or value == "":
        return None
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str) or (isinstance(value, Decimal) and not _fits(value)):
        cell.value = escaped(str(value))
        cell.data_type = "s"
        if page.as_typed:
            cell.number_format = TEXT_FORMAT
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        elif str(value).startswith(COMPUTED):
            # The apostrophe that people type, where spreadsheets keep it: the cell stays text when it is edited.
            cell.quotePrefix = True
    else:
        cell.value = value
    if is_heading:
        cell.font = Font(bold=True)
    return cell


def _fits(number: Decimal) -> bool:
    """Whether a cell holds a number exactly as it is written."""
    return len(number.as_tuple().digits) <= DIGITS and Decimal(str(float(number))) == number


def _without_times(data: bytes) -> bytes:
    """A workbook whose parts have no time of writing."""
    fixed = datetime.datetime(*EPOCH).isoformat() + "Z"
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*", rb"\g<1>" + fixed.encode(), part)
            # Without a time of its own, and without the system that wrote it.
            info = zipfile.ZipInfo(entry.filename, EPOCH)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(info, part)
    return content.getvalue()
