"""`report`: the whole analysis of a case as one file."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import CaseName, Scenario
from countermove.io.files import deliver, say
from countermove.io.outputs import Input, refuse_inputs

__all__ = ["report"]

ReportFile = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="The new file: .html, .md, .docx or .pdf. - is standard output."),
]
ReportFormat = Annotated[
    str | None, typer.Option("--format", "-f", metavar="FORMAT", help="Format, if no ending sets it: html, md, docx or pdf.")
]
Length = Annotated[
    str, typer.Option("--length", metavar="LENGTH", help="memo (two pages), short (some ten) or full (everything).")
]
Outcomes = Annotated[
    int | None,
    typer.Option("--outcomes", min=1, max=100, metavar="N", help="Number of outcomes to describe one by one."),
]
Day = Annotated[str | None, typer.Option("--date", metavar="DATE", help="Date of the report, such as 2022-01-13.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="Random seed for estimates.")]
Draws = Annotated[int, typer.Option("--draws", min=0, metavar="N", help="Also draw this number of plausible models.")]
Plain = Annotated[bool, typer.Option("--pictures/--no-pictures", help="With or without pictures.")]
NO_PICTURES = 'the report has no pictures; for pictures: pip install "countermove[report]"'


def report(
    case: CaseName,
    output: ReportFile = None,
    length: Length = "short",
    outcomes: Outcomes = None,
    scenario: Scenario = None,
    date: Day = None,
    seed: Seed = 1,
    draws: Draws = 0,
    pictures: Plain = True,
    format: ReportFormat = None,
) -> None:
    """Write a report on a case: a memo of two pages, a short report, or everything.

    The ending of the file says in which form: a page for a browser (.html), Markdown, DOCX or PDF.
    """
    from countermove.cli.progress import progress
    from countermove.io.opening import file_of, opened
    from countermove.report.render.formats import form_of
    from countermove.requests.documents import report as requests
    from countermove.requests.documents.outputs import destination, inputs_of, report_forms
    from countermove.requests.door import Subject

    if not output:
        raise typer.BadParameter("a report needs a file: -o report.html (or .md, .docx, .pdf)")
    refuse_inputs(output, [Input(file_of(case), "the case")])
    forms = report_forms()
    place = destination("a report", output, format, forms, forms[0])
    form = form_of(f"a{place.form.endings[0]}")
    loaded = opened(case)
    refuse_inputs(output, inputs_of(loaded))
    with_pictures = pictures and form.pictures
    request = requests.ReportRequest(
        length=length, outcomes=outcomes, date=date, seed=seed, draws=draws, pictures=with_pictures
    )
    document = requests.report(Subject(loaded, scenario, (), request, progress=progress))
    place.write(form.lay_out(document))
    if with_pictures and not requests.can_draw():
        say(NO_PICTURES)
    if place.file is not None:
        deliver(f"The report is in {output}")
