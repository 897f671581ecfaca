"""Who wins: how good each outcome is for each actor, from pale (bad) to dark (good)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from countermove.game.listed import ListedGame
from countermove.plots.choice import Choice, head_of, name_of, outcomes_shown, solved
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.sheet import Sheet
from countermove.plots.style import shade
from countermove.text.naming import joined

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "winners"]

MOST = 16
SIGNS = {1: "▲ ", -1: "▼ ", 0: "= "}


def winners(graph: ListedGame, choice: Choice) -> Figure:
    """A row for each actor, a column for each outcome: the share of all states that the actor likes less.

    A sign tells whether the actor prefers the outcome to the status quo.
    """
    shown = outcomes_shown(graph, solved(graph, choice), choice, MOST)
    heads = [Head(head_of(graph, s), "now" if s == graph.status_quo else "") for s in shown.states]
    rows, said = [], []
    for actor, rank in zip(graph.actors, graph.ranks, strict=True):
        shares = [int((rank < rank[state]).sum()) / graph.size for state in shown.states]
        changes = [_change(graph, rank, state) for state in shown.states]
        cells = [Cell(f"{sign}{round(100 * share)} %", shade(share)) for sign, share in zip(changes, shares, strict=True)]
        rows.append(Row(graph.case.label(actor), tuple(cells)))
        best = max(shares)
        names = [name_of(graph, state) for state, share in zip(shown.states, shares, strict=True) if share == best]
        said.append(f"{graph.case.label(actor)} fares best in {joined(names)} ({round(100 * best)} percent).")
    sheet = Sheet()
    grid(sheet, heads, rows)
    notes = ["The share of all states that are worse for the actor: 0 % is the worst that can be, near 100 % the best."]
    if graph.status_quo is not None:
        notes.append("▲: better for it than now. ▼: worse than now. =: as good as now.")
    title = f"{graph.case.title}: who wins".removeprefix(": ")
    alt = f"A table of {len(rows)} actors and {len(shown.states)} states. {' '.join(said)} {shown.note}"
    return sheet.figure(title, alt, [*notes, *filter(None, [shown.note])])


def _change(graph: ListedGame, rank: np.ndarray[tuple[int, ...], np.dtype[np.int64]], state: int) -> str:
    if graph.status_quo is None or state == graph.status_quo:
        return ""
    return SIGNS[int(np.sign(int(rank[state]) - int(rank[graph.status_quo])))]
