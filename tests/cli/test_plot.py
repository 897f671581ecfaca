"""`plot` on the command line: what is written, and what is refused with nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.cli import run


@pytest.mark.parametrize(("ending", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_a_picture_is_written(tmp_path: Path, ending: str, start: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"picture.{ending}"
    assert run(["plot", "elmira", "winners", "-o", str(file), "--concepts", "nash", "--states", "1,9"]) == 0
    assert file.read_bytes().startswith(start)
    assert capsys.readouterr() == (f"The picture is in {file}\n", "")


def test_a_scenario_is_applied(tmp_path: Path) -> None:
    files = [tmp_path / "now.svg", tmp_path / "then.svg"]
    assert run(["plot", "security-council", "power", "-o", str(files[0])]) == 0
    assert run(["plot", "security-council", "power", "-o", str(files[1]), "--scenario", "no-veto"]) == 0
    assert ["no player has a veto" in file.read_text(encoding="utf-8") for file in files] == [False, True]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chicken", "winners", "-o", "a.svg", "--theme", "drak"], 'unknown theme "drak"; did you mean "dark"?'),
        (
            ["chicken", "winners", "-o", "a.svg", "--width", "100"],
            "a picture cannot be 100 pixels wide; choose a width from 320 to 4,000",
        ),
        (["chicken", "winers", "-o", "a.svg"], 'unknown picture "winers"; did you mean "winners"?'),
        (
            ["chicken", "winners", "-o", "a.sgv"],
            "a.sgv: a picture cannot be written as .sgv; end the name in .svg, .png or .pdf",
        ),
        (["chicken", "winners", "-o", "a"], '"a" has no ending'),
        (["chikken", "winners", "-o", "a.svg"], 'did you mean "chicken"?'),
        (["chicken", "winners", "-o", "a.svg", "--states", "5"], "there is no state 5"),
        (["chicken", "winners", "-o", "a.svg", "--states", "x"], '--states: "x" is no state'),
        (["chicken", "power", "-o", "a.svg"], "no body of this case decides anything"),
        (
            ["eu-council", "power", "-o", "a.svg", "--states", "1"],
            "the picture power takes no --states; it takes --body and",
        ),
        (
            ["chicken", "winners", "-o", "a.svg", "-a", "row"],
            "the picture winners takes no --actor; it takes --states and",
        ),
        (["chicken", "evolution", "-o", "a.svg"], "no status quo to start from; name a state with --states"),
        (["elmira", "preferences", "-o", "a.svg", "-a", "moe"], 'unknown actor "moe"'),
        (["chicken", "winners", "-o", "no/such/folder/a.svg"], "the file cannot be written"),
        (["chicken", "winners", "-o", "a.svg", "-s", "x"], "scenario"),
        (["thirty-allies-2022", "moves", "-o", "a.svg"], "of this case there are outcomes, path, winners, preferences and"),
        (["thirty-allies-2022", "outcomes", "-o", "a.svg", "--states", "1"], "states have no numbers here"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    arguments: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plot", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert said in printed.err
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.svg").mkdir()
    assert run(["plot", "chicken", "winners", "-o", str(tmp_path / "a.svg")]) == 1
    assert "the file cannot be written" in capsys.readouterr().err


def test_a_picture_needs_a_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", "chicken", "winners"]) == 2
    assert "-o" in capsys.readouterr().err


def test_characters_that_cannot_be_drawn_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = tmp_path / "case.yaml"
    case.write_text("actors: {ann: {name: \U00012345, options: {go: Go}, prefers: [go]}}", encoding="utf-8")
    assert run(["plot", str(case), "winners", "-o", str(tmp_path / "a.png")]) == 0
    assert "no installed font has these characters" in capsys.readouterr().err


def test_the_help_names_every_kind(capsys: pytest.CaptureFixture[str]) -> None:
    from countermove.plots import KINDS

    assert run(["plot", "-h"]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert all(f"{picture.id}: {picture.question} " in printed for picture in KINDS.values())
