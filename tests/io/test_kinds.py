"""What a file is, by its bytes: documents, archives, pickles and other formats, whatever they are called."""

from __future__ import annotations

import io
import pickle
import zipfile

import pytest

from countermove.errors import CaseError
from countermove.io.files import read_text
from countermove.io.formats import diagnose
from countermove.io.kinds import is_workbook, kind_of, looks_like_yaml, text_kind


def zipped(*parts: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.writestr(part, "<a/>" * 50)
    return content.getvalue()


KINDS = {
    "a Word document (.docx)": zipped("[Content_Types].xml", "word/document.xml"),
    "an OpenDocument spreadsheet (.ods)": b"PK\3\4mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
    "an Excel workbook of the old form (.xls)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook\0".encode("utf-16-le"),
    "a PowerPoint presentation (.pptx)": zipped("ppt/presentation.xml"),
    "a zip archive": zipped("notes.txt"),
    "a PDF": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "a picture": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a Python pickle, as programs for the graph model wrote before their version 0.3": pickle.dumps({"a": 1}, protocol=3),
    "a compressed file": b"\x1f\x8b\x08\0",
    "a document in rich text (.rtf)": b"{\\rtf1 text}",
    "a document of an older office program (.doc, .xls)": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "text in UTF-16 or UTF-32": "actors: {a: {}}".encode("utf-32"),
    "a file of bytes that are no text": bytes(range(256)),
    "a page in HTML": b"\n<!DOCTYPE html>\n<html></html>",
    "a file in XML": b'<?xml version="1.0"?><a/>',
    "a game in extensive form (Gambit's .efg)": b'EFG 2 R "Poker" { "Ann" "Bob" }\nt "" 1 "" { 1, 2 }\n',
}


@pytest.mark.parametrize("name", ["case.yaml", "case.gmcr", "case.json", "case.nfg"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_another_kind_is_named_as_what_it_is(kind: str, name: str) -> None:
    case, (finding,) = diagnose(io.BytesIO(KINDS[kind]), name)
    assert case is None
    assert str(finding).startswith(f"{name}: this is {kind}; ")


def test_a_workbook_is_known_by_its_bytes() -> None:
    assert is_workbook(zipped("[Content_Types].xml", "xl/workbook.xml"))
    # A document that lies in another comes after the parts of the outer one.
    assert is_workbook(zipped("xl/workbook.xml", "xl/embeddings/word/document.xml"))
    assert not is_workbook(zipped("word/document.xml", "word/embeddings/xl/workbook.xml"))
    assert not is_workbook(b"title: xl/workbook.xml")
    # What reads text only, such as an edit of a file with comments, says what it is.
    with pytest.raises(CaseError, match=r"this is an Excel workbook \(\.xlsx\); cm.save\(game\) makes YAML of a case in it"):
        read_text(io.BytesIO(zipped("xl/workbook.xml")), "case.yaml")


@pytest.mark.parametrize("name", ["case.gmcr", "case.GMCR", "case.nfg"])
@pytest.mark.parametrize(
    "start", ["", "# A case\n\n", "---\n", "%YAML 1.2\n---\n", "\ufeff", "  # NFG 1\r\n\n", '"title": x\n', "not a key:\n"]
)
def test_yaml_under_another_name_is_named_as_yaml(name: str, start: str) -> None:
    text = f"{start}actors: {{ann: {{options: {{go: Go}}}}}}\n"
    case, (finding,) = diagnose(io.BytesIO(text.encode()), name)
    assert case is None
    ending = name.removeprefix("case")
    assert str(finding) == (
        f"{name}: this is YAML, though its name ends in {ending}; give it a name that ends in .yaml [CM009]"
    )


@pytest.mark.parametrize("name", ["case.yaml", "case.json", "case.txt", "case"])
def test_yaml_where_yaml_is_read_is_read(name: str) -> None:
    assert diagnose(io.BytesIO(b"---\nactors: {ann: {options: {go: Go}}}\n"), name)[0] is not None


@pytest.mark.parametrize("text", ['{"title": 1', "[1]", "title", "", "- a: b", 'NFG 1 R "a: b"', "http://a b"])
def test_what_does_not_begin_as_a_case_in_yaml_is_no_yaml(text: str) -> None:
    assert not looks_like_yaml(text)


@pytest.mark.parametrize("protocol", range(2, 6))
@pytest.mark.parametrize("value", [{"a": 1}, [1, 2], {"a": [KINDS] * 3}])
def test_pickles_are_recognised(protocol: int, value: object) -> None:
    kind = kind_of(pickle.dumps(value, protocol=protocol))
    assert kind is not None
    assert "pickle" in kind.name


@pytest.mark.parametrize("text", ["title: PK", "EFG: x", "# NFG 1\nactors: {}", "title: é", "MZ: {}", "a\0b", ""])
def test_what_is_a_case_or_may_be_one_is_no_other_kind(text: str) -> None:
    assert kind_of(text.encode()) is None
    assert text_kind(text) is None
