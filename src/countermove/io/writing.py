"""Data as a YAML or JSON text: short forms where nothing is lost, a layout that a person can read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from countermove.errors import KeyPath
from countermove.model.case import Case
from countermove.model.labels import KINDS
from countermove.model.preferences import is_pattern

__all__ = [
    "LINE_WIDTH",
    "block_lines",
    "block_text",
    "data_of",
    "dump",
    "dump_data",
    "dump_json",
    "flow",
    "json_flow",
    "json_scalar",
    "short_form",
    "short_scenario",
    "yaml_key",
    "yaml_scalar",
]

LINE_WIDTH = 100
"""Columns of a line that is written, as in the documentation; longer text is folded where that loses nothing."""
MISREAD = frozenset("null ~ true false yes no on off y n".split())  # noqa: SIM905
"""Texts that other readers take for something else; they are quoted."""
PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?=\S)|(?<=\S)#)*")
UNSAFE = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffd]")


def yaml_scalar(value: Any, flow: bool = True) -> str:
    """A scalar on one line: plain where that is safe, else in quotation marks; `flow` is inside brackets.

    Parameters
    ----------
    value
        Text, a number, a bool or None.
    flow
        Whether it stands in brackets, where more has to be quoted.

    Examples
    --------
    >>> print(yaml_scalar("not nato.admit"), yaml_scalar("YN-Y"), yaml_scalar("a: b"), yaml_scalar(None))
    not nato.admit "YN-Y" "a: b" null
    """
    if not isinstance(value, str):
        return json_scalar(value)
    if _is_plain(value, flow):
        return value
    # Single quotation marks know no escapes, and so suit text with quotation marks or backslashes in it.
    if UNSAFE.search(value) or not ('"' in value or "\\" in value):
        return json_scalar(value)
    return "'" + value.replace("'", "''") + "'"


def yaml_key(key: Any) -> str:
    """A key: as a scalar in brackets, but words that only other readers mistake stay plain.

    Parameters
    ----------
    key
        The key.

    Examples
    --------
    >>> print(yaml_key("on"), yaml_key("a: b"))
    on "a: b"
    """
    return str(key) if re.fullmatch(r"[a-z][a-z -]*[a-z]", str(key)) and key != "null" else yaml_scalar(str(key))


def json_scalar(value: Any) -> str:
    """A scalar in JSON: numbers exactly, control and other invisible characters as escapes.

    Parameters
    ----------
    value
        Text, a number, a bool or None.

    Examples
    --------
    >>> from decimal import Decimal
    >>> print(json_scalar("a\\u2028b"), json_scalar(Decimal("0.10")))
    "a\\u2028b" 0.10
    """
    if isinstance(value, Decimal):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return UNSAFE.sub(lambda match: _escape(match[0]), text)


def block_text(text: str, indent: int) -> list[str] | None:
    """The lines of a text too long for one line, its block sign first; None where quotation marks are due.

    Parameters
    ----------
    text
        The text.
    indent
        Spaces before each line.

    Returns
    -------
    list of str or None
        None where a block cannot hold the text exactly.

    Examples
    --------
    >>> block_text("one\\ntwo\\n", 2)
    ['|', '  one', '  two']
    """
    body = text.removesuffix("\n")
    kept = "" if body != text else "-"
    lines = body.split("\n")
    # A block keeps lines as they are, but not spaces around them.
    if UNSAFE.search(text.replace("\n", "")) or any(line != line.strip(" ") for line in lines) or not lines[-1]:
        return None
    pad = " " * indent
    if len(lines) == 1 and "  " not in body:
        return [f">{kept}", *(pad + line for line in _folded(body, LINE_WIDTH - indent))]
    if len(lines) == 1 or not lines[0]:
        return None
    return [f"|{kept}", *(pad + line if line else "" for line in lines)]


def _is_plain(text: str, flow: bool) -> bool:
    if text.casefold() in MISREAD or is_pattern(text) or text != text.strip() or UNSAFE.search(text):
        return False
    if flow and re.search(r"[][{},:?]", text):
        return False
    return PLAIN.fullmatch(text) is not None


def _folded(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for word in text.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= width:
            lines[-1] += " " + word
        else:
            lines.append(word)
    return lines


def _escape(character: str) -> str:
    code = ord(character)
    if code > 0xFFFF:
        # JSON escapes have four digits: a character beyond them is a pair of surrogates.
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"


SPREAD = frozenset(
    {
        "actors",
        "bodies",
        "options",
        "states",
        "sources",
        "prefers",
        "ranking",
        "impossible",
        "always",
        "coalesce",
        "labels",
    }
    | {"scenarios", "views", "events"}
)
"""Keys whose values have a line for each entry, however short they are."""
RECORDS = ("actors", "bodies", "scenarios")
"""Keys under which each entry is spread out, too."""


def dump(case: Case, suffix: str = ".yaml") -> str:
    """The case as the text of a file: JSON where `suffix` is ``.json``, else YAML.

    Reading it again gives an equal case.

    Parameters
    ----------
    case
        The case.
    suffix
        The ending of the file, with its dot.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> case = Case.model_validate({"actors": {"usa": {"options": {"go": "Go"}, "ranking": ["Y", "N"]}}})
    >>> print(dump(case), end="")
    actors:
      usa:
        options:
          go: Go
        ranking:
          - "Y"
          - "N"
    """
    data = data_of(case)
    return dump_json(data) if suffix.lower() == ".json" else dump_data(data)


def data_of(case: Case) -> dict[str, Any]:
    """The case as plain data, in the short forms of a case file.

    Parameters
    ----------
    case
        The case.

    Returns
    -------
    dict
        In the order of the fields of `Case`; numbers are exact decimals.
    """
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    fields = {"actors": {}, **data}
    return {key: _short(fields[key], (key,)) for key in sorted(fields, key=list(KEYS).index)}


def dump_data(data: Mapping[str, Any]) -> str:
    """Plain data as a YAML text, with an empty line before each larger block.

    Parameters
    ----------
    data
        Mappings, lists, text, numbers, bools and None.

    Returns
    -------
    str
        The text.
    """
    parts: list[str] = []
    for key, value in data.items():
        lines = list(block_lines({key: value}, 0))
        spaced = parts and (len(lines) > 1 or parts[-1].count("\n") > 1) and key != "about"
        parts.append(("\n" if spaced else "") + "\n".join(lines) + "\n")
    return "".join(parts)


def dump_json(data: Mapping[str, Any]) -> str:
    """Plain data as a JSON text, with a line for each entry of what is too long for one.

    Parameters
    ----------
    data
        Mappings, lists, text, numbers, bools and None.

    Returns
    -------
    str
        The text.

    Examples
    --------
    >>> dump_json({"options": [0, True]})
    '{"options": [0, true]}\\n'
    """
    return _json(data, 0) + "\n"


KEYS = {field.alias or name: name for name, field in Case.model_fields.items()}


def _short(value: Any, path: tuple[str | int, ...]) -> Any:
    """A value in its short form: text for what has only a name or a statement, no `changes` in scenarios."""
    if path[0] == "published":
        return value
    if path[0] == "scenarios" and len(path) == 2:
        return short_scenario(value)
    if isinstance(value, Mapping):
        only = next(iter(value)) if len(value) == 1 else None
        # A label that has nothing else is its statement, its options or its state.
        if only in KINDS and len(path) == 2 and path[0] == "labels" and isinstance(path[1], str):
            return value[only]
        if (only == "name" and len(path) == 4 and path[2] == "options") or (only == "that" and isinstance(path[-1], int)):
            return value[only]
        return {key: _short(inner, (*path, key)) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_short(inner, (*path, k)) for k, inner in enumerate(value)]
    return value


def short_form(value: Any, path: KeyPath) -> Any:
    """A value of a case in its long form as a file has it, at its path.

    Parameters
    ----------
    value
        Plain data.
    path
        The keys and positions that lead to it.

    Examples
    --------
    >>> short_form({"name": "Go"}, ("actors", "usa", "options", "go"))
    'Go'
    """
    return _short(value, path)


def short_scenario(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """A scenario as a file has it: its changes beside what it is about, where no key of them hides another."""
    changes = value.get("changes", {})
    about = {"about": value["about"]} if "about" in value else {}
    return value if {"changes", "about"} & set(changes) else {**about, **changes}


def block_lines(value: Any, indent: int, within: str = "") -> Iterator[str]:
    """The lines of a mapping or list that has a line for each entry.

    Parameters
    ----------
    value
        The mapping or list.
    indent
        Spaces before each line.
    within
        The key that it stands under.

    Yields
    ------
    str
        Lines without their line feeds.
    """
    pad = " " * indent
    if isinstance(value, Mapping):
        for key, inner in value.items():
            spread = key in SPREAD or within in RECORDS
            yield from _entry(f"{pad}{yaml_key(key)}:", inner, indent, key, spread)
        return
    for inner in value:
        if isinstance(inner, Mapping | list | tuple) and _flow_in(inner, indent + 2) is None:
            first, *further = block_lines(inner, indent + 2)
            yield f"{pad}- {first.lstrip(' ')}"
            yield from further
        else:
            yield from _entry(f"{pad}-", inner, indent)


def _entry(head: str, value: Any, indent: int, key: str = "", spread: bool = False) -> Iterator[str]:
    """The lines of one entry that begins with `head`."""
    if isinstance(value, Mapping | list | tuple):
        line = _flow_in(value, len(head) + 1)
        if line is not None and not (spread and value):
            yield f"{head} {line}"
        else:
            yield head
            yield from block_lines(value, indent + 2, key)
        return
    line = yaml_scalar(value, flow=False)
    if isinstance(value, str) and ("\n" in value or len(head) + 1 + len(line) > LINE_WIDTH):
        block = block_text(value, indent + 2)
        if block is not None:
            yield f"{head} {block[0]}"
            yield from block[1:]
            return
    yield f"{head} {line}"


def _flow_in(value: Any, column: int) -> str | None:
    """A mapping or list in brackets on one line; None where it is too long for the rest of the line."""
    line = flow(value)
    return line if len(line) <= LINE_WIDTH - column and "\\n" not in line else None


def flow(value: Any) -> str:
    """A value on one line.

    Parameters
    ----------
    value
        Mappings, lists and scalars.

    Examples
    --------
    >>> flow({"all": [{"actor": "ukraine"}, "consensus"]})
    '{all: [{actor: ukraine}, consensus]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{yaml_key(key)}: {flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(flow, value)) + "]"
    return yaml_scalar(value)


def _json(value: Any, indent: int) -> str:
    """A value in JSON: on one line where it is short, else a line for each entry."""
    line = json_flow(value)
    if not isinstance(value, Mapping | list | tuple) or not value or len(line) <= LINE_WIDTH - 20 - indent:
        return line
    pad = " " * (indent + 2)
    if isinstance(value, Mapping):
        inner = [f"{pad}{json_scalar(str(key))}: {_json(part, indent + 2)}" for key, part in value.items()]
        return "{\n" + ",\n".join(inner) + "\n" + " " * indent + "}"
    return "[\n" + ",\n".join(pad + _json(part, indent + 2) for part in value) + "\n" + " " * indent + "]"


def json_flow(value: Any) -> str:
    """A value in JSON on one line.

    Parameters
    ----------
    value
        Mappings, lists and scalars.
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{json_scalar(str(k))}: {json_flow(inner)}" for k, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(json_flow, value)) + "]"
    return json_scalar(value)
