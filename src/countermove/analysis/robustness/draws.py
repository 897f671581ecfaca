"""Plausible models, drawn at random: which lines, in which order, and who and what takes part. Seeded, draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.analysis.robustness.changes import (
    Change,
    Item,
    Key,
    Kind,
    Wishes,
    plausible,
    single_changes,
    wishes_of,
)
from countermove.game.listed import ListedGame
from countermove.game.preferences import Ranks
from countermove.game.searched import SearchedGame
from countermove.model.names import OptionNames
from countermove.stability.engines.move_table import Restriction

__all__ = ["Drawn", "Plan", "plan_of"]


@dataclass(frozen=True)
class Drawn:
    """One drawn model at every noise level: for each the preferences of all actors; and what is left out.

    `happened`: the positions of those of the plan's `events` that are part of it at the last level.
    """

    keys: tuple[tuple[Key, ...], ...]
    kept: Restriction | None
    happened: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """How models of one case are drawn.

    Draw k reads its random numbers from a stream of its own, ``SeedSequence(seed, spawn_key=(k,))``: as many for every
    draw, always in the same order, so that a draw does not depend on the others, on the noise levels or on who
    computes it. `wishes`: the preferences of each actor. `options`: for each option that may be left out its
    positions (several where it has levels), and `today` the code of what is taken now.
    """

    graph: ListedGame | SearchedGame
    seed: int
    noise: tuple[float, ...]
    drop_options: float
    drop_actors: float
    wishes: tuple[Wishes, ...]
    options: tuple[tuple[int, ...], ...]
    today: int

    def draw(self, k: int) -> Drawn:
        """Draw number k, counted from 0.

        For every actor, in this order: each line is replaced by its `otherwise`, or vanishes, with probability
        1 - `sure`; the lines of a group whose order is not known come in random order; then, for each noise level,
        one pass over the list, down or up with equal chances, in which each line changes places with its neighbour
        with the probability of that level. Lines that vanish do so in the end. The levels share their random numbers.
        """
        stream = _Stream(self.seed, k, self._numbers)
        keys: list[list[Key]] = [[] for _ in self.noise]
        happened: list[int] = []
        for wishes, places in zip(self.wishes, self._places, strict=True):
            if not wishes.entries:
                for level in keys:
                    level.append(())
                continue
            faults, orders = _faults(wishes, stream), _orders(wishes, stream)
            items = wishes.items(orders)
            upward = stream.next() < 0.5
            numbers = [stream.next() for _ in items[1:]]
            lists = [_passed(items, numbers, upward, chance) for chance in self.noise]
            for level, order in zip(keys, lists, strict=True):
                level.append(wishes.key(order, faults))
            happened += _happened(places, lists[-1], faults, orders)
        return Drawn(tuple(map(tuple, keys)), self._left_out(stream), tuple(happened))

    def ranks(self, keys: Sequence[Key], kept: Restriction | None = None) -> list[Ranks]:
        """The ranks of each actor; those who take no part are indifferent."""
        absent = kept.absent if kept is not None else frozenset[int]()
        pairs = zip(self.wishes, keys, strict=True)
        return [np.zeros_like(wishes.fixed) if a in absent else wishes.ranks(key) for a, (wishes, key) in enumerate(pairs)]

    @cached_property
    def written(self) -> tuple[Key, ...]:
        """The preferences as they are written."""
        return tuple(wishes.changed(()) for wishes in self.wishes)

    @cached_property
    def events(self) -> tuple[Change, ...]:
        """The single changes that can be part of a draw."""
        return tuple(c for wishes in self.wishes for c in single_changes(wishes) if plausible(wishes, c))

    @cached_property
    def _places(self) -> tuple[dict[Change, int], ...]:
        """For each actor the positions of its events."""
        place = {change: k for k, change in enumerate(self.events)}
        return tuple({c: k for c, k in place.items() if c.actor == wishes.actor} for wishes in self.wishes)

    @cached_property
    def _numbers(self) -> int:
        return sum(map(_length, self.wishes)) + len(self.options) + len(self.wishes)

    def _left_out(self, stream: _Stream) -> Restriction | None:
        kept = [option for option in self.options if stream.next() < self.drop_options]
        absent = frozenset(a for a in range(len(self.wishes)) if stream.next() < self.drop_actors)
        ids = {self.graph.actors[a] for a in absent}
        mask = sum(1 << bit for option in kept for bit in option)
        mask |= sum(1 << row.index for row in self.graph.options if row.owner in ids)
        return Restriction(mask, self.today & mask, absent) if mask or absent else None


def plan_of(graph: ListedGame, seed: int, noise: Sequence[float], drop_options: float, drop_actors: float) -> Plan:
    """How models of a graph's case are drawn; raises `QuestionError` where its preferences cannot be.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> plan = plan_of(compile(catalog.load_case("european-security-2022")), 1, [0.0], 0, 0)
    >>> [len(plan.draw(k).happened) for k in range(10)]
    [1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    """
    groups: dict[str, list[int]] = {}
    for row in graph.options:
        name = row.full if row.level is None else row.full.removesuffix(f"-{row.level}")
        groups.setdefault(name, []).append(row.index)
    names = OptionNames(graph.case)
    listed = () if graph.is_graph else graph.case.status_quo or ()
    today = sum(1 << option for option in names.with_defaults(names.find_text(text) for text in listed))
    wishes = tuple(wishes_of(graph, actor) for actor in graph.actors)
    options = tuple(map(tuple, groups.values()))
    return Plan(graph, seed, tuple(noise), drop_options, drop_actors, wishes, options, today)


class _Stream:
    """The random numbers of one draw."""

    def __init__(self, seed: int, k: int, numbers: int) -> None:
        source = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(k,))))
        self._numbers: list[float] = source.random(numbers).tolist()
        self._at = 0

    def next(self) -> float:
        """The next number, in [0, 1)."""
        self._at += 1
        return self._numbers[self._at - 1]


def _length(wishes: Wishes) -> int:
    """How many random numbers the preferences of an actor take."""
    if not wishes.entries:
        return 0
    unsure = sum(part.sure < 1 for entry in wishes.entries for part in entry.parts)
    shuffled = sum(len(entry.parts) for entry in wishes.entries if entry.unknown)
    return unsure + shuffled + sum(len(entry.parts) if entry.unknown else 1 for entry in wishes.entries)


def _faults(wishes: Wishes, stream: _Stream) -> dict[Item, Kind]:
    """The lines that do not hold in a draw: what becomes of each."""
    found: dict[Item, Kind] = {}
    for k, entry in enumerate(wishes.entries):
        for p, part in enumerate(entry.parts):
            if part.sure < 1 and stream.next() >= part.sure:
                found[k, p] = "dropped" if part.otherwise is None else "otherwise"
    return found


def _orders(wishes: Wishes, stream: _Stream) -> dict[int, tuple[int, ...]]:
    """The order of the lines in each group whose order is not known: by a random number for each."""
    found = {}
    for k, entry in enumerate(wishes.entries):
        if entry.unknown:
            drawn = [stream.next() for _ in entry.parts]
            found[k] = tuple(sorted(range(len(drawn)), key=drawn.__getitem__))
    return found


def _passed(items: Sequence[Item], numbers: Sequence[float], upward: bool, chance: float) -> list[Item]:
    """The list after one pass, in which each two neighbours of the moment change places with this chance."""
    order = list(items)
    for k in reversed(range(len(numbers))) if upward else range(len(numbers)):
        if numbers[k] < chance:
            order[k], order[k + 1] = order[k + 1], order[k]
    return order


def _happened(
    places: dict[Change, int], items: Sequence[Item], faults: dict[Item, Kind], orders: dict[int, tuple[int, ...]]
) -> list[int]:
    """The events of one actor that are part of a draw.

    Two neighbours count as exchanged where any line of the upper entry has come to stand below one of the lower.
    """
    top: dict[int, int] = {}
    last: dict[int, int] = {}
    for n, (k, _) in enumerate(items):
        top.setdefault(k, n)
        last[k] = n
    found = []
    for change, place in places.items():
        match change.kind:
            case "exchange":
                there = last[change.line] > top[change.line + 1]
            case "order":
                there = orders[change.line] == change.order
            case _:
                there = (change.line, change.part or 0) in faults
        if there:
            found.append(place)
    return found
