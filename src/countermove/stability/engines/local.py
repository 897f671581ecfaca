"""Moves from a few states, found on the spot: a large game is explained without listing all its moves."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.states import Codes
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Moves
from countermove.stability.improvements import allowed_moves, rules_pass

__all__ = ["Moves", "answers_from", "improvements_from", "moves_from", "once", "rules_of", "work_of"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]


def moves_from(game: ListedGame, mover: Mover, states: Ints) -> Moves:
    """The unilateral moves of a mover from some states.

    From a coalesced state every combination in it may move; moves inside it vanish.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.
    states
        Positions, from 0.

    Returns
    -------
    Moves
        Sorted by origin, combination and changed options.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> moves_from(game, game.movers[1], np.array([0], dtype=np.int32)).target.tolist()
    [4, 8]
    """
    return game.moves_of(mover, states)


def once(game: ListedGame, moves: Moves) -> tuple[Places, Places]:
    """The states before and after each of some moves from different states, one entry for each pair of them.

    Parameters
    ----------
    game
        A listed game.
    moves
        Moves from it.

    Returns
    -------
    tuple of numpy.ndarray
        The states before, and the states after.
    """
    source, target = moves.source.astype(np.int64), moves.target.astype(np.int64)
    if not (game.is_coalesced or game.is_graph):
        return source, target
    # Where no states are coalesced, each change of options leads to another state, and nothing is there twice.
    pairs = np.unique(source * game.size + target)
    return pairs // game.size, pairs % game.size


def improvements_from(game: ListedGame, mover: Mover, states: Ints, against: tuple[int, ...] = ()) -> Moves:
    """The moves from some states that are improvements where they are made.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.
    states
        Positions, from 0.
    against
        As in `improvements`.

    Returns
    -------
    Moves
    """
    moves = moves_from(game, mover, states)
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        return moves.select(rank[moves.target] > rank[moves.source])
    rules = rules_of(mover, moves.changed)
    return moves.select(rules_pass(game, mover, rules, moves.source, moves.target, against))


def answers_from(game: ListedGame, focal: Mover, mover: Mover, states: Ints, credible: bool) -> Moves:
    """The moves from some states with which a mover may answer another: see `answering_moves`.

    Parameters
    ----------
    game, focal, mover
        A listed game, the mover that is answered, and the one that answers.
    states
        Positions, from 0.
    credible
        Whether answers are limited to improvements.

    Returns
    -------
    Moves
    """
    if credible:
        return improvements_from(game, mover, states, focal.opposing)
    moves = moves_from(game, mover, states)
    if not mover.is_body:
        return moves
    # A body does not change, against the focal mover, what its rules would not pass with all others for.
    refused = int(mover.reach.mask) & ~allowed_moves(mover, focal.opposing)
    return moves.select((moves.changed & np.uint64(refused)) == 0)


def rules_of(mover: Mover, changed: Codes) -> NDArray[np.int64]:
    """The sets of rules that decide changes of a body's options.

    Parameters
    ----------
    mover
        A body.
    changed
        The options of each change, as bits of codes, shape (n,).

    Returns
    -------
    numpy.ndarray
        Masks over ``mover.votes``, shape (n,).
    """
    return mover.rules_on(changed)


def work_of(game: ListedGame, mover: Mover) -> int:
    """How many combinations must be looked at to find the moves from one.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.

    Returns
    -------
    int
    """
    return game.work_of(mover)
