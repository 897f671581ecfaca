"""The smallest change of preferences in a listed game: costs in ascending order, and all sets of preferences of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.alternatives import MOST_STATES, Alternatives, ChangedGames
from countermove.analysis.inverse.bounds import conceivable, least_swaps
from countermove.analysis.inverse.changes import Preferences, Variant, preferences_of
from countermove.analysis.inverse.inverse import Inverse, Solution
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.allowance import Allowance
from countermove.game.listed import ListedGame
from countermove.stability.concept import Concept

__all__ = ["PreferenceSearch", "changeable"]

Bools = NDArray[np.bool_]
MOST_TRIED = 1_000_000
"""Sets of preferences that are tried unless the caller says otherwise: minutes in a case of some hundred states."""
TRY_WORK = 2e-4
"""Work of one try, however few the states."""
STATE_WORK = 5e-7
"""Work of each state in one try, which is judged under changed preferences: 3,000 tries on 416 states took 1.2 s."""
TRIES_BETWEEN_CALLS = 100
"""Tries between two calls of `on_progress`."""


def changeable(game: ListedGame, actors: Sequence[str] | None) -> dict[str, Preferences]:
    """The preferences that may change, by actor; of all actors that have statements or a ranking, if None.

    Raises `QuestionError` for an unknown actor, and for one that has nothing to change.
    """
    for id_ in actors or ():
        if id_ not in game.actors:
            raise QuestionError(f"unknown actor {quoted(id_)}; {did_you_mean(id_, game.actors)}")
    units = {id_: preferences_of(game, id_) for id_ in game.actors if actors is None or id_ in actors}
    for id_ in actors or ():
        if units[id_] is None:
            raise QuestionError(
                f"{quoted(id_)} has no preference statements and no ranking, so there is nothing to change; name others"
            )
    return {id_: own for id_, own in units.items() if own is not None}


class _Stopped(Exception):
    """The search has used up what it was given: ``work``, ``time``, or ``tries``."""


@dataclass
class PreferenceSearch:
    """A search for the smallest change of preferences under which one of some states is an equilibrium.

    `targets`: the keys of these states. `units`: the preferences that may change. `limit`: how many solutions are
    kept. It stops when `allowance` is spent, or after this many `tries`.
    """

    game: ListedGame
    concept: Concept
    targets: Sequence[int]
    units: Mapping[str, Preferences]
    reachable: bool
    replacing: bool
    limit: int
    allowance: Allowance
    tries: int | None
    on_progress: Callable[[], None] | None
    tried: int = 0
    bounds: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """For each target costs to each actor below which there is no solution."""
    rough: set[int] = field(default_factory=set)
    """The states whose bounds are not yet the least costs."""
    barren: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    """Costs that were left, with the effects of what had been chosen, from which no solution was found."""

    floor: int = 0
    """No change that costs less does it."""

    def run(self, target: str) -> Inverse:
        """The answer; `target` is what results call it."""
        self.games = ChangedGames(self.game, self.concept, self.units)
        self.mask = np.zeros(self.game.size, dtype=bool)
        self.mask[list(self.targets)] = True
        # States that improvements reach under no preferences need no search at all.
        if self.reachable and self.game.size <= MOST_STATES:
            assert self.game.status_quo_key is not None
            self.mask &= conceivable(self.game, self.units, self.game.status_quo_key, self.replacing)
        self.alternatives = Alternatives(self.games, self.replacing)
        solutions: list[Solution] = []
        if self.concept.by_own_moves:
            self._bound()
        try:
            while (cost := self._next()) is not None:
                self.floor = cost
                for solution in self._at(cost):
                    solutions.append(solution)
                if solutions:
                    return self._answer(target, solutions, possible=True)
                self.floor = cost + 1
        except _Stopped as reason:
            return self._answer(target, solutions, possible=True if solutions else None, stopped=str(reason))
        return self._answer(target, [], possible=False)

    def _answer(self, target: str, solutions: list[Solution], possible: bool | None, stopped: str | None = None) -> Inverse:
        return Inverse(
            self.game, target, self.concept.id, self.reachable, possible, stopped is None,
            cost=self.floor if solutions else None,
            at_least=None if possible is False else self.floor,
            count=len(solutions),
            n_ways=len({solution.variants for solution in solutions}),
            solutions=tuple(sorted(solutions, key=lambda s: len(s.variants))[: self.limit]),
            replacing=self.replacing,
            tried=self.tried, target_count=len(self.targets), seconds=self.allowance.seconds, stopped=stopped,
        )  # fmt: skip

    def _bound(self) -> None:
        """For each target a first bound, under Nash: the one who would move has to change, and at a cost."""
        movers = {self.game.actors[m.actor]: m for m in self.game.movers if m.actor is not None}
        for id_, mover in movers.items():
            if id_ not in self.units:
                self.mask &= self.games.base(mover)
        moving = [~self.games.base(movers[id_]) if id_ in movers else np.zeros_like(self.mask) for id_ in self.units]
        self.bounds = {state: tuple(int(m[state]) for m in moving) for state in np.flatnonzero(self.mask).tolist()}
        self.rough = set(self.bounds)

    def _next(self) -> int | None:
        """The next cost at which there may be solutions; None where there are none any more."""
        while self.mask.any():
            # The cheapest bound decides the next cost; bounds that are rough are made exact only where they are the
            # cheapest.
            least = max(self.floor, min((sum(costs) for costs in self.bounds.values()), default=0))
            unsettled = [state for state in self.rough if sum(self.bounds[state]) <= least]
            if not unsettled:
                return least if least <= sum(map(self.alternatives.most, self.units)) else None
            for state in sorted(unsettled):
                self._settle(state)
        return None

    def _settle(self, state: int) -> None:
        """Bound a state by the least costs; without any bounds from now on where they cannot be found."""
        self._check_allowance()
        if state not in self.rough:
            return
        try:
            costs = [least_swaps(self.game, u, state, self.replacing, self.allowance) for u in self.units.values()]
        except SizeError:
            self._check_allowance()
            # Without bounds every cost is tried from the floor on: slower, but still exact.
            self.bounds, self.rough = {}, set()
            return
        self.rough.remove(state)
        self.bounds[state] = tuple(cost for cost in costs if cost is not None)
        if None in costs:
            self.mask[state] = False
            del self.bounds[state]

    def _at(self, cost: int) -> Iterator[Solution]:
        """All solutions of exactly this cost."""
        self.least = np.zeros((len(self.units) + 1, self.game.size), dtype=np.int64)
        for state, costs in self.bounds.items():
            # What this actor and all after it must bear at least: row k for the actors from k on.
            self.least[:-1, state] = np.cumsum(costs[::-1])[::-1]
        yield from self._combined(cost, (), self.mask & (self.least[0] <= cost))

    def _combined(self, left: int, chosen: tuple[tuple[Variant, int], ...], mask: Bools) -> Iterator[Solution]:
        """Solutions in which the actors that have not `chosen` yet bear `left`, if some target is left.

        Whether there are any depends on the effects of what was chosen alone, so nothing is searched twice in vain.
        """
        key = (left, tuple(effect for _, effect in chosen))
        if not mask.any() or key in self.barren:
            return
        is_complete, is_barren = len(chosen) == len(self.units), True
        for solution in self._complete(chosen, mask) if is_complete else self._next_actor(left, chosen, mask):
            is_barren = False
            yield solution
        if is_barren:
            self.barren.add(key)

    def _next_actor(self, left: int, chosen: tuple[tuple[Variant, int], ...], mask: Bools) -> Iterator[Solution]:
        """Solutions, by what the next actor bears and prefers."""
        id_, *others = list(self.units)[len(chosen) :]
        room = sum(map(self.alternatives.most, others))  # what the others can bear at most
        least = self.least[len(chosen) + 1]
        own = self.least[len(chosen)] - least
        # At least what the others cannot bear, at most what is left: every solution is met in exactly one way.
        for cost in range(max(0, left - room), min(left, self.alternatives.most(id_)) + 1):
            able = mask & (own <= cost) & (least <= left - cost)
            if able.any():
                for variant, effect in self.alternatives.at(id_, cost, self.mask, self._count):
                    possible = able & self.games.possible(id_, variant)
                    yield from self._combined(left - cost, (*chosen, (variant, effect)), possible)

    def _complete(self, chosen: tuple[tuple[Variant, int], ...], mask: Bools) -> Iterator[Solution]:
        """Solutions in which every actor has chosen."""
        self._count()
        variants = dict(zip(self.units, (variant for variant, _ in chosen), strict=True))
        holding = self.games.equilibria(variants, mask, self.reachable)
        changed = tuple((i, v) for i, v in variants.items() if v != self.units[i].original)
        yield from (Solution(self.game.at(state), changed) for state in np.flatnonzero(holding).tolist())

    def _count(self) -> None:
        self.tried += 1
        if self.on_progress is not None and self.tried % TRIES_BETWEEN_CALLS == 0:
            self.on_progress()
        if self.tried > (MOST_TRIED if self.tries is None else self.tries):
            raise _Stopped("tries")
        self.allowance.spend(TRY_WORK + STATE_WORK * self.game.size)
        self._check_allowance()

    def _check_allowance(self) -> None:
        if self.allowance.is_spent:
            raise _Stopped(self.allowance.end)
