"""A mover's improvements as the options that they change: what several movers need to move at the same time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.states import Codes
from countermove.stability.improvements import improvements, rules_pass

__all__ = ["Changes", "changes", "moves_to_list"]

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Changes:
    """A mover's improvements between combinations, sorted by source, as the options that they change.

    Those of combination c are at ``start[c]:start[c + 1]``; `rules` holds, for a body, the rules that decide.
    """

    source: Ints
    target: Ints
    start: NDArray[np.int64]
    change: Codes
    rules: NDArray[np.int64] | None

    def at(self, source: int) -> Codes:
        """The changes that are open at one combination."""
        return self.change[self.start[source] : self.start[source + 1]]


def changes(graph: ListedGame, mover: Mover, against: tuple[int, ...] = ()) -> Changes:
    """The improvements of `mover` between combinations; `against` as in `improvements`."""
    return graph.once(("changes", mover.index, against), lambda: _changes(graph, mover, against))


def moves_to_list(graph: ListedGame, limit: int) -> int:
    """How many moves all movers have together, some of them perhaps not allowed; exact only beyond `limit`."""
    options = [int(mover.reach.mask).bit_count() for mover in graph.movers]
    most = sum(len(graph.codes) * (min(1 << n, len(graph.codes)) - 1) for n in options)
    if most <= limit or graph.is_full:
        return most
    sizes = (np.unique(graph.codes & ~m.reach.mask, return_counts=True)[1] for m in graph.movers)
    return sum(int((size * (size - 1)).sum()) for size in sizes)


def _changes(graph: ListedGame, mover: Mover, against: tuple[int, ...]) -> Changes:
    if not graph.is_coalesced:
        moves = improvements(graph, mover, against)
        change = graph.codes[moves.source] ^ graph.codes[moves.target]
        return Changes(moves.source, moves.target, moves.start, change, moves.rules)
    source, target = graph.pairs[mover.index]
    before, after = graph.states_of_codes[source], graph.states_of_codes[target]
    rules = graph.rules_changed(mover, source, target)
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        better = rank[after] > rank[before]
    else:
        assert rules is not None
        better = rules_pass(graph, mover, rules, before, after, against)
    source, target = source[better], target[better]
    start = np.zeros(len(graph.codes) + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=len(graph.codes)), out=start[1:])
    change = graph.codes[source] ^ graph.codes[target]
    return Changes(source, target, start, change, None if rules is None else rules[better])
