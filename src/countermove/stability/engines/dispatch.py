"""What a mover's opponents can bring about from each state: the answers to its improvements.

One door to two engines that give the same values: legal sequences over listed moves, and compiled sweeps over
blocks for large cases in which the last mover of a sequence never matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Blocks, Edges
from countermove.stability.changes import moves_to_list
from countermove.stability.engines.compiling import has_compiler, without_compiler
from countermove.stability.engines.product import LEAST, WIDEST, least_improved, over_blocks
from countermove.stability.engines.sequences import least_reached
from countermove.stability.engines.sweeps import best_in_reach, least_swept, sort_cells
from countermove.stability.improvements import allowed_moves, improvements

__all__ = [
    "COMPILE_COMBINING_FROM_CODES", "COMPILE_DOMINANCE_FROM_STATES", "MOST_STEPS", "SWEEP_FROM_STATES", "answering_moves",
    "best_after", "check_speed", "is_product", "least_against", "least_answer", "mover_blocks", "moves_against",
    "moves_within", "uses_blocks",
]  # fmt: skip

Ints = NDArray[np.int32]
SWEEP_FROM_STATES = 20_000
"""From this many states on, cases are swept over blocks by compiled kernels; below, to compile costs more than to list."""
COMPILE_DOMINANCE_FROM_STATES = 1_000
"""From this many states on, the kernels of dominance are compiled: below, NumPy is done before a compiler would be."""
COMPILE_COMBINING_FROM_CODES = 2_000
"""From this many feasible codes on, or a hundred times as many ways to move at the same time, the kernel that combines
moves is compiled instead of run as it stands."""
MOST_STEPS = 20_000_000
"""This many steps (moves that are listed, or pairs of a move and a word of bits) are made without machine code: some ten
seconds for a question, and at 16 bytes a move, half a gigabyte."""


def answering_moves(game: ListedGame, focal: Mover, credible: bool) -> dict[int, Edges]:
    """The moves with which each opponent of a mover may answer.

    A body answers an actor without that actor's help: it counts as against, and where answers need not be credible all
    others count as for.

    Parameters
    ----------
    game, focal
        A listed game, and the mover that is answered.
    credible
        Whether answers are limited to improvements; else all moves are answers.

    Returns
    -------
    dict of int to Edges
        By the index of the mover.
    """
    others = [m for m in game.movers if m is not focal]
    moves = moves_against(game, others, focal.opposing, credible)
    return {m.index: edges for m, edges in zip(others, moves, strict=True)}


def moves_against(game: ListedGame, movers: Sequence[Mover], against: tuple[int, ...], credible: bool) -> list[Edges]:
    """The moves with which movers may answer some actors, who oppose what bodies do.

    Parameters
    ----------
    game, movers
        A listed game, and those who answer.
    against
        Positions of the actors that are answered.
    credible
        Whether answers are limited to improvements.

    Returns
    -------
    list of Edges
        For each of `movers`.
    """
    if credible:
        return [improvements(game, m, against) for m in movers]
    return [moves_within(game, m, allowed_moves(m, against)) for m in movers]


def least_answer(
    game: ListedGame, focal: Mover, base: NDArray[np.signedinteger], credible: bool
) -> NDArray[np.signedinteger]:
    """The least value over each state and all states that the opponents of a mover reach from it.

    Parameters
    ----------
    game, focal
        A listed game of S states, and the mover that is answered.
    base
        The value of each state, shape (S,): as a rule ranks of `focal`.
    credible
        Whether answers are limited to improvements.

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Notes
    -----
    Cost: a few sweeps over the moves of the opponents, in large games over the states.
    """
    return least_against(game, [m for m in game.movers if m is not focal], focal.opposing, base, credible)


def least_against(
    game: ListedGame,
    movers: Sequence[Mover],
    against: tuple[int, ...],
    base: NDArray[np.signedinteger],
    credible: bool,
) -> NDArray[np.signedinteger]:
    """The least value over each state and all states that some movers reach from it, in answer to some actors.

    Parameters
    ----------
    game, movers
        A listed game of S states, and those who answer.
    against
        Positions of the actors that are answered.
    base
        The value of each state, shape (S,).
    credible
        Whether answers are limited to improvements.

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    if uses_blocks(game, credible):
        return _swept(game, movers, against, base, credible)
    return least_reached(moves_against(game, movers, against, credible), base)


def best_after(game: ListedGame, mover: Mover, value: Ints) -> Ints:
    """The greatest value over each state and the states to which a mover can move at once.

    Parameters
    ----------
    game, mover
        A listed game of S states, and a mover of it.
    value
        The value of each state, shape (S,).

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    mask = int(mover.reach.mask)
    if uses_blocks(game, False):
        if is_product(game, [mover]):
            return over_blocks(np.maximum, mask, value)
        return best_in_reach(mover_blocks(game, mover, mask), value)
    # States without moves get the least value of all, which changes nothing in the maximum.
    return np.maximum(value, game.edges[mover.index].best(value, int(value.min(initial=0))))


def uses_blocks(game: ListedGame, credible: bool) -> bool:
    """Whether a game is large and two moves of one mover in a row are always one, so that blocks serve.

    Then the last mover of a legal sequence need not be remembered (theory.md, "Legal sequences"): no listed moves, coalesced
    states or preconditions, and, for improvements, no body whose rules may cycle or differ from option to option.

    Parameters
    ----------
    game
        A listed game.
    credible
        Whether sequences of improvements are asked about; else of moves.

    Returns
    -------
    bool

    Raises
    ------
    QuestionError
        Where blocks would serve, there is no compiler, and to list the moves would take too long.
    """
    if game.size < SWEEP_FROM_STATES or game.is_graph or game.is_coalesced or any(m.reach.has_needs for m in game.movers):
        return False
    bodies = [m for m in game.movers if m.is_body]
    # Improvements of a body are transitive where one rule decides all of them and is so itself; majorities may cycle.
    if credible and not all(len(m.votes) == 1 and m.votes[0].is_transitive for m in bodies):
        return False
    if not has_compiler():  # then moves are listed, whatever that costs
        moves = game.once("moves without a compiler", lambda: moves_to_list(game, MOST_STEPS))
        check_speed(moves, f"a case of {game.size:,} states")
        return False
    return True


def check_speed(steps: int, task: str) -> None:
    """Raise an error where a task needs machine code, and there is no compiler.

    Parameters
    ----------
    steps
        How many moves would be listed, or pairs of a move and a word of bits be handled.
    task
        What the error calls it.

    Raises
    ------
    QuestionError
        Above `MOST_STEPS` without a compiler.
    """
    if steps > MOST_STEPS and not has_compiler():
        raise without_compiler(task)


def is_product(game: ListedGame, movers: Sequence[Mover], improving: bool = False) -> bool:
    """Whether every combination of options is feasible and some movers can undo all their moves.

    Parameters
    ----------
    game, movers
        A listed game, and those who move.
    improving
        Whether, moreover, all of them must be actors, with few enough options for the kernel of improvements.

    Returns
    -------
    bool
    """
    if not game.is_full or any(m.reach.mask & (m.reach.no_drop | m.reach.no_take) for m in movers):
        return False
    few = game.size >= LEAST and all(int(m.reach.mask).bit_count() <= WIDEST for m in movers)
    return not improving or (few and not any(m.is_body for m in movers))


def moves_within(game: ListedGame, mover: Mover, mask: int) -> Edges:
    """The moves of a body that change only some of its options; of an actor all moves.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.
    mask
        The options, as bits of packed codes.

    Returns
    -------
    Edges
    """
    edges = game.edges[mover.index]
    closed = int(mover.reach.mask) & ~mask
    # A move is known by the set of rules that it asks, so a body without an option is one that asks none of its rules.
    refused = sum(1 << vote for vote in {v for o, v in mover.vote_of.items() if closed & mover.bits[o]})
    if not refused:
        return edges
    assert edges.rules is not None
    kept = (edges.rules & np.int64(refused)) == 0
    return game.once(("within", mover.index, mask), lambda: edges.select(kept))


def _swept(game: ListedGame, movers: Sequence[Mover], against: tuple[int, ...], base: Ints, credible: bool) -> Ints:
    if not credible:
        masks = [(m, allowed_moves(m, against)) for m in movers]
        if is_product(game, movers):
            # All others together move like one mover with all their options: one block operation instead of sweeps.
            return over_blocks(np.minimum, reduce(or_, (mask for _, mask in masks), 0), base)
        return least_swept(base, [mover_blocks(game, m, mask) for m, mask in masks if mask], [], [])
    if is_product(game, movers, improving=True):
        return least_improved(base, [(int(m.reach.mask), game.rank_rows[m.actor]) for m in movers if m.actor is not None])
    improving = [(_ranked_blocks(game, m), game.rank_rows[m.actor]) for m in movers if m.actor is not None]
    listed = [improvements(game, m, against) for m in movers if m.is_body]
    return least_swept(base, [], improving, listed)


def mover_blocks(game: ListedGame, mover: Mover, mask: int) -> Blocks:
    """The blocks of those options of a mover that are in a mask, made once for each game.

    Parameters
    ----------
    game, mover
        A listed game with options, and a mover of it.
    mask
        The options, as bits of packed codes.

    Returns
    -------
    Blocks
        Of an actor with all its options each cell in order of its ranks, best first.
    """
    # Sorted cells serve moves as well as improvements, so one layout is kept for both.
    if mask == int(mover.reach.mask) and mover.actor is not None:
        return _ranked_blocks(game, mover)
    return game.once(("blocks", mover.index, mask), partial(game.blocks, mover, mask))


def _ranked_blocks(game: ListedGame, mover: Mover) -> Blocks:
    assert mover.actor is not None
    rank = game.rank_rows[mover.actor]
    return game.once(("ranked blocks", mover.index), lambda: sort_cells(game.blocks(mover), rank))
