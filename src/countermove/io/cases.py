"""Case files of every format, by the ending of their names: what reads and writes each is a row of `FORMATS`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import CaseError, Diagnostic, QuestionError, quoted
from countermove.io.files import Source, read_text, source_name, write_text
from countermove.io.gmcr_read import diagnose_gmcr
from countermove.io.gmcr_write import dump_gmcr
from countermove.io.writing import dump as dump_text
from countermove.io.yaml import Loaded, examine
from countermove.model.case import Case

__all__ = ["FORMATS", "Format", "diagnose", "dump", "format_of", "load", "read_case", "save", "written"]

Examine = Callable[[str, str], tuple[Loaded | None, list[Diagnostic]]]


@dataclass(frozen=True)
class Format:
    """A format of case files.

    `examine` takes a text and the name of its file, and gives the case, or None, and all findings. `write`
    gives the text, and in words what the format leaves out.
    """

    name: str
    suffixes: tuple[str, ...]
    examine: Examine
    write: Callable[[Case], tuple[str, list[str]]]


def _plain(suffix: str) -> Callable[[Case], tuple[str, list[str]]]:
    return lambda case: (dump_text(case, suffix), [])


FORMATS: tuple[Format, ...] = (
    Format("YAML", (".yaml", ".yml"), examine, _plain(".yaml")),
    Format("JSON", (".json",), examine, _plain(".json")),
    Format("GMCR", (".gmcr",), diagnose_gmcr, dump_gmcr),
)
"""All formats; what has another ending, or none, is read and written as the first."""


def format_of(name: str | Path) -> Format:
    """The format of a file, by the ending of its name.

    >>> format_of("elmira.GMCR").name, format_of("notes.txt").name
    ('GMCR', 'YAML')
    """
    suffix = Path(name).suffix.lower()
    return next((row for row in FORMATS if suffix in row.suffixes), FORMATS[0])


def load(source: Source, name: str | None = None) -> Case:
    """The case in a file or file object; `name` is what messages call it, and its ending tells the format.

    Raises `CaseError` with every error found, each with its file, line and column.

    >>> import io
    >>> load(io.StringIO("actors: {usa: {options: {go: Go}}}")).option_rows[0].full
    'usa.go'
    """
    return read_case(source, name).case


def read_case(source: Source, name: str | None = None) -> Loaded:
    """The case in a file or file object, with its warnings and the places of its values.

    Raises `CaseError` with every error found.
    """
    loaded, found = _examined(source, name)
    errors = [d for d in found if d.severity == "error"]
    if loaded is None or errors:
        raise CaseError(errors)
    return loaded


def diagnose(source: Source, name: str | None = None) -> tuple[Case | None, list[Diagnostic]]:
    """The case in a file or file object, or None, and everything that can be said about it without analysis."""
    loaded, found = _examined(source, name)
    return (loaded.case if loaded else None), found


def written(case: Case, path: str | Path) -> tuple[str, list[str]]:
    """The case as the text of a file of this name, and in words what the format leaves out.

    Raises `QuestionError` where the format cannot hold the case.
    """
    return format_of(path).write(case)


def dump(case: Case, suffix: str = ".yaml") -> str:
    """The case as the text of a file whose name ends in `suffix`: YAML, JSON or `.gmcr`.

    Raises `QuestionError` for an ending without its dot, and where the format cannot hold the case.

    >>> case = Case.model_validate({"actors": {"usa": {"options": {"go": "Go"}}}})
    >>> print(dump(case, ".json"), end="")
    {"actors": {"usa": {"options": {"go": "Go"}}}}
    """
    if suffix and not suffix.startswith("."):
        raise QuestionError(f"the ending {quoted(suffix)} has no dot; write {quoted('.' + suffix)}")
    return written(case, f"case{suffix}")[0]


def save(case: Case, path: str | Path) -> None:
    """Write the case to a file, whole or not at all, in the format that its name ends in (YAML by default)."""
    write_text(path, written(case, path)[0])


def _examined(source: Source, name: str | None) -> tuple[Loaded | None, list[Diagnostic]]:
    file = source_name(source, name)
    try:
        text = read_text(source, name)
    except CaseError as fault:
        return None, list(fault.diagnostics)
    return format_of(file).examine(text, file)
