"""Case files in YAML, and in JSON with the same keys, read into cases; every finding with its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import CaseError, Diagnostic, Place
from countermove.io.nodes import Places, Spot, read
from countermove.io.offsets import column_of
from countermove.model.case import Case
from countermove.model.checks.check import check
from countermove.model.parse import parse_case, repaired

__all__ = ["Loaded", "examine", "load_data", "locate"]


@dataclass(frozen=True)
class Loaded:
    """A case without errors, the warnings about it, and the place of each of its values in its file."""

    case: Case
    places: Places
    file: str
    warnings: tuple[Diagnostic, ...] = ()


def load_data(text: str, name: str = "<text>") -> Any:
    """The plain data in a YAML or JSON text: mappings, lists, text and None.

    >>> load_data("{at: 2022-01-13, sure: 0.6, about: null}")
    {'at': '2022-01-13', 'sure': '0.6', 'about': None}
    """
    return read(text, name)[0]


def locate(diagnostics: Iterable[Diagnostic], places: Places, file: str) -> list[Diagnostic]:
    """The diagnostics with their places in a file, in the order of the file.

    Where a path is not in the file, the nearest value that contains it is named.
    """
    placed = [d if d.place else replace(d, place=_place(d, places, file)) for d in diagnostics]
    return sorted(placed, key=lambda d: (d.place.line or 0, d.place.column or 0) if d.place else (0, 0))


def examine(text: str, file: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """The case in a text, or None, and everything that can be said about it; `file` is its name in messages."""
    try:
        data, places = read(text, file)
    except CaseError as fault:
        return None, list(fault.diagnostics)
    case, found = parse_case(data)
    if case is not None:
        found = locate(check(case), places, file)
        warnings = tuple(d for d in found if d.severity == "warning")
        return Loaded(case, places, file, warnings), found
    mended = repaired(data, found)
    rest = parse_case(mended)[0] if mended is not None else None
    if rest is not None:
        known = {d.path for d in found}
        found += [d for d in check(rest) if d.severity == "error" and d.path not in known]
    return None, locate(found, places, file)


def _place(diagnostic: Diagnostic, places: Places, file: str) -> Place:
    path = diagnostic.path
    if diagnostic.offset is not None and (*path, "that") in places:
        path = (*path, "that")
    elif path[-1:] == (0,) and path not in places and path[:-1] in places and places[path[:-1]].raw:
        path = path[:-1]
    whole = path in places
    while path and path not in places:
        path = path[:-1]
    spot = places.get(path)
    if spot is None or not path:
        return Place(file)
    if diagnostic.offset is not None and whole:
        return Place(file, *column_of(spot, diagnostic.offset))
    return Place(file, *(_start(spot, diagnostic) if whole else spot.key or spot.value))


def _start(spot: Spot, diagnostic: Diagnostic) -> tuple[int, int]:
    """Where to point for a whole value: at its key where that is what is wrong, or where a block begins."""
    about_key = diagnostic.code in KEYED or not spot.raw
    return spot.key if about_key and spot.key else spot.value


KEYED = ("CM101", "CM103", "CM501")
