"""Swings of a threshold game by generating functions.

The product of (1 + x^w y) over the players has, at x^a y^s, the number of coalitions of weight a with s members. The
polynomial is kept as one whole number, with a fixed number of binary digits for each coefficient, so that adding a
player is one shift and one addition.
"""

from __future__ import annotations

from countermove.analysis.power.coalition_counts import Counts, binomials
from countermove.analysis.power.threshold_game import ThresholdGame

__all__ = ["by_series", "series_work"]


class _Series:
    """A generating function as one number: slots of `bits` for each size, rows of slots for each weight.

    Rows end below `top`, the greatest need that can be met; `over` holds what is heavier, by size.
    """

    def __init__(self, game: ThresholdGame, by_size: bool) -> None:
        self.game, self.by_size = game, by_size
        m = sum(game.sizes)
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
        """All coalitions of so many players, as a row."""
        return sum(n << (size * self.shift) for size, n in enumerate(binomials(players)))

    def product(self) -> int:
        """The polynomial of all players up to the greatest need; counts minimal coalitions on the way.

        The last player of a minimal winning coalition is its lightest. Of a minimal blocking one it is the first
        without whom the rest would win; all lighter players are in that rest.
        """
        packed = 1 if self.top else 0
        self.over = 1 - packed
        mask = (1 << self.top * self.row) - 1
        tail, others = self.game.total, len(self.game.players)
        for place, weight in enumerate(self.game.players):
            tail, others = tail - weight, others - 1
            self.minimal += self._inside(packed, place, *self.game.window(weight))
            self.blocking += self._inside(packed, place, *self.game.window(weight, tail, others))
            grown = packed << (weight * self.row + self.shift)
            self.over += (self.over << self.shift) + sum(self.rows(grown, self.top, self.top + weight))
            packed = (packed + grown) & mask
        return packed

    def _inside(self, packed: int, place: int, low: list[int], high: list[int]) -> int:
        """The number of coalitions of the first players that weigh at least `low` and less than `high`, by size."""
        most = place if self.by_size else 0
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
    """The counts from the generating function; without sizes (pure games only), for all sizes together."""
    dual = game.dual()
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
    found: dict[int, int] = {0: 0}

    def without(bound: int) -> int:
        """Coalitions of the others that are lighter than `bound`, packed by size."""
        if bound not in found:
            never = bound > series.top
            found[bound] = series.every(m - 1) if never else _without(series, lighter, weight, bound)
        return found[bound]

    sizes = range(m) if series.by_size else range(1)
    return tuple(series.slot(without(high[s]), s) - series.slot(without(low[s]), s) for s in sizes)


def _without(series: _Series, lighter: list[int], weight: int, bound: int) -> int:
    """From all coalitions to those without one player: with it they are the others', moved by its weight."""
    if weight == 0:
        slots = [0]
        for size in range(sum(series.game.sizes)):
            slots.append(series.slot(lighter[bound], size) - slots[-1])
        return sum(slot << (size * series.shift) for size, slot in enumerate(slots[1:]))
    rest = 0
    for at in range(bound % weight, bound + 1, weight):
        rest = lighter[at] - (rest << series.shift)
    return rest
