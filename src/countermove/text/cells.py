"""How many columns of a terminal a text takes: none for marks that combine, two for wide characters, else one each."""

from __future__ import annotations

import unicodedata
from functools import cache

__all__ = ["chopped", "columns"]


def columns(text: str) -> int:
    """The columns of a text.

    >>> columns("Ä"), columns("水"), columns("e\\u0301")
    (1, 2, 1)
    """
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def chopped(text: str, width: int) -> list[str]:
    """A text in pieces of at most `width` columns, but of one character at least.

    >>> chopped("abcdefgh", 3)
    ['abc', 'def', 'gh']
    """
    pieces, taken = [""], 0
    for character in text:
        own = _cells_of(character)
        if pieces[-1] and taken + own > width:
            pieces.append("")
            taken = 0
        pieces[-1] += character
        taken += own
    return pieces


@cache
def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
