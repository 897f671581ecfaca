"""The chapters on further questions: power, who wins, what rests on threats, who leaves together, misperceptions."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from countermove.analysis.blocking import Decision
from countermove.analysis.coalitions import CoalitionTable
from countermove.analysis.credibility import Credibility
from countermove.analysis.deals.record import Deals
from countermove.analysis.farsighted import Farsighted
from countermove.analysis.perceptions import Perceptions
from countermove.analysis.power.power import DecisionsAt, Power
from countermove.analysis.winners import Winners
from countermove.briefing.departures import Departures
from countermove.report.chapters.parts import Length, Material, grid, in_details, parts, readable, without_column
from countermove.text.blocks import (
    Block,
    Chapter,
    Details,
    Paragraph,
    Part,
    Section,
    Table,
    from_items,
    from_lines,
    in_document,
)
from countermove.text.naming import alike
from countermove.views.brief.grounds import decision_lines
from countermove.views.coalitions import coalition_table, departure_lines, summary
from countermove.views.credibility import credibility_prose, credibility_table
from countermove.views.deals import deals_page
from countermove.views.farsighted import farsighted_table
from countermove.views.perceptions import perception_prose, perception_table
from countermove.views.power import decision_sections, power_sections, power_table
from countermove.views.winners import winners_prose, winners_table

__all__ = [
    "MOST_FARSIGHTED", "MOST_OUTCOMES", "BodyAnswers", "Coalitions", "agreements", "bodies", "far_ahead", "joint_departures",
    "misperceptions", "threats", "winners",
]  # fmt: skip

MOST_ROWS = 20
"""Rows of a table at most: half a page."""
MOST_MEMBERS = 30
"""Members of a body in a table at most."""
MOST_FOUND = 10
"""Outcomes of a searched game in a table at most."""
MOST_OUTCOMES = 5_000
"""Outcomes that are compared with each other at most: the comparison takes the square of it."""
MOST_DEALS = 2
"""Deals, and other parts of what is said of them, in a short report at most: a page."""
MOST_FARSIGHTED = 2_000
"""States above which the report leaves farsighted concepts out, which take the square of it."""
OPTION = re.compile(r" \(--option [\w-]+\)")
"""What is said to those who sit before a command line."""


# -------------------------------------------------------------------------------------------------------- power


@dataclass(frozen=True)
class BodyAnswers:
    """What is known of one body.

    `rules`: its power indices under each of its rules, or why there are none. `decisions`: what its decisions would
    meet at some states of a listed game.
    """

    id: str
    rules: tuple[Power | str, ...]
    decisions: tuple[DecisionsAt, ...] = ()


@dataclass(frozen=True)
class Bodies:
    """What is known of all bodies; `decisions`: in a searched game what their decisions would meet, by heading."""

    bodies: tuple[BodyAnswers, ...]
    decisions: tuple[tuple[str, tuple[Decision, ...]], ...] = ()


def bodies(material: Material, answers: Bodies) -> Chapter | None:
    """Each body: its rules, its vetoes and power indices, and its decisions today and at the best supported outcome."""
    case = material.game.case
    if not case.bodies:
        return None
    is_full = material.length is Length.FULL
    blocks: list[Block] = list(material.pictures("power")) if is_full else []
    for one in answers.bodies:
        anchor = f"body-{one.id}" if material.game.is_listed else ""
        inner = (*(_rules(one) if is_full else ()), *parts(decision_sections(one.decisions)))
        blocks += [Part(case.label(one.id), inner, anchor)] if inner else []
    titles = {2: "Today and in the first outcome"}
    met = alike((title, tuple(decision_lines(material.game, decided))) for title, decided in answers.decisions)
    for lines, when in met.items():
        blocks += [Part(titles.get(len(when), when[0]), from_lines(list(lines)))] if lines else []
    return Chapter("bodies", "Who can block", tuple(blocks)) if blocks else None


def _rules(body: BodyAnswers) -> tuple[Block, ...]:
    """Each rule of a body: when it passes, its vetoes and power indices."""
    blocks: list[Block] = []
    for power in body.rules:
        if isinstance(power, str):
            blocks.append(Paragraph((power,)))
            continue
        for section in power_sections(power):
            inner = from_items([replace(item, text=OPTION.sub("", item.text)) for item in section.items])
            blocks.append(Part(section.title, (*inner, *grid(power_table(power, MOST_MEMBERS)))))
    return tuple(blocks)


# --------------------------------------------------------------------------------------------- winners and threats


def winners(material: Material, answer: Winners | None) -> Chapter | None:
    """How each actor fares in the outcomes; `answer` is None where they are too many to be compared."""
    title = "Who gains, who loses"
    if not material.table.count:
        return None
    if answer is None:
        left_out = f"There are more than {MOST_OUTCOMES:,} outcomes: too many to compare each with all others."
        return Chapter("winners", title, (Paragraph((left_out,)),))
    first, *further = winners_prose(answer)
    if material.game.is_listed:
        table = in_details("All shares", grid(winners_table(answer, MOST_ROWS), material.listed))
        opening = from_items(first.items)
    else:
        # How many outcomes were found stands in the chapter on outcomes, and what is done in them as well.
        table, opening = grid(without_column(winners_table(answer, MOST_FOUND), 1)), from_items(first.items[1:])
    return Chapter("winners", title, (*opening, *material.pictures("winners"), *parts(further), *table))


def threats(material: Material, answer: Credibility | None) -> Chapter | None:
    """Which outcomes rest on threats that would hurt those who carry them out."""
    if answer is None:
        return None
    table: tuple[Block, ...] = ()
    sections = credibility_prose(answer)
    if not material.game.is_listed:
        sections = readable(sections)
    elif answer.n_resting:
        table = grid(credibility_table(answer, MOST_ROWS), material.listed)
    first, *further = sections
    examples = tuple(Details((part.title,), part.blocks) for part in parts(further))
    blocks = (*from_items(first.items), *examples, *in_details("All outcomes that rest on threats", table))
    return Chapter("threats", "Outcomes that rest on threats", blocks)


# ----------------------------------------------------------------------------------- coalitions, views, foresight


@dataclass(frozen=True)
class Coalitions:
    """Which coalitions would leave the outcomes, and the verdicts on all states."""

    departures: tuple[Departures, ...]
    table: CoalitionTable


def joint_departures(material: Material, answer: Coalitions | None) -> Chapter | None:
    """Which outcomes coalitions of actors would leave; nothing where no two can, or where asking takes too long."""
    lines = [] if answer is None else list(departure_lines(answer.departures))
    if answer is None or not lines:
        return None
    table = grid(coalition_table(answer.table, MOST_ROWS), material.listed)
    about = tuple(Paragraph((line,)) for line in summary(answer.table).splitlines())
    blocks = (*from_lines(lines), *in_details("All outcomes, alone and together", (*about, *table)))
    return Chapter("coalitions", "Coalitions that gain by leaving", blocks)


def agreements(material: Material, answer: Deals | None) -> Chapter | None:
    """What actors who can talk could agree on: the first deals in sentences, and in a full report a table of more."""
    if answer is None:
        return None
    sections: list[Section] = []
    tables: list[Block] = []
    for part in in_document(deals_page(answer)):
        if isinstance(part, Section):
            sections.append(part)
        elif isinstance(part, Table):
            tables += grid(part, material.listed if material.game.is_listed else None)
    head, *further = readable(sections)
    if material.length is not Length.FULL:
        further, tables = further[:MOST_DEALS], []
    return Chapter("deals", "Deals", (*from_items(head.items), *parts(further), *tables))


def misperceptions(material: Material, answer: Perceptions | None) -> Chapter | None:
    """Who plays a different game; only where the case says what somebody believes."""
    if answer is None:
        return None
    first, *further = perception_prose(answer)
    table = grid(perception_table(answer, MOST_ROWS), material.listed)
    blocks = (*from_items(first.items), *parts(further), *in_details("All of it", table))
    return Chapter("perceptions", "The games that the actors believe they are playing", blocks)


def far_ahead(material: Material, answer: Farsighted | None) -> Chapter | None:
    """What holds for people who look to the end of every chain of steps; `answer` is None where that takes too long."""
    title = "Farsighted actors"
    if answer is None:
        size = material.listed.size
        left_out = f"With {size:,} states this was not asked for the report; it is asked of up to {MOST_FARSIGHTED:,}."
        return Chapter("far-ahead", title, (Paragraph((left_out,)),))
    none = Paragraph(("No state is stable for farsighted actors, in either sense.",))
    return Chapter("far-ahead", title, grid(farsighted_table(answer, MOST_ROWS), material.listed) or (none,))
