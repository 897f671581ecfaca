"""What may be wrong with a picture on paper: texts on each other, beyond the edge, too small or too pale, and arrows
through boxes; and cases with awkward names."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

import countermove as cm
from cases import case_of
from countermove.plots.style import contrast

TOUCH = 0.75
"""Texts may come so near to each other, in points, for letters are less high than the boxes around them."""


LEAST_PIXELS = 10.0
"""Type on a phone is at least so high, in pixels."""


def texts(figure: Figure) -> list[str]:
    """All texts of a picture, in the order in which they are drawn."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def faults(figure: Figure, width: int | None = None) -> list[str]:
    """Texts that overlap, leave the picture, are too small or too pale; a picture wider than `width` pixels."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*[Gg]lyph")
        found = [(t.get_text(), t.get_window_extent(renderer)) for axes in figure.axes for t in axes.texts]
    assert found
    wide, high = figure.get_size_inches() * figure.dpi
    touch = TOUCH * figure.dpi / 72
    wrong = [f"cut: {s}" for s, b in found if b.x0 < 0 or b.y0 < 0 or b.x1 > wide or b.y1 > high]
    for (one, a), (other, b) in combinations(found, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        if across > touch and along > 2 * touch:
            wrong.append(f"overlap: {one} / {other}")
    if width is not None and figure.get_size_inches()[0] * 96 > width + 0.5:
        wrong.append(f"{figure.get_size_inches()[0] * 96:.0f} pixels wide")
    wrong += [f"small: {t.get_text()}" for t in figure.axes[0].texts if t.get_fontsize() * 96 / 72 < LEAST_PIXELS]
    return wrong + _pale(figure)


def _pale(figure: Figure) -> list[str]:
    """Texts with too little contrast to what lies under their middle: the shape drawn last there, else the paper."""
    axes = figure.axes[0]
    paper = to_hex(figure.get_facecolor())
    shapes = [(p.get_path().get_extents(), to_hex(p.get_facecolor())) for p in axes.patches if p.get_facecolor()[3]]
    wrong = []
    for text in axes.texts:
        x, y = text.get_position()
        x += {"left": 3.0, "right": -3.0}.get(text.get_ha(), 0.0)
        y -= 0.36 * text.get_fontsize()
        under = [colour for box, colour in shapes if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1]
        if contrast(to_hex(text.get_color()), under[-1] if under else paper) < 4.5:
            wrong.append(f"pale: {text.get_text()}")
    return wrong


def crossings(figure: Figure) -> int:
    """How many lines run through a box that they neither begin nor end at."""
    patches = figure.axes[0].patches
    boxes = [p.get_path().get_extents() for p in patches if p.get_path().codes is not None and 3 in p.get_path().codes]
    lines = [p.get_path().vertices for p in patches if not p.get_fill() or p.get_facecolor()[3] == 0]
    count = 0
    for points in (line for line in lines if len(line) > 6 and not np.allclose(line[0], line[-1])):
        # Long straight pieces have no point inside a box that they run through: points between are looked at, too.
        steps = np.linspace(0.0, 1.0, 9)[:, None, None]
        x, y = np.moveaxis(points[None, :-1] * (1 - steps) + points[None, 1:] * steps, -1, 0)
        for box in boxes:
            count += bool(((x > box.x0 + 1) & (x < box.x1 - 1) & (y > box.y0 + 1) & (y < box.y1 - 1)).any())
    return count


LONG = "An exceedingly long name that nobody would ever give to an actor of a dispute, were it not to test pictures"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
HOSTILE = r"$\frac{1}{2}$ <script>alert('x')</script> & \\ {\it a}_b^c \textbf %"


def named(name: str) -> cm.ListedGame:
    """A case in which everything has one name: two actors, a body with two rules, a status quo."""
    return cm.compile(
        case_of(
            title=name,
            actors={
                "ann": {
                    "name": name,
                    "options": {"go": name, "pay": name},
                    "prefers": ["not bob.arm", "go", "board.sign"],
                },
                "bob": {"name": name, "options": {"arm": name}, "prefers": ["board.sign", "arm iff ann.go"]},
            },
            bodies={
                "board": {
                    "name": name,
                    "members": ["ann", "bob"],
                    "decides": "consensus",
                    "options": {"sign": name, "leave": {"name": name, "decides": {"actor": "bob"}}},
                }
            },
            status_quo=["ann.go"],
        )
    )


def listed(name: str = "") -> cm.ListedGame:
    """A case that lists its states."""
    return cm.compile(
        case_of(
            title=name or "A chain",
            states={"calm": name or "Calm", "embargo": name or "Embargo", "war": name or "War"},
            actors={
                "ann": {
                    "name": name,
                    "moves": [["calm", "embargo"], ["embargo", "calm"]],
                    "ranking": ["calm", ["embargo", "war"]],
                },
                "bob": {"name": name, "moves": [["embargo", "war"]], "ranking": ["war", "calm", "embargo"]},
            },
            status_quo=["embargo"],
        )
    )
