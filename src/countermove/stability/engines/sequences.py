"""What a coalition can bring about by legal sequences of moves, exactly and for every kind of case.

In a *legal sequence* no mover moves twice in a row; it may move again after another has. What is possible at a
state therefore depends on who moved last, so values are kept for each state and last mover.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.game.moves import Edges

__all__ = ["NOBODY", "distances", "least_reached", "moves_from", "reached"]

NOBODY = np.iinfo(np.int64).max


def least_reached(edges: Sequence[Edges], base: NDArray[np.signedinteger]) -> NDArray[np.signedinteger]:
    """The least value over each state and all states that legal sequences reach from it.

    With ``after[k]`` the least value over what may follow a first move by k, this is the greatest solution of
    ``after[k](s) = min over moves s -> t of k of min(base(t), after[j](t) for j != k)``, reached from above by sweeping
    until nothing changes.

    Parameters
    ----------
    edges
        The moves of each member of the coalition.
    base
        The value of each state, shape (S,).

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Notes
    -----
    Cost per sweep: the number of moves.

    Examples
    --------
    >>> a = Edges(np.array([0]), np.array([1]), np.array([0, 1, 1, 1]))
    >>> b = Edges(np.array([1]), np.array([2]), np.array([0, 0, 1, 1]))
    >>> least_reached([a, b], np.array([7, 5, 3])).tolist()
    [3, 3, 3]
    >>> least_reached([a], np.array([7, 5, 3])).tolist()
    [5, 5, 3]
    """
    worst = int(np.iinfo(base.dtype).max)
    after = np.full((len(edges), len(base)), worst, dtype=base.dtype)
    unchanged = 0
    turn = 0
    while unchanged < len(edges):
        # What follows a move by `turn` begins with another's move; to leave this out would let it move twice in a row.
        others = np.delete(after, turn, axis=0).min(axis=0, initial=worst)
        value = np.minimum(after[turn], edges[turn].least(np.minimum(base, others), worst))
        unchanged = 0 if np.any(value < after[turn]) else unchanged + 1
        after[turn] = value
        turn = (turn + 1) % len(edges)
    return np.asarray(np.minimum(base, after.min(axis=0, initial=worst)))


def distances(edges: Sequence[Edges], start: int) -> NDArray[np.int32]:
    """How many moves the shortest legal sequence to each state takes.

    Parameters
    ----------
    edges
        The moves of each mover, over S states.
    start
        Where sequences begin (a position, from 0).

    Returns
    -------
    numpy.ndarray
        By last mover, shape (movers, S); -1 where there is none. The start itself is reached by no move, which is not
        recorded.
    """
    movers, states = len(edges), len(edges[0].start) - 1 if edges else 0
    length = np.full((movers, states), -1, dtype=np.int32)
    frontier = [np.array([start])] * movers
    step = 0
    while any(len(states_) for states_ in frontier):
        step += 1
        arrived = []
        for k in range(movers):
            ends = edges[k].target[moves_from(edges[k], frontier[k])]
            # Each pair of a state and its last mover counts once: the first time is the shortest way to it.
            new = np.unique(ends[length[k][ends] < 0])
            length[k][new] = step
            arrived.append(new)
        frontier = [
            np.unique(np.concatenate([arrived[j] for j in range(movers) if j != k] or [np.zeros(0, dtype=np.int64)]))
            for k in range(movers)
        ]
    return length


def reached(edges: Sequence[Edges], start: int, seen: NDArray[np.bool_]) -> NDArray[np.int32]:
    """The states that legal sequences of one or more moves reach from a state.

    Parameters
    ----------
    edges
        The moves of each mover, over S states.
    start
        Where sequences begin (a position, from 0); it is among the result only if a sequence returns to it.
    seen
        Room to work in, shape (movers, S), all False before and after, so that many searches in a large game cost no more
        than what they visit.

    Returns
    -------
    numpy.ndarray
        Positions, ascending.
    """
    movers = range(len(edges))
    visited: list[list[NDArray[np.int32]]] = [[] for _ in movers]
    frontier = [np.array([start], dtype=np.int32) for _ in movers]
    while any(len(states) for states in frontier):
        for k in movers:
            ends = edges[k].target[moves_from(edges[k], frontier[k])]
            new = np.unique(ends[~seen[k][ends]])
            seen[k][new] = True
            visited[k].append(new)
        # Mover k goes on from what the others have just reached, never from what it has reached itself.
        frontier = [np.concatenate([visited[j][-1] for j in movers if j != k] or [new[:0]]) for k in movers]
    for k in movers:
        # Undone place by place: to clear all of it would cost a pass over the states for each search.
        seen[k][np.concatenate(visited[k])] = False
    return np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *(part for parts in visited for part in parts)]))


def moves_from(edges: Edges, states: NDArray[np.integer]) -> NDArray[np.int64]:
    """The positions of all moves from several states, state by state.

    Parameters
    ----------
    edges
        The moves of a mover.
    states
        Positions of states, in any order, repeated or not.

    Returns
    -------
    numpy.ndarray
        Positions in `edges`.
    """
    first = edges.start[states]
    sizes = edges.start[states + 1] - first
    # Consecutive numbers for each state, without a loop: all numbers at once, shifted to where each state's moves begin.
    return np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
