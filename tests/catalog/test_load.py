"""Cases from mappings and texts."""

from __future__ import annotations

from typing import Any

import pytest

import countermove as cm

ACTOR: dict[str, Any] = {"options": {"go": "Go"}, "prefers": ["go"]}


def test_numbers_of_a_mapping_are_as_exact_as_those_of_a_file() -> None:
    members = {"members": ["a"], "decides": {"quota": 0.65, "weights": {"a": 0.1}}, "options": {"x": "X"}}
    data = {"actors": {"a": {**ACTOR, "prefers": [{"that": "go", "sure": 0.1}]}}, "bodies": {"b": members}}
    text = """
        actors: {a: {options: {go: Go}, prefers: [{that: go, sure: 0.1}]}}
        bodies: {b: {members: [a], decides: {quota: 0.65, weights: {a: 0.1}}, options: {x: X}}}
    """
    assert cm.load(data) == cm.loads(text)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"actors": {"a": {"prefrs": []}}}, 'actors.a.prefrs: unknown key "prefrs"; did you mean "prefers"? [CM101]'),
        (
            {"actors": {"a": {**ACTOR, "prefers": ["go", "goo"]}}},
            'actors.a.prefers[2]: unknown option "goo"; did you mean "go"? [CM104]',
        ),
        ({"actors": {"a": ACTOR}, "at": 2026}, 'at: text is expected, not "2026"; write it as text [CM102]'),
        ({"actors": {"a": {**ACTOR, "plural": 1}}}, 'actors.a.plural: true or false is expected, not "1"; write true or false, '
         "or take the key out [CM102]"),
        ({"actors": {3: ACTOR}}, "actors: a key is text, not 3; write it in quotation marks [CM102]"),
        ({}, "the mapping is empty; begin with title: and actors: [CM008]"),
    ],
)  # fmt: skip
def test_a_wrong_mapping_is_an_error_at_its_path(data: Any, message: str) -> None:
    with pytest.raises(cm.CaseError) as caught:
        cm.load(data)
    assert str(caught.value) == message


def test_texts_are_read_as_yaml_or_as_json_with_tabs() -> None:
    assert cm.loads('{\n\t"actors": {"a": {"options": {"go": "Go"}}}\n}') == cm.loads("actors: {a: {options: {go: Go}}}")


def test_a_text_is_not_the_name_of_a_file() -> None:
    with pytest.raises(cm.QuestionError, match=r"read it with loads\(text\)"):
        cm.load("title: x\nactors: {}")
    with pytest.raises(cm.QuestionError, match=r"load reads files and mappings"):
        cm.loads({"actors": {}})  # type: ignore[arg-type]
    with pytest.raises(cm.QuestionError, match=r"an id, a path, an open file or a mapping, not 3"):
        cm.load(3)  # type: ignore[arg-type]
