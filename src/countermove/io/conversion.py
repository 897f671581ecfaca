"""A case in another form: what a file is to hold is told by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from countermove.analysis.equilibria import equilibria
from countermove.analysis.states import states as states_of
from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.listed import ListedGame
from countermove.io.cases import FORMATS, written
from countermove.io.nfg import dump_nfg
from countermove.io.opening import compiled
from countermove.io.strategic_form import strategic_form
from countermove.io.yaml import Loaded
from countermove.model.scenario import apply_scenario
from countermove.report.render.latex import as_latex
from countermove.text.table import Table, as_csv, as_markdown
from countermove.views.stability_tables import stability_flat, stability_table
from countermove.views.states import states_table

__all__ = ["TARGETS", "WHAT", "Target", "converted"]

MOST = 100_000
"""So many states stand in a table at most."""
LISTED = 1_000
"""So many equilibria are listed in a document at most."""
WHAT = {"states": "States in option form", "stability": "Stability"}
"""The tables that can be asked for, and their headings."""

Written = tuple[str, list[str]]


@dataclass(frozen=True)
class Target:
    """A form other than a case file, and what it holds.

    `write` takes the graph and the tables asked for (none: the usual); `tables` says whether it holds any.
    """

    suffix: str
    holds: str
    write: Callable[[ListedGame, Sequence[str]], Written]
    tables: bool = True


def converted(loaded: Loaded, out: str, what: str | None = None, scenario: str | None = None) -> Written:
    """The text of a file named `out`, and in words what it leaves out of the case.

    `what` chooses a table, where `out` is a file of tables. Raises `QuestionError` where the ending is
    unknown, or the form cannot hold the case.

    >>> from countermove.catalog import case_path
    >>> from countermove.io.cases import read_case
    >>> converted(read_case(case_path("chicken")), "chicken.csv")[0].splitlines()[0]
    'state,code,row.cooperate,column.cooperate,rank.row,rank.column'
    """
    suffix = Path(out).suffix.lower()
    target = next((row for row in TARGETS if row.suffix == suffix), None)
    if what is not None and what not in WHAT:
        raise QuestionError(f"unknown table {quoted(what)}; known: {', '.join(map(quoted, WHAT))}")
    if what is not None and (target is None or not target.tables):
        of_tables = ", ".join(row.suffix for row in TARGETS if row.tables)
        raise QuestionError(f"{out}: a table is chosen for files of tables: {of_tables}")
    if target is not None:
        return target.write(compiled(loaded, scenario), [what] if what else [])
    endings = [ending for row in FORMATS for ending in row.suffixes]
    if suffix not in endings:
        known = ", ".join([*endings, *(row.suffix for row in TARGETS)])
        raise QuestionError(f"{out}: the ending of a name says what to write; known: {known}")
    case = loaded.case if scenario is None else apply_scenario(loaded.case, scenario)
    return written(case, out)


def _flat(graph: ListedGame, tables: Sequence[str]) -> Written:
    """One table for spreadsheets."""
    _refuse_large(graph)
    if "stability" not in tables:
        return states_of(graph, limit=graph.size).to_csv(), []
    return as_csv(stability_flat(equilibria(graph), np.arange(graph.size))), []


def _tables(graph: ListedGame, tables: Sequence[str]) -> list[tuple[str, Table]]:
    """The tables of a document, each with its heading."""
    found = []
    for name in tables or WHAT:
        if name == "states":
            _refuse_large(graph)
            found.append((WHAT[name], states_table(graph, np.arange(graph.size))))
        else:
            found.append((WHAT[name], stability_table(equilibria(graph), LISTED)))
    return found


def _markdown(graph: ListedGame, tables: Sequence[str]) -> Written:
    title = [f"# {graph.case.title}"] if graph.case.title else []
    parts = [f"## {heading}\n\n{as_markdown(table)}" for heading, table in _tables(graph, tables)]
    return "\n\n".join([*title, *parts]) + "\n", []


def _latex(graph: ListedGame, tables: Sequence[str]) -> Written:
    parts = [f"% {heading}\n{as_latex(table)}\n" for heading, table in _tables(graph, tables)]
    return "\n".join(parts), []


def _game(graph: ListedGame, _: Sequence[str]) -> Written:
    game, left_out = strategic_form(graph)
    return dump_nfg(game), left_out


def _refuse_large(graph: ListedGame) -> None:
    if graph.size > MOST:
        raise SizeError(
            f"the case has {graph.size:,} states, and a table takes at most {MOST:,}; "
            "countermove states CASE --where STATEMENT lists some of them"
        )


TARGETS: tuple[Target, ...] = (
    Target(".csv", "a table for spreadsheets: the states, or their stability", _flat),
    Target(".md", "the states and their stability as tables in Markdown", _markdown),
    Target(".tex", "the states and their stability as tables in LaTeX", _latex),
    Target(".nfg", "the game in strategic form, for Gambit", _game, tables=False),
)
"""All forms other than case files, by the ending of the file's name."""
