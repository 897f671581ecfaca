"""The question `convert`: a case in another form, which the ending of the new file's name tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from countermove.analysis.equilibria import equilibria
from countermove.analysis.states import states as states_of
from countermove.errors import QuestionError, SizeError, printable, quoted
from countermove.game.listed import ListedGame
from countermove.io.formats import FORMATS, Written, case_endings
from countermove.io.loading import Loaded
from countermove.io.opening import compiled
from countermove.model.scenario import apply_scenario
from countermove.report.render.latex import as_latex
from countermove.requests.door import Answer, Request, Subject, question
from countermove.requests.files import NewFile
from countermove.text.blocks import Table, Verbatim
from countermove.text.layout import table_csv, table_markdown
from countermove.views.stability_tables import stability_flat, stability_table
from countermove.views.states import states_table

__all__ = ["TABLES", "WHAT", "ConvertRequest", "TableFormat", "convert", "converted", "endings"]

MOST_ROWS = 100_000
"""States in a table: about 10 MB of CSV for a dozen options, which spreadsheets still open."""
MOST_EQUILIBRIA = 1_000
"""Equilibria listed in a document, as in JSON without --limit; a table of more is not read."""
WHAT = {"states": "States in option form", "stability": "Stability"}
"""The tables that can be chosen, and their headings."""


@dataclass(frozen=True)
class TableFormat:
    """A form that holds tables of a case's states.

    Parameters
    ----------
    suffix
        The ending of its files.
    holds
        What such a file holds, for help and documentation.
    write
        From a listed game and the tables chosen (none: the usual ones) to the text.
    """

    suffix: str
    holds: str
    write: Callable[[ListedGame, Sequence[str]], str]


def endings() -> tuple[str, ...]:
    """Every ending that a file to write may have: those of `FORMATS`, and those of files of tables.

    >>> endings()
    ('.yaml', '.yml', '.json', '.gmcr', '.csv', '.md', '.tex', '.nfg')
    """
    games = (suffix for row in FORMATS for suffix in row.suffixes if row.write_game is not None)
    return (*case_endings(), *(row.suffix for row in TABLES), *games)


def converted(loaded: Loaded, out: str, what: str | None = None, scenario: str | None = None) -> Written:
    """The text of a file named `out`, and in words what it leaves out of the case.

    Parameters
    ----------
    loaded
        The case with the places of its values.
    out
        The name of the file; its ending chooses the form.
    what
        Which table, a key of `WHAT`, where `out` is a file of tables.
    scenario
        The scenario to apply first.

    Raises
    ------
    QuestionError
        Where the ending is unknown, or the form cannot hold the case.
    CaseError
        Where a form that needs the states meets what only they show to be wrong.

    Examples
    --------
    >>> from countermove.catalog import case_path
    >>> from countermove.io.formats import read_case
    >>> converted(read_case(case_path("chicken")), "chicken.csv")[0].splitlines()[0]
    'state,code,row.cooperate,column.cooperate,rank.row,rank.column'
    """
    suffix = Path(out).suffix.lower()
    table_format = next((row for row in TABLES if row.suffix == suffix), None)
    if what is not None and what not in WHAT:
        raise QuestionError(f"unknown table {quoted(what)}; known: {', '.join(map(quoted, WHAT))}")
    if what is not None and table_format is None:
        raise QuestionError(f"{out}: a table is chosen for files of tables: {', '.join(row.suffix for row in TABLES)}")
    if table_format is not None:
        return table_format.write(compiled(loaded, scenario), [what] if what else []), []
    row = next((row for row in FORMATS if suffix in row.suffixes), None)
    if row is not None and row.write_game is not None:
        return row.write_game(compiled(loaded, scenario))
    if row is None or row.write is None:
        raise QuestionError(f"{out}: the ending of a name says what to write; known: {', '.join(endings())}")
    return row.write(loaded.case if scenario is None else apply_scenario(loaded.case, scenario))


def _flat(game: ListedGame, tables: Sequence[str]) -> str:
    """One table for spreadsheets."""
    _refuse_large(game)
    if "stability" not in tables:
        return states_of(game, limit=game.size).to_csv()
    return table_csv(stability_flat(equilibria(game), np.arange(game.size)))


def _tables(game: ListedGame, names: Sequence[str]) -> list[tuple[str, Table]]:
    """The tables of a document, each with its heading."""
    tables = []
    for name in names or WHAT:
        if name == "states":
            _refuse_large(game)
            tables.append((WHAT[name], states_table(game, np.arange(game.size))))
        else:
            tables.append((WHAT[name], stability_table(equilibria(game), MOST_EQUILIBRIA)))
    return tables


def _markdown(game: ListedGame, tables: Sequence[str]) -> str:
    title = [f"# {game.case.title}"] if game.case.title else []
    parts = [f"## {heading}\n\n{table_markdown(table)}" for heading, table in _tables(game, tables)]
    return "\n\n".join([*title, *parts]) + "\n"


def _latex(game: ListedGame, tables: Sequence[str]) -> str:
    return "\n".join(f"% {heading}\n{as_latex(table)}\n" for heading, table in _tables(game, tables))


def _refuse_large(game: ListedGame) -> None:
    if game.size > MOST_ROWS:
        raise SizeError(
            f"the case has {game.size:,} states, and a table takes at most {MOST_ROWS:,}; "
            "countermove states CASE --where STATEMENT lists some of them"
        )


TABLES: tuple[TableFormat, ...] = (
    TableFormat(".csv", "a table for spreadsheets: the states, or their stability", _flat),
    TableFormat(".md", "the states and their stability as tables in Markdown", _markdown),
    TableFormat(".tex", "the states and their stability as tables in LaTeX", _latex),
)
"""The forms that hold tables; they are laid out by the layers of words, so that `io` cannot know them."""


class ConvertRequest(Request):
    """A case as a file named `out`, with the table `what` where that is a file of tables."""

    out: str
    what: str | None = None


@question("convert", ConvertRequest)
def convert(subject: Subject[ConvertRequest]) -> Answer:
    """Make a case in another form; nothing is written here."""
    out = subject.request.out
    text, left_out = converted(subject.loaded, out, subject.request.what, subject.scenario)
    return Answer(NewFile(out, text, tuple(left_out)), lambda _: [Verbatim(printable(f"{out} is written"))])
