"""The question: for which states would actors who can talk leave a state together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.deals.contract import Contracts, Signed
from countermove.analysis.deals.fallback import fallback_set
from countermove.analysis.deals.reach import NO_BOUND, Reach, Work, sets_of
from countermove.analysis.deals.record import (
    BREAKABLE,
    KEPT_BY_ANSWERS,
    KINDS,
    SELF_ENFORCING,
    Deal,
    DealPath,
    Deals,
    Departure,
    Fallback,
    Temptation,
)
from countermove.analysis.deals.searched import searched_deals
from countermove.analysis.deals.standing import departing_group, holding, temptation
from countermove.analysis.deals.steps import Leg, deal_paths, default_size, recorded, written
from countermove.analysis.evolution.paths import reachable
from countermove.analysis.winners import standings
from countermove.errors import QuestionError
from countermove.game.compile import game_of
from countermove.game.game import Game, State, StateLike
from countermove.game.listed import ListedGame
from countermove.game.pareto import undominated_within
from countermove.game.searched import SearchedGame
from countermove.model.case import Case

__all__ = ["LIMIT", "MAX_WORK", "deals"]

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
LIMIT = 10
"""Deals that are described in full unless more are asked for: as many as people compare."""
MAX_WORK = 200_000_000
"""Moves that are looked at unless more are allowed: some seconds."""
SHARE_OF_PATHS = 10
"""Paths with deals may take one part in this many of it, beside what deals take: they are the smaller question."""


def deals(
    game: Case | Game,
    start: StateLike | None = None,
    size: int | None = None,
    *,
    limit: int = LIMIT,
    minimal: bool = False,
    work: int = MAX_WORK,
) -> Deals:
    """The deals for which actors who can talk would leave a state together, in the order in which people are shown them.

    A deal of a coalition H of at least two actors at d: H reaches d from the start by legal sequences of its members'
    moves and of the bodies that it carries against all others, and every member strictly prefers d. Some coalition has
    a deal at d iff G(d), all who strictly prefer d, has at least two members and reaches d: what coalitions reach only
    grows with them. A deal for all: nobody loses, somebody gains, and all actors together reach d. A deal that single
    improvements reach is counted, not told, and so is a deal for all in which fewer than two gain.

    Order: self-enforcing deals for all, other deals for all, self-enforcing deals, other deals. In each class first
    those that no other of it is better than for some and worse than for none; then members of the fallback set; then
    shorter contracts; then those with more who gain; then lower state numbers.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    start
        The state that would be left, as `Game.state` takes it; the status quo if None.
    size
        The most actors of a coalition on a path with deals, at least 2; None for coalitions of all sizes, of at most 4
        where there are more than 8 actors.
    limit
        The most deals that are described in full; all are counted.
    minimal
        Whether to find, for each deal told, the smallest coalitions that have it; in a listed game.
    work
        The most moves that are looked at.

    Returns
    -------
    Deals
        The first deals, with what keeps or breaks each, and who does what first; and how many there are besides.

    Raises
    ------
    QuestionError
        Without a start, for a state that there is not, and for a size or limit that is too small.

    Notes
    -----
    Cost in a listed game of S states and A actors: A times S comparisons, the verdicts under Nash and SEQ (those of
    `equilibria`, computed once for each game), one search for each set of movers whose members all gain somewhere
    within what they can change, and one for each contract told. Nothing is made of size S x S.

    References
    ----------
    Brams and Kilgour 2001, Group Decis. Negot. 10, 287-316 (fallback bargaining).

    Examples
    --------
    >>> import countermove as cm
    >>> answer = cm.deals(cm.compile(cm.load("prisoners-dilemma")), start=1)
    >>> deal = answer.first
    >>> deal.state.number, deal.gainers, deal.standing, [step.mover for step in deal.contract]
    (4, ('row', 'column'), 'kept-by-answers', ['row', 'column'])
    """
    game = game_of(game)
    if size is not None and size < 2:
        raise QuestionError(f"a deal has at least two actors; the size {size} asks for none")
    if limit < 1 or work < 1:
        raise QuestionError("at least one deal must be asked for, and some work be allowed to find it")
    begin = _start(game, start)
    if isinstance(game, SearchedGame):
        return searched_deals(game, begin, size, limit, work)
    assert isinstance(game, ListedGame)
    return _Search(game, begin, limit, minimal, Work(work)).answer(size)


def _start(game: Game, start: StateLike | None) -> State:
    if start is not None:
        return game.state(start)
    if game.status_quo_key is None:
        how = "name a state" if game.is_listed else "name a state by its options"
        raise QuestionError(f"the case has no status quo that actors could leave together; {how}: --from STATE")
    return game.at(game.status_quo_key)


@dataclass(eq=False)
class _Search:
    """The deals of a listed game from one state."""

    game: ListedGame
    start: State
    limit: int
    minimal: bool
    work: Work
    is_path_open: bool = False

    @cached_property
    def better(self) -> Bools:
        """Whether each actor strictly prefers each state to the start, shape (A, S)."""
        return np.asarray(self.game.rank_rows > self.game.rank_rows[:, [self.start.key]])

    @cached_property
    def worse(self) -> Bools:
        """Whether each actor strictly prefers the start, shape (A, S)."""
        return np.asarray(self.game.rank_rows < self.game.rank_rows[:, [self.start.key]])

    @cached_property
    def everybody(self) -> tuple[int, ...]:
        """All actors by position."""
        return tuple(range(len(self.game.actors)))

    @cached_property
    def within_reach(self) -> Bools:
        """What all actors together reach; the one search that no bound of work cuts. Cost: as `reachable`."""
        reached = Reach(self.game, self.start.key, Work(NO_BOUND)).of(self.everybody)
        assert reached is not None
        return reached

    @cached_property
    def reach(self) -> Reach:
        """What coalitions reach from the start."""
        return Reach(self.game, self.start.key, self.work)

    @cached_property
    def of_gainers(self) -> tuple[Bools, int]:
        """Which states those who gain there reach by themselves, and of how many that is not known."""
        found, unjudged = np.zeros(self.game.size, dtype=bool), 0
        open_ = np.flatnonzero((self.better.sum(axis=0) > 1) & self.within_reach)
        for actors, places in sets_of(self.better[:, open_]):
            states = self.reach.within(actors, open_[places])
            reached = self.reach.of(actors) if len(states) else None
            if reached is not None:
                found[states] = reached[states]
            else:
                unjudged += len(states)
        return found, unjudged

    def answer(self, size: int | None) -> Deals:
        """The whole answer."""
        game, start = self.game, self.start
        pareto = ~self.worse.any(axis=0) & self.better.any(axis=0)
        for_all, (of_gainers, unjudged) = pareto & self.within_reach, self.of_gainers
        alone = reachable(game, start.key, improving=True)
        several = self.better.sum(axis=0) > 1
        told = ((for_all & several) | of_gainers) & ~alone
        # The class of each deal in the order of telling.
        kind = np.where(for_all, 0, 2) + ~holding(game, credible=False)
        counting = np.flatnonzero(~self.worse.any(axis=0))
        fallback = self._fallback(counting)
        keys = self._first(np.where(told, kind, len(KINDS)), fallback)
        first = tuple(self._deal(key, bool(for_all[key]), is_free, fallback) for key, is_free in keys)
        most = default_size(game) if size is None else size
        paths = (*self._path_to_deal(first[0] if first else None, most), *self._paths_to_equilibria(alone, most))
        is_proved = self.work.spent <= self.work.limit
        bound = None if is_proved else f"{self.work.limit:,} moves looked at"
        if self.is_path_open:
            bound = bound or f"{self.work.limit // SHARE_OF_PATHS:,} moves looked at for paths with deals"
        return Deals(
            game,
            start,
            first,
            {name: int((told & (kind == k)).sum()) for k, name in enumerate(KINDS)},
            int(((for_all | of_gainers) & alone).sum()),
            int((for_all & ~several & ~alone).sum()),
            int((pareto & ~self.within_reach).sum()),
            unjudged,
            fallback,
            self._fallback(np.arange(game.size)),
            paths,
            size,
            bound,
            is_proved,
        )

    def _fallback(self, counting: Longs) -> Fallback:
        members, depth = fallback_set(self.game.rank_rows, counting)
        outside = [key for key in members.tolist() if not self.within_reach[key] and key != self.start.key]
        at = self.game.at
        return Fallback(tuple(map(at, members.tolist())), depth, tuple(map(at, outside)), len(counting))

    # ----------------------------------------------------------------------------------------- paths with deals

    def _path_to_deal(self, deal: Deal | None, size: int) -> Iterator[DealPath]:
        """A shortest path with deals to a deal, which single improvements do not reach."""
        if deal is None:
            return
        key, gainers = deal.state.key, tuple(map(self.game.actors.index, deal.gainers))
        if deal.is_of_gainers and len(gainers) <= size:
            # Those who gain go there in one step, and no path is shorter.
            yield written(self.game, key, [Leg((True, gainers), self.start.key, key)])
        else:
            yield from self._searched([key], size)

    def _paths_to_equilibria(self, alone: Bools, size: int) -> Iterator[DealPath]:
        """Shortest paths with deals to the nearest Nash equilibria, where single improvements reach none."""
        nash = holding(self.game, credible=False)
        if not (nash & alone).any():
            yield from self._searched(np.flatnonzero(nash).tolist(), size)

    def _searched(self, targets: list[int], size: int) -> tuple[DealPath, ...]:
        work = Work(self.work.limit // SHARE_OF_PATHS)
        paths = deal_paths(self.game, self.start.key, targets, size, work)
        if paths is None:
            self.is_path_open = True
        return paths or ()

    # ---------------------------------------------------------------------------------------- order of telling

    def _first(self, kind: Longs, fallback: Fallback) -> list[tuple[int, bool]]:
        """The first deals in the order of telling, and whether no deal of the same class is better than each."""
        in_fallback = np.zeros(self.game.size, dtype=bool)
        in_fallback[[state.key for state in fallback.states]] = True
        keys: list[tuple[int, bool]] = []
        for which in range(len(KINDS)):
            members = np.flatnonzero(kind == which)
            if not len(members) or len(keys) >= self.limit:
                continue
            free = undominated_within(self.game.rank_rows[:, members], self.work.spend)
            if free is None:
                # They are too many to compare with one another: none is put before the rest for it.
                free = np.zeros(len(members), dtype=bool)
            for is_free in (True, False):
                for is_fallback in (True, False):
                    # What stands behind the limit is never put in order: contracts are the dear part.
                    if len(keys) < self.limit:
                        group = members[(free == is_free) & (in_fallback[members] == is_fallback)]
                        keys += [(key, is_free) for key in self._by_contract(group, which < 2)]
        return keys[: self.limit]

    def _by_contract(self, states: Longs, for_all: bool) -> list[int]:
        """States by the length of their contract, then by how many gain, then by number."""
        rows = []
        for actors, targets in self._signers(states, for_all):
            contracts = self._contracts(actors, targets)
            for key in targets.tolist():
                length = contracts.length(key)
                gain = int(self.better[:, key].sum())
                rows.append((length is None, length or 0, -gain, key))
        return [key for *_, key in sorted(rows)]

    def _signers(self, states: Longs, for_all: bool) -> Iterator[tuple[tuple[int, ...], Longs]]:
        """Whose contract each deal is: all actors' of a deal for all, else that of those who gain."""
        if for_all:
            yield self.everybody, states
        else:
            for actors, places in sets_of(self.better[:, states]):
                yield actors, states[places]

    @cached_property
    def _signed(self) -> dict[tuple[int, ...], Contracts]:
        return {}

    def _contracts(self, actors: tuple[int, ...], targets: Longs) -> Contracts:
        contracts = self._signed.get(actors)
        if contracts is None or any(contracts.length(key) is None for key in targets.tolist()):
            contracts = self._signed[actors] = Contracts(self.game, self.start.key, actors, targets, self.work)
        return contracts

    # ------------------------------------------------------------------------------------------------ one deal

    def _deal(self, key: int, for_all: bool, is_free: bool, fallback: Fallback) -> Deal:
        game = self.game
        state = game.at(key)
        gainers = tuple(np.flatnonzero(self.better[:, key]).tolist())
        members = self.everybody if for_all else gainers
        steps = self._contracts(members, np.array([key])).steps(key)
        tempted = tuple(self._temptations(key))
        breakers = tuple(one for one in tempted if not one.answered)
        group = departing_group(game, key, members, self.work)
        return Deal(
            state,
            for_all,
            bool(self.of_gainers[0][key]),
            self._ids(gainers),
            self._ids(np.flatnonzero(self.worse[:, key]).tolist()),
            self._ids(self._needed(gainers, steps or ())),
            SELF_ENFORCING if not tempted else BREAKABLE if breakers else KEPT_BY_ANSWERS,
            breakers,
            tempted,
            None if group is None else Departure(self._ids(group[0]), game.at(group[1])),
            group is not None or self.work.spent <= self.work.limit,
            None if steps is None else tuple(recorded(game, step) for step in steps),
            state in fallback.states,
            is_free,
            self._minimal(gainers, key) if self.minimal else None,
            standings(game, self.start, state),
        )

    def _ids(self, actors: tuple[int, ...] | list[int]) -> tuple[str, ...]:
        return tuple(self.game.actors[actor] for actor in actors)

    def _temptations(self, key: int) -> Iterator[Temptation]:
        for mover in self.game.movers:
            one = temptation(self.game, mover, key)
            if one is not None:
                yield Temptation(mover.id, self.game.at(one[0]), one[1])

    def _needed(self, gainers: tuple[int, ...], steps: tuple[Signed, ...]) -> list[int]:
        """Those who do not gain, and who move in the contract, or without whose vote a body would not."""
        helping: set[int] = set()
        for step in steps:
            mover = step.mover
            if mover.actor is not None:
                helping.add(mover.actor)
                continue
            # A body that those who gain carry against all others needs nobody else.
            for place, vote in enumerate(mover.votes):
                if step.rules >> place & 1 and not vote.passes_by(gainers):
                    helping |= vote.players
        return sorted(helping - set(gainers))

    def _minimal(self, gainers: tuple[int, ...], key: int) -> tuple[tuple[str, ...], ...]:
        """The smallest coalitions of those who gain that reach a state: no part of them does."""
        here, least = np.array([key]), list[tuple[int, ...]]()
        for count in range(2, len(gainers) + 1):
            for actors in combinations(gainers, count):
                if any(set(fewer) <= set(actors) for fewer in least) or not len(self.reach.within(actors, here)):
                    continue
                reached = self.reach.of(actors)
                if reached is None:
                    return tuple(map(self._ids, least))
                if reached[key]:
                    least.append(actors)
        return tuple(map(self._ids, least))
