"""What is asked about firmness, in every detail: which models are drawn, and what of each; counted chunk by chunk."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.robustness.changes import Key
from countermove.analysis.robustness.draws import Plan, plan_of
from countermove.analysis.robustness.tally import Tally
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.game.preferences import Ranks
from countermove.stability.engines.batch import Holding, Memo, Repeated
from countermove.stability.engines.move_table import Restriction

__all__ = ["DRAWS", "NOISE", "Settings", "Study"]

DRAWS = 1_000
NOISE = (0.0, 0.1, 0.25)
WATCHED = 20
"""For so many outcomes, the strongest ones, it is counted which changes come with their fall."""
CHUNK = 100
CHUNK_STATES = 2**22
MOST_DRAWS = 10**9


@dataclass(frozen=True)
class Settings:
    """What is drawn: how many models, from which seed, at which noise levels, with which chances to leave things out.

    `concepts`: the ids of those asked for; None for all that are defined.
    """

    draws: int = DRAWS
    seed: int = 1
    noise: tuple[float, ...] = NOISE
    concepts: tuple[str, ...] | None = None
    drop_options: float = 0.0
    drop_actors: float = 0.0

    def __post_init__(self) -> None:
        if not 1 <= self.draws <= MOST_DRAWS:
            raise QuestionError(f"{self.draws} draws say nothing; ask for 1 to {MOST_DRAWS:,}")
        if self.seed < 0:
            raise QuestionError(f"the seed is {self.seed}; give a whole number from 0")
        if not self.noise or len(set(self.noise)) < len(self.noise):
            raise QuestionError("give at least one noise level, and each once: 0,0.1,0.25")
        chances = {"a noise level": self.noise, "drop-options": [self.drop_options], "drop-actors": [self.drop_actors]}
        for what, values in chances.items():
            for value in values:
                if not 0 <= value <= 1:
                    raise QuestionError(f"{what} is {value}; a chance lies between 0 and 1")


class Study:
    """What `settings` ask of a graph. Draws are counted in chunks, each of which gives the same counts anywhere.

    `table`: what holds as the case is written; `watched`: the firmest of its equilibria, those under the most concepts
    first, and of these those that improvements reach.
    """

    def __init__(self, graph: ListedGame, settings: Settings) -> None:
        if graph.merged:
            raise QuestionError("actors that move as one cannot be drawn; ask about the case as it is")
        self.graph, self.settings = graph, settings
        self.table: StabilityTable = equilibria(graph, settings.concepts)
        self.plan: Plan = plan_of(graph, settings.seed, settings.noise, settings.drop_options, settings.drop_actors)
        self.watched = _firmest(self.table, WATCHED)
        self._places = np.array(self.watched, dtype=np.int64)
        self._solver = Repeated(graph, self.table.concepts)
        self._ranks = Memo(max(64, 2**25 // (4 * max(1, graph.size))))
        if settings.drop_options and not self.plan.options:
            raise QuestionError("the case has no options, so none can be left out; use --drop-actors")
        self._solver.check_draws(settings.draws * len(settings.noise))

    @property
    def concepts(self) -> tuple[str, ...]:
        """The ids of the concepts."""
        return tuple(concept.id for concept in self.table.concepts)

    @property
    def per_chunk(self) -> int:
        """How many draws a chunk has."""
        return max(1, min(CHUNK, CHUNK_STATES // (self.graph.size * len(self.settings.noise))))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.settings.draws // self.per_chunk)

    @property
    def nothing(self) -> Tally:
        """The counts before the first draw."""
        shape = (len(self.concepts), self.graph.size, len(self.plan.events), len(self.watched))
        return Tally.nothing(len(self.settings.noise), *shape)

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What tells this study from another: the version, the case (as a digest of its content), the settings."""
        from countermove import __version__

        content = self.graph.case.model_dump_json(by_alias=True)
        settings = asdict(self.settings) | {"noise": list(self.settings.noise), "concepts": list(self.concepts)}
        return {
            "countermove": __version__,
            "case": hashlib.sha256(content.encode()).hexdigest(),
            "settings": settings,
        }

    @property
    def name(self) -> str:
        """Eight letters and digits that stand for `identity`."""
        return hashlib.sha256(repr(self.identity).encode()).hexdigest()[:8]

    def holding(self, keys: Sequence[Key], kept: Restriction | None = None) -> Holding:
        """What holds under the preferences `keys`, one for each actor."""
        rows = [self._row(actor, key, kept) for actor, key in enumerate(keys)]
        return self._solver.holding(np.array(rows, dtype=np.int32).reshape(-1, self.graph.size), kept)

    def standing(self, keys: Sequence[Key]) -> NDArray[np.bool_]:
        """Which of the outcomes watched hold under the preferences `keys`; shape (C, T)."""
        return self.holding(keys).states[:, self._places]

    def _row(self, actor: int, key: Key, kept: Restriction | None) -> Ranks:
        if kept is not None and actor in kept.absent:
            return np.zeros(self.graph.size, dtype=np.int32)
        return self._ranks.once((actor, key), lambda: self.plan.wishes[actor].ranks(key))

    def tally(self, chunk: int, going: Callable[[], bool] = lambda: True) -> Tally | None:
        """The counts over the draws of one chunk; None where `going` says, before some draw, not to go on."""
        total = self.nothing
        size, levels, concepts = self.per_chunk, len(self.settings.noise), len(self.concepts)
        draws = range(chunk * size, min(self.settings.draws, (chunk + 1) * size))
        happened = np.zeros((len(draws), len(self.plan.events)))
        watched = np.zeros((len(draws), concepts * len(self.watched)))
        for row, k in enumerate(draws):
            if not going():
                return None
            drawn = self.plan.draw(k)
            for level, keys in enumerate(drawn.keys):
                found = self.holding(keys, drawn.kept)
                total.held[level] += found.states
                if found.reached is not None:
                    total.led[level] += found.states & found.reached
                    total.reached[level] += found.reached
                if level == levels - 1:
                    watched[row] = found.states[:, self._places].ravel()
            happened[row, list(drawn.happened)] = 1
        # Sums of 0 and 1: floating point is exact here, and the product is quick.
        together = (happened.T @ watched).astype(np.int64).reshape(total.together.shape)
        counts = happened.sum(axis=0).astype(np.int64)
        return Tally(frozenset([chunk]), total.held, total.led, total.reached, counts, together)


def _firmest(table: StabilityTable, most: int) -> tuple[int, ...]:
    reached = np.zeros(table.listed.size, dtype=bool) if table.reached is None else table.reached["improvements"]
    found = np.flatnonzero(table.strength())
    firm = 2 * table.strength()[found] + reached[found]
    return tuple(found[np.argsort(-firm, kind="stable")][:most].tolist())
