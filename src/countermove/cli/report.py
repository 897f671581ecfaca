"""`report`: the whole analysis of a case as one file."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import CaseName, Scenario
from countermove.io.files import deliver, say

__all__ = ["report"]

ReportFile = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="The file to write: .html, .md, .docx or .pdf."),
]
Outcomes = Annotated[int, typer.Option("--outcomes", min=1, max=100, metavar="N", help="Tell so many in full: 6.")]
Day = Annotated[str | None, typer.Option("--date", metavar="DATE", help="The date of the report, as 2022-01-13.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="For figures that have to be estimated.")]
Draws = Annotated[int, typer.Option("--draws", min=0, metavar="N", help="Also draw so many plausible models.")]
Plain = Annotated[bool, typer.Option("--pictures/--no-pictures", help="With pictures, or without.")]
NO_PICTURES = 'the report has no pictures; for pictures: pip install "countermove[report]"'


def report(
    case: CaseName,
    output: ReportFile = None,
    outcomes: Outcomes = 6,
    scenario: Scenario = None,
    date: Day = None,
    seed: Seed = 1,
    draws: Draws = 0,
    pictures: Plain = True,
) -> None:
    """Write the whole analysis as one file.

    The brief, the model, the outcomes and why each holds, and what further analyses say; a page for a browser, or,
    by the ending of the file, Markdown, DOCX or PDF.
    """
    from countermove.cli.progress import progress
    from countermove.io.files import write_bytes
    from countermove.io.opening import opened
    from countermove.report.render.formats import form_of
    from countermove.requests.documents import report as requests
    from countermove.requests.door import Subject

    if not output:
        raise typer.BadParameter("a report needs a file: -o report.html (or .md, .docx, .pdf)")
    form = form_of(output)
    with_pictures = pictures and form.pictures
    request = requests.ReportRequest(outcomes=outcomes, date=date, seed=seed, draws=draws, pictures=with_pictures)
    document = requests.report(Subject(opened(case), scenario, (), request, progress=progress))
    write_bytes(output, form.lay_out(document))
    if with_pictures and not requests.can_draw():
        say(NO_PICTURES)
    deliver(f"The report is in {output}")
