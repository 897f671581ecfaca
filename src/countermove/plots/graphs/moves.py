"""The graph of moves: who can move from which state to which, who gains by it, and which states are equilibria."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.moves import Neighbourhood
from countermove.errors import SizeError
from countermove.game.listed import ListedGame
from countermove.plots.graphs.drawing import DealLink, Node, deal_links, draw, layers_of, links_of
from countermove.plots.graphs.names import box_words
from countermove.plots.sheet import Sample, Sheet
from countermove.plots.shown import Choice, chosen_states, name_of
from countermove.plots.style import Look, looks
from countermove.text.naming import joined, shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST_AROUND", "MOST_STATES", "MoveGraph", "centre_states", "moves_figure", "moves_sentence"]

MOST_STATES = 30
"""States in one picture at most: of more, arrows can no longer be told apart."""
MOST_AROUND = 16
"""States in the picture of a larger graph at most, unless more have to be in it: those around the outcomes."""
CENTRE = 3
"""Outcomes, besides the status quo, in the middle of the picture of a large graph unless states are chosen."""
MOST_NAMED = 6
"""States that the sentence names at most."""


@dataclass(frozen=True)
class MoveGraph:
    """What the picture is made from: states and moves, the verdicts that give boxes a second line, and deals."""

    near: Neighbourhood
    table: StabilityTable
    deals: tuple[DealLink, ...] = ()

    @property
    def states(self) -> tuple[int, ...]:
        """The keys of the states in the picture, the first at the top."""
        ends = [key for deal in self.deals for key in (deal.before, deal.after)]
        return tuple(dict.fromkeys([*self.near.states, *ends]))

    @property
    def settled(self) -> tuple[int, ...]:
        """The states asked about from which no improvement leads.

        In a large graph the improvements from the others are drawn only as far as they end at a state that is shown.
        """
        leaving = {move.before for move in self.near.moves if move.improves}
        return tuple(state for state in sorted(self.near.centre) if state not in leaving)


def centre_states(table: StabilityTable, choice: Choice) -> tuple[int, ...]:
    """The states in the middle: those chosen; else all, where they fit; else the status quo and three outcomes.

    Raises `SizeError` where too many states were chosen, and where there is neither a status quo nor an outcome.
    """
    game = table.listed
    chosen = chosen_states(choice, MOST_STATES)
    if chosen is not None:
        return chosen
    now = [game.status_quo_key] if game.status_quo_key is not None else []
    if game.size <= MOST_STATES:
        return tuple(dict.fromkeys([*now, *range(game.size)]))
    states = tuple(dict.fromkeys([*now, *table.strongest(CENTRE)]))
    if not states:
        raise SizeError(
            f"{game.size:,} states are too many for one picture, and none of them is an equilibrium; choose some with "
            "--states"
        )
    return states


def moves_figure(moves: MoveGraph, choice: Choice) -> Figure:
    """States as boxes, moves as arrows in the colour and dash of their mover; bold: an improvement.

    The status quo stands at the top, below it what improvements lead to, step by step. Up to 30 states all are shown,
    and all moves; of more, the states in the middle, all moves between them, where improvements lead from them, and the
    improvements between these.
    """
    near, table = moves.near, moves.table
    game = table.listed
    look = looks(game)
    sheet = Sheet(choice.page)
    states = moves.states
    place = {state: k for k, state in enumerate(states)}
    arrows = [(move.mover, place[move.before], place[move.after], move.improves) for move in near.moves]
    deals = deal_links(moves.deals, place, sheet)
    layers, is_joined = layers_of(len(states), arrows, deals)
    held = table.strength() > 0
    has_start = states[0] == game.status_quo_key
    boxes = box_words(game, states)
    nodes = [
        Node(words, bool(held[state]), state == game.status_quo_key, joined_ or not has_start)
        for words, state, joined_ in zip(boxes.words, states, is_joined, strict=True)
    ]
    draw(sheet, nodes, [*links_of(arrows, [look[mover.id] for mover in game.movers]), *deals], layers)
    labels = joined([c.label for c in table.concepts], "or")
    notes = [*filter(None, [boxes.note]), f"A second line around a box: an equilibrium under {labels}."]
    if not all(is_joined) and has_start:
        notes[-1] += " A broken line: nothing in the picture leads there from today."
    moving = {move.mover for move in near.moves}
    legend = [Sample(look[mover.id], game.case.label(mover.id)) for mover in game.movers if mover.index in moving]
    plain = Look(sheet.theme.ink, ())
    if any(not move.improves for move in near.moves):
        legend += [Sample(plain, "full head: an improvement"), Sample(plain, "open head: another move", 0.9)]
    if deals:
        legend.append(Sample(Look(sheet.theme.faint, ()), "a deal", is_double=True))
    title = f"{game.case.title}: the graph of moves".removeprefix(": ")
    note = _note(moves, choice)
    return sheet.figure(
        title, moves_sentence(moves), [*notes, *filter(None, [note])], legend, _description(moves, note)
    )  # fmt: skip


def moves_sentence(moves: MoveGraph) -> str:
    """What to see: from which states no improvement leads."""
    game, centre = moves.table.listed, moves.near.centre
    settled = moves.settled
    among = f"the {len(centre):,} states" if moves.near.is_whole else f"{_centre_words(game, centre)}"
    if not settled:
        held = _equilibria_words(moves)
        return f"From each of {among}, some improvement leads on{held}."
    names = shortened([name_of(game, state) for state in settled], MOST_NAMED)
    if len(settled) == len(centre):
        return f"No improvement leads on from {names}."
    if len(settled) == 1:
        return f"Of {among}, {names} is the only one from which no improvement leads on."
    return f"Of {among}, {len(settled)} have no improvement that leads on: {names}."


def _equilibria_words(moves: MoveGraph) -> str:
    """Which of the states are equilibria nevertheless, for others would answer."""
    game, strength = moves.table.listed, moves.table.strength()
    held = [name_of(game, state) for state in moves.near.centre if strength[state]]
    if not held:
        return ""
    labels = joined([concept.label for concept in moves.table.concepts], "or")
    return f"; under {labels}, equilibria nevertheless: {shortened(held, MOST_NAMED)}"


def _centre_words(game: ListedGame, centre: tuple[int, ...]) -> str:
    return f"the {len(centre)} states in the middle" if len(centre) > MOST_NAMED else joined(
        [name_of(game, state) for state in centre]
    )  # fmt: skip


def _note(moves: MoveGraph, choice: Choice) -> str:
    """What is not in the picture; nothing where all states are, without anybody having chosen them."""
    near, game = moves.near, moves.table.listed
    if choice.states is None and game.size <= MOST_STATES:
        return ""
    note = f"{len(moves.states):,} of {game.size:,} states: {_which(moves, choice)}, and where improvements lead from them."
    if near.is_cut:
        note += " Of several improvements of one mover only the one that is best for it is shown."
    return note


def _which(moves: MoveGraph, choice: Choice) -> str:
    """What the states in the middle of a large picture are."""
    game, centre = moves.table.listed, moves.near.centre
    if choice.states is not None:
        return "those chosen" if set(centre) <= set(choice.states) else "those chosen, paths to them"
    return "the status quo, outcomes, and paths to them" if game.status_quo_key in centre else "outcomes"


def _description(moves: MoveGraph, note: str) -> str:
    near, table = moves.near, moves.table
    game = table.listed
    gains: dict[int, list[str]] = {}
    for move in near.moves:
        if move.improves:
            gains.setdefault(move.mover, []).append(f"{name_of(game, move.before)} to {name_of(game, move.after)}")
    parts = [f"Improvements of {game.case.label(game.movers[m].id)}: {', '.join(ways)}." for m, ways in gains.items()]
    strength = table.strength()
    held = [name_of(game, state) for state in moves.states if strength[state]]
    deals = [f"A deal leads from {name_of(game, d.before)} to {name_of(game, d.after)}." for d in moves.deals]
    opening = f"{len(moves.states)} states and {len(near.moves)} moves."
    equilibria = f"Equilibria: {joined(held) or 'none'}."
    return " ".join(filter(None, [opening, *parts, *deals, equilibria, note]))
