"""Which states are stable for farsighted actors who can act together: the core, the largest consistent set, stable sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.evolution.paths import Step
from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows, member, with_labels
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.allowance import Allowance, End
from countermove.game.compile import game_of
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.model.case import Case
from countermove.stability.dominance import IndirectDominance, direct, indirect_dominance, won
from countermove.stability.engines.local import Moves, moves_from, rules_of
from countermove.stability.farsighted import consistent, core, least_ahead
from countermove.stability.stable_sets import kernels

__all__ = [
    "DOMINANCES", "LIMIT", "MOST_STATES", "Farsighted", "StableSets", "farsighted", "path_ahead", "relation",
    "stable_sets", "willing",
]  # fmt: skip

Bools = NDArray[np.bool_]
DOMINANCES = ("indirect", "direct")
MOST_STATES = 1_000
"""States up to which stable sets are searched: the solver gets a clause for each, over all pairs of them."""
LIMIT = 100
"""Stable sets in one answer unless more are asked for; cases that have any often have thousands."""
SIGNS: Mapping[str | int | float | bool | None, str] = {True: "Y", False: "N", None: "-"}
"""How Booleans stand in CSV; None is what a coalesced state leaves open."""


@dataclass(frozen=True)
class Totals(Record):
    """The number of feasible states, and the status quo."""

    count: int
    status_quo: State | None


@dataclass(frozen=True, eq=False)
class _OfStates(Result):
    """What answers about sets of states begin with."""

    game: ListedGame = field(metadata=HIDDEN, repr=False)

    @member()
    def actors(self) -> tuple[str, ...]:
        """The ids of all actors in file order, then of all bodies."""
        return (*self.game.case.actors, *self.game.case.bodies)

    @member()
    def options(self) -> tuple[str, ...]:
        """The full names of the options, in bit order."""
        return tuple(row.full for row in self.game.options)

    @member()
    def states(self) -> Totals:
        """How many states are feasible, and which of them is the status quo."""
        now = self.game.status_quo_key
        return Totals(self.game.size, None if now is None else self.game.at(now))

    @member(optional=True)
    def ids(self) -> tuple[str, ...]:
        """The ids of the states, where the case lists them."""
        return tuple(self.game.case.states or ())


@dataclass(frozen=True, eq=False)
class Farsighted(_OfStates):
    """Which states are stable for coalitions that are farsighted.

    Attributes
    ----------
    game
        The game.
    in_core, in_consistent_set
        Whether each state is in the core, and in the largest consistent set; shape (S,), by `State.index`.
    dominance
        For all pairs of states which one indirectly dominates the other.
    limit
        The most rows; None for all states.
    """

    schema = "farsighted/1"

    in_core: Bools = field(metadata=HIDDEN)
    in_consistent_set: Bools = field(metadata=HIDDEN)
    dominance: IndirectDominance = field(repr=False, metadata=HIDDEN)
    limit: int | None = field(default=None, metadata=HIDDEN)

    @cached_property
    def least(self) -> NDArray[np.int32]:
        """The least rank of each actor over the consistent states that are d or indirectly dominate it; (A, S)."""
        return least_ahead(self.game, self.dominance, self.in_consistent_set)

    def __repr__(self) -> str:
        core, consistent_ = int(self.in_core.sum()), int(self.in_consistent_set.sum())
        return f"Farsighted({self.game.size} states; core {core}, largest consistent set {consistent_})"

    @member()
    def core(self) -> tuple[State, ...]:
        """The states in the core, ascending."""
        return tuple(self.game.at(key) for key in np.flatnonzero(self.in_core).tolist())

    @member()
    def largest_consistent_set(self) -> tuple[State, ...]:
        """The states in the largest consistent set, ascending."""
        return tuple(self.game.at(key) for key in np.flatnonzero(self.in_consistent_set).tolist())

    def rows(self) -> Rows:
        """One row per state: its options, or its id, and whether it is in the core and in the largest consistent set."""
        ids = list(self.game.case.states or ())
        columns = [Column("state", "the number of the state, from 1")]
        if ids:
            columns += [Column("id", "its id in the case")]
        else:
            columns += [Column(row.full, f"whether it is taken: {row.name}", SIGNS) for row in self.game.options]
        columns += [
            Column("core", "whether no single step from it is better at once for all who must take it", SIGNS),
            Column("largest_consistent_set", "whether every step from it is deterred for the farsighted", SIGNS),
        ]
        size = self.game.size if self.limit is None else min(self.limit, self.game.size)
        values = []
        for key in range(size):
            what = (ids[key],) if ids else self.game.taken(key)
            values.append((key + 1, *what, bool(self.in_core[key]), bool(self.in_consistent_set[key])))
        return with_labels(self.game, Rows(tuple(columns), tuple(values)), map(self.game.at, range(size)))


@dataclass(frozen=True, eq=False)
class StableSets(_OfStates):
    """The stable sets that were found.

    Attributes
    ----------
    game
        The game.
    dominance
        ``"indirect"`` or ``"direct"``.
    stable_sets
        Each set as its states, ascending.
    stopped
        None where these are all there are, else what ended the search: ``"limit"``, ``"work"`` or ``"time"``.
    seconds
        The time that the search was allowed.
    """

    schema = "stable-sets/1"

    dominance: str
    stable_sets: tuple[tuple[State, ...], ...]
    stopped: Literal["limit"] | End | None
    seconds: float | None = field(default=None, metadata=HIDDEN)

    @member()
    def proved(self) -> bool:
        """Whether the search was complete: these are all stable sets, and if there are none, there is none."""
        return self.stopped is None

    @member()
    def coverage(self) -> Coverage:
        """Complete where these are proved to be all stable sets."""
        return COMPLETE if self.proved else Coverage("search", False, self.stopped, self.seconds)

    def __repr__(self) -> str:
        end = "all of them" if self.proved else f"stopped by the {self.stopped}"
        return f"StableSets({self.dominance} dominance; {len(self.stable_sets)} found, {end})"

    def rows(self) -> Rows:
        """One row for each state of each stable set."""
        columns = (Column("set", "the number of the set, from 1"), Column("state", "the number of a state in it, from 1"))
        values = tuple((k, state.number) for k, states in enumerate(self.stable_sets, 1) for state in states)
        return with_labels(
            self.game, Rows(columns, values, index=2), [state for states in self.stable_sets for state in states], 2
        )


def farsighted(game: Case | Game, *, on_progress: Callable[[], None] | None = None) -> Farsighted:
    """The core and the largest consistent set of a game, for coalitions that are farsighted.

    One controller moves per step: an actor, or those who win in a body with everybody else against. A state is in
    the core iff no step from it is better at once for all who must take it. It is in the largest consistent set
    iff every step from it is deterred: it may end in a state of the set that is no better for one of those
    who must take it.

    Parameters
    ----------
    game
        A listed game, or the case of one.
    on_progress
        Called after each 64 states, for progress bars.

    Returns
    -------
    Farsighted
        For each state whether it is in either set.

    Raises
    ------
    QuestionError
        For a searched game, and above 100,000 states.

    Notes
    -----
    Time and memory grow with the square of the number of states: 20,000 take about a second and 300 MB, 100,000 half
    a minute and 1.5 GB.

    References
    ----------
    Chwe 1994, "Farsighted coalitional stability", J. Econ. Theory 63, 299-325.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> answer = farsighted(compile(catalog.load_case("prisoners-dilemma")))
    >>> answer
    Farsighted(4 states; core 1, largest consistent set 2)
    >>> [state.number for state in answer.largest_consistent_set]
    [1, 4]
    """
    game = game_of(game)
    game.require("farsighted")
    assert isinstance(game, ListedGame)
    dominated = indirect_dominance(game, on_progress)
    return Farsighted(game, core(game), consistent(game, dominated), dominated)


def path_ahead(answer: Farsighted, start: int, end: int) -> tuple[Step, ...] | None:
    """A shortest path by which `end` indirectly dominates `start`; empty where they are one, None where there is none.

    Everybody who takes a step of it strictly prefers `end` to the state from which the step leads. Both are keys.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> answer = farsighted(compile(catalog.load_case("prisoners-dilemma")))
    >>> [(step.mover, step.after) for step in path_ahead(answer, 1, 0)]
    [('row', 0)]
    """
    if start == end:
        return ()
    game, below = answer.game, answer.dominance.below(end)
    # `below`: the states that `end` indirectly dominates; no path leads there from any other state.
    if not below[start]:
        return None
    # Breadth first, by the numbers of steps, through the states that the end dominates and the end itself.
    parent: dict[int, tuple[int, str]] = {start: (start, "")}
    states = [start]
    while end not in parent:
        here = np.array(states, dtype=np.int32)
        states = []
        for mover in game.movers:
            moves = moves_from(game, mover, here)
            moves = moves.select(below[moves.target] & willing(game, mover, moves, end))
            for before, after in zip(moves.source.tolist(), moves.target.tolist(), strict=True):
                if after not in parent:
                    parent[after] = (before, mover.id)
                    states.append(after)
    steps, state = [], end
    while state != start:
        before, who = parent[state]
        steps.append(Step(who, before, state))
        state = before
    return tuple(reversed(steps))


def willing(game: ListedGame, mover: Mover, moves: Moves, end: int) -> Bools:
    """Which moves of a mover those would make, or carry, who strictly prefer `end` to the state that is left."""
    # Farsighted: each step is judged by the end of the path, not by where the step itself leads.
    favour = game.rank_rows[:, [end]] > game.rank_rows[:, moves.source]
    if mover.actor is not None:
        return np.asarray(favour[mover.actor])
    return won(mover, rules_of(mover, moves.changed), favour)


def stable_sets(
    game: Case | Game, dominance: str = "indirect", *, limit: int = LIMIT, seconds: float | None = None
) -> StableSets:
    """The stable sets of von Neumann and Morgenstern, by indirect or by direct (one-step) dominance.

    No state in a stable set is dominated by another in it, and every state outside is dominated by some state in
    it. There may be none, and there may be several.

    Parameters
    ----------
    game
        A listed game of at most 1,000 states, or the case of one.
    dominance
        ``"indirect"`` (farsighted) or ``"direct"``.
    limit
        The most sets to return, at least 1.
    seconds
        A limit of the clock, after which the search is given up, and what it has is returned as not proved to be all.
        None: `SEARCH_WORK`, which every machine counts alike.

    Returns
    -------
    StableSets
        The sets, and whether these are all.

    Raises
    ------
    QuestionError
        For a searched game or one with too many states, an unknown dominance, no limit or no time, and where there is
        no solver.

    Notes
    -----
    Finding one is NP-complete; a constraint solver does it (extra ``solver``).

    References
    ----------
    von Neumann & Morgenstern 1944, Theory of Games and Economic Behavior; Harsanyi 1974, Management Science 20,
    1472-1495.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> answer = stable_sets(compile(catalog.load_case("prisoners-dilemma")), "direct")
    >>> answer
    StableSets(direct dominance; 1 found, all of them)
    >>> [[state.number for state in states] for states in answer.stable_sets]
    [[1, 4]]
    """
    game = game_of(game)
    game.require("farsighted")
    assert isinstance(game, ListedGame)
    _check(game, dominance, limit)
    allowance = Allowance(seconds=seconds)
    answer = kernels(relation(game, dominance), limit, allowance)
    sets = tuple(tuple(game.at(key) for key in np.flatnonzero(inside).tolist()) for inside in answer.sets)
    return StableSets(game, dominance, sets, answer.stopped, seconds)


def relation(game: ListedGame, dominance: str) -> Bools:
    """For each d and s whether d dominates s, shape (S, S)."""
    if dominance == "indirect":
        return indirect_dominance(game).matrix()
    # A full matrix, since the solver needs all pairs; `MOST_STATES` keeps it at a megabyte.
    dominates = np.zeros((game.size, game.size), dtype=bool)
    for mover in game.movers:
        steps = direct(game, mover)
        dominates[steps.target, steps.source] = True
    return dominates


def _check(game: ListedGame, dominance: str, limit: int) -> None:
    """Raise an error that says what is wrong with the question."""
    if dominance not in DOMINANCES:
        raise QuestionError(f"unknown dominance {quoted(dominance)}; {did_you_mean(dominance, DOMINANCES)}")
    if limit < 1:
        raise QuestionError(f"a limit of {limit} leaves no stable set to return; give 1 or more")
    if game.size > MOST_STATES:
        way = "list fewer" if game.is_graph else "rule combinations out under impossible:, join some under coalesce:"
        raise SizeError(
            f"the case has {game.size:,} states; stable sets are searched up to {MOST_STATES:,}: {way}, "
            "or ask for the core and the largest consistent set"
        )
