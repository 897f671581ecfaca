"""Power by drawing lots: estimates with standard errors, where a rule is too large to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.power.games import FreePart, Values

__all__ = ["Estimate", "estimate_banzhaf", "estimate_shapley"]

Floats = NDArray[np.float64]
MOST_STANCES = 5_000_000
"""Stances (players times draws) drawn at a time, and in all: 40 megabytes as words of 64 bits."""
FEWEST_DRAWS = 200
"""Draws below which a standard error says little, however many the players."""
MOST_DRAWS = 100_000
"""Draws beyond which the third digit no longer changes: the standard error of a share is at most 0.0016."""


@dataclass(frozen=True)
class Estimate:
    """For a player of each kind, the mean over the draws and its standard error.

    As what was never drawn may still be, the error is never less than that of one draw in all.
    """

    draws: int
    mean: Floats
    error: Floats


def estimate_shapley(free: FreePart, rng: np.random.Generator, draws: int | None = None) -> Estimate:
    """The share of random orders of all players in which one of each kind is the one with whom the rule passes.

    Only the free players are drawn. In what share of the ways to mix the required players in they all stand
    before the j-th of m free ones, is known: C(r + j - 1, r) / C(r + m, r) for r of them.
    """
    kind = np.repeat(np.arange(len(free.kinds)), [len(k.places) for k in free.kinds])
    sizes = np.array([len(k.places) for k in free.kinds], dtype=np.float64)
    number = draws or max(FEWEST_DRAWS, min(MOST_DRAWS, MOST_STANCES // max(1, len(kind))))
    r, m = len(free.game.required), len(kind)
    before = np.array([comb(r + j, r) / comb(r + m, r) for j in range(m)])
    total, squared = np.zeros(len(sizes)), np.zeros(len(sizes))
    for part in _parts(number, m):
        # Kinds are permuted, not players: players of one kind are interchangeable, and share what is counted.
        orders = rng.permuted(np.broadcast_to(kind, (part, m)), axis=1)
        place = _pivot(free, orders)
        pivots = orders[np.arange(part), place]
        total += np.bincount(pivots, before[place], len(sizes))
        squared += np.bincount(pivots, before[place] ** 2, len(sizes))
    # Each draw counts with its weight `before`, not as 0 or 1, so the variance is that of a weighted mean.
    mean = total / number
    variance = np.maximum(squared / number - mean**2, 0)
    # The last term is the error of one draw in all: a kind that never decided is not certain to be a dummy.
    return Estimate(number, mean / sizes, np.sqrt(variance / number + float(number) ** -2) / sizes)


def _pivot(free: FreePart, orders: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each order the place of the player with whom it passes, by halving."""
    # No rule fails by more support (theory.md 5), so in each order it passes from one place on.
    sums = [np.cumsum(row[orders], axis=1) for row in free.steps_of]
    low, high = np.zeros(len(orders), dtype=np.int64), np.full(len(orders), orders.shape[1] - 1)
    rows = np.arange(len(orders))
    while (low < high).any():
        middle = (low + high) // 2
        wins = free.wins(np.array([row[rows, middle] for row in sums], dtype=free.base.dtype))
        low, high = np.where(wins, low, middle + 1), np.where(wins, middle, high)
    return low


def estimate_banzhaf(free: FreePart, rng: np.random.Generator, draws: int | None = None) -> tuple[Estimate, float]:
    """The share of random coalitions of the free players that one of each kind turns; and the share that wins."""
    sizes = np.array([len(kind.places) for kind in free.kinds], dtype=np.int64)
    number = draws or max(FEWEST_DRAWS, min(MOST_DRAWS, MOST_STANCES // max(1, len(sizes))))
    # How many players of each kind are in; a coalition of a kind is known by that number alone.
    inside = rng.binomial(sizes[:, None], 0.5, (len(sizes), number))
    values: Values = free.steps_of @ inside.astype(free.base.dtype)
    wins = free.wins(values)
    mean, error = np.zeros(len(sizes)), np.zeros(len(sizes))
    for k, step in enumerate(free.steps_of.T):
        lost = wins & (inside[k] > 0) & ~free.wins(values - step[:, None])
        won = ~wins & (inside[k] < sizes[k]) & free.wins(values + step[:, None])
        # All players of a kind that would turn this coalition count, not one drawn among them: less noise.
        share = np.where(lost, inside[k], 0) + np.where(won, sizes[k] - inside[k], 0)
        mean[k] = float(share.mean()) / sizes[k]
        error[k] = np.sqrt((float(share.std()) / sizes[k]) ** 2 / number + float(number) ** -2)
    return Estimate(number, mean, error), float(wins.mean())


def _parts(number: int, width: int) -> list[int]:
    """A number of draws in parts that fit into memory."""
    step = max(1, MOST_STANCES // max(1, width))
    return [min(step, number - start) for start in range(0, number, step)]
