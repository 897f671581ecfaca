"""How firmly outcomes hold where states are not listed: the outcomes found, tried in every drawn model."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.robustness.breakpoints import Breakpoints, Pairs
from countermove.analysis.robustness.large_breakpoints import large_breakpoints
from countermove.analysis.robustness.large_draws import LargeDraws
from countermove.analysis.robustness.robustness import Influence, Level, Outcome, influences_on
from countermove.analysis.robustness.study import NOISE, Settings
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.search.bounded import options_of

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DRAWS", "LargeRobustness", "large_robust"]

DRAWS = 300
"""So many models are drawn at each noise level, unless somebody says otherwise."""
WALKS = 3
WATCHED = 20
MORE = 10
"""So many states besides, where walks in drawn models end most often, are outcomes as well."""
NASH = "nash"


@dataclass(frozen=True, eq=False)
class LargeRobustness:
    """How firmly outcomes hold; the fields are those of `Robustness`, and states are codes.

    `outcomes`: Nash equilibria of the case as written, then states where walks in drawn models came to rest. In each
    drawn model they are tried exactly; other equilibria are not looked for there. `led`: how often `walked` walks of
    improvements from the status quo came to rest there. `found`: how many equilibria the case as written has, as
    far as they were found, of which `outcomes` has the first; `ends`: at how many other states walks came to rest.
    """

    table: StabilityTable
    settings: Settings
    outcomes: tuple[Outcome, ...]
    watched: tuple[int, ...]
    breakpoints: Breakpoints
    influences: tuple[Influence, ...]
    walked: int
    found: int
    ends: int
    concepts: tuple[str, ...] = (NASH,)

    @property
    def graph(self) -> SearchedGame:
        """The case."""
        return self.table.searched

    def __repr__(self) -> str:
        parts = [f"{self.settings.draws} draws, seed {self.settings.seed}", f"{len(self.outcomes)} outcomes"]
        if self.outcomes:
            parts.append(f"the first holds in {self.outcomes[0].levels[0].survival[NASH].share:.1%} under nash")
        return f"LargeRobustness({'; '.join(parts)})"

    def to_dict(self, limit: int | None = None) -> dict[str, Any]:
        """As plain data, the first `limit` outcomes; no state has a number, lines count from 1."""
        settings = self.settings
        cut = (limit is not None and len(self.outcomes) > limit) or self.found > len(self.watched)
        return {
            "draws": settings.draws,
            "seed": settings.seed,
            "noise": list(settings.noise),
            "drop_options": 0.0,
            "drop_actors": 0.0,
            "concepts": list(self.concepts),
            "walks": self.walked,
            "proved": self.table.search_result.nash.complete,
            "outcomes": [self._outcome(outcome) for outcome in self.outcomes[:limit]],
            **self.breakpoints.to_dict(coded=True),
            "tornado": [influence.to_dict(coded=True) for influence in self.influences],
            **({"truncated": True} if cut else {}),
        }

    def _outcome(self, outcome: Outcome) -> dict[str, Any]:
        levels = [{"noise": level.noise, **level.to_dict()} for level in outcome.levels]
        return {
            "state": None,
            "code": outcome.state,
            "options": options_of(self.graph, outcome.state),
            "concepts": list(outcome.concepts),
            **outcome.levels[0].to_dict(),
            "by_noise": levels,
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per outcome and noise level, with the share and its interval (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [
            (outcome.state, level.noise, NASH, level.survival[NASH].share, *level.survival[NASH].interval)
            for outcome in self.outcomes
            for level in outcome.levels
        ]
        return pd.DataFrame(rows, columns=["code", "noise", "concept", "share", "low", "high"])


def large_robust(
    model: SearchedGame,
    *,
    draws: int = DRAWS,
    rng: np.random.Generator | int = 1,
    noise: Sequence[float] = NOISE,
    pairs: Pairs | None = None,
    told: Callable[[], None] | None = None,
    table: StabilityTable | None = None,
) -> LargeRobustness:
    """How firmly the Nash equilibria of a case that is not listed hold, over `draws` plausible models at each level.

    Models are drawn as `robust` draws them, from the same streams of random numbers. In each, every outcome is tried
    exactly: the 20 that come first (see `StabilityTable.lead`; then those near to the status quo), and 10 states where
    walks in drawn models come to rest most often. `told` is called a hundred times. `table`:
    the equilibria, where they are known and no others are among them. Cost: about ten milliseconds for
    each draw and level of a case with forty options. Raises `QuestionError` for settings that say nothing.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> large_robust(searched_game(load_case("european-security-2022")), draws=20, noise=[0], pairs="none")
    LargeRobustness(20 draws, seed 1; 6 outcomes; the first holds in 75.0% under nash)
    """
    seed = int(rng.integers(2**63)) if isinstance(rng, np.random.Generator) else int(rng)
    settings = Settings(draws, seed, tuple(map(float, noise)), (NASH,))
    if table is None or table.concept_ids != (NASH,):
        table = equilibria(model)
    watched = _first(table, WATCHED)
    begun = LargeDraws(model, watched, seed, settings.noise)
    ended = _ends(begun, settings, told)
    often = Counter(code for level in ended for ends in level for code in ends)
    settled = table.search_result.equilibria
    others = sorted((code for code in often if code not in settled), key=lambda code: (-often[code], code))
    states = (*watched, *others[:MORE])
    study = LargeDraws(model, states, seed, settings.noise)
    held, happened = _held(study, settings)
    outcomes = [_outcome(study, settings, held, ended, k) for k in range(len(states))]
    return LargeRobustness(
        table,
        settings,
        tuple(outcomes),
        watched,
        large_breakpoints(begun, pairs),
        tuple(_influences(study, settings, held[-1], happened, len(watched))),
        WALKS if model.status_quo is not None else 0,
        len(settled),
        len(others),
    )


def _first(table: StabilityTable, count: int) -> tuple[int, ...]:
    """The equilibria to be watched: the one to look at first, then those that change the fewest options of today."""
    return tuple(table.strongest(count))


def _ends(study: LargeDraws, settings: Settings, told: Callable[[], None] | None) -> list[list[frozenset[int]]]:
    """For each level and draw where walks come to rest; a draw's walks have a stream of random numbers of their own."""
    found: list[list[frozenset[int]]] = [[] for _ in settings.noise]
    if study.model.status_quo is None:
        return [[frozenset()] * settings.draws for _ in settings.noise]
    steps = max(1, settings.draws // 100)
    for k in range(settings.draws):
        known: dict[Any, frozenset[int]] = {}
        for level, keys in enumerate(study.plan.draw(k).keys):
            if keys not in known:
                source = np.random.SeedSequence(settings.seed, spawn_key=(k, 1))
                known[keys] = study.ends(keys, np.random.Generator(np.random.PCG64(source)), WALKS)
            found[level].append(known[keys])
        if told is not None and k % steps == 0:
            told()
    return found


def _held(study: LargeDraws, settings: Settings) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Which states hold in which draw, shape (levels, draws, states); which events happen, shape (draws, events)."""
    held = np.zeros((len(settings.noise), settings.draws, len(study.states)), dtype=bool)
    happened = np.zeros((settings.draws, len(study.plan.events)), dtype=np.int64)
    for k in range(settings.draws):
        drawn = study.plan.draw(k)
        for level, keys in enumerate(drawn.keys):
            held[level, k] = study.standing(keys)
        happened[k, list(drawn.happened)] = 1
    return held, happened


def _outcome(
    study: LargeDraws,
    settings: Settings,
    held: np.ndarray[Any, Any],
    ended: Sequence[Sequence[frozenset[int]]],
    k: int,
) -> Outcome:
    code, draws = study.states[k], settings.draws
    levels = []
    for level, noise in enumerate(settings.noise):
        led = {NASH: Share(sum(code in ends for ends in ended[level]), draws)}
        survival = {NASH: Share(int(held[level, :, k].sum()), draws)}
        levels.append(Level(noise, survival, led if study.model.status_quo is not None else None, None))
    return Outcome(code, (NASH,) if study.written[k] else (), tuple(levels))


def _influences(
    study: LargeDraws,
    settings: Settings,
    held: np.ndarray[Any, Any],
    happened: np.ndarray[Any, Any],
    watched: int,
) -> list[Influence]:
    """For each outcome of the case as written the changes with the greatest loss, at the last level."""
    together = happened.T @ held.astype(np.int64)
    counts, found = happened.sum(axis=0).tolist(), []
    for t, state in enumerate(study.states[:watched]):
        total = int(held[:, t].sum())
        found += influences_on(state, NASH, study.plan.events, counts, together[:, t].tolist(), total, settings.draws)
    return found
