"""What people who look far ahead would not leave: one line of the brief, for small cases."""

from __future__ import annotations

import numpy as np

from countermove.analysis.farsighted import farsighted
from countermove.game.listed import ListedGame
from countermove.text.naming import state_name
from countermove.text.phrases import Lines

__all__ = ["far_ahead"]

SMALL = 2**20
"""The most pairs of states, times the movers, that are looked at for the brief."""


def far_ahead(graph: ListedGame, lead: int | None) -> Lines:
    """How many states are consistent, and whether the outcome `lead` is; nothing where that is too much work.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> list(far_ahead(compile(catalog.load_case("prisoners-dilemma")), 0))[0][1]
    'Seen far ahead, 2 states hold (the largest consistent set), state 1 among them.'
    """
    if graph.size**2 * len(graph.movers) > SMALL:
        return
    kept = graph.once(("largest consistent set",), lambda: farsighted(graph).in_consistent_set)
    count = int(kept.sum())
    if count == 1:
        only = state_name(graph, int(np.flatnonzero(kept)[0]))
        yield 1, f"Seen far ahead, 1 state holds (the largest consistent set): {only}."
        return
    text = f"Seen far ahead, {'all ' if count == graph.size else ''}{count:,} states hold (the largest consistent set)"
    if lead is None or count == graph.size:
        yield 1, f"{text}."
    else:
        yield 1, f"{text}, {state_name(graph, lead)} {'' if kept[lead] else 'not '}among them."
