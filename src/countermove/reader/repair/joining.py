"""Joins words that a hyphen has broken, and leaves genuine compounds as they are.

A hyphen goes only if the joined form is a known word or stands elsewhere in the text, and the parts are no compound.
Where both parts are words ("counter-part"), more is asked for: the end of a line, a text that is proven noisy, or the
same word unbroken elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from countermove.reader.names import aliases
from countermove.reader.repair.edits import Edit, unligatured
from countermove.reader.words import (
    COMPOUND_FIRST,
    FUNCTION,
    INSEPARABLE,
    NEVER_APART,
    OPEN_COMPOUNDS,
    PARTICLES,
    PREFIXES,
    SUFFIXES,
    frequency,
    is_word,
)

__all__ = ["Vocabulary", "joined", "vocabulary_of"]

LINE = r"[ \t]*(?:\r?\n[ \t]*){1,2}"
# A word is tried from its beginning only: tried from each of its letters, one very long word would take quadratic time.
BROKEN = re.compile(
    "(?<![^\\W\\d_])[^\\W\\d_]+(?:[-\u2010\u00ad\u00ac](?:"
    + LINE
    + "| (?=[^\\W\\d_A-ZÀ-Þ]))?[^\\W\\d_]+| -(?=[a-z])[^\\W\\d_]+)+"
)
PIECE = re.compile(r"[^\W\d_]+")
SOFT = frozenset("\u00ad\u00ac")
NO_COMPOUND = (
    FUNCTION - PREFIXES - COMPOUND_FIRST - PARTICLES - frozenset({"all", "still", "then", "how", "what", "would", "has"})
)
"""Small words that begin no compound."""
MAX_PIECES = 12
"""Pieces that are tried as one word, so that the time grows with the length of the text: no English word has more syllables."""
AND = frozenset({"and", "or", "to", "nor", "but", "as", "than", "versus", "rather"})
"""After "short- " one of these shows that the hyphen waits for another word: short- and long-term."""


@dataclass(frozen=True)
class Vocabulary:
    """What a text itself tells about words: how often each stands in it, whole (from four letters on) or with a hyphen.

    Parameters
    ----------
    unbroken
        How often words of four letters and more stand there without a hyphen.
    hyphenated
        How often words stand there with one, in small letters.
    """

    unbroken: Counter[str]
    hyphenated: Counter[str]


def vocabulary_of(text: str) -> Vocabulary:
    """The vocabulary of a text, with its letters apart.

    Parameters
    ----------
    text
        The original.

    Returns
    -------
    Vocabulary
        What it tells about its own words.

    Examples
    --------
    >>> vocabulary_of("A cease-fire in Odesa; the cease-fire holds.").hyphenated["cease-fire"]
    2
    """
    plain = unligatured(text)
    words = re.findall(r"(?<![-\u2010\u00ad\w])[^\W\d_]{4,}(?![-\u2010\u00ad\w])", plain)
    return Vocabulary(
        Counter(words), Counter(m[0].lower() for m in re.finditer(r"(?<![^\W\d_])[^\W\d_]+(?:-[^\W\d_]+)+", plain))
    )


def joined(text: str, vocabulary: Vocabulary, *, noisy: bool) -> list[Edit]:
    """The edits that join the broken words of a text.

    Parameters
    ----------
    text
        The original.
    vocabulary
        What it tells about its own words.
    noisy
        Whether sure repairs have proven that it is noisy.

    Returns
    -------
    list of Edit
        In order.

    Examples
    --------
    >>> text = "The Rus-sian side im-mediately accepted a cease-fire."
    >>> [edit.new for edit in joined(text, vocabulary_of(text), noisy=False)]
    ['Russian', 'immediately']
    """
    return [edit for m in BROKEN.finditer(text) for edit in _joined(m, vocabulary, noisy=noisy)]


def _joined(match: re.Match[str], vocabulary: Vocabulary, *, noisy: bool) -> Iterator[Edit]:
    """What has to be joined in a hyphenated word: nothing where it is right as it stands."""
    word = match[0][:-1] if re.search(r"[a-zß-ÿ]{2}I$", match[0]) else match[0]  # "Was-hingtonI could not"
    pieces = [_piece(m) for m in PIECE.finditer(word)]
    twice = vocabulary.hyphenated[word.lower()] > 1
    k = 0
    while k < len(pieces):
        last = next(
            (
                j
                for j in range(min(len(pieces), k + MAX_PIECES) - 1, k, -1)
                if _one(word, pieces[k : j + 1], vocabulary, noisy=noisy, twice=twice)
            ),
            k,
        )
        if last > k:
            joined_word = "".join(piece.text for piece in pieces[k : last + 1])
            yield Edit(match.start() + pieces[k].start, match.start() + pieces[last].end, joined_word, "join")
        k = last + 1


@dataclass(frozen=True)
class _Piece:
    """A part of a hyphenated word: where it stands in it, its text, and whether that is a word by itself."""

    start: int
    end: int
    text: str
    is_word: bool


def _piece(match: re.Match[str]) -> _Piece:
    text = unligatured(match[0])
    return _Piece(match.start(), match.end(), text, is_word(text.lower()))


def _one(word: str, pieces: list[_Piece], vocabulary: Vocabulary, *, noisy: bool, twice: bool) -> bool:
    """Whether pieces are one word: wherever it is divided, the two halves belong together.

    Where one of several pieces is no word, the word is broken for sure, and the other breaks are judged as in a noisy text.
    """
    texts = [piece.text for piece in pieces]
    broken = len(pieces) > 2 and not all(piece.is_word for piece in pieces)
    for k in range(1, len(pieces)):
        gap = word[pieces[k - 1].end : pieces[k].start]
        case = _Case(gap, "".join(texts[:k]), "".join(texts[k:]), noisy or broken, twice, broken)
        if not case.belongs(vocabulary):
            return False
    return True


@dataclass(frozen=True)
class _Case:
    """Two pieces with what stands between them; `twice`: the hyphenated form stands in the text more than once;
    `broken`: the word is broken elsewhere too.
    """

    gap: str
    first: str
    second: str
    noisy: bool
    twice: bool
    broken: bool

    @property
    def ends_line(self) -> bool:
        """Whether the piece ends a line, or did before somebody joined the lines: "gov- ernment"."""
        return self.gap[-1].isspace()

    def belongs(self, vocabulary: Vocabulary) -> bool:
        """Whether what stands between the pieces is a break, and they are one word."""
        first, second, joined_word = self.first, self.second, self.first + self.second
        low, high = first.lower(), second.lower()
        words = is_word(low) and is_word(high)
        # A soft hyphen is put in by programs only, never by a writer.
        if self.gap[0] in SOFT:
            return True
        if (self.gap.count("\n") > 1 or self.gap[0] == " ") and (words or not second.islower()):
            return False
        if self.gap.endswith(" ") and high in AND and (is_word(low) or low in PREFIXES):
            return False
        if (
            f"{first}{high}" in aliases()
            and first[0].isupper()
            and second[0].isupper()
            and second[1:].islower()
            and not words
        ):
            return True
        if len(joined_word) < 4 or (
            second[:1].isupper() and not (first.isupper() and (second.isupper() or len(first) == 1))
        ):
            return False
        if joined_word in aliases() and second.islower():
            return True
        if joined_word in vocabulary.unbroken or joined_word.lower() in vocabulary.unbroken:
            if not words:
                return len(joined_word) >= 5
            if not self.twice and low not in PREFIXES and frequency(joined_word) >= 3.3:
                return True
        usual = frequency(joined_word)
        if len(joined_word) < 5 or (usual < 3 and first.isupper() and second.isupper()):
            return False
        if usual < 1.2:
            return self._unheard_of()
        if (
            not self.ends_line
            and high.removesuffix("s") in PARTICLES
            and low not in FUNCTION
            and frequency(low) >= max(3.3, usual - 0.5)
        ):
            return False
        return self._one_letter(usual) if len(first) == 1 else self._usual(low, high, usual)

    def _unheard_of(self) -> bool:
        """Whether pieces that make no known word are a broken name: nobody hyphenates "Kastello-rizo" by intent."""
        low, high = self.first.lower(), self.second
        named = self.first[0].isupper() and high.islower() and low not in PREFIXES
        if not named or is_word(high) or frequency(high) >= 3 or len(self.first + high) < 6:
            return False
        return self.ends_line or (self.noisy and not is_word(low) and frequency(high) < 2)

    def _one_letter(self, usual: float) -> bool:
        """Whether a letter and the rest are a word: A-merican is, T-shirt and e-mail are not."""
        high = self.second.lower()
        if is_word(high):
            return self.noisy and usual >= 4.5 and usual > frequency(high)
        return usual >= (2.0 if self.noisy else 3.0)

    def _usual(self, low: str, high: str, usual: float) -> bool:
        """Whether pieces are a usual word, by what kind of pieces they are."""
        is_first, is_second = is_word(low), is_word(high) and high not in SUFFIXES
        if low in NEVER_APART and is_second:
            return usual >= 2.5 and usual >= frequency(high) - 2
        if low in COMPOUND_FIRST and is_second:
            return (
                low not in OPEN_COMPOUNDS
                and (usual >= 3.5 if self.ends_line else self.noisy and usual >= 4)
                and not self.twice
            )
        if low == "re" and high[0] == "e" and is_second:
            return False
        if low in INSEPARABLE and is_second:
            return usual >= (2.5 if self.noisy else 3.5) and (
                self.broken or self.ends_line or usual >= frequency(high) - 0.7
            )
        if not is_first or not is_second:
            return not (low in PREFIXES and is_word(high) and not (self.noisy and usual >= 3))
        if low in PREFIXES:
            if self.ends_line or self.broken:
                return usual >= 3
            return (
                usual >= 2.5 and usual >= frequency(high) - 0.3 if self.noisy else usual >= max(3.8, frequency(high) + 0.3)
            )
        if self.ends_line or self.broken:
            return usual >= 2.8
        if low in NO_COMPOUND and usual >= 4.2:
            return True
        if self.twice or _is_compound(low, high):
            return False
        gain = usual - min(frequency(low), frequency(high))  # over the rarer of the two
        return usual >= 3.3 and gain >= (-1 if self.noisy and usual >= 3.5 else 0.4)


def _is_compound(low: str, high: str) -> bool:
    """Whether a pair is often written with its hyphen though it is written in one word as well."""
    return f"{low}-{high}" in OPEN_COMPOUNDS or f"{low}-{high.removesuffix('s')}" in OPEN_COMPOUNDS
