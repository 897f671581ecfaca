"""The pictures of a report: those kinds that a case has something to show in, drawn when a chapter asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.plots.pictures import PICTURES
from countermove.report.chapters.material import Draw
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
    from countermove.plots import KINDS, plot

    known = next((row for row in PICTURES if row.id == kind), None)
    if known is None or KINDS[kind].missing(graph.case) is not None:
        return None
    own = states and (kind in MINE or (kind == "moves" and graph.size > FITS))
    try:
        figure = plot(graph, kind, states=_shown(graph, states) if own else None, actor=actor)
    except QuestionError:
        return None
    return _picture(known.question, graph.case, figure, actor)


def drawn_large(kind: str, table: StabilityTable, actor: str | None = None) -> Picture | None:
    """The same of a case whose states are not listed."""
    from countermove.plots import kinds_for, plot

    known = next((row for row in kinds_for(table) if row.id == kind), None)
    if known is None:
        return None
    case = table.searched.case
    try:
        figure = plot(case if known.of_case else table, kind, actor=actor)
    except QuestionError:
        return None
    return _picture(known.question, case, figure, actor)


def _picture(question: str, case: Case, figure: Figure, actor: str | None) -> Picture:
    from countermove.plots import alt_text, rendered, svg

    title = question if actor is None else f"What {case.label(actor)} cares about most, next, and last"
    return Picture(title, alt_text(figure), svg(figure), lambda: rendered(figure, "png"))


def _shown(graph: ListedGame, states: Sequence[int]) -> list[int]:
    """The status quo, and the outcomes that the report tells."""
    today = [] if graph.status_quo is None else [graph.status_quo]
    return list(dict.fromkeys([*today, *states]))
