"""Each kind of answer, by a small case that is of this kind, and what its bottom line says."""

from __future__ import annotations

from typing import Any

import pytest

from cases import case_of
from countermove.analysis.equilibria import equilibria
from countermove.briefing.briefing import brief_of
from countermove.briefing.headline import KINDS
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.views.brief.bottom_line import FIRST, bottom_line


def pair(a: list[str], b: list[str], **data: Any) -> Case:
    """Two actors with an option each, and what they care about."""
    return case_of(
        actors={
            "ann": {"options": {"x": {"name": "Act"}}, "prefers": a},
            "bob": {"options": {"y": {"name": "Trade"}}, "prefers": b},
        },
        **data,
    )


CASES: dict[str, tuple[Case, list[str] | None, str]] = {
    "none": (
        pair(["x iff y"], ["not (x iff y)"], status_quo=[]),
        ["nash"],
        "Nothing is stable: from every state some actor would move on. Improvements from today go round in a circle.",
    ),
    "no start": (
        pair(["x"], ["y"]),
        None,
        'One outcome is stable, the one where Ann chooses "Act" and Bob "Trade". '
        "No start is given, so nothing is said about how it gets there.",
    ),
    "stays": (
        pair(["x"], ["y"], status_quo=["x", "y"]),
        None,
        "Things stay as they are: no actor gains by a move of its own, and no group of actors has a deal that all of them prefer.",
    ),
    "stays, deal for all": (
        pair(["y", "not x"], ["x", "not y"], status_quo=[]),
        None,
        "Left alone, things stay as they are: no actor gains by a move of its own. Both would gain by a deal where Ann "
        'chooses "Act" and Bob "Trade"; both would be tempted to break it, though credible answers would keep it.',
    ),
    "one": (
        pair(["x"], ["y"], status_quo=[]),
        None,
        'Left alone, things end where Ann chooses "Act" and Bob "Trade". Both gain by it.',
    ),
    "several": (
        pair(["x and not y", "y and not x"], ["y and not x", "x and not y"], status_quo=[]),
        None,
        'Left alone, things can end in two stable outcomes; best supported is the one where Ann chooses "Act". '
        "Both gain by it.",
    ),
}


@pytest.mark.parametrize("kind", list(CASES))
def test_a_case_of_each_kind(kind: str) -> None:
    case, concepts, expected = CASES[kind]
    briefing = brief_of(equilibria(compile(case), concepts))
    assert briefing.headline == kind
    assert bottom_line(briefing) == expected


def test_a_deal_of_some_when_things_stay_as_they_are() -> None:
    case = case_of(
        actors={
            "ann": {"options": {"x": {"name": "Act"}}, "prefers": ["y", "not x"]},
            "bob": {"options": {"y": {"name": "Trade"}}, "prefers": ["x", "not y"]},
            "cat": {"prefers": ["not x"]},
        },
        status_quo=[],
    )
    briefing = brief_of(equilibria(compile(case)))
    assert briefing.headline == "stays, deal for some"
    assert bottom_line(briefing).startswith(
        "Left alone, things stay as they are: no actor gains by a move of its own. Ann and Bob"
    )


def test_without_a_nash_equilibrium_the_best_supported_outcome_says_why() -> None:
    briefing = brief_of(equilibria(compile(load_case("cuban-missile-crisis"))))
    assert briefing.headline == "credible"
    words = bottom_line(briefing)
    assert words.startswith("From every state some actor would move on; best supported is ")
    assert ", since others would answer a move away from it, in their own interest." in words
    threats = brief_of(equilibria(compile(load_case("cuban-missile-crisis")), ["gmr"]))
    assert threats.headline == "threats"
    assert ", since only threats keep actors there." in bottom_line(threats)


def test_a_searched_case_says_where_walks_end() -> None:
    briefing = brief_of(equilibria(searched_game(load_case("european-security-2022"))))
    assert briefing.headline == "walked"
    assert bottom_line(briefing).startswith("Left alone, things can end ")


def test_each_kind_has_a_first_sentence() -> None:
    assert set(FIRST) == {kind for kind, _ in KINDS}
