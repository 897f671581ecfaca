"""The pictures of a report: those kinds that a case has something to show in, drawn when a chapter asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from countermove.errors import QuestionError
from countermove.graph.compile import Graph
from countermove.report.chapters.material import Draw
from countermove.report.document import Picture
from countermove.report.pictures import PICTURES

__all__ = ["drawer", "drawn"]

MINE = {"outcomes", "equilibria", "winners"}
"""Kinds that show the outcomes which the report tells, and not those that the kind chooses by itself."""


def drawer() -> Draw | None:
    """What draws pictures; None where matplotlib is not installed."""
    return drawn if find_spec("matplotlib") is not None else None


def drawn(kind: str, graph: Graph, states: Sequence[int]) -> Picture | None:
    """A picture of this kind; None where there is no such kind, or where a case has nothing to show in it."""
    from countermove.report.plots import KINDS, alt_text, plot, rendered, svg

    known = next((row for row in PICTURES if row.id == kind), None)
    if known is None or KINDS[kind].missing(graph.case) is not None:
        return None
    try:
        figure = plot(graph, kind, states=_shown(graph, states) if kind in MINE and states else None)
    except QuestionError:
        return None
    return Picture(known.question, alt_text(figure), svg(figure), lambda: rendered(figure, "png"))


def _shown(graph: Graph, states: Sequence[int]) -> list[int]:
    """The status quo, and the outcomes that the report tells."""
    today = [] if graph.status_quo is None else [graph.status_quo]
    return list(dict.fromkeys([*today, *states]))
