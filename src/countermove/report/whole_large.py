"""A whole report on a case whose states are too many to list: fewer chapters, on the outcomes that were found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.model.case import Case
from countermove.report.framing import Origin, chapters_of, framed
from countermove.text.blocks import Document

if TYPE_CHECKING:
    from countermove.report.chapters.large_material import LargeDraw

__all__ = ["whole_large_report"]


def whole_large_report(
    case: Case,
    table: StabilityTable,
    origin: Origin | None = None,
    *,
    outcomes: int = 6,
    seed: int = 1,
    draws: int = 0,
    draw: LargeDraw | None = None,
    told: Callable[[], None] | None = None,
) -> Document:
    """The report on what was found in a case that is not listed; see `whole_report`.

    `case` is the case as it is written, `table` what `equilibria` found in it or in one of its scenarios. The
    first `outcomes` outcomes are told in full. `seed` is for what is estimated; `draws` how many plausible models are
    drawn at each level of noise (0: a hundred, without noise).

    >>> import countermove as cm
    >>> case = cm.load("chicken")
    >>> table = cm.equilibria(cm.searched_game(case))
    >>> document = whole_large_report(case, table)
    >>> [chapter.title for chapter in document.chapters][:4]
    ['In brief', 'Actors and options', 'How it came to this', 'The outcomes']
    """
    from countermove.report.chapters.large import CHAPTERS
    from countermove.report.chapters.large_material import LargeMaterial

    material = LargeMaterial(table, outcomes, seed, draw or _undrawn, draws)
    options = len(table.searched.options)
    facts = [
        ("States", f"not listed; {options} options"),
        ("Outcomes told in full", f"up to {outcomes}"),
        ("Seed", str(seed)),
        *([("Plausible models drawn", f"{draws:,}")] if draws else []),
    ]
    return framed(case, table.searched.scenario, origin, chapters_of(CHAPTERS, material, told), facts)


def _undrawn(_kind: str, _table: StabilityTable, _actor: str | None) -> None:
    """No picture."""
    return
