"""Where improvements could lead from the status quo if everybody preferred what suits each step best: a bound."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.variants import Preferences
from countermove.game.listed import ListedGame, Mover

__all__ = ["conceivable"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]


def conceivable(graph: ListedGame, units: Mapping[str, Preferences], start: int, replacing: bool = False) -> Bools:
    """States outside which no improvements lead from `start`, however the lines of `units` are ordered; shape (S,).

    A move can be liked only if some line favours it, and has to be disliked only if some line disfavours it and none
    favours it; `replacing`: lines count with their replacements. Each move is judged by itself, so that not every
    state in the answer need be reached under any one set of preferences. Actors without `units` keep theirs. Since
    more support or less opposition never makes a rule fail, a body that does not move here never does. Cost: all
    moves times all lines.

    >>> from countermove import catalog
    >>> from countermove.analysis.inverse.variants import preferences_of
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> found = conceivable(graph, {id_: preferences_of(graph, id_) for id_ in graph.actors}, graph.status_quo)
    >>> int(found.sum()), graph.size
    (92, 416)
    """
    moves = [_liked(graph, mover, units, replacing) for mover in graph.movers]
    found = np.zeros(graph.size, dtype=bool)
    found[start] = True
    known = 0
    while known < (known := int(found.sum())):
        for source, target in moves:
            found[target[found[source]]] = True
    return found


def _liked(graph: ListedGame, mover: Mover, units: Mapping[str, Preferences], replacing: bool) -> tuple[Ints, Ints]:
    """The moves that may be improvements, as states before and after."""
    edges = graph.edges[mover.index]
    favour = np.zeros((len(graph.actors), len(edges.source)), dtype=bool)
    oppose = np.zeros_like(favour)
    for actor in {mover.actor} if mover.actor is not None else set().union(*(vote.players for vote in mover.votes)):
        id_ = graph.actors[actor]
        favour[actor], oppose[actor] = _stance(graph, actor, units.get(id_), edges.source, edges.target, replacing)
    if mover.actor is not None:
        able = favour[mover.actor]
    else:
        assert edges.rules is not None
        able = np.ones(len(edges.source), dtype=bool)
        for k, vote in enumerate(mover.votes):
            able &= vote.passes(favour, oppose) | (edges.rules >> k & 1 == 0)
    return edges.source[able], edges.target[able]


def _stance(
    graph: ListedGame, actor: int, units: Preferences | None, before: Ints, after: Ints, replacing: bool
) -> tuple[Bools, Bools]:
    """Whether an actor can be for each move, and whether it has to be against it."""
    if units is None:
        change = graph.ranks[actor, after] - graph.ranks[actor, before]
        return change > 0, change < 0
    can, must = np.zeros(len(before), dtype=bool), np.zeros(len(before), dtype=bool)
    for k, (counts, _) in enumerate(units.counts):
        forms = [counts, *(other for (line, _), other in units.others.items() if replacing and line == k)]
        changes = [form[after] - form[before] for form in forms]
        can |= np.any([change > 0 for change in changes], axis=0)
        must |= np.all([change < 0 for change in changes], axis=0)
    return can, must & ~can
