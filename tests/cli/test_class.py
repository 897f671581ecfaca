"""Many files at once: `check` and `solve` of several cases, and `grade`."""

from __future__ import annotations

import csv
import io
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import countermove as cm
from countermove.cli import progress as progress_module
from countermove.cli import run

STRIKE = """\
title: A strike
actors:
  union:
    options: {strike: Go on strike}
    prefers:
      - firm.pay
      - not strike
  firm:
    options: {pay: Pay more}
    prefers:
      - not union.strike
      - not pay
"""
SWAPPED = STRIKE.replace("      - firm.pay\n      - not strike\n", "      - not strike\n      - firm.pay\n")
BROKEN = STRIKE.replace("firm.pay", "firm.pai")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("anna", STRIKE), ("ben", SWAPPED), ("cem", BROKEN)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def answered(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(list(arguments)), *capsys.readouterr())


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """What a command prints as JSON, which fits its schema."""
    _, out, _ = answered(capsys, *arguments, "--format", "json")
    data = json.loads(out)
    schema = files("countermove").joinpath("schemas", data["schema"].partition("/")[0] + ".json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(data)
    return data


def as_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------------------------------------------- check


def test_several_files_are_checked_in_one_table(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["cem.yaml", "anna.yaml", "nowhere.yaml", "folder", "nothing", "chicken", "cem.yaml"]
    status, out, err = answered(capsys, "check", *names)
    assert (status, err) == (1, "")
    assert "6 files: 4 with errors, 1 with warnings only, 1 without problems" in out
    data = as_json(capsys, "check", *names)
    # In the order given, each file once.
    assert [one["file"] for one in data["files"]] == names[:-1]
    first = [[finding["code"] for finding in one["findings"] if finding["severity"] == "error"] for one in data["files"]]
    assert first == [["CM104"], [], ["CM001"], ["CM001"], ["CM001"], []]
    assert (data["errors"], data["files"][0]["findings"][0]["line"]) == (4, 6)
    rows = as_rows(answered(capsys, "check", *names, "-f", "csv")[1])
    errors = [(row["file"], row["line"], row["code"]) for row in rows if row["severity"] == "error"]
    assert errors[:2] == [("cem.yaml", "6", "CM104"), ("nowhere.yaml", "", "CM001")]
    assert len(rows) == data["errors"] + data["warnings"]


def test_what_is_said_of_several_files_is_what_is_said_of_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["anna.yaml", "cem.yaml", "nile-dam-2021"]
    together = as_json(capsys, "check", *names)["files"]
    for name, one in zip(names, together, strict=True):
        alone = as_json(capsys, "check", name)
        assert alone["schema"] == "check/1"
        assert {key: one[key] for key in ("findings", "notes", "errors", "warnings")} == {
            key: alone[key] for key in ("findings", "notes", "errors", "warnings")
        }
        assert one["title"] == alone["case"]["title"]


def test_files_without_errors_are_no_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert answered(capsys, "check", "anna.yaml", "ben.yaml")[0] == 0
    # Nothing is written over a file that is read, whichever of them it is.
    status, out, _ = answered(capsys, "check", "anna.yaml", "ben.yaml", "-o", "ben.yaml", "--format", "json")
    assert (status, json.loads(out)["schema"]) == (1, "error/1")
    assert (folder / "ben.yaml").read_text(encoding="utf-8") == SWAPPED


# ---------------------------------------------------------------------------------------------------- solve


def test_several_files_are_solved_with_a_row_for_each(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "listed.yaml").write_text("states: {x: X, y: Y}\nactors: {a: {moves: [[x, y]], ranking: [y, x]}}\n", "utf-8")
    names = ["anna.yaml", "cem.yaml", "nowhere.yaml", "chicken", "listed.yaml", "anna.yaml"]
    status, out, err = answered(capsys, "solve", *names, "--format", "csv")
    assert status == 1
    assert err == "2 of 5 files have errors: cem.yaml, nowhere.yaml\n"
    rows = as_rows(out)
    assert [row["file"] for row in rows] == names[:-1]
    for row, name in zip(rows, names, strict=False):
        if row["error"]:
            continue
        table = cm.equilibria(cm.compile(cm.load(name)))
        for concept in ("nash", "gmr", "seq"):
            numbers = [str(one.state.number) for one in table.equilibria() if concept in one.concepts]
            assert row[concept] == " ".join(numbers)
        assert (row["title"], row["states"]) == (table.game.case.title, str(table.game.size))
        assert row["bottom_line"] in " ".join(str(cm.brief(table)).split())
    assert rows[1]["error"].startswith("cem.yaml:6:9")
    # Listed states have no simultaneous moves: not asked is not the same as none.
    assert (rows[4]["nash"], rows[4]["sim"], rows[4]["conflict-analysis"]) == ("2", "-", "-")


def test_a_class_as_json_has_the_equilibria_of_each_case(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = as_json(capsys, "solve", "anna.yaml", "chicken", "cem.yaml", "--concepts", "nash,seq", "--no-brief")
    alone = as_json(capsys, "solve", "chicken", "--concepts", "nash,seq", "--no-brief")
    one = data["files"][1]
    assert (one["equilibria"], one["states"], one["concepts"]) == (alone["equilibria"], alone["states"], alone["concepts"])
    assert one["bottom_line"] is None
    assert [len(one["errors"]) for one in data["files"]] == [0, 0, 1]


def test_a_concept_for_each_actor_of_a_class(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = answered(capsys, "solve", "anna.yaml", "ben.yaml", "--assign", "union=nash,firm=seq", "-f", "csv")
    alone = as_json(capsys, "solve", "ben.yaml", "--assign", "union=nash,firm=seq")
    assert status == 0
    assert as_rows(out)[1]["assigned"] == " ".join(map(str, alone["assigned"]["equilibria"]))
    assert "assigned" in answered(capsys, "solve", "anna.yaml", "ben.yaml", "--assign", "union=nash,firm=seq")[1]


@pytest.mark.parametrize("form", ["table", "md"])
def test_a_class_for_people(form: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = answered(capsys, "solve", "anna.yaml", "cem.yaml", "-f", form)
    assert (status, err) == (1, "1 of 2 files has errors: cem.yaml\n")
    text = " ".join(out.split())
    assert "Bottom lines" in text
    assert "anna.yaml: One outcome is stable, the one where nobody does anything." in text
    assert 'unknown option "firm.pai"' in text


def test_options_that_are_about_one_case_are_refused_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = answered(capsys, "solve", "anna.yaml", "ben.yaml", "--all", "--for", "union", "--limit", "3")
    assert (status, out) == (2, "")
    assert "--all, --for, --limit: several cases are answered without this" in err
    assert answered(capsys, "solve", "anna.yaml", "ben.yaml", "--concepts", "nash")[0] == 0
    # A concept that there is not is wrong for all files, so that it is said once.
    status, _, err = answered(capsys, "solve", "anna.yaml", "ben.yaml", "--concepts", "nahs")
    assert (status, err.count("nahs")) == (1, 1)


@pytest.mark.parametrize("command", [["check"], ["solve"], ["grade", "chicken"]])
def test_progress_of_many_files_on_a_terminal(
    command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    steps: list[str] = []

    class Bar:
        def __init__(self, **_: Any) -> None: ...
        def __enter__(self) -> Bar:
            return self

        def __exit__(self, *_: object) -> None: ...
        def add_task(self, what: str, total: int) -> int:
            steps.append(f"{what} {total}")
            return 0

        def advance(self, _: int) -> None:
            steps.append("step")

    monkeypatch.setattr(progress_module.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("rich.progress.Progress", Bar)
    names = []
    for k in range(10):
        names.append(str(tmp_path / f"{k}.yaml"))
        Path(names[-1]).write_text(STRIKE, encoding="utf-8")
    run([*command, *names])
    assert steps[0].endswith(" 10")
    assert steps.count("step") == 10


# ---------------------------------------------------------------------------------------------------- grade


def test_grading_says_where_each_file_differs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = answered(capsys, "grade", "anna.yaml", "ben.yaml", "cem.yaml", "anna.yaml")
    assert (status, err) == (1, "1 of 3 files has errors: cem.yaml\n")
    text = " ".join(out.split())
    assert "Line 6: Union: your model swaps statement 1" in text
    assert 'cem.yaml:6:9 actors.union.prefers[1]: unknown option "firm.pai"' in text
    assert "anna.yaml: A strike - No differences." in text
    data = as_json(capsys, "grade", "anna.yaml", "ben.yaml", "cem.yaml", "anna.yaml")
    ben, cem, anna = data["students"]
    assert ben["preferences"]["union"] == {"alike": 5, "pairs": 6, "share": 5 / 6}
    assert (cem["states"], anna["differences"], data["errors"]) == (None, [], 1)
    assert cem["errors"][0]["line"] == 6


def test_grading_as_csv_has_a_row_for_each_student(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = answered(capsys, "grade", "anna.yaml", "ben.yaml", "cem.yaml", "--concepts", "nash", "-f", "csv")
    ben, cem = as_rows(out)
    assert (ben["file"], ben["differences"], ben["share_union"], ben["share_firm"]) == ("ben.yaml", "1", "0.8333", "1.0000")
    assert (ben["nash_same"], ben["nash_missing"], ben["nash_extra"]) == ("1", "0", "0")
    assert (cem["errors"], cem["differences"], cem["share_union"]) == ("1", "", "")
    assert "your model swaps statement 1" in ben["sentences"]


def test_a_reference_with_errors_ends_with_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = answered(capsys, "grade", "cem.yaml", "anna.yaml")
    assert (status, out) == (1, "")
    assert err.startswith("cem.yaml:6:9")


def test_what_is_too_large_to_list_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = answered(capsys, "grade", "thirty-allies-2022", "anna.yaml")
    assert (status, out) == (1, "")
    assert "grade needs the list of all states" in err
    data = as_json(capsys, "grade", "anna.yaml", "thirty-allies-2022", "ben.yaml")
    large, ben = data["students"]
    assert "grade needs the list of all states" in large["errors"][0]["message"]
    assert len(ben["differences"]) == 1


def test_grading_from_python(folder: Path) -> None:
    case = cm.load("anna.yaml")
    result = cm.grade(case, [case, "ben.yaml", cm.compile(cm.load("ben.yaml"))], ["nash"])
    same, file, game = result.students
    assert same.differences == ()
    assert [one.line for one in file.differences] == [6]
    assert [one.line for one in game.differences] == [None]
    assert file.differences[0].sentence == game.differences[0].sentence
    assert cm.grade("anna.yaml", [Path("ben.yaml")]).to_dict()["students"][0]["differences"][0]["line"] == 6
