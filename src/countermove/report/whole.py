"""A whole report: the chapters of an analysis, in order, and what identifies it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from countermove.analysis.equilibria import equilibria
from countermove.errors import QuestionError
from countermove.graph.compile import Graph
from countermove.model.case import Case
from countermove.report.chapters.assumed import assumptions
from countermove.report.chapters.firm import firmly
from countermove.report.chapters.further import far_ahead, joint_departures, misperceptions, threats, winners
from countermove.report.chapters.material import Draw, Material
from countermove.report.chapters.method import method
from countermove.report.chapters.model import actors, history, in_brief
from countermove.report.chapters.onward import scenarios, ways
from countermove.report.chapters.outcomes import firmest, reasons
from countermove.report.chapters.outcomes import outcomes as all_outcomes
from countermove.report.chapters.power import bodies
from countermove.report.document import Chapter, Document, Paragraph

__all__ = ["CHAPTERS", "Origin", "whole_report"]

CHAPTERS: tuple[tuple[str, Callable[[Material], Chapter | None]], ...] = (
    ("In brief", in_brief),
    ("Actors and options", actors),
    ("How it came to this", history),
    ("The outcomes", all_outcomes),
    ("Why each holds", reasons),
    ("How firmly each holds", firmly),
    ("How it may go on", ways),
    ("Bodies, vetoes and power", bodies),
    ("Who gains and who loses", winners),
    ("What rests on threats", threats),
    ("Who would leave together", joint_departures),
    ("Who plays a different game", misperceptions),
    ("If people look far ahead", far_ahead),
    ("What the scenarios would change", scenarios),
    ("What this rests on", assumptions),
    ("Method and definitions", method),
)
"""All chapters in the order of the report: the title under which a refusal is told, and what makes the chapter."""


@dataclass(frozen=True)
class Origin:
    """Where a report comes from: the name of the case file, its SHA-256, and the date of the report ("" if none)."""

    file: str
    digest: str
    date: str


def whole_report(
    case: Case,
    graph: Graph,
    origin: Origin,
    *,
    outcomes: int = 6,
    seed: int = 1,
    draws: int = 0,
    draw: Draw | None = None,
    told: Callable[[], None] | None = None,
) -> Document:
    """The report on a case as a document, to be laid out in any form.

    `case` is the case as it is written, `graph` its graph, perhaps with a scenario. The first `outcomes` outcomes are
    told in full, firmest first. `seed` is for indices that have to be estimated and for the `draws` of plausible
    models. `draw` makes pictures: by kind, graph and outcomes; without it there are none. `told` is called after each
    chapter. What is too large for one question is said in its chapter. Nothing depends on the clock or on chance: the
    same arguments give the same document.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> case = catalog.load_case("chicken")
    >>> document = whole_report(case, compile(case), Origin("chicken.yaml", "0" * 64, ""))
    >>> document.title, [chapter.title for chapter in document.chapters][:3]
    ('Chicken', ['In brief', 'Actors and options', 'How it came to this'])
    """
    table = equilibria(graph)
    material = Material(case, graph, table, firmest(table, outcomes), seed, draw or _undrawn, draws)
    chapters = []
    for title, chapter in CHAPTERS:
        found = _made(title, chapter, material)
        chapters += [] if found is None else [found]
        if told is not None:
            told()
    scenario = "" if graph.scenario is None else f"With the scenario {graph.scenario}"
    about = [f"As of {case.at}" if case.at else "", scenario]
    return Document(
        case.title or "Untitled case",
        "; ".join(part for part in about if part),
        _about(case, graph.scenario),
        tuple(chapters),
        _facts(graph, origin, seed, outcomes, draws),
        _program(),
    )


def _made(title: str, chapter: Callable[[Material], Chapter | None], material: Material) -> Chapter | None:
    """A chapter; where its question is refused, the refusal."""
    try:
        return chapter(material)
    except QuestionError as fault:
        told = f"This was not answered: {fault}"
        return Chapter(title.lower().replace(" ", "-").replace(",", ""), title, (Paragraph((told,)),))


def _undrawn(_kind: str, _graph: Graph, _states: Sequence[int]) -> None:
    """No picture."""
    return


def _about(case: Case, scenario: str | None) -> str:
    changed = "" if scenario is None else case.scenarios[scenario].about
    return " ".join(part for part in (case.about, f"Scenario: {changed}" if changed else "") if part)


def _program() -> str:
    from countermove import __version__

    return f"countermove {__version__}"


def _facts(graph: Graph, origin: Origin, seed: int, outcomes: int, draws: int) -> tuple[tuple[str, str], ...]:
    """What is needed to make the same report again."""
    rows = [
        ("Made with", _program()),
        ("Date", origin.date or "not given"),
        ("Case file", PurePath(origin.file).name),
        ("SHA-256 of the file", origin.digest),
        *([("Scenario", graph.scenario)] if graph.scenario is not None else []),
        ("States", f"{graph.size:,}"),
        ("Outcomes told in full", f"up to {outcomes}"),
        *([("Plausible models drawn", f"{draws:,}")] if draws else []),
        ("Seed", str(seed)),
    ]
    return tuple(rows)
