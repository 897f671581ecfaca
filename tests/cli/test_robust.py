"""The command `robust`."""

from __future__ import annotations

import csv
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalogued import LISTED
from countermove.analysis.robustness import run as counting
from countermove.analysis.robustness import study as module
from countermove.analysis.robustness.study import Settings, Study
from countermove.catalog import load_case
from countermove.cli import run
from countermove.game.compile import compile
from processes import signalled

TALKS = "european-security-2022"
QUICK = ("--draws", "20", "--pairs", "none")
ALLIES = "thirty-allies-2022"
FEW = ("--draws", "10", "--pairs", "none")
TALLIES = "countermove.analysis.robustness.study:Tally.__add__"
"""Called for each chunk that was counted, before its counts are among the others."""


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    return (run(["robust", *arguments]), *capsys.readouterr())


@pytest.mark.parametrize("case", LISTED)
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_it_answers_for_every_case(case: str, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    if not load_case(case).option_rows and load_case(case).states is None:
        return
    status, out, err = asked(capsys, case, "--format", form, *QUICK)
    assert (status, err) == (0, "")
    assert out.strip()


def test_the_talks_depend_on_one_statement_of_russia(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, TALKS, "--draws", "200", "--concepts", "nash", "--pairs", "plausible")
    words = " ".join(out.split())
    assert (status, err) == (0, "")
    assert "In each of these models, improvements lead there from the status quo." in words
    assert 'This change alone breaks it: - not "Attack Ukraine" (statement 3 of Russia) is replaced by "Attack' in words
    assert "It survives every swap of two adjacent statements (27 tried)." in words


def test_as_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, TALKS, "-f", "json", "--seed", "7", "--limit", "1", *QUICK)[1])
    assert (data["draws"], data["seed"], len(data["outcomes"]), data["truncated"]) == (20, 7, 1, True)
    assert data["case"] == {"title": load_case(TALKS).title, "scenario": None}
    rows = list(csv.DictReader(asked(capsys, "chicken", "-f", "csv", "--noise", "0,0.5", *QUICK)[1].splitlines()))
    assert {row["noise"] for row in rows} == {"0", "0.5"}
    assert {row["share"] for row in rows if row["state"] == "2" and row["noise"] == "0"} == {"1"}


def test_a_scenario_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    data = json.loads(asked(capsys, TALKS, "-s", "war-aims", "-f", "json", "--noise", "0", *QUICK)[1])
    assert data["outcomes"][0]["state"] == 152
    assert {b["change"] for b in data["breakers"]} == {"dropped", "negated"}


def test_what_is_left_out_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    out = asked(capsys, "chicken", "--drop-options", "0.2", "--drop-actors", "0.1", *QUICK)[1]
    words = " ".join(out.split())
    assert "Each option is left out with a chance of 20 %; what is left out stays as it is today." in words
    assert "Each actor is left out with a chance of 10 %; what is left out stays as it is today." in words


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--draws", "0"], 1, "the number of draws is 0; give 1 to 1,000,000,000"),
        (["--seed", "-1"], 1, "the seed is -1; give a whole number from 0"),
        (["--noise", "0,2"], 1, "a noise level is 2.0; a chance lies between 0 and 1"),
        (["--noise", "little"], 2, '--noise: "little" is not a list of chances; write for example 0,0.1,0.25'),
        (["--noise", ","], 2, "--noise is empty; write chances with commas between them, for example 0,0.1,0.25"),
        (["--drop-options", "7"], 1, "drop-options is 7.0; a chance lies between 0 and 1"),
        (["--concepts", "nsh"], 1, 'unknown concept "nsh"; did you mean "nash"?'),
        (["--workers", "0"], 2, "--workers"),
        (["--pairs", "some"], 2, "--pairs"),
    ],
)
def test_questions_that_make_no_sense(
    arguments: list[str], status: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = asked(capsys, "chicken", *arguments)
    assert (found, out) == (status, "")
    assert message in " ".join(err.replace("│", " ").split())


def test_what_is_refused_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert asked(capsys, "chicken", "--draws", "0", "-o", str(out))[0] == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, "chicken", "-o", "/dev/full", *QUICK)
    assert (status, out) == (1, "")
    assert err == "/dev/full: the file cannot be written: no space left on device\n"


@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_every_format_of_a_searched_game(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = asked(capsys, ALLIES, *FEW, "-f", form)
    assert (status, err) == (0, "")
    if form == "json":
        data = json.loads(out)
        assert (data["draws"], data["concepts"], len(data["outcomes"])) == (10, ["nash"], 8)
        assert data["tried"]["of"] == "none"
    elif form == "csv":
        assert len(out.splitlines()) == 25
    else:
        assert "Outcome 1" in out
    if form == "table":
        assert max(map(len, out.splitlines())) <= 100


def test_any_number_of_workers_gives_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, ALLIES, *FEW, "-f", "csv", "--workers", "1") == asked(
        capsys, ALLIES, *FEW, "-f", "csv", "--workers", "2"
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--concepts", "nash,seq"), '"seq" is not tried where the states are too many to list'),
        (("--drop-options", "0.1"), "--drop-options needs a list of states"),
        (("--drop-actors", "0.1"), "--drop-actors needs a list of states"),
        (("--resume", "file.json"), "--resume needs a list of states"),
        (("--scheduler", "tcp://10.0.0.5:8786"), "--scheduler needs a list of states"),
        (("--draws", "0"), "the number of draws is 0"),
        (("--noise", "2"), "a noise level is 2.0"),
    ],
)
def test_wrong_questions_about_a_searched_game(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, err = asked(capsys, ALLIES, *arguments)
    assert (status, out) == (1, "")
    assert words in err


# --------------------------------------------------------------------------------------------- going on


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """Whoever draws 40 models is interrupted after two chunks of ten, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "CHUNK_DRAWS", 10)
    whole = counting._counted_here

    def stopping(study, todo, workers):  # type: ignore[no-untyped-def]
        for count, tally in enumerate(whole(study, todo, workers)):
            if count == 2 and len(todo) == 4:
                raise KeyboardInterrupt
            yield tally

    monkeypatch.setattr(counting, "_counted_here", stopping)
    return tmp_path


def test_ctrl_c_keeps_what_was_drawn_and_resume_goes_on(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ("cuban-missile-crisis", "--draws", "40", "-f", "json")
    status, out, err = asked(capsys, *question)
    assert (status, json.loads(out)["code"]) == (130, "interrupted")
    (kept,) = stopped.iterdir()
    assert err == f"20 of 40 draws are saved; to resume, use --resume {kept.name}\ninterrupted\n"
    status, out, err = asked(capsys, *question, "--resume", kept.name)
    assert (status, err) == (0, "")
    module.CHUNK_DRAWS = 9
    assert out == asked(capsys, *question)[1]


def test_an_interrupt_of_the_exact_tests_keeps_all_draws(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All draws are counted when it comes; going on draws none again."""
    monkeypatch.chdir(tmp_path)
    question = ("cuban-missile-crisis", "--draws", "40", "-f", "json")
    whole = asked(capsys, *question)[1]

    def stopping(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("countermove.analysis.robustness.robustness.breakpoints", stopping)
        status, out, err = asked(capsys, *question, "--resume", "kept.json")
    assert (status, json.loads(out)["code"]) == (130, "interrupted")
    assert "40 of 40 draws are saved; to resume, use --resume kept.json\ninterrupted\n" in err
    monkeypatch.setattr(Study, "tally", stopping)
    assert asked(capsys, *question, "--resume", "kept.json") == (0, whole, "")


def test_a_file_to_resume_from_may_not_exist_yet(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    question = ("cuban-missile-crisis", "--draws", "40", "-f", "json", "--resume", "kept.json")
    status, _, err = asked(capsys, *question)
    assert status == 130
    assert err.splitlines() == [
        "kept.json does not exist yet, so the draws start from zero; if you interrupt them, they are saved there",
        "20 of 40 draws are saved; to resume, use --resume kept.json",
        "interrupted",
    ]
    assert asked(capsys, *question)[0] == 0


def test_a_file_of_another_question_is_refused(stopped: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "cuban-missile-crisis", "--draws", "40", "--resume", "kept.json")[0] == 130
    kept = (stopped / "kept.json").read_text()
    for arguments, message in (
        (["chicken", "--draws", "40"], "kept.json: it was kept of another case, or this one has changed since;"),
        (["cuban-missile-crisis", "--draws", "50"], "kept.json: it was kept with draws 40, not 50;"),
        (["cuban-missile-crisis", "--draws", "40", "--seed", "2"], "kept.json: it was kept with seed 1, not 2;"),
    ):
        status, out, err = asked(capsys, *arguments, "--resume", "kept.json")
        assert (status, out) == (1, "")
        assert err.startswith(message)
    assert (stopped / "kept.json").read_text() == kept
    (stopped / "other.json").write_bytes(b"\xff\xfe")
    assert "other.json: the file cannot be read" in asked(capsys, "chicken", "--resume", "other.json")[2]


def test_what_cannot_be_kept_is_told(
    stopped: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, _, err = asked(capsys, "cuban-missile-crisis", "--draws", "40", "--resume", "kept.json")
    assert status == 130
    assert "the draws are lost: kept.json: the file cannot be written: no space left on device" in err
    assert list(stopped.iterdir()) == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_in_mid_run_keeps_the_draws(number: signal.Signals, status: int, tmp_path: Path) -> None:
    """Sent when the second chunk is added: by then the first is counted."""
    draws = "1000000"
    command = ["robust", "chicken", "--draws", draws, "--noise", "0", "-f", "json"]
    done = signalled(command, number, TALLIES, 2, folder=tmp_path, waits=False)
    assert done.returncode == status, done.stderr
    # Who ends the program from without reads no answer; who interrupts it does.
    assert (json.loads(done.stdout)["code"] if done.stdout else None) == ("interrupted" if number == signal.SIGINT else None)
    (kept,) = tmp_path.iterdir()
    assert f"draws are saved; to resume, use --resume {kept.name}\n" in done.stderr
    study = Study(compile(load_case("chicken")), Settings(int(draws), noise=(0.0,)))
    assert kept.name == f"countermove-robust-{study.name}.json"
    assert 0 < len(json.loads(kept.read_text())["tally"]["chunks"]) < study.chunks


@pytest.mark.parametrize(
    ("place", "call", "chunks"), [(TALLIES, 1, None), ("os:replace", 1, None), (TALLIES, 2, 1), ("os:replace", 2, 1)]
)
def test_a_run_that_is_killed_resumes_to_the_same_bytes(
    place: str, call: int, chunks: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """Killed before anything is saved, while it is saved, and afterwards: the file is a whole one, or there is none."""
    monkeypatch.chdir(tmp_path)
    question = ["robust", "chicken", "--draws", "300", "--pairs", "none", "-f", "json"]
    resumed = [*question, "--resume", "kept.json"]
    killed = signalled(resumed, signal.SIGKILL, place, call, folder=tmp_path)
    assert (killed.returncode, killed.stdout) == (-signal.SIGKILL, "")
    kept = Path("kept.json")
    assert (len(json.loads(kept.read_text())["tally"]["chunks"]) if kept.exists() else None) == chunks
    assert run(resumed) == 0
    answer = capsys.readouterr().out
    assert len(json.loads(kept.read_text())["tally"]["chunks"]) == 3
    assert run(question) == 0
    assert capsys.readouterr().out == answer


def test_draws_that_cannot_be_saved_on_the_way_are_drawn_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    question = ("cuban-missile-crisis", "--draws", "40", "-f", "json")
    whole = asked(capsys, *question)[1]

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    status, out, err = asked(capsys, *question, "--resume", "kept.json")
    assert (status, out) == (0, whole)
    assert err.count("the draws are not saved: kept.json: the file cannot be written: no space left on device") == 1
