"""What only the command line can show is not told to readers of a report."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import countermove.report
from countermove.report.chapters.material import for_readers, grid
from countermove.text.table import Table

SOURCES = Path(countermove.report.__file__).parent


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("3 more states; --limit shows them.", "3 more states."),
        ("of every state; --from STATE tells more of one.", "of every state."),
        ("1 scenario other: not compared here; ask for each, as in --scenario other-1.",
         "1 scenario other: not compared here."),
        ("undo every gain; explain tells which.", "undo every gain."),
    ],
)  # fmt: skip
def test_what_stands_for_a_screen_is_left_out(said: str, told: str) -> None:
    assert for_readers(said) == told


def test_notes_of_tables_are_for_readers() -> None:
    (block,) = grid(Table(("a",), (("1",),), notes=("2 more; --limit shows them.", "the command tells more")))
    assert block.table.notes == ("2 more.",)


def test_every_way_of_saying_that_the_limit_shows_more_is_known() -> None:
    """Words for a screen are written in many modules; those with an option in them have to be known here."""
    said = [
        line
        for path in sorted(SOURCES.glob("*_tables.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if "--limit" in line and ("notes" in line or "note" in line)
    ]
    assert said
    assert [line for line in said if "--limit" in for_readers(re.sub(r'"\s*"', "", line))] == []
