"""A whole report: the chapters of an analysis, in order, and what identifies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import equilibria
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.report.framing import Origin, chapters_of, framed
from countermove.text.blocks import Document

if TYPE_CHECKING:
    from countermove.report.chapters.material import Draw

__all__ = ["whole_report"]


def whole_report(
    case: Case,
    graph: ListedGame,
    origin: Origin | None = None,
    *,
    outcomes: int = 6,
    seed: int = 1,
    draws: int = 0,
    draw: Draw | None = None,
    told: Callable[[], None] | None = None,
) -> Document:
    """The report on a case as a document, to be laid out in any form.

    `case` is the case as it is written, `graph` its graph, perhaps with a scenario. `origin` says of which file and day
    the report is. The first `outcomes` outcomes are told in full, firmest first. `seed` is for indices that have to be
    estimated and for the `draws` of plausible models. `draw` makes pictures, by kind, graph, outcomes and actor;
    without it there are none. `told` is called after each chapter. What is too large for one question is said in its
    chapter. Nothing depends on the clock or on chance: the same arguments give the same document.

    >>> import countermove as cm
    >>> case = cm.load("chicken")
    >>> document = whole_report(case, cm.compile(case))
    >>> document.title, [chapter.title for chapter in document.chapters][:3]
    ('Chicken', ['In brief', 'Actors and options', 'How it came to this'])
    """
    from countermove.report.chapters.every import CHAPTERS
    from countermove.report.chapters.material import Material
    from countermove.report.chapters.outcomes import firmest

    table = equilibria(graph)
    material = Material(case, graph, table, firmest(table, outcomes), seed, draw or _undrawn, draws)
    chapters = chapters_of(CHAPTERS, material, told)
    facts = [
        ("States", f"{graph.size:,}"),
        ("Outcomes told in full", f"up to {outcomes}"),
        *([("Plausible models drawn", f"{draws:,}")] if draws else []),
        ("Seed", str(seed)),
    ]
    return framed(case, graph.scenario, origin, chapters, facts)


def _undrawn(_kind: str, _graph: ListedGame, _states: Sequence[int], _actor: str | None) -> None:
    """No picture."""
    return
