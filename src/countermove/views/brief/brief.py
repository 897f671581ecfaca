"""The brief: what a briefing says, for somebody who has never heard of the graph model, on one screen.

Every word is either fixed in these views or a name of the case. Sections are lists of lines; a line that is too long is
wrapped, and what does not fit on the screen is left out from below, section by section, and said to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from countermove.briefing.briefing import Briefing
from countermove.briefing.departures import Departures
from countermove.errors import printable
from countermove.text.phrases import Lines, wrapped
from countermove.views.brief.grounds import decision_lines, ground_lines, scenario_lines
from countermove.views.brief.outcomes import approach_lines, farsighted_lines, outcome_lines
from countermove.views.brief.stakes import BRACKETS, NUMBERED, searched_stay_lines, stake_lines, stay_lines
from countermove.views.coalitions import departure_lines
from countermove.views.credibility import threat_count
from countermove.views.perceptions import different_games
from countermove.views.robustness import ASK_ROBUST, robust_lines
from countermove.views.winners import pareto_line

__all__ = ["BriefSection", "brief_sections", "brief_text"]

WIDTH = 100
"""Columns of the brief: what fits on a common terminal and on a printed page."""
HEIGHT = 45
"""Lines of the brief: one screen of a terminal at its full height."""
LEAST_LINES = 3
"""Lines that are left of a section at first, when the brief is too long: a heading with less below it says too little."""
MORE = "  ... (more of this: countermove explain, countermove show)"
MORE_SEARCHED = "  ... (more of this: countermove show, countermove explain)"
Line = tuple[int, str]
SETTLING, APPROACH, GAINING = "WHERE IT SETTLES", "HOW IT GETS THERE", "WHO GAINS AND WHO LOSES"
HOLDING, PERCEIVING = "WHAT HOLDS IT THERE", "WHO PLAYS A DIFFERENT GAME"
BLOCKING, GROUNDS = "WHO CAN BLOCK", "WHAT THIS RESTS ON"


@dataclass(frozen=True)
class BriefSection:
    """A heading and its lines; a line is its level of indentation and its text."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Room:
    """How much of each thing the brief may tell.

    `outcomes`: how many of them. `most`: how many lines each actor wins, or loses; all, if None. `blank`: how many
    blank lines before a section. `coalitions`: at how many outcomes coalitions are asked. `has_spare`: also what can
    be left out first. `run_on`: what coalitions would do stands on the line of what comes before it.
    """

    outcomes: int
    most: int | None
    blank: int
    coalitions: int
    has_spare: bool = False
    run_on: bool = False


def brief_text(briefing: Briefing) -> str:
    """The brief: at most 45 lines of 100 columns.

    Where it settles, how it gets there, who gains and who loses, what holds it there, who plays a different game, who
    can block, and what this rests on, with what each scenario would change.
    """
    game, case = briefing.game, briefing.game.case
    when = f" ({case.at})" if case.at else ""
    scenario = f", scenario {game.scenario}" if game.scenario else ""
    # Two lines of a title are enough to know the case by, and no title can push the answer off the screen.
    head = _wrapped(0, f"{case.title or 'Untitled case'}{when}{scenario}")[:2]
    sections_in = _sections(briefing)
    rooms = _rooms(len(briefing.outcomes), game.is_listed)
    more = MORE if game.is_listed else MORE_SEARCHED
    return "\n".join([*head, *_fitted(sections_in, rooms, HEIGHT - len(head), more)])


def brief_sections(briefing: Briefing) -> list[BriefSection]:
    """The sections of the brief with nothing left out, for readers with more room than a screen.

    >>> import countermove as cm
    >>> from countermove.briefing.briefing import brief_of
    >>> [section.title for section in brief_sections(brief_of(cm.equilibria(cm.compile(cm.load("chicken")))))][:2]
    ['WHERE IT SETTLES', 'WHO GAINS AND WHO LOSES']
    """
    # With room for everything, a note that something was not told would be wrong.
    count = len(briefing.outcomes)
    sections = _sections(briefing)(Room(count, None, 1, count, has_spare=True))
    return [replace(s, lines=tuple(line for line in s.lines if not line[1].endswith(ASK_ROBUST))) for s in sections]


def _sections(briefing: Briefing) -> Callable[[Room], list[BriefSection]]:
    """What makes the sections of a briefing for a room."""
    parts = _listed_parts(briefing) if briefing.game.is_listed else _searched_parts(briefing)

    def sections_in(room: Room) -> list[BriefSection]:
        sections = (BriefSection(title, tuple(lines(room))) for title, lines in parts)
        return [_with_heading(section, room) for section in sections if section.lines]

    return sections_in


Part = tuple[str, Callable[[Room], Sequence[Line] | Iterator[Line]]]
"""The heading of a section, and what makes its lines for a room."""


def _searched_parts(briefing: Briefing) -> list[Part]:
    game, lead, grounds = briefing.game, briefing.lead, briefing.grounds
    stakes, approach = briefing.stakes, briefing.approach
    return [
        (SETTLING, lambda _: outcome_lines(briefing, 1)),
        (APPROACH, lambda _: approach_lines(game, approach)),
        (GAINING, lambda _: () if stakes is None else stake_lines(game, stakes)),
        (HOLDING, lambda _: searched_stay_lines(briefing)),
        (BLOCKING, lambda _: decision_lines(game, briefing.decisions)),
        (GROUNDS, lambda _: () if grounds is None else ground_lines(game, grounds, lead)),
    ]


def _listed_parts(briefing: Briefing) -> list[Part]:
    game, lead = briefing.table.listed, briefing.lead
    # What does not depend on the room is worded once: a brief is laid out anew for every room that is tried.
    spare = _spare(briefing)
    approach = tuple(approach_lines(game, briefing.approach))
    perceived = () if briefing.perceptions is None else tuple(different_games(briefing.perceptions))
    decisions = tuple(decision_lines(game, briefing.decisions))
    grounds = () if briefing.grounds is None else tuple(ground_lines(game, briefing.grounds, lead))
    scenarios = () if briefing.scenarios is None else tuple(scenario_lines(briefing.scenarios))
    stays = () if lead is None else tuple(stay_lines(game, briefing.stays, lead))
    firm = _robustness(briefing)

    def holding(room: Room) -> list[Line]:
        if lead is None:
            return []
        added = departure_lines(_departures(briefing, room.coalitions))
        return [*_with_coalitions(stays, added, room.run_on), *firm[:1], *(spare[HOLDING] if room.has_spare else ())]

    def gaining(room: Room) -> list[Line]:
        lines = [] if briefing.stakes is None else list(stake_lines(game, briefing.stakes, room.most))
        return [*lines, *(spare[GAINING] if room.has_spare else ())]

    def settling(room: Room) -> list[Line]:
        return [*outcome_lines(briefing, room.outcomes), *(spare[SETTLING] if room.has_spare else ())]

    return [
        (SETTLING, settling),
        (APPROACH, lambda _: approach),
        (GAINING, gaining),
        (HOLDING, holding),
        (PERCEIVING, lambda _: perceived),
        (BLOCKING, lambda _: decisions),
        (GROUNDS, lambda _: (*grounds, *scenarios)),
    ]


def _spare(briefing: Briefing) -> dict[str, list[Line]]:
    """Lines that are worth having where there is room: by section, to stand at its end."""
    game = briefing.table.listed
    return {
        SETTLING: list(farsighted_lines(game, briefing.farsighted, briefing.lead)),
        GAINING: [] if briefing.winners is None else list(pareto_line(briefing.winners)),
        HOLDING: [
            *_robustness(briefing)[1:],
            *([] if briefing.threats is None else threat_count(briefing.threats)),
        ],
    }


def _robustness(briefing: Briefing) -> list[Line]:
    """How robust each outcome is against single changes, where that was asked."""
    keys = [outcome.equilibrium.state.key for outcome in briefing.outcomes]
    return list(robust_lines(briefing.table.listed, keys, briefing.breakers)) if briefing.breakers else []


def _departures(briefing: Briefing, most: int) -> list[Departures]:
    """What coalitions would do at the first `most` outcomes."""
    states = [outcome.equilibrium.state for outcome in briefing.outcomes[:most]]
    chosen = [replace(one, states=tuple(s for s in one.states if s in states)) for one in briefing.departures]
    return [one for one in chosen if one.states]


def _with_coalitions(stays: Sequence[Line], lines: Lines, run_on: bool) -> list[Line]:
    """What holds an outcome, with what coalitions would do; `run_on`: on the same line as what stands before it."""
    before, added = list(stays), list(lines)
    if run_on and before and added:
        level, text = before.pop()
        added[0] = (level, f"{text} {added[0][1]}")
    return [*before, *added]


def _with_heading(section: BriefSection, room: Room) -> BriefSection:
    """The section as it is; where lines are scarce, what its numbers mean moves into the heading."""
    if section.title != GAINING or room.most is None or section.lines[0] != (1, NUMBERED):
        return section
    return BriefSection(f"{GAINING} ({BRACKETS[:1].lower()}{BRACKETS[1:]})", section.lines[1:])


def _rooms(outcomes: int, is_listed: bool) -> list[Room]:
    """Rooms from the most to the least that a brief tells.

    What does not fit is left out in this order: the blank lines between sections, lines that can be spared, all but
    the most important line that each actor wins and loses, what coalitions would do at the outcomes after the first,
    these outcomes, the line of its own for what coalitions would do, and this itself.
    """
    # One row for each thing that is given up, in the order of the text above; a new kind of line needs a place in it.
    rooms = [Room(outcomes, None, blank, outcomes, has_spare=True) for blank in (1, 0)]
    if not is_listed:
        return rooms
    first = min(outcomes, 1)
    rooms += [Room(outcomes, most, blank, outcomes) for most in (None, 1) for blank in (1, 0)]
    rooms += [Room(n_outcomes, 1, 0, first) for n_outcomes in range(outcomes, 0, -1)]
    return [*rooms, Room(first, 1, 0, first, run_on=True), Room(first, 1, 0, 0)]


def _fitted(sections_in: Callable[[Room], list[BriefSection]], rooms: Sequence[Room], height: int, more: str) -> list[str]:
    """The sections as wrapped lines, at most `height`, in the first room in which they fit.

    Where they fit in none, the ends of sections are left out as well, from below.
    """
    for room in rooms:
        sections = sections_in(room)
        bodies = [[line for level, text in section.lines for line in _wrapped(level, text)] for section in sections]
        excess = sum(map(len, bodies)) + (1 + room.blank) * len(sections) - height
        if excess <= 0:
            break
    # Here the last room was too small as well: from below, since what the answer rests on is missed the least, first
    # down to some lines of each section, then to one. A line that says that there is more takes the place of one cut.
    for keep in (LEAST_LINES, 1):
        for body in reversed(bodies):
            if excess > 0 and len(body) > keep:
                cut = min(excess + 1, len(body) - keep + 1)
                body[-cut:] = [more]
                excess -= cut - 1
    lines = []
    for section, body in zip(sections, bodies, strict=True):
        lines += [*[""] * room.blank, section.title, *body]
    return lines


def _wrapped(level: int, text: str) -> list[str]:
    """A line broken at `WIDTH` columns, with what would upset a terminal made harmless."""
    indent = "  " * level
    # Hard spaces hold a number and its unit together until the lines are made; who searches the text types common ones.
    lines = wrapped(printable(text.replace("\n", " ")), WIDTH, indent, indent + "  ")
    return [line.replace("\u00a0", " ") for line in lines]
