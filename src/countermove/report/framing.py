"""What every report has around its chapters: its title, what it is about, and what is needed to make it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from countermove.errors import QuestionError
from countermove.model.case import Case
from countermove.text.blocks import Chapter, Document, Paragraph

__all__ = ["Origin", "chapters_of", "framed"]

M = TypeVar("M")


@dataclass(frozen=True)
class Origin:
    """Where a report comes from: the name of the case file, its SHA-256, and the date of the report ("" if none)."""

    file: str
    digest: str
    date: str


def chapters_of(
    rows: Iterable[tuple[str, Callable[[M], Chapter | None]]], material: M, told: Callable[[], None] | None
) -> tuple[Chapter, ...]:
    """The chapters that have something to say; `told` is called after each. Where a question is refused, so it says."""
    chapters = []
    for title, chapter in rows:
        found = _made(title, chapter, material)
        chapters += [] if found is None else [found]
        if told is not None:
            told()
    return tuple(chapters)


def _made(title: str, chapter: Callable[[M], Chapter | None], material: M) -> Chapter | None:
    try:
        return chapter(material)
    except QuestionError as fault:
        told = f"This was not answered: {fault}"
        return Chapter(title.lower().replace(" ", "-").replace(",", ""), title, (Paragraph((told,)),))


def framed(
    case: Case,
    scenario: str | None,
    origin: Origin | None,
    chapters: tuple[Chapter, ...],
    facts: Iterable[tuple[str, str]],
) -> Document:
    """A report from its chapters; `facts` are told after those that every report has."""
    changed = "" if scenario is None else case.scenarios[scenario].about
    about = " ".join(part for part in (case.about, f"Scenario: {changed}" if changed else "") if part)
    when = [f"As of {case.at}" if case.at else "", "" if scenario is None else f"With the scenario {scenario}"]
    rows = [
        ("Made with", _program()),
        *(_identity(origin) if origin is not None else ()),
        *([("Scenario", scenario)] if scenario is not None else []),
        *facts,
    ]
    title, subtitle = case.title or "Untitled case", "; ".join(part for part in when if part)
    return Document(title, subtitle, about, chapters, tuple(rows), _program())


def _identity(origin: Origin) -> tuple[tuple[str, str], ...]:
    return (
        ("Date", origin.date or "not given"),
        ("Case file", PurePath(origin.file).name),
        ("SHA-256 of the file", origin.digest),
    )


def _program() -> str:
    from countermove import __version__

    return f"countermove {__version__}"
