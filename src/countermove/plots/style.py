"""How all pictures look: themes for light and dark pages, colours that colour-blind readers tell apart, dashes, sizes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.model.case import Case

__all__ = [
    "DARK", "HEAD", "LIGHT", "SMALL", "TEXT", "THEMES", "TITLE", "WIDTH", "Look", "Page", "Theme", "contrast", "ink_on",
    "look", "looks", "page_of",
]  # fmt: skip

TITLE, HEAD, TEXT, SMALL = 13.0, 10.0, 9.0, 8.0
"""Sizes of type in points: the smallest is 10.7 pixels high where a picture is shown at its own size."""
PIXEL = 0.75
"""A pixel of CSS in points."""
WIDTH, NARROWEST, WIDEST = 720, 320, 4_000
"""How wide a picture is at most, in pixels: unless it is said, as wide as a page of A4 or the column of a report at the
size of their own text; the least, a small phone; the most, a poster."""
MARGIN, NARROW_MARGIN = 14.0, 7.0
"""The margin of a picture, and that of one for a phone, in points."""
PHONE = 480
"""Pictures at most this wide, in pixels, are laid out for a phone."""
COLOURS = ("#2672e8", "#ca400b", "#10707f", "#b03abf", "#8a9090", "#c18530", "#798bed", "#976b59")
"""One for each actor, the same in both themes: each has a contrast of 3 or more (WCAG 2 for graphics) with white and
with dark paper, and they were searched to lie far apart as people without one kind of cone see them."""
DASHES: tuple[tuple[float, ...], ...] = (
    (), (6.0, 2.0), (2.0, 1.6), (8.0, 2.0, 2.0, 2.0), (4.0, 1.2), (8.0, 2.0, 1.5, 2.0, 1.5, 2.0),
)  # fmt: skip
NOBODY = "#8a9090"
READABLE = 4.5
"""The least contrast of type and its ground (WCAG 2, AA); on every colour, black or white type has more than 4.58."""


@dataclass(frozen=True)
class Theme:
    """The colours of a page: type, quiet type, lines, areas, paper, and the two ends of a scale from low to high.

    Each colour of type has a contrast of 4.5 or more with `paper` and `area`.
    """

    id: str
    ink: str
    faint: str
    rule: str
    area: str
    paper: str
    low: str
    high: str
    tinted: float
    """How much of an actor's colour is in the ground of a cell that belongs to it."""

    def shade(self, share: float) -> str:
        """A colour of the scale: 0 is nearly that of the paper, 1 the strongest; it reads in grey as well.

        >>> LIGHT.shade(0.0), LIGHT.shade(1.0)
        ('#f4f8fb', '#0b4a75')
        """
        return _between(_parts(self.low), _parts(self.high), share)

    def tint(self, colour: str) -> str:
        """A colour thinned with that of the paper, for areas behind type."""
        return _between(_parts(self.paper), _parts(colour), self.tinted)


LIGHT = Theme("light", "#1c2126", "#55606b", "#c9d0d6", "#f1f3f5", "#ffffff", "#f4f8fb", "#0b4a75", 0.14)
DARK = Theme("dark", "#e4e8ec", "#a3adb8", "#434d57", "#20262c", "#15191d", "#1b2229", "#8cc4ee", 0.3)
THEMES: Mapping[str, Theme] = {theme.id: theme for theme in (LIGHT, DARK)}
"""The themes by id; their paper, type and lines are those of reports."""


@dataclass(frozen=True)
class Page:
    """What a picture is laid out for: a theme, and how wide it is at most, in pixels."""

    theme: Theme = LIGHT
    width: int = WIDTH

    @property
    def is_narrow(self) -> bool:
        """Whether it is laid out for a phone."""
        return self.width <= PHONE

    @property
    def margin(self) -> float:
        """The margin on each side, in points."""
        return NARROW_MARGIN if self.is_narrow else MARGIN

    @property
    def room(self) -> float:
        """How wide what stands between the margins is at most, in points."""
        return self.width * PIXEL - 2 * self.margin


def page_of(theme: str = LIGHT.id, width: int | None = None) -> Page:
    """The page for a theme and a width in pixels; raises `QuestionError` for a theme or a width that there is not.

    >>> page_of("dark", 390).is_narrow
    True
    """
    found = THEMES.get(theme.strip().lower())
    if found is None:
        raise QuestionError(f"unknown theme {quoted(theme)}; {did_you_mean(theme.strip().lower(), THEMES)}")
    wide = WIDTH if width is None else width
    if not NARROWEST <= wide <= WIDEST:
        raise QuestionError(f"a picture cannot be {wide:,} pixels wide; choose a width from {NARROWEST} to {WIDEST:,}")
    return Page(found, wide)


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


def ink_on(colour: str) -> str:
    """White type where it can be read on a colour, else black, which then can.

    >>> ink_on("#ffffff"), ink_on("#0b4a75")
    ('#000000', '#ffffff')
    """
    return "#ffffff" if contrast("#ffffff", colour) >= READABLE else "#000000"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21.

    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance as in WCAG 2."""
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (p / 255 for p in _parts(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(first: tuple[int, int, int], last: tuple[int, int, int], share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(first, last, strict=True))
    return "#" + "".join(f"{part:02x}" for part in mixed)
