"""Stability for people who look far ahead and can join forces: the core, and the largest consistent set.

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
from countermove.stability.dominance import WORD, IndirectDominance, carried, has_blocks, is_large
from countermove.stability.engines.compiling import compiled
from countermove.stability.engines.dispatch import mover_blocks
from countermove.stability.engines.sweeps import best_in_reach

__all__ = ["consistent", "core", "least_ahead", "undeterred"]

Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int32]


def core(graph: ListedGame) -> Bools:
    """The states from which no step is strictly preferred by its mover, or by a winning set of its body; (S,).

    Unlike a Nash equilibrium it counts as against a decision everybody in a body who does not strictly gain.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> core(compile(catalog.load_case("prisoners-dilemma"))).tolist()
    [True, False, False, False]
    """
    return ~_left(graph, graph.ranks, np.ones(graph.size, dtype=bool))


def consistent(graph: ListedGame, ahead: IndirectDominance) -> Bools:
    """The largest consistent set, shape (S,); `ahead` says which states indirectly dominate which.

    Begins with all states and takes out those from which some step goes undeterred, again and again until none
    does. Each round takes time proportional to S^2 / 64 for each actor, and to the moves.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> from countermove.stability.dominance import indirect_dominance
    >>> graph = compile(catalog.load_case("prisoners-dilemma"))
    >>> consistent(graph, indirect_dominance(graph)).tolist()
    [True, False, False, True]
    """
    kept = np.ones(graph.size, dtype=bool)
    while True:
        leaving = undeterred(graph, least_ahead(graph, ahead, kept), kept)
        if not leaving.any():
            return kept
        kept &= ~leaving


def least_ahead(graph: ListedGame, ahead: IndirectDominance, kept: Bools) -> Ints:
    """The least rank of each actor over the states in `kept` that are d or indirectly dominate it; shape (A, S).

    More than every rank where there is none, and for actors whose preferences no step depends on.

    The states are taken from an actor's worst to its best; what a state lies ahead of, and no worse one, gets its
    rank.
    """
    least = np.full(graph.ranks.shape, np.iinfo(np.int32).max, dtype=np.int32)
    members = np.flatnonzero(kept)
    for actor in _asked(graph):
        rank = graph.ranks[actor]
        order = members[np.argsort(rank[members], kind="stable")]
        if is_large(graph):
            compiled(_least)(ahead.rows, order, rank, least[actor])
        else:
            _least_by_rows(ahead.rows, order, rank, least[actor])
    return least


def undeterred(graph: ListedGame, least: Ints, of: Bools) -> Bools:
    """The states in `of` from which some step goes undeterred; `least` as `least_ahead` gives it; shape (S,)."""
    return _left(graph, least, of) & of


def _left(graph: ListedGame, worth: Ints, of: Bools) -> Bools:
    """The states in `of` that some step leaves for one worth more, to its actor or to a winning set; others too."""
    left = np.zeros(graph.size, dtype=bool)
    for mover in graph.movers:
        if mover.actor is not None:
            left |= _best(graph, mover, worth[mover.actor]) > graph.ranks[mover.actor]
        else:
            edges = graph.edges[mover.index]
            edges = edges.select(of[edges.source])
            left[edges.source[carried(graph, mover, edges, worth)]] = True
    return left


def _best(graph: ListedGame, mover: Mover, value: Ints) -> Ints:
    """For each state the greatest `value` over the ends of the mover's steps from it, at least -1.

    In large cases the state itself is among them. That changes nothing: its own rank is no more than its rank, and
    a state that is kept lies ahead of itself.
    """
    if is_large(graph) and has_blocks(graph, mover):
        return best_in_reach(mover_blocks(graph, mover, int(mover.reach.mask)), value)
    return graph.edges[mover.index].best(value, -1)


def _asked(graph: ListedGame) -> list[int]:
    """The actors on whose preferences some step depends: those who move, and those who have a say in a body."""
    movers = {mover.actor for mover in graph.movers if mover.actor is not None}
    return sorted(movers.union(*(vote.players for mover in graph.movers for vote in mover.votes)))


def _least_by_rows(rows: NDArray[np.uint64], order: NDArray[np.int64], rank: Ints, least: Ints) -> None:
    """What `_least` does, a row of bits at a time."""
    covered = np.zeros(rows.shape[1], dtype=np.uint64)
    first = np.flatnonzero(np.append(True, np.diff(rank[order]) != 0)) if len(order) else order
    for states in np.split(order, first[1:]):  # states of one rank at a time
        for begin in range(0, len(states), WORD):
            row = np.bitwise_or.reduce(rows[states[begin : begin + WORD]], axis=0)
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
