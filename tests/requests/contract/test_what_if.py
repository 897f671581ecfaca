"""What a change would change: an overlay as data, or the name of a scenario."""

from __future__ import annotations

from typing import Any

import pytest

from contract_requests import answered
from countermove import brief, compile, equilibria, load
from countermove.analysis.compare.compare import outcomes
from countermove.views.brief.bottom_line import bottom_line

PEACE = {"actors": {"row": {"prefers": ["cooperate", "column.cooperate"]}, "column": {"prefers": ["cooperate"]}}}


def what_if(case_id: str, changes: Any, **more: Any) -> dict[str, Any]:
    return answered({"request": "what_if", "catalogue": case_id, "changes": changes, **more})


def numbers(outcomes: list[dict[str, Any]], side: str) -> list[int | None]:
    return [outcome[side] for outcome in outcomes]


def test_outcomes_that_are_gone_new_and_the_same() -> None:
    answer = what_if("prisoners-dilemma", PEACE)
    before = list(outcomes(equilibria(compile(load("prisoners-dilemma")))))
    assert sorted(numbers(answer["gone"] + answer["same"], "before")) == [key + 1 for key in sorted(before)]
    assert set(numbers(answer["new"], "before")) & {key + 1 for key in before} == set()
    assert answer["same"] == [] or answer["gone"] == [] or answer["new"] == []
    assert answer["before"] != answer["after"]
    assert list(answer["scenarios"]) == ["base", "what-if"]


def test_a_change_that_changes_nothing() -> None:
    answer = what_if("prisoners-dilemma", {"actors": {"row": {"about": "The same"}}})
    assert (answer["gone"], answer["new"]) == ([], [])
    assert answer["before"] == answer["after"]


def test_a_scenario_of_the_case_is_compared_as_compare_does() -> None:
    answer = what_if("nile-dam-2021", name := next(iter(load("nile-dam-2021").scenarios)))
    compared = answered({"request": "compare", "catalogue": "nile-dam-2021", "scenarios": [name]})
    assert answer["scenarios"] == compared["scenarios"]
    game = compile(load("nile-dam-2021"), name)
    assert answer["after"] == bottom_line(brief(game))


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"actors": {"rwo": {"about": "x"}}}, None, "changes.actors.rwo"),
        ({"actors": {"row": {"prefers": ["coperate"]}}}, "CM104", "changes.actors.row.prefers[1]"),
        ({"no-such-key": 1}, "CM101", "changes.no-such-key"),
    ],
)
def test_what_is_wrong_with_the_changes_has_its_place_in_the_request(changes: Any, code: str | None, path: str) -> None:
    answer = what_if("prisoners-dilemma", changes)
    assert answer["place"]["path"] == path
    assert code is None or answer["code"] == code


def test_a_scenario_that_there_is_not() -> None:
    assert 'unknown scenario "war"' in what_if("prisoners-dilemma", "war")["message"]


def test_booleans_of_json_are_read_as_a_file_is() -> None:
    as_json, as_text = ({"actors": {"row": {"plural": value}}} for value in (True, "true"))
    assert what_if("prisoners-dilemma", as_json) == what_if("prisoners-dilemma", as_text)
    assert what_if("prisoners-dilemma", as_json)["schema"] == "what_if/1"
