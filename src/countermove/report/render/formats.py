"""The forms of a report, by the ending of a file's name: HTML, Markdown, DOCX and PDF, each a row of `FORMS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.text.blocks import Document

__all__ = ["FORMS", "Form", "form_of"]


@dataclass(frozen=True)
class Form:
    """A form of reports: the endings that mean it, what lays a document out, and whether pictures are shown in it."""

    name: str
    endings: tuple[str, ...]
    lay_out: Callable[[Document], bytes]
    pictures: bool = True


def _html(document: Document) -> bytes:
    from countermove.report.render.html import as_html

    return as_html(document).encode("utf-8")


def _markdown(document: Document) -> bytes:
    from countermove.report.render.markdown import as_markdown

    return as_markdown(document).encode("utf-8")


def _docx(document: Document) -> bytes:
    from countermove.report.render.docx import as_docx

    return as_docx(document)


def _pdf(document: Document) -> bytes:
    from countermove.report.render.pdf import as_pdf

    return as_pdf(document)


FORMS: tuple[Form, ...] = (
    Form("HTML", (".html", ".htm"), _html),
    Form("Markdown", (".md", ".markdown"), _markdown, pictures=False),
    Form("DOCX", (".docx",), _docx),
    Form("PDF", (".pdf",), _pdf),
)
"""All forms of a report."""


def form_of(name: str) -> Form:
    """The form that the name of a file asks for; raises `QuestionError` where its ending is none of them.

    >>> form_of("talks.HTML").name
    'HTML'
    """
    ending = PurePath(name).suffix.lower()
    for form in FORMS:
        if ending in form.endings:
            return form
    endings = [ending for form in FORMS for ending in form.endings]
    what = f"a report cannot end in {quoted(ending)}" if ending else f"{quoted(name)} has no ending"
    raise QuestionError(f"{what}; {did_you_mean(ending, endings)} (the ending says which form the report has)")
