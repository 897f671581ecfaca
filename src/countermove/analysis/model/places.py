"""The place of a state in an actor's order of all states."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.analysis.result import Record, member
from countermove.game.listed import ListedGame

__all__ = ["Place", "place_of"]


@dataclass(frozen=True)
class Place(Record):
    """How many feasible states an actor likes more than a state, exactly as much (the state included), and less."""

    better: int
    alike: int
    worse: int

    @property
    def size(self) -> int:
        """The number of all feasible states."""
        return self.better + self.alike + self.worse

    @member("place")
    def number(self) -> int:
        """The place, counted from 1, the best; states that the actor ranks alike share one."""
        return self.better + 1


def place_of(game: ListedGame, actor: int, key: int) -> Place:
    """The place of a state in the order of all feasible states by one actor's preferences.

    Parameters
    ----------
    game
        A listed game.
    actor
        The position of the actor, from 0.
    key
        The position of the state, from 0.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> place_of(compile(load_case("chicken")), 0, 0)
    Place(better=3, alike=1, worse=0)
    """
    rank = game.rank_rows[actor]
    better, worse = int(np.count_nonzero(rank > rank[key])), int(np.count_nonzero(rank < rank[key]))
    return Place(better, game.size - better - worse, worse)
