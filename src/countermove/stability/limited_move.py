"""Limited moves: what two actors expect who look a number of moves ahead, each by moves that it gains by.

Backward induction over at most h alternating moves. ``G_h(i, s)`` is the set of states at which play from s may
end when i moves first:

* ``G_0(i, s) = {s}``;
* a move of i to s1 is worth to i the worst, for i, of ``G_{h-1}(j, s1)``, j being the other;
* i stays, and ``G_h(i, s) = {s}``, unless some move is worth strictly more to it than s; otherwise ``G_h(i, s)``
  is the union of ``G_{h-1}(j, s1)`` over its most valuable moves s1.

s is L_h-stable for i iff i stays. Only the worst rank of a set for each of the two ever counts, and the worst of a
union is the least of the worst; so a set is held as these two ranks, exactly, and sets are never listed.

Books assume strict preferences. Where the other is indifferent between moves, here i expects the one that is
worst for i: pessimism is this program's choice.

References: Kilgour 1985, in *Dynamic Models of International Conflict*; Fang, Hipel & Kilgour 1993, ch. 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.compiling import compiled
from countermove.stability.engines.dispatch import mover_blocks, uses_blocks
from countermove.stability.engines.iteration import Arrays, repeated
from countermove.stability.engines.sweeps import block_arrays
from countermove.stability.nash import nash

__all__ = ["Foresight", "check_leader", "foresight", "limited_move", "stackelberg"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Keys = NDArray[np.int64]
NO_MOVE = -1


def limited_move(game: ListedGame, mover: Mover, moves: int) -> Bools:
    """States that are L_h-stable for a mover; see the module for the definition.

    L_1 is Nash stability, L_2 implies SEQ, and every L_h implies GMR.

    Parameters
    ----------
    game, mover
        A listed game of S states, and one of its two movers.
    moves
        How many moves both look ahead (h), at least 1.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    Raises
    ------
    QuestionError
        Unless exactly two actors and no body have options. Also where `moves` is less than 1.

    Notes
    -----
    Cost for each move of the horizon: the number of moves in the game, in large games the number of states.

    References
    ----------
    Kilgour 1985, in *Dynamic Models of International Conflict*; Fang, Hipel & Kilgour 1993, ch. 3.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> [limited_move(game, game.movers[0], h).tolist()[3] for h in (1, 2, 3, 4)]
    [False, True, True, True]
    """
    if moves < 1:
        raise QuestionError(f"L{moves}: a horizon has at least one move; the shortest is l1")
    sight = foresight(game, f"L{moves}")
    value = game.once(("limited moves", moves), lambda: repeated(sight.nothing, sight.one_more, moves - 1))
    return sight.stays(value, mover)


def stackelberg(game: ListedGame, mover: Mover, leader: str) -> Bools:
    """States that are stable for a mover where one of the two leads: L_2 for the leader, Nash for the other.

    The leader counts on the other to do at once what is best for the other.

    Parameters
    ----------
    game, mover
        A listed game of S states, and one of its two movers.
    leader
        The id of the actor that leads.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    Raises
    ------
    QuestionError
        Unless exactly two actors and no body have options. Also where `leader` is none of them.

    References
    ----------
    Fang, Hipel & Kilgour 1989, EJOR 41, 86-100.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> [stackelberg(game, mover, "row").tolist() for mover in game.movers]
    [[False, False, True, False], [False, True, True, False]]
    """
    check_leader(game, leader)
    return limited_move(game, mover, 2) if game.mover(leader) is mover else nash(game, mover)


def check_leader(game: ListedGame, leader: str) -> None:
    """Raise an error where a concept with a leader is not defined.

    Parameters
    ----------
    game
        A listed game.
    leader
        The id of the actor that leads.

    Raises
    ------
    QuestionError
        Unless exactly two actors and no body have options, and `leader` is one of them.
    """
    foresight(game, "Stackelberg")
    game.mover(leader)


def foresight(game: ListedGame, concept: str) -> Foresight:
    """The two actors that look ahead.

    Parameters
    ----------
    game
        A listed game.
    concept
        The label of the concept in whose name an error speaks.

    Returns
    -------
    Foresight
        What they expect, and how that follows from a horizon that is one move shorter.

    Raises
    ------
    QuestionError
        Unless exactly two actors and no body have options.
    """
    movers = game.movers
    if len(movers) == 2 and not any(m.is_body for m in movers):
        return Foresight(game)
    names = [m.id if not m.is_body else f"the {'coalition' if m.merged else 'body'} {m.id}" for m in movers]
    rule = f"{concept} is defined for exactly two actors with options, and no body with options"
    if len(movers) < 2:
        raise QuestionError(f"{rule}; here only {names[0]} can move: ask for nash")
    raise QuestionError(
        f"{rule}; here {', '.join(names[:-1])} and {names[-1]} can move. Beyond two actors at least four ways "
        "to extend it compete: ask for maximin-4, which is defined for any number of movers, or for seq"
    )


@dataclass(frozen=True, eq=False)
class Foresight:
    """Two actors who look ahead.

    What they expect is four arrays of shape (S,), two for each. For mover 0: the worst rank for itself of the states at
    which play may end if it moves first, and the worst rank for the other; then the same two for mover 1.

    Parameters
    ----------
    game
        A listed game with exactly two movers, both actors.
    """

    game: ListedGame

    @property
    def nothing(self) -> Arrays:
        """What they expect with a horizon of no moves: that play ends where it stands."""
        first, second = (self.rank(mover) for mover in self.game.movers)
        return first, second, second, first

    def one_more(self, value: Arrays) -> Arrays:
        """What they expect with a horizon that is one move longer."""
        first, second = (self.expected(value, mover) for mover in self.game.movers)
        return (*first, *second)

    def expected(self, value: Arrays, mover: Mover) -> tuple[Ints, Ints]:
        """The worst ranks, for `mover` and for the other, of where play may end if `mover` has one move more."""
        best, moving, width = self.best_move(value, mover)
        # The key holds both worst ranks of the best move; the one who stays leaves both at the ranks of the state.
        own = np.where(moving, best // width, self.rank(mover)).astype(np.int32)
        other = np.where(moving, width - 1 - best % width, self.rank(self.other(mover))).astype(np.int32)
        return own, other

    def stays(self, value: Arrays, mover: Mover) -> Bools:
        """Where `mover` stays if, after a move of its own, `value` is expected."""
        return np.asarray(~self.best_move(value, mover)[1])

    def best_move(self, value: Arrays, mover: Mover) -> tuple[Keys, Bools, int]:
        """The greatest key (see `keys`) among the moves of `mover` from each state, and where it beats staying."""
        key, width = self.keys(value, mover)
        best = _best_elsewhere(self.game, mover, key)
        return best, np.asarray((best >= 0) & (best // width > self.rank(mover))), width

    def keys(self, value: Arrays, mover: Mover) -> tuple[Keys, int]:
        """How `mover` ranks the states to move to: by its own worst end, then by the worst end for the other.

        The key is ``own * width + (width - 1 - others)``: its greatest is the most valuable move, and of equally
        valuable ones that which is worst for the other, as the union of their ends is.
        """
        theirs = value[2] if mover.index == 0 else value[0]
        # Wider than every rank of the other, so that the mover's own worst rank decides first.
        width = int(self.rank(self.other(mover)).max()) + 1
        return self.worth(value, mover).astype(np.int64) * width + (width - 1 - theirs), width

    def worth(self, value: Arrays, mover: Mover) -> Ints:
        """What a move to each state is worth to `mover`, if `value` is expected: the worst rank of the ends."""
        return np.asarray(value[3] if mover.index == 0 else value[1], dtype=np.int32)

    def other(self, mover: Mover) -> Mover:
        """The other of the two."""
        return self.game.movers[1 - mover.index]

    def rank(self, mover: Mover) -> Ints:
        """The ranks of an actor, shape (S,)."""
        assert mover.actor is not None
        rank: Ints = self.game.rank_rows[mover.actor]
        return rank


def _best_elsewhere(game: ListedGame, mover: Mover, value: Keys) -> Keys:
    """For each state the greatest `value` over the states to which `mover` can move at once, `NO_MOVE` if none."""
    if not uses_blocks(game, credible=False):
        edges = game.edges[mover.index]
        best = np.full(game.size, NO_MOVE, dtype=np.int64)
        moving = edges.start[1:] > edges.start[:-1]
        if len(edges.target):
            # `reduceat` gives an empty segment the next element, so only states with moves are asked.
            best[moving] = np.maximum.reduceat(value[edges.target], edges.start[:-1][moving])
        return best
    blocks = mover_blocks(game, mover, int(mover.reach.mask))
    result: Keys = np.empty_like(value)
    # Of each cell the two best, for a state may not move to itself.
    highest = np.full((2, len(blocks.cell_code)), NO_MOVE, dtype=np.int64)
    compiled(_best_in_blocks)(*block_arrays(blocks), value, highest, result)
    return result


def _best_in_blocks(order, cell_start, block_start, cell_code, no_drop, no_take, value, highest, result):  # type: ignore[no-untyped-def]
    for cell in range(len(cell_start) - 1):
        for k in range(cell_start[cell], cell_start[cell + 1]):
            here = value[order[k]]
            if here > highest[0, cell]:
                highest[1, cell] = highest[0, cell]
                highest[0, cell] = here
            elif here > highest[1, cell]:
                highest[1, cell] = here
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            best = -1
            for b in range(first, last):
                # From cell a to b: what is taken must be takeable, and what is dropped droppable.
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                if b != a:
                    best = max(best, highest[0, b])
            for k in range(cell_start[a], cell_start[a + 1]):
                # The state itself is no move: where it is the best of its cell, the second best counts.
                within = highest[1, a] if value[order[k]] == highest[0, a] else highest[0, a]
                result[order[k]] = max(best, within)
