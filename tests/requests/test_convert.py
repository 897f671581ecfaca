from __future__ import annotations

import io

import pytest

from countermove.catalog import case_path
from countermove.errors import QuestionError, SizeError
from countermove.io.formats import FORMATS, read_case
from countermove.io.loading import Loaded
from countermove.requests.documents import convert as module
from countermove.requests.documents.convert import TABLE_WRITERS, converted


@pytest.fixture
def loaded() -> Loaded:
    return read_case(case_path("cuban-missile-crisis"))


def test_a_document_has_a_heading_for_each_table(loaded: Loaded) -> None:
    lines = converted(loaded, "out.md")[0].splitlines()
    assert [line for line in lines if line.startswith("#")] == [
        "# Cuban missile crisis", "## States in option form", "## Stability",
    ]  # fmt: skip
    assert "| 5 | Withdrawal without pressure | NN YN | US | E | E | E | E | US | E | improvements |" in lines


def test_latex_has_the_tables_for_papers(loaded: Loaded) -> None:
    def labels(what: str | None) -> list[str]:
        text = converted(loaded, "out.TEX", what)[0]
        return [line.split("{tab:cuban-missile-crisis-")[1].rstrip("}") for line in text.splitlines() if r"\label" in line]

    assert labels("states") == ["option-form"]
    assert labels("stability") == labels(None) == ["option-form", "tableau"]
    assert "the 12 feasible states in option form" in converted(loaded, "out.tex")[0]
    assert "7 of 12 states in option form" in converted(loaded, "out.tex", "stability")[0]


def test_a_document_without_a_title_begins_with_its_tables() -> None:
    case = read_case(io.StringIO("actors: {a: {options: {x: X}}}"))
    assert converted(case, "out.md")[0].startswith("## States in option form\n")


def test_spreadsheets_have_every_state(loaded: Loaded) -> None:
    assert converted(loaded, "out.csv")[0] == converted(loaded, "out.csv", "states")[0]
    for what, column in (("states", "rank.usa"), ("stability", "nash:usa")):
        head, *rows = converted(loaded, "out.csv", what)[0].splitlines()
        assert column in head.split(",")
        assert len(rows) == 12


def test_too_many_states_are_no_table(loaded: Loaded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_ROWS", 11)
    for out, what in (("out.csv", None), ("out.csv", "stability"), ("out.md", None)):
        with pytest.raises(SizeError, match="the case has 12 states, and a table takes at most 11"):
            converted(loaded, out, what)
    assert "Stability" in converted(loaded, "out.md", "stability")[0]


def test_every_ending_stands_for_one_form() -> None:
    endings = [e for row in FORMATS for e in row.suffixes]
    assert len(endings) == len(set(endings))
    assert {row.suffixes[0] for row in FORMATS if row.has_tables} == set(TABLE_WRITERS)


def test_what_cannot_be_asked_is_refused(loaded: Loaded) -> None:
    with pytest.raises(QuestionError, match='unknown table "moves"; known: "states", "stability"'):
        converted(loaded, "out.csv", "moves")
    with pytest.raises(QuestionError, match=r"files of tables: \.csv, \.md, \.tex"):
        converted(loaded, "out.nfg", "states")
    with pytest.raises(QuestionError, match=r"out\.doc: the ending of a name says what to write"):
        converted(loaded, "out.doc")
