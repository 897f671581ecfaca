"""Moves at the same time: the feasible combinations of options to which several movers' changes lead together.

Two ways lead there. Few changes are combined, and each combination is looked up among the feasible ones. Where the
combinations outnumber the feasible codes, each code is looked at instead: it is reached iff its difference from
the start falls into one of the first mover's changes and, for each other mover, into one of its changes or none.
So the cost is at most the number of feasible codes, however many movers there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.states import Codes

__all__ = ["Choices", "joint_moves", "ways"]

Places = NDArray[np.int64]


class Choices(NamedTuple):
    """What one mover may change.

    Parameters
    ----------
    mask
        Its options, as bits of a code.
    changes
        Each change as the mask of the options that it flips, shape (n,).
    """

    mask: np.uint64
    changes: Codes


def ways(own: Choices, others: Sequence[Choices]) -> int:
    """In how many ways the first mover makes a change while each of the others makes one or stays.

    Parameters
    ----------
    own
        The changes of the first mover.
    others
        Those of the others.

    Returns
    -------
    int
        The number of combinations, those included in which all others stay.
    """
    return len(own.changes) * prod(1 + len(other.changes) for other in others)


def joint_moves(codes: Codes, here: np.uint64, own: Choices, others: Sequence[Choices]) -> Places:
    """The feasible combinations to which moves at the same time lead.

    The first mover makes one of its changes, each of the others one of its own or none, and at least one of them does.

    Parameters
    ----------
    codes
        The feasible combinations, ascending, shape (F,).
    here
        The combination from which all move.
    own
        What the first mover may change.
    others
        What the others may change; movers share no option.

    Returns
    -------
    numpy.ndarray
        Positions in `codes`, ascending.

    Notes
    -----
    Cost: the ways to choose, or F where that is less.

    Examples
    --------
    Here a flips option 0, and b option 1 or option 2; the code 3 is not feasible:

    >>> codes, bits = np.array([0, 1, 2, 4, 5], dtype=np.uint64), np.array([1, 2, 4], dtype=np.uint64)
    >>> joint_moves(codes, codes[0], Choices(bits[0], bits[:1]), [Choices(bits[1] | bits[2], bits[1:])]).tolist()
    [4]
    """
    moving = [other for other in others if len(other.changes)]
    if not moving or not len(own.changes):
        return np.zeros(0, dtype=np.int64)
    if ways(own, moving) <= len(codes):
        return _combined(codes, here, own, moving)
    return _compared(codes, here, own, moving)


def _combined(codes: Codes, here: np.uint64, own: Choices, others: Sequence[Choices]) -> Places:
    """What all ways to choose lead to, looked up among the codes."""
    joint = own.changes
    for other in others:
        # Movers share no option, so the changes of several are put together by exclusive or; 0 is to stay.
        joint = (np.append(np.uint64(0), other.changes)[:, None] ^ joint[None, :]).ravel()
    ends = here ^ joint[len(own.changes) :]  # the first are those in which all others stay
    # What lies beyond the last code is looked up there, and is then seen not to be equal.
    place = np.minimum(np.searchsorted(codes, ends), len(codes) - 1)
    return np.unique(place[codes[place] == ends])


def _compared(codes: Codes, here: np.uint64, own: Choices, others: Sequence[Choices]) -> Places:
    """The codes that differ from `here` by changes that are open to each mover."""
    theirs = np.bitwise_or.reduce([other.mask for other in others])
    difference = codes ^ here
    # Only these movers' options may differ, and some option of the others must.
    place = np.flatnonzero(((difference & ~(own.mask | theirs)) == 0) & ((difference & theirs) != 0))
    place = place[np.isin(difference[place] & own.mask, own.changes)]
    for other in others:
        place = place[np.isin(difference[place] & other.mask, np.append(np.uint64(0), other.changes))]
    return place
