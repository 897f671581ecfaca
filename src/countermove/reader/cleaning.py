"""Repairs words that were broken or glued on the way, and wrongly decoded characters, and touches nothing else.

A hyphen is taken out only if the joined form is a known word and the parts are no compound; doubtful pairs are
joined only in a document that is proven noisy. Every repair is an `Edit`, so that nothing of the original is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.reader.edits import Edit, EditMap
from countermove.reader.intake import missing_extra
from countermove.reader.names import aliases
from countermove.reader.words import COMPOUND_FIRST, FUNCTION, INSEPARABLE, PREFIXES, SUFFIXES, word_set

__all__ = ["cleaned", "frequency"]

BROKEN = re.compile("[^\\W\\d_]+(?:[-\u2010\u00ad\u00ac](?:[ \\t]*\\r?\\n[ \\t]*| (?=[a-z]))?[^\\W\\d_]+)+")
WORD = re.compile(r"(?<![\w-])(?<!\w[’'])[A-Za-z][a-z]{2,23}(?!\w|[’'][a-z])")
INNER = re.compile(
    r"(?<![\w.@/])([a-z]{1,5})([A-ZÀ-Þ][a-zà-ÿ]{3,}|[A-Z]{2,6})(?![\w.@/])|(?<![\w.@/])([A-Za-z][a-z]{2,})([.,;:])([A-Z][a-z]+)(?=[ ,])"
)
DIGITS = re.compile(
    r"\b(in|on|of|by|since|until|from|to|the|and|at|for|with|than|about)(\d{1,4})\b|\b(\d{1,2})(January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
GENUINE = word_set(
    """therein thereby thereto thereof thereon herein hereof hereby hereto whereof wherein whereby whereupon whereon hitherto anon
    atone atop afar amid anew beset inset onset offset outset upset unto onto upon seethe inasmuch insofar albeit"""
)
"""Words of their own that look like two."""
NOISY = 2
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
    known = frozenset(re.findall(r"(?<![-\w])[^\W\d_]{5,}(?![-\w])", original))
    joined = [edit for m in compounds for edit in _joined(m, known, noisy=False)]
    glued = list(_parted(original, noisy=False))
    sure = sum("\n" not in original[edit.start : edit.end] for edit in joined) + len(glued)
    if sure >= NOISY:
        joined = [edit for m in compounds for edit in _joined(m, known, noisy=True)]
        glued = list(_parted(original, noisy=True))
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
        if better == m[0]:
            continue
        # Only what has changed is an edit: the same beginning and end are left as they are.
        lead = _shared(m[0], better)
        tail = _shared(m[0][lead:][::-1], better[lead:][::-1])
        yield Edit(m.start() + lead, m.end() - tail, better[lead : len(better) - tail], "decode")


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _joined(match: re.Match[str], known: frozenset[str], *, noisy: bool) -> Iterator[Edit]:
    """What has to be joined in a hyphenated word: nothing where it is right as it stands."""
    pieces = list(re.finditer(r"[^\W\d_]+", match[0]))
    k = 0
    while k < len(pieces):
        last = _last_piece(match[0], pieces, k, known, noisy=noisy)
        if last > k:
            whole = "".join(piece[0] for piece in pieces[k : last + 1])
            yield Edit(match.start() + pieces[k].start(), match.start() + pieces[last].end(), whole, "join")
        k = last + 1


def _last_piece(word: str, pieces: list[re.Match[str]], first: int, known: frozenset[str], *, noisy: bool) -> int:
    """The last of the pieces that make one word with the first; a word may be broken more than once."""
    for last in range(len(pieces) - 1, first, -1):
        gap = word[pieces[last - 1].end() : pieces[last].start()]
        head = "".join(piece[0] for piece in pieces[first:last])
        if _belongs(gap, head, pieces[last][0], known, noisy=noisy):
            return last
    return first


def _belongs(gap: str, first: str, second: str, known: frozenset[str], *, noisy: bool) -> bool:
    """Whether what stands between two pieces is a break, and they are one word."""
    if gap in ("\u00ad", "\u00ac") or gap[0] in "\u00ad\u00ac":
        return frequency(first + second) > 0
    if (first + second) in aliases() and second.islower():
        return True
    if first + second in known and not (_is_word(first.lower()) and _is_word(second.lower())):
        return len(first + second) >= 5
    if first.isupper() and second.isupper() and len(first + second) >= 5:
        first, second = first.lower(), second.lower()
    if gap.endswith(" ") and "\n" not in gap and (_is_word(first.lower()) or first.lower() in PREFIXES):
        return False
    return _belong(first, second, broken_line="\n" in gap, noisy=noisy)


def _belong(first: str, second: str, *, broken_line: bool, noisy: bool) -> bool:
    """Whether two pieces are one word that a hyphen has broken."""
    if second[:1].isupper() and not (first[:1].isupper() and len(first) == 1):
        return False
    whole = frequency(first + second)
    low, high = first.lower(), second.lower()
    if whole < 1.2 or (low in COMPOUND_FIRST and _is_word(high)) or len(first + second) < 5:
        return False
    if len(first) == 1 and not noisy:
        return False
    if low in INSEPARABLE and _is_word(high) and not (low == "re" and high[0] == "e"):
        return whole >= (2.5 if noisy else 3.5) and whole >= frequency(high) - 1
    is_first, is_second = _is_word(low), _is_word(high) and high not in SUFFIXES
    if not is_first or not is_second:
        return not (low in PREFIXES and _is_word(high) and not (noisy and whole >= 3))
    if low in PREFIXES:
        return whole >= 3 if broken_line else noisy and whole >= 2.5 and whole >= frequency(high) - 1
    usual = min(frequency(low), frequency(high))
    if broken_line:
        return whole >= 2.8
    return noisy and whole >= 3.3 and whole >= usual + 0.4


def _is_word(piece: str) -> bool:
    """Whether a piece is a word by itself, and not only a syllable."""
    if len(piece) <= 3:
        return piece in FUNCTION or (len(piece) == 3 and frequency(piece) >= 4.3 and piece not in SUFFIXES)
    return frequency(piece) >= 3.05 and piece not in SUFFIXES


def _parted(text: str, *, noisy: bool) -> Iterator[Edit]:
    """Words that are two: the pair is far more usual, as chance would have it, than the word as it stands."""
    for m in INNER.finditer(text):
        if m[1] in FUNCTION and m[1] != "i" and frequency(m[2]) > 2:
            yield Edit(m.start(), m.end(), f"{m[1]} {m[2]}", "split")
        elif m[3] and min(frequency(m[3]), frequency(m[5])) > 3:
            yield Edit(m.start(), m.end(), f"{m[3]}{m[4]} {m[5]}", "split")
    for m in DIGITS.finditer(text):
        yield Edit(m.start(), m.end(), f"{m[1] or m[3]} {m[2] or m[4]}", "split")
    for m in WORD.finditer(text):
        word = m[0]
        own = frequency(word)
        if own >= 3.4 or word in GENUINE or (word[0].isupper() and own >= 1.6):
            continue
        pairs = [(word[:cut], word[cut:]) for cut in range(1, len(word))]
        if word[0].isupper():
            pairs = [
                pair for pair in pairs if pair[0].lower() in FUNCTION or (pair[1] in FUNCTION and len(pair[1]) > 1)
            ]
        odds, pair = max(((_odds(a.lower(), b, own, noisy=noisy), (a, b)) for a, b in pairs), default=(0.0, (word, "")))
        if odds > 0:
            yield Edit(m.start(), m.end(), " ".join(pair), "split")
        elif own < 0.5 and (three := _three(word, noisy=noisy)):
            yield Edit(m.start(), m.end(), three, "split")


def _three(word: str, *, noisy: bool) -> str:
    """A word that nobody knows as three, two of which are the commonest words there are; empty if it is not."""
    for cut in range(1, len(word) - 2):
        first, rest = word[:cut], word[cut:]
        if first.lower() not in FUNCTION or (len(first) == 1 and first.lower() != "a"):
            continue
        for inner in range(1, len(rest)):
            second, third = rest[:inner], rest[inner:]
            if (
                second in FUNCTION
                and len(second) > 1
                and _odds(second, third, 0.0, noisy=noisy) > 2
                and frequency(third) >= 4
            ):
                return f"{first} {second} {third}"
    return ""


def _odds(first: str, second: str, own: float, *, noisy: bool) -> float:
    """How much more usual two words side by side are than the one that they would make; 0 where it is not enough."""
    if (len(first) == 1 and first != "a") or (len(second) == 1 and second != "a"):
        return 0.0
    one, two = frequency(first), frequency(second)
    gain = one + two - 9 - own  # the logarithm of their chance to meet, less that of the word itself
    functions = (first in FUNCTION) + (second in FUNCTION)
    if functions == 2:
        return gain if gain >= 2.2 and min(one, two) >= 5.5 else 0.0
    if functions == 1:
        return gain if own < 2.2 and gain >= (1.3 if own < 0.5 else 2.5) and min(one, two) >= 3.3 else 0.0
    least, usual = (3, 3.5) if noisy else (4, 4.3)
    whole = own < 0.5 and min(len(first), len(second)) >= least and min(one, two) >= usual and one + two >= 8.2
    return gain + 2 if whole else 0.0
