"""Edits: a reversible map from a text to its repaired form, and the edits that put wrongly decoded characters right."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countermove.reader.documents import missing_extra

__all__ = ["Edit", "EditMap", "decoded", "unligatured"]


@dataclass(frozen=True)
class Edit:
    """[start, end) of the original became `new`; `kind` is join, split, decode, or empty for mere white space.

    Parameters
    ----------
    start
        Where it begins in the original, counted from 0.
    end
        The position behind it.
    new
        What stands there now.
    kind
        ``join``, ``split``, ``decode``, or empty for mere white space.
    """

    start: int
    end: int
    new: str
    kind: str = ""


class EditMap:
    """The original, the edits, and the text that they make of it.

    Parameters
    ----------
    original
        The text as it came.
    edits
        Changes that do not overlap, in any order.

    Examples
    --------
    >>> change = EditMap("the Rus-sian offer", [Edit(4, 12, "Russian", "join")])
    >>> change.text, change.original(4, 11)
    ('the Russian offer', (4, 12))
    """

    def __init__(self, original: str, edits: Iterable[Edit]) -> None:
        self.source = original
        self.edits = tuple(sorted(edits, key=lambda edit: edit.start))
        pieces, starts, shifts, done, length = [], [0], [0], 0, 0
        for edit in self.edits:
            kept = original[done : edit.start]
            pieces += [kept, edit.new]
            length += len(kept) + len(edit.new)
            done = edit.end
            starts.append(length)
            shifts.append(done - length)
        pieces.append(original[done:])
        self.text = "".join(pieces)
        self._starts, self._shifts = starts, shifts

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that became [start, end) of the text; an edited word counts as a whole."""
        # The end is that of the last character inside, so that a span never takes in an edit behind it.
        last = self._place(end - 1, last=True) if end > start else self._place(end, last=False)
        return self._place(start, last=False), last

    def new(self, place: int) -> int:
        """Where a place of the original is in the text; for a place inside an edit, where the edit begins.

        >>> EditMap("the Rus-sian offer", [Edit(4, 12, "Russian", "join")]).new(13)
        12
        """
        shift = 0
        for edit in self.edits:
            if place < edit.end:
                return min(place, edit.start) + shift
            shift += len(edit.new) - (edit.end - edit.start)
        return place + shift

    def _place(self, at: int, *, last: bool) -> int:
        k = bisect_right(self._starts, at) - 1
        place = at + self._shifts[k]
        if k < len(self.edits) and place >= self.edits[k].start:
            return self.edits[k].end if last else self.edits[k].start
        return place + 1 if last else place


LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}  # fmt: skip
LIGATURE = re.compile("[\ufb00-\ufb06]")
TOKEN = re.compile(r"[^ \t\r\n]*[^\x00-\x7f][^ \t\r\n]*")
CLOSING = re.compile("â€(?!\\w)")
"""A closing quotation mark whose last byte was lost."""
LOST = re.compile(r"(?<=[^\W\d_])\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)")
"""An apostrophe that somebody's program could not decode."""


def unligatured(text: str) -> str:
    """A text with its letters apart: the sign for "fi" becomes f and i.

    Parameters
    ----------
    text
        Any text.

    Examples
    --------
    >>> unligatured("of\ufb01cer"), unligatured("a\ufb00air")
    ('officer', 'affair')
    """
    return LIGATURE.sub(lambda m: LIGATURES[m[0]], text)


def decoded(text: str) -> Iterator[Edit]:
    """The edits that put wrongly decoded characters right, each as short as it can be.

    Parameters
    ----------
    text
        The original.

    Yields
    ------
    Edit
        In order.

    Raises
    ------
    QuestionError
        Where ftfy is not installed.

    Examples
    --------
    >>> [edit.new for edit in decoded("Itâ€™s a cafÃ©, says an of\ufb01cer.")]
    ['’', 'é', 'fi']
    """
    if text.isascii():
        return
    try:
        from ftfy import fix_encoding
    except ImportError as fault:
        raise missing_extra(fault) from None
    for m in TOKEN.finditer(text):
        better = LOST.sub("’", CLOSING.sub("”", fix_encoding(m[0])))
        if better == m[0]:
            yield from (
                Edit(m.start() + k.start(), m.start() + k.end(), LIGATURES[k[0]], "decode") for k in LIGATURE.finditer(m[0])
            )
            continue
        # Only what has changed is an edit: the same beginning and end are left as they are.
        better = unligatured(better)
        lead = _shared(m[0], better)
        tail = _shared(m[0][lead:][::-1], better[lead:][::-1])
        yield Edit(m.start() + lead, m.end() - tail, better[lead : len(better) - tail], "decode")


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
