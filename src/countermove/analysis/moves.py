"""Moves and improvements among a few states of a listed game, such as a picture has room for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.local import improvements_from, moves_from

__all__ = ["Improvements", "LocalMove", "Neighbourhood", "improvements_at", "neighbourhood"]


@dataclass(frozen=True)
class LocalMove:
    """One move by the index of its mover and the keys of its states, and whether it is an improvement."""

    mover: int
    before: int
    after: int
    improves: bool


@dataclass(frozen=True, eq=False)
class Neighbourhood:
    """Some states of a game, and moves between them.

    Attributes
    ----------
    game
        The game.
    centre
        The keys of the states asked about.
    states
        The keys of the centre and of those to which improvements lead from it.
    moves
        All moves between states of the centre, and all improvements between any of the states.
    count
        How many states there would be if none were left out.
    is_cut
        Whether states were left out: of several improvements of one mover from one state, then only the one that is
        best for it leads to a state that is kept.
    """

    game: ListedGame
    centre: tuple[int, ...]
    states: tuple[int, ...]
    moves: tuple[LocalMove, ...]
    count: int
    is_cut: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether these are all states of the game."""
        return len(self.states) == self.game.size


@dataclass(frozen=True)
class Improvements:
    """The keys of the states to which a mover can move from one state and gain, ascending."""

    mover: int
    before: int
    after: tuple[int, ...]


def neighbourhood(game: ListedGame, centre: Iterable[int], limit: int) -> Neighbourhood:
    """Some states with those to which improvements lead from them, `limit` at most, and the moves between these.

    Parameters
    ----------
    game
        A listed game.
    centre
        Keys of states.
    limit
        The most states. Where there would be more, each mover keeps only its best improvement from each state (a body:
        the one to the state with the greatest key), and then the first `limit` are kept, the centre before the others.

    Returns
    -------
    Neighbourhood
        The states in the order of the centre, then as movers lead there, and the moves by mover, then by states.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> near = neighbourhood(compile(catalog.load_case("european-security-2022")), [97], 30)
    >>> near.states, [(move.mover, move.after) for move in near.moves if move.before == 97 and move.improves]
    ((97, 99, 113, 129, 145), [(0, 99), (1, 113), (1, 129), (1, 145)])
    """
    keys = tuple(dict.fromkeys(centre))
    near = _near(game, keys)
    # A picture with more states is not read; the best move of each mover is what it is about.
    kept = near if len(near) <= limit else _near(game, keys, best_only=True)[:limit]
    return Neighbourhood(game, keys, kept, tuple(_between(game, keys, kept)), len(near), kept is not near)


def _near(game: ListedGame, centre: Sequence[int], best_only: bool = False) -> tuple[int, ...]:
    """The centre, and the states to which improvements lead from it."""
    keys = list(centre)
    for state in centre:
        for mover in game.movers:
            ends = np.unique(improvements_from(game, mover, np.array([state], dtype=np.int32)).target)
            if best_only and len(ends):
                # A body has no order of preference of its own: the state with the greatest key stands for all.
                worth = ends if mover.actor is None else game.rank_rows[mover.actor][ends]
                ends = ends[[int(np.argmax(worth))]]
            keys += ends.tolist()
    return tuple(dict.fromkeys(keys))


def _between(game: ListedGame, centre: Sequence[int], states: Sequence[int]) -> Iterable[LocalMove]:
    inside, kept = set(centre), set(states)
    for mover in game.movers:
        improving = _pairs(game, mover, states, improving=True)
        # All moves among the states asked about, but beyond them improvements only.
        for before, after in sorted(_pairs(game, mover, centre, improving=False) | improving):
            improves = (before, after) in improving
            if after in kept and (improves or after in inside):
                yield LocalMove(mover.index, before, after, improves)


def _pairs(game: ListedGame, mover: Mover, states: Sequence[int], improving: bool) -> set[tuple[int, int]]:
    moves = (improvements_from if improving else moves_from)(game, mover, np.array(states, dtype=np.int32))
    return set(zip(moves.source.tolist(), moves.target.tolist(), strict=True))


def improvements_at(game: ListedGame, states: Sequence[int]) -> tuple[Improvements, ...]:
    """For each mover and each of some states, by key, where the mover could go and gain.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> improvements_at(compile(catalog.load_case("chicken")), [3])
    (Improvements(mover=0, before=3, after=(2,)), Improvements(mover=1, before=3, after=(1,)))
    """
    records = []
    for mover in game.movers:
        moves = improvements_from(game, mover, np.array(states, dtype=np.int32))
        records += [
            Improvements(mover.index, int(state), tuple(np.unique(moves.target[moves.origin == k]).tolist()))
            for k, state in enumerate(states)
        ]
    return tuple(records)
