"""Turns of phrase that the sections of the brief share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.blocking import Decision
from countermove.analysis.lines import Difference
from countermove.game.game import Game
from countermove.model.case import Case
from countermove.model.preferences import lines_of
from countermove.text.naming import Combinations, change_words, joined, shortened, state_name

__all__ = [
    "Lines", "compared", "contrast", "line_words", "numbered_words", "percent", "places_words", "plural", "sentence",
    "short_line", "step_words", "turning_words", "wrapped",
]  # fmt: skip

MOST_LETTERS = 60
"""Letters after which a statement is cut in a list where several stand on one line: two are two lines of a screen."""
MOST_PLACES = 6
"""Outcomes that are named by their places: readers look them up in the table below, and nobody looks up ten."""
NUMBERS = "States have no numbers here; outcomes are numbered in the order in which they are told of."

Lines = Iterator[tuple[int, str]]
"""Lines of a section: the level of indentation, and the text."""


def compared(game: Game, reference: int, key: int) -> str:
    """A state as its difference from another: who does more, who less."""
    return f"as {state_name(game, reference)}, but {contrast(game, reference, key)}"


def contrast(game: Combinations, reference: int, key: int) -> str:
    """What a state has that another has not, and the reverse: ``Russia: "Attack Ukraine"``."""
    was, is_ = game.taken(reference), game.taken(key)
    parts = []
    for owner in dict.fromkeys(row.owner for row in game.options):
        rows = [row for row in game.options if row.owner == owner and is_[row.index] != was[row.index]]
        # What is done comes first, then what is not; None: a coalesced state leaves it open.
        forms = {True: '"{}"', False: 'not "{}"', None: '"{}" or not'}
        words = [forms[value].format(row.name) for value in forms for row in rows if is_[row.index] is value]
        if words:
            parts.append(f"{game.case.label(owner)}: {joined(words)}")
    return "; ".join(parts)


def line_words(difference: Difference) -> str:
    """A line by its number and as it was written: ``3 (not attack)``."""
    return f"{difference.position + 1} ({'; '.join(str(line.that) for line in lines_of(difference.line))})"


def short_line(difference: Difference) -> str:
    """A line by its number and as it was written, cut where it is long."""
    words = line_words(difference)
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 4]}...)"


def places_words(places: Sequence[int], last: str = "and", most: int = MOST_PLACES) -> str:
    """Outcomes by their places, counted from 0: ``outcome 1``, ``outcomes 2 and 3``."""
    if not places:
        return "no outcome"
    names = [str(place + 1) for place in places]
    return f"{plural(len(places), 'outcome', 'outcomes')} {shortened(names, most, last)}"


def numbered_words(count: int) -> str:
    """What the numbers of outcomes mean, where there are several."""
    return NUMBERS if count > 1 else "States have no numbers here, and are told by what is done."


def step_words(game: Game, mover: str, before: int, after: int) -> str:
    """A move without its mover, and where it leads: ``takes "Strike" (state 2)``."""
    change, end = change_words(game, mover, before, after), state_name(game, after)
    # In a graph case a move is told by its end, which need not be said twice.
    return change if change.endswith(end) else f"{change} ({end})"


def turning_words(case: Case, decision: Decision, most: int = 4) -> str:
    """Whose other stance would turn a decision; nothing where it only fails to veto holders already named."""
    if decision.passes is None:
        return ""
    if decision.passes:
        # Whoever holds a veto could stop it, of course, and has been named as such.
        more = [case.label(actor) for actor in decision.pivotal if actor not in decision.vetoes]
        if len(more) > most:
            return f"It would fail without any one of {len(more)}, such as {joined(more[: most - 1])}."
        return f"It would fail without {joined(more, 'or')}." if more else ""
    groups = [[case.label(actor) for actor in group] for group in decision.openers]
    if not groups:
        return f"It would pass only if more than {decision.unopened} changed their minds."
    # All groups have the least size that is enough, so that the first tells it.
    size, deed = len(groups[0]), "stood aside" if decision.aside else "were for it"
    if size == 1:
        return f"It would pass if {shortened([group[0] for group in groups], most, 'or')} {deed}."
    against = {actor for actor, _ in decision.oppose}
    if len(groups) == 1 and set(decision.openers[0]) == against:
        everybody = "Both" if size == 2 else f"All {size}"
        return f"{everybody} against it would have to {'stand aside' if decision.aside else 'agree'}."
    if len(groups) == 1 and size <= most:
        both = "both" if size == 2 else "all"
        did = f"{both} stood aside" if decision.aside else f"were {both} for it"
        return f"It would pass if {joined(groups[0])} {did}."
    other = "" if len(groups) == 1 or size > most else f", such as {joined(groups[0])}"
    return f"It would pass if {size} {'of those against' if decision.aside else 'more'} {deed}{other}."


def plural(count: int, one: str, many: str) -> str:
    """The word for one, or for many."""
    return one if count == 1 else many


def sentence(text: str) -> str:
    """Text of ours (never a name of the case) with a capital first letter."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{round(100 * share)}\u00a0%"  # a hard space, so that the sign never begins a line


def wrapped(text: str, width: int, first: str = "", other: str = "") -> list[str]:
    """Text broken into lines of at most `width` columns of a terminal, where wide characters take two.

    `first` and `other` indent the first line and the others. A word that is too long is broken.

    >>> wrapped("one two three", 9, "- ", "  ")
    ['- one two', '  three']
    """
    from rich.cells import cell_len, chop_cells

    # Not `textwrap`, which counts letters: a Chinese name takes twice as many columns.
    lines: list[str] = []
    line, empty = first, True
    for word in text.split(" "):
        pieces = chop_cells(word, width - cell_len(other)) if cell_len(word) > width - cell_len(other) else [word]
        for piece in pieces:
            gap = "" if empty else " "
            if not empty and cell_len(line) + len(gap) + cell_len(piece) > width:
                lines.append(line)
                line, gap = other, ""
            line, empty = f"{line}{gap}{piece}", False
    return [*lines, line]
