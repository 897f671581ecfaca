"""A graph under many sets of preferences: what depends on one actor's preferences only is computed once for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.variants import Preferences, Variant
from countermove.analysis.paths import reachable
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.game.ranks import Ranks
from countermove.stability.concept import CONCEPTS, Concept, stable
from countermove.stability.improvements import improvements

__all__ = ["Worlds"]

Bools = NDArray[np.bool_]
OWN = {"nash": "nash", "gmr": "gmr", "smr": "smr", "seq": "gmr", "sseq": "smr"}
"""For a concept the one that is necessary for it and depends, for an actor, on its own preferences only."""


@dataclass
class Worlds:
    """A graph, a concept, and the preferences that may change, by actor; answers are kept."""

    graph: ListedGame
    concept: Concept
    units: Mapping[str, Preferences]
    ranks: dict[tuple[str, Variant], Ranks] = field(default_factory=dict)
    own: dict[tuple[str, Variant], Bools] = field(default_factory=dict)
    edges: dict[tuple[int, tuple[Variant | None, ...]], Edges] = field(default_factory=dict)

    def rank(self, id_: str, variant: Variant) -> Ranks:
        """The ranks of one actor with other preferences, shape (S,)."""
        if (id_, variant) not in self.ranks:
            self.ranks[id_, variant] = self.units[id_].ranks(variant)
        return self.ranks[id_, variant]

    def base(self, mover: Mover) -> Bools:
        """The stable states of a mover as the case has it, shape (S,)."""
        return stable(self.graph, mover, self.concept)

    def possible(self, id_: str, variant: Variant) -> Bools:
        """States that may be stable for an actor with other preferences, whatever the others prefer; shape (S,)."""
        necessary = OWN.get(self.concept.id)
        mover = next((m for m in self.graph.movers if m.id == id_), None)
        if necessary is None or mover is None:
            return np.ones(self.graph.size, dtype=bool)
        if (id_, variant) not in self.own:
            ranks = self.graph.ranks.copy()
            ranks[self.units[id_].actor] = self.rank(id_, variant)
            self.own[id_, variant] = stable(self.graph.with_ranks(ranks), mover, CONCEPTS[necessary])
        return self.own[id_, variant]

    def graph_of(self, variants: Mapping[str, Variant]) -> ListedGame:
        """The graph in which these actors have these preferences; improvements that are known are handed over."""
        ranks = self.graph.ranks.copy()
        for id_, variant in variants.items():
            ranks[self.units[id_].actor] = self.rank(id_, variant)
        graph = self.graph.with_ranks(ranks)
        for mover in graph.movers:
            key = (mover.index, self._voices(mover, variants))
            if key not in self.edges:
                self.edges[key] = improvements(graph, mover)
            graph.memo["improvements", mover.index, None] = self.edges[key]
        return graph

    def equilibria(self, variants: Mapping[str, Variant], mask: Bools, reached: bool) -> Bools:
        """Which states of `mask` are equilibria under these preferences (and reached by improvements), shape (S,)."""
        graph = self.graph_of(variants)
        holding = mask.copy()
        for mover in graph.movers:
            if not holding.any():
                return holding
            holding &= self._verdict(graph, mover, variants)
        if reached and holding.any():
            assert graph.status_quo is not None
            holding &= reachable(graph, graph.status_quo, improving=True)
        return holding

    def _verdict(self, graph: ListedGame, mover: Mover, variants: Mapping[str, Variant]) -> Bools:
        own = mover.actor is not None and OWN.get(self.concept.id) == self.concept.id
        if own and mover.id in variants:
            return self.possible(mover.id, variants[mover.id])
        return self.base(mover) if own else stable(graph, mover, self.concept)

    def _voices(self, mover: Mover, variants: Mapping[str, Variant]) -> tuple[Variant | None, ...]:
        """The preferences on which a mover's improvements depend."""
        return tuple(variants.get(self.graph.actors[player]) for player in sorted(self.players(mover)))

    @staticmethod
    def players(mover: Mover) -> frozenset[int]:
        """The actors whose preferences decide which moves are improvements for a mover."""
        if mover.actor is not None:
            return frozenset({mover.actor})
        return frozenset[int]().union(*(vote.players for vote in mover.votes))
