"""The smallest change of preferences that makes a wanted outcome an equilibrium, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.inverse.alternatives import MOST_STATES, Alternatives
from countermove.analysis.inverse.conceivable_ways import conceivable
from countermove.analysis.inverse.least_orders import least_exchanges
from countermove.analysis.inverse.other_preferences import Worlds
from countermove.analysis.inverse.variants import Preferences, Variant, exchanges, preferences_of
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.game.positions import positions
from countermove.stability.concept import Concept, defined
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Inverse", "Solution", "invert"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
MOST_TRIED = 1_000_000


@dataclass(frozen=True)
class Solution:
    """A state, and for each actor that changes its preferences under which the state is an equilibrium."""

    state: int
    variants: tuple[tuple[str, Variant], ...]

    def changes(self) -> list[dict[str, Any]]:
        """What to do, one thing after another; lines count from 1.

        First the lines that are replaced, then the exchanges of neighbours, each by the positions at its moment.
        """
        found: list[dict[str, Any]] = []
        for actor, variant in self.variants:
            found += [{"actor": actor, "line": k + 1, "replace": kind} for k, kind in variant.replaced]
            found += [{"actor": actor, "exchange": [a + 1, b + 1]} for a, b in exchanges(variant.order)]
        return found


@dataclass(frozen=True, eq=False)
class Inverse:
    """The answer to a wish.

    `possible`: whether some change fulfils it; None where the search was stopped before that was known.
    `proved`: whether the search was complete, so that no smaller change exists, or none at all. `cost`: of the
    smallest changes that were found, None where there is none. `solutions`: the first of them; `count`: how many
    there are. `tried`: how many sets of preferences were examined. `wanted`: how many states fulfil the wish.
    """

    graph: ListedGame
    want: str
    concept: str
    reachable: bool
    possible: bool | None
    proved: bool
    cost: int | None
    solutions: tuple[Solution, ...]
    count: int
    tried: int
    wanted: int = 1

    def __repr__(self) -> str:
        found = "unknown" if self.possible is None else f"cost {self.cost}" if self.possible else "impossible"
        proof = "proved" if self.proved else "not proved"
        return f"Inverse({self.want!r}, {self.concept}: {found}, {self.count} solutions, {proof})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states and lines count from 1."""
        return {
            "want": self.want,
            "concept": self.concept,
            "reachable": self.reachable,
            "possible": self.possible,
            "proved": self.proved,
            "cost": self.cost,
            "count": self.count,
            "solutions": [{"state": number(s.state), "changes": s.changes()} for s in self.solutions],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row for each change of each solution (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [
            (which, number(s.state), c["actor"], c.get("line"), c.get("replace"), c.get("exchange"))
            for which, s in enumerate(self.solutions, 1)
            for c in s.changes()
        ]
        return pd.DataFrame(rows, columns=["solution", "state", "actor", "line", "replace", "exchange"])


def invert(
    graph: ListedGame,
    wanted: Sequence[int],
    *,
    concept: str = "nash",
    actors: Sequence[str] | None = None,
    reachable: bool = False,
    replace: bool = False,
    limit: int = 10,
    seconds: float | None = None,
    tries: int | None = None,
    want: str | None = None,
    told: Callable[[], None] | None = None,
) -> Inverse:
    """The smallest change of preferences under which some state of `wanted` (from 0) is an equilibrium.

    A change costs one for each exchange of two neighbouring lines of an actor (in a ranking: for each pair of
    states whose order is reversed; tie groups stay together), and with `replace` one for each line that becomes
    its negation or its `otherwise`. `actors`: only these may change. `reachable`: improvements must lead to the
    state from the status quo, under the changed preferences. All changes of least cost are found, and `limit`
    of them listed, those that fewest actors must make first. Weights cannot be changed.

    Costs are tried in ascending order, and within one cost every combination of changed preferences, but for
    those that do nothing which cheaper ones would not do (see `Alternatives`), and those that cannot do: under
    Nash, GMR and SMR an actor's verdict depends on its own preferences only (which is necessary under SEQ and
    SSEQ, too), under Nash the least cost of each actor for each state is found beforehand, and a state that no
    preferences open a way to (see `conceivable`) is left out. Stops after so many `tries` (a million, if None),
    or `seconds`; then `proved` is false. Raises `QuestionError` for unknown names and states, an actor that has
    nothing to change, or `reachable` without a status quo.

    Reference: Kinsara, Kilgour & Hipel 2015, who ask for the preferences under which a state is an equilibrium.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("prisoners-dilemma"))
    >>> invert(graph, [3]).to_dict()["cost"], invert(graph, [3]).solutions[0].changes()[0]
    (2, {'actor': 'row', 'exchange': [1, 2]})
    """
    chosen = defined(graph, concept)
    if reachable and graph.status_quo is None:
        raise QuestionError("the case has no status quo, so nothing is reachable from it; leave out --reachable")
    if limit < 1 or (seconds is not None and seconds <= 0):
        raise QuestionError("a limit and a time are positive numbers")
    units = _changeable(graph, actors)
    search = _Search(graph, chosen, positions(graph.size, wanted), units, reachable, replace, limit, seconds, tries, told)
    return search.run(want or ", ".join(str(number(state)) for state in search.wanted))


def _changeable(graph: ListedGame, actors: Sequence[str] | None) -> dict[str, Preferences]:
    """The preferences that may change, by actor."""
    for id_ in actors or ():
        if id_ not in graph.actors:
            raise QuestionError(f"unknown actor {quoted(id_)}; {did_you_mean(id_, graph.actors)}")
    found = {id_: preferences_of(graph, id_) for id_ in graph.actors if actors is None or id_ in actors}
    for id_ in actors or ():
        if found[id_] is None:
            raise QuestionError(f"{quoted(id_)} has no lines and no ranking, so there is no order to change")
    return {id_: units for id_, units in found.items() if units is not None}


class _Stopped(Exception):
    """The search has used up what it was given."""


@dataclass
class _Search:
    graph: ListedGame
    concept: Concept
    wanted: list[int]
    units: dict[str, Preferences]
    reachable: bool
    replacing: bool
    limit: int
    seconds: float | None
    tries: int | None
    told: Callable[[], None] | None
    tried: int = 0
    bounds: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """For each wanted state costs to each actor below which there is no solution."""
    rough: set[int] = field(default_factory=set)
    """The states whose bounds are not yet the least costs."""
    barren: set[tuple[int, tuple[int, ...]]] = field(default_factory=set)
    """Costs that were left, with the effects of what had been chosen, from which no solution was found."""

    def run(self, want: str) -> Inverse:
        self.worlds = Worlds(self.graph, self.concept, self.units)
        self.mask = np.zeros(self.graph.size, dtype=bool)
        self.mask[self.wanted] = True
        if self.reachable and self.graph.size <= MOST_STATES:
            assert self.graph.status_quo is not None
            self.mask &= conceivable(self.graph, self.units, self.graph.status_quo, self.replacing)
        self.ends = None if self.seconds is None else monotonic() + self.seconds
        self.alternatives = Alternatives(self.worlds, self.replacing)

        def answer(possible: bool | None, proved: bool, cost: int | None, found: list[Solution], count: int) -> Inverse:
            return Inverse(
                self.graph, want, self.concept.id, self.reachable, possible, proved, cost,
                tuple(sorted(found, key=lambda s: len(s.variants))[: self.limit]), count, self.tried,
                len(self.wanted),
            )  # fmt: skip

        found: list[Solution] = []
        count, cost = 0, None
        if self.concept.id == "nash":
            self._bound()
        try:
            while (cost := self._next(cost)) is not None:
                for solution in self._at(cost):
                    count += 1
                    found.append(solution)
                if count:
                    return answer(True, True, cost, found, count)
        except _Stopped:
            return answer(True if count else None, False, cost if count else None, found, count)
        return answer(False, True, None, [], 0)

    def _bound(self) -> None:
        """For each wanted state a first bound, under Nash: whoever would move has to change, and at a cost."""
        movers = {self.graph.actors[m.actor]: m for m in self.graph.movers if m.actor is not None}
        for id_, mover in movers.items():
            if id_ not in self.units:
                self.mask &= self.worlds.base(mover)
        moving = [~self.worlds.base(movers[id_]) if id_ in movers else np.zeros_like(self.mask) for id_ in self.units]
        self.bounds = {state: tuple(int(m[state]) for m in moving) for state in np.flatnonzero(self.mask).tolist()}
        self.rough = set(self.bounds)

    def _next(self, last: int | None) -> int | None:
        """The next cost at which there may be solutions; None where there are none any more."""
        cost = -1 if last is None else last
        while self.mask.any():
            least = max(cost + 1, min((sum(costs) for costs in self.bounds.values()), default=0))
            unsettled = [state for state in self.rough if sum(self.bounds[state]) <= least]
            if not unsettled:
                return least if least <= sum(map(self.alternatives.most, self.units)) else None
            for state in sorted(unsettled):
                self._settle(state)
        return None

    def _settle(self, state: int) -> None:
        """Bound a state by the least costs; without any bounds from now on where they cannot be found."""
        self._check_time()
        if state not in self.rough:
            return
        try:
            costs = [least_exchanges(self.graph, u, state, self.replacing, self.ends) for u in self.units.values()]
        except SizeError:
            self._check_time()
            self.bounds, self.rough = {}, set()
            return
        self.rough.remove(state)
        self.bounds[state] = tuple(cost for cost in costs if cost is not None)
        if None in costs:
            self.mask[state] = False
            del self.bounds[state]

    def _at(self, cost: int) -> Iterator[Solution]:
        """All solutions of exactly this cost."""
        self.least = np.zeros((len(self.units) + 1, self.graph.size), dtype=np.int64)
        for state, costs in self.bounds.items():
            self.least[:-1, state] = np.cumsum(costs[::-1])[::-1]
        yield from self._combined(cost, (), self.mask & (self.least[0] <= cost))

    def _combined(self, rest: int, chosen: tuple[tuple[Variant, int], ...], mask: Bools) -> Iterator[Solution]:
        """Solutions in which the actors that have not `chosen` yet bear `rest`, if some wanted state is left.

        Whether there are any depends on the effects of what was chosen alone, so nothing is searched twice in vain.
        """
        key = (rest, tuple(effect for _, effect in chosen))
        if not mask.any() or key in self.barren:
            return
        whole, found = len(chosen) == len(self.units), False
        for solution in self._complete(chosen, mask) if whole else self._next_actor(rest, chosen, mask):
            found = True
            yield solution
        if not found:
            self.barren.add(key)

    def _next_actor(self, rest: int, chosen: tuple[tuple[Variant, int], ...], mask: Bools) -> Iterator[Solution]:
        """Solutions, by what the next actor bears and prefers."""
        id_, *others = list(self.units)[len(chosen) :]
        room = sum(map(self.alternatives.most, others))
        least = self.least[len(chosen) + 1]
        own = self.least[len(chosen)] - least
        for cost in range(max(0, rest - room), min(rest, self.alternatives.most(id_)) + 1):
            able = mask & (own <= cost) & (least <= rest - cost)
            if able.any():
                for variant, effect in self.alternatives.at(id_, cost, self.mask, self._count):
                    left = able & self.worlds.possible(id_, variant)
                    yield from self._combined(rest - cost, (*chosen, (variant, effect)), left)

    def _complete(self, chosen: tuple[tuple[Variant, int], ...], mask: Bools) -> Iterator[Solution]:
        """Solutions in which every actor has chosen."""
        self._count()
        variants = dict(zip(self.units, (variant for variant, _ in chosen), strict=True))
        holding = self.worlds.equilibria(variants, mask, self.reachable)
        changed = tuple((i, v) for i, v in variants.items() if v != self.units[i].original)
        yield from (Solution(int(state), changed) for state in np.flatnonzero(holding))

    def _count(self) -> None:
        self.tried += 1
        if self.told is not None and self.tried % 100 == 0:
            self.told()
        if self.tried > (MOST_TRIED if self.tries is None else self.tries):
            raise _Stopped
        self._check_time()

    def _check_time(self) -> None:
        if self.ends is not None and monotonic() > self.ends:
            raise _Stopped
