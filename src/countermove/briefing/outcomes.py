"""Where a conflict settles, and how it gets there: the outcomes of a game as facts of its briefing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.evolution.paths import shortest_path
from countermove.analysis.farsighted import farsighted
from countermove.analysis.result import Record
from countermove.errors import SizeError
from countermove.game.game import Move, State
from countermove.game.listed import ListedGame
from countermove.stability.concept import NASH

__all__ = [
    "MOST_NAMED", "Approach", "FarsightedHint", "Outcome", "Tally", "approach", "farsighted_hint", "nash_tallies",
    "outcomes_of",
]  # fmt: skip

MOST_NAMED = 9
"""States that a tally has: the eight that a line of the brief lists (`views`), and one that tells that there are more."""
MOST_PAIRS = 2**20
"""Pairs of states times movers up to which farsighted stability is asked for the brief: 0.03 s for 416 states and 5."""


@dataclass(frozen=True)
class Outcome(Record):
    """One equilibrium as it is told, and how many of those told after it are as strong."""

    equilibrium: Equilibrium
    as_strong: int


@dataclass(frozen=True)
class Tally(Record):
    """How many states have some property, and the first of them in ascending order."""

    count: int
    first: tuple[State, ...]


@dataclass(frozen=True)
class FarsightedHint(Record):
    """How many states are in the largest consistent set (Chwe), the only one if there is one, and is the lead in it."""

    count: int
    only: State | None
    has_lead: bool | None


@dataclass(frozen=True)
class Approach(Record):
    """How a state is reached from the status quo.

    `by`: ``here`` if it is the status quo, ``improvements`` or only other ``moves`` if legal sequences of these lead
    there, ``none`` if no moves do, ``unknown`` where a search came upon none. `steps`: the shortest sequence (in a
    searched game a walk); None where that was too long to search, and where there is none.
    """

    start: State
    to: State
    by: Literal["here", "improvements", "moves", "none", "unknown"]
    steps: tuple[Move, ...] | None


def outcomes_of(table: StabilityTable, limit: int) -> tuple[Outcome, ...]:
    """The first `limit` outcomes of a listed game, strongest first; see `StabilityTable.strongest`.

    Of two equilibria one is as strong as the other if as many concepts hold them and improvements reach both or none.
    """
    keys = table.strongest()
    strength = table.strength()[keys]
    reached = np.zeros(len(keys), dtype=bool) if table.reached is None else table.reached["improvements"][keys]
    outcomes = []
    for place, key in enumerate(keys[:limit]):
        # `strongest` goes by reach, then by strength, so that the equals of an outcome stand directly behind it.
        alike = (strength[place + 1 :] == strength[place]) & (reached[place + 1 :] == reached[place])
        outcomes.append(Outcome(table.at(key), int(np.count_nonzero(alike))))
    return tuple(outcomes)


def nash_tallies(table: StabilityTable) -> tuple[Tally | None, Tally | None]:
    """The Nash equilibria of a listed game, and those that improvements reach from the status quo.

    The first is None where Nash was not asked, the second without a status quo.
    """
    if NASH.id not in table.stable:
        return None, None
    holding = table.holding(NASH.id)
    reached = None if table.reached is None else _tally(table.listed, holding & table.reached["improvements"])
    return _tally(table.listed, holding), reached


def _tally(game: ListedGame, mask: np.ndarray) -> Tally:
    keys = np.flatnonzero(mask)
    return Tally(len(keys), tuple(game.at(key) for key in keys[:MOST_NAMED].tolist()))


def farsighted_hint(game: ListedGame, lead: int | None) -> FarsightedHint | None:
    """What farsighted actors would not leave, and whether the outcome `lead` is among it; None where that is much work.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> farsighted_hint(compile(catalog.load_case("prisoners-dilemma")), 0)
    FarsightedHint(count=2, only=None, has_lead=True)
    """
    if game.size**2 * len(game.movers) > MOST_PAIRS:
        return None
    # Kept with the game: a report has the brief, too, and need not compute it again.
    kept = game.once(("largest consistent set",), lambda: farsighted(game).in_consistent_set)
    count = int(kept.sum())
    only = game.at(int(np.flatnonzero(kept)[0])) if count == 1 else None
    return FarsightedHint(count, only, None if lead is None else bool(kept[lead]))


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
