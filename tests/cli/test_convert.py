"""The command `convert`: between formats, whole or not at all."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from catalogued import LISTED
from countermove.catalog import load, load_case
from countermove.cli import run
from countermove.cli.options import Rows
from countermove.errors import CountermoveError
from countermove.game.compile import compile
from countermove.io.formats import case_endings
from countermove.requests.documents.convert import PAYOFFS, TABLE_WRITERS, WHAT

CUBA = "cuban-missile-crisis"
GMCR = """{"options": [{"name": "Go"}, {"name": "Stay"}], "zoom": 1, "decisionMakers": [
  {"name": "USA", "options": [0], "preferences": [[[0, "N"]]]},
  {"name": "USSR", "options": [1], "preferences": [[[1, "Y"], [0, "N"]]]}]}
"""


class Answer(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    return lambda *arguments: Answer(run(arguments), *capsys.readouterr())


@pytest.mark.parametrize("suffix", [".yaml", ".yml", ".json"])
@pytest.mark.parametrize("case", LISTED)
def test_every_case_goes_into_every_format_that_holds_it_all(ask: Ask, case: str, suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"out{suffix}"
    answer = ask("convert", case, str(out))
    assert (answer.status, answer.out, answer.err) == (0, f"{out} is written\n", "")
    assert load(out) == load_case(case)


@pytest.mark.parametrize("suffix", [".gmcr", ".nfg"])
@pytest.mark.parametrize("case", LISTED)
def test_every_case_goes_into_formats_of_others_or_is_refused(ask: Ask, case: str, suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"out{suffix}"
    answer = ask("convert", case, str(out))
    assert answer.status == (0 if out.exists() else 1)
    assert "cannot hold" in answer.err or "strategic form" in answer.err or out.exists()
    if out.exists() and suffix == ".gmcr":
        ours, theirs = compile(load_case(case)), compile(load(out))
        assert ours.codes_at() == theirs.codes_at()
        assert ours.rank_rows.tolist() == theirs.rank_rows.tolist()


@pytest.mark.parametrize("suffix", [".csv", ".md", ".tex"])
@pytest.mark.parametrize("case", LISTED)
def test_every_case_has_tables(ask: Ask, case: str, suffix: str, tmp_path: Path) -> None:
    for name, what in (("all", []), ("states", ["--what", "states"]), ("stability", ["--what", "stability"])):
        answer = ask("convert", case, str(tmp_path / f"{name}{suffix}"), *what)
        assert (answer.status, answer.err) == (0, "")
    texts = {name: (tmp_path / f"{name}{suffix}").read_text() for name in ("all", *WHAT)}
    assert texts["states"] != texts["stability"]
    if suffix == ".csv":
        assert texts["all"] == texts["states"]
        for text in texts.values():
            assert len(list(csv.reader(text.splitlines()))) == compile(load_case(case)).size + 1
    elif suffix == ".tex":
        assert r"\caption{" in texts["states"]
        assert texts["all"].count(r"\caption{") == texts["stability"].count(r"\caption{") == 2
    else:
        for heading in WHAT.values():
            assert heading in texts["all"]


def test_a_foreign_file_is_a_case_for_every_command(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "dispute.gmcr"
    path.write_text(GMCR)
    note = f'{path}:1:57 zoom: warning: the key "zoom" of the file is not understood; what it says is left out [CM703]\n'
    for command in (["show"], ["states"], ["solve"], ["explain", "1"]):
        answer = ask(command[0], str(path), *command[1:])
        assert (answer.status, answer.err) == (0, note)
    answer = ask("check", str(path))
    assert answer.status == 0
    assert note in answer.out
    assert json.loads(ask("solve", str(path), "--format", "json").out)["options"] == ["usa.go", "ussr.stay"]


def test_what_a_foreign_file_does_not_hold_is_told(ask: Ask, tmp_path: Path) -> None:
    path, out = tmp_path / "in.yaml", tmp_path / "out.gmcr"
    path.write_text("title: T\nactors: {a: {options: {x: X}}}\nstatus quo: [x]\n")
    answer = ask("convert", str(path), str(out))
    assert (answer.status, answer.err) == (0, f"{out} does not hold: title; status quo\n")
    assert json.loads(out.read_text())["program"] == "countermove"


def test_a_scenario_is_applied_first(ask: Ask, tmp_path: Path) -> None:
    path, out = tmp_path / "in.yaml", tmp_path / "out.yaml"
    path.write_text("actors: {a: {options: {x: X}, prefers: [x]}}\nscenarios: {not-x: {actors: {a: {prefers: [not x]}}}}\n")
    assert ask("convert", str(path), str(out), "--scenario", "not-x").status == 0
    case = load(out)
    assert case.scenarios == {}
    assert case.actors["a"].prefers[0].that.text == "not x"
    assert ask("convert", str(path), str(tmp_path / "out.csv"), "--scenario", "not-x").status == 0
    assert (tmp_path / "out.csv").read_text().splitlines()[1:] == ["1,0,N,1", "2,1,Y,0"]
    assert "unknown scenario" in ask("convert", str(path), str(out), "--scenario", "y").err


def test_the_file_that_is_read_is_never_written(ask: Ask, tmp_path: Path) -> None:
    path, link = tmp_path / "in.yaml", tmp_path / "link.yaml"
    path.write_text("actors: {a: {options: {x: X}}} # a comment\n")
    link.symlink_to(path)
    for one, other in ((path, path), (path, link), (link, path)):
        answer = ask("convert", str(one), str(other))
        assert answer.status == 1
        file = "" if one == other else f"the file {one}, "
        assert answer.err == f"{other}: this is {file}the case; give the output another name\n"
    assert path.read_text().endswith("# a comment\n")


def test_a_file_that_is_missing_is_told(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    answer = ask("convert", str(tmp_path / "in.yaml"), str(out))
    assert answer.status == 1
    assert "CM001" in answer.err
    assert out.read_text() == "old"


def test_another_file_is_replaced(ask: Ask, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")
    assert ask("convert", CUBA, str(out)).status == 0
    assert out.read_text().startswith("state,")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["out.txt"], "out.txt: a case cannot be written as .txt; end the name in .yaml, .json, .gmcr, .xlsx, .csv, .md, .tex, .nfg or .graphml"),
        (["out"], '"out" has no ending that says what to write; end it in .yaml, '),
        (["out.yaml", "--what", "states"], "out.yaml: a table is chosen for files of tables: .csv, .md, .tex"),
        (["out.nfg", "--what", "states"], "out.nfg: a table is chosen for files of tables: .csv, .md, .tex"),
        (["out.csv", "--what", "payoffs"], "out.csv: payoffs are chosen for files of games: .nfg"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_refused(
    ask: Ask, arguments: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ask("convert", CUBA, *arguments)
    assert answer.status == 1
    assert answer.err.startswith(message)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_table_is_a_matter_of_usage(ask: Ask, tmp_path: Path) -> None:
    assert ask("convert", CUBA, str(tmp_path / "out.csv"), "--what", "moves").status == 2


def test_nothing_is_left_behind_where_writing_fails(ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old")

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("os.replace", fail)
    answer = ask("convert", CUBA, str(out))
    assert answer.status == 1
    assert "the disk is full" in answer.err
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert out.read_text() == "old"


def test_the_tables_of_the_command_line_are_those_of_the_library() -> None:
    assert [row.value for row in Rows] == [*WHAT, PAYOFFS]
    assert not set(TABLE_WRITERS) & set(case_endings())


def test_an_unknown_table_is_refused_by_the_library(tmp_path: Path) -> None:
    from countermove.io.formats import read_case
    from countermove.requests.documents.convert import converted

    path = tmp_path / "case.yaml"
    path.write_text("actors: {a: {options: {x: X}}}")
    with pytest.raises(CountermoveError, match='unknown table "moves"; known: "states", "stability"'):
        converted(read_case(path), "out.csv", "moves")
    assert run(["convert", str(path)]) == 2
