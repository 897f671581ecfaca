"""Swings of any rule, by going through the players one by one and keeping apart only what matters.

After some of the players, a coalition is known by the values of the counters; two with the same values are one
**node**. A counter that the remaining players can no longer bring to another side of a step counts as settled,
and a node at which the rule is sure to pass, or to fail, goes no further. The number of coalitions of each size is
one whole number, with a fixed number of binary digits for each size. So players who count alike, and chambers that
are independent of each other, cost little; and any 18 players are few enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.power.exact import binomials
from countermove.analysis.power.games import FreePart, Kind, Values

__all__ = ["MOST_NODES", "by_layers"]

MOST_NODES = 600_000
"""Nodes over all layers; each is a whole number of up to players^2 bits, read and added twice."""
MOST_NODES_AT_ONCE = 50_000
"""Nodes in one layer: what a single step keeps in memory, and sorts to see which are equal."""
MOST_BYTES = 10_000_000_000
"""Bytes of all these whole numbers together, players^2 / 16 for a node on average: as much as is added in seconds."""
WIN, LOSE = -2, -1
"""Where a node goes whose fate is settled: places from the end of the next layer."""
Places = NDArray[np.int64]
Packed = NDArray[Any]


@dataclass(frozen=True)
class _Layer:
    """One player: where the nodes before it go without the player, and with it."""

    without: Places
    with_: Places


def by_layers(free: FreePart) -> tuple[tuple[int, ...], tuple[tuple[int, ...], ...]] | None:
    """The winning coalitions by size, and for each kind of player the swings by size.

    None where there are more than `MOST_NODES` nodes, or `MOST_NODES_AT_ONCE` after one player, or they hold too much.
    """
    order = [kind for kind in free.kinds for _ in kind.places]
    layers = _layers(free, order)
    if layers is None:
        return None
    m, bits = len(order), 8 * (len(order) // 8 + 1)  # 2^m coalitions fit into a slot, and slots are whole bytes
    first = [order.index(kind) for kind in free.kinds]
    winning, completions = _completions(layers, {place + 1 for place in first}, bits)
    swings = _swings(layers, completions, first, bits)
    return _slots(winning, m + 1, bits), tuple(_slots(packed, m, bits) for packed in swings)


def _layers(free: FreePart, order: list[Kind]) -> list[_Layer] | None:
    steps = free.steps_of
    column = {id(kind): k for k, kind in enumerate(free.kinds)}
    remaining = free.total.copy()
    states = np.zeros((len(free.counters), 1), dtype=free.base.dtype)
    layers: list[_Layer] = []
    nodes = 0
    for kind in order:
        step = steps[:, column[id(kind)]]
        remaining = remaining - step
        count = states.shape[1]
        nodes += count
        if count > MOST_NODES_AT_ONCE or nodes > MOST_NODES or nodes * len(order) ** 2 // 16 > MOST_BYTES:
            return None
        both = np.concatenate([states, states + step[:, None]], axis=1)
        # Settling makes values equal that differ only in what no longer matters, which is what keeps layers narrow.
        both = _settled(free, both, remaining)
        # With nobody else, and with everybody else: equal verdicts mean that the fate is settled.
        least, most = free.wins(both), free.wins(both + remaining[:, None])
        going = np.flatnonzero(~least & most)
        states, place = _distinct(both[:, going])
        target = np.where(least, np.int64(WIN), np.int64(LOSE))
        target[going] = place
        layers.append(_Layer(target[:count], target[count:]))
    return layers


def _settled(free: FreePart, values: Values, remaining: Values) -> Values:
    """The values, those that can reach no further step of their counter being the last step reached."""
    settled = values.copy()
    for place, bounds in enumerate(free.bounds):
        if bounds is None:
            continue
        steps = np.array([0, *bounds, int(free.total[place]) + 1], dtype=values.dtype)
        reached = np.searchsorted(steps, values[place], side="right") - 1
        stuck = values[place] + remaining[place] < steps[np.minimum(reached + 1, len(steps) - 1)]
        settled[place] = np.where(stuck, steps[reached], values[place])
    return settled


def _distinct(states: Values) -> tuple[Values, Places]:
    """The distinct columns, and for each column its place among them."""
    if states.dtype != object and states.shape[1]:
        unique, place = np.unique(states, axis=1, return_inverse=True)
        return unique, place.reshape(-1).astype(np.int64)
    # NumPy's unique cannot sort columns of Python's whole numbers.
    first: dict[tuple[Any, ...], int] = {}
    places = [first.setdefault(tuple(column), len(first)) for column in states.T.tolist()]
    unique = np.array(list(first), dtype=states.dtype).reshape(len(first), len(states)).T
    return unique, np.array(places, dtype=np.int64)


def _completions(layers: list[_Layer], wanted: set[int], bits: int) -> tuple[int, dict[int, Packed]]:
    """All winning coalitions by size; and for the wanted layers, node by node, the winning ways to go on.

    The last two entries of a layer are those of the settled nodes.
    """
    here = _with_settled(np.zeros(0, dtype=object), 0, bits)
    kept = {len(layers): here}
    for place in range(len(layers) - 1, -1, -1):
        layer = layers[place]
        # Backwards: the winning ways to go on are those without the next player, and those with it, one size up.
        here = _with_settled(here[layer.without] + (here[layer.with_] << bits), len(layers) - place, bits)
        if place in wanted:
            kept[place] = here
    return int(here[0]), kept


def _with_settled(values: Packed, players: int, bits: int) -> Packed:
    every = sum(n << (size * bits) for size, n in enumerate(binomials(players)))
    return np.concatenate([values, np.array([every, 0], dtype=object)])


def _swings(layers: list[_Layer], completions: dict[int, Packed], first: list[int], bits: int) -> list[int]:
    """The swings of the first player of each kind: what went before, times what wins only with the player."""
    before: Packed = np.array([1], dtype=object)
    totals = {}
    for place, layer in enumerate(layers):
        if place in first:
            after = completions[place + 1]
            # Coalitions before, times ways to win after with the player but not without: the swings, by size.
            totals[place] = int((before * (after[layer.with_] - after[layer.without])).sum())
        following: Packed = np.zeros(_size_after(layers, place) + 2, dtype=object)
        # `add.at`, since several nodes may lead to one; WIN and LOSE fall on the last two places, which are dropped.
        np.add.at(following, layer.without, before)
        np.add.at(following, layer.with_, before << bits)
        before = following[:-2]
    return [totals[place] for place in first]


def _size_after(layers: list[_Layer], place: int) -> int:
    return len(layers[place + 1].without) if place + 1 < len(layers) else 0


def _slots(packed: int, count: int, bits: int) -> tuple[int, ...]:
    mask = (1 << bits) - 1
    return tuple(packed >> (k * bits) & mask for k in range(count))
