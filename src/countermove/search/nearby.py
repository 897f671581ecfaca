"""Some states of a searched game, with those one move away: all that Nash stability there depends on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.game.preferences import Ranks
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.game.voting import Vote
from countermove.model.statements import Node

__all__ = ["Nearby", "Turn", "nearby"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Turn:
    """Moves of one mover from the states looked at; `source` and `target` are places among the codes.

    `votes`: what all of these moves ask, for a body; empty for an actor. Moves that ask other votes are another turn.
    """

    mover: SearchedMover
    votes: tuple[Vote, ...]
    source: Ints
    target: Ints

    @cached_property
    def players(self) -> tuple[int, ...]:
        """The actors whose preferences decide whether these moves are made."""
        if self.mover.actor is not None:
            return (self.mover.actor,)
        return tuple(sorted(set[int]().union(*(vote.players for vote in self.votes))))

    def improves(self, favour: Bools, oppose: Bools) -> Bools:
        """Which moves are improvements, given who is for and who is against each; both of shape (actors, moves)."""
        if self.mover.actor is not None:
            return np.asarray(favour[self.mover.actor])
        passes = np.ones(len(self.source), dtype=bool)
        for vote in self.votes:
            passes &= vote.passes(favour, oppose)
        return passes


@dataclass(frozen=True, eq=False)
class Nearby:
    """`codes`: the states looked at come first, `count` of them, then those to which one move leads from them."""

    game: SearchedGame
    count: int
    codes: tuple[int, ...]
    turns: tuple[Turn, ...]

    @property
    def size(self) -> int:
        """How many states there are, L."""
        return len(self.codes)

    @cached_property
    def _judged(self) -> tuple[list[int], ...]:
        """For each actor the places of the states between which its preference decides."""
        # An actor without moves of its own still votes in bodies, whose moves end at states that it has to rank as
        # well.
        places = [set(range(self.count)) for _ in self.game.actors]
        for turn in self.turns:
            for player in turn.players:
                places[player].update(turn.target.tolist())
        return tuple(map(sorted, places))

    def counts(self, actor: int, nodes: Sequence[tuple[int, Node]]) -> Ints:
        """The weights of the statements that hold, added up; shape (L,), 0 where this actor is not asked."""
        counts = np.zeros(self.size, dtype=np.int64)
        for place in self._judged[actor]:
            code = self.codes[place]
            counts[place] = sum(weight * self.game.holds(node, code) for weight, node in nodes)
        return counts

    def rank(self, actor: int) -> Ranks:
        """The rank of every state for an actor as the case has it, shape (L,); 0 where it is not asked."""
        codes, judged = self.codes, self._judged[actor]
        scores = {
            place: tuple(
                sum(weight * self.game.holds(node, codes[place]) for weight, node in level.terms)
                for level in self.game.scales[actor]
            )
            for place in judged
        }
        # Dense ranks among these states only: all comparisons of `are_nash` stay within them.
        order = {score: k for k, score in enumerate(sorted(set(scores.values())))}
        ranks = np.zeros(self.size, dtype=np.int32)
        ranks[judged] = [order[scores[place]] for place in judged]
        return ranks

    @cached_property
    def ranks(self) -> Ranks:
        """The ranks of all actors as the case has them, shape (A, L)."""
        rows = [self.rank(actor) for actor in range(len(self.game.actors))]
        return np.array(rows, dtype=np.int32).reshape(len(rows), self.size)

    def are_nash(self, ranks: Ranks) -> Bools:
        """Which of the states looked at are Nash equilibria under these ranks, shape (count,)."""
        is_nash = np.ones(self.count, dtype=bool)
        for turn in self.turns:
            after, before = ranks[:, turn.target], ranks[:, turn.source]
            is_nash[turn.source[turn.improves(after > before, after < before)]] = False
        return is_nash


def nearby(game: SearchedGame, states: Sequence[int]) -> Nearby:
    """The moves from some feasible codes, each given once; cost: one look at every choice of every mover.

    Raises `SizeError` where a mover has too many choices to look at them one by one.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> near = nearby(searched_game(load_case("prisoners-dilemma")), range(4))
    >>> near.are_nash(near.ranks).tolist()
    [True, False, False, False]
    """
    place = {code: k for k, code in enumerate(states)}
    grouped: dict[tuple[SearchedMover, tuple[Vote, ...]], list[tuple[int, int]]] = {}
    for mover in game.movers:
        for code in states:
            for after in game.moves_at(mover, code):
                # Moves that ask the same votes are judged as one array, whatever options they change.
                changed = [mover.votes[k] for k in mover.votes if (code ^ after) >> k & 1]
                moves = grouped.setdefault((mover, tuple(dict.fromkeys(changed))), [])
                moves.append((place[code], place.setdefault(after, len(place))))
    turns = []
    for (mover, votes), moves in grouped.items():
        source, target = np.array(moves, dtype=np.int64).T
        turns.append(Turn(mover, votes, source, target))
    return Nearby(game, len(states), tuple(place), tuple(turns))
