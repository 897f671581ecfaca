"""`robust` on the command line, where the states are too many to list."""

from __future__ import annotations

import json

import pytest

from countermove.cli import run

ALLIES = "thirty-allies-2022"
QUICK = ("--draws", "10", "--pairs", "none")


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(("robust", ALLIES, *arguments)), *capsys.readouterr())


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, *QUICK, "-f", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert (data["draws"], data["concepts"], len(data["outcomes"])) == (10, ["nash"], 8)
        assert data["tried"]["of"] == "none"
    elif form == "csv":
        assert len(out.splitlines()) == 25
    else:
        assert "Outcome 1" in out
    if form == "table":
        assert max(map(len, out.splitlines())) <= 100


def test_any_number_of_workers_gives_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, *QUICK, "-f", "csv", "--workers", "1") == asked(capsys, *QUICK, "-f", "csv", "--workers", "2")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--concepts", "nash,seq"), '"seq" is not tried where the states are too many to list'),
        (("--drop-options", "0.1"), "--drop-options needs a list of states"),
        (("--drop-actors", "0.1"), "--drop-actors needs a list of states"),
        (("--resume", "file.json"), "--resume needs a list of states"),
        (("--scheduler", "tcp://10.0.0.5:8786"), "--scheduler needs a list of states"),
        (("--draws", "0"), "0 draws say nothing"),
        (("--noise", "2"), "a noise level is 2.0"),
    ],
)
def test_wrong_questions(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, *arguments)
    assert (status, out) == (1, "")
    assert words in err
