"""Stability by sanctions: GMR, SMR, SEQ and SSEQ.

A state is stable for a mover if each of its improvements can be answered by the others in such a way that it
is not better off than before. The four concepts differ in two things:

=====  ==========================================  ==================================
       the others may answer by                    the mover may move once more
=====  ==========================================  ==================================
GMR    any legal sequence of moves                 no
SMR    any legal sequence of moves                 yes, and must still not be better off
SEQ    legal sequences of their own improvements   no
SSEQ   legal sequences of their own improvements   yes, and must still not be better off
=====  ==========================================  ==================================

"Not better off" is always judged against the state in question, and never means strictly worse. Each step of a
credible sequence must be an improvement on the state where it is made.

References: Howard 1971 (GMR, SMR); Fraser & Hipel 1984 (SEQ); Rego & Vieira 2017 (SSEQ).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.stability.bodies import body_stable
from countermove.stability.engines.dispatch import best_after, least_answer

__all__ = ["gmr", "seq", "smr", "sseq"]


def gmr(game: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are general metarational for a mover.

    s is stable for a mover iff for each of its improvements s1 the others have a legal sequence of moves from s1 to a state
    that is not better for the mover than s. What they do need not be in their interest.

    Parameters
    ----------
    game
        A listed game of S states.
    mover
        An actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    References
    ----------
    Howard 1971, *Paradoxes of Rationality*.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> gmr(game, game.movers[0]).tolist()
    [True, False, True, True]
    """
    return _stable(game, mover, credible=False, counter=False)


def smr(game: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are symmetric metarational for a mover.

    s is stable for a mover iff each of its improvements is answered as under GMR, and from the state that the answer leads
    to no single move of the mover reaches a state that it prefers to s.

    Parameters
    ----------
    game
        A listed game of S states.
    mover
        An actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    References
    ----------
    Howard 1971, *Paradoxes of Rationality*.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> smr(game, game.movers[0]).tolist()
    [True, False, True, True]
    """
    return _stable(game, mover, credible=False, counter=True)


def seq(game: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are sequentially stable for a mover.

    s is stable for a mover iff for each of its improvements s1 the others have a legal sequence from s1, each step an
    improvement of the one who makes it, to a state that is not better for the mover than s: a credible sanction.

    Parameters
    ----------
    game
        A listed game of S states.
    mover
        An actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    References
    ----------
    Fraser & Hipel 1984, *Conflict Analysis*.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> seq(game, game.movers[0]).tolist()
    [True, False, True, True]
    """
    return _stable(game, mover, credible=True, counter=False)


def sseq(game: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are symmetric sequentially stable for a mover.

    s is stable for a mover iff each of its improvements is answered as under SEQ, and from the state that the answer leads
    to no single move of the mover reaches a state that it prefers to s.

    Parameters
    ----------
    game
        A listed game of S states.
    mover
        An actor or a body of it.

    Returns
    -------
    numpy.ndarray
        Whether each state is stable, shape (S,).

    References
    ----------
    Rego & Vieira 2017, Group Decis. Negot.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("prisoners-dilemma"))
    >>> sseq(game, game.movers[0]).tolist()
    [True, False, True, True]
    """
    return _stable(game, mover, credible=True, counter=True)


def _stable(game: ListedGame, mover: Mover, credible: bool, counter: bool) -> NDArray[np.bool_]:
    if mover.actor is None:
        return body_stable(game, mover, credible, counter)
    rank = game.rank_rows[mover.actor]
    # SMR and SSEQ judge an answer by the best that the mover can still do from there, by one move or none.
    after_counter_move = best_after(game, mover, rank) if counter else rank
    least = least_answer(game, mover, after_counter_move, credible)
    # A move that is no improvement passes by the first term, so all moves can be asked at once.
    return np.asarray(best_after(game, mover, np.minimum(rank, least)) <= rank)
