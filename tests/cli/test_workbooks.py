"""Workbooks on the command line: cases made anew, and results of every question that has rows."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from countermove.analysis.model.move_rows import move_rows
from countermove.catalog import load_case
from countermove.cli import run
from countermove.game.listed import listed_game
from countermove.io.formats import load
from countermove.requests.documents import workbook as written
from countermove.requests.door import all_questions


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def sheets(name: str) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(name)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_a_new_workbook_explains_itself_and_can_be_solved(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "case.xlsx"]) == 0
    assert capsys.readouterr().out == "case.xlsx is written. Next: read it, change it, and run countermove check case.xlsx\n"
    assert run(["check", "case.xlsx"]) == 0
    assert capsys.readouterr().out == "no problems\n"
    assert run(["new", "case.yaml"]) == 0
    one, other = load("case.xlsx"), load("case.yaml")
    assert (one.title, one.option_rows[1].name, one.bodies) == (other.title, "Leave the town", other.bodies)
    book = openpyxl.load_workbook("case.xlsx")
    assert book.sheetnames[0] == "read me"
    words = " ".join(str(cell.value) for row in book["read me"] for cell in row if cell.value)
    assert "ONE HIGHER ROW OUTWEIGHS EVERYTHING BELOW IT" in words
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert f"Sheet {sheet.title}" in words
        assert all(cell.font.bold for cell in sheet[1])
    lists = {
        (v.promptTitle, v.formula1) for sheet in book for v in sheet.data_validations.dataValidation if v.type == "list"
    }
    assert ("change", '"both,take-only,drop-only"') in lists
    assert ("actor", "actors!$A$2:$A$501") in lists
    assert ("statement", "options!$B$2:$B$501") in lists
    assert ("rule", '"consensus,unanimity,majority"') in lists
    assert all(len(v.prompt) <= 255 for sheet in book for v in sheet.data_validations.dataValidation)


def test_an_existing_workbook_is_left_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    Path("case.xlsx").write_bytes(b"mine")
    assert run(["new", "case.xlsx"]) == 1
    assert "the file exists already" in capsys.readouterr().err
    assert Path("case.xlsx").read_bytes() == b"mine"
    assert run(["new", "other.xlsx", "--from", "evidence.yaml"]) == 1
    assert "cannot be written as .xlsx; end the name in .yaml" in capsys.readouterr().err


def test_solve_writes_its_sheets() -> None:
    assert run(["solve", "chicken", "-o", "results.xlsx"]) == 0
    book = sheets("results.xlsx")
    assert list(book) == ["about", "equilibria", "stability", "states", "moves", "winners"]
    assert [row[0] for row in book["equilibria"]] == ["state", 2, 3, 4]
    assert book["states"][2][:5] == [2, "Row gives way", 1, "Y", "N"]
    assert book["moves"][0] == ["mover", "from", "to", "from options", "to options", "improvement"]
    # From the crash each gains by giving way; who gave way loses by taking it back while the other does not.
    gains = {tuple(row[:3]) for row in book["moves"][1:] if row[5]}
    assert gains == {("row", 1, 2), ("column", 1, 3), ("row", 4, 3), ("column", 4, 2)}
    assert len(book["moves"]) == 1 + 8


def test_a_workbook_has_the_rows_of_csv() -> None:
    for name in ("states", "winners", "solve"):
        arguments = [name, "cuban-missile-crisis"]
        assert run([*arguments, "-o", "rows.csv"]) == 0
        assert run([*arguments, "-o", "rows.xlsx"]) == 0
        rows = list(csv.reader(io.StringIO(Path("rows.csv").read_text(encoding="utf-8"))))
        cells = sheets("rows.xlsx")["stability" if name == "solve" else name]
        assert [["" if value is None else str(value) for value in row] for row in cells] == rows


def test_every_question_with_rows_has_a_workbook() -> None:
    from countermove.requests.documents.outputs import answer_forms

    for question in all_questions().values():
        assert ("xlsx" in {form.id for form in answer_forms(question)}) == question.has_rows


def test_what_is_left_out_is_said_on_the_first_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "MAX_ROWS", 3)
    assert run(["solve", "chicken", "-o", "results.xlsx"]) == 0
    book = sheets("results.xlsx")
    assert [len(book[name]) for name in ("equilibria", "stability", "states", "moves", "winners")] == [4] * 5
    notes = [row[1] for row in book["about"] if row[0] == "Note"]
    assert notes.count("only the first 3 are on this sheet") == 2
    assert "only the first 3 of 4 are on this sheet" in notes


def test_text_of_a_case_is_never_computed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("case.yaml").write_text(
        'actors: {ann: {options: {go: "=1+1"}, prefers: [go]}}\nlabels: {gone: {name: "=cmd()", where: go}}\n',
        encoding="utf-8",
    )
    assert run(["solve", "case.yaml", "-o", "results.xlsx"]) == 0
    book = openpyxl.load_workbook("results.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row if str(cell.value).startswith("=")]
    assert {cell.value for cell in cells} == {"=cmd()"}
    assert all(cell.data_type == "s" or cell.quotePrefix for cell in cells)


def test_the_same_answer_gives_the_same_bytes() -> None:
    for name in ("one.xlsx", "two.xlsx"):
        assert run(["winners", "chicken", "-o", name]) == 0
    assert Path("one.xlsx").read_bytes() == Path("two.xlsx").read_bytes()


@pytest.mark.parametrize("id_", ["chicken", "cuban-missile-crisis", "elmira"])
def test_moves_are_those_of_the_game(id_: str) -> None:
    game = listed_game(load_case(id_))
    rows, is_all = move_rows(game, 10_000)
    assert is_all
    moves = {
        (mover.id, key + 1, to + 1)
        for mover in game.movers
        for key in range(game.size)
        for to in game.moves_from(mover, key)
    }
    assert {row[:3] for row in rows.values} == moves
    assert len(rows.values) == len(moves)
    for mover, source, target, *_, gains in rows.values:
        who = next(one for one in game.movers if one.id == mover)
        if who.actor is not None:
            assert gains == bool(game.rank_rows[who.actor, target - 1] > game.rank_rows[who.actor, source - 1])
