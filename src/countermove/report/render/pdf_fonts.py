"""The fonts of a PDF: DejaVu Sans inside the file, and viewers' own for Chinese, Japanese and Korean."""

from __future__ import annotations

import re
from html import escape
from itertools import groupby
from pathlib import Path

__all__ = ["Fonts"]

EASTERN = (
    ("HYSMyeongJo-Medium", ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF))),
    ("HeiseiKakuGo-W5", ((0x3040, 0x30FF),)),
    ("STSong-Light", ((0x2E80, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF))),
)
"""Fonts that viewers have, for characters that DejaVu Sans has not: name and ranges."""
UNKNOWN = "\ufffd"
LONG = re.compile(r"(\S{60})(?=\S)")
"""A word that no line has room for is broken after so many characters."""
MOST = 300
"""Of a longer text no more is looked at when it is cut to fit on one line."""


class Fonts:
    """What text is set in. Raises `ImportError` where reportlab or matplotlib, which brings the fonts, is missing."""

    plain, bold = "DejaVuSans", "DejaVuSans-Bold"

    def __init__(self) -> None:
        from matplotlib import get_data_path
        from reportlab.lib.fonts import addMapping
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.ttfonts import TTFont

        folder = Path(get_data_path()) / "fonts" / "ttf"
        for name in (self.plain, self.bold):
            pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
        for bold in (0, 1):
            for italic in (0, 1):
                addMapping("DejaVuSans", bold, italic, self.bold if bold else self.plain)
        self.glyphs = pdfmetrics.getFont(self.plain).face.charToGlyph
        self.eastern: set[str] = set()

    def markup(self, text: str) -> str:
        """Text escaped for reportlab's markup, each run of characters in a font that has them.

        What no font has is shown as a question mark in a box.
        """
        text = LONG.sub(r"\1 ", text)
        return "".join(
            escape("".join(run)) if font is None else f'<font name="{font}">{escape("".join(run))}</font>'
            for font, run in self._runs(text)
        )

    def _runs(self, text: str) -> list[tuple[str | None, list[str]]]:
        found = []
        for font, characters in groupby(text, self._font):
            run = list(characters)
            found.append((None, [UNKNOWN] * len(run)) if font == "" else (font, run))
        return found

    def _font(self, character: str) -> str | None:
        """The font of a character: None for DejaVu Sans, "" if there is none."""
        code = ord(character)
        if code in self.glyphs:
            return None
        for name, ranges in EASTERN:
            if any(first <= code <= last for first, last in ranges):
                self._register(name)
                return name
        return ""

    def _register(self, name: str) -> None:
        if name not in self.eastern:
            from reportlab.pdfbase import pdfmetrics
            from reportlab.pdfbase.cidfonts import UnicodeCIDFont

            pdfmetrics.registerFont(UnicodeCIDFont(name))
            self.eastern.add(name)

    def width(self, text: str, size: float) -> float:
        """How wide a text is in bold, in points; characters of other fonts count as wide as they are high."""
        from reportlab.pdfbase.pdfmetrics import stringWidth

        ours = "".join(c for c in text if ord(c) in self.glyphs)
        return float(stringWidth(ours, self.bold, size)) + size * (len(text) - len(ours))

    def cut(self, text: str, size: float, room: float) -> str:
        """Text that fits into `room` points, with three dots where something was cut off."""
        whole = len(text) <= MOST
        text = "".join(c if ord(c) in self.glyphs else UNKNOWN for c in text[:MOST])
        if whole and self.width(text, size) <= room:
            return text
        while text and self.width(f"{text}...", size) > room:
            text = text[:-1]
        return f"{text.rstrip()}..."
