"""Bounds below what a change costs: exact least costs of one actor, and states that no change opens a path to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.inverse.changes import Preferences, Replacement
from countermove.errors import SizeError
from countermove.game.allowance import Allowance
from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.local import moves_from

__all__ = ["conceivable", "least_cost", "least_swaps"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]

MOST_SETS = 2**20
"""Sets of statements that are looked at for one actor and one state; they and the queue take a few hundred MB."""
SET_WORK = 2e-6
"""Work of looking at one set for each statement that may come next."""


@dataclass(frozen=True)
class Form:
    """A statement as it is, or replaced: its price, and as masks the moves that it decides and those it favours."""

    price: int
    decides: int
    favours: int
    otherwise: bool


def least_swaps(
    game: ListedGame, preferences: Preferences, state: int, replacing: bool = False, allowance: Allowance | None = None
) -> int | None:
    """The least cost of a variant under which `state` is Nash stable for the actor; None where there is none.

    Statements are put down one after another, most important first; one that favours a move that none above it has
    decided may not come next. What may come next, and what it costs, depends only on the *set* of statements that
    stand already (and on those among them that were replaced by their `otherwise`), so the cheapest sets are
    tried first until every move is decided. At most 2^n sets for n statements; raises `SizeError` beyond a million,
    and when the allowance is spent.

    >>> from countermove import catalog
    >>> from countermove.analysis.inverse.changes import preferences_of
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> [least_swaps(game, preferences_of(game, "usa"), state) for state in (147, 97)]
    [0, None]
    """
    mover = next((m for m in game.movers if m.actor == preferences.actor), None)
    if mover is None:
        return 0
    targets = np.unique(moves_from(game, mover, np.array([state], dtype=np.int32)).target)
    return least_cost(preferences, state, targets, replacing, allowance=allowance)


def least_cost(
    preferences: Preferences,
    state: int,
    targets: NDArray[np.integer[Any]],
    replacing: bool = False,
    worse: Collection[int] = (),
    *,
    allowance: Allowance | None = None,
) -> int | None:
    """The least cost of a variant under which none of `targets` is preferred to `state`; None where there is none.

    Targets whose places are in `worse` have to be less preferred than `state`, too. See `least_swaps`.
    """
    forms, moves = _forms(preferences, state, targets, replacing)
    strict = sum(1 << place for place in worse)
    weights = preferences.weights
    # A move that no statement decides leaves the actor indifferent, which is enough unless the target must be worse.
    every = (1 << len(forms)) - 1
    # Dijkstra's algorithm over sets: a set that comes out of the queue is there at its least cost. Which moves it has
    # decided follows from the set and its `otherwise`s alone, since a negation decides the same moves as its statement.
    queue = [(0, 0, 0, 0)]
    seen: set[tuple[int, int]] = set()
    while queue:
        cost, placed, otherwise, decided = heappop(queue)
        if not strict & ~decided and (decided == moves or placed == every):
            return cost
        if (placed, otherwise) in seen:
            continue
        seen.add((placed, otherwise))
        if allowance is not None:
            allowance.spend(SET_WORK * len(forms))
        if len(seen) > MOST_SETS or (allowance is not None and allowance.is_spent):
            raise SizeError(f"more than {MOST_SETS:,} sets of lines would have to be looked at")
        skipped = 0  # the weights of those that the next one is put above, each pair of which costs a swap
        for k in range(len(forms)):
            if placed >> k & 1:
                continue
            for form in forms[k]:
                # A statement may come next if each move that it favours is already decided against by those above it.
                if not form.favours & ~decided:
                    total = cost + form.price + weights[k] * skipped
                    used = otherwise | form.otherwise << k
                    heappush(queue, (total, placed | 1 << k, used, decided | form.decides))
            skipped += weights[k]
    return None


def _forms(
    preferences: Preferences, state: int, targets: NDArray[np.integer[Any]], replacing: bool
) -> tuple[list[list[Form]], int]:
    """The forms of each statement, and the mask of all moves from `state`."""

    def form(counts: NDArray[np.int64], price: int, kind: Replacement | None) -> Form:
        # By sign alone: a group of statements decides as one, whichever of them differ.
        change = counts[targets] - counts[state]
        return Form(price, _mask(change != 0), _mask(change > 0), kind == "otherwise")

    forms = [[form(counts, 0, None)] for counts, _ in preferences.counts]
    if replacing:
        for (k, kind), counts in preferences.others.items():
            forms[k].append(form(counts, 1, kind))
    return forms, (1 << len(targets)) - 1


def _mask(chosen: NDArray[np.bool_]) -> int:
    return sum(1 << move for move in np.flatnonzero(chosen).tolist())


def conceivable(game: ListedGame, units: Mapping[str, Preferences], start: int, replacing: bool = False) -> Bools:
    """States outside which no improvements lead from `start`, however the statements of `units` are ordered; shape (S,).

    A move can be liked only if some statement favours it, and has to be disliked only if some disfavours it and none
    favours it; `replacing`: statements count with their replacements. Each move is judged by itself, so that not every
    state in the answer need be reached under any one set of preferences. Actors without `units` keep theirs. Since
    more support or less opposition never makes a rule fail, a body that does not move here never does. Cost: all
    moves times all statements.

    >>> from countermove import catalog
    >>> from countermove.analysis.inverse.changes import preferences_of
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> states = conceivable(game, {id_: preferences_of(game, id_) for id_ in game.actors}, game.status_quo_key)
    >>> int(states.sum()), game.size
    (92, 416)
    """
    moves = [_liked(game, mover, units, replacing) for mover in game.movers]
    reached = np.zeros(game.size, dtype=bool)
    reached[start] = True
    count = 0
    # Plain closure, without last movers: it only has to be an upper bound, and legal sequences reach less.
    while count < (count := int(reached.sum())):
        for source, target in moves:
            reached[target[reached[source]]] = True
    return reached


def _liked(game: ListedGame, mover: Mover, units: Mapping[str, Preferences], replacing: bool) -> tuple[Ints, Ints]:
    """The moves that may be improvements, as states before and after."""
    edges = game.edges[mover.index]
    favour = np.zeros((len(game.actors), len(edges.source)), dtype=bool)
    oppose = np.zeros_like(favour)
    for actor in {mover.actor} if mover.actor is not None else set().union(*(vote.players for vote in mover.votes)):
        id_ = game.actors[actor]
        favour[actor], oppose[actor] = _stance(game, actor, units.get(id_), edges.source, edges.target, replacing)
    if mover.actor is not None:
        able = favour[mover.actor]
    else:
        assert edges.rules is not None
        able = np.ones(len(edges.source), dtype=bool)
        for k, vote in enumerate(mover.votes):
            able &= vote.passes(favour, oppose) | (edges.rules >> k & 1 == 0)
    return edges.source[able], edges.target[able]


def _stance(
    game: ListedGame, actor: int, units: Preferences | None, before: Ints, after: Ints, replacing: bool
) -> tuple[Bools, Bools]:
    """Whether an actor can be for each move, and whether it has to be against it."""
    if units is None:
        change = game.rank_rows[actor, after] - game.rank_rows[actor, before]
        return change > 0, change < 0
    can, must = np.zeros(len(before), dtype=bool), np.zeros(len(before), dtype=bool)
    for k, (counts, _) in enumerate(units.counts):
        forms = [counts, *(other for (unit, _), other in units.others.items() if replacing and unit == k)]
        changes = [form[after] - form[before] for form in forms]
        # Some statement that favours it could be put on top; then the actor is for it.
        can |= np.any([change > 0 for change in changes], axis=0)
        must |= np.all([change < 0 for change in changes], axis=0)
    return can, must & ~can
