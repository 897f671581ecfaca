"""Repairs words that were broken or glued on the way, and wrongly decoded characters, and touches nothing else.

A hyphen is taken out only if the joined form is a known word and the parts are no compound; doubtful pairs are
joined only in a document that is proven noisy. Every repair is an `Edit`, so that nothing of the original is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.reader.edits import Edit, EditMap
from countermove.reader.intake import missing_extra
from countermove.reader.words import COMPOUND_FIRST, FUNCTION, PREFIXES, SUFFIXES

__all__ = ["cleaned", "frequency"]

BROKEN = re.compile(r"[^\W\d_]+(?:-(?:[ \t]*\r?\n[ \t]*)?[^\W\d_]+)+")
WORD = re.compile(r"(?<![\w’'-])[a-z]{4,24}(?![\w’'-])")
NOISY = 3
"""So many sure repairs inside lines prove that a document is noisy."""


def frequency(word: str) -> float:
    """How usual an English word is: the logarithm of its number among a thousand million words; 0 if unknown."""
    try:
        from wordfreq import zipf_frequency
    except ImportError as fault:
        raise missing_extra(fault) from None
    return float(zipf_frequency(word.lower(), "en"))


def cleaned(original: str) -> EditMap:
    """A text with its broken words joined, glued words parted, and wrongly decoded characters put right.

    >>> cleaned("The Rus-sian side im-mediately refused; itwill not give way on long-range missiles.").text
    'The Russian side immediately refused; it will not give way on long-range missiles.'
    """
    decoded = list(_decoded(original))
    compounds = list(BROKEN.finditer(original))
    joined = [edit for m in compounds for edit in _joined(m, noisy=False)]
    glued = list(_parted(original))
    sure = sum("\n" not in original[edit.start : edit.end] for edit in joined) + len(glued)
    if sure >= NOISY:
        joined = [edit for m in compounds for edit in _joined(m, noisy=True)]
    edits: list[Edit] = []
    for edit in sorted([*decoded, *joined, *glued], key=lambda e: (e.start, -e.end)):
        if not edits or edit.start >= edits[-1].end:
            edits.append(edit)
    return EditMap(original, edits)


def _decoded(text: str) -> Iterator[Edit]:
    if text.isascii():
        return
    try:
        from ftfy import fix_encoding
    except ImportError as fault:
        raise missing_extra(fault) from None
    for m in re.finditer(r"[^ \t\r\n]*[^\x00-\x7f][^ \t\r\n]*", text):
        better = fix_encoding(m[0])
        if (better != m[0] and not better.isascii()) or (better.isascii() and better != m[0]):
            yield Edit(m.start(), m.end(), better, "decode")


def _joined(match: re.Match[str], *, noisy: bool) -> Iterator[Edit]:
    """What has to be joined in a hyphenated word: nothing where it is right as it stands."""
    pieces = list(re.finditer(r"[^\W\d_]+", match[0]))
    whole, start = pieces[0][0], pieces[0].start()
    for k, piece in enumerate(pieces):
        after = pieces[k + 1] if k + 1 < len(pieces) else None
        if after is not None:
            gap = match[0][piece.end() : after.start()]
            if _belong(whole, after[0], broken_line="\n" in gap, noisy=noisy):
                whole += after[0]
                continue
        if whole != piece[0]:
            yield Edit(match.start() + start, match.start() + piece.end(), whole, "join")
        if after is not None:
            whole, start = after[0], after.start()


def _belong(first: str, second: str, *, broken_line: bool, noisy: bool) -> bool:
    """Whether two pieces are one word that a hyphen has broken."""
    if second[:1].isupper() and not (first[:1].isupper() and len(first) == 1):
        return False
    whole = frequency(first + second)
    low, high = first.lower(), second.lower()
    if whole < 1.2 or low in COMPOUND_FIRST or len(first + second) < 5:
        return False
    is_first, is_second = _is_word(low), _is_word(high) and high not in SUFFIXES
    if not is_first or not is_second:
        return not (low in PREFIXES and _is_word(high) and not (noisy and whole >= 3))
    if low in PREFIXES:
        return whole >= 3 if broken_line else noisy and whole >= 2.5 and whole >= frequency(high) - 0.5
    usual = min(frequency(low), frequency(high))
    if broken_line:
        return whole >= 2.8
    return noisy and whole >= 3.3 and whole >= usual + 0.4


def _is_word(piece: str) -> bool:
    """Whether a piece is a word by itself, and not only a syllable."""
    if len(piece) <= 3:
        return piece in FUNCTION or (len(piece) == 3 and frequency(piece) >= 4.3 and piece not in SUFFIXES)
    return frequency(piece) >= 3.05 and piece not in SUFFIXES


def _parted(text: str) -> Iterator[Edit]:
    for m in WORD.finditer(text):
        word = m[0]
        own = frequency(word)
        if own >= 3.0:
            continue
        for cut in range(1, len(word)):
            first, second = word[:cut], word[cut:]
            if _glued(first, second, own):
                yield Edit(m.start(), m.end(), f"{first} {second}", "split")
                break


def _glued(first: str, second: str, own: float) -> bool:
    if first in FUNCTION and second in FUNCTION and min(frequency(first), frequency(second)) >= 5.8:
        return own < 2.7 and len(first) + len(second) >= 4
    if own >= 1.0:
        return False
    if first in FUNCTION and (len(first) >= 2 or first == "a"):
        return len(second) >= 4 and frequency(second) >= 3.3 and not (first == "a" and frequency(second) < 3.3)
    return second in FUNCTION and len(second) >= 2 and len(first) >= 4 and frequency(first) >= 3.6
