"""A report as a DOCX file for word processors: headings, lists, tables, links and pictures as such."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from countermove.errors import QuestionError
from countermove.report.render.columns import column_widths
from countermove.report.render.docx_tables import add_paper_table
from countermove.text.blocks import (
    Block,
    Details,
    Document,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Table,
    Words,
    anchors,
    clean,
    kept,
    leads,
    web_address,
)

__all__ = ["as_docx"]

MISSING = 'reports as DOCX need python-docx: install it with pip install "countermove[report]"'
FIXED = (1980, 1, 1, 0, 0, 0)
"""The date of the parts of the file, which would otherwise tell when it was made."""
WIDTH = 17.4
"""The width of the text, in centimetres."""
FONT = "Calibri"
STYLES = (
    ("Normal", 10.0, 0, 3), ("Title", 18.0, 0, 4), ("Heading 1", 12.0, 8, 2), ("Heading 2", 11.0, 7, 2),
    ("Heading 3", 10.5, 6, 2), ("Heading 4", 10.0, 5, 2), ("Heading 5", 10.0, 4, 2), ("Heading 6", 10.0, 4, 2),
    ("Quote", 10.0, 0, 0),
)  # fmt: skip
"""Styles with their size, and the space before and after a paragraph, in points."""
GLYPH = 0.0245
"""About how wide a character is, in centimetres for each point of its font's size."""


def as_docx(document: Document) -> bytes:
    """The document as the bytes of a DOCX file; the same document gives the same bytes.

    What folds in HTML stands there in full. Raises `QuestionError` where python-docx is not installed.
    """
    try:
        import docx
    except ImportError:
        raise QuestionError(MISSING) from None
    file = docx.Document()
    _Writer(file, anchors(document)).document(document)
    out = io.BytesIO()
    file.save(out)
    return _undated(out.getvalue())


def _undated(content: bytes) -> bytes:
    """The same archive, its parts without the time at which they were written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = zipfile.ZipInfo(name, FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o600 << 16
            new.writestr(part, old.read(name))
    return out.getvalue()


class _Writer:
    """Writes blocks into a document of python-docx, one after another."""

    def __init__(self, file: Any, anchors: frozenset[str]) -> None:
        self.file, self.anchors, self.marks = file, anchors, 0

    def document(self, document: Document) -> None:
        """Everything, from the title to the facts."""
        self.settings(document)
        self.file.add_heading(clean(document.title), 0)
        for text in (document.subtitle, document.about):
            if text:
                self.file.add_paragraph(clean(text))
        if document.answer is not None:
            # In a memo the answer is all there is, and a heading above it would say nothing.
            if document.chapters:
                self.heading(document.answer.title, 1, document.answer.anchor)
            self.blocks(document.answer.blocks, 2 if document.chapters else 1, 0)
        if document.chapters and document.has_contents:
            self.heading("Contents", 1, "")
        for chapter in document.chapters if document.has_contents else ():
            line = self.file.add_paragraph(style="List Bullet")
            line.paragraph_format.space_after = 0
            self.words(line, (Link(chapter.title, f"#{chapter.anchor}"),))
        for chapter in document.chapters:
            heading = self.heading(chapter.title, 1, chapter.anchor)
            heading.paragraph_format.page_break_before = chapter.is_appendix
            self.blocks(chapter.blocks, 2, 0)
        if document.facts:
            facts = "; ".join(f"{name}: {value}" for name, value in document.facts)
            self.paragraph((f"{facts}.",), 0, note=True)

    def settings(self, document: Document) -> None:
        """Page, fonts, and the properties that a word processor shows."""
        from docx.shared import Cm, Pt

        properties, program = self.file.core_properties, clean(document.generator)[:255]
        properties.title, properties.author = clean(document.title)[:255], program
        properties.comments, properties.language = program, "en"
        properties.created = properties.modified = datetime(*FIXED)
        properties.last_modified_by, properties.revision = program, 1
        for section in self.file.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm((21 - WIDTH) / 2)
            section.top_margin, section.bottom_margin = Cm(1.6), Cm(1.6)
        styles = self.file.styles
        for name, size, before, after in STYLES:
            styles[name].font.name, styles[name].font.size = FONT, Pt(size)
            layout = styles[name].paragraph_format
            layout.space_before, layout.space_after, layout.line_spacing = Pt(before), Pt(after), 1.0
        # The headings of the template name a font of their own theme beside the one that is set here.
        for name, *_ in STYLES:
            fonts = styles[name].element.rPr.rFonts
            for key in [key for key in fonts.attrib if key.endswith("Theme")]:
                del fonts.attrib[key]

    def blocks(self, blocks: Iterable[Block], level: int, depth: int) -> None:
        """Blocks at a level of headings, and so deep in lists."""
        for block in blocks:
            self.block(block, level, depth)

    def block(self, block: Block, level: int, depth: int) -> None:
        """One block."""
        match block:
            case Paragraph(words, note):
                self.paragraph(words, depth, note)
            case Listing(entries, ordered):
                for k, entry in enumerate(entries, 1):
                    self.entry(entry.words, depth, f"{k}." if ordered else "\u2022")
                    self.blocks(entry.blocks, level, depth + 1)
            case Table() as table:
                self.table(table)
            case Picture():
                self.picture(block)
            case Quotation(words, source, is_cut):
                self.quotation(f"{clean(words)}{' […]' if is_cut else ''}", source, depth)
            case Details(summary, inner):
                self.paragraph(summary, depth, strong=True)
                self.blocks(inner, level, depth + 1)
            case Part(title, inner, anchor):
                self.heading(title, level, anchor)
                self.blocks(inner, level + 1, depth)

    def quotation(self, words: str, source: Words, depth: int) -> None:
        """Words of a source, set in, and below them whose they are."""
        from docx.shared import Cm, Pt

        quoted = self.file.add_paragraph(words, style="Quote")
        quoted.paragraph_format.left_indent = Cm(0.6 * depth + 0.6)
        quoted.paragraph_format.space_after, quoted.paragraph_format.keep_with_next = Pt(0), True
        self.paragraph(source, depth + 1, note=True)

    def heading(self, title: str, level: int, anchor: str) -> Any:
        """A heading, with the bookmark that links lead to."""
        heading = self.file.add_heading(clean(title), min(level, 6))
        if anchor:
            self.bookmark(heading, anchor)
        return heading

    def bookmark(self, paragraph: Any, anchor: str) -> None:
        """A bookmark around a paragraph."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        self.marks += 1
        for tag in ("w:bookmarkStart", "w:bookmarkEnd"):
            mark = OxmlElement(tag)
            mark.set(qn("w:id"), str(self.marks))
            if tag == "w:bookmarkStart":
                mark.set(qn("w:name"), _bookmark_name(anchor))
                paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, mark)
            else:
                paragraph._p.append(mark)

    def paragraph(self, words: Words, depth: int, note: bool = False, strong: bool = False) -> None:
        """A paragraph, small or bold if need be."""
        from docx.shared import Cm

        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6 * depth)
        paragraph.paragraph_format.keep_with_next = strong or leads(words)
        self.words(paragraph, words, note, strong)

    def entry(self, words: Words, depth: int, mark: str) -> None:
        """An entry of a list: its mark hangs before it."""
        from docx.shared import Cm, Pt

        paragraph = self.file.add_paragraph()
        layout = paragraph.paragraph_format
        layout.left_indent, layout.first_line_indent = Cm(0.6 * (depth + 1)), Cm(-0.6)
        layout.tab_stops.add_tab_stop(Cm(0.6 * (depth + 1)))
        layout.space_after = Pt(2)
        paragraph.add_run(f"{mark}\t")
        self.words(paragraph, words)

    def words(self, paragraph: Any, words: Words, note: bool = False, strong: bool = False) -> None:
        """Text with links."""
        for part in words:
            run = paragraph.add_run(kept(part if isinstance(part, str) else part.text))
            run.bold = strong or None
            if note:
                _quiet(run)
            if not isinstance(part, str):
                self.link(paragraph, run, part.to)

    def link(self, paragraph: Any, run: Any, to: str) -> None:
        """Make a run of text lead somewhere, where it may."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        address = web_address(to)
        if address is None and to[1:] not in self.anchors:
            return
        link = OxmlElement("w:hyperlink")
        if address is None:
            link.set(qn("w:anchor"), _bookmark_name(to[1:]))
        else:
            link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        run.font.color.rgb, run.font.underline = RGBColor(0x0B, 0x53, 0x94), address is not None
        run._r.addprevious(link)
        link.append(run._r)

    def table(self, table: Table) -> None:
        """A table whose head is repeated on every page; its notes below."""
        if table.caption:
            add_paper_table(self.file, table)
            for note in table.notes:
                self.paragraph((note,), 0, note=True)
            return
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Cm, Pt

        points = 7.5 if len(table.columns) > 7 else 8.5
        small, glyph = Pt(points), points * GLYPH
        widths = column_widths(table, WIDTH, lambda text: glyph * len(text), 3.0, 0.45)
        grid = self.file.add_table(rows=0, cols=len(table.columns), style="Table Grid")
        _ruled(grid)
        for k, row in enumerate((table.columns, *table.rows)):
            cells = grid.add_row().cells
            for cell, text, name in zip(cells, row, table.columns, strict=True):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(0)
                run = paragraph.add_run(clean(text))
                run.font.size, run.bold = small, k == 0 or k - 1 in table.strong
                if name in table.right:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        _repeat(grid.rows[0])
        for row in grid.rows:
            _whole(row)
        for note in table.notes:
            self.paragraph((note,), 0, note=True)
        if not table.notes:
            self.file.add_paragraph().paragraph_format.space_after = Pt(0)

    def picture(self, picture: Picture) -> None:
        """A picture as wide as the text at most, with its alternative text."""
        from docx.shared import Cm

        shape = self.file.add_picture(io.BytesIO(picture.png()))
        self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        tallest = Cm(21 if picture.tallest is None else picture.tallest)
        for most, side, other in ((Cm(WIDTH), "width", "height"), (tallest, "height", "width")):
            size = getattr(shape, side)
            if size > most:
                setattr(shape, other, int(getattr(shape, other) * most / size))
                setattr(shape, side, most)
        shape._inline.docPr.set("descr", clean(picture.alt))
        shape._inline.docPr.set("title", clean(picture.title))
        self.paragraph((picture.title,), 0, note=True)


def _bookmark_name(anchor: str) -> str:
    """An anchor as the name of a bookmark: a letter first, at most 40 characters, and only a few kinds of them."""
    import hashlib

    name = "".join(c if c.isascii() and c.isalnum() else "_" for c in anchor)
    return name if len(name) < 40 else f"{name[:30]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


def _ruled(table: Any) -> None:
    """Thin lines below rows, and none between columns."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single" if side in ("bottom", "insideH") else "nil")
        line.set(qn("w:sz"), "4")
        line.set(qn("w:color"), "C3CAD1")
        borders.append(line)
    table._tbl.tblPr.append(borders)


def _quiet(run: Any) -> None:
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.color.rgb = Pt(9), RGBColor(0x55, 0x60, 0x6B)


def _repeat(row: Any) -> None:
    """Let a row stand at the top of every page that its table goes on to."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _whole(row: Any) -> None:
    """Let no page break divide a row."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
