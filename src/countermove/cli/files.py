"""The commands about files and cases as such: `new`, `check`, `show`, `convert` and `catalog`."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.answering import Subject, answer, answer_destination, write_answer
from countermove.cli.options import (
    CaseFormat,
    CaseName,
    CaseNames,
    ConvertedFile,
    NewFile,
    OutFile,
    Output,
    Scenario,
    What,
    Written,
)
from countermove.io.files import deliver, say
from countermove.io.formats import endings
from countermove.io.outputs import YAML, Destination, Input, refuse_inputs

if TYPE_CHECKING:
    from countermove.requests import Answer

__all__ = ["catalog", "check", "convert", "convert_help", "new", "show"]

From = Annotated[str | None, typer.Option("--from", metavar="EVIDENCE", help="Build the case from this evidence file.")]


def new(file: NewFile, evidence: From = None) -> None:
    """Write a starter case with comments, in YAML or as a workbook (.xlsx).

    With --from it builds the case from an evidence file: actors, sources, and option hints as comments. Preferences
    are left to you.
    """
    from countermove.requests import ask
    from countermove.requests.documents.outputs import destination, starter_forms

    reply = ask("new", None, file=file, evidence=evidence)
    _write(reply, destination("a starter case", file, None, starter_forms(), YAML))


def check(cases: CaseNames, format: Written = None, output: Output = None) -> None:
    """Check cases and their scenarios for errors and warnings.

    It also finds errors that appear only when the states are computed. Several files give one table.
    """
    from countermove.analysis.model.findings import CheckedFiles, Findings
    from countermove.cli.progress import progress
    from countermove.io.opening import file_of
    from countermove.requests import ask
    from countermove.requests.documents.outputs import inputs_of_file, inputs_of_files

    first, *others = cases
    refuse_inputs(output, inputs_of_files(cases) if others else inputs_of_file(first))
    place = answer_destination("check", format, output)
    reply = ask("check", None, progress=progress, **({"files": tuple(cases)} if others else {"file": first}))
    assert isinstance(reply.result, Findings | CheckedFiles)
    subject = Subject() if isinstance(reply.result, CheckedFiles) else Subject(reply.result.title, file=file_of(first))
    write_answer("check", reply, place, subject)
    # Errors in a case are an answer, which is written first; the status tells it to scripts.
    if reply.result.errors:
        raise typer.Exit(1)


def show(case: CaseName, scenario: Scenario = None, format: Written = None, output: Output = None) -> None:
    """Describe the model in plain sentences.

    It shows who takes part, what they can do, what each prefers, and how bodies decide.
    """
    answer("show", case, scenario, format, output)


def convert(
    source: ConvertedFile, out: OutFile, what: What = None, scenario: Scenario = None, format: CaseFormat = None
) -> None:
    """Convert a case to another format; `convert_help` makes the help."""
    from countermove.io.opening import file_of, opened
    from countermove.requests import ask
    from countermove.requests.documents.outputs import case_forms, destination, inputs_of

    refuse_inputs(out, [Input(file_of(source), "the case")])
    place = destination("a case", out, format, case_forms(), YAML)
    loaded = opened(source)
    refuse_inputs(out, inputs_of(loaded))
    # A name without an ending does not tell the form, which is named by --format then.
    name = out if PurePath(out).suffix else f"{out}{place.form.endings[0]}"
    _write(ask("convert", loaded, scenario, out=name, what=None if what is None else what.value), place)


def convert_help() -> str:
    """The help of `convert`, which names the endings of all formats."""
    return (
        "Convert a case to another format.\n\n"
        f"The new file can be a case file ({endings('written')}). It can also be tables of states and stability "
        f"({endings('tables')}), or a game in strategic form for Gambit ({endings('payoffs')}). "
        "States and moves are written as a graph for Gephi (.graphml). "
        "It says what the new format leaves out, and refuses a case that does not fit."
    )


# Typer takes the help from the docstring; made from the table of formats, it cannot name others than there are.
convert.__doc__ = convert_help()


def catalog(format: Written = None, output: Output = None) -> None:
    """List the bundled cases."""
    from countermove.requests import ask

    place = answer_destination("catalog", format, output)
    write_answer("catalog", ask("catalog", None), place)


def _write(reply: Answer, place: Destination) -> None:
    """Write the file that an answer holds, say what it leaves out, and that it is written."""
    from countermove.requests.documents.files import NewFile
    from countermove.text import layout

    file = reply.result
    assert isinstance(file, NewFile)
    place.write(file.content)
    if file.left_out:
        say(f"{place.file or 'the output'} does not hold: {'; '.join(file.left_out)}")
    if place.file is not None:
        deliver(layout.as_text(reply.view(None)))
