"""Plausible models, drawn at random: which statements, in which order, and who and what takes part; draw by draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.analysis.robustness.changes import (
    ActorPreferences,
    Change,
    Item,
    Key,
    Kind,
    is_plausible,
    listed_preferences,
    single_changes,
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
    computes it. `preferences`: those of each actor. `options`: for each option that may be left out its
    positions (several where it has levels), and `today` the code of what is taken now.
    """

    game: ListedGame | SearchedGame
    seed: int
    noise: tuple[float, ...]
    drop_options: float
    drop_actors: float
    preferences: tuple[ActorPreferences, ...]
    options: tuple[tuple[int, ...], ...]
    today: int

    def draw(self, k: int) -> Drawn:
        """Draw number k, counted from 0.

        For every actor, in this order: each statement is replaced by its `otherwise`, or vanishes, with
        probability 1 - `sure`; the statements of a group whose order is not known come in random order; then, for each
        noise level, one pass over the list, down or up with equal chances, in which each statement changes places with
        the adjacent one with the probability of that level. Statements that fail without an
        `otherwise` are left out in the end. The levels share their random numbers, so that whatever happens at a low level
        happens at a higher one, too.
        """
        # Every draw takes the same numbers in the same order, whatever happens in it: results do not shift from draw to
        # draw.
        stream = _Stream(self.seed, k, self._numbers)
        keys: list[list[Key]] = [[] for _ in self.noise]
        happened: list[int] = []
        for own, places in zip(self.preferences, self._places, strict=True):
            if not own.entries:
                for level in keys:
                    level.append(())
                continue
            faults, orders = _faults(own, stream), _orders(own, stream)
            items = own.items(orders)
            # A pass down can carry a statement far down but only one place up; with both directions neither is
            # favoured.
            upward = stream.next() < 0.5
            numbers = [stream.next() for _ in items[1:]]
            # The same numbers at each level: what a low chance swaps, a higher one swaps too, so that levels compare.
            lists = [_passed(items, numbers, upward, chance) for chance in self.noise]
            for level, order in zip(keys, lists, strict=True):
                level.append(own.key(order, faults))
            happened += _happened(places, lists[-1], faults, orders)
        return Drawn(tuple(map(tuple, keys)), self._left_out(stream), tuple(happened))

    def ranks(self, keys: Sequence[Key], kept: Restriction | None = None) -> list[Ranks]:
        """The ranks of each actor; those who take no part are indifferent."""
        absent = kept.absent if kept is not None else frozenset[int]()
        pairs = zip(self.preferences, keys, strict=True)
        return [np.zeros_like(own.fixed) if a in absent else own.ranks(key) for a, (own, key) in enumerate(pairs)]

    def is_certain(self, noise: float) -> bool:
        """Whether every model at a noise level is the case as written: nothing is uncertain, swaps or is left out."""
        entries = [entry for own in self.preferences for entry in own.entries]
        is_uncertain = any(part.sure < 1 for entry in entries for part in entry.parts)
        is_unordered = any(entry.unknown and len(entry.parts) > 1 for entry in entries)
        can_swap = noise > 0 and any(len(own.entries) > 1 for own in self.preferences)
        return not (is_uncertain or is_unordered or can_swap or self.drop_options or self.drop_actors)

    @cached_property
    def written(self) -> tuple[Key, ...]:
        """The preferences as they are written."""
        return tuple(own.changed(()) for own in self.preferences)

    @cached_property
    def events(self) -> tuple[Change, ...]:
        """The single changes that can be part of a draw."""
        return tuple(c for own in self.preferences for c in single_changes(own) if is_plausible(own, c))

    @cached_property
    def _places(self) -> tuple[dict[Change, int], ...]:
        """For each actor the positions of its events."""
        place = {change: k for k, change in enumerate(self.events)}
        return tuple({c: k for c, k in place.items() if c.actor == own.actor} for own in self.preferences)

    @cached_property
    def _numbers(self) -> int:
        return sum(map(_length, self.preferences)) + len(self.options) + len(self.preferences)

    def _left_out(self, stream: _Stream) -> Restriction | None:
        kept = [option for option in self.options if stream.next() < self.drop_options]
        absent = frozenset(a for a in range(len(self.preferences)) if stream.next() < self.drop_actors)
        ids = {self.game.actors[a] for a in absent}
        mask = sum(1 << bit for option in kept for bit in option)
        # Of an actor that takes no part all options stay as they are today.
        mask |= sum(1 << row.index for row in self.game.options if row.owner in ids)
        return Restriction(mask, self.today & mask, absent) if mask or absent else None


def plan_of(game: ListedGame, seed: int, noise: Sequence[float], drop_options: float, drop_actors: float) -> Plan:
    """How models of a game's case are drawn; raises `QuestionError` where its preferences cannot be.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> plan = plan_of(compile(catalog.load_case("european-security-2022")), 1, [0.0], 0, 0)
    >>> [len(plan.draw(k).happened) for k in range(10)]
    [1, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    """
    groups: dict[str, list[int]] = {}
    for row in game.options:
        name = row.full if row.level is None else row.full.removesuffix(f"-{row.level}")
        # Levels of one option are left out together: one level alone makes no sense.
        groups.setdefault(name, []).append(row.index)
    names = OptionNames(game.case)
    listed = () if game.is_graph else game.case.status_quo or ()
    today = sum(1 << option for option in names.with_defaults(names.find_text(text) for text in listed))
    preferences = tuple(listed_preferences(game, actor) for actor in game.actors)
    options = tuple(map(tuple, groups.values()))
    return Plan(game, seed, tuple(noise), drop_options, drop_actors, preferences, options, today)


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


def _length(own: ActorPreferences) -> int:
    """How many random numbers the preferences of an actor take."""
    if not own.entries:
        return 0
    unsure = sum(part.sure < 1 for entry in own.entries for part in entry.parts)
    shuffled = sum(len(entry.parts) for entry in own.entries if entry.unknown)
    return unsure + shuffled + sum(len(entry.parts) if entry.unknown else 1 for entry in own.entries)


def _faults(own: ActorPreferences, stream: _Stream) -> dict[Item, Kind]:
    """The statements that fail in a draw: what becomes of each."""
    faults: dict[Item, Kind] = {}
    for k, entry in enumerate(own.entries):
        for p, part in enumerate(entry.parts):
            if part.sure < 1 and stream.next() >= part.sure:
                faults[k, p] = "dropped" if part.otherwise is None else "otherwise"
    return faults


def _orders(own: ActorPreferences, stream: _Stream) -> dict[int, tuple[int, ...]]:
    """The order of the statements in each group whose order is not known: by a random number for each."""
    orders = {}
    for k, entry in enumerate(own.entries):
        if entry.unknown:
            drawn = [stream.next() for _ in entry.parts]
            orders[k] = tuple(sorted(range(len(drawn)), key=drawn.__getitem__))
    return orders


def _passed(items: Sequence[Item], numbers: Sequence[float], upward: bool, chance: float) -> list[Item]:
    """The list after one pass, in which each two statements that are adjacent at the moment swap with this chance."""
    order = list(items)
    for k in reversed(range(len(numbers))) if upward else range(len(numbers)):
        if numbers[k] < chance:
            order[k], order[k + 1] = order[k + 1], order[k]
    return order


def _happened(
    places: dict[Change, int], items: Sequence[Item], faults: dict[Item, Kind], orders: dict[int, tuple[int, ...]]
) -> list[int]:
    """The events of one actor that are part of a draw.

    Two adjacent entries count as swapped where any statement of the upper entry has come to stand below one of the lower.
    """
    top: dict[int, int] = {}
    last: dict[int, int] = {}
    for n, (k, _) in enumerate(items):
        top.setdefault(k, n)
        last[k] = n
    happened = []
    for change, place in places.items():
        match change.kind:
            case "swap":
                # Some statement of the upper entry has come to stand below one of the lower: also where others lie
                # between.
                is_part = last[change.index] > top[change.index + 1]
            case "order":
                is_part = orders[change.index] == change.order
            case _:
                is_part = (change.index, change.part or 0) in faults
        if is_part:
            happened.append(place)
    return happened
