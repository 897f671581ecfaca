"""How usual an English word is, and whether a piece of a word is a word by itself."""

from __future__ import annotations

from countermove.reader.intake import missing_extra
from countermove.reader.words import FUNCTION, SUFFIXES

__all__ = ["frequency", "is_word"]


def frequency(word: str) -> float:
    """How usual an English word is: the logarithm of its number among a thousand million words; 0 if unknown.

    >>> frequency("government"), frequency("demarcation"), frequency("demarkernment")
    (5.57, 2.79, 0.0)
    """
    try:
        from wordfreq import zipf_frequency
    except ImportError as fault:
        raise missing_extra(fault) from None
    return float(zipf_frequency(word.lower(), "en"))


def is_word(piece: str) -> bool:
    """Whether a piece is a word by itself, and not only a syllable.

    >>> is_word("counter"), is_word("of"), is_word("ment"), is_word("sian")
    (True, True, False, False)
    """
    if len(piece) <= 3:
        return piece in FUNCTION or (len(piece) == 3 and frequency(piece) >= 4.3 and piece not in SUFFIXES)
    return frequency(piece) >= 3.05 and piece not in SUFFIXES
