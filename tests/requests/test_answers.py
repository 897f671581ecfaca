"""What a request asks for reaches the analysis, and what data cannot say is said beside them."""

from __future__ import annotations

from typing import Any

import pytest

import countermove as cm
from countermove.io.opening import opened
from countermove.requests import Answer, ask
from countermove.requests.door import ELSEWHERE, all_questions


def answer(question: str, case: str, scenario: str | None = None, **parameters: Any) -> Answer:
    return ask(question, opened(case), scenario, **parameters)


def n_rows(reply: Answer) -> int:
    return len(reply.result.rows().values)


@pytest.mark.parametrize(
    ("question", "case", "parameters"),
    [
        ("winners", "elmira", {}),
        ("states", "elmira", {}),
        ("solve", "european-security-2022", {}),
        ("credibility", "european-security-2022", {}),
        ("coalitions", "european-security-2022", {}),
        ("compare", "european-security-2022", {}),
        ("invert", "elmira", {"want": "4"}),
    ],
)
def test_a_limit_is_heeded(question: str, case: str, parameters: dict[str, Any]) -> None:
    few, more = (n_rows(answer(question, case, limit=limit, **parameters)) for limit in (1, 2))
    assert few < more


@pytest.mark.parametrize(
    ("question", "case", "note"),
    [
        ("states", "elmira", "8 more states; --limit shows them"),
        ("solve", "european-security-2022", "more states; --limit shows them"),
        ("coalitions", "european-security-2022", "more states; --limit shows them"),
        ("compare", "european-security-2022", "more rows; --limit shows them"),
    ],
)
def test_that_data_are_cut_is_said_beside_them(question: str, case: str, note: str) -> None:
    assert any(note in said for said in answer(question, case, limit=1).notes)
    assert not any(note in said for said in answer(question, case, limit=10**6).notes)


def test_coalitions_that_move_as_one_are_in_the_game() -> None:
    alone, together = (answer("solve", "prisoners-dilemma", merged=m) for m in ((), (("row", "column"),)))
    nash = [[o.state.number for o in reply.result.table.outcomes if "nash" in o.concepts] for reply in (alone, together)]
    assert nash[0] != nash[1]


def test_a_searched_game_has_no_coalitions_that_move_as_one() -> None:
    with pytest.raises(cm.QuestionError, match="merge needs the list of all states"):
        answer("winners", "thirty-allies-2022", merged=(("usa", "france"),))


def test_a_scenario_changes_what_is_asked_about() -> None:
    case = cm.load("european-security-2022")
    scenario = next(iter(case.scenarios))
    as_written = answer("solve", "european-security-2022").result.to_dict()
    assert answer("solve", "european-security-2022", scenario).result.to_dict() != as_written


@pytest.mark.parametrize("name", sorted(all_questions()))
def test_a_question_is_found_in_its_module_without_importing_others(name: str) -> None:
    assert all_questions()[name].answer.__module__.rpartition(".")[2] == ELSEWHERE.get(name, name)
