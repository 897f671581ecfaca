"""The command `coalitions`, and `--merge` of other commands."""

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
    if not load_case(case).option_rows and load_case(case).states is None:
        return
    status, out, err = asked(capsys, "coalitions", case, "--size", "2", "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()


def test_elmira(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "coalitions", "elmira", "--state", "5")
    text = " ".join(out.split())
    assert status == 0
    assert (
        "3 of 9 states are equilibria for actors and bodies alone (Nash). 2 of these are stable against coalitions too."
        in text
    )
    assert "5 Stalemate uniroyal.delay, E . Ministry of the Uniroyal chooses" in text


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, "coalitions", "elmira", "-c", "CGMR", "--pareto", "--size", "2", "-f", "json")[1])
    assert {key: data[key] for key in ("concept", "alone", "size", "pareto", "coalitions")} == {
        "concept": "cgmr", "alone": "gmr", "size": 2, "pareto": True, "coalitions": 6,
    }  # fmt: skip
    upset = next(state for state in data["states"] if state["state"] == 5)["upset_by"]
    assert [one["coalition"] for one in upset] == [["ministry", "uniroyal"]]


def test_as_csv_with_a_limit(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, err = asked(capsys, "coalitions", "elmira", "-f", "csv", "--limit", "2")
    assert [row["state"] for row in csv.DictReader(out.splitlines())] == ["8", "9"]
    assert err == "1 more states; --limit shows them\n"


@pytest.mark.parametrize(
    ("question", "status", "message"),
    [
        (["elmira", "-c", "cnahs"], 1, 'unknown coalition concept "cnahs"; did you mean "cnash"?'),
        (["elmira", "--state", "10"], 1, "there is no state 10; the states are numbered from 1 to 9"),
        (["elmira", "--merge", "ministry"], 1, "a merged coalition has two members or more"),
        (["elmira", "--merge", " ,"], 2, "--merge is empty; write names with commas between them"),
        (["elmira", "--size", "0"], 2, "Invalid value for '--size'"),
    ],
)
def test_what_cannot_be_asked(question: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    found, out, err = asked(capsys, "coalitions", *question)
    assert (found, out) == (status, "")
    assert message in " ".join(err.split())


def test_solve_points_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = asked(capsys, "solve", "elmira", "--concepts", "nash,cnash")
    assert status == 1
    assert err == "cnash is about coalitions, not about single movers; ask countermove coalitions CASE -c cnash\n"


def test_solve_with_actors_that_move_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, "solve", "elmira", "--merge", "uniroyal,ministry", "-f", "json")[1])
    assert data["merged"] == [["ministry", "uniroyal"]]
    assert list(data["stable"]["nash"]) == ["ministry+uniroyal", "local-government"]
    assert [e["state"] for e in data["equilibria"] if "nash" in e["concepts"]] == [7, 8, 9]
    status, out, _ = asked(capsys, "solve", "elmira", "--merge", "uniroyal,ministry")
    assert status == 0
    assert (
        "Coalition of Ministry of the Environment and Uniroyal: no move that they make together is better for each of them."
        in " ".join(out.split())
    )


def test_the_opening_case_with_its_allies_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, "solve", "european-security-2022", "--merge", "usa,europe")
    assert status == 0
    assert "WHO CAN BLOCK" in out
    assert "Coalition of United States and European allies: a veto" not in out


def test_explain_with_actors_that_move_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("explain", "elmira", "5", "--merge", "ministry,uniroyal", "--concept", "nash")
    status, out, _ = asked(capsys, *arguments, "--actor", "ministry+uniroyal")
    text = " ".join(out.split())
    assert status == 0
    assert text.startswith('For Coalition of Ministry of the Environment and Uniroyal, "Stalemate" (state 5; ')
    assert "is not stable under Nash." in text
    assert (
        'chooses "Ministry of the Environment: Modify the control order" and "Uniroyal: Accept the control order" and drops "Uniroyal: Delay the appeal"'
        in text
    )
    assert "This would not pass" not in text
    assert asked(capsys, *arguments, "--actor", "uniroyal")[0] == 1


def test_compare_with_actors_that_move_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "compare", "elmira", "--merge", "ministry, uniroyal", "--concepts", "nash")
    text = " ".join(out.split())
    assert 'merge ministry,uniroyal: Of the 3 Nash equilibria, state 5 ("Stalemate") is lost, and state 7 is gained.' in text
    assert "A move that one of Ministry of the Environment and Uniroyal could make alone now needs all of them." in text
    assert "merge ministry,x: unknown actor" in asked(capsys, "compare", "elmira", "--merge", "ministry,x")[2]


def test_without_a_size_as_many_are_asked_as_can_soon_be_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["coalitions", "eu-council", "-f", "json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["size"] == 3
    assert err == "There are many coalitions, so only those of up to 3 actors are checked; --size N checks larger ones\n"
