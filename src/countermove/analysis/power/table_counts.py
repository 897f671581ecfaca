"""Swings of any rule over few players: every coalition is asked, all at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.power.coalition_counts import Counts
from countermove.analysis.power.simple_game import Free, Values

__all__ = ["MOST_PLAYERS", "by_table"]

MOST_PLAYERS = 24
CHUNK = 2**18
Bools = NDArray[np.bool_]


def by_table(free: Free) -> Counts:
    """The counts from a table of all coalitions: 2^players yes or no."""
    steps = np.repeat(free.steps_of, [len(kind.places) for kind in free.kinds], axis=1)
    m = steps.shape[1]
    wins = _table(free, steps)
    members = _sizes(m)
    winning = np.bincount(members[wins], minlength=m + 1)
    swings, place = [], 0
    spared, stopped = wins.copy(), ~wins
    for k in range(m):
        with_, without = wins.reshape(-1, 2, 2**k)[:, 1], wins.reshape(-1, 2, 2**k)[:, 0]
        turned = with_ & ~without
        spared.reshape(-1, 2, 2**k)[:, 1] &= turned
        stopped.reshape(-1, 2, 2**k)[:, 0] &= turned
        if k == place:
            sizes = members.reshape(-1, 2, 2**k)[:, 0][turned]
            swings.append(tuple(np.bincount(sizes, minlength=m).tolist()))
            place += len(free.kinds[len(swings) - 1].places)
    return Counts(tuple(winning.tolist()), tuple(swings), int(spared.sum()), int(stopped.sum()))


def _table(free: Free, steps: Values) -> Bools:
    """Which coalitions win; bit k of a place tells whether player k is in."""
    low = _values(steps[:, : min(steps.shape[1], CHUNK.bit_length() - 1)])
    high = _values(steps[:, low.shape[1].bit_length() - 1 :])
    return np.concatenate([free.wins(low + column[:, None]) for column in high.T])


def _values(steps: Values) -> Values:
    values = np.zeros((len(steps), 1), dtype=steps.dtype)
    for step in steps.T:
        values = np.concatenate([values, values + step[:, None]], axis=1)
    return values


def _sizes(players: int) -> NDArray[np.int8]:
    sizes = np.zeros(1, dtype=np.int8)
    for _ in range(players):
        sizes = np.concatenate([sizes, sizes + np.int8(1)])
    return sizes
