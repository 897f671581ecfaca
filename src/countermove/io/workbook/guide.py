"""The first sheet of a workbook that holds a case: what to write where, made from the table of sheets."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.io.workbook.layout import GUIDE, SHEETS
from countermove.io.workbook.package import Page

__all__ = ["guide"]

START = (
    "A case for countermove",
    "Who takes part, what each can do, and what each prefers. Fill in the sheets from left to right, one row each.",
    "This sheet is not read. Neither are sheets with names of your own.",
    "",
    "Most important",
    "Preferences stand most important first. ONE HIGHER ROW OUTWEIGHS EVERYTHING BELOW IT: two states are compared by the "
    "first statement that is true in one of them only.",
    "Statements are made of options with not, and, or, if, iff: not strike and talk. An option that two owners have is "
    "written with its owner: usa.strike.",
    "Names of columns stay as they are; their order does not matter. Do not merge cells. Empty rows do no harm.",
    "",
    "Save and use it",
    "Save it as Excel Workbook (.xlsx), without a password and without macros. LibreOffice: Excel 2007-365 (.xlsx).",
    "countermove check case.xlsx finds mistakes and names their cells. countermove solve case.xlsx answers.",
    "countermove convert case.xlsx case.yaml makes a text file of it, which can also hold scenarios, labels and sources.",
)
HEADINGS = ("A case for countermove", "Most important", "Save and use it")


def guide() -> Page:
    """The sheet that explains the others.

    Returns
    -------
    Page
        One column of sentences, then two of names of columns and what to write there.
    """
    rows = [(line,) for line in START] + list(_sheets())
    headings = frozenset(k for k, row in enumerate(rows) if row[0] in HEADINGS or row[0].startswith("Sheet "))
    return Page(GUIDE, (), rows, (24.0, 110.0), as_typed=True, headings=headings)


def _sheets() -> Iterator[tuple[str, ...]]:
    for sheet in SHEETS:
        yield ("",)
        yield (f"Sheet {sheet.name}", sheet.about)
        for column in sheet.columns:
            yield (column.name, column.about)
