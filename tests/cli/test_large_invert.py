"""`invert` on the command line, where the states are too many to list."""

from __future__ import annotations

import json

import pytest

from countermove.cli import run

ALLIES = "thirty-allies-2022"


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(("invert", ALLIES, "--want", *arguments)), *capsys.readouterr())


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "now", "--replace", "-f", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert (data["cost"], data["at_least"], data["proved"], data["count"]) == (9, 9, True, 1)
        assert data["solutions"][0]["options"]["russia.insist"] is True
    elif form == "csv":
        assert out.startswith("solution,code,actor,line,replace,first,second\n")
        assert len(out.splitlines()) == 10
    else:
        assert "It takes 9 changes of preferences" in " ".join(out.split())


def test_a_state_by_its_options_and_a_statement(capsys: pytest.CaptureFixture[str]) -> None:
    assert "This is proved." in asked(capsys, "insist, apply")[1]
    assert "This is proved." in " ".join(asked(capsys, "atleast(2, russia.attack, usa.deal)")[1].split())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("3",), "too many to be numbered"),
        (("nope",), '--want, column 1: unknown option "nope"'),
        (("usa.deal", "--rules"), "--rules needs a list of states"),
        (("usa.deal", "--rankings", "usa"), "--rankings needs a list of states"),
        (("usa.deal", "--concept", "seq"), "invert asks for Nash equilibria there"),
        (("usa.deal", "--actors", "nobody"), 'unknown actor "nobody"'),
        (("usa.deal", "--limit", "0"), "greater than or equal to 1"),
    ],
)
def test_wrong_questions(arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, *arguments)
    assert status != 0
    assert out == ""
    assert words in err
