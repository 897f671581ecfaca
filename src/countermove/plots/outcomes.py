"""The outcomes in option form: for each option, in the colour of its owner, in which outcome it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.plots.choice import Choice, head_of, name_of, outcomes_shown, solved
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.sheet import Sheet
from countermove.plots.style import SHADE, looks, tint
from countermove.text.naming import joined, outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "outcomes"]

MOST = 24


def outcomes(graph: ListedGame, choice: Choice) -> Figure:
    """A column for each outcome, a row for each option; Y: taken, N: not, -: a coalesced state leaves it open.

    Unless states are chosen: the status quo, and the equilibria under the concepts asked for, firmest first.
    """
    if graph.is_graph:
        raise QuestionError(
            "this case lists its states and has no options, so there is no table of options; "
            "the pictures moves and equilibria show its states"
        )
    table = solved(graph, choice)
    shown = outcomes_shown(graph, table, choice, MOST)
    strength = table.strength()
    taken = {state: graph.taken(state) for state in shown.states}
    look = looks(graph)
    rows: list[Row] = []
    owner = None
    for option in graph.options:
        if option.owner != owner:
            owner = option.owner
            rows.append(Row(graph.case.label(owner), colour=look[owner].colour, heading=True))
        cells = tuple(_cell(taken[state][option.index], look[option.owner].colour) for state in shown.states)
        rows.append(Row(option.name, cells))
    count = len(table.concepts)
    held = tuple(Cell(f"{strength[state]}/{count}", SHADE, bold=bool(strength[state])) for state in shown.states)
    rows += [Row("Stable for everybody", heading=True), Row(f"under so many of {count} concepts", held)]
    sheet = Sheet()
    heads = [Head(head_of(graph, s), "now" if s == graph.status_quo else "") for s in shown.states]
    grid(sheet, heads, rows)
    either = " -: either." if graph.is_coalesced else ""
    notes = [f"Y: the option is taken. N: it is not.{either} Numbers above: states.", *filter(None, [shown.note])]
    said = [_said(graph, state, f"{strength[state]} of {count}") for state in shown.states]
    alt = " ".join([f"A table of {len(shown.states)} states.", *said])
    what = "the outcomes that hold" if any(strength[state] for state in shown.states) else "what is done in each state"
    return sheet.figure(f"{graph.case.title}: {what}".removeprefix(": "), f"{alt} {shown.note}", notes)


def _cell(taken: bool | None, colour: str) -> Cell:
    if taken is None:
        return Cell("-", tint(colour))
    return Cell("Y", colour, bold=True) if taken else Cell("N", faint=True)


def _said(graph: ListedGame, state: int, strength: str) -> str:
    parts = [f"{who}: {joined(names)}" for who, names in outcome(graph, state) if names]
    done = "; ".join(parts) or "no option is taken"
    return f"{name_of(graph, state)}: {done}; stable for everybody under {strength} concepts."
