"""A report as PDF, set page by page: outline, links, tables that go on over pages, and its own fonts inside."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from countermove.errors import QuestionError
from countermove.report.render.columns import column_widths
from countermove.report.render.pdf_fonts import Fonts
from countermove.text.blocks import (
    Block,
    Details,
    Document,
    Link,
    Listing,
    Paragraph,
    Part,
    Picture,
    Table,
    Words,
    anchors,
    clean,
    leads,
    web_address,
)

__all__ = ["as_pdf"]

MISSING = 'reports as PDF need reportlab and matplotlib: install them with pip install "countermove[report]"'
INK, QUIET, ACCENT, RULE, TINT = "#1c2126", "#55606b", "#0b5394", "#c3cad1", "#f0f3f6"
LEAST = 90
"""So much room, in points, a heading needs below it; a table of many rows is not kept with it otherwise."""
ANOTHER = 40
"""And so much if another heading follows."""
STEP = 14
"""How far in, in points, each level of a list stands."""


def as_pdf(document: Document) -> bytes:
    """The document as the bytes of a PDF file; the same document gives the same bytes.

    What folds in HTML stands there in full. Raises `QuestionError` where reportlab, or matplotlib, whose fonts are
    used, is not installed.
    """
    try:
        from reportlab.lib.pagesizes import A4
        from reportlab.platypus import SimpleDocTemplate

        fonts = Fonts()
    except ImportError:
        raise QuestionError(MISSING) from None
    out = io.BytesIO()
    title = clean(document.title)
    page = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=56, rightMargin=56, topMargin=56, bottomMargin=60, invariant=1, lang="en",
        title=title, author=clean(document.generator), creator=clean(document.generator), pageCompression=1,
    )  # fmt: skip
    setter = _Setter(fonts, page.width, anchors(document))

    def footer(canvas: Any, _: Any) -> None:
        canvas.saveState()
        canvas.setFont(fonts.plain, 8)
        canvas.setFillColor(QUIET)
        canvas.drawRightString(A4[0] - 56, 36, str(canvas.getPageNumber()))
        canvas.drawString(56, 36, fonts.cut(title, 8, page.width - 60))
        canvas.restoreState()

    page.build(list(setter.document(document)), onFirstPage=footer, onLaterPages=footer)
    return out.getvalue()


class _Setter:
    """Turns blocks into what reportlab calls flowables."""

    def __init__(self, fonts: Fonts, width: float, anchors: frozenset[str]) -> None:
        self.fonts, self.width, self.anchors = fonts, width, anchors
        self.styles: dict[tuple[Any, ...], Any] = {}
        self.marks = 0

    def document(self, document: Document) -> Iterator[Any]:
        """Everything, from the title to the facts."""
        from reportlab.platypus import Spacer

        yield self.set((document.title,), size=20, strong=True, after=4)
        if document.subtitle:
            yield self.set((document.subtitle,), size=11, colour=QUIET, after=8)
        if document.about:
            yield self.set((document.about,), size=10.5, after=10)
        for k, chapter in enumerate(document.chapters if document.has_contents else (), 1):
            yield self.set((Link(chapter.title, f"#{chapter.anchor}"),), depth=1, mark=f"{k}.", after=1)
        yield Spacer(1, 8)
        for chapter in document.chapters:
            yield from self.heading(chapter.title, 1, chapter.anchor, chapter.blocks)
            yield from self.blocks(chapter.blocks, 2, 0)
        if document.facts:
            yield Spacer(1, 14)
            yield from self.table(Table(("this report", ""), document.facts))

    def blocks(self, blocks: Iterable[Block], level: int, depth: int) -> Iterator[Any]:
        """Blocks at a level of headings, and so deep in lists."""
        for block in blocks:
            yield from self.block(block, level, depth)

    def block(self, block: Block, level: int, depth: int) -> Iterator[Any]:
        """One block."""
        from reportlab.platypus import CondPageBreak, Spacer

        match block:
            case Paragraph(words, note):
                yield self.set(
                    words, depth=depth, size=8.5 if note else 9.5, colour=QUIET if note else INK, follow=leads(words)
                )
            case Listing(entries, ordered):
                for k, entry in enumerate(entries, 1):
                    mark = f"{k}." if ordered else "\u2022"
                    yield self.set(entry.words, depth=depth + 1, mark=mark, after=2.5)
                    yield from self.blocks(entry.blocks, level, depth + 1)
                yield Spacer(1, 3)
            case Table() as table:
                yield from self.table(table)
            case Picture():
                yield from self.picture(block)
            case Details(summary, inner):
                yield CondPageBreak(LEAST)
                yield self.set(summary, depth=depth, strong=True, before=4, follow=True)
                yield from self.blocks(inner, level, depth + 1)
            case Part(title, inner, anchor):
                yield from self.heading(title, level, anchor, inner)
                yield from self.blocks(inner, level + 1, depth)

    def heading(self, title: str, level: int, anchor: str, below: Sequence[Block] = ()) -> Iterator[Any]:
        """A heading with its entry in the outline; one that stands `below` it goes where it goes."""
        from reportlab.platypus import CondPageBreak

        size = {1: 15.0, 2: 11.5}.get(level, 10.0)
        self.marks += 1
        yield CondPageBreak(LEAST + (ANOTHER if below and isinstance(below[0], Part) else 0))
        before = {1: 20.0, 2: 10.0}.get(level, 7.0)
        yield _mark(clean(title), min(level, 3) - 1, anchor or f"part-{self.marks}", before)
        colour = ACCENT if level == 1 else INK
        yield self.set((title,), size=size, strong=True, colour=colour, after=5, follow=True)

    def set(
        self, words: Words, *, depth: int = 0, mark: str = "", size: float = 9.5, strong: bool = False,
        colour: str = INK, before: float = 0, after: float = 5, follow: bool = False,
    ) -> Any:  # fmt: skip
        """A paragraph."""
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph as Flowing

        key = (depth, bool(mark), size, strong, colour, before, after, follow)
        if key not in self.styles:
            inset = STEP * min(depth, 12)
            self.styles[key] = ParagraphStyle(
                str(len(self.styles)), fontName=self.fonts.bold if strong else self.fonts.plain, fontSize=size,
                leading=size * 1.38, leftIndent=inset, bulletIndent=max(inset - STEP, 0), textColor=colour,
                bulletFontName=self.fonts.plain, bulletFontSize=size, spaceBefore=before, spaceAfter=after,
                keepWithNext=follow, splitLongWords=1, allowWidows=0, allowOrphans=0,
            )  # fmt: skip
        return Flowing(self.markup(words), self.styles[key], bulletText=mark or None)

    def markup(self, words: Words) -> str:
        """Text with links in reportlab's markup; the text itself is escaped."""
        parts = []
        for part in words:
            text = part if isinstance(part, str) else part.text
            before = " " if text[:1].isspace() else ""
            after = " " if text[-1:].isspace() and text.strip() else ""
            markup = f"{before}{self.fonts.markup(clean(text))}{after}"
            parts.append(markup if isinstance(part, str) else self.linked(markup, part.to))
        return "".join(parts)

    def linked(self, markup: str, to: str) -> str:
        """Text that leads somewhere, where it may."""
        from html import escape

        address = web_address(to) or (to if to.startswith("#") and to[1:] in self.anchors else None)
        return f'<a href="{escape(address)}" color="{ACCENT}">{markup}</a>' if address else markup

    def table(self, table: Table) -> Iterator[Any]:
        """A table whose head is repeated on every page; its notes below."""
        from reportlab.platypus import Spacer
        from reportlab.platypus import Table as Flowing

        size = 7.0 if len(table.columns) > 8 else 8.0
        rows = [
            [self.cell(text, size, k == 0 or k - 1 in table.strong, name in table.right)
             for text, name in zip(row, table.columns, strict=True)]
            for k, row in enumerate((table.columns, *table.rows))
        ]  # fmt: skip
        style = [
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE), ("LEFTPADDING", (0, 0), (-1, -1), 3),
            ("RIGHTPADDING", (0, 0), (-1, -1), 5), ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
            *(("BACKGROUND", (0, k + 1), (-1, k + 1), TINT) for k in sorted(table.strong)),
            *([("NOSPLIT", (0, 0), (-1, 1)), ("NOSPLIT", (0, -2), (-1, -1))] if len(rows) > 3 else []),
        ]  # fmt: skip
        widths = column_widths(table, self.width, lambda text: self.fonts.width(text, size), 90, 9.5)
        yield Spacer(1, 3)
        yield Flowing(rows, colWidths=widths, repeatRows=1, splitByRow=1, splitInRow=1, style=style, hAlign="LEFT")
        yield Spacer(1, 4)
        for note in table.notes:
            yield self.set((note,), size=8, colour=QUIET, after=3)

    def cell(self, text: str, size: float, strong: bool, right: bool) -> Any:
        """A cell of a table."""
        from reportlab.lib.styles import ParagraphStyle
        from reportlab.platypus import Paragraph as Flowing

        key = ("cell", size, strong, right)
        if key not in self.styles:
            self.styles[key] = ParagraphStyle(
                str(len(self.styles)), fontName=self.fonts.bold if strong else self.fonts.plain, fontSize=size,
                leading=size * 1.3, textColor=INK, alignment=2 if right else 0, splitLongWords=1,
            )  # fmt: skip
        return Flowing(self.fonts.markup(clean(text)), self.styles[key])

    def picture(self, picture: Picture) -> Iterator[Any]:
        """A picture as wide as the text and as high as a page at most, and what it is called."""
        from reportlab.platypus import Image, Spacer

        image = Image(io.BytesIO(picture.png()))
        scale = min(self.width / image.imageWidth, 560 / image.imageHeight, 0.5)
        image.drawWidth, image.drawHeight = image.imageWidth * scale, image.imageHeight * scale
        caption = self.set((picture.title,), size=8.5, colour=QUIET, after=8)
        for part in (Spacer(1, 4), image, Spacer(1, 3)):
            part.keepWithNext = True
            yield part
        yield caption


def _mark(title: str, level: int, anchor: str, before: float) -> Any:
    """A place that links lead to, and an entry in the outline; it takes no room but the space before a heading.

    What is kept together is measured without the space before its first part that has a height, so that this part
    must have none.
    """
    from reportlab.platypus import Flowable

    class Mark(Flowable):  # type: ignore[misc]
        """The place itself."""

        keepWithNext = 1  # noqa: N815

        def getSpaceBefore(self) -> float:  # noqa: N802
            """The space before the heading."""
            return before

        def wrap(self, *_: float) -> tuple[float, float]:
            """Without width and height."""
            return 0, 0

        def draw(self) -> None:
            """Put the place and the entry where the page is."""
            self.canv.bookmarkHorizontal(anchor, 0, 24)
            self.canv.addOutlineEntry(title, anchor, level, closed=level > 0)

    return Mark()
