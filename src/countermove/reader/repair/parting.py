"""Parts words that have lost the space between them ("itwill", "talksinGeneva"), and leaves rare words as they are.

A word is parted where the pieces, as chance would have it, meet far more often than the word is written. Small words
that are also beginnings or endings (in, un-, -or) prove less than others (the, which, would).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.reader.names import aliases
from countermove.reader.repair.edits import Edit, unligatured
from countermove.reader.repair.joining import Vocabulary
from countermove.reader.words import FUNCTION, GENUINE, LEARNED, LIKE_AFFIXES, PREFIXES, SUFFIXES, frequency

__all__ = ["parted"]

WORD = re.compile(r"(?<![\w-])(?<!\w[’'])[^\W\d_]{3,28}(?!\w|-\w|[’'][a-z])")
INNER = re.compile(r"(?<![\w.@/-])([A-Za-z][a-z]{0,13})([A-ZÀ-Þ][a-zà-ÿ]{2,}|[A-Z]{2,6})(?![\w@/]|\.\w)")
"""A small word and a name: inMoscow, TheEuropean, ofNATO."""
SENTENCES = re.compile(r"(?<![\w.@/])([^\W\d_]{2,})([.,;:!?]”?|”)([A-ZÀ-Þ][a-zà-ÿ]+)(?=[ ,’])")
"""The end of a sentence or clause, and the next one: "refused.But"."""
SHOUT = re.compile(r"(?<![\w.@/-])([A-Z]{2,6})([a-z]{2,6})(?![\w@/-])")
"""An abbreviation and a small word: NATOwill."""
OWNER = re.compile(r"(?<=\w)([’']s)([a-z]{4,})(?![\w-])")
"""What is owned after its owner: the minister'soffice."""
OWN = re.compile(r"(?<=[a-zß-ÿ]{3})I(?= (?:could|would|should|will|shall|can|may|might|must|am|was|have|had|do|did)\b)")
DIGITS = re.compile(
    r"\b(in|on|of|by|since|until|from|to|the|and|at|for|with|than|about)(\d{1,4})\b|\b(\d{1,2})(January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
ENDINGS = ("s", "es", "ed", "d", "ly", "er", "ers", "r", "rs", "ter", "ters", "ing", "ness")
CALENDAR = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
)
AFTER_I = frozenset(
    [
        "am",
        "was",
        "have",
        "had",
        "do",
        "did",
        "will",
        "would",
        "shall",
        "should",
        "can",
        "could",
        "may",
        "might",
        "must",
    ]
)


def parted(text: str, vocabulary: Vocabulary, *, noisy: bool) -> list[Edit]:
    """The edits that part glued words.

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
    >>> from countermove.reader.repair.joining import vocabulary_of
    >>> text = "Itwill not end inGeneva, notbecause of us."
    >>> sorted(edit.new for edit in parted(text, vocabulary_of(text), noisy=False))
    ['It will', 'in Geneva', 'not because']
    """
    edits = [*_marked(text, vocabulary)]
    for m in WORD.finditer(text):
        # A capital inside a sentence is a name: only what is glued to its end may be parted from it.
        if m[0][0].isupper() and _in_sentence(text, m.start()) and m[0][:3] != "The" and m[0][0] != "I":
            pieces = _after_name(unligatured(m[0]), vocabulary)
        else:
            pieces = _pieces(unligatured(m[0]), vocabulary, noisy=noisy)
        if len(pieces) > 1:
            edits.append(Edit(m.start(), m.end(), " ".join(pieces), "split"))
    return edits


def _marked(text: str, vocabulary: Vocabulary) -> Iterator[Edit]:
    """Glued words that show themselves by a capital, a digit or a sign inside."""
    for m in INNER.finditer(text):
        first, second = m.groups()
        is_familiar = second in vocabulary.unbroken or second in aliases()
        if frequency(m[0]) < 2.5 and _ends_before_name(first, second, is_familiar=is_familiar):
            yield Edit(m.start(), m.end(), f"{first} {second}", "split")
    for m in SHOUT.finditer(text):
        if m[2] in FUNCTION and (m[1] in aliases() or frequency(m[1]) > 3.5):
            yield Edit(m.start(), m.end(), f"{m[1]} {m[2]}", "split")
    for m in SENTENCES.finditer(text):
        is_familiar = m[3] in aliases() or m[3] in vocabulary.unbroken
        if (frequency(m[1]) > 2 or m[1] in vocabulary.unbroken) and (is_familiar or frequency(m[3]) > 2.5):
            yield Edit(m.start(), m.end(), f"{m[1]}{m[2]} {m[3]}", "split")
    for m in OWNER.finditer(text):
        if frequency(m[2]) >= 3.3:
            yield Edit(m.start(), m.end(), f"{m[1]} {m[2]}", "split")
    for m in OWN.finditer(text):
        yield Edit(m.start(), m.end(), " I", "split")
    for m in DIGITS.finditer(text):
        yield Edit(m.start(), m.end(), f"{m[1] or m[3]} {m[2] or m[4]}", "split")


def _ends_before_name(first: str, second: str, *, is_familiar: bool) -> bool:
    """Whether a word ends where a capital stands in it: "inMoscow", "againstRussia", but "iPhone" and "proRussian"."""
    low = first.lower()
    if low not in FUNCTION:
        return is_familiar and first == low and len(first) > 3 and low not in PREFIXES and frequency(first) >= 4.2
    plain = len(first) > 1 and (True, low) not in LIKE_AFFIXES and len(second) > 3
    return first not in ("i", "I") and (is_familiar or plain or (len(first) > 1 and frequency(second) > 2))


def _in_sentence(text: str, start: int) -> bool:
    """Whether a word stands inside a sentence, so that its capital marks a name."""
    return re.search(r"[\w,;)’”'-]\s?$", text[max(0, start - 3) : start]) is not None


def _pieces(word: str, vocabulary: Vocabulary, *, noisy: bool) -> tuple[str, ...]:
    """The words that a word is made of: itself, two, or more where nobody knows it and most of them are small."""
    own = frequency(word)
    if own >= 3.4 or word.lower() in GENUINE or any(c.isupper() for c in word[1:]) or _derived(word):
        return (word,)
    best: float = 0
    pieces: tuple[str, ...] = (word,)
    for cut in range(1, len(word)):
        pair = (word[:cut], word[cut:])
        gain = _pair(*pair, own, vocabulary, noisy=noisy)
        if gain > best:
            best, pieces = gain, pair
    if own >= 0.5 or len(word) < 5 or (word[0].isupper() and pieces[0].lower() not in FUNCTION and len(pieces) > 1):
        return pieces
    several = _several(word, vocabulary)
    if word[0].isupper() and several[0].lower() not in FUNCTION:
        return pieces
    return several if len(several) > 1 and (len(pieces) == 1 or _chance(several) > _chance(pieces) + 0.5) else pieces


def _chance(pieces: tuple[str, ...]) -> float:
    """The logarithm of the chance of words side by side, did they not know of each other."""
    return sum(frequency(piece) - 9 for piece in pieces)


def _derived(word: str) -> bool:
    """Whether a word is a known one with an ending: formatters, noncommercially."""
    return any(word.endswith(end) and frequency(word.removesuffix(end)) >= 2 for end in ENDINGS)


def _pair(first: str, second: str, own: float, vocabulary: Vocabulary, *, noisy: bool) -> float:
    """How much more usual two words side by side are than the one that they would make; 0 where it is not enough."""
    low = first.lower()
    if first == "I":
        acts = own < 0.5 and len(second) > 2 and frequency(second) >= 4.2
        return 4.0 if acts or (second in AFTER_I and own < 2.2) else 0.0
    if (len(first) == 1 and low != "a") or (len(second) == 1 and second != "a"):
        return 0.0
    one, two = frequency(first), frequency(second)
    gain = one + two - 9 - own  # the logarithm of their chance to meet, less that of the word itself
    small = (low in FUNCTION) + (second in FUNCTION)
    if first[0].isupper():
        return max(_capital_pair(low, second, own, gain), _name_pair(first, second, own, gain, vocabulary))
    if small == 2:
        short = len(first + second) < 5 and (True, first) in LIKE_AFFIXES
        return gain if gain >= 1.5 and min(one, two) >= 4.8 and not (short and own >= 2.2) else 0.0
    if small == 1:
        return gain if _by_a_small_word(first, second, own, gain, vocabulary) else 0.0
    if low in PREFIXES or low in LEARNED or second in SUFFIXES or vocabulary.unbroken[first + second] > 1:
        return 0.0
    least, usual, sum_ = (3, 3.0, 7.2) if noisy else (4, 3.5, 8.0)
    fits = own < 0.5 and min(len(first), len(second)) >= least and min(one, two) >= usual and one + two >= sum_
    return max(gain, 0.1) if fits else 0.0


def _by_a_small_word(first: str, second: str, own: float, gain: float, vocabulary: Vocabulary) -> bool:
    """Whether a small word and another were one word by mistake."""
    lead = first.lower() in FUNCTION
    small, other = (first, second) if lead else (second, first)
    is_familiar = other in vocabulary.unbroken and own < 0.5
    if (lead, small) in LIKE_AFFIXES and not is_familiar:
        return (
            own < 2.2
            and len(other) > 2
            and frequency(other) >= (3 if own < 0.5 else 3.3)
            and gain >= (0.9 if own < 0.5 else 1.4)
        )
    if len(other) < 3 and frequency(other) < 5.5:
        return False
    return own < 2.2 and (is_familiar or frequency(other) >= 2.4) and gain >= (0 if own < 0.5 else 1.4)


def _capital_pair(low: str, second: str, own: float, gain: float) -> float:
    """The same for a small word at the beginning of a sentence: "Thedelegations"."""
    if low not in FUNCTION:
        return 0.0
    if second in FUNCTION:
        return gain if own < 2.1 and gain >= 2 and len(second) > 1 else 0.0
    least = 3.3 if (True, low) in LIKE_AFFIXES else 2.6
    return gain if own < 1.6 and gain >= (0.5 if own < 0.5 else 0.8) and frequency(second) >= least else 0.0


def _name_pair(first: str, second: str, own: float, gain: float, vocabulary: Vocabulary) -> float:
    """The same for a name and a small word; names that nobody knows are left alone."""
    if second not in FUNCTION or own >= 1 or len(second) < 2:
        return 0.0
    plain = (False, second) not in LIKE_AFFIXES
    is_familiar = first in aliases() or first in vocabulary.unbroken or first.lower() in CALENDAR
    if is_familiar and (plain or (own < 0.5 and frequency(first) + frequency(second) >= 9)):
        return max(gain, 0.1)
    return max(gain, 0.1) if plain and second != "will" and own < 0.5 and frequency(first) >= 4.3 else 0.0


def _after_name(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A name and the small word that was glued to it, or the name alone."""
    own = frequency(word)
    if own >= 1 or any(c.isupper() for c in word[1:]):
        return (word,)
    pairs = [(word[:cut], word[cut:]) for cut in range(2, len(word) - 1)]
    gains = [(_name_pair(*pair, own, frequency(pair[0]) + frequency(pair[1]) - 9, vocabulary), pair) for pair in pairs]
    gain, pair = max(gains, default=(0.0, (word,)))
    return pair if gain > 0 else (word,)


def _several(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """A word that nobody knows as three or four, most of which are small; as it is where they are not."""
    ways: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())], *([] for _ in word)]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - 18), end):
            piece = word[start:end]
            cost = _cost(piece, vocabulary)
            if cost < 0:
                ways[end] += [(sum_ + cost, (*done, piece)) for sum_, done in ways[start] if len(done) < 4]
        ways[end] = sorted(ways[end], reverse=True)[:6]
    for chance, pieces in ways[-1]:
        small = sum(piece.lower() in FUNCTION for piece in pieces)
        if len(pieces) in (3, 4) and small >= len(pieces) - 1 and chance >= (-10.5 if len(word) >= 7 else -7.5):
            return pieces
    return (word,)


def _cost(piece: str, vocabulary: Vocabulary) -> float:
    """The logarithm of the chance of a word among others; 0 for what may be no piece of a glued word."""
    low = piece.lower()
    if low in FUNCTION:
        return frequency(low) - 9 if len(piece) > 1 or low == "a" else 0.0
    usual = frequency(low)
    fits = len(piece) >= 3 and (usual >= (3.7 if len(piece) < 4 else 3.3) or (usual >= 2.5 and piece in vocabulary.unbroken))
    return usual - 9 if fits else 0.0
