"""The moves of a listed game as rows: who can move from where to where, and whether the mover gains by it."""

from __future__ import annotations

import numpy as np

from countermove.analysis.result import Column, Rows
from countermove.game.listed import ListedGame
from countermove.stability.improvements import improvements

__all__ = ["move_rows"]

COLUMNS = (
    Column("mover", "the id of the actor or body that moves"),
    Column("from", "the number of the state that it leaves, from 1"),
    Column("to", "the number of the state that it moves to"),
    Column("from options", "the options taken before the move, or the id of the state"),
    Column("to options", "the options taken after the move, or the id of the state"),
    Column("improvement", "whether the mover gains by it; of a body, whether its members decide it"),
)
STATES_AT_ONCE = 1_000
"""States whose moves are listed together: with a thousand moves from each, some 100 MB."""


def move_rows(game: ListedGame, limit: int) -> tuple[Rows, bool]:
    """The moves of all movers, mover by mover in the order of the states that they leave.

    Parameters
    ----------
    game
        A listed game.
    limit
        The most moves.

    Returns
    -------
    tuple
        The rows, and whether these are all.

    Examples
    --------
    >>> from countermove.game.listed import listed_game
    >>> from countermove.model.case import Case
    >>> actor = {"options": {"go": {"change": "take-only"}}, "prefers": ["go"]}
    >>> move_rows(listed_game(Case.model_validate({"actors": {"a": actor}})), 10)[0].values
    (('a', 1, 2, 'none', 'a.go', True),)
    """
    values: list[tuple[str | int | bool, ...]] = []
    for mover in game.movers:
        better = improvements(game, mover)
        for first in range(0, game.size, STATES_AT_ONCE):
            states = np.arange(first, min(first + STATES_AT_ONCE, game.size))
            moves = game.moves_of(mover, states)
            # A coalesced state may have several ways to one other state, which are one move.
            for source, target in sorted(set(zip(moves.source.tolist(), moves.target.tolist(), strict=True))):
                if len(values) == limit:
                    return Rows(COLUMNS, tuple(values), 3), False
                gains = target in better.target[better.start[source] : better.start[source + 1]]
                values.append((mover.id, source + 1, target + 1, _named(game, source), _named(game, target), gains))
    return Rows(COLUMNS, tuple(values), 3), True


def _named(game: ListedGame, key: int) -> str:
    state = game.at(key)
    return state.id or ", ".join(state.options) or "none"
