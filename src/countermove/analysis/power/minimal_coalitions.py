"""Minimal winning and minimal blocking coalitions: none of their members could be spared.

A coalition blocks if the rest does not win without it. They are counted by how many players of each kind they
have, and listed, while they are few, by a search that leaves out what cannot win any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.power.games import FreePart, Values

__all__ = ["MOST_PROFILES", "count_minimal", "list_minimal"]

MOST_PROFILES = 2**20
"""Profiles that are tried at once: a megabyte for each kind of player, and as much for each mask."""
MOST_STEPS = 20_000
"""Coalitions that a listing looks at: a list of minimal coalitions is a side remark, not worth a longer wait."""


def count_minimal(free: FreePart, blocking: bool) -> int | None:
    """The number of minimal winning (or blocking) coalitions of the free players; None where that takes too long.

    All profiles are tried: how many players of each kind.
    """
    sizes = [len(kind.places) for kind in free.kinds]
    # Profiles, not coalitions: 27 members in 5 kinds are a few thousand profiles.
    if prod(size + 1 for size in sizes) > MOST_PROFILES:
        return None
    profiles = np.indices([size + 1 for size in sizes]).reshape(len(sizes), -1)
    values = free.steps_of @ profiles.astype(free.base.dtype)
    minimal = _carries(free, values, blocking)
    for kind, step in enumerate(free.steps_of.T):
        inside = profiles[kind] > 0
        # No rule fails by more support, so that sparing one player decides; larger subsets need not be tried.
        spared = values[:, inside] - step[:, None]
        minimal[inside] &= ~_carries(free, spared, blocking)
    minimal_profiles = profiles[:, minimal].T.tolist()
    return sum(prod(comb(size, taken) for size, taken in zip(sizes, profile, strict=True)) for profile in minimal_profiles)


def list_minimal(free: FreePart, blocking: bool, most: int) -> tuple[tuple[int, ...], ...] | None:
    """The minimal winning (or blocking) coalitions of the free players, by their places; None if the search is long.

    The players are taken in or left out, heavy ones first; a branch ends where it wins, or cannot win any more.
    Stops beyond `most` of them.
    """
    search = _Search(free, blocking)
    coalitions: list[tuple[int, ...]] = []
    for coalition in search.minimal():
        coalitions.append(coalition)
        if len(coalitions) > most:
            return None
    return None if search.steps > MOST_STEPS else tuple(coalitions)


@dataclass
class _Search:
    """A search through coalitions; `steps` counts how many were looked at."""

    free: FreePart
    blocking: bool
    steps: int = 0

    def minimal(self) -> Iterator[tuple[int, ...]]:
        free = self.free
        places = [place for kind in free.kinds for place in kind.places]
        step = np.repeat(free.steps_of, [len(kind.places) for kind in free.kinds], axis=1)
        # What all players after each one would add: the bound by which a branch is given up.
        later = free.total[:, None] - np.cumsum(step, axis=1)
        todo: list[tuple[int, tuple[int, ...], Values]] = [(0, (), free.total * 0)]
        while todo and self.steps <= MOST_STEPS:
            # Each coalition is reached once, with its players in order; what wins already is never extended.
            at, chosen, value = todo.pop()
            self.steps += 1
            if self.wins(value):
                if not any(self.wins(value - step[:, k]) for k in chosen):
                    yield tuple(sorted(places[k] for k in chosen))
                continue
            if at == len(places) or not self.wins(value + step[:, at] + later[:, at]):
                continue
            todo += [(at + 1, chosen, value), (at + 1, (*chosen, at), value + step[:, at])]

    def wins(self, value: Values) -> bool:
        return bool(_carries(self.free, value[:, None], self.blocking)[0])


def _carries(free: FreePart, values: Values, blocking: bool) -> NDArray[np.bool_]:
    if not blocking:
        return free.wins(values)
    # A coalition blocks iff the others lose.
    return ~free.wins(free.total[:, None] - values)
