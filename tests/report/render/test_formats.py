"""The forms of a report: which ending means which, and that all of them say the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader

from countermove.errors import QuestionError
from countermove.report.render.formats import FORMS, form_of
from countermove.text.blocks import (
    Chapter,
    Details,
    Document,
    Entry,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Table,
)

DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738"
    "550000000049454e44ae426082"
)
"""A picture of one black dot, as PNG."""
PICTURE = Picture("The dot", "A single dot", '<svg viewBox="0 0 1 1"><title>dot</title></svg>', lambda: DOT)
TABLE = Table(("who", "share"), (("Anna", "1"), ("Ben & <Co>", "2")), frozenset({"share"}), ("a note",), frozenset({1}))
EVERYTHING = Document(
    "Title *1*", "the subtitle", "what it is about",
    (
        Chapter("one", "First <chapter>", (
            Paragraph(("see ", Link("there", "#part"), " and ", Link("the web", "https://example.org/?a=1&b=2"),
                       " but not ", Link("nowhere", "#none"), " nor ", Link("a script", "javascript:x"))),
            Paragraph(("a small note",), note=True),
            Listing((Entry(("plain entry",)), Entry(("outer",), (Listing((Entry(("inner",)),), ordered=True),)))),
            TABLE,
            PICTURE,
            Quotation("\u201cSaid so\u201d", ("claimed by Anna, in ", Link("the web", "https://example.org/q")), is_cut=True),
            Details(("The summary",), (Paragraph(("folded text",)), Details(("deeper",), (Paragraph(("deepest",)),)))),
            Part("A part", (Paragraph(("under the part",)), Part("Sub", (Paragraph(("down here",)),))), "part"),
        )),
        Chapter("two", "Second", (Paragraph(("Русский, ελληνικά, ⇒ ✓, 中文, 日本語, 한국어",)),)),
    ),
    (("Made with", "countermove"), ("Date", "2022-01-13")),
    "countermove 0",
    answer=Chapter("answer", "The answer", (Part("Bottom line", (Paragraph(("first of all",)),)),)),
)  # fmt: skip
TEXTS = (
    "the subtitle", "what it is about", "there", "the web", "nowhere", "a script", "a small note", "plain entry", "outer",
    "inner", "Anna", "a note", "The dot", "Said so", "claimed by Anna", "first of all", "The summary", "folded text", "deepest", "A part", "under the part", "Sub",
    "down here", "Second", "2022-01-13",
)  # fmt: skip


def docx_text(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    return "".join(node.text or "" for node in file.element.body.iter() if node.tag.endswith("}t"))


def pdf_text(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return " ".join(text.split())


READ: dict[str, Callable[[bytes], str]] = {
    "HTML": lambda content: content.decode("utf-8"),
    "Markdown": lambda content: content.decode("utf-8"),
    "DOCX": docx_text,
    "PDF": pdf_text,
}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_says_everything(form: object) -> None:
    content = form.lay_out(EVERYTHING)  # type: ignore[attr-defined]
    text = READ[form.name](content)  # type: ignore[attr-defined]
    assert [part for part in TEXTS if part not in text] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_same_document_gives_the_same_bytes(form: object) -> None:
    assert form.lay_out(EVERYTHING) == form.lay_out(EVERYTHING)  # type: ignore[attr-defined]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_text_of_markup_and_control_characters_is_kept_as_text(form: object) -> None:
    odd = "<b>&amp; </p> \x00\x1b[1m \u202e ]]> {x} $y$ \\z `w` |v| **u** # ~~t~~ \ufffe \ud800 \U0001f600 a\u0301"
    document = Document(odd, odd, odd, (Chapter("a", odd, (
        Paragraph((odd,)), Listing((Entry((odd,)),)), Table((odd,), ((odd,),), notes=(odd,)),
        Details((odd,), ()), Part(odd, (), "b"),
    )),), ((odd, odd),), odd)  # fmt: skip
    text = READ[form.name](form.lay_out(document))  # type: ignore[attr-defined]
    assert "\x00" not in text
    assert "\x1b" not in text
    assert "\u202e" not in text
    if form.name in ("DOCX", "PDF"):  # type: ignore[attr-defined]
        assert "<b>&amp;" in text


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_word_longer_than_a_page_and_a_cell_higher_than_one_are_laid_out(form: object) -> None:
    long = "w" * 3_000
    table = Table(("a", "b"), ((long, "word " * 1_500), ("x", "y")))
    content = form.lay_out(Document(long, "", "", (Chapter("a", long, (Paragraph((long,)), table)),), (), ""))  # type: ignore[attr-defined]
    text = READ[form.name](content).replace(" ", "").replace("\n", "")  # type: ignore[attr-defined]
    assert text.count("w") >= 4 * 3_000
    assert text.count("word") >= 1_400


@pytest.mark.parametrize(
    ("name", "form"),
    [("a.html", "HTML"), ("a.HTM", "HTML"), ("a.b.md", "Markdown"), ("a/b.docx", "DOCX"), ("a.PDF", "PDF")],
)
def test_the_ending_says_which_form_it_is(name: str, form: str) -> None:
    assert form_of(name).name == form


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.htlm", 'a report cannot end in ".htlm"; did you mean ".htm" or ".html"?'),
        ("a.doc", 'a report cannot end in ".doc"; did you mean ".docx"?'),
        ("report", '"report" has no ending; known: ".html", ".htm", ".md", ".markdown", ".docx", ".pdf"'),
        (".html", '".html" has no ending'),
    ],
)
def test_another_ending_is_refused(name: str, told: str) -> None:
    with pytest.raises(QuestionError) as caught:
        form_of(name)
    assert str(caught.value).startswith(told)


def test_html_is_one_page_that_fetches_nothing() -> None:
    text = form_of("a.html").lay_out(EVERYTHING).decode("utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "default-src &#39;none&#39;" in text
    for word in ("src=", "<script", "<link", "@import", "url("):
        assert word not in text
    assert '<a href="#part">there</a>' in text
    assert '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer noopener">the web</a>' in text
    assert "a script</a>" not in text
    assert "<details><summary>The summary</summary>" in text


def test_markdown_has_headings_lists_tables_and_links() -> None:
    lines = form_of("a.md").lay_out(EVERYTHING).decode("utf-8").splitlines()
    assert lines[0] == "# Title \\*1\\*"
    assert "## First \\<chapter\\>" in lines
    assert "- outer" in lines
    assert "  1. inner" in lines
    assert "| Ben & \\<Co\\> | 2 |" in lines
    assert "*The dot*: A single dot" in lines
    assert any("[the web](<https://example.org/?a=1&b=2>)" in line for line in lines)
    assert "### A part" in lines
    assert "#### Sub" in lines


def test_docx_has_headings_links_that_lead_somewhere_and_no_date_of_its_making() -> None:
    content = form_of("a.docx").lay_out(EVERYTHING)
    file = docx.Document(io.BytesIO(content))
    styles = {p.text: p.style.name for p in file.paragraphs}
    assert styles["First <chapter>"] == "Heading 1"
    assert styles["A part"] == "Heading 2"
    marks = {
        node.get(node.nsmap["w"].join("{}") + "name") for node in file.element.iter() if node.tag.endswith("}bookmarkStart")
    }
    leads = {
        node.get(node.nsmap["w"].join("{}") + "anchor") for node in file.element.iter() if node.tag.endswith("}hyperlink")
    }
    assert leads - {None} == {"one", "two", "part"}
    assert leads - {None} <= marks
    targets = [r.target_ref for r in file.part.rels.values() if r.is_external]
    assert targets == ["https://example.org/?a=1&b=2", "https://example.org/q"]
    assert {item.date_time for item in zipfile.ZipFile(io.BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(file.inline_shapes) == 1
    assert file.inline_shapes[0]._inline.docPr.get("descr") == "A single dot"


def test_pdf_has_an_outline_links_and_its_own_fonts() -> None:
    reader = PdfReader(io.BytesIO(form_of("a.pdf").lay_out(EVERYTHING)))
    outline = [entry.title for entry in reader.outline if not isinstance(entry, list)]
    assert outline == ["The answer", "First <chapter>", "Second"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Title *1*"
    links = [a.get_object() for page in reader.pages for a in page.get("/Annots", [])]
    assert "https://example.org/?a=1&b=2" in [a["/A"]["/URI"] for a in links if "/URI" in a.get("/A", {})]
    text = pdf_text(form_of("a.pdf").lay_out(EVERYTHING))
    assert "Русский, ελληνικά, ⇒ ✓" in text


@pytest.mark.parametrize("name", ["HTML", "DOCX", "PDF"])
def test_below_a_picture_stands_its_title(name: str) -> None:
    form = next(form for form in FORMS if form.name == name)
    assert "The dot" in READ[name](form.lay_out(EVERYTHING))


def test_pictures_are_drawings_in_pdf() -> None:
    drawn = replace(
        PICTURE, svg='<svg viewBox="0 0 90 9" width="90pt" height="9pt"><text x="1" y="8">drawn text</text></svg>'
    )
    document = replace(EVERYTHING, chapters=(Chapter("one", "One", (drawn,)),))
    assert "drawn text" in pdf_text(form_of("a.pdf").lay_out(document))


def test_the_style_sheet_is_beside_the_module() -> None:
    import countermove.report

    assert (Path(countermove.report.__file__).parent / "templates" / "report.css").is_file()
