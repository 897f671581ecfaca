"""A comparison in words: for each change what is lost and gained, where it ends then, and who gains by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np

from countermove.analysis.compare.comparison import Change, Comparison, Shift, Side, Stake
from countermove.analysis.compare.large_comparison import LargeShift
from countermove.analysis.compare.matching import NOWHERE
from countermove.model.case import Case
from countermove.stability.concept import Concept
from countermove.text.naming import joined, number
from countermove.text.phrases import contrast, plural, sentence
from countermove.text.prose import Item, Section
from countermove.views.edit_words import edit_words

__all__ = [
    "LISTED", "StateNames", "change_sentences", "comparison_prose", "count_words", "edit_section", "ends",
    "equilibria_words", "gain_words", "lost_and_gained", "side_words", "states_named", "unaffected",
]  # fmt: skip

LISTED = 8
FEW = 4


class Names(Protocol):
    """What states of the base (old) and of the other side (new) are called."""

    def old(self, state: int) -> str:
        """A state of the base."""

    def olds(self, states: Iterable[int], last: str = "and") -> str:
        """Several states of the base, with the word before them."""

    def news(self, states: Iterable[int], last: str = "and") -> str:
        """Several states of the other side, with the word before them."""


class StateNames:
    """What states are called in a comparison: by their numbers in the base, wherever the base has them."""

    def __init__(self, base: Side, change: Change | None = None) -> None:
        states = base.table.listed.case.states
        self.ids = None if states is None else tuple(states)
        self.new_ids = () if change is None else tuple(change.side.table.listed.case.states or ())
        self.back = np.arange(base.table.listed.size) if change is None else change.back

    def old(self, state: int) -> str:
        """A state of the base."""
        return str(number(state)) if self.ids is None else self.ids[state]

    def new(self, state: int) -> str:
        """A state of the other side: its number in the base, and its own where that is another."""
        known = int(self.back[state])
        if self.ids is not None:
            return self.new_ids[state]
        if known == NOWHERE:
            return f"{number(state)}*"
        return str(number(state)) if known == state else f"{number(known)} (there {number(state)})"

    def olds(self, states: Iterable[int], last: str = "and") -> str:
        """Several states of the base, with the word before them."""
        return states_named([self.old(int(state)) for state in states], last)

    def news(self, states: Iterable[int], last: str = "and") -> str:
        """Several states of the other side, with the word before them."""
        return states_named([self.new(int(state)) for state in states], last)


def states_named(names: Sequence[str], last: str = "and") -> str:
    """States by their names with the word before them, or, where they are many, their number.

    >>> states_named(["148", "412"])
    'states 148 and 412'
    """
    if len(names) > LISTED:
        return f"{len(names):,} states"
    return f"{plural(len(names), 'state', 'states')} {joined(names, last)}"


def comparison_prose(comparison: Comparison) -> list[Section]:
    """The comparison as sections: in short, what each change does; and what was changed to ask it."""
    base = comparison.base
    items = [Item(_base_words(base))]
    for change in comparison.changes:
        name = side_words(change.side.name, change.side.about)
        items.append(Item(f"{name}: {' '.join(change_sentences(base, change))}"))
    title = base.table.listed.case.title or "Untitled case"
    changed: list[Item] = []
    for change in comparison.changes:
        words = edit_words(base.table.listed.case, change.side.table.listed.case, change.edits)
        changed += edit_section(change.side.name, words, change.side.notes)
    return [Section(title, tuple(items)), Section("What was changed", tuple(changed))]


def edit_section(name: str, words: Iterable[str], notes: Iterable[str]) -> Iterator[Item]:
    """What one side has differently: the edits in words, and what followed from the change."""
    told = [*words, *(sentence(note) + "." for note in notes)]
    yield Item(name, mark="-")
    yield from (Item(text, 1) for text in told or ["Nothing that matters to the analysis."])


def change_sentences(base: Side, change: Change) -> Iterator[str]:
    """What a change does: to the equilibria, to where improvements lead, and to whom."""
    names = StateNames(base, change)
    yield from equilibria_words(base.table.concepts, change.equilibria, names)
    yield from _outcome_words(base, change, names)
    if _starred(change):
        yield f"(*: a state of {change.side.name} that {base.name} does not have.)"


def side_words(name: str, about: str) -> str:
    """A side by its name, and what it is about."""
    about = " ".join(about.split()).rstrip(".")
    return f"{name} ({about})" if about else name


def _base_words(base: Side) -> str:
    table, graph, names = base.table, base.table.listed, StateNames(base)
    concept = table.concepts[0]
    held = np.flatnonzero(table.holding(concept.id))
    listed = f" ({joined([names.old(int(state)) for state in held])})" if 0 < len(held) <= LISTED else ""
    text = f"{side_words(base.name, base.about)}: {graph.size:,} states, {count_words(concept, len(held))}{listed}"
    end = ends([names.old(state) for state in base.outcomes])
    if graph.status_quo is None:
        return f"{text}; no status quo, so the outcomes are those that hold under most concepts: {end}."
    return f"{text}; improvements from the status quo, state {names.old(graph.status_quo)}, lead to {end}."


def count_words(concept: Concept, count: int) -> str:
    """How many equilibria there are under a concept: ``6 Nash equilibria``."""
    amount = f"{count:,}" if count else "no"
    return f"{amount} {concept.label} {plural(max(count, 1), 'equilibrium', 'equilibria')}"


def equilibria_words(
    concepts: Sequence[Concept], shifts: Mapping[str, Shift] | Mapping[str, LargeShift], names: Names
) -> Iterator[str]:
    """The first concept in full; of the others, under which nothing changes, and how many the rest lose and gain."""
    lead = concepts[0]
    same = [concept for concept in concepts if shifts[concept.id].is_none]
    kept = shifts[lead.id].kept
    if not shifts[lead.id].is_none:
        yield _ended(sentence(_shift_words(lead, shifts[lead.id], names)))
    elif len(same) == len(concepts):
        also = ", and the same states under all other concepts" if len(concepts) > 1 else ""
        yield f"Nothing changes in what holds: {_same(lead, kept, names)}{also}."
    else:
        yield f"{sentence(_same(lead, kept, names))}."
    rest = [concept.label for concept in same if concept is not lead]
    if rest and len(same) < len(concepts):
        yield f"Under {joined(rest)} nothing changes{' either' if lead in same else ''}."
    others = [concept for concept in concepts[1:] if not shifts[concept.id].is_none]
    if others:
        yield f"{'; '.join(f'{c.label} {lost_and_gained(shifts[c.id])}' for c in others)}."


def _same(concept: Concept, kept: Iterable[int], names: Names) -> str:
    """The equilibria that stay: ``the same 6 Nash equilibria (148, ...)``."""
    states = [names.old(int(state)) for state in kept]
    if not states:
        return f"there is no {concept.label} equilibrium, as before"
    listed = f" ({joined(states)})" if len(states) <= LISTED else ""
    count = count_words(concept, len(states)).removeprefix("1 ")
    return f"the same {count} {plural(len(states), 'holds', 'hold')}{listed}"


def _shift_words(concept: Concept, shift: Shift | LargeShift, names: Names) -> str:
    """``of the 6 Nash equilibria, states 148 and 412 are lost, and none is gained``."""
    before, lost, gained = len(shift.kept) + len(shift.lost), len(shift.lost), len(shift.gained)
    is_are = plural(gained, "is", "are")
    new = f"{names.news(shift.gained)} {is_are} gained" if gained else "none is gained"
    if not before:
        return f"before there was no {concept.label} equilibrium; {new}"
    if not lost:
        stay = f"the {count_words(concept, before)} {plural(before, 'stays', 'stay')}"
        return f"{stay.replace('the 1 ', 'the ')}, and {new}"
    if lost == before:
        which = f", {names.olds(shift.lost)}," if lost <= LISTED else ""
        whole = f"the only {concept.label} equilibrium" if lost == 1 else f"all {count_words(concept, before)}"
        return f"{whole}{which} {plural(lost, 'is', 'are')} lost, and {new}"
    return f"of the {count_words(concept, before)}, {names.olds(shift.lost)} {plural(lost, 'is', 'are')} lost, and {new}"


def lost_and_gained(shift: Shift | LargeShift) -> str:
    """How many equilibria a concept loses and gains: ``loses 2 and gains 74``."""
    parts = [(len(shift.lost), "loses"), (len(shift.gained), "gains")]
    return " and ".join(f"{what} {count:,}" for count, what in parts if count)


def _outcome_words(base: Side, change: Change, names: StateNames) -> Iterator[str]:
    """Where improvements lead, before and after, and who gains by the difference."""
    before, after = list(base.outcomes), list(change.side.outcomes)
    today = [side.table.listed.status_quo is not None for side in (base, change.side)]
    if any(today) and not all(today):
        yield "One of the two has no status quo, so where improvements lead cannot be compared."
        return
    way = "improvements from the status quo" if all(today) else "without a status quo, most concepts"
    lead = "lead to" if all(today) else "point to"
    old = ends([names.old(state) for state in before])
    new = ends([names.new(state) for state in after])
    if [int(change.there[state]) for state in before] == after:
        nobody = ", so nobody gains or loses" if after and unaffected(change.stakes) else ""
        yield f"{sentence(way)} still {lead} {new}{nobody}."
    else:
        difference = _difference(base, change) if len(before) == len(after) == 1 else ""
        yield f"{sentence(way)} {lead} {new}{f' ({difference})' if difference else ''} instead of {old}."
    if not unaffected(change.stakes):
        yield from gain_words(base.table.listed.case, change.side.table.listed.case, change.stakes)


def ends(names: Sequence[str]) -> str:
    """The states at which it ends: ``state 148``, or ``one of 12 states``."""
    if not names:
        return "no equilibrium"
    return f"one of {len(names):,} states" if len(names) > FEW else f"state {joined(names, 'or')}"


def _difference(base: Side, change: Change) -> str:
    """What the one outcome after the change has that the one before has not, where a graph has both."""
    old, new = base.table.listed, change.side.table.listed
    (before,), (after,) = base.outcomes, change.side.outcomes
    if old.is_graph:
        return ""
    if change.back[after] != NOWHERE:
        return contrast(old, before, int(change.back[after]))
    return contrast(new, int(change.there[before]), after) if change.there[before] != NOWHERE else ""


def unaffected(stakes: Sequence[Stake]) -> bool:
    """Whether the change of outcomes is neither better nor worse for anybody."""
    return all({stake.before, stake.after} <= {None, "equal"} for stake in stakes)


FARES = {
    "better": "better off",
    "worse": "worse off",
    "equal": "as well off as before",
    "depends": "better or worse off, depending on where it ends",
}


def gain_words(old: Case, new: Case, stakes: Sequence[Stake]) -> Iterator[str]:
    """Who is better off and who is worse off; first, who judges otherwise after the change than before."""
    groups: dict[str, list[str]] = {}
    for stake in stakes:
        label = (old if stake.actor in old.actors else new).label(stake.actor)
        known = [verdict for verdict in (stake.after, stake.before) if verdict is not None]
        if len(set(known)) == 1:
            groups.setdefault(known[0], []).append(label)
        elif known:
            yield f"{label}: {FARES[known[0]]} by its preferences there, {FARES[known[1]]} by those that it had."
    said = [f"{fares}: {joined(groups[verdict])}" for verdict, fares in FARES.items() if verdict in groups]
    if said:
        yield f"{sentence('; '.join(said))}."


def _starred(change: Change) -> bool:
    """Whether a state is named that only the other side has."""
    shown = [shift.gained for shift in change.equilibria.values() if len(shift.gained) <= LISTED]
    states = {int(state) for part in shown for state in part} | set(change.side.outcomes[:FEW])
    return not change.side.table.listed.is_graph and any(change.back[state] == NOWHERE for state in states)


def _ended(text: str) -> str:
    return f"{text}." if not text.endswith(".") else text
