"""Where a conflict can go from a state: what legal sequences reach, and by which moves.

In a legal sequence no mover moves twice in a row. A body's move counts where only moves are asked about
whether or not its rule passes; where improvements are asked about, its rules must pass as its actors prefer.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import TooLargeError
from countermove.graph.compile import Graph, Mover
from countermove.stability.answers import uses_blocks
from countermove.stability.floods import flooded
from countermove.stability.improvements import improvements
from countermove.stability.local import improvements_from, moves_from
from countermove.stability.sequences import reached as reached_from

__all__ = ["Step", "reachable", "shortest_path"]

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
MAX_VISITED = 2**22
CHUNK = 2**15
UNSEEN = -1


@dataclass(frozen=True)
class Step:
    """One move of a sequence: who moves, from which state to which."""

    mover: str
    before: int
    after: int


def reachable(graph: Graph, start: int, improving: bool) -> NDArray[np.bool_]:
    """States that legal sequences of moves (or of improvements) reach from `start`, itself included; shape (S,).

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> int(reachable(graph, graph.status_quo, improving=False).sum())
    416
    """
    if uses_blocks(graph, improving):
        return flooded(graph, start, improving)
    edges = [improvements(graph, m) for m in graph.movers] if improving else list(graph.edges)
    found = np.zeros(graph.size, dtype=bool)
    found[reached_from(edges, start, np.zeros((len(edges), graph.size), dtype=bool))] = True
    found[start] = True
    return found


def shortest_path(graph: Graph, start: int, target: int, improving: bool) -> tuple[Step, ...] | None:
    """One shortest legal sequence from `start` to `target`; empty where they are one, None where there is none.

    Among equally short ones, movers that stand first in the case move first. Breadth first over pairs of a
    state and its last mover; cost: the moves from all states that are nearer. Raises `TooLargeError` where more
    than some four million pairs would have to be visited.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [(step.mover, step.after) for step in shortest_path(graph, 0, 6, improving=False)]
    [('usa', 2), ('ussr', 6)]
    """
    if start == target:
        return ()
    movers = len(graph.movers)
    parent = np.full((movers, graph.size), UNSEEN, dtype=np.int64)
    states, last = np.array([start], dtype=np.int32), np.array([-1], dtype=np.int64)
    visited = 0
    while len(states):
        visited += len(states)
        if visited > MAX_VISITED:
            raise TooLargeError(f"the shortest way was not found among {MAX_VISITED:,} states and last movers")
        found = [_arrivals(graph, mover, states, last, parent, improving) for mover in graph.movers]
        place = np.concatenate([rows for rows, _ in found])
        after = np.concatenate([targets for _, targets in found])
        by = np.repeat(np.arange(movers), [len(rows) for rows, _ in found])
        order = np.lexsort((after, by, place))
        place, after, by = place[order], after[order], by[order]
        parent[by, after] = states[place].astype(np.int64) * (movers + 1) + last[place] + 1
        hit = np.flatnonzero(after == target)
        if len(hit):
            return _walk(graph, parent, target, int(by[hit[0]]), start)
        states, last = after, by
    return None


def _arrivals(
    graph: Graph, mover: Mover, states: Ints, last: Longs, parent: Longs, improving: bool
) -> tuple[Longs, Ints]:
    """Where a mover arrives first: the positions in `states` that it leaves, and the states where it arrives."""
    moves = improvements_from if improving else moves_from
    rows, targets = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int32)]
    free = np.flatnonzero(last != mover.index)
    for first in range(0, len(free), CHUNK):
        part = free[first : first + CHUNK]
        found = moves(graph, mover, states[part])
        new = parent[mover.index, found.target] == UNSEEN
        rows.append(part[found.origin[new]])
        targets.append(found.target[new])
    row, target = np.concatenate(rows), np.concatenate(targets)
    once = np.unique(target, return_index=True)[1]
    return row[once], target[once]


def _walk(graph: Graph, parent: Longs, state: int, mover: int, start: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    while mover >= 0:
        before, last = divmod(int(parent[mover, state]), len(graph.movers) + 1)
        steps.append(Step(graph.movers[mover].id, before, state))
        state, mover = before, last - 1
    assert state == start
    return tuple(reversed(steps))
