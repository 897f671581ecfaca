"""Changes to a case file that leave everything else in it as it is: comments, order, layout."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import CaseError, CountermoveError, KeyPath, QuestionError, dotted, quoted
from countermove.io.files import read_text, write_text
from countermove.io.writing import block_lines, block_text, flow, json_flow, json_scalar
from countermove.io.yaml_text import Places, Spot, read_data

__all__ = ["edit", "edit_text"]


def edit(path: str | FilePath, changes: Mapping[KeyPath, Any]) -> None:
    """Set values in a case file: each change is a path of keys and positions, and the new value.

    The rest of the file, comments included, stays as it is to the letter; the file is replaced whole or not
    at all. A last step that is not there is added: a key to its mapping, the next position to its list.

    Parameters
    ----------
    path
        The file, in YAML or JSON.
    changes
        For each path of keys and positions (counted from 0) the new value.

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
    """
    for path, value in changes.items():
        data, places = read_data(text, name)
        way = _way(path, places)
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


def _way(path: KeyPath, places: Places) -> KeyPath:
    """The path as the file has it: the name of an option or the text of a line may be in its short form."""
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
    if isinstance(data, list) and isinstance(step, int) and 0 <= step <= len(data):
        old = data[step] if step < len(data) else None
        return [*data[:step], _with(old, tuple(further), value), *data[step + 1 :]]
    if isinstance(data, dict) and isinstance(step, str):
        return {**data, step: _with(data.get(step), tuple(further), value)}
    raise QuestionError(f"there is no {quoted(str(step))} in the file, and no place to add it")


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
    if spot is None:
        yield _added(text, places, path, value, write)
        return
    new = write(value)
    # A block can stand only under a key of its own, outside brackets.
    if not as_json and not _in_brackets(places, path) and spot.key:
        if _spreads(value, new):
            yield _put_block(text, spot, list(block_lines(value, spot.key[1] + 1)))
        lines = block_text(value, spot.key[1] + 1) if isinstance(value, str) and "\n" in value else None
        if lines is not None:
            yield _put(text, spot, _line_break(text).join(lines))
    yield _put(text, spot, new)


def _put(text: str, spot: Spot, new: str) -> str:
    """The text with the value at a spot replaced."""
    if not _has_value(spot):
        start = _behind_spaces(text, spot.end)
        return text[:start] + ("" if text[start - 1 : start] in ("", " ") else " ") + new + text[start:]
    return text[: spot.start] + new + _aligned(text[spot.end :], len(new) - (spot.end - spot.start))


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


def _added(text: str, places: Places, path: KeyPath, value: Any, write: Any) -> str:
    """The text with a value that was not there, after the last one of its mapping or list."""
    holder = places[path[:-1]]
    entry = write(value) if isinstance(path[-1], int) else f"{write(path[-1])}: {write(value)}"
    last = [spot for way, spot in places.items() if way[:-1] == path[:-1] and len(way) == len(path)]
    if holder.flow and not last:
        return text[: holder.start + 1] + entry + text[holder.start + 1 :]
    end = last[-1].end if _has_value(last[-1]) else _behind_spaces(text, last[-1].end)
    if holder.flow:
        return f"{text[:end]}, {entry}{text[end:]}"
    column = (last[0].key or holder.value)[1] - 1
    dash = "- " if isinstance(path[-1], int) else ""
    # Behind the comment of the last entry, if it has one.
    stop = min(k for k in (text.find("\n", end), text.find("\r", end), len(text)) if k >= 0)
    return text[:stop] + _line_break(text) + " " * column + dash + entry + text[stop:]


def _in_brackets(places: Places, path: KeyPath) -> bool:
    return any(places[path[:k]].flow for k in range(len(path)))


def _spreads(value: Any, line: str) -> bool:
    """Whether a value is better written with a line for each entry."""
    return isinstance(value, Mapping | list | tuple) and bool(value) and len(line) > 60


def _line_break(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
