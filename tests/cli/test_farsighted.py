"""`farsighted`: what it prints, in every form, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from catalogued import LISTED
from countermove.cli import run

Ask = Callable[..., tuple[int, str, str]]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def asked(*arguments: str) -> tuple[int, str, str]:
        status = run(["farsighted", *arguments])
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return asked


@pytest.mark.parametrize("id_", LISTED)
def test_every_catalogue_case_is_answered_in_every_form(ask: Ask, id_: str) -> None:
    for more in ([], ["--state", "1"], ["--stable-sets", "--limit", "2"], ["--stable-sets", "--dominance", "direct"]):
        for format_ in ("table", "md", "json", "csv"):
            status, out, err = ask(id_, *more, "--format", format_)
            if format_ == "csv" and more[:1] == ["--state"]:
                assert (status, out) == (2, "")
                continue
            assert (status, bool(out.strip())) == (0, True)
            assert not err or format_ == "csv"
            if format_ == "json":
                assert json.loads(out)["countermove"]


def test_json_has_the_keys_that_the_reference_page_names(ask: Ask) -> None:
    data = json.loads(ask("condorcet-committee", "-f", "json")[1])
    assert {"countermove", "case", "actors", "options", "states", "core", "largest_consistent_set"} <= set(data)
    assert (data["core"], data["largest_consistent_set"]) == ([], [1, 2, 3])
    data = json.loads(ask("condorcet-committee", "--stable-sets", "-f", "json")[1])
    assert {"dominance", "stable_sets", "proved", "stopped"} <= set(data)
    assert (data["stable_sets"], data["proved"], data["stopped"]) == ([], True, None)
    data = json.loads(ask("chicken", "--state", "row.cooperate", "-f", "json")[1])
    assert {"countermove", "case", "state", "core", "largest_consistent_set", "steps"} <= set(data)


def test_the_table_and_the_limit(ask: Ask) -> None:
    _, out, _ = ask("european-security-2022", "--limit", "3")
    assert "29 more states; --limit shows them." in out
    assert out.split("\n")[2].startswith("   50            russia.insist, usa.talk, usa.press")
    (row,) = [line for line in ask("european-security-2022")[1].split("\n") if line.startswith("  148")]
    assert row.split() == ["148", "Stand-off", "russia.insist,", "russia.contain,", "usa.talk,", "yes", "yes"]


def test_a_scenario_is_applied_and_a_file_is_written(ask: Ask, tmp_path: Path) -> None:
    path = tmp_path / "far.json"
    assert ask("european-security-2022", "-s", "war-aims", "-f", "json", "-o", str(path)) == (0, "", "")
    assert json.loads(path.read_text())["case"]["scenario"] == "war-aims"


def test_rows_that_are_cut_are_told_on_standard_error(ask: Ask) -> None:
    _, out, err = ask("european-security-2022", "-f", "csv", "--limit", "10")
    assert (len(out.splitlines()), err) == (11, "406 more states; --limit shows them\n")
    _, out, err = ask("chicken", "--stable-sets", "-f", "csv", "--limit", "1")
    assert err == "perhaps not all stable sets: stopped by the limit\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (
            ["--stable-sets", "--dominance", "indrect"],
            1,
            'unknown dominance "indrect"; did you mean "indirect" or "direct"?',
        ),
        (["--stable-sets", "--seconds", "0"], 1, "the time limit is 0 seconds; give a number above 0"),
        (["--state", "9"], 1, "there is no state 9; the states are numbered from 1 to 4"),
        (["--limit", "0"], 2, "'--limit'"),
        (["--stable-sets", "--state", "1"], 2, "--state explains the largest consistent set; leave out --stable-sets"),
        (["--dominance", "direct"], 2, "--dominance belongs to --stable-sets; add it, or leave --dominance out"),
        (["--seconds", "3"], 2, "--seconds belongs to --stable-sets; add it, or leave --seconds out"),
        (
            ["--state", "1", "-f", "csv"],
            2,
            "farsighted --state answers in sentences, not in rows; use table, md or json",
        ),
    ],
)
def test_wrong_questions_are_refused(ask: Ask, arguments: list[str], status: int, message: str) -> None:
    answer = ask("chicken", *arguments)
    assert answer[:2] == (status, "")
    assert message in answer[2].replace("\n", " ")


def test_too_large_a_case_is_refused(ask: Ask, tmp_path: Path) -> None:
    options = ", ".join(f"o{k}: {{}}" for k in range(17))
    path = tmp_path / "large.yaml"
    path.write_text(f"actors: {{a: {{options: {{{options}}}, prefers: [o1]}}}}\n")
    status, out, err = ask(str(path))
    assert (status, out) == (1, "")
    assert err == (
        "the case has 131,072 states; farsighted analysis compares each with each, at most 100,000: rule combinations out "
        "under impossible:, or join some under coalesce:\n"
    )
    assert "stable sets are searched up to 1,000" in ask(str(path), "--stable-sets")[2]
