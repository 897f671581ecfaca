"""Entries put into the text of a case and taken out of it, with everything else left as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from countermove.errors import CaseError, CountermoveError, KeyPath, QuestionError, dotted, quoted
from countermove.io.editing import edit_text
from countermove.io.loading import load_data
from countermove.io.writing import flow, json_flow
from countermove.io.yaml_text import Places, Spot, read_data

__all__ = ["insert_text", "remove_text"]

DASH = re.compile(r"[ \t]*-[ \t]+")
BLANK = re.compile(r"[ \t]*(-[ \t]+)?")


def insert_text(text: str, path: KeyPath, value: Any, name: str = "case.yaml") -> str:
    """The text of a case with an entry put into a list, before the one at its position.

    Parameters
    ----------
    text
        The text of the case.
    path
        Keys and positions, counted from 0; the last is the position that the entry has afterwards.
    value
        The entry, as plain data.
    name
        What messages call the text.

    Raises
    ------
    CaseError
        Where the text cannot be read.
    QuestionError
        Where there is no such list or position.
    CountermoveError
        Where no way of writing it leaves the rest as it is.

    Examples
    --------
    >>> insert_text("prefers:\\n  - talk  # first\\n", ("prefers", 0), "not strike")
    'prefers:\\n  - not strike\\n  - talk  # first\\n'
    """
    data, places = read_data(text, name)
    *holder, position = path
    entries = _at(data, tuple(holder)) if holder else data
    if entries is None and position == 0:
        return edit_text(text, {tuple(holder): [value]}, name)
    if not isinstance(entries, list) or not isinstance(position, int) or not 0 <= position <= len(entries):
        raise QuestionError(f"there is no list with the position {quoted(dotted(path))} in the text")
    if position == len(entries):
        return edit_text(text, {path: value}, name)
    entry = _entry(value, name)
    spot = places[path]
    line = _line_start(text, spot.start)
    dash = DASH.match(text, line)
    begin = spot.start if dash is None or dash.end() > spot.start or _is_flow(places, path) else line
    ending = "\r\n" if "\r\n" in text else "\n"
    new = (
        text[:begin] + (f"{entry}, " if begin == spot.start else f"{dash[0] if dash else ''}{entry}{ending}") + text[begin:]
    )
    wanted = _changed(data, tuple(holder), lambda old: [*old[:position], load_data(entry), *old[position:]])
    return _read_back(iter((new,)), wanted, path, name)


def remove_text(text: str, path: KeyPath, name: str = "case.yaml") -> str:
    """The text of a case without a key, or without an entry of a list.

    A comment beside it goes with it; comments on lines of their own stay.

    Parameters
    ----------
    text
        The text of the case.
    path
        Keys and positions, counted from 0, of what is taken out.
    name
        What messages call the text.

    Raises
    ------
    CaseError
        Where the text cannot be read.
    QuestionError
        Where there is nothing at the path.
    CountermoveError
        Where no way of taking it out leaves the rest as it is.

    Examples
    --------
    >>> remove_text("a: {options: {go: Go, stop: Stop}}  # all", ("a", "options", "go"))
    'a: {options: {stop: Stop}}  # all'
    """
    data, places = read_data(text, name)
    spot = places.get(path)
    if spot is None or not path:
        raise QuestionError(f"there is no {quoted(dotted(path))} in the text, so it cannot be removed")
    *holder, last = path
    rest = _at(data, tuple(holder))
    if len(rest) == 1 and holder:
        # Without its last entry a block would be no list or mapping, but nothing.
        return edit_text(text, {tuple(holder): type(rest)()}, name)
    wanted = _changed(data, tuple(holder), lambda old: _without(old, last))
    return _read_back(_shortened(text, places, path, spot), wanted, path, name)


def _shortened(text: str, places: Places, path: KeyPath, spot: Spot) -> Iterator[str]:
    """Ways to leave an entry out."""
    key = spot.start if spot.key is None else _position(text, spot.key)
    line, stop = _line_start(text, key), _line_stop(text, max(spot.end, key))
    if not _is_flow(places, path) and BLANK.fullmatch(text, line, key):
        # A block may end with line breaks that belong to it.
        yield text[:line] + text[_line_stop(text, spot.start + len(text[spot.start : spot.end].rstrip())) :]
        yield text[:line] + text[stop:]
    behind = re.compile(r"\s*,\s*").match(text, spot.end)
    if behind is not None:
        yield text[:key] + text[behind.end() :]
    before = re.search(r"\s*,\s*$", text[:key])
    if before is not None:
        yield text[: before.start()] + text[spot.end :]


def _read_back(candidates: Iterator[str], wanted: Any, path: KeyPath, name: str) -> str:
    """The first of several texts that is read as the data that are wanted."""
    for text in candidates:
        try:
            if read_data(text, name)[0] == wanted:
                return text
        except CaseError:
            continue
    raise CountermoveError(f"{name}: {dotted(path)} cannot be changed without touching the rest; change it by hand")


def _entry(value: Any, name: str) -> str:
    return json_flow(value) if name.lower().endswith(".json") else flow(value)


def _at(data: Any, path: KeyPath) -> Any:
    """What stands at a path; None where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
            data = data[step]
        else:
            return None
    return data


def _changed(data: Any, path: KeyPath, change: Callable[[Any], Any]) -> Any:
    """A copy of the data in which what stands at a path is changed."""
    if not path:
        return change(data)
    step, *further = path
    inner = _changed(data[step], tuple(further), change)
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], inner, *data[step + 1 :]]
    return {**data, step: inner}


def _without(data: Any, step: str | int) -> Any:
    if isinstance(data, list) and isinstance(step, int):
        return [*data[:step], *data[step + 1 :]]
    return {key: value for key, value in data.items() if key != step}


def _is_flow(places: Places, path: KeyPath) -> bool:
    return any(places[path[:k]].flow for k in range(len(path)))


def _line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def _line_stop(text: str, position: int) -> int:
    """The start of the next line."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def _position(text: str, place: tuple[int, int]) -> int:
    """The position in a text of a line and a column, counted from 1."""
    start = 0
    for _ in range(place[0] - 1):
        start = text.find("\n", start) + 1
    return start + place[1] - 1
