"""Labels at the door: what is wrong with them, where states are named by them, and what files of others lose."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.errors import CaseError
from countermove.game.listed import listed_game
from countermove.io.formats import written
from countermove.io.loading import examine
from countermove.io.nfg.writing import strategic_form
from countermove.requests.door import ask

HEAD = """\
title: T
actors:
  a: {options: {x: X, y: Y}, prefers: [x]}
  b: {options: {z: Z}, prefers: [z]}
impossible: [x and y]
"""


def asked(text: str, question: str, **parameters: object) -> dict[str, object]:
    loaded, findings = examine(HEAD + text, "case.yaml")
    assert loaded is not None, findings
    return ask(question, loaded, **parameters).result.to_dict()  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ["solve", "states", "winners", "paths"])
def test_every_question_refuses_a_label_that_no_state_has(question: str) -> None:
    with pytest.raises(CaseError) as caught:
        asked("labels:\n  both: [x, y]\n  war: z\n", question)
    assert str(caught.value) == (
        'case.yaml:7:3 labels.both: no state has the label "both": the state is not feasible; correct it, or take it out [CM307]'
    )


def test_a_scenario_leaves_a_label_out_without_a_word() -> None:
    text = "labels: {war: z}\nscenarios: {peace: {impossible: [x and y, z]}}\n"
    states = asked(text, "states", scenario="peace")["states"]
    assert isinstance(states, list)
    assert not any("label" in state for state in states)


def test_states_are_named_by_labels_in_questions() -> None:
    answer = asked("labels: {war: [z, x], calm: []}\n", "paths", start="calm", to="war")
    assert answer["from"] == 1
    assert answer["paths"][0]["to"] == 5  # type: ignore[index]


def test_json_has_labels_beside_states_with_options() -> None:
    answer = asked("labels: {war: {name: Open war, where: z}}\n", "states")
    states = answer["states"]
    assert isinstance(states, list)
    assert [state.get("label") for state in states] == [None, None, None, "Open war", "Open war", "Open war"]
    assert list(states[3])[:2] == ["state", "label"]


def test_other_formats_say_that_labels_are_lost() -> None:
    loaded, _ = examine(HEAD + "labels: {war: z}\n", "case.yaml")
    assert loaded is not None
    assert "labels" in written(loaded.case, Path("case.gmcr"))[1]
    assert "labels" in strategic_form(listed_game(loaded.case))[1]
    text, left_out = written(loaded.case, Path("case.json"))
    again, findings = examine(text, "case.json")
    assert again is not None, findings
    assert (again.case, left_out) == (loaded.case, [])
