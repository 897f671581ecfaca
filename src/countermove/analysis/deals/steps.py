"""Paths with deals: sequences of improvements of single movers and of what coalitions agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from countermove.analysis.deals.contract import Contracts, Signed
from countermove.analysis.deals.reach import NO_BOUND, Reach, Work, sets_of
from countermove.analysis.deals.record import ContractStep, DealPath, PathStep
from countermove.game.listed import ListedGame
from countermove.stability.engines.local import improvements_from

__all__ = ["Leg", "deal_paths", "default_size", "paths_with_deals", "recorded", "written"]

Agent = tuple[bool, tuple[int, ...]]
"""Who makes a step: whether it is a coalition, and its actors; of a single mover its position among the movers."""
NOBODY: Agent = (False, (-1,))
MOST_ACTORS = 8
"""Up to this many actors coalitions of all sizes are looked at: 2^8 of them."""
FEW = 4
"""The size of coalitions where there are more actors."""
PASSES = 50
"""About how often all states are passed over to find the deals from one state, by the time that it takes."""


@dataclass(frozen=True)
class Leg:
    """One step of a path, by positions: who makes it, from which state to which."""

    agent: Agent
    before: int
    after: int


def default_size(game: ListedGame) -> int:
    """The most actors of a coalition on a path with deals, unless somebody says how many."""
    return len(game.actors) if len(game.actors) <= MOST_ACTORS else FEW


@dataclass
class _Tree:
    """How each state was reached: by one agent, and by another one, if there is one; and from where."""

    came: dict[tuple[int, Agent], tuple[int, Agent]] = field(default_factory=dict)
    agents: dict[int, list[Agent]] = field(default_factory=dict)

    def add(self, state: int, agent: Agent, before: int, last: Agent) -> bool:
        """Note a step; whether it says anything new: by two agents whatever can follow at all can follow."""
        agents = self.agents.setdefault(state, [])
        if agent in agents or len(agents) > 1:
            return False
        agents.append(agent)
        self.came[state, agent] = (before, last)
        return True

    def path(self, state: int) -> tuple[Leg, ...]:
        """The steps to a state by the first agent that reached it."""
        legs: list[Leg] = []
        agent = self.agents[state][0]
        while agent != NOBODY:
            before, last = self.came[state, agent]
            legs.append(Leg(agent, before, state))
            state, agent = before, last
        return tuple(reversed(legs))


def paths_with_deals(
    game: ListedGame, start: int, targets: Collection[int], size: int, work: Work
) -> dict[int, tuple[Leg, ...]] | None:
    """The shortest paths with deals from a state to the nearest of some states.

    A step is an improvement of one mover, or for a coalition of 2 to `size` actors a state that its legal sequences
    reach and that all of it strictly prefer to the state before. Neither the same mover nor the same coalition makes
    two steps in a row; different coalitions may overlap.

    Parameters
    ----------
    game, start
        A listed game, and a position from 0.
    targets
        Positions of the states that are looked for, the start not among them.
    size
        The most actors of a coalition.
    work
        What may be spent.

    Returns
    -------
    dict, or None
        For each target that is nearest a shortest path, single movers before coalitions and these the smaller first;
        empty where none can be reached, None where that is not known.

    Notes
    -----
    Cost: for each state that is nearer than the targets some passes over all states, and a search for each set of
    movers whose members all prefer some state.
    """
    tree = _Tree()
    tree.agents[start] = [NOBODY]
    layer: list[tuple[int, Agent]] = [(start, NOBODY)]
    wanted = set(targets)
    while layer:
        fresh: list[tuple[int, Agent]] = []
        for state, last in layer:
            # By its second agent a state goes on only with the step that the first may not make.
            only = None if last == tree.agents[state][0] else tree.agents[state][0]
            if not work.spend(PASSES * game.size):
                return None
            for agent, after in _steps(game, state, size, work):
                allowed = agent != last and only in (None, agent)
                if after != start and allowed and tree.add(after, agent, state, last):
                    fresh.append((after, agent))
        if hits := sorted(wanted & {state for state, _ in fresh}):
            return {state: tree.path(state) for state in hits}
        layer = fresh
    return {}


def _steps(game: ListedGame, state: int, size: int, work: Work) -> Iterator[tuple[Agent, int]]:
    """The steps from a state: of single movers, then of coalitions."""
    here = np.array([state], dtype=np.int32)
    for mover in game.movers:
        for after in np.unique(improvements_from(game, mover, here).target).tolist():
            yield (False, (mover.index,)), after
    reach = Reach(game, state, work)
    better = game.rank_rows > game.rank_rows[:, [state]]
    for gainers, states in sets_of(better):
        for actors in _coalitions(gainers, size):
            open_ = reach.within(actors, states)
            reached = reach.of(actors) if len(open_) else None
            if reached is not None:
                for after in open_[reached[open_]].tolist():
                    yield (True, actors), after


def _coalitions(gainers: tuple[int, ...], size: int) -> Iterator[tuple[int, ...]]:
    """The largest coalitions of those who gain, then those with one actor less.

    What a coalition reaches grows with it, so the largest reach whatever any does. The smaller ones are wanted where
    the largest has made the step before, and may not make the next.
    """
    most = min(len(gainers), size)
    for count in (most, most - 1):
        if count > 1:
            yield from combinations(gainers, count)


def deal_paths(
    game: ListedGame, start: int, targets: Collection[int], size: int | None, work: Work
) -> tuple[DealPath, ...] | None:
    """The shortest paths with deals to the nearest of some states, as records; see `paths_with_deals`.

    `size`: None for coalitions of the usual sizes. None where the work allowed was not enough.
    """
    if not targets:
        return ()
    paths = paths_with_deals(game, start, targets, default_size(game) if size is None else size, work)
    return None if paths is None else tuple(written(game, target, legs) for target, legs in paths.items())


def written(game: ListedGame, target: int, legs: Sequence[Leg]) -> DealPath:
    """A path as a record, each step with the moves that make it."""
    at, steps = game.at, []
    for leg in legs:
        is_deal, who = leg.agent
        moves = _moves(game, leg)
        actors = tuple(game.actors[k] for k in who) if is_deal else (game.movers[who[0]].id,)
        steps.append(PathStep(actors, is_deal, at(leg.before), at(leg.after), tuple(recorded(game, one) for one in moves)))
    return DealPath(at(target), tuple(steps))


def recorded(game: ListedGame, step: Signed) -> ContractStep:
    """A step of a contract as a record."""
    trusts = tuple(game.actors[actor] for actor in step.trusts)
    return ContractStep(step.mover.id, game.at(step.before), game.at(step.after), trusts)


def _moves(game: ListedGame, leg: Leg) -> Sequence[Signed]:
    """The moves that make one step; of a deal those of its contract, which the path has shown to be there."""
    is_deal, who = leg.agent
    if not is_deal:
        return [Signed(game.movers[who[0]], leg.before, leg.after, ())]
    return Contracts(game, leg.before, who, np.array([leg.after]), Work(NO_BOUND)).steps(leg.after) or ()
