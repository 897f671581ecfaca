"""The questions about files and cases as such: `check`, `show`, `new` and `catalog`."""

from __future__ import annotations

import io
import json
import os
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from countermove import catalog
from countermove.analysis.model.case_data import CaseData
from countermove.analysis.model.findings import CheckedFile, CheckedFiles, Finding, Findings
from countermove.analysis.result import HIDDEN, Column, Record, Result, Rows, member
from countermove.catalog.starter import STARTER
from countermove.errors import CaseError, Diagnostic, Place, QuestionError, printable
from countermove.game.findings import state_findings
from countermove.io.files import Source, read_content
from countermove.io.formats import case_endings, diagnose, read_case
from countermove.io.loading import locate
from countermove.io.opening import file_of
from countermove.io.outputs import YAML, OutputForm, chosen_form, is_standard_output
from countermove.io.writing import data_of, dump_json
from countermove.model.scenario import apply_scenario
from countermove.requests.documents.outputs import starter_forms
from countermove.requests.door import LONG, MANY_FILES, Answer, Request, Subject, question
from countermove.text.blocks import Page, Table, Verbatim
from countermove.views.findings import files_page, findings_page
from countermove.views.model import case_page

__all__ = ["Catalogue", "CheckRequest", "NewFile", "NewRequest", "check", "findings_of", "new", "show", "show_catalogue"]


class CheckRequest(Request):
    """Everything that is wrong with a case, or may have been overlooked; `file`: its path, or its id in the catalogue.

    With `files`, several cases are checked, each once, and `file` is not asked about. `text` is the text of the case
    where it does not stand in a file; `file` is what messages call it then.
    """

    file: str = ""
    files: tuple[str, ...] = ()
    text: str | None = None


@question("check", CheckRequest, heading="Findings")
def check(subject: Subject[CheckRequest]) -> Answer:
    """Say what is wrong with a case, and with its scenarios: also what only the states show.

    Parameters
    ----------
    subject
        Its request names the file, or the id of a catalogue case.

    Returns
    -------
    Answer
        `Findings`, as lines on a screen or as a table; of several files `CheckedFiles`, as one table.

    Raises
    ------
    QuestionError
        Where there is neither a file nor a catalogue case of this name; of several files this is a finding.
    """
    if names := tuple(dict.fromkeys(subject.request.files)):
        with subject.progress("Checking", len(names), 0 if len(names) < MANY_FILES else LONG) as step:
            checked = CheckedFiles(tuple(_checked(name, step) for name in names))
        return Answer(checked, lambda _: files_page(checked))
    file, text = subject.request.file, subject.request.text
    result = _findings_in(file) if text is None else findings_of(io.StringIO(text), file, with_sources=False)
    return Answer(result, lambda _: findings_page(result))


def _findings_in(name: str) -> Findings:
    """All findings about the case in a file, or in the catalogue."""
    path = file_of(name)
    return findings_of(path, path)


def _checked(name: str, on_progress: Callable[[], None] | None) -> CheckedFile:
    """One of several files; that there is none of this name is a finding, since the others are still to be checked."""
    try:
        result = _findings_in(name)
    except QuestionError as fault:
        result = _as_findings(None, [Diagnostic("CM001", "error", (), str(fault), place=Place(name))])
    if on_progress is not None:
        on_progress()
    return CheckedFile(name, result)


def findings_of(source: Source, file: str, *, with_sources: bool = True) -> Findings:
    """All findings about a case, in the order of its text; where it has errors, those that need no states.

    Parameters
    ----------
    source
        A path, or an open stream of the text.
    file
        What messages call it; its ending tells the format.
    with_sources
        Whether to look into the files that the case names as its sources.

    Returns
    -------
    Findings
        Also of a text that cannot be read.
    """
    # The text is read once: a second look at the file might find another one.
    try:
        content = read_content(source, file, endings=case_endings())
        loaded = read_case(_stream(content), file)
    except CaseError as fault:
        # Codes CM00x: the text cannot be read at all, so that there is nothing more to find.
        if all(d.code.startswith("CM00") for d in fault.diagnostics):
            return _as_findings(None, fault.diagnostics)
        # `read_case` stops at the first group of errors; `diagnose` goes on as far as it can.
        case, diagnostics = diagnose(_stream(content), file)
        return _as_findings(case.title if case else None, diagnostics)
    more, notes = state_findings(loaded.case)
    if with_sources and any(origin.file for origin in loaded.case.sources.values()):
        from countermove.reader.findings import evidence_findings

        more += evidence_findings(loaded.case, file)
    diagnostics = locate([*loaded.warnings, *more], loaded.places, loaded.file)
    return _as_findings(loaded.case.title, diagnostics, notes)


def _stream(content: str | bytes) -> io.StringIO | io.BytesIO:
    return io.StringIO(content) if isinstance(content, str) else io.BytesIO(content)


def _as_findings(title: str | None, diagnostics: Sequence[Diagnostic], notes: Sequence[str] = ()) -> Findings:
    return Findings(title, tuple(map(Finding, diagnostics)), tuple(notes))


class ShowRequest(Request):
    """A case read back."""


@question("show", ShowRequest, heading="The case", has_rows=False)
def show(subject: Subject[ShowRequest]) -> Answer:
    """Read a case back in prose, with a scenario merged into it.

    Parameters
    ----------
    subject
        The case, and the scenario to merge into it.

    Returns
    -------
    Answer
        `CaseData`, as prose.
    """
    base, name = subject.loaded.case, subject.scenario
    case = base if name is None else apply_scenario(base, name)
    scenario = None if name is None else (name, base.scenarios[name].about)
    data = json.loads(dump_json(data_of(case)))  # numbers as JSON has them, not as exact decimals
    result = CaseData(case, data, scenario)
    return Answer(result, lambda _: case_page(result))


@dataclass(frozen=True)
class NewFile(Result):
    """The content of a file to write, a text or bytes; `left_out`: in words, what it does not hold of the case.

    Examples
    --------
    >>> NewFile("case.yaml", "title: Dam").to_dict()["file"]
    'case.yaml'
    """

    schema: ClassVar[str] = "file/1"
    file: str
    content: str | bytes = field(metadata=HIDDEN, repr=False)
    left_out: tuple[str, ...] = ()

    @member()
    def text(self) -> str | None:
        """Its text; None where it has none."""
        return self.content if isinstance(self.content, str) else None

    @member(optional=True)
    def base64(self) -> str | None:
        """The bytes of a file that is no text, in base64."""
        return None if isinstance(self.content, str) else b64encode(self.content).decode("ascii")


class NewRequest(Request):
    """A starter case: `file` is to be written, `evidence` is an evidence file to draw it from."""

    file: str
    evidence: str | None = None


@question("new", NewRequest)
def new(subject: Subject[NewRequest]) -> Answer:
    """Make a commented starter case; nothing is written here.

    Parameters
    ----------
    subject
        Its request names the file to write, and perhaps an evidence file to draw the case from.

    Returns
    -------
    Answer
        `NewFile`.

    Raises
    ------
    QuestionError
        Where the file exists, or its name says that it is neither YAML nor a workbook.
    """
    file, evidence = subject.request.file, subject.request.evidence
    form = chosen_form("a starter case", file, None, starter_forms(is_drawn=evidence is not None), YAML)
    if not is_standard_output(file) and os.path.lexists(file):
        raise QuestionError(f"{file}: the file exists already and is left as it is; give another name")
    result = NewFile(file, _starter(form) if evidence is None else _drawn(evidence, file))
    text = printable(f"{file} is written. Next: read it, change it, and run countermove check {file}")
    return Answer(result, lambda _: [Verbatim(text)])


def _starter(form: OutputForm) -> str | bytes:
    """The starter case; of what a workbook does not hold nothing is missed in an example."""
    if form == YAML:
        return STARTER
    from countermove.io.workbook.writing import case_workbook

    return case_workbook(read_case(io.StringIO(STARTER)).case)[0]


def _drawn(evidence_file: str, file: str) -> str:
    """The starter case from an evidence file and the decisions beside it; paths of articles as seen from the case."""
    from countermove.reader.decisions import decided, decisions_path, evidence_path, read_decisions, read_evidence
    from countermove.reader.starter import starter

    evidence = read_evidence(evidence_file)
    kept = decided(evidence, read_decisions(decisions_path(evidence_file)))
    here, there = os.path.dirname(os.path.abspath(file)), os.path.dirname(os.path.abspath(evidence_file))
    paths = {}
    for origin in evidence.sources:
        article = os.path.join(there, origin.file)
        beside = bool(origin.file) and evidence_path(article) == os.path.abspath(evidence_file)
        paths[origin.id] = os.path.relpath(article if beside else evidence_file, here)
    return starter(kept, paths)


@dataclass(frozen=True)
class CatalogueCase(Record):
    """A case of the catalogue: its id, its title, and where the model was published."""

    id: str
    title: str
    citation: str


@dataclass(frozen=True)
class Catalogue(Result):
    """The cases that come with the program, sorted by id."""

    schema: ClassVar[str] = "catalog/1"
    cases: tuple[CatalogueCase, ...]

    def rows(self) -> Rows:
        """One row for each case."""
        columns = (
            Column("id", "what stands where a command takes a case"),
            Column("title", "what the case is called"),
            Column("citation", "where the model was published, if it was"),
        )
        return Rows(columns, tuple((case.id, case.title, case.citation) for case in self.cases))


class CatalogueRequest(Request):
    """All cases that come with the program."""


@question("catalog", CatalogueRequest, heading="The catalogue")
def show_catalogue(_: Subject[CatalogueRequest]) -> Answer:
    """List the cases that come with the program.

    Returns
    -------
    Answer
        `Catalogue`, as a table.
    """
    cases = [(id_, catalog.load_case(id_)) for id_ in catalog.case_ids()]
    result = Catalogue(tuple(CatalogueCase(id_, case.title, case.citation) for id_, case in cases))
    return Answer(result, lambda _: _catalogue_page(result))


def _catalogue_page(result: Catalogue) -> Page:
    rows = result.rows()
    notes = ("Use an id in place of CASE, as in: countermove solve cuban-missile-crisis",)
    return [Table(rows.names, tuple(tuple(map(str, row)) for row in rows.values), notes=notes)]
