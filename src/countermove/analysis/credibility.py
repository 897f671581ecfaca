"""Credibility: which equilibria rest on bluffs, threats against the interest of those who make them, and what is left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import equilibria
from countermove.analysis.evolution.paths import reachable
from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows, Value, keyed, member, with_labels
from countermove.analysis.stability_table import StabilityTable
from countermove.analysis.threats import PairsLeft, ThreatMove, cheapest_threat, seen_by_mover
from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.allowance import Allowance
from countermove.game.compile import game_of
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.game.names.positions import several
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.game.tables.draws import SEED, seed_of
from countermove.model.case import Case
from countermove.search.bounded import DEPTH, bounded_attempt, bounded_verdict
from countermove.search.moves import OwnMoves
from countermove.search.threats import cheapest_answer, credibly_sanctioned
from countermove.search.walks import walks
from countermove.stability.bodies import resisted
from countermove.stability.concept import CONCEPTS, GMR, NASH, SMR, Concept, stable
from countermove.stability.engines.dispatch import best_after, least_answer
from countermove.stability.engines.local import improvements_from, rules_of

__all__ = ["Credibility", "StateThreats", "Threat", "Tried", "credibility"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
LIMIT = 1_000
"""States in data unless more are asked for: what a program reads at once, and a spreadsheet opens easily."""
HTML_STATES = 50
"""States whose threats a notebook shows; each has to be searched for."""
WALKS = 5
"""Walks of improvements that show where a called bluff leads in a searched game: most end in the same few states."""
STATE_WORK = 30.0
"""Work, about a second a unit, for the threats at one state of a searched game: half of what one search may do."""


@dataclass(frozen=True)
class Threat(Record):
    """An improvement of one mover that only a bluff deters.

    From `state` the mover could improve by moving to `target`, and no credible answer sanctions that; in a searched game
    none was found, and `is_certain` says whether it is proved that there is none of any length. `is_escaped`: there is a
    credible answer that would leave the mover no better off, but the mover can move on from there to a better state, as
    SMR and SSEQ allow it to. `steps` is the bluff: of all answers that sanction, one with the fewest moves that are not
    in the interest of those who make them, and of these one with the fewest moves; None where the search was given up.
    `ends`: the equilibria under the credible concept to which improvements lead from `target` if the mover calls the
    bluff, the next move being another's; in a searched game, where walks of improvements ended.
    """

    state: State = field(metadata=HIDDEN)
    mover: str
    target: State = field(metadata=keyed("to"))
    is_certain: bool = field(metadata=keyed("certain"))
    steps: tuple[ThreatMove, ...] | None = field(metadata=keyed("answer"))
    ends: tuple[State, ...] = field(metadata=HIDDEN)
    is_escaped: bool = field(default=False, metadata=HIDDEN)

    @property
    def unwilling(self) -> tuple[ThreatMove, ...]:
        """The steps that are no improvements for their movers."""
        return tuple(step for step in self.steps or () if not step.is_willing)

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken after the improvement; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.target.game.options, self.target.taken, strict=False)}

    @member("ends")
    def end_references(self) -> tuple[int, ...]:
        """Where it can go if the bluff is called, by number (by code in a searched game)."""
        return tuple(end.reference for end in self.ends)


@dataclass(frozen=True)
class StateThreats(Record):
    """The threats that one state rests on: none where it rests on none."""

    state: State
    threats: tuple[Threat, ...] = field(metadata=keyed("held_back"))

    @member()
    def code(self) -> int | None:
        """The code of the state: bit k for option k; null for coalesced states and in graph cases."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.state.game.options, self.state.taken, strict=False)}


@dataclass(frozen=True)
class Tried:
    """What a search shows of one state: whether the others can sanction every improvement, and can do so credibly.

    False means that it is not shown; it may still be so.
    """

    key: int
    is_stable: bool
    is_credible: bool


@dataclass(frozen=True)
class Trials:
    """The states that a search tried, with answers of at most `depth` moves; `late` were left untried.

    The latter had no allowance left. `seconds`: the limit in seconds; None where work was counted.
    `table` has the Nash equilibria, which rest on no threat: they are tried, too.
    """

    table: StabilityTable
    tried: tuple[Tried, ...]
    late: int
    depth: int
    seconds: float | None


@dataclass(frozen=True, eq=False)
class Credibility(Result):
    """Which equilibria rest on threats. `concept` is GMR or SMR, `credible` SEQ or SSEQ.

    In a listed game `stable` and `credibly_stable` are the verdicts under the one and the other, shape (movers, S); in a
    searched game `trials` has what was tried instead. `states`: those whose threats data has, those that rest on
    threats if None, `limit` of them at most. `seed`: that of the walks by which a search follows a bluff that is called.
    """

    schema = "credibility/1"

    game: Game = field(metadata=HIDDEN)
    concept: Concept = field(metadata=HIDDEN)
    credible: Concept = field(metadata=HIDDEN)
    stable: Bools | None = field(default=None, metadata=HIDDEN)
    credibly_stable: Bools | None = field(default=None, metadata=HIDDEN)
    trials: Trials | None = field(default=None, metadata=HIDDEN)
    states: tuple[State, ...] | None = field(default=None, metadata=HIDDEN)
    limit: int = field(default=LIMIT, metadata=HIDDEN)
    seed: int = field(default=SEED, metadata=HIDDEN)

    def __repr__(self) -> str:
        extent = "" if self.trials is None else " found"
        what = f"{self.concept.label} equilibria{extent}"
        return f"Credibility({len(self._resting_keys)} of {self.equilibria} {what} rest on threats)"

    def _repr_html_(self) -> str:
        """The threats at the first states, for notebooks."""
        return Result._repr_html_(replace(self, limit=min(self.limit, HTML_STATES)))

    # ------------------------------------------------------------------------------------------------ JSON

    @member("concept")
    def concept_id(self) -> str:
        """The id of the concept whose equilibria may rest on threats."""
        return self.concept.id

    @member("credible")
    def credible_id(self) -> str:
        """The id of the concept whose answers are credible."""
        return self.credible.id

    @member()
    def depth(self) -> int | None:
        """The most moves of an answer that was looked for in a searched game; null in a listed one."""
        return None if self.trials is None else self.trials.depth

    @member()
    def proved(self) -> bool:
        """Whether every state was judged."""
        return self.trials is None

    @member()
    def tried(self) -> int | None:
        """How many states a search tried; null in a listed game, where all are judged."""
        return None if self.trials is None else len(self.trials.tried)

    @member()
    def equilibria(self) -> int:
        """How many equilibria there are under the concept; in a searched game, how many are shown to be."""
        if self.trials is None:
            return int(self._all(self.stable).sum())
        return sum(one.is_stable for one in self.trials.tried)

    @member("resting")
    def n_resting(self) -> int:
        """How many of them rest on threats."""
        return len(self._resting_keys)

    @member("remaining")
    def remaining_references(self) -> tuple[int, ...]:
        """The first equilibria without threats, by number (by code in a searched game)."""
        return tuple(self.game.at(key).reference for key in self._remaining_keys[: self.limit])

    @member("threats")
    def first_threats(self) -> tuple[StateThreats, ...]:
        """The threats at the states asked for, or at the first that rest on threats."""
        return tuple(StateThreats(self.game.at(key), self._threats_at(key)) for key in self._asked_keys[: self.limit])

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether there is more of this, or may be."""
        is_cut = max(len(self._asked_keys), len(self._remaining_keys)) > self.limit
        return is_cut or (self.trials is not None and self.trials.late > 0)

    @member()
    def coverage(self) -> Coverage:
        """Complete in a listed game; a search tries some states, with answers of bounded length."""
        if self.trials is None:
            return COMPLETE
        bound = f"{len(self.trials.tried)} states, answers of at most {self.trials.depth} moves"
        return Coverage("search", False, bound, self.trials.seconds)

    # ---------------------------------------------------------------------------------------- the states

    @staticmethod
    def _all(verdicts: Bools | None) -> Bools:
        assert verdicts is not None
        return np.asarray(verdicts.all(axis=0))

    @cached_property
    def _resting_keys(self) -> list[int]:
        if self.trials is None:
            keys: list[int] = np.flatnonzero(self._all(self.stable) & ~self._all(self.credibly_stable)).tolist()
            return keys
        return [one.key for one in self.trials.tried if one.is_stable and not one.is_credible]

    @cached_property
    def _remaining_keys(self) -> list[int]:
        if self.trials is None:
            keys: list[int] = np.flatnonzero(self._all(self.credibly_stable)).tolist()
            return keys
        return [one.key for one in self.trials.tried if one.is_credible]

    @property
    def _asked_keys(self) -> Sequence[int]:
        return self._resting_keys if self.states is None else [state.key for state in self.states]

    @cached_property
    def resting(self) -> tuple[State, ...]:
        """The equilibria that rest on threats: those under `concept` and not under `credible`.

        Ascending in a listed game; in a searched game the status quo first, then in the order of the walk.
        """
        return tuple(map(self.game.at, self._resting_keys))

    @cached_property
    def remaining(self) -> tuple[State, ...]:
        """The equilibria that are left where nobody believes such threats: those under `credible`."""
        return tuple(map(self.game.at, self._remaining_keys))

    @cached_property
    def resting_by_nearness(self) -> tuple[State, ...]:
        """Those that rest on threats: the status quo first, then those that improvements reach from there."""
        game, now = self.game, self.game.status_quo_key
        if now is None or not isinstance(game, ListedGame):
            return self.resting
        near = reachable(game, now, improving=True)
        return tuple(sorted(self.resting, key=lambda state: (state.key != now, not near[state.key])))

    def is_equilibrium(self, state: State | int | str | Sequence[str], *, credible: bool = False) -> bool:
        """Whether a state is an equilibrium under `concept`, or under the credible one; in a search, shown to be."""
        key = self.game.find(state)
        if self.trials is None:
            return bool(self._all(self.credibly_stable if credible else self.stable)[key])
        return any(one.key == key and (one.is_credible if credible else one.is_stable) for one in self.trials.tried)

    def held_back(self, state: State | int | str | Sequence[str]) -> tuple[str, ...]:
        """The movers that only bluffs deter at a state, in the order of the case."""
        key = self.game.find(state)
        if self.stable is None or self.credibly_stable is None:
            return tuple(dict.fromkeys(threat.mover for threat in self._threats_at(key)))
        # Stable whatever the answers cost the others, and not stable by credible answers: only a bluff deters it.
        is_bluffed = self.stable[:, key] & ~self.credibly_stable[:, key]
        return tuple(mover.id for mover in self.game.movers if is_bluffed[mover.index])

    def not_held_back(self, state: State | int | str | Sequence[str]) -> tuple[str, ...]:
        """The movers that not even threats deter at a state; in a searched game, are not shown to deter."""
        key, game = self.game.find(state), self.game
        if self.stable is not None:
            return tuple(mover.id for mover in game.movers if not self.stable[mover.index, key])
        assert isinstance(game, SearchedGame)
        allowance = Allowance(STATE_WORK)
        gaining = (m for m in game.movers if any(True for _ in self._moves.of(m, key, improving=True)))
        return tuple(
            mover.id
            for mover in gaining
            if not bounded_verdict(game, key, mover.id, self.concept.id, self.depth or DEPTH, allowance).stable
        )

    # ---------------------------------------------------------------------------------------- the threats

    def threats(self, state: State | int | str | Sequence[str]) -> tuple[Threat, ...]:
        """Each improvement at a state that only a bluff deters; the best of each mover first.

        They are searched for when they are asked for; in a searched game in the order of the moves. Raises
        `SizeError` there, where a mover has too many choices.
        """
        return self._threats_at(self.game.find(state))

    def _threats_at(self, key: int) -> tuple[Threat, ...]:
        # Threats are searched for when they are asked for: for all states it would take longer than all verdicts.
        if key not in self._searched_for:
            game = self.game
            if isinstance(game, ListedGame):
                # Shared by all gains at this state, so that one state of many gains does not take many times as long.
                left = PairsLeft()
                movers = (game.mover(id_) for id_ in self.held_back(game.at(key)))
                threats = [threat for mover in movers for threat in self._listed_threats(game, key, mover, left)]
            else:
                assert isinstance(game, SearchedGame)
                allowance = Allowance(STATE_WORK)
                threats = [threat for m in game.movers for threat in self._searched_threats(game, key, m, allowance)]
            self._searched_for[key] = tuple(threats)
        return self._searched_for[key]

    @cached_property
    def _searched_for(self) -> dict[int, tuple[Threat, ...]]:
        return {}

    @cached_property
    def _moves(self) -> OwnMoves:
        assert isinstance(self.game, SearchedGame)
        return OwnMoves(self.game)

    def _listed_threats(self, game: ListedGame, state: int, mover: Mover, left: PairsLeft) -> list[Threat]:
        counter = self.concept.counter
        gains = _undeterred(game, mover, state, counter)
        # Of a body the sum of all ranks says which gain comes first: no one rank stands for it.
        rank = game.rank_rows.sum(axis=0, dtype=np.int64) if mover.actor is None else game.rank_rows[mover.actor]
        threats = []
        for target, rules in sorted(gains, key=lambda gain: (-int(rank[gain[0]]), gain)):
            answer = cheapest_threat(game, mover, state, target, rules, counter, left)
            steps = None if answer is None else tuple(seen_by_mover(game, mover, *step) for step in answer)
            ends = tuple(map(game.at, self._ends(game, target, mover)))
            is_escaped = counter and _is_sanctioned(game, mover, state, target, rules)
            threats.append(Threat(game.at(state), mover.id, game.at(target), True, steps, ends, is_escaped))
        return threats

    def _ends(self, game: ListedGame, start: int, last: Mover) -> list[int]:
        """The credible equilibria that improvements reach from a state to which the mover `last` has moved."""

        def reached() -> list[int]:
            is_reached = reachable(game, start, improving=True, last=last)
            return [key for key in self._remaining_keys if is_reached[key]]

        return game.once(("ends", self.credible.id, start, last.index), reached)

    def _searched_threats(self, game: SearchedGame, code: int, mover: SearchedMover, allowance: Allowance) -> list[Threat]:
        assert self.trials is not None
        threats, counter, depth = [], self.concept.counter, self.trials.depth
        for gain in self._moves.of(mover, code, improving=True):
            is_certain = _undeterred_by_search(self._moves, mover, code, gain, self.credible, depth, allowance)
            if is_certain is None:
                continue
            answer = cheapest_answer(self._moves, mover, code, gain, counter, depth, allowance)
            # No answer within the bound: nothing is shown to deter this gain, so it is no threat either.
            if answer == ():
                continue
            willing = [game.improves(game.mover(m.mover), m.before, m.after, mover.actor) for m in answer or ()]
            steps = tuple(seen_by_mover(game, mover, m, w) for m, w in zip(answer or (), willing, strict=True))
            called = walks(game, gain, self.seed, WALKS, last=mover.id)
            ends = tuple(map(game.at, dict.fromkeys(walk.end for walk in called if walk.settled)))
            is_escaped = (
                counter
                and credibly_sanctioned(self._moves, mover, code, gain, False, allowance=allowance).is_sanctioned is True
            )
            threats.append(
                Threat(
                    game.at(code), mover.id, game.at(gain), is_certain, None if answer is None else steps, ends, is_escaped
                )
            )
        return threats

    # ------------------------------------------------------------------------------------------------ rows

    def rows(self) -> Rows:
        """One row per move of each threat, at the states that `first_threats` has; states by number or code."""
        is_listed = self.trials is None
        heads = [
            Column("state" if is_listed else "code", "the state that rests on threats"),
            Column("held-back", "the id of the mover that a bluff deters from an improvement"),
            Column("gain", "the state that it would move to"),
            *([] if is_listed else [Column("certain", "whether it is proved that there is no credible answer")]),
            Column("step", "which move of the bluff, from 1"),
            Column("mover", "the id of its mover"),
            Column("from", "the state before"),
            Column("to", "the state after"),
            Column("willing", "whether it is in the mover's own interest"),
            Column("lost", "the positions, from 1, of the mover's statements that it makes worse"),
            Column("ends", "where it can go if the bluff is called"),
        ]
        values: list[tuple[Value, ...]] = []
        states: list[State] = []
        for one in self.first_threats:
            for threat in one.threats:
                ends = " ".join(map(str, threat.end_references))
                certain = () if is_listed else (threat.is_certain,)
                head = (one.state.reference, threat.mover, threat.target.reference, *certain)
                for k, step in enumerate(threat.steps or (), 1):
                    move = (k, step.mover, step.before.reference, step.after.reference, step.is_willing)
                    values.append((*head, *move, " ".join(map(str, step.lost)), ends))
                    states.append(one.state)
        return with_labels(self.game, Rows(tuple(heads), tuple(values), index=0), states)


def credibility(
    game: Case | Game,
    concept: str = GMR.id,
    *,
    states: Sequence[State | int | str | Sequence[str]] | None = None,
    limit: int = LIMIT,
    depth: int = DEPTH,
    seconds: float | None = None,
    allowance: Allowance | None = None,
    table: StabilityTable | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Credibility:
    """Which equilibria rest on bluffs: threats that are not in the interest of those who make them.

    A state is an equilibrium under GMR if the others can sanction every improvement, at any cost to themselves, and under
    SEQ if they can do so credibly, each by credible moves; SMR and SSEQ are the same with a counter-move. An
    equilibrium under GMR that is none under SEQ rests on a bluff: some mover has an improvement that no credible answer
    sanctions.

    In a searched game some states are tried: the Nash equilibria, which rest on no threat, `states`, the status quo,
    and the states on one walk of improvements from there. A state is shown to rest on threats if answers of at most
    `depth` moves sanction every improvement, and for some improvement no credible answer is found: neither of that
    length, nor among the first 2,000 pairs of a state and its last mover. Where these are all there are, that is proved.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    concept
        ``gmr`` (against SEQ) or ``smr`` (against SSEQ).
    states
        The states whose threats data has, each as `Game.state` takes it; those that rest on threats if None.
    limit
        The most states in each list of the data, and in a searched game the most Nash equilibria.
    depth
        Of a search: the most moves of an answer.
    seconds, allowance
        Of a search: a limit of the clock, or what it may do; as in `equilibria`.
    table
        A stability table of a searched game that has its Nash equilibria already, if it has no others.
    seed, rng
        Of a search: the seed of its walks, or a generator of NumPy, which gives one; seed 1 if neither is given.

    Returns
    -------
    Credibility
        The equilibria with and without threats; the threats are searched for when they are asked for.

    Raises
    ------
    QuestionError
        For another concept, and for a state that there is not.

    Notes
    -----
    Cost in a listed game: four verdicts for each mover.

    Examples
    --------
    >>> import countermove as cm
    >>> answer = credibility(cm.compile(cm.load("chicken")))
    >>> answer
    Credibility(1 of 3 GMR equilibria rest on threats)
    >>> [state.number for state in answer.resting], [state.number for state in answer.remaining]
    ([4], [2, 3])
    >>> [(t.mover, t.target.number, [(s.mover, s.is_willing) for s in t.steps]) for t in answer.threats(4)]
    [('row', 3, [('column', False)]), ('column', 2, [('row', False)])]
    """
    game, allowance = game_of(game), Allowance(seconds=seconds) if allowance is None else allowance
    seed = seed_of(seed, rng)
    # The credible variant is found by the concepts' rows, so that a new pair of concepts needs no change here.
    judged = CONCEPTS.get(concept.lower())
    credible = None if judged is None or judged.credible else judged.variant(credible=True)
    if judged is None or credible is None:
        raise QuestionError(f"threats are what {quoted(GMR.id)} and {quoted(SMR.id)} count on; not {quoted(concept)}")
    asked = None if states is None else tuple(map(game.state, several(states, "numbers", "[1, 5]")))
    if isinstance(game, SearchedGame):
        # A table with other concepts has states that need not be Nash equilibria; those would be taken for Nash equilibria.
        if table is None or table.concept_ids != (NASH.id,):
            table = equilibria(game, [NASH.id], limit=limit, allowance=allowance, seed=seed)
        trials = _trials(table, judged, credible, [state.key for state in asked or ()], depth, allowance)
        return Credibility(game, judged, credible, trials=trials, states=asked, limit=limit, seed=seed)
    assert isinstance(game, ListedGame)
    stable_, credibly_stable = (
        np.array([stable(game, mover, rule) for mover in game.movers], dtype=bool).reshape(-1, game.size)
        for rule in (judged, credible)
    )
    return Credibility(game, judged, credible, stable_, credibly_stable, states=asked, limit=limit, seed=seed)


# ------------------------------------------------------------------------------------------------ listed games


def _undeterred(game: ListedGame, mover: Mover, state: int, counter: bool) -> list[tuple[int, int]]:
    """The improvements of a mover at a state that no credible answer sanctions: the target, and a body's rules."""
    moves = improvements_from(game, mover, np.array([state], dtype=np.int32))
    rules = rules_of(mover, moves.changed) if mover.is_body else np.zeros(len(moves.target), dtype=np.int64)
    gains = np.unique(np.column_stack([moves.target.astype(np.int64), rules]), axis=0)
    targets = gains[:, 0].astype(np.int32)
    if mover.actor is None:
        source = np.full(len(targets), state, dtype=np.int32)
        is_deterred = resisted(game, mover, edges_from_pairs(source, targets, game.size, gains[:, 1]), True, counter)
    else:
        least = game.once(("credible answer", mover.index, counter), lambda: _least(game, mover, counter))
        is_deterred = least[targets] <= game.rank_rows[mover.actor][state]
    return [(int(target), int(rule)) for target, rule in gains[~is_deterred]]


def _is_sanctioned(game: ListedGame, mover: Mover, state: int, target: int, rules: int) -> bool:
    """Whether some credible answer leaves a mover no better off than at `state`, if it may not move on from there."""
    if mover.actor is None:
        source, targets = np.array([state], dtype=np.int32), np.array([target], dtype=np.int32)
        gain = edges_from_pairs(source, targets, game.size, np.array([rules], dtype=np.int64))
        return bool(resisted(game, mover, gain, True, False)[0])
    least = game.once(("credible answer", mover.index, False), lambda: _least(game, mover, False))
    return bool(least[target] <= game.rank_rows[mover.actor][state])


def _least(game: ListedGame, mover: Mover, counter: bool) -> Ints:
    assert mover.actor is not None
    rank = game.rank_rows[mover.actor]
    base = best_after(game, mover, rank) if counter else rank
    return np.asarray(least_answer(game, mover, base, credible=True), dtype=np.int32)


# ------------------------------------------------------------------------------------------------ searched games


def _trials(
    table: StabilityTable, concept: Concept, credible: Concept, also: Sequence[int], depth: int, allowance: Allowance
) -> Trials:
    """What is shown of the Nash equilibria, of the states `also`, of the status quo, and of a walk from there."""
    game, search = table.game, table.search_result
    assert isinstance(game, SearchedGame)
    nash = set(search.nash.codes)
    now = [] if game.status_quo_key is None else [game.status_quo_key]
    # States on the way from today are what people bargain about; those beyond nobody has in view.
    passed = [step.after for walk in search.walks[:1] for step in walk.steps]
    moves, tried = OwnMoves(game), []
    others = [code for code in dict.fromkeys([*also, *now, *passed]) if code not in nash]
    for code in others:
        if not allowance.is_spent or code in also:
            with suppress(SizeError):  # a state for which the allowance is too small is counted as left untried
                tried.append(_tried(moves, code, concept, credible, depth, allowance))
    late = len(others) - len(tried)
    return Trials(table, (*tried, *(Tried(code, True, True) for code in table.strongest())), late, depth, allowance.seconds)


def _tried(moves: OwnMoves, code: int, concept: Concept, credible: Concept, depth: int, allowance: Allowance) -> Tried:
    """Whether a state is stable for every mover under the one and the other concept, as far as that is shown."""
    is_credible = True
    for mover in moves.game.movers:
        for gain in moves.of(mover, code, improving=True):
            # The credible answer first: where there is one, the costly one need not be looked for.
            if _undeterred_by_search(moves, mover, code, gain, credible, depth, allowance) is not None:
                is_credible = False
                if not cheapest_answer(moves, mover, code, gain, concept.counter, depth, allowance):
                    return Tried(code, False, False)
    return Tried(code, True, is_credible)


def _undeterred_by_search(
    moves: OwnMoves, mover: SearchedMover, code: int, gain: int, credible: Concept, depth: int, allowance: Allowance
) -> bool | None:
    """None where a credible answer sanctions a gain; else whether it is certain that none of any length does."""
    is_sanctioned, looked = credibly_sanctioned(moves, mover, code, gain, credible.counter, allowance=allowance)
    # All legal sequences were followed to their ends, so this is proved either way.
    if is_sanctioned is not None:
        return None if is_sanctioned else True
    # Every answer within the bound was looked at already: the solver could only repeat that.
    if looked >= depth:
        return False
    attempt = bounded_attempt(moves.game, mover, code, gain, credible.id, range(looked + 1, depth + 1), allowance)
    if not attempt.searched:
        who = moves.game.case.label(mover.id)
        raise SizeError(f"there was too much to do to look at all answers of {depth} moves to a gain of {who}")
    return None if attempt.answer is not None else False
