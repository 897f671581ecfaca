"""Which states no other state of a selection Pareto-improves on: better for some actor, worse for none."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["undominated"]


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
    Cost: k times the number of undominated states times actors.

    Examples
    --------
    >>> undominated(np.array([[1, 2, 2], [3, 3, 1]])).tolist()
    [False, True, False]
    """
    count = ranks.shape[1]
    free = np.zeros(count, dtype=bool)
    front = np.empty((ranks.shape[0], 0), dtype=ranks.dtype)
    # In falling order of the sum of ranks whatever improves on a state comes before it; and what improves on it, or
    # something that improves on that, is in the front, so that comparing with the front is enough.
    for k in np.argsort(-ranks.sum(axis=0, dtype=np.int64), kind="stable").tolist():
        own = ranks[:, k : k + 1]
        improves = (front >= own).all(axis=0) & (front > own).any(axis=0)
        if not improves.any():
            free[k] = True
            front = np.concatenate([front, own], axis=1)
    return free
