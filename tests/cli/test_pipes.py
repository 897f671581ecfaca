"""Pipes in place of files: they are read to their end, and given up where nothing comes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from countermove.cli import run
from countermove.io import pipes

ARTICLE = "Kenya rejected the offer of Uganda on Monday. Uganda threatened to close the border.\n"
DRAWS = ("robust", "chicken", "--draws", "20", "--pairs", "none")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipes, "SILENT_SECONDS", 0.05)
    Path("lake.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("pipe", "arguments"),
    [
        ("talks.txt", ["read", "talks.txt"]),
        ("lake.decisions.yaml", ["read", "lake.txt"]),
        ("lake.evidence.yaml", ["new", "case.yaml", "--from", "lake.evidence.yaml"]),
        ("draws.json", [*DRAWS, "--resume", "draws.json"]),
        ("answer.json", ["verify", "answer.json", "chicken"]),
        ("case.yaml", ["compare", "chicken", "case.yaml"]),
    ],
)
def test_a_pipe_without_a_writer_is_given_up(
    folder: Path, pipe: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(pipe)
    before = sorted(path.name for path in folder.iterdir())
    assert run(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert line.startswith(f"{pipe}: ")
    assert "nothing came through this pipe for 0.05 seconds; start the program that writes into it, or name a file" in line
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.fixture
def writers() -> Iterator[list[Thread]]:
    threads: list[Thread] = []
    yield threads
    for thread in threads:
        thread.join()


def piped(name: str, content: bytes, writers: list[Thread]) -> None:
    os.mkfifo(name)
    writers.append(Thread(target=lambda: Path(name).write_bytes(content)))
    writers[-1].start()


def test_an_article_is_read_through_a_pipe(folder: Path, writers: list[Thread]) -> None:
    piped("talks.txt", ARTICLE.encode(), writers)
    assert run(["read", "talks.txt"]) == 0
    assert "reject" in Path("talks.evidence.yaml").read_text(encoding="utf-8")


def test_draws_are_resumed_through_a_pipe_and_not_saved_in_it(
    folder: Path, writers: list[Thread], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*DRAWS, "--resume", "draws.json"]) == 0
    answer = capsys.readouterr().out
    piped("pipe.json", Path("draws.json").read_bytes(), writers)

    def drawn_again(*_: object) -> None:
        raise AssertionError("all draws came through the pipe")

    monkeypatch.setattr("countermove.analysis.robustness.study.Study.tally", drawn_again)
    assert run([*DRAWS, "--resume", "pipe.json"]) == 0
    assert capsys.readouterr() == (answer, "")
