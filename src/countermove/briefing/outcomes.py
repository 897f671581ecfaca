"""Where a conflict ends, and how it gets there: the outcomes of a game as facts of its briefing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.evolution.paths import shortest_path
from countermove.analysis.result import Record
from countermove.errors import SizeError
from countermove.game.game import Move, State
from countermove.stability.concept import NASH, Support

__all__ = ["Approach", "Outcome", "Remainder", "approach", "outcomes_of", "remainders"]


@dataclass(frozen=True)
class Outcome(Record):
    """One equilibrium as it is shown.

    `rests_on`: ``nothing`` (no actor gains by a move of its own), credible ``answers``, ``threats``, ``chance`` (moves at
    the same time); None under concepts on request alone. `is_only_reached`: whether it is the only Nash equilibrium that
    single improvements reach from the status quo; None where that is not known.
    """

    equilibrium: Equilibrium
    rests_on: Support | None
    is_only_reached: bool | None


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
    """The first `limit` outcomes of a game, best supported first; see `StabilityTable.strongest`."""
    only = _only_reached(table)
    return tuple(
        Outcome(table.at(key), table.support(key), None if only is None else key in only) for key in table.strongest(limit)
    )


def _only_reached(table: StabilityTable) -> list[int] | None:
    """The position of the one Nash equilibrium that improvements reach, in a list; empty where there is not one."""
    if table.search is not None or table.reached is None or NASH.id not in table.stable:
        return None
    keys = np.flatnonzero(table.holding(NASH.id) & table.reached["improvements"]).tolist()
    return keys if len(keys) == 1 else []


def remainders(table: StabilityTable, outcomes: tuple[Outcome, ...]) -> tuple[Remainder, ...]:
    """How many equilibria there are besides those told, by what they rest on."""
    told = [outcome.rests_on for outcome in outcomes]
    counts = {kind: count - told.count(kind) for kind, count in table.kind_counts().items()}
    return tuple(Remainder(kind, count) for kind, count in counts.items() if count)


def approach(table: StabilityTable, key: int) -> Approach | None:
    """How the state with this key is reached from the status quo; None without one."""
    game = table.game
    if game.status_quo is None:
        return None
    start, to = game.at(game.status_quo), game.at(key)
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
