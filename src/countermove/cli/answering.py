"""From one command to its output: the case is opened, one question asked, and the answer written as was asked for."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from countermove.cli.options import MOST_LINES, Format
from countermove.io.files import say, screen
from countermove.io.outputs import TEXT, Destination, Input, refuse_inputs

if TYPE_CHECKING:
    from countermove.io.loading import Loaded
    from countermove.requests import Answer

__all__ = ["Subject", "answer", "answer_destination", "answer_files", "refusal_text", "write_answer"]

CASE, SECOND_CASE = "the case", "the second case"
FOR_PROGRAMS = ("json", "csv", "xlsx")
"""Forms that have all of an answer, however long; the others are for people."""


def answer(
    name: str,
    case: str,
    scenario: str | None,
    format: Format | None,
    output: str | None,
    *,
    other: str | None = None,
    inputs: Sequence[Input] = (),
    merged: Sequence[Sequence[str]] = (),
    limit: int | None = None,
    **parameters: Any,
) -> None:
    """Ask the question `name` of a case and write the answer.

    Parameters
    ----------
    name
        The name of the question.
    case
        A file, or the id of a case in the catalogue.
    scenario
        The scenario to apply first.
    format, output
        How to write the answer, and to which file; None: as the ending of the file says, and to standard output.
    other
        A second case, which the request of the question takes as its parameter `other`.
    inputs
        Files besides the case that are read, and must not be written over.
    merged
        Coalitions of actors that move as one.
    limit
        The most rows; None: 30 for people, and for programs what the question thinks fit.
    parameters
        What else the request of the question takes.
    """
    # Imported here, as in all commands: help and slips on the command line should not wait for the analysis to load.
    from countermove.cli.progress import progress
    from countermove.io.opening import file_of, opened
    from countermove.requests import ask
    from countermove.requests.documents.outputs import inputs_of

    own = [Input(file_of(case), CASE), *([Input(file_of(other), SECOND_CASE)] if other is not None else []), *inputs]
    # First of all, since it would be lost work; then what else the case rests on, which has to be read to know it.
    refuse_inputs(output, own)
    place = answer_destination(name, format, output)
    loaded = opened(case)
    refuse_inputs(output, inputs_of(loaded))
    if other is not None:
        parameters["other"] = second = opened(other)
        refuse_inputs(output, inputs_of(second, SECOND_CASE))
    for_people = place.form.id not in FOR_PROGRAMS
    reply = ask(name, loaded, scenario, merged=merged, for_people=for_people, progress=progress, limit=limit, **parameters)
    write_answer(name, reply, place, Subject.of(loaded, scenario), limit=limit)
    _end(reply)


def answer_files(
    name: str, cases: Sequence[str], scenario: str | None, format: Format | None, output: str | None, **parameters: Any
) -> None:
    """Ask the question `name` of several cases and write the answer; the other parameters are those of `answer`."""
    from countermove.cli.progress import progress
    from countermove.requests import ask
    from countermove.requests.documents.outputs import inputs_of_files

    refuse_inputs(output, inputs_of_files(cases))
    place = answer_destination(name, format, output)
    reply = ask(name, None, scenario, progress=progress, files=tuple(cases), **parameters)
    write_answer(name, reply, place, Subject(scenario=scenario))
    _end(reply)


def _end(reply: Answer) -> None:
    """End with the exit status of an error where a part of the answer is missing; the answer itself is written."""
    if reply.failed:
        say(reply.failed)
        raise typer.Exit(1)


def answer_destination(name: str, format: Format | None, output: str | None) -> Destination:
    """Where the answer to the question `name` goes, and in which form; raises `QuestionError` where that does not fit."""
    from countermove.requests.documents.outputs import answer_forms, destination
    from countermove.requests.door import find

    return destination(name, output, None if format is None else format.value, answer_forms(find(name)), TEXT)


def write_answer(
    name: str, reply: Answer, place: Destination, subject: Subject | None = None, *, limit: int | None = None
) -> None:
    """Write an answer in the form of its destination; `subject` says what it is about, where it is about one case."""
    from countermove.requests.contract.answers import answer_data
    from countermove.text import layout

    subject = subject or Subject()
    # What is said besides goes to standard error, so that standard output stays JSON or CSV that a program can read.
    for remark in reply.remarks if place.form.id not in ("csv", "xlsx") else ():
        say(remark)
    match place.form.id:
        case "json":
            place.write(json.dumps(answer_data(reply.result, subject.title, subject.scenario)))
        case "csv" | "xlsx" if reply.without_rows is not None:
            others = "use table, md or json"
            raise typer.BadParameter(f"{reply.without_rows} answers in sentences, not in rows; {others}")
        case "xlsx":
            place.write(_as_workbook(name, reply, subject))
        case "csv":
            for note in reply.notes:
                say(note)
            place.write(reply.result.to_csv())
        case "table":
            place.write(layout.as_text(reply.view(limit or MOST_LINES), *screen(place.file)))
        case "md":
            place.write(layout.as_markdown(reply.view(limit or MOST_LINES)))
        case "tex":
            place.write(_as_latex(reply))
        case _:
            place.write(_as_file(name, reply, place, subject, limit))


def refusal_text(fault: BaseException, message: str) -> str:
    """An error as the JSON object that programs get in place of an answer."""
    from countermove.requests.contract.answers import refusal_data

    return json.dumps(refusal_data(fault, message))


def _as_workbook(name: str, reply: Answer, subject: Subject) -> bytes:
    """The rows of an answer as a workbook, and what it cannot say in rows on its first sheet."""
    from countermove import __version__
    from countermove.requests.documents.workbook import DataSheet, as_workbook
    from countermove.requests.door import find

    heading = find(name).heading
    sheets = [DataSheet(name, heading, reply.result.rows())] if reply.sheets is None else reply.sheets()
    facts = [("Case", subject.title or "Untitled case"), *subject.facts]
    facts += [("Scenario", subject.scenario)] if subject.scenario else []
    return as_workbook(heading, [*facts, ("Made with", f"countermove {__version__}")], sheets, reply.notes)


def _as_latex(reply: Answer) -> str:
    """The tables of an answer for a paper."""
    from countermove.report.render.latex import as_latex

    assert reply.tables is not None, "a question with tables for papers makes them"
    return as_latex(reply.tables())


def _as_file(name: str, reply: Answer, place: Destination, subject: Subject, limit: int | None) -> bytes:
    """An answer laid out as a report is, in the form that the destination has there."""
    from countermove import __version__
    from countermove.report.render.formats import form_of
    from countermove.requests.door import find
    from countermove.text.documents import Frame, as_document

    heading, program = find(name).heading, f"countermove {__version__}"
    page = (reply.document or reply.view)(limit or MOST_LINES)
    facts = (("Made with", program), *subject.facts)
    # A case without a title has an empty one; what is about no case, such as the catalogue, has none.
    title = heading if subject.title is None else subject.title or "Untitled case"
    frame = Frame(title, heading, subject.subtitle, facts, program)
    return form_of(f"a{place.form.endings[0]}").lay_out(as_document(page, frame))


class Subject:
    """What an answer is about: the title of the case, the scenario, and what a document says of both."""

    def __init__(self, title: str | None = None, scenario: str | None = None, file: str = "", at: str = "") -> None:
        self.title, self.scenario = title, scenario
        self.subtitle = "; ".join(
            [*([f"As of {at}"] if at else []), *([f"With the scenario {scenario}"] if scenario else [])]
        )
        self.facts = (("Case file", os.path.basename(file)),) if file else ()

    @classmethod
    def of(cls, loaded: Loaded, scenario: str | None) -> Subject:
        """A case that has been opened, with its scenario."""
        return cls(loaded.case.title, scenario, loaded.file, loaded.case.at)
