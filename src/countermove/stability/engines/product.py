"""Moves where every combination of options is feasible: blocks by arithmetic, and many of them at a time.

The states are then all numbers below a power of two: state and code are the same, nothing is sorted or listed, and a
block is what the bits of a mover's options span. Serves movers whose options can all be changed back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.stability.engines.compiling import compiled

__all__ = ["LEAST", "WIDEST", "least_improved", "over_blocks"]

Ints = NDArray[np.signedinteger]

LANES = PIECE = 256
"""This many blocks are compared side by side, and this many neighbouring states share a note of their last change."""
WIDEST = 5
"""This many options a mover may have here: each state is compared with all others of its block."""
LEAST = LANES << WIDEST
"""This many states there must be."""


def over_blocks(pick: np.ufunc, mask: int, value: Ints) -> Ints:
    """The least or greatest value in the block of each state, where some options are free.

    What is free in several options is free in each, so one run of neighbouring options is taken after another.

    Parameters
    ----------
    pick
        ``np.minimum`` or ``np.maximum``.
    mask
        The free options, as bits of the state's number.
    value
        Shape (S,), S a power of two.

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Examples
    --------
    >>> over_blocks(np.maximum, 0b10, np.array([3, 1, 2, 5])).tolist()
    [3, 5, 3, 5]
    """
    result = value
    for low, members in _runs(mask):
        view = result.reshape(-1, members, low)
        # Neighbours within a cache line: NumPy would reduce over tiny strides, where a loop of machine code is faster.
        if low < 16:
            result = np.empty_like(value)
            compiled(_pick_near)(view, pick is np.maximum, result.reshape(view.shape))
        else:
            result = np.broadcast_to(pick.reduce(view, axis=1, keepdims=True), view.shape).reshape(-1)
    return result


def least_improved(base: Ints, improving: Sequence[tuple[int, Ints]]) -> Ints:
    """The least value over each state and all states that sequences of improvements reach from it.

    Parameters
    ----------
    base
        Shape (S,), S a power of two.
    improving
        Each opponent as the mask of its options and its ranks, shape (S,).

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Notes
    -----
    Sweeps in turn until nothing changes; what has not changed since an opponent's last turn is passed over.
    """
    value = base.copy()
    changed_at = np.zeros(len(value) // PIECE, dtype=np.int64)
    turns = [(mask, _members(mask), rank) for mask, rank in improving]
    now = unchanged = 0
    while unchanged < len(turns):
        mask, members, rank = turns[now % len(turns)]
        # Since this opponent's last turn the others have each had one: what none of them changed is as it left it.
        changed = compiled(_sweep)(mask, members, rank, value, changed_at, now - len(turns), now)
        unchanged = 0 if changed else unchanged + 1
        now += 1
    return value


def _runs(mask: int) -> Iterator[tuple[int, int]]:
    """The runs of neighbouring bits in `mask`: the value of the first, and how many combinations they have."""
    while mask:
        # The lowest bit of a number, and by a carry through the run of bits that begins there, its length.
        low = mask & -mask
        members = ((mask + low) & ~mask & -(mask + low)) // low
        yield low, members
        mask &= ~((members - 1) * low)


def _members(mask: int) -> tuple[int, ...]:
    """All combinations of the bits in `mask`, ascending."""
    members = [0]
    while members[-1] != mask:
        # Counting in the bits of a mask: the others are filled, so that a carry runs through them.
        members.append(((members[-1] | ~mask) + 1) & mask)
    return tuple(members)


def _pick_near(value, greatest, result):  # type: ignore[no-untyped-def]
    blocks, members, low = value.shape
    for block in range(blocks):
        for k in range(low):
            best = value[block, 0, k]
            for j in range(1, members):
                best = max(best, value[block, j, k]) if greatest else min(best, value[block, j, k])
            for j in range(members):
                result[block, j, k] = best


def _sweep(mask, members, rank, value, changed_at, since, now):  # type: ignore[no-untyped-def]  # noqa: PLR0912
    # `members` is a tuple, so that its length is known when this is compiled: the loop over b is then unrolled, and one
    # instruction compares for many blocks. For that their states are copied side by side, in runs of neighbours.
    run = min(mask & -mask, LANES)
    bases = np.empty(LANES // run, dtype=np.int64)
    ranks = np.empty((len(members), LANES), dtype=rank.dtype)
    values = np.empty((len(members), LANES), dtype=value.dtype)
    least = np.empty(LANES, dtype=value.dtype)
    lower = np.empty(len(members), dtype=np.bool_)
    changed = False
    base = 0
    while base < len(value):
        due = False
        for r in range(len(bases)):
            if base % PIECE == 0:
                for j in range(len(members)):
                    due |= changed_at[(base + members[j]) // PIECE] > since
            bases[r] = base
            # The next block begins at the next number that has none of the mask's bits.
            base = ((base + run - 1 | mask) + 1) & ~mask
        if not due:
            continue
        for r in range(len(bases)):
            for j in range(len(members)):
                at = bases[r] + members[j]
                if run == 1:
                    ranks[j, r] = rank[np.uint64(at)]  # unsigned: no check for places counted from the end
                    values[j, r] = value[np.uint64(at)]
                else:
                    for k in range(run):
                        ranks[j, r * run + k] = rank[at + k]
                        values[j, r * run + k] = value[at + k]
        for a in range(len(members)):
            for k in range(LANES):
                here = values[a, k]
                for b in range(len(members)):
                    there = values[b, k]
                    # Without a branch, so that one instruction serves many lanes.
                    here = there if (ranks[b, k] > ranks[a, k]) & (there < here) else here
                least[k] = here
            fell = False
            for k in range(LANES):
                fell |= least[k] != values[a, k]
                values[a, k] = least[k]
            lower[a] = fell
            changed |= fell
        for r in range(len(bases)):
            for j in range(len(members)):
                if lower[j]:
                    at = bases[r] + members[j]
                    changed_at[np.uint64(at) // np.uint64(PIECE)] = now
                    if run == 1:
                        value[np.uint64(at)] = values[j, r]
                    else:
                        for k in range(run):
                            value[np.uint64(at + k)] = values[j, r * run + k]
    return changed
