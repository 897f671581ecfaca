"""Where the texts of a picture are on paper: none on another, none beyond the edge; and cases with awkward names."""

from __future__ import annotations

import warnings
from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import countermove as cm
from cases import case_of

TOUCH = 0.75
"""Texts may come so near to each other, in points, for letters are less high than the boxes around them."""


def texts(figure: Figure) -> list[str]:
    """All texts of a picture, in the order in which they are drawn."""
    return [text.get_text() for axes in figure.axes for text in axes.texts]


def faults(figure: Figure) -> list[str]:
    """Texts that overlap, and texts that leave the picture."""
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
    return wrong


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
