"""What a file is, by the bytes that it holds and not by its name."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["WORKBOOK_ENDING", "FileKind", "is_workbook", "kind_of", "looks_like_yaml", "text_kind"]


@dataclass(frozen=True)
class FileKind:
    """What a file is that holds no text of ours, and the way out."""

    name: str
    way_out: str
    code: str = "CM009"


WORKBOOK_ENDING = ".xlsx"
SAVE_AS_WORKBOOK = f"open it in your spreadsheet program and save it as Excel Workbook ({WORKBOOK_ENDING})"
SAVE_AS_TEXT = "save what it says about the case as text, in YAML"
PICKLE = FileKind(
    "a Python pickle, as programs for the graph model wrote before their version 0.3",
    "it is not opened, since a pickle can run any program; build the case anew, or save it as JSON with the program that "
    "wrote it",
)
WIDE_TEXT = FileKind("text in UTF-16 or UTF-32", "save it as UTF-8", "CM003")
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
# Office programs before 2007, and those that encrypt, put streams into one file; the names of streams are in UTF-16.
STREAMS = {
    "EncryptedPackage": FileKind(
        "an office document that is protected with a password",
        "open it, take the password off (in Excel: File, Info, Protect Workbook), and save it again",
    ),
    "Workbook": FileKind("an Excel workbook of the old form (.xls)", SAVE_AS_WORKBOOK),
    "Book": FileKind("an Excel workbook of the old form (.xls)", SAVE_AS_WORKBOOK),
}
ZIP = b"PK\x03\x04"
# Files of office programs are zip archives, and the names of their parts stand in them uncompressed.
ZIPPED = {
    b"word/": "a Word document (.docx)",
    b"xl/": "an Excel workbook (.xlsx)",
    b"ppt/": "a PowerPoint presentation (.pptx)",
    b"opendocument.text": "an OpenDocument text (.odt)",
    b"opendocument.spreadsheet": "an OpenDocument spreadsheet (.ods)",
    b"epub+zip": "an electronic book (.epub)",
}
SIGNATURES = {
    rb"%PDF-": FileKind("a PDF", SAVE_AS_TEXT),
    rb"\xd0\xcf\x11\xe0": FileKind("a document of an older office program (.doc, .xls)", SAVE_AS_TEXT),
    rb"\{\\rtf": FileKind("a document in rich text (.rtf)", SAVE_AS_TEXT),
    rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF....WEBP": FileKind("a picture", "a case is a text file"),
    rb"\x1f\x8b|BZh|\xfd7zXZ|7z\xbc\xaf|Rar!": FileKind("a compressed file", "unpack it first"),
    rb"\x7fELF|MZ.\0": FileKind("a program", "a case is a text file"),
    # The protocols 2 to 5 of pickle, with what follows in every file of theirs.
    rb"\x80[\x02-\x05][\x95\x80(}\]c]": PICKLE,
}
UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|[\t-~]\0[\t-~]\0|\0[\t-~]\0[\t-~]|[\t-~]\0\0\0|\0\0\0[\t-~]|\0\0\xfe\xff")
MANY_ZEROS = 10
"""Zero bytes in a text of ASCII may be a slip; from this many on the file is no text."""


def kind_of(data: bytes) -> FileKind | None:
    """What kind of file some bytes are, where they are no text in UTF-8.

    Parameters
    ----------
    data
        The file, or as much of it as was read.

    Returns
    -------
    FileKind or None
        None for text, and for what is not recognised.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7").name, kind_of(b"title: Talks")
    ('a PDF', None)
    """
    if data.startswith(ZIP):
        # A document may lie in another; the parts of the outer one come first.
        parts = [part for part in ZIPPED if part in data]
        if not parts:
            return FileKind("a zip archive", "unpack it first")
        name = ZIPPED[min(parts, key=data.find)]
        way_out = {".ods": SAVE_AS_WORKBOOK, WORKBOOK_ENDING: "countermove convert makes YAML of a case in it"}
        return FileKind(name, next((way for end, way in way_out.items() if f"({end})" in name), SAVE_AS_TEXT))
    if data.startswith(OLD_OFFICE):
        stream = next((kind for name, kind in STREAMS.items() if f"{name}\0".encode("utf-16-le") in data), None)
        if stream is not None:
            return stream
    for signature, kind in SIGNATURES.items():
        if re.match(signature, data, re.DOTALL):
            return kind
    if UTF_16.match(data):
        return WIDE_TEXT
    zeros = data.count(0)
    is_binary = zeros >= MANY_ZEROS or (zeros > 0 and not data.isascii())
    return FileKind("a file of bytes that are no text", "is it the right file?") if is_binary else None


def is_workbook(data: bytes) -> bool:
    """Whether bytes are those of a workbook (`.xlsx`, or one of its sisters), whatever the file is called.

    Parameters
    ----------
    data
        The file, or its beginning.

    Examples
    --------
    >>> is_workbook(b"PK\\x03\\x04 xl/workbook.xml"), is_workbook(b"title: xl/workbook.xml")
    (True, False)
    """
    kind = kind_of(data) if data.startswith(ZIP) else None
    return kind is not None and f"({WORKBOOK_ENDING})" in kind.name


TEXT_KINDS = {
    r"EFG\s+\d": FileKind(
        "a game in extensive form (Gambit's .efg)",
        "a tree of moves is not read here, a strategic form is: save it as .nfg in Gambit",
    ),
    r"(?i:<!doctype html|<html)": FileKind("a page in HTML", "an article is for countermove read; a case is text in YAML"),
    r"(?i:<\?xml)": FileKind("a file in XML", "a case is text in YAML"),
}


def text_kind(text: str) -> FileKind | None:
    """What kind of text file this is, where it is another than those that hold a case.

    Parameters
    ----------
    text
        The text of the file.

    Examples
    --------
    >>> text_kind('EFG 2 R "Poker" { "Ann" "Bob" }').name
    "a game in extensive form (Gambit's .efg)"
    """
    start = text[:1000].lstrip()
    return next((kind for pattern, kind in TEXT_KINDS.items() if re.match(pattern, start)), None)


YAML_START = re.compile(r"(?:\s*(?:#[^\n]*)?\n)*(?:---\s|%YAML\s|(?: *\w[\w -]*|\"[\w -]+\"|'[\w -]+'):(?:\s|$))")
"""Comments and blank lines, then the mark of a document or a first key with its colon."""


def looks_like_yaml(text: str) -> bool:
    """Whether a text begins like a mapping in YAML, out of brackets: so it is no JSON and no strategic form.

    Parameters
    ----------
    text
        The text of the file.

    Examples
    --------
    >>> looks_like_yaml("# Talks\\nactors: {}"), looks_like_yaml('{"actors": {}}')
    (True, False)
    """
    return YAML_START.match(text) is not None
