"""Requests that are wrong, too large, or mean harm: each has an error object for an answer, and nothing is raised."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract_requests import answered, request_of
from countermove.requests.contract import handling
from countermove.requests.contract.table import ROWS

CASE = "actors:\n  a: {options: {x: X}, prefers: [x]}\n"
HUGE = "x" * 100_000_000


def nested(depth: int) -> Any:
    value: Any = "x"
    for _ in range(depth):
        value = [value]
    return value


def endless() -> Any:
    value: list[Any] = []
    value.append(value)
    return value


@pytest.mark.parametrize(
    ("request_", "path", "words"),
    [
        (None, None, "a request is a mapping"),
        ([1], None, "a request is a mapping"),
        ("solve", None, "a request is a mapping"),
        ({}, "request", "the request has no name"),
        ({"request": 3}, "request", "the name of the request is 3"),
        ({"request": "slove"}, "request", 'there is no request "slove"'),
        ({"request": "x" * 10_000}, "request", "there is no request"),
        ({"request": "solve"}, "case", "there is no case"),
        ({"request": "solve", "case": CASE, "catalogue": "chicken"}, "case", "there are two cases"),
        ({"request": "solve", "case": 7}, "case", "case is 7"),
        ({"request": "solve", "case": "a: \ud800"}, "case", "half a character"),
        ({"request": "solve", "case": CASE, "file": "\udfff"}, "file", "half a character"),
        ({"request": "explain", "case": CASE, "state": True}, "state", "state is true"),
        ({"request": "solve", "case": CASE, "limt": 1}, "limt", 'solve takes no key "limt"'),
        ({"request": "solve", "case": CASE, "limit": "1"}, "limit", 'limit is "1"'),
        ({"request": "solve", "case": CASE, "limit": 0}, "limit", "limit is 0"),
        ({"request": "solve", "case": CASE, "limit": True}, "limit", "limit is true"),
        ({"request": "solve", "case": CASE, "limit": 2**65}, "limit", "a number has more than 64 bits"),
        ({"request": "solve", "case": CASE, "concepts": "nash"}, "concepts", 'concepts is "nash"'),
        ({"request": "solve", "case": CASE, "concepts": ["nash", 3]}, "concepts[2]", "concepts[2] is 3"),
        ({"request": "solve", "case": CASE, "seconds": 0}, "seconds", "seconds is 0"),
        ({"request": "solve", "case": CASE, "seconds": 3601}, "seconds", "seconds is 3601"),
        ({"request": "solve", "case": CASE, "seconds": float("nan")}, "seconds", "nan is no number of JSON"),
        ({"request": "solve", "case": CASE, "seconds": float("inf")}, "seconds", "inf is no number of JSON"),
        ({"request": "solve", "case": CASE, "file": "../case.yaml"}, "file", 'file is "../case.yaml"'),
        ({"request": "solve", "case": CASE, "file": "/etc/passwd"}, "file", 'file is "/etc/passwd"'),
        ({"request": "solve", "case": CASE, "file": ""}, "file", 'file is ""'),
        ({"request": "solve", "case": CASE, "file": "a\0b"}, "file", "file is"),
        ({"request": "solve", "case": CASE, "table": "tableau"}, "table", 'solve takes no key "table"'),
        ({"request": "robust", "case": CASE, "resume": "draws.json"}, "resume", 'robust takes no key "resume"'),
        ({"request": "robust", "case": CASE, "scheduler": "tcp://x"}, "scheduler", 'robust takes no key "scheduler"'),
        ({"request": "explain", "case": CASE}, "state", 'explain needs the key "state"'),
        ({"request": "solve", "case": nested(100)}, None, "are more than 64 deep"),
        ({"request": "solve", "case": CASE, "concepts": endless()}, None, "are more than 64 deep"),
        ({"request": "solve", "case": {1, 2}}, "case", "the type set"),
        ({"request": "solve", "case": b"actors: {}"}, "case", "the type bytes"),
        ({"request": "solve", 3: 4}, None, "a key is of the type int"),
        ({"request": "schema", "case": CASE}, "case", 'schema takes no key "case"'),
        ({"request": "check", "case": CASE, "scenario": "x"}, "scenario", 'check takes no key "scenario"'),
    ],
)
def test_a_wrong_request(request_: Any, path: str | None, words: str) -> None:
    answer = answered(request_)
    assert (answer["schema"], answer["code"]) == ("error/1", "request")
    assert words in answer["message"]
    assert answer["hint"]
    if path is not None:
        assert answer["place"] == {"file": None, "line": None, "column": None, "path": path}


def test_the_nearest_name_is_the_way_out() -> None:
    assert answered({"request": "slove"})["hint"] == 'did you mean "solve"?'
    assert answered({"request": "catalog"})["hint"] == 'did you mean "catalogue"?'


@pytest.mark.parametrize("request_", [{"request": "solve", "case": HUGE}, {"request": "solve", "case": CASE, HUGE: 1}])
def test_a_hundred_megabytes_are_refused_unread(request_: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.requests.contract.reading.json", None)  # nothing is written, read or looked up
    monkeypatch.setattr("countermove.requests.contract.reading.row_of", None)
    answer = answered(request_)
    assert answer["code"] == "size"
    assert len(json.dumps(answer)) < 2_000


def test_many_values_are_refused_as_much_text_is() -> None:
    assert answered({"request": "solve", "case": CASE, "concepts": [0] * 100_001})["code"] == "size"


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.has_case])
def test_a_case_over_a_megabyte_is_refused_as_a_file_is(name: str) -> None:
    answer = answered({k: v for k, v in request_of(name, "chicken").items() if k != "catalogue"} | {"case": "#" * 1_000_001})
    first = answer["findings"][0] if name == "check" else answer
    assert first["code"] == "CM002"


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.has_case])
def test_an_error_of_the_case_has_its_place_in_the_text(name: str) -> None:
    wrong = "actors:\n  a: {options: {x: X}, prefers: [y]}\n"
    request = {k: v for k, v in request_of(name, "chicken").items() if k != "catalogue"} | {
        "case": wrong,
        "file": "talks.yaml",
    }
    answer = answered(request)
    if name in ("check", "edit"):  # whose answer the findings are
        assert [(f["code"], f["line"]) for f in answer["findings"]] == [("CM104", 2)]
    else:
        place = {"file": "talks.yaml", "line": 2, "column": 34, "path": "actors.a.prefers[1]"}
        assert (answer["code"], answer["place"]) == ("CM104", place)


@pytest.mark.parametrize(
    "text", ["", "\0", "\ud800", "{", "[]", "- a", "actors: &a {x: *a}", "[" * 100, "\ufeff", "NFG 1 R"]
)
@pytest.mark.parametrize("name", ["check", "solve", "edit", "convert"])
def test_a_text_that_is_no_case(name: str, text: str) -> None:
    request = {k: v for k, v in request_of(name, "chicken").items() if k != "catalogue"} | {"case": text}
    answer = answered(request)
    codes = [finding["code"] for finding in answer.get("findings", ())]
    assert codes[:1] != [] or answer["schema"] == "error/1"
    assert answer.get("code") != "fault"


def test_an_error_of_the_question_is_an_answer() -> None:
    answer = answered(request_of("explain", "chicken", state="9"))
    assert (answer["code"], answer["place"]) == ("question", None)


def test_a_fault_of_the_program_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(handling, "ask", broken)
    answer = answered(request_of("solve", "chicken"))
    assert answer["code"] == "fault"
    assert "ZeroDivisionError: oh" in answer["message"]


def test_too_little_memory_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(handling, "ask", broken)
    assert answered(request_of("solve", "chicken"))["code"] == "memory"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3),
    max_leaves=6,
)
KEYS = sorted({key for row in ROWS.values() for key in row.model.model_fields})


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(set(ROWS) - {"report", "plot", "catalogue"})),
    st.dictionaries(st.sampled_from(KEYS), JSON, max_size=3),
)
def test_whatever_stands_in_a_request_there_is_an_answer(name: str, values: dict[str, Any]) -> None:
    request = request_of(name, "condorcet-committee") | values
    assert answered(request).get("code") != "fault", request
