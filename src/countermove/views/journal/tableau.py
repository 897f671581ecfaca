"""The tableau of Fraser and Hipel as a table, and the marks that stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.moves import Improvements
from countermove.game.listed import ListedGame, Mover
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Table
from countermove.text.naming import joined, number
from countermove.views.journal.blocks import in_blocks
from countermove.views.journal.option_form import Columns, heads_of, named_states, title_of
from countermove.views.journal.selection import Selection, label_of

__all__ = ["MARKED", "MEANING", "best_first", "marks", "tableau_tables"]

MARKED = tuple(concept.id for concept in CONCEPTS.values() if concept.mark)
"""The concepts that the marks stand for; the last one only where actors have options."""
MEANING = {
    "r": "rational: no improvement from it (Nash)",
    "s": "sequentially sanctioned: every improvement from it meets a credible sanction (SEQ)",
    "u": "unstable",
    "u/": "stable by simultaneity",
}
"""What each mark says of a state and a mover."""
MOST_IMPROVEMENTS = 8
"""Improvements that are listed below a state at most: as high as the rest of the block."""


def marks(table: StabilityTable, mover: Mover) -> NDArray[np.str_]:
    """The mark of each state for a mover, shape (S,): r (Nash), s (SEQ), u/ (conflict analysis only), else u."""
    mark = np.full(table.listed.size, "u", dtype="<U2")
    # From the weakest to the strongest concept: a later mark takes the place of an earlier one.
    for concept in sorted((c for c in table.concepts if c.mark), key=lambda c: -c.strength):
        mark[table.stable[concept.id][mover.index]] = concept.mark
    return mark


def best_first(game: ListedGame, mover: Mover, states: Sequence[int]) -> list[int]:
    """The states in the mover's order of preference, best first; equally good ones, and those of a body, by number."""
    if mover.actor is None:
        return sorted(states)
    rank = game.rank_rows[mover.actor]
    return sorted(states, key=lambda state: (-int(rank[state]), state))


def tableau_tables(table: StabilityTable, selection: Selection, improvements: Sequence[Improvements]) -> tuple[Table, ...]:
    """The tableau: for each mover the states, best first, with what the analysis says of each.

    Parameters
    ----------
    table
        The verdicts of a listed game under the concepts `MARKED`.
    selection
        The states, and in words which they are.
    improvements
        Those of every mover from each of these states.

    Returns
    -------
    tuple of Table
        One table, in several blocks where it is wider than a page.

    References
    ----------
    Fraser, N. M. and Hipel, K. W. (1984). Conflict Analysis: Models and Resolutions.
    """
    game, keys = table.listed, selection.keys
    rows: list[tuple[str, ...]] = []
    groups: list[int] = []
    used: set[str] = set()
    for mover in game.movers:
        groups.append(len(rows))
        rows.append((game.case.label(mover.id), *[""] * len(keys)))
        ends = {one.before: one.after for one in improvements if one.mover == mover.index}
        rows += _mover_rows(table, mover, keys, ends)
        used |= set(marks(table, mover)[list(keys)].tolist())
    # The columns are places in an order, not states; distinct names of white space keep them apart.
    heads = tuple(" " * (k + 1) for k in range(len(keys)))
    what = f"{title_of(game)}tableau of {selection.words}"
    tableau = Table(
        ("From the best state to the worst", *heads),
        tuple(rows),
        notes=_notes(table, selection, used),
        caption=f"{what}{selection.in_brackets}.",
        label=label_of(game.case.title, "tableau"),
        groups=frozenset(groups),
        centred=frozenset(heads),
    )
    return in_blocks(tableau, what)


def _mover_rows(
    table: StabilityTable, mover: Mover, keys: Sequence[int], ends: Mapping[int, Sequence[int]]
) -> list[tuple[str, ...]]:
    game, order = table.listed, best_first(table.listed, mover, keys)
    is_equilibrium, mark = table.holding(table.concepts[-1].id), marks(table, mover)
    rows = [
        ("Equilibrium", *("E" if is_equilibrium[state] else "x" for state in order)),
        ("Stability", *(str(mark[state]) for state in order)),
        ("State", *heads_of(game, order)),
    ]
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        # Places are among the states of the table: its reader has no others to count.
        places = [1 + sum(int(rank[other]) > int(rank[state]) for other in keys) for state in order]
        rows.append(("Place", *map(str, places)))
    gains = [_improvements(game, mover, ends[state]) for state in order]
    height = max(map(len, gains), default=0)
    for k in range(height):
        name = "Improvements to" if k == 0 else ""
        rows.append((name, *(gain[k] if k < len(gain) else "" for gain in gains)))
    return rows


def _improvements(game: ListedGame, mover: Mover, ends: Sequence[int]) -> list[str]:
    """The states to which a mover would rather move, best first; of many the first, and how many more."""
    ordered = [str(number(state)) for state in best_first(game, mover, ends)]
    if len(ordered) <= MOST_IMPROVEMENTS:
        return ordered
    return [*ordered[: MOST_IMPROVEMENTS - 1], f"+{len(ordered) - MOST_IMPROVEMENTS + 1}"]


def _notes(table: StabilityTable, selection: Selection, used: set[str]) -> tuple[str, ...]:
    game = table.listed
    legend = [
        "E: equilibrium, stable for every actor by these marks. x: no equilibrium.",
        *(f"{mark}: {meaning}." for mark, meaning in MEANING.items() if mark in used),
        "Place: 1 is the best of these states; equal places are equally good.",
    ]
    bodies = [game.case.label(mover.id) for mover in game.movers if mover.is_body]
    by_number = [f"No ranking of states, which stand by number: {joined(bodies)}."] if bodies else []
    names = game.case.states or {}
    listed = [f"{number(key)}: {name or id_}" for key, (id_, name) in enumerate(names.items()) if key in selection.keys]
    states = [f"States: {'; '.join(listed)}."] if listed else []
    return (
        " ".join([*legend, *by_number]),
        *states,
        *named_states(game, Columns(selection, heads_of(game, selection.keys))),
    )
