"""Dominance by one step, and who carries a step: an actor alone, or those who win in a body with all others against.

d *directly dominates* s iff some step leads from s to d, and the actors who strictly prefer d to s contain the
mover, or win for the body: all rules of the options changed pass with them for, and everybody else against.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.stability.improvements import improvements

__all__ = ["carried", "direct", "won"]

CHUNK = 2**20


def direct(graph: ListedGame, mover: Mover) -> Edges:
    """The steps of a mover that its actor, or a winning set of its body, strictly prefers.

    An improvement of a body counts the indifferent as neither for nor against; a step here needs those who gain to
    win by themselves.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("chicken"))
    >>> [direct(graph, mover).target.tolist() for mover in graph.movers]
    [[1, 2], [2, 1]]
    """
    if not mover.is_body:
        return improvements(graph, mover)
    edges = graph.edges[mover.index]
    return edges.select(carried(graph, mover, edges, graph.ranks))


def carried(graph: ListedGame, mover: Mover, edges: Edges, worth: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which steps of a body those actors carry to whom the end is worth more than the state that is left; (steps,).

    ``worth[i, d]`` is what it is worth to actor i to be at d, on the scale of its ranks; shape (A, S).
    """
    assert edges.rules is not None
    passing = np.ones(len(edges.target), dtype=bool)
    players = sorted(frozenset().union(*(vote.players for vote in mover.votes)))
    for first in range(0, len(passing), CHUNK):
        part = slice(first, first + CHUNK)
        source, target = edges.source[part], edges.target[part]
        favour = np.zeros((len(graph.ranks), len(source)), dtype=bool)
        for player in players:
            favour[player] = worth[player][target] > graph.ranks[player][source]
        passing[part] = won(mover, edges.rules[part], favour)
    return passing


def won(mover: Mover, rules: NDArray[np.int64], favour: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where those for a step of a body win, everybody else being against; `favour` has shape (A, n), the result (n,).

    `rules`: for each step the set of rules that decide it, as a mask over ``mover.votes``; all of them must pass.
    """
    passing = np.ones(len(rules), dtype=bool)
    for position, vote in enumerate(mover.votes):
        asked = (rules & np.int64(1 << position)) != 0
        if asked.any():
            passing &= ~asked | vote.passes(favour, ~favour)
    return passing
