"""Fallback bargaining: the states whose worst-off actor does best, counted in places of its own preferences."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.pareto import undominated

__all__ = ["depths", "fallback_set"]

Longs = NDArray[np.int64]


def depths(ranks: NDArray[np.signedinteger]) -> Longs:
    """For each actor and state 1 + the number of indifference classes that the actor strictly prefers.

    Parameters
    ----------
    ranks
        Shape (A, S), higher is better.

    Returns
    -------
    numpy.ndarray
        Shape (A, S), counted from 1, the best.

    Examples
    --------
    >>> depths(np.array([[5, 9, 5, 2]])).tolist()
    [[2, 1, 2, 3]]
    """
    result = np.empty(ranks.shape, dtype=np.int64)
    for actor, rank in enumerate(ranks):
        classes, place = np.unique(rank, return_inverse=True)
        result[actor] = len(classes) - place.reshape(-1)
    return result


def fallback_set(ranks: NDArray[np.signedinteger], counting: Longs) -> tuple[Longs, int]:
    """The unanimity fallback set among some states, and its greatest depth.

    The depth of a state for an actor is 1 + the number of indifference classes of feasible states that it strictly
    prefers. The set has the states with the least greatest depth over all actors, less those that another of them
    Pareto-improves on; what is left is undominated among all states that count.

    Parameters
    ----------
    ranks
        Shape (A, S), higher is better.
    counting
        The states that count (positions, from 0), at least one.

    Returns
    -------
    tuple
        The members, ascending, and their greatest depth (1 where there are no actors).

    References
    ----------
    Brams and Kilgour 2001, "Fallback bargaining", Group Decis. Negot. 10, 287-316. They take strict rankings; here
    classes of indifference are counted, so that an actor with few classes seldom limits the set.

    Examples
    --------
    >>> members, depth = fallback_set(np.array([[3, 2, 1], [1, 2, 3]]), np.arange(3))
    >>> members.tolist(), depth
    ([1], 2)
    """
    greatest = depths(ranks)[:, counting].max(axis=0, initial=1)
    least = int(greatest.min())
    members = counting[greatest == least]
    return members[undominated(ranks[:, members])], least
