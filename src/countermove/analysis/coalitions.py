"""Which outcomes are stable although actors may act together: the coalitions that leave the others, and by which moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice
from math import comb

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import equilibria
from countermove.analysis.evolution.paths import Step
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, member, with_labels
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.compile import game_of
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.coalition import (
    CNASH,
    COALITION_CONCEPTS,
    Coalition,
    CoalitionConcept,
    coalition_stable,
    open_gains,
    work_of,
)
from countermove.stability.engines.local import moves_from

__all__ = [
    "LIMIT", "MAX_WORK", "CoalitionState", "CoalitionTable", "StableStates", "Upset", "actor_units", "coalitions",
    "count_up_to", "fitting_size", "usual_size",
]  # fmt: skip

Bools = NDArray[np.bool_]
MAX_WORK = 3 * 10**11
"""Steps that may be taken to judge all states for all coalitions: some minutes."""
MOST_ASKED = 20_000
"""Coalitions that are asked unless a size is given: each has a verdict on every state, which is kept."""
MOST_VISITED = 2**20
"""States, once for each last mover, that are visited for one path of a coalition; beyond that, it is left out."""
LIMIT = 1_000
"""States, and coalitions that leave each, in one table of data unless more are asked for."""
MOST_VERDICTS = 2**20
"""Verdicts up to which JSON has all of them, a few megabytes; in larger cases programs read the arrays."""


@dataclass(frozen=True)
class Upset(Record):
    """A coalition that leaves `state`, and a shortest legal sequence of its moves to a gain without a sanction.

    `coalition` has the ids of its actors. `steps` are its moves, also those of bodies that it has the votes for, to the
    state `to`; both None where the sequences were too many to follow. `minimal`: no part of the coalition leaves the state.
    """

    state: State = field(metadata=HIDDEN)
    coalition: tuple[str, ...]
    minimal: bool
    to: State | None
    steps: tuple[Step, ...] | None


@dataclass(frozen=True)
class StableStates(Record):
    """The states that are stable for one coalition."""

    coalition: tuple[str, ...]
    states: tuple[State, ...]


@dataclass(frozen=True)
class CoalitionState(Record):
    """One state: whether it is stable for every mover alone, and against all coalitions; and which coalitions leave it."""

    state: State
    id: str | None = field(metadata=OPTIONAL)
    alone: bool
    together: bool
    upset_by: tuple[Upset, ...]


@dataclass(frozen=True, eq=False)
class CoalitionTable(Result):
    """The verdicts of all coalitions of up to a size on all states.

    Attributes
    ----------
    game
        The game.
    concept
        The coalition concept, such as CNash.
    size, pareto
        The most members of a coalition; whether it leaves where one member gains and none loses.
    coalitions
        The ids of each coalition's actors, smaller coalitions first.
    stable
        Whether each state is stable for each coalition; shape (coalitions, S).
    alone
        Whether each state is an equilibrium under the concept for single movers that `concept` extends (for CNash: Nash),
        bodies included; shape (S,).
    only
        The one state that is asked about; None for all that are stable alone or against coalitions.
    limit
        The most states, and coalitions of each, in JSON and rows.
    """

    schema = "coalitions/1"

    game: ListedGame = field(metadata=HIDDEN)
    concept: CoalitionConcept = field(metadata=HIDDEN)
    size: int
    pareto: bool
    coalitions: tuple[tuple[str, ...], ...] = field(metadata=HIDDEN)
    stable: Bools = field(metadata=HIDDEN)
    alone: Bools = field(metadata=HIDDEN)
    only: State | None = field(default=None, metadata=HIDDEN)
    limit: int = field(default=LIMIT, metadata=HIDDEN)

    def __repr__(self) -> str:
        return (
            f"CoalitionTable({self.concept.label}, {len(self.coalitions)} coalitions of up to {self.size}; "
            f"{int(self.holding.sum())} of {self.game.size} states are stable)"
        )

    @property
    def holding(self) -> Bools:
        """The coalition equilibria: states that are stable for every coalition; shape (S,)."""
        return np.asarray(self.stable.all(axis=0))

    def listed(self) -> tuple[State, ...]:
        """The states that are stable alone or against all coalitions, those that are both first; or the one asked about."""
        if self.only is not None:
            return (self.only,)
        # 2 for both, 1 for one of the two; a stable sort keeps states of equal strength in ascending order.
        both = self.alone.astype(int) + self.holding
        keys = np.argsort(-both, kind="stable")[: int((both > 0).sum())]
        return tuple(self.game.at(key) for key in keys.tolist())

    def upset_by(self, state: State | int) -> tuple[tuple[str, ...], ...]:
        """The coalitions that leave a state, smaller ones first; a whole number is a state's number, from 1."""
        return tuple(self.coalitions[k] for k in np.flatnonzero(~self.stable[:, self.game.find(state)]))

    def minimal(self, state: State | int) -> tuple[tuple[str, ...], ...]:
        """The coalitions that leave a state and no part of which does."""
        upsetting = self.upset_by(state)
        least: list[frozenset[str]] = []
        for ids in upsetting:  # smaller ones first, so that every part of one has been seen before it
            members = frozenset(ids)
            if not any(other <= members for other in least):
                least.append(members)
        return tuple(ids for ids in upsetting if frozenset(ids) in least)

    def upsets(self, state: State | int, minimal: bool = False) -> Iterator[Upset]:
        """For each coalition that leaves a state (`minimal`: only those of which no part does) its shortest path to a gain.

        Of gains that are equally near, one that is not worse for the coalition than another of them.
        """
        return self._upsets(self.game.state(state), minimal)

    def _upsets(self, state: State, minimal: bool) -> Iterator[Upset]:
        least = dict.fromkeys(self.minimal(state))
        for ids in least if minimal else self.upset_by(state):
            members = tuple(self.game.actors.index(id_) for id_ in ids)
            yield _upset(Coalition(self.game, members, self.pareto), self.concept, state, ids in least)

    @member("concept")
    def concept_id(self) -> str:
        """The id of the coalition concept."""
        return self.concept.id

    @member("alone")
    def concept_alone(self) -> str:
        """The id of the concept for single movers that it extends."""
        return self.concept.alone

    @member("coalitions")
    def count(self) -> int:
        """How many coalitions were asked."""
        return len(self.coalitions)

    @member()
    def equilibria(self) -> tuple[State, ...]:
        """The states that are stable against all coalitions, ascending."""
        return _states(self.game, self.holding)

    @member(optional=True)
    def merged(self) -> tuple[tuple[str, ...], ...]:
        """Coalitions of actors that move as one, each as its ids."""
        return tuple(tuple(ids) for ids in self.game.merged)

    @member("stable", optional=True)
    def stable_for(self) -> tuple[StableStates, ...]:
        """For each coalition the states that are stable for it; left out in large cases."""
        if self.stable.size > MOST_VERDICTS:
            return ()
        rows = zip(self.coalitions, self.stable, strict=True)
        return tuple(StableStates(ids, _states(self.game, row)) for ids, row in rows)

    @member()
    def states(self) -> tuple[CoalitionState, ...]:
        """The states that are stable, alone or against coalitions, or the one asked about, with who leaves them."""
        answers = []
        for state in self.listed()[: self.limit]:
            upset_by = tuple(islice(self.upsets(state), self.limit))
            answers.append(CoalitionState(state, state.id, bool(self.alone[state]), bool(self.holding[state]), upset_by))
        return tuple(answers)

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether states, or coalitions that leave them, are left out."""
        listed = self.listed()
        return len(listed) > self.limit or any(len(self.upset_by(s)) > self.limit for s in listed[: self.limit])

    def rows(self) -> Rows:
        """One row per state and coalition that leaves it, or one without a coalition.

        Of each state the first 1,000 coalitions, smaller ones first.
        """
        columns = (
            Column("state", "the number of the state, from 1"),
            Column("alone", "whether it is stable for every mover by itself"),
            Column("together", "whether it is stable against all coalitions"),
            Column("coalition", "the ids of the actors that leave it together, with + between them"),
            Column("minimal", "whether no part of the coalition would leave it"),
            Column("to", "the number of the state to which they would go"),
            Column("steps", "their moves: mover:from>to, with spaces between them"),
        )
        holding = self.holding
        values: list[tuple[str | int | bool | None, ...]] = []
        states: list[State] = []
        for state in self.listed()[: self.limit]:
            head = (state.number, bool(self.alone[state]), bool(holding[state]))
            upsets: list[tuple[str | int | bool | None, ...]] = [
                (
                    "+".join(upset.coalition),
                    upset.minimal,
                    None if upset.to is None else upset.to.number,
                    " ".join(f"{s.mover}:{s.before + 1}>{s.after + 1}" for s in upset.steps or ()),
                )
                for upset in islice(self.upsets(state), LIMIT)
            ]
            values += [(*head, *upset) for upset in upsets or [(None, None, None, None)]]
            states += [state] * max(len(upsets), 1)
        return with_labels(self.game, Rows(columns, tuple(values)), states)


def _states(game: ListedGame, where: Bools) -> tuple[State, ...]:
    return tuple(game.at(key) for key in np.flatnonzero(where).tolist())


def coalitions(
    game: Case | Game,
    size: int | None = None,
    *,
    pareto: bool = False,
    concept: str = CNASH.id,
    on_progress: Callable[[], None] | None = None,
) -> CoalitionTable:
    """Which states are stable against all coalitions of up to `size` actors, and who leaves the others.

    A coalition leaves a state for one that every member strictly prefers; with `pareto`, for one that some member
    strictly prefers and none likes less. Coalitions are of actors, also of actors without options: their votes may be
    needed in a body. Bodies are no members, and whether a body would move by its own rule is not asked
    here. Actors who have been merged count as one.

    Parameters
    ----------
    game
        A listed game, or the case of one.
    size
        The most actors of a coalition, at least 1; None for coalitions of all sizes.
    pareto
        Whether it is enough that one member gains and none loses.
    concept
        ``cnash``, ``cgmr``, ``csmr`` or ``cseq``.
    on_progress
        Called after each coalition, for progress bars.

    Returns
    -------
    CoalitionTable
        For each coalition the states that are stable for it, and its moves from the others.

    Raises
    ------
    QuestionError
        For a searched game, an unknown concept or a size below 1, and where the coalitions are too many for the
        number of states.

    Notes
    -----
    Cost: the number of coalitions, times the moves, times an eighth of the states; in large cases without
    preconditions and coalesced states the number of coalitions times the states.

    References
    ----------
    Kilgour, Hipel, Fang and Peng 2001, "Coalition analysis in group decision support", Group Decis. Negot. 10, 159-175;
    Inohara and Hipel 2008, "Coalition analysis in the graph model for conflict resolution", Syst. Eng. 11, 343-359.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> table = coalitions(compile(catalog.load_case("elmira")))
    >>> table
    CoalitionTable(CNash, 7 coalitions of up to 3; 2 of 9 states are stable)
    >>> [(upset.coalition, upset.to.number) for upset in table.upsets(5)]
    [(('ministry', 'uniroyal'), 8)]
    """
    game = game_of(game)
    game.require("coalitions")
    assert isinstance(game, ListedGame)
    chosen = _concept(concept)
    units = actor_units(game)
    if size is not None and size < 1:
        raise QuestionError(f"a coalition has at least one member; the size {size} asks for none")
    most_parties = len(units) if size is None else min(size, len(units))
    _require_fit(game, most_parties)
    # One row of verdicts a coalition, smaller coalitions first: `minimal` relies on the order.
    ids, rows = [], []
    for members in _up_to(units, most_parties):
        ids.append(tuple(game.actors[actor] for actor in members))
        rows.append(coalition_stable(Coalition(game, members, pareto), chosen))
        if on_progress is not None:
            on_progress()
    alone = equilibria(game, [chosen.alone]).holding(chosen.alone)
    return CoalitionTable(game, chosen, most_parties, pareto, tuple(ids), np.array(rows).reshape(-1, game.size), alone)


def actor_units(game: ListedGame) -> list[tuple[int, ...]]:
    """The units that coalitions are made of: each actor, or the actors that were merged; by position."""
    merged = [tuple(sorted(game.actors.index(id_) for id_ in ids)) for ids in game.merged]
    single = [(k,) for k in range(len(game.actors)) if not any(k in group for group in merged)]
    return sorted([*single, *merged])


def fitting_size(game: ListedGame, limit: int) -> int:
    """The greatest size of coalitions such that judging all states for all of them takes at most `limit` steps."""
    units = len(actor_units(game))
    # 2^n coalitions of n actors: the size is cut where the sum of binomials exceeds what the work allows.
    allowed = limit // max(1, work_of(game))
    size = count = 0
    while size < units and count + comb(units, size + 1) <= allowed:
        size += 1
        count += comb(units, size)
    return size


def usual_size(game: ListedGame) -> int | None:
    """The size up to which coalitions are tried unless a size is given; None: all of them, as they are few."""
    size = fitting_size(game, MAX_WORK)
    while size > 1 and count_up_to(game, size) > MOST_ASKED:
        size -= 1
    return size if 0 < size < len(actor_units(game)) else None


def count_up_to(game: ListedGame, size: int | None) -> int:
    """How many coalitions of up to `size` actors there are, those merged counting as one; of any size, if None."""
    units = len(actor_units(game))
    return sum(comb(units, k) for k in range(1, 1 + (units if size is None else min(size, units))))


def _require_fit(game: ListedGame, size: int) -> None:
    fits = fitting_size(game, MAX_WORK)
    if size > fits:
        way = f"ask for coalitions of up to {fits}: --size {fits}" if fits else "take options out of the case"
        many = count_up_to(game, size)
        raise SizeError(f"{many:,} coalitions of up to {size} actors are too many for {game.size:,} states; {way}")


def _up_to(units: list[tuple[int, ...]], size: int) -> Iterator[tuple[int, ...]]:
    """The actors of every coalition of up to `size` units, smaller ones first."""
    for count in range(1, size + 1):
        for chosen in combinations(units, count):
            yield tuple(sorted(actor for unit in chosen for actor in unit))


def _concept(id_: str) -> CoalitionConcept:
    concept = COALITION_CONCEPTS.get(id_.lower())
    if concept is None:
        raise QuestionError(f"unknown coalition concept {quoted(id_)}; {did_you_mean(id_, COALITION_CONCEPTS)}")
    return concept


def _upset(coalition: Coalition, concept: CoalitionConcept, state: State, minimal: bool) -> Upset:
    game = coalition.game
    ids = tuple(game.actors[actor] for actor in coalition.actors)
    steps = _way_out(coalition, state.key, open_gains(coalition, concept, state.key))
    return Upset(state, ids, minimal, game.at(steps[-1].after) if steps else None, steps)


def _way_out(coalition: Coalition, start: int, wanted: Bools) -> tuple[Step, ...] | None:
    """A shortest legal sequence of a coalition from `start` to a wanted state; None where that is too long to find."""
    # Breadth first through pairs of a state and its last mover: in a legal sequence nobody moves twice in a row, so a
    # state may have to be reached by another mover before the same one can go on from it.
    carried = coalition.carried
    came: list[dict[int, tuple[int, int]]] = [{} for _ in carried]
    frontier: list[list[int]] = [[] for _ in carried]
    first = True
    while first or any(frontier):
        fresh: list[list[int]] = [[] for _ in carried]
        for k, (mover, mask) in enumerate(carried):
            before = {start: -1} if first else {}
            for j in range(len(carried)):
                if j != k:
                    before.update((state, j) for state in frontier[j] if state not in before)
            states = np.array(sorted(before), dtype=np.int32)
            moves = moves_from(coalition.game, mover, states)
            # Of a body only the options that the coalition can carry against all others.
            moves = moves.select((moves.changed & ~np.uint64(mask)) == 0)
            for source, target in zip(moves.source.tolist(), moves.target.tolist(), strict=True):
                if target not in came[k]:
                    came[k][target] = (before[source], source)
                    fresh[k].append(target)
        hits = sorted({state for states in fresh for state in states if wanted[state]})
        if hits:
            return _walk(coalition, came, fresh, _favoured(coalition, hits))
        if sum(map(len, came)) > MOST_VISITED:
            return None
        first, frontier = False, fresh
    return None


def _favoured(coalition: Coalition, states: list[int]) -> int:
    """Of some states one that the coalition cannot better: that of the greatest sum of ranks, the first of such."""
    ranks = coalition.game.rank_rows[list(coalition.actors)][:, states].astype(np.int64)
    best = max(range(len(states)), key=lambda k: (int(ranks[:, k].sum()), -k))
    return states[best]


def _walk(
    coalition: Coalition, came: list[dict[int, tuple[int, int]]], fresh: list[list[int]], end: int
) -> tuple[Step, ...]:
    last = next(k for k, states in enumerate(fresh) if end in states)
    steps: list[Step] = []
    state = end
    while last >= 0:
        previous, before = came[last][state]
        steps.append(Step(coalition.carried[last][0].id, before, state))
        last, state = previous, before
    return tuple(reversed(steps))
