"""Perceptions (hypergames): each actor's own game, the hypergame equilibria, and who is surprised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import chosen_concepts
from countermove.analysis.farsighted import Totals
from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows, keyed, member, with_labels
from countermove.errors import QuestionError
from countermove.game.compile import game_of
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.game.perceived import OwnGame, own_game, played, unaware_of
from countermove.model.case import Case
from countermove.stability.concept import Concept, stable
from countermove.stability.engines.local import improvements_from, moves_from

__all__ = ["LIMIT", "Perceived", "Perceptions", "Reached", "Reason", "Surprise", "perceptions"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
LIMIT = 1_000
"""States in each list of data, and rows, unless more are asked for."""
YES_NO: Mapping[str | int | float | bool | None, str] = {True: "yes", False: "no"}
Reason = Literal["state", "option", "preference"]
"""What an actor is wrong about: it does not see the state, does not know an option, or is mistaken about preferences."""


@dataclass(frozen=True)
class Surprise(Record):
    """A move of another mover about which `viewer` is wrong.

    `coming`: the mover gains by it, in its own eyes, and the viewer does not expect it; otherwise the viewer expects it,
    and in the mover's own eyes it is no gain. `reason`: what the one who does not expect or make the move lacks: it does
    not see the state where the move ends, knows no such move, or sees no gain in it.
    """

    viewer: str = field(metadata=HIDDEN)
    mover: str
    before: State = field(metadata=keyed("from"))
    after: State = field(metadata=keyed("to"))
    coming: bool
    reason: Reason


@dataclass(frozen=True)
class Perceived(Record):
    """The game that one actor believes to be played, as data; lists of states are cut at the limit of the answer.

    `believes`: the actors whose preferences it sees differently; `unaware`: options that it does not know of; `unseen`:
    states that it does not see. By concept: `equilibria` of its own game, those that it can have in mind (`expected`),
    hypergame equilibria that it does not expect, states that it expects and that are none (`mistaken`), equilibria of
    the game as written that it does not expect (`overlooked`). `moves`: moves of others about which it is wrong.
    """

    believes: tuple[str, ...]
    unaware: tuple[str, ...]
    unseen: tuple[State, ...]
    equilibria: Mapping[str, tuple[State, ...]]
    expected: Mapping[str, tuple[State, ...]]
    unexpected: Mapping[str, tuple[State, ...]]
    mistaken: Mapping[str, tuple[State, ...]]
    overlooked: Mapping[str, tuple[State, ...]]
    moves: tuple[Surprise, ...]


@dataclass(frozen=True)
class Reached(Record):
    """States to which improvements lead from the status quo, each made in its mover's own eyes."""

    improvements: tuple[State, ...]


@dataclass(frozen=True, eq=False)
class Perceptions(Result):
    """Everybody's own game. All arrays over states have shape (S,), by `State.index`.

    Attributes
    ----------
    game
        The game as written.
    concepts
        The concepts that were asked.
    games
        The own game of each actor that has a view, in file order.
    stable
        For each concept the verdicts of every mover in its own game, shape (movers, S).
    written
        For each concept the equilibria of the game as written.
    own
        For each actor with a view and each concept, the equilibria of its own game.
    limit
        The most states in each list of data, and the most rows.
    """

    schema = "perceptions/1"

    game: ListedGame = field(metadata=HIDDEN)
    concepts: tuple[Concept, ...] = field(metadata=HIDDEN)
    games: Mapping[str, OwnGame] = field(metadata=HIDDEN)
    stable: Mapping[str, Bools] = field(metadata=HIDDEN)
    written: Mapping[str, Bools] = field(metadata=HIDDEN)
    own: Mapping[str, Mapping[str, Bools]] = field(metadata=HIDDEN)
    limit: int = field(default=LIMIT, metadata=HIDDEN)

    def __repr__(self) -> str:
        counts = ", ".join(f"{c.id} {int(self.holding(c.id).sum())}" for c in self.concepts)
        who = ", ".join(self.games) or "nobody"
        return f"Perceptions(own games: {who}; hypergame equilibria: {counts})"

    def holding(self, concept: str) -> Bools:
        """The hypergame equilibria under a concept: states at which every mover is stable in its own game."""
        return np.asarray(self.stable[concept].all(axis=0))

    def expected(self, viewer: str, concept: str) -> Bools:
        """The equilibria of the own game of `viewer` that it can have in mind: see `conceivable`."""
        return np.asarray(self.own[viewer][concept] & self.conceivable(viewer))

    def conceivable(self, viewer: str) -> Bools:
        """States that `viewer` sees, and in which the options that it does not know stand as in the status quo.

        It believes that nobody touches them, so it cannot have in mind that they change. Without a status quo:
        all that it sees.
        """
        return self.game.once(("conceivable", viewer), lambda: _conceivable(self.game, self.games[viewer]))

    def unexpected(self, viewer: str, concept: str) -> Bools:
        """Hypergame equilibria that `viewer` does not expect."""
        return np.asarray(self.holding(concept) & ~self.expected(viewer, concept))

    def mistaken(self, viewer: str, concept: str) -> Bools:
        """States that `viewer` expects, and that are no hypergame equilibria."""
        return np.asarray(self.expected(viewer, concept) & ~self.holding(concept))

    def overlooked(self, viewer: str, concept: str) -> Bools:
        """Equilibria of the game as written that `viewer` does not expect."""
        return np.asarray(self.written[concept] & ~self.expected(viewer, concept))

    def under(self, state: State | int) -> tuple[Concept, ...]:
        """The concepts under which a state is a hypergame equilibrium; a whole number is a state's number, from 1."""
        key = self.game.find(state)
        return tuple(c for c in self.concepts if self.stable[c.id][:, key].all())

    def under_written(self, state: State | int) -> tuple[Concept, ...]:
        """The concepts under which a state is an equilibrium of the game as written."""
        key = self.game.find(state)
        return tuple(c for c in self.concepts if self.written[c.id][key])

    def under_expected(self, viewer: str, state: State | int) -> tuple[Concept, ...]:
        """The concepts under which `viewer` expects a state to be an equilibrium."""
        key = self.game.find(state)
        return tuple(c for c in self.concepts if self.expected(viewer, c.id)[key])

    def notable(self) -> tuple[State, ...]:
        """Equilibria of the hypergame, of the game as written, or as an actor expects; under most concepts first."""
        # Where people look first: equilibria under most concepts, then those that most viewers and readings agree on.
        holding = _count(self.holding(c.id) for c in self.concepts)
        some = holding + _count(self.written.values())
        for viewer in self.games:
            some = some + _count(self.expected(viewer, c.id) for c in self.concepts)
        order = np.lexsort((-some, -holding)) if self.concepts else np.zeros(0, dtype=np.int64)
        return tuple(self.game.at(key) for key in order[some[order] > 0].tolist())

    @cached_property
    def reached(self) -> Bools | None:
        """States to which improvements lead from the status quo, each made in its mover's own eyes; None without it.

        A legal sequence: no mover moves twice in a row. The status quo itself is among them.
        """
        return None if self.game.status_quo_key is None else _reached(self.game, self.game.status_quo_key)

    def watched(self, viewer: str) -> tuple[State, ...]:
        """Where surprises matter to `viewer`, of the states that it sees.

        The status quo, the equilibria that it expects, and those of the hypergame.
        """
        matters = np.zeros(self.game.size, dtype=bool)
        for concept in self.concepts:
            matters |= self.expected(viewer, concept.id) | self.holding(concept.id)
        if self.game.status_quo_key is not None:
            matters[self.game.status_quo_key] = True
        return self._states(matters & (self.games[viewer].place >= 0))

    def surprises(self, viewer: str, states: Iterable[State | int] | None = None) -> tuple[Surprise, ...]:
        """Moves of others about which `viewer` is wrong, at `states`; where none are given, at those of `watched`.

        By state, then those that come first, then by mover, then by where the move ends.
        """
        keys = [self.game.find(state) for state in (self.watched(viewer) if states is None else states)]
        return _surprises(self.game, viewer, keys)

    def _states(self, where: Bools, limit: int | None = None) -> tuple[State, ...]:
        return tuple(self.game.at(key) for key in np.flatnonzero(where)[:limit].tolist())

    def _by_concept(self, sets: Callable[[str], Bools]) -> dict[str, tuple[State, ...]]:
        return {c.id: self._states(sets(c.id), self.limit) for c in self.concepts}

    @member("concepts")
    def concept_ids(self) -> tuple[str, ...]:
        """The ids of the concepts that were asked."""
        return tuple(concept.id for concept in self.concepts)

    @member()
    def states(self) -> Totals:
        """How many states are feasible, and which of them is the status quo."""
        now = self.game.status_quo_key
        return Totals(self.game.size, None if now is None else self.game.at(now))

    @member()
    def equilibria(self) -> Mapping[str, tuple[State, ...]]:
        """The hypergame equilibria, by concept."""
        return self._by_concept(self.holding)

    @member("written")
    def equilibria_written(self) -> Mapping[str, tuple[State, ...]]:
        """The equilibria of the game as written, by concept."""
        return self._by_concept(self.written.__getitem__)

    @member("games")
    def perceived(self) -> Mapping[str, Perceived]:
        """For each actor with a view the game that it believes to be played."""
        return {viewer: self._perceived(viewer) for viewer in self.games}

    def _perceived(self, viewer: str) -> Perceived:
        case = self.game.case
        expected, unexpected, mistaken, overlooked = map(self._by_concept, self._judgements(viewer))
        return Perceived(
            tuple(case.views[viewer].actors),
            tuple(self.game.options[option].full for option in unaware_of(case, viewer)),
            self._states(self.games[viewer].place < 0, self.limit),
            self._by_concept(self.own[viewer].__getitem__),
            expected,
            unexpected,
            mistaken,
            overlooked,
            self.surprises(viewer, self.watched(viewer)[: self.limit]),
        )

    def _judgements(self, viewer: str) -> list[Callable[[str], Bools]]:
        """What a viewer expects, what surprises it, where it is mistaken, what it overlooks: sets by concept."""
        return [partial(sets, viewer) for sets in (self.expected, self.unexpected, self.mistaken, self.overlooked)]

    @member("reachable")
    def reached_states(self) -> Reached | None:
        """The states that improvements reach from the status quo; null without one."""
        return None if self.reached is None else Reached(self._states(self.reached, self.limit))

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether a list of states was cut."""
        most = self.limit
        sets = [self.holding, self.written.__getitem__]
        arrays = [] if self.reached is None else [self.reached]
        for viewer, game in self.games.items():
            if len(self.watched(viewer)) > most:
                return True
            sets += [self.own[viewer].__getitem__, *self._judgements(viewer)]
            arrays.append(game.place < 0)
        arrays += [some(concept.id) for some in sets for concept in self.concepts]
        return any(int(array.sum()) > most for array in arrays)

    def labels_of(self, concepts: Sequence[Concept]) -> str:
        """Concepts by their labels; ``all 7 concepts`` where these are all that were asked, and more than two."""
        if len(concepts) == len(self.concepts) > 2:
            return f"all {len(concepts)} concepts"
        return ", ".join(concept.label for concept in concepts)

    def rows(self) -> Rows:
        """One row for each equilibrium of the hypergame, of the game as written, or as an actor expects."""
        ids = self.game.case.states is not None
        columns = [
            Column("state", "the number of the state, from 1"),
            Column("id", "its id in the case") if ids else Column("options taken", "the options taken, by full name"),
            Column("holds", "the concepts under which it is an equilibrium if each actor plays the game that it sees"),
            Column("as written", "the concepts under which it is an equilibrium of the game as written"),
        ]
        columns += [
            Column(
                f"{self.game.case.label(viewer)} expects",
                "the concepts under which this actor expects it to be an equilibrium",
            )
            for viewer in self.games
        ]
        if self.reached is not None:
            columns.append(Column("reachable", "whether improvements reach it from the status quo", YES_NO))
        values = []
        for state in self.notable()[: self.limit]:
            sets = [self.under(state), self.under_written(state), *(self.under_expected(v, state) for v in self.games)]
            labels = [self.labels_of(concepts) for concepts in sets]
            reached = [] if self.reached is None else [bool(self.reached[state])]
            values.append((state.number, state.id or ", ".join(state.options) or "nothing", *labels, *reached))
        return with_labels(self.game, Rows(tuple(columns), tuple(values)), self.notable()[: self.limit])


def perceptions(
    case: Case | Game,
    concepts: Sequence[str] | None = None,
    *,
    scenario: str | None = None,
    on_progress: Callable[[], None] | None = None,
) -> Perceptions:
    """The game that each actor believes to be played, the hypergame equilibria, and whom they surprise.

    Each actor is judged in its own game, the case as its view changes it; an actor without a view, and a body, in the
    game as written. A state at which every mover is stable in its own game is a *hypergame equilibrium*; one that a
    mover does not see is stable for it, as it has no move from there.

    Parameters
    ----------
    case
        A case, or a listed game.
    concepts
        Ids of concepts as in `equilibria`; None for the usual ones.
    scenario
        The scenario to apply first; only with a case, for a game has its scenario already.
    on_progress
        Called after each verdict, for progress bars.

    Returns
    -------
    Perceptions
        The own game of each actor with a view, the equilibria of each, and the hypergame equilibria.

    Raises
    ------
    CaseError
        For a view that does not fit the states.
    QuestionError
        For a searched game, for merged actors, and for an unknown concept.

    Notes
    -----
    Cost: that of `equilibria`, once more for each view.

    References
    ----------
    Bennett 1977, Omega 5, 749-751; Wang, Hipel & Fraser 1988, Behavioral Science 33, 207-223.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> answer = perceptions(load_case("mountain-pass"))
    >>> (answer.expected("defender", "seq").nonzero()[0] + 1).tolist()
    [4, 5, 8]
    >>> [state.number for state in answer.equilibria["seq"]]
    [5, 6, 8, 9]
    """
    game = game_of(case, scenario)
    game.require("perceptions")
    assert isinstance(game, ListedGame)
    if game.merged:
        raise QuestionError("each actor has a view of its own; ask about the case without merging anybody")
    chosen = chosen_concepts(game, concepts)
    games = {viewer: own_game(game, viewer) for viewer in game.actors if viewer in game.case.views}

    def judged(one: ListedGame, concept: Concept) -> list[Bools]:
        verdicts = []
        for mover in one.movers:
            verdicts.append(stable(one, mover, concept))
            if on_progress is not None:
                on_progress()
        return verdicts

    stable_: dict[str, Bools] = {}
    written: dict[str, Bools] = {}
    own: dict[str, dict[str, Bools]] = {viewer: {} for viewer in games}
    for concept in chosen:
        # Movers without a view, and bodies, are judged in the game as written; the rows of viewers are replaced below.
        rows = judged(game, concept)
        written[concept.id] = _all(rows, game.size)
        for viewer, seen in games.items():
            verdicts = judged(seen.game, concept)
            # What a viewer does not see is no equilibrium of its game, but it is stable for it: it never moves there.
            own[viewer][concept.id] = seen.spread(_all(verdicts, seen.game.size), unseen=False)
            rows = [seen.spread(verdicts[m.index], True) if m.id == viewer else rows[m.index] for m in game.movers]
        stable_[concept.id] = np.array(rows, dtype=bool).reshape(-1, game.size)
    return Perceptions(game, chosen, games, stable_, written, own)


def _all(verdicts: Sequence[Bools], size: int) -> Bools:
    return np.asarray(np.array(verdicts, dtype=bool).reshape(-1, size).all(axis=0))


def _count(sets: Iterable[Bools]) -> Longs:
    return np.asarray(sum(some.astype(np.int64) for some in sets))


def _conceivable(game: ListedGame, own: OwnGame) -> Bools:
    seen = own.place >= 0
    mask = np.uint64(game.layout.mask(unaware_of(game.case, own.viewer)))
    place = game.status_quo_place
    if place is None or not mask:
        return seen
    # Packed fields are compared as a whole: options that a viewer does not know share no field with others it knows.
    # Of a coalesced status quo the combination that is written is meant: the others stand for the same state only.
    as_now = (game.codes & mask) == (game.codes[place] & mask)
    as_now_states = np.zeros(game.size, dtype=bool)
    as_now_states[game.states_of_codes[as_now]] = True
    return np.asarray(as_now_states & seen)


def _reached(game: ListedGame, start: int) -> Bools:
    """Breadth first over pairs of a state and its last mover; the last entry of `newest` is: nobody moved yet."""
    games = [played(game, mover) for mover in game.movers]
    seen = np.zeros((len(games), game.size), dtype=bool)
    none = np.zeros(0, dtype=np.int32)
    newest = [*(none for _ in games), np.array([start], dtype=np.int32)]
    while any(map(len, newest)):
        fresh = []
        for k, (mover, own) in enumerate(zip(game.movers, games, strict=True)):
            # All pairs whose last mover is another: in a legal sequence nobody moves twice in a row.
            here = own.place[np.unique(np.concatenate([*newest[:k], *newest[k + 1 :]]))]
            moves = improvements_from(own.game, own.mover(mover), here[here >= 0])
            after = np.unique(own.states[moves.target])
            fresh.append(after[~seen[k, after]])
            seen[k, fresh[-1]] = True
        newest = [*fresh, none]
    reached = np.asarray(seen.any(axis=0))
    reached[start] = True
    return reached


def _surprises(game: ListedGame, viewer: str, keys: Sequence[int]) -> tuple[Surprise, ...]:
    """The moves about which `viewer` is wrong, at those of the states that it sees.

    A move counts where it is an improvement for its mover: if it is one in the game that the mover plays, it comes;
    if it is one in the viewer's own game, the viewer expects it.
    """
    own = own_game(game, viewer)
    here = np.array([key for key in sorted(set(keys)) if own.place[key] >= 0], dtype=np.int32)
    moves: list[Surprise] = []
    for mover in game.movers:
        if mover.id == viewer:
            continue
        theirs = played(game, mover)
        # In the mover's own eyes, and in the viewer's: where the two differ, the viewer is surprised.
        coming, awaited = _improving(theirs, mover, here), _improving(own, mover, here)
        for pairs, blind, comes in ((coming - awaited, own, True), (awaited - coming, theirs, False)):
            # Whether the one who does not expect or make the move knows it as a move at all, or only sees no gain in it.
            possible = _moving(blind, mover, here) if pairs else set()
            for before, after in pairs:
                reason: Reason = "preference" if (before, after) in possible else "option"
                if blind.place[before] < 0 or blind.place[after] < 0:
                    reason = "state"
                moves.append(Surprise(viewer, mover.id, game.at(before), game.at(after), comes, reason))
    place = {mover.id: mover.index for mover in game.movers}
    return tuple(sorted(moves, key=lambda s: (s.before.key, not s.coming, place[s.mover], s.after.key)))


def _improving(game: OwnGame, mover: Mover, states: Ints) -> set[tuple[int, int]]:
    """The improvements of a mover from `states` in a game, as pairs of states of the game as written."""
    here = game.place[states]
    moves = improvements_from(game.game, game.mover(mover), here[here >= 0])
    return _pairs(game, moves.source, moves.target)


def _moving(game: OwnGame, mover: Mover, states: Ints) -> set[tuple[int, int]]:
    """The moves of a mover from `states` in a game, as pairs of states of the game as written."""
    here = game.place[states]
    moves = moves_from(game.game, game.mover(mover), here[here >= 0])
    return _pairs(game, moves.source, moves.target)


def _pairs(game: OwnGame, source: Ints, target: Ints) -> set[tuple[int, int]]:
    return set(zip(game.states[source].tolist(), game.states[target].tolist(), strict=True))
