"""Which outcome holds under which concept: how far ahead people must look, or not look, for it to hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.analysis.equilibria import Equilibrium
from countermove.game.listed import ListedGame
from countermove.plots.choice import Choice, head_of, name_of, outcomes_shown, solved
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.sheet import Sheet
from countermove.plots.style import SHADE
from countermove.text.naming import joined, outcome, taken_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "concepts"]

MOST = 24
HOLDS = Cell("holds", "#0b4a75", bold=True)


def concepts(graph: ListedGame, choice: Choice) -> Figure:
    """A row for each outcome, a column for each concept; a dark cell: it is an equilibrium under the concept."""
    table = solved(graph, choice)
    shown = outcomes_shown(graph, table, choice, MOST)
    now = graph.status_quo is not None
    heads = [*(Head(concept.label) for concept in table.concepts), *([Head("reached")] if now else [])]
    rows, said = [], []
    for state in shown.states:
        found = table.at(state)
        cells = [HOLDS if c.id in found.concepts else Cell("-", faint=True) for c in table.concepts]
        cells += [Cell(_reached(found), SHADE)] if now else []
        name = f"{head_of(graph, state)}{' (now)' if state == graph.status_quo else ''}"
        rows.append(Row(name, tuple(cells), below=_what(graph, state)))
        held = [c.label for c in table.concepts if c.id in found.concepts]
        said.append(f"{name_of(graph, state)} holds under {joined(held) or 'none of them'}.")
    sheet = Sheet()
    grid(sheet, heads, rows, room=290.0)
    notes = ["holds: stable for everybody who can move, under this concept."]
    if now:
        notes.append("reached from now: by gains (each mover gains by its move), only by other moves, or not at all.")
    title = f"{graph.case.title}: which outcome holds under which concept".removeprefix(": ")
    labels = joined([c.label for c in table.concepts])
    alt = f"A table of {len(shown.states)} states and the concepts {labels}. {' '.join(said)} {shown.note}"
    return sheet.figure(title, alt, [*notes, *filter(None, [shown.note])])


def _what(graph: ListedGame, state: int) -> str:
    """What a state is, in names: who takes what; the name of a listed state."""
    if graph.case.states is not None:
        return graph.case.states[taken_words(graph, state)]
    parts = [f"{who}: {joined(names)}" for who, names in outcome(graph, state) if names]
    return "; ".join(parts) or "nobody does anything"


def _reached(found: Equilibrium) -> str:
    return "by gains" if found.by_improvements else "by moves" if found.by_moves else "no"
