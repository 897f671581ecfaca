"""Non-myopic stability: what two actors expect however far they look ahead.

A state is non-myopically stable for i iff it is L_h-stable for i for every large enough h (see `limited`). With
a horizon that is one move longer, what is expected follows from what was expected before, and there are finitely many
expectations; so they come round again, and the verdict on a state is then decided: it stays stable, it stays
unstable, or it goes on changing with a period of its own. The limit is decided exactly, not by a large h.

This is the limit of limited moves, as in the reference, and not the concept of Brams, which has other rules of play.

References: Kilgour 1985, in *Dynamic Models of International Conflict*; Rego, Oliveira, Vieira & Kilgour 2025,
Games 16(5), 54, on how limited moves cycle in 2 x 2 games.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.iteration import find_cycle, repeated
from countermove.stability.limited_move import Foresight, foresight

__all__ = ["NonMyopic", "non_myopic", "periods", "settled"]

Bools = NDArray[np.bool_]
MOST_MOVES = 100_000
"""This many moves ahead are followed until the expectations come round."""
MOST_VERDICTS = 2**31
"""The most verdicts (states times moves of one round) that are kept at a time."""


@dataclass(frozen=True, eq=False)
class NonMyopic:
    """The verdicts on all states as foresight grows without end, for one mover.

    Parameters
    ----------
    mover
        Its id.
    stable, unstable
        Where the verdict is the same for every large enough horizon; shape (S,).
    period
        Elsewhere, after how many moves more the verdict on this state repeats; 0 where it has settled; shape (S,).
    since
        From this horizon on, all of that is so.
    round
        After how many more moves all expectations return.
    """

    mover: str
    stable: Bools
    unstable: Bools
    period: NDArray[np.int64]
    since: int
    round: int

    @property
    def cycling(self) -> Bools:
        """Where the verdict goes on changing."""
        return self.period > 0

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        states = np.flatnonzero(self.cycling)
        return {
            "mover": self.mover,
            "stable": (np.flatnonzero(self.stable) + 1).tolist(),
            "unstable": (np.flatnonzero(self.unstable) + 1).tolist(),
            "cycling": {str(int(state) + 1): int(self.period[state]) for state in states},
            "since": self.since,
        }


def non_myopic(game: ListedGame, mover: Mover) -> NonMyopic:
    """Where a mover stays however far both look ahead, where not, and where that goes on changing.

    Parameters
    ----------
    game, mover
        A listed game of S states, and one of its two movers.

    Returns
    -------
    NonMyopic
        Verdicts that have settled, and the periods of those that never do.

    Raises
    ------
    QuestionError
        Unless exactly two actors and no body have options.
    SizeError
        Where the expectations do not come round within 100,000 moves, or too late to keep all verdicts.

    Notes
    -----
    Cost: that of L_h for some three times the moves after which the expectations have come round; in practice these are few.

    References
    ----------
    Kilgour 1985, in *Dynamic Models of International Conflict*.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> non_myopic(game, game.movers[0]).to_dict()
    {'mover': 'row', 'stable': [3, 4], 'unstable': [1, 2], 'cycling': {}, 'since': 4}
    """
    sight = foresight(game, "NM")
    return game.once(("non-myopic", mover.index), lambda: _non_myopic(sight, mover))


def settled(game: ListedGame, mover: Mover) -> Bools:
    """States that are non-myopically stable for a mover.

    Parameters
    ----------
    game, mover
        A listed game of S states, and a mover of it.

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Raises
    ------
    QuestionError, SizeError
        As `non_myopic`.
    """
    return non_myopic(game, mover).stable


def periods(game: ListedGame, mover: Mover) -> NDArray[np.int64]:
    """The period of each verdict that never settles.

    Parameters
    ----------
    game, mover
        A listed game of S states, and a mover of it.

    Returns
    -------
    numpy.ndarray
        In moves, 0 for all other verdicts; shape (S,).

    Raises
    ------
    QuestionError, SizeError
        As `non_myopic`.
    """
    return non_myopic(game, mover).period


def _non_myopic(sight: Foresight, mover: Mover) -> NonMyopic:
    game = sight.game
    cycle = game.once("foresight comes round", lambda: find_cycle(sight.nothing, sight.one_more, MOST_MOVES))
    if cycle is None or cycle[1] * game.size > MOST_VERDICTS:
        raise SizeError(
            f"what is expected does not come round within {MOST_MOVES:,} moves, or too late to follow every state; "
            "ask for a fixed number of moves, such as l20"
        )
    before, length = cycle
    value = repeated(sight.nothing, sight.one_more, before)
    # One round is enough: what is expected with one move more depends on nothing but what was expected before.
    verdicts = np.empty((length, game.size), dtype=bool)
    for k in range(length):
        verdicts[k] = sight.stays(value, mover)
        value = sight.one_more(value)
    stable, unstable = np.asarray(verdicts.all(axis=0)), np.asarray(~verdicts.any(axis=0))
    period = np.where(stable | unstable, 0, _least_periods(verdicts))
    # A horizon of `before` moves brings an expectation that returns; the verdict on it is that of one move more.
    return NonMyopic(mover.id, stable, unstable, period, before + 1, length)


def _least_periods(verdicts: Bools) -> NDArray[np.int64]:
    """The least period of each column of a round of verdicts; shape (S,). It divides the length of the round."""
    length = len(verdicts)
    period = np.full(verdicts.shape[1], length, dtype=np.int64)
    # From long to short, so that the shortest period overwrites the others; a period divides the round.
    for shorter in [p for p in range(length - 1, 0, -1) if length % p == 0]:
        period[(verdicts == np.roll(verdicts, shorter, axis=0)).all(axis=0)] = shorter
    return period
