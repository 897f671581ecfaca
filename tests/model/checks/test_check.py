from typing import Any

from countermove.model.case import Case
from countermove.model.checks.check import check


def found(**data: Any) -> list[str]:
    return [str(finding) for finding in check(Case.model_validate(data))]


def test_a_sound_case_has_no_findings() -> None:
    line = {"that": "not go", "because": "It says so"}
    assert found(actors={"usa": {"options": {"go": "Go"}, "prefers": [line]}}) == []


def test_a_power_case_without_options_has_no_findings() -> None:
    assert found(actors={"a": {}, "b": {}}, bodies={"n": {"members": ["a", "b"], "decides": "majority"}}) == []


def test_places_are_left_to_the_reader_of_files() -> None:
    assert found(actors={"usa": {"options": {"go": "Go"}, "prefers": ["goo"]}}) == [
        'actors.usa.prefers[1]: unknown option "goo"; did you mean "go"? [CM104]'
    ]


def test_doubts_wait_until_the_errors_are_gone() -> None:
    assert len(found(actors={"usa": {"options": {"go": "Go"}, "prefers": ["goo"]}, "uk": {}})) == 1


def test_a_hundred_errors_are_enough() -> None:
    assert len(found(actors={"usa": {"prefers": ["x"] * 300}})) == 100
