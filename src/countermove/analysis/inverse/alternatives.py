"""The preferences of each actor that are worth trying: of those that do the same, only the cheapest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.other_preferences import Worlds
from countermove.analysis.inverse.variants import Variant

__all__ = ["MOST_STATES", "Alternatives"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
MOST_STATES = 2**14
"""With more states, the moves are too many to be kept for every actor."""


@dataclass
class Alternatives:
    """Other preferences by actor and cost, without those that cannot belong to a smallest change.

    Two sets of preferences of an actor have one *effect* if every verdict and every improvement is the same under
    both, whatever the others prefer. Where a cheaper set has the same effect, a change with the dearer one is not
    smallest. Under Nash only the moves are judged that the actor makes itself or is asked about, so the effect is
    which of these it likes, and which it dislikes; under other concepts, and where there are more than 16,384 states,
    how it ranks all states. Of an actor that neither moves nor is asked, all preferences have one effect.
    """

    worlds: Worlds
    replacing: bool
    cheapest: dict[tuple[str, int], int] = field(default_factory=dict)
    """By actor and effect the least cost that is known."""
    kept: dict[tuple[str, int], list[tuple[Variant, int]]] = field(default_factory=dict)
    """By actor and cost the preferences that are left, with their effects, once all of this cost were looked at."""
    numbers: dict[bytes, int] = field(default_factory=dict)
    tops: dict[str, int] = field(default_factory=dict)

    def most(self, id_: str) -> int:
        """The greatest cost at which an actor may have preferences that are worth trying."""
        units = self.worlds.units[id_]
        if id_ not in self.tops:
            self.tops[id_] = units.largest + (len({k for k, _ in units.others}) if self.replacing else 0)
        while self.tops[id_] and self.kept.get((id_, self.tops[id_])) == []:
            self.tops[id_] -= 1
        return self.tops[id_]

    def at(self, id_: str, cost: int, wanted: Bools, looked: Callable[[], None]) -> Iterator[tuple[Variant, int]]:
        """The preferences of exactly this cost, with the numbers of their effects, under which a wanted state may hold.

        `wanted` may only become smaller from call to call; `looked` is called for each set of preferences.
        """
        known = self.kept.get((id_, cost))
        if known is None:
            known = []
            for found in self._new(id_, cost, wanted, looked):
                known.append(found)
                yield found
            self.kept[id_, cost] = known
            return
        for variant, effect in known:
            looked()
            if self.cheapest[id_, effect] >= cost:
                yield variant, effect

    def _new(self, id_: str, cost: int, wanted: Bools, looked: Callable[[], None]) -> Iterator[tuple[Variant, int]]:
        for variant in self.worlds.units[id_].at(cost, self.replacing):
            looked()
            if (wanted & self.worlds.possible(id_, variant)).any():
                effect = self._effect(id_, variant)
                if self.cheapest.setdefault((id_, effect), cost) >= cost:
                    self.cheapest[id_, effect] = cost
                    yield variant, effect

    def _effect(self, id_: str, variant: Variant) -> int:
        """The number of what these preferences of an actor do."""
        judged = self._judged[id_]
        if judged is None:
            said = self.worlds.rank(id_, variant)
        else:
            rank = self.worlds.rank(id_, variant)
            said = np.sign(rank[judged[1]] - rank[judged[0]])
        digest = blake2b(said.tobytes(), digest_size=32).digest()
        return self.numbers.setdefault(digest, len(self.numbers))

    @cached_property
    def _judged(self) -> dict[str, Ints | None]:
        """For each actor the moves that it judges, as states before and after, shape (2, M); None: all states."""
        found: dict[str, Ints | None] = {}
        for id_, units in self.worlds.units.items():
            heard = [mover for mover in self.worlds.graph.movers if units.actor in self.worlds.players(mover)]
            if heard and (self.worlds.concept.id != "nash" or self.worlds.graph.size > MOST_STATES):
                found[id_] = None
                continue
            edges = [self.worlds.graph.edges[mover.index] for mover in heard]
            pairs = [np.stack([e.source, e.target]) for e in edges]
            found[id_] = np.concatenate([np.zeros((2, 0), dtype=np.int32), *pairs], axis=1)
        return found
