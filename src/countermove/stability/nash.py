"""Nash stability: the mover has no improvement."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.dispatch import best_after
from countermove.stability.improvements import improvements

__all__ = ["nash"]


def nash(graph: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are Nash stable for `mover`, shape (S,).

    s is Nash stable for an actor iff it has no move from s to a state that it strictly prefers; for a body, iff
    no move changes options whose rules all pass. Also called rationality (R).

    Reference: Nash 1950; Fang, Hipel & Kilgour 1993, ch. 3.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("prisoners-dilemma"))
    >>> nash(graph, graph.movers[0]).tolist()
    [True, False, True, False]
    """
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        return np.asarray(best_after(graph, mover, rank) <= rank)
    return np.asarray(np.diff(improvements(graph, mover).start) == 0)
