"""The pictures of a report: those kinds that a case has something to show in, drawn when a chapter asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.errors import QuestionError
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.plots import KINDS, alt_text, kinds_for, rendered, svg
from countermove.report.chapters.material import Draw
from countermove.requests.plot import plot
from countermove.text.blocks import Picture
from countermove.views.stability import FITS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["drawer", "drawn", "drawn_large"]

MINE = {"outcomes", "equilibria", "winners"}
"""Kinds that show the outcomes which the report tells, and not those that the kind chooses by itself."""


def drawer() -> Draw | None:
    """What draws pictures; None where matplotlib is not installed."""
    return drawn if find_spec("matplotlib") is not None else None


def drawn(kind: str, graph: ListedGame, states: Sequence[int], actor: str | None = None) -> Picture | None:
    """A picture of this kind, or of one actor; None where there is no such kind, or nothing to show in it."""
    row = KINDS.get(kind)
    if row is None or row not in kinds_for(graph):
        return None
    own = states and (kind in MINE or (kind == "moves" and graph.size > FITS))
    try:
        figure = plot(graph, kind, states=_shown(graph, states) if own else None, actor=actor)
    except QuestionError:
        return None
    return _picture(row.question, graph.case, figure, actor)


def drawn_large(kind: str, table: StabilityTable, actor: str | None = None) -> Picture | None:
    """The same of a case whose states are not listed."""
    row = KINDS.get(kind)
    if row is None or row not in kinds_for(table.game):
        return None
    try:
        figure = plot(table, kind, actor=actor)
    except QuestionError:
        return None
    return _picture(row.question, table.game.case, figure, actor)


def _picture(question: str, case: Case, figure: Figure, actor: str | None) -> Picture:
    title = question if actor is None else f"What {case.label(actor)} cares about most, next, and last"
    return Picture(title, alt_text(figure), svg(figure), lambda: rendered(figure, "png"))


def _shown(graph: ListedGame, states: Sequence[int]) -> list[State]:
    """The status quo, and the outcomes that the report tells."""
    now = [] if graph.status_quo is None else [graph.status_quo]
    return [graph.at(key) for key in dict.fromkeys([*now, *states])]
