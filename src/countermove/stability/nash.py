"""Nash stability: the mover has no improvement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.dispatch import best_after
from countermove.stability.improvements import improvements

__all__ = ["nash"]


def nash(game: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are Nash stable for a mover.

    s is Nash stable for an actor iff it has no move from s to a state that it strictly prefers; for a body, iff no move
    from s changes options whose rules all pass. Also called rationality (R).

    Parameters
    ----------
    game
        A listed game of S states.
    mover
        An actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    Notes
    -----
    Cost: one pass over the mover's moves, in large games over the states.

    References
    ----------
    Nash 1950, PNAS 36, 48-49; Fang, Hipel & Kilgour 1993, *Interactive Decision Making*, ch. 3.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> nash(game, game.movers[0]).tolist()
    [True, False, True, False]
    """
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        # The best rank after one move or none: where that is the state's own, no move is better.
        return np.asarray(best_after(game, mover, rank) <= rank)
    # A body has no ranks: it stays where the list of its improvements from a state is empty.
    return np.asarray(np.diff(improvements(game, mover).start) == 0)
