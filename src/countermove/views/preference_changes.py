"""Other preferences in words: which statements an actor replaces, and how it orders them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from countermove.analysis.inverse.changes import Variant
from countermove.game.listed import ListedGame
from countermove.model.preferences import Line, lines_of
from countermove.text.naming import Combinations, joined, number

__all__ = ["variant_lines"]

STATES = 8
"""States of one place of a ranking that are named."""


def variant_lines(game: Combinations, actor: str, variant: Variant) -> Iterator[str]:
    """What an actor would have to change: the statements that it replaces, and the one that it moves, or its order."""
    who = game.case.label(actor)
    for k, kind in variant.replaced:
        entry = (game.case.actors[actor].prefers or ())[k]
        assert isinstance(entry, Line)
        instead = "the opposite" if kind == "negation" else str(entry.otherwise)
        yield f"{who} holds {instead} in place of its line {_unit(game, actor, k)}"
    move = _single_move(variant.order)
    has_statements = game.case.actors[actor].prefers is not None
    if move is not None:
        unit, other, is_above = move
        where = "above" if is_above else "below"
        verb, its = ("puts", "its line ") if has_statements else ("ranks", "")
        yield f"{who} {verb} {its}{_unit(game, actor, unit)} {where} {its}{_unit(game, actor, other)}"
    elif variant.order != tuple(sorted(variant.order)):
        what = "orders its lines" if has_statements else "orders the places of its ranking"
        yield f"{who} {what} {joined([str(k + 1) for k in variant.order])}"


def _single_move(order: tuple[int, ...]) -> tuple[int, int, bool] | None:
    """The one unit whose move makes the order, the unit that it passes last, and whether upwards."""
    for unit in sorted(order, key=lambda k: -abs(order.index(k) - k)):
        others = [k for k in order if k != unit]
        place = order.index(unit)
        if others == sorted(others) and place != unit:
            return unit, order[place + 1] if place < unit else order[place - 1], place < unit
    return None


def _unit(game: Combinations, actor: str, unit: int) -> str:
    """A statement by its number and as it was written; a place of a ranking by its states."""
    entries = game.case.actors[actor].prefers
    if entries is not None:
        return f"{unit + 1} ({'; '.join(str(line.that) for line in lines_of(entries[unit]))})"
    assert isinstance(game, ListedGame)  # places of a ranking change only where states are listed
    ids = list(game.case.states or ())
    return joined([ids[s] if ids else f"state {number(s)}" for s in place_states(game, actor, unit)[:STATES]])


def place_states(game: ListedGame, actor: str, place: int) -> list[int]:
    """The states in one place of an actor's ranking, 0 the best."""
    rank = game.ranks[game.actors.index(actor)]
    states: list[int] = np.flatnonzero(rank == rank.max() - place).tolist()
    return states
