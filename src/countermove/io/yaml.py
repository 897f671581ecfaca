"""Case files, in and out: YAML, and JSON with the same keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from countermove.errors import CaseError, Diagnostic, Place
from countermove.io.editing import edit
from countermove.io.files import Source, read_text, source_name
from countermove.io.nodes import Places, Spot, read
from countermove.io.offsets import column_of
from countermove.io.writing import dump, save
from countermove.model.case import Case
from countermove.model.check import check
from countermove.model.shape import repaired, shape

__all__ = ["Loaded", "diagnose", "dump", "edit", "load", "load_data", "locate", "read_case", "save"]


@dataclass(frozen=True)
class Loaded:
    """A case without errors, the warnings about it, and the place of each of its values in its file."""

    case: Case
    places: Places
    file: str
    warnings: tuple[Diagnostic, ...] = ()


def load(source: Source, name: str | None = None) -> Case:
    """The case in a file (YAML or JSON) or file object; `name` is what messages call it.

    Raises `CaseError` with every error found, each with its file, line and column.

    >>> import io
    >>> load(io.StringIO("actors: {usa: {options: {go: Go}}}")).option_rows[0].full
    'usa.go'
    """
    return read_case(source, name).case


def load_data(text: str, name: str = "<text>") -> Any:
    """The plain data in a YAML or JSON text: mappings, lists, text and None.

    >>> load_data("{at: 2022-01-13, sure: 0.6, about: null}")
    {'at': '2022-01-13', 'sure': '0.6', 'about': None}
    """
    return read(text, name)[0]


def read_case(source: Source, name: str | None = None) -> Loaded:
    """The case in a file or file object, with its warnings and the places of its values.

    Raises `CaseError` with every error found.
    """
    loaded, found = _examined(source, name)
    errors = [d for d in found if d.severity == "error"]
    if loaded is None or errors:
        raise CaseError(errors)
    return loaded


def diagnose(source: Source, name: str | None = None) -> tuple[Case | None, list[Diagnostic]]:
    """The case in a file or file object, or None, and everything that can be said about it without analysis.

    >>> import io
    >>> case, found = diagnose(io.StringIO("actors: {usa: {options: {go: Go}, prefers: [goo]}}"), "case.yaml")
    >>> print(found[0])
    case.yaml:1:45 actors.usa.prefers[1]: unknown option "goo"; did you mean "go"? [CM104]
    """
    loaded, found = _examined(source, name)
    return (loaded.case if loaded else None), found


def locate(diagnostics: Iterable[Diagnostic], places: Places, file: str) -> list[Diagnostic]:
    """The diagnostics with their places in a file, in the order of the file.

    Where a path is not in the file, the nearest value that contains it is named.
    """
    placed = [d if d.place else replace(d, place=_place(d, places, file)) for d in diagnostics]
    return sorted(placed, key=lambda d: (d.place.line or 0, d.place.column or 0) if d.place else (0, 0))


def _examined(source: Source, name: str | None) -> tuple[Loaded | None, list[Diagnostic]]:
    file = source_name(source, name)
    try:
        data, places = read(read_text(source, name), file)
    except CaseError as fault:
        return None, list(fault.diagnostics)
    case, found = shape(data)
    if case is not None:
        found = locate(check(case), places, file)
        warnings = tuple(d for d in found if d.severity == "warning")
        return Loaded(case, places, file, warnings), found
    mended = repaired(data, found)
    rest = shape(mended)[0] if mended is not None else None
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
