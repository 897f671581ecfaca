"""Errors under `--format json`: one object on standard output, whatever the command and whatever went wrong."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from countermove.cli import run, running
from countermove.cli.app import all_commands

SCHEMA = Draft202012Validator(json.loads(files("countermove").joinpath("schemas/error.json").read_text(encoding="utf-8")))
WRONG = "actors:\n  a: {options: {x: X}, prefers: [y, x, z]}\n"
OTHERS = ("new", "catalog", "check", "read", "plot", "report", "convert", "verify", "schema", "ask", "mcp")
"""Commands about no case, `check`, whose answer are the errors, those whose --format is that of a file, and `verify`,
which takes a result before the case (tests/cli/test_verify.py)."""
ANSWERING = [name for name in all_commands() if name not in OTHERS]
NEEDED = {"explain": ["1"], "power": ["club"], "grade": ["chicken"], "invert": ["--want", "x"]}


def refusal(line: list[str], status: int, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The object that a command line prints in place of an answer; people are told on standard error."""
    assert run(line) == status
    said = capsys.readouterr()
    assert said.err != ""
    data: dict[str, Any] = json.loads(said.out)
    assert [error.message for error in SCHEMA.iter_errors(data)] == []
    return data


@pytest.mark.parametrize("command", all_commands())
def test_an_option_that_there_is_not(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = refusal([command, "--format", "json", "--no-such-option"], 2, capsys)
    assert (data["code"], data["place"]) == ("usage", None)
    assert "No such option" in data["message"]


@pytest.mark.parametrize("command", ANSWERING)
def test_a_file_that_there_is_not(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    data = refusal([command, "missing.yaml", *NEEDED.get(command, []), "--format", "json"], 1, capsys)
    assert data["code"] == "CM001"
    assert data["place"]["file"] == "missing.yaml"


@pytest.mark.parametrize("command", ANSWERING)
def test_a_case_that_is_wrong(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(WRONG, encoding="utf-8")
    data = refusal([command, str(file), *NEEDED.get(command, []), "-f", "json"], 1, capsys)
    assert (data["code"], data["message"]) == ("CM104", 'unknown option "y"')
    assert data["place"] == {"file": str(file), "line": 2, "column": 34, "path": "actors.a.prefers[1]"}
    assert [finding["line"] for finding in data["findings"]] == [2, 2]


@pytest.mark.parametrize(
    ("line", "code", "status"),
    [
        (["explain", "chicken", "9"], "question", 1),
        (["solve", "no-such-case"], "question", 1),
        (["no-such-command"], "usage", 2),
        (["solve"], "usage", 2),
        (["solve", "chicken", "--limit", "0"], "usage", 2),
        (["solve", "chicken", "--assign", "row"], "usage", 2),
        (["report", "chicken", "-o", "out.html"], "question", 1),
    ],
)
def test_kinds_of_errors(line: list[str], code: str, status: int, capsys: pytest.CaptureFixture[str]) -> None:
    data = refusal([*line, "--format=json"], status, capsys)
    assert data["code"] == code
    assert data["message"] != ""


@pytest.mark.parametrize(
    ("fault", "code", "status"),
    [(KeyboardInterrupt(), "interrupted", 130), (MemoryError(), "memory", 1), (ZeroDivisionError("oh"), "fault", 3)],
)
def test_what_is_no_fault_of_the_case(
    fault: BaseException, code: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: object) -> None:
        raise fault

    monkeypatch.setattr(running, "app_for", broken)
    assert refusal(["solve", "chicken", "--format", "json"], status, capsys)["code"] == code


def test_without_json_nothing_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "chicken", "9"]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
