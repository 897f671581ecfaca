"""Simple games in which a coalition wins iff its weight reaches what a coalition of its size needs.

Weighted votes are of this form, and so are votes with a second quota that counts heads, and blocking minorities
by number.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import gcd

import numpy as np

from countermove.analysis.power.coalition_counts import Counts, binomials
from countermove.analysis.power.simple_game import Free

__all__ = ["ThresholdGame", "by_heads", "threshold_game"]


@dataclass(frozen=True)
class ThresholdGame:
    """A coalition of s players wins iff its weight is at least ``need[s]``.

    `weights` by kind, descending; `sizes`: the number of players of each kind; `need`: for each size from 0 to
    all, never rising; above the total where no coalition of that size wins.
    """

    weights: tuple[int, ...]
    sizes: tuple[int, ...]
    need: tuple[int, ...]

    @property
    def players(self) -> tuple[int, ...]:
        """The weight of each player, descending."""
        return tuple(w for w, size in zip(self.weights, self.sizes, strict=True) for _ in range(size))

    @property
    def total(self) -> int:
        """The weight of all players."""
        return sum(w * size for w, size in zip(self.weights, self.sizes, strict=True))

    @property
    def top(self) -> int:
        """The greatest need that can be met."""
        total = self.total
        return max((need for need in self.need if need <= total), default=0)

    @property
    def is_pure(self) -> bool:
        """Whether only the weight matters, not the size."""
        return len(set(self.need)) == 1

    def dual(self) -> ThresholdGame:
        """The game won by the coalitions that block: without them the rest does not win."""
        total = self.total
        return ThresholdGame(self.weights, self.sizes, tuple(max(0, total - n + 1) for n in reversed(self.need)))

    def window(self, weight: int, tail: int = 0, others: int = 0) -> tuple[list[int], list[int]]:
        """For each size s: coalitions of s players lose, and win with one more of `weight`, iff their own weight is
        at least the first number and below the second. Besides, `others` players of weight `tail` are in."""
        total, last = self.total, len(self.need) - 1 - others

        def bound(size: int, less: int) -> int:
            need = self.need[size + others]
            return need if need > total else max(0, need - less - tail)

        high = [bound(s, 0) for s in range(last)]
        return [min(bound(s + 1, weight), high[s]) for s in range(last)], high


def threshold_game(free: Free) -> ThresholdGame | None:
    """The free part of a game in this form, or None where it has not this form.

    It has it if at most one of the counters that matter does not simply count heads.
    """
    heads: list[int] = []
    wide: list[int] = []
    for place in range(len(free.counters)):
        row = free.steps_of[place]
        (heads if len(set(row.tolist())) == 1 else wide).append(place)
    if len(wide) > 1:
        return None
    m, bounds = free.size, free.bounds[wide[0]] if wide else ()
    if bounds is None:
        return None
    weights = free.steps_of[wide[0]].tolist() if wide else [0] * len(free.kinds)
    total = int(free.total[wide[0]]) if wide else 0
    tried = np.array([0, *bounds], dtype=free.base.dtype)
    values = np.zeros((len(free.counters), m + 1, len(tried)), dtype=free.base.dtype)
    for place in heads:
        values[place] = (free.steps_of[place][0] * np.arange(m + 1).astype(free.base.dtype))[:, None]
    for place in wide:
        values[place] = tried[None, :]
    wins = free.wins(values)
    scale = gcd(*weights) or 1
    never = total // scale + 1
    need = [-(-int(tried[int(row.argmax())]) // scale) if row.any() else never for row in wins]
    order = sorted(range(len(weights)), key=lambda k: -weights[k])
    assert order == sorted(order), "kinds come heavy ones first"
    sizes = tuple(len(kind.places) for kind in free.kinds)
    return ThresholdGame(tuple(w // scale for w in weights), sizes, tuple(need))


def by_heads(game: ThresholdGame) -> Counts:
    """The counts where all players are alike: binomial coefficients."""
    m = sum(game.sizes)
    wins = [need == 0 for need in game.need]
    least = wins.index(True)
    here, without = binomials(m), binomials(m - 1)
    winning = tuple(n if won else 0 for n, won in zip(here, wins, strict=True))
    swings = tuple(n if s + 1 == least else 0 for s, n in enumerate(without))
    return Counts(winning, (swings,) * len(game.sizes), here[least], here[m - least + 1])
