"""A format of case files is a row and what reads and writes it: every part of the program then knows of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from docs.refresh import format_table

from countermove.cli import run
from countermove.cli.app import case_help
from countermove.cli.files import convert_help
from countermove.errors import QuestionError
from countermove.io import formats
from countermove.io.formats import FORMATS, Format, endings, format_rows, load
from countermove.io.loading import Loaded
from countermove.io.opening import file_of, opened
from countermove.model.case import Case

CUBA = "cuban-missile-crisis"


def examine(text: str, file: str) -> tuple[Loaded, list[object]]:
    """Reads the format of the test: a line of its own before a case in JSON."""
    return Loaded(Case.model_validate(json.loads(text.partition("\n")[2])), {}, file), []


def write(case: Case) -> tuple[str, list[str]]:
    """Writes it, and leaves out the citation."""
    data = case.model_dump(by_alias=True, exclude_defaults=True, exclude={"citation", "published"}, mode="json")
    return f"dam\n{json.dumps(data)}", ["citation"]


@pytest.fixture(autouse=True)
def dam(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    row = Format("DAM", (".dam",), "a case behind a line of its own", examine, write)  # type: ignore[arg-type]
    monkeypatch.setattr(formats, "FORMATS", (*FORMATS, row))
    monkeypatch.chdir(tmp_path)


def test_convert_writes_it_and_says_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", CUBA, "out.dam"]) == 0
    assert "out.dam does not hold: citation" in capsys.readouterr().err
    assert Path("out.dam").read_text(encoding="utf-8").startswith("dam\n")


def test_every_command_opens_it(capsys: pytest.CaptureFixture[str]) -> None:
    run(["convert", CUBA, "out.dam"])
    assert load("out.dam").title == opened("out.dam").case.title == opened(CUBA).case.title
    assert run(["solve", "out.dam", "--no-brief"]) == 0
    capsys.readouterr()
    assert run(["check", "missing.dam"]) == 1
    assert "there is no such file" in capsys.readouterr().out
    with pytest.raises(QuestionError, match=r'did you mean the file "out\.dam"\?'):
        file_of("out")


def test_help_names_it() -> None:
    assert endings("read") == ".yaml, .json, .gmcr, .xlsx, .nfg, .dam"
    assert endings("written") == ".yaml, .json, .gmcr, .xlsx, .dam"
    assert "The new file can be a case file (.yaml, .json, .gmcr, .xlsx, .dam). It can also be tables" in convert_help()
    assert case_help().startswith("CASE is a file (.yaml, .json, .gmcr, .xlsx, .nfg, .dam) or")


def test_the_documentation_has_a_row_for_it() -> None:
    assert format_rows()[-1] == ("`.dam`", "yes", "yes", "a case behind a line of its own")
    assert "| `.dam` | yes | yes | a case behind a line of its own |\n" in format_table()


def test_a_misspelt_ending_is_told_all_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["convert", CUBA, "out.doc"]) == 1
    assert "end the name in .yaml, .json, .gmcr, .xlsx, .csv, .md, .tex, .nfg, .graphml or .dam" in capsys.readouterr().err


def test_help_of_the_program_is_made_by_the_same_functions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()
    monkeypatch.setenv("COLUMNS", "400")
    assert run(["convert", "--help"]) == 0
    assert " ".join(convert_help().split()) in " ".join(capsys.readouterr().out.split())
    assert run(["--help"]) == 0
    assert case_help() in " ".join(capsys.readouterr().out.split())
