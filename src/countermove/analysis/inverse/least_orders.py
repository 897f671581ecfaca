"""The fewest exchanges of an actor's lines under which a state is Nash stable for it: exact, by sets of lines."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from heapq import heappop, heappush
from time import monotonic
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.variants import Preferences, Replacement
from countermove.errors import SizeError
from countermove.game.listed import ListedGame
from countermove.stability.engines.local import moves_from

__all__ = ["least_cost", "least_exchanges"]

MOST_SETS = 2**20
LOOK = 256
"""After so many sets the clock is looked at."""


@dataclass(frozen=True)
class Form:
    """A line as it is, or replaced: what that costs, and as masks the moves that it decides and those it favours."""

    price: int
    decides: int
    favours: int
    otherwise: bool


def least_exchanges(
    graph: ListedGame, preferences: Preferences, state: int, replacing: bool = False, ends: float | None = None
) -> int | None:
    """The least cost of a variant under which `state` is Nash stable for the actor; None where there is none.

    Lines are put down one after another, most important first; one that favours a move that none above it has
    decided may not come next. What may come next, and what it costs, depends only on the *set* of lines that
    stand already (and on those among them that were replaced by their `otherwise`), so the cheapest sets are
    tried first until every move is decided. At most 2^n sets for n lines; raises `SizeError` beyond a million,
    and after the moment `ends` of the monotonic clock.

    >>> from countermove import catalog
    >>> from countermove.analysis.inverse.variants import preferences_of
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> [least_exchanges(graph, preferences_of(graph, "usa"), state) for state in (147, 97)]
    [0, None]
    """
    mover = next((m for m in graph.movers if m.actor == preferences.actor), None)
    if mover is None:
        return 0
    targets = np.unique(moves_from(graph, mover, np.array([state], dtype=np.int32)).target)
    return least_cost(preferences, state, targets, replacing, ends=ends)


def least_cost(
    preferences: Preferences,
    state: int,
    targets: NDArray[np.integer[Any]],
    replacing: bool = False,
    worse: Collection[int] = (),
    *,
    ends: float | None = None,
) -> int | None:
    """The least cost of a variant under which none of `targets` is preferred to `state`; None where there is none.

    Targets whose places are in `worse` have to be less preferred than `state`, too. See `least_exchanges`.
    """
    forms, moves = _forms(preferences, state, targets, replacing)
    strict = sum(1 << place for place in worse)
    weights = preferences.weights
    every = (1 << len(forms)) - 1
    queue = [(0, 0, 0, 0)]
    seen: set[tuple[int, int]] = set()
    while queue:
        cost, placed, otherwise, decided = heappop(queue)
        if not strict & ~decided and (decided == moves or placed == every):
            return cost
        if (placed, otherwise) in seen:
            continue
        seen.add((placed, otherwise))
        if len(seen) > MOST_SETS or (ends is not None and len(seen) % LOOK == 0 and monotonic() > ends):
            raise SizeError(f"more than {MOST_SETS:,} sets of lines would have to be looked at")
        skipped = 0
        for k in range(len(forms)):
            if placed >> k & 1:
                continue
            for form in forms[k]:
                if not form.favours & ~decided:
                    total = cost + form.price + weights[k] * skipped
                    used = otherwise | form.otherwise << k
                    heappush(queue, (total, placed | 1 << k, used, decided | form.decides))
            skipped += weights[k]
    return None


def _forms(
    preferences: Preferences, state: int, targets: NDArray[np.integer[Any]], replacing: bool
) -> tuple[list[list[Form]], int]:
    """The forms of each line, and the mask of all moves from `state`."""

    def form(counts: NDArray[np.int64], price: int, kind: Replacement | None) -> Form:
        change = counts[targets] - counts[state]
        return Form(price, _mask(change != 0), _mask(change > 0), kind == "otherwise")

    forms = [[form(counts, 0, None)] for counts, _ in preferences.counts]
    if replacing:
        for (k, kind), counts in preferences.others.items():
            forms[k].append(form(counts, 1, kind))
    return forms, (1 << len(targets)) - 1


def _mask(chosen: NDArray[np.bool_]) -> int:
    return sum(1 << move for move in np.flatnonzero(chosen).tolist())
