"""Many questions about reached states at once: for each state one bit for every question, spread along moves.

A question is a set of states. BitRows of bits have shape (S, bytes), bit q of a row being question q; `packed` makes
them, `unpacked` reads them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.game.moves import Edges

__all__ = ["BitRows", "met_by_moves", "packed", "unpacked"]

BitRows = NDArray[np.uint8]
Bools = NDArray[np.bool_]


def packed(answers: Bools) -> BitRows:
    """Rows of bits from an array of answers.

    Parameters
    ----------
    answers
        Shape (S, questions).

    Returns
    -------
    numpy.ndarray
        Shape (S, bytes), bit q of a row being question q, the lowest bit first.
    """
    return np.packbits(answers, axis=1, bitorder="little")


def unpacked(rows: BitRows, questions: int) -> Bools:
    """The array of answers that rows of bits hold.

    Parameters
    ----------
    rows
        Shape (S, bytes).
    questions
        How many there are; the last byte may hold fewer than eight.

    Returns
    -------
    numpy.ndarray
        Shape (S, questions).
    """
    return np.unpackbits(rows, axis=1, count=questions, bitorder="little").astype(bool)


def met_by_moves(edges: Sequence[Edges], rows: BitRows) -> BitRows:
    """The bits that are set in some state reached by a legal sequence of one or more moves from each state.

    No mover moves twice in a row, as in `sequences`. With ``after[k]`` the bits that a sequence beginning with k meets, this
    is the least solution of ``after[k](s) = union over moves s -> t of k of (rows(t), after[j](t) for j != k)``.

    Parameters
    ----------
    edges
        The moves of each mover, over S states.
    rows
        Shape (S, bytes).

    Returns
    -------
    numpy.ndarray
        Shape (S, bytes).

    Notes
    -----
    Cost per sweep: the number of moves, times the bytes of a row.

    Examples
    --------
    >>> a = Edges(np.array([0]), np.array([1]), np.array([0, 1, 1, 1]))
    >>> b = Edges(np.array([1]), np.array([2]), np.array([0, 0, 1, 1]))
    >>> met_by_moves([a, b], np.array([[1], [2], [4]], dtype=np.uint8)).ravel().tolist()
    [6, 4, 0]
    """
    after = np.zeros((len(edges), *rows.shape), dtype=np.uint8)
    unchanged = turn = 0
    while unchanged < len(edges):
        # What the others meet from there on: the mover itself may not go on at once.
        beyond = rows | np.bitwise_or.reduce(np.delete(after, turn, axis=0), axis=0)
        value = after[turn] | _met_next(edges[turn], beyond)
        unchanged = unchanged + 1 if np.array_equal(value, after[turn]) else 0
        after[turn] = value
        turn = (turn + 1) % len(edges)
    return np.asarray(np.bitwise_or.reduce(after, axis=0))


def _met_next(edges: Edges, rows: BitRows) -> BitRows:
    """For each state the union of `rows` over its targets."""
    result = np.zeros_like(rows)
    # `reduceat` gives an empty segment the next element, so only states with moves are asked.
    moving = edges.start[1:] > edges.start[:-1]
    if len(edges.target):
        result[moving] = np.bitwise_or.reduceat(rows[edges.target], edges.start[:-1][moving], axis=0)
    return result
