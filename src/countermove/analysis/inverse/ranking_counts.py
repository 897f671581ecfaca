"""Of all strict rankings that one actor could have, how many make a state stable for it: exact, by upper sets."""

from __future__ import annotations

from itertools import combinations
from math import factorial

import numpy as np

from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.listed import ListedGame
from countermove.stability.concept import CONCEPTS, stable

__all__ = ["COUNTED", "rankings_that_hold"]

COUNTED = ("nash", "gmr", "smr", "seq", "sseq")
"""Concepts under which a verdict depends, of the actor's own ranking, only on what it prefers to the state."""
MOST_STATES = 16


def rankings_that_hold(graph: ListedGame, state: int, actor: str) -> dict[str, int]:
    """How many of all S! strict rankings of the S states make `state` stable for `actor`, by concept.

    Everybody else's preferences stay as they are. Under these concepts the verdict depends only on the set A of
    states that the actor prefers to `state`, and |A|! (S - 1 - |A|)! rankings share it, so the 2^(S-1) sets are
    tried. Raises `SizeError` above 16 states, `QuestionError` for an actor that never moves.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> rankings_that_hold(compile(catalog.load_case("chicken")), 0, "row")
    {'nash': 12, 'gmr': 16, 'smr': 14, 'seq': 12, 'sseq': 12}
    """
    mover = graph.mover(actor)
    if mover.actor is None:
        raise QuestionError(f"{quoted(actor)} is a body; it has no preferences of its own")
    if graph.size > MOST_STATES:
        raise SizeError(f"the case has {graph.size:,} states; rankings are counted for {MOST_STATES} at most")
    others = [s for s in range(graph.size) if s != state]
    found = dict.fromkeys(COUNTED, 0)
    for size in range(len(others) + 1):
        share = factorial(size) * factorial(len(others) - size)
        for above in combinations(others, size):
            ranks = graph.ranks.copy()
            ranks[mover.actor] = 0
            ranks[mover.actor, np.array(above, dtype=int)] = 1
            other = graph.with_ranks(ranks)
            for id_ in COUNTED:
                found[id_] += share * bool(stable(other, mover, CONCEPTS[id_])[state])
    return found
