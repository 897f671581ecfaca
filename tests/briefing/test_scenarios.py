"""The lines of the brief on scenarios."""

from __future__ import annotations

from typing import Any

import pytest

from briefs import what_changes
from cases import case_of
from countermove.analysis.equilibria import equilibria
from countermove.briefing import grounds as module
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case


def said(case: Case, concepts: list[str] | None = None, scenario: str | None = None) -> str:
    return " ".join(text for _, text in what_changes(equilibria(compile(case, scenario), concepts)))


def test_the_opening_case() -> None:
    case = load_case("european-security-2022")
    assert said(case) == (
        "What if Russia would rather attack than go without a guarantee? (war-aims) "
        '"Open war" (the same, except that Russia chooses "Attack Ukraine"). '
        "What if admission needed Russia's agreement too? (russian-veto) The same outcome."
    )
    assert said(case, scenario="war-aims") == ""
    assert said(case, ["gmr"]).endswith("agreement too? (russian-veto) One of 6 outcomes.")


def test_a_case_without_scenarios_says_nothing() -> None:
    assert said(load_case("chicken")) == ""


def tastes(*wishes: str, **data: Any) -> Case:
    scenarios = {f"s{k}": {"actors": {"a": {"prefers": [wish]}}} for k, wish in enumerate(wishes)}
    actors = {"a": {"options": {"x": {}, "y": {}}, "prefers": ["x"]}}
    return case_of(actors=actors, scenarios=scenarios, status_quo=["x"], **data)


def test_one_outcome_or_two_or_many() -> None:
    assert said(tastes("x or y"), ["nash"]) == "In scenario s0: the same outcome."
    assert said(tastes("not x"), ["nash"]) == (
        'In scenario s0: either the same, except that A drops "X", or the same, except that A chooses "Y" and drops "X".'
    )


@pytest.mark.parametrize(
    ("labels", "other"),
    [
        ({}, 'one that differs from it in this: A chooses "Y" and drops "X"'),
        ({"other-way": "y and not x"}, '"other way" (the same, except that A chooses "Y" and drops "X")'),
    ],
)
def test_of_two_outcomes_one_may_be_the_same(labels: dict[str, str], other: str) -> None:
    actors = {"a": {"options": {"x": {}, "y": {}}, "prefers": ["x and not y"]}}
    scenarios = {"s0": {"actors": {"a": {"prefers": ["not (x iff y)"]}}}}
    case = case_of(actors=actors, scenarios=scenarios, labels=labels, **{"status quo": []})
    assert said(case, ["nash"]) == f"In scenario s0: the same outcome may result, or {other}."


def test_many_scenarios_and_large_cases_are_not_all_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    case = tastes(*["x or y"] * 6)
    assert said(case, ["nash"]).endswith("the same outcome. 2 scenarios were not solved here.")
    monkeypatch.setattr(module, "TOO_MANY_STATES", 4)
    assert said(case, ["nash"]) == "6 scenarios were not solved here."


def test_a_scenario_that_cannot_be_solved_is_said_to_be() -> None:
    broken = case_of(actors={"a": {"options": {"x": {}}}}, scenarios={"none": {"always": ["x and not x"]}}, status_quo=[])
    assert said(broken) == "In scenario none: it cannot be solved (countermove check says why)."


def test_a_scenario_that_is_a_question_stands_for_itself() -> None:
    case = tastes("x or y")
    scenarios = {"s0": case.scenarios["s0"].model_copy(update={"about": "What if A liked both?"})}
    assert said(case.model_copy(update={"scenarios": scenarios}), ["nash"]) == "What if A liked both? (s0) The same outcome."
