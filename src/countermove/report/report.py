"""The report: its chapters as rows, each made from one record, and what stands around them."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePath
from typing import Any, Literal

from countermove.errors import QuestionError, quoted
from countermove.game.game import Game
from countermove.model.case import Case
from countermove.report.chapters.change import firmly, others, scenarios, ways
from countermove.report.chapters.grounds import assumptions, method
from countermove.report.chapters.model import actors, history, in_brief
from countermove.report.chapters.outcomes import outcomes, reasons
from countermove.report.chapters.parts import Material
from countermove.report.chapters.questions import bodies, far_ahead, joint_departures, misperceptions, threats, winners
from countermove.text.blocks import Chapter, Document, Paragraph

__all__ = ["CHAPTERS", "ChapterRow", "Origin", "chapters_for", "framed", "report_date", "unanswered"]

EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of the environment by which builds that can be repeated fix the time, in seconds since 1970."""


@dataclass(frozen=True)
class ChapterRow:
    """A chapter of a report.

    Attributes
    ----------
    title
        Its title, under which a refusal is told as well.
    write
        From the material and the record to the chapter; None where there is nothing to say.
    record
        The name of the record that it is made from, a key of `requests.documents.records.RECORDS`; None if it needs none.
    games
        Which games have it: both kinds, or only those whose states are listed.
    """

    title: str
    write: Callable[[Material, Any], Chapter | None]
    record: str | None = None
    games: Literal["both", "listed"] = "both"


CHAPTERS: tuple[ChapterRow, ...] = (
    ChapterRow("In brief", in_brief, "brief"),
    ChapterRow("Actors and options", actors),
    ChapterRow("How it came to this", history, "history"),
    ChapterRow("The outcomes", outcomes),
    ChapterRow("Why each holds", reasons, "reasons"),
    ChapterRow("How firmly each holds", firmly, "robustness"),
    ChapterRow("What would make others hold", others, "inverses", "listed"),
    ChapterRow("How it may go on", ways, "onward"),
    ChapterRow("Bodies, vetoes and power", bodies, "bodies"),
    ChapterRow("Who gains and who loses", winners, "winners"),
    ChapterRow("What rests on threats", threats, "credibility"),
    ChapterRow("Who would leave together", joint_departures, "coalitions", "listed"),
    ChapterRow("Who plays a different game", misperceptions, "perceptions", "listed"),
    ChapterRow("If people look far ahead", far_ahead, "farsighted", "listed"),
    ChapterRow("What the scenarios would change", scenarios, "comparison", "listed"),
    ChapterRow("What this rests on", assumptions, "grounds"),
    ChapterRow("Method and definitions", method),
)
"""All chapters in the order of a report."""


def chapters_for(game: Game) -> tuple[ChapterRow, ...]:
    """The chapters of a report on a game, of either kind.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> [row.title for row in chapters_for(compile(catalog.load_case("chicken")))][:3]
    ['In brief', 'Actors and options', 'How it came to this']
    """
    return tuple(row for row in CHAPTERS if game.is_listed or row.games == "both")


def unanswered(row: ChapterRow, fault: QuestionError) -> Chapter:
    """What stands in the place of a chapter whose question was refused."""
    anchor = row.title.lower().replace(" ", "-").replace(",", "")
    return Chapter(anchor, row.title, (Paragraph((f"This was not answered: {fault}",)),))


# --------------------------------------------------------------------------------- what stands around the chapters


@dataclass(frozen=True)
class Origin:
    """Where a report comes from: the name of the case file, its SHA-256, and the date of the report ("" if none)."""

    file: str
    digest: str
    date: str


def report_date(case: Case, given: str | None = None) -> str:
    """The date of a report: `given` if there is one; else the day of SOURCE_DATE_EPOCH; else `at` of the case.

    Never the day on which it is made, so that the same case gives the same report on every day.

    Raises
    ------
    QuestionError
        For what is no date.

    Examples
    --------
    >>> report_date(Case.model_validate({"at": "2022-01-13", "actors": {"usa": {}}}), "2022-02-01")
    '2022-02-01'
    """
    if given is not None:
        return _day(given)
    seconds = os.environ.get(EPOCH, "")
    if not seconds:
        return case.at
    try:
        return datetime.fromtimestamp(int(seconds), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise QuestionError(f"{EPOCH} is {quoted(seconds)}; it has to be a number of seconds since 1970") from None


def _day(text: str) -> str:
    try:
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise QuestionError(f"--date: {quoted(text)} is no date; write it as 2022-01-13")


def framed(material: Material, origin: Origin | None, chapters: Iterable[Chapter], full: int) -> Document:
    """A report from its chapters: what it is about, and what is needed to make it again.

    Parameters
    ----------
    material
        What the chapters were made from.
    origin
        The file and the day; None for a case that comes from no file.
    chapters
        The chapters that have something to say.
    full
        How many outcomes at most are described in full.

    Returns
    -------
    Document
        The report, to be laid out in any form.
    """
    case, game = material.case, material.game
    scenario = game.scenario
    changed = case.scenarios[scenario].about if scenario in case.scenarios else ""
    about = " ".join(part for part in (case.about, f"Scenario: {changed}" if changed else "") if part)
    when = [f"As of {case.at}" if case.at else "", "" if scenario is None else f"With the scenario {scenario}"]
    rows = [
        ("Made with", _program()),
        *(_identity(origin) if origin is not None else ()),
        *([("Scenario", scenario)] if scenario is not None else []),
        *_computed(material, full),
    ]
    title, subtitle = case.title or "Untitled case", "; ".join(part for part in when if part)
    return Document(title, subtitle, about, tuple(chapters), tuple(rows), _program())


def _identity(origin: Origin) -> tuple[tuple[str, str], ...]:
    return (
        ("Date", origin.date or "not given"),
        ("Case file", PurePath(origin.file).name),
        ("SHA-256 of the file", origin.digest),
    )


def _computed(material: Material, full: int) -> list[tuple[str, str]]:
    """What the figures of a report depend on besides the case."""
    game = material.game
    size = f"{game.size:,}" if game.size is not None else f"not listed; {len(game.options)} options"
    seed = [("Seed", str(material.seed))]
    draws = [("Plausible models drawn", f"{material.draws:,}")] if material.draws else []
    states = [("States", size), ("Outcomes told in full", f"up to {full}")]
    return [*states, *draws, *seed] if game.is_listed else [*states, *seed, *draws]


def _program() -> str:
    from countermove import __version__

    return f"countermove {__version__}"
