"""The formats of files that hold a case, its tables or its game, by the ending of their names: the only list of endings.

A format is a row of `FORMATS` and the module that reads and writes it; nothing else has to be touched to add one. The
rows import those modules when they are first used, so that the help of the command line, which names the endings, does
not wait for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from countermove.errors import CaseError, Diagnostic, Place, QuestionError, quoted
from countermove.io.files import Source, read_content, source_name, write_bytes, write_text
from countermove.io.kinds import WORKBOOK_ENDING, looks_like_yaml, text_kind

if TYPE_CHECKING:
    from countermove.game.game import Game
    from countermove.game.listed import ListedGame
    from countermove.io.loading import Loaded
    from countermove.model.case import Case

__all__ = [
    "FORMATS", "Format", "Written", "case_endings", "diagnose", "dump", "endings", "format_of", "format_rows", "load",
    "read_case", "save", "written",
]  # fmt: skip

Examined = tuple["Loaded | None", list[Diagnostic]]
"""The case, or None where there are errors, and everything that can be said about it."""
Written = tuple[str | bytes, list[str]]
"""The text of a file, or its bytes where it is no text, and in words what it leaves out."""


@dataclass(frozen=True)
class Format:
    """A format of files.

    Parameters
    ----------
    name
        What it is called.
    suffixes
        The endings of its files, the usual one first, in small letters with their dot.
    holds
        What such a file holds, in Markdown, for the documentation.
    examine
        From a text and the name of its file to the case, or None, and all findings; None where it is only written.
    write
        From a case to its text, and in words what the format leaves out; None where it holds no case.
    write_game
        The same from a listed game, for a format that holds the game and not the case; the second argument asks for the
        version of the format that has payoffs, and not outcomes.
    has_payoffs
        Whether there is such a version.
    has_tables
        Whether it holds tables of the states. Those are written by the layers of words (`requests.documents.convert`).
    is_recognised
        Whether a text is of this format, whatever the file is called.
    is_text
        Whether its files are text; else `examine` takes bytes, by which the format is recognised, and `write` gives them.
    """

    name: str
    suffixes: tuple[str, ...]
    holds: str
    examine: Callable[[Any, str], Examined] | None = None
    write: Callable[[Case], Written] | None = None
    write_game: Callable[[ListedGame, bool], Written] | None = None
    has_payoffs: bool = False
    has_tables: bool = False
    is_recognised: Callable[[str], bool] = lambda _: False
    is_text: bool = True


def _examine_yaml(text: str, file: str) -> Examined:
    from countermove.io.loading import examine

    return examine(text, file)


def _write_yaml(case: Case) -> Written:
    from countermove.io.revising import dump_revised

    return dump_revised(case, ".yaml"), []


def _write_json(case: Case) -> Written:
    from countermove.io.revising import dump_revised

    return dump_revised(case, ".json"), []


def _examine_gmcr(text: str, file: str) -> Examined:
    from countermove.io.gmcr.reading import diagnose_gmcr

    return diagnose_gmcr(text, file)


def _is_gmcr(text: str) -> bool:
    from countermove.io.gmcr.reading import is_gmcr

    return is_gmcr(text)


def _write_gmcr(case: Case) -> Written:
    from countermove.io.gmcr.writing import dump_gmcr

    return dump_gmcr(case)


def _examine_strategic_form(text: str, file: str) -> Examined:
    from countermove.io.nfg.reading import examine_nfg

    return examine_nfg(text, file)


def _is_strategic_form(text: str) -> bool:
    return re.match(r"\s*NFG\s+\d", text) is not None


def _write_strategic_form(game: ListedGame, with_payoffs: bool) -> Written:
    from countermove.io.nfg.writing import dump_nfg, strategic_form

    form, left_out = strategic_form(game)
    unnamed = ["the names of strategies and states"] if with_payoffs else []
    return dump_nfg(form, with_payoffs), left_out + unnamed


def _write_graphml(game: ListedGame, _with_payoffs: bool) -> Written:
    from countermove.io.graphml import dump_graphml

    return dump_graphml(game), ["statements, rules, and all that says why"]


def _examine_workbook(data: bytes, file: str) -> Examined:
    from countermove.io.workbook.reading import examine_workbook

    return examine_workbook(data, file)


def _write_workbook(case: Case) -> Written:
    from countermove.io.workbook.writing import case_workbook

    return case_workbook(case)


FORMATS: tuple[Format, ...] = (
    Format("YAML", (".yaml", ".yml"), "a case, in the [case format](case-format.md)", _examine_yaml, _write_yaml),
    # JSON is YAML: the same reader takes both, and says JSON in its messages.
    Format("JSON", (".json",), "a case, with the same keys", _examine_yaml, _write_json),
    Format(
        "GMCR", (".gmcr",), "a case, as other programs for the graph model write it", _examine_gmcr, _write_gmcr,
        is_recognised=_is_gmcr,
    ),
    Format(
        "Excel", (WORKBOOK_ENDING,), "a case in a workbook, for Excel, LibreOffice and others", _examine_workbook,
        _write_workbook, is_text=False,
    ),
    Format("CSV", (".csv",), "a table for spreadsheets: the states, or their stability", has_tables=True),
    Format("Markdown", (".md",), "the states and their stability as tables in Markdown", has_tables=True),
    Format("LaTeX", (".tex",), "the states and their stability as tables in LaTeX", has_tables=True),
    Format(
        "NFG", (".nfg",), "a game in strategic form, as Gambit reads and writes it", _examine_strategic_form,
        write_game=_write_strategic_form, has_payoffs=True, is_recognised=_is_strategic_form,
    ),
    Format(
        "GraphML", (".graphml",), "the states and moves of a game as a graph, for Gephi, Cytoscape and igraph",
        write_game=_write_graphml,
    ),
)  # fmt: skip
"""All formats; a file to read that has another ending, or none, is read as the first."""


def case_endings() -> tuple[str, ...]:
    """What the names of case files end in.

    Returns
    -------
    tuple of str
        In small letters, with their dots.

    Examples
    --------
    >>> case_endings()
    ('.yaml', '.yml', '.json', '.gmcr', '.xlsx', '.nfg')
    """
    return tuple(suffix for row in FORMATS if row.examine is not None for suffix in row.suffixes)


def endings(kind: str) -> str:
    """The usual endings of formats of a kind, in words.

    Parameters
    ----------
    kind
        ``read`` (cases are read from them), ``written`` (cases are written to them), ``tables``, ``games``
        or ``payoffs`` (games with a version by payoffs).

    Examples
    --------
    >>> endings("read"), endings("tables"), endings("games")
    ('.yaml, .json, .gmcr, .xlsx, .nfg', '.csv, .md, .tex', '.nfg, .graphml')
    """
    has: dict[str, Callable[[Format], bool]] = {
        "read": lambda row: row.examine is not None,
        "written": lambda row: row.write is not None,
        "tables": lambda row: row.has_tables,
        "games": lambda row: row.write_game is not None,
        "payoffs": lambda row: row.has_payoffs,
    }
    return ", ".join(row.suffixes[0] for row in FORMATS if has[kind](row))


def format_rows() -> list[tuple[str, str, str, str]]:
    """The formats as rows for the documentation: endings, whether they are read and written, what they hold.

    Returns
    -------
    list of tuple
        Endings in backquotes, ``yes`` or nothing twice, and what they hold.

    Examples
    --------
    >>> format_rows()[-2]
    ('`.nfg`', 'yes', 'yes', 'a game in strategic form, as Gambit reads and writes it')
    """
    return [
        (
            ", ".join(f"`{suffix}`" for suffix in row.suffixes),
            "yes" if row.examine is not None else "",
            "yes" if row.write is not None or row.write_game is not None or row.has_tables else "",
            row.holds,
        )
        for row in FORMATS
    ]


def format_of(name: str | Path) -> Format:
    """The format of a case file, by the ending of its name.

    Parameters
    ----------
    name
        The name of a file; capital letters of its ending do not matter.

    Returns
    -------
    Format
        A format of cases; YAML where the ending is unknown, or there is none.

    Examples
    --------
    >>> format_of("elmira.GMCR").name, format_of("notes.txt").name
    ('GMCR', 'YAML')
    """
    suffix = Path(name).suffix.lower()
    return next((row for row in FORMATS if suffix in row.suffixes and (row.examine or row.write)), FORMATS[0])


def load(source: Source, name: str | None = None) -> Case:
    """The case in a file or file object; `name` is what messages call it, and its ending tells the format.

    Parameters
    ----------
    source
        A path or an open file.
    name
        What messages call it; its ending tells the format.

    Returns
    -------
    Case
        The case, free of errors.

    Raises
    ------
    CaseError
        With every error found, each with its file, line and column.

    Examples
    --------
    >>> import io
    >>> load(io.StringIO("actors: {usa: {options: {go: Go}}}")).option_rows[0].full
    'usa.go'
    """
    return read_case(source, name).case


def read_case(source: Source, name: str | None = None) -> Loaded:
    """The case in a file or file object, with its warnings and the places of its values.

    Parameters
    ----------
    source
        A path or an open file.
    name
        What messages call it; its ending tells the format.

    Returns
    -------
    Loaded
        The case, free of errors.

    Raises
    ------
    CaseError
        With every error found.
    """
    loaded, diagnostics = _examined(source, name)
    errors = [d for d in diagnostics if d.severity == "error"]
    if loaded is None or errors:
        raise CaseError(errors)
    return loaded


def diagnose(source: Source, name: str | None = None) -> tuple[Case | None, list[Diagnostic]]:
    """The case in a file or file object, or None, and everything that can be said about it without analysis.

    Parameters
    ----------
    source
        A path or an open file.
    name
        What messages call it; its ending tells the format.

    Returns
    -------
    tuple
        The case, or None where it has errors, and all findings in the order of the file.
    """
    loaded, diagnostics = _examined(source, name)
    return (loaded.case if loaded else None), diagnostics


def written(case: Case | Game, path: str | Path) -> Written:
    """A case or a game as the content of a file of this name, and in words what the format leaves out.

    Parameters
    ----------
    case
        The case; where the format holds a game, also the game, which may be one of a scenario.
    path
        The name of the file, whose ending tells the format.

    Returns
    -------
    tuple
        The text, or bytes for a workbook, and what it leaves out.

    Raises
    ------
    QuestionError
        Where the format cannot hold the case.
    """
    from countermove.game.compile import game_of
    from countermove.game.game import Game
    from countermove.game.listed import ListedGame
    from countermove.model.case import Case

    if not isinstance(case, Case | Game):
        raise QuestionError(
            f"save writes a case or a game, not {type(case).__name__}; an answer has to_csv(), to_dict() and to_frame()"
        )
    suffix = Path(path).suffix.lower()
    of_games = next((row for row in FORMATS if suffix in row.suffixes and row.write_game is not None), None)
    if of_games is not None and of_games.write_game is not None:
        game = game_of(case)
        if not isinstance(game, ListedGame):
            raise QuestionError(f"{path}: such a file holds the list of all states, and this case has too many")
        return of_games.write_game(game, False)
    write = format_of(path).write
    assert write is not None, "every format that is no game's is written"
    return write(case.case if isinstance(case, Game) else case)


def dump(case: Case | Game, suffix: str = ".yaml") -> str:
    """The case as the text of a file whose name ends in `suffix`: YAML, JSON or `.gmcr`; a game also as `.graphml`.

    Parameters
    ----------
    case
        The case, or a game: its case with its scenario applied, or where the format holds a game, the game.
    suffix
        The ending, with its dot.

    Returns
    -------
    str
        The text of the file.

    Raises
    ------
    QuestionError
        For an ending without its dot or of files that are no text, and where the format cannot hold the case.

    Examples
    --------
    >>> from countermove.model.case import Case
    >>> case = Case.model_validate({"actors": {"usa": {"options": {"go": "Go"}}}})
    >>> print(dump(case, ".json"), end="")
    {"actors": {"usa": {"options": {"go": "Go"}}}}
    """
    if suffix and not suffix.startswith("."):
        raise QuestionError(f"the ending {quoted(suffix)} has no dot; write {quoted('.' + suffix)}")
    text = written(case, f"case{suffix}")[0]
    if isinstance(text, bytes):
        raise QuestionError(f"a file that ends in {suffix} is no text; countermove.save writes it")
    return text


def save(case: Case | Game, path: str | Path) -> None:
    """Write a case or a game to a file, whole or not at all, in the format that its name ends in (YAML by default).

    Parameters
    ----------
    case
        The case, or a game: its case with its scenario applied, or where the format holds a game (``.graphml`` for
        Gephi, ``.nfg`` for Gambit), the game.
    path
        The file; what is there is replaced.

    Raises
    ------
    QuestionError
        Where the format cannot hold the case; then nothing is written.
    CountermoveError
        Where the file cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> import countermove as cm
    >>> with TemporaryDirectory() as folder:
    ...     cm.save(cm.compile(cm.load("chicken")), Path(folder) / "chicken.graphml")
    ...     (Path(folder) / "chicken.graphml").read_text().count("<edge ")
    8
    """
    content = written(case, path)[0]
    if isinstance(content, bytes):
        write_bytes(path, content)
    else:
        write_text(path, content)


def _examined(source: Source, name: str | None) -> Examined:
    file = source_name(source, name)
    try:
        text = read_content(source, name, case_endings())
    except CaseError as fault:
        return None, list(fault.diagnostics)
    if isinstance(text, bytes):
        return _examine_workbook(text, file)
    if kind := text_kind(text):
        return None, [Diagnostic(kind.code, "error", (), f"this is {kind.name}", kind.way_out, place=Place(file))]
    # What a file holds counts more than its name: programs write their JSON under other endings, too.
    form = next((row for row in FORMATS if row.is_recognised(text)), None) or format_of(file)
    assert form.examine is not None, "a format without it is never chosen by an ending"
    if not form.is_text and not looks_like_yaml(text):
        what, way_out = f"this is text, though its name ends in {Path(file).suffix}", "give it the ending of what it holds"
        return None, [Diagnostic("CM009", "error", (), what, way_out, place=Place(file))]
    if form.examine is not _examine_yaml and looks_like_yaml(text):
        # Its own reader would only say where the text stops being of its format.
        what = f"this is YAML, though its name ends in {Path(file).suffix}"
        return None, [Diagnostic("CM009", "error", (), what, "give it a name that ends in .yaml", place=Place(file))]
    return form.examine(text, file)
