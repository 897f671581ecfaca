"""`compare` on the command line: what it shows, its contract, and what it says to wrong questions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogued import LISTED
from countermove.catalog import load_case
from countermove.cli import run
from countermove.io.formats import save

OPENING = "european-security-2022"
Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*arguments: str) -> tuple[int, str, str]:
        status = run(("compare", *arguments))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return asked


def test_the_opening_case(ask: Ask) -> None:
    status, out, err = ask(OPENING)
    words = " ".join(out.split())
    assert (status, err) == (0, "")
    assert 'states 148 ("Stand-off") and 412 ("Admission of Ukraine") are lost, and none is gained.' in words
    assert 'lead to state 152 ("Open war") (Russia: "Attack Ukraine") instead of state 148 ("Stand-off").' in words
    assert "russian-veto (What if admission needed Russia's agreement too?): The 6 Nash equilibria are the same" in words
    assert "Under SEQ, SSEQ, SIM and FH nothing changes either." in words
    assert 'leads to 148 ("Stand-off") 152 ("Open war") 148 ("Stand-off")' in words
    assert max(map(len, out.splitlines())) <= 100


def test_the_contract(ask: Ask) -> None:
    data = json.loads(ask(OPENING, "-f", "json")[1])
    assert data["case"] == {"title": load_case(OPENING).title, "scenario": None}
    nash = [state["options"] for state in data["scenarios"]["base"]["equilibria"]["nash"]]
    assert len(nash) == 6
    assert "russia.insist" in nash[0]
    assert list(data["scenarios"]) == ["base", "war-aims", "russian-veto"]


@pytest.mark.parametrize("case", LISTED)
@pytest.mark.parametrize("format", ["table", "json", "csv", "md"])
def test_every_case_beside_itself_and_without_its_last_actor(ask: Ask, case: str, format: str) -> None:
    status, out, err = ask(case, case, "--concepts", "nash,seq", "-f", format)
    assert (status, err) == (0, "")
    if format == "json":
        assert list(json.loads(out)["scenarios"]) == ["base", case]
    if format == "csv":
        rows = list(csv.DictReader(io.StringIO(out)))
        assert {row["change"] for row in rows} <= {"kept"}
    last = list(load_case(case).actors)[-1]
    assert ask(case, "--without", last, "--concepts", "nash", "-f", format)[0] == 0


def test_what_ifs_are_repeated_and_combined(ask: Ask) -> None:
    asked = (
        "--rule",
        "nato=majority",
        "--rule",
        "nato={quota: 0.65}",
        "--veto",
        "nato.admit=russia",
        "--without",
        "europe",
    )
    found = json.loads(ask(OPENING, *asked, "-f", "json", "--concepts", "nash")[1])
    names = ["rule nato=majority", "rule nato={quota: 0.65}", "veto nato.admit=russia", "without europe"]
    assert list(found["scenarios"]) == ["base", *names]
    together = json.loads(ask(OPENING, "--veto", "nato=russia", "--without", "europe", "--together", "-f", "json")[1])
    assert list(together["scenarios"]) == ["base", "veto nato=russia + without europe"]
    beside = json.loads(ask(OPENING, "-s", "war-aims", "--without", "europe", "-f", "json")[1])
    assert list(beside["scenarios"]) == ["base", "war-aims", "without europe"]
    begun = json.loads(ask(OPENING, "--from", "war-aims", "-f", "json")[1])
    assert list(begun["scenarios"]) == ["war-aims", "russian-veto"]
    assert begun["base"] == "war-aims"


def test_rows_and_lists_are_limited(ask: Ask) -> None:
    _, out, err = ask(OPENING, "-f", "csv", "--limit", "3")
    assert len(out.splitlines()) == 4
    assert err.endswith("more rows; --limit shows them\n")
    assert json.loads(ask(OPENING, "-f", "json", "--limit", "3")[1])["truncated"] is True


def test_markdown_begins_with_the_title(ask: Ask) -> None:
    out = ask(OPENING, "-f", "md")[1]
    assert out.startswith("# European security talks, January 2022\n")
    assert "\n## What was changed\n" in out
    assert "| Nash | 6 | 4 (-2) | 6 |" in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("chicken",), "the case has no scenarios, so there is nothing to compare it with"),
        ((OPENING, "-s", "war-aim"), 'unknown scenario "war-aim"; did you mean "war-aims"?'),
        ((OPENING, "--from", "war-aim"), 'unknown scenario "war-aim"; did you mean "war-aims"?'),
        ((OPENING, "--rule", "nato={quota: 0.65"), "--rule nato:1:"),
        ((OPENING, "--rule", "nato"), "rule nato: the rule is missing; write BODY=RULE or BODY.OPTION=RULE"),
        ((OPENING, "--rule", "=majority"), "rule: nobody is named"),
        ((OPENING, "--rule", "nato=majorty"), 'unknown rule "majorty"; did you mean "majority"?'),
        ((OPENING, "--rule", "nato.admit="), "rule nato.admit: the rule is missing"),
        ((OPENING, "--veto", "nato.admit={a: b}"), "veto nato.admit: the actor is missing"),
        ((OPENING, "--veto", "nato.admit=rus"), 'there is no actor "rus"'),
        ((OPENING, "--without", "eu"), 'unknown actor or body "eu"'),
        ((OPENING, "--rule", "nato={quota: 3}"), "rule nato={quota: 3}: the case would be unsound"),
        ((OPENING, "chickn"), 'the catalogue has no case "chickn"; did you mean "chicken"?'),
    ],
)
def test_questions_without_an_answer(ask: Ask, arguments: tuple[str, ...], message: str) -> None:
    status, out, err = ask(*arguments)
    assert (status, out) == (1, "")
    assert message in err


def test_a_what_if_that_leaves_no_state(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("actors: {a: {options: {x: X}}, b: {options: {y: Y}}}\nalways: [b.y]\n")
    status, _, err = ask(str(path), "--without", "b")
    assert status == 1
    assert err.startswith("without b: the case would be unsound: ")


def test_a_scenario_without_states_is_told_at_its_place(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("actors: {a: {options: {x: X}}}\nscenarios:\n  none: {always: [x and not x]}\n")
    status, out, err = ask(str(path))
    assert (status, out) == (1, "")
    assert err.startswith(f"{path}:3:")


def test_listed_states_and_options_are_not_compared(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("states: {s: One}\nactors: {a: {moves: []}}\n")
    status, _, err = ask(str(path), "chicken")
    assert status == 1
    assert err == "one case lists its states and the other has options, so their states cannot be matched\n"


# ---------------------------------------------------------------------- states that are too many to list

ALLIES = "thirty-allies-2022"


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format(form: str, ask: Ask) -> None:
    status, out, err = ask(ALLIES, "--without", "france", "--veto", "nato.admit=russia", "-f", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert list(data["scenarios"]) == ["base", "veto nato.admit=russia", "without france"]
        assert data["scenarios"]["without france"]["changes"]["nash"]["whole"] is True
        assert len(data["scenarios"]["without france"]["changes"]["nash"]["lost"]) == 4
    elif form == "csv":
        assert out.startswith("scenario,concept,change,before,after,label,options\n")
        assert len(out.splitlines()) == 17
    else:
        assert "Of the 8 Nash equilibria, states C, D, G and H are lost, and none is gained." in " ".join(out.split())
    if form == "table":
        assert max(map(len, out.splitlines())) <= 100


def test_a_case_beside_one_whose_states_can_be_listed(ask: Ask) -> None:
    for pair in ((ALLIES, "european-security-2022"), ("european-security-2022", ALLIES)):
        status, out, _ = ask(*pair, "-f", "json")
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
def test_wrong_questions(arguments: tuple[str, ...], words: str | None, ask: Ask) -> None:
    status, out, err = ask(ALLIES, *arguments)
    assert (status, out == "") == ((0, False) if words is None else (1, True))
    assert words is None or words in err


def test_nothing_to_compare_with(ask: Ask, tmp_path: Path) -> None:
    save(load_case(ALLIES).model_copy(update={"scenarios": {}}), tmp_path / "alone.yaml")
    status, out, err = ask(str(tmp_path / "alone.yaml"))
    assert (status, out) == (1, "")
    assert "the case has no scenarios, so there is nothing to compare it with" in err


@pytest.mark.parametrize(("scenario", "left"), [("war-aims", 4), ("russian-veto", 8)])
def test_the_scenarios_of_the_thirty_allies(scenario: str, left: int, ask: Ask) -> None:
    status, out, _ = ask(ALLIES, "--scenario", scenario, "-f", "json")
    held = [len(side["equilibria"]["nash"]) for side in json.loads(out)["scenarios"].values()]
    assert (status, held) == (0, [8, left])
