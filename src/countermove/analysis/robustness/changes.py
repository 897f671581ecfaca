"""Single changes of an actor's preferences: a line replaced, dropped or turned round, an exchange of neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.game.preferences import Ranks, rank_by_counts
from countermove.game.states import holds
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, OrderUnknown, lines_of
from countermove.text.naming import number

__all__ = ["Change", "Entry", "Item", "Kind", "Part", "Wishes", "plausible", "single_changes", "wishes_of"]

Kind = Literal["otherwise", "dropped", "negated", "exchange", "order"]
WHOLE = -1
Item = tuple[int, int]
"""A line in the list of an actor: the position of its entry, and of the line in it (-1: the entry as a whole)."""
Key = tuple[tuple[int, ...], ...]
"""Preferences in short: for each unit, most important first, the columns that are counted together."""
FEW = 4
"""Of a group of lines whose order is not known, all orders are tried where it has at most so many lines."""


@dataclass(frozen=True)
class Change:
    """One change of an actor's preferences; positions count from 0 here, and from 1 in what people read.

    `line`: the position of the entry in `prefers` (of a ranking: of the entry among those that cover states).
    `part`: the position of the line inside a group. `kind`: the line becomes its ``otherwise``, is ``dropped`` or
    ``negated``; it changes places with the next (``exchange``); or the lines of a group whose order is not known come
    in this `order`.
    """

    actor: str
    line: int
    kind: Kind
    part: int | None = None
    order: tuple[int, ...] | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data; positions count from 1."""
        data: dict[str, Any] = {"actor": self.actor, "line": number(self.line), "change": self.kind}
        if self.part is not None:
            data["part"] = number(self.part)
        if self.kind == "exchange":
            data["with"] = number(self.line + 1)
        if self.order is not None:
            data["order"] = [number(k) for k in self.order]
        return data


@dataclass(frozen=True)
class Part:
    """One line: the columns where it holds, where its negation does, and where its `otherwise` does."""

    that: int
    negated: int
    otherwise: int | None
    sure: float


@dataclass(frozen=True)
class Entry:
    """One entry of an actor's list: its lines, and whether their order is not known."""

    parts: tuple[Part, ...]
    unknown: bool
    single: bool


@dataclass(frozen=True, eq=False)
class Wishes:
    """One actor's preferences, ready to be changed.

    `columns`: truth values of all statements, shape (K, S). A ranking has one entry for each tie group, best first.
    Without entries the preferences (weights, or none) never change, and are `fixed`.
    """

    actor: str
    entries: tuple[Entry, ...]
    columns: NDArray[np.int64]
    fixed: Ranks

    def ranks(self, key: Key) -> Ranks:
        """The rank of every state under the preferences `key`, shape (S,)."""
        if not self.entries:
            return self.fixed
        counts = ((self.columns[list(unit)].sum(axis=0), len(unit)) for unit in key)
        return rank_by_counts(counts, self.columns.shape[1])

    def items(self, orders: Mapping[int, Sequence[int]], entries: Sequence[int] | None = None) -> list[Item]:
        """The `entries` in this order (as written, if None); a group whose order is given comes line by line."""
        found: list[Item] = []
        for k in range(len(self.entries)) if entries is None else entries:
            found += [(k, part) for part in orders[k]] if k in orders else [(k, WHOLE)]
        return found

    def key(self, items: Sequence[Item], faults: Mapping[Item, Kind]) -> Key:
        """The preferences of these lines in this order, some of which are replaced, negated or gone."""
        units = []
        for k, part in items:
            parts = range(len(self.entries[k].parts)) if part == WHOLE else (part,)
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
        """The preferences after `changes`: first the exchanges, one after another, then the orders, then the lines.

        An exchange is one of places: what stands there at that moment changes places with what stands below it.
        """
        entries = list(range(len(self.entries)))
        for change in changes:
            if change.kind == "exchange":
                upper, lower = entries[change.line : change.line + 2]
                entries[change.line : change.line + 2] = lower, upper
        items = self.items({c.line: c.order for c in changes if c.order is not None}, entries)
        faults = {(c.line, c.part or 0): c.kind for c in changes if c.kind not in ("exchange", "order")}
        return self.key(items, faults)


def wishes_of(graph: ListedGame, actor: str) -> Wishes:
    """The preferences of an actor, ready to be changed.

    Raises `QuestionError` where a line that may be drawn would tell the combinations of a coalesced state apart.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = wishes_of(compile(catalog.load_case("european-security-2022")), "russia")
    >>> len(found.entries), found.entries[2].parts[0].sure
    (9, 0.6)
    """
    record, rank = graph.case.actors[actor], graph.ranks[graph.actors.index(actor)]
    if record.ranking is not None:
        groups = np.array([rank == value for value in range(int(rank.max(initial=0)), -1, -1)], dtype=np.int64)
        places = (Entry((Part(k, k, None, 1.0),), unknown=False, single=False) for k in range(len(groups)))
        return Wishes(actor, tuple(places), groups, rank)
    if record.prefers is None:
        return Wishes(actor, (), np.zeros((0, graph.size), dtype=np.int64), rank)
    columns: list[NDArray[np.bool_]] = []
    entries: list[Entry] = []
    names, codes = OptionNames(graph.case), graph.codes[graph.first_code]
    for k, written in enumerate(record.prefers):
        parts = []
        for line in lines_of(written):
            held = holds(names.bind(line.that, actor), codes, graph.layout)
            place = len(columns)
            columns += [held, ~held]
            if line.otherwise is not None:
                columns.append(holds(names.bind(line.otherwise, actor), codes, graph.layout))
            parts.append(Part(place, place + 1, None if line.otherwise is None else place + 2, float(line.sure)))
            if graph.is_coalesced:
                _require_whole(graph, names, actor, k, line, isinstance(written, Line))
        entries.append(Entry(tuple(parts), isinstance(written, OrderUnknown), isinstance(written, Line)))
    return Wishes(actor, tuple(entries), np.array(columns, dtype=np.int64).reshape(-1, graph.size), rank)


def _require_whole(graph: ListedGame, names: OptionNames, actor: str, k: int, line: Line, single: bool) -> None:
    for statement in () if single and line.otherwise is None else (line.that, line.otherwise):
        if statement is None:
            continue
        held = holds(names.bind(statement, actor), graph.codes, graph.layout)
        if not np.array_equal(held, held[graph.first_code[graph.states_of_codes]]):
            raise QuestionError(
                f'actors.{actor}.prefers[{number(k)}]: "{statement}" tells combinations apart that coalesce: makes one '
                "state of, so preferences cannot be drawn; change the line, or take the pattern out of coalesce:"
            )


def single_changes(wishes: Wishes) -> Iterator[Change]:
    """Every single change of one actor's preferences.

    Each line that can be replaced by its `otherwise`, each dropped, each negated, each exchange of neighbours, and
    each order of a group of at most four lines whose order is not known. Of groups, only lines that the analyst is not
    sure of are dropped or replaced. A ranking has exchanges only.
    """
    for k, entry in enumerate(wishes.entries):
        for p, part in enumerate(entry.parts):
            place = None if entry.single else p
            if part.otherwise is not None:
                yield Change(wishes.actor, k, "otherwise", place)
            if entry.single or (part.sure < 1 and part.otherwise is None):
                yield Change(wishes.actor, k, "dropped", place)
            if entry.single:
                yield Change(wishes.actor, k, "negated")
        if entry.unknown and 1 < len(entry.parts) <= FEW:
            orders = permutations(range(len(entry.parts)))
            yield from (Change(wishes.actor, k, "order", order=order) for order in orders)
    yield from (Change(wishes.actor, k, "exchange") for k in range(len(wishes.entries) - 1))


def plausible(wishes: Wishes, change: Change) -> bool:
    """Whether draws contain the change: the analyst is not sure of the line, or neighbours change places."""
    if change.kind in ("exchange", "order"):
        return True
    part = wishes.entries[change.line].parts[change.part or 0]
    return part.sure < 1 and change.kind == ("dropped" if part.otherwise is None else "otherwise")
