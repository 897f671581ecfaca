"""Puts wrongly decoded characters right: quotation marks, dashes and accents, and letters that a printer had joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.reader.edits import Edit
from countermove.reader.intake import missing_extra

__all__ = ["decoded", "unligatured"]

LIGATURES = {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}  # fmt: skip
LIGATURE = re.compile("[\ufb00-\ufb06]")
TOKEN = re.compile(r"[^ \t\r\n]*[^\x00-\x7f][^ \t\r\n]*")
CLOSING = re.compile("â€(?!\\w)")
"""A closing quotation mark whose last byte was lost."""
LOST = re.compile(r"(?<=[^\W\d_])\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)")
"""An apostrophe that somebody's program could not decode."""


def unligatured(text: str) -> str:
    """A text with its letters apart: the sign for "fi" becomes f and i.

    >>> unligatured("of\ufb01cer"), unligatured("a\ufb00air")
    ('officer', 'affair')
    """
    return LIGATURE.sub(lambda m: LIGATURES[m[0]], text)


def decoded(text: str) -> Iterator[Edit]:
    """The edits that put wrongly decoded characters right, each as short as it can be.

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
