"""Case files in YAML, and in JSON with the same keys, read into cases; every finding with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import CaseError, Diagnostic, Place
from countermove.io.yaml_text import Places, Spot, read_data
from countermove.model.case import Case
from countermove.model.checks.check import check, require_sound
from countermove.model.labels import KINDS
from countermove.model.parse import parse_case, repaired

__all__ = ["Loaded", "case_of_data", "column_of", "examine", "examine_data", "load_data", "locate"]


@dataclass(frozen=True)
class Loaded:
    """A case without errors, the warnings about it, and the place of each of its values in its file.

    Parameters
    ----------
    case
        The case.
    places
        Where each value stands, by its path.
    file
        The name of the file.
    warnings
        In the order of the file.
    """

    case: Case
    places: Places
    file: str
    warnings: tuple[Diagnostic, ...] = ()


def load_data(text: str, name: str = "<text>") -> Any:
    """The plain data in a YAML or JSON text: mappings, lists, text and None.

    Parameters
    ----------
    text
        The text.
    name
        What messages call it.

    Returns
    -------
    data
        Every scalar is text.

    Raises
    ------
    CaseError
        Where it cannot be read.

    Examples
    --------
    >>> load_data("{at: 2022-01-13, sure: 0.6, about: null}")
    {'at': '2022-01-13', 'sure': '0.6', 'about': None}
    """
    return read_data(text, name)[0]


def case_of_data(data: Mapping[str, Any]) -> Case:
    """The case in a mapping with the keys of a case file.

    Parameters
    ----------
    data
        Mappings, lists, texts, numbers and None.

    Raises
    ------
    CaseError
        With every error found, each with the path of its keys.
    """
    case, diagnostics = parse_case(data, "the mapping")
    if case is None:
        raise CaseError(diagnostics)
    require_sound(case)
    return case


def locate(diagnostics: Iterable[Diagnostic], places: Places, file: str) -> list[Diagnostic]:
    """The diagnostics with their places in a file, in the order of the file.

    Where a path is not in the file, the nearest value that contains it is named.

    Parameters
    ----------
    diagnostics
        Findings, with or without places.
    places
        Where each value stands.
    file
        The name of the file.

    Returns
    -------
    list of Diagnostic
        In the order of the file.
    """
    placed = [d if d.place else replace(d, place=_place(d, places, file)) for d in diagnostics]
    sheets = list(dict.fromkeys(spot.sheet for spot in places.values() if spot.sheet))

    def order(diagnostic: Diagnostic) -> tuple[int, int, int]:
        place = diagnostic.place or Place(file)
        # A sheet from which no value was taken comes first: what it lacks may explain what follows.
        sheet = sheets.index(place.sheet) + 1 if place.sheet in sheets else 0
        return sheet, place.line or 0, place.column or 0

    return sorted(placed, key=order)


def examine(text: str, file: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """The case in a text, or None, and everything that can be said about it; `file` is its name in messages.

    Parameters
    ----------
    text
        The text of the file.
    file
        Its name in messages.

    Returns
    -------
    tuple
        The case, or None where there are errors, and all findings in the order of the file.
    """
    try:
        data, places = read_data(text, file)
    except CaseError as fault:
        return None, list(fault.diagnostics)
    loaded, diagnostics = examine_data(data, places, file)
    if loaded is not None:
        loaded.case.remember_text(text, file)
    return loaded, diagnostics


def examine_data(data: Any, places: Places, file: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """The case in plain data of the shape of a case file, or None, and everything that can be said about it.

    Parameters
    ----------
    data
        Mappings, lists and text, as `read_data` gives them.
    places
        Where each value stands.
    file
        The name of the file in messages.

    Returns
    -------
    tuple
        The case, or None where there are errors, and all findings in the order of the file.
    """
    case, diagnostics = parse_case(data)
    if case is not None:
        diagnostics = locate(check(case), places, file)
        warnings = tuple(d for d in diagnostics if d.severity == "warning")
        return Loaded(case, places, file, warnings), diagnostics
    # One statement that cannot be read should not hide a misspelt name elsewhere: the rest is checked with it
    # replaced.
    mended = repaired(data, diagnostics)
    mended_case = parse_case(mended)[0] if mended is not None else None
    if mended_case is not None:
        paths = {d.path for d in diagnostics}
        diagnostics += [d for d in check(mended_case) if d.severity == "error" and d.path not in paths]
    return None, locate(diagnostics, places, file)


def _place(diagnostic: Diagnostic, places: Places, file: str) -> Place:
    path = diagnostic.path
    # A label in its short form is its statement, or the list of its options.
    short = places.get(path[:2]) if path[:1] == ("labels",) and len(path) > 2 and path not in places else None
    if short is not None and path[:3] not in places and path[2] in KINDS:
        path = (*path[:2], *path[3:])
    # A line in its long form is a mapping, and its statement stands at `that`.
    if diagnostic.offset is not None and (*path, "that") in places:
        path = (*path, "that")
    # One text may stand where a list is expected, and is the first of the list then.
    elif path[-1:] == (0,) and path not in places and path[:-1] in places and places[path[:-1]].raw:
        path = path[:-1]
    is_there = path in places
    # The nearest value around it: what is missing stands nowhere.
    while path and path not in places:
        path = path[:-1]
    spot = places.get(path)
    if spot is None or not path:
        return Place(file)
    if spot.sheet:
        # A cell is the smallest place that spreadsheets can point to.
        return Place(file, *(_start(spot, diagnostic) if is_there else spot.value), spot.sheet)
    if diagnostic.offset is not None and is_there:
        return Place(file, *column_of(spot, diagnostic.offset))
    return Place(file, *(_start(spot, diagnostic) if is_there else spot.key or spot.value))


def _start(spot: Spot, diagnostic: Diagnostic) -> tuple[int, int]:
    """Where to point for a whole value: at its key where that is what is wrong, or where a block begins."""
    about_key = diagnostic.code in KEYED or not spot.raw
    return spot.key if about_key and spot.key else spot.value


KEYED = ("CM101", "CM103", "CM501")


TOKENS = {
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|\r?\n|.)|.", re.DOTALL),
    "'": re.compile(r"''|.", re.DOTALL),
    "": re.compile(r".", re.DOTALL),
}


def column_of(spot: Spot, offset: int) -> tuple[int, int]:
    r"""Line and column, counted from 1, of the character at `offset` in the text that stands at `spot`.

    Spaces may have been folded while the file was read; the other characters keep their order, so they are
    counted.

    Parameters
    ----------
    spot
        Where the text stands.
    offset
        Characters before the one that is meant, in the text as it was read.

    Returns
    -------
    tuple of int
        Line and column.

    Examples
    --------
    >>> column_of(Spot(None, (3, 5), text="a and 'b'", raw="'a and ''b'''", style="'"), 7)
    (3, 14)
    """
    before = spot.raw[: _position(spot, offset)]
    line = before.count("\n")
    column = len(before) - before.rfind("\n") if line else spot.value[1] + len(before)
    return spot.value[0] + line, column


def _position(spot: Spot, offset: int) -> int:
    """The same as a position in what the file has."""
    # Spaces may have been folded while reading, so the other characters are counted.
    todo = sum(not c.isspace() for c in spot.text[:offset])
    if offset < len(spot.text):
        for token in TOKENS.get(spot.style, TOKENS[""]).finditer(spot.raw, _body(spot)):
            if not _blank(token[0]):
                todo -= 1
            if todo < 0:
                return token.start()
    end = len(spot.raw.rstrip())
    closed = end > 1 and spot.style in ("'", '"') and spot.raw[end - 1] == spot.style
    return end - closed


def _body(spot: Spot) -> int:
    """Where the text begins in what the file has: behind a quotation mark, or the line of a block sign."""
    if spot.style in ("|", ">"):
        return spot.raw.find("\n") + 1
    return 1 if spot.style in ("'", '"') else 0


def _blank(token: str) -> bool:
    return token.isspace() or token in (r"\n", r"\t", r"\ ", "\\\n")
