"""What every command says to people about three cases stays as it is, byte for byte, unless somebody means to change it.

The texts in the folder frozen/ are those of release 0.1. After a change of words that is meant, renew them with
``python tests/test_frozen.py`` and read the difference before you commit it.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from countermove.cli import run

FOLDER = Path(__file__).with_name("frozen")
SMALL, MIDDLE, SEARCHED = "cuban-missile-crisis", "european-security-2022", "thirty-allies-2022"
"""Twelve states and 416, listed; and too many to list."""
COMMANDS: tuple[tuple[str, ...], ...] = (
    *(("solve", case) for case in (SMALL, MIDDLE, SEARCHED, "elmira", "mountain-pass", "condorcet-committee", "eu-council")),
    *((command, case) for command in ("states", "show", "winners") for case in (SMALL, MIDDLE, SEARCHED)),
    *((command, case) for command in ("paths", "compare", "credibility") for case in (MIDDLE,)),
    ("credibility", SMALL),
    ("compare", SEARCHED),
    ("compare", SMALL, "chicken"),
    ("solve", SMALL, "--concepts", "nash,l2,maximin-4"),
    ("solve", SMALL, "--assign", "usa=nash,ussr=seq"),
    ("solve", MIDDLE, "--merge", "usa,europe"),
    ("explain", SMALL, "7"),
    ("explain", SMALL, "7", "-c", "conflict-analysis"),
    ("explain", MIDDLE, "148"),
    ("explain", SEARCHED, "now"),
    ("paths", MIDDLE, "--from", "98", "--to", "148"),
    ("coalitions", SMALL),
    ("coalitions", "elmira"),
    ("farsighted", SMALL, "--state", "7"),
    ("farsighted", "condorcet-committee"),
    ("perceptions", "mountain-pass"),
    ("power", "eu-council", "council"),
    ("power", SEARCHED, "nato"),
    ("compare", MIDDLE, "--without", "europe"),
    ("invert", SMALL, "--want", "7"),
    ("invert", MIDDLE, "--want", "russia.attack"),
    ("robust", SMALL, "--draws", "200", "--seed", "3"),
    ("robust", MIDDLE, "--draws", "100", "--concepts", "nash"),
)  # fmt: skip


def file_of(words: tuple[str, ...]) -> Path:
    return FOLDER / f"{'_'.join(words).replace(',', '+')}.txt"


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_it_says_what_it_said(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert run(words) == 0
    assert capsys.readouterr().out == file_of(words).read_text(encoding="utf-8")


def test_nothing_else_lies_in_the_folder() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {file_of(words).name for words in COMMANDS}


if __name__ == "__main__":
    import contextlib
    import io
    import os

    os.environ["COLUMNS"] = "100"
    for words in COMMANDS:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            status = run(words)
        if status:
            sys.exit(f"{' '.join(words)} ended with {status}")
        file_of(words).write_text(out.getvalue(), encoding="utf-8")
