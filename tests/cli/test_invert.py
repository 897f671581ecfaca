"""The command `invert`."""

from __future__ import annotations

import json

import pytest

from catalogued import LISTED
from countermove.catalog import load_case
from countermove.cli import run

TALKS = "european-security-2022"
ALLIES = "thirty-allies-2022"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(["invert", *arguments]), *capsys.readouterr())


@pytest.mark.parametrize("case", LISTED)
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_for_every_case(case: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not load_case(case).option_rows and load_case(case).states is None:
        return
    status, out, err = asked(capsys, case, "--want", "1", "--seconds", "2", "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, TALKS, "--want", "russia.attack", "--reachable", "--replace", "-f", "json")[1])
    kept = ("want", "concept", "reachable", "possible", "proved", "cost", "count")
    assert [data[key] for key in kept] == ["russia.attack", "nash", True, True, True, 1, 2]
    solution = data["solutions"][1]
    assert (solution["state"], solution["code"]) == (152, 183)
    assert solution["changes"] == [{"actor": "russia", "line": 3, "replace": "otherwise"}]


def test_by_rules(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, TALKS, "--want", "nato.renounce", "--rules", "-f", "json")[1])
    assert (data["cost"], data["solutions"][0]["changes"]) == (1, [{"option": "nato.renounce", "rule": "unanimity"}])
    assert data["solutions"][0]["options"]["nato.renounce"] is True
    one = json.loads(asked(capsys, TALKS, "--want", "305", "--rules", "-f", "json")[1])
    assert one["solutions"][0]["changes"] == [{"option": "nato.renounce", "change": "take-only"}]


def test_counting_rankings(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, "chicken", "--want", "1", "--rankings", "row", "-f", "json")[1])
    assert (data["rankings"], data["stable"]["nash"]) == (24, 12)
    assert "the 24 strict rankings of the 4 states make" in asked(capsys, "chicken", "--want", "1", "--rankings", "row")[1]


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (["--want", "999"], "there is no state 999; the states are numbered from 1 to 416"),
        (["--want", "atack"], '--want, column 1: unknown option "atack"; did you mean '),
        (["--want", "attack and"], "--want, column"),
        (["--want", "1", "--actors", "rusia"], 'unknown actor "rusia"; did you mean "russia"'),
        (["--want", "1", "--actors", "nato"], 'unknown actor "nato"'),
        (["--want", "1", "--concept", "nsh"], 'unknown concept "nsh"; did you mean "nash"?'),
        (["--want", "1", "--seconds", "0"], "--limit and --seconds must be above 0"),
        (["--want", "attack", "--rankings", "russia"], "--rankings needs one state as its target"),
    ],
)
def test_wrong_questions(question: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, TALKS, *question)
    assert (status, out) == (1, "")
    assert message in err
    assert err.count("\n") == 1


def test_an_impossible_wish_is_an_answer(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = asked(capsys, TALKS, "--want", "nato.admit and nato.renounce")
    assert status == 0
    assert "The target is true in no feasible state" in out


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format_of_a_searched_game(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, ALLIES, "--want", "now", "--replace", "-f", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert (data["cost"], data["at_least"], data["proved"], data["count"]) == (9, 9, True, 1)
        assert data["solutions"][0]["options"]["russia.insist"] is True
    elif form == "csv":
        assert out.startswith("solution,step,code,label,actor,line,replace,first,second\n")
        assert len(out.splitlines()) == 10
    else:
        assert "It takes 9 changes of preferences" in " ".join(out.split())


def test_a_state_by_its_options_and_a_statement(capsys: pytest.CaptureFixture[str]) -> None:
    assert "(proved)" in asked(capsys, ALLIES, "--want", "insist, apply")[1]
    assert "(proved)" in " ".join(asked(capsys, ALLIES, "--want", "atleast(2, russia.attack, usa.deal)")[1].split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("3",), "too many to be numbered"),
        (("nope",), '--want, column 1: unknown option "nope"'),
        (("usa.deal", "--rules"), "--rules needs a list of states"),
        (("usa.deal", "--rankings", "usa"), "--rankings needs a list of states"),
        (("usa.deal", "--concept", "seq"), "invert looks for Nash equilibria"),
        (("usa.deal", "--actors", "nobody"), 'unknown actor "nobody"'),
        (("usa.deal", "--limit", "0"), "greater than or equal to 1"),
    ],
)
def test_wrong_questions_about_a_searched_game(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = asked(capsys, ALLIES, "--want", *arguments)
    assert status != 0
    assert out == ""
    assert words in err
