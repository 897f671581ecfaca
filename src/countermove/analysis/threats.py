"""Threats: what the moves of an answer mean to their movers, and the cheapest answer in a listed game."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.lines import Difference, differences
from countermove.analysis.model.places import Place, place_of
from countermove.analysis.result import HIDDEN, Record, keyed, member
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.game.searched import SearchedMover
from countermove.search.bounded import Move
from countermove.stability.bodies import sanctions
from countermove.stability.engines.dispatch import best_after
from countermove.stability.engines.local import Moves, answers_from, rules_of
from countermove.stability.improvements import rules_pass

__all__ = ["PairsLeft", "ThreatMove", "cheapest_threat", "seen_by_mover"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
NOBODY = -1


@dataclass
class PairsLeft:
    """How many pairs of a state and its last mover may still be visited, shared by all threats at one state.

    200,000 take about a second, after which a page says that there are too many answers to find the cheapest.
    """

    pairs: int = 200_000


@dataclass(frozen=True)
class ThreatMove(Record):
    """One move of an answer to an improvement, and what it means to its mover.

    `is_willing`: it is an improvement where it is made. `gain`: 1, 0 or -1, for an actor; None for a body. `places`:
    where the state before and the state after stand for the actor; None for a body, and in a searched game.
    `differences`: the statements of its `prefers` that the move gains or loses. `against`: for a
    body, the actors with a say who prefer the state before.
    """

    mover: str
    before: State = field(metadata=keyed("from"))
    after: State = field(metadata=keyed("to"))
    is_willing: bool = field(metadata=keyed("willing"))
    gain: int | None
    places: tuple[Place, Place] | None = field(default=None, metadata=HIDDEN)
    differences: tuple[Difference, ...] = field(default=(), metadata=HIDDEN)
    against: tuple[str, ...] = ()

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken after the move; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.after.game.options, self.after.taken, strict=False)}

    @member()
    def lost(self) -> tuple[int, ...]:
        """The positions, from 1, of the mover's statements that the move makes worse."""
        return tuple(d.position + 1 for d in self.differences if not d.gained)

    @member()
    def won(self) -> tuple[int, ...]:
        """The positions, from 1, of the mover's statements that the move makes better."""
        return tuple(d.position + 1 for d in self.differences if d.gained)


def seen_by_mover(game: Game, focal: Mover | SearchedMover, move: Sequence[Any], is_willing: bool) -> ThreatMove:
    """What a move of an answer to `focal` means to its mover; `move`: the mover's id, and the keys of the states."""
    id_, before, after = move
    mover: Any = game.mover(id_)
    ends = game.at(before), game.at(after)
    if mover.actor is None:
        votes = mover.votes.values() if isinstance(mover, SearchedMover) else mover.votes
        players = sorted(frozenset[int]().union(*(vote.players for vote in votes)))
        # The focal actor counts as against whatever a body does to it, whatever it prefers (theory.md 5).
        opposing = focal.opposing if isinstance(focal, Mover) else (focal.actor,)
        against = [p for p in players if p in opposing or game.compare(p, before, after) < 0]
        return ThreatMove(id_, *ends, is_willing, None, against=tuple(game.actors[p] for p in against))
    gain = game.compare(mover.actor, before, after)
    places = None
    if isinstance(game, ListedGame):
        places = place_of(game, mover.actor, before), place_of(game, mover.actor, after)
    statements = () if game.case.is_graph else differences(game, id_, before, after)
    return ThreatMove(id_, *ends, is_willing, gain, places, statements)


def cheapest_threat(
    game: ListedGame, focal: Mover, state: int, target: int, rules: int, counter: bool, left: PairsLeft
) -> tuple[tuple[Move, bool], ...] | None:
    """The cheapest answer that deters `focal` from a gain at `state`, each move with whether it is an improvement.

    Of all legal sequences of the others from `target` to a state that sanctions (with `counter`: that sanctions
    although `focal` may move once more), one with the fewest moves that their movers do not want, and of these
    with the fewest moves. `rules`: the rules by which a focal body decided. None where more pairs of a state and
    its last mover than `left` allows would have to be visited. Raises `ValueError` where no sequence sanctions.
    """
    others = [mover for mover in game.movers if mover is not focal]
    came: dict[tuple[int, int], tuple[int, int, bool] | None] = {}
    waiting: list[tuple[int, int, int, int, int, int, bool]] = [(0, 0, target, NOBODY, NOBODY, NOBODY, True)]
    # Dijkstra over pairs of a state and its last mover; costs are pairs (unwilling moves, moves), compared in this
    # order.
    while waiting:
        cost, length = waiting[0][:2]
        settled: list[tuple[int, int]] = []
        # All pairs of one cost at a time, so that the sanction is judged for whole arrays of states.
        while waiting and waiting[0][:2] == (cost, length):
            _, _, here, last, before, former, willing = heappop(waiting)
            if (here, last) not in came:
                came[here, last] = None if before == NOBODY else (before, former, willing)
                settled.append((here, last))
        left.pairs -= len(settled)
        if length and (hit := _sanctioning(game, focal, state, rules, counter, [pair[0] for pair in settled])).any():
            return _walk(others, came, settled[int(np.argmax(hit))])
        if left.pairs < 0:
            return None
        for k, mover in enumerate(others):
            free = [pair for pair in settled if pair[1] != k]
            for origin, after, wanted in _steps(game, focal, mover, np.array([s for s, _ in free], dtype=np.int32)):
                if (after, k) not in came:
                    heappush(waiting, (cost + (not wanted), length + 1, after, k, *free[origin], wanted))
    raise ValueError("no answer deters the mover")


def _sanctioning(game: ListedGame, focal: Mover, state: int, rules: int, counter: bool, answers: list[int]) -> Bools:
    """Which of the answers leave `focal` no better off than at `state`."""
    states = np.array(answers, dtype=np.int32)
    if focal.actor is None:
        return sanctions(game, focal, state, rules, states, counter)
    rank = game.rank_rows[focal.actor]
    after = game.once(("best after", focal.index), lambda: best_after(game, focal, rank)) if counter else rank
    return np.asarray(after[states] <= rank[state])


def _steps(game: ListedGame, focal: Mover, mover: Mover, states: Ints) -> list[tuple[int, int, bool]]:
    """The moves with which `mover` may answer, from several states: origin, target, and whether it wants the move."""
    if not len(states):
        return []
    moves = answers_from(game, focal, mover, states, credible=False)
    wanted: dict[tuple[int, int], bool] = {}
    for origin, after, willing in zip(
        moves.origin.tolist(), moves.target.tolist(), _willing(game, focal, mover, moves).tolist(), strict=True
    ):
        # A body may reach one coalesced state by several moves; one that its members want is enough.
        wanted[origin, after] = wanted.get((origin, after), False) or willing
    return [(origin, after, willing) for (origin, after), willing in wanted.items()]


def _willing(game: ListedGame, focal: Mover, mover: Mover, moves: Moves) -> Bools:
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        return np.asarray(rank[moves.target] > rank[moves.source])
    return rules_pass(game, mover, rules_of(mover, moves.changed), moves.source, moves.target, focal.opposing)


def _walk(
    others: list[Mover], came: dict[tuple[int, int], tuple[int, int, bool] | None], pair: tuple[int, int]
) -> tuple[tuple[Move, bool], ...]:
    steps: list[tuple[Move, bool]] = []
    while (link := came[pair]) is not None:
        before, former, willing = link
        steps.append((Move(others[pair[1]].id, before, pair[0]), willing))
        pair = (before, former)
    return tuple(reversed(steps))
