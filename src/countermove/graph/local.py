"""The moves from one state, found on the spot: for large graphs, where not all moves are listed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.graph.compile import Graph, Mover
from countermove.graph.states import Codes

__all__ = ["moves_from_state"]

SUBMASKS = 2**16
LISTED = 20_000
"""Below this many states all moves are listed once, and read off."""


def moves_from_state(graph: Graph, mover: Mover, state: int) -> tuple[NDArray[np.int32], NDArray[np.int64] | None]:
    """Where one mover can move from `state`, and for a body the set of rules that decides each move.

    The targets are ascending; a body may list one target several times, with different sets. Cost: the number
    of combinations of the mover's options, or of states where that is less; listed moves are read off.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> moves_from_state(graph, graph.movers[1], 0)[0].tolist()
    [4, 8]
    """
    if graph.is_listed or graph.size < LISTED:
        edges = graph.edges[mover.index]
        part = slice(edges.start[state], edges.start[state + 1])
        return edges.target[part], None if edges.rules is None else edges.rules[part]
    sources, targets = [], []
    for position in _positions(graph, state):
        found = _block_of(graph, mover, position)
        here, there = graph.codes[position], graph.codes[found]
        no_take = mover.reach.no_take if not mover.reach.has_needs else mover.reach.no_take[position]  # type: ignore[index]
        legal = ((there & ~here & no_take) == 0) & ((here & ~there & mover.reach.no_drop) == 0)
        legal &= graph.states_of_codes[found] != state
        targets.append(found[legal])
        sources.append(np.full(len(targets[-1]), position))
    source, target = np.concatenate(sources), np.concatenate(targets)
    rules = graph.rules_changed(mover, source, target)
    table = np.column_stack([graph.states_of_codes[target], *([] if rules is None else [rules])]).astype(np.int64)
    table = np.unique(table, axis=0)
    return table[:, 0].astype(np.int32), None if rules is None else table[:, 1]


def _positions(graph: Graph, state: int) -> NDArray[np.int64]:
    return np.flatnonzero(graph.states_of_codes == state) if graph.is_coalesced else np.array([state])


def _block_of(graph: Graph, mover: Mover, position: int) -> NDArray[np.int64]:
    """Positions of all codes that differ from the one at `position` in options of `mover` only."""
    mask, code = mover.reach.mask, graph.codes[position]
    if 2 ** int(mask).bit_count() > min(SUBMASKS, len(graph.codes)):
        return np.flatnonzero((graph.codes & ~mask) == (code & ~mask))
    wanted = np.sort((code & ~mask) | _submasks(int(mask)))
    place = np.minimum(np.searchsorted(graph.codes, wanted), len(graph.codes) - 1)
    return place[graph.codes[place] == wanted]


def _submasks(mask: int) -> Codes:
    """All combinations of the bits of `mask`."""
    found = np.zeros(1, dtype=np.uint64)
    for bit in range(mask.bit_length()):
        if mask >> bit & 1:
            found = np.concatenate([found, found | np.uint64(1 << bit)])
    return found
