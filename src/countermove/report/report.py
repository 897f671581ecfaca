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
from countermove.report.chapters.answer import answer
from countermove.report.chapters.change import evolution, others, robustness, scenarios
from countermove.report.chapters.grounds import assumptions, method
from countermove.report.chapters.model import actors, history, preference_trees
from countermove.report.chapters.outcomes import all_states, outcomes, reasons
from countermove.report.chapters.parts import Length, Material, until_sentence_end
from countermove.report.chapters.questions import (
    agreements,
    bodies,
    far_ahead,
    joint_departures,
    misperceptions,
    threats,
    winners,
)
from countermove.text.blocks import Chapter, Document, Paragraph

__all__ = ["ANSWER", "CHAPTERS", "ChapterRow", "Origin", "chapters_for", "framed", "report_date", "unanswered"]

MOST_WORDS = 70
"""Words on what the case is about in a memo at most: six lines."""
CUT = "[\u2026]"
"""The mark of words that were left out."""
EPOCH = "SOURCE_DATE_EPOCH"
"""The variable of the environment by which builds that can be repeated fix the time, in seconds since 1970."""


EVERY = frozenset(Length)
LONGER = frozenset({Length.SHORT, Length.FULL})
FULL = frozenset({Length.FULL})


@dataclass(frozen=True)
class ChapterRow:
    """A chapter of a report.

    Attributes
    ----------
    title
        Its title, under which a refusal stands as well.
    write
        From the material and the record to the chapter; None where there is nothing to say.
    record
        The name of the record that it is made from, a key of `requests.documents.records.RECORDS`; None if it needs none.
    lengths
        In which lengths of reports it stands.
    games
        Which games have it: both kinds, or only those whose states are listed.
    """

    title: str
    write: Callable[[Material, Any], Chapter | None]
    record: str | None = None
    lengths: frozenset[Length] = FULL
    games: Literal["both", "listed"] = "both"


ANSWER = ChapterRow("The answer", answer, "brief", EVERY)
"""What stands before the contents; in a memo it is all there is."""
CHAPTERS: tuple[ChapterRow, ...] = (
    ANSWER,
    ChapterRow("Actors and options", actors),
    ChapterRow("How it came to this", history, "history"),
    ChapterRow("All outcomes", outcomes),
    ChapterRow("Outcome by outcome", reasons, "reasons", LONGER),
    ChapterRow("Deals", agreements, "deals", LONGER),
    ChapterRow("Coalitions that gain by leaving", joint_departures, "coalitions", games="listed"),
    ChapterRow("Who gains, who loses", winners, "winners"),
    ChapterRow("Who can block", bodies, "bodies", LONGER),
    ChapterRow("How robust each outcome is", robustness, "robustness", LONGER),
    ChapterRow("What would make other states equilibria", others, "inverses", LONGER, "listed"),
    ChapterRow("What-ifs", scenarios, "comparison", LONGER, "listed"),
    ChapterRow("How the conflict may evolve", evolution, "onward"),
    ChapterRow("Outcomes that rest on threats", threats, "credibility"),
    ChapterRow("The games that the actors believe they are playing", misperceptions, "perceptions", games="listed"),
    ChapterRow("Farsighted actors", far_ahead, "farsighted", games="listed"),
    ChapterRow("Assumptions and evidence", assumptions, "grounds", LONGER),
    ChapterRow("What each actor cares about", preference_trees),
    ChapterRow("All states", all_states, games="listed"),
    ChapterRow("Method and definitions", method),
)
"""All chapters in the order of a report."""


def chapters_for(game: Game, length: Length = Length.FULL) -> tuple[ChapterRow, ...]:
    """The chapters of a report on a game, of either kind, in one of the lengths.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> [row.title for row in chapters_for(game)][:2], [row.title for row in chapters_for(game, Length.MEMO)]
    (['The answer', 'Actors and options'], ['The answer'])
    """
    return tuple(row for row in CHAPTERS if length in row.lengths and (game.is_listed or row.games == "both"))


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


def framed(material: Material, origin: Origin | None, chapters: Iterable[tuple[ChapterRow, Chapter]]) -> Document:
    """A report from its chapters: what it is about, and what is needed to make it again.

    Parameters
    ----------
    material
        What the chapters were made from.
    origin
        The file and the day; None for a case that comes from no file.
    chapters
        The chapters that have something to say, each with its row.

    Returns
    -------
    Document
        The report, to be laid out in any form.
    """
    case, game = material.case, material.game
    scenario = game.scenario
    changed = case.scenarios[scenario].about if scenario in case.scenarios else ""
    about = " ".join(part for part in (case.about, f"Scenario: {changed}" if changed else "") if part)
    if material.length is Length.MEMO:
        about, is_cut = until_sentence_end(about, MOST_WORDS)
        about += f" {CUT}" if is_cut else ""
    when = [f"As of {case.at}" if case.at else "", "" if scenario is None else f"With the scenario {scenario}"]
    rows = [
        ("Made with", _program()),
        *(_identity(origin) if origin is not None else ()),
        *([("Scenario", scenario)] if scenario is not None else []),
        *_computed(material),
    ]
    title, subtitle = case.title or "Untitled case", "; ".join(part for part in when if part)
    written = list(chapters)
    front = next((chapter for row, chapter in written if row is ANSWER), None)
    others = tuple(chapter for row, chapter in written if row is not ANSWER)
    return Document(title, subtitle, about, others, tuple(rows), _program(), answer=front)


def _identity(origin: Origin) -> tuple[tuple[str, str], ...]:
    return (
        ("Date", origin.date or "not given"),
        ("Case file", PurePath(origin.file).name),
        ("SHA-256 of the file", origin.digest),
    )


def _computed(material: Material) -> list[tuple[str, str]]:
    """What the figures of a report depend on besides the case."""
    game = material.game
    size = f"{game.size:,}" if game.size is not None else f"too many to list; {len(game.options)} options"
    seed = [("Seed", str(material.seed))]
    draws = [("Plausible models drawn", f"{material.draws:,}")] if material.draws else []
    return [("States", size), *(draws + seed if game.is_listed else seed + draws)]


def _program() -> str:
    from countermove import __version__

    return f"countermove {__version__}"
