"""What the chapters of a report are made from: the case, its graph, the verdicts, the outcomes told in full."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from countermove.analysis.equilibria import StabilityTable
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.report.chapters.naming import by_name
from countermove.text.blocks import Part, Picture, Table, from_section
from countermove.text.naming import Combinations
from countermove.text.prose import Section

__all__ = ["Draw", "Material", "for_readers", "grid", "parts"]

Draw = Callable[[str, ListedGame, Sequence[int], str | None], Picture | None]
"""Draws a picture of this kind, of these states, perhaps of one actor; None where there is none for the case."""
SCREEN = re.compile(
    r"; --limit shows them|; --from STATE tells more of one|, and --limit lists them|; explain tells which"
    r"| Outcomes are numbered in the order of solve\.| \(in the order of solve\)|; --state STATE tries one"
    r"|, and (?:was|were) not tried otherwise here: robust does"
    r"|; ask for each, as in --scenario [\w-]+"
)
"""What is said to those who sit before a command line, and readers of a report cannot use."""
WIDEST = 12
"""A table with more columns than this does not fit on a page."""


@dataclass(frozen=True)
class Material:
    """The material of a report.

    `case` is the case as it is written, `graph.case` the one with the scenario. `outcomes` are the states to be told
    in full, strongest first. `seed` is for what has to be estimated, `draws` how many plausible models are drawn.
    `draw` makes pictures.
    """

    case: Case
    graph: ListedGame
    table: StabilityTable
    outcomes: tuple[int, ...]
    seed: int
    draw: Draw
    draws: int = 0

    def pictures(self, *kinds: str, actor: str | None = None) -> tuple[Picture, ...]:
        """The pictures of these kinds that there are for the case, or for one of its actors."""
        found = (self.draw(kind, self.graph, self.outcomes, actor) for kind in kinds)
        return tuple(picture for picture in found if picture is not None)


def for_readers(text: str) -> str:
    """Text without what only the command line can show.

    >>> for_readers("3 more states; --limit shows them.")
    '3 more states.'
    """
    return SCREEN.sub("", text)


def grid(table: Table, model: Combinations | None = None) -> tuple[Table, ...]:
    """A table of the command line for readers of a report; nothing where it is empty or too wide for a page.

    With the `model` options are named instead of their ids, where names fit.
    """
    if not table.rows or len(table.columns) > WIDEST:
        return ()
    if model is not None:
        table = by_name(table, model)
    notes = tuple(map(for_readers, table.notes))
    notes = tuple(note for note in notes if "the command tells" not in note and "--state" not in note)
    return (replace(table, notes=notes),)


def parts(sections: Sequence[Section]) -> tuple[Part, ...]:
    """Sections of prose as parts of a chapter."""
    return tuple(from_section(section) for section in sections)
