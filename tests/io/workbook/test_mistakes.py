"""What a person may do wrong in a spreadsheet: one message each, with the sheet, the cell and the way out."""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from countermove.cli import run
from countermove.errors import QuestionError
from countermove.io.formats import diagnose
from countermove.io.workbook import guard
from workbooks import SMALL, edited, parts_changed, saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def said(data: bytes, name: str = "case.xlsx") -> list[str]:
    """All errors, and the warnings about the workbook itself."""
    case, findings = diagnose(io.BytesIO(data), name)
    errors = [str(finding) for finding in findings if finding.severity == "error"]
    assert case is None or not errors or all(finding.path for finding in findings if finding.severity == "error")
    return errors + [str(finding) for finding in findings if finding.code == "CM710"]


def with_rows(sheet: str, *rows: list[Any]) -> bytes:
    return saved({**SMALL, sheet: [*SMALL[sheet], *rows]})


def with_sheet(name: str, *rows: list[Any]) -> bytes:
    return saved({**SMALL, name: rows})


def without(name: str) -> bytes:
    return saved({key: rows for key, rows in SMALL.items() if key != name})


def renamed(old: str, new: str) -> bytes:
    return saved({new if name == old else name: rows for name, rows in SMALL.items()})


def merged(cells: str) -> bytes:
    return saved(change=lambda book: book["preferences"].merge_cells(cells))


def hidden(state: str) -> bytes:
    def change(book: Any) -> None:
        book["options"].sheet_state = state

    return saved(change=change)


GROUPED = ["actor", "statement", "group", "kind", "worth", "sure"]


def preferences(*rows: list[Any]) -> bytes:
    return saved({**SMALL, "preferences": [GROUPED, *rows]})


AT = "case.xlsx:"
MISTAKES: dict[str, tuple[bytes, str]] = {
    "merged cells": (
        merged("A2:A3"),
        "preferences: the cells A2:A3 are merged, and only the first holds a value; unmerge them, and write the value into "
        "every row that it is meant for [CM708]",
    ),
    "a statement that became a date": (
        edited("preferences", "B3", datetime.datetime(2022, 3, 1)),
        "preferences!B3: the program made a date of this cell: 2022-03-01 00:00:00; format the column as text, then write it "
        "again (an apostrophe in front does the same) [CM709]",
    ),
    "an id that became a time": (
        edited("actors", "A2", datetime.time(12, 30)),
        "actors!A2: the program made a date of this cell: 12:30:00; format the column as text, then write it again (an "
        "apostrophe in front does the same) [CM709]",
    ),
    "a formula without a stored value": (
        edited("preferences", "B3", '="not "&"go"'),
        "preferences!B3: the cell holds a formula that has not been computed; open the workbook in your spreadsheet program "
        "and save it, or write the value itself [CM709]",
    ),
    "an error value": (
        edited("preferences", "B3", "#REF!"),
        "preferences!B3: the cell holds the error #REF!; correct its formula, or write the value itself [CM709]",
    ),
    "a missing sheet": (
        without("actors"),
        'actors: this is a workbook without the sheet "actors"; countermove new case.xlsx makes a workbook with all sheets '
        "[CM708]",
    ),
    "a missing sheet of options": (
        without("options"),
        'options: this is a workbook without the sheet "options"; countermove new case.xlsx makes a workbook with all sheets '
        "[CM708]",
    ),
    "an id in capitals, and not in other sheets": (
        edited("actors", "A2", "Ann"),
        'actors!A2: "Ann" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "ann" [CM103]',
    ),
    "an id of an option in capitals, and not in statements": (
        edited("options", "B2", "Go"),
        'options!B2: "Go" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "go" [CM103]',
    ),
    "a misspelt sheet": (
        renamed("preferences", "Prefrences"),
        'Prefrences: a case has no sheet "Prefrences"; did you mean "preferences"? Sheets of your own need names unlike those of a '
        "case [CM708]",
    ),
    "a missing column": (
        saved({**SMALL, "preferences": [["actor", "because"], ["ann", "so"]]}),
        'preferences: the column "statement" is missing; write statement into the first row [CM708]',
    ),
    "a misspelt column": (
        edited("preferences", "B1", "Statment"),
        'preferences!B1: unknown column "Statment"; did you mean "statement"? [CM708]',
    ),
    "a second column": (
        edited("preferences", "C1", "Actor"),
        'preferences!C1: there is a second column "actor"; keep one of the two [CM708]',
    ),
    "no header": (
        saved({**SMALL, "actors": [["ann", "Ann"], ["bob", "Bob"]]}),
        "actors!A1: the sheet does not begin with its header; its first row names the columns: id, name, plural, about [CM708]",
    ),
    "an empty sheet": (
        saved({**SMALL, "actors": []}),
        "actors: the sheet is empty; its first row names its columns: id, name, plural, about [CM708]",
    ),
    "an extra column": (
        edited("preferences", "C1", "Checked by"),
        'preferences!C1: warning: the column "Checked by" is not read; known: actor, statement, kind, group, worth, sure, '
        "otherwise, because [CM710]",
    ),
    "an id twice": (
        with_rows("actors", ["ann", "Anna"]),
        'actors!A4: the id "ann" stands in row 2 already; give each row an id of its own [CM709]',
    ),
    "an option twice": (
        with_rows("options", ["ann", "go", "Leave"]),
        'options!B4: ann has an option "go" in row 2 already; give one of them another id [CM709]',
    ),
    "an owner that is not there": (
        with_rows("options", ["anne", "stay", ""]),
        'options!A4: there is no actor or body "anne"; did you mean "ann"? [CM709]',
    ),
    "an actor that is not there": (
        with_rows("preferences", ["bert", "go"]),
        'preferences!A6: there is no actor "bert"; known: "ann", "bob" [CM709]',
    ),
    "a row without its id": (
        with_rows("actors", ["", "Carl"]),
        "actors!A4: the row has no id; fill it in, or clear the row [CM709]",
    ),
    "a hidden sheet": (
        hidden("hidden"),
        "options: the sheet is hidden, so nobody sees what it says; unhide it, or delete it [CM708]",
    ),
    "a sheet that only a program can unhide": (
        hidden("veryHidden"),
        "options: the sheet is hidden, so nobody sees what it says; unhide it, or delete it [CM708]",
    ),
    "a change of a kind that there is not": (
        saved({**SMALL, "options": [["owner", "option", "change"], ["ann", "go", "take only"], ["bob", "pay", "both"]]}),
        'options!C2: the change "take only" is not known; did you mean "take-only"? [CM709]',
    ),
    "neither yes nor no": (
        saved({**SMALL, "actors": [["id", "plural"], ["ann", "perhaps"], ["bob", None]]}),
        'actors!B2: yes or no is expected, not "perhaps"; choose it from the list at the cell [CM709]',
    ),
    "neither taken nor not": (
        saved({**SMALL, "options": [["owner", "option", "now"], ["ann", "go", "soon"], ["bob", "pay", "no"]]}),
        'options!C2: yes or no is expected, not "soon"; choose it from the list at the cell [CM709]',
    ),
    "a level that there is not": (
        saved(
            {**SMALL, "options": [["owner", "option", "levels", "now"], ["ann", "go", "near, far", "fra"], ["bob", "pay"]]}
        ),
        'options!D2: the option has no level "fra"; did you mean "far"? [CM709]',
    ),
    "typographic quotes": (
        edited("preferences", "B3", "not “go”"),
        'preferences!B3 actors.ann.prefers[2]: cannot read the statement: unexpected character "“"; ',
    ),
    "a statement that cannot be read": (
        edited("preferences", "B5", "not not"),
        "preferences!B5 actors.bob.prefers[2]: cannot read the statement: ",
    ),
    "an option that is not there": (
        edited("preferences", "B3", "not gone"),
        'preferences!B3 actors.ann.prefers[2]: unknown option "gone"; did you mean "go"? [CM104]',
    ),
    "a rule that cannot be read": (
        with_sheet("bodies", ["id", "members", "rule"], ["union", "ann, bob", "{quota: 2/3"]),
        'bodies!C2: the rule "{quota: 2/3" cannot be read: this is not YAML: ',
    ),
    "a rule that there is not": (
        with_sheet("bodies", ["id", "members", "rule"], ["union", "ann, bob", "Consensual"]),
        "bodies!C2 bodies.union.decides: ",
    ),
    "a member that is not there": (
        with_sheet("bodies", ["id", "members", "rule"], ["union", "ann; bop", "consensus"]),
        'bodies!B2 bodies.union.members[2]: unknown member "bop"; did you mean "bob"? ',
    ),
    "a constraint that cannot be read": (
        with_sheet("constraints", ["kind", "statement"], ["impossible", "go and"]),
        "constraints!B2 impossible[1]: cannot read the statement: ",
    ),
    "an event of nobody": (
        with_sheet("events", ["on", "actor", "takes"], ["2022-01-01", "carl", "go"]),
        "events!B2 events[1].actor: ",
    ),
    "something about the case twice": (
        with_sheet("case", ["what", "text"], ["title", "One"], ["Title", "Two"]),
        "case!A3: title stands here a second time; keep one of the two rows [CM709]",
    ),
    "two ways in which an actor prefers": (
        preferences(["ann", "pay"], ["ann", "YN", None, "rank"]),
        "preferences!D3: ann has preferences of the kind statement above, and rank here; state all preferences of an actor in "
        "one way [CM709]",
    ),
    "a group without a first row": (
        preferences(["ann", "pay", "equally"]),
        "preferences!C2: ann has no row above that this one could be equally with; clear the cell: it belongs into the second "
        "row of a group [CM709]",
    ),
    "groups of two kinds in one": (
        preferences(["ann", "pay"], ["ann", "go", "equally"], ["ann", "go or pay", "order unknown"]),
        "preferences!C4: the row above belongs to a group of another kind than order unknown; write the same in all rows of a "
        "group but the first [CM709]",
    ),
    "a ranking whose order is unknown": (
        preferences(["ann", "YN", None, "rank"], ["ann", "NY", "order unknown", "rank"]),
        "preferences!C3: the order of a ranking is known; write equally, or clear the cell [CM709]",
    ),
    "an option without its weight": (
        preferences(["ann", "go", None, "worth"]),
        "preferences!A2: a preference of the kind worth has no weight; write a number under worth [CM709]",
    ),
    "an option with two weights": (
        preferences(["ann", "go", None, "worth", 1], ["ann", "go", None, None, 2]),
        'preferences!B3: "go" has a weight above already; keep one of the two rows [CM709]',
    ),
    "a weight that is no number": (
        preferences(["ann", "go", None, "worth", "much"]),
        "preferences!B2 actors.ann.worth.go: ",
    ),
    "a weight at a statement": (
        preferences(["ann", "go", None, "statement", 2]),
        "preferences!E2: a preference of the kind statement has no worth; clear the cell [CM709]",
    ),
    "a share beyond 1": (
        preferences(["ann", "go", None, None, None, 60]),
        "preferences!F2 actors.ann.prefers[1].sure: ",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_has_one_message_with_its_cell(mistake: str) -> None:
    data, message = MISTAKES[mistake]
    (line,) = said(data)
    assert line.startswith(AT + message), line


def graph(*states: list[Any]) -> bytes:
    return saved({
        "actors": [["id"], ["ann"]], "states": [["id", "now"], *states], "moves": [["actor", "from", "to"], ["ann", "s", "t"]],
    })  # fmt: skip


def test_one_listed_state_is_the_status_quo() -> None:
    assert said(graph(["s", "yes"], ["t", "no"])) == []
    (line,) = said(graph(["s", "yes"], ["t", "yes"]))
    assert line == "case.xlsx:states!B2: 2 states are the status quo; write yes at one of them [CM709]"


HARMLESS: dict[str, bytes] = {
    "blank rows": saved({name: [[], rows[0], [], [None, " "], *rows[1:], ["\u00a0"]] for name, rows in SMALL.items()}),
    "spaces that do not break": saved(
        {name: [[f"\u00a0{cell} " for cell in row] for row in rows] for name, rows in SMALL.items()}
    ),
    "spaces within a statement": edited("preferences", "B3", "not\u00a0\u00a0go\u200b"),
    "line breaks in a statement": edited("preferences", "B3", "not\ngo"),
    "headers in capitals": saved({name: [[c.upper() for c in rows[0]], *rows[1:]] for name, rows in SMALL.items()}),
    "names of sheets in capitals": saved({f" {name.title()}": rows for name, rows in SMALL.items()}),
    "columns in another order": saved({name: [row[::-1] for row in rows] for name, rows in SMALL.items()}),
    "a sheet of its own": with_sheet("My notes", ["anything"], [1, 2, 3]),
    # openpyxl itself would make a cell of each that is merged.
    "merged cells in notes": parts_changed(
        with_sheet("My notes", ["anything"]),
        lambda name, part: (
            part.replace(b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
            if name == "xl/worksheets/sheet4.xml"
            else part
        ),
    ),
    "an empty sheet of a kind that is optional": with_sheet("bodies"),
    "cells far away": edited("actors", "ZZ1", "x"),
    "a carriage return that a program wrote": edited("actors", "B2", "Ann_x000D_"),
}


@pytest.mark.parametrize("what", HARMLESS)
def test_what_does_no_harm_is_passed_over(what: str) -> None:
    plain = diagnose(io.BytesIO(saved()), "case.xlsx")[0]
    case, findings = diagnose(io.BytesIO(HARMLESS[what]), "case.xlsx")
    assert case == plain, [str(finding) for finding in findings]


def case_with(name: str, value: Any, sheets: Any = SMALL) -> Any:
    case, findings = diagnose(io.BytesIO(edited("actors", name, value, sheets)), "case.xlsx")
    assert case is not None, [str(finding) for finding in findings]
    return case


@pytest.mark.parametrize(
    ("value", "text"), [(1, "1"), (1.0, "1"), (0.1, "0.1"), (2024, "2024"), (1e-7, "0.0000001"), (True, "true")]
)
def test_numbers_and_truth_values_where_text_is_wanted_are_read_as_they_look(value: Any, text: str) -> None:
    assert case_with("B2", value).actors["ann"].name == text


def test_truth_values_are_statements_and_answers() -> None:
    case = diagnose(io.BytesIO(edited("preferences", "B3", True)), "case.xlsx")[0]
    assert case is not None
    assert str(case.actors["ann"].prefers[1].that) == "true"
    for value, is_plural in ((True, True), ("YES", True), ("x", True), (1, True), (False, False), (0, False), ("no", False)):
        rows = [["id", "plural"], ["ann", value], ["bob", None]]
        case = diagnose(io.BytesIO(saved({**SMALL, "actors": rows})), "case.xlsx")[0]
        assert case is not None
        assert case.actors["ann"].plural is is_plural


@pytest.mark.parametrize("epoch", [datetime.datetime(1899, 12, 30), datetime.datetime(1904, 1, 1)])
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (datetime.datetime(2022, 1, 13), "2022-01-13"), (datetime.date(2022, 1, 13), "2022-01-13"), ("2022-01-13", "2022-01-13"),
        (datetime.datetime(2022, 1, 13, 9, 30), "2022-01-13 09:30"), (2022, "2022"), ("January 2022", "January 2022"),
    ],
)  # fmt: skip
def test_dates_where_dates_are_wanted(epoch: datetime.datetime, value: Any, text: str) -> None:
    sheets = {**SMALL, "case": [["what", "text"], ["at", value]], "events": [["on", "actor", "takes"], [value, "ann", "go"]]}

    def change(book: Any) -> None:
        book.epoch = epoch

    case, _ = diagnose(io.BytesIO(saved(sheets, change)), "case.xlsx")
    assert case is not None
    assert (case.at, case.events[0].on) == (text, text)


def test_formulas_count_as_their_stored_values() -> None:
    stored = edited("preferences", "B3", '="not "&"go"')

    def compute(result: str) -> Callable[[str, bytes], bytes]:
        def change(name: str, part: bytes) -> bytes:
            cell = re.compile(rb'<c r="B3"[^>]*>(<f>.*?</f>)<v ?/?>(</v>)?</c>')
            assert name != "xl/worksheets/sheet3.xml" or cell.search(part), part
            return cell.sub(rb'<c r="B3" t="str">\1<v>' + result.encode() + b"</v></c>", part)

        return change

    case = diagnose(io.BytesIO(parts_changed(stored, compute("not go"))), "case.xlsx")[0]
    assert case == diagnose(io.BytesIO(saved()), "case.xlsx")[0]
    # An empty text is a value, and so the cell is empty.
    (line,) = said(parts_changed(stored, compute("")))
    assert line == f"{AT}preferences!A3: the row has no statement; fill it in, or clear the row [CM709]"


def test_a_wrong_extent_hides_no_rows() -> None:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(b'<dimension ref="A1:B5"', b'<dimension ref="A1:B2"')

    assert (
        diagnose(io.BytesIO(parts_changed(saved(), change)), "case.xlsx")[0] == diagnose(io.BytesIO(saved()), "case.xlsx")[0]
    )


# ------------------------------------------------------------------------------------------------ files as such

DOCTYPE = b'<!DOCTYPE worksheet [<!ENTITY word "pay">]>'


def with_doctype(encoding: str) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return part
        text = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE.decode()}{part.decode().partition("?>")[2] or part.decode()}'
        return text.encode(encoding)

    return parts_changed(saved(), change)


def strict(name: str, part: bytes) -> bytes:
    return part.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )


def archive(**parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return content.getvalue()


def protected(data: bytes) -> bytes:
    """The same with the mark of encryption at every entry of the directory."""
    changed, at = bytearray(data), data.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


OTHERS: dict[str, tuple[bytes, str]] = {
    "a workbook with a password": (
        OLE + "EncryptedPackage\0".encode("utf-16-le"),
        "this is an office document that is protected with a password; open it, take the password off",
    ),
    "an old workbook": (OLE + "Workbook\0".encode("utf-16-le"), "this is an Excel workbook of the old form (.xls); open it in "),
    "another old document": (OLE, "this is a document of an older office program (.doc, .xls); "),
    "an OpenDocument spreadsheet": (
        archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"),
        "this is an OpenDocument spreadsheet (.ods); open it in your spreadsheet program and save it as Excel Workbook (.xlsx)",
    ),
    "macros": (parts_changed(saved(), lambda _, part: part, {"xl/vbaProject.bin": b"x"}), "this is a workbook with macros (.xlsm)"),
    "a binary workbook": (archive(**{"xl__workbook.bin": "x"}), "this is a binary workbook (.xlsb); "),
    "Strict Open XML": (parts_changed(saved(), strict), 'the workbook is saved as "Strict Open XML", which is not read; '),
    "encrypted entries": (protected(saved()), "the workbook is protected with a password; "),
    "a workbook that is cut off": (saved()[:-200], "the workbook is cut off or damaged; "),
    "a workbook without a list of sheets": (
        parts_changed(saved(), lambda name, part: b"<a" if name == "xl/workbook.xml" else part),
        "the workbook cannot be read (",
    ),
    "a document type": (with_doctype("utf-8"), "the part xl/worksheets/sheet1.xml of the workbook has a document type"),
    "a document type in UTF-16": (with_doctype("utf-16"), "the part xl/worksheets/sheet1.xml of the workbook has a document type"),
    "an encoding that hides markup": (
        parts_changed(saved(), lambda _, part: part, {"xl/odd.xml": b'<?xml version="1.0" encoding="utf-7"?><a/>'}),
        "the part xl/odd.xml of the workbook has a document type or an unusual encoding; ",
    ),
    "a row beyond the last": (
        parts_changed(saved(), lambda _, part: part.replace(b'<row r="2"', b'<row r="1048577"')),
        "a sheet of the workbook has a row beyond 1,048,576; ",
    ),
    "CSV": (b"id,name\nann,Ann\n", "this is text, though its name ends in .xlsx; "),
    "YAML": (b"actors: {ann: {}}\n", "this is YAML, though its name ends in .xlsx; give it a name that ends in .yaml"),
    "a page": (b"<html><table>", "this is a page in HTML; "),
    "nothing": (b"", "this is text, though its name ends in .xlsx; "),
}  # fmt: skip


@pytest.mark.parametrize("what", OTHERS)
def test_a_file_that_is_not_opened_has_one_message(what: str) -> None:
    data, message = OTHERS[what]
    (line,) = said(data)
    assert line.startswith(f"case.xlsx: {message}"), line


def test_a_workbook_is_recognised_under_every_name() -> None:
    plain = diagnose(io.BytesIO(saved()), "case.xlsx")[0]
    for name in ("case.yaml", "case", "case.XLSX", "case.xltx"):
        assert diagnose(io.BytesIO(saved()), name)[0] == plain


def test_size_is_judged_before_anything_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    unpacked: list[str] = []
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda _, entry: unpacked.append(entry.filename))
    large = archive(xl__workbook="<a/>") + b""
    monkeypatch.setattr(guard, "MAX_UNPACKED", 3)
    (line,) = said(large, "case.xlsx")
    assert line.startswith("case.xlsx: the workbook has 4 bytes in 1 parts when it is unpacked; take out pictures"), line
    assert unpacked == []


def test_cells_are_counted_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_CELLS", 24)
    (line,) = said(saved())
    assert line.startswith("case.xlsx: the workbook has 25 cells, and at most 24 are read; delete rows"), line
    monkeypatch.setattr(guard, "MAX_CELLS", 25)
    assert said(saved()) == []


def test_without_openpyxl_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    data = saved()
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(QuestionError, match=r'install it with pip install "countermove\[excel\]"'):
        diagnose(io.BytesIO(data), "case.xlsx")


def test_programs_get_the_cell_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "case.xlsx"
    path.write_bytes(edited("preferences", "B3", "not gone"))
    assert run(["solve", str(path), "--format", "json"]) == 1
    place = json.loads(capsys.readouterr().out)["place"]
    assert (place["file"], place["line"], place["column"], place["cell"]) == (str(path), 3, 2, "preferences!B3")
    assert run(["check", str(path), "--format", "json"]) == 1
    finding = json.loads(capsys.readouterr().out)["findings"][0]
    assert (finding["cell"], finding["code"]) == ("preferences!B3", "CM104")


def test_all_mistakes_of_a_workbook_are_said_at_once() -> None:
    rows = [["actor", "statement"], ["ann", "pay"], ["anna", "go"], ["bob", None], ["bob", datetime.date(2022, 3, 1)]]
    lines = said(saved({**SMALL, "preferences": rows}))
    assert [line.split(": ")[0] for line in lines] == [f"{AT}preferences!A4", f"{AT}preferences!B5"]
