"""`verify` on the command line: two inputs, neither of which is ever written over, and one message for what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermove.cli import run
from countermove.io.formats import load
from countermove.io.writing import dump

CASE = "chicken"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["solve", CASE, "--concepts", "nash,seq", "--certificates", "-o", "result.json"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("output", ["result.json", "case.json"])
def test_neither_input_is_written_over(output: str, capsys: pytest.CaptureFixture[str]) -> None:
    from countermove.catalog import case_path

    Path("case.json").write_text(dump(load(case_path(CASE)), ".json"), encoding="utf-8")
    before = Path(output).read_bytes()
    assert run(["verify", "result.json", "case.json", "-o", output]) == 1
    assert "give the output another name" in capsys.readouterr().err
    assert Path(output).read_bytes() == before


@pytest.mark.parametrize("ending", ["txt", "md", "json", "html", "docx"])
def test_the_answer_is_written_in_the_form_of_its_ending(ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["verify", "result.json", CASE, "-o", f"out.{ending}"]) == 0
    assert capsys.readouterr().out == ""
    assert Path(f"out.{ending}").stat().st_size > 100


def test_a_missing_file_is_an_object_under_json(capsys: pytest.CaptureFixture[str]) -> None:
    for line, words in (
        (["verify", "missing.json", CASE], "missing.json: the result cannot be read: no such file or directory"),
        (["verify", "result.json", "missing.yaml"], "there is no such file"),
    ):
        assert run([*line, "--format", "json"]) == 1
        assert json.loads(capsys.readouterr().out)["message"].startswith(words)
