"""Who does what first: a sequence of moves from a state to a deal that asks for the least trust."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.deals.reach import Work
from countermove.game.listed import ListedGame, Mover
from countermove.stability.coalition import Coalition

__all__ = ["Contracts", "Signed"]

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
TRUST = np.int64(2**32)
"""What a step costs after which its mover is worse off than at the start, in moves: more than any sequence has."""
FAR = np.int64(2**62)
NOBODY = -1


@dataclass(frozen=True)
class Signed:
    """One step of a contract, by positions: mover, states before and after, the actors who then have to trust.

    `rules`: of a body, the set of rules that decide the move, as a mask over ``mover.votes``.
    """

    mover: Mover
    before: int
    after: int
    trusts: tuple[int, ...]
    rules: int = 0


class Contracts:
    """The contracts of one coalition from one state: one search serves all deals of the coalition.

    A step breaks the condition of a contract where its mover is then worse off than at the start; of a body, where some
    member of the coalition is whom the rules of the changed options ask. `cost` of a state, by last mover, is the
    number of such steps times `TRUST`, plus the number of moves; both least in this order.

    Parameters
    ----------
    game
        A listed game.
    start
        The state that is left (a position, from 0).
    actors
        The coalition, by positions among the actors.
    targets
        The states to which contracts are asked for.
    work
        What may be spent.
    """

    def __init__(self, game: ListedGame, start: int, actors: Sequence[int], targets: Longs, work: Work) -> None:
        self.game, self.start, self.actors = game, start, tuple(actors)
        self.carried = Coalition(game, self.actors).carried
        self._worse = game.rank_rows < game.rank_rows[:, [start]]
        self.cost = np.full((len(self.carried), game.size), FAR, dtype=np.int64)
        # By cost and last mover the states that are reached so: what a search backwards has to look at.
        self._reached: dict[tuple[int, int], Longs] = {(0, NOBODY): np.array([start])}
        self.is_complete = self._search(targets, work)

    def players(self, mover: Mover, rules: int) -> list[int]:
        """The members of the coalition who count for a move: the mover, or those whom the rules of a body ask."""
        if mover.actor is not None:
            return [mover.actor]
        asked: set[int] = set()
        for place, vote in enumerate(mover.votes):
            if rules >> place & 1:
                asked |= vote.players
        return sorted(asked & set(self.actors))

    def length(self, target: int) -> int | None:
        """How many moves the contract has; None where there is none, or it was not found."""
        best = self._best(target)
        return None if best is None else int(best % TRUST)

    def _best(self, target: int) -> np.int64 | None:
        best = np.int64(self.cost[:, target].min(initial=FAR))
        return None if best == FAR else best

    def _moves(self, k: int, states: Longs) -> tuple[Longs, Longs, NDArray[np.int64], Bools]:
        """The moves of one mover from some states: before, after, the rules that decide, whether somebody has to trust."""
        mover, mask = self.carried[k]
        # Found on the spot: to list all moves of a large game would take more room than there is.
        moves = self.game.moves_of(mover, states)
        moves = moves.select((moves.changed & ~np.uint64(mask)) == 0)
        before, after = moves.source.astype(np.int64), moves.target.astype(np.int64)
        if mover.actor is not None:
            return before, after, np.zeros(len(after), dtype=np.int64), self._worse[mover.actor, after]
        asked = mover.rules_on(moves.changed)
        trusting = np.zeros(len(after), dtype=bool)
        for rules in np.unique(asked).tolist():
            asks = asked == rules
            trusting[asks] = self._worse[self.players(mover, rules)][:, after[asks]].any(axis=0)
        return before, after, asked, trusting

    def _search(self, targets: Longs, work: Work) -> bool:
        """Cheapest first through pairs of a state and its last mover; whether all targets were met."""
        queue: list[tuple[int, int]] = [(0, NOBODY)]
        waiting: dict[tuple[int, int], list[Longs]] = {}
        while queue:
            cost, last = heappop(queue)
            # All targets have their least cost once only dearer pairs wait.
            if len(targets) and cost > int(self.cost[:, targets].min(axis=0, initial=FAR).max()):
                break
            if last != NOBODY:
                states = np.unique(np.concatenate(waiting.pop((cost, last))))
                self._reached[cost, last] = states[self.cost[last][states] == cost]
            states = self._reached[cost, last]
            for k, (mover, _) in enumerate(self.carried):
                # A legal sequence: nobody moves twice in a row.
                if k == last or not len(states):
                    continue
                if not work.spend(len(states) * self.game.work_of(mover)):
                    return False
                _, ends, _, trusting = self._moves(k, states)
                for is_dear in (False, True):
                    arrivals = ends[trusting == is_dear]
                    dear = cost + 1 + is_dear * int(TRUST)
                    new = np.unique(arrivals[self.cost[k][arrivals] > dear])
                    if len(new):
                        self.cost[k][new] = dear
                        if (dear, k) not in waiting:
                            waiting[dear, k] = []
                            heappush(queue, (dear, k))
                        waiting[dear, k].append(new)
        return True

    def steps(self, target: int) -> tuple[Signed, ...] | None:
        """The contract to a state; of several equally good ones the first by movers in file order, then by states."""
        if self._best(target) is None:
            return None
        onward = self._onward(target)
        # Movers decide before states do: first the least sequence of movers, over all states that it may pass.
        fronts = [{(NOBODY, self.start)}]
        while all(state != target for _, state in fronts[-1]):
            nexts = {pair for here in fronts[-1] for pair in onward.get(here, ())}
            first = min(k for k, _ in nexts)
            fronts.append({(k, t) for k, t in nexts if k == first})
        kept = [{pair for pair in fronts[-1] if pair[1] == target}]
        for front in reversed(fronts[:-1]):
            kept.append({pair for pair in front if onward.get(pair, set()) & kept[-1]})
        kept.reverse()
        path, steps = (NOBODY, self.start), []
        for front in kept[1:]:
            after = min(onward[path] & front, key=lambda pair: pair[1])
            steps.append(self._signed(after[0], path[1], after[1]))
            path = after
        return tuple(steps)

    def _onward(self, target: int) -> dict[tuple[int, int], set[tuple[int, int]]]:
        """For each pair of last mover and state on a cheapest sequence to the target the pairs that may follow."""
        onward: dict[tuple[int, int], set[tuple[int, int]]] = {}
        best = self._best(target)
        level = {(k, target) for k in range(len(self.carried)) if self.cost[k, target] == best}
        # Dearest first, so that all that follows a pair is known before it.
        open_ = {(int(self.cost[pair]), pair) for pair in level}
        while open_:
            cost = max(cost for cost, _ in open_)
            pairs = {pair for here, pair in open_ if here == cost}
            open_ = {entry for entry in open_ if entry[0] != cost}
            for pair, before in self._before(cost, pairs):
                onward.setdefault(before, set()).add(pair)
                if before[0] != NOBODY:
                    open_.add((int(self.cost[before]), before))
        return onward

    def _before(self, cost: int, pairs: Collection[tuple[int, int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
        """Each of some pairs of one cost with each pair from which a move leads to it at that cost."""
        for k in sorted({k for k, _ in pairs}):
            ends = np.array(sorted(state for j, state in pairs if j == k))
            for is_dear in (False, True):
                left = cost - 1 - is_dear * int(TRUST)
                for last in (NOBODY, *range(len(self.carried))):
                    states = self._reached.get((left, last))
                    if last == k or states is None:
                        continue
                    before, after, _, trusting = self._moves(k, self._near(k, states, ends))
                    fits = (trusting == is_dear) & np.isin(after, ends)
                    for s, t in zip(before[fits].tolist(), after[fits].tolist(), strict=True):
                        yield (k, t), (last, s)

    def _near(self, k: int, states: Longs, ends: Longs) -> Longs:
        """Those of some states that agree with one of `ends` in all options that are not the mover's."""
        game = self.game
        if game.is_graph or game.is_coalesced:
            return states
        others = ~np.uint64(self.carried[k][1])
        return states[np.isin(game.codes[states] & others, game.codes[ends] & others)]

    def _signed(self, k: int, before: int, after: int) -> Signed:
        mover = self.carried[k][0]
        _, ends, asked, _ = self._moves(k, np.array([before]))
        # Of several ways to make a move between coalesced states the one that asks for the least trust.
        trusts, rules = min(
            (
                (tuple(a for a in self.players(mover, rules) if self._worse[a, after]), rules)
                for rules in asked[ends == after].tolist()
            ),
            key=lambda way: (len(way[0]), way),
        )
        return Signed(mover, before, after, trusts, rules)
