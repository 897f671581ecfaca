"""A mover's improvements as the options that they change: what several movers need to move at the same time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.states import Codes
from countermove.game.listed import ListedGame, Mover
from countermove.stability.improvements import improvements, rules_pass

__all__ = ["Changes", "changes", "moves_to_list"]

Ints = NDArray[np.int32]


@dataclass(frozen=True)
class Changes:
    """A mover's improvements between combinations, sorted by source, as the options that they change.

    Parameters
    ----------
    source, target
        Positions of combinations in the codes of the game, from 0; shape (E,).
    start
        Those of combination c are at ``start[c]:start[c + 1]``; shape (F + 1,).
    change
        The options that are changed, as bits of a code; shape (E,).
    rules
        Of a body, the set of rules that decides each, as a mask; shape (E,). None for an actor.
    """

    source: Ints
    target: Ints
    start: NDArray[np.int64]
    change: Codes
    rules: NDArray[np.int64] | None

    def at(self, source: int) -> Codes:
        """The changes that are open at one combination."""
        return self.change[self.start[source] : self.start[source + 1]]


def changes(game: ListedGame, mover: Mover, against: tuple[int, ...] = ()) -> Changes:
    """The improvements of a mover between combinations of options.

    In a coalesced state several combinations count as one; what moves at the same time do to each other depends on which of
    them it is, so improvements are listed between combinations here, not between states.

    Parameters
    ----------
    game
        A listed game with options.
    mover
        An actor or a body of it.
    against
        As in `improvements`.

    Returns
    -------
    Changes
        Kept with the game.
    """
    return game.once(("changes", mover.index, against), lambda: _changes(game, mover, against))


def moves_to_list(game: ListedGame, limit: int) -> int:
    """How many moves all movers have together, some of them perhaps not allowed.

    Parameters
    ----------
    game
        A listed game.
    limit
        Up to this number an upper bound is good enough; only beyond it the moves are counted exactly.

    Returns
    -------
    int
        The number of pairs of combinations that differ in options of one mover only.
    """
    options = [int(mover.reach.mask).bit_count() for mover in game.movers]
    # With n options a mover leads to 2^n - 1 other combinations, and to no more than there are.
    most = sum(len(game.codes) * (min(1 << n, len(game.codes)) - 1) for n in options)
    if most <= limit or game.is_full:
        return most
    # Within a block of k combinations, those that agree in all other options, there are k (k - 1) moves.
    sizes = (np.unique(game.codes & ~m.reach.mask, return_counts=True)[1] for m in game.movers)
    return sum(int((size * (size - 1)).sum()) for size in sizes)


def _changes(game: ListedGame, mover: Mover, against: tuple[int, ...]) -> Changes:
    if not game.is_coalesced:
        moves = improvements(game, mover, against)
        change = game.codes[moves.source] ^ game.codes[moves.target]
        return Changes(moves.source, moves.target, moves.start, change, moves.rules)
    source, target = game.pairs[mover.index]
    before, after = game.states_of_codes[source], game.states_of_codes[target]
    rules = game.rules_changed(mover, source, target)
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        # Combinations of one coalesced state have one rank, so moves inside it are no improvements of an actor.
        better = rank[after] > rank[before]
    else:
        assert rules is not None
        better = rules_pass(game, mover, rules, before, after, against)
    source, target = source[better], target[better]
    start = np.zeros(len(game.codes) + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=len(game.codes)), out=start[1:])
    change = game.codes[source] ^ game.codes[target]
    return Changes(source, target, start, change, None if rules is None else rules[better])
