"""`report`: the whole analysis of a case as one file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import CaseName, Scenario
from countermove.errors import SizeError
from countermove.io.files import deliver, say

if TYPE_CHECKING:
    from countermove.io.loading import Loaded
    from countermove.report.framing import Origin
    from countermove.text.blocks import Document

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
    from countermove.io.opening import compiled, digest, opened
    from countermove.report.chapters.every import CHAPTERS
    from countermove.report.dating import report_date
    from countermove.report.framing import Origin
    from countermove.report.render.formats import form_of
    from countermove.report.whole import whole_report
    from countermove.requests.report import drawer

    if not output:
        raise typer.BadParameter("a report needs a file: -o report.html (or .md, .docx, .pdf)")
    form = form_of(output)
    loaded = opened(case)
    origin = Origin(loaded.file, digest(loaded.file), report_date(loaded.case, date))
    draw = drawer() if pictures and form.pictures else None
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        document = _large(loaded, scenario, origin, outcomes, seed, draws, draw is not None)
    else:
        with progress("Writing", len(CHAPTERS), graph.size) as step:
            document = whole_report(
                loaded.case, graph, origin, outcomes=outcomes, seed=seed, draws=draws, draw=draw, told=step
            )
    write_bytes(output, form.lay_out(document))
    if draw is None and pictures and form.pictures:
        say(NO_PICTURES)
    deliver(f"The report is in {output}")


def _large(
    loaded: Loaded, scenario: str | None, origin: Origin, outcomes: int, seed: int, draws: int, pictures: bool
) -> Document:
    """The shorter report on a case whose states are too many to list."""
    from countermove.cli.large import searched
    from countermove.cli.progress import progress
    from countermove.game.states import MAX_STATES
    from countermove.report.chapters.large import CHAPTERS
    from countermove.report.whole_large import whole_large_report
    from countermove.requests.report import drawn_large

    table = searched(loaded, scenario, None)
    draw = drawn_large if pictures else None
    with progress("Writing", len(CHAPTERS), MAX_STATES) as step:
        return whole_large_report(
            loaded.case, table, origin, outcomes=outcomes, seed=seed, draws=draws, draw=draw, told=step
        )
