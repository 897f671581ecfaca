"""What stands in the box of a state: its label, else in short what is done in it, and its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.game.listed import ListedGame
from countermove.plots.fonts import broken, width
from countermove.plots.shown import head_of, label_of
from countermove.plots.style import SMALL, looks

__all__ = ["DOT", "BoxWords", "Words", "box_words", "cut"]

FEW = 12
"""States that are described in words in their boxes; of more, those without a label have their number alone."""
WIDE, NARROW = 100.0, 70.0
"""The width of the text in a box where states are few, and where they are many, in points."""
MOST_LINES = 3
"""Lines that say what a state is: some 60 characters of a label, or three options."""
LINES_OF = {1: 3, 2: 2}
"""Lines for each option where one or two are shown; more have a line each."""
DOT = 9.0
"""How far a line with a square in the colour of an owner begins to the right of it, in points."""


@dataclass(frozen=True)
class Words:
    """The lines in a box, of which the first `bold` are in bold type.

    `colours`: that of the square before each line, empty where a line continues the one above it.
    """

    lines: tuple[str, ...]
    bold: int = 0
    colours: tuple[str | None, ...] = ()

    @property
    def width(self) -> float:
        """The width of the widest line, in points."""
        return max(
            width(line, SMALL, n < self.bold) * 1.02 + (0 if self.colour(n) is None else DOT)
            for n, line in enumerate(self.lines)
        )

    def colour(self, line: int) -> str | None:
        """The colour of the square before a line, empty where it continues another; None where it stands in the middle."""
        return self.colours[line] if line < len(self.colours) else None


@dataclass(frozen=True)
class BoxWords:
    """What stands in each box, and a sentence about what that is; empty where nothing has to be said."""

    words: tuple[Words, ...]
    note: str


def box_words(game: ListedGame, states: Sequence[int]) -> BoxWords:
    """What stands in the box of each of some states.

    A label, or in a graph case the name of the state, is in bold type, its number (id) below it in brackets. Where
    states are few, one without a label is described by the options taken in it; where these are too many for some box, by
    what differs from today. A square before an option has the colour of its owner.
    """
    plain = [s for s in states if label_of(game, s) is None and s != game.status_quo_key]
    if len(states) > FEW or game.is_graph or not plain:
        return BoxWords(tuple(_name(game, state, len(states) <= FEW) for state in states), "")
    done = {state: _taken(game, state) for state in plain}
    note = "In a box: the options taken, in the colour of their owner."
    now = game.status_quo_key
    if now is not None and max(map(len, done.values())) > MOST_LINES:
        done = {state: _changed(game, now, state) for state in plain}
        note = "In a box: what differs from today, in the colour of its owner."
    words = (_options(game, s, done[s]) if s in done else _name(game, s, True) for s in states)
    return BoxWords(tuple(words), note)


def _name(game: ListedGame, state: int, are_few: bool) -> Words:
    """A state by its label, as today, or by its number."""
    room = WIDE if are_few else NARROW
    now = "today" if state == game.status_quo_key else ""
    head, label = head_of(game, state), label_of(game, state)
    if label is not None and label != head:
        lines = cut(broken(label, room, SMALL, True), MOST_LINES if are_few else 2, room)
        return Words((*lines, f"({', '.join(filter(None, [head, now]))})"), len(lines))
    if now:
        return Words(("Today", f"({head})"), 1)
    lines = broken(head, room, SMALL, True)
    return Words(tuple(lines), len(lines))


def _options(game: ListedGame, state: int, done: Sequence[tuple[str, str]]) -> Words:
    """A state by options, each with its owner, on a line each."""
    few = list(done) if len(done) <= MOST_LINES else list(done[: MOST_LINES - 1])
    look = looks(game)
    lines: list[str] = []
    colours: list[str | None] = []
    for owner, name in few:
        own = cut(broken(name, WIDE - DOT, SMALL), LINES_OF.get(len(done), 1), WIDE - DOT)
        lines += own
        colours += [look[owner].colour, *[""] * (len(own) - 1)]
    if len(few) < len(done):
        lines.append(f"and {len(done) - len(few)} more")
    if not done:
        lines = ["nothing is done"]
    return Words((*lines, f"({head_of(game, state)})"), 0, tuple(colours))


def _taken(game: ListedGame, state: int) -> list[tuple[str, str]]:
    """The owners and names of the options taken; of those that a coalesced state leaves open it is said."""
    taken = game.taken(state)
    return [
        (row.owner, row.name if taken[row.index] else f"{row.name}, or not")
        for row in game.options
        if taken[row.index] is not False
    ]


def _changed(game: ListedGame, now: int, state: int) -> list[tuple[str, str]]:
    """The owners and names of the options that differ from the status quo."""
    before, after = game.taken(now), game.taken(state)
    said = {True: "", False: "not ", None: "perhaps "}
    return [
        (row.owner, f"{said[after[row.index]]}{row.name}")
        for row in game.options
        if after[row.index] is not before[row.index]
    ]


def cut(lines: Sequence[str], most: int, room: float) -> list[str]:
    """The first lines of a text, with a mark where it is cut.

    >>> cut(["one", "two", "three"], 2, 100.0)
    ['one', 'two …']
    """
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    while last and width(f"{last} …", SMALL, True) > room:
        # Whole words first; only a word that is wider than the line is cut itself.
        last = last[: last.rindex(" ")] if " " in last else last[:-1]
    return [*lines[: most - 1], f"{last} …".strip()]
