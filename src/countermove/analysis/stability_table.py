"""The stability table as a record: for whom each state is stable, which are equilibria, and what leads to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, member, with_labels
from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.positions import position
from countermove.game.pareto import undominated
from countermove.game.searched import SearchedGame
from countermove.search.equilibria import Search
from countermove.search.walks import Walk
from countermove.stability.concept import CONCEPTS, NASH, Concept, Support

__all__ = ["LIMIT", "Assigned", "Equilibrium", "StabilityTable", "Totals"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

LIMIT = 1_000
"""Equilibria in one answer unless more are asked for: what a program reads at once, and a spreadsheet opens easily."""
LIST_STABLE = 4_096
"""Up to this many states JSON has every verdict without being asked: seven concepts of five actors stay below 1 MB."""
MOST_COMPARED = 2_000
"""Equilibria of one kind up to which those that another one Pareto-improves on stand behind: some 0.1 s."""
KINDS: Mapping[Support, int] = {"nothing": 1, "answers": 2, "threats": 3, "chance": 4}
"""What equilibria rest on, best supported first; 0 is for Nash equilibria that improvements reach."""
OTHER_KIND = 5
"""Equilibria under concepts on request alone, such as limited-move stability, stand behind all these."""
HTML_ROWS = 50
"""Equilibria that a notebook shows."""
SIGNS: Mapping[str | int | float | bool | None, str] = {True: "Y", False: "N", None: "-"}
"""How an option stands in a table: taken, not taken, left open by a coalesced state."""


@dataclass(frozen=True)
class Equilibrium(Record):
    """A state that is stable for every mover, under the concepts whose ids are `concepts`.

    `by_improvements` and `by_moves`: whether legal sequences of improvements, or of any moves, lead to it from the
    status quo; None where that is not known: without a status quo, and in a searched game where no walk found it.
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
    """The states that are stable for every mover, each under the concept assigned to it.

    `concepts` maps movers to ids as they were given, `labels` to what readers call these concepts.
    """

    concepts: Mapping[str, str]
    equilibria: tuple[State, ...]
    labels: Mapping[str, str] = field(metadata=HIDDEN)


@dataclass(frozen=True, eq=False)
class StabilityTable(Result):
    """The verdicts on the states of a game.

    In a listed game `stable` maps the id of each concept to an array of shape (movers, S), `reached` the words
    improvements and moves to arrays of shape (S,) (None without a status quo), and `cycling` a concept whose verdicts
    may go on changing as foresight grows to the period of each verdict, 0 where it has settled, shape (movers, S).
    In a searched game these are empty, and `search` has what the search found, else None. `left_out`: concepts
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
        concepts_of = self.search.equilibria.values()
        counts = ", ".join(f"{c.id} {sum(c.id in ids for ids in concepts_of):,}" for c in self.concepts)
        extent = "all" if self.search.nash.complete else "not all"
        return f"StabilityTable({len(self.game.options)} options; {counts}; Nash {extent})"

    def notebook_rows(self) -> Rows:
        """The first equilibria, each with the concepts under which it is one; of a search all that `rows` has."""
        if self.search is not None:
            return self.rows()
        heads = [Column("state", "the number of the state, from 1")]
        heads += [Column(c.label, f"E: an equilibrium under {c.label}", {True: "E", False: ""}) for c in self.concepts]
        first = self.equilibria(HTML_ROWS)
        values = tuple((e.state.number, *(c.id in e.concepts for c in self.concepts)) for e in first)
        return with_labels(self.game, Rows(tuple(heads), values), [e.state for e in first])

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
        now = self.game.status_quo_key
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
        return self.search.depth if self.search is not None and set(self.concept_ids) - {NASH.id} else None

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
        """What the search found; raises `QuestionError` where nothing was searched."""
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
        """The positions (codes) of the equilibria in the order in which people are shown them, the first `limit`.

        In a listed game, best supported first: Nash equilibria that improvements reach from the status quo; other Nash
        equilibria; those kept by credible answers; those that rest on threats; all others. Of one kind those that
        improvements reach come first, then those that no other of the kind Pareto-improves on, then by state. In a
        searched game the one to look at first comes first: a Nash equilibrium where the most walks end, of these the
        nearest to the status quo; then the others as they are near to it.
        """
        if self.search is not None:
            return list(self._ordered_codes[:limit])
        keys = np.flatnonzero(self.strength())
        kinds = self._kinds(keys)
        is_reached = np.zeros(len(keys), dtype=bool) if self.reached is None else self.reached["improvements"][keys]
        kinds[is_reached & (kinds == KINDS["nothing"])] = 0
        groups = 2 * kinds + ~is_reached
        order: list[int] = []
        # Group by group, so that only those that are asked for are compared with each other.
        for group in np.unique(groups).tolist():
            members = keys[groups == group]
            if len(members) <= MOST_COMPARED:
                free = undominated(self.listed.rank_rows[:, members])
                members = np.concatenate([members[free], members[~free]])
            order += members.tolist()
            if limit is not None and len(order) >= limit:
                break
        return order[:limit]

    def support(self, key: int) -> Support | None:
        """What the equilibrium with this position (code) rests on; None under concepts on request alone."""
        rests = [CONCEPTS[id_].rests_on for id_ in self.at(key).concepts if id_ in CONCEPTS]
        return min(rests, key=KINDS.__getitem__, default=None)

    def _kinds(self, keys: Ints) -> Ints:
        """The kind of each of some equilibria of a listed game, as `KINDS` numbers them."""
        kinds = np.full(len(keys), OTHER_KIND, dtype=np.int64)
        for concept in self.concepts:
            if concept.id in CONCEPTS:
                holding = self.holding(concept.id)[keys]
                kinds[holding] = np.minimum(kinds[holding], KINDS[concept.rests_on])
        return kinds

    def kind_counts(self) -> Mapping[Support | None, int]:
        """How many equilibria rest on what at the best, best supported first; kinds without any are left out."""
        if self.search is not None:
            supports = [self.support(code) for code in self.search.equilibria]
            return {kind: supports.count(kind) for kind in (*KINDS, None) if kind in supports}
        kinds = self._kinds(np.flatnonzero(self.strength()))
        named: tuple[tuple[Support | None, int], ...] = (*KINDS.items(), (None, OTHER_KIND))
        counts = {name: int(np.count_nonzero(kinds == kind)) for name, kind in named}
        return {name: count for name, count in counts.items() if count}

    @cached_property
    def _ordered_codes(self) -> tuple[int, ...]:
        search, now = self.search_result, self.game.status_quo_key or 0
        ends = [walk.end for walk in search.walks if walk.settled]
        asks_nash = NASH.id in self.concept_ids

        def standing(code: int) -> tuple[bool, int, int, int]:
            # With Nash asked, an equilibrium by answers of bounded length never leads: what is proved goes first.
            weaker = asks_nash and NASH.id not in search.equilibria[code]
            # Then where most walks end, then what differs least from today; the code makes the order complete.
            return weaker, -ends.count(code), (code ^ now).bit_count(), code

        first = min(search.equilibria, key=standing, default=None)
        return tuple(sorted(search.equilibria, key=lambda code: (code != first, (code ^ now).bit_count(), code)))

    @cached_property
    def outcomes(self) -> tuple[Equilibrium, ...]:
        """The equilibria in the order in which people are shown them (see `strongest`), `limit` of a listed game."""
        return tuple(self.at(key) for key in self.strongest(self.limit if self.search is None else None))

    @property
    def lead(self) -> Equilibrium | None:
        """The outcome to look at first; None where there is none."""
        return self.outcomes[0] if self.outcomes else None

    def equilibria(self, limit: int | None = None, *, concept: str | None = None) -> tuple[Equilibrium, ...]:
        """The equilibria in ascending order of state, the first `limit` of them; of one concept, if it is named."""
        if isinstance(limit, str):
            raise QuestionError(f"the first argument is a limit; name the concept: equilibria(concept={limit!r})")
        if concept is not None and concept not in self.concept_ids:
            raise QuestionError(f"the table has no concept {quoted(concept)}; {did_you_mean(concept, self.concept_ids)}")
        keys = np.flatnonzero(self.strength()).tolist() if self.search is None else list(self.search.equilibria)
        if concept is not None:
            keys = [key for key in keys if concept in self.at(key).concepts]
        return tuple(self.at(key) for key in keys[:limit])

    def equilibrium(self, state: State | int | str | Sequence[str]) -> Equilibrium:
        """What is known of one state as an equilibrium; `state` as in `Game.state`."""
        return self.at(self.game.find(state))

    def at(self, key: int) -> Equilibrium:
        """What is known of the state with this position (code) as an equilibrium."""
        if self.search is not None:
            walk = self.search.walk_to.get(key)
            # That no walk came by proves nothing: None, not False.
            is_reached = None if walk is None else True
            return Equilibrium(self.game.at(key), self.search.equilibria.get(key, ()), is_reached, is_reached, walk)
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
        keys = self._row_keys()
        return with_labels(
            self.game, Rows(tuple(heads), tuple(tuple(self._row(key, chosen)) for key in keys)), map(self.game.at, keys)
        )

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
