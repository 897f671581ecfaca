"""The threat that costs least: an answer to a gain with as few moves as possible that their movers do not want."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.lines import Difference, differences
from countermove.analysis.paths import Step
from countermove.game.listed import ListedGame, Mover
from countermove.stability.bodies import sanctions
from countermove.stability.engines.dispatch import best_after
from countermove.stability.engines.local import Moves, answers_from, rules_of
from countermove.stability.improvements import rules_pass
from countermove.text.naming import number

__all__ = ["Carried", "Search", "cheapest_threat", "own_view"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
NOBODY = -1


@dataclass
class Search:
    """How many pairs of a state and its last mover may still be visited."""

    pairs: int = 200_000


@dataclass(frozen=True)
class Carried:
    """One move of an answer, in the eyes of whoever makes it; states count from 0.

    `willing`: it is an improvement where it is made. `gain`: 1, 0 or -1, for an actor; None for a body. `worse`:
    how many states the actor likes less before and after the move. `differences`: the lines of its `prefers` that
    the move gains or loses. `against`: for a body, the actors with a say who prefer the state before.
    """

    mover: str
    before: int
    after: int
    willing: bool
    gain: int | None
    worse: tuple[int, int] | None = None
    differences: tuple[Difference, ...] = ()
    against: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states and lines count from 1."""
        return {
            "mover": self.mover,
            "from": number(self.before),
            "to": number(self.after),
            "willing": self.willing,
            "gain": self.gain,
            "lost": [d.position + 1 for d in self.differences if not d.gained],
            "won": [d.position + 1 for d in self.differences if d.gained],
            "against": list(self.against),
        }


def own_view(graph: ListedGame, focal: Mover, step: tuple[Step, bool]) -> Carried:
    """What a move of an answer to `focal` means to whoever makes it; `step` is the move, and whether it is wanted."""
    move, willing = step
    mover = graph.mover(move.mover)
    if mover.actor is None:
        players = sorted(frozenset().union(*(vote.players for vote in mover.votes)))
        worse = [p for p in players if graph.ranks[p, move.after] < graph.ranks[p, move.before] or p in focal.opposing]
        against = tuple(graph.actors[p] for p in worse)
        return Carried(mover.id, move.before, move.after, willing, None, against=against)
    rank = graph.ranks[mover.actor]
    gain = int(np.sign(int(rank[move.after]) - int(rank[move.before])))
    counts = (int((rank < rank[move.before]).sum()), int((rank < rank[move.after]).sum()))
    lines = () if graph.is_graph else differences(graph, mover.id, move.before, move.after)
    return Carried(mover.id, move.before, move.after, willing, gain, counts, lines)


def cheapest_threat(
    graph: ListedGame, focal: Mover, state: int, target: int, rules: int, counter: bool, search: Search
) -> tuple[tuple[Step, bool], ...] | None:
    """The answer to a gain that holds `focal` back at `state`, each move with whether its mover wants it.

    Of all legal sequences of the others from `target` to a state that sanctions (with `counter`: that sanctions
    although `focal` may move once more), one with the fewest moves that their movers do not want, and of these
    with the fewest moves. `rules`: the rules by which a focal body decided. None where more pairs of a state and
    its last mover than `search` allows would have to be visited. Raises `ValueError` where no sequence sanctions.
    """
    others = [mover for mover in graph.movers if mover is not focal]
    came: dict[tuple[int, int], tuple[int, int, bool] | None] = {}
    waiting: list[tuple[int, int, int, int, int, int, bool]] = [(0, 0, target, NOBODY, NOBODY, NOBODY, True)]
    while waiting:
        cost, length = waiting[0][:2]
        settled: list[tuple[int, int]] = []
        while waiting and waiting[0][:2] == (cost, length):
            _, _, here, last, before, former, willing = heappop(waiting)
            if (here, last) not in came:
                came[here, last] = None if before == NOBODY else (before, former, willing)
                settled.append((here, last))
        search.pairs -= len(settled)
        if length and (hit := _sanctioning(graph, focal, state, rules, counter, [pair[0] for pair in settled])).any():
            return _walk(others, came, settled[int(np.argmax(hit))])
        if search.pairs < 0:
            return None
        for k, mover in enumerate(others):
            free = [pair for pair in settled if pair[1] != k]
            for origin, after, wanted in _steps(graph, focal, mover, np.array([s for s, _ in free], dtype=np.int32)):
                if (after, k) not in came:
                    heappush(waiting, (cost + (not wanted), length + 1, after, k, *free[origin], wanted))
    raise ValueError("no answer holds the mover back")


def _sanctioning(graph: ListedGame, focal: Mover, state: int, rules: int, counter: bool, answers: list[int]) -> Bools:
    """Which of the answers leave `focal` no better off than at `state`."""
    states = np.array(answers, dtype=np.int32)
    if focal.actor is None:
        return sanctions(graph, focal, state, rules, states, counter)
    rank = graph.ranks[focal.actor]
    after = graph.once(("best after", focal.index), lambda: best_after(graph, focal, rank)) if counter else rank
    return np.asarray(after[states] <= rank[state])


def _steps(graph: ListedGame, focal: Mover, mover: Mover, states: Ints) -> list[tuple[int, int, bool]]:
    """The moves with which `mover` may answer, from several states: origin, target, and whether it wants the move."""
    if not len(states):
        return []
    moves = answers_from(graph, focal, mover, states, credible=False)
    wanted: dict[tuple[int, int], bool] = {}
    for origin, after, willing in zip(
        moves.origin.tolist(), moves.target.tolist(), _willing(graph, focal, mover, moves).tolist(), strict=True
    ):
        wanted[origin, after] = wanted.get((origin, after), False) or willing
    return [(origin, after, willing) for (origin, after), willing in wanted.items()]


def _willing(graph: ListedGame, focal: Mover, mover: Mover, moves: Moves) -> Bools:
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        return np.asarray(rank[moves.target] > rank[moves.source])
    return rules_pass(graph, mover, rules_of(mover, moves.changed), moves.source, moves.target, focal.opposing)


def _walk(
    others: list[Mover], came: dict[tuple[int, int], tuple[int, int, bool] | None], pair: tuple[int, int]
) -> tuple[tuple[Step, bool], ...]:
    steps: list[tuple[Step, bool]] = []
    while (link := came[pair]) is not None:
        before, former, willing = link
        steps.append((Step(others[pair[1]].id, before, pair[0]), willing))
        pair = (before, former)
    return tuple(reversed(steps))
