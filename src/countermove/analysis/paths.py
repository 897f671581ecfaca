"""Where a conflict can go from a state: what legal sequences reach, and by which moves.

In a legal sequence no mover moves twice in a row. A body's move counts where only moves are asked about
whether or not its rule passes; where improvements are asked about, its rules must pass as its actors prefer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.graph.compile import Graph, Mover
from countermove.graph.local import moves_from_state
from countermove.stability.answers import uses_blocks
from countermove.stability.floods import flooded
from countermove.stability.improvements import improvements, rules_pass
from countermove.stability.sequences import distances

__all__ = ["Step", "reachable", "shortest_path"]

MAX_VISITED = 200_000


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
    found = (distances(edges, start) > 0).any(axis=0) if edges else np.zeros(graph.size, dtype=bool)
    found[start] = True
    return np.asarray(found)


def shortest_path(graph: Graph, start: int, target: int, improving: bool) -> tuple[Step, ...] | None:
    """One shortest legal sequence from `start` to `target`; empty where they are one, None where there is none.

    Among equally short ones, movers that stand first in the case move first. Also None where more than
    200,000 states had to be visited.
    """
    if start == target:
        return ()
    parents: dict[tuple[int, int], tuple[int, int] | None] = {(start, -1): None}
    queue = deque(parents)
    while queue and len(parents) < MAX_VISITED:
        state, last = queue.popleft()
        for mover in graph.movers:
            if mover.index == last:
                continue
            for after in _targets(graph, mover, state, improving):
                node = (int(after), mover.index)
                if node not in parents:
                    parents[node] = (state, last)
                    if node[0] == target:
                        return _walk(graph, parents, node)
                    queue.append(node)
    return None


def _targets(graph: Graph, mover: Mover, state: int, improving: bool) -> NDArray[np.int32]:
    targets, rules = moves_from_state(graph, mover, state)
    if not improving:
        return targets
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        return targets[rank[targets] > rank[state]]
    assert rules is not None
    return targets[rules_pass(graph, mover, rules, np.full(len(targets), state, dtype=np.int32), targets)]


def _walk(
    graph: Graph, parents: dict[tuple[int, int], tuple[int, int] | None], node: tuple[int, int]
) -> tuple[Step, ...]:
    steps: list[Step] = []
    parent = parents[node]
    while parent is not None:
        steps.append(Step(graph.movers[node[1]].id, parent[0], node[0]))
        node, parent = parent, parents[parent]
    return tuple(reversed(steps))
