"""A game under other preferences of its actors, and those of them that are worth trying: the cheapest that do the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.evolution.paths import reachable
from countermove.analysis.inverse.changes import Preferences, Variant
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.game.preferences import Ranks
from countermove.stability.concept import Concept, find_concept, stable
from countermove.stability.improvements import improvements

__all__ = ["MOST_STATES", "Alternatives", "ChangedGames"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
MOST_STATES = 2**14
"""With more states, the moves are too many to be kept for every actor."""


@dataclass
class ChangedGames:
    """A game under many sets of preferences; what depends on one actor's preferences only is computed once for each.

    `units`: the preferences that may change, by actor.
    """

    game: ListedGame
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
        return stable(self.game, mover, self.concept)

    def possible(self, id_: str, variant: Variant) -> Bools:
        """States that may be stable for an actor with other preferences, whatever the others prefer; shape (S,)."""
        # A concept whose stability implies stability under `own_bound`, which asks for the mover's own preferences
        # only.
        necessary = self.concept.own_bound
        mover = next((m for m in self.game.movers if m.id == id_), None)
        if necessary is None or mover is None:
            return np.ones(self.game.size, dtype=bool)
        if (id_, variant) not in self.own:
            ranks = self.game.rank_rows.copy()
            ranks[self.units[id_].actor] = self.rank(id_, variant)
            self.own[id_, variant] = stable(self.game.with_ranks(ranks), mover, find_concept(necessary))
        return self.own[id_, variant]

    def game_with(self, variants: Mapping[str, Variant]) -> ListedGame:
        """The game in which these actors have these preferences; improvements computed before are handed over."""
        ranks = self.game.rank_rows.copy()
        for id_, variant in variants.items():
            ranks[self.units[id_].actor] = self.rank(id_, variant)
        game = self.game.with_ranks(ranks)
        for mover in game.movers:
            key = (mover.index, self._voices(mover, variants))
            if key not in self.edges:
                self.edges[key] = improvements(game, mover)
            # Handed over under the key by which `improvements` looks for them; most variants change nobody's
            # improvements.
            game.memo["improvements", mover.index, None] = self.edges[key]
        return game

    def equilibria(self, variants: Mapping[str, Variant], mask: Bools, must_reach: bool) -> Bools:
        """Which states of `mask` are equilibria under these preferences (and reached by improvements), shape (S,)."""
        game = self.game_with(variants)
        holding = mask.copy()
        for mover in game.movers:
            # Movers one by one: as soon as no target is left, the others need not be judged.
            if not holding.any():
                return holding
            holding &= self._verdict(game, mover, variants)
        if must_reach and holding.any():
            assert game.status_quo_key is not None
            holding &= reachable(game, game.status_quo_key, improving=True)
        return holding

    def _verdict(self, game: ListedGame, mover: Mover, variants: Mapping[str, Variant]) -> Bools:
        # Under SEQ and SSEQ the bound is necessary only; the verdict itself asks what the others prefer.
        own = mover.actor is not None and self.concept.own_bound == self.concept.id
        if own and mover.id in variants:
            return self.possible(mover.id, variants[mover.id])
        return self.base(mover) if own else stable(game, mover, self.concept)

    def _voices(self, mover: Mover, variants: Mapping[str, Variant]) -> tuple[Variant | None, ...]:
        """The preferences on which a mover's improvements depend."""
        return tuple(variants.get(self.game.actors[player]) for player in sorted(self.players(mover)))

    @staticmethod
    def players(mover: Mover) -> frozenset[int]:
        """The actors whose preferences decide which moves are improvements for a mover."""
        if mover.actor is not None:
            return frozenset({mover.actor})
        return frozenset[int]().union(*(vote.players for vote in mover.votes))


@dataclass
class Alternatives:
    """Other preferences by actor and cost, without those that cannot belong to a smallest change.

    Two sets of preferences of an actor have one *effect* if every verdict and every improvement is the same under
    both, whatever the others prefer. Where a cheaper set has the same effect, a change with the dearer one is not
    smallest. Under Nash (see `Concept.by_own_moves`) only the moves are judged that the actor makes itself or is asked
    about, so the effect is which of these it likes, and which it dislikes; under other concepts, and where there are
    more than 16,384 states, how it ranks all states. Of an actor that neither moves nor is asked, all preferences have
    one effect.
    """

    games: ChangedGames
    replacing: bool
    cheapest: dict[tuple[str, int], int] = field(default_factory=dict)
    """By actor and effect the least cost so far."""
    kept: dict[tuple[str, int], list[tuple[Variant, int]]] = field(default_factory=dict)
    """By actor and cost the preferences that are left, with their effects, once all of this cost were looked at."""
    numbers: dict[bytes, int] = field(default_factory=dict)
    tops: dict[str, int] = field(default_factory=dict)

    def most(self, id_: str) -> int:
        """The greatest cost at which an actor may have preferences that are worth trying."""
        units = self.games.units[id_]
        if id_ not in self.tops:
            self.tops[id_] = units.greatest_cost + (len({k for k, _ in units.others}) if self.replacing else 0)
        while self.tops[id_] and self.kept.get((id_, self.tops[id_])) == []:
            self.tops[id_] -= 1
        return self.tops[id_]

    def at(self, id_: str, cost: int, targets: Bools, on_try: Callable[[], None]) -> Iterator[tuple[Variant, int]]:
        """The preferences of exactly this cost, with the numbers of their effects, under which a target may hold.

        `targets` may only become smaller from call to call; `on_try` is called for each set of preferences.
        """
        kept = self.kept.get((id_, cost))
        if kept is None:
            kept = []
            for pair in self._new(id_, cost, targets, on_try):
                kept.append(pair)
                yield pair
            self.kept[id_, cost] = kept  # only now: a search that is stopped before has not seen them all
            return
        for variant, effect in kept:
            on_try()
            # A cheaper variant with this effect may have been found since; then this one is in no smallest change.
            if self.cheapest[id_, effect] >= cost:
                yield variant, effect

    def _new(self, id_: str, cost: int, targets: Bools, on_try: Callable[[], None]) -> Iterator[tuple[Variant, int]]:
        for variant in self.games.units[id_].at(cost, self.replacing):
            on_try()
            if (targets & self.games.possible(id_, variant)).any():
                effect = self._effect(id_, variant)
                if self.cheapest.setdefault((id_, effect), cost) >= cost:
                    self.cheapest[id_, effect] = cost
                    yield variant, effect

    def _effect(self, id_: str, variant: Variant) -> int:
        """The number of what these preferences of an actor do."""
        judged = self._judged[id_]
        rank = self.games.rank(id_, variant)
        signs = rank if judged is None else np.sign(rank[judged[1]] - rank[judged[0]])
        # 32 bytes stand for as many as there are moves; that two differ and have one digest is out of the question.
        digest = blake2b(signs.tobytes(), digest_size=32).digest()
        return self.numbers.setdefault(digest, len(self.numbers))

    @cached_property
    def _judged(self) -> dict[str, Ints | None]:
        """For each actor the moves that it judges, as states before and after, shape (2, M); None: all states."""
        judged: dict[str, Ints | None] = {}
        for id_, units in self.games.units.items():
            movers = [mover for mover in self.games.game.movers if units.actor in self.games.players(mover)]
            if movers and (not self.games.concept.by_own_moves or self.games.game.size > MOST_STATES):
                judged[id_] = None
                continue
            edges = [self.games.game.edges[mover.index] for mover in movers]
            pairs = [np.stack([e.source, e.target]) for e in edges]
            judged[id_] = np.concatenate([np.zeros((2, 0), dtype=np.int32), *pairs], axis=1)
        return judged
