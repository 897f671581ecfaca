"""What a workbook is, and how large, before anything of it is unpacked into memory or given to a reader of XML.

A workbook is a zip archive of XML. Its directory says how large its parts are; the reader of archives gives out no
more of a part than that. No part may have a document type declaration: entities can only be declared there.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from countermove.errors import CaseError, Diagnostic, Place
from countermove.io.kinds import WORKBOOK_ENDING

__all__ = ["MAX_CELLS", "MAX_UNPACKED", "Refused", "examined_parts"]

MAX_UNPACKED = 20_000_000
"""Bytes of all parts together: 100,000 cells with a sentence each take about half of that."""
MAX_CELLS = 100_000
"""Cells of all sheets, formatted blank ones included; the largest case of the catalogue has about 600."""
MAX_PARTS = 1_000
"""Parts of the archive; a workbook of ten sheets with a picture on each has about 60."""
ENCODINGS = re.compile(rb"utf-?8|utf-?16|us-ascii|iso-8859-1|windows-1252", re.IGNORECASE)
"""Encodings in which ``<!DOCTYPE`` stands as in ASCII, or in UTF-16: it cannot hide in them."""
DECLARED = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
CELL = re.compile(r"<(?:\w+:)?c[\s/>]")
ROW = re.compile(r"""<(?:\w+:)?row\s[^>]*?\br\s*=\s*["'](\d+)""")
MAX_ROW = 1_048_576
"""Rows of a sheet, in every spreadsheet program."""
STRICT = b"purl.oclc.org/ooxml"
SAVE_AGAIN = f"open it in your spreadsheet program and save it as Excel Workbook ({WORKBOOK_ENDING})"


class Refused(CaseError):
    """The workbook is not opened; one diagnostic says why."""

    def __init__(self, file: str, message: str, way_out: str, code: str = "CM707") -> None:
        super().__init__([Diagnostic(code, "error", (), message, way_out, place=Place(file))])


@dataclass(frozen=True)
class Parts:
    """The texts of the parts that hold sheets, by their names in the archive."""

    sheets: dict[str, str]


def examined_parts(data: bytes, file: str) -> Parts:
    """The parts of a workbook that is safe to open.

    Parameters
    ----------
    data
        The file.
    file
        Its name in messages.

    Returns
    -------
    Parts
        The sheets as XML.

    Raises
    ------
    Refused
        Where it is damaged, too large, of another kind, or has a document type declaration.
    """
    damaged = "the workbook is cut off or damaged"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _require_small(entries, file)
            _require_kind({entry.filename for entry in entries}, file)
            if any(entry.flag_bits & 1 for entry in entries):
                raise Refused(file, "the workbook is protected with a password", "save it without one")
            sheets = dict(_checked(archive, entries, file))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, UnicodeError) as fault:
        raise Refused(file, damaged, f"{SAVE_AGAIN} ({type(fault).__name__})") from None
    cells = sum(len(CELL.findall(text)) for text in sheets.values())
    if cells > MAX_CELLS:
        what = f"the workbook has {cells:,} cells, and at most {MAX_CELLS:,} are read"
        raise Refused(file, what, "delete rows and columns that only look empty, and sheets without a case", "CM002")
    return Parts(sheets)


def _require_small(entries: list[zipfile.ZipInfo], file: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or len(entries) > MAX_PARTS:
        what = f"the workbook has {unpacked:,} bytes in {len(entries):,} parts when it is unpacked"
        way = f"take out pictures and sheets without a case; at most {MAX_UNPACKED // 1_000_000} MB are read"
        raise Refused(file, what, way, "CM002")


def _require_kind(names: set[str], file: str) -> None:
    if "xl/vbaProject.bin" in names:
        raise Refused(file, "this is a workbook with macros (.xlsm), which is not opened", SAVE_AGAIN)
    if "xl/workbook.bin" in names:
        raise Refused(file, "this is a binary workbook (.xlsb)", SAVE_AGAIN)


def _checked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo], file: str) -> Iterator[tuple[str, str]]:
    """The name and the text of each sheet; every part of the archive that is XML is looked at."""
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        content = archive.read(entry)
        text = _decoded(content)
        encoding = DECLARED.search(content[:200])
        if "<!DOCTYPE" in text or (encoding and not ENCODINGS.fullmatch(encoding[1])):
            what = f"the part {entry.filename} of the workbook has a document type or an unusual encoding"
            raise Refused(file, what, f"no spreadsheet program writes that; {SAVE_AGAIN}")
        if entry.filename == "xl/workbook.xml" and STRICT in content:
            raise Refused(file, 'the workbook is saved as "Strict Open XML", which is not read', SAVE_AGAIN)
        # A sheet need not lie in the usual folder, and is known by what it holds.
        if "sheetData" in text:
            _require_rows(text, file)
            yield entry.filename, text


def _require_rows(text: str, file: str) -> None:
    """Refuse rows beyond those that a sheet can have: a reader would fill the gap before them row by row."""
    if any(len(number) > 7 or int(number) > MAX_ROW for number in ROW.findall(text)):
        raise Refused(file, f"a sheet of the workbook has a row beyond {MAX_ROW:,}", SAVE_AGAIN)


def _decoded(content: bytes) -> str:
    """A part as text in which markup can be looked for; letters beyond ASCII do not matter here."""
    for start, encoding in (
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if content.startswith(start):
            return content.decode(encoding, "replace")
    return content.decode("latin-1")
