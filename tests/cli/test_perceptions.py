"""The command `perceptions`: its formats, its contract, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from countermove.cli import run

PASS = "mountain-pass"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(["perceptions", *arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, PASS, "--format", "json", "--concept", "nash,seq")
    data = json.loads(out)
    assert (status, err) == (0, "")
    assert data["case"] == {"title": "The mountain pass", "scenario": None}
    assert data["concepts"] == ["nash", "seq"]
    assert data["states"] == {"count": 9, "status_quo": 1}
    assert data["equilibria"] == {"nash": [5, 6, 8, 9], "seq": [5, 6, 8, 9]}
    assert data["written"]["seq"] == [1, 5, 6, 8, 9]
    assert set(data["games"]["defender"]) == {
        "believes", "unaware", "unseen", "equilibria", "expected", "unexpected", "mistaken", "overlooked", "moves",
    }  # fmt: skip


def test_rows_and_prose(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = said(capsys, PASS, "--format", "csv", "-c", "seq")
    head, *rows = csv.reader(io.StringIO(out))
    assert head == ["state", "label", "options taken", "holds", "as written", "Defender expects", "reachable"]
    assert ["4", "", "defender.guard-coast", "", "", "SEQ", "yes"] in rows
    _, out, _ = said(capsys, PASS, "--limit", "1")
    assert "The game as Defender sees it" in out
    assert "5 more states; --limit shows them." in out
    _, out, _ = said(capsys, PASS, "--format", "md")
    assert out.startswith("# The mountain pass: the game as each actor sees it")


def test_what_it_refuses(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert said(capsys, PASS, "-c", "nesh") == (1, "", 'unknown concept "nesh"; did you mean "nash"?\n')
    file = tmp_path / "case.yaml"
    file.write_text("actors:\n  a: {options: {x: X}}\nviews:\n  a: {unaware: [y]}\n", encoding="utf-8")
    status, out, err = said(capsys, str(file))
    assert (status, out) == (1, "")
    assert 'case.yaml:4:17 views.a.unaware[1]: unknown option "y"; known: "x" [CM104]' in err
    status, _, err = said(capsys, PASS, "--scenario", "fog")
    assert (status, err) == (1, 'unknown scenario "fog"; there is none\n')


GMCR = """{
  "options": [{"name": "Go"}, {"name": "Pay"}],
  "decisionMakers": [
    {"name": "Ann", "options": [0], "preferences": [[[1, "Y"]], [[0, "N"]]], "misperceptions": [[[0, "Y"], [1, "Y"]]]},
    {"name": "Bob", "options": [1], "preferences": [[[0, "N"]], [[1, "N"]]], "misperceptions": []}
  ]
}"""


def test_misperceived_states_of_other_programs_are_not_seen(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Read as `unseen`, solved, written back, and solved alike."""
    first, second = tmp_path / "first.gmcr", tmp_path / "second.gmcr"
    first.write_text(GMCR, encoding="utf-8")
    status, out, _ = said(capsys, str(first), "--format", "json")
    game = json.loads(out)["games"]["ann"]
    assert (status, game["unseen"], list(json.loads(out)["games"])) == (0, [4], ["ann"])
    assert run(["convert", str(first), str(second)]) == 0
    capsys.readouterr()
    _, again, _ = said(capsys, str(second), "--format", "json")
    assert json.loads(again)["games"] == json.loads(out)["games"]
