"""How firmly each outcome holds: how often, over draws of plausible models, and which changes unseat it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.robustness.breakpoints import Breakpoints, Pairs, breakpoints, named_state
from countermove.analysis.robustness.changes import Change
from countermove.analysis.robustness.study import DRAWS, NOISE, Settings, Study
from countermove.analysis.robustness.tally import Tally
from countermove.analysis.robustness.workers import counted
from countermove.game.listed import ListedGame
from countermove.game.shares import Share
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Influence", "Level", "Outcome", "Robustness", "influences_on", "robust", "robustness"]

OFTEN = 0.1
"""A state that is no equilibrium of the case as written is an outcome too where it holds in so many draws."""
INFLUENCES = 10


@dataclass(frozen=True)
class Level:
    """How often a state holds at one noise level, under each concept.

    `reached`: how often improvements from the status quo lead to it, whether or not it holds; `led`: how often they do
    and it holds. Both are None without a status quo.
    """

    noise: float
    survival: Mapping[str, Share]
    led: Mapping[str, Share] | None
    reached: Share | None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "survival": {concept: share.to_dict() for concept, share in self.survival.items()},
            "led": None if self.led is None else {concept: share.to_dict() for concept, share in self.led.items()},
            "reached": None if self.reached is None else self.reached.to_dict(),
        }


@dataclass(frozen=True)
class Outcome:
    """A state, the concepts under which it is an equilibrium as the case is written, and how often it holds."""

    state: int
    concepts: tuple[str, ...]
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Influence:
    """How often an outcome holds in draws of which a change is part, and in the others; at the last noise level."""

    state: int
    concept: str
    change: Change
    changed: Share
    unchanged: Share

    @property
    def loss(self) -> float:
        """By how much the share is lower where the change is part of the draw."""
        return self.unchanged.share - self.changed.share

    def to_dict(self, coded: bool = False) -> dict[str, Any]:
        """As plain data; `coded`: states are codes, without numbers."""
        shares = {"changed": self.changed.to_dict(), "unchanged": self.unchanged.to_dict(), "loss": self.loss}
        return {**named_state(self.state, coded), "concept": self.concept, **self.change.to_dict(), **shares}


@dataclass(frozen=True, eq=False)
class Robustness:
    """How firmly outcomes hold. States and positions count from 0 here, and from 1 in what is shown.

    `outcomes`: the equilibria of the case as written, and the states that hold in a tenth of the draws or more; those
    under the most concepts first, of these those to which improvements lead most often. `watched`: the firmest
    equilibria of the case as written. `breakpoints`: what unseats these, tried exactly; `influences`: what goes with
    their fall in the draws, the greatest loss first.
    """

    graph: ListedGame
    settings: Settings
    concepts: tuple[str, ...]
    outcomes: tuple[Outcome, ...]
    watched: tuple[int, ...]
    breakpoints: Breakpoints
    influences: tuple[Influence, ...]

    def __repr__(self) -> str:
        first = self.outcomes[0] if self.outcomes else None
        parts = [f"{self.settings.draws} draws, seed {self.settings.seed}", f"{len(self.outcomes)} outcomes"]
        if first is not None:
            strictest = (first.concepts or self.concepts)[0]
            share = first.levels[0].survival[strictest].share
            parts.append(f"state {number(first.state)} holds in {share:.1%} under {strictest}")
        return f"Robustness({'; '.join(parts)})"

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(concept)}</th>" for concept in self.concepts)
        rows = "".join(
            f"<tr><td>{number(o.state)}</td>"
            + "".join(f"<td>{o.levels[0].survival[c].share:.0%}</td>" for c in self.concepts) + "</tr>"
            for o in self.outcomes[:50]
        )  # fmt: skip
        return f"<table><tr><th>state</th>{head}</tr>{rows}</table>"

    def to_dict(self, limit: int | None = None) -> dict[str, Any]:
        """As plain data, the first `limit` outcomes; states and lines count from 1."""
        settings = self.settings
        data: dict[str, Any] = {
            "draws": settings.draws,
            "seed": settings.seed,
            "noise": list(settings.noise),
            "drop_options": settings.drop_options,
            "drop_actors": settings.drop_actors,
            "concepts": list(self.concepts),
            "outcomes": [self._outcome(outcome) for outcome in self.outcomes[:limit]],
            **self.breakpoints.to_dict(),
            "tornado": [influence.to_dict() for influence in self.influences],
        }
        return data | ({"truncated": True} if limit is not None and len(self.outcomes) > limit else {})

    def _outcome(self, outcome: Outcome) -> dict[str, Any]:
        graph = self.graph
        data: dict[str, Any] = {"state": number(outcome.state)}
        if graph.case.states is not None:
            data["id"] = list(graph.case.states)[outcome.state]
        taken = graph.taken(outcome.state)
        data["options"] = {row.full: value for row, value in zip(graph.options, taken, strict=True)}
        levels = [{"noise": level.noise, **level.to_dict()} for level in outcome.levels]
        return data | {"concepts": list(outcome.concepts), **outcome.levels[0].to_dict(), "by_noise": levels}

    def to_frame(self) -> pd.DataFrame:
        """One row per outcome, noise level and concept, with the share and its interval (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [
            (number(outcome.state), level.noise, concept, share.share, *share.interval)
            for outcome in self.outcomes
            for level in outcome.levels
            for concept, share in level.survival.items()
        ]
        return pd.DataFrame(rows, columns=["state", "noise", "concept", "share", "low", "high"])


def robust(
    graph: ListedGame,
    *,
    draws: int = DRAWS,
    rng: np.random.Generator | int = 1,
    noise: Sequence[float] = NOISE,
    concepts: Sequence[str] | None = None,
    drop_options: float = 0.0,
    drop_actors: float = 0.0,
    pairs: Pairs | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
) -> Robustness:
    """How firmly the outcomes of a case hold, over `draws` plausible models at each noise level.

    In a draw, each line of an actor turns into its `otherwise`, or vanishes, with probability 1 - `sure`; lines whose
    order is not known are shuffled; and neighbouring lines change places with the probability of the noise level (see
    `Plan.draw` for the exact rule). With `drop_options` and `drop_actors`, each option, and each actor, is left out
    with that probability: what is left out stays as it is in the status quo, and an actor is indifferent. Shares come
    with 95 % intervals (Wilson 1927). Besides, every single change of preferences, and every pair, is tried exactly;
    see `breakpoints` for `pairs`.

    The same seed (`rng`) gives the same result, however many `workers` (threads) there are, or on a Dask cluster
    (`scheduler`: its address). Cost: about a millisecond for each draw and level of a case with some 400 states.
    Raises `QuestionError` for settings that say nothing.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> robust(graph, draws=100, noise=[0], concepts=["nash"], pairs="none")
    Robustness(100 draws, seed 1; 6 outcomes; state 148 holds in 61.0% under nash)
    """
    seed = int(rng.integers(2**63)) if isinstance(rng, np.random.Generator) else int(rng)
    asked = None if concepts is None else tuple(concepts)
    settings = Settings(draws, seed, tuple(map(float, noise)), asked, drop_options, drop_actors)
    study = Study(graph, settings)
    return robustness(study, counted(study, workers=workers, scheduler=scheduler), pairs)


def robustness(study: Study, tally: Tally, pairs: Pairs | None = None) -> Robustness:
    """What the counts over all draws of a study say, with the exact findings besides."""
    order = _firmest_first(study, tally)
    return Robustness(
        study.graph,
        study.settings,
        study.concepts,
        tuple(_outcome(study, tally, state) for state in order),
        study.watched,
        breakpoints(study, pairs),
        tuple(_influences(study, tally)),
    )


def _firmest_first(study: Study, tally: Tally) -> list[int]:
    """All outcomes: under the most concepts first, then led to most often, then holding most often."""
    written = np.array([study.table.holding(concept) for concept in study.concepts])
    counts = written | (tally.held.max(axis=0) >= OFTEN * study.settings.draws)
    strength = counts.sum(axis=0)
    led, held = tally.led[0].max(axis=0), tally.held[0].sum(axis=0)
    order = np.lexsort((np.arange(study.graph.size), -held, -led, -strength))
    return [int(state) for state in order if strength[state]]


def _outcome(study: Study, tally: Tally, state: int) -> Outcome:
    concepts = tuple(concept for concept in study.concepts if study.table.holding(concept)[state])
    draws, started = study.settings.draws, study.graph.status_quo is not None
    levels = []
    for n, noise in enumerate(study.settings.noise):
        held, led = tally.held[n, :, state].tolist(), tally.led[n, :, state].tolist()
        survival = {concept: Share(count, draws) for concept, count in zip(study.concepts, held, strict=True)}
        to_it = {concept: Share(count, draws) for concept, count in zip(study.concepts, led, strict=True)}
        reached = Share(int(tally.reached[n, state]), draws) if started else None
        levels.append(Level(noise, survival, to_it if started else None, reached))
    return Outcome(state, concepts, tuple(levels))


def _influences(study: Study, tally: Tally) -> Iterator[Influence]:
    """For each outcome watched, and each concept under which it holds, the changes with the greatest loss."""
    draws = study.settings.draws
    for t, state in enumerate(study.watched):
        for c, concept in enumerate(study.concepts):
            if study.table.holding(concept)[state]:
                total, together = int(tally.held[-1, c, state]), tally.together[:, c, t].tolist()
                yield from influences_on(state, concept, study.plan.events, tally.happened.tolist(), together, total, draws)


def influences_on(
    state: int,
    concept: str,
    events: Sequence[Change],
    happened: Sequence[int],
    together: Sequence[int],
    total: int,
    draws: int,
) -> list[Influence]:
    """The changes with the greatest loss to an outcome that holds in `total` draws.

    `happened`: in how many draws each event is part, `together`: in how many of these it holds. Only where the
    intervals of the two shares do not meet: what may be chance is left out.
    """
    found = []
    for change, often, both in zip(events, happened, together, strict=True):
        if 0 < often < draws:
            shares = Share(both, often), Share(total - both, draws - often)
            found.append(Influence(state, concept, change, *shares))
    sure = [i for i in found if i.changed.interval[1] < i.unchanged.interval[0]]
    return sorted(sure, key=lambda influence: -influence.loss)[:INFLUENCES]
