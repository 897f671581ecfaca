"""What the chapters of a report are made from: the case, its graph, the verdicts, the outcomes told in full."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from countermove.analysis.equilibria import StabilityTable
from countermove.graph.compile import Graph
from countermove.model.case import Case
from countermove.report.document import Grid, Part, Picture, from_section
from countermove.report.prose import Section
from countermove.report.table import Table

__all__ = ["Draw", "Material", "grid", "parts"]

Draw = Callable[[str, Graph, Sequence[int]], Picture | None]
"""Draws a picture of this kind; None where there is none for the case."""
SCREEN = ("; --limit shows them",)
"""What notes say to those who sit before a command line, and readers of a report cannot use."""
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
    graph: Graph
    table: StabilityTable
    outcomes: tuple[int, ...]
    seed: int
    draw: Draw
    draws: int = 0

    def pictures(self, *kinds: str) -> tuple[Picture, ...]:
        """The pictures of these kinds that there are for the case."""
        found = (self.draw(kind, self.graph, self.outcomes) for kind in kinds)
        return tuple(picture for picture in found if picture is not None)


def grid(table: Table) -> tuple[Grid, ...]:
    """A table of the command line for readers of a report; nothing where it is empty or too wide for a page."""
    if not table.rows or len(table.columns) > WIDEST:
        return ()
    notes = table.notes
    for words in SCREEN:
        notes = tuple(note.replace(words, "") for note in notes)
    notes = tuple(note for note in notes if "the command tells" not in note and "--state" not in note)
    return (Grid(replace(table, notes=notes)),)


def parts(sections: Sequence[Section]) -> tuple[Part, ...]:
    """Sections of prose as parts of a chapter."""
    return tuple(from_section(section) for section in sections)
