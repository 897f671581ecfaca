"""Tables for papers, made from the answers of `states` and `solve`."""

from __future__ import annotations

from enum import StrEnum

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.moves import improvements_at
from countermove.analysis.states import States
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.stability.concept import concepts_for
from countermove.text.blocks import Page, Section, Table
from countermove.views.journal.option_form import option_form_tables
from countermove.views.journal.selection import (
    MOST_NOTABLE,
    MOST_STATES,
    all_or_notable,
    first_states,
    found_states,
    notable,
)
from countermove.views.journal.tableau import MARKED, tableau_tables

__all__ = ["PaperTables", "TableKind", "as_page", "solve_tables", "states_tables"]


class TableKind(StrEnum):
    """The tables for papers that `solve` can be asked for."""

    option_form = "option-form"
    tableau = "tableau"


PaperTables = dict[TableKind, tuple[Table, ...]]
"""The blocks of each table."""
MOST_COLUMNS = 30
"""States in a tableau at most: each stands in it once for every actor, so that with three actors it is as long as a page."""
HEADINGS = {TableKind.option_form: "Option form", TableKind.tableau: "Tableau"}


def states_tables(result: States, limit: int | None = None) -> tuple[Table, ...]:
    """The option form of the states that were asked for, the equilibria marked where the states are listed.

    Parameters
    ----------
    result
        The answer of `states`.
    limit
        The most states; None: all up to 60, and where there are more, 30 that matter.

    Returns
    -------
    tuple of Table
        The blocks of one table.
    """
    game = result.game
    if not isinstance(game, ListedGame):
        shown = result.states[: limit or MOST_NOTABLE]
        return option_form_tables(game, found_states([one.state.key for one in shown], is_all=not result.truncated), None)
    table = equilibria(game)
    if result.statement is None and limit is None:
        return option_form_tables(game, all_or_notable(table), table)
    keys = [one.state.key for one in result.states[: limit or MOST_STATES]]
    statement = None if result.statement is None else str(result.statement)
    return option_form_tables(game, first_states(table, keys, result.count or len(keys), statement), table)


def solve_tables(table: StabilityTable, kind: TableKind | None, limit: int | None = None) -> PaperTables:
    """The equilibria in option form, and the tableau.

    Parameters
    ----------
    table
        The answer of `solve`.
    kind
        Only this one; None: both, and in a searched game the first.
    limit
        The most states; None: 30.

    Returns
    -------
    dict
        The blocks of each table.

    Raises
    ------
    QuestionError
        For the tableau of a searched game.
    """
    if kind is TableKind.tableau and table.search is not None:
        raise QuestionError("the tableau needs the list of all states; this case has too many: ask for --table option-form")
    tables: PaperTables = {}
    if kind is not TableKind.tableau:
        tables[TableKind.option_form] = option_form_tables(table.game, notable(table, limit or MOST_NOTABLE), table)
    if kind is not TableKind.option_form and table.search is None:
        game = table.listed
        chosen = all_or_notable(table, limit or MOST_COLUMNS)
        marked = equilibria(game, [concept.id for concept in concepts_for(game) if concept.id in MARKED])
        tables[TableKind.tableau] = tableau_tables(marked, chosen, improvements_at(game, chosen.keys))
    return tables


def as_page(tables: PaperTables) -> Page:
    """The tables of `solve_tables` as a page, each under its heading."""
    parts: list[Section | Table] = []
    for kind, blocks in tables.items():
        parts += [Section(HEADINGS[kind], ()), *blocks]
    return parts
