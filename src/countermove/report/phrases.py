"""Turns of phrase that the sections of the brief share."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.lines import Difference
from countermove.graph.compile import Graph
from countermove.model.preferences import lines_of
from countermove.words import change_words, joined, state_name

__all__ = ["Lines", "compared", "line_words", "percent", "plural", "sentence", "step_words"]

Lines = Iterator[tuple[int, str]]
"""Lines of a section: the level of indentation, and the text."""


def compared(graph: Graph, reference: int, state: int) -> str:
    """A state as its difference from another: who does more, who less."""
    was, is_ = graph.taken(reference), graph.taken(state)
    parts = []
    for owner in dict.fromkeys(row.owner for row in graph.options):
        rows = [row for row in graph.options if row.owner == owner]
        more = [f'"{row.name}"' for row in rows if is_[row.index] and not was[row.index]]
        less = [f'not "{row.name}"' for row in rows if was[row.index] and not is_[row.index]]
        if more or less:
            parts.append(f"{graph.case.label(owner)}: {joined([*more, *less])}")
    return f"as {state_name(graph, reference)}, but {'; '.join(parts)}"


def line_words(difference: Difference) -> str:
    """A line by its number and as it was written: ``3 (not attack)``."""
    return f"{difference.position + 1} ({'; '.join(str(line.that) for line in lines_of(difference.line))})"


def step_words(graph: Graph, mover: str, before: int, after: int) -> str:
    """A move without its mover, and where it leads: ``takes "Strike" (state 2)``."""
    change, end = change_words(graph, mover, before, after), state_name(graph, after)
    return change if change.endswith(end) else f"{change} ({end})"


def plural(count: int, one: str, many: str) -> str:
    """The word for one, or for many."""
    return one if count == 1 else many


def sentence(text: str) -> str:
    """Text of ours (never a name of the case) with a capital first letter."""
    return text[:1].upper() + text[1:]


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{round(100 * share)} %"
