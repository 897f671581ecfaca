"""What states are called in a comparison: by numbers where they are listed, by letters where they are searched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from countermove.analysis.compare.comparison import Change, Comparison, Side
from countermove.text.naming import joined, listed_name, number
from countermove.text.phrases import plural

__all__ = ["MOST_ENDS", "MOST_STATES", "Legend", "Names", "StateNames", "names_in", "states_behind", "states_named"]

MOST_STATES = 8
"""States that are named one by one, about half a line; of more the number is said."""
MOST_ENDS = 4
"""Ends that are named one by one: they stand inside a sentence, often twice."""
LETTERS = 26
"""Letters of the alphabet; after them come pairs of letters, as columns of a spreadsheet are called."""


class Names(Protocol):
    """What states of the base (old) and of the other side (new) are called."""

    def old(self, key: int) -> str:
        """A state of the base."""

    def new(self, key: int) -> str:
        """A state of the other side."""

    def within(self, change: Change) -> Names:
        """The names where this change is described."""


class StateNames:
    """What states of listed games are called: by their numbers in the base, wherever the base has them."""

    def __init__(self, base: Side, change: Change | None = None) -> None:
        states = base.game.case.states
        self.ids = None if states is None else tuple(states)
        self.base, self.change = base, change

    def within(self, change: Change) -> StateNames:
        """The names where this change is described."""
        return StateNames(self.base, change)

    def old(self, key: int) -> str:
        """A state of the base."""
        return listed_name(self.base.game, int(key))

    def new(self, key: int) -> str:
        """A state of the other side: its number in the base, and its own where that is another."""
        key = int(key)
        other = self.base.game if self.change is None else self.change.side.game
        if self.ids is not None:
            return listed_name(other, key)
        # A state has one name in a comparison, or readers would think that it was gained under the new one.
        in_base = key if self.change is None else self.change.back.of(key)
        label = other.label_of(key)
        named = f' ("{label}")' if label else ""
        if in_base is None:
            return f"{number(key)}*{named}"
        if in_base == key:
            return f"{number(key)}{named}"
        quoted = f'"{label}", ' if label else ""
        return f"{number(in_base)} ({quoted}there {number(key)})"


class Legend:
    """The letters by which states of searched games are called: first those of the base, where walks end first of all.

    A state that has a counterpart in the base has one letter on both sides.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        base = comparison.base
        # `dict.fromkeys` keeps the first of equals in its place, as `set` would not.
        order = [*base.outcome_keys, *sorted(code for id_ in comparison.concept_ids for code in base.holding(id_))]
        for change in comparison.changes:
            order += [code for shift in change.equilibria.values() for code in shift.kept]
        self.rows: list[tuple[Side, int]] = [(base, code) for code in dict.fromkeys(order)]
        for change in comparison.changes:
            new = [code for shift in change.equilibria.values() for code in shift.gained]
            for code in dict.fromkeys([*change.side.outcome_keys, *new]):
                row = self._row(change, code)
                if row not in self.rows:
                    self.rows.append(row)
        self._place = {(id(side), code): k for k, (side, code) in enumerate(self.rows)}

    def _row(self, change: Change, code: int) -> tuple[Side, int]:
        """A state of a side as the base has it, where it does."""
        in_base = change.back.of(code)
        return (change.side, code) if in_base is None else (self.comparison.base, in_base)

    def letter(self, side: Side, code: int) -> str:
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
            text, place = chr(ord("A") + place % LETTERS) + text, place // LETTERS - 1
        return text

    def of(self, change: Change, code: int) -> str:
        """The letter of a state of a changed side."""
        return self.letter(*self._row(change, code))


class LetteredNames:
    """Letters for states of the base (old) and of the side of a change (new)."""

    def __init__(self, legend: Legend, change: Change | None = None) -> None:
        self.legend, self.change = legend, change

    def within(self, change: Change) -> LetteredNames:
        """The names where this change is described."""
        return LetteredNames(self.legend, change)

    def old(self, key: int) -> str:
        """A state of the base."""
        return self.legend.letter(self.legend.comparison.base, key)

    def new(self, key: int) -> str:
        """A state of the other side."""
        assert self.change is not None
        return self.legend.of(self.change, key)


def names_in(comparison: Comparison) -> Names:
    """What states are called in a comparison."""
    return StateNames(comparison.base) if comparison.is_listed else LetteredNames(Legend(comparison))


def states_behind(names: Sequence[str]) -> str:
    """States behind their count: in brackets, or where labels have brackets of their own, behind a colon.

    >>> states_behind(["148", "412"]), states_behind(['148 ("stand-off")', "412"])
    (' (148 and 412)', ': 148 ("stand-off") and 412')
    """
    text = joined(names)
    return f": {text}" if "(" in text else f" ({text})"


def states_named(names: Iterable[str], last: str = "and") -> str:
    """States by their names with the word before them, or, where they are many, their number.

    >>> states_named(["148", "412"])
    'states 148 and 412'
    """
    names = list(names)
    if len(names) > MOST_STATES:
        return f"{len(names):,} states"
    return f"{plural(len(names), 'state', 'states')} {joined(names, last)}"
