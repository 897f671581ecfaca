"""The command `deals`."""

from __future__ import annotations

import csv
import json

import pytest

from catalogued import LISTED
from countermove.catalog import load_case
from countermove.cli import run


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(list(arguments)), *capsys.readouterr())


@pytest.mark.parametrize("case", LISTED)
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_for_every_case(case: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    start = () if load_case(case).status_quo is not None else ("--from", "1")
    if load_case(case).is_graph:
        start = start and ("--from", next(iter(load_case(case).states or ())))
    status, out, err = asked(capsys, "deals", case, *start, "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "deals", "prisoners-dilemma", "--from", "1", "--minimal", "-f", "json")
    data = json.loads(out)
    (deal,) = data["deals"]
    assert (status, data["schema"], data["from"], deal["state"], deal["for_all"]) == (0, "deals/1", 1, 4, True)
    assert deal["contract"] == [
        {"mover": "row", "from": 1, "to": 2, "trusts": ["row"], "from_code": 0, "to_code": 1},
        {"mover": "column", "from": 2, "to": 4, "trusts": [], "from_code": 1, "to_code": 3},
    ]
    assert deal["minimal"] == [["row", "column"]]
    assert deal["standing"] == "kept-by-answers"
    assert [one["mover"] for one in deal["tempted"]] == ["row", "column"]
    assert data["coverage"] == {"kind": "complete", "proved": True, "bound": None, "seconds": None}


def test_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "deals", "prisoners-dilemma", "--from", "1", "-f", "csv")
    (row,) = csv.DictReader(out.splitlines())
    assert row == {
        "deal": "1", "state": "4", "label": "Both cooperate", "for_all": "1", "gainers": "row+column", "losers": "", "standing": "kept-by-answers",
        "breakers": "", "leaving": "row", "steps": "row:1>2 column:2>4", "trust": "row", "fallback": "1",
    }  # fmt: skip


def test_labels_stand_in_data(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "deals", "nile-dam-2021", "-f", "csv", "--limit", "2")
    first, second = csv.DictReader(out.splitlines())
    assert (first["deal"], first["state"], first["label"]) == ("1", "84", "Guidelines with releases in droughts")
    assert second["label"] == ""
    data = json.loads(asked(capsys, "deals", "nile-dam-2021", "-f", "json", "--limit", "1")[1])
    assert data["deals"][0]["label"] == "Guidelines with releases in droughts"
    assert data["truncated"] is True


@pytest.mark.parametrize(
    ("question", "status", "message"),
    [
        (["elmira", "--from", "10"], 1, "there is no state 10; the states are numbered from 1 to 9"),
        (
            ["prisoners-dilemma"],
            1,
            "the case has no status quo that actors could leave together; name a state: --from STATE",
        ),
        (["prisoners-dilemma", "--from", "1", "--size", "1"], 2, "Invalid value for '--size'"),
        (["prisoners-dilemma", "--from", "1", "--limit", "0"], 2, "Invalid value for '--limit'"),
    ],
)
def test_errors(question: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = asked(capsys, "deals", *question)
    assert code == status
    assert out == ""
    assert message in " ".join(err.replace("│", " ").split())
