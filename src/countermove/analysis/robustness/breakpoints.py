"""What breaks an outcome: every single change of preferences, and every pair of changes, is tried exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.result import HIDDEN, SPREAD, Record, keyed, member
from countermove.analysis.robustness.changes import KINDS, Change, Key, Kind, is_drawn, is_plausible, single_changes
from countermove.analysis.robustness.searched import SearchedStudy
from countermove.analysis.robustness.study import Study
from countermove.game.game import State
from countermove.game.preferences import Ranks
from countermove.search.nearby import Turn
from countermove.stability.engines.threads import in_order

__all__ = ["LISTED_PAIRS", "Breaker", "Breakpoints", "OfState", "PairCount", "Pairs", "Tried", "breakpoints", "together"]

Bools = NDArray[np.bool_]
Pairs = Literal["all", "plausible", "none"]
ActorChange = tuple[int, Change]
"""A change, with the index of its actor."""
LISTED_PAIRS = 50
"""Pairs that are listed for each outcome and concept; all are counted."""
MOST_MODEL_MOVES = 4 * 10**7
"""Models times moves that are looked at for pairs unless these are asked for: about ten seconds on two cores."""
MOST_PAIRS = 400_000
"""Pairs that are tried in a searched game unless more are asked for: about ten seconds, for most look alike to bodies."""
PAIRS_AT_ONCE = 64
"""Pairs that a thread tries at a time: some milliseconds, much longer than handing them over takes."""


class OfState(Record):
    """Something about one `state`: JSON has its code beside its number."""

    state: State

    @member()
    def code(self) -> int | None:
        """The options taken as a number, bit k for option k; null for a coalesced state and in a graph case."""
        return self.state.code


@dataclass(frozen=True)
class Breaker(OfState):
    """Changes after which a state is no longer an equilibrium under a concept: one, or two where neither is enough.

    `change`: the one that is enough alone, else None, and the two are `pair`. `drawn`: whether draws contain all of
    them (the others are stronger than what the analyst thinks possible).
    """

    state: State
    concept: str
    change: Change | None = field(metadata=SPREAD)
    pair: tuple[Change, ...] = field(metadata=keyed("changes", optional=True))
    drawn: bool

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes that it takes, in the order in which they are made."""
        return self.pair if self.change is None else (self.change,)


@dataclass(frozen=True)
class PairCount(OfState):
    """How many pairs of changes break an outcome under a concept though neither change does alone."""

    state: State
    concept: str
    count: int


@dataclass(frozen=True)
class Tried(Record):
    """What was tried: how many single changes, how many of each kind, and how many pairs, `of` which changes.

    `of`: of all changes, only of the ``plausible`` ones that draws contain, or of ``none``.
    """

    singles: int
    kinds: Mapping[Kind, int] = field(metadata=HIDDEN)
    pairs: int
    of: Pairs

    @member("by_kind")
    def by_kind(self) -> Mapping[str, int]:
        """How many single changes of each kind: otherwise, dropped, negated, exchange, order."""
        return {KINDS.get(kind, kind): count for kind, count in self.kinds.items()}


@dataclass(frozen=True)
class Breakpoints(Record):
    """What was tried on the outcomes watched, and what breaks these.

    `singles`: every single change that does. `pairs`: the first pairs that do for each outcome and concept;
    `pair_counts` counts all of them.
    """

    singles: tuple[Breaker, ...] = field(metadata=keyed("breakers"))
    pairs: tuple[Breaker, ...]
    pair_counts: tuple[PairCount, ...]
    tried: Tried

    def pair_count(self, state: State, concept: str) -> int:
        """How many pairs break one outcome under a concept."""
        return sum(own.count for own in self.pair_counts if (own.state, own.concept) == (state, concept))


class _Trial(Protocol):
    """What can be asked of a study after changes; C concepts, T outcomes watched."""

    most_pairs: int
    """How many pairs are soon tried."""

    def after(self, changes: Sequence[ActorChange]) -> Bools:
        """Which outcomes are equilibria after some changes, shape (C, T)."""

    def after_pairs(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Bools]:
        """The same for each of some pairs, given by the indices of their changes.

        What an outcome that either change breaks alone is after both does not matter.
        """


def breakpoints(study: Study | SearchedStudy, pairs: Pairs | None = None) -> Breakpoints:
    """Every single change and every pair of changes of preferences, tried on the outcomes that a study watches.

    `pairs`: of which changes pairs are tried; if None, of all, or only of those that draws contain, or of none, by how
    much work it is. A pair is listed where neither of its changes breaks the outcome alone.

    >>> import countermove as cm
    >>> from countermove.analysis.robustness.study import Settings
    >>> game = cm.compile(cm.load("european-security-2022"))
    >>> breaks = breakpoints(Study(game, Settings(concepts=("nash",))), "none")
    >>> [b.change for b in breaks.singles if b.state.number == 148 and b.drawn]
    [Change(actor='russia', index=2, kind='otherwise', part=None, order=None)]
    """
    preferences = study.plan.preferences
    changes = [(a, change) for a, own in enumerate(preferences) for change in single_changes(own)]
    likely = [is_plausible(preferences[a], change) for a, change in changes]
    drawn = [is_drawn(preferences[a], change) for a, change in changes]
    trial: _Trial = _ListedTrial(study, changes) if isinstance(study, Study) else _SearchedTrial(study, changes)
    # What is no equilibrium as written cannot be broken.
    before = trial.after([])
    after = np.array([trial.after([change]) for change in changes], dtype=bool).reshape(len(changes), *before.shape)
    # Shape (changes, C, T).
    breaks = before & ~after
    game, watched = study.game, study.watched
    singles = tuple(
        Breaker(game.at(key), concept, changes[k][1], (), drawn[k])
        for t, key in enumerate(watched)
        for c, concept in enumerate(study.concepts)
        for k in np.flatnonzero(breaks[:, c, t]).tolist()
    )
    of = pairs or _affordable(trial.most_pairs, len(changes), sum(likely))
    chosen = [k for k in range(len(changes)) if of == "all" or (of == "plausible" and likely[k])]
    # Pairs neither of whose changes is enough alone are the finding; the others are said with the single ones.
    tried = [pair for one, other in combinations(chosen, 2) for pair in together(changes, one, other)]
    breaking: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for pair, verdict in zip(tried, trial.after_pairs(tried), strict=True):
        for c, t in np.argwhere(before & ~verdict & ~breaks[pair[0]] & ~breaks[pair[1]]).tolist():
            breaking.setdefault((t, c), []).append(pair)
    listed = tuple(
        Breaker(
            game.at(watched[t]), study.concepts[c], None, tuple(changes[k][1] for k in pair), all(drawn[k] for k in pair)
        )
        for t, c in sorted(breaking)
        for pair in breaking[t, c][:LISTED_PAIRS]
    )
    counts = tuple(PairCount(game.at(watched[t]), study.concepts[c], len(breaking[t, c])) for t, c in sorted(breaking))
    kinds = [change.kind for _, change in changes]
    by_kind = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    return Breakpoints(singles, listed, counts, Tried(len(changes), by_kind, len(tried), of))


def _affordable(most: int, changes: int, likely: int) -> Pairs:
    """Of which changes pairs are soon tried: all, those that draws contain, or none."""
    if changes * (changes - 1) // 2 <= most:
        return "all"
    return "plausible" if likely * (likely - 1) // 2 <= most else "none"


def together(changes: Sequence[ActorChange], one: int, other: int) -> Iterator[tuple[int, int]]:
    """How two changes can be made together: not at all, in one way, or in two where their order matters."""
    (a, first), (b, second) = changes[one], changes[other]
    # Two changes of the same statement exclude each other: it cannot be dropped and negated at once.
    if a == b and first.kind != "swap" and second.kind != "swap":
        both_orders = first.kind == second.kind == "order"
        if first.index == second.index and (
            both_orders or (first.part == second.part and "order" not in (first.kind, second.kind))
        ):
            return
    yield one, other
    # Two swaps that share a place carry a statement two places down, or another two places up.
    if a == b and first.kind == second.kind == "swap" and abs(first.index - second.index) == 1:
        yield other, one


class _ListedTrial:
    """Changes in a listed game: every model is solved."""

    def __init__(self, study: Study, changes: Sequence[ActorChange]) -> None:
        self.study, self.changes = study, changes
        # A model is judged by a pass over all moves, so that their number is what a model costs.
        self.most_pairs = MOST_MODEL_MOVES // max(1, sum(len(edges.target) for edges in study.game.edges))

    def after(self, changes: Sequence[ActorChange]) -> Bools:
        """Which outcomes are equilibria after some changes, shape (C, T)."""
        keys: list[Key] = list(self.study.plan.written)
        for actor in {actor for actor, _ in changes}:
            keys[actor] = self.study.plan.preferences[actor].changed([change for a, change in changes if a == actor])
        return self.study.watched_equilibria(keys)

    def after_pairs(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Bools]:
        """The same for each pair, several at a time."""

        def several(start: int) -> list[Bools]:
            return [self.after([self.changes[k] for k in pair]) for pair in pairs[start : start + PAIRS_AT_ONCE]]

        # Kernels release the interpreter's lock, so threads pay.
        for verdicts in in_order(several, range(0, len(pairs), PAIRS_AT_ONCE)):
            yield from verdicts


class _SearchedTrial:
    """Changes in a searched game.

    Two changes of one actor are tried as they are. Two of different actors can only break an outcome together by a
    decision of a body in which both have a say, for an actor's own moves depend on its preferences alone; so those that
    look alike to all bodies are tried once.
    """

    most_pairs = MOST_PAIRS

    def __init__(self, study: SearchedStudy, changes: Sequence[ActorChange]) -> None:
        self.study, self.changes = study, changes
        rows = [study.row(actor, key) for actor, key in enumerate(study.plan.written)]
        self.base = np.array(rows, dtype=np.int32).reshape(len(rows), study.near.size)
        self.everything = np.ones(len(study.watched), dtype=bool)
        self.verdicts: dict[tuple[int, int, int, int], Bools] = {}
        self.looks, self.unseen = self._looks()

    def after(self, changes: Sequence[ActorChange]) -> Bools:
        """Which states are equilibria after some changes, shape (1, T)."""
        return self.study.near.are_nash(self._ranks(changes))[None, :]

    def after_pairs(self, pairs: Sequence[tuple[int, int]]) -> Iterator[Bools]:
        """The same for each pair."""
        return (self._after_pair(pair)[None, :] for pair in pairs)

    def _ranks(self, changes: Sequence[ActorChange]) -> Ranks:
        ranks = self.base.copy()
        for actor in {actor for actor, _ in changes}:
            own = self.study.plan.preferences[actor]
            ranks[actor] = own.ranks(own.changed([change for a, change in changes if a == actor]))
        return ranks

    def _after_pair(self, pair: tuple[int, int]) -> Bools:
        both = [self.changes[k] for k in pair]
        (a, _), (b, _) = both
        # Of one actor: the two changes may meet in its own ranks, in whatever way.
        if a == b:
            return self.study.near.are_nash(self._ranks(both))
        # One that no body sees acts by its actor's own moves alone, and so cannot act together with another's.
        if pair[0] in self.unseen or pair[1] in self.unseen:
            return self.everything
        key = (a, self.looks[pair[0]], b, self.looks[pair[1]])
        if key not in self.verdicts:
            self.verdicts[key] = self._by_bodies(self._ranks(both))
        return self.verdicts[key]

    def _by_bodies(self, ranks: Ranks) -> Bools:
        """Which of the states no decision of a body moves on from."""
        stays = self.everything.copy()
        for turn in self.study.near.turns:
            if turn.mover.is_body:
                after, before = ranks[:, turn.target], ranks[:, turn.source]
                stays[turn.source[turn.improves(after > before, after < before)]] = False
        return stays

    def _looks(self) -> tuple[list[int], frozenset[int]]:
        """Changes that look alike to all bodies have one number; and those of which no body sees anything."""
        bodies = [turn for turn in self.study.near.turns if turn.mover.is_body]
        numbers: dict[tuple[int, bytes], int] = {}
        looks, unseen = [], []
        for k, (actor, change) in enumerate(self.changes):
            seen = [turn for turn in bodies if actor in turn.players]
            own = self.study.plan.preferences[actor]
            before, after = (_stances(row, seen) for row in (self.base[actor], own.ranks(own.changed([change]))))
            if before == after:
                unseen.append(k)
            looks.append(numbers.setdefault((actor, after), len(numbers)))
        return looks, frozenset(unseen)


def _stances(ranks: Ranks, turns: Sequence[Turn]) -> bytes:
    """Whether an actor is for or against each move of some bodies."""
    # For and against is all that a rule asks of an actor, so that equal signs are equal for every body.
    signs = [np.sign(ranks[turn.target] - ranks[turn.source]).astype(np.int8) for turn in turns]
    return np.concatenate(signs).tobytes() if signs else b""
