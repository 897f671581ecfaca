"""The smallest change of preferences that makes one state of a searched game a Nash equilibrium: exact, by parts.

Only those take part who are tempted at the state, and those whose stances could let a decision of a body pass once
others have changed. They fall into parts that have no decision in common; costs of parts add up, and the
ways of one part go with all ways of the others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.bounds import least_cost
from countermove.analysis.inverse.changes import Preferences, Replacement, Variant, splits
from countermove.errors import SizeError
from countermove.game.allowance import Allowance
from countermove.game.preferences import Level, Ranks, Scale
from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames
from countermove.model.preferences import Line
from countermove.model.statements import Not
from countermove.search.nearby import Nearby, Turn, nearby

__all__ = ["LeastChange", "StatementLevels", "Variants", "least_change_at", "statement_levels"]

Bools = NDArray[np.bool_]
Variants = tuple[tuple[int, Variant], ...]
"""Other preferences of some actors, by position, ascending."""


@dataclass(frozen=True, eq=False)
class StatementLevels:
    """The statements of one actor as levels, and by statement and kind of replacement what stands there instead."""

    actor: int
    levels: Scale
    others: Mapping[tuple[int, Replacement], Level]

    def scale(self, variant: Variant) -> Scale:
        """The preferences of a variant."""
        replaced = dict(variant.replaced)
        return tuple(self.others[k, replaced[k]] if k in replaced else self.levels[k] for k in variant.order)

    def among(self, near: Nearby) -> Preferences:
        """The statements as counts over some states."""
        counts = tuple((near.counts(self.actor, level.terms), len(level.terms)) for level in self.levels)
        others = {key: near.counts(self.actor, level.terms) for key, level in self.others.items()}
        return Preferences(self.actor, near.size, counts, (1,) * len(counts), others)


def statement_levels(game: SearchedGame, actor: str) -> StatementLevels | None:
    """The statements of an actor that has some; None for a ranking, weights or nothing.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> len(statement_levels(searched_game(load_case("thirty-allies-2022")), "russia").levels)
    7
    """
    entries = game.case.actors[actor].prefers
    if not entries:
        return None
    position = game.actors.index(actor)
    names, levels = OptionNames(game.case), game.scales[position]
    others: dict[tuple[int, Replacement], Level] = {}
    for k, entry in enumerate(entries):
        if isinstance(entry, Line):
            ((_, node),) = levels[k].terms
            others[k, "negation"] = Level(((1, Not(node)),))
            if entry.otherwise is not None:
                others[k, "otherwise"] = Level(((1, names.bind(entry.otherwise, actor)),))
    return StatementLevels(position, levels, others)


@dataclass(frozen=True)
class LeastChange:
    """What making a state an equilibrium costs.

    `cost`: None where no way was found. `at_least`: what it costs at the least; None where it is proved that no
    change does it. `count`: how many ways of this cost there are, `ways`: the first of them, those that change the
    fewest actors first. `is_complete`: whether the search was complete, up to the budget.
    """

    cost: int | None
    at_least: int | None
    count: int = 0
    ways: tuple[Variants, ...] = ()
    is_complete: bool = True


IMPOSSIBLE = LeastChange(None, None)
WAY_WORK = 5e-5
"""Work of looking at one combination of changed preferences at one state."""
KEPT_WAYS = 100
"""Ways that are kept for each that is listed, before those that change the fewest actors are chosen among them."""


def least_change_at(
    game: SearchedGame,
    levels: Mapping[int, StatementLevels],
    state: int,
    *,
    replacing: bool = False,
    limit: int = 10,
    budget: int | None = None,
    allowance: Allowance | None = None,
) -> LeastChange:
    """The smallest change of these statements under which a feasible code is a Nash equilibrium; see `invert`.

    `budget`: ways that cost more are not looked for. Stops when `allowance` is spent. Raises
    `SizeError` where a mover has too many choices to look at them one by one.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> game = searched_game(load_case("european-security-2022"))
    >>> levels = {k: statement_levels(game, actor) for k, actor in enumerate(game.actors)}
    >>> [least_change_at(game, levels, game.status_quo_key, replacing=replacing).cost for replacing in (False, True)]
    [None, 3]
    """
    return _Local(nearby(game, [state]), levels, replacing, limit, allowance).answer(budget)


class _Stopped(Exception):
    """The allowance is spent."""


class _Local:
    """The search at one state, which is the first of the states nearby."""

    def __init__(
        self, near: Nearby, levels: Mapping[int, StatementLevels], replacing: bool, limit: int, allowance: Allowance | None
    ) -> None:
        self.near, self.levels, self.replacing, self.limit = near, levels, replacing, limit
        self.allowance = Allowance() if allowance is None else allowance
        self.own = {turn.mover.actor: turn for turn in near.turns if turn.mover.actor is not None}
        self.bodies = [turn for turn in near.turns if turn.mover.is_body]
        self.preferences: dict[int, Preferences] = {}
        self.stable: dict[tuple[int, int], list[tuple[Variant, Ranks]]] = {}

    def answer(self, budget: int | None) -> LeastChange:
        """The answer, by parts."""
        tempted = {a for a, turn in self.own.items() if (self._gains(self.near.ranks[a], turn.target) > 0).any()}
        # Somebody who may not change is tempted: no change of the others takes its improvement away.
        if not tempted <= self.levels.keys():
            return IMPOSSIBLE
        involved, live = self._involved(tempted)
        least = {actor: self._least(actor, actor in tempted) for actor in involved}
        if None in least.values() or any(not self._players(turn) for turn in live):
            return IMPOSSIBLE
        # A decision that passes however hostile all are who may change: the state is left whatever they prefer.
        if any(self._never_fails(turn) for turn in live):
            return IMPOSSIBLE
        # Nobody can do with less, so that the sum bounds the whole, and what a part costs more is added to it.
        floor = sum(cost or 0 for cost in least.values())
        parts = []
        for members, turns in self._parts(involved, live):
            # What this part may cost beyond its bound, the others costing at least theirs.
            spare = None if budget is None else budget - floor
            part = self._part(members, {a: least[a] or 0 for a in members}, turns, spare)
            if part.cost is None:
                return part if part.at_least is None else LeastChange(
                    None, floor + part.at_least - sum(least[a] or 0 for a in members), is_complete=part.is_complete
                )  # fmt: skip
            floor += part.cost - sum(least[a] or 0 for a in members)
            parts.append(part)
        return self._joined(parts, floor)

    def _joined(self, parts: Sequence[LeastChange], cost: int) -> LeastChange:
        """The ways of all parts together."""
        count, ways = 1, [()]  # type: tuple[int, list[Variants]]
        for part in parts:
            count *= part.count
            # Fewest actors first; cut at each step, since the product of all ways may be millions.
            ways = sorted(((*one, *other) for one in ways for other in part.ways), key=len)[: self.limit]
        listed = tuple(tuple(sorted(way, key=lambda pair: pair[0])) for way in ways)
        return LeastChange(cost, cost, count, listed, all(part.is_complete for part in parts))

    def _gains(self, ranks: Ranks, targets: NDArray[np.int64]) -> NDArray[np.int64]:
        """1 where a target is preferred to the state, -1 where the state is, else 0."""
        return np.sign(ranks[targets].astype(np.int64) - int(ranks[0]))

    def _players(self, turn: Turn) -> list[int]:
        """Who has a say in these decisions, and preferences that may change."""
        return [actor for actor in turn.players if actor in self.levels]

    def _stances(self, turn: Turn, others: Mapping[int, NDArray[np.int64]]) -> tuple[Bools, Bools]:
        """Who is for and who against each move of a turn; `others`: the gains of those who differ from the case."""
        gains = np.sign(self.near.ranks[:, turn.target].astype(np.int64) - self.near.ranks[:, turn.source].astype(np.int64))
        for actor, gain in others.items():
            gains[actor] = gain
        return gains > 0, gains < 0

    def _involved(self, tempted: Collection[int]) -> tuple[set[int], list[Turn]]:
        """Those who may have to change, and the decisions that may come to pass once they do.

        A decision that fails even with everybody for it who may have to change needs no thought.
        """
        involved, live = set(tempted), list[Turn]()
        # To a fixed point: who may have to change can let a decision pass, which brings in those who can stop it again.
        while True:
            possible = []
            for turn in self.bodies:
                ones = np.ones(len(turn.target), dtype=np.int64)
                if turn.improves(*self._stances(turn, dict.fromkeys(involved, ones))).any():
                    possible.append(turn)
            wider = involved.union(*(self._players(turn) for turn in possible))
            if wider == involved and len(possible) == len(live):
                return involved, possible
            involved, live = wider, possible

    def _parts(self, involved: Collection[int], live: Sequence[Turn]) -> Iterator[tuple[list[int], list[Turn]]]:
        """Those involved in groups that have no decision in common, with the decisions of each."""
        groups: list[tuple[set[int], list[Turn]]] = [({actor}, []) for actor in sorted(involved)]
        for turn in live:
            players = set(self._players(turn))
            touched = [group for group in groups if group[0] & players]
            groups = [group for group in groups if group not in touched]
            groups.append((set().union(*(g[0] for g in touched)), [turn, *(t for g in touched for t in g[1])]))
        return ((sorted(members), turns) for members, turns in sorted(groups, key=lambda group: min(group[0])))

    def _units(self, actor: int) -> Preferences:
        if actor not in self.preferences:
            self.preferences[actor] = self.levels[actor].among(self.near)
        return self.preferences[actor]

    def _least(self, actor: int, tempted: bool) -> int | None:
        """The least cost at which an actor is not tempted; where that takes too long, a bound below it."""
        if not tempted:
            return 0
        try:
            return least_cost(self._units(actor), 0, self.own[actor].target, self.replacing, allowance=self.allowance)
        except SizeError:
            return 1

    def _never_fails(self, turn: Turn) -> bool:
        """Whether some move of a body passes however hostile all are who may change: each as far as it can be."""
        gains = {actor: self._hostile(actor, turn.target) for actor in self._players(turn)}
        return bool(turn.improves(*self._stances(turn, gains)).any())

    def _hostile(self, actor: int, targets: NDArray[np.int64]) -> NDArray[np.int64]:
        """For each target the least that an actor can come to think of it while it is not tempted itself."""
        own = self.own[actor].target if actor in self.own else np.zeros(0, dtype=np.int64)
        stances = np.ones(len(targets), dtype=np.int64)
        for k, target in enumerate(targets.tolist()):
            both = np.array([*own, target], dtype=np.int64)
            try:
                if least_cost(self._units(actor), 0, both, self.replacing, [len(own)], allowance=self.allowance) is not None:
                    stances[k] = -1
                elif least_cost(self._units(actor), 0, both, self.replacing, allowance=self.allowance) is not None:
                    stances[k] = 0
            except SizeError:
                stances[k] = -1  # nothing is certain then, and the bound must not be too high
        return stances

    def _part(
        self, members: Sequence[int], least: Mapping[int, int], turns: Sequence[Turn], spare: int | None
    ) -> LeastChange:
        """The answer for one group: all ways to divide a cost among them, in ascending order of the cost."""
        floor = sum(least.values())
        rooms = [self._greatest_cost(actor) - least[actor] for actor in members]
        for extra in range(sum(rooms) + 1):
            if spare is not None and extra > spare:
                return LeastChange(None, floor + extra)
            count, ways = 0, list[Variants]()
            try:
                for way in self._ways(members, least, turns, splits(extra, rooms)):
                    count += 1
                    ways.append(way)
                    # All are counted, few are kept: sorting now and then keeps the ones that would be listed.
                    if len(ways) > KEPT_WAYS * self.limit:
                        ways = sorted(ways, key=len)[: self.limit]
            except _Stopped:
                cost = floor + extra
                listed = tuple(sorted(ways, key=len)[: self.limit])
                return LeastChange(cost if count else None, cost, count, listed, is_complete=False)
            if count:
                listed = tuple(sorted(ways, key=len)[: self.limit])
                return LeastChange(floor + extra, floor + extra, count, listed)
        return IMPOSSIBLE

    def _greatest_cost(self, actor: int) -> int:
        units = self._units(actor)
        return units.greatest_cost + (len({k for k, _ in units.others}) if self.replacing else 0)

    def _ways(
        self,
        members: Sequence[int],
        least: Mapping[int, int],
        turns: Sequence[Turn],
        divided: Iterator[tuple[int, ...]],
    ) -> Iterator[Variants]:
        """The ways of one cost under which nobody of a group is tempted, and none of its decisions passes."""
        for split in divided:
            choices = [self._stable(a, least[a] + more) for a, more in zip(members, split, strict=True)]
            for chosen in product(*choices):
                self.allowance.spend(WAY_WORK)
                if self.allowance.is_spent:
                    raise _Stopped
                ranks = {actor: pair[1] for actor, pair in zip(members, chosen, strict=True)}
                if not any(self._passes(turn, ranks) for turn in turns):
                    yield tuple(
                        (actor, variant)
                        for actor, (variant, _) in zip(members, chosen, strict=True)
                        if variant != self._units(actor).original
                    )

    def _passes(self, turn: Turn, ranks: Mapping[int, Ranks]) -> bool:
        gains = {actor: self._gains(ranks[actor], turn.target) for actor in self._players(turn)}
        return bool(turn.improves(*self._stances(turn, gains)).any())

    def _stable(self, actor: int, cost: int) -> list[tuple[Variant, Ranks]]:
        """The variants of exactly this cost under which an actor is not tempted, with the ranks."""
        if (actor, cost) not in self.stable:
            units = self._units(actor)
            targets = self.own[actor].target if actor in self.own else np.zeros(0, dtype=np.int64)
            ranked = ((variant, units.ranks(variant)) for variant in units.at(cost, self.replacing))
            self.stable[actor, cost] = [(v, r) for v, r in ranked if not (self._gains(r, targets) > 0).any()]
        return self.stable[actor, cost]
