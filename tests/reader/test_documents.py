"""Bytes become text, or a clear refusal."""

from __future__ import annotations

import io
import re
import sys

import pytest

from countermove.errors import QuestionError, SizeError
from countermove.reader import documents as intake
from countermove.reader.documents import MAX_BYTES, original_of, require_english
from countermove.reader.read import read_article

ENGLISH = "Kenya rejected the offer of Uganda on Monday, and the two ministers will meet again in Nairobi. "


def pdf(text: str, password: str = "") -> bytes:
    """A PDF of one page with a text, or with none."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(400, 400)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})})
    stream = DecodedStreamObject()
    lines = " ".join(f"({line}) Tj T*" for line in text.split("\n") if line)
    stream.set_data(f"BT /F1 10 Tf 12 TL 20 380 Td {lines} ET".encode() if text else b"")
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\t ", "the file is empty"),
        (b"--- *** ---", "there are no words in it"),
        (b"\x7fELF\x02\x01\x01\0\0\0\0\0" + bytes(range(256)) * 4, "this is not text"),
        (b"%PDF-1.7 broken", "the PDF cannot be read"),
        (
            b"<!DOCTYPE html><html><body><nav><a href='/'>Home</a></nav></body></html>",
            "the page seems to have no article in it",
        ),
        (
            b"<html><body><article><p>The harbour said on Monday that its cranes will stand still until the union "
            b"returns to the talks.</p></article></body></html>",
            "the article that the page seems to have is too short (18 words)",
        ),
    ],
)
def test_what_is_no_article_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(QuestionError, match=r"^x: ") as caught:
        original_of(data, "x")
    assert message in str(caught.value)


def page(*paragraphs: str) -> bytes:
    return ("<html><body><article>" + "".join(f"<p>{p}</p>" for p in paragraphs) + "</article></body></html>").encode()


def test_a_short_page_is_refused_as_short_and_not_as_one_without_an_article() -> None:
    with pytest.raises(QuestionError, match=r"^x: the article .* is too short \(36 words\); .*save its text and read"):
        original_of(page(ENGLISH, "Yes.", ENGLISH.replace("Kenya", "Ghana"), "Yes."), "x")


@pytest.mark.parametrize("releases_repeat", [False, True])
@pytest.mark.parametrize(
    ("paragraphs", "fault"),
    [
        # As many words as an article needs, but only where each counts twice.
        ([ENGLISH, ENGLISH.replace("Kenya", "Ghana")], r"too short \(34 words\)"),
        # What the page itself repeats stays.
        (
            [f"{name} rejected the offer of Uganda on Monday, and <em>left</em>." for name in ("Mali", "Chad", "Togo")] * 2,
            None,
        ),
        ([part for name in ("Mali", "Chad", "Togo") for part in (ENGLISH.replace("Kenya", name), "Yes.")], None),
    ],
)
def test_a_page_is_read_once(
    paragraphs: list[str], fault: str | None, releases_repeat: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import trafilatura

    extract = trafilatura.bare_extraction

    def repeating(*arguments: object, **options: object) -> object:
        result = extract(*arguments, **options)
        result.text = f"{result.text}\n{result.text}"
        return result

    if releases_repeat:
        monkeypatch.setattr(trafilatura, "bare_extraction", repeating)
    if fault is not None:
        with pytest.raises(QuestionError, match=fault):
            original_of(page(*paragraphs), "x")
        return
    expected = [re.sub("<.*?>", "", part).strip() for part in paragraphs]
    assert original_of(page(*paragraphs), "x").text.split("\n") == expected


def test_too_large_files_are_refused() -> None:
    with pytest.raises(SizeError, match="larger than 20 MB"):
        original_of(b"a " * (MAX_BYTES // 2 + 1), "x")


def test_a_text_of_a_book_is_refused() -> None:
    with pytest.raises(SizeError, match="characters"):
        original_of(ENGLISH.encode() * 5000, "x")


def test_the_text_of_a_pdf_is_read() -> None:
    reading = read_article(
        pdf("Kenya rejected the offer of Uganda\non Monday, and nobody in the region\nwas surprised by it."), "a.pdf"
    )
    assert [(e.type, e.sources, e.targets) for e in reading.events] == [("reject", ("KEN",), ("UGA",))]


def test_a_pdf_has_paragraphs_and_its_first_is_no_headline() -> None:
    lines = (
        "Lake talks stall",
        "By Ann Author",
        "Kenya rejected the offer of Uganda on Monday. The Ugandan minister, Paul",
        "Okello, said that his country would close the border if the fees stayed",
        "as they were.",
        "The African Union offered to help, and its envoy met the president in the",
        "capital.",
    )
    text = read_article(pdf("\n".join(lines)), "a.pdf").text
    assert (text.source.title, text.source.author) == ("Lake talks stall", "Ann Author")
    assert [text.text[p.start : p.end].split()[0] for p in text.body] == ["Kenya", "The"]
    assert [text.paragraph_at(text.text.index(word)) for word in ("Lake", "Kenya", "Okello", "envoy")] == [0, 1, 1, 2]


def test_a_sentence_of_a_pdf_runs_on_over_the_page() -> None:
    pages = ["Kenya rejected the offer of Uganda on Monday, and the minister", "2\nof Uganda left. It rained."]
    assert intake._in_paragraphs(pages).split("\n\n") == [
        "Kenya rejected the offer of Uganda on Monday, and the minister\nof Uganda left. It rained."
    ]
    assert intake._in_paragraphs([""]) == ""


def test_a_scan_and_an_encrypted_pdf_are_told() -> None:
    with pytest.raises(QuestionError, match=r"has no text \(is it a scan\?\)"):
        original_of(pdf(""), "a.pdf")
    with pytest.raises(QuestionError, match="the PDF is encrypted"):
        original_of(pdf("secret", "key"), "a.pdf")


def test_mixed_encodings_are_decoded_line_by_line() -> None:
    data = "“Yes,” said Türkiye.\n".encode() + "“No,” said Iceland – twice.\n".encode("cp1252")
    assert original_of(data, "x").text == "“Yes,” said Türkiye.\n“No,” said Iceland – twice.\n"
    assert original_of("\ufeffRiga".encode(), "x").text == "Riga"
    assert original_of("Riga said no".encode("utf-16"), "x").text == "Riga said no"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le gouvernement de la France ne veut pas que les négociations soient suspendues dans une semaine.", "French"),
        ("Правительство России не хочет, чтобы переговоры были прерваны на этой неделе.", "Cyrillic script"),
        ("El gobierno de España no quiere que las negociaciones se suspendan en una semana por la huelga.", "Spanish"),
        ("政府は来週の交渉の中断を望んでいないと述べた。これは重要です。", "Japanese"),
    ],
)
def test_other_languages_are_named_and_refused(text: str, language: str) -> None:
    with pytest.raises(QuestionError, match=f"the text is in {language}"):
        require_english(text, "x")


def test_names_of_other_languages_are_no_other_language() -> None:
    require_english(ENGLISH + "The newspaper Der Spiegel und die Zeit reported it, and El País de España too.", "x")


@pytest.mark.parametrize(
    ("library", "data"),
    [
        ("wordfreq", ENGLISH.encode()),
        ("ftfy", (ENGLISH + "“Yes,” said Türkiye.").encode()),
        ("trafilatura", b"<html><body><p>" + ENGLISH.encode() * 9 + b"</p></body></html>"),
        ("pypdf", b"%PDF-1.4"),
    ],
)
def test_a_missing_library_is_named_with_what_to_install(library: str, data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(QuestionError, match=r'pip install "countermove\[reader\]"'):
        read_article(data, "x")


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_unreadable_text_is_no_other_language(encoding: str) -> None:
    data = ("The minister rejected the offer of the union on Monday. " * 5).encode(encoding)
    with pytest.raises(QuestionError, match=r"not running English text|not text"):
        read_article(data, "a.txt")
