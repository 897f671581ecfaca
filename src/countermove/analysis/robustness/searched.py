"""Models of a searched game: drawn as those of a listed one, and asked which of some states are Nash equilibria."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.robustness.changes import ActorPreferences, Entry, Key, Part
from countermove.analysis.robustness.models import Plan
from countermove.analysis.robustness.study import Settings
from countermove.game.preferences import Level, Ranks, entry_nodes
from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, OrderUnknown, lines_of
from countermove.model.statements import Node, Not, Or
from countermove.search.nearby import Nearby, nearby
from countermove.search.walks import walks
from countermove.stability.concept import NASH

__all__ = ["ActorStatements", "SearchedCounts", "SearchedStudy", "searched_statements"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
PROGRESS_STEPS = 100
"""Steps in which the progress of all walks is reported: one for each percent."""


@dataclass(frozen=True, eq=False)
class ActorStatements:
    """One actor's preferences as `ActorPreferences` has them, with what each column says: `nodes` for truth values."""

    actor: int
    entries: tuple[Entry, ...]
    nodes: tuple[Node, ...]

    def within(self, near: Nearby) -> ActorPreferences:
        """The same with truth values in some states."""
        columns = [near.counts(self.actor, [(1, node)]) for node in self.nodes]
        table = np.array(columns, dtype=np.int64).reshape(len(self.nodes), near.size)
        actor = near.game.actors[self.actor]
        has_statements = near.game.case.actors[actor].ranking is None
        return ActorPreferences(actor, self.entries, table, near.ranks[self.actor], has_statements)

    def scale(self, key: Key) -> tuple[Level, ...]:
        """The preferences `key` as a scale."""
        return tuple(Level(tuple((1, self.nodes[column]) for column in unit)) for unit in key)


def searched_statements(game: SearchedGame, actor: str) -> ActorStatements:
    """The preferences of an actor, ready to be changed; see `changes.listed_preferences`.

    >>> import countermove as cm
    >>> own = searched_statements(cm.compile(cm.load("european-security-2022"), max_states=0), "russia")
    >>> len(own.entries), own.entries[2].parts[0].sure, len(own.nodes)
    (9, 0.6, 19)
    """
    record, names = game.case.actors[actor], OptionNames(game.case)
    position = game.actors.index(actor)
    if record.ranking is not None:
        groups = tuple(
            Or(tuple(node for _, node in group)) if len(group) > 1 else group[0][1]
            for group in entry_nodes(game.case, names, actor)
        )
        places = (Entry((Part(k, k, None, 1.0),), unknown=False, single=False) for k in range(len(groups)))
        return ActorStatements(position, tuple(places), groups)
    nodes: list[Node] = []
    entries = []
    for written in record.prefers or ():
        parts = []
        for line in lines_of(written):
            place, that = len(nodes), names.bind(line.that, actor)
            nodes += [that, Not(that)]
            if line.otherwise is not None:
                nodes.append(names.bind(line.otherwise, actor))
            parts.append(Part(place, place + 1, None if line.otherwise is None else place + 2, float(line.sure)))
        entries.append(Entry(tuple(parts), isinstance(written, OrderUnknown), isinstance(written, Line)))
    return ActorStatements(position, tuple(entries), tuple(nodes))


@dataclass(frozen=True, eq=False)
class SearchedCounts:
    """What all draws say of T states; N noise levels, D draws, E events.

    `is_equilibrium`: which states are Nash equilibria in which draw, shape (N, D, T); `happened`: which events are
    part of which draw, shape (D, E).
    """

    is_equilibrium: Bools
    happened: Ints


class SearchedStudy:
    """Models of a searched game, drawn as `Plan.draw` says, and asked about some states (codes).

    Whether a state is a Nash equilibrium depends only on the states that one move leads to, so that nothing else is
    looked at. `watched`: the codes; the fields have the names of those of `Study`.
    """

    concepts = (NASH.id,)

    def __init__(self, game: SearchedGame, watched: Sequence[int], settings: Settings) -> None:
        self.game, self.watched, self.settings = game, tuple(watched), settings
        self.near = nearby(game, self.watched)
        self.statements = tuple(searched_statements(game, actor) for actor in game.actors)
        preferences = tuple(own.within(self.near) for own in self.statements)
        self.plan = Plan(game, settings.seed, settings.noise, 0.0, 0.0, preferences, (), 0)
        self._ranks: dict[tuple[int, Key], Ranks] = {}
        self._scales: dict[tuple[int, Key], tuple[Level, ...]] = {}

    @cached_property
    def written(self) -> Bools:
        """Which of the states are equilibria of the case as written, shape (T,)."""
        return self.equilibria(self.plan.written)

    def equilibria(self, keys: Sequence[Key]) -> Bools:
        """Which of the states are Nash equilibria under the preferences `keys`, one for each actor; shape (T,)."""
        rows = [self.row(actor, key) for actor, key in enumerate(keys)]
        return self.near.are_nash(np.array(rows, dtype=np.int32).reshape(len(rows), self.near.size))

    def row(self, actor: int, key: Key) -> Ranks:
        """The ranks of one actor in the states nearby."""
        if (actor, key) not in self._ranks:
            self._ranks[actor, key] = self.plan.preferences[actor].ranks(key)
        return self._ranks[actor, key]

    def ends(self, keys: Sequence[Key], rng: np.random.Generator, count: int) -> frozenset[int]:
        """Where `count` walks of improvements from the status quo end under the preferences `keys`."""
        start = self.game.status_quo_key
        if start is None:
            return frozenset()
        scales = tuple(self._scale(actor, key) for actor, key in enumerate(keys))
        # Only preferences differ: moves and constraints, which are the dear part, are shared.
        changed = replace(self.game, scales=scales)
        return frozenset(walk.end for walk in walks(changed, start, rng, count) if walk.settled)

    def _scale(self, actor: int, key: Key) -> tuple[Level, ...]:
        """The scale of one actor; weights, which are never drawn, stay as they are."""
        if not self.statements[actor].entries:
            return self.game.scales[actor]
        if (actor, key) not in self._scales:
            self._scales[actor, key] = self.statements[actor].scale(key)
        return self._scales[actor, key]

    def all_ends(self, count: int, on_progress: Callable[[], None] | None) -> list[list[frozenset[int]]]:
        """For each level and draw where `count` walks end.

        The walks of a draw have a stream of random numbers of their own, so that they do not depend on other draws.
        """
        draws, levels = self.settings.draws, len(self.settings.noise)
        if self.game.status_quo_key is None:
            return [[frozenset()] * draws for _ in range(levels)]
        ends: list[list[frozenset[int]]] = [[] for _ in range(levels)]
        step = max(1, draws // PROGRESS_STEPS)
        for k in range(draws):
            walked: dict[Any, frozenset[int]] = {}  # at several levels a draw may have the same preferences
            for level, keys in enumerate(self.plan.draw(k).keys):
                if keys not in walked:
                    # Beside the stream of the draw itself, whose key is (k,): the two never share numbers.
                    source = np.random.SeedSequence(self.settings.seed, spawn_key=(k, 1))
                    walked[keys] = self.ends(keys, np.random.Generator(np.random.PCG64(source)), count)
                ends[level].append(walked[keys])
            if on_progress is not None and k % step == 0:
                on_progress()
        return ends

    def counts(self) -> SearchedCounts:
        """What all draws say of the states."""
        settings = self.settings
        is_equilibrium = np.zeros((len(settings.noise), settings.draws, len(self.watched)), dtype=bool)
        happened = np.zeros((settings.draws, len(self.plan.events)), dtype=np.int64)
        for k in range(settings.draws):
            drawn = self.plan.draw(k)
            for level, keys in enumerate(drawn.keys):
                is_equilibrium[level, k] = self.equilibria(keys)
            happened[k, list(drawn.happened)] = 1
        return SearchedCounts(is_equilibrium, happened)
