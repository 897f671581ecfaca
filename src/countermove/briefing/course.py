"""What single improvements lead to from the status quo: whether they end, where, and whether they must."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.analysis.result import Record
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.stability.engines.local import improvements_from

__all__ = ["Course", "course_of"]

MOST_STATES = 20_000
"""States that are visited to see whether every walk ends: a tenth of a second; beyond, it is said to be unknown."""
MOST_MOVES = 400_000
"""Improvements among these states: two arrays of 3 MB each."""


@dataclass(frozen=True)
class Course(Record):
    """Where walks of single improvements from the status quo go.

    A walk goes on as long as some mover has an improvement; any mover may move at each step. `ends`: the Nash equilibria
    at which some walk ends. `always_ends`: whether every walk ends, so that none goes round in a circle. Both None
    where there are too many states to visit.
    """

    start: State
    ends: tuple[State, ...] | None
    always_ends: bool | None

    @property
    def only(self) -> State | None:
        """The one state at which every walk ends; None where there is none, or that is not known."""
        return self.ends[0] if self.always_ends and self.ends is not None and len(self.ends) == 1 else None


def course_of(game: ListedGame, start: int) -> Course:
    """Where walks of single improvements lead from the state with the position `start`.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> game = compile(load_case("european-security-2022"))
    >>> course_of(game, game.status_quo_key).only.number
    148
    """
    seen = np.zeros(game.size, dtype=bool)
    seen[start] = True
    front = np.array([start], dtype=np.int32)
    sources, targets = [], []
    n_moves = 0
    while len(front):
        moves = [improvements_from(game, mover, front) for mover in game.movers]
        sources += [part.source for part in moves]
        targets += [part.target for part in moves]
        n_moves += sum(len(part.target) for part in moves)
        reached = np.unique(np.concatenate([part.target for part in moves])) if moves else front[:0]
        front = reached[~seen[reached]].astype(np.int32)
        seen[front] = True
        if np.count_nonzero(seen) > MOST_STATES or n_moves > MOST_MOVES:
            return Course(game.at(start), None, None)
    states = np.flatnonzero(seen)
    place = np.full(game.size, -1, dtype=np.int64)
    place[states] = np.arange(len(states))
    source = place[np.concatenate([np.empty(0, np.int64), *sources])]
    target = place[np.concatenate([np.empty(0, np.int64), *targets])]
    is_end = np.ones(len(states), dtype=bool)
    is_end[source] = False
    ends = tuple(game.at(key) for key in states[is_end].tolist())
    return Course(game.at(start), ends, not _has_circle(len(states), source, target))


def _has_circle(size: int, source: np.ndarray, target: np.ndarray) -> bool:
    """Whether some walk can come back to a state that it has left."""
    n_after = np.bincount(source, minlength=size)
    order = np.argsort(target, kind="stable")
    begin = np.searchsorted(target[order], np.arange(size + 1))
    # States from which nothing leads on are taken away, again and again; what is left then lies on, or leads to, a circle.
    free = np.flatnonzero(n_after == 0).tolist()
    n_free = 0
    while free:
        state = free.pop()
        n_free += 1
        for before in source[order[begin[state] : begin[state + 1]]].tolist():
            n_after[before] -= 1
            if not n_after[before]:
                free.append(before)
    return n_free < size
