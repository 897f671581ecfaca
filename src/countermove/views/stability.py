"""The stability table as a page: the verdicts on all states where they fit, and otherwise the equilibria."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.errors import printable
from countermove.game.listed import ListedGame
from countermove.text.blocks import Adapted, Page, Section, Table, Verbatim
from countermove.text.naming import joined, number, size_words, state_in_brackets, state_name, table_with_labels, taken_words
from countermove.text.phrases import STOPPED_EARLY, plural
from countermove.views.states import signs

__all__ = ["FITS", "assigned_words", "found_words", "left_out_words", "stability_page", "stability_table", "tried_words"]

Ints = NDArray[np.int64]

FITS = 30
"""States up to which a table has a row for each, one screen; where there are more, only equilibria are listed."""
MOST_LETTERS = 20
"""Letters that the names of all movers may take in a cell: a table of seven concepts has no more in 100 columns."""
ONLY_NASH = (
    "Only Nash was computed. --concepts gmr,smr,seq,sseq computes these too, with answers of limited length. "
    "SIM and FH need the list of all moves, which is too long here."
)
WALKED = "reachable: improvements, if a sampled improvement walk from the status quo led there; otherwise not known."


def stability_page(table: StabilityTable, limit: int, brief: Adapted | None = None) -> Page:
    """The brief, if it is given; the equilibria under one concept for each mover, if they were asked; the table."""
    assigned = printable(assigned_words(table, limit))
    return [
        *([brief] if brief is not None else []),
        *([Verbatim(assigned, is_fenced=False)] if assigned else []),
        *_under_heading(stability_table(table, limit), has_heading=brief is not None),
    ]


def _under_heading(grid: Table, has_heading: bool) -> Page:
    """The table; in a document with a heading of its own, where another text stands before it."""
    return [Adapted(grid, (Section("Stability", ()), grid))] if has_heading else [grid]


def stability_table(table: StabilityTable, limit: int) -> Table:
    """A matrix of states and concepts, equilibria first; for more than 30 states a list of the equilibria.

    `limit`: the most equilibria to list; in a listed game those under the most concepts first, in a searched one the
    leading outcome first, then the nearest to the status quo. Where every verdict is wanted it is always the matrix.
    """
    if table.search is not None:
        return _searched_table(table, limit)
    # A matrix of many states is mostly dots: there the equilibria say more.
    grid = _matrix(table) if table.every or table.listed.size <= FITS else _equilibria(table, limit)
    return replace(grid, notes=(*grid.notes, left_out_words(table))) if table.left_out else grid


def left_out_words(table: StabilityTable) -> str:
    """Which concepts were left out because they are too large to compute here; empty where none was."""
    if table.search is not None:
        return ONLY_NASH if table.left_out else ""
    labels = joined([concept.label for concept in table.left_out])
    are = "is" if len(table.left_out) == 1 else "are"
    return f"{labels} {are} left out: there are too many moves to list." if labels else ""


def _firmest(table: StabilityTable) -> Ints:
    """All states, those that are equilibria under the most concepts first."""
    return np.argsort(-table.strength(), kind="stable")


def _matrix(table: StabilityTable) -> Table:
    game = table.listed
    order = _firmest(table)
    strength = table.strength()
    marks = _marks(game)
    ids = list(game.case.states or {})
    rows: list[tuple[str, ...]] = []
    for state, form in zip(order.tolist(), signs(game, order), strict=True):
        cells = [_verdict(table, concept.id, state, marks) for concept in table.concepts]
        what = ids[state] if ids else _spaced(game, form)
        rows.append((str(number(state)), what, *cells, _reach(table.at(state))))
    labels = [c.label for c in table.concepts]
    # Whether something is reachable is a question only where there is a status quo.
    columns: tuple[str, ...] = ("state", "id" if ids else "options", *labels, "reachable")
    if game.status_quo_key is None:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    strong = frozenset(k for k, state in enumerate(order) if strength[state])
    notes = (_legend(game, marks), *_option_notes(game), *_reach_note(game))
    return table_with_labels(Table(columns, tuple(rows), frozenset({"state"}), notes, strong), game, order.tolist())


def _marks(game: ListedGame) -> dict[str, str]:
    """What stands for each mover in a narrow cell: its name where all are short, else a number."""
    labels = {mover.id: game.case.label(mover.id) for mover in game.movers}
    if sum(len(label) + 2 for label in labels.values()) <= MOST_LETTERS:
        return labels
    return {id_: str(k + 1) for k, id_ in enumerate(labels)}


def _verdict(table: StabilityTable, concept: str, state: int, marks: Mapping[str, str]) -> str:
    column = table.stable[concept][:, state]
    if column.all():
        return "E"
    movers = zip(table.listed.movers, column, strict=True)
    return " ".join(marks[mover.id] for mover, holds in movers if holds) or "."


def _legend(game: ListedGame, marks: Mapping[str, str]) -> str:
    text = "E: an equilibrium, stable for all who can move. Otherwise: those for whom the state is stable (.: none)"
    labels = {id_: game.case.label(id_) for id_ in marks}
    if labels == marks:
        return f"{text}."
    return f"{text}: {', '.join(f'{mark} {labels[id_]}' for id_, mark in marks.items())}."


def _option_notes(game: ListedGame) -> tuple[str, ...]:
    """What the signs of the column of options stand for."""
    owners = dict.fromkeys(row.owner for row in game.options)
    lists = (
        f"{game.case.label(owner)}: " + ", ".join(row.name for row in game.options if row.owner == owner) for owner in owners
    )
    return (f"options (Y taken, N not taken): {'; '.join(lists)}",) if owners else ()


def _spaced(game: ListedGame, form: str) -> str:
    """Signs with a space between the owners."""
    text, owner = "", None
    for row, sign in zip(game.options, form, strict=True):
        text += (" " if owner not in (None, row.owner) else "") + sign
        owner = row.owner
    return text


def _equilibria(table: StabilityTable, limit: int) -> Table:
    game = table.listed
    strength = table.strength()
    n_equilibria = int((strength > 0).sum())
    rows: list[tuple[str, ...]] = []
    keys = _firmest(table)[: min(limit, n_equilibria)].tolist()
    for state in keys:
        equilibrium = table.at(state)
        labels = [c.label for c in table.concepts if c.id in equilibrium.concepts]
        under = "all" if len(labels) == len(table.concepts) else ", ".join(labels)
        rows.append((str(number(state)), taken_words(game, state), under, _reach(equilibrium)))
    columns: tuple[str, ...] = ("state", "options taken", "equilibrium under", "reachable")
    if game.status_quo_key is None:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    notes = [f"{n_equilibria:,} of {game.size:,} states are equilibria under at least one concept."]
    if n_equilibria > limit:
        # What is missing is said before what is there is explained.
        notes.insert(0, f"{n_equilibria - limit:,} more equilibria, under no more concepts than these; --limit shows them.")
    result = Table(columns, tuple(rows), frozenset({"state"}), (*notes, *_reach_note(game)))
    return table_with_labels(result, game, keys)


def _reach(equilibrium: Equilibrium) -> str:
    if equilibrium.by_improvements:
        return "improvements"
    return "moves" if equilibrium.by_moves else "no"


def _reach_note(game: ListedGame) -> tuple[str, ...]:
    if game.status_quo_key is None:
        return ()
    return (
        f"reachable: from the status quo {state_in_brackets(game, game.status_quo_key)} by improvements (moves that their "
        "own movers gain by), only by other moves, or not at all.",
    )


def assigned_words(table: StabilityTable, limit: int) -> str:
    """The equilibria under one concept for each mover, in words, at most `limit`; empty if no such concepts were given."""
    if table.assigned is None:
        return ""
    game, labels, states = table.listed, table.assigned.labels, table.assigned.equilibria
    assignment = ", ".join(f"{game.case.label(mover.id)}: {labels[mover.id]}" for mover in game.movers)
    if not states:
        return f"With one concept for each ({assignment}), no state is an equilibrium."
    lines = [f"  {state_name(game, state.key)}: {taken_words(game, state.key)}" for state in states[:limit]]
    more = [f"  and {len(states) - limit:,} more"] if len(states) > limit else []
    return "\n".join([f"Equilibria with one concept for each ({assignment}):", *lines, *more])


# ------------------------------------------------------------------------------------------------ searched games


def found_words(table: StabilityTable) -> str:
    """How many Nash equilibria there are, or how many the search found."""
    # Three ends of a search, never to be mixed up: proved complete, stopped at the limit, allowance spent.
    nash = table.search_result.nash
    count, stopped = len(nash.codes), nash.stopped
    if not count:
        if stopped is None:
            return "No state is a Nash equilibrium (proved): each state has an improvement for some mover."
        return "The search stopped before it found a Nash equilibrium; there may be one. --seconds allows more time."
    are = plural(count, "state is a Nash equilibrium", "states are Nash equilibria")
    if stopped is None:
        return f"{count:,} {are}: no mover gains by a move of its own. There are no others (proved)."
    more = "There are more; --limit shows them." if stopped == "limit" else STOPPED_EARLY
    return f"{count:,} {are}: no mover gains by a move of its own. {more}"


def tried_words(table: StabilityTable) -> str | None:
    """What is known under the other concepts; None where only Nash was computed."""
    others = [concept for concept in table.concepts if concept.is_answered]
    if not others:
        return None
    search = table.search_result
    # Nash equilibria are equilibria under all these concepts; what the trials add are the others.
    nash = set(search.nash.codes)
    more = [ids for code, ids in search.equilibria.items() if code not in nash]
    counts = [f"{sum(c.id in ids for ids in more) or 'none'} under {c.label}" for c in others]
    late = f" The search stopped before {search.late:,} more states were tried." if search.late else ""
    moves = f"{search.depth} {plural(search.depth, 'move', 'moves')}"
    tried = f"{search.tried:,} other {plural(search.tried, 'state was', 'states were')} tried"
    return (
        f"Every Nash equilibrium is an equilibrium under {joined([c.label for c in others])} too. {tried} with answers of "
        f"at most {moves}. Equilibria among them: {joined(counts)}. Longer answers may show more.{late}"
    )


def _searched_table(table: StabilityTable, limit: int) -> Table:
    """The equilibria of a searched game, the leading outcome first; the others as they differ from it."""
    game, order = table.searched, table.outcomes
    rows: list[tuple[str, ...]] = []
    for equilibrium in order[:limit]:
        # States of many options look alike: all but the first are described by how they differ from it.
        first = None if equilibrium is order[0] else order[0].state.key
        labels = ", ".join(concept.label for concept in table.concepts if concept.id in equilibrium.concepts)
        reach = "improvements" if equilibrium.by_improvements else "not known"
        rows.append((taken_words(game, equilibrium.state.key, first), labels, reach))
    columns: tuple[str, ...] = ("options taken (+ added, - removed)", "equilibrium under", "reachable")
    notes = [size_words(game), found_words(table), tried_words(table) or "", left_out_words(table)]
    if table.count > limit:
        notes.insert(0, f"{table.count - limit:,} more equilibria; --limit shows them.")
    if game.status_quo_key is None:
        columns, rows = columns[:-1], [row[:-1] for row in rows]
    else:
        notes.append(WALKED)
    result = Table(columns, tuple(rows), notes=tuple(filter(None, notes)))
    return table_with_labels(result, game, [equilibrium.state.key for equilibrium in order[:limit]], 0)
