"""Which states no other state of a selection Pareto-improves on: better for some actor, worse for none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["undominated", "undominated_within"]


def undominated(ranks: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Which of k states no other of them Pareto-improves on.

    t Pareto-improves on s iff no actor prefers s to t, and some actor strictly prefers t to s. States that all actors
    rank alike do not improve on each other.

    Parameters
    ----------
    ranks
        The rank of each state for each actor, higher is better; shape (actors, k).

    Returns
    -------
    array of bool, shape (k,)

    Notes
    -----
    Cost: k times the number of undominated states times actors, in one pass of arrays for each of these.

    Examples
    --------
    >>> undominated(np.array([[1, 2, 2], [3, 3, 1]])).tolist()
    [False, True, False]
    """
    free = undominated_within(ranks, lambda _: True)
    assert free is not None
    return free


def undominated_within(ranks: NDArray[np.integer], spend: Callable[[int], bool]) -> NDArray[np.bool_] | None:
    """As `undominated`, within a bound of work.

    Parameters
    ----------
    ranks
        As there.
    spend
        Called with how many ranks are about to be compared; False where that is too much.

    Returns
    -------
    array of bool, shape (k,), or None
        None where it was too much.
    """
    if not ranks.size:
        return np.ones(ranks.shape[1], dtype=bool)
    points, place = np.unique(ranks.astype(np.int64), axis=1, return_inverse=True)
    free = np.zeros(points.shape[1], dtype=bool)
    # In falling order of the sum of ranks nothing improves on what stands before it, so that the first is undominated,
    # and of distinct states whatever is nowhere better than it is dominated: one pass for each state that stays.
    open_ = np.argsort(-points.sum(axis=0), kind="stable")
    while len(open_):
        if not spend(points.shape[0] * len(open_)):
            return None
        free[open_[0]] = True
        open_ = open_[(points[:, open_] > points[:, open_[:1]]).any(axis=0)]
    return np.asarray(free[place.reshape(-1)])
