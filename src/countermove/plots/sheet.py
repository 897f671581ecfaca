"""A sheet of paper, measured in points from its upper left corner, that grows to hold whatever is put on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from countermove.errors import QuestionError, SizeError
from countermove.plots.fonts import broken, families, plain, width
from countermove.plots.style import SMALL, TEXT, TITLE, Look, Page, Theme

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["LEADING", "Point", "Sample", "Sheet", "require_matplotlib"]

Align = Literal["left", "center", "right"]
Point = tuple[float, float]
LEADING = 1.3
"""The distance of lines, in sizes of type."""
NARROWEST, WIDEST, LONGEST = 380.0, 620.0, 14_000.0
MARK = "countermove"
"""What tells a picture of ours from other figures."""


def require_matplotlib() -> None:
    """Raise `QuestionError`, with what to install, where matplotlib is not there: pictures are an extra."""
    if find_spec("matplotlib") is None:
        raise QuestionError('pictures need matplotlib: install it with pip install "countermove[plots]"')


@dataclass(frozen=True)
class _Text:
    x: float
    y: float
    text: str
    size: float
    colour: str
    bold: bool
    align: Align

    @property
    def left(self) -> float:
        return self.x - width(self.text, self.size, self.bold) * {"left": 0.0, "center": 0.5, "right": 1.0}[self.align]


@dataclass(frozen=True)
class _Shape:
    """A closed or open line through points; with `rounded` a rectangle with round corners of this radius."""

    points: tuple[Point, ...]
    fill: str | None = None
    line: str | None = None
    weight: float = 0.0
    dash: tuple[float, ...] = ()
    closed: bool = False
    hatch: str = ""
    rounded: float = 0.0


@dataclass(frozen=True)
class Sample:
    """A line in a legend, and what it stands for."""

    look: Look
    words: str
    weight: float = 2.0
    is_double: bool = False


@dataclass
class Sheet:
    """What is on the sheet so far. Texts are put by the middle of their line; y grows downwards."""

    page: Page = field(default_factory=Page)
    texts: list[_Text] = field(default_factory=list)
    shapes: list[_Shape] = field(default_factory=list)

    @property
    def theme(self) -> Theme:
        """The colours of the page."""
        return self.page.theme

    @property
    def room(self) -> float:
        """How wide what is on the sheet is at most, in points."""
        return self.page.room

    def text(
        self, x: float, y: float, text: str, size: float = TEXT, colour: str | None = None, *, bold: bool = False,
        align: Align = "left",
    ) -> None:  # fmt: skip
        """One line of text whose middle is at height `y`."""
        if plain(text):
            self.texts.append(_Text(x, y + 0.36 * size, plain(text), size, colour or self.theme.ink, bold, align))

    def paragraph(
        self, x: float, top: float, text: str, room: float, size: float = TEXT, colour: str | None = None, *,
        bold: bool = False, align: Align = "left",
    ) -> float:  # fmt: skip
        """Text in lines no wider than `room`; returns where it ends."""
        lines = broken(text, room, size, bold)
        for k, line in enumerate(lines):
            self.text(x, top + (k + 0.5) * LEADING * size, line, size, colour, bold=bold, align=align)
        return top + len(lines) * LEADING * size

    def box(
        self, left: float, top: float, right: float, bottom: float, fill: str | None = None, line: str | None = None,
        weight: float = 0.8, hatch: str = "",
    ) -> None:  # fmt: skip
        """A rectangle."""
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.shapes.append(_Shape(corners, fill, line, weight if line else 0.0, closed=True, hatch=hatch))

    def line(
        self, points: Sequence[Point], colour: str | None = None, weight: float = 0.8, dash: Sequence[float] = ()
    ) -> None:
        """A line through points."""
        self.shapes.append(_Shape(tuple(points), None, colour or self.theme.rule, weight, tuple(dash)))

    def rounded(
        self, left: float, top: float, right: float, bottom: float, radius: float, fill: str | None, line: str,
        weight: float, dash: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """A rectangle with round corners."""
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        self.shapes.append(_Shape(corners, fill, line, weight, tuple(dash), closed=True, rounded=radius))

    def polygon(self, points: Sequence[Point], fill: str | None, line: str | None = None, weight: float = 0.8) -> None:
        """A closed shape."""
        self.shapes.append(_Shape(tuple(points), fill, line, weight if line else 0.0, closed=True))

    @property
    def bottom(self) -> float:
        """The lowest point of all that is on the sheet."""
        return self._extent()[3]

    @property
    def right(self) -> float:
        """The point farthest to the right."""
        return self._extent()[2]

    def _extent(self) -> tuple[float, float, float, float]:
        xs, ys = [0.0], [0.0]
        for t in self.texts:
            xs += [t.left, t.left + 1.02 * width(t.text, t.size, t.bold)]
            ys += [t.y - t.size, t.y + 0.3 * t.size]
        for s in self.shapes:
            pad = s.weight / 2
            xs += [x + d for x, _ in s.points for d in (-pad, pad)]
            ys += [y + d for _, y in s.points for d in (-pad, pad)]
        return min(xs), min(ys), max(xs), max(ys)

    def figure(
        self, title: str, sentence: str, notes: Sequence[str] = (), legend: Sequence[Sample] = (), details: str = ""
    ) -> Figure:
        """The picture: title and sentence above, all that is on the sheet, and below it the legend and the notes.

        Parameters
        ----------
        title
            What the picture is of.
        sentence
            What to see in it; the alternative text begins with it.
        notes
            How to read it, and what is left out.
        legend
            What lines stand for.
        details
            The rest of the alternative text: what the picture says, in words.

        Raises
        ------
        SizeError
            Where the picture would be larger than a printer or a browser takes.
        """
        left, top, right, _ = self._extent()
        room = max(right - left, min(NARROWEST, self.room))
        # Type is taken to be a little wider than it was measured; what that adds at the edge goes into the margin.
        if room < self.room + self.page.margin:
            room = min(room, self.room)
        reading = min(room, WIDEST)
        y = self.bottom
        if legend:
            y = self._legend(left, y + 8, room, legend)
        for note in notes:
            y = self.paragraph(left, y + 5, note, reading, SMALL, self.theme.faint)
        whole = Sheet(self.page)
        start = whole.paragraph(0.0, 0.0, title, room, TITLE, bold=True) + 3
        if sentence:
            start = whole.paragraph(0.0, start, sentence, reading, TEXT)
        start += 9
        margin = self.page.margin
        height = start + (y - top) + 2 * margin
        if max(room, height) > LONGEST:
            raise SizeError("this picture would be several metres long; choose fewer states with --states")
        moved = (margin - left, margin + start - top)
        figure, axes = _blank(room + 2 * margin, height, self.theme.paper)
        figure.set_label(plain(title))
        axes.set_label(" ".join(filter(None, [plain(sentence), plain(details)])))
        # The label of a hidden axis keeps the sentence with the figure, and is never drawn.
        axes.set_xlabel(plain(sentence))
        for shape in self.shapes:
            _draw_shape(axes, shape, *moved)
        for text, by in [*((t, (margin, margin)) for t in whole.texts), *((t, moved) for t in self.texts)]:
            _draw_text(axes, text, *by)
        return figure

    def _legend(self, left: float, top: float, room: float, entries: Sequence[Sample]) -> float:
        """Samples of lines with what they stand for, side by side while they fit; returns where they end."""
        x, bottom = left, top
        for one in entries:
            wide = min(34 + width(plain(one.words), SMALL) * 1.02, room)
            if x > left and x + wide > left + room:
                x, top = left, bottom + 3
            self.sample(x, top + 6, one)
            bottom = max(bottom, self.paragraph(x + 32, top + 0.6, one.words, room - 34, SMALL))
            x += wide + 16
        return bottom

    def sample(self, x: float, y: float, sample: Sample) -> None:
        """A short piece of a line, as the graph has it."""
        track = [(x, y), (x + 26, y)]
        if sample.is_double:
            self.line(track, sample.look.colour, 3.6)
            self.line(track, self.theme.paper, 1.6)
        else:
            self.line(track, sample.look.colour, sample.weight, sample.look.dash)


def _blank(wide: float, high: float, paper: str) -> tuple[Figure, Axes]:
    """An empty figure of a size in points, with axes that count in points, downwards."""
    require_matplotlib()
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context():
        figure = Figure(figsize=(wide / 72, high / 72), dpi=144, facecolor=paper, edgecolor=paper)
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, wide)
    axes.set_ylim(high, 0)
    figure.set_gid(MARK)
    return figure, axes


def _draw_text(axes: Axes, text: _Text, right: float, down: float) -> None:
    axes.text(
        text.x + right, text.y + down, text.text, fontsize=text.size, color=text.colour,
        family=list(families(text.text)), weight="bold" if text.bold else "normal", ha=text.align, va="baseline",
        parse_math=False, usetex=False,
        zorder=3,
    )  # fmt: skip


def _draw_shape(axes: Axes, shape: _Shape, right: float, down: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    points = [(x + right, y + down) for x, y in shape.points]
    looks = {
        "facecolor": shape.fill or "none",
        "edgecolor": shape.line or "none",
        "linewidth": shape.weight,
        "linestyle": (0, tuple(d / max(shape.weight, 1.0) for d in shape.dash)) if shape.dash else "solid",
        "clip_on": False,
        "zorder": 2,
        "hatch": shape.hatch or None,
    }
    codes = [Path.MOVETO, *([Path.LINETO] * (len(points) - 1))]
    if shape.rounded:
        points = _with_corners(points, shape.rounded)
        codes = [Path.MOVETO, Path.LINETO, Path.CURVE3, Path.CURVE3] + [Path.LINETO, Path.CURVE3, Path.CURVE3] * 3
    if shape.closed:
        points, codes = [*points, points[0]], [*codes, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, codes), joinstyle="round", capstyle="butt", **looks))


def _with_corners(corners: Sequence[Point], radius: float) -> list[Point]:
    """The points of a rectangle with round corners: along the upper edge first, each corner a quadratic curve."""
    (left, top), (right, bottom) = corners[0], corners[2]
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    return [
        (left + r, top), (right - r, top), (right, top), (right, top + r), (right, bottom - r), (right, bottom),
        (right - r, bottom), (left + r, bottom), (left, bottom), (left, bottom - r), (left, top + r), (left, top),
        (left + r, top),
    ]  # fmt: skip
