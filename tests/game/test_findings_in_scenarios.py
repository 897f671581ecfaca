from typing import Any

import pytest

from countermove.errors import Diagnostic
from countermove.game import findings
from countermove.game.findings import in_scenario, state_findings
from countermove.model.case import Case

ERROR = Diagnostic("CM301", "error", ("impossible",), "nothing left")


def case(**data: Any) -> Case:
    return Case.model_validate({"actors": {"a": {"options": {"go": "Go"}}}, **data})


def test_states_of_the_case_and_of_its_scenarios_are_looked_at() -> None:
    found, notes = state_findings(
        case(
            **{"status quo": ["go"]},
            scenarios={
                "calm": {"always": ["not go"]},
                "void": {"always": ["false"]},
                "fine": {"status quo": []},
            },
        )
    )
    assert notes == []
    assert [(d.code, d.path) for d in found] == [
        ("CM502", ("scenarios", "calm")),
        ("CM301", ("scenarios", "void", "always")),
    ]


def test_a_fault_of_the_case_is_not_told_again_for_each_scenario() -> None:
    found, _ = state_findings(case(impossible=["true"], scenarios={"x": {"about": "", "title": "T"}}))
    assert [(d.code, d.path) for d in found] == [("CM301", ("impossible",))]


def test_what_was_not_looked_at_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "MOST_STATES", 1)
    found, notes = state_findings(case(scenarios={"x": {"always": ["go"]}, "y": {"title": "T"}}))
    assert found == []
    assert notes == ["the states were not checked: there are more than 1 of them"]


def test_a_text_is_no_way_into_a_scenario() -> None:
    changed = case(scenarios={"x": {"actors": {"a": {"prefers": "go"}}}})
    placed = in_scenario(changed, "x", Diagnostic("CM104", "error", ("actors", "a", "prefers", 0), "m", "h", 3))
    assert (placed.code, placed.path, placed.offset) == ("CM502", ("scenarios", "x"), None)
    assert placed.message == "with this change actors.a.prefers[1] is wrong: m"
    assert in_scenario(changed, None, ERROR) is ERROR


def test_warnings_that_need_the_states_are_given_for_the_case() -> None:
    lines = {"actors": {"a": {"options": {"go": "Go"}, "prefers": ["go or not go"]}}}
    found, _ = state_findings(Case.model_validate({**lines, "scenarios": {"x": {"title": "T"}}}))
    assert [str(d) for d in found] == [
        'actors.a.prefers[1]: warning: "go or not go" holds in every feasible state; take it out: it decides nothing [CM902]'
    ]
    quiet, _ = state_findings(case(scenarios={"x": lines}))
    assert quiet == []
