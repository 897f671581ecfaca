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


def gmr(graph: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are general metarational for `mover`, shape (S,)."""
    return _stable(graph, mover, credible=False, counter=False)


def smr(graph: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are symmetric metarational for `mover`, shape (S,)."""
    return _stable(graph, mover, credible=False, counter=True)


def seq(graph: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are sequentially stable for `mover`, shape (S,)."""
    return _stable(graph, mover, credible=True, counter=False)


def sseq(graph: ListedGame, mover: Mover) -> NDArray[np.bool_]:
    """States that are symmetric sequentially stable for `mover`, shape (S,)."""
    return _stable(graph, mover, credible=True, counter=True)


def _stable(graph: ListedGame, mover: Mover, credible: bool, counter: bool) -> NDArray[np.bool_]:
    if mover.actor is None:
        return body_stable(graph, mover, credible, counter)
    rank = graph.ranks[mover.actor]
    after_counter_move = best_after(graph, mover, rank) if counter else rank
    held_down = least_answer(graph, mover, after_counter_move, credible)
    # A move that is no improvement passes by the first term, so all moves can be asked at once.
    return np.asarray(best_after(graph, mover, np.minimum(rank, held_down)) <= rank)
