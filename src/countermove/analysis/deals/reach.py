"""What coalitions can bring about from one state: one search for each set of movers, within a bound of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.stability.coalition import Coalition
from countermove.stability.engines.dispatch import is_product, uses_blocks
from countermove.stability.engines.reach import reachable_within

__all__ = ["NO_BOUND", "Reach", "Work", "sets_of"]

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
NO_BOUND = 2**62
"""More moves than any search looks at."""


@dataclass
class Work:
    """How many moves may be looked at, and how many were: a bound that is the same on every machine."""

    limit: int
    spent: int = 0

    def spend(self, moves: int) -> bool:
        """Count this many moves; whether the bound still holds."""
        self.spent += moves
        return self.spent <= self.limit


@dataclass
class Reach:
    """What coalitions reach from `start` by legal sequences of their members and of the bodies that they carry.

    Coalitions with the same movers share one search. A search that exceeds the work allowed gives None, and so do all
    that follow it.
    """

    game: ListedGame
    start: int
    work: Work
    _known: dict[tuple[tuple[int, int], ...], Bools | None] = field(default_factory=dict)

    def of(self, actors: Sequence[int]) -> Bools | None:
        """R_H of a coalition, as shape (S,): the states that one or more of its moves reach."""
        key = _movers(self.game, tuple(actors))[0]
        if key not in self._known:
            coalition = Coalition(self.game, tuple(actors))
            self._known[key] = self._search(coalition, coalition.carried)
        return self._known[key]

    def within(self, actors: Sequence[int], states: Longs) -> Longs:
        """Those of `states` that differ from the start in nothing but what a coalition may change: the rest is out."""
        game = self.game
        if game.is_graph or game.is_coalesced:
            return states
        mask = _movers(game, tuple(actors))[1]
        is_same = ((game.codes[states] ^ game.codes[self.start]) & ~np.uint64(mask)) == 0
        return np.asarray(states[is_same])

    def _search(self, coalition: Coalition, carried: list[tuple[Mover, int]]) -> Bools | None:
        if self.work.spent > self.work.limit:
            return None
        if not carried:
            return np.zeros(self.game.size, dtype=bool)
        if not any(mover.reach.has_needs for mover, _ in carried) and is_product(self.game, [m for m, _ in carried]):
            # Every combination is a state and every move can be undone: all that these movers can change, they reach.
            places = np.arange(self.game.size)
            return np.isin(places, self.within(coalition.actors, places), assume_unique=True)
        if uses_blocks(self.game, False):
            # A sweep looks at each state once for each mover, and few sweeps follow each other.
            if not self.work.spend(self.game.size * len(carried)):
                return None
            return reachable_within(self.game, self.start, carried)
        return _reached(coalition.moves, self.start, self.work)


def _movers(game: ListedGame, actors: tuple[int, ...]) -> tuple[tuple[tuple[int, int], ...], int]:
    """Who moves for a coalition, each with the bits that it may change, and all these bits; kept with the game."""

    def find() -> tuple[tuple[tuple[int, int], ...], int]:
        carried = tuple((mover.index, mask) for mover, mask in Coalition(game, actors).carried)
        return carried, reduce(or_, (mask for _, mask in carried), 0)

    # Asked for every state on a path with deals; whom a coalition carries does not depend on the state.
    return game.once(("movers of a coalition", actors), find)


def _reached(edges: Sequence[Edges], start: int, work: Work) -> Bools | None:
    """The states that legal sequences of one or more moves reach; None where that takes more work than allowed."""
    size = len(edges[0].start) - 1
    # By last mover: who moved last may not go on, so that a state may have to be reached by another as well.
    seen = np.zeros((len(edges), size), dtype=bool)
    frontier = [np.array([start], dtype=np.int64) for _ in edges]
    while any(map(len, frontier)):
        fresh = []
        for k, own in enumerate(edges):
            positions = own.positions(frontier[k])
            if not work.spend(len(positions)):
                return None
            ends = own.target[positions]
            new = np.unique(ends[~seen[k][ends]]).astype(np.int64)
            seen[k][new] = True
            fresh.append(new)
        frontier = [
            np.unique(np.concatenate([fresh[j] for j in range(len(edges)) if j != k] or [fresh[0][:0]]))
            for k in range(len(edges))
        ]
    return np.asarray(seen.any(axis=0))


def sets_of(member: Bools) -> Iterator[tuple[tuple[int, ...], Longs]]:
    """The distinct columns of a table, each as the rows that are true in it and its places, smaller sets first.

    Parameters
    ----------
    member
        Shape (A, S): which actors belong to the set of each state.

    Yields
    ------
    tuple
        The actors, and the states with exactly this set; sets of equal size in the order of their actors.
    """
    packed = np.packbits(member, axis=0)
    _, first, inverse = np.unique(packed, axis=1, return_index=True, return_inverse=True)
    inverse = inverse.reshape(-1)
    order = np.argsort(inverse, kind="stable")
    bounds = np.searchsorted(inverse[order], np.arange(len(first) + 1))
    groups = [
        (tuple(np.flatnonzero(member[:, place]).tolist()), order[bounds[k] : bounds[k + 1]])
        for k, place in enumerate(first.tolist())
    ]
    yield from sorted(groups, key=lambda group: (len(group[0]), group[0]))
