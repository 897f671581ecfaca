"""The commands `credibility` and `winners`: formats, contracts, and what they refuse."""

from __future__ import annotations

import csv
import io
import json

import pytest

from catalogued import LISTED
from countermove.cli import run

CUBA = "cuban-missile-crisis"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(arguments)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.mark.parametrize("case", LISTED)
@pytest.mark.parametrize("command", ["credibility", "winners"])
def test_every_case_of_the_catalogue_is_answered(capsys: pytest.CaptureFixture[str], command: str, case: str) -> None:
    for format in ("table", "md", "csv", "json"):
        status, out, err = said(capsys, command, case, "--format", format, "--limit", "3")
        assert (status, err) == (0, "")
        assert out.strip()
        if format == "table":
            assert max(map(len, out.split("\n"))) <= 100


def test_the_contract_of_credibility(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "credibility", CUBA, "--format", "json", "--state", "1")
    data = json.loads(out)
    assert data["case"] == {"title": "Cuban missile crisis", "scenario": None}
    assert (data["concept"], data["credible"], data["equilibria"], data["resting"]) == ("gmr", "seq", 7, 5)
    (one,) = data["threats"]
    assert one["state"] == 1
    assert one["held_back"][0]["mover"] == "usa"


def test_rows_of_credibility(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "credibility", CUBA, "--format", "csv", "--concept", "smr")
    head, *rows = csv.reader(io.StringIO(out))
    assert head == ["state", "label", "held-back", "gain", "step", "mover", "from", "to", "willing", "lost", "ends"]
    assert rows[0] == ["1", "No action", "usa", "3", "1", "ussr", "3", "11", "0", "", "5 7"]


@pytest.mark.parametrize(
    ("state", "line"),
    [
        ("4", "It is no equilibrium under GMR: not even threats deter USSR."),
        ("5", "It is an equilibrium under SEQ too, and rests on no threat."),
    ],
)
def test_a_state_without_threats(capsys: pytest.CaptureFixture[str], state: str, line: str) -> None:
    assert line in said(capsys, "credibility", CUBA, "--state", state)[1]


def test_what_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "credibility", CUBA, "--concept", "seq") == (
        1, "", 'threats are what "gmr" and "smr" count on; not "seq"\n',
    )  # fmt: skip
    status, _, err = said(capsys, "credibility", CUBA, "--state", "13")
    assert (status, err) == (1, "there is no state 13; the states are numbered from 1 to 12\n")
    assert said(capsys, "winners", CUBA, "--concepts", "nush")[0] == 1


def test_the_contract_of_winners(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, "winners", CUBA, "--format", "json", "--concepts", "seq")
    data = json.loads(out)
    assert data["best"] == {"usa": [5], "ussr": [5]}
    assert [outcome["state"] for outcome in data["outcomes"]] == [5, 7]
    assert data["outcomes"][1]["dominated_by"] == [5]
    assert set(data["outcomes"][0]["actors"]["usa"]) >= {"share", "change", "met", "partly", "regret"}
    assert data["outcomes"][0]["actors"]["usa"]["estimate"] is None


def test_a_case_without_equilibria(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "winners", CUBA, "--concepts", "nash")
    assert (status, "No state is an equilibrium under Nash." in out) == (0, True)
