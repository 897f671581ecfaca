"""Where a conflict can go from a state: what legal sequences reach, and by which moves.

In a legal sequence no mover moves twice in a row. A body's move counts where only moves are asked about
whether or not its rule passes; where improvements are asked about, its rules must pass as its actors prefer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.graph.compile import Graph
from countermove.stability.answers import uses_blocks
from countermove.stability.floods import flooded
from countermove.stability.improvements import improvements
from countermove.stability.local import improvements_from, moves_from
from countermove.stability.sequences import reached as reached_from

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
    found = np.zeros(graph.size, dtype=bool)
    found[reached_from(edges, start, np.zeros((len(edges), graph.size), dtype=bool))] = True
    found[start] = True
    return found


def shortest_path(graph: Graph, start: int, target: int, improving: bool) -> tuple[Step, ...] | None:
    """One shortest legal sequence from `start` to `target`; empty where they are one, None where there is none.

    Among equally short ones, movers that stand first in the case move first. Also None where more than 200,000
    states had to be visited.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [(step.mover, step.after) for step in shortest_path(graph, 0, 6, improving=False)]
    [('usa', 2), ('ussr', 6)]
    """
    if start == target:
        return ()
    moves = improvements_from if improving else moves_from
    arrived: dict[Node, Node | None] = {}
    frontier: list[Node] = [(start, -1)]
    while frontier and len(arrived) < MAX_VISITED:
        steps = []
        for mover in graph.movers:
            sources = {state: k for k, (state, last) in reversed([*enumerate(frontier)]) if last != mover.index}
            found = moves(graph, mover, np.array(sorted(sources), dtype=np.int32))
            pairs = zip(found.source.tolist(), found.target.tolist(), strict=True)
            steps += [(sources[before], mover.index, after) for before, after in pairs]
        reached: list[Node] = []
        for k, mover_index, after in sorted(steps):
            node = (after, mover_index)
            if node not in arrived:
                arrived[node] = frontier[k]
                reached.append(node)
                if after == target:
                    return _walk(graph, arrived, node)
        frontier = reached
    return None


Node = tuple[int, int]
"""A state, and the position of the mover that arrived there (-1: nobody)."""


def _walk(graph: Graph, arrived: Mapping[Node, Node | None], node: Node) -> tuple[Step, ...]:
    steps: list[Step] = []
    while (before := arrived.get(node)) is not None:
        steps.append(Step(graph.movers[node[1]].id, before[0], node[0]))
        node = before
    return tuple(reversed(steps))
