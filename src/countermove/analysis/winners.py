"""Who wins: how good each equilibrium is for each actor, and one state compared with another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import equilibria
from countermove.analysis.lines import Difference, counts, differences, entries
from countermove.analysis.model.places import Place
from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows, Value, member, with_labels
from countermove.analysis.stability_table import StabilityTable
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.compile import game_of
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.labels import joined, share_words, state_id
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.game.tables.draws import generator_of
from countermove.model.case import Case
from countermove.model.preferences import lines_of

__all__ = ["Missed", "Outcome", "Payoff", "Standing", "Winners", "standings", "winners"]

Longs = NDArray[np.int64]
MOST_OUTCOMES = 5_000
"""The most outcomes that are compared with each other: 25 million pairs of ranks for each actor, within seconds."""
LIMIT = 1_000
"""Outcomes in data unless more are asked for: what a program reads at once, and a spreadsheet opens easily."""
DRAWS = 1_000
"""States drawn for an estimated share: its 95 % interval is then at most 3 points wide on each side."""
NAMED_STATES = 6
"""The most states whose numbers a table lists; of more it has the count."""


# ------------------------------------------------------------------------------------------------ two states


@dataclass(frozen=True)
class Standing(Record):
    """How one actor fares in one state against another: whether better, and in which statements they differ.

    `before` and `after`: the share of all states that are strictly worse for it than each; None in a searched game.
    """

    actor: str
    verdict: Literal["better", "worse", "equal"]
    before: Share | None = field(metadata=HIDDEN)
    after: Share | None = field(metadata=HIDDEN)
    differences: tuple[Difference, ...] = field(metadata=HIDDEN)

    @member()
    def share(self) -> Mapping[str, float | None]:
        """The share of states that are worse, before and after; None where nobody has counted them."""
        return {name: None if s is None else s.value for name, s in (("before", self.before), ("after", self.after))}

    @member()
    def won(self) -> tuple[int, ...]:
        """The positions, from 1, of the statements that the second state fulfils better."""
        return _positions(self.differences, gained=True)

    @member()
    def lost(self) -> tuple[int, ...]:
        """The positions, from 1, of the statements that the second state fulfils worse."""
        return _positions(self.differences, gained=False)


def standings(
    game: Case | Game, before: State | int | str | Sequence[str], after: State | int | str | Sequence[str]
) -> tuple[Standing, ...]:
    """How every actor fares in the state `after` against the state `before`, in file order.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    before, after
        Two states as `Game.state` takes them: a `State`, a number from 1, or the options taken.

    Returns
    -------
    tuple of Standing
        One for each actor: whether it is better or worse off, and in which of its statements the states differ.

    Raises
    ------
    QuestionError
        Where there is no such state.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("cuban-missile-crisis"))
    >>> [(s.actor, s.verdict) for s in standings(game, 1, 6)]
    [('usa', 'better'), ('ussr', 'worse')]
    """
    game = game_of(game)
    first, second = game.find(before), game.find(after)
    verdicts: Mapping[int, Literal["better", "worse", "equal"]] = {1: "better", -1: "worse", 0: "equal"}
    return tuple(
        Standing(
            actor,
            verdicts[game.compare(k, first, second)],
            _worse(game, k, first),
            _worse(game, k, second),
            () if game.case.is_graph else differences(game, actor, first, second),
        )
        for k, actor in enumerate(game.actors)
    )


def _worse(game: Game, actor: int, key: int) -> Share | None:
    """How many of all states are strictly worse for an actor; None in a searched game."""
    if not isinstance(game, ListedGame):
        return None
    rank = game.rank_rows[actor]
    return Share(int((rank < rank[key]).sum()), game.size, exact=True)


def _positions(statements: Sequence[Difference], *, gained: bool) -> tuple[int, ...]:
    return tuple(d.position + 1 for d in statements if d.gained is gained)


# ------------------------------------------------------------------------------------------------ every outcome


@dataclass(frozen=True)
class Missed(Record):
    """Where a state and the outcome that is best for an actor differ: positions of its statements, from 1."""

    won: tuple[int, ...]
    lost: tuple[int, ...]


@dataclass(frozen=True)
class Payoff(Record):
    """How one actor fares in one state.

    `place`: where the state stands for it among all states; in a searched game among states drawn at random, None where
    none could be drawn. `percentile`: the share of these that are strictly worse for it. `change`: 1 where it prefers the
    state to the status quo, -1 where it prefers the status quo, else 0; None without one. `met` and `partly`: the
    positions, from 1, of its `prefers` at which all statements hold, or some of a group. `regret`: by how much the
    percentile falls short of that of the outcome that is best for it; None in a searched game. `better_outcomes`: how many
    outcomes it likes more. `differences`: the statements that the best of them fulfils to another degree, most important
    first.
    """

    actor: str = field(metadata=HIDDEN)
    state: State = field(metadata=HIDDEN)
    place: Place | None = field(metadata=HIDDEN)
    change: int | None
    met: tuple[int, ...]
    partly: tuple[int, ...]
    shortfall: Share | None = field(metadata=HIDDEN)
    better_outcomes: int
    differences: tuple[Difference, ...] = field(metadata=HIDDEN)

    @property
    def percentile(self) -> Share | None:
        """The share of all states that are strictly worse for it; in a searched game an estimate."""
        if self.place is None:
            return None
        return Share(self.place.worse, self.place.size, exact=self.state.game.is_listed)

    @member()
    def share(self) -> float | None:
        """The share of all states that are strictly worse; null where nobody has counted them."""
        return self.percentile.value if self.percentile is not None and self.percentile.exact else None

    @member()
    def estimate(self) -> Share | None:
        """An estimate of that share from states drawn at random; null where it is counted."""
        return None if self.percentile is None or self.percentile.exact else self.percentile

    @member()
    def regret(self) -> float | None:
        """By how much the share falls short of that of the best outcome; null where nobody has counted the states."""
        return None if self.shortfall is None else self.shortfall.value

    @member()
    def missed(self) -> Missed:
        """The statements in which the state and the best outcome differ, if that is better."""
        return Missed(_positions(self.differences, gained=True), _positions(self.differences, gained=False))


@dataclass(frozen=True)
class Outcome(Record):
    """One state, how each actor fares in it, and which outcomes dominate it."""

    state: State
    concepts: tuple[str, ...]
    payoffs: tuple[Payoff, ...] = field(metadata=HIDDEN)
    dominating: tuple[State, ...] = field(metadata=HIDDEN)

    @member()
    def code(self) -> int | None:
        """The code of the state: bit k for option k; null for coalesced states and in graph cases."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.state.game.options, self.state.taken, strict=False)}

    @member()
    def dominated_by(self) -> tuple[int, ...]:
        """The outcomes that are better for some actor and worse for none, by number (by code in a searched game)."""
        return tuple(state.reference for state in self.dominating)

    @member()
    def actors(self) -> Mapping[str, Payoff]:
        """How each actor fares, by its id."""
        return {payoff.actor: payoff for payoff in self.payoffs}


@dataclass(frozen=True, eq=False)
class Winners(Result):
    """Who wins: the outcomes (the equilibria of `table`) as each actor ranks them, the best supported first.

    `drawn`: in a searched game the codes of the feasible states, each drawn as likely as another, by which shares
    are estimated; None in a listed game, and where too few combinations are feasible to draw them fairly. `limit`:
    the most outcomes in data.
    """

    schema = "winners/1"

    table: StabilityTable = field(metadata=HIDDEN)
    drawn: tuple[int, ...] | None = field(default=None, metadata=HIDDEN)
    limit: int = field(default=LIMIT, metadata=HIDDEN)

    def __repr__(self) -> str:
        undominated = sum(not self.better_for_all(state) for state in self.outcomes)
        extent = "outcomes" if self.game.is_listed else "outcomes found"
        return f"Winners({len(self.outcomes)} {extent}, {undominated} of them undominated)"

    # ------------------------------------------------------------------------------------------------ JSON

    @member()
    def concepts(self) -> tuple[str, ...]:
        """The ids of the concepts under which the outcomes are equilibria."""
        return self.table.concept_ids

    @member()
    def proved(self) -> bool:
        """Whether it is proved that there are no other Nash equilibria."""
        return self.table.proved

    @member()
    def draws(self) -> int | None:
        """How many states were drawn to estimate shares; null where none were."""
        return None if self.drawn is None else len(self.drawn)

    @member()
    def status_quo(self) -> Outcome | None:
        """How each actor fares today; null without a status quo."""
        now = self.game.status_quo_key
        return None if now is None else self._outcome(self.game.at(now))

    @member("outcomes")
    def first_outcomes(self) -> tuple[Outcome, ...]:
        """The first outcomes, as many as the limit allows, and how each actor fares in them."""
        return tuple(map(self._outcome, self.outcomes[: self.limit]))

    @member()
    def best(self) -> Mapping[str, tuple[int, ...]]:
        """For each actor the outcomes that are best for it, by number (by code in a searched game)."""
        return {a: tuple(state.reference for state in self.best_for(a)[: self.limit]) for a in self.game.actors}

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether there are more outcomes than these, or may be."""
        search = self.table.search
        return len(self.outcomes) > self.limit or (search is not None and search.nash.stopped is not None)

    @member()
    def coverage(self) -> Coverage:
        """That of the outcomes; "best" and "dominated" are said of those, and shares may be estimates besides."""
        return COMPLETE if self.game.is_listed else self.table.coverage

    def _outcome(self, state: State) -> Outcome:
        concepts = self.table.at(state.key).concepts
        return Outcome(state, concepts, self.payoffs(state), self._dominating(state.key)[: self.limit])

    # ---------------------------------------------------------------------------------------- the comparison

    @property
    def game(self) -> Game:
        """The game."""
        return self.table.game

    @cached_property
    def outcomes(self) -> tuple[State, ...]:
        """All outcomes, the best supported first."""
        return tuple(map(self.game.at, self.table.strongest()))

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """Where each outcome stands among the outcomes, by its key."""
        return {state.key: place for place, state in enumerate(self.outcomes)}

    @cached_property
    def _ranks(self) -> Longs:
        """How each actor ranks the outcomes, shape (A, outcomes); higher is better.

        In a searched game these are the ranks among the outcomes themselves: nobody knows those among all states.
        """
        keys, game = list(self._places), self.game
        if isinstance(game, ListedGame):
            return np.asarray(game.rank_rows[:, keys], dtype=np.int64)
        assert isinstance(game, SearchedGame)
        rows = []
        for actor in range(len(game.actors)):
            # Tuples level by level compare lexicographically, as preferences do.
            worths = [game.worth(actor, key) for key in keys]
            order = {worth: rank for rank, worth in enumerate(sorted(set(worths)))}
            rows.append([order[worth] for worth in worths])
        return np.array(rows, dtype=np.int64).reshape(len(game.actors), len(keys))

    @cached_property
    def _sorted_ranks(self) -> list[NDArray[np.int32]]:
        """For each actor of a listed game its ranks of all states, ascending: a search counts those that are worse."""
        assert isinstance(self.game, ListedGame)
        return [np.sort(row) for row in self.game.rank_rows]

    @cached_property
    def _drawn_worths(self) -> list[list[tuple[int, ...]]] | None:
        """For each actor what the states drawn are worth to it, ascending."""
        game = self.game
        if self.drawn is None or not isinstance(game, SearchedGame):
            return None
        return [sorted(game.worth(actor, code) for code in self.drawn) for actor in range(len(game.actors))]

    @cached_property
    def _counted(self) -> dict[tuple[str, int], tuple[int, ...]]:
        """The counts of statements that a state meets, for each actor and state that was looked at."""
        return {}

    def _counts(self, actor: str, key: int) -> tuple[int, ...]:
        if (actor, key) not in self._counted:
            self._counted[actor, key] = () if self.game.case.is_graph else counts(self.game, actor, key)
        return self._counted[actor, key]

    def payoffs(self, state: State | int | str | Sequence[str]) -> tuple[Payoff, ...]:
        """How each actor fares in a state, an outcome or any other, in file order; `state` as in `Game.state`."""
        key = self.game.find(state)
        return tuple(self._payoff(k, actor, key) for k, actor in enumerate(self.game.actors))

    def _payoff(self, k: int, actor: str, key: int) -> Payoff:
        game, now = self.game, self.game.status_quo_key
        here = self._counts(actor, key)
        sizes = [len(lines_of(entry)) for entry in entries(game, actor)]
        of_size = list(enumerate(zip(here, sizes, strict=False), 1))
        best = self.best_for(actor)
        better = self._better_outcomes(k, key)
        return Payoff(
            actor,
            game.at(key),
            self._place(k, key),
            None if now is None else game.compare(k, now, key),
            tuple(position for position, (count, size) in of_size if count == size),
            tuple(position for position, (count, size) in of_size if 0 < count < size),
            self._shortfall(k, key, best),
            better,
            self._missed(actor, here, best[0].key) if better else (),
        )

    def _place(self, k: int, key: int) -> Place | None:
        """Where a state stands for an actor, among all states or among those drawn."""
        game = self.game
        if isinstance(game, ListedGame):
            ranks = self._sorted_ranks[k]
            # In ascending order the first place of this rank is the number of states that are strictly worse.
            worse, not_better = (int(np.searchsorted(ranks, game.rank_rows[k, key], side)) for side in ("left", "right"))
            return Place(len(ranks) - not_better, not_better - worse, worse)
        assert isinstance(game, SearchedGame)
        if self._drawn_worths is None:
            return None
        worths, own = self._drawn_worths[k], game.worth(k, key)
        worse, not_better = bisect_left(worths, own), bisect_right(worths, own)
        return Place(len(worths) - not_better, not_better - worse, worse)

    def _shortfall(self, k: int, key: int, best: Sequence[State]) -> Share | None:
        if not best or not self.game.is_listed:
            return None
        here, there = self._place(k, key), self._place(k, best[0].key)
        assert here is not None
        assert there is not None
        # The status quo may be better for the actor than every outcome; then there is nothing to regret.
        return Share(max(0, there.worse - here.worse), here.size, exact=True)

    def _better_outcomes(self, k: int, key: int) -> int:
        place = self._places.get(key)
        # Among the outcomes ranks are compared at once; any other state is compared one by one.
        if place is not None:
            return int((self._ranks[k] > self._ranks[k, place]).sum())
        return sum(self.game.compare(k, key, outcome) > 0 for outcome in self._places)

    def _missed(self, actor: str, here: Sequence[int], best: int) -> tuple[Difference, ...]:
        pairs = zip(entries(self.game, actor), here, self._counts(actor, best), strict=False)
        return tuple(Difference(actor, k, line, is_ > was) for k, (line, was, is_) in enumerate(pairs) if was != is_)

    def best_for(self, actor: str) -> tuple[State, ...]:
        """The outcomes that are best for an actor, best supported first; in a searched game, of those found."""
        if actor not in self.game.actors:
            raise QuestionError(f"unknown actor {quoted(actor)}; {did_you_mean(actor, self.game.actors)}")
        row = self._ranks[self.game.actors.index(actor)]
        return tuple(self.outcomes[k] for k in np.flatnonzero(row == row.max(initial=-1)).tolist())

    def better_for_all(self, state: State | int | str | Sequence[str]) -> tuple[State, ...]:
        """The outcomes that dominate one (Pareto): worse for no actor and better for some; best supported first.

        Raises `QuestionError` for a state that is none of the outcomes.
        """
        key = self.game.find(state)
        if key not in self._places:
            one = self.game.at(key)
            name = f"state {one.number}" if one.number is not None else f"the state with the code {one.code}"
            raise QuestionError(
                f"{name} is none of the outcomes; `outcomes` has them all, and standings compares any two states"
            )
        return self._dominating(key)

    def _dominating(self, key: int) -> tuple[State, ...]:
        """The outcomes that are worse for no actor than a state, and better for some."""
        if key in self._places:
            here = self._ranks[:, [self._places[key]]]
            # Pareto: better for some actor and worse for none. Outcomes squared, which `MOST_OUTCOMES` bounds.
            dominates = (self._ranks >= here).all(axis=0) & (self._ranks > here).any(axis=0)
            return tuple(self.outcomes[k] for k in np.flatnonzero(dominates).tolist())
        actors = range(len(self.game.actors))
        gains = ((o, [self.game.compare(actor, key, o.key) for actor in actors]) for o in self.outcomes)
        return tuple(outcome for outcome, gain in gains if min(gain, default=0) >= 0 and max(gain, default=0) > 0)

    # ------------------------------------------------------------------------------------------------ rows

    def rows(self) -> Rows:
        """In a listed game one row per outcome, with a share for each actor; in a searched one, per state and actor."""
        return self._listed_rows() if self.game.is_listed else self._searched_rows()

    def _listed_rows(self) -> Rows:
        game, first = self.game, self.first_outcomes
        is_graph = game.case.states is not None
        heads = [
            Column("state", "the number of the state, from 1"),
            Column("id", "its id in the case") if is_graph else Column("options taken", "the options taken, in full"),
            Column("concepts", "under how many concepts it is an equilibrium"),
        ]
        for k, actor in enumerate(game.actors):
            shares: dict[Value, str] = {
                p.share: share_words(p.share or 0.0).replace("\u00a0", " ") for p in (one.payoffs[k] for one in first)
            }
            heads.append(Column(game.case.label(actor), "the share of all states that are worse for the actor", shares))
        heads.append(Column("better for all", "the outcomes that are better for some actor and worse for none"))
        values: list[tuple[Value, ...]] = [
            (
                one.state.number,
                one.state.id if is_graph else ", ".join(one.state.options) or "nothing",
                len(one.concepts),
                *(payoff.share for payoff in one.payoffs),
                self._dominating_words(one.state.key),
            )
            for one in first
        ]
        return with_labels(self.game, Rows(tuple(heads), tuple(values)), [one.state for one in first])

    def _dominating_words(self, key: int) -> str:
        """The outcomes that dominate one, by their numbers; of many, how many they are."""
        keys = sorted(state.key for state in self._dominating(key))
        if len(keys) > NAMED_STATES:
            return f"{len(keys):,} states"
        return joined([state_id(self.game, key) for key in keys])

    def _searched_rows(self) -> Rows:
        now = [] if self.status_quo is None else [self.status_quo]
        states = [*now, *(one for one in self.first_outcomes if not now or one.state != now[0].state)]
        values: list[tuple[Value, ...]] = []
        for one in states:
            for payoff in one.payoffs:
                lines = (" ".join(map(str, positions)) for positions in (payoff.met, payoff.partly))
                share = payoff.estimate
                ends = (None, None, None) if share is None else (share.value, *share.interval)
                values.append((one.code, payoff.actor, payoff.change, *lines, payoff.better_outcomes, *ends))
        heads = (
            Column("code", "the options taken as a number, bit k for option k"),
            Column("actor", "the id of the actor"),
            Column("change", "1 where it is better off than today, -1 where worse off, 0 where equally well"),
            Column("met", "the positions, from 1, of its statements that are met"),
            Column("partly", "the positions, from 1, of its statements that are met in part"),
            Column("better-outcomes", "how many outcomes it likes more"),
            Column("share", "the share of all states that are worse for it, estimated", "{:.4f}"),
            Column("share-low", "the lower end of the 95 % interval", "{:.4f}"),
            Column("share-high", "the upper end of the 95 % interval", "{:.4f}"),
        )
        return with_labels(
            self.game, Rows(heads, tuple(values), index=2), [one.state for one in states for _ in one.payoffs], 2
        )


def winners(
    game: Case | Game | StabilityTable,
    concepts: Sequence[str] | None = None,
    *,
    limit: int = LIMIT,
    depth: int | None = None,
    seconds: float | None = None,
    draws: int = DRAWS,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Winners:
    """How each actor fares in every outcome: each equilibrium under one of `concepts`.

    For each actor and outcome: the *percentile*, the share of all states that are strictly worse for it; the change
    from the status quo; which of its preference statements are met; and the *regret*, by how much the percentile falls
    short of the best outcome. One outcome *dominates* another if it is worse for no actor and better for some.
    Actors without options count, for they have preferences.

    What is compared is exact in either kind of game. In a searched game nobody has counted the states, so the
    percentile is estimated from feasible states drawn at random, with 95 % intervals (Wilson 1927), there is no
    regret, and "best" and "dominated" are said of the outcomes that the search found.

    Parameters
    ----------
    game
        A game of either kind, a case, or a stability table that is already solved.
    concepts
        Ids of concepts; as in `equilibria` if None. Not with a solved table, which has its own.
    limit
        The most outcomes in data, and in a searched game the most that are looked for.
    depth, seconds
        Of a search: the most moves of an answer, and the time in seconds; as in `equilibria` if None.
    draws
        Of a search: how many states are drawn to estimate shares.
    seed, rng
        Of a search: the seed of its draws, or a generator of NumPy; seed 1 if neither is given.

    Returns
    -------
    Winners
        The outcomes, the best supported first, and how each actor fares in each.

    Raises
    ------
    QuestionError
        For an unknown concept, and for concepts beside a solved table.
    SizeError
        For more than 5,000 outcomes in a listed game.

    Notes
    -----
    Cost: that of the verdicts, and for dominance (outcomes)^2 times actors.

    Examples
    --------
    >>> import countermove as cm
    >>> answer = winners(cm.compile(cm.load("prisoners-dilemma")))
    >>> answer
    Winners(2 outcomes, 1 of them undominated)
    >>> [(state.number, [better.number for better in answer.better_for_all(state)]) for state in answer.outcomes]
    [(1, [4]), (4, [])]
    """
    drawing = generator_of(seed, rng)
    if isinstance(game, StabilityTable):
        if concepts is not None:
            raise QuestionError("a solved table has its concepts already; give the game, or leave the concepts out")
        table = game
    else:
        bounds = {"depth": depth, "seconds": seconds}
        search = {name: value for name, value in bounds.items() if value is not None}
        table = equilibria(game_of(game), concepts, limit=limit, **search)  # type: ignore[arg-type]
    if isinstance(table.game, SearchedGame):
        from countermove.search.samples import feasible_sample

        return Winners(table, feasible_sample(table.game, drawing, draws), limit)
    if table.count > MOST_OUTCOMES:
        raise SizeError(
            f"{table.count:,} states are equilibria; at most {MOST_OUTCOMES:,} are compared with each other: "
            "ask for fewer concepts, such as nash"
        )
    return Winners(table, None, limit)
