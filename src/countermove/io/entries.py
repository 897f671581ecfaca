"""Entries of mappings and lists in the text of a case file: taken out and put in, with the comments that belong to them.

A comment belongs to the entry that it stands above, in its column and without an empty line between, or behind which it
stands on a line; and so does one that is indented deeper than the entry and follows it at once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from countermove.errors import KeyPath
from countermove.io.yaml_text import Places, Spot

__all__ = ["behind_colon", "entries_at", "in_place_of_block", "with_entry", "without_entry"]

COMMA = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*(?=[\r\n]))*,")
"""What stands between an entry in brackets and the comma behind it."""
COMMENT = re.compile(r"[ \t]*(?:#[^\r\n]*)?")
"""What stands behind an entry on its last line."""
BREAK = re.compile(r"\r\n|\r|\n|\Z")
KEY = re.compile(r"(?:\"(?:\\\\.|[^\"\\\\])*\"|'(?:''|[^'])*'|[^:\r\n]*(?::(?=\S)[^:\r\n]*)*)[ \t]*:")


def entries_at(places: Places, path: KeyPath) -> list[Spot]:
    """The spots of the entries of the mapping or list at a path, in the order of the text."""
    return [spot for way, spot in places.items() if len(way) == len(path) + 1 and way[:-1] == path]


def without_entry(text: str, places: Places, path: KeyPath) -> str:
    """The text without the entry at a path, and without the comments that belong to it.

    Examples
    --------
    >>> from countermove.io.yaml_text import read_data
    >>> text = "prefers:\\n  # the dam\\n  - a  # first\\n  # the rest\\n  - b\\n"
    >>> without_entry(text, read_data(text, "x")[1], ("prefers", 0))
    'prefers:\\n  # the rest\\n  - b\\n'
    """
    holder, siblings = places[path[:-1]], entries_at(places, path[:-1])
    index = siblings.index(places[path])
    if holder.flow:
        return _without_in_brackets(text, siblings, index)
    spot = siblings[index]
    head = _head(text, spot, holder)
    start, end = _lines_of(text, head, spot.end)
    if len(siblings) == 1:
        return _behind_key(text, holder, "[]" if isinstance(path[-1], int) else "{}", start, end)
    if _is_blank(text, head):
        return text[:start] + text[end:]
    # The first entry stands behind the dash, or the dashes, of what holds it: the next one takes its place, and comments
    # that stand between them stand above both.
    following = _head(text, siblings[index + 1], holder)
    line = _line_start(text, head)
    between = [part for part in text[spot.end : following].splitlines(keepends=True)[1:] if part.lstrip().startswith("#")]
    return text[:line] + "".join(between) + text[line:head] + text[following:]


def with_entry(text: str, places: Places, path: KeyPath, lines: Sequence[str]) -> str:
    """The text with an entry before the one that stands at a path.

    Parameters
    ----------
    text
        The text.
    places
        Where its values stand.
    path
        The path of the entry before which the new one is put.
    lines
        The lines of the new entry, the first without its indent; in brackets one.
    """
    holder, spot = places[path[:-1]], places[path]
    break_ = _break_of(text)
    head = spot.head if holder.flow else _head(text, spot, holder)
    column = head - _line_start(text, head)
    entry = break_.join(lines)
    if not _is_blank(text, head):
        after = ", " if holder.flow else break_ + " " * column
        return text[:head] + entry + after + text[head:]
    top = _comments_above(text, head)
    return text[:top] + " " * column + entry + ("," if holder.flow else "") + break_ + text[top:]


def _without_in_brackets(text: str, siblings: Sequence[Spot], index: int) -> str:
    spot = siblings[index]
    start, end = spot.head, max(spot.end, spot.head)
    comma = COMMA.match(text, end)
    if comma is not None:
        start, end = _cut_of(text, start, comma.end())
        return text[:start] + text[end:]
    start, end = _cut_of(text, start, end)
    if index == 0:
        return text[:start] + text[end:]
    # The last entry: the comma before it goes, what stands behind that comma stays.
    before = COMMA.match(text, siblings[index - 1].end)
    assert before is not None
    return text[: before.end() - 1] + text[before.end() : start].rstrip(" \t") + text[end:]


def _cut_of(text: str, start: int, end: int) -> tuple[int, int]:
    """What is cut out for an entry in brackets: whole lines where it has them, else it and the spaces behind it."""
    behind = COMMENT.match(text, end)
    assert behind is not None
    if _is_blank(text, start) and BREAK.match(text, behind.end()):
        after = BREAK.match(text, behind.end())
        assert after is not None
        return _comments_above(text, start), after.end()
    # A comment on the line is that of the last entry of the line, which this one is where nothing else stands behind it.
    comment = behind.end() if text[end : behind.end()].strip() else end
    spaces = re.compile(r"[ \t]*").match(text, comment)
    assert spaces is not None
    return start, spaces.end()


def in_place_of_block(text: str, spot: Spot, new: str) -> str:
    """The text with a value on the line of its key instead of a mapping or list of several lines, whose comments go.

    Examples
    --------
    >>> from countermove.io.yaml_text import read_data
    >>> text = "prefers:  # in order\\n  - a\\n  - b  # last\\n"
    >>> in_place_of_block(text, read_data(text, "x")[1][("prefers",)], "[]")
    'prefers: []  # in order\\n'
    """
    behind = COMMENT.match(text, spot.end)
    assert behind is not None
    return _behind_key(text, spot, new, _line_start(text, spot.start), _after_break(text, behind.end()))


def _behind_key(text: str, spot: Spot, new: str, start: int, end: int) -> str:
    """The text with a value behind a colon, before a comment there, instead of the lines from a start to an end."""
    colon = behind_colon(text, spot)
    if colon is None or colon > start:
        return text[: spot.start] + new + text[spot.end :]
    return f"{text[:colon]} {new}{text[colon:start]}{text[end:]}"


def behind_colon(text: str, spot: Spot) -> int | None:
    """The position behind the colon of a key; None for an entry of a list."""
    key = None if spot.key is None else KEY.match(text, spot.head)
    return None if key is None else key.end()


def _head(text: str, spot: Spot, holder: Spot) -> int:
    """Where an entry outside brackets begins: at its key, or at its dash."""
    if spot.key is not None:
        return spot.head
    column, line = holder.value[1] - 1, _line_start(text, spot.start)
    # The dash stands in the column of the first one, on the line of the value or above it.
    while line > holder.start - column and text[line + column : line + column + 1] != "-":
        line = _line_start(text, max(line - 1, 0))
    return line + column


def _lines_of(text: str, head: int, end: int) -> tuple[int, int]:
    """From the first comment of an entry to behind its last line."""
    column = head - _line_start(text, head)
    behind = COMMENT.match(text, end)
    assert behind is not None
    stop = _after_break(text, behind.end())
    while True:
        comment = re.compile(r"( *)#[^\r\n]*").match(text, stop)
        if comment is None or len(comment[1]) <= column:
            return _comments_above(text, head), stop
        stop = _after_break(text, comment.end())


def _comments_above(text: str, head: int) -> int:
    """The start of the comments that stand above an entry in its column; that of its own line where there is none."""
    start = _line_start(text, head)
    column = head - start
    while start:
        above = _line_start(text, start - 1)
        line = text[above:start]
        if not (line.lstrip(" ").startswith("#") and len(line) - len(line.lstrip(" ")) == column):
            break
        start = above
    return start


def _after_break(text: str, position: int) -> int:
    found = BREAK.search(text, position)
    return len(text) if found is None else found.end()


def _line_start(text: str, position: int) -> int:
    """The start of the line of a position."""
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, max(position - 1, 0))) + 1


def _is_blank(text: str, head: int) -> bool:
    """Whether nothing stands before a position on its line."""
    return not text[_line_start(text, head) : head].strip()


def _break_of(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
