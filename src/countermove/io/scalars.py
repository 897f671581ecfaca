"""How a text is written in YAML and JSON, so that it is read back as the same text."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from countermove.model.preferences import is_pattern

__all__ = ["WIDTH", "block_text", "json_scalar", "yaml_key", "yaml_scalar"]

WIDTH = 100
WORDS = frozenset("null ~ true false yes no on off y n".split())  # noqa: SIM905
"""Texts that other readers take for something else; they are quoted."""
PLAIN = re.compile(r"[^\W_](?:[^:#]|:(?=\S)|(?<=\S)#)*")
UNSAFE = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010fffd]")


def yaml_scalar(value: Any, flow: bool = True) -> str:
    """A scalar on one line: plain where that is safe, else in quotation marks; `flow` is inside brackets.

    >>> print(yaml_scalar("not nato.admit"), yaml_scalar("YN-Y"), yaml_scalar("a: b"), yaml_scalar(None))
    not nato.admit "YN-Y" "a: b" null
    """
    if not isinstance(value, str):
        return json_scalar(value)
    if _is_plain(value, flow):
        return value
    if UNSAFE.search(value) or not ('"' in value or "\\" in value):
        return json_scalar(value)
    return "'" + value.replace("'", "''") + "'"


def yaml_key(key: Any) -> str:
    """A key: as a scalar in brackets, but words that only other readers mistake stay plain.

    >>> print(yaml_key("on"), yaml_key("a: b"))
    on "a: b"
    """
    return str(key) if re.fullmatch(r"[a-z][a-z -]*[a-z]", str(key)) and key != "null" else yaml_scalar(str(key))


def json_scalar(value: Any) -> str:
    """A scalar in JSON: numbers exactly, control and other invisible characters as escapes.

    >>> from decimal import Decimal
    >>> print(json_scalar("a\\u2028b"), json_scalar(Decimal("0.10")))
    "a\\u2028b" 0.10
    """
    if isinstance(value, Decimal):
        return str(value)
    text = json.dumps(value, ensure_ascii=False)
    return UNSAFE.sub(lambda found: _escape(found[0]), text)


def block_text(text: str, indent: int) -> list[str] | None:
    """The lines of a text too long for one line, its block sign first; None where quotation marks are due.

    >>> block_text("one\\ntwo\\n", 2)
    ['|', '  one', '  two']
    """
    body = text.removesuffix("\n")
    kept = "" if body != text else "-"
    lines = body.split("\n")
    if UNSAFE.search(text.replace("\n", "")) or any(line != line.strip(" ") for line in lines) or not lines[-1]:
        return None
    pad = " " * indent
    if len(lines) == 1 and "  " not in body:
        return [f">{kept}", *(pad + line for line in _folded(body, WIDTH - indent))]
    if len(lines) == 1 or not lines[0]:
        return None
    return [f"|{kept}", *(pad + line if line else "" for line in lines)]


def _is_plain(text: str, flow: bool) -> bool:
    if text.casefold() in WORDS or is_pattern(text) or text != text.strip() or UNSAFE.search(text):
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
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
