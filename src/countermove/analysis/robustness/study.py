"""What is drawn, and counted over all draws, chunk by chunk: settings, counts, and the study of a listed game."""

from __future__ import annotations

import base64
import hashlib
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.robustness.changes import Key
from countermove.analysis.robustness.models import Plan, plan_of
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.game.preferences import Ranks
from countermove.stability.engines.batch import Holding, Memo, Repeated
from countermove.stability.engines.move_table import Restriction

__all__ = ["DRAWS", "NOISE", "Settings", "Study", "Tally"]

DRAWS = 1_000
"""Models drawn at each noise level unless more are asked for: the interval of a share is then about 6 points wide."""
NOISE = (0.0, 0.1, 0.25)
"""Chances that adjacent statements swap: none (the uncertain statements alone), a little, and much more."""
WATCHED = 20
"""Outcomes, the strongest ones, for which it is counted which changes come with their fall."""
CHUNK_DRAWS = 100
"""Draws that are counted at a time: a second or less, so that an interruption loses little."""
CHUNK_STATES = 2**22
"""Draws times noise levels times states of a chunk at most, so that large cases have smaller chunks."""
MOST_DRAWS = 10**9
"""More than anybody waits for; counts stay far below the largest integer."""
RANK_BYTES = 2**25
"""Memory for the ranks of actors that were drawn before: 32 MB."""


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
        # Refused here, once, for the command line, Python and files of counts alike.
        if not 1 <= self.draws <= MOST_DRAWS:
            raise QuestionError(f"the number of draws is {self.draws}; give 1 to {MOST_DRAWS:,}")
        if self.seed < 0:
            raise QuestionError(f"the seed is {self.seed}; give a whole number from 0")
        if not self.noise or len(set(self.noise)) < len(self.noise):
            raise QuestionError("give at least one noise level, and each once: 0,0.1,0.25")
        chances = {"a noise level": self.noise, "drop-options": [self.drop_options], "drop-actors": [self.drop_actors]}
        for what, values in chances.items():
            for value in values:
                if not 0 <= value <= 1:
                    raise QuestionError(f"{what} is {value}; a chance lies between 0 and 1")


Counts = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tally:
    """Counts over the draws of some chunks; N noise levels, C concepts, S states, E events, T outcomes watched.

    `chunks`: their numbers. `equilibria`: in how many draws a state is one, shape (N, C, S); `led`: in how many
    improvements from the status quo reach it besides; `reached`: in how many they reach it, shape (N, S).
    `happened`: how often each event was part of a draw, shape (E,); `together`: how often it was while an outcome
    was one, shape (E, C, T).
    """

    chunks: frozenset[int]
    equilibria: Counts
    led: Counts
    reached: Counts
    happened: Counts
    together: Counts

    @staticmethod
    def nothing(levels: int, concepts: int, states: int, events: int, watched: int) -> Tally:
        """The counts over no draws."""
        shapes = ((levels, concepts, states), (levels, concepts, states), (levels, states), (events,))
        counts = [np.zeros(shape, dtype=np.int64) for shape in (*shapes, (events, concepts, watched))]
        return Tally(frozenset(), *counts)

    def __add__(self, other: Tally) -> Tally:
        """The counts over the chunks of both, which have none in common."""
        assert not self.chunks & other.chunks
        sums = [getattr(self, name) + getattr(other, name) for name in ARRAYS]
        return Tally(self.chunks | other.chunks, *sums)

    def to_dict(self) -> dict[str, Any]:
        """As plain data that `from_dict` reads again."""
        packed = {KEYS.get(name, name): _packed(getattr(self, name)) for name in ARRAYS}
        return {"chunks": sorted(self.chunks), **packed}

    @staticmethod
    def from_dict(data: Any, like: Tally) -> Tally:
        """The counts in plain data, of the shape of `like`; raises `ValueError` where the data is something else."""
        try:
            chunks = frozenset(data["chunks"])
            if not all(type(chunk) is int and chunk >= 0 for chunk in chunks) or len(chunks) < len(data["chunks"]):
                raise ValueError("chunks: not whole numbers, each once")
        except (KeyError, TypeError) as fault:
            raise ValueError(f"chunks: {fault}") from None
        arrays = []
        for name in ARRAYS:
            key = KEYS.get(name, name)
            try:
                arrays.append(_unpacked(data[key], getattr(like, name).shape))
            except (KeyError, TypeError, AttributeError, ValueError, zlib.error) as fault:
                raise ValueError(f"{key}: {fault}") from None
        return Tally(chunks, *arrays)


KEYS = {"equilibria": "held"}
"""What a file of counts calls an array, where it is not called by its name: older files must stay readable."""
ARRAYS = tuple(field.name for field in fields(Tally) if field.name != "chunks")


def _packed(counts: Counts) -> str:
    # Little-endian on every machine, compressed since most counts are 0: a file of counts can go from one to another.
    return base64.b64encode(zlib.compress(counts.astype("<i8").tobytes())).decode("ascii")


def _unpacked(text: str, shape: tuple[int, ...]) -> Counts:
    size = 8 * int(np.prod(shape))
    # Bounded: a damaged or hostile file may not decompress to more than the table has.
    raw = zlib.decompressobj().decompress(base64.b64decode(text, validate=True), size + 1)
    if len(raw) != size:
        raise ValueError("the size of the table")
    return np.frombuffer(raw, dtype="<i8").astype(np.int64).reshape(shape)


class Study:
    """What `settings` ask of a listed game. Draws are counted in chunks, each of which gives the same counts anywhere.

    `table`: the equilibria of the case as written; `watched`: the keys of the strongest of these, those under the most
    concepts first, and of these those that improvements reach.
    """

    def __init__(self, game: ListedGame, settings: Settings) -> None:
        if game.merged:
            raise QuestionError("actors that move as one cannot be drawn; ask about the case as it is")
        self.game, self.settings = game, settings
        self.table: StabilityTable = equilibria(game, settings.concepts)
        self.plan: Plan = plan_of(game, settings.seed, settings.noise, settings.drop_options, settings.drop_actors)
        self.watched = _strongest(self.table, WATCHED)
        self._places = np.array(self.watched, dtype=np.int64)
        self._solver = Repeated(game, self.table.concepts)
        # Draws repeat few preferences often: without uncertain statements all of them have the one that is written.
        self._ranks = Memo(max(64, RANK_BYTES // (4 * max(1, game.size))))
        if settings.drop_options and not self.plan.options:
            raise QuestionError("the case has no options, so none can be left out; use --drop-actors")
        # Before the first draw: a study that would take days says so at once.
        self._solver.check_draws(settings.draws * len(settings.noise))

    @property
    def concepts(self) -> tuple[str, ...]:
        """The ids of the concepts."""
        return tuple(concept.id for concept in self.table.concepts)

    @property
    def per_chunk(self) -> int:
        """How many draws a chunk has."""
        return max(1, min(CHUNK_DRAWS, CHUNK_STATES // (self.game.size * len(self.settings.noise))))

    @property
    def chunks(self) -> int:
        """How many chunks there are."""
        return -(-self.settings.draws // self.per_chunk)

    @property
    def nothing(self) -> Tally:
        """The counts before the first draw."""
        shape = (len(self.concepts), self.game.size, len(self.plan.events), len(self.watched))
        return Tally.nothing(len(self.settings.noise), *shape)

    @cached_property
    def identity(self) -> dict[str, Any]:
        """What distinguishes this study from another: the version, the case (as a digest of its content), the settings."""
        from countermove import __version__

        content = self.game.case.model_dump_json(by_alias=True)
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

    def draws_of(self, chunk: int) -> range:
        """The numbers of the draws of a chunk."""
        return range(chunk * self.per_chunk, min(self.settings.draws, (chunk + 1) * self.per_chunk))

    def check(self, tally: Tally) -> None:
        """Raise `ValueError` where counts cannot be those of their chunks: more than there are draws, for example."""
        for chunk in tally.chunks:
            if chunk >= self.chunks:
                raise ValueError(f"chunks: {chunk:,}, where there are {self.chunks:,}")
        draws = sum(len(self.draws_of(chunk)) for chunk in tally.chunks)
        watched = tally.equilibria[-1][:, self._places]
        # Each array with what bounds it from above, entry by entry.
        bounds: list[tuple[str, Counts, Counts | int]] = [
            ("equilibria", tally.equilibria, draws),
            ("reached", tally.reached, draws),
            ("led", tally.led, np.minimum(tally.equilibria, tally.reached[:, np.newaxis])),
            ("happened", tally.happened, draws),
            ("together", tally.together, np.minimum(tally.happened[:, np.newaxis, np.newaxis], watched)),
        ]
        for name, counts, most in bounds:
            wrong = (counts < 0) | (counts > most)
            if wrong.any():
                count, bound = (int(np.broadcast_to(part, counts.shape)[wrong][0]) for part in (counts, np.asarray(most)))
                raise ValueError(f"{KEYS.get(name, name)}: a count of {count:,}, where 0 to {bound:,} are possible")

    def holding(self, keys: Sequence[Key], kept: Restriction | None = None) -> Holding:
        """The equilibria under the preferences `keys`, one for each actor."""
        rows = [self._row(actor, key, kept) for actor, key in enumerate(keys)]
        return self._solver.holding(np.array(rows, dtype=np.int32).reshape(-1, self.game.size), kept)

    def watched_equilibria(self, keys: Sequence[Key]) -> NDArray[np.bool_]:
        """Which of the outcomes watched are equilibria under the preferences `keys`; shape (C, T)."""
        return self.holding(keys).states[:, self._places]

    def _row(self, actor: int, key: Key, kept: Restriction | None) -> Ranks:
        if kept is not None and actor in kept.absent:
            return np.zeros(self.game.size, dtype=np.int32)
        return self._ranks.once((actor, key), lambda: self.plan.preferences[actor].ranks(key))

    def tally(self, chunk: int, goes_on: Callable[[], bool] = lambda: True) -> Tally | None:
        """The counts over the draws of one chunk; None where `goes_on` says, before some draw, not to go on."""
        total = self.nothing
        levels, concepts, draws = len(self.settings.noise), len(self.concepts), self.draws_of(chunk)
        happened = np.zeros((len(draws), len(self.plan.events)))
        watched = np.zeros((len(draws), concepts * len(self.watched)))
        for row, k in enumerate(draws):
            if not goes_on():
                return None
            drawn = self.plan.draw(k)
            for level, keys in enumerate(drawn.keys):
                holding = self.holding(keys, drawn.kept)
                total.equilibria[level] += holding.states
                if holding.reached is not None:
                    total.led[level] += holding.states & holding.reached
                    total.reached[level] += holding.reached
                # Influences are given at the last level, where changes are most frequent.
                if level == levels - 1:
                    watched[row] = holding.states[:, self._places].ravel()
            happened[row, list(drawn.happened)] = 1
        # Sums of 0 and 1: floating point is exact here, and the product is quick.
        together = (happened.T @ watched).astype(np.int64).reshape(total.together.shape)
        counts = happened.sum(axis=0).astype(np.int64)
        return Tally(frozenset([chunk]), total.equilibria, total.led, total.reached, counts, together)


def _strongest(table: StabilityTable, most: int) -> tuple[int, ...]:
    """The keys of the equilibria under the most concepts, of these first those that improvements reach."""
    strength = table.strength()
    reached = np.zeros(len(strength), dtype=bool) if table.reached is None else table.reached["improvements"]
    keys = np.flatnonzero(strength)
    return tuple(keys[np.argsort(-(2 * strength[keys] + reached[keys]), kind="stable")][:most].tolist())
