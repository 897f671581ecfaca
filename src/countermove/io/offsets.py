"""From a position in a text value to its place in the file, through quotation marks and line breaks."""

from __future__ import annotations

import re

from countermove.io.nodes import Spot

__all__ = ["column_of"]

TOKENS = {
    '"': re.compile(r"\\(?:x..|u.{4}|U.{8}|\r?\n|.)|.", re.DOTALL),
    "'": re.compile(r"''|.", re.DOTALL),
    "": re.compile(r".", re.DOTALL),
}


def column_of(spot: Spot, offset: int) -> tuple[int, int]:
    r"""Line and column, counted from 1, of the character at `offset` in the text that stands at `spot`.

    Spaces may have been folded while the file was read; the other characters keep their order, so they are
    counted.

    >>> column_of(Spot(None, (3, 5), text="a and 'b'", raw="'a and ''b'''", style="'"), 7)
    (3, 14)
    """
    before = spot.raw[: _position(spot, offset)]
    line = before.count("\n")
    column = len(before) - before.rfind("\n") if line else spot.value[1] + len(before)
    return spot.value[0] + line, column


def _position(spot: Spot, offset: int) -> int:
    """The same as a position in what the file has."""
    todo = sum(not c.isspace() for c in spot.text[:offset])
    if offset < len(spot.text):
        for token in TOKENS.get(spot.style, TOKENS[""]).finditer(spot.raw, _body(spot)):
            if not _blank(token[0]):
                todo -= 1
            if todo < 0:
                return token.start()
    end = len(spot.raw.rstrip())
    closed = end > 1 and spot.style in ("'", '"') and spot.raw[end - 1] == spot.style
    return end - closed


def _body(spot: Spot) -> int:
    """Where the text begins in what the file has: behind a quotation mark, or the line of a block sign."""
    if spot.style in ("|", ">"):
        return spot.raw.find("\n") + 1
    return 1 if spot.style in ("'", '"') else 0


def _blank(token: str) -> bool:
    return token.isspace() or token in (r"\n", r"\t", r"\ ", "\\\n")
