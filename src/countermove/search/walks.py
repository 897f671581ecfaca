"""Where improvements drift in a case that is not listed: walks from the status quo, each step somebody's best move."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np

from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.bounded import Move
from countermove.search.nash import improving_choice
from countermove.search.own_moves import OwnMoves

__all__ = ["Walk", "walks"]

LONGEST = 500
"""A walk of so many steps is given up."""


@dataclass(frozen=True)
class Walk:
    """A legal sequence of improvements from a state. `settled`: nobody would move on from its end."""

    start: int
    steps: tuple[Move, ...]
    settled: bool

    @property
    def end(self) -> int:
        """The code where the walk ends."""
        return self.steps[-1].after if self.steps else self.start


def walks(
    model: SearchedGame, start: int, rng: np.random.Generator | int, count: int = 20, *, end: float = inf
) -> tuple[Walk, ...]:
    """Walks of improvements from a feasible code, `count` of them.

    Fewer, but one at least, where the moment `end` of the monotonic clock comes before.

    In the first, movers have their turns in the order of the case; in the others, turns are drawn at random. At each
    step a mover that did not move last makes an improvement that no other of its own beats; a body makes any that
    passes. A walk ends where nobody has an improvement (a
    Nash equilibrium), where only the last mover has one, or after 500 steps. What walks reach can be reached; what
    they do not reach may still be reachable.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> [walk.end for walk in walks(searched_game(load_case("prisoners-dilemma")), 0b11, 1, 2)]
    [0, 0]
    """
    generator, moves = np.random.default_rng(rng), OwnMoves(model)
    found: list[Walk] = []
    while len(found) < count and (not found or monotonic() < end):
        found.append(_walk(moves, start, generator if found else None))
    return tuple(found)


def _walk(moves: OwnMoves, start: int, rng: np.random.Generator | None) -> Walk:
    model = moves.model
    steps: list[Move] = []
    here, last, turn = start, "", 0
    count = len(model.movers)
    while len(steps) < LONGEST:
        in_turn = [(turn + k) % count for k in range(count)]
        for k in in_turn if rng is None else rng.permutation(count).tolist():
            mover = model.movers[k]
            there = None if mover.id == last else _best(moves, mover, here)
            if there is not None:
                steps.append(Move(mover.id, here, there))
                here, last, turn = there, mover.id, k + 1
                break
        else:
            idle = not last or improving_choice(model, model.mover(last), here) is None
            return Walk(start, tuple(steps), idle)
    return Walk(start, tuple(steps), False)


def _best(moves: OwnMoves, mover: SearchedMover, here: int) -> int | None:
    """An improvement that no other of the mover's beats; None where it has none."""
    if mover.choices is None:
        choice = improving_choice(moves.model, mover, here)
        return None if choice is None else here & ~mover.mask | choice
    best = None
    for after in moves.of(mover, here, improving=True):
        if mover.actor is None:
            return after
        if best is None or moves.model.compare(mover.actor, best, after) > 0:
            best = after
    return best
