"""Which states moves lead to, for large cases: reached states spread over blocks, by compiled kernels.

Serves where a mover's moves are transitive, so that the last mover of a sequence need not be remembered.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.graph.compile import Graph
from countermove.stability.answers import mover_blocks
from countermove.stability.improvements import improvements
from countermove.stability.sweeps import block_arrays, compiled

__all__ = ["flooded"]


def flooded(graph: Graph, start: int, improving: bool) -> NDArray[np.bool_]:
    """States that moves (or improvements) of all movers reach from `start`, itself included; shape (S,)."""
    reached = np.zeros(graph.size, dtype=bool)
    reached[start] = True
    unchanged = 0
    turn = 0
    while unchanged < len(graph.movers):
        mover = graph.movers[turn]
        if mover.is_body and improving:
            edges = improvements(graph, mover)
            changed = compiled(_flood_edges)(edges.start, edges.target, reached)
        else:
            rank = graph.ranks[mover.actor or 0]
            arrays = block_arrays(mover_blocks(graph, mover, int(mover.reach.mask)))
            changed = compiled(_flood_blocks)(*arrays, rank, improving, reached)
        unchanged = 0 if changed else unchanged + 1
        turn = (turn + 1) % len(graph.movers)
    return reached


def _flood_blocks(order, cell_start, block_start, cell_code, no_drop, no_take, rank, improving, reached):  # type: ignore[no-untyped-def]
    changed = False
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            some = False
            lowest = 0
            for k in range(cell_start[a], cell_start[a + 1]):
                if reached[order[k]] and (not some or rank[order[k]] < lowest):
                    some = True
                    lowest = rank[order[k]]
            if not some:
                continue
            for b in range(first, last):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                for k in range(cell_start[b], cell_start[b + 1]):
                    if not reached[order[k]] and (not improving or rank[order[k]] > lowest):
                        reached[order[k]] = True
                        changed = True
    return changed


def _flood_edges(start, target, reached):  # type: ignore[no-untyped-def]
    changed = False
    for state in range(len(start) - 1):
        if reached[state]:
            for k in range(start[state], start[state + 1]):
                if not reached[target[k]]:
                    reached[target[k]] = True
                    changed = True
    return changed
