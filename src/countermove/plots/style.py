"""How all pictures look: colours that colour-blind readers tell apart, dashes for those who see none, sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countermove.game.listed import ListedGame
from countermove.model.case import Case

__all__ = [
    "FAINT", "HEAD", "INK", "MARGIN", "PAPER", "RULE", "SHADE", "SMALL", "TEXT", "TITLE", "Look", "ink_on", "look",
    "looks", "shade", "tint",
]  # fmt: skip

INK, FAINT, RULE, SHADE, PAPER = "#1a1a1a", "#5a5a5a", "#c4c4c4", "#f1f1f1", "#ffffff"
TITLE, HEAD, TEXT, SMALL, MARGIN = 13.0, 10.0, 9.0, 8.0, 14.0
"""Sizes of type, and the margin, in points."""
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#a3517f", "#3b3b3b", "#b07a00", "#2f8fc4", "#7a5230")
"""After Okabe and Ito (2008), made darker where a line or white type on it would be too pale on paper."""
DASHES: tuple[tuple[float, ...], ...] = (
    (), (6.0, 2.0), (2.0, 1.6), (8.0, 2.0, 2.0, 2.0), (4.0, 1.2), (8.0, 2.0, 1.5, 2.0, 1.5, 2.0),
)  # fmt: skip
NOBODY = "#5a5a5a"


@dataclass(frozen=True)
class Look:
    """A colour and a dash (lengths of ink and gap in points; empty: a solid line)."""

    colour: str
    dash: tuple[float, ...]


def look(position: int) -> Look:
    """The look of the mover at a position: 48 of them differ, and the first six differ in dash alone.

    >>> look(0).dash, look(1).dash, look(0).colour == look(8).colour
    ((), (6.0, 2.0), True)
    """
    turn = position % len(COLOURS)
    return Look(COLOURS[turn], DASHES[(turn + position // len(COLOURS)) % len(DASHES)])


def looks(case: Case | ListedGame) -> Mapping[str, Look]:
    """The look of everybody in a case: of movers one each; those who never move have none of their own."""
    model = case.case if isinstance(case, ListedGame) else case
    movers = {id_: look(position) for position, id_ in enumerate(model.movers)}
    return {id_: movers.get(id_, Look(NOBODY, ())) for _, id_, _ in model.owners}


def shade(share: float) -> str:
    """A blue that is the darker the nearer a share is to 1, in grey as well.

    >>> shade(0.0), shade(1.0)
    ('#f4f8fb', '#0b4a75')
    """
    return _between((244, 248, 251), (11, 74, 117), share)


def tint(colour: str) -> str:
    """A pale version of a colour, for areas behind dark type."""
    return _between((255, 255, 255), _parts(colour), 0.14)


def ink_on(colour: str) -> str:
    """Black or white type, whichever reads better on a colour (relative luminance as in WCAG 2).

    >>> ink_on("#ffffff"), ink_on("#0b4a75")
    ('#000000', '#ffffff')
    """
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _parts(colour))]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return PAPER if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(pale: tuple[int, int, int], full: tuple[int, int, int], share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(pale, full, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
