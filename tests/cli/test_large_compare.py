"""`compare` on the command line, where the states are too many to list."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from countermove.catalog import load_case
from countermove.cli import run
from countermove.io.formats import save

ALLIES = "thirty-allies-2022"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(("compare", *arguments)), *capsys.readouterr())


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, ALLIES, "--without", "france", "--veto", "nato.admit=russia", "-f", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert list(data["scenarios"]) == ["base", "veto nato.admit=russia", "without france"]
        assert data["scenarios"]["without france"]["changes"]["nash"]["whole"] is True
        assert len(data["scenarios"]["without france"]["changes"]["nash"]["lost"]) == 4
    elif form == "csv":
        assert out.startswith("scenario,concept,change,before,after,options\n")
        assert len(out.splitlines()) == 17
    else:
        assert "Of the 8 Nash equilibria, states C, D, G and H are lost, and none is gained." in " ".join(out.split())
    if form == "table":
        assert max(map(len, out.splitlines())) <= 100


def test_a_case_beside_one_whose_states_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    for pair in ((ALLIES, "european-security-2022"), ("european-security-2022", ALLIES)):
        status, out, _ = asked(capsys, *pair, "-f", "json")
        assert status == 0
        assert {len(side["equilibria"]["nash"]) for side in json.loads(out)["scenarios"].values()} == {6, 8}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--merge", "usa,uk"), "--merge is asked only where the states can be listed"),
        (("--without", "nobody"), 'unknown actor or body "nobody"'),
        (("--without", "france", "--concepts", "sim"), "ask for one of nash, gmr, smr, seq, sseq"),
        (("--scenario", "peace"), 'unknown scenario "peace"'),
        (("prisoners-dilemma", "--from", "peace"), '"peace"'),
        (("mountain-pass",), None),
    ],
)
def test_wrong_questions(arguments: tuple[str, ...], words: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, ALLIES, *arguments)
    assert (status, out == "") == ((0, False) if words is None else (1, True))
    assert words is None or words in err


def test_nothing_to_compare_with(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    save(load_case(ALLIES).model_copy(update={"scenarios": {}}), tmp_path / "alone.yaml")
    status, out, err = asked(capsys, str(tmp_path / "alone.yaml"))
    assert (status, out) == (1, "")
    assert "the case has no scenarios, so there is nothing to compare it with" in err


@pytest.mark.parametrize(("scenario", "left"), [("war-aims", 4), ("russian-veto", 8)])
def test_the_scenarios_of_the_thirty_allies(scenario: str, left: int, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, ALLIES, "--scenario", scenario, "-f", "json")
    held = [len(side["equilibria"]["nash"]) for side in json.loads(out)["scenarios"].values()]
    assert (status, held) == (0, [8, left])
