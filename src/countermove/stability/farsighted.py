"""Stability for people who are farsighted and can act together: the core, and the largest consistent set.

One controller moves per step: an actor alone, or those who win in a body, everybody else being against.

- s is in the **core** iff no step from s leads to a state that its mover, or a winning set of its body, strictly
  prefers.
- The **largest consistent set** is the greatest X such that s is in X iff for every step from s to d, and for the
  acting actor or every winning set W of the acting body, there is e in X, e = d or e indirectly dominating d, such
  that not all of W strictly prefer e to s.

No set W is ever listed. With m_i(d) the least rank of i over such e, the step from s to d goes undeterred iff the
actors with m_i(d) > rank_i(s) contain the mover, or win in the body.

Reference: Chwe 1994, "Farsighted coalitional stability", J. Econ. Theory 63, 299-325.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.stability.dominance import WORD, IndirectDominance, carried, has_blocks, uses_kernels
from countermove.stability.engines.compiling import compiled
from countermove.stability.engines.dispatch import mover_blocks
from countermove.stability.engines.sweeps import best_in_reach

__all__ = ["consistent", "core", "least_ahead", "undeterred"]

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int32]


def core(game: ListedGame) -> Bools:
    """The states from which no step is strictly preferred by its mover, or by a winning set of its body.

    Unlike a Nash equilibrium the core counts as against a decision everybody in a body who does not strictly gain.

    Parameters
    ----------
    game
        A listed game of S states.

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> core(compile(catalog.load_case("prisoners-dilemma"))).tolist()
    [True, False, False, False]
    """
    return ~_left(game, game.rank_rows, np.ones(game.size, dtype=bool))


def consistent(game: ListedGame, dominance: IndirectDominance) -> Bools:
    """The largest consistent set; see the module for the definition.

    Begins with all states and takes out those from which some step goes undeterred, again and again until none does.

    Parameters
    ----------
    game
        A listed game of S states and A actors.
    dominance
        Which states indirectly dominate which.

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Notes
    -----
    Each round takes time proportional to S^2 / 64 for each actor, and to the moves.

    References
    ----------
    Chwe 1994, "Farsighted coalitional stability", J. Econ. Theory 63, 299-325.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> from countermove.stability.dominance import indirect_dominance
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> consistent(game, indirect_dominance(game)).tolist()
    [True, False, False, True]
    """
    kept = np.ones(game.size, dtype=bool)
    while True:
        # The operator is monotone, so taking states out from the top ends at the greatest set (Tarski).
        leaving = undeterred(game, least_ahead(game, dominance, kept), kept)
        if not leaving.any():
            return kept
        kept &= ~leaving


def least_ahead(game: ListedGame, dominance: IndirectDominance, kept: Bools) -> Ints:
    """The least rank of each actor over the states that are d, or indirectly dominate it, among those that are kept.

    Parameters
    ----------
    game
        A listed game of S states and A actors.
    dominance
        Which states indirectly dominate which.
    kept
        The states that count, shape (S,).

    Returns
    -------
    numpy.ndarray
        Shape (A, S). More than every rank where there is none, and for actors whose preferences no step depends on.
    """
    least = np.full(game.rank_rows.shape, np.iinfo(np.int32).max, dtype=np.int32)
    members = np.flatnonzero(kept)
    for actor in _with_a_say(game):
        rank = game.rank_rows[actor]
        # From the actor's worst state to its best: what a state dominates, and no worse one does, gets its rank.
        order = members[np.argsort(rank[members], kind="stable")]
        if uses_kernels(game):
            compiled(_least)(dominance.rows, order, rank, least[actor])
        else:
            _least_by_rows(dominance.rows, order, rank, least[actor])
    return least


def undeterred(game: ListedGame, least: Ints, of: Bools) -> Bools:
    """The states from which some step goes undeterred.

    Parameters
    ----------
    game
        A listed game of S states.
    least
        As `least_ahead` gives it, shape (A, S).
    of
        The states that are asked about, shape (S,).

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    return _left(game, least, of) & of


def _left(game: ListedGame, worth: Ints, of: Bools) -> Bools:
    """The states in `of` that some step leaves for one worth more, to its actor or to a winning set; others too."""
    left = np.zeros(game.size, dtype=bool)
    for mover in game.movers:
        if mover.actor is not None:
            left |= _best(game, mover, worth[mover.actor]) > game.rank_rows[mover.actor]
        else:
            edges = game.edges[mover.index]
            edges = edges.select(of[edges.source])
            left[edges.source[carried(game, mover, edges, worth)]] = True
    return left


def _best(game: ListedGame, mover: Mover, value: Ints) -> Ints:
    """For each state the greatest `value` over the ends of the mover's steps from it, at least -1.

    In large cases the state itself is among them. That changes nothing: its own rank is no more than its rank, and
    a state that is kept lies ahead of itself.
    """
    if uses_kernels(game) and has_blocks(game, mover):
        return best_in_reach(mover_blocks(game, mover, int(mover.reach.mask)), value)
    return game.edges[mover.index].best(value, -1)


def _with_a_say(game: ListedGame) -> list[int]:
    """The actors on whose preferences some step depends: those who move, and those who have a say in a body."""
    movers = {mover.actor for mover in game.movers if mover.actor is not None}
    return sorted(movers.union(*(vote.players for mover in game.movers for vote in mover.votes)))


def _least_by_rows(rows: NDArray[np.uint64], order: NDArray[np.int64], rank: Ints, least: Ints) -> None:
    """What `_least` does, a row of bits at a time."""
    covered = np.zeros(rows.shape[1], dtype=np.uint64)
    first = np.flatnonzero(np.append(True, np.diff(rank[order]) != 0)) if len(order) else order
    for states in np.split(order, first[1:]):  # states of one rank at a time
        for begin in range(0, len(states), WORD):
            row = np.bitwise_or.reduce(rows[states[begin : begin + WORD]], axis=0)
            # Only bits that no worse state has set are unpacked; each state is so settled once.
            fresh = row & ~covered
            if fresh.any():
                covered |= row
                bits = np.unpackbits(fresh.view(np.uint8), count=len(least), bitorder="little")
                least[bits.astype(bool)] = rank[states[0]]


def _least(rows, order, rank, least):  # type: ignore[no-untyped-def]
    """Give each state the rank of the first state in `order` that is ahead of it."""
    covered = np.zeros(rows.shape[1], dtype=np.uint64)
    one = np.uint64(1)
    for state in order:
        for word in range(rows.shape[1]):
            fresh = rows[state, word] & ~covered[word]
            if fresh:
                covered[word] |= fresh
                place = WORD * word
                while fresh:
                    if fresh & one:
                        least[place] = rank[state]
                    fresh >>= one
                    place += 1
