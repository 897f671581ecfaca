"""The chapters of a report in their order; apart from `whole`, so that they are loaded only when it is written."""

from __future__ import annotations

from collections.abc import Callable

from countermove.report.chapters.assumed import assumptions
from countermove.report.chapters.firm import firmly
from countermove.report.chapters.further import far_ahead, joint_departures, misperceptions, threats, winners
from countermove.report.chapters.material import Material
from countermove.report.chapters.method import method
from countermove.report.chapters.model import actors, history, in_brief
from countermove.report.chapters.onward import scenarios, ways
from countermove.report.chapters.outcomes import outcomes as all_outcomes
from countermove.report.chapters.outcomes import reasons
from countermove.report.chapters.power import bodies
from countermove.report.chapters.wishes import others
from countermove.text.blocks import Chapter

__all__ = ["CHAPTERS"]

CHAPTERS: tuple[tuple[str, Callable[[Material], Chapter | None]], ...] = (
    ("In brief", in_brief),
    ("Actors and options", actors),
    ("How it came to this", history),
    ("The outcomes", all_outcomes),
    ("Why each holds", reasons),
    ("How firmly each holds", firmly),
    ("What would make others hold", others),
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
