"""Other preferences of one actor: its statements in another order, or some of them replaced, and what that costs.

The cost is the number of swaps of adjacent statements that lead there (as many as there are pairs of statements
whose order is reversed), and one for each statement that is replaced. In a ranking the units are its entries: tie
groups stay together, and a swap costs as many pairs of states as it reverses.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.states import holds
from countermove.game.listed import ListedGame
from countermove.game.preferences import Ranks, rank_by_counts
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, lines_of

__all__ = ["Preferences", "Replacement", "Variant", "orders_at", "preferences_of", "splits", "swaps"]

Ints = NDArray[np.int64]
Replacement = Literal["negation", "otherwise"]


@dataclass(frozen=True)
class Variant:
    """Units of an actor in `order`, most important (or best) first; some of them `replaced`, by position."""

    order: tuple[int, ...]
    replaced: tuple[tuple[int, Replacement], ...] = ()


@dataclass(frozen=True, eq=False)
class Preferences:
    """The units of one actor's preferences as arrays.

    `counts`: for each unit how much of it holds in each state, shape (S,), and the most that can. `weights`: how
    many states (of statements: 1) a unit stands for in the cost. `others`: by unit and kind of replacement its counts.
    """

    actor: int
    size: int
    counts: tuple[tuple[Ints, int], ...]
    weights: tuple[int, ...]
    others: dict[tuple[int, Replacement], Ints]

    @cached_property
    def original(self) -> Variant:
        """The preferences as they are."""
        return Variant(tuple(range(len(self.counts))))

    def ranks(self, variant: Variant) -> Ranks:
        """The rank of every state, shape (S,)."""
        replaced = dict(variant.replaced)
        units = (
            (self.others[k, replaced[k]] if k in replaced else self.counts[k][0], self.counts[k][1]) for k in variant.order
        )
        return rank_by_counts(units, self.size)

    def at(self, cost: int, replacing: bool = False) -> Iterator[Variant]:
        """All variants of exactly this cost, in a fixed order."""
        yield from (Variant(order) for order in orders_at(self.weights, cost))
        if not replacing:
            return
        kinds: dict[int, list[Replacement]] = {}
        for k, kind in self.others:
            kinds.setdefault(k, []).append(kind)
        # This many replacements cost that much; what is left of the cost goes into swaps.
        for many in range(1, min(cost, len(kinds)) + 1):
            for units in combinations(sorted(kinds), many):
                for chosen in product(*(kinds[k] for k in units)):
                    pairs = tuple(zip(units, chosen, strict=True))
                    yield from (Variant(order, pairs) for order in orders_at(self.weights, cost - many))

    @property
    def greatest_cost(self) -> int:
        """The cost of turning the whole order round."""
        pairs = combinations(self.weights, 2)
        return sum(a * b for a, b in pairs)


def preferences_of(game: ListedGame, actor: str) -> Preferences | None:
    """The units of an actor: its statements, or the entries of its ranking that cover states; None for weights or nothing.

    A single statement can be replaced by its negation, or by its `otherwise` where it has one; those in groups cannot.
    """
    record = game.case.actors[actor]
    row = game.actors.index(actor)
    if record.ranking is not None:
        rank = game.rank_rows[row]
        groups = [np.asarray(rank == value, dtype=np.int64) for value in range(int(rank.max()), -1, -1)]
        return Preferences(row, game.size, tuple((g, 1) for g in groups), tuple(int(g.sum()) for g in groups), {})
    if record.prefers is None:
        return None
    names = OptionNames(game.case)
    codes = game.codes[game.first_code]
    counts, others = [], dict[tuple[int, Replacement], Ints]()
    for k, entry in enumerate(record.prefers):
        lines = lines_of(entry)
        truths = [holds(names.bind(line.that, actor), codes, game.layout) for line in lines]
        counts.append((np.asarray(np.sum(truths, axis=0, dtype=np.int64)), len(lines)))
        if isinstance(entry, Line):
            others[k, "negation"] = 1 - counts[-1][0]
            if entry.otherwise is not None:
                others[k, "otherwise"] = holds(names.bind(entry.otherwise, actor), codes, game.layout).astype(np.int64)
    if game.is_coalesced:
        # Coalesced combinations are one state, so that no statement may tell them apart.
        others = {key: truth for key, truth in others.items() if _is_one_in_states(game, actor, key)}
    return Preferences(row, game.size, tuple(counts), (1,) * len(counts), others)


def _is_one_in_states(game: ListedGame, actor: str, key: tuple[int, Replacement]) -> bool:
    """Whether the replacement does not tell the combinations of a coalesced state apart."""
    k, kind = key
    line = (game.case.actors[actor].prefers or ())[k]
    assert isinstance(line, Line)
    statement = line.that if kind == "negation" else line.otherwise
    assert statement is not None
    truth = game.holds(OptionNames(game.case).bind(statement, actor))
    return bool(np.all(truth == truth[game.first_code[game.states_of_codes]]))


def orders_at(weights: Sequence[int], cost: int) -> Iterator[tuple[int, ...]]:
    """All orders of units whose reversed pairs weigh exactly `cost`, the original order's neighbours first.

    A reversed pair of units weighs the product of their weights.

    >>> list(orders_at((1, 1, 1), 1))
    [(0, 2, 1), (1, 0, 2)]
    >>> len(list(orders_at((1,) * 6, 3)))
    29
    """

    def extended(placed: tuple[int, ...], left: tuple[int, ...], budget: int) -> Iterator[tuple[int, ...]]:
        if not left:
            if budget == 0:
                yield placed
            return
        # Those that are left cost most in reversed order; what that cannot use up, no order of them can.
        most = sum(a * b for a, b in combinations([weights[k] for k in left], 2))
        if budget > most:
            return
        before = 0
        for place, unit in enumerate(left):
            # Put first of those that are left, a unit jumps over all before it: one reversed pair with each.
            price = weights[unit] * before
            if price <= budget:
                yield from extended((*placed, unit), left[:place] + left[place + 1 :], budget - price)
            before += weights[unit]

    yield from extended((), tuple(range(len(weights))), cost)


def swaps(order: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Swaps of neighbours that turn the original order into `order`: positions from 0, each at its moment.

    As few as possible, one for each reversed pair: no swap of neighbours can put more than one pair right (Knuth,
    TAOCP 3, 5.1.1), and each of these does.

    >>> swaps((2, 0, 1))
    ((1, 2), (0, 1))
    """
    current = sorted(order)
    steps = []
    for place, unit in enumerate(order):
        # Selection sort by neighbours: each unit is carried up to its place, and the others keep their order.
        at = current.index(unit)
        for k in range(at, place, -1):
            current[k - 1], current[k] = current[k], current[k - 1]
            steps.append((k - 1, k))
    return tuple(steps)


def splits(total: int, most: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """All ways to divide a cost among actors, each of whom can bear only so much.

    >>> list(splits(2, [1, 5]))
    [(0, 2), (1, 1)]
    """
    if not most:
        if total == 0:
            yield ()
        return
    for first in range(min(total, most[0]) + 1):
        yield from ((first, *others) for others in splits(total - first, most[1:]))
