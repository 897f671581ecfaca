"""The page on how to read the brief explains the fixed phrases of the brief, in the words that the brief has."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove as cm
from countermove.briefing.briefing import brief_of
from countermove.views.brief.brief import brief_sections
from countermove.views.brief.outcomes import REASONS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "read-the-brief.md"
PLAIN = PAGE.read_text(encoding="utf-8").replace("**", "")


@pytest.mark.parametrize("reason", REASONS.values())
def test_the_page_explains_what_an_outcome_rests_on(reason: str) -> None:
    assert f"| {reason}" in PLAIN or f"{reason} |" in PLAIN


def test_the_page_has_the_parts_of_the_brief_in_their_order() -> None:
    sections = brief_sections(brief_of(cm.equilibria(cm.compile(cm.load("nile-dam-2021"))), actor="egypt"))
    titles = ["For one actor" if one.key == "actor" else one.heading.split(",")[0] for one in sections]
    places = [PLAIN.find(f"\n## {title}") for title in titles]
    assert -1 not in places, titles
    assert places == sorted(places)
