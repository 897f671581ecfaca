"""The graph of moves: who can move from which state to which, who gains by it, and which states hold."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING

import numpy as np

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.moves import Neighbourhood
from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.plots.fonts import broken
from countermove.plots.network import Node, draw, links_of, name_nodes, radius
from countermove.plots.sheet import LEADING, Point, Sheet
from countermove.plots.shown import Choice, chosen_states, heads_of, label_notes, name_of
from countermove.plots.style import SMALL, looks
from countermove.text.naming import joined, outcome
from countermove.text.verbs import verb

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST_STATES", "MoveGraph", "centre_states", "moves_figure"]

MOST_STATES = 30
"""States in one picture at most: on a circle of more, arrows can no longer be told apart."""
CENTRE = 3
"""Outcomes, besides the status quo, in the middle of the picture of a large graph unless states are chosen."""
ACROSS, DOWN = 104.0, 84.0
"""The least distance of states in rows and columns, in points: a label of three short lines fits between."""
SIDE = 150.0
"""The width of labels beside rows, in points."""


@dataclass(frozen=True)
class MoveGraph:
    """What the picture is made from: states and moves, and the verdicts that give some of them a ring."""

    near: Neighbourhood
    table: StabilityTable


def centre_states(table: StabilityTable, choice: Choice) -> tuple[int, ...]:
    """The states in the middle: those chosen; else all, where they fit; else the status quo and three firm outcomes.

    Raises `SizeError` where too many states were chosen, and where there is neither a status quo nor an outcome.
    """
    game = table.listed
    chosen = chosen_states(choice, MOST_STATES)
    if chosen is not None:
        return chosen
    if game.size <= MOST_STATES:
        return tuple(range(game.size))
    now = [game.status_quo] if game.status_quo is not None else []
    states = tuple(dict.fromkeys([*now, *table.strongest(CENTRE)]))
    if not states:
        raise SizeError(
            f"{game.size:,} states are too many for one picture, and none of them holds; choose some with --states"
        )
    return states


def moves_figure(moves: MoveGraph, choice: Choice) -> Figure:
    """States as circles, moves as arrows in the colour and dash of their mover; bold: the mover gains.

    An equilibrium has a ring, the status quo is black. Up to 30 states all are shown, and all moves; of more, the
    states in the middle, all moves between them, where gains lead from them, and the gains between these.
    """
    near, table = moves.near, moves.table
    game = table.listed
    look = looks(game)
    sheet = Sheet(choice.page)
    names, key = name_nodes(game, near.states)
    round = radius(names)
    if near.is_whole and not game.is_graph:
        grid = _grid(sheet, game, round)
        spots = [grid[state] for state in near.states]
    else:
        spots = _ring(len(names), round)
    held = table.strength() > 0
    nodes = [
        Node(x, y, name, rings=int(held[state]), now=state == game.status_quo)
        for (x, y), name, state in zip(spots, names, near.states, strict=True)
    ]
    place = {state: k for k, state in enumerate(near.states)}
    arrows = [(move.mover, place[move.before], place[move.after], move.improves) for move in near.moves]
    draw(sheet, nodes, links_of(arrows, [look[mover.id] for mover in game.movers]), round)
    labels = joined([c.label for c in table.concepts], "or")
    notes = [
        f"Bold, with a full head: the mover gains. Thin: it can move so, and does not gain. Ring: holds under {labels}."
    ]
    if game.status_quo is not None:
        notes[0] += " Black: the status quo."
    moving = {move.mover for move in near.moves}
    legend = [(look[mover.id], game.case.label(mover.id)) for mover in game.movers if mover.index in moving]
    title = f"{game.case.title}: the graph of moves".removeprefix(": ")
    note = _note(moves, choice)
    extra = [*(["; ".join(key)] if key else []), *filter(None, [note]), *label_notes(game, heads_of(game, near.states))]
    return sheet.figure(title, _description(moves, note), [*notes, *extra], legend)


def _note(moves: MoveGraph, choice: Choice) -> str:
    """What is not in the picture; nothing where all states are, without anybody having chosen them."""
    near, game = moves.near, moves.table.listed
    if choice.states is None and game.size <= MOST_STATES:
        return ""
    note = f"{near.count:,} of {game.size:,} states: {_which(moves, choice)}, and where gains lead from them."
    if near.is_cut:
        note += " Of several gains of one mover only that is shown which is best for it."
    return note


def _which(moves: MoveGraph, choice: Choice) -> str:
    """What the states in the middle of a large picture are."""
    game, centre = moves.table.listed, moves.near.centre
    others = [state for state in centre if state != game.status_quo]
    if choice.states is not None and not moves.table.strength()[others].all():
        return "those chosen"
    return "the status quo and firm outcomes" if game.status_quo in centre else "firm outcomes"


def _ring(count: int, round: float) -> list[Point]:
    """Places on a circle, the first at the left, clockwise."""
    wide = max(70.0, count * (2 * round + 34) / (2 * pi)) if count > 1 else 0.0
    return [(-wide * cos(2 * pi * k / count), -wide * sin(2 * pi * k / count)) for k in range(count)]


def _grid(sheet: Sheet, game: ListedGame, round: float) -> list[Point]:
    """Places in rows and columns: one mover moves along the rows, all others along the columns; with labels."""
    mover = _across(game)
    mask = mover.reach.mask
    codes = game.codes[game.first_code[: game.ordinary]]
    columns, rows = np.unique(codes & mask), np.unique(codes & ~mask)
    across = max(ACROSS, 2 * round + 60)
    firsts = [int(np.flatnonzero((codes & mask) == c)[0]) for c in columns]
    top = -(round + 26)
    for k, state in enumerate(firsts):
        words = _done(game, state, {mover.id})
        lines = broken(words, across - 10, SMALL)
        sheet.paragraph(
            k * across, top - len(lines) * LEADING * SMALL, words, across - 10, SMALL, sheet.theme.faint, align="center"
        )
    others = {row.owner for row in game.options} - {mover.id}
    y = 0.0
    heights: list[float] = []
    for code in rows:
        words = _done(game, int(np.flatnonzero((codes & ~mask) == code)[0]), others) if others else ""
        high = len(broken(words, SIDE, SMALL)) * LEADING * SMALL if words else 0.0
        y += max(0.0, (high - DOWN) / 2) if heights else 0.0
        if words:
            sheet.paragraph(-(round + 40) - SIDE, y - high / 2, words, SIDE, SMALL, sheet.theme.faint)
        heights.append(y)
        y += max(DOWN, high / 2 + DOWN / 2 + 6)
    ordinary = [
        (float(np.searchsorted(columns, code & mask)) * across, heights[int(np.searchsorted(rows, code & ~mask))])
        for code in codes
    ]
    middle = (heights[0] + heights[-1]) / 2 + (DOWN / 4 if len(heights) > 1 else 0.0)
    extra = game.size - game.ordinary
    return [*ordinary, *((len(columns) * across, middle + (k - (extra - 1) / 2) * DOWN) for k in range(extra))]


def _across(game: ListedGame) -> Mover:
    """The mover along the rows: the one that makes the grid most nearly square."""
    codes = game.codes[game.first_code[: game.ordinary]]

    def shape(mover: Mover) -> tuple[int, int]:
        columns = len(np.unique(codes & mover.reach.mask))
        return abs(columns - len(np.unique(codes & ~mover.reach.mask))), mover.index

    return min(game.movers, key=shape)


def _done(game: ListedGame, state: int, owners: set[str]) -> str:
    """What some owners do in a state, in words."""
    names = {game.case.label(owner) for owner in owners}
    parts = [f"{who}: {joined(taken) or 'nothing'}" for who, taken in outcome(game, state) if who in names]
    return "; ".join(parts)


def _description(moves: MoveGraph, note: str) -> str:
    near, table = moves.near, moves.table
    game = table.listed
    gains: dict[int, list[str]] = {}
    for move in near.moves:
        if move.improves:
            gains.setdefault(move.mover, []).append(f"{name_of(game, move.before)} to {name_of(game, move.after)}")
    movers = {game.movers[m].id: ways for m, ways in gains.items()}
    parts = [
        f"{game.case.label(id_)} {verb(game.case, id_, 'gains', 'gain')} by moving from {', '.join(ways)}."
        for id_, ways in movers.items()
    ]
    strength = table.strength()
    held = [name_of(game, state) for state in near.states if strength[state]]
    return " ".join(
        [f"{len(near.states)} states and {len(near.moves)} moves.", *parts, f"Ringed: {joined(held) or 'none'}.", note]
    )
