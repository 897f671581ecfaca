"""The kernels for large cases: sweeps over blocks, compiled.

They serve where a mover's moves are transitive (two in a row are one), so that the last mover of a legal
sequence need not be remembered; `sequences` serves everywhere, and is the readable twin of these kernels.
The kernels are plain functions over arrays, which `compiled` turns into machine code on first use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.game.moves import Blocks, Edges
from countermove.stability.engines.compiling import compiled

__all__ = ["Links", "best_in_reach", "block_arrays", "least_swept", "linked_cells", "sort_cells"]

Ints = NDArray[np.int32]


def best_in_reach(blocks: Blocks, value: Ints) -> Ints:
    """The greatest value over each state and the states to which a mover can move.

    Parameters
    ----------
    blocks
        The blocks of the mover, over S states.
    value
        Shape (S,).

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    result = np.empty_like(value)
    compiled(_best_in_reach)(*block_arrays(blocks), value, result)
    return result


def least_swept(
    base: Ints, moves: Sequence[Blocks], improving: Sequence[tuple[Blocks, Ints]], edges: Sequence[Edges]
) -> Ints:
    """The least value over each state and all states that sequences reach from it.

    The greatest solution of ``v(s) = min over moves s -> t of min(base(t), v(t))``, reached from above by sweeping over each
    opponent in turn until nothing changes: 3 to 8 rounds in practice.

    Parameters
    ----------
    base
        Shape (S,).
    moves
        Opponents that move freely, as blocks.
    improving
        Opponents that make improvements, as blocks sorted by `sort_cells`, with their ranks, shape (S,).
    edges
        Opponents whose moves are listed.

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    value = base.copy()
    turns: list[Callable[[], bool]] = []
    turns += [partial(compiled(_sweep_moves), *block_arrays(blocks), value) for blocks in moves]
    turns += [_improvements_swept(blocks, rank, value) for blocks, rank in improving]
    turns += [partial(compiled(_sweep_edges), listed.start, listed.target, value) for listed in edges]
    # Where each mover in turn has changed nothing, no sequence can: that is the solution.
    unchanged = 0
    turn = 0
    while unchanged < len(turns):
        unchanged = 0 if turns[turn]() else unchanged + 1
        turn = (turn + 1) % len(turns)
    return value


def _improvements_swept(blocks: Blocks, rank: Ints, value: Ints) -> Callable[[], bool]:
    if blocks.is_whole:
        return partial(compiled(_sweep_ordered_cells), blocks.order, blocks.cell_start, blocks.worse, value)
    return partial(compiled(_sweep_improvements), *block_arrays(blocks), rank, value)


def sort_cells(blocks: Blocks, rank: Ints) -> Blocks:
    """The same blocks with the states of each cell in order of rank, best first.

    Parameters
    ----------
    blocks
        The blocks of a mover, over S states.
    rank
        Shape (S,).

    Returns
    -------
    Blocks
        ``worse[k]`` says whether the state at place k has a lower rank than the one before it.
    """
    order = blocks.order.copy()
    compiled(_sort_cells)(order, blocks.cell_start, rank)
    ranked = rank[order]
    return replace(blocks, order=order, worse=np.append(False, ranked[1:] < ranked[:-1]))


def block_arrays(blocks: Blocks) -> tuple[Any, ...]:
    """The arrays of blocks, in the order in which the kernels take them.

    Parameters
    ----------
    blocks
        The blocks of a mover.

    Returns
    -------
    tuple
        Order of states, cells, blocks, codes of cells, and the options that are not dropped, and not taken.
    """
    return (
        blocks.order, blocks.cell_start, blocks.block_start, blocks.cell_code, blocks.no_drop, blocks.no_take,
    )  # fmt: skip


@dataclass(frozen=True)
class Links:
    """To which cells moves lead from each cell, itself included.

    Parameters
    ----------
    cell, start
        From cell c to the cells ``cell[start[c]:start[c + 1]]``.
    """

    cell: NDArray[np.int64]
    start: NDArray[np.int64]


def linked_cells(blocks: Blocks) -> Links | None:
    """The links between the cells of a mover.

    A cell holds the states of a block that agree in all options that cannot be changed both ways; all moves within it exist.

    Parameters
    ----------
    blocks
        The blocks of a mover.

    Returns
    -------
    Links or None
        None where each block is one cell, since all moves can be undone.

    Examples
    --------
    >>> from countermove.game.moves import Reach, blocks
    >>> one, none = np.uint64(1), np.uint64(0)
    >>> linked_cells(blocks(np.array([0, 1], dtype=np.uint64), Reach(one, one, none)))  # what is taken is never dropped
    Links(cell=array([0, 1, 1]), start=array([0, 2, 3]))
    """
    if blocks.is_whole:
        return None
    sizes = np.diff(blocks.block_start)
    of = np.repeat(np.arange(len(sizes)), sizes)
    width = sizes[of]
    here = np.repeat(np.arange(len(width)), width)
    there = blocks.block_start[of[here]] + np.arange(len(here)) - np.repeat(np.cumsum(width) - width, width)
    before, after = blocks.cell_code[here], blocks.cell_code[there]
    legal = ((after & ~before & blocks.no_take) | (before & ~after & blocks.no_drop)) == 0
    start = np.zeros(len(width) + 1, dtype=np.int64)
    np.cumsum(np.bincount(here[legal], minlength=len(width)), out=start[1:])
    return Links(there[legal], start)


def _sweep_ordered_cells(order, start, worse, value):  # type: ignore[no-untyped-def]
    # No branch depends on what is compared: a processor that guesses wrong would lose more than a store costs.
    changed = False
    nothing = np.iinfo(value.dtype).max
    for cell in range(len(start) - 1):
        better = seen = nothing
        for k in range(start[cell], start[cell + 1]):
            state = order[k]
            # States of equal rank are no improvements on each other: `better` is the least over strictly better ones only.
            better = seen if worse[k] else better
            here = value[state]
            seen = min(seen, here)
            changed |= here > better
            value[state] = min(here, better)
    return changed


def _best_in_reach(order, cell_start, block_start, cell_code, no_drop, no_take, value, result):  # type: ignore[no-untyped-def]
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            best = value[order[cell_start[a]]]
            for b in range(first, last):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                for k in range(cell_start[b], cell_start[b + 1]):
                    best = max(best, value[order[k]])
            for k in range(cell_start[a], cell_start[a + 1]):
                result[order[k]] = best


def _sweep_moves(order, cell_start, block_start, cell_code, no_drop, no_take, value):  # type: ignore[no-untyped-def]
    changed = False
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            least = value[order[cell_start[a]]]
            for b in range(first, last):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                for k in range(cell_start[b], cell_start[b + 1]):
                    least = min(least, value[order[k]])
            for k in range(cell_start[a], cell_start[a + 1]):
                if value[order[k]] > least:
                    value[order[k]] = least
                    changed = True
    return changed


def _sweep_improvements(order, cell_start, block_start, cell_code, no_drop, no_take, rank, value):  # type: ignore[no-untyped-def]
    changed = False
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            for b in range(first, last):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                # Both cells stand in order of rank: what is strictly better than a state of a is a growing prefix of b.
                better = cell_start[b]
                least = value[order[cell_start[b]]]
                for k in range(cell_start[a], cell_start[a + 1]):
                    while better < cell_start[b + 1] and rank[order[better]] > rank[order[k]]:
                        least = min(least, value[order[better]])
                        better += 1
                    if better > cell_start[b] and value[order[k]] > least:
                        value[order[k]] = least
                        changed = True
    return changed


def _sweep_edges(start, target, value):  # type: ignore[no-untyped-def]
    changed = False
    for state in range(len(start) - 1):
        least = value[state]
        for k in range(start[state], start[state + 1]):
            least = min(least, value[target[k]])
        if least < value[state]:
            value[state] = least
            changed = True
    return changed


def _sort_cells(order, cell_start, rank):  # type: ignore[no-untyped-def]
    for cell in range(len(cell_start) - 1):
        first, last = cell_start[cell], cell_start[cell + 1]
        # Most cells are small: insertion needs no room, and no call of a general sort.
        if last - first > 64:
            order[first:last] = order[first:last][np.argsort(-rank[order[first:last]])]
            continue
        for k in range(first + 1, last):
            state = order[k]
            place = k
            while place > first and rank[order[place - 1]] < rank[state]:
                order[place] = order[place - 1]
                place -= 1
            order[place] = state
