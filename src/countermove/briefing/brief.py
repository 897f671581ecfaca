"""The brief: what the analysis says, for somebody who has never heard of the graph model, on one screen.

Every word is either fixed here or a name of the case. Sections are lists of lines; a line that is too long is
wrapped, and what does not fit on the screen is left out from below, section by section, and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from countermove.analysis.assumptions import strongest
from countermove.analysis.credibility import credibility
from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.perceptions import perceptions
from countermove.analysis.winners import Winners
from countermove.briefing.far_words import far_ahead
from countermove.briefing.grounds import blocking, grounds
from countermove.briefing.settling import path_there, settling
from countermove.briefing.stakes import BRACKETS, holding, stakes
from countermove.briefing.together import departures
from countermove.briefing.what_changes import what_changes
from countermove.errors import printable
from countermove.game.listed import ListedGame
from countermove.text.phrases import Lines, wrapped
from countermove.views.coalitions import departure_lines
from countermove.views.firmness_words import UNTOLD, how_firm
from countermove.views.perceptions import different_games
from countermove.views.threat_words import threat_count
from countermove.views.winner_words import pareto_line

__all__ = ["Section", "brief", "brief_sections"]

WIDTH = 100
HEIGHT = 45
OTHERS = 3
Line = tuple[int, str]
GAINING, HOLDING = "WHO GAINS AND WHO LOSES", "WHAT HOLDS IT THERE"


@dataclass(frozen=True)
class Section:
    """A heading and its lines; a line is its level of indentation and its text."""

    title: str
    lines: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Room:
    """How much of each thing the brief may tell.

    `outcomes`: how many of them. `most`: how many lines each actor wins, or loses; all, if None. `blank`: how many
    blank lines before a section. `coalitions`: at how many outcomes coalitions are asked. `spared`: also what can be
    spared. `run_on`: what coalitions would do stands on the line of what comes before it.
    """

    outcomes: int
    most: int | None
    blank: int
    coalitions: int
    spared: bool = False
    run_on: bool = False


def brief(table: StabilityTable) -> str:
    """The brief of a solved case: at most 45 lines of 100 columns.

    Where it settles (strongest first: reachable by improvements, then the number of concepts), how it gets
    there, who gains and who loses, what holds it there, who plays a different game, who can block, and what this
    rests on, with what each scenario would change.
    """
    graph = table.listed
    title = graph.case.title or "Untitled case"
    when = f" ({graph.case.at})" if graph.case.at else ""
    scenario = f", scenario {graph.scenario}" if graph.scenario else ""
    head = _wrapped(0, f"{title}{when}{scenario}")[:2]
    sections_in, outcomes = _told(table)
    return "\n".join([*head, *_fitted(sections_in, outcomes, HEIGHT - len(head))])


def brief_sections(table: StabilityTable) -> list[Section]:
    """The sections of the brief with nothing left out, for readers with more room than a screen.

    >>> from countermove import catalog
    >>> from countermove.analysis.equilibria import equilibria
    >>> from countermove.game.compile import compile
    >>> [section.title for section in brief_sections(equilibria(compile(catalog.load_case("chicken"))))][:2]
    ['WHERE IT SETTLES', 'WHO GAINS AND WHO LOSES']
    """
    sections_in, outcomes = _told(table)
    told = sections_in(Room(outcomes, None, 1, outcomes, spared=True))
    return [replace(s, lines=tuple(line for line in s.lines if not line[1].endswith(UNTOLD))) for s in told]


def _told(table: StabilityTable) -> tuple[Callable[[Room], list[Section]], int]:
    """What makes the sections for a room, and how many outcomes it tells at most."""
    graph = table.listed
    order = strongest(table, OTHERS + 1)
    firm = list(how_firm(table, order))
    rest, spare = _after_settling(table, order), _spare(table, order, firm[1:])

    def sections_in(room: Room) -> list[Section]:
        stake = _stakes(graph, order[0], room.most) if order else None
        found = [_settling(table, order[: room.outcomes]), *rest]
        found[2:2] = [stake] if stake else []
        found = [
            _with_coalitions(section, departure_lines(departures(table, order[: room.coalitions])), room.run_on)
            for section in found
        ]
        found = [_with(section, HOLDING, firm[:1]) for section in found]
        if room.spared:
            found = [_with(section, section.title, spare.get(section.title, ())) for section in found]
        return [section for section in found if section.lines]

    return sections_in, len(order)


def _settling(table: StabilityTable, order: Sequence[int]) -> Section:
    return Section("WHERE IT SETTLES", tuple(settling(table, order)))


def _with(section: Section, title: str, lines: Sequence[Line]) -> Section:
    """The section with some lines more at its end, if it has this title."""
    return replace(section, lines=(*section.lines, *lines)) if section.title == title else section


def _with_coalitions(section: Section, lines: Lines, run_on: bool) -> Section:
    """The section on what holds an outcome, with what coalitions would do; any other as it is.

    `run_on`: on the same line as what stands before it.
    """
    if section.title != HOLDING:
        return section
    before, added = list(section.lines), list(lines)
    if run_on and before and added:
        level, text = before.pop()
        added[0] = (level, f"{text} {added[0][1]}")
    return Section(section.title, (*before, *added))


def _stakes(graph: ListedGame, lead: int, most: int | None) -> Section:
    """Who gains and who loses; where lines are saved (`most`), what the numbers mean stands in the heading."""
    lines = tuple(stakes(graph, lead, most))
    if most is None or lines[0] != (1, f"{BRACKETS}; the lines, by number."):
        return Section(GAINING, lines)
    return Section(f"{GAINING} ({BRACKETS[:1].lower()}{BRACKETS[1:]})", lines[1:])


def _spare(table: StabilityTable, order: Sequence[int], firm: Sequence[Line]) -> dict[str, list[Line]]:
    """Lines that are worth having where there is room: by section, to stand at its end."""
    spare = {"WHERE IT SETTLES": list(far_ahead(table.listed, order[0] if order else None)), HOLDING: list(firm)}
    if order:
        spare[GAINING] = list(pareto_line(Winners(table, tuple(strongest(table)))))
    if {"gmr", "seq"} <= set(table.stable):
        spare[HOLDING] += threat_count(credibility(table.listed))
    return spare


def _after_settling(table: StabilityTable, order: Sequence[int]) -> list[Section]:
    """The sections that follow the outcomes, but for who gains and who loses."""
    sections: list[tuple[str, list[Line]]] = []
    if order:
        lead = order[0]
        sections += [
            ("HOW IT GETS THERE", list(path_there(table, lead))),
            (HOLDING, list(holding(table, lead))),
        ]
    if table.listed.case.views and not table.listed.merged:
        found = perceptions(table.listed, [concept.id for concept in table.concepts])
        sections.append(("WHO PLAYS A DIFFERENT GAME", list(different_games(found))))
    anchor = table.listed.status_quo if table.listed.status_quo is not None or not order else order[0]
    if anchor is not None:
        sections.append(("WHO CAN BLOCK", list(blocking(table.listed, anchor))))
    rests = [*grounds(table, order[0] if order else None), *what_changes(table)]
    sections.append(("WHAT THIS RESTS ON", rests))
    return [Section(title, tuple(lines)) for title, lines in sections]


def _fitted(sections_in: Callable[[Room], list[Section]], outcomes: int, height: int) -> list[str]:
    """The sections as wrapped lines, at most `height`.

    What does not fit is left out in this order: the blank lines between sections, lines that can be spared, all but
    the most important line that each actor wins and loses, what coalitions would do at the outcomes after the first,
    these outcomes, the line of its own for what coalitions would do, this itself, and at last the ends of the
    sections, from below.
    """
    first = min(outcomes, 1)
    tries = [Room(outcomes, None, blank, outcomes, spared=True) for blank in (1, 0)]
    tries += [Room(outcomes, most, blank, outcomes) for most in (None, 1) for blank in (1, 0)]
    tries += [Room(shown, 1, 0, first) for shown in range(outcomes, 0, -1)]
    for room in [*tries, Room(first, 1, 0, first, run_on=True), Room(first, 1, 0, 0)]:
        sections = sections_in(room)
        bodies = [[line for level, text in section.lines for line in _wrapped(level, text)] for section in sections]
        excess = sum(map(len, bodies)) + (1 + room.blank) * len(sections) - height
        if excess <= 0:
            break
    for keep in (LEAST, 1):
        for body in reversed(bodies):
            if excess > 0 and len(body) > keep:
                cut = min(excess + 1, len(body) - keep + 1)
                body[-cut:] = [MORE]
                excess -= cut - 1
    lines = []
    for section, body in zip(sections, bodies, strict=True):
        lines += [*[""] * room.blank, section.title, *body]
    return lines


LEAST = 3
"""So many lines are left of a section at first, when the brief is too long."""
MORE = "  ... (more of this: countermove explain, countermove show)"


def _wrapped(level: int, text: str) -> list[str]:
    """A line broken at `WIDTH` columns, with what would upset a terminal made harmless."""
    indent = "  " * level
    lines = wrapped(printable(text.replace("\n", " ")), WIDTH, indent, indent + "  ")
    return [line.replace("\u00a0", " ") for line in lines]
