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


def improvements(graph: ListedGame, mover: Mover, against: tuple[int, ...] = ()) -> Edges:
    """The improvements of a mover, each judged from the state where it is made.

    `against` has the positions of actors that oppose every move of a body, whatever they prefer: nobody helps
    to sanction itself. It changes nothing for an actor, or for a body in which they have no say.
    """
    say = frozenset[int]().union(*(vote.players for vote in mover.votes))
    against = tuple(actor for actor in against if actor in say)
    return graph.once(("improvements", mover.index, against), lambda: _improvements(graph, mover, against))


def _improvements(graph: ListedGame, mover: Mover, against: tuple[int, ...]) -> Edges:
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        if not (graph.is_graph or graph.is_coalesced):
            return edges_from_pairs(*block_moves(graph.codes, mover.reach, rank), graph.size)
        edges = graph.edges[mover.index]
        return edges.select(rank[edges.target] > rank[edges.source])
    edges = graph.edges[mover.index]
    assert edges.rules is not None
    return edges.select(rules_pass(graph, mover, edges.rules, edges.source, edges.target, against))


def rules_pass(
    graph: ListedGame, mover: Mover, rules: NDArray[np.int64], before: Ints, after: Ints, against: tuple[int, ...] = ()
) -> Bools:
    """Where all rules in the sets `rules` pass for the states `after` over the states `before`.

    `rules` (bit masks over ``mover.votes``), `before` and `after` have one shape, which the result has too.
    """
    return graph.rules_pass(mover, rules, before, after, against)


def not_better(graph: ListedGame, mover: Mover, before: int, rules: NDArray[np.int64], states: Ints) -> Bools:
    """Which of `states` leave a mover no better off than the state `before`; shape of `states`.

    For an actor those that it does not strictly prefer; for a body those for which not all of the `rules` pass that
    its moves have asked, one set (a mask over ``mover.votes``) for each state.
    """
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        return np.asarray(rank[states] <= rank[before])
    return ~rules_pass(graph, mover, rules, np.full(len(states), before, dtype=np.int32), states)


def allowed_moves(mover: Mover, against: tuple[int, ...]) -> int:
    """The options that a mover may change against the will of some actors, everybody else helping.

    They are given by the bits of packed codes that hold them. All options of an actor; of a body those whose rules
    pass with `against` against and all others for.
    """
    if not mover.is_body:
        return int(mover.reach.mask)
    carried = (option for option, vote in mover.vote_of.items() if mover.votes[vote].passes_against(against))
    return reduce(or_, (mover.bits[option] for option in carried), 0) & int(mover.reach.mask)
