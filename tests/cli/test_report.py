"""`report`: one file, whole or not at all, the same every time, and messages for what cannot be."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

import pytest

import countermove as cm
from countermove.catalog import case_path
from countermove.cli import run

ENDINGS = ("html", "md", "docx", "pdf")


@pytest.fixture(autouse=True)
def _no_date_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_case_gives_the_same_bytes(ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = tmp_path / f"one.{ending}", tmp_path / f"two.{ending}"
    assert run(["report", "elmira", "-o", str(one)]) == 0
    assert capsys.readouterr().out == f"The report is in {one}\n"
    assert run(["report", "elmira", "--output", str(two)]) == 0
    assert one.read_bytes() == two.read_bytes()
    assert len(one.read_bytes()) > 3_000


def test_the_report_names_the_hash_and_the_date(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    assert run(["report", "european-security-2022", "-o", str(target), "--date", "2022-02-01", "--seed", "7"]) == 0
    text = target.read_text(encoding="utf-8")
    digest = hashlib.sha256(case_path("european-security-2022").read_bytes()).hexdigest()
    assert f"- SHA-256 of the file: {digest}\n" in text
    assert "- Date: 2022-02-01\n" in text
    assert "- Seed: 7\n" in text
    assert f"- Made with: countermove {cm.__version__}\n" in text


def test_a_report_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    target.write_text("old", encoding="utf-8")
    assert run(["report", "chicken", "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_outcomes_and_scenario(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    command = [
        "report",
        "european-security-2022",
        "-s",
        "war-aims",
        "--length",
        "full",
        "--outcomes",
        "2",
        "-o",
        str(target),
    ]
    assert run(command) == 0
    text = target.read_text(encoding="utf-8")
    assert "With the scenario war-aims" in text
    described = text.split("\n## Outcome by outcome\n")[1].split("\n## ")[0]
    assert len(re.findall(r"\n### .*[Ss]tate \d+", described)) == 2


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["chicken"], 2, "a report needs a file: -o report.html"),
        (["chicken", "-o", ""], 2, "a report needs a file: -o report.html"),
        (
            ["chicken", "-o", "a.txt"],
            1,
            "a.txt: a report cannot be written as .txt; end the name in .html, .md, .docx or .pdf",
        ),
        (["chicken", "-o", "a"], 1, '"a" has no ending'),
        (["chicken", "-o", "no/where.html"], 1, "the file cannot be written: no such file or directory"),
        (["chiken", "-o", "a.html"], 1, 'did you mean "chicken"?'),
        (["chicken", "-o", "a.html", "--date", "soon"], 1, '--date: "soon" is no date'),
        (["chicken", "-o", "a.html", "-s", "x"], 1, "scenario"),
        (
            ["chicken", "-o", "a.html", "--length", "long"],
            1,
            'unknown length of a report: "long"; it is memo, short or full',
        ),
        (["chicken", "-o", "a.html", "--outcomes", "0"], 2, "--outcomes"),
        (["/dev/null", "-o", "a.html"], 1, "the file is empty"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    arguments: list[str], status: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(["report", *arguments]) == status
    said = capsys.readouterr()
    assert said.out == ""
    assert message in " ".join(said.err.replace("│", " ").split())
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_directory_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.html").mkdir()
    assert run(["report", "chicken", "-o", str(tmp_path / "d.html")]) == 1
    assert "is a directory" in capsys.readouterr().err
    assert list((tmp_path / "d.html").iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def test_a_full_disk_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full.html").symlink_to("/dev/full")
    assert run(["report", "chicken", "-o", str(tmp_path / "full.html")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "no space left on device" in said.err


@pytest.mark.parametrize(
    ("ending", "library"), [("docx", "docx"), ("pdf", "plutoprint"), ("pdf", "matplotlib"), ("html", "jinja2")]
)
def test_a_missing_library_is_named(
    ending: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == library]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, library, None)
    assert run(["report", "chicken", "-o", str(tmp_path / f"a.{ending}")]) == 1
    assert 'pip install "countermove[report]"' in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_has_no_hash(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import os
    import threading

    pipe = tmp_path / "case.yaml"
    os.mkfifo(pipe)
    text = case_path("chicken").read_text(encoding="utf-8")
    writer = threading.Thread(target=lambda: pipe.write_text(text, encoding="utf-8"))
    writer.start()
    assert run(["report", str(pipe), "-o", str(tmp_path / "a.html")]) == 1
    writer.join()
    assert "the case has to be a file" in capsys.readouterr().err


def test_pictures_can_be_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.html"
    assert run(["report", "chicken", "-o", str(target)]) == 0
    assert "<svg" in target.read_text(encoding="utf-8")
    assert run(["report", "chicken", "-o", str(target), "--no-pictures"]) == 0
    assert "<svg" not in target.read_text(encoding="utf-8")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("countermove.requests.documents.report.find_spec", lambda _: None)
    assert run(["report", "chicken", "-o", str(target)]) == 0
    said = capsys.readouterr()
    assert said.err == 'the report has no pictures; for pictures: pip install "countermove[report]"\n'
    assert "<svg" not in target.read_text(encoding="utf-8")


def test_a_case_with_too_many_states_has_a_shorter_report(tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    assert run(["report", "thirty-allies-2022", "-o", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert "- States: too many to list; 38 options\n" in text
    assert "### Outcome 1" in text
    assert "100 models drawn at noise 0" in text
    assert run(["report", "thirty-allies-2022", "-o", str(target), "--draws", "5"]) == 0
    assert "5 models drawn at" in target.read_text(encoding="utf-8")
