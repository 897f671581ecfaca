"""A comparison of cases whose states are not listed, in words and tables: states have letters, explained in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.analysis.compare.large_comparison import LargeChange, LargeComparison, LargeSide
from countermove.text.naming import joined, taken_words
from countermove.text.phrases import contrast, plural
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.comparison import (
    LISTED,
    count_words,
    edit_section,
    ends,
    equilibria_words,
    gain_words,
    side_words,
    states_named,
    unaffected,
)
from countermove.views.comparison_tables import gains_table, power_table
from countermove.views.edit_words import edit_words

__all__ = ["Legend", "large_comparison_prose", "large_comparison_tables"]


class Legend:
    """The letters by which a comparison calls states: first those of the base, from where walks end outwards.

    A state that has a counterpart in the base has one letter on both sides.
    """

    def __init__(self, comparison: LargeComparison) -> None:
        self.comparison = comparison
        base = comparison.base
        order = [*base.outcomes, *sorted(code for id_ in base.table.concept_ids for code in base.holding(id_))]
        for change in comparison.changes:
            order += [code for shift in change.equilibria.values() for code in shift.kept]
        self.rows: list[tuple[LargeSide, int]] = [(base, code) for code in dict.fromkeys(order)]
        for change in comparison.changes:
            new = [code for shift in change.equilibria.values() for code in shift.gained]
            for code in dict.fromkeys([*change.side.outcomes, *new]):
                row = self._row(change, code)
                if row not in self.rows:
                    self.rows.append(row)
        self._place = {(id(side), code): k for k, (side, code) in enumerate(self.rows)}

    def _row(self, change: LargeChange, code: int) -> tuple[LargeSide, int]:
        """A state of a side as the base has it, where it does."""
        known = change.back.code(code)
        return (change.side, code) if known is None else (self.comparison.base, known)

    def letter(self, side: LargeSide, code: int) -> str:
        """The letter of a state: ``A`` to ``Z``, then ``AA``, ``AB`` and so on.

        >>> Legend.lettered(0), Legend.lettered(27)
        ('A', 'AB')
        """
        return self.lettered(self._place[id(side), code])

    @staticmethod
    def lettered(place: int) -> str:
        """The letters of a place, counted from 0."""
        text = ""
        while place >= 0:
            text, place = chr(ord("A") + place % 26) + text, place // 26 - 1
        return text

    def names(self, change: LargeChange | None = None) -> LetteredNames:
        """What states are called where a change is told of."""
        return LetteredNames(self, change)

    def of(self, change: LargeChange, code: int) -> str:
        """The letter of a state of a changed side."""
        return self.letter(*self._row(change, code))


class LetteredNames:
    """Letters for states of the base (old) and of the side of a change (new)."""

    def __init__(self, legend: Legend, change: LargeChange | None) -> None:
        self.legend, self.change = legend, change

    def old(self, state: int) -> str:
        """A state of the base."""
        return self.legend.letter(self.legend.comparison.base, state)

    def new(self, state: int) -> str:
        """A state of the other side."""
        assert self.change is not None
        return self.legend.of(self.change, state)

    def olds(self, states: Iterable[int], last: str = "and") -> str:
        """Several states of the base, with the word before them."""
        return states_named([self.old(state) for state in states], last)

    def news(self, states: Iterable[int], last: str = "and") -> str:
        """Several states of the other side, with the word before them."""
        return states_named([self.new(state) for state in states], last)


def large_comparison_prose(found: LargeComparison) -> list[Section]:
    """The comparison as sections: in short, what each change does; and what was changed to ask it."""
    base, legend = found.base, Legend(found)
    items = [Item(_base_words(found, legend))]
    changed: list[Item] = []
    for change in found.changes:
        words = " ".join(_change_words(found, change, legend))
        items.append(Item(f"{side_words(change.side.name, change.side.about)}: {words}"))
        written = edit_words(base.model.case, change.side.model.case, change.edits)
        changed += edit_section(change.side.name, written, change.side.notes)
    items += [Item(text) for text in _limits(found)]
    title = base.model.case.title or "Untitled case"
    return [Section(title, tuple(items)), Section("What was changed", tuple(changed))]


def _base_words(found: LargeComparison, legend: Legend) -> str:
    base, names = found.base, legend.names()
    concept = found.concepts[0]
    held = base.holding(concept.id)
    listed = f" ({joined([names.old(code) for code in held])})" if 0 < len(held) <= LISTED else ""
    only = ", and no others" if held and concept.id == "nash" and base.table.search_result.nash.complete else ""
    text = f"{side_words(base.name, base.about)}: {count_words(concept, len(held))}{listed}{only}"
    if base.model.status_quo is None:
        return f"{text}; no status quo, so it is not said where improvements lead."
    if not base.outcomes:
        return f"{text}; no walk of improvements from the status quo came to rest."
    end = ends([names.old(code) for code in base.outcomes])
    return f"{text}; walks of improvements from the status quo end in {end}."


def _change_words(found: LargeComparison, change: LargeChange, legend: Legend) -> Iterator[str]:
    """What a change does: to what holds, to where walks of improvements end, and to whom."""
    names, base, side = legend.names(change), found.base, change.side
    yield from equilibria_words(found.concepts, change.equilibria, names)
    started = [one.model.status_quo is not None for one in (base, side)]
    if not all(started):
        if any(started):
            yield "One of the two has no status quo, so where improvements lead cannot be compared."
        return
    before, after = [names.old(code) for code in base.outcomes], [names.new(code) for code in side.outcomes]
    if not after:
        yield "No walk of improvements from the status quo came to rest there."
    elif set(before) == set(after):
        still = ", so nobody gains or loses" if unaffected(change.stakes) else ""
        yield f"Walks of improvements from the status quo still end in {ends(after)}{still}."
    else:
        what = _difference(base, change) if len(before) == len(after) == 1 else ""
        instead = f" instead of {ends(before)}" if before else ""
        yield f"Walks of improvements from the status quo end in {ends(after)}{f' ({what})' if what else ''}{instead}."
    if not unaffected(change.stakes):
        yield from gain_words(base.model.case, side.model.case, change.stakes)


def _difference(base: LargeSide, change: LargeChange) -> str:
    """What the one outcome after the change has that the one before has not, where one of the cases has both."""
    (before,), (after,) = base.outcomes, change.side.outcomes
    old, new = change.back.code(after), change.there.code(before)
    if old is not None:
        return contrast(base.model, before, old)
    return contrast(change.side.model, new, after) if new is not None else ""


def _limits(found: LargeComparison) -> Iterator[str]:
    """How certain this is, and whether there may be more."""
    sides = [found.base, *(change.side for change in found.changes)]
    yield (
        "Every Nash equilibrium that one side has was tried on the other, so what is kept, lost or gained is certain."
        if "nash" in found.base.table.concept_ids
        else "What one side was shown to hold was tried on the other."
    )
    short = [side.name for side in sides if not side.table.search_result.nash.complete]
    if short:
        stopped = plural(len(short), "The search of this side was", "The searches of these sides were")
        yield (
            f"{stopped} stopped, so there may be more equilibria there, and more that are kept, lost or gained: "
            f"{joined(short)}. Those that were found on either side are counted."
        )
    if set(found.base.table.concept_ids) - {"nash"}:
        depth = found.base.table.search_result.depth
        moves = f"{depth} {plural(depth, 'move', 'moves')}"
        yield (
            f"Under the other concepts only some states were tried, with answers of at most {moves}: lost means no "
            "longer shown to hold."
        )
    if any(side.table.search_result.walks for side in sides):
        yield "Walks show some of the states that improvements reach; others may be reachable as well."


def large_comparison_tables(found: LargeComparison, limit: int) -> list[Table]:
    """The states with what holds on each side; who gains by each change; power where it shifts."""
    cases = [found.base.model.case, *(change.side.model.case for change in found.changes)]
    gains = [(change.side.name, change.stakes) for change in found.changes]
    powers = [(change.side.name, change.powers) for change in found.changes]
    power = power_table(cases[0], found.base.name, powers)
    decisions = [row[0] for row in power.rows]
    for k, name in enumerate(decisions):
        decisions[k] = name or decisions[k - 1]
    tables = [
        _states(found, limit),
        *([] if all(unaffected(stakes) for _, stakes in gains) else [_grouped(gains_table(cases, gains), 0)]),
        _grouped(Table(power.columns, tuple((d, *r[1:]) for d, r in zip(decisions, power.rows, strict=True)),
                       notes=power.notes), 1),
    ]  # fmt: skip
    return [table for table in tables if table.rows]


def _grouped(table: Table, column: int) -> Table:
    """A table in which rows that differ only in whom they are about, in this column, are one."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in table.rows:
        groups.setdefault((*row[:column], *row[column + 1 :]), []).append(row[column])
    rows = tuple((*rest[:column], joined(who), *rest[column:]) for rest, who in groups.items())
    return Table(table.columns, rows, notes=table.notes)


def _states(found: LargeComparison, limit: int) -> Table:
    """A row for each state that holds on some side, or in which walks ended; a column for each side."""
    legend = Legend(found)
    first: dict[int, int] = {}
    rows = []
    for k, (side, code) in enumerate(legend.rows[:limit]):
        text = taken_words(side.model, code, first.get(id(side)))
        if id(side) in first:
            text = text.replace("as the first", f"as {legend.letter(side, first[id(side)])}")
        first.setdefault(id(side), code)
        rows.append((legend.lettered(k), text, *_cells(found, side, code)))
    names = (found.base.name, *(change.side.name for change in found.changes))
    notes = ["Under each side: the concepts under which the state holds there. -: under none of those asked."]
    if any("not there" in row for row in rows):
        notes.append("not there: the case has no such state. Empty: that was not looked at.")
    if any(side.outcomes for side in (found.base, *(change.side for change in found.changes))):
        notes.append(">: walks of improvements from the status quo ended there.")
    if len(legend.rows) > limit:
        notes.append(f"{len(legend.rows) - limit:,} more; --limit shows them.")
    return Table(("", "options taken (+ besides, - not)", *names), tuple(rows), notes=tuple(notes))


def _cells(found: LargeComparison, side: LargeSide, code: int) -> Iterator[str]:
    """What holds on each side in a state of one of them."""
    if side is not found.base:
        yield "not there"
        for change in found.changes:
            yield _cell(found, change.side, code, [change]) if side is change.side else ""
        return
    yield _cell(found, side, code, found.changes)
    for change in found.changes:
        there = change.there.code(code)
        yield "not there" if there is None else _cell(found, change.side, there, [change])


def _cell(found: LargeComparison, side: LargeSide, code: int, changes: Sequence[LargeChange]) -> str:
    """The concepts under which a state holds, as it was found there or is kept by these changes."""
    labels = []
    for concept in found.concepts:
        kept = (code if side is found.base else change.back.code(code) for change in changes)
        shifts = (change.equilibria[concept.id].kept for change in changes)
        if code in side.holding(concept.id) or any(k in shift for k, shift in zip(kept, shifts, strict=True)):
            labels.append(concept.label)
    return f"{joined(labels) or '-'}{' >' if code in side.outcomes else ''}"
