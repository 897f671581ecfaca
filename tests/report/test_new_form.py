"""A new form of reports, added as CONTRIBUTING says: a row, and what lays a document out."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove as cm
from countermove.cli import run
from countermove.report.render import formats
from countermove.report.render.formats import FORMS, Form
from countermove.text.blocks import Document


def outline(document: Document) -> bytes:
    return "\n".join([document.title, *(f"- {chapter.title}" for chapter in document.chapters)]).encode()


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats, "FORMS", (*FORMS, Form("Outline", (".org",), outline, pictures=False)))


def test_the_ending_of_a_file_chooses_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.org"
    assert run(["report", "chicken", "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("Chicken\n- Outcome by outcome\n")
    assert capsys.readouterr().err == ""
    cm.write_report(cm.load("chicken"), str(tmp_path / "b.org"))
    assert (tmp_path / "b.org").read_bytes() == target.read_bytes()


def test_an_unknown_ending_names_it_too() -> None:
    with pytest.raises(cm.QuestionError, match=r"did you mean .*org"):
        formats.form_of("a.ogr")
