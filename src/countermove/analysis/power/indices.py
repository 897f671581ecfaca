"""Shapley-Shubik, Banzhaf and Coleman's measures of a simple game: exactly, or else estimated from random draws."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import factorial
from typing import Any

import numpy as np

from countermove.analysis.power.estimates import estimate_banzhaf, estimate_shapley
from countermove.analysis.power.exact import MOST_PLAYERS, Counts, by_halves, by_heads, by_series, by_table, series_work
from countermove.analysis.power.games import FreePart, threshold_game
from countermove.analysis.power.layers import by_layers
from countermove.analysis.power.minimal_coalitions import count_minimal

__all__ = ["Indices", "Number", "counted", "indices"]

MOST_WORDS = 1_500_000_000
"""Words of 64 bits moved to build a generating function: ten seconds on one core (10^8 take 0.7 s), reached by 27
members at a quota of about 2 * 10^6 votes."""
MOST_HALVED_PLAYERS = 30
"""Players in two halves: 2^15 sums on each side, compared once for every player."""
Number = Fraction | float


def counted(free: FreePart) -> Counts | None:
    """The exact counts of the free part, by the first way that is quick enough; None where none is."""
    # The required players win by themselves; the empty coalition of the others is minimal.
    if not free.kinds:
        return Counts((1,), (), 1, 0)
    game = threshold_game(free)
    if game is not None:
        if not any(game.weights):
            return by_heads(game)
        # In order of what they tell: counts by size give every index, sums over all sizes only Banzhaf's.
        if series_work(game, True) <= MOST_WORDS:
            return by_series(game, True)
        if free.size <= MOST_HALVED_PLAYERS:
            return by_halves(game)
        if game.is_pure and series_work(game, False) <= MOST_WORDS:
            return by_series(game, False)
    # Not a threshold game, or too heavy for one: the general ways, which know nothing of weights.
    layered = by_layers(free)
    if layered is None:
        return by_table(free) if free.size <= MOST_PLAYERS else None
    return Counts(*layered, count_minimal(free, False), count_minimal(free, True))


@dataclass(frozen=True)
class Indices:
    """The indices of each kind of player: those of the free part, then the required ones, then the dummies."""

    kind_of: dict[int, int]
    shapley: tuple[Number, ...]
    absolute: tuple[Number, ...]
    act: Number
    estimated: tuple[str, ...] = ()
    draws: int | None = None
    shapley_error: tuple[float, ...] = ()
    absolute_error: tuple[float, ...] = ()

    def by_kind(self) -> list[tuple[Any, ...]]:
        """For each kind what a `MemberPower` holds from Shapley-Shubik to standard errors."""
        members = Counter(self.kind_of.values())
        # Normalised Banzhaf: the 2^(n - 1) cancels, so absolute indices may be added up instead of swings.
        total = sum(self.absolute[kind] * number for kind, number in members.items())
        # Only kinds that were put aside as dummies are certain; an estimate of 0 may be a rare swing.
        dummies = len(self.absolute) - 1
        return [
            (
                self.shapley[kind],
                absolute / total if total else None,
                absolute,
                absolute / (2 * self.act) if self.act else None,
                absolute / (2 * (1 - self.act)) if self.act != 1 else None,
                absolute == 0 if "banzhaf" not in self.estimated or kind == dummies else None,
                self._errors(kind),
            )
            for kind, absolute in enumerate(self.absolute)
        ]

    def _errors(self, kind: int) -> tuple[tuple[str, float], ...]:
        errors_by_name = [("shapley_shubik", self.shapley_error), ("banzhaf_absolute", self.absolute_error)]
        return tuple((name, errors[kind]) for name, errors in errors_by_name if errors)


def indices(free: FreePart, counts: Counts | None, rng: np.random.Generator | int, draws: int | None) -> Indices:
    """The indices from exact counts; what they do not tell is estimated."""
    if counts is not None and counts.by_size:
        return _exact(free, counts)
    return _estimated(free, counts, rng, draws)


def kinds_of(free: FreePart) -> dict[int, int]:
    """The kind of each player, by its place: the kinds of the free part, then the required ones, then the dummies."""
    kinds = {place: k for k, kind in enumerate(free.kinds) for place in kind.places}
    kinds |= dict.fromkeys(free.game.required, len(free.kinds))
    return kinds | dict.fromkeys(free.dummies, len(free.kinds) + 1)


def _exact(free: FreePart, counts: Counts) -> Indices:
    # A required player swings every winning coalition; dummies double the number of coalitions on both sides of each
    # fraction, so they cancel.
    r = len(free.game.required)
    n = free.size + r
    wins, coalitions = sum(counts.winning), 2**n
    shapley = [_shapley(swings, r, n) for swings in counts.swings]
    absolute = [Fraction(2 * sum(swings), coalitions) for swings in counts.swings]
    shapley += [_shapley(counts.winning, r - 1, n) if r else Fraction(0), Fraction(0)]
    absolute += [Fraction(2 * wins, coalitions) if r else Fraction(0), Fraction(0)]
    return Indices(kinds_of(free), tuple(shapley), tuple(absolute), Fraction(wins, coalitions))


def _shapley(swings: Sequence[int], more: int, n: int) -> Fraction:
    """The share of orders in which those who stand before the player are one of its swings.

    ``swings[s]`` counts swings of s players, besides `more` players who are in all of them.
    """
    # s + more players stand before, n - 1 - s - more behind: that many orders have the player in between.
    total = sum(count * factorial(s + more) * factorial(n - 1 - s - more) for s, count in enumerate(swings) if count)
    return Fraction(total, factorial(n))


def _estimated(free: FreePart, counts: Counts | None, rng: np.random.Generator | int, draws: int | None) -> Indices:
    generator = np.random.default_rng(rng)
    r = len(free.game.required)
    sizes = [len(kind.places) for kind in free.kinds]
    orders = estimate_shapley(free, generator, draws)
    # The required players share what the others leave: all shares add up to 1.
    left = max(0.0, 1 - sum(float(mean) * size for mean, size in zip(orders.mean, sizes, strict=True)))
    shapley = (*orders.mean.tolist(), left / r if r else 0.0, 0.0)
    left_error = float(np.sqrt(np.sum((orders.error * sizes) ** 2))) / r if r else 0.0
    shapley_error = (*orders.error.tolist(), left_error, 0.0)
    if counts is not None:
        exact = 2 ** (free.size + r)
        swings = [Fraction(2 * sum(one), exact) for one in counts.swings]
        wins = sum(counts.winning)
        absolute = (*swings, Fraction(2 * wins, exact) if r else Fraction(0), Fraction(0))
        return Indices(kinds_of(free), shapley, absolute, Fraction(wins, exact), ("shapley_shubik",), orders.draws,
                        shapley_error)  # fmt: skip
    turned, act = estimate_banzhaf(free, generator, draws)
    # Of all coalitions only this share has all required players in it, and the others all lose.
    share = 0.5**r
    own = 2 * act * share if r else 0.0
    own_error = 2 * share * float(np.sqrt(act * (1 - act) / turned.draws)) if r else 0.0
    names = ("shapley_shubik", "banzhaf", "banzhaf_absolute", "prevent", "initiate", "power_to_act")
    return Indices(
        kinds_of(free), shapley, (*(turned.mean * share).tolist(), own, 0.0), act * share, names, orders.draws,
        shapley_error, (*(turned.error * share).tolist(), own_error, 0.0),
    )  # fmt: skip
