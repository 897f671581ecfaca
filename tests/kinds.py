"""The two kinds of game in tests: what they are made of, said in one way for both."""

from __future__ import annotations

from countermove.game.listed import ListedGame

__all__ = ["codes_of"]


def codes_of(game: ListedGame) -> list[int]:
    """The codes of all combinations, bit k for option k, however the game stores them."""
    return game.codes_at()
