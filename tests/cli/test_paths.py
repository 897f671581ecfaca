"""The command `paths`."""

from __future__ import annotations

import csv
import json

import pytest

from catalogued import LISTED
from countermove.catalog import load_case
from countermove.cli import run

TALKS = "european-security-2022"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(["paths", *arguments]), *capsys.readouterr())


@pytest.mark.parametrize("case", LISTED)
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_for_every_case(case: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not load_case(case).option_rows and load_case(case).states is None:
        return
    status, out, err = asked(capsys, case, "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()


def test_the_talks_lead_to_one_outcome(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, TALKS)
    assert status == 0
    assert 'To "Stand-off" (state 148): 2 improvements, 2 paths.' in out
    assert 'All walks end in "Stand-off" (state 148).' in out


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, TALKS, "--to", "148", "-f", "json")[1])
    assert data["from"] == 98
    first = data["paths"][0]["steps"][0]
    assert (first["mover"], first["from"], first["to"]) == ("russia", 98, 100)
    assert data["reachable"] == {"improvements": [98, 100, 114, 116, 130, 132, 146, 148], "moves": 416, "fixed": None}


def test_without_a_status_quo_every_state_is_a_start(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, "chicken", "-f", "json")[1])
    assert (data["from"], data["paths"], len(data["starts"])) == (None, [], 4)
    assert json.loads(asked(capsys, "chicken", "--from", "1", "-f", "json")[1])["from"] == 1


def test_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(asked(capsys, TALKS, "--to", "148", "-f", "csv")[1].splitlines()))
    assert [row["mover"] for row in rows[:2]] == ["russia", "usa"]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (["--from", "999"], "there is no state 999; the states are numbered from 1 to 416"),
        (["--to", "atack"], 'unknown option "atack"; did you mean '),
        (["--where", "attack and"], "--where, column"),
        (["--where", "atack"], 'unknown option "atack"; did you mean '),
        (["--concepts", "nsh"], 'unknown concept "nsh"; did you mean "nash"?'),
        (["--scenario", "peace"], 'unknown scenario "peace"'),
    ],
)
def test_wrong_questions(question: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, TALKS, *question)
    assert (status, out) == (1, "")
    assert message in err
    assert err.count("\n") == 1


def test_one_place_to_go_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, TALKS, "--to", "1", "--where", "attack")
    assert (status, out) == (2, "")
    assert "give one of them" in err


def test_a_statement_that_is_true_nowhere(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, TALKS, "--where", "nato.admit and nato.renounce")
    assert status == 0
    assert "The statement is true in no feasible state." in out
    assert "can begin with an improvement." in out
