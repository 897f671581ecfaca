"""The stability table: the verdicts on all states where they fit, and otherwise the equilibria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import Equilibrium, StabilityTable, equilibria_under
from countermove.game.listed import ListedGame
from countermove.stability.concept import find_concept
from countermove.text.naming import joined, number
from countermove.text.table import Table
from countermove.views.states import signs

__all__ = [
    "FITS",
    "assigned_words",
    "left_out_words",
    "listed_states",
    "stability_flat",
    "stability_table",
    "taken_words",
]

Ints = NDArray[np.int64]

FITS = 30
"""A table of all states has at most this many rows; where there are more, only equilibria are listed."""
WIDEST = 20


def stability_table(table: StabilityTable, limit: int, every: bool = False) -> Table:
    """A matrix of states and concepts, equilibria first; for more than 30 states a list of the equilibria.

    `limit`: the most equilibria to list, those under the most concepts first. `every`: always the matrix.
    """
    fits = every or table.graph.size <= FITS
    found = _matrix(table) if fits else _equilibria(table, limit)
    return replace(found, notes=(*found.notes, left_out_words(table))) if table.left_out else found


def left_out_words(table: StabilityTable) -> str:
    """Which concepts were left out because they are too large to compute here; empty where none was."""
    labels = joined([concept.label for concept in table.left_out])
    are = "is" if len(table.left_out) == 1 else "are"
    return f"{labels} {are} left out: the moves of all movers are too many to list here." if labels else ""


def _firmest(table: StabilityTable) -> Ints:
    """All states, those that are equilibria under the most concepts first."""
    return np.argsort(-table.strength(), kind="stable")


def _matrix(table: StabilityTable) -> Table:
    graph = table.graph
    order = _firmest(table)
    strength = table.strength()
    marks = _marks(graph)
    ids = list(graph.case.states or {})
    rows: list[tuple[str, ...]] = []
    for state, form in zip(order.tolist(), signs(graph, order), strict=True):
        cells = [_verdict(table, concept.id, state, marks) for concept in table.concepts]
        what = ids[state] if ids else _spaced(graph, form)
        rows.append((str(number(state)), what, *cells, _reach(table.equilibrium(state))))
    labels = [c.label for c in table.concepts]
    columns: tuple[str, ...] = ("state", "id" if ids else "options", *labels, "reachable")
    if graph.status_quo is None:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    strong = frozenset(k for k, state in enumerate(order) if strength[state])
    notes = (_legend(graph, marks), *_option_notes(graph), *_reach_note(graph))
    return Table(columns, tuple(rows), frozenset({"state"}), notes, strong)


def _marks(graph: ListedGame) -> dict[str, str]:
    """What stands for each mover in a narrow cell: its name where all are short, else a number."""
    labels = {mover.id: graph.case.label(mover.id) for mover in graph.movers}
    if sum(len(label) + 2 for label in labels.values()) <= WIDEST:
        return labels
    return {id_: str(k + 1) for k, id_ in enumerate(labels)}


def _verdict(table: StabilityTable, concept: str, state: int, marks: Mapping[str, str]) -> str:
    column = table.stable[concept][:, state]
    if column.all():
        return "E"
    movers = zip(table.graph.movers, column, strict=True)
    return " ".join(marks[mover.id] for mover, holds in movers if holds) or "."


def _legend(graph: ListedGame, marks: Mapping[str, str]) -> str:
    text = "E: an equilibrium, stable for everybody. Otherwise for whom the state is stable (.: nobody)"
    labels = {id_: graph.case.label(id_) for id_ in marks}
    if labels == marks:
        return f"{text}."
    return f"{text}: {', '.join(f'{mark} {labels[id_]}' for id_, mark in marks.items())}."


def _option_notes(graph: ListedGame) -> tuple[str, ...]:
    """What the signs of the column of options stand for."""
    owners = dict.fromkeys(row.owner for row in graph.options)
    lists = (
        f"{graph.case.label(owner)}: " + ", ".join(row.name for row in graph.options if row.owner == owner)
        for owner in owners
    )
    return (f"options (Y taken, N not taken): {'; '.join(lists)}",) if owners else ()


def _spaced(graph: ListedGame, form: str) -> str:
    """Signs with a space between the owners."""
    text, owner = "", None
    for row, sign in zip(graph.options, form, strict=True):
        text += (" " if owner not in (None, row.owner) else "") + sign
        owner = row.owner
    return text


def _equilibria(table: StabilityTable, limit: int) -> Table:
    graph = table.graph
    strength = table.strength()
    found = int((strength > 0).sum())
    rows: list[tuple[str, ...]] = []
    for state in _firmest(table)[: min(limit, found)].tolist():
        equilibrium = table.equilibrium(state)
        labels = [c.label for c in table.concepts if c.id in equilibrium.concepts]
        under = "all" if len(labels) == len(table.concepts) else ", ".join(labels)
        rows.append((str(number(state)), taken_words(graph, state), under, _reach(equilibrium)))
    columns: tuple[str, ...] = ("state", "options taken", "equilibrium under", "reachable")
    if graph.status_quo is None:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    notes = [f"{found:,} of {graph.size:,} states are equilibria under some concept."]
    if found > limit:
        notes.insert(0, f"{found - limit:,} more equilibria hold no more firmly than these; --limit shows them.")
    return Table(columns, tuple(rows), frozenset({"state"}), (*notes, *_reach_note(graph)))


def taken_words(graph: ListedGame, state: int) -> str:
    """The options taken in a state, in a form that `explain` takes: ``usa.blockade, ussr.withdraw``."""
    if graph.case.states is not None:
        return list(graph.case.states)[state]
    taken = graph.taken(state)
    full = [row.full for row in graph.options if taken[row.index]]
    return ", ".join(full) or "nothing"


def _reach(equilibrium: Equilibrium) -> str:
    if equilibrium.by_improvements:
        return "improvements"
    return "moves" if equilibrium.by_moves else "no"


def _reach_note(graph: ListedGame) -> tuple[str, ...]:
    if graph.status_quo is None:
        return ()
    return (
        f"reachable: from the status quo (state {number(graph.status_quo)}), by improvements (each mover "
        "gains by its move), only by other moves, or not at all.",
    )


def assigned_words(graph: ListedGame, wanted: Mapping[str, str], most: int) -> str:
    """The equilibria under one concept for each mover, in words."""
    found = equilibria_under(graph, wanted)
    labels = ((graph.case.label(mover.id), find_concept(wanted[mover.id]).label) for mover in graph.movers)
    ways = ", ".join(f"{mover} by {concept}" for mover, concept in labels)
    if not len(found):
        return f"Where everybody judges in its own way ({ways}), no state is an equilibrium."
    lines = [f"  state {number(state)}: {taken_words(graph, state)}" for state in found[:most].tolist()]
    more = [f"  and {len(found) - most:,} more"] if len(found) > most else []
    return "\n".join([f"Equilibria where everybody judges in its own way ({ways}):", *lines, *more])


def listed_states(table: StabilityTable, assigned: Ints | None, every: bool) -> Ints:
    """The states of the table as data: all where they fit or all are wanted, else the equilibria."""
    if every or table.graph.size <= FITS:
        return np.arange(table.graph.size)
    found = np.flatnonzero(table.strength())
    return found if assigned is None else np.union1d(found, assigned)


def stability_flat(table: StabilityTable, states: Ints, assigned: Ints | None = None) -> Table:
    """One row per state; a column per option (Y or N), concept, and concept and mover (1 where stable)."""
    graph = table.graph
    ids = list(graph.case.states or {})
    pairs = [(c, mover) for c in table.concepts for mover in graph.movers]
    rows = []
    for state, form in zip(states.tolist(), signs(graph, states), strict=True):
        equilibrium = table.equilibrium(state)
        code = graph.code(state)
        cells = [str(number(state)), *([ids[state]] if ids else ["" if code is None else str(code), *form])]
        cells += [_bit(c.id in equilibrium.concepts) for c in table.concepts]
        cells += [_bit(bool(table.stable[c.id][mover.index, state])) for c, mover in pairs]
        cells += [_bit(equilibrium.by_improvements), _bit(equilibrium.by_moves)]
        rows.append((*cells, *([] if assigned is None else [_bit(state in assigned)])))
    heads = ["id"] if ids else ["code", *(row.full for row in graph.options)]
    heads += [*(c.id for c in table.concepts), *(f"{c.id}:{mover.id}" for c, mover in pairs)]
    last = ["by-improvements", "by-moves", *([] if assigned is None else ["assigned"])]
    return Table(("state", *heads, *last), tuple(rows))


def _bit(value: bool | None) -> str:
    return "" if value is None else str(int(value))
