"""Where a conflict ends, and how it gets there: the outcomes of a game as facts of its briefing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.evolution.paths import shortest_path
from countermove.analysis.result import OPTIONAL, Record
from countermove.errors import SizeError
from countermove.game.game import Move, State
from countermove.stability.concept import NASH, Support

__all__ = ["Approach", "Folded", "Outcome", "Remainder", "approach", "outcomes_of", "remainders"]


MANY = 100
"""Nash equilibria beyond which those that all actors rank alike are shown as one: of fewer, a reader may want each."""


@dataclass(frozen=True)
class Folded(Record):
    """Outcomes that every actor ranks as the one shown: how many, and in which options they differ from it."""

    count: int
    options: tuple[str, ...]


@dataclass(frozen=True)
class Outcome(Record):
    """One equilibrium as it is shown.

    `rests_on`: ``nothing`` (no actor gains by a move of its own), credible ``answers``, ``threats``, ``chance`` (moves at
    the same time); None under concepts on request alone. `is_only_reached`: whether it is the only Nash equilibrium that
    single improvements reach from the status quo; None where that is not known. `folded`: the other Nash equilibria that
    every actor ranks as this one, where there are too many equilibria to show them one by one.
    """

    equilibrium: Equilibrium
    rests_on: Support | None
    is_only_reached: bool | None
    folded: Folded | None = field(default=None, metadata=OPTIONAL)


@dataclass(frozen=True)
class Remainder(Record):
    """Equilibria that are counted and not told one by one: what they rest on, and how many there are."""

    rests_on: Support | None
    count: int


@dataclass(frozen=True)
class Approach(Record):
    """How a state is reached from the status quo.

    `by`: ``here`` if it is the status quo, ``improvements`` or only other ``moves`` if legal sequences of these lead
    there, ``none`` if no moves do, ``unknown`` where a search found none. `steps`: the shortest sequence (in a
    searched game a walk); None where that was too long to search, and where there is none.
    """

    start: State
    to: State
    by: Literal["here", "improvements", "moves", "none", "unknown"]
    steps: tuple[Move, ...] | None


def outcomes_of(table: StabilityTable, limit: int) -> tuple[Outcome, ...]:
    """The first `limit` outcomes of a game, best supported first; see `StabilityTable.strongest`.

    Where equilibria are many, those Nash equilibria that every actor ranks as an earlier one are folded into it.
    """
    only, folds = _only_reached(table), _folds(table)
    keys = list(islice(folds, limit)) if folds else table.strongest(limit)
    return tuple(
        Outcome(
            table.at(key), table.support(key), None if only is None else key in only, _folded(table, key, folds.get(key))
        )
        for key in keys
    )


def _folds(table: StabilityTable) -> dict[int, NDArray[np.int64]]:
    """Outcomes in their order, each with itself and those folded into it; empty where equilibria are few."""
    if table.search is not None or NASH.id not in table.stable or int(table.holding(NASH.id).sum()) <= MANY:
        return {}
    keys = np.array(table.strongest(), dtype=np.int64)
    # Alike: every actor has the same rank, and both are Nash equilibria; all others are shown one by one.
    is_nash = table.holding(NASH.id)[keys]
    rows = np.vstack([table.listed.rank_rows[:, keys], np.where(is_nash, -1, keys)[None]])
    _, first, classes = np.unique(rows, axis=1, return_index=True, return_inverse=True)
    order = np.argsort(classes.reshape(-1), kind="stable")
    members = np.split(keys[order], np.flatnonzero(np.diff(classes.reshape(-1)[order])) + 1)
    return {int(keys[first[k]]): members[k] for k in np.argsort(first)}


def _folded(table: StabilityTable, key: int, alike: NDArray[np.int64] | None) -> Folded | None:
    """The outcomes that are folded into one: how many they are, and where they differ."""
    if alike is None or len(alike) < 2:
        return None
    game = table.listed
    own = game.at(key).taken
    varying = {k for other in alike.tolist() for k, taken in enumerate(game.at(other).taken) if taken is not own[k]}
    return Folded(len(alike) - 1, tuple(row.full for row in game.options if row.index in varying))


def _only_reached(table: StabilityTable) -> list[int] | None:
    """The position of the one Nash equilibrium that improvements reach, in a list; empty where there is not one."""
    if table.search is not None or table.reached is None or NASH.id not in table.stable:
        return None
    keys = np.flatnonzero(table.holding(NASH.id) & table.reached["improvements"]).tolist()
    return keys if len(keys) == 1 else []


def remainders(table: StabilityTable, outcomes: tuple[Outcome, ...]) -> tuple[Remainder, ...]:
    """How many equilibria there are besides those told, by what they rest on."""
    n_counted = Counter[Support | None]()
    for outcome in outcomes:
        n_counted[outcome.rests_on] += 1 + (outcome.folded.count if outcome.folded else 0)
    counts = {kind: count - n_counted[kind] for kind, count in table.kind_counts().items()}
    return tuple(Remainder(kind, count) for kind, count in counts.items() if count)


def approach(table: StabilityTable, key: int) -> Approach | None:
    """How the state with this key is reached from the status quo; None without one."""
    game = table.game
    if game.status_quo_key is None:
        return None
    start, to = game.at(game.status_quo_key), game.at(key)
    if start == to:
        return Approach(start, to, "here", ())
    equilibrium = table.at(key)
    if table.search is not None:
        walk = equilibrium.walk
        if walk is None:
            return Approach(start, to, "unknown", None)
        steps = tuple(Move(step.mover, game.at(step.before), game.at(step.after)) for step in walk.steps)
        return Approach(start, to, "improvements", steps)
    if not equilibrium.by_moves:
        return Approach(start, to, "none", None)
    # Whether moves lead there is in the table for all states at once; only the steps have to be searched for.
    by: Literal["improvements", "moves"] = "improvements" if equilibrium.by_improvements else "moves"
    try:
        path = shortest_path(table.listed, start.key, key, by == "improvements") or ()
    except SizeError:
        return Approach(start, to, by, None)
    return Approach(start, to, by, tuple(Move(step.mover, game.at(step.before), game.at(step.after)) for step in path))
