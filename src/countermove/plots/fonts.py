"""How wide text is on paper, and where it is broken into lines: measured in the font that it is drawn in."""

from __future__ import annotations

import warnings
from functools import cache, lru_cache

from countermove.errors import printable

__all__ = ["FAMILY", "broken", "families", "plain", "unknown_characters", "width"]

FAMILY = "DejaVu Sans"
"""The font that matplotlib brings along: the same pictures on every machine."""
OTHERS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei", "PingFang SC",
    "Hiragino Sans", "Microsoft YaHei", "SimHei", "Yu Gothic", "Malgun Gothic", "Apple SD Gothic Neo", "Noto Sans KR",
    "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Tamil", "Noto Sans Thai", "Nirmala UI", "Leelawadee UI",
    "Arial Unicode MS", "Unifont", "Noto Emoji",
)  # fmt: skip
"""Fonts for writing that it lacks; those that the machine has are used."""
UNKNOWN = 1.18
"""This many times its size a character is taken to be wide where the first font lacks it: as wide as the box for it."""


def plain(text: str) -> str:
    """A name on one line, in characters that can be drawn and do nothing else."""
    return printable(" ".join(text.split()))


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text in points, at a size in points.

    >>> width("ab", 20.0) == 2 * width("ab", 10.0)
    True
    """
    return _unit(text, bold) * size


@lru_cache(maxsize=20_000)
def _unit(text: str, bold: bool) -> float:
    """The width of text at a size of one point."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextToPath

    missing = [c for c in text if ord(c) not in _characters()]
    drawable = "".join(c for c in text if ord(c) in _characters()) if missing else text
    guessed = UNKNOWN * len(missing)
    if not drawable:
        return guessed
    font = FontProperties(family=FAMILY, weight="bold" if bold else "normal", size=100.0)
    measured, _, _ = TextToPath().get_text_width_height_descent(drawable, font, False)
    return float(measured) / 100.0 + guessed


def broken(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """A text in lines no wider than `room`; a word that is wider is broken where it must be.

    >>> broken("one two", width("one two", 9.0) - 1, 9.0)
    ['one', 'two']
    """
    lines: list[str] = []
    line = ""
    for word in plain(text).split(" "):
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold) <= room:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, room, size, bold)
        lines += full
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word in pieces that fit, each of at least one character."""
    pieces, piece = [], ""
    for character in word:
        if piece and width(piece + character, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]


def families(text: str) -> tuple[str, ...]:
    """The fonts for a text: the first, and where it lacks a character, others that the machine has."""
    if all(ord(c) in _characters() for c in text):
        return (FAMILY,)
    return (FAMILY, *_installed())


def unknown_characters(text: str) -> str:
    """The characters of a text that no font on this machine is known to have, each once."""
    unknown = dict.fromkeys(c for c in text if ord(c) not in _characters() and not c.isspace())
    return "".join(c for c in unknown if not any(_has(family, c) for family in _installed()))


def _has(family: str, character: str) -> bool:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return ord(character) in get_font(findfont(FontProperties(family=family))).get_charmap()


@cache
def _characters() -> frozenset[int]:
    """The characters of the first font."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties(family=FAMILY))).get_charmap())


@cache
def _installed() -> tuple[str, ...]:
    from matplotlib.font_manager import fontManager

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names = {entry.name for entry in fontManager.ttflist}
    return tuple(name for name in OTHERS if name in names)
