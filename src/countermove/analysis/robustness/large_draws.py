"""How models of a case that is not listed are drawn, and what one drawn model says of the outcomes looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.robustness.changes import Entry, Key, Part, Wishes
from countermove.analysis.robustness.draws import Plan
from countermove.game.preferences import Level, Ranks, entry_nodes
from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, OrderUnknown, lines_of
from countermove.model.statements import Node, Not, Or
from countermove.search.nearby import Nearby, nearby
from countermove.search.walks import walks

__all__ = ["LargeDraws", "Statements", "statements_of"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Statements:
    """One actor's preferences as `Wishes` has them, with what each column says: `nodes` instead of truth values."""

    actor: int
    entries: tuple[Entry, ...]
    nodes: tuple[Node, ...]

    def among(self, near: Nearby) -> Wishes:
        """The same with truth values in some states."""
        columns = [near.counts(self.actor, [(1, node)]) for node in self.nodes]
        table = np.array(columns, dtype=np.int64).reshape(len(self.nodes), near.size)
        return Wishes(near.game.actors[self.actor], self.entries, table, near.ranks[self.actor])

    def scale(self, key: Key) -> tuple[Level, ...]:
        """The preferences `key` as a scale."""
        return tuple(Level(tuple((1, self.nodes[column]) for column in unit)) for unit in key)


def statements_of(model: SearchedGame, actor: str) -> Statements:
    """The preferences of an actor, ready to be changed; see `changes.wishes_of`.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> found = statements_of(searched_game(load_case("european-security-2022")), "russia")
    >>> len(found.entries), found.entries[2].parts[0].sure, len(found.nodes)
    (9, 0.6, 19)
    """
    record, names = model.case.actors[actor], OptionNames(model.case)
    position = model.actors.index(actor)
    if record.ranking is not None:
        groups = tuple(
            Or(tuple(node for _, node in group)) if len(group) > 1 else group[0][1]
            for group in entry_nodes(model.case, names, actor)
        )
        places = (Entry((Part(k, k, None, 1.0),), unknown=False, single=False) for k in range(len(groups)))
        return Statements(position, tuple(places), groups)
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
    return Statements(position, tuple(entries), tuple(nodes))


class LargeDraws:
    """Models of a case, drawn as `Plan.draw` says, and asked about some states (codes)."""

    def __init__(self, model: SearchedGame, states: Sequence[int], seed: int, noise: Sequence[float]) -> None:
        self.model, self.states = model, tuple(states)
        self.near = nearby(model, self.states)
        self.statements = tuple(statements_of(model, actor) for actor in model.actors)
        wishes = tuple(one.among(self.near) for one in self.statements)
        self.plan = Plan(model, seed, tuple(noise), 0.0, 0.0, wishes, (), 0)
        self._ranks: dict[tuple[int, Key], Ranks] = {}
        self._scales: dict[tuple[int, Key], tuple[Level, ...]] = {}

    @cached_property
    def written(self) -> Bools:
        """Which of the states hold as the case is written."""
        return self.standing(self.plan.written)

    def standing(self, keys: Sequence[Key]) -> Bools:
        """Which of the states are Nash equilibria under the preferences `keys`, one for each actor."""
        rows = [self.row(actor, key) for actor, key in enumerate(keys)]
        return self.near.are_nash(np.array(rows, dtype=np.int32).reshape(len(rows), self.near.size))

    def row(self, actor: int, key: Key) -> Ranks:
        """The ranks of one actor in the states nearby."""
        if (actor, key) not in self._ranks:
            self._ranks[actor, key] = self.plan.wishes[actor].ranks(key)
        return self._ranks[actor, key]

    def ends(self, keys: Sequence[Key], rng: np.random.Generator, count: int) -> frozenset[int]:
        """Where `count` walks of improvements from the status quo come to rest under the preferences `keys`."""
        start = self.model.status_quo
        if start is None:
            return frozenset()
        scales = tuple(self._scale(actor, key) for actor, key in enumerate(keys))
        changed = replace(self.model, scales=scales)
        return frozenset(walk.end for walk in walks(changed, start, rng, count) if walk.settled)

    def _scale(self, actor: int, key: Key) -> tuple[Level, ...]:
        """The scale of one actor; weights, which are never drawn, stay as they are."""
        if not self.statements[actor].entries:
            return self.model.scales[actor]
        if (actor, key) not in self._scales:
            self._scales[actor, key] = self.statements[actor].scale(key)
        return self._scales[actor, key]
