"""Swings of a threshold game whose weights are wide: sorted sums over two halves of the players are compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.power.coalition_counts import Counts, binomials
from countermove.analysis.power.threshold_game import ThresholdGame

__all__ = ["by_halves"]

WORD = 2**61


def by_halves(game: ThresholdGame) -> Counts:
    """The counts from sums over two halves of the players; up to about 2^(players / 2) numbers are kept."""
    players, m, wide = game.players, sum(game.sizes), game.total >= WORD
    lost = _below(players, [list(game.need)], wide)[0]
    winning = tuple(n - k for n, k in zip(binomials(m), lost, strict=True))
    swings, place = [], 0
    for weight, size in zip(game.weights, game.sizes, strict=True):
        low, high = _below(players[:place] + players[place + 1 :], list(game.window(weight)), wide)
        swings.append(tuple(b - a for a, b in zip(low, high, strict=True)))
        place += size
    return Counts(winning, tuple(swings), _minimal(game), _minimal(game.dual()))


def _minimal(game: ThresholdGame) -> int:
    """The number of minimal winning coalitions, by the place of their lightest member."""
    count = 0
    for place, weight in enumerate(game.players):
        low, high = _below(game.players[:place], list(game.window(weight)), game.total >= WORD)
        count += sum(high) - sum(low)
    return count


def _below(players: Sequence[int], bounds: Sequence[Sequence[int]], wide: bool) -> list[list[int]]:
    """For each list of bounds: how many coalitions of each size s are lighter than its entry s.

    `wide`: whether weights or bounds do not fit into machine words.
    """
    middle = len(players) // 2
    left, right = _sums(players[:middle], wide), _sums(players[middle:], wide)
    found = [[0] * (len(players) + 1) for _ in bounds]
    for a, some in enumerate(left):
        for b, others in enumerate(right):
            for counts, bound in zip(found, bounds, strict=True):
                counts[a + b] += int(np.searchsorted(others, bound[a + b] - some).sum())
    return found


def _sums(players: Sequence[int], wide: bool) -> list[NDArray[Any]]:
    """The weights of all coalitions, ascending, by size."""
    dtype: Any = object if wide else np.int64
    none: NDArray[Any] = np.zeros(0, dtype=dtype)
    by_size: list[NDArray[Any]] = [np.zeros(1, dtype=dtype)]
    for weight in players:
        fewer = [none, *by_size]
        by_size = [np.concatenate([here, some + weight]) for here, some in zip([*by_size, none], fewer, strict=True)]
    return [np.sort(sums) for sums in by_size]
