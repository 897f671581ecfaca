"""Who does what first: a sequence of moves from a state to a deal that asks for the least trust."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.deals.reach import Work
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
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
        coalition = Coalition(game, self.actors)
        self.movers = [mover for mover, _ in coalition.carried]
        self.edges = coalition.moves
        self._worse = game.ranks < game.ranks[:, [start]]
        self._trust = [self._trusting(mover, edges) for mover, edges in zip(self.movers, self.edges, strict=True)]
        self.cost = np.full((len(self.movers), game.size), FAR, dtype=np.int64)
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

    def _trusting(self, mover: Mover, edges: Edges) -> Bools:
        """For each move whether somebody who counts is worse off after it than at the start."""
        if mover.actor is not None:
            return np.asarray(self._worse[mover.actor, edges.target])
        assert edges.rules is not None
        result = np.zeros(len(edges.target), dtype=bool)
        for rules in np.unique(edges.rules).tolist():
            asks = edges.rules == rules
            result[asks] = self._worse[self.players(mover, rules)][:, edges.target[asks]].any(axis=0)
        return result

    def _search(self, targets: Longs, work: Work) -> bool:
        """Cheapest first through pairs of a state and its last mover; whether all targets were met."""
        queue: list[tuple[int, int]] = [(0, NOBODY)]
        waiting: dict[tuple[int, int], list[Longs]] = {(0, NOBODY): [np.array([self.start])]}
        while queue:
            cost, last = heappop(queue)
            # All targets have their least cost once only dearer pairs wait.
            if len(targets) and cost > int(self.cost[:, targets].min(axis=0, initial=FAR).max()):
                break
            states = np.unique(np.concatenate(waiting.pop((cost, last))))
            if last != NOBODY:
                states = states[self.cost[last][states] == cost]
            for k, edges in enumerate(self.edges):
                # A legal sequence: nobody moves twice in a row.
                if k == last or not len(states):
                    continue
                positions = edges.positions(states)
                if not work.spend(len(positions)):
                    return False
                for trusting in (False, True):
                    ends = edges.target[positions[self._trust[k][positions] == trusting]]
                    dear = cost + 1 + trusting * int(TRUST)
                    new = np.unique(ends[self.cost[k][ends] > dear]).astype(np.int64)
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
        todo = [(k, target) for k in range(len(self.movers)) if self.cost[k, target] == best]
        seen = set(todo)
        while todo:
            k, state = todo.pop()
            here, edges = int(self.cost[k, state]), self.edges[k]
            for place in np.flatnonzero(edges.target == state).tolist():
                before, left = int(edges.source[place]), here - 1 - int(self._trust[k][place]) * int(TRUST)
                pairs = [(j, before) for j in range(len(self.movers)) if j != k and self.cost[j, before] == left]
                if left == 0 and before == self.start:
                    pairs.append((NOBODY, before))
                for pair in pairs:
                    onward.setdefault(pair, set()).add((k, state))
                    if pair not in seen and pair[0] != NOBODY:
                        seen.add(pair)
                        todo.append(pair)
        return onward

    def _signed(self, k: int, before: int, after: int) -> Signed:
        mover, edges = self.movers[k], self.edges[k]
        places = [p for p in edges.positions(np.array([before])).tolist() if edges.target[p] == after]
        # Of several ways to make a move between coalesced states the one that asks for the least trust.
        asked = [0 if edges.rules is None else int(edges.rules[p]) for p in places]
        trusts, rules = min(
            ((tuple(a for a in self.players(mover, rules) if self._worse[a, after]), rules) for rules in asked),
            key=lambda way: (len(way[0]), way),
        )
        return Signed(mover, before, after, trusts, rules)
