"""Moves from a few states, found on the spot: a large graph is explained without listing all its moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Moves
from countermove.game.states import Codes
from countermove.stability.improvements import allowed_moves, rules_pass

__all__ = ["Moves", "answers_from", "improvements_from", "moves_from", "once", "rules_of", "work_of"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]


def moves_from(graph: ListedGame, mover: Mover, states: Ints) -> Moves:
    """The unilateral moves of `mover` from `states`, sorted by origin, combination and changed options.

    From a coalesced state every combination in it may move; moves inside it vanish.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> moves_from(graph, graph.movers[1], np.array([0], dtype=np.int32)).target.tolist()
    [4, 8]
    """
    return graph.moves_of(mover, states)


def once(graph: ListedGame, moves: Moves) -> tuple[Places, Places]:
    """The states before and after each of some moves from different states, one entry for each pair of them.

    Where no states are coalesced, each change of options leads to another state.
    """
    source, target = moves.source.astype(np.int64), moves.target.astype(np.int64)
    if not (graph.is_coalesced or graph.is_graph):
        return source, target
    pairs = np.unique(source * graph.size + target)
    return pairs // graph.size, pairs % graph.size


def improvements_from(graph: ListedGame, mover: Mover, states: Ints, against: tuple[int, ...] = ()) -> Moves:
    """The moves from `states` that are improvements where they are made; `against` as in `improvements`."""
    moves = moves_from(graph, mover, states)
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        return moves.select(rank[moves.target] > rank[moves.source])
    rules = rules_of(mover, moves.changed)
    return moves.select(rules_pass(graph, mover, rules, moves.source, moves.target, against))


def answers_from(graph: ListedGame, focal: Mover, mover: Mover, states: Ints, credible: bool) -> Moves:
    """The moves from `states` with which `mover` may answer `focal`: see `answering_moves`."""
    if credible:
        return improvements_from(graph, mover, states, focal.opposing)
    moves = moves_from(graph, mover, states)
    if not mover.is_body:
        return moves
    refused = int(mover.reach.mask) & ~allowed_moves(mover, focal.opposing)
    return moves.select((moves.changed & np.uint64(refused)) == 0)


def rules_of(mover: Mover, changed: Codes) -> NDArray[np.int64]:
    """The sets of rules (masks over ``mover.votes``) that decide changes of a body's options."""
    return mover.rules_on(changed)


def work_of(graph: ListedGame, mover: Mover) -> int:
    """How many combinations must be looked at to find the moves from one."""
    return graph.work_of(mover)
