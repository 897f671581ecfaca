"""What each mover of a searched game could do best from a state, and what it would lose by it."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.analysis.lines import Difference, differences
from countermove.errors import SizeError
from countermove.game.game import State
from countermove.game.searched import SearchedGame, SearchedMover

__all__ = ["BestMove", "best_moves"]


@dataclass(frozen=True)
class BestMove:
    """What one mover could do best from a state.

    Attributes
    ----------
    mover
        Its id.
    can_move
        Whether it can move at all; None where it has too many moves to be looked at one by one.
    passes
        Of a body, whether some of its moves would pass; None for an actor.
    after
        Where the best move of an actor leads, the first of several equally good ones; None for a body, and without moves.
    gain
        1 where the actor gains by it, -1 where it loses, 0 where it is indifferent.
    lost
        Where the actor does not gain: the most important statement of its preferences that it would lose.
    """

    mover: str
    can_move: bool | None
    passes: bool | None = None
    after: State | None = None
    gain: int = 0
    lost: Difference | None = None


def best_moves(game: SearchedGame, key: int) -> tuple[BestMove, ...]:
    """What each mover could do best from the state with this code, in the order of movers.

    >>> from countermove import catalog
    >>> from countermove.game.searched import searched_game
    >>> game = searched_game(catalog.load_case("chicken"))
    >>> [(one.mover, one.gain) for one in best_moves(game, 3)]
    [('row', 1), ('column', 1)]
    """
    return tuple(_best(game, mover, key) for mover in game.movers)


def _best(game: SearchedGame, mover: SearchedMover, key: int) -> BestMove:
    try:
        moves = list(game.moves_at(mover, key))
    except SizeError:
        return BestMove(mover.id, None)
    if not moves:
        return BestMove(mover.id, False)
    if mover.actor is None:
        return BestMove(mover.id, True, any(game.improves(mover, key, after) for after in moves))
    actor = mover.actor
    best = max(moves, key=lambda after: game.worth(actor, after))
    gain = game.compare(actor, key, best)
    lost = None
    if gain <= 0:
        lost = next((d for d in differences(game, mover.id, key, best) if not d.gained), None)
    return BestMove(mover.id, True, None, game.at(best), gain, lost)
