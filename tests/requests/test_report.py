"""Which pictures a report has: those that a case has something to show in, of the outcomes that are told."""

from __future__ import annotations

import re

import pytest

import countermove as cm
from countermove.game.searched import searched_game
from countermove.requests.documents.report import can_draw, drawn
from countermove.text.blocks import Picture
from report.test_report import inside

OPENING = cm.equilibria(cm.compile(cm.load("european-security-2022")))


def test_pictures_are_drawn_where_matplotlib_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def pictures() -> int:
        document = cm.report_document(cm.load("chicken"), pictures=True, length="full")
        return sum(isinstance(block, Picture) for chapter in document.sections for block in inside(chapter.blocks))

    assert can_draw()
    assert pictures() > 3
    monkeypatch.setattr("countermove.requests.documents.report.find_spec", lambda _: None)
    assert pictures() == 0


def test_a_case_without_bodies_has_no_picture_of_power() -> None:
    table = cm.equilibria(cm.compile(cm.load("chicken")))
    assert drawn(table, "power") is None
    assert drawn(table, "no such kind") is None
    assert drawn(table, "winners") is not None


def test_the_moves_of_a_large_graph_are_those_around_the_outcomes_told() -> None:
    picture = drawn(OPENING, "moves", (411, 415))
    assert picture is not None
    assert {"(state 412)", "(state 416)"} <= set(re.findall(r"\(state \d+\)", picture.alt.split("Equilibria: ")[1]))
    assert "those chosen, paths to them, and where improvements lead from them" in picture.alt


def test_one_actor_has_a_tree_of_its_own() -> None:
    picture = drawn(OPENING, "preferences", actor="usa")
    assert picture is not None
    assert picture.title == "What United States cares about most, next, and last"
    assert "Russia, best first" not in picture.alt
    assert "United States, best first" in picture.alt


def test_a_case_that_is_not_listed_has_four_kinds() -> None:
    table = cm.equilibria(searched_game(cm.load("european-security-2022")))
    kinds = ("outcomes", "tableau", "moves", "evolution", "equilibria", "winners", "preferences", "power")
    assert [kind for kind in kinds if drawn(table, kind) is not None] == [
        "outcomes", "winners", "preferences", "power",
    ]  # fmt: skip
    one = drawn(table, "preferences", actor="russia")
    assert one is not None
    assert one.title == "What Russia cares about most, next, and last"
