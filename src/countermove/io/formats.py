"""The formats of case files, by the ending of their names; the only list of endings.

A format is a row of `FORMATS` and the module that reads and writes it: nothing else has to be touched to add one. A row
whose `examine` is None is only written. A row with `write_game` holds the compiled game, not the case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.errors import CaseError, Diagnostic, QuestionError, quoted
from countermove.io.files import Source, read_text, source_name, write_text
from countermove.io.gmcr.reading import diagnose_gmcr
from countermove.io.gmcr.writing import dump_gmcr
from countermove.io.loading import Loaded, examine
from countermove.io.writing import dump as dump_text
from countermove.model.case import Case

if TYPE_CHECKING:
    from countermove.game.listed import ListedGame

__all__ = [
    "FORMATS",
    "Format",
    "Written",
    "case_endings",
    "case_formats",
    "diagnose",
    "dump",
    "format_of",
    "load",
    "read_case",
    "save",
    "written",
]

Examine = Callable[[str, str], tuple[Loaded | None, list[Diagnostic]]]
Written = tuple[str, list[str]]
"""The text of a file, and in words what it leaves out."""


@dataclass(frozen=True)
class Format:
    """A format of files that hold a case, or the game that it is.

    Parameters
    ----------
    name
        What it is called.
    suffixes
        The endings of its files, the usual one first, in small letters with their dot.
    examine
        From a text and the name of its file to the case, or None, and all findings; None where it is only written.
    write
        From a case to its text, and in words what the format leaves out; None where it holds no case.
    write_game
        The same from a listed game, for a format that holds the game.
    holds
        What such a file holds, for help and documentation.
    """

    name: str
    suffixes: tuple[str, ...]
    examine: Examine | None = None
    write: Callable[[Case], Written] | None = None
    write_game: Callable[[ListedGame], Written] | None = None
    holds: str = "a case"


def _plain(suffix: str) -> Callable[[Case], Written]:
    return lambda case: (dump_text(case, suffix), [])


def _dump_strategic_form(game: ListedGame) -> Written:
    from countermove.io.nfg import dump_nfg, strategic_form

    form, left_out = strategic_form(game)
    return dump_nfg(form), left_out


FORMATS: tuple[Format, ...] = (
    Format("YAML", (".yaml", ".yml"), examine, _plain(".yaml")),
    Format("JSON", (".json",), examine, _plain(".json")),
    Format("GMCR", (".gmcr",), diagnose_gmcr, dump_gmcr),
    Format("NFG", (".nfg",), write_game=_dump_strategic_form, holds="the game in strategic form, for Gambit"),
)
"""All formats; what has another ending, or none, is read and written as the first."""


def case_formats() -> tuple[Format, ...]:
    """The formats that cases are read from."""
    return tuple(row for row in FORMATS if row.examine is not None)


def case_endings() -> tuple[str, ...]:
    """What the names of case files end in.

    >>> case_endings()
    ('.yaml', '.yml', '.json', '.gmcr')
    """
    return tuple(suffix for row in case_formats() for suffix in row.suffixes)


def format_of(name: str | Path) -> Format:
    """The format of a case file, by the ending of its name.

    >>> format_of("elmira.GMCR").name, format_of("notes.txt").name
    ('GMCR', 'YAML')
    """
    suffix = Path(name).suffix.lower()
    return next((row for row in case_formats() if suffix in row.suffixes), FORMATS[0])


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


def written(case: Case, path: str | Path) -> Written:
    """The case as the text of a file of this name, and in words what the format leaves out.

    Raises `QuestionError` where the format cannot hold the case.
    """
    write = format_of(path).write
    if write is None:
        raise QuestionError(f"{path}: cases are read from such files, and not written to them")
    return write(case)


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
        text = read_text(source, name, case_endings())
    except CaseError as fault:
        return None, list(fault.diagnostics)
    examine_text = format_of(file).examine
    assert examine_text is not None, "only formats that are read are found by the name of a file to read"
    return examine_text(text, file)
