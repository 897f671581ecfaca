"""The question about the stability of several cases: one row for each file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countermove.analysis.classes.solved_files import SolvedFile, SolvedFiles
from countermove.analysis.equilibria import check_assignment, equilibria
from countermove.analysis.model.findings import Finding
from countermove.errors import CaseError, CountermoveError, Diagnostic, Place
from countermove.game.listed import ListedGame
from countermove.io.opening import opened
from countermove.requests.documents.refusals import refusal_of
from countermove.requests.door import LONG, MANY_FILES, Answer, Request, Subject, question
from countermove.requests.stability import brief
from countermove.search import bounded
from countermove.stability.concept import find_concept
from countermove.views.brief.bottom_line import bottom_line
from countermove.views.classes.solved_files import broken_words, solved_files_page

__all__ = ["SolveFilesRequest", "findings_of"]


class SolveFilesRequest(Request):
    """Which cases are solved, and how; the parameters are those of `solve` that make sense for several cases."""

    files: tuple[str, ...]
    concepts: tuple[str, ...] | None = None
    assign: Mapping[str, str] | None = None
    brief: bool = True
    depth: int | None = None
    seconds: float | None = None


@question("solve-files", SolveFilesRequest, heading="Stability")
def solve_files(subject: Subject[SolveFilesRequest]) -> Answer:
    """Solve several cases, each once, in the order in which they are given.

    Parameters
    ----------
    subject
        Its request names the files.

    Returns
    -------
    Answer
        `SolvedFiles`. A case with errors is a row with its first error, and does not stop the others.
    """
    request = subject.request
    # An unknown concept is a wrong question about all files, and no error in each of them.
    for id_ in (*(request.concepts or ()), *(request.assign or {}).values()):
        find_concept(id_)
    names = tuple(dict.fromkeys(request.files))
    files = []
    with subject.progress("Solving", len(names), 0 if len(names) < MANY_FILES else LONG) as step:
        for name in names:
            files.append(_solved(subject, name))
            if step is not None:
                step()
    result = SolvedFiles(tuple(files))
    labels = {id_: find_concept(id_).label for id_ in result.concepts}
    failed = broken_words(result.broken, len(files))
    return Answer(result, lambda _: solved_files_page(result, labels), failed=failed)


def _solved(subject: Subject[SolveFilesRequest], name: str) -> SolvedFile:
    request = subject.request
    title = None
    try:
        loaded = opened(name)
        title = loaded.case.title
        one: Subject[Any] = Subject(loaded, subject.scenario, subject.merged, request)
        game = one.game()
        if not isinstance(game, ListedGame) and request.assign is not None:
            game.require("assign")
        if isinstance(game, ListedGame) and request.assign is not None:
            check_assignment(game, request.assign)
        depth = request.depth or bounded.DEPTH
        table = one.located(
            lambda: equilibria(game, request.concepts, assign=request.assign, depth=depth, seconds=request.seconds)
        )
        line = bottom_line(brief(table), alone=True) if request.brief else None
    except CountermoveError as fault:
        return SolvedFile(name, title, findings_of(fault, name))
    assigned = None if table.assigned is None else table.assigned.equilibria
    return SolvedFile(
        name, title, (), table.states, table.concept_ids, table.first_equilibria, table.count, assigned, line, table.coverage
    )  # fmt: skip


def findings_of(fault: CountermoveError, file: str) -> tuple[Finding, ...]:
    """What keeps one of several files from being answered: the errors of its case, or one that names the file.

    Parameters
    ----------
    fault
        What was raised.
    file
        The file, as it was named.

    Returns
    -------
    tuple of Finding
        At least one.
    """
    if isinstance(fault, CaseError):
        return tuple(map(Finding, fault.diagnostics))
    refusal = refusal_of(fault, str(fault))
    return (Finding(Diagnostic(refusal.code, "error", (), refusal.message, place=Place(file))),)
