"""Workbooks to test with, cell by cell, as a spreadsheet program or a person would leave them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl

__all__ = ["SMALL", "Sheets", "edited", "parts_changed", "saved"]

Sheets = Mapping[str, Sequence[Sequence[Any]]]

SMALL: dict[str, list[list[Any]]] = {
    "actors": [["id", "name"], ["ann", "Ann"], ["bob", "Bob"]],
    "options": [["owner", "option", "name"], ["ann", "go", "Go away"], ["bob", "pay", "Pay up"]],
    "preferences": [["actor", "statement"], ["ann", "pay"], ["ann", "not go"], ["bob", "not ann.go"], ["bob", "not pay"]],
}
"""A case of two actors with an option each."""


def saved(sheets: Sheets = SMALL, change: Callable[[Any], None] | None = None) -> bytes:
    """The bytes of a workbook with these cells, after `change` has been made to it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change is not None:
        change(book)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def edited(sheet: str, cell: str, value: Any, sheets: Sheets = SMALL, **style: Any) -> bytes:
    """The same with another value in one cell."""

    def change(book: Any) -> None:
        book[sheet][cell] = value
        for name, setting in style.items():
            setattr(book[sheet][cell], name, setting)

    return saved(sheets, change)


def parts_changed(data: bytes, change: Callable[[str, bytes], bytes], add: Mapping[str, bytes] | None = None) -> bytes:
    """A workbook each part of which went through `change`, and with other parts beside."""
    content = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, part in (add or {}).items():
            new.writestr(name, part)
    return content.getvalue()
