"""How robust outcomes are to errors in the model: how often, over draws of plausible models, and what breaks them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.result import HIDDEN, SPREAD, Column, Record, Result, Rows, keyed, member, with_labels
from countermove.analysis.robustness.breakpoints import Breakpoints, OfState, Pairs, breakpoints
from countermove.analysis.robustness.changes import Change
from countermove.analysis.robustness.run import counted
from countermove.analysis.robustness.searched import SearchedCounts, SearchedStudy
from countermove.analysis.robustness.study import DRAWS, NOISE, Settings, Study, Tally
from countermove.errors import QuestionError, quoted, require_list
from countermove.game.compile import game_of
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.game.tables.draws import seed_of
from countermove.model.case import Case
from countermove.stability.concept import NASH, Concept, find_concept

__all__ = [
    "LIMIT", "SEARCHED_DRAWS", "Influence", "Level", "Outcome", "Robustness", "refuse_listing", "robust", "robustness",
]  # fmt: skip

LIMIT = 1_000
"""Outcomes in one answer as data: what a program reads at once, and a spreadsheet opens easily."""
SEARCHED_DRAWS = 300
"""Models drawn of a searched game unless more are asked for: each takes some ten milliseconds, so some seconds in all."""
OFTEN = 0.1
"""A state that is no equilibrium of the case as written is an outcome too where it is one in this share of the draws."""
INFLUENCES = 10
"""Changes that are listed for each outcome and concept, those with the greatest loss."""
WALKS = 3
"""Random improvement walks in each drawn model of a searched game: more take longer and end in the same few states."""
WATCHED_STATES = 20
"""Equilibria of a searched game that are tried in each drawn model."""
MORE_STATES = 10
"""Other states of a searched game that are tried as well: those where walks in drawn models end most often."""


@dataclass(frozen=True)
class Level(Record):
    """How often a state is an equilibrium at one noise level, under each concept.

    `led`: how often it is one and improvements lead there from the status quo; in a searched game: how often walks of
    improvements end there. `reached`: how often improvements lead there, whether or not it is an equilibrium.
    Both are None without a status quo, and `reached` is in a searched game.
    """

    noise: float
    survival: Mapping[str, Share]
    led: Mapping[str, Share] | None
    reached: Share | None


@dataclass(frozen=True)
class Outcome(OfState):
    """A state, the ids of the concepts under which it is an equilibrium as written, and how often it is one.

    `levels`: the shares at each noise level.
    """

    state: State
    concepts: tuple[str, ...]
    levels: tuple[Level, ...] = field(metadata=keyed("by_noise"))

    @property
    def strictest(self) -> Concept:
        """Of the concepts under which it is an equilibrium as written, the one that trusts least in threats."""
        return min(map(find_concept, self.concepts), key=lambda concept: concept.strength)

    @member(optional=True)
    def id(self) -> str | None:
        """The id of the state in a graph case."""
        return self.state.id

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.state.game.options, self.state.taken, strict=False)}

    @member()
    def survival(self) -> Mapping[str, Share]:
        """By concept, how often it is an equilibrium at the first noise level."""
        return self.levels[0].survival

    @member()
    def led(self) -> Mapping[str, Share] | None:
        """By concept, how often it is one and improvements lead there, at the first noise level."""
        return self.levels[0].led

    @member()
    def reached(self) -> Share | None:
        """How often improvements lead there, at the first noise level."""
        return self.levels[0].reached


@dataclass(frozen=True)
class Influence(OfState):
    """How often an outcome is an equilibrium in draws of which a change is part, and in the others.

    At the last noise level.
    """

    state: State
    concept: str
    change: Change = field(metadata=SPREAD)
    changed: Share
    unchanged: Share

    @member()
    def loss(self) -> float:
        """By how much the share is lower where the change is part of the draw."""
        return self.unchanged.value - self.changed.value


@dataclass(frozen=True, eq=False)
class Robustness(Result):
    """How robust outcomes are.

    In a listed game `outcomes` are the equilibria of the case as written, and the states that are equilibria in a tenth
    of the draws or more; those under the most concepts first, of these those to which improvements lead most often. In
    a searched game they are Nash equilibria of the case as written, then states where walks in drawn models came to
    rest; in each drawn model they are tried exactly, and others are not looked for there. `watched`: the strongest
    equilibria of the case as written. `breakpoints`: what breaks these, tried exactly; `influences`: what goes with
    their fall in the draws, the greatest loss first. `certain`: the noise levels at which every model is the case as
    written, so that shares are exact.

    Of a searched game: `walks`: how many walks were followed in each model; `equilibrium_count`: how many equilibria of
    the case as written are known, of which `watched` are the first; `proved`: whether these are all; `end_count`: at
    how many other states walks ended; `seconds`: the time that the search for the equilibria was allowed.
    `limit`: how many outcomes data has.
    """

    schema = "robust/1"

    game: Game = field(metadata=HIDDEN)
    settings: Settings = field(metadata=HIDDEN)
    concepts: tuple[Concept, ...] = field(metadata=HIDDEN)
    outcomes: tuple[Outcome, ...] = field(metadata=HIDDEN)
    watched: tuple[State, ...] = field(metadata=HIDDEN)
    breakpoints: Breakpoints = field(metadata=SPREAD)
    influences: tuple[Influence, ...] = field(metadata=keyed("tornado"))
    certain: tuple[float, ...] = field(default=(), metadata=HIDDEN)
    walks: int | None = None
    proved: bool = True
    equilibrium_count: int = field(default=0, metadata=HIDDEN)
    end_count: int = field(default=0, metadata=HIDDEN)
    seconds: float | None = field(default=None, metadata=HIDDEN)
    limit: int = field(default=LIMIT, metadata=HIDDEN)

    def __repr__(self) -> str:
        parts = [f"{self.settings.draws} draws, seed {self.settings.seed}", f"{len(self.outcomes)} outcomes"]
        if self.outcomes:
            first = self.outcomes[0]
            strictest = (first.concepts or tuple(c.id for c in self.concepts))[0]
            name = f"state {first.state.number}" if self.game.is_listed else "the first"
            parts.append(f"{name} survives in {first.survival[strictest].value:.1%} under {strictest}")
        return f"Robustness({'; '.join(parts)})"

    @member()
    def draws(self) -> int:
        """How many models were drawn at each noise level."""
        return self.settings.draws

    @member()
    def seed(self) -> int:
        """The seed of the draws."""
        return self.settings.seed

    @member()
    def noise(self) -> tuple[float, ...]:
        """The chances that adjacent statements change places."""
        return self.settings.noise

    @member()
    def drop_options(self) -> float:
        """The chance to leave out each option."""
        return self.settings.drop_options

    @member()
    def drop_actors(self) -> float:
        """The chance to leave out each actor."""
        return self.settings.drop_actors

    @member("concepts")
    def concept_ids(self) -> tuple[str, ...]:
        """The ids of the concepts."""
        return tuple(concept.id for concept in self.concepts)

    @member("outcomes")
    def first_outcomes(self) -> tuple[Outcome, ...]:
        """The first outcomes, as many as the limit allows."""
        return self.outcomes[: self.limit]

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether there are more outcomes than these."""
        return len(self.outcomes) > self.limit or self.equilibrium_count > len(self.watched)

    @member()
    def coverage(self) -> Coverage:
        """Complete where every state was judged in every draw; in a searched game others were not looked for."""
        if self.game.is_listed:
            return COMPLETE
        bound = "equilibria of the case as written, and states where walks ended"
        return Coverage("search", False, bound, self.seconds)

    def rows(self) -> Rows:
        """One row for each outcome, noise level and concept: the share with its interval."""
        is_listed = self.game.is_listed
        columns = [
            Column("state", "the number of the state, from 1") if is_listed
            else Column("code", "the options taken as a number, bit k for option k"),
            Column("noise", "the chance that adjacent statements change places", "{:g}"),
            Column("concept", "the id of the concept"),
            Column("written", "whether the state is an equilibrium of the case as written"),
            Column("share", "the share of the draws in which it is one", "{:.6g}"),
            Column("low", "the lower end of the 95 % interval", "{:.6g}"),
            Column("high", "the upper end", "{:.6g}"),
            Column("led", "the share in which it is one and improvements lead there from the status quo", "{:.6g}"),
        ]  # fmt: skip
        if is_listed:
            columns.append(Column("reached", "the share in which improvements lead there, whether or not it is", "{:.6g}"))
        values, states = [], []
        for outcome in self.first_outcomes:
            key = outcome.state.number if is_listed else outcome.state.code
            for level in outcome.levels:
                for concept, share in level.survival.items():
                    led = None if level.led is None else level.led[concept].value
                    row = (key, level.noise, concept, concept in outcome.concepts, share.value, share.low, share.high, led)
                    reached = None if level.reached is None else level.reached.value
                    values.append((*row, reached) if is_listed else row)
                    states.append(outcome.state)
        return with_labels(self.game, Rows(tuple(columns), tuple(values), 3), states, 3)


def robust(
    game: Case | Game,
    *,
    draws: int | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
    noise: Sequence[float] = NOISE,
    concepts: Sequence[str] | None = None,
    drop_options: float = 0.0,
    drop_actors: float = 0.0,
    pairs: Pairs | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    table: StabilityTable | None = None,
    limit: int = LIMIT,
    on_progress: Callable[[], None] | None = None,
) -> Robustness:
    """How robust the outcomes of a game are, over plausible models at each noise level.

    In a draw, each statement of an actor turns into its ``otherwise``, or vanishes, with probability 1 - ``sure``;
    statements whose order is not known are shuffled; and adjacent statements change places with the probability of the
    noise level (see `Plan.draw` for the exact rule). With `drop_options` and `drop_actors`, each option, and each
    actor, is left out with that probability: what is left out stays as it is in the status quo, and an actor is
    indifferent. Shares come with 95 % intervals. Besides, every single change of preferences, and every pair, is tried
    exactly.

    In a searched game the concept is Nash, and models are drawn from the same streams of random numbers. In each, every
    outcome is tried exactly: the 20 equilibria that come first (see `StabilityTable.strongest`), and 10 states where
    walks in drawn models end most often.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    draws
        How many models are drawn at each noise level; 1,000, or 300 of a searched game, if None.
    seed, rng
        The seed of all draws, or a generator of NumPy, which gives one; seed 1 if neither is given.
    noise
        The noise levels, between 0 and 1, each once.
    concepts
        The ids of the concepts; all that are asked by default, if None.
    drop_options, drop_actors
        The chances to leave things out, in a listed game.
    pairs
        Of which changes pairs are tried: ``all``, ``plausible`` ones that draws contain, or ``none``; if None, of as
        many as is quick.
    workers
        How many threads count the draws of a listed game; as many as there are cores, if None. The result is the same.
    scheduler
        The address of the scheduler of a Dask cluster that counts them instead.
    table
        The Nash equilibria of a searched game, where they are known and no others are among them.
    limit
        The most outcomes in data; the result has all.
    on_progress
        Called after every chunk of draws; in a searched game a hundred times.

    Returns
    -------
    Robustness
        The outcomes with their shares, and what breaks them.

    Raises
    ------
    QuestionError
        For settings that say nothing, and what a searched game does not answer.

    Notes
    -----
    Cost: about a millisecond for each draw and level of a case with some 400 states; ten for each of a searched game
    with forty options.

    References
    ----------
    Wilson 1927, J. Am. Stat. Assoc. 22, 209-212, for the intervals.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("european-security-2022"))
    >>> cm.robust(game, draws=100, noise=[0], concepts=["nash"], pairs="none")
    Robustness(100 draws, seed 1; 6 outcomes; state 148 survives in 61.0% under nash)
    """
    require_list(concepts, "concepts")
    game = game_of(game)
    seed = seed_of(seed, rng)
    ids = None if concepts is None else tuple(concepts)
    default = DRAWS if game.is_listed else SEARCHED_DRAWS
    settings = Settings(
        default if draws is None else draws, seed, tuple(map(float, noise)), ids, drop_options, drop_actors
    )  # fmt: skip
    if isinstance(game, SearchedGame):
        refuse_listing(ids, {"drop_options": drop_options, "drop_actors": drop_actors, "scheduler": scheduler})
        return _searched(game, settings, pairs, table, limit, on_progress)
    assert isinstance(game, ListedGame)
    study = Study(game, settings)
    step = None if on_progress is None else lambda _: on_progress()
    return robustness(study, counted(study, workers=workers, scheduler=scheduler, on_progress=step), pairs, limit)


def refuse_listing(concepts: Sequence[str] | None, needs: Mapping[str, object]) -> None:
    """Raise `QuestionError` for a concept, or for what needs a list of states, that a searched game does not answer.

    `needs`: what such parameters are called, with the values that were given, if any.
    """
    for concept in concepts or ():
        if concept != NASH.id:
            raise QuestionError(
                f"{quoted(concept)} is not tried where the states are too many to list; robust asks for Nash "
                "equilibria there"
            )
    for name, value in needs.items():
        if value:
            raise QuestionError(f"{name} needs a list of states, and those of this case are too many; leave it out")


# ------------------------------------------------------------------------------------------- listed games


def robustness(study: Study, tally: Tally, pairs: Pairs | None = None, limit: int = LIMIT) -> Robustness:
    """What the counts over all draws of a study say, with the exact findings besides."""
    game = study.game
    return Robustness(
        game,
        study.settings,
        study.table.concepts,
        tuple(_outcome(study, tally, key) for key in _strongest_first(study, tally)),
        tuple(game.at(key) for key in study.watched),
        breakpoints(study, pairs),
        tuple(_influences(study, tally)),
        certain=tuple(noise for noise in study.settings.noise if study.plan.is_certain(noise)),
        limit=limit,
    )


def _strongest_first(study: Study, tally: Tally) -> list[int]:
    """The keys of all outcomes: under the most concepts first, then led to most often, then surviving most often."""
    written = np.array([study.table.holding(concept) for concept in study.concepts])
    # At any noise level: what becomes an equilibrium only under much noise is an outcome too.
    is_outcome = written | (tally.equilibria.max(axis=0) >= OFTEN * study.settings.draws)
    strength = is_outcome.sum(axis=0)
    led, survival = tally.led[0].max(axis=0), tally.equilibria[0].sum(axis=0)
    order = np.lexsort((np.arange(study.game.size), -survival, -led, -strength))
    return [int(key) for key in order if strength[key]]


def _outcome(study: Study, tally: Tally, key: int) -> Outcome:
    concepts = tuple(concept for concept in study.concepts if study.table.holding(concept)[key])
    draws, has_start = study.settings.draws, study.game.status_quo_key is not None
    levels = []
    for n, noise in enumerate(study.settings.noise):
        # Models that are all the same are no sample: what is so in one is so in all.
        exact = study.plan.is_certain(noise)
        survival = _shares(study.concepts, tally.equilibria[n, :, key].tolist(), draws, exact)
        led = _shares(study.concepts, tally.led[n, :, key].tolist(), draws, exact)
        reached = Share(int(tally.reached[n, key]), draws, exact) if has_start else None
        levels.append(Level(noise, survival, led if has_start else None, reached))
    return Outcome(study.game.at(key), concepts, tuple(levels))


def _shares(concepts: Sequence[str], counts: Sequence[int], draws: int, exact: bool) -> dict[str, Share]:
    return {concept: Share(count, draws, exact) for concept, count in zip(concepts, counts, strict=True)}


def _influences(study: Study, tally: Tally) -> Iterator[Influence]:
    """For each outcome watched, and each concept under which it is an equilibrium, the changes with the greatest loss."""
    for t, key in enumerate(study.watched):
        for c, concept in enumerate(study.concepts):
            if study.table.holding(concept)[key]:
                total, together = int(tally.equilibria[-1, c, key]), tally.together[:, c, t].tolist()
                yield from _greatest_losses(
                    study.game.at(key), concept, study.plan.events, tally.happened.tolist(), together, total,
                    study.settings.draws,
                )  # fmt: skip


def _greatest_losses(
    state: State,
    concept: str,
    events: Sequence[Change],
    happened: Sequence[int],
    together: Sequence[int],
    total: int,
    draws: int,
) -> list[Influence]:
    """The changes with the greatest loss to an outcome that is an equilibrium in `total` draws.

    `happened`: in how many draws each event is part, `together`: in how many of these it is an equilibrium. Only where
    the intervals of the two shares do not meet: what may be chance is left out.
    """
    influences = [
        Influence(state, concept, change, Share(both, often), Share(total - both, draws - often))
        for change, often, both in zip(events, happened, together, strict=True)
        if 0 < often < draws
    ]
    # Intervals that overlap may differ by chance alone; dozens of changes would show some such loss anyway.
    certain = [influence for influence in influences if influence.changed.high < influence.unchanged.low]
    return sorted(certain, key=lambda influence: -influence.loss)[:INFLUENCES]


# ------------------------------------------------------------------------------------------- searched games


def _searched(
    game: SearchedGame,
    settings: Settings,
    pairs: Pairs | None,
    table: StabilityTable | None,
    limit: int,
    on_progress: Callable[[], None] | None,
) -> Robustness:
    settings = replace(settings, concepts=(NASH.id,))
    if table is None or table.concept_ids != (NASH.id,):
        table = equilibria(game)
    search = table.search_result
    written = tuple(table.strongest(WATCHED_STATES))
    study = SearchedStudy(game, written, settings)
    ends = study.all_ends(WALKS, on_progress)
    # Where walks end in drawn models, not only in the case as written: outcomes that only other preferences bring about.
    often = Counter(code for level in ends for codes in level for code in codes)
    others = sorted((code for code in often if code not in search.equilibria), key=lambda code: (-often[code], code))
    # A second study with the ends found, since neighbours are listed when a study is made.
    wider = SearchedStudy(game, (*written, *others[:MORE_STATES]), settings)
    counts = wider.counts()
    return Robustness(
        game,
        settings,
        (NASH,),
        tuple(_searched_outcome(wider, counts, ends, t) for t in range(len(wider.watched))),
        tuple(game.at(code) for code in written),
        breakpoints(study, pairs),
        tuple(_searched_influences(wider, counts, len(written))),
        certain=tuple(noise for noise in settings.noise if study.plan.is_certain(noise)),
        walks=WALKS if game.status_quo_key is not None else 0,
        proved=search.nash.complete,
        equilibrium_count=len(search.equilibria),
        end_count=len(others),
        seconds=search.seconds,
        limit=limit,
    )


def _searched_outcome(
    study: SearchedStudy, counts: SearchedCounts, ends: Sequence[Sequence[frozenset[int]]], t: int
) -> Outcome:
    code, draws = study.watched[t], study.settings.draws
    levels = []
    for n, noise in enumerate(study.settings.noise):
        led = {NASH.id: Share(sum(code in codes for codes in ends[n]), draws)}
        # Walks are a sample even where all models are the same.
        exact = study.plan.is_certain(noise)
        survival = {NASH.id: Share(int(counts.is_equilibrium[n, :, t].sum()), draws, exact)}
        levels.append(Level(noise, survival, led if study.game.status_quo_key is not None else None, None))
    return Outcome(study.game.at(code), (NASH.id,) if study.written[t] else (), tuple(levels))


def _searched_influences(study: SearchedStudy, counts: SearchedCounts, written: int) -> Iterator[Influence]:
    """For each of the first outcomes, those of the case as written, the changes with the greatest loss."""
    is_equilibrium = counts.is_equilibrium[-1]
    # Events by states: in how many draws both the change and the equilibrium are there.
    together = counts.happened.T @ is_equilibrium.astype(np.int64)
    happened = counts.happened.sum(axis=0).tolist()
    for t, code in enumerate(study.watched[:written]):
        yield from _greatest_losses(
            study.game.at(code), NASH.id, study.plan.events, happened, together[:, t].tolist(),
            int(is_equilibrium[:, t].sum()), study.settings.draws,
        )  # fmt: skip
