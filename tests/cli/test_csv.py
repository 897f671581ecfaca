"""CSV is harmless to a spreadsheet: no cell of text begins a formula, numbers stay numbers, patterns are read back."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.analysis.result import Column, Result, Rows
from countermove.cli import run

DANGEROUS = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
HOSTILE = """
title: "=HYPERLINK(1)"
actors:
  a: {name: "=1+1", options: {x: {name: "+cmd|' /C calc'!A1"}}, prefers: [x]}
  b: {name: "@SUM(1)", options: {y: {name: "-2+3"}}, prefers: [y]}
status quo: []
"""


@dataclass(frozen=True)
class Cells(Result):
    """A result with one row of cells, each in a column of its own."""

    cells: tuple[str | int | float | bool | None, ...]
    form: str | None = None

    def rows(self) -> Rows:
        return Rows(tuple(Column(f"c{k}", "", self.form) for k in range(len(self.cells))), (self.cells,))


def read_back(result: Cells) -> list[str]:
    return list(csv.reader(io.StringIO(result.to_csv())))[1]


@given(
    st.lists(st.text(max_size=8) | st.sampled_from(["=1", " =1", "\t=1", "\r+1", '=","', "--", "'=1", "-Y-N"]), min_size=1)
)
def test_no_text_begins_a_formula_and_all_of_it_is_read_back(texts: list[str]) -> None:
    for text, cell in zip(texts, read_back(Cells(tuple(texts))), strict=True):
        is_pattern = set(cell) <= set("YN-")
        assert not cell.startswith(tuple(DANGEROUS)) or is_pattern
        plain = cell.removeprefix("'") if cell.startswith("'") and not text.lstrip().startswith("'") else cell
        # White space is folded, and control characters are escapes, in every table.
        assert "\\" in plain or plain == " ".join(text.split())


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_stay_numbers(number: float) -> None:
    assert float(read_back(Cells((number,)))[0]) == pytest.approx(float(number))
    assert read_back(Cells((number,), "{:.4f}")) == [f"{number:.4f}"]


@pytest.mark.parametrize("pattern", ["-Y-", "-", "--N", "Y-"])
def test_a_pattern_is_quoted_where_it_begins_with_a_sign_and_read_back(pattern: str) -> None:
    text = Cells((pattern,)).to_csv().splitlines()[1]
    assert text == (f'"{pattern}"' if pattern.startswith("-") else pattern)
    assert read_back(Cells((pattern,))) == [pattern]


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("=1+1", '"\'=1+1"'),
        ("@SUM(1)", '"\'@SUM(1)"'),
        ("-3", '"\'-3"'),
        ('=A1&"x"', '"\'=A1&""x"""'),
        ("a, b", '"a, b"'),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_a_field_looks_like(text: str, field: str) -> None:
    assert Cells((text, 1)).to_csv() == f"c0,c1\n{field},1\n"


COMMANDS = ("states", "solve", "coalitions", "paths", "farsighted", "credibility", "winners", "check")


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_writes_a_formula(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("case.yaml").write_text(HOSTILE)
    assert run([command, "case.yaml", "-o", "out.csv"]) == 0
    rows = list(csv.reader(io.StringIO(Path("out.csv").read_text(encoding="utf-8"))))
    for cell in (cell for row in rows for cell in row if cell.startswith(tuple(DANGEROUS))):
        assert set(cell) <= set("YN-") or float(cell) < 0
