"""`ask` and `schema`: the contract on the command line, for programs in other languages."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from countermove.cli import run
from countermove.requests import handle

SOLVE = {"request": "states", "catalogue": "chicken"}


def piped(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a text stand on standard input."""
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass"))))


def test_a_request_on_standard_input_is_answered_as_in_python(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    piped(json.dumps(SOLVE), monkeypatch)
    assert run(["ask"]) == 0
    said = capsys.readouterr()
    assert (json.loads(said.out), said.err) == (handle(SOLVE), "")


def test_a_request_in_a_file_and_an_answer_in_another(tmp_path: Path) -> None:
    request, answer = tmp_path / "request.json", tmp_path / "answer.json"
    request.write_text(json.dumps(SOLVE), encoding="utf-8")
    assert run(["ask", str(request), "-o", str(answer)]) == 0
    assert json.loads(answer.read_text(encoding="utf-8")) == handle(SOLVE)
    assert run(["ask", str(request), "-o", str(request)]) == 1
    assert json.loads(request.read_text(encoding="utf-8")) == SOLVE


def test_an_error_is_an_object_and_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    piped('{"request": "slove"}', monkeypatch)
    assert run(["ask"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["code"] == "request"
    assert said.err == 'there is no request "slove"; did you mean "solve"?\n'


@pytest.mark.parametrize("text", ["", "{", "\0", "[" * 100_000, '{"a": 1} x'])
def test_what_is_no_json_is_refused(text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    piped(text, monkeypatch)
    assert run(["ask"]) == 1
    assert "no JSON" in capsys.readouterr().err


def test_a_file_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "missing.json"]) == 1
    assert "missing.json: the request cannot be read" in capsys.readouterr().err


@pytest.mark.parametrize("line", [["solve"], ["case"], ["solve", "--request"], ["error"]])
def test_a_schema_is_printed_as_it_is_shipped(line: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", *line]) == 0
    schema: dict[str, Any] = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    assert ("request" in schema["properties"]) is ("--request" in line)


def test_the_names_of_schemas(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema"]) == 0
    names = capsys.readouterr().out.split()
    assert names[0] == "case"
    assert {"solve", "error", "what_if"} <= set(names)


def test_a_schema_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "slove"]) == 1
    assert 'did you mean "solve"?' in capsys.readouterr().err
