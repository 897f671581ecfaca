"""Several cases solved, as a table with a line for each file and the bottom lines below it."""

from __future__ import annotations

from collections.abc import Mapping

from countermove.analysis.classes.solved_files import SolvedFile, SolvedFiles
from countermove.errors import printable
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.phrases import plural

__all__ = ["broken_words", "solved_files_page"]


def solved_files_page(result: SolvedFiles, labels: Mapping[str, str]) -> Page:
    """The page: a table of the equilibria by concept, then the bottom line or the first error of each file.

    Parameters
    ----------
    result
        The cases, solved.
    labels
        What readers call the concepts, by their ids.

    Returns
    -------
    Page
        The table first.
    """
    assigned = ("assigned",) if result.has_assigned else ()
    columns = ("file", "states", *(labels[id_] for id_ in result.concepts), *assigned)
    rows = tuple(_cells(one, result) for one in result.files)
    notes = ("The cells have the numbers of the equilibria; numbers of two files need not mean the same outcome.",)
    table = Table(columns, rows, frozenset({"states"}), notes)
    items = [Item(printable(_answer(one)), mark="-") for one in result.files if one.errors or one.bottom_line]
    return [table, Section("Bottom lines", tuple(items))] if items else [table]


def _cells(one: SolvedFile, result: SolvedFiles) -> tuple[str, ...]:
    if one.errors:
        return (printable(one.file), "error", *[""] * (len(result.concepts) + result.has_assigned))
    count = None if one.states is None else one.states.count
    cells = [one.numbers(id_) or "none" for id_ in result.concepts]
    cells += [one.assigned_numbers or "none"] if result.has_assigned else []
    return printable(one.file), "by search" if count is None else f"{count:,}", *cells


def _answer(one: SolvedFile) -> str:
    """The first error, which begins with the file, or the bottom line."""
    return str(one.errors[0].diagnostic) if one.errors else f"{one.file}: {one.bottom_line}"


def broken_words(files: tuple[str, ...], total: int) -> str:
    """Which of several files have errors, for standard error; empty where none has.

    Examples
    --------
    >>> broken_words(("a.yaml",), 30)
    '1 of 30 files has errors: a.yaml'
    """
    if not files:
        return ""
    return printable(f"{len(files):,} of {total:,} files {plural(len(files), 'has', 'have')} errors: {', '.join(files)}")
