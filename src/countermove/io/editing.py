"""Changes to a case file that leave everything else in it as it is: comments, order, layout."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import CaseError, CountermoveError, KeyPath, QuestionError, dotted, quoted
from countermove.io.entries import behind_colon, entries_at, in_place_of_block, with_entry, without_entry
from countermove.io.files import read_text, write_text
from countermove.io.writing import RECORDS, block_lines, block_text, flow, json_flow, json_scalar
from countermove.io.yaml_text import Places, Spot, read_data

__all__ = ["REMOVED", "Inserted", "edit", "edit_text", "edited"]


@dataclass(frozen=True)
class Inserted:
    """A change that puts a value into a list, before the one that stands at its path; behind the last one at the end.

    Parameters
    ----------
    value
        The new entry.
    """

    value: Any


class _Removed:
    """The one value of `REMOVED`."""

    def __repr__(self) -> str:
        return "REMOVED"


REMOVED = _Removed()
"""A change that takes out what stands at its path: a key with its value, or an entry of a list; its comments go with it."""


def edit(path: str | FilePath, changes: Mapping[KeyPath, Any]) -> None:
    """Set values in a case file: each change is a path of keys and positions, and the new value.

    The rest of the file, comments included, stays as it is to the letter; the file is replaced whole or not
    at all. A last step that is not there is added: a key to its mapping, the next position to its list.

    Parameters
    ----------
    path
        The file, in YAML or JSON.
    changes
        For each path of keys and positions (counted from 0) the new value, `Inserted` or `REMOVED`. They are made one
        after the other, so that those further back in a list come first.

    Raises
    ------
    CaseError
        Where the file cannot be read.
    QuestionError
        Where a path leads nowhere in it.
    CountermoveError
        Where no way of writing the value leaves the rest as it is.
    """
    text = read_text(path)
    name = str(path)
    write_text(path, edit_text(text, changes, name))


def edit_text(text: str, changes: Mapping[KeyPath, Any], name: str = "case.yaml") -> str:
    """The text of a case file with values set in it; see `edit`.

    Parameters
    ----------
    text
        The text of the file.
    changes
        As in `edit`.
    name
        The name of the file: messages name it, and ``.json`` asks for JSON.

    Returns
    -------
    str
        The new text.

    Examples
    --------
    >>> edit_text("actors:\\n  usa: {name: US}  # who", {("actors", "usa", "name"): "United States"})
    'actors:\\n  usa: {name: United States}  # who'
    >>> edit_text("prefers: [a, b]  # why", {("prefers", 1): REMOVED, ("prefers", 0): Inserted("c")})
    'prefers: [c, a]  # why'
    """
    return edited(text, changes.items(), name)


def edited(text: str, changes: Iterable[tuple[KeyPath, Any]], name: str) -> str:
    """The text with changes made one after the other, of which several may be at the same path; see `edit_text`."""
    for path, value in changes:
        data, places = read_data(text, name)
        way = _way(path, places, value)
        wanted = _plain(_with(data, way, value))
        # Several ways to write the value are tried, and each is read back: the first that changes this value and no
        # other counts.
        candidates = (new for new in _written(text, places, way, value, name) if _holds(new, wanted, name))
        edited = next(candidates, None)
        if edited is None:
            message = f"{name}: {dotted(path)} cannot be changed without touching the rest; change it by hand"
            raise CountermoveError(message)
        text = edited
    return text


def _holds(text: str, data: Any, name: str) -> bool:
    """Whether a text is read as the given data."""
    try:
        return bool(_plain(read_data(text, name)[0]) == data)
    except CaseError:
        return False


def _way(path: KeyPath, places: Places, value: Any) -> KeyPath:
    """The path as the file has it: the name of an option or the text of a line may be in its short form."""
    # What a short form leaves out cannot be taken out of it: the option itself would go with its name.
    if isinstance(value, _Removed) and (not path or path not in places):
        raise QuestionError(f"there is no {quoted(dotted(path))} in the file, so it cannot be taken out")
    if isinstance(value, Inserted) and not isinstance(path[-1] if path else None, int):
        raise QuestionError(f"{quoted(dotted(path))} is no position in a list, where an entry can be inserted")
    if path in places:
        return path
    holder = places.get(path[:-1])
    if holder is not None and holder.raw and path[-1:] in (("name",), ("that",)):
        return path[:-1]
    # A label in its short form is its statement or the id of its state.
    if holder is not None and holder.raw and path[:1] == ("labels",) and path[-1:] in (("where",), ("state",)):
        return path[:-1]
    if holder is None or holder.raw or not path:
        raise QuestionError(f"there is no {quoted(dotted(path))} in the file, and no place to add it")
    return path


def _with(data: Any, path: KeyPath, value: Any) -> Any:
    """A copy of the data with one value set."""
    if not path:
        return value
    step, *further = path
    if data is None:  # a key without a value may hold anything
        data = [] if step == 0 else {} if isinstance(step, str) else None
    if not further and isinstance(value, _Removed):
        return _without(data, step)
    if not further and isinstance(value, Inserted) and isinstance(data, list) and isinstance(step, int):
        if not 0 <= step <= len(data):
            raise QuestionError(f"there is no position {step + 1} in the list, which has {len(data)} entries")
        return [*data[:step], value.value, *data[step:]]
    if isinstance(data, list) and isinstance(step, int) and 0 <= step <= len(data):
        old = data[step] if step < len(data) else None
        return [*data[:step], _with(old, tuple(further), value), *data[step + 1 :]]
    if isinstance(data, dict) and isinstance(step, str):
        return {**data, step: _with(data.get(step), tuple(further), value)}
    raise QuestionError(f"there is no {quoted(str(step))} in the file, and no place to add it")


def _without(data: Any, step: str | int) -> Any:
    """A copy of a mapping or list without an entry."""
    if isinstance(data, dict) and step in data:
        return {key: value for key, value in data.items() if key != step}
    if isinstance(data, list) and isinstance(step, int) and 0 <= step < len(data):
        return [*data[:step], *data[step + 1 :]]
    raise QuestionError(f"there is no {quoted(dotted((step,)))} in the file, so it cannot be taken out")


def _plain(value: Any) -> Any:
    """Data as it is read back from a file: lists, mappings, text and None."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str) else json_scalar(value)


def _written(text: str, places: Places, path: KeyPath, value: Any, name: str) -> Iterator[str]:
    """Ways to write a value at a path, the most readable first; not each fits what stands around it."""
    as_json = name.lower().endswith(".json")
    write = json_flow if as_json else flow
    spot = places.get(path)
    if isinstance(value, _Removed):
        yield without_entry(text, places, path)
        return
    if isinstance(value, Inserted):
        yield from _inserted(text, places, path, value.value, as_json)
        return
    if spot is None:
        yield from _added(text, places, path, value, as_json)
        return
    new = write(value)
    # A block can stand only under a key of its own, outside brackets.
    if not as_json and not _in_brackets(places, path) and spot.key:
        if _spreads(value, new):
            yield _put_block(text, spot, list(block_lines(value, spot.key[1] + 1)))
        lines = block_text(value, spot.key[1] + 1) if isinstance(value, str) and "\n" in value else None
        if lines is not None:
            yield _put(text, spot, _line_break(text).join(lines))
    if _is_block(spot):
        yield in_place_of_block(text, spot, new)
    yield _put(text, spot, new)


def _put(text: str, spot: Spot, new: str) -> str:
    """The text with the value at a spot replaced."""
    if not _has_value(spot):
        colon = behind_colon(text, spot)
        # The parser finds a value that is not there on a later line, where the next one begins.
        if colon is not None and spot.key is not None and spot.value[0] > spot.key[0]:
            return f"{text[:colon]} {new}{text[colon:]}"
        start = _behind_spaces(text, spot.end)
        return text[:start] + ("" if text[start - 1 : start] in ("", " ") else " ") + new + text[start:]
    return text[: spot.start] + new + _aligned(text[spot.end :], len(new) - (spot.end - spot.start))


def _is_block(spot: Spot) -> bool:
    """Whether a mapping or list outside brackets stands at a spot."""
    return _has_value(spot) and not spot.raw and not spot.flow


def _has_value(spot: Spot) -> bool:
    """Whether something stands at a spot, as opposed to a key without a value."""
    return spot.end > spot.start


def _behind_spaces(text: str, position: int) -> int:
    """The end of the spaces at a position, where something other than a comment follows."""
    end = position + len(text[position:]) - len(text[position:].lstrip(" "))
    return position if text[end : end + 1] in ("#", "", "\n", "\r") else end


def _aligned(text: str, longer: int) -> str:
    """The rest of a text, whose comment on the same line stays in its column where there is room."""
    # A comment on the same line stays in its column if there is room.
    gap = re.match(r" +(?=#)", text)
    return " " * max(1, len(gap[0]) - longer) + text[gap.end() :] if gap else text


def _put_block(text: str, spot: Spot, lines: list[str]) -> str:
    """A value of several lines under its key."""
    break_ = _line_break(text)
    before = text[: spot.start].rstrip(" \t")
    start = "" if before.endswith(("\n", "\r")) else break_
    return before + start + break_.join(lines) + text[spot.end :]


def _inserted(text: str, places: Places, path: KeyPath, value: Any, as_json: bool) -> Iterator[str]:
    """The text with a value before the one at a path of a list; behind the last where none stands there."""
    if path not in places:
        yield from _added(text, places, path, value, as_json)
        return
    for lines in _entries(places, path, value, as_json):
        yield with_entry(text, places, path, lines)


def _entries(places: Places, path: KeyPath, value: Any, as_json: bool) -> Iterator[list[str]]:
    """The lines of a new entry, the first without its indent: spread out where that reads better, else one line."""
    write = json_flow if as_json else flow
    holder, is_list = places[path[:-1]], isinstance(path[-1], int)
    entry = write(value) if is_list else f"{write(path[-1])}: {write(value)}"
    if not as_json and not _in_brackets(places, path):
        # An actor or a body has a line for each of its keys, as in a file that the program writes.
        if _spreads(value, entry) or (len(path) > 1 and path[-2] in RECORDS and isinstance(value, Mapping) and value):
            column = _column(places, path[:-1])
            lines = block_lines([value] if is_list else {path[-1]: value}, column, str(path[-2]) if len(path) > 1 else "")
            first, *further = lines
            yield [first.lstrip(" "), *further]
        entry = entry if not is_list else f"- {entry}"
    elif is_list and not holder.flow:
        entry = f"- {entry}"
    yield [entry]


def _column(places: Places, path: KeyPath) -> int:
    """The spaces before the entries of a mapping or list outside brackets."""
    entries = entries_at(places, path)
    first = entries[0].key if entries else None
    return (first or places[path].value)[1] - 1


def _added(text: str, places: Places, path: KeyPath, value: Any, as_json: bool) -> Iterator[str]:
    """The text with a value that was not there, after the last one of its mapping or list."""
    holder, siblings = places[path[:-1]], entries_at(places, path[:-1])
    if not siblings and not holder.flow:  # a key without a value
        write = json_flow if as_json else flow
        yield _put(text, holder, write([value] if isinstance(path[-1], int) else {path[-1]: value}))
        return
    for lines in _entries(places, path, value, as_json):
        if not siblings:
            yield text[: holder.start + 1] + lines[0] + text[holder.start + 1 :]
            continue
        last = siblings[-1]
        end = last.end if _has_value(last) else _behind_spaces(text, last.end)
        if holder.flow:
            yield f"{text[:end]}, {lines[0]}{text[end:]}"
            continue
        # Behind the comment of the last entry, if it has one.
        stop = min(k for k in (text.find("\n", end), text.find("\r", end), len(text)) if k >= 0)
        break_ = _line_break(text)
        yield text[:stop] + break_ + " " * _column(places, path[:-1]) + break_.join(lines) + text[stop:]


def _in_brackets(places: Places, path: KeyPath) -> bool:
    return any(places[path[:k]].flow for k in range(len(path)))


def _spreads(value: Any, line: str) -> bool:
    """Whether a value is better written with a line for each entry."""
    return isinstance(value, Mapping | list | tuple) and bool(value) and len(line) > 60


def _line_break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
