"""What unseats an outcome where states are not listed: every single change, and pairs, tried exactly under Nash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.robustness.breakpoints import LISTED, Breaker, Breakpoints, Pairs, together
from countermove.analysis.robustness.changes import Change, plausible, single_changes
from countermove.analysis.robustness.large_draws import LargeDraws
from countermove.game.preferences import Ranks
from countermove.search.nearby import Turn

__all__ = ["large_breakpoints"]

Bools = NDArray[np.bool_]
MOST_PAIRS = 400_000
"""Above so many pairs fewer are tried, unless they are asked for."""
NASH = "nash"


def large_breakpoints(draws: LargeDraws, pairs: Pairs | None = None) -> Breakpoints:
    """Every single change of preferences and every pair, tried on those of the states that hold as written.

    See `breakpoints.breakpoints`. Two changes of one actor are tried one by one. Two of different actors can only
    unseat an outcome together by a decision of a body in which both have a say, so those that look alike to all
    bodies are tried together.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> found = large_breakpoints(LargeDraws(searched_game(load_case("european-security-2022")), [147], 1, [0.0]), "none")
    >>> [b.changes[0] for b in found.singles if b.drawn]
    []
    """
    changes = [(a, c) for a, wishes in enumerate(draws.plan.wishes) for c in single_changes(wishes)]
    likely = [plausible(draws.plan.wishes[a], c) for a, c in changes]
    trial = _Trial(draws, changes)
    held = draws.written
    fallen = np.array([held & ~trial.standing([k]) for k in range(len(changes))], dtype=bool)
    fallen = fallen.reshape(len(changes), len(held))
    singles = [
        Breaker(state, NASH, (change,), likely[k])
        for t, state in enumerate(draws.states)
        for k, (_, change) in enumerate(changes)
        if fallen[k, t]
    ]
    kind = pairs or _affordable(len(changes), sum(likely))
    chosen = [k for k in range(len(changes)) if kind == "all" or (kind == "plausible" and likely[k])]
    tried, found = 0, dict[int, list[tuple[int, int]]]()
    for one, other in combinations(chosen, 2):
        for pair in together(changes, one, other):
            tried += 1
            for t in np.flatnonzero(held & ~fallen[one] & ~fallen[other] & ~trial.pair(pair)).tolist():
                found.setdefault(t, []).append(pair)
    listed = [
        Breaker(draws.states[t], NASH, tuple(changes[k][1] for k in pair), likely[pair[0]] and likely[pair[1]])
        for t in sorted(found)
        for pair in found[t][:LISTED]
    ]
    kinds = [change.kind for _, change in changes]
    by_kind: dict[str, int] = {name: kinds.count(name) for name in sorted(set(kinds))}
    counts = {(draws.states[t], NASH): len(found[t]) for t in sorted(found)}
    return Breakpoints(tuple(singles), len(changes), by_kind, tuple(listed), tried, kind, counts)


def _affordable(changes: int, likely: int) -> Pairs:
    for many, kind in ((changes, "all"), (likely, "plausible")):
        if many * (many - 1) // 2 <= MOST_PAIRS:
            return kind  # type: ignore[return-value]
    return "none"


@dataclass
class _Trial:
    """Changes, and what is known of those that were tried."""

    draws: LargeDraws
    changes: Sequence[tuple[int, Change]]
    known: dict[tuple[int, int, int, int], Bools] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = [self.draws.row(actor, key) for actor, key in enumerate(self.draws.plan.written)]
        self.base = np.array(rows, dtype=np.int32).reshape(len(rows), self.draws.near.size)
        self.everything = np.ones(len(self.draws.states), dtype=bool)
        self.looks, self.idle = self._looks()

    def standing(self, chosen: Sequence[int]) -> Bools:
        """Which of the states hold after some changes."""
        actors = {self.changes[k][0] for k in chosen}
        ranks = self.base.copy()
        for actor in actors:
            wishes = self.draws.plan.wishes[actor]
            key = wishes.changed([self.changes[k][1] for k in chosen if self.changes[k][0] == actor])
            ranks[actor] = wishes.ranks(key)
        return self.draws.near.are_nash(ranks)

    def pair(self, pair: tuple[int, int]) -> Bools:
        """Which of the states hold after two changes, of those that hold after either."""
        (a, _), (b, _) = self.changes[pair[0]], self.changes[pair[1]]
        if a == b:
            return self.standing(pair)
        if pair[0] in self.idle or pair[1] in self.idle:
            return self.everything
        key = (a, self.looks[pair[0]], b, self.looks[pair[1]])
        if key not in self.known:
            self.known[key] = self._by_bodies(pair)
        return self.known[key]

    def _by_bodies(self, pair: tuple[int, int]) -> Bools:
        """Which of the states no decision of a body moves on from after changes of two actors."""
        near = self.draws.near
        ranks = self.base.copy()
        for k in pair:
            actor, change = self.changes[k]
            wishes = self.draws.plan.wishes[actor]
            ranks[actor] = wishes.ranks(wishes.changed([change]))
        holds = self.everything.copy()
        for turn in near.turns:
            if turn.mover.is_body:
                after, before = ranks[:, turn.target], ranks[:, turn.source]
                holds[turn.source[turn.improves(after > before, after < before)]] = False
        return holds

    def _looks(self) -> tuple[list[int], frozenset[int]]:
        """Changes that look alike to all bodies have one number; and those of which no body sees anything."""
        bodies = [turn for turn in self.draws.near.turns if turn.mover.is_body]
        numbers: dict[tuple[int, bytes], int] = {}
        looks, idle = [], []
        for k, (actor, change) in enumerate(self.changes):
            seen = [turn for turn in bodies if actor in turn.players]
            wishes = self.draws.plan.wishes[actor]
            signs = [_signs(row, seen) for row in (self.base[actor], wishes.ranks(wishes.changed([change])))]
            if signs[0] == signs[1]:
                idle.append(k)
            looks.append(numbers.setdefault((actor, signs[1]), len(numbers)))
        return looks, frozenset(idle)


def _signs(ranks: Ranks, turns: Sequence[Turn]) -> bytes:
    """Whether an actor is for or against each move of some bodies."""
    found = [np.sign(ranks[turn.target] - ranks[turn.source]).astype(np.int8) for turn in turns]
    return np.concatenate(found).tobytes() if found else b""
