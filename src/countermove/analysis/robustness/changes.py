"""Single changes of an actor's preferences: a statement replaced, dropped or negated, a swap of adjacent ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import permutations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.result import HIDDEN, Record, member
from countermove.errors import QuestionError
from countermove.game.codes.states import holds
from countermove.game.listed import ListedGame
from countermove.game.preferences import Ranks, rank_by_counts
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, OrderUnknown, lines_of

__all__ = [
    "KINDS", "ActorPreferences", "Change", "Entry", "Item", "Key", "Kind", "Part", "is_drawn", "is_plausible",
    "listed_preferences", "single_changes",
]  # fmt: skip

Kind = Literal["otherwise", "dropped", "negated", "swap", "order"]
KINDS: Mapping[Kind, str] = {"swap": "exchange"}
"""What JSON calls a kind of change, where it is not called by its name."""
ALL_PARTS = -1
Item = tuple[int, int]
"""A statement in the list of an actor: the index of its entry, and of the statement in it (-1: the entry as one)."""
Key = tuple[tuple[int, ...], ...]
"""Preferences in short: for each unit, most important first, the columns that are counted together."""
ORDERED_STATEMENTS = 4
"""Statements of a group whose order is not known of which all orders are tried: 4 have 24 orders, 5 have 120."""


@dataclass(frozen=True)
class Change(Record):
    """One change of an actor's preferences.

    `index`: the index of the entry in `prefers`, counted from 0 (of a ranking: of the entry among those that cover
    states); `statement` is its position, counted from 1. `part`: the index of the statement inside a group. `kind`: the
    statement becomes its ``otherwise``, is ``dropped`` or ``negated``; it changes places with the next (``swap``); or
    the statements of a group whose order is not known come in this `order`.
    """

    actor: str
    index: int = field(metadata=HIDDEN)
    kind: Kind = field(metadata=HIDDEN)
    part: int | None = field(default=None, metadata=HIDDEN)
    order: tuple[int, ...] | None = field(default=None, metadata=HIDDEN)

    @member("line")
    def statement(self) -> int:
        """The position of the statement in the actor's list, counted from 1."""
        return self.index + 1

    @member("change")
    def kind_key(self) -> str:
        """What happens to it: otherwise, dropped, negated, exchange (with the next) or order."""
        return KINDS.get(self.kind, self.kind)

    @member("part", optional=True)
    def part_position(self) -> int | None:
        """The position of the statement inside a group, counted from 1."""
        return None if self.part is None else self.part + 1

    @member("with", optional=True)
    def next_statement(self) -> int | None:
        """The position of the statement that it changes places with."""
        return self.statement + 1 if self.kind == "swap" else None

    @member("order", optional=True)
    def order_positions(self) -> tuple[int, ...] | None:
        """The order in which the statements of a group come, by their positions in it."""
        return None if self.order is None else tuple(k + 1 for k in self.order)


@dataclass(frozen=True)
class Part:
    """One statement: the columns where it is true, where its negation is, and where its `otherwise` is."""

    that: int
    negated: int
    otherwise: int | None
    sure: float


@dataclass(frozen=True)
class Entry:
    """One entry of an actor's list: its statements, and whether their order is not known."""

    parts: tuple[Part, ...]
    unknown: bool
    single: bool


@dataclass(frozen=True, eq=False)
class ActorPreferences:
    """One actor's preferences, ready to be changed.

    `columns`: truth values of all statements, shape (K, S). A ranking has one entry for each tie group, best first.
    Without entries the preferences (weights, or none) never change, and are `fixed`. `has_statements`: whether the entries
    are preference statements, not places of a ranking.
    """

    actor: str
    entries: tuple[Entry, ...]
    columns: NDArray[np.int64]
    fixed: Ranks
    has_statements: bool = True

    def ranks(self, key: Key) -> Ranks:
        """The rank of every state under the preferences `key`, shape (S,)."""
        if not self.entries:
            return self.fixed
        # A unit of several columns is a group: it counts how many of its statements are true.
        return rank_by_counts(map(self._count, key), self.columns.shape[1])

    def ranks_after(self, change: Change) -> Ranks:
        """The rank of every state after one change of the preferences as they are written, shape (S,).

        The same as ``ranks(changed([change]))``, in a time that does not grow with the number of entries: what stands
        above the change, and what stands below it, is ranked once for all changes.
        """
        k, after = change.index, change.index + 1
        if change.kind == "swap":
            middle, after = self.key([(k + 1, ALL_PARTS), (k, ALL_PARTS)], {}), k + 2
        elif change.order is not None:
            middle = self.key([(k, part) for part in change.order], {})
        else:
            middle = self.key([(k, ALL_PARTS)], {(k, change.part or 0): change.kind})
        parts = [self._graded(self._above[k]), *map(self._count, middle), self._graded(self._below[after])]
        return rank_by_counts(parts, self.columns.shape[1])

    @cached_property
    def _above(self) -> list[Ranks]:
        """For each entry the ranks by all entries above it, and at last by all entries."""
        size = self.columns.shape[1]
        above = [np.zeros(size, dtype=np.int32)]
        for (unit,) in (self.key([(k, ALL_PARTS)], {}) for k in range(len(self.entries))):
            above.append(rank_by_counts([self._graded(above[-1]), self._count(unit)], size))
        return above

    @cached_property
    def _below(self) -> list[Ranks]:
        """For each entry the ranks by it and all entries below it, and at last by none."""
        size = self.columns.shape[1]
        below = [np.zeros(size, dtype=np.int32)]
        for (unit,) in (self.key([(k, ALL_PARTS)], {}) for k in reversed(range(len(self.entries)))):
            below.append(rank_by_counts([self._count(unit), self._graded(below[-1])], size))
        return below[::-1]

    def _count(self, unit: tuple[int, ...]) -> tuple[NDArray[np.int64], int]:
        """How much of a unit holds in each state, and the most that can."""
        return self.columns[list(unit)].sum(axis=0), len(unit)

    @staticmethod
    def _graded(ranks: Ranks) -> tuple[NDArray[np.int64], int]:
        """Ranks as a count of their own, for `rank_by_counts`."""
        return ranks.astype(np.int64), int(ranks.max(initial=0))

    def items(self, orders: Mapping[int, Sequence[int]], entries: Sequence[int] | None = None) -> list[Item]:
        """The `entries` in this order (as written, if None); a group whose order is given comes line by line."""
        items: list[Item] = []
        for k in range(len(self.entries)) if entries is None else entries:
            items += [(k, part) for part in orders[k]] if k in orders else [(k, ALL_PARTS)]
        return items

    def key(self, items: Sequence[Item], faults: Mapping[Item, Kind]) -> Key:
        """The preferences of these statements in this order, some of which are replaced, negated or gone."""
        units = []
        for k, part in items:
            parts = range(len(self.entries[k].parts)) if part == ALL_PARTS else (part,)
            # A statement that is gone has no column; a group of which nothing is left is no unit.
            chosen = (self._column(k, one, faults.get((k, one))) for one in parts)
            unit = tuple(column for column in chosen if column is not None)
            if unit:
                units.append(unit)
        return tuple(units)

    def _column(self, k: int, part: int, fault: Kind | None) -> int | None:
        line = self.entries[k].parts[part]
        if fault is None:
            return line.that
        return {"otherwise": line.otherwise, "negated": line.negated}.get(fault)

    def changed(self, changes: Sequence[Change]) -> Key:
        """The preferences after `changes`: first the swaps, one after another, then the orders, then the statements.

        A swap is one of places: what stands there at that moment changes places with what stands below it.
        """
        entries = list(range(len(self.entries)))
        for change in changes:
            if change.kind == "swap":
                # By places, not by statements: the second of two swaps moves what the first has brought there.
                upper, lower = entries[change.index : change.index + 2]
                entries[change.index : change.index + 2] = lower, upper
        items = self.items({c.index: c.order for c in changes if c.order is not None}, entries)
        faults = {(c.index, c.part or 0): c.kind for c in changes if c.kind not in ("swap", "order")}
        return self.key(items, faults)


def listed_preferences(game: ListedGame, actor: str) -> ActorPreferences:
    """The preferences of an actor, ready to be changed.

    Raises `QuestionError` where a statement that may be drawn differs between the combinations of a coalesced state.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> own = listed_preferences(compile(catalog.load_case("european-security-2022")), "russia")
    >>> len(own.entries), own.entries[2].parts[0].sure
    (9, 0.6)
    """
    record, rank = game.case.actors[actor], game.rank_rows[game.actors.index(actor)]
    if record.ranking is not None:
        # The best first, as everywhere; states that a ranking leaves out share the last group.
        groups = np.array([rank == value for value in range(int(rank.max(initial=0)), -1, -1)], dtype=np.int64)
        places = (Entry((Part(k, k, None, 1.0),), unknown=False, single=False) for k in range(len(groups)))
        return ActorPreferences(actor, tuple(places), groups, rank, has_statements=False)
    if record.prefers is None:
        return ActorPreferences(actor, (), np.zeros((0, game.size), dtype=np.int64), rank)
    columns: list[NDArray[np.bool_]] = []
    entries: list[Entry] = []
    names, codes = OptionNames(game.case), game.codes[game.first_code]
    for k, written in enumerate(record.prefers):
        parts = []
        for line in lines_of(written):
            truth = holds(names.bind(line.that, actor), codes, game.layout)
            place = len(columns)
            # The negation has a column of its own, so that a changed list is a choice of columns, without evaluating
            # anything.
            columns += [truth, ~truth]
            if line.otherwise is not None:
                columns.append(holds(names.bind(line.otherwise, actor), codes, game.layout))
            parts.append(Part(place, place + 1, None if line.otherwise is None else place + 2, float(line.sure)))
            if game.is_coalesced:
                _require_one_in_states(game, names, actor, k, line, isinstance(written, Line))
        entries.append(Entry(tuple(parts), isinstance(written, OrderUnknown), isinstance(written, Line)))
    return ActorPreferences(actor, tuple(entries), np.array(columns, dtype=np.int64).reshape(-1, game.size), rank)


def _require_one_in_states(game: ListedGame, names: OptionNames, actor: str, k: int, line: Line, single: bool) -> None:
    for statement in () if single and line.otherwise is None else (line.that, line.otherwise):
        if statement is None:
            continue
        truth = holds(names.bind(statement, actor), game.codes, game.layout)
        # Compared with the first combination of each state: any difference inside a state shows.
        if not np.array_equal(truth, truth[game.first_code[game.states_of_codes]]):
            raise QuestionError(
                f'actors.{actor}.prefers[{k + 1}]: "{statement}" differs between combinations that coalesce: makes '
                "one state, so preferences cannot be drawn; change the statement, or take the pattern out of coalesce:"
            )


def single_changes(own: ActorPreferences) -> Iterator[Change]:
    """Every single change of one actor's preferences.

    Each statement, alone or in a group, is replaced by its `otherwise` if it has one, dropped, and negated; adjacent
    entries swap; and a group of at most four statements whose order is not known comes in each order. A ranking has swaps
    only.
    """
    for k, entry in enumerate(own.entries):
        for p, part in enumerate(entry.parts):
            place = None if entry.single else p
            if part.otherwise is not None:
                yield Change(own.actor, k, "otherwise", place)
            # A ranking is made of places, which cannot be left out; its entries are no statements.
            if own.has_statements:
                yield Change(own.actor, k, "dropped", place)
                yield Change(own.actor, k, "negated", place)
        if entry.unknown and 1 < len(entry.parts) <= ORDERED_STATEMENTS:
            orders = permutations(range(len(entry.parts)))
            yield from (Change(own.actor, k, "order", order=order) for order in orders)
    yield from (Change(own.actor, k, "swap") for k in range(len(own.entries) - 1))


def is_plausible(own: ActorPreferences, change: Change) -> bool:
    """Whether draws contain the change: the statement is uncertain, or adjacent ones change places."""
    if change.kind in ("swap", "order"):
        return True
    part = own.entries[change.index].parts[change.part or 0]
    return part.sure < 1 and change.kind == ("dropped" if part.otherwise is None else "otherwise")


def is_drawn(own: ActorPreferences, change: Change) -> bool:
    """Whether draws contain what an actor prefers after the change: it is plausible, or comes to the same as one that is.

    It does where the `otherwise` of an uncertain statement says what the change says.
    """
    if is_plausible(own, change):
        return True
    part = own.entries[change.index].parts[change.part or 0]
    if part.sure == 1 or part.otherwise is None:
        return False
    # In a searched game columns are filled in only for some states: there a statement or its negation is true.
    judged = (own.columns[part.that] + own.columns[part.negated]) > 0
    other = own.columns[part.otherwise][judged]
    if change.kind == "negated":
        return np.array_equal(other, own.columns[part.negated][judged])
    # A statement that is true of all states, or of none, decides nothing, as one that is left out.
    return len(np.unique(other)) == 1
