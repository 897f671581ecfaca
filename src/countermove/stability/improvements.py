"""Unilateral improvements: the moves that a mover would rather make than not.

Of an actor: the moves to a state that it strictly prefers. Of a body: the moves at which all rules of the
changed options pass, those who prefer the new state being for, those who prefer the old one against.
"""

from __future__ import annotations

from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges, block_moves, edges_from_pairs

__all__ = ["allowed_moves", "improvements", "not_better", "rules_pass"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


def improvements(game: ListedGame, mover: Mover, against: tuple[int, ...] = ()) -> Edges:
    """The improvements of a mover, each judged from the state where it is made.

    Parameters
    ----------
    game
        A listed game.
    mover
        An actor or a body of it.
    against
        Positions of actors that oppose every move of a body, whatever they prefer: nobody helps to sanction itself. It
        changes nothing for an actor, or for a body in which they have no say.

    Returns
    -------
    Edges
        The moves by source, of a body with the rules that decide each; kept with the game.
    """
    # Without those who have no say, bodies answer many movers alike, and the list is made once for all of them.
    say = frozenset[int]().union(*(vote.players for vote in mover.votes))
    against = tuple(actor for actor in against if actor in say)
    return game.once(("improvements", mover.index, against), lambda: _improvements(game, mover, against))


def _improvements(game: ListedGame, mover: Mover, against: tuple[int, ...]) -> Edges:
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        if not (game.is_graph or game.is_coalesced):
            # Only better states are listed: of n options the others would be 2^n - 1 moves from every state.
            return edges_from_pairs(*block_moves(game.codes, mover.reach, rank), game.size)
        edges = game.edges[mover.index]
        return edges.select(rank[edges.target] > rank[edges.source])
    edges = game.edges[mover.index]
    assert edges.rules is not None
    return edges.select(rules_pass(game, mover, edges.rules, edges.source, edges.target, against))


def rules_pass(
    game: ListedGame, mover: Mover, rules: NDArray[np.int64], before: Ints, after: Ints, against: tuple[int, ...] = ()
) -> Bools:
    """Where all rules of a body that decide a change pass.

    Parameters
    ----------
    game, mover
        A listed game, and a body of it.
    rules
        The sets of rules that decide, as bit masks over ``mover.votes``.
    before, after
        The states (positions, from 0) between which they decide; of one shape with `rules`, or broadcast to it.
    against
        Positions of actors that count as against, whatever they prefer.

    Returns
    -------
    numpy.ndarray
        The shape of `rules`.
    """
    return game.rules_pass(mover, rules, before, after, against)


def not_better(game: ListedGame, mover: Mover, before: int, rules: NDArray[np.int64], states: Ints) -> Bools:
    """Which states leave a mover no better off than another: the judge of a sanction.

    For an actor those that it does not strictly prefer; for a body those for which not all of the rules pass that its
    moves have asked. A sanction need not hurt: a state as good as the one in question is one.

    Parameters
    ----------
    game, mover
        A listed game, and an actor or a body of it.
    before
        The state that was left (a position, from 0).
    rules
        For each of `states` the set of rules that a body's moves have asked, as a mask over ``mover.votes``.
    states
        The states that are judged, shape (n,).

    Returns
    -------
    numpy.ndarray
        Shape (n,).
    """
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        return np.asarray(rank[states] <= rank[before])
    return ~rules_pass(game, mover, rules, np.full(len(states), before, dtype=np.int32), states)


def allowed_moves(mover: Mover, against: tuple[int, ...]) -> int:
    """The options that a mover may change against the will of some actors, everybody else helping.

    All options of an actor; of a body those whose rules pass with these actors against and all others for.

    Parameters
    ----------
    mover
        An actor or a body.
    against
        Positions of the actors.

    Returns
    -------
    int
        A mask over the bits of packed codes.
    """
    if not mover.is_body:
        return int(mover.reach.mask)
    # Every rule is monotone, so one vote with all others for it decides what can pass against them at all.
    carried = (option for option, vote in mover.vote_of.items() if mover.votes[vote].passes_against(against))
    return reduce(or_, (mover.bits[option] for option in carried), 0) & int(mover.reach.mask)
