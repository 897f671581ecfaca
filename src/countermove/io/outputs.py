"""Where results go: the form that the ending of a file asks for, the files that must stay as they are, and the writing.

Every command that writes goes through this module: `chosen_form` decides how, `refuse_inputs` keeps what is read from
being written over, and `Destination.write` writes the result whole or not at all.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from countermove.errors import QuestionError, quoted
from countermove.io.files import deliver, deliver_bytes
from countermove.io.kinds import WORKBOOK_ENDING

__all__ = [
    "CSV", "JSON", "LATEX", "MARKDOWN", "STANDARD_OUTPUT", "TEXT", "XLSX", "YAML", "Destination", "Input", "OutputForm",
    "chosen_form", "is_same_file", "is_standard_output", "refuse_inputs", "usual_endings",
]  # fmt: skip

STANDARD_OUTPUT = "-"
"""What stands for standard output where a file is named."""


@dataclass(frozen=True)
class OutputForm:
    """A form in which results are written.

    Parameters
    ----------
    id
        What ``--format`` calls it.
    endings
        The endings of files that have it, the usual one first, in small letters with their dot.
    is_text
        Whether it can be read on a terminal.
    """

    id: str
    endings: tuple[str, ...]
    is_text: bool = True


TEXT = OutputForm("table", (".txt",))
MARKDOWN = OutputForm("md", (".md", ".markdown"))
JSON = OutputForm("json", (".json",))
CSV = OutputForm("csv", (".csv",))
LATEX = OutputForm("tex", (".tex",))
XLSX = OutputForm("xlsx", (WORKBOOK_ENDING,), is_text=False)
YAML = OutputForm("yaml", (".yaml", ".yml"))


@dataclass(frozen=True)
class Input:
    """A file that a command reads, and what it is called when somebody wants to write over it."""

    file: str
    role: str


@dataclass(frozen=True)
class Destination:
    """Where a result goes, and in which form; `file` is None for standard output."""

    file: str | None
    form: OutputForm

    def write(self, content: str | bytes) -> None:
        """Write a whole result, or nothing.

        Parameters
        ----------
        content
            The result in the form of this destination.

        Raises
        ------
        CountermoveError
            Where the file cannot be written; then it is as it was. For bytes that would go to a terminal.
        """
        if isinstance(content, str):
            deliver(content, self.file)
        else:
            deliver_bytes(content, self.file)


def is_standard_output(output: str | None) -> bool:
    """Whether a result goes to standard output: no file is named, or ``-``."""
    return output is None or output == STANDARD_OUTPUT


def usual_endings(forms: Iterable[OutputForm]) -> str:
    """The usual endings of some forms, in words.

    Examples
    --------
    >>> usual_endings([TEXT]), usual_endings([TEXT, CSV, JSON])
    ('.txt', '.txt, .csv or .json')
    """
    *before, last = dict.fromkeys(form.endings[0] for form in forms)
    return f"{', '.join(before)} or {last}" if before else last


def chosen_form(
    what: str, output: str | None, named: str | None, forms: Sequence[OutputForm], default: OutputForm
) -> OutputForm:
    """The form of a result: by the ending of the file, or by the name of the form where no ending says it.

    Parameters
    ----------
    what
        What is written, as messages call it: ``solve``, ``a report``.
    output
        The file, as the user named it; None or ``-`` for standard output.
    named
        What ``--format`` says; None where nobody used it.
    forms
        The forms in which this can be written.
    default
        The form on standard output where none is named.

    Returns
    -------
    OutputForm
        One of `forms`.

    Raises
    ------
    QuestionError
        For an ending, or a name, of no such form; where both are given and disagree; where neither is given and the
        file has no ending.

    Examples
    --------
    >>> chosen_form("states", "a.CSV", None, [TEXT, CSV], TEXT).id, chosen_form("states", None, None, [TEXT], TEXT).id
    ('csv', 'table')
    """
    by_name = None
    if named is not None:
        by_name = next((form for form in forms if form.id == named), None)
        if by_name is None:
            ids = ", ".join(form.id for form in forms)
            raise QuestionError(f"--format {named}: {what} has no such form; it has {ids}")
    if output is None or is_standard_output(output) or _takes_anything(output):
        return by_name or default
    if not output:
        raise QuestionError(f"-o needs the name of a file; it ends in {usual_endings(forms)}")
    ending = PurePath(output).suffix.lower()
    if not ending:
        if by_name is None:
            raise QuestionError(f"{quoted(output)} has no ending that says what to write; end it in {usual_endings(forms)}")
        return by_name
    by_ending = next((form for form in forms if ending in form.endings), None)
    if by_ending is None:
        raise QuestionError(f"{output}: {what} cannot be written as {ending}; end the name in {usual_endings(forms)}")
    if by_name is not None and by_name != by_ending:
        raise QuestionError(
            f"{output}: the name ends in {ending}, and --format says {named}; leave --format out, or end the name in "
            f"{usual_endings([by_name])}"
        )
    return by_ending


def _takes_anything(output: str) -> bool:
    """Whether a name leads to a device or a pipe, such as /dev/stdout, whose name says nothing about what it takes."""
    try:
        mode = os.stat(output).st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def is_same_file(one: str, other: str) -> bool:
    """Whether two names lead to one file, however they are written, through symbolic and hard links too.

    Names of files that do not exist yet are compared by where they lead. Devices and pipes are no files that could be
    lost, so they are never the same.

    Examples
    --------
    >>> is_same_file("new.json", "./folder/../new.json"), is_same_file("/dev/null", "/dev/null")
    (True, False)
    """
    try:
        first, second = _status(one), _status(other)
        if first is None or second is None:
            return first is second and os.path.realpath(one) == os.path.realpath(other)
        return stat.S_ISREG(first.st_mode) and os.path.samestat(first, second)
    except ValueError:  # a name that no system takes, such as one with a zero byte
        return False


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def refuse_inputs(output: str | None, inputs: Iterable[Input]) -> None:
    """Refuse to write over a file that is read.

    Parameters
    ----------
    output
        The file to write; None or ``-`` for standard output.
    inputs
        What is read. They are looked at one after another, and none where the output goes to standard output.

    Raises
    ------
    QuestionError
        Where the output is one of the inputs, by whatever name.

    Examples
    --------
    >>> refuse_inputs("./talks.yaml", [Input("talks.yaml", "the case")])
    Traceback (most recent call last):
    ...
    countermove.errors.QuestionError: ./talks.yaml: this is the file talks.yaml, the case; give the output another name
    """
    if output is None or is_standard_output(output):
        return
    for one in inputs:
        if is_same_file(output, one.file):
            file = "" if output == one.file else f"the file {one.file}, "
            raise QuestionError(f"{output}: this is {file}{one.role}; give the output another name")
