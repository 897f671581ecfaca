"""Which cells of a mover's blocks its moves lead to: what sweeps by whole arrays need beside the blocks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.game.moves import Blocks

__all__ = ["Links", "linked_cells"]


@dataclass(frozen=True)
class Links:
    """From cell c moves lead to the cells ``cell[start[c]:start[c + 1]]``, itself included."""

    cell: NDArray[np.int64]
    start: NDArray[np.int64]


def linked_cells(blocks: Blocks) -> Links | None:
    """The links between the cells of a mover; None where each block is one cell, since all moves can be undone.

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
