"""How fast this machine moves memory, and what part of that the kernels reach: one process, one thread.

``python -m benchmarks.bandwidth`` prints bytes and seconds as JSON. Bytes are counted from the arrays that a kernel
must read and write once; what it fetches twice, or fetches along with what it needs, counts for nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import numba
import numpy as np
from numpy.typing import NDArray

from benchmarks.measuring import median_seconds
from benchmarks.models import random_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.stability.engines import product
from countermove.stability.engines.compiling import Kernel, compiled
from countermove.stability.engines.product import PIECE, _members, _sweep, least_improved, over_blocks
from countermove.stability.engines.sweeps import _sweep_ordered_cells, sort_cells

__all__ = ["kernels", "machine", "measure"]

Ints = NDArray[np.int32]


def _copy(a, b):  # type: ignore[no-untyped-def]
    for k in range(len(a)):
        b[k] = a[k]


def _triad(a, b, c, factor):  # type: ignore[no-untyped-def]
    for k in range(len(a)):
        c[k] = a[k] + factor * b[k]


def machine(size: int, runs: int) -> dict[str, float]:
    """Bytes per second that copying an array moves, and a scaled sum of two arrays (the triad of STREAM)."""
    a, b, c = (np.full(size, float(k)) for k in (1, 2, 3))
    copy, triad = numba.njit(_copy), numba.njit(_triad)
    rates = {
        "copy": 16 * size / median_seconds(lambda: copy(a, b), runs),
        "triad": 24 * size / median_seconds(lambda: triad(a, b, c, 3.0), runs),
    }
    assert np.all(b == 1.0)
    assert np.all(c == 4.0)
    return rates


def kernels(graph: ListedGame, runs: int) -> Iterator[tuple[str, int, float]]:
    """Each kernel with the bytes that it moves for a state, and the seconds of one turn of an average mover."""
    mover = graph.movers[2]
    mask, rank = int(mover.reach.mask), graph.rank_rows[2]
    base: Ints = graph.rank_rows[0]
    value = base.copy()
    changed_at = np.zeros(graph.size // PIECE, dtype=np.int64)
    blocks = sort_cells(graph.blocks(mover), rank)

    def anew() -> None:
        np.copyto(value, base)

    def sweep() -> bool:
        return bool(compiled(_sweep)(mask, _members(mask), rank, value, changed_at, -1, 0))

    def sweep_in_order() -> bool:
        return bool(compiled(_sweep_ordered_cells)(blocks.order, blocks.cell_start, blocks.worse, value))

    # Read: ranks and values; written: the values, of which nearly every run has one that falls.
    yield "improvements: the first turn", 12, median_seconds(sweep, runs, anew)
    found = value.copy()
    yield "improvements: a turn that changes nothing", 8, median_seconds(sweep, runs)
    # Read: ranks and values, if nothing were passed over.
    yield "improvements: the average turn of SEQ", 8, _average_turn(graph, runs)
    # Read: the order, the steps in it, the values; written: the values.
    yield "improvements over sorted blocks: the first turn", 13, median_seconds(sweep_in_order, runs, anew)
    assert np.array_equal(value, found)
    # Read and written: the values.
    yield "free moves of one mover", 8, median_seconds(lambda: over_blocks(np.minimum, mask, base), runs)
    assert np.all(over_blocks(np.minimum, mask, base) <= found)


def _average_turn(graph: ListedGame, runs: int) -> float:
    """Seconds for a turn, over all turns that the answers to the first actor take."""
    opponents = [(int(m.reach.mask), graph.rank_rows[m.index]) for m in graph.movers[1:]]
    turns = 0

    def counted(kernel: Kernel) -> Kernel:
        nonlocal turns
        turns += 1
        return compiled(kernel)

    with patch.object(product, "compiled", counted):
        seconds = median_seconds(lambda: least_improved(graph.rank_rows[0], opponents), runs)
    return seconds / (turns / (runs + 1))


def measure(options: int = 4, runs: int = 7) -> dict[str, Any]:
    """Rates of the machine, and of the kernels over six actors with `options` each."""
    graph = compile(random_case(6, options))
    rates = machine(graph.size, runs)
    rows = [
        {"kernel": name, "bytes": moved, "seconds": seconds, "rate": moved * graph.size / seconds}
        for name, moved, seconds in kernels(graph, runs)
    ]
    return {"states": graph.size, "machine": rates, "kernels": rows}


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:]))))
