"""The stability table: for whom each state is stable, and which states are equilibria, in a game of either kind."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.paths import reachable
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, member
from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.game.positions import position
from countermove.game.searched import SearchedGame
from countermove.search.bounded import DEPTH
from countermove.search.equilibria import SECONDS, SEED, Search, search_equilibria
from countermove.search.walks import Walk
from countermove.stability.concept import CONCEPTS, Concept, concepts_for, defined, find_concept, stable
from countermove.stability.engines.dispatch import LARGE

__all__ = [
    "LIMIT", "Assigned", "Equilibrium", "StabilityTable", "Totals", "assigned_equilibria", "check_assignment",
    "chosen_concepts", "equilibria",
]  # fmt: skip

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

LIMIT = 1_000
"""Equilibria in one answer unless more are asked for: what a program reads at once, and a spreadsheet opens easily."""
LIST_STABLE = 4_096
"""Up to so many states JSON has every verdict without being asked: seven concepts of five actors stay below 1 MB."""
MOST_CONCEPTS = 1_000
"""More than the concepts that a table can have, so that a state that is reached stands before all that are not."""
HTML_ROWS = 50
"""Equilibria that a notebook shows."""
SIGNS: Mapping[str | int | float | bool | None, str] = {True: "Y", False: "N", None: "-"}
"""How an option stands in a table: taken, not taken, left open by a coalesced state."""


@dataclass(frozen=True)
class Equilibrium(Record):
    """A state that is stable for every mover, under the concepts whose ids are `concepts`.

    `by_improvements` and `by_moves`: whether legal sequences of improvements, or of any moves, lead to it from the
    status quo; None where that is not known: without a status quo, and in a searched game where no walk came upon it.
    `walk`: improvements that lead there in a searched game, where some are known.
    """

    state: State
    concepts: tuple[str, ...]
    by_improvements: bool | None = field(metadata=HIDDEN)
    by_moves: bool | None = field(metadata=HIDDEN)
    walk: Walk | None = field(default=None, metadata=HIDDEN, repr=False)

    @member(optional=True)
    def id(self) -> str | None:
        """The id of the state in a graph case."""
        return self.state.id

    @member()
    def code(self) -> int | None:
        """The code of the state: bit k for option k; None for coalesced states and in graph cases."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; None where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.state.game.options, self.state.taken, strict=False)}

    @member()
    def reachable(self) -> Mapping[str, bool | None] | None:
        """Whether improvements, and any moves, lead there from the status quo; None where nothing is known."""
        if self.by_moves is None:
            return None
        return {"improvements": self.by_improvements, "moves": self.by_moves}


@dataclass(frozen=True)
class Totals(Record):
    """How many states a game has, None where nobody has counted them, and which of them is the status quo."""

    count: int | None
    status_quo: State | None


@dataclass(frozen=True)
class Assigned(Record):
    """The states that are stable for every mover, each under the concept assigned to it; `concepts` maps movers to ids."""

    concepts: Mapping[str, str]
    equilibria: tuple[State, ...]


@dataclass(frozen=True, eq=False)
class StabilityTable(Result):
    """The verdicts on the states of a game.

    In a listed game `stable` maps the id of each concept to an array of shape (movers, S), `reached` the words
    improvements and moves to arrays of shape (S,) (None without a status quo), and `cycling` a concept whose verdicts
    may go on changing as foresight grows to the period of each verdict, 0 where it has settled, shape (movers, S).
    In a searched game these are empty, and `search` has what the search came upon, else None. `left_out`: concepts
    that nobody named and that would have been too large to compute. `assigned` answers the question about one concept
    for each mover, where it was asked.

    How much of it is data: JSON has at most `limit` equilibria, and all verdicts up to 4,096 states or if `every`;
    rows are about the states with the positions (codes) `row_keys`, all states of a listed game and all equilibria
    of a searched one if None.
    """

    schema = "solve/1"

    game: Game = field(metadata=HIDDEN)
    concepts: tuple[Concept, ...] = field(metadata=HIDDEN)
    stable: Mapping[str, Bools] = field(metadata=HIDDEN)
    reached: Mapping[str, Bools] | None = field(metadata=HIDDEN)
    cycling: Mapping[str, Ints] = field(default_factory=dict, metadata=HIDDEN)
    left_out: tuple[Concept, ...] = field(default=(), metadata=HIDDEN)
    search: Search | None = field(default=None, metadata=HIDDEN)
    assigned: Assigned | None = field(default=None, metadata=OPTIONAL)
    limit: int = field(default=LIMIT, metadata=HIDDEN)
    every: bool = field(default=False, metadata=HIDDEN)
    row_keys: Sequence[int] | None = field(default=None, metadata=HIDDEN)

    def __repr__(self) -> str:
        if self.search is None:
            counts = ", ".join(f"{c.id} {int(self.holding(c.id).sum())}" for c in self.concepts)
            return f"StabilityTable({self.game.size} states; equilibria: {counts})"
        shown = self.search.equilibria.values()
        counts = ", ".join(f"{c.id} {sum(c.id in ids for ids in shown):,}" for c in self.concepts)
        extent = "all" if self.search.nash.complete else "not all"
        return f"StabilityTable({len(self.game.options)} options; {counts}; Nash {extent})"

    def _repr_html_(self) -> str:
        """The first equilibria as a table, for notebooks."""
        if self.search is not None:
            return Result._repr_html_(self)
        return Result._repr_html_(replace(self, row_keys=np.flatnonzero(self.strength())[:HTML_ROWS].tolist()))

    # ------------------------------------------------------------------------------------------------ JSON

    @member()
    def actors(self) -> tuple[str, ...]:
        """The ids of all actors in file order, then of all bodies."""
        return (*self.game.case.actors, *self.game.case.bodies)

    @member()
    def options(self) -> tuple[str, ...]:
        """The full names of all options in bit order."""
        return tuple(row.full for row in self.game.options)

    @member()
    def states(self) -> Totals:
        """How many states there are, and the status quo."""
        now = self.game.status_quo
        return Totals(self.game.size, None if now is None else self.game.at(now))

    @member("concepts")
    def concept_ids(self) -> tuple[str, ...]:
        """The ids of the concepts, in the order asked."""
        return tuple(concept.id for concept in self.concepts)

    @member("left_out", optional=True)
    def left_out_ids(self) -> tuple[str, ...]:
        """The ids of the concepts that were left out."""
        return tuple(concept.id for concept in self.left_out)

    @member("stable", optional=True)
    def verdicts(self) -> Mapping[str, Mapping[str, tuple[int, ...]]] | None:
        """For each concept and mover the numbers of the stable states; left out where they are many."""
        if self.search is not None or not self._has_all_verdicts:
            return None
        movers = self.game.movers
        return {
            c.id: {m.id: tuple((np.flatnonzero(self.stable[c.id][m.index]) + 1).tolist()) for m in movers}
            for c in self.concepts
        }

    @member("cycling", optional=True)
    def unsettled(self) -> Mapping[str, Mapping[str, Mapping[str, int]]] | None:
        """For each concept and mover the numbers of the states whose verdict never settles, with its period."""
        if not self._has_all_verdicts:
            return None
        return {
            id_: {
                m.id: {str(key + 1): int(periods[m.index, key]) for key in np.flatnonzero(periods[m.index]).tolist()}
                for m in self.game.movers
            }
            for id_, periods in self.cycling.items()
        }

    @member(optional=True)
    def merged(self) -> tuple[tuple[str, ...], ...]:
        """Coalitions of actors that move as one, each as its ids."""
        return self.game.merged if isinstance(self.game, ListedGame) else ()

    @member()
    def depth(self) -> int | None:
        """The most moves of an answer that a search looked for; None where none was looked for."""
        return self.search.depth if self.search is not None and set(self.concept_ids) - {"nash"} else None

    @member()
    def proved(self) -> bool:
        """Whether it is proved that there are no other Nash equilibria."""
        return self.search is None or self.search.nash.complete

    @member("equilibria")
    def first_equilibria(self) -> tuple[Equilibrium, ...]:
        """The equilibria in ascending order of state, as many as the limit allows."""
        return self.equilibria(self.limit)

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether there are more equilibria than these, or may be."""
        return self.count > self.limit or (self.search is not None and self.search.nash.stopped is not None)

    @member()
    def coverage(self) -> Coverage:
        """Complete in a listed game; of a search, whether it is proved that these are all equilibria asked for."""
        if self.search is None:
            return COMPLETE
        proved = self.search.nash.complete and self.depth is None
        bound = self.search.nash.stopped or (None if self.depth is None else f"answers of at most {self.depth} moves")
        return Coverage("search", proved, bound, self.search.seconds)

    @property
    def _has_all_verdicts(self) -> bool:
        return self.every or (self.game.size or 0) <= LIST_STABLE

    # ---------------------------------------------------------------------------------------- the outcomes

    @property
    def listed(self) -> ListedGame:
        """The game, if it is a listed one; raises `QuestionError` where it is searched."""
        if not isinstance(self.game, ListedGame):
            raise QuestionError("this table is about a searched game, whose states are too many to list")
        return self.game

    @property
    def searched(self) -> SearchedGame:
        """The game, if it is a searched one; raises `QuestionError` where its states are listed."""
        if not isinstance(self.game, SearchedGame):
            raise QuestionError("this table is about a listed game; nothing of it was searched")
        return self.game

    @property
    def search_result(self) -> Search:
        """What the search came upon; raises `QuestionError` where nothing was searched."""
        if self.search is None:
            raise QuestionError("this table is about a listed game; nothing of it was searched")
        return self.search

    def holding(self, concept: str) -> Bools:
        """States of a listed game that are stable for every mover under a concept, shape (S,)."""
        return np.asarray(self.stable[concept].all(axis=0))

    def strength(self) -> Ints:
        """For each state of a listed game the number of concepts under which it is an equilibrium, shape (S,)."""
        none = np.zeros(self.listed.size, dtype=np.int64)
        return np.sum([self.holding(c.id) for c in self.concepts], axis=0, dtype=np.int64) + none

    @cached_property
    def count(self) -> int:
        """How many equilibria there are under some concept, or were found."""
        return int(np.count_nonzero(self.strength())) if self.search is None else len(self.search.equilibria)

    def strongest(self, limit: int | None = None) -> list[int]:
        """The positions (codes) of the equilibria in the order in which people are told them, the first `limit`.

        In a listed game those that improvements reach from the status quo come first, then those under the most
        concepts, then by state. In a searched game the one to look at first comes first: a Nash equilibrium where
        the most walks end, of these the nearest to the status quo; then the others as they are near to it.
        """
        if self.search is not None:
            return list(self._ordered_codes[:limit])
        strength = self.strength()
        firmness = strength + (0 if self.reached is None else MOST_CONCEPTS * self.reached["improvements"])
        keys = np.flatnonzero(strength)
        order: list[int] = keys[np.argsort(-firmness[keys], kind="stable")][:limit].tolist()
        return order

    @cached_property
    def _ordered_codes(self) -> tuple[int, ...]:
        search, now = self.search_result, self.game.status_quo or 0
        ends = [walk.end for walk in search.walks if walk.settled]
        asks_nash = "nash" in self.concept_ids

        def standing(code: int) -> tuple[bool, int, int, int]:
            weaker = asks_nash and "nash" not in search.equilibria[code]
            return weaker, -ends.count(code), (code ^ now).bit_count(), code

        first = min(search.equilibria, key=standing, default=None)
        return tuple(sorted(search.equilibria, key=lambda code: (code != first, (code ^ now).bit_count(), code)))

    @cached_property
    def outcomes(self) -> tuple[Equilibrium, ...]:
        """The equilibria in the order in which people are told them (see `strongest`), `limit` of a listed game."""
        return tuple(self.at(key) for key in self.strongest(self.limit if self.search is None else None))

    @property
    def lead(self) -> Equilibrium | None:
        """The outcome to look at first; None where there is none."""
        return self.outcomes[0] if self.outcomes else None

    def equilibria(self, limit: int | None = None) -> tuple[Equilibrium, ...]:
        """The equilibria in ascending order of state, the first `limit` of them."""
        keys = np.flatnonzero(self.strength()).tolist() if self.search is None else list(self.search.equilibria)
        return tuple(self.at(key) for key in keys[:limit])

    def equilibrium(self, state: State | int | str | Sequence[str]) -> Equilibrium:
        """What is known of one state as an equilibrium; `state` as in `Game.state`."""
        return self.at(self.game.find(state))

    def at(self, key: int) -> Equilibrium:
        """What is known of the state with this position (code) as an equilibrium."""
        if self.search is not None:
            walk = self.search.walk_to.get(key)
            known = None if walk is None else True
            return Equilibrium(self.game.at(key), self.search.equilibria.get(key, ()), known, known, walk)
        key = position(self.listed.size, key)
        concepts = tuple(c.id for c in self.concepts if self.stable[c.id][:, key].all())
        reach = {} if self.reached is None else {kind: bool(states[key]) for kind, states in self.reached.items()}
        return Equilibrium(self.game.at(key), concepts, reach.get("improvements"), reach.get("moves"))

    # ------------------------------------------------------------------------------------------------ rows

    def rows(self) -> Rows:
        """One row per state: its number (a listed game), id or code, options, and verdicts.

        A column per concept says whether the state is an equilibrium, in a listed game a column per concept and mover
        (``seq:usa``) for whom it is stable; then what leads there, and whether it is an equilibrium as assigned.
        """
        is_listed, is_graph = self.search is None, self.game.case.states is not None
        heads = [Column("state", "the number of the state, from 1")] if is_listed else []
        if is_graph:
            heads.append(Column("id", "its id in the case"))
        else:
            heads.append(Column("code", "the options taken as a number, bit k for option k"))
            heads += [Column(row.full, f"whether it is taken: {row.name}", SIGNS) for row in self.game.options]
        heads += [Column(c.id, f"whether it is an equilibrium under {c.label}") for c in self.concepts]
        if is_listed:
            heads += [Column(f"{c.id}:{m.id}", f"whether it is stable for {m.id} under {c.label}")
                      for c in self.concepts for m in self.game.movers]  # fmt: skip
        heads.append(Column("by-improvements", "whether improvements lead there from the status quo"))
        if is_listed:
            heads.append(Column("by-moves", "whether any moves lead there from the status quo"))
        if self.assigned is not None:
            heads.append(Column("assigned", "whether it is an equilibrium under the concepts assigned"))
        chosen = None if self.assigned is None else {state.key for state in self.assigned.equilibria}
        return Rows(tuple(heads), tuple(tuple(self._row(key, chosen)) for key in self._row_keys()))

    def _row_keys(self) -> Sequence[int]:
        if self.row_keys is not None:
            return self.row_keys
        return range(self.listed.size) if self.search is None else list(self.search.equilibria)

    def _row(self, key: int, assigned: set[int] | None) -> list[str | int | bool | None]:
        one, is_listed = self.at(key), self.search is None
        row: list[str | int | bool | None] = [one.state.number] if is_listed else []
        row += [one.id] if one.id is not None else [one.code, *one.state.taken]
        row += [c.id in one.concepts for c in self.concepts]
        if is_listed:
            row += [bool(self.stable[c.id][m.index, key]) for c in self.concepts for m in self.game.movers]
        row += [one.by_improvements, one.by_moves] if is_listed else [one.by_improvements]
        return row if assigned is None else [*row, key in assigned]


def equilibria(
    game: Game,
    concepts: Sequence[str] | None = None,
    *,
    assign: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    depth: int = DEPTH,
    seconds: float = SECONDS,
    rng: np.random.Generator | int = SEED,
    on_progress: Callable[[], None] | None = None,
) -> StabilityTable:
    """The stability table of a game: for whom each state is stable, and the equilibria, under each concept.

    An equilibrium under a concept is a state that is stable under it for every mover, bodies included. Nash, SMR and
    SSEQ equilibria may be missing. In a listed game every verdict is exact. In a searched game a constraint solver
    finds the Nash equilibria, and says whether they are all; under GMR, SMR, SEQ and SSEQ states are shown to be
    equilibria by answers of at most `depth` moves, and what is not shown may still be one.

    Parameters
    ----------
    game
        The game, of either kind.
    concepts
        Ids of concepts, such as ``["nash", "seq", "maximin-4"]``; however often and however an id is written, it
        counts once. None: in a listed game all that are defined for it and not too large to compute (SIM and conflict
        analysis may be, and are then named in `left_out`); in a searched game Nash.
    assign
        A concept for every mover, to ask for the states that are stable for each under its own; listed games only.
    limit
        The most equilibria that JSON has, and that a search looks for of each kind.
    depth, seconds, rng
        Of a search: the most moves of an answer, the time, and the seed or generator of its walks.
    on_progress
        Called after each verdict of a listed game, one for each concept and mover.

    Returns
    -------
    StabilityTable
        The verdicts, and the equilibria with what leads to them from the status quo.

    Raises
    ------
    QuestionError
        Before anything is computed, for a concept that is unknown or not defined for the game, where none is named,
        unless `assign` names exactly the movers, and for a search without the extra ``solver``.

    Notes
    -----
    Cost in a listed game of S states: near-linear in S times movers for Nash, GMR, SMR, SEQ and SSEQ.

    References
    ----------
    Fang, Hipel, Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution, ch. 3.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> table = equilibria(compile(catalog.load_case("cuban-missile-crisis")))
    >>> [(e.state.number, e.concepts) for e in table.equilibria() if "seq" in e.concepts][0]
    (5, ('gmr', 'smr', 'seq', 'sseq', 'conflict-analysis'))
    """
    if isinstance(concepts, str):
        raise QuestionError(f"concepts come in a list, even if there is one: [{quoted(concepts)}]")
    if isinstance(game, ListedGame):
        return _of_listed(game, concepts, assign, limit, on_progress)
    assert isinstance(game, SearchedGame)
    if assign is not None:
        game.require("assign")
    ids = tuple(dict.fromkeys(id_.lower() for id_ in concepts)) if concepts is not None else ("nash",)
    left_out = () if concepts is not None else tuple(c for c in CONCEPTS.values() if c.id not in ids)
    search = search_equilibria(game, ids, limit=limit, seconds=seconds, depth=depth, rng=rng)
    asked = tuple(find_concept(id_) for id_ in ids)
    return StabilityTable(game, asked, {}, None, left_out=left_out, search=search, limit=limit)


def _of_listed(
    game: ListedGame,
    concepts: Sequence[str] | None,
    assign: Mapping[str, str] | None,
    limit: int,
    on_progress: Callable[[], None] | None,
) -> StabilityTable:
    if assign is not None:
        check_assignment(game, assign)
    left_out = () if concepts is not None else tuple(c for c in concepts_for(game) if _is_too_large(game, c))
    ids = [c.id for c in concepts_for(game) if c not in left_out] if left_out else concepts
    chosen = chosen_concepts(game, ids)
    verdicts = {concept.id: _verdicts(game, concept, on_progress) for concept in chosen}
    cycling = {c.id: np.array([c.periods(game, m) for m in game.movers]) for c in chosen if c.periods is not None}
    assigned = None if assign is None else assigned_equilibria(game, assign)
    return StabilityTable(
        game, chosen, verdicts, _reached(game), cycling, left_out, assigned=assigned, limit=limit
    )  # fmt: skip


def _is_too_large(game: ListedGame, concept: Concept) -> bool:
    """Whether a game has too many moves or states for a concept, which is known before anything is computed."""
    try:
        if concept.requires is not None:
            concept.requires(game)
    except SizeError:
        return True
    return False


def chosen_concepts(game: ListedGame, concepts: Sequence[str] | None) -> tuple[Concept, ...]:
    """The concepts named, each once; all that are defined, if None."""
    if isinstance(concepts, str):
        raise QuestionError(f"concepts come in a list, even if there is one: [{quoted(concepts)}]")
    ids = [c.id for c in concepts_for(game)] if concepts is None else concepts
    chosen = {concept.id: concept for concept in (defined(game, id_) for id_ in ids)}
    if not chosen:
        ids_defined = ", ".join(c.id for c in concepts_for(game))
        raise QuestionError(f"no concept is named; name some of {ids_defined}, or leave the list out to ask all of them")
    return tuple(chosen.values())


def _verdicts(game: ListedGame, concept: Concept, on_progress: Callable[[], None] | None) -> Bools:
    """The verdicts on all states for every mover, shape (movers, S); in large cases several movers at a time."""

    def judged(mover: Mover) -> Bools:
        verdict = stable(game, mover, concept)
        if on_progress is not None:
            on_progress()
        return verdict

    # Kernels release the interpreter's lock, so threads pay; below LARGE starting them takes longer than the work.
    if game.size < LARGE:
        rows = [judged(mover) for mover in game.movers]
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            rows = list(pool.map(judged, game.movers))
    return np.array(rows, dtype=bool).reshape(-1, game.size)


def assigned_equilibria(game: ListedGame, assign: Mapping[str, str]) -> Assigned:
    """The states that are stable for every mover, each under the concept assigned to it.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [state.number for state in assigned_equilibria(game, {"usa": "seq", "ussr": "nash"}).equilibria]
    [7]
    """
    concepts = check_assignment(game, assign)
    holding = np.ones(game.size, dtype=bool)
    for mover in game.movers:
        holding &= stable(game, mover, concepts[mover.id])
    return Assigned(dict(assign), tuple(game.at(key) for key in np.flatnonzero(holding).tolist()))


def check_assignment(game: ListedGame, assign: Mapping[str, str]) -> dict[str, Concept]:
    """The concept of each mover; raises `QuestionError` unless all movers, and only they, have one that is defined."""
    for id_ in assign:
        game.mover(id_)
    missing = [m.id for m in game.movers if m.id not in assign]
    if missing:
        raise QuestionError(f"no concept is assigned to {', '.join(missing)}; name one for every mover")
    return {mover: defined(game, concept) for mover, concept in assign.items()}


def _reached(game: ListedGame) -> dict[str, Any] | None:
    if game.status_quo is None:
        return None
    return {
        "improvements": reachable(game, game.status_quo, improving=True),
        "moves": reachable(game, game.status_quo, improving=False),
    }
