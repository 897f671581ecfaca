"""The forms that each command writes, and the files that it must not write over."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from countermove.errors import CountermoveError
from countermove.io import formats as case_formats
from countermove.io.loading import Loaded
from countermove.io.opening import file_of, opened
from countermove.io.outputs import (
    CSV,
    JSON,
    LATEX,
    MARKDOWN,
    TEXT,
    XLSX,
    YAML,
    Destination,
    Input,
    OutputForm,
    chosen_form,
    is_standard_output,
)
from countermove.report.render import formats
from countermove.requests.door import Question, find

__all__ = [
    "answer_forms", "case_forms", "command_forms", "destination", "document_forms", "evidence_forms", "inputs_of",
    "inputs_of_file", "inputs_of_files", "picture_forms", "program_forms", "report_forms", "starter_forms",
]  # fmt: skip

BINARY = ("docx", "pdf", "png", "xlsx")


def report_forms() -> tuple[OutputForm, ...]:
    """The forms of a report, each with the endings of its row in `report.render.formats`.

    Examples
    --------
    >>> [form.id for form in report_forms()][:4]
    ['html', 'md', 'docx', 'pdf']
    """
    ids = [(form.endings[0].removeprefix("."), form.endings) for form in formats.FORMS]
    return tuple(OutputForm(id_, endings, is_text=id_ not in BINARY) for id_, endings in ids)


def document_forms() -> tuple[OutputForm, ...]:
    """The forms in which an answer is laid out as a report is; of Markdown, answers have a shorter form of their own."""
    return tuple(form for form in report_forms() if form.id != MARKDOWN.id)


def picture_forms() -> tuple[OutputForm, ...]:
    """The forms of a picture; SVG, which is text, first."""
    from countermove.plots.output import ENDINGS

    return tuple(OutputForm(id_, (f".{id_}",), is_text=id_ not in BINARY) for id_ in sorted(ENDINGS, reverse=True))


def case_forms() -> tuple[OutputForm, ...]:
    """The forms of a case and of its tables, from the rows of `io.formats`."""
    return tuple(OutputForm(row.suffixes[0].removeprefix("."), row.suffixes, row.is_text) for row in case_formats.FORMATS)


def starter_forms(*, is_drawn: bool = False) -> tuple[OutputForm, ...]:
    """The forms of a starter case; one drawn from evidence has comments, for which a workbook has no place."""
    return (YAML,) if is_drawn else (YAML, XLSX)


def evidence_forms() -> tuple[OutputForm, ...]:
    """The form of evidence."""
    return (YAML,)


def program_forms() -> tuple[OutputForm, ...]:
    """The form of what only programs read."""
    return (JSON,)


OWN_FORMS: dict[str, Callable[[], tuple[OutputForm, ...]]] = {
    "plot": picture_forms, "report": report_forms, "convert": case_forms, "read": evidence_forms, "new": starter_forms,
    "schema": program_forms, "ask": program_forms, "mcp": tuple,
}  # fmt: skip
"""The forms of the commands that write something other than an answer; `mcp` writes only what its tools are told to."""


def command_forms(command: str) -> tuple[OutputForm, ...]:
    """The forms that a command writes.

    Examples
    --------
    >>> [form.id for form in command_forms("new")], [form.id for form in command_forms("ask")]
    (['yaml', 'xlsx'], ['json'])
    """
    own = OWN_FORMS.get(command)
    return answer_forms(find(command)) if own is None else own()


def answer_forms(question: Question) -> tuple[OutputForm, ...]:
    """The forms in which the answer to a question can be written.

    Parameters
    ----------
    question
        A row of the door.

    Returns
    -------
    tuple of OutputForm
        For people first, then for programs, then those of documents.

    Examples
    --------
    >>> from countermove.requests.door import find
    >>> [form.id for form in answer_forms(find("explain"))]
    ['table', 'md', 'json', 'html', 'docx', 'pdf']
    """
    rows = (CSV, XLSX) if question.has_rows else ()
    tables = (LATEX,) if question.has_tables else ()
    return (TEXT, MARKDOWN, JSON, *rows, *tables, *document_forms())


def destination(
    what: str, output: str | None, named: str | None, forms: tuple[OutputForm, ...], default: OutputForm
) -> Destination:
    """Where a result goes and in which form; the parameters are those of `io.outputs.chosen_form`.

    Raises
    ------
    QuestionError
        Where the ending of the file and the form that is named do not fit what is written, or each other.
    """
    form = chosen_form(what, output, named, forms, default)
    return Destination(None if is_standard_output(output) else output, form)


def inputs_of(loaded: Loaded, role: str = "the case") -> Iterator[Input]:
    """The files that a case rests on: its own, the sources that it names, and what these rest on in turn.

    Parameters
    ----------
    loaded
        The case.
    role
        What its file is called in a message.

    Yields
    ------
    Input
        Whether or not there is such a file.
    """
    yield Input(loaded.file, role)
    folder = os.path.dirname(loaded.file)
    for id_, source in loaded.case.sources.items():
        if source.file:
            yield from _evidence(os.path.join(folder, source.file), f'the source "{id_}" of the case')


def inputs_of_file(name: str, role: str = "the case") -> Iterator[Input]:
    """The same of a case that may have errors: then its own file only.

    Parameters
    ----------
    name
        A path, or the id of a catalogue case.
    role
        What its file is called in a message.

    Yields
    ------
    Input
        As `inputs_of` does.
    """
    file = file_of(name)
    yield Input(file, role)
    with suppress(CountermoveError):
        yield from inputs_of(opened(file), role)


def inputs_of_files(names: Sequence[str], role: str = "a case") -> Iterator[Input]:
    """The same of several cases, where a name that leads nowhere is no input.

    Parameters
    ----------
    names
        Paths, or ids of catalogue cases.
    role
        What each is called in a message.

    Yields
    ------
    Input
        As `inputs_of_file` does.
    """
    for name in names:
        with suppress(CountermoveError):
            yield from inputs_of_file(name, role)


def _evidence(source: str, role: str) -> Iterator[Input]:
    """A source, the evidence and the decisions beside it, and the articles that the evidence was drawn from."""
    from countermove.reader.decisions import decisions_path, evidence_path, read_evidence

    yield Input(source, role)
    path = evidence_path(source)
    if not os.path.isfile(path):
        return
    yield Input(path, f"the evidence of {role}")
    yield Input(decisions_path(path), f"the decisions on {role}")
    with suppress(CountermoveError):
        for origin in read_evidence(path).sources:
            if origin.file:
                yield Input(os.path.join(os.path.dirname(path), origin.file), f"an article behind {role}")
