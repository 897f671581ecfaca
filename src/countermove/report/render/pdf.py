"""A report as PDF: the page for browsers, set on paper by PlutoPrint, with an outline added by pypdf."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from countermove.errors import QuestionError
from countermove.report.render.html import as_html
from countermove.text.blocks import Block, Details, Document, Part, clean

__all__ = ["as_pdf"]

MISSING = (
    'reports as PDF need PlutoPrint, Jinja2, matplotlib and pypdf: install them with pip install "countermove[report]"'
    " (where there is no PlutoPrint for this machine, write .html and print it to PDF from a browser)"
)
FIXED = "1980-01-01T00:00:00Z"
"""The date in the file, which would otherwise say when it was made."""
FONTS = "font:"
"""How the style sheet asks for a font that matplotlib brings, so that pages are alike on all machines."""


def as_pdf(document: Document) -> bytes:
    """The document as the bytes of a PDF file; the same document gives the same bytes.

    What folds in HTML stands there in full. Nothing is fetched, whatever the document says.

    Parameters
    ----------
    document
        The report.

    Returns
    -------
    bytes
        A PDF with pages of A4.

    Raises
    ------
    QuestionError
        Where PlutoPrint, Jinja2, matplotlib (whose fonts are used) or pypdf is not installed.
    """
    try:
        import matplotlib  # noqa: F401
        import plutoprint
        import pypdf  # noqa: F401
    except ImportError:
        raise QuestionError(MISSING) from None
    book = plutoprint.Book(plutoprint.PAGE_SIZE_A4)
    book.custom_resource_fetcher = _fetcher()
    # A base address makes links to anchors complete; nothing is ever fetched from it.
    book.load_html(as_html(document, on_paper=True), base_url="report:")
    for key in (plutoprint.PDF_METADATA_CREATION_DATE, plutoprint.PDF_METADATA_MODIFICATION_DATE):
        book.set_metadata(key, FIXED)
    pages = io.BytesIO()
    book.write_to_pdf_stream(pages)
    return _outlined(pages, document)


def _fetcher() -> Any:
    """What gives the engine its two fonts, and nothing else: no file, no address."""
    import plutoprint
    from matplotlib import get_data_path

    folder = Path(get_data_path()) / "fonts" / "ttf"

    class Fonts(plutoprint.ResourceFetcher):
        """The fonts of matplotlib by the names that the style sheet uses."""

        def fetch_url(self, url: str) -> Any:
            """The font, or nothing."""
            name = Path(url.removeprefix(FONTS)).name
            content = (folder / name).read_bytes() if url.startswith(FONTS) else b""
            return plutoprint.ResourceData(content, "font/ttf", "")

    return Fonts()


def _outlined(pages: io.BytesIO, document: Document) -> bytes:
    """The file with an outline: the answer, the chapters, and in each those of its parts that some link leads to."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import Fit

    reader = PdfReader(pages)
    places = reader.named_destinations
    writer = PdfWriter(clone_from=reader)
    writer.add_metadata({"/Title": clean(document.title), "/Author": clean(document.generator)})
    if document.answer is not None:
        writer.add_outline_item(title=clean(document.answer.title), page_number=0)
    for chapter in document.chapters if document.has_contents else ():
        parent = _entry(writer, reader, chapter.title, places[chapter.anchor], None, Fit)
        for title, anchor in _anchored(chapter.blocks):
            if anchor in places:
                _entry(writer, reader, title, places[anchor], parent, Fit)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _entry(writer: Any, reader: Any, title: str, place: Any, parent: Any, fit: Any) -> Any:
    page = reader.get_destination_page_number(place)
    return writer.add_outline_item(title=clean(title), page_number=page, parent=parent, fit=fit.xyz(top=float(place.top)))


def _anchored(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """The parts with an anchor, in order, wherever they stand."""
    for block in blocks:
        if isinstance(block, Part):
            if block.anchor:
                yield block.title, block.anchor
            yield from _anchored(block.blocks)
        elif isinstance(block, Details):
            yield from _anchored(block.blocks)
