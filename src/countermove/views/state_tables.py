"""The feasible states of a graph in option form, as a table for people and as records for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame
from countermove.text.naming import number
from countermove.text.table import Table

__all__ = ["option_form", "signs", "state_records", "states_flat", "states_table"]

Ints = NDArray[np.int64]
SIGNS = {True: "Y", False: "N", None: "-"}


def signs(graph: ListedGame, states: Ints) -> list[str]:
    """For each state one sign per option in bit order: Y, N, or - where a coalesced state does not say.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> signs(compile(catalog.load_case("elmira")), np.array([0, 8]))
    ['NYNNN', '-NNY-']
    """
    if graph.is_graph:
        return [""] * len(states)
    if graph.is_coalesced:
        return ["".join(SIGNS[taken] for taken in graph.taken(int(state))) for state in states]
    options = range(len(graph.options))
    return ["".join("Y" if int(code) >> k & 1 else "N" for k in options) for code in graph.codes[states]]


def option_form(graph: ListedGame) -> dict[str, tuple[int, int]]:
    """For each owner of options where its signs begin and end."""
    spans: dict[str, tuple[int, int]] = {}
    for row in graph.options:
        first, _ = spans.get(row.owner, (row.index, row.index))
        spans[row.owner] = (first, row.index + 1)
    return spans


def states_table(graph: ListedGame, states: Ints, cut: int = 0) -> Table:
    """Number, code, signs by owner, and the rank that each actor gives; `cut` states are not shown."""
    spans = option_form(graph)
    ranks = [f"{graph.case.label(actor)} ranks" for actor in graph.actors]
    names = list((graph.case.states or {}).items())
    heads = ["id", "name"] if graph.is_graph else ["code", *map(graph.case.label, spans)]
    rows = []
    for state, form in zip(states.tolist(), signs(graph, states), strict=True):
        code = graph.code(state)
        middle = (
            list(names[state]) if names
            else ["-" if code is None else str(code), *(" ".join(form[a:b]) for a, b in spans.values())]
        )  # fmt: skip
        now = " now" if state == graph.status_quo else ""
        rows.append((f"{number(state)}{now}", *middle, *map(str, graph.ranks[:, state].tolist())))
    columns = ("state", *heads, *ranks)
    return Table(columns, tuple(rows), frozenset({"code", *ranks}), _notes(graph, len(states), cut))


def _notes(graph: ListedGame, shown: int, cut: int) -> tuple[str, ...]:
    notes = []
    for owner, (first, end) in option_form(graph).items():
        rows = graph.options[first:end]
        notes.append(f"{graph.case.label(owner)}: " + "; ".join(f"{row.full} = {row.name}" for row in rows))
    if notes:
        either = " -: either." if graph.is_coalesced else ""
        notes.append(f"Y: taken, N: not taken, in the order given here.{either}")
    notes.append("Ranks: 0 is the worst state for an actor, and equal ranks are equally good.")
    if graph.status_quo is not None:
        notes.append("now: the status quo.")
    if cut:
        notes.append(f"{cut:,} more states; --limit shows them.")
    elif shown == 0:
        notes.append("No state matches.")
    return tuple(notes)


def states_flat(graph: ListedGame, states: Ints) -> Table:
    """The same with one column for each option, for spreadsheets."""
    heads = ("id", "name") if graph.is_graph else ("code", *(row.full for row in graph.options))
    rows = [
        (str(number(state)), *_fields(graph, state, form), *map(str, graph.ranks[:, state].tolist()))
        for state, form in zip(states.tolist(), signs(graph, states), strict=True)
    ]
    return Table(("state", *heads, *(f"rank.{actor}" for actor in graph.actors)), tuple(rows))


def _fields(graph: ListedGame, state: int, form: str) -> Sequence[str]:
    if graph.case.states is not None:
        return list(graph.case.states.items())[state]
    code = graph.code(state)
    return ["" if code is None else str(code), *form]


def state_records(graph: ListedGame, states: Ints) -> list[dict[str, Any]]:
    """The same as records for JSON; an option that a coalesced state leaves open is null."""
    meaning = {"Y": True, "N": False, "-": None}
    records: list[dict[str, Any]] = []
    for state, form in zip(states.tolist(), signs(graph, states), strict=True):
        record: dict[str, Any] = {"state": number(state)}
        if graph.case.states is not None:
            record["id"] = list(graph.case.states)[state]
        record["code"] = graph.code(state)
        record["options"] = {row.full: meaning[sign] for row, sign in zip(graph.options, form, strict=True)}
        record["ranks"] = dict(zip(graph.actors, graph.ranks[:, state].tolist(), strict=True))
        records.append(record)
    return records
