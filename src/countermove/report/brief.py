"""The brief: what the analysis says, for somebody who has never heard of the graph model, on one screen.

Every word is either fixed here or a name of the case. Sections are lists of lines; a line that is too long is
wrapped, and what does not fit on the screen is left out from below, section by section, and said to be.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from countermove.analysis.assumptions import strongest
from countermove.analysis.equilibria import StabilityTable
from countermove.report.grounds import blocking, grounds
from countermove.report.settling import path_there, settling
from countermove.report.stakes import holding, stakes

__all__ = ["brief"]

WIDTH = 100
HEIGHT = 45
OTHERS = 3


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line is its level of indentation and its text."""

    title: str
    lines: tuple[tuple[int, str], ...]


def brief(table: StabilityTable) -> str:
    """The brief of a solved case: at most 45 lines of 100 columns.

    Where it settles (strongest first: reachable by improvements, then the number of concepts), how it gets
    there, who gains and who loses, what holds it there, who can block, and what this rests on.
    """
    graph = table.graph
    title = graph.case.title or "Untitled case"
    when = f" ({graph.case.at})" if graph.case.at else ""
    scenario = f", scenario {graph.scenario}" if graph.scenario else ""
    head = textwrap.wrap(f"{title}{when}{scenario}", WIDTH)[:2]
    order = strongest(table, OTHERS + 1)
    rest = _after_settling(table, order)
    return "\n".join(
        [*head, *_fitted(lambda shown: [_settling(table, order[:shown]), *rest], len(order), HEIGHT - len(head))]
    )


def _settling(table: StabilityTable, order: Sequence[int]) -> Section:
    return Section("WHERE IT SETTLES", tuple(settling(table, order)))


def _after_settling(table: StabilityTable, order: Sequence[int]) -> list[Section]:
    """The sections that follow the outcomes, those that have nothing to say left out."""
    sections: list[tuple[str, list[tuple[int, str]]]] = []
    if order:
        lead = order[0]
        sections += [
            ("HOW IT GETS THERE", list(path_there(table, lead))),
            ("WHO GAINS AND WHO LOSES", list(stakes(table.graph, lead))),
            ("WHAT HOLDS IT THERE", list(holding(table, lead))),
        ]
    anchor = table.graph.status_quo if table.graph.status_quo is not None or not order else order[0]
    if anchor is not None:
        sections.append(("WHO CAN BLOCK", list(blocking(table.graph, anchor))))
    sections.append(("WHAT THIS RESTS ON", list(grounds(table, order[0] if order else None))))
    return [Section(title, tuple(lines)) for title, lines in sections if lines]


def _fitted(sections_with: Callable[[int], Sequence[Section]], outcomes: int, height: int) -> list[str]:
    """The sections as wrapped lines, at most `height`.

    What does not fit is left out in this order: the blank lines between sections, the outcomes after the
    first, and at last the end of the longest section.
    """
    for shown, blank in [(outcomes, 1), (outcomes, 0), *((n, 0) for n in range(outcomes - 1, 0, -1))]:
        sections = sections_with(shown)
        bodies = [[line for level, text in section.lines for line in _wrapped(level, text)] for section in sections]
        room = height - (1 + blank) * len(sections)
        if sum(map(len, bodies)) <= room:
            break
    while sum(map(len, bodies)) > room:
        longest = max(bodies, key=len)
        longest[-2 if longest[-1] == MORE else -1 :] = [MORE]
        if len(longest) == 1:
            break
    lines = []
    for section, body in zip(sections, bodies, strict=True):
        lines += [*[""] * blank, section.title, *body]
    return lines


MORE = "  ... (more of this: countermove explain, countermove show)"


def _wrapped(level: int, text: str) -> list[str]:
    indent = "  " * level
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=True,
        break_on_hyphens=False,
    )
