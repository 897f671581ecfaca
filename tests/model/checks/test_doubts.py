"""Questions of `check`: options of a body that may both be taken, and statements that are the halves of one iff."""

from __future__ import annotations

from typing import Any

import pytest

from cases import case_of
from countermove.model.checks.check import check


def codes(**data: Any) -> list[str]:
    return [d.code for d in check(case_of(**data)) if d.code in ("CM913", "CM914")]


def council(options: dict[str, Any], **more: Any) -> dict[str, Any]:
    actors = {"a": {"prefers": more.pop("prefers", ["not council.ban"])}, "b": {}}
    bodies = {"council": {"members": ["a", "b"], "decides": "consensus", "options": options}}
    return {"actors": actors, "bodies": bodies, **more}


BOTH = {"ban": "Ban", "limit": "Limit"}


@pytest.mark.parametrize(
    "more",
    [
        {"impossible": ["ban and limit"]},
        {"always": ["atmost(1, ban, council.limit)"]},
        {"prefers": ["ban and limit"]},
        {"labels": {"all": "ban and limit"}},
    ],
)
def test_options_of_a_body_that_a_statement_names_together_are_no_question(more: dict[str, Any]) -> None:
    assert codes(**council(BOTH, **more)) == []
    assert codes(**council(BOTH)) == ["CM913"]


def test_a_precondition_settles_it_and_levels_exclude_each_other() -> None:
    assert codes(**council({"ban": {"needs": "limit and not ban"}, "limit": "Limit"})) == []
    assert codes(**council({"limit": {"levels": ["none", "some"]}, "ban": "Ban"})) == []
    assert codes(**council({"ban": "Ban"})) == []
    actors = {"a": {"options": BOTH, "prefers": ["ban", "limit"]}}
    assert codes(actors=actors) == []


def test_one_body_is_asked_about_once() -> None:
    many = {f"o{k}": f"Option {k}" for k in range(40)}
    found = [d for d in check(case_of(**council(many, impossible=["o0 and o1"], prefers=["o1"]))) if d.code == "CM913"]
    assert [d.message for d in found] == ['the options "o0" and "o2" may both be taken']


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (["x implies y", "y implies x"], ["CM914"]),
        (["x implies y", "x", "x if y"], ["CM914"]),
        (["a.x implies (y)", {"that": "y implies x", "because": "so"}], ["CM914"]),
        (["x implies y", "not y implies not x"], []),
        (["x iff y", "y implies x"], []),
        (["x implies y", "x implies y"], []),
        (["x implies x", "x implies x"], []),
        ([{"equally": ["x implies y", "y implies x"]}], []),
    ],
)
def test_halves_of_one_iff(statements: list[Any], expected: list[str]) -> None:
    assert codes(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": statements}}) == expected
