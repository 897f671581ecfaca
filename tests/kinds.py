"""The two kinds of game in tests: one small case as a game of either kind, and what both say in the same words.

A test with the parameter ``kind`` from `KINDS` runs over both. Where a question names states, ask for them by
`key_at` (the state that the reference calls s) and read answers with `number_of`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from countermove.game.game import Game, State
from countermove.game.listed import ListedGame, listed_game
from countermove.game.searched import SearchedGame, searched_game
from countermove.model.case import Case

__all__ = ["KINDS", "Kind", "both", "codes_of", "either_kind", "key_at", "number_of"]

Kind = Callable[[Case], Game]
KINDS: dict[str, Kind] = {"listed": listed_game, "searched": searched_game}
"""How a case becomes a game of each kind. Small cases are searched just as well."""

either_kind = pytest.mark.parametrize("kind", list(KINDS.values()), ids=list(KINDS))
"""Runs a test over both kinds of game: ``def test_x(kind: Kind) -> None: game = kind(case)``."""


def both(case: Case) -> tuple[ListedGame, SearchedGame]:
    """One case as a game of each kind. It has options, and no coalesced states."""
    return listed_game(case), searched_game(case)


def codes_of(game: ListedGame) -> list[int]:
    """The codes of all combinations, bit k for option k, however the game stores them."""
    return game.codes_at()


def key_at(game: Game, number: int) -> int:
    """The key of a state by its number, counted from 0, in a game of either kind."""
    if game.is_listed:
        return number
    return listed_game(game.case).codes_at()[number]


def number_of(game: Game, state: State | int) -> int:
    """The number, counted from 0, of a state of a game of either kind."""
    key = state.key if isinstance(state, State) else state
    return key if game.is_listed else listed_game(game.case).codes_at().index(key)
