"""Exact counts of the coalitions of a simple game: how many win, and in how many a player decides.

Four ways, each for what it is quick at; all give the same numbers, as whole numbers of any size. A fifth, for any
rule, is in `layers`; `indices.counted` takes the first one that is quick enough.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.power.games import WORD, FreePart, ThresholdGame, Values

__all__ = ["Counts", "binomials", "by_halves", "by_heads", "by_series", "by_table", "series_work"]


@dataclass(frozen=True)
class Counts:
    """How coalitions of a game turn out, exactly.

    `winning`: their number by size. `swings`: for each kind of player, the number of coalitions of each size
    without one of its players that lose and win with it. Where `by_size` is false both hold one number only,
    for all sizes together. `minimal` and `blocking`: the number of minimal winning and of minimal blocking
    coalitions, None where they were too many to count.
    """

    winning: tuple[int, ...]
    swings: tuple[tuple[int, ...], ...]
    minimal: int | None
    blocking: int | None
    by_size: bool = True


@lru_cache(maxsize=8)
def binomials(n: int) -> tuple[int, ...]:
    """The number of coalitions of each size among n players."""
    row = [1]
    for k in range(n):
        # C(n, k + 1) = C(n, k) (n - k) / (k + 1), which is whole at every step.
        row.append(row[-1] * (n - k) // (k + 1))
    return tuple(row)


# ------------------------------------------------------------------------------------------------------- all alike


def by_heads(game: ThresholdGame) -> Counts:
    """The counts where all players are alike: binomial coefficients."""
    m = sum(game.sizes)
    # Nobody has a weight, so that a size wins iff it needs none; from `least` on all sizes do.
    wins = [need == 0 for need in game.need]
    least = wins.index(True)
    here, without = binomials(m), binomials(m - 1)
    winning = tuple(n if won else 0 for n, won in zip(here, wins, strict=True))
    # A player decides exactly where one more head is what is missing.
    swings = tuple(n if s + 1 == least else 0 for s, n in enumerate(without))
    return Counts(winning, (swings,) * len(game.sizes), here[least], here[m - least + 1])


# ------------------------------------------------------------------------------------------------------- the table

MOST_PLAYERS = 24
"""Players of whom every coalition is tried: 2^24 coalitions are 16 megabytes, and as much for each of three masks."""
CHUNK_COALITIONS = 2**18
"""Coalitions evaluated at a time, so that the values of all counters stay in the cache: 2 megabytes for each."""
Bools = NDArray[np.bool_]


def by_table(free: FreePart) -> Counts:
    """The counts from a table of all coalitions: 2^players yes or no."""
    steps = np.repeat(free.steps_of, [len(kind.places) for kind in free.kinds], axis=1)
    m = steps.shape[1]
    wins = _table(free, steps)
    # Bytes: at most 24 players, and the table has 2^24 entries.
    members = _sizes(m)
    winning = np.bincount(members[wins], minlength=m + 1)
    swings, place = [], 0
    spared, stopped = wins.copy(), ~wins
    for k in range(m):
        # Coalitions that differ in player k alone stand 2^k apart: the second and the first half of each block.
        with_, without = wins.reshape(-1, 2, 2**k)[:, 1], wins.reshape(-1, 2, 2**k)[:, 0]
        turned = with_ & ~without
        spared.reshape(-1, 2, 2**k)[:, 1] &= turned
        stopped.reshape(-1, 2, 2**k)[:, 0] &= turned
        if k == place:  # the first player of the next kind; all of a kind have the same swings
            sizes = members.reshape(-1, 2, 2**k)[:, 0][turned]
            swings.append(tuple(np.bincount(sizes, minlength=m).tolist()))
            place += len(free.kinds[len(swings) - 1].places)
    return Counts(tuple(winning.tolist()), tuple(swings), int(spared.sum()), int(stopped.sum()))


def _table(free: FreePart, steps: Values) -> Bools:
    """Which coalitions win; bit k of a place tells whether player k is in."""
    # The values of the first players, once for each combination of the others.
    # Low and high parts add up by broadcasting, so that only one chunk of values is in memory at a time.
    low = _values(steps[:, : min(steps.shape[1], CHUNK_COALITIONS.bit_length() - 1)])
    high = _values(steps[:, low.shape[1].bit_length() - 1 :])
    return np.concatenate([free.wins(low + column[:, None]) for column in high.T])


def _values(steps: Values) -> Values:
    values = np.zeros((len(steps), 1), dtype=steps.dtype)
    for step in steps.T:
        # Doubling: the second half is the first with this player in, so bit k of a place is player k.
        values = np.concatenate([values, values + step[:, None]], axis=1)
    return values


def _sizes(players: int) -> NDArray[np.int8]:
    sizes = np.zeros(1, dtype=np.int8)
    for _ in range(players):
        sizes = np.concatenate([sizes, sizes + np.int8(1)])
    return sizes


# ------------------------------------------------------------------------------------------------------ two halves


def by_halves(game: ThresholdGame) -> Counts:
    """The counts from sums over two halves of the players; up to about 2^(players / 2) numbers are kept."""
    players, m, wide = game.players, sum(game.sizes), game.total >= WORD
    lost = _below(players, [list(game.need)], wide)[0]
    winning = tuple(n - k for n, k in zip(binomials(m), lost, strict=True))
    swings, place = [], 0
    for weight, size in zip(game.weights, game.sizes, strict=True):
        # The others lose below `high` and win with the player from `low` on: the swings lie between.
        low, high = _below(players[:place] + players[place + 1 :], list(game.window(weight)), wide)
        swings.append(tuple(b - a for a, b in zip(low, high, strict=True)))
        place += size
    return Counts(winning, tuple(swings), _minimal(game), _minimal(game.dual()))


def _minimal(game: ThresholdGame) -> int:
    """The number of minimal winning coalitions, by the place of their lightest member.

    Players come in descending weight, and a coalition is minimal iff it loses without its lightest member.
    """
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
    lighter = [[0] * (len(players) + 1) for _ in bounds]
    for a, some in enumerate(left):
        for b, others in enumerate(right):
            for counts, bound in zip(lighter, bounds, strict=True):
                # Meet in the middle: the right half is sorted, so a binary search counts for each left sum.
                counts[a + b] += int(np.searchsorted(others, bound[a + b] - some).sum())
    return lighter


def _sums(players: Sequence[int], wide: bool) -> list[NDArray[Any]]:
    """The weights of all coalitions, ascending, by size."""
    dtype: Any = object if wide else np.int64
    none: NDArray[Any] = np.zeros(0, dtype=dtype)
    by_size: list[NDArray[Any]] = [np.zeros(1, dtype=dtype)]
    for weight in players:
        fewer = [none, *by_size]
        by_size = [np.concatenate([here, some + weight]) for here, some in zip([*by_size, none], fewer, strict=True)]
    return [np.sort(sums) for sums in by_size]


# -------------------------------------------------------------------------------------------- generating functions


class _Series:
    """A generating function as one number: slots of `bits` for each size, rows of slots for each weight.

    Rows end below `top`, the greatest need that can be met; `over` holds what is heavier, by size.
    """

    def __init__(self, game: ThresholdGame, by_size: bool) -> None:
        self.game, self.by_size = game, by_size
        m = sum(game.sizes)
        # 2^m coalitions fit into a slot without carrying into the next, and whole bytes make rows cheap to cut.
        self.bits = 8 * (m // 8 + 1)
        self.row = self.bits * (m + 1 if by_size else 1)
        self.shift = self.bits if by_size else 0
        self.top = game.top
        self.over = self.minimal = self.blocking = 0

    def rows(self, packed: int, low: int, high: int) -> list[int]:
        """The rows of weights from `low` to below `high`."""
        width = self.row // 8
        size = max(0, high - low) * width
        part = (packed >> (low * self.row)) & ((1 << 8 * size) - 1)
        data = part.to_bytes(size, "little")
        return [int.from_bytes(data[k : k + width], "little") for k in range(0, size, width)]

    def slot(self, row: int, size: int) -> int:
        """The number of coalitions of one size in a row."""
        return row >> (size * self.shift) & ((1 << self.bits) - 1)

    def every(self, players: int) -> int:
        """All coalitions of this many players, as a row."""
        return sum(n << (size * self.shift) for size, n in enumerate(binomials(players)))

    def product(self) -> int:
        """The polynomial of all players up to the greatest need; counts minimal coalitions on the way.

        The last player of a minimal winning coalition is its lightest. Of a minimal blocking one it is the first
        without whom the rest would win; all lighter players are in that rest.
        """
        packed = 1 if self.top else 0
        self.over = 1 - packed
        # Heavier sums are cut off: only how many there are is ever needed, and `over` counts them.
        mask = (1 << self.top * self.row) - 1
        tail, others = self.game.total, len(self.game.players)
        for place, weight in enumerate(self.game.players):
            tail, others = tail - weight, others - 1
            self.minimal += self._inside(packed, place, *self.game.window(weight))
            self.blocking += self._inside(packed, place, *self.game.window(weight, tail, others))
            # Multiplying by (1 + x^weight y) is a shift and an addition of one big number: that is why they are packed.
            grown = packed << (weight * self.row + self.shift)
            self.over += (self.over << self.shift) + sum(self.rows(grown, self.top, self.top + weight))
            packed = (packed + grown) & mask
        return packed

    def _inside(self, packed: int, place: int, low: list[int], high: list[int]) -> int:
        """The number of coalitions of the first players that weigh at least `low` and less than `high`, by size."""
        most = place if self.by_size else 0
        # From above down, so that each row is read once, however many windows share it.
        windows = [(a, b, s) for s, (a, b) in enumerate(zip(low[: most + 1], high, strict=False)) if a < b]
        if not windows:
            return 0
        never = any(b > self.top for _, b, _ in windows)
        least = 1 if never else 0
        total, at = (self.over, self.top) if never else (0, max(b for _, b, _ in windows))
        heavier = {0: self.every(place)} if never else {at: 0}
        for bound in sorted({bound for a, b, _ in windows for bound in (a, b)}, reverse=True):
            if least <= bound <= self.top:
                total += sum(self.rows(packed, bound, at))
                heavier[bound], at = total, bound
        return sum(self.slot(heavier[a], s) - self.slot(heavier.get(b, 0), s) for a, b, s in windows)


def series_work(game: ThresholdGame, by_size: bool) -> int:
    """About how many words of 64 bits the generating function takes to build."""
    m = sum(game.sizes)
    return max(min(game.top, game.dual().top), 1) * (m + 1 if by_size else 1) * (m // 64 + 1) * m


def by_series(game: ThresholdGame, by_size: bool) -> Counts:
    """The counts from the generating function; without sizes (pure games only), for all sizes together.

    Cost: `series_work` words moved. Shapley-Shubik needs the sizes, Banzhaf does not.

    References
    ----------
    Mann and Shapley 1962, RAND RM-3158 (the product); Brams and Affuso 1976 (the same for Banzhaf).
    """
    dual = game.dual()  # of a game and its dual, the one with the lower quota has the shorter polynomial
    if dual.top < game.top:
        return _mirrored(_by_series(dual, by_size), sum(game.sizes))
    return _by_series(game, by_size)


def _by_series(game: ThresholdGame, by_size: bool) -> Counts:
    series, m = _Series(game, by_size), sum(game.sizes)
    lighter, total = [0], 0
    for row in series.rows(series.product(), 0, series.top):
        total += row
        lighter.append(total)
    every = binomials(m) if by_size else (2**m,)
    winning = tuple(
        0 if game.need[s] > series.top else n - series.slot(lighter[game.need[s]], s) for s, n in enumerate(every)
    )
    swings = tuple(_swings(series, lighter, weight) for weight in game.weights)
    return Counts(winning, swings, series.minimal, series.blocking, by_size)


def _mirrored(dual: Counts, players: int) -> Counts:
    """The counts of a game from those of its dual: what does not block there wins here."""
    every = binomials(players) if dual.by_size else (2**players,)
    winning = tuple(n - k for n, k in zip(every, reversed(dual.winning), strict=True))
    return Counts(winning, tuple(s[::-1] for s in dual.swings), dual.blocking, dual.minimal, dual.by_size)


def _swings(series: _Series, lighter: list[int], weight: int) -> tuple[int, ...]:
    """The swings of a player: coalitions of the others that lose, and win with its weight."""
    m = sum(series.game.sizes)
    low, high = series.game.window(weight)
    # Pure games ask for the same bound at every size.
    cached: dict[int, int] = {0: 0}

    def without(bound: int) -> int:
        """Coalitions of the others that are lighter than `bound`, packed by size."""
        if bound not in cached:
            never = bound > series.top
            cached[bound] = series.every(m - 1) if never else _without(series, lighter, weight, bound)
        return cached[bound]

    sizes = range(m) if series.by_size else range(1)
    return tuple(series.slot(without(high[s]), s) - series.slot(without(low[s]), s) for s in sizes)


def _without(series: _Series, lighter: list[int], weight: int, bound: int) -> int:
    """From all coalitions to those without one player: with it they are the others', moved by its weight."""
    if weight == 0:
        # A player without weight: lighter(s) = others(s) + others(s - 1), solved size by size.
        slots = [0]
        for size in range(sum(series.game.sizes)):
            slots.append(series.slot(lighter[bound], size) - slots[-1])
        return sum(slot << (size * series.shift) for size, slot in enumerate(slots[1:]))
    # Dividing the polynomial by (1 + x^w y), row by row: others(a) = all(a) - others(a - w) * y.
    others = 0
    for at in range(bound % weight, bound + 1, weight):
        others = lighter[at] - (others << series.shift)
    return others
