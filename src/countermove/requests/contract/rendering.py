"""The questions `plot` and `report` as programs ask them: a picture and a document as data."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field

from countermove.analysis.result import Result
from countermove.errors import printable
from countermove.requests.documents.plot import PlotRequest
from countermove.requests.documents.report import ReportRequest
from countermove.requests.door import Answer, Subject, question
from countermove.text.blocks import Verbatim

if TYPE_CHECKING:
    from countermove.report.render.formats import Form

__all__ = ["PictureRequest", "RenderedReport", "ReportFileRequest", "Svg"]

MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
"""The media type of each form of a report."""


@dataclass(frozen=True)
class Svg(Result):
    """A picture as SVG, with what it says in words for those who cannot see it."""

    schema: ClassVar[str] = "plot/1"
    kind: str
    media_type: str
    text: str = field(repr=False)
    alt: str


@dataclass(frozen=True)
class RenderedReport(Result):
    """A report as the bytes of a file, in base64."""

    schema: ClassVar[str] = "report/1"
    file: str
    media_type: str
    base64: str = field(repr=False)


class PictureRequest(PlotRequest):
    """One picture, as SVG."""


class ReportFileRequest(ReportRequest):
    """A report on a case, as a file.

    `text` and `file`: the text of the case, and what it is called.
    """

    form: Literal["html", "md", "docx", "pdf"] = Field("html", description="The form of the file.")
    text: str = ""
    file: str = ""


@question("plot", PictureRequest, has_rows=False)
def plot(subject: Subject[PictureRequest]) -> Answer:
    """Draw one picture, as SVG."""
    from countermove import plots
    from countermove.requests.documents.plot import picture

    figure = picture(subject)
    result = Svg(subject.request.kind, "image/svg+xml", plots.svg(figure), plots.alt_text(figure))
    return Answer(result, lambda _: [Verbatim(printable(result.alt), fold=True)])


@question("report", ReportFileRequest, has_rows=False)
def report(subject: Subject[ReportFileRequest]) -> Answer:
    """Write a report on a case: a memo of two pages, a short report, or everything."""
    from countermove.report.render.formats import form_of
    from countermove.requests.documents import report as documents

    request = subject.request
    name = f"report.{request.form}"
    form: Form = form_of(name)
    document = documents.report(subject, request.text, pictures=form.pictures)
    content = b64encode(form.lay_out(document)).decode("ascii")
    return Answer(RenderedReport(name, MEDIA_TYPES[request.form], content), lambda _: [Verbatim(printable(name))])
