"""A new chapter of reports, added as CONTRIBUTING says: a row, what writes it, and the record that it is made from."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.game.searched import searched_game
from countermove.report import report
from countermove.report.chapters.parts import Material
from countermove.report.report import CHAPTERS, EVERY, ChapterRow
from countermove.requests.documents import report as requests
from countermove.text.blocks import Chapter, Paragraph


def movers(_: Material, count: int) -> Chapter:
    return Chapter("movers", "Who can move", (Paragraph((f"{count} can move.",)),))


def refused(_: Material) -> int:
    raise cm.QuestionError("nobody knows")


def test_it_stands_in_the_reports_of_both_kinds_of_games(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "CHAPTERS", (*CHAPTERS, ChapterRow("Who can move", movers, "movers", EVERY)))
    records = {**requests.RECORDS, "movers": lambda material: len(material.game.movers)}
    monkeypatch.setattr(requests, "RECORDS", records)
    for compile_ in (cm.compile, searched_game):
        document = cm.report_document(compile_(cm.load("chicken")))
        assert document.chapters[-1] == movers(None, 2)  # type: ignore[arg-type]


def test_a_refusal_stands_in_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "CHAPTERS", (ChapterRow("Who can, and cannot, move", movers, "movers", EVERY),))
    monkeypatch.setattr(requests, "RECORDS", {"movers": refused})
    (chapter,) = cm.report_document(cm.load("chicken")).chapters
    words = (Paragraph(("This was not answered: nobody knows",)),)
    assert chapter == Chapter("who-can-and-cannot-move", "Who can, and cannot, move", words)
