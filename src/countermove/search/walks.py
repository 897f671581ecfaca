"""Walks of improvements in a searched game: legal ones to equilibria, and random ones by which chances are estimated."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from countermove.game.allowance import STEP_WORK, Allowance
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.bounded import Move
from countermove.search.moves import OwnMoves
from countermove.search.nash import improving_choice

__all__ = ["LONGEST_STEPS", "Walk", "WalkEnds", "random_walk_ends", "walks"]

LONGEST_STEPS = 500
"""Steps after which a walk is given up: those that end in the cases of the catalogue take a few dozen."""
RANDOM_WALKS = 1_000
"""Random walks made unless steps or time run out first: 95 % intervals are then at most 3 points wide on each side."""
MOST_STEPS = 200_000
"""Steps of all walks together after which no new random walk starts: some seconds of work."""
SEED = 1


@dataclass(frozen=True)
class Walk:
    """A legal sequence of improvements from a state, whose code is `start`. `settled`: nobody would move on from its end."""

    start: int
    steps: tuple[Move, ...]
    settled: bool

    @property
    def end(self) -> int:
        """The code where the walk ends."""
        return self.steps[-1].after if self.steps else self.start


def walks(
    game: SearchedGame,
    start: int,
    rng: np.random.Generator | int,
    count: int = 20,
    *,
    last: str = "",
    allowance: Allowance | None = None,
) -> tuple[Walk, ...]:
    """Walks of improvements from a feasible code, `count` of them.

    In the first, movers have their turns in the order of the case; in the others, turns are drawn at random. At each
    step a mover that did not move last makes an improvement that no other of its own beats; a body makes any that
    passes. A walk ends where nobody has an improvement (a Nash equilibrium), where only the last mover has one, or
    after 500 steps. What walks reach can be reached; what they do not reach may still be reachable.

    Parameters
    ----------
    game
        A searched game.
    start
        A feasible code.
    rng
        Seed or generator of the turns.
    count
        How many walks.
    last
        The id of the mover that moved to `start`, and so may not make the next move; empty: any mover may.
    allowance
        What the walks may do; once it is spent, no further walk begins. The first is always made. None: no bound.

    Returns
    -------
    tuple of Walk
        The walks, each with its steps and whether it ended.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> [walk.end for walk in walks(searched_game(load_case("prisoners-dilemma")), 0b11, 1, 2)]
    [0, 0]
    """
    generator, moves = np.random.default_rng(rng), OwnMoves(game)
    followed: list[Walk] = []
    while len(followed) < count and not (followed and allowance is not None and allowance.is_spent):
        # The first takes turns as the case does, so that one walk at least does not hang on a seed.
        followed.append(_walk(moves, start, generator if followed else None, last))
        if allowance is not None:
            allowance.spend(STEP_WORK * (1 + len(followed[-1].steps)))
    return tuple(followed)


def _walk(moves: OwnMoves, start: int, rng: np.random.Generator | None, last: str) -> Walk:
    game = moves.game
    steps: list[Move] = []
    here, turn = start, 0
    count = len(game.movers)
    while len(steps) < LONGEST_STEPS:
        # The turn goes on behind who moved last, so that no mover waits while others move twice.
        in_turn = [(turn + k) % count for k in range(count)]
        for k in in_turn if rng is None else rng.permutation(count).tolist():
            mover = game.movers[k]
            there = None if mover.id == last else _best(moves, mover, here)
            if there is not None:
                steps.append(Move(mover.id, here, there))
                here, last, turn = there, mover.id, k + 1
                break
        else:
            # The last mover may not move again at once, though it may want to: then the walk stops, but is not at rest.
            idle = not last or improving_choice(game, game.mover(last), here) is None
            return Walk(start, tuple(steps), idle)
    return Walk(start, tuple(steps), False)


def _best(moves: OwnMoves, mover: SearchedMover, here: int) -> int | None:
    """An improvement that no other of the mover's beats; None where it has none."""
    if mover.choices is None:
        choice = improving_choice(moves.game, mover, here)
        return None if choice is None else here & ~mover.mask | choice
    best = None
    for after in moves.of(mover, here, improving=True):
        # A body has no order of preference among what passes: the first that passes.
        if mover.actor is None:
            return after
        if best is None or moves.game.compare(mover.actor, best, after) > 0:
            best = after
    return best


class WalkEnds(NamedTuple):
    """Where random walks ended: how many walks at each code, how many there were, and their mean length.

    `steps` is the mean number of moves of the walks that ended, None where none did.
    """

    ends: Counter[int]
    walks: int
    steps: float | None


def random_walk_ends(
    moves: OwnMoves,
    start: int,
    count: int = RANDOM_WALKS,
    rng: np.random.Generator | int = SEED,
    *,
    allowance: Allowance | None = None,
) -> WalkEnds:
    """Where `count` random walks of improvements from a code end.

    The Markov chain of `analysis.improvement_walk`: at each step one of the movers with an improvement is drawn, each
    as likely as another, and then one of its improvements; a mover may be drawn twice in a row. A walk ends where
    nobody has an improvement, or is given up after 500 steps.

    Parameters
    ----------
    moves
        The moves of a searched game.
    start
        A feasible code.
    count
        How many walks; fewer where they are long, since none begins after 200,000 steps in all.
    rng
        Seed or generator of the draws.
    allowance
        What the walks may do; once it is spent, the walk that is on its way is given up. One walk is made at least.
        None: an allowance of its own.

    Returns
    -------
    WalkEnds
        How often walks ended at each code, how many there were, and their mean length.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> random_walk_ends(OwnMoves(searched_game(load_case("prisoners-dilemma"))), 3, 50)
    WalkEnds(ends=Counter({0: 50}), walks=50, steps=2.0)
    """
    generator, allowance = np.random.default_rng(rng), Allowance() if allowance is None else allowance
    ends: Counter[int] = Counter()
    n_walks = settled_steps = all_steps = 0
    # One at least, so that a share has a denominator; long walks end the sample early.
    while n_walks < count and all_steps < MOST_STEPS and (not n_walks or not allowance.is_spent):
        code, steps = _random_walk(moves, start, generator, allowance)
        n_walks, all_steps = n_walks + 1, all_steps + steps
        if code is not None:
            ends[code] += 1
            settled_steps += steps
    return WalkEnds(ends, n_walks, settled_steps / ends.total() if ends else None)


def _random_walk(moves: OwnMoves, start: int, rng: np.random.Generator, allowance: Allowance) -> tuple[int | None, int]:
    """Where one walk ended, None where it was given up, and after how many steps."""
    here = start
    for steps in range(LONGEST_STEPS):
        able = moves.able(here)
        if not able:
            return here, steps
        if allowance.is_spent:
            return None, steps
        allowance.spend(STEP_WORK)
        # First the mover, then its move: a mover with many improvements is not drawn more often for that.
        mover = able[int(rng.integers(len(able)))]
        choices = moves.choices(mover, here, improving=True)
        here = here & ~mover.mask | choices[int(rng.integers(len(choices)))]
    return None, LONGEST_STEPS
