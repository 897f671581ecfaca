"""From YAML or JSON text to plain data, with the place of every key and value.

Only mappings, lists, text and None come out: every scalar is the text that was written (``NO``, ``007`` and
``2022-01-13`` included), except that a plain ``null``, ``~`` or nothing at all is None. What cannot stand in
a case file is refused while it is read: duplicate keys, anchors, aliases, tags, several documents, deep
nesting, and more nodes than a case can need.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from countermove.errors import CaseError, Diagnostic, KeyPath, Place, quoted

__all__ = ["MAX_DEPTH", "MAX_NODES", "KeyPath", "Places", "Spot", "read_data"]

MAX_DEPTH = 64
"""Levels of mappings and lists, six times the deepest of the catalogue; what is deeper is an attack or a mistake."""
MAX_NODES = 50_000
"""Values in a file, 100 times what the largest case of the catalogue has (501)."""
MAX_KEY_CHARACTERS = 1_000
"""Characters of a key; YAML itself asks for keys of at most 1,024."""
NULLS = ("", "~", "null")

COLON = 'put text with ": " in it in quotation marks'
WAYS_OUT = (
    ("'\\t'", "use spaces, not tabs, outside quotation marks"),
    ("cannot start any token", "put the text in quotation marks"),
    ("mapping values are not allowed", f'{COLON}, as in title: "What next: war or peace?", or correct the indent'),
    ("expected <block end>", "indent it by as much as its neighbours, or put the text in quotation marks"),
    ("could not find expected ':'", 'write it as key: value, or begin an entry of a list with "- "'),
    ("unexpected end of stream", "close the quotation mark or bracket"),
    ("<stream end>", "close the quotation mark or bracket"),
    ("but got ':'", f"put a comma between the entries, close the bracket, or {COLON}"),
    ("expected ',' or", "put a comma between the entries, or close the bracket"),
    ("document separator", "close the quotation mark"),
    ("escape", r"write a backslash as \\, or use single quotation marks"),
)  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """Where a value stands: line and column of its key (None in a list) and of itself, counted from 1.

    `start` and `end` are the same as positions in the text. Of a scalar: `text` is what it means, `raw` what
    the file has, `style` its quotation mark or block sign. Of a mapping or list: `flow` says whether it is in
    brackets.

    Parameters
    ----------
    key
        Line and column of the key, counted from 1; None in a list.
    value
        Line and column of the value, counted from 1.
    start
        The position of the value in the text, counted from 0.
    end
        The position behind it.
    text
        Of a scalar, what it means.
    raw
        Of a scalar, what the file has.
    style
        Of a scalar, its quotation mark or block sign.
    flow
        Of a mapping or list, whether it is in brackets.
    head
        The position of its key in the text; of an entry of a list that of the value.
    sheet
        In a workbook the sheet, whose rows and columns are then meant; empty in a file of text.
    """

    key: tuple[int, int] | None
    value: tuple[int, int]
    start: int = 0
    end: int = 0
    text: str = ""
    raw: str = ""
    style: str = ""
    flow: bool = False
    head: int = 0
    sheet: str = ""


Places = dict[KeyPath, Spot]


@dataclass
class _Open:
    """A mapping or list that is being filled."""

    path: KeyPath
    data: Any
    key: str | None = None
    key_at: tuple[int, int] | None = None
    key_index: int = 0
    where: dict[str, int] = field(default_factory=dict)


class _Fault(Exception):
    """The first thing that cannot stand in a case file."""

    def __init__(self, code: str, message: str, hint: str, at: tuple[int, int] | None, path: KeyPath = ()) -> None:
        self.code, self.message, self.hint, self.at, self.path = code, message, hint, at, path


def read_data(text: str, name: str) -> tuple[Any, Places]:
    """The data that `text` holds, and the place of each value by its path.

    Parameters
    ----------
    text
        The text of the file.
    name
        Its name in messages; ``.json`` makes them say JSON.

    Returns
    -------
    tuple
        The data, and the spot of each value by its path.

    Raises
    ------
    CaseError
        With one diagnostic where it cannot be read.

    Examples
    --------
    >>> data, places = read_data("at: 2022-01-13", "case.yaml")
    >>> data, places[("at",)].value
    ({'at': '2022-01-13'}, (1, 5))
    """
    as_json = name.lower().endswith(".json")
    # YAML takes no tabs for indentation, JSON does.
    if as_json:
        text = text.replace("\t", " ")
    try:
        return _Composer(text).compose()
    except _Fault as fault:
        where = Place(name, *fault.at) if fault.at else Place(name)
        message = fault.message.replace("YAML", "JSON", 1) if as_json else fault.message
        diagnostic = Diagnostic(fault.code, "error", fault.path, message, fault.hint, place=where)
    raise CaseError([diagnostic])


class _Composer:
    """Puts the events of a YAML text together, without recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.places: Places = {}
        self.open: list[_Open] = []
        self.root: Any = None
        self.documents = 0

    def compose(self) -> tuple[Any, Places]:
        # From events, and not from ruamel's own constructor: nothing is ever built from tags or aliases, and every
        # value keeps its place.
        for event in _events(self.text):
            if isinstance(event, DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise _Fault("CM006", "a second document begins here", 'take out the line "---"', _at(event))
            elif isinstance(event, MappingEndEvent | SequenceEndEvent):
                self._close(event)
            elif isinstance(event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent):
                self._node(event)
        return self.root, self.places

    def _node(self, event: Any) -> None:
        _refuse_marks(event)
        top = self.open[-1] if self.open else None
        if top is not None and isinstance(top.data, dict) and top.key is None:
            self._key(top, event)
            return
        path = self._path(top)
        self.places[path] = self._spot(top, event)
        if len(self.places) > MAX_NODES:
            raise _Fault("CM002", f"the file has more than {MAX_NODES:,} values", "a case needs far fewer", _at(event))
        self._put(top, path, event)

    def _path(self, top: _Open | None) -> KeyPath:
        if top is None:
            return ()
        return (*top.path, top.key if top.key is not None else len(top.data))

    def _put(self, top: _Open | None, path: KeyPath, event: Any) -> None:
        value: Any = [] if isinstance(event, SequenceStartEvent) else {}
        if isinstance(event, ScalarEvent):
            value = _scalar(event)
        if top is None:
            self.root = value
        elif isinstance(top.data, dict):
            top.data[top.key], top.key = value, None
        else:
            top.data.append(value)
        if not isinstance(event, ScalarEvent):
            if len(self.open) >= MAX_DEPTH:
                raise _Fault(
                    "CM007",
                    f"the file is nested more than {MAX_DEPTH} deep",
                    "close some brackets before this",
                    _at(event),
                )
            self.open.append(_Open(path, value))

    def _key(self, top: _Open, event: Any) -> None:
        at = _at(event)
        if not isinstance(event, ScalarEvent):
            kind = "list" if isinstance(event, SequenceStartEvent) else "mapping"
            raise _Fault("CM004", f"a {kind} stands where a key is expected", "a key is text: key: value", at, top.path)
        key = _joined(event)
        if not key and event.style is None:
            raise _Fault("CM004", "a key is missing before the colon", "a key is text: key: value", at, top.path)
        if len(key) > MAX_KEY_CHARACTERS:
            raise _Fault("CM004", f"a key of {len(key):,} characters", f"the limit is {MAX_KEY_CHARACTERS:,}", at, top.path)
        if key in top.data:
            raise _Fault(
                "CM005", f"the key {quoted(key)} stands here a second time",
                f"it is already on line {top.where[key]}: keep one of the two", at, top.path,
            )  # fmt: skip
        top.key, top.key_at, top.where[key], top.key_index = key, at, at[0], event.start_mark.index

    def _spot(self, top: _Open | None, event: Any) -> Spot:
        key = top.key_at if top and top.key is not None else None
        start, end = event.start_mark.index, event.end_mark.index
        head = start if key is None or top is None else top.key_index
        if not isinstance(event, ScalarEvent):
            return Spot(key, _at(event), start, end, flow=bool(event.flow_style), head=head)
        # Of a plain or block scalar the parser's end may lie behind line breaks that are not part of it.
        raw = self.text[start:end].rstrip() if event.style not in ("'", '"') else self.text[start:end]
        return Spot(key, _at(event), start, start + len(raw), str(event.value), raw, event.style or "", head=head)

    def _close(self, event: Any) -> None:
        """Note where a mapping or list ends: at its bracket, or where its last value does."""
        closed = self.open.pop()
        spot = self.places[closed.path]
        end = event.end_mark.index
        if not spot.flow:
            last: str | int = next(reversed(closed.data)) if isinstance(closed.data, dict) else len(closed.data) - 1
            end = self.places[(*closed.path, last)].end
        self.places[closed.path] = replace(spot, end=end)


def _events(text: str) -> Iterator[Event]:
    """The events of a YAML text; whatever the parser trips over becomes one fault."""
    reader = YAML(typ="safe", pure=True)
    try:
        yield from reader.parse(text)
    except _Fault:
        raise
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        problem = " ".join(str(fault.problem or fault.context or "it cannot be read").split())
        hint = next((way for sign, way in WAYS_OUT if sign in problem), "compare it with an example case")
        if mark is not None:
            near = text.splitlines()[max(mark.line - 1, 0) : mark.line + 1]
            hint = next(filter(None, map(_odd, near)), hint)
        if fault.context_mark is not None and mark is not None and fault.context_mark.line != mark.line:
            hint += f"; what it belongs to begins on line {fault.context_mark.line + 1}"
        raise _Fault("CM004", f"this is not YAML: {problem}", hint, _mark(mark)) from None
    except YAMLError as fault:
        problem = " ".join(str(fault).split())[:200]
        raise _Fault("CM004", f"this is not YAML: {problem}", "compare it with an example case", None) from None
    except Exception as fault:
        # The parser is not ours and meets hostile text here: nothing that it raises may reach the user.
        problem = f"the parser gives up ({type(fault).__name__})"
        raise _Fault("CM004", f"this is not YAML: {problem}", "compare it with an example case", None) from None


def _odd(line: str) -> str | None:
    """What is wrong with a line that begins with what only looks like spaces, or like a hyphen."""
    if re.match(r" *[^\S \t\r\n]", line):
        return "the line begins with spaces that are no ordinary ones; type them anew"
    if re.match(r" *[\u2010-\u2015\u2022\u2212*] ", line):
        return 'begin an entry of a list with "- ", a plain hyphen and a space'
    return None


def _refuse_marks(event: Any) -> None:
    if isinstance(event, AliasEvent):
        raise _Fault("CM006", f"an alias, *{event.anchor}", "write the value out here", _at(event))
    if event.anchor:
        raise _Fault("CM006", f"an anchor, &{event.anchor}", "take it out; a case has no aliases", _at(event))
    if event.tag:
        raise _Fault("CM006", f"a tag, {event.tag}", "take it out, or put the text in quotation marks", _at(event))


def _scalar(event: ScalarEvent) -> str | None:
    """The text of a scalar, or None for a plain null."""
    return None if event.style is None and event.value in NULLS else _joined(event)


def _joined(event: ScalarEvent) -> str:
    """The text of a scalar, the halves of a JSON surrogate pair joined."""
    value = str(event.value)
    if re.search("[\ud800-\udfff]", value):
        try:
            # JSON writes a character beyond the basic plane as two escapes; the YAML reader takes them for two
            # characters.
            return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            what, way = (
                r"half of a surrogate pair (\ud800 to \udfff)",
                r"write both halves, or \U and 8 digits",
            )
            raise _Fault("CM004", what, way, _at(event)) from None
    return value


def _at(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _mark(mark: Any) -> tuple[int, int] | None:
    return None if mark is None else (mark.line + 1, mark.column + 1)
