"""Options in a table by their names, where these are short enough; else it is said where their ids are explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from countermove.model.case import OptionRow
from countermove.text.naming import Combinations, joined
from countermove.text.table import Table

__all__ = ["TAKEN", "by_name"]

TAKEN = "options taken"
"""The column in which tables of the command line have options by their ids, as other commands take them."""
LONGEST = 80
"""Options are named where no row of the table needs more letters than this,"""
TOGETHER = 600
"""or all of them no more than this: few rows may be long."""
BLANK = ("", "nothing")
EXPLAINED = 'Options stand by their ids; the chapter "Actors and options" has their names.'


def by_name(table: Table, model: Combinations) -> Table:
    """The table with the options of a state by their names and owners; as it is, with a note, where they are long.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> by_name(Table(("state", "options taken"), (("8", "usa.air-strike, usa.blockade, ussr.withdraw"),)), graph).rows
    (('8', 'US: Air Strike and Blockade; USSR: Withdraw'),)
    """
    if TAKEN not in table.columns:
        return table
    at = table.columns.index(TAKEN)
    options = {row.full: row for row in model.options}
    cells = [row[at] if row[at] in BLANK else _named([options[id_] for id_ in row[at].split(", ")], model)
             for row in table.rows]  # fmt: skip
    if max(map(len, cells), default=0) > LONGEST and sum(map(len, cells)) > TOGETHER:
        return replace(table, notes=(*table.notes, EXPLAINED))
    rows = ((*row[:at], cell, *row[at + 1 :]) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, rows=tuple(rows))


def _named(rows: Sequence[OptionRow], model: Combinations) -> str:
    owners = dict.fromkeys(row.owner for row in rows)
    return "; ".join(
        f"{model.case.label(owner)}: {joined([row.name for row in rows if row.owner == owner])}" for owner in owners
    )
