"""Whole reports: what stands in them, for every catalogue case, and what they are refused or not told for."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

import pytest

import countermove as cm
from catalogued import LISTED
from countermove.briefing.briefing import brief_of
from countermove.game.names.naming import find_state
from countermove.report.chapters.parts import for_readers
from countermove.report.report import CHAPTERS, Origin
from countermove.requests.documents.report import RECORDS, report_document
from countermove.text.blocks import (
    Block,
    Chapter,
    Details,
    Document,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    Table,
    anchors,
    plain,
)
from countermove.text.naming import number
from countermove.views.brief.brief import brief_sections
from countermove.views.explanation.explanation import sentences

ORIGIN = Origin("some/where/case.yaml", "ab" * 32, "2022-01-13")
OPENING = "european-security-2022"


def inside(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks, those within others too."""
    for block in blocks:
        yield block
        match block:
            case Listing(entries):
                for entry in entries:
                    yield Paragraph(entry.words)
                    yield from inside(entry.blocks)
            case Details(summary, inner):
                yield Paragraph(summary)
                yield from inside(inner)
            case Part(title, inner):
                yield Paragraph((title,))
                yield from inside(inner)


def leads(document: Document) -> set[str]:
    """Where the links in the paragraphs of a report lead."""
    return {
        part.to
        for found in document.chapters
        for block in inside(found.blocks)
        if isinstance(block, Paragraph)
        for part in block.words
        if isinstance(part, Link)
    }


def text(chapter: Chapter) -> str:
    found = []
    for block in inside(chapter.blocks):
        if isinstance(block, Paragraph):
            found.append(plain(block.words))
        if isinstance(block, Table):
            found += [*block.columns, *(cell for row in block.rows for cell in row), *block.notes]
    return "\n".join(found)


@functools.cache
def made(id_: str, scenario: str | None = None) -> Document:
    case = cm.load(id_)
    return report_document(cm.compile(case, scenario), case=case, origin=ORIGIN, length="full")


def chapter(document: Document, anchor: str) -> Chapter:
    return next(found for found in document.sections if found.anchor == anchor)


@pytest.mark.parametrize("id_", LISTED)
def test_every_case_has_a_report_whose_links_lead_somewhere(id_: str) -> None:
    document = made(id_)
    names = [found.anchor for found in document.sections]
    assert {"answer", "actors", "outcomes", "evolution", "threats", "assumptions", "method"} <= set(names)
    assert len(set(names)) == len(names)
    assert {to[1:] for to in leads(document) if to.startswith("#")} <= anchors(document)
    assert not any("This was not answered" in text(found) for found in document.sections)
    assert not any(words in text(found) for found in document.sections for words in ("--limit", "--option", "--state"))


@pytest.mark.parametrize("id_", LISTED)
def test_the_brief_in_the_report_says_what_the_brief_says(id_: str) -> None:
    graph = cm.compile(cm.load(id_))
    told = " ".join(text(chapter(made(id_), "answer")).split())
    said = []
    for section in brief_sections(brief_of(cm.equilibria(graph)), for_documents=True):
        # Where there is a table, it stands for the lines.
        table = section.table
        cells = () if table is None else (*table.columns, *(cell for row in table.rows for cell in row), *table.notes)
        said += [for_readers(text) for _, text in section.lines] if table is None else cells
    # The steps of a path stand in a numbered list, so that their numbers are no text.
    assert [line for line in said if " ".join(re.sub(r"^\d+\. ", "", line).split()) not in told] == []


def test_outcomes_stand_in_the_order_of_the_brief() -> None:
    parts = [block.title for block in chapter(made(OPENING), "reasons").blocks if isinstance(block, Part)]
    numbers = [int(re.findall(r"[Ss]tate (\d+)", part)[0]) for part in parts[:6]]
    assert numbers == [148, 169, 412, 152, 173, 416]


def test_each_outcome_is_explained_for_each_mover() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    document = made("cuban-missile-crisis")
    (five, *_) = [block for block in chapter(document, "reasons").blocks if isinstance(block, Part)]
    assert five.title == '"Withdrawal without pressure" (state 5)'
    told = [block for block in five.blocks if isinstance(block, Details)]
    assert [plain(block.summary) for block in told] == ['USSR would gain at first: USSR drops "Withdraw the missiles".']
    lines = sentences(cm.explain(graph, 5, "ussr", "sseq"))
    whole = "\n".join(plain(b.words) for b in inside(told[0].blocks) if isinstance(b, Paragraph))
    assert [line for _, line in lines[1:] if line not in whole] == []


def test_evidence_is_told_by_source_and_paragraph_with_a_link() -> None:
    found = [
        part
        for block in inside(chapter(made(OPENING), "assumptions").blocks)
        if isinstance(block, Paragraph)
        for part in block.words
        if isinstance(part, Link)
    ]
    title = "All allies are unanimous on the main principle of the alliance"
    assert Link(f"{title}, paragraph 12", "#source-fp") in found
    assert {link.to for link in found} == {"#source-fp"}


def test_a_web_address_of_a_source_is_what_evidence_links_to() -> None:
    data = {
        "sources": {"s": {"title": "A paper", "url": "https://example.org/paper"}},
        "actors": {"ann": {"options": {"go": {"name": "Go"}}, "prefers": [{"that": "go", "evidence": ["s#e4", "gone"]}]}},
    }
    case = cm.Case.model_validate(data)
    document = report_document(case, origin=ORIGIN, length="full")
    words = [b.words for b in inside(chapter(document, "assumptions").blocks) if isinstance(b, Paragraph)]
    assert ("Evidence: ", Link("A paper", "https://example.org/paper"), "; ", "gone") in words


def test_reasons_and_evidence_stand_in_one_chapter_only() -> None:
    assert "because" not in text(chapter(made(OPENING), "actors")).lower()
    assert "fp#" not in text(chapter(made(OPENING), "actors"))
    assert "Counter-containment is the announced answer to a refusal" in text(chapter(made(OPENING), "assumptions"))


def test_events_are_told_with_what_the_model_makes_of_them() -> None:
    told = text(chapter(made(OPENING), "history"))
    assert "2021-12-15: Russia chooses" in told
    assert "The invasion begins" in told


def test_what_identifies_a_report_stands_at_its_end() -> None:
    assert made(OPENING).facts == (
        ("Made with", f"countermove {cm.__version__}"),
        ("Date", "2022-01-13"),
        ("Case file", "case.yaml"),
        ("SHA-256 of the file", "ab" * 32),
        ("States", "416"),
        ("Seed", "1"),
    )


def test_the_same_case_gives_the_same_document() -> None:
    case = cm.load(OPENING)
    assert report_document(case, origin=ORIGIN, length="full") == made(OPENING)


def test_a_scenario_is_named_and_not_compared_with_others() -> None:
    document = made(OPENING, "war-aims")
    assert document.subtitle == "As of 2022-01-13; With the scenario war-aims"
    assert document.about.endswith("Scenario: What if Russia would rather attack than go without a guarantee?")
    assert ("Scenario", "war-aims") in document.facts
    names = {found.anchor for found in document.chapters}
    assert "scenarios" not in names
    assert "scenarios" in {found.anchor for found in made(OPENING).chapters}


def test_chapters_without_anything_to_say_are_left_out() -> None:
    names = {found.anchor for found in made("chicken").chapters}
    assert names.isdisjoint({"bodies", "perceptions", "scenarios"})
    assert "perceptions" in {found.anchor for found in made("mountain-pass").chapters}
    assert "coalitions" in {found.anchor for found in made(OPENING).chapters}
    assert "bodies" in {found.anchor for found in made("eu-council").chapters}


def test_a_case_without_outcomes_says_so() -> None:
    data = {"states": {"s1": "A", "s2": "B"},
            "actors": {"ann": {"moves": [["s1", "s2"]], "ranking": ["s2", "s1"]},
                       "ben": {"moves": [["s2", "s1"]], "ranking": ["s1", "s2"]}}}  # fmt: skip
    case = cm.Case.model_validate(data)
    graph = cm.compile(case)
    document = report_document(graph, origin=ORIGIN, outcomes=3, length="full")
    held = int((cm.equilibria(graph).strength() > 0).sum())
    assert ("reasons" in {found.anchor for found in document.chapters}) == bool(held)


def test_what_is_too_large_is_said_in_its_chapter() -> None:
    options = {f"o{k}": {} for k in range(11)}
    case = cm.Case.model_validate({
        "actors": {"ann": {"options": options, "prefers": list(options)}, "ben": {"options": {"stop": {}}}},
        "status quo": [],
        "scenarios": {"other": {"actors": {"ben": {"prefers": ["stop"]}}}},
    })  # fmt: skip
    document = report_document(case, origin=ORIGIN, outcomes=2, length="full")
    assert "With 4,096 states this was not asked for the report" in text(chapter(document, "far-ahead"))
    assert "There are more than 1,000,000 moves" in text(chapter(document, "evolution"))


def test_a_question_that_is_refused_says_why_in_its_chapter(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise cm.QuestionError("there are too many of them")

    monkeypatch.setitem(RECORDS, "winners", refuse)
    document = report_document(cm.load("chicken"), origin=ORIGIN, length="full")
    whole = made("chicken")
    assert [found.title for found in document.chapters] == [found.title for found in whole.chapters]
    refused = chapter(document, "who-gains-who-loses")
    assert (refused.title, text(refused)) == (
        "Who gains, who loses",
        "This was not answered: there are too many of them",
    )


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [(1, "{:,} more outcomes are"), (-1, "1 more outcome is")],
)
def test_what_is_not_told_in_full_is_counted(outcomes: int, told: str) -> None:
    table = cm.equilibria(cm.compile(cm.load("cuban-missile-crisis")))
    document = report_document(
        table, origin=ORIGIN, length="full", outcomes=outcomes if outcomes > 0 else table.count + outcomes
    )
    reasons = chapter(document, "reasons")
    assert f"{told.format(table.count - 1)} not described here: these are supported best." in text(reasons)
    parts = [(block.title, block.anchor) for block in reasons.blocks if isinstance(block, Part) and block.anchor]
    assert parts
    assert all(anchor == f"state-{re.sub(r'[^0-9]', '', title)}" for title, anchor in parts)
    assert (
        "more"
        not in text(
            chapter(report_document(table, origin=ORIGIN, length="full", outcomes=table.count), "reasons")
        ).splitlines()[-1]
    )


def test_pictures_stand_where_something_draws_them() -> None:
    asked = []

    def draw(kind: str, states: object, actor: str | None) -> Picture | None:
        asked.append(kind)
        return Picture(kind, f"about {kind}", "<svg></svg>", lambda: b"") if kind == "outcomes" else None

    case = cm.load("cuban-missile-crisis")
    document = report_document(case, origin=ORIGIN, length="full", draw=draw)
    found = [b for c in document.sections for b in inside(c.blocks) if isinstance(b, Picture)]
    assert [picture.title for picture in found] == ["outcomes", "outcomes"]  # in the answer, and in its chapter
    assert "outcomes" in asked


def test_every_row_names_a_record_that_there_is() -> None:
    assert {row.record for row in CHAPTERS if row.record is not None} == set(RECORDS)
    assert len({row.title for row in CHAPTERS}) == len(CHAPTERS)


def test_progress_is_told_after_each_chapter() -> None:
    steps = []
    case = cm.load("chicken")
    report_document(case, origin=ORIGIN, length="full", on_progress=lambda: steps.append(1))
    assert len(steps) == len(CHAPTERS)


def test_states_are_told_by_the_numbers_that_people_see() -> None:
    graph = cm.compile(cm.load(OPENING))
    strongest = find_state(graph, 148)
    assert f"(state {number(strongest)})" in text(chapter(made(OPENING), "reasons"))


def test_how_firmly_each_holds_is_told_exactly_and_over_draws_when_asked() -> None:
    told = text(chapter(made(OPENING), "robustness"))
    assert "(state 148): it survives every swap of two adjacent statements (27 tried)" in told
    assert "models drawn" not in told
    case = cm.load("mountain-pass")
    document = report_document(case, origin=ORIGIN, length="full", draws=20, seed=3)
    assert "20 models drawn" in text(chapter(document, "robustness"))
    assert ("Plausible models drawn", "20") in document.facts
