"""The question `convert`: a case in another form, which the ending of the new file's name tells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from countermove.analysis.equilibria import equilibria
from countermove.analysis.states import states as states_of
from countermove.errors import QuestionError, SizeError, printable, quoted
from countermove.game.listed import ListedGame
from countermove.io import formats
from countermove.io.formats import Written, endings
from countermove.io.loading import Loaded
from countermove.io.opening import compiled
from countermove.model.scenario import apply_scenario
from countermove.report.render.latex import as_latex
from countermove.requests.documents.files import NewFile
from countermove.requests.documents.journal import TableKind, solve_tables, states_tables
from countermove.requests.door import Answer, Request, Subject, question
from countermove.text.blocks import Table, Verbatim
from countermove.text.layout import table_markdown
from countermove.views.stability import stability_table
from countermove.views.states import states_table

__all__ = ["TABLE_WRITERS", "WHAT", "ConvertRequest", "convert", "converted"]

MAX_ROWS = 100_000
"""States in a table: about 10 MB of CSV for a dozen options, which spreadsheets still open."""
MAX_EQUILIBRIA = 1_000
"""Equilibria listed in a document, as in JSON without --limit; a longer table is not read."""
WHAT = {"states": "States in option form", "stability": "Stability"}
"""The tables that can be chosen, and their headings."""
PAYOFFS = "payoffs"
"""What is chosen for a game written by its payoffs, and not by its outcomes."""


def converted(loaded: Loaded, out: str, what: str | None = None, scenario: str | None = None) -> Written:
    """The content of a file named `out`, and in words what it leaves out of the case.

    Parameters
    ----------
    loaded
        The case with the places of its values.
    out
        The name of the file; its ending chooses the form.
    what
        Which table, a key of `WHAT`, where `out` is a file of tables; `PAYOFFS` where it is one of a game.
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
    'state,label,code,row.cooperate,column.cooperate,rank.row,rank.column'
    """
    # A wrong table is refused before the states are enumerated, which may take a while.
    suffix = Path(out).suffix.lower()
    form = next((row for row in formats.FORMATS if suffix in row.suffixes), None)
    if what is not None and what not in (*WHAT, PAYOFFS):
        raise QuestionError(f"unknown table {quoted(what)}; known: {', '.join(map(quoted, [*WHAT, PAYOFFS]))}")
    if what == PAYOFFS and not (form and form.has_payoffs):
        raise QuestionError(f"{out}: payoffs are chosen for files of games: {endings('payoffs')}")
    if what in WHAT and not (form and form.has_tables):
        raise QuestionError(f"{out}: a table is chosen for files of tables: {endings('tables')}")
    if form is not None and form.has_tables:
        return TABLE_WRITERS[form.suffixes[0]](compiled(loaded, scenario), [what] if what else []), []
    if form is not None and form.write_game is not None:
        return form.write_game(compiled(loaded, scenario), what == PAYOFFS)
    if form is None or form.write is None:
        every = ", ".join(suffix for row in formats.FORMATS for suffix in row.suffixes)
        raise QuestionError(f"{out}: the ending of a name says what to write; known: {every}")
    return form.write(loaded.case if scenario is None else apply_scenario(loaded.case, scenario))


def _flat(game: ListedGame, tables: Sequence[str]) -> str:
    """One table for spreadsheets."""
    _require_short(game)
    if "stability" not in tables:
        return states_of(game, limit=game.size).to_csv()
    return equilibria(game).to_csv()


def _tables(game: ListedGame, names: Sequence[str]) -> list[tuple[str, Table]]:
    """The tables of a document, each with its heading."""
    tables = []
    for name in names or WHAT:
        if name == "states":
            _require_short(game)
            tables.append((WHAT[name], states_table(game, np.arange(game.size))))
        else:
            tables.append((WHAT[name], stability_table(equilibria(game), MAX_EQUILIBRIA)))
    return tables


def _markdown(game: ListedGame, tables: Sequence[str]) -> str:
    title = [f"# {game.case.title}"] if game.case.title else []
    parts = [f"## {heading}\n\n{table_markdown(table)}" for heading, table in _tables(game, tables)]
    return "\n\n".join([*title, *parts]) + "\n"


def _latex(game: ListedGame, tables: Sequence[str]) -> str:
    """The tables that `states` and `solve` write for a paper; of both the option form stands there once."""
    if "stability" in tables:
        of_solve = solve_tables(equilibria(game), None)
        return as_latex([block for blocks in of_solve.values() for block in blocks])
    form = states_tables(states_of(game))
    if "states" in tables:
        return as_latex(form)
    return as_latex([*form, *solve_tables(equilibria(game), TableKind.tableau)[TableKind.tableau]])


def _require_short(game: ListedGame) -> None:
    """Raise `SizeError` where a table of all states would be longer than a table may be."""
    if game.size > MAX_ROWS:
        raise SizeError(
            f"the case has {game.size:,} states, and a table takes at most {MAX_ROWS:,}; "
            "countermove states CASE --where STATEMENT lists some of them"
        )


TABLE_WRITERS: dict[str, Callable[[ListedGame, Sequence[str]], str]] = {".csv": _flat, ".md": _markdown, ".tex": _latex}
"""What writes the tables that were chosen (none: the usual ones), by the ending of the file."""


class ConvertRequest(Request):
    """A case as a file named `out`; `what` chooses a table, or payoffs, where that is a file of tables or of a game."""

    out: str
    what: str | None = None


@question("convert", ConvertRequest)
def convert(subject: Subject[ConvertRequest]) -> Answer:
    """Make a case in another form; nothing is written here.

    Parameters
    ----------
    subject
        The case; its request names the new file.

    Returns
    -------
    Answer
        `NewFile`.

    Raises
    ------
    QuestionError
        As `converted` raises it.
    """
    out = subject.request.out
    text, left_out = converted(subject.loaded, out, subject.request.what, subject.scenario)
    return Answer(NewFile(out, text, tuple(left_out)), lambda _: [Verbatim(printable(f"{out} is written"))])
