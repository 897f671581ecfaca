"""The three lengths: how many pages each has on paper, what stands in it, and that its forms say the same."""

from __future__ import annotations

import functools
import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from pypdf import PdfReader

import countermove as cm
from catalogued import LARGE, LISTED
from countermove.catalog import case_path
from countermove.model.case import Case
from countermove.report.chapters.parts import Quoted, until_sentence_end
from countermove.report.render.formats import FORMS
from countermove.report.report import Origin
from countermove.requests.documents.quotations import quotations
from countermove.requests.documents.report import length_of, report_document
from countermove.text.blocks import Document, Listing, Paragraph, Part, Picture, Quotation, Table, plain
from report.render.test_formats import READ
from report.test_report import inside

MEMO, SHORT = 2, 10
"""Pages of A4 at most."""
SMALL = [id_ for id_ in LISTED if (cm.compile(cm.load(id_)).size or 0) <= 500 and len(cm.load(id_).actors) <= 5]


@functools.cache
def table(id_: str) -> cm.StabilityTable:
    return cm.equilibria(cm.compile(cm.load(id_)))


@functools.cache
def made(id_: str, length: str) -> Document:
    origin = Origin(f"{id_}.yaml", "ab" * 32, "2022-01-13")
    return report_document(table(id_), origin=origin, length=length, pictures=length != "full")


@functools.cache
def laid_out(id_: str, length: str, form: str) -> bytes:
    return next(one for one in FORMS if one.name == form).lay_out(made(id_, length))


def pages(content: bytes) -> int:
    return len(PdfReader(io.BytesIO(content)).pages)


@pytest.mark.parametrize("id_", [*LISTED, *LARGE])
def test_a_memo_has_at_most_two_pages(id_: str) -> None:
    assert made(id_, "memo").chapters == ()
    assert pages(laid_out(id_, "memo", "PDF")) <= MEMO


@pytest.mark.skipif(shutil.which("soffice") is None, reason="soffice (LibreOffice) is absent, which lays DOCX out")
def test_a_memo_in_docx_has_at_most_two_pages(tmp_path: Path) -> None:
    files = [tmp_path / f"{id_}.docx" for id_ in (*LISTED, *LARGE)]
    for file in files:
        file.write_bytes(laid_out(file.stem, "memo", "DOCX"))
    # A profile of its own: LibreOffice does nothing where another one runs with the same.
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", str(tmp_path), *map(str, files)], capture_output=True, check=True)
    counts = {file.stem: pages(file.with_suffix(".pdf").read_bytes()) for file in files}
    assert max(counts.values()) <= MEMO, counts


@pytest.mark.parametrize("id_", SMALL)
def test_a_short_report_on_a_small_case_has_at_most_ten_pages(id_: str) -> None:
    assert pages(laid_out(id_, "short", "PDF")) <= SHORT


@pytest.mark.parametrize("id_", ["cuban-missile-crisis", "european-security-2022", "mountain-pass"])
def test_a_longer_report_has_the_chapters_of_a_shorter_one(id_: str) -> None:
    short, full = ([chapter.anchor for chapter in made(id_, length).chapters] for length in ("short", "full"))
    assert set(short) <= set(full)
    assert {"assumptions"} <= set(short)
    assert {"actors", "method", "states"} <= set(full) - set(short)


def test_appendices_come_last() -> None:
    chapters = report_document(table("cuban-missile-crisis"), length="full", pictures=True).chapters
    flags = [chapter.is_appendix for chapter in chapters]
    assert flags == sorted(flags)
    names = [chapter.title for chapter in chapters if chapter.is_appendix]
    assert names == ["What each actor cares about", "All states", "Method and definitions"]


def sentences(document: Document) -> list[str]:
    """What every form has to say: paragraphs, entries, cells, titles."""
    found = [document.title]
    for chapter in document.sections:
        for block in inside(chapter.blocks):
            if isinstance(block, Paragraph):
                found.append(plain(block.words))
            if isinstance(block, Table):
                found += [*block.columns, *(cell for row in block.rows for cell in row), *block.notes]
            if isinstance(block, Picture):
                found.append(block.title)
    return [text for text in found if text]


def only_letters(text: str) -> str:
    """Letters and figures alone: lines, marks and signs that are escaped differ between forms."""
    return re.sub(r"[\W_]+", "", re.sub(r"&[#\w]+;|<[^>]+>", "", unicodedata.normalize("NFKC", text)))


@pytest.mark.parametrize("form", ["HTML", "Markdown", "DOCX", "PDF"])
@pytest.mark.parametrize("id_", ["cuban-missile-crisis", LARGE[0]])
def test_all_forms_of_a_memo_say_the_same(id_: str, form: str) -> None:
    told = only_letters(READ[form](laid_out(id_, "memo", form)))
    assert [text for text in sentences(made(id_, "memo")) if only_letters(text) not in told] == []


def test_another_length_is_refused() -> None:
    with pytest.raises(cm.QuestionError) as caught:
        length_of("long")
    assert str(caught.value) == 'unknown length of a report: "long"; it is memo, short or full'


def test_the_answer_stands_before_the_contents() -> None:
    page = laid_out("cuban-missile-crisis", "short", "HTML").decode()
    assert 0 < page.index('class="answer"') < page.index("<nav") < page.index('<section id="reasons"')


def test_a_long_description_is_cut_in_a_memo_and_marked() -> None:
    case = Case.model_validate({"about": "It rains all the time. " * 20, "actors": {"ann": {"options": {"go": "Go"}}}})
    memo, short = (report_document(case, length=length).about for length in ("memo", "short"))
    assert memo == "It rains all the time. " * 14 + "[\u2026]"
    assert short == case.about


def test_what_does_not_fit_is_cut_from_the_end_and_said() -> None:
    names = {f"o{k}": f"Option {k}, {'with a name of many words ' * 30}" for k in range(7)}
    case = Case.model_validate({
        "actors": {"ann": {"options": {"go": "Go"}, "prefers": ["b.o1"]}, "ben": {"options": {"stop": "Stop"}}},
        "bodies": {"b": {"members": ["ann", "ben"], "decides": "majority", "options": names}},
        "status quo": [],
    })  # fmt: skip
    memo, full = (report_document(case, length=length).answer for length in ("memo", "full"))
    assert memo is not None
    assert full is not None
    marks = [plain(b.words) for b in inside(memo.blocks) if isinstance(b, Paragraph) and b.note]
    assert "This part is shortened here; the longer report has all of it." in marks
    assert not any("shortened" in plain(b.words) for b in inside(full.blocks) if isinstance(b, Paragraph))
    assert pages(next(f for f in FORMS if f.name == "PDF").lay_out(report_document(case, length="memo"))) <= MEMO


# ------------------------------------------------------------------------------------------------------- evidence

EVIDENCE = """
source: {id: lake, title: Lake talks stall, file: lake.txt, sha256: ""}
unresolved: []
items:
- {id: s0000000001, kind: speech, span: [0, 9], paragraph: 2, words: "%s", speaker: [KEN], how: quoted, found: name}
- {id: e0000000002, kind: event, span: [20, 29], paragraph: 3, words: rejected the offer, type: reject, source: [KEN],
   target: [UGA], status: actual, voice: [author]}
- {id: e0000000003, kind: event, span: [30, 39], paragraph: 4, words: left the room, type: reject, source: [KEN],
   target: [UGA], status: actual, voice: [unknown]}
"""
WORDS = "We will fill the lake. " + "And this goes on and on " * 10


@pytest.fixture
def with_evidence(tmp_path: Path) -> tuple[Case, Path]:
    (tmp_path / "lake.evidence.yaml").write_text(EVIDENCE % WORDS.strip(), encoding="utf-8")
    (tmp_path / "lake.decisions.yaml").write_text(
        "decisions:\n  e0000000003: {decision: rejected, words: left the room}\n", encoding="utf-8"
    )
    cited = ["lake#s0000000001", "lake#3", "lake#e0000000003", "lake#9"]
    case = Case.model_validate({
        "sources": {"lake": {"title": "Lake talks stall", "file": "lake.txt", "url": "https://example.org/lake"}},
        "actors": {"ann": {"options": {"go": {"name": "Go", "evidence": cited}}}},
    })  # fmt: skip
    return case, tmp_path / "case.yaml"


def test_words_are_quoted_with_their_speaker_and_paragraph(with_evidence: tuple[Case, Path]) -> None:
    case, file = with_evidence
    known = quotations(case, str(file))
    assert known == {
        "lake#s0000000001": Quoted(WORDS.strip(), "claimed by Kenya", 2),
        "lake#3": Quoted("rejected the offer", "", 3),
    }
    document = report_document(case, quotations=known)
    blocks = [block for chapter in document.chapters for block in inside(chapter.blocks)]
    told = [(b.words, b.is_cut, plain(b.source)) for b in blocks if isinstance(b, Quotation)]
    assert told == [
        ("\u201cWe will fill the lake.\u201d", True, "claimed by Kenya, in Lake talks stall, paragraph 2"),
        ("\u201crejected the offer\u201d", False, "Lake talks stall, paragraph 3"),
    ]
    bare = [plain(b.words) for b in blocks if isinstance(b, Paragraph) and plain(b.words).startswith("Evidence")]
    assert bare == ["Evidence: Lake talks stall, paragraph 9"]  # and no word of the item that was rejected


def test_evidence_that_cannot_be_read_is_no_evidence(with_evidence: tuple[Case, Path]) -> None:
    case, file = with_evidence
    (file.parent / "lake.evidence.yaml").write_text("nothing", encoding="utf-8")
    assert quotations(case, str(file)) == {}
    assert quotations(cm.load("elmira"), str(case_path("elmira"))) == {}


@pytest.mark.parametrize("most", [1, 5, 40])
def test_a_quotation_is_a_beginning_of_its_text(most: int) -> None:
    text = "One two three. Four five six! Seven eight nine ten."
    words, is_cut = until_sentence_end(text, most)
    assert text.startswith(words)
    assert len(words.split()) <= most
    assert is_cut == (words != text)


def test_entries_of_the_answer_name_the_sources() -> None:
    answer = made("european-security-2022", "memo").answer
    assert answer is not None
    (sources,) = [block for block in answer.blocks if isinstance(block, Part) and block.title == "Sources"]
    (listing,) = [block for block in sources.blocks if isinstance(block, Listing)]
    told = [plain(entry.words) for entry in listing.entries]
    assert told == [
        "All allies are unanimous on the main principle of the alliance, Peter Akopov, The Frontier Post, opinion"
    ]
