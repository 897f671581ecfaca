"""The command `power`."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from random import Random

import pytest

from catalogued import LISTED
from countermove.catalog import load_case
from countermove.cli import run

TALKS = "european-security-2022"
BODIES = [(case, body) for case in LISTED for body in load_case(case).bodies]


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(["power", *arguments]), *capsys.readouterr())


@pytest.mark.parametrize(("case", "body"), BODIES)
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_for_every_body(case: str, body: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, case, body, "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()
    assert form != "table" or all(len(line) <= 100 for line in out.splitlines())


def test_first_the_rule_then_where_it_bites(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, TALKS, "nato", "--option", "admit")
    assert out.startswith("Power in NATO: Admit Ukraine\n")
    assert "Veto holders: United States, European allies and Ukraine." in out
    assert out.index("At state 98 (the status quo)") < out.index('At "Stand-off" (state 148)')
    assert "Promise" not in out


def test_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, TALKS, "nato", "-f", "json")[1])
    assert (data["body"], data["option"], data["exact"]) == ("nato", None, True)
    assert data["members"]["usa"]["prevent"] == 1.0
    (first, *_) = data["decisions"]
    assert first["state"] == 98
    assert [option["option"] for option in first["options"]] == ["nato.renounce", "nato.admit"]
    admission = first["options"][1]
    assert (admission["passes"], admission["for"], admission["against"]) == (False, ["ukraine"], ["usa", "europe"])
    assert (admission["openers"], admission["price"]) == ([["usa", "europe"]], {"usa": [4], "europe": [4]})
    assert "seed" not in data


def test_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    rows = list(csv.DictReader(asked(capsys, "security-council", "council", "-f", "csv")[1].splitlines()))
    assert len(rows) == 15
    assert sum(float(row["Shapley-Shubik"]) for row in rows) == pytest.approx(1)


def test_a_state_and_a_scenario(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, TALKS, "nato", "--option", "admit", "--state", "412", "--scenario", "russian-veto")
    assert "Russia" in out
    assert out.count("\nAt ") == 1
    assert "Admit Ukraine: taken, and cannot be dropped." in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((TALKS, "natoo"), 'there is no body "natoo"; did you mean "nato"?\n'),
        ((TALKS, "russia"), '"russia" is an actor and decides alone; ask about a body; bodies: nato\n'),
        ((TALKS, "nato", "--option", "admitt"), '"nato" has no option "admitt"; did you mean "admit"?\n'),
        (("chicken", "row"), '"row" is an actor and decides alone; ask about a body; the case has no bodies\n'),
    ],
)
def test_a_wrong_question_ends_with_one_sentence(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, *arguments) == (1, "", message)


def written(folder: Path, body: str) -> str:
    file = folder / "case.yaml"
    file.write_text(f"actors: {{a: {{}}, b: {{}}}}\nbodies:\n  board: {body}\n", encoding="utf-8")
    return str(file)


def test_a_case_without_any_option_will_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, "{members: [a, b], decides: majority}")
    status, out, err = asked(capsys, file, "board")
    assert (status, err) == (0, "")
    assert "\nAt " not in out
    status, _, err = asked(capsys, file, "board", "--state", "1")
    assert (status, err) == (1, '--state: "board" has no options, so it has nothing to decide; leave out --state\n')


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{members: [], decides: majority}", "CM402"),
        ("{members: [a, a], decides: majority}", "CM411"),
        ("{members: [a, b], decides: {quota: 2, weights: {a: -1, b: 2}}}", "CM409"),
        ("{members: [a, b], decides: {quota: 2, weights: {a: many, b: 2}}}", "CM409"),
        ("{members: [a, b], decides: {quota: 9, weights: {a: 1, b: 2}}}", "CM403"),
    ],
)
def test_a_body_that_is_wrong_is_refused_at_its_place(
    body: str, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = asked(capsys, written(tmp_path, body), "board")
    assert (status, out) == (1, "")
    assert f"[{code}]" in err
    assert "case.yaml:3:" in err


def test_the_seed_of_an_estimate_is_told_and_repeats_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    members = [f"m{k}" for k in range(40)]
    parts = [
        f"{{quota: 0.5, weights: {{{', '.join(f'{m}: {rng.randrange(10**9)}' for m in members)}}}}}"
        for rng in (Random(1), Random(2))
    ]
    file = tmp_path / "case.yaml"
    actors = ", ".join(f"{m}: {{}}" for m in members)
    body = f"{{members: [{', '.join(members)}], decides: {{all: [{', '.join(parts)}]}}}}"
    file.write_text(f"actors: {{{actors}}}\nbodies: {{board: {body}}}\n", encoding="utf-8")
    first, again, other = (asked(capsys, str(file), "board", "-f", "json", "--seed", seed)[1] for seed in "112")
    data = json.loads(first)
    assert (data["exact"], data["seed"]) == (False, 1)
    assert first == again != other


def test_power_needs_no_list_of_states(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["power", "thirty-allies-2022", "nato"]) == 0
    out, err = capsys.readouterr()
    assert "Shapley" in out
    assert err == "The case has too many states to list, so its decisions are not shown\n"
    assert run(["power", "thirty-allies-2022", "nato", "--state", "now"]) == 1
