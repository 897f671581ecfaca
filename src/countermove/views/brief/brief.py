"""The brief: what a briefing says, for somebody who has never heard of the graph model, on one screen.

Every word is either fixed in these views or a name of the case. The bottom line, the outcomes, the deal, the path, and who
gains are never cut; where the screen is full, what holds an outcome, who can block, and how sure the answer is give way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from countermove.briefing.briefing import Briefing
from countermove.errors import printable
from countermove.text.blocks import Table
from countermove.text.phrases import wrapped
from countermove.views.brief.bottom_line import bottom_line
from countermove.views.brief.deal import deal_lines, deal_title, told_deal
from countermove.views.brief.grounds import decision_lines, sure_lines
from countermove.views.brief.one_actor import actor_lines
from countermove.views.brief.outcomes import outcome_lines, path_lines
from countermove.views.brief.stakes import searched_stay_lines, stake_lines, stake_table, stay_lines
from countermove.views.perceptions import different_games

__all__ = ["BriefSection", "brief_sections", "brief_text", "heading"]

WIDTH = 100
"""Columns of the brief: what fits on a common terminal and on a printed page."""
HEIGHT = 45
"""Lines of the brief: one screen of a terminal at its full height."""
YIELDING = ("holds", "perceptions", "block", "sure")
"""Sections that give way where the screen is full, the first first: each to its first entry."""
MORE = {
    "holds": "... (all of it: countermove explain)",
    "perceptions": "... (all of it: countermove perceptions)",
    "block": "... (all of it: countermove power)",
    "sure": "... (all of it: countermove robust, countermove check)",
}
"""What stands in place of the entries that gave way, and what tells them."""
Line = tuple[int, str]


@dataclass(frozen=True)
class BriefSection:
    """A part of the brief: its key, its heading, and its lines, each with its level of indentation.

    `table` says the same as the lines, for readers of documents: they look a row up.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    table: Table | None = None

    @property
    def heading(self) -> str:
        """The heading as documents write it, without a word in capitals; a name of the case in it stays as it is."""
        # Of all headings only that of one actor has a name of the case in it.
        return f"For {self.title.removeprefix('FOR ')}" if self.key == "actor" else self.title.capitalize()


def heading(briefing: Briefing) -> str:
    """What the brief is about: the case, the moment, the scenario."""
    game, case = briefing.game, briefing.game.case
    when = f" ({case.at})" if case.at else ""
    scenario = f", scenario {game.scenario}" if game.scenario else ""
    return f"{case.title or 'Untitled case'}{when}{scenario}"


def brief_text(briefing: Briefing) -> str:
    """The brief for a terminal: 45 lines of 100 columns where the parts that are never cut allow it."""
    # Two lines of a title are enough to know the case by, and no title can push the answer off the screen.
    head = _wrapped(0, heading(briefing))[:2]
    sections = brief_sections(briefing)
    room = HEIGHT - len(head)
    for blank in (True, False):
        lines = _laid_out(sections, blank)
        if len(lines) <= room:
            return "\n".join([*head, *lines])
    for key in YIELDING:
        sections = [_shortened(one, len(lines) - room) if one.key == key else one for one in sections]
        lines = _laid_out(sections, blank=False)
        if len(lines) <= room:
            break
    return "\n".join([*head, *lines])


def brief_sections(briefing: Briefing, for_documents: bool = False) -> list[BriefSection]:
    """The sections of the brief with nothing left out, for readers with more room than a screen.

    `for_documents`: whether somebody reads them who has the document alone, and no terminal.

    >>> import countermove as cm
    >>> from countermove.briefing.briefing import brief_of
    >>> [section.key for section in brief_sections(brief_of(cm.equilibria(cm.compile(cm.load("chicken")))))][:3]
    ['bottom-line', 'outcomes', 'path']
    """
    return [section for section in _sections(briefing, for_documents) if section.lines or section.table is not None]


def _sections(briefing: Briefing, for_documents: bool) -> Iterator[BriefSection]:
    game, lead = briefing.game, briefing.lead
    yield BriefSection("bottom-line", "BOTTOM LINE", ((1, bottom_line(briefing)),))
    yield BriefSection("outcomes", "OUTCOMES", tuple(outcome_lines(briefing)))
    yield BriefSection("deal", deal_title(briefing), tuple(deal_lines(briefing)))
    yield BriefSection("path", "THE PATH TO OUTCOME 1", tuple(path_lines(briefing)))
    yield BriefSection("gains", "WHO GAINS, WHO LOSES", tuple(stake_lines(briefing)), stake_table(briefing))
    holds = searched_stay_lines(briefing) if briefing.table.search is not None else (
        () if lead is None else stay_lines(briefing.table.listed, briefing.stays, lead))  # fmt: skip
    yield BriefSection("holds", "WHAT HOLDS IT THERE", tuple(holds))
    views = () if briefing.perceptions is None else tuple(different_games(briefing.perceptions))
    yield BriefSection("perceptions", "WHO SEES IT DIFFERENTLY", views)
    deal = told_deal(briefing)
    start = briefing.deal.instead_of[0] if briefing.deal is not None and deal is not None else None
    yield BriefSection("block", "WHO CAN BLOCK", tuple(decision_lines(game, briefing.decisions, deal, start)))
    yield BriefSection("sure", "HOW SURE THIS IS", tuple(sure_lines(briefing, for_documents)))
    if briefing.actor is not None:
        yield BriefSection("actor", f"FOR {game.case.label(briefing.actor.id)}", tuple(actor_lines(briefing)))


def _shortened(section: BriefSection, excess: int) -> BriefSection:
    """The section with as many entries as fit, the first at least, and a line that says how to read the others."""
    entries = [_wrapped(level, text) for level, text in section.lines]
    keep, freed = len(entries), -1  # the line that stands in place of what is left out takes one
    while keep > 1 and freed < excess:
        keep -= 1
        freed += len(entries[keep])
    if freed <= 0:
        return section
    return replace(section, lines=(*section.lines[:keep], (1, MORE[section.key])))


def _laid_out(sections: Sequence[BriefSection], blank: bool) -> list[str]:
    lines: list[str] = []
    for section in sections:
        lines += [*([""] if blank and lines else []), section.title]
        lines += [line for level, text in section.lines for line in _wrapped(level, text)]
    return lines


def _wrapped(level: int, text: str) -> list[str]:
    """A line broken at `WIDTH` columns, with what would upset a terminal made harmless."""
    indent = "  " * level
    # Hard spaces hold a number and its unit together until the lines are made; who searches the text types common ones.
    lines = wrapped(printable(text.replace("\n", " ")), WIDTH, indent, indent + "  ")
    return [line.replace("\u00a0", " ") for line in lines]
