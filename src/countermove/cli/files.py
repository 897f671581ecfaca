"""The commands about files and cases as such: `new`, `check`, `show`, `convert` and `catalog`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.answering import answer, no_csv, write_answer
from countermove.cli.options import (
    CaseName,
    ConvertedFile,
    Format,
    NewFile,
    OutFile,
    Output,
    Scenario,
    What,
    Written,
)
from countermove.errors import QuestionError
from countermove.io.files import deliver, say
from countermove.io.formats import endings

if TYPE_CHECKING:
    from countermove.requests import Answer

__all__ = ["catalog", "check", "convert", "convert_help", "new", "show"]

From = Annotated[str | None, typer.Option("--from", metavar="EVIDENCE", help="Build the case from this evidence file.")]


def new(file: NewFile, evidence: From = None) -> None:
    """Write a starter case with comments.

    With --from it builds the case from an evidence file: actors, sources, and option hints as comments. Preferences
    are left to you.
    """
    from countermove.requests import ask

    _write(ask("new", None, file=file, evidence=evidence))


def check(case: CaseName, format: Written = Format.table, output: Output = None) -> None:
    """Check a case and its scenarios for errors and warnings.

    It also finds errors that appear only when the states are computed.
    """
    from countermove.analysis.model.findings import Findings
    from countermove.requests import ask

    reply = ask("check", None, file=case)
    assert isinstance(reply.result, Findings)
    write_answer(reply, format, output, title=reply.result.title)
    # Errors in a case are an answer, which is written first; the status tells it to scripts.
    if reply.result.errors:
        raise typer.Exit(1)


def show(case: CaseName, scenario: Scenario = None, format: Written = Format.table, output: Output = None) -> None:
    """Describe the model in plain sentences.

    It shows who takes part, what they can do, what each prefers, and how bodies decide.
    """
    no_csv("show", format)
    answer("show", case, scenario, format, output)


def convert(source: ConvertedFile, out: OutFile, what: What = None, scenario: Scenario = None) -> None:
    """Convert a case to another format; `convert_help` makes the help."""
    from countermove.io.opening import opened
    from countermove.requests import ask

    loaded = opened(source)
    # By what the names lead to, not by the names: a link, or another way to write the path, is the same file.
    if os.path.exists(out) and os.path.samefile(loaded.file, out):
        raise QuestionError(f"{out}: this is the file to read; give the new one another name")
    _write(ask("convert", loaded, scenario, out=out, what=None if what is None else what.value))


def convert_help() -> str:
    """The help of `convert`, which names the endings of all formats."""
    return (
        "Convert a case to another format.\n\n"
        f"The new file can be a case file ({endings('written')}), tables of states and stability ({endings('tables')}), "
        f"or a game in strategic form for Gambit ({endings('games')}). "
        "It says what the new format leaves out, and refuses a case that does not fit."
    )


# Typer takes the help from the docstring; made from the table of formats, it cannot name others than there are.
convert.__doc__ = convert_help()


def catalog(format: Written = Format.table, output: Output = None) -> None:
    """List the bundled cases."""
    from countermove.requests import ask

    write_answer(ask("catalog", None), format, output)


def _write(reply: Answer) -> None:
    """Write the file that an answer holds, say what it leaves out, and that it is written."""
    from countermove.io.files import write_text
    from countermove.requests.documents.files import NewFile
    from countermove.text import layout

    file = reply.result
    assert isinstance(file, NewFile)
    write_text(file.file, file.text)
    if file.left_out:
        say(f"{file.file} does not hold: {'; '.join(file.left_out)}")
    deliver(layout.as_text(reply.view(None)))
