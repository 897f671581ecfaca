"""The graph of moves: who can move from which state to which, who gains by it, and which states hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from countermove.analysis.assumptions import strongest
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.plots.choice import Choice, chosen_states, name_of
from countermove.plots.fonts import broken
from countermove.plots.network import Node, draw, links_of, name_nodes, radius
from countermove.plots.sheet import LEADING, Point, Sheet
from countermove.plots.style import FAINT, SMALL, looks
from countermove.stability.engines.local import improvements_from, moves_from
from countermove.text.naming import joined, outcome

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "Drawn", "drawn_moves", "moves"]

MOST = 30
"""So many states are in one picture at most."""
FIRM = ("nash", "seq")
ACROSS, DOWN = 104.0, 84.0
SIDE = 150.0
START = 3
"""So many outcomes, besides the status quo, are the centre of a large graph unless states are chosen."""


@dataclass(frozen=True)
class Drawn:
    """What is in the picture: the states, the moves (mover, from, to, gain; states by place), and what is left out."""

    states: tuple[int, ...]
    moves: tuple[tuple[int, int, int, bool], ...]
    note: str = ""


def moves(graph: ListedGame, choice: Choice) -> Figure:
    """States as circles, moves as arrows in the colour and dash of their mover; bold: the mover gains.

    An equilibrium has a ring (under the concepts asked for; else Nash or SEQ), the status quo is black. Up to 30
    states all are shown, and all moves; of more, the states that were chosen (else the status quo and three firm
    outcomes), all moves between them, where gains lead from them, and the gains between these.
    """
    table = equilibria(graph, choice.concepts or FIRM)
    drawn = drawn_moves(graph, choice, table)
    whole = len(drawn.states) == graph.size
    look = looks(graph)
    sheet = Sheet()
    names, key = name_nodes(graph, drawn.states)
    round = radius(names)
    spots = _grid(sheet, graph, round) if whole and not graph.is_graph else _ring(len(names), round)
    held = table.strength() > 0
    nodes = [
        Node(x, y, name, rings=int(held[state]), now=state == graph.status_quo)
        for (x, y), name, state in zip(spots, names, drawn.states, strict=True)
    ]
    draw(sheet, nodes, links_of(drawn.moves, [look[mover.id] for mover in graph.movers]), round)
    labels = joined([c.label for c in table.concepts], "or")
    notes = [
        f"Bold, with a full head: the mover gains. Thin: it can move so, and does not gain. Ring: holds under {labels}."
    ]
    if graph.status_quo is not None:
        notes[0] += " Black: the status quo."
    moving = {move[0] for move in drawn.moves}
    legend = [(look[mover.id], graph.case.label(mover.id)) for mover in graph.movers if mover.index in moving]
    title = f"{graph.case.title}: the graph of moves".removeprefix(": ")
    extra = [*(["; ".join(key)] if key else []), *filter(None, [drawn.note])]
    return sheet.figure(title, _said(graph, drawn, table), [*notes, *extra], legend)


def drawn_moves(graph: ListedGame, choice: Choice, table: StabilityTable) -> Drawn:
    """The states and moves in the picture. Raises `SizeError` where too many states were chosen."""
    wanted = chosen_states(choice, MOST)
    if wanted is None and graph.size <= MOST:
        everything = tuple(range(graph.size))
        return Drawn(everything, tuple(_between(graph, everything)))
    centre = wanted if wanted is not None else _centre(graph, table)
    near = _neighbours(graph, centre)
    which = _which(graph, centre, wanted, table)
    note = f"{len(near):,} of {graph.size:,} states: {which}, and where gains lead from them."
    if len(near) > MOST:
        near = _neighbours(graph, centre, best=True)[:MOST]
        note += " Of several gains of one mover only that is shown which is best for it."
    return Drawn(near, tuple(_between(graph, centre, near)), note)


def _which(graph: ListedGame, centre: Sequence[int], wanted: tuple[int, ...] | None, table: StabilityTable) -> str:
    """What the states in the middle of a large picture are."""
    rest = [state for state in centre if state != graph.status_quo]
    if wanted is not None and not table.strength()[rest].all():
        return "those chosen"
    return "the status quo and firm outcomes" if graph.status_quo in centre else "firm outcomes"


def _centre(graph: ListedGame, table: StabilityTable) -> tuple[int, ...]:
    today = [graph.status_quo] if graph.status_quo is not None else []
    found = tuple(dict.fromkeys([*today, *strongest(table, START)]))
    if not found:
        raise SizeError(
            f"{graph.size:,} states are too many for one picture, and none of them holds; choose some with --states"
        )
    return found


def _neighbours(graph: ListedGame, centre: Sequence[int], best: bool = False) -> tuple[int, ...]:
    """The centre, and the states to which gains lead from it (`best`: of each mover's only the best for it)."""
    found = list(centre)
    for state in centre:
        for mover in graph.movers:
            ends = np.unique(improvements_from(graph, mover, np.array([state], dtype=np.int32)).target)
            if best and len(ends):
                worth = ends if mover.actor is None else graph.ranks[mover.actor][ends]
                ends = ends[[int(np.argmax(worth))]]
            found += ends.tolist()
    return tuple(dict.fromkeys(found))


def _between(
    graph: ListedGame, centre: Sequence[int], states: Sequence[int] | None = None
) -> list[tuple[int, int, int, bool]]:
    """All moves between the states of the centre, and all gains between states of the picture."""
    shown = list(centre if states is None else states)
    place = {state: k for k, state in enumerate(shown)}
    inside = set(centre)
    found = []
    for mover in graph.movers:
        gains = _pairs(graph, mover, shown, improving=True)
        for start, end in sorted(_pairs(graph, mover, centre, improving=False) | gains):
            gain = (start, end) in gains
            if end in place and (gain or end in inside):
                found.append((mover.index, place[start], place[end], gain))
    return found


def _pairs(graph: ListedGame, mover: Mover, states: Sequence[int], improving: bool) -> set[tuple[int, int]]:
    found = (improvements_from if improving else moves_from)(graph, mover, np.array(states, dtype=np.int32))
    return set(zip(found.source.tolist(), found.target.tolist(), strict=True))


def _ring(count: int, round: float) -> list[Point]:
    """Places on a circle, the first at the left, clockwise."""
    wide = max(70.0, count * (2 * round + 34) / (2 * pi)) if count > 1 else 0.0
    return [(-wide * cos(2 * pi * k / count), -wide * sin(2 * pi * k / count)) for k in range(count)]


def _grid(sheet: Sheet, graph: ListedGame, round: float) -> list[Point]:
    """Places in rows and columns: one mover moves along the rows, all others along the columns; with labels."""
    mover = _across(graph)
    mask = mover.reach.mask
    codes = graph.codes[graph.first_code[: graph.ordinary]]
    columns, rows = np.unique(codes & mask), np.unique(codes & ~mask)
    across = max(ACROSS, 2 * round + 60)
    firsts = [int(np.flatnonzero((codes & mask) == c)[0]) for c in columns]
    top = -(round + 26)
    for k, state in enumerate(firsts):
        words = _done(graph, state, {mover.id})
        lines = broken(words, across - 10, SMALL)
        sheet.paragraph(k * across, top - len(lines) * LEADING * SMALL, words, across - 10, SMALL, FAINT, align="center")
    others = {row.owner for row in graph.options} - {mover.id}
    y = 0.0
    heights: list[float] = []
    for code in rows:
        words = _done(graph, int(np.flatnonzero((codes & ~mask) == code)[0]), others) if others else ""
        high = len(broken(words, SIDE, SMALL)) * LEADING * SMALL if words else 0.0
        y += max(0.0, (high - DOWN) / 2) if heights else 0.0
        if words:
            sheet.paragraph(-(round + 40) - SIDE, y - high / 2, words, SIDE, SMALL, FAINT)
        heights.append(y)
        y += max(DOWN, high / 2 + DOWN / 2 + 6)
    found = [
        (float(np.searchsorted(columns, code & mask)) * across, heights[int(np.searchsorted(rows, code & ~mask))])
        for code in codes
    ]
    middle = (heights[0] + heights[-1]) / 2 + (DOWN / 4 if len(heights) > 1 else 0.0)
    extra = graph.size - graph.ordinary
    return [*found, *((len(columns) * across, middle + (k - (extra - 1) / 2) * DOWN) for k in range(extra))]


def _across(graph: ListedGame) -> Mover:
    """The mover along the rows: the one that makes the grid most nearly square."""
    codes = graph.codes[graph.first_code[: graph.ordinary]]

    def shape(mover: Mover) -> tuple[int, int]:
        columns = len(np.unique(codes & mover.reach.mask))
        return abs(columns - len(np.unique(codes & ~mover.reach.mask))), mover.index

    return min(graph.movers, key=shape)


def _done(graph: ListedGame, state: int, owners: set[str]) -> str:
    """What some owners do in a state, in words."""
    names = {graph.case.label(owner) for owner in owners}
    parts = [f"{who}: {joined(taken) or 'nothing'}" for who, taken in outcome(graph, state) if who in names]
    return "; ".join(parts)


def _said(graph: ListedGame, drawn: Drawn, table: StabilityTable) -> str:
    gains: dict[int, list[str]] = {}
    for mover, start, end, gain in drawn.moves:
        if gain:
            words = f"{name_of(graph, drawn.states[start])} to {name_of(graph, drawn.states[end])}"
            gains.setdefault(mover, []).append(words)
    parts = [f"{graph.case.label(graph.movers[m].id)} gains by moving from {', '.join(ways)}." for m, ways in gains.items()]
    held = [name_of(graph, state) for state in drawn.states if table.strength()[state]]
    return " ".join(
        [
            f"{len(drawn.states)} states and {len(drawn.moves)} moves.",
            *parts,
            f"Ringed: {joined(held) or 'none'}.",
            drawn.note,
        ]
    )
