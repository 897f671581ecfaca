"""The tableau: for each mover the states in its order of preference, marked with whether each is stable for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.moves import Improvements
from countermove.game.listed import ListedGame, Mover
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.shown import Choice, Shown, chosen_states, head_of, label_notes, name_of
from countermove.plots.style import HEAD, SMALL, TEXT, Look, looks
from countermove.text.naming import shortened
from countermove.views.journal.tableau import MARKED, best_first, marks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MARKED", "MOST_COLUMNS", "Tableau", "chosen_or_all", "marks", "tableau_figure", "tableau_sentence"]

MOST_COLUMNS = 30
"""States in a tableau at most: this many columns are as wide as the sheet can be drawn."""
MOST_GAINS = 8
"""Improvements that are listed below a state at most: as high as the rest of the block."""
MOST_NAMED = 4
"""States that the sentence names at most."""
WIDEST = 64.0
"""The widest column, in points: a longer id of a state is broken."""
MEANING = {
    "r": "it has no improvement (Nash)",
    "s": "the others have a credible answer to each of its improvements (SEQ)",
    "u": "unstable, since nobody answers some improvement",
    "u/": "nobody answers some improvement, but others who move at the same time would spoil it",
}
"""What each mark says of a state and a mover."""


@dataclass(frozen=True)
class Tableau:
    """What the picture is made from: the states in it, verdicts under the concepts `MARKED`, and improvements."""

    shown: Shown
    table: StabilityTable
    improvements: tuple[Improvements, ...]


def chosen_or_all(game: ListedGame, choice: Choice) -> Shown | None:
    """The states that were chosen, else all; None where these are too many, so that outcomes are shown."""
    chosen = chosen_states(choice, MOST_COLUMNS)
    if chosen is not None:
        return Shown(chosen)
    return Shown(tuple(range(game.size))) if game.size <= MOST_COLUMNS else None


def tableau_figure(tableau: Tableau, choice: Choice) -> Figure:
    """The tableau of Fraser and Hipel, as it is drawn at Waterloo.

    For each mover the states, best first; states under one line are equally good to it. Above each state stand its
    mark (r, s, u or u/) and whether it is an equilibrium (E or x); below it the states to which the mover has an
    improvement. A body has no order of preference: its states stand by number.
    """
    shown, table = tableau.shown, tableau.table
    game = table.listed
    sheet = Sheet(choice.page)
    look = looks(game)
    said, used, ties = [], set(), False
    for mover in game.movers:
        order = best_first(game, mover, shown.states)
        ties |= mover.actor is not None and len(set(game.rank_rows[mover.actor][order])) < len(order)
        ends = {one.before: one.after for one in tableau.improvements if one.mover == mover.index}
        _block(sheet, table, mover, order, (look[mover.id], ends))
        mark = marks(table, mover)
        used |= set(mark[order].tolist())
        words = ", ".join(f"{head_of(game, state)} {mark[state]}" for state in order)
        said.append(f"{game.case.label(mover.id)}, {'by number' if mover.is_body else 'best first'}: {words}.")
    is_equilibrium = table.holding(table.concepts[-1].id)
    held = [name_of(game, s) for s in shown.states if is_equilibrium[s]]
    said.append(f"Equilibria: {', '.join(held) or 'no state that is shown'}.")
    ranked = any(mover.actor is not None for mover in game.movers)
    legend = _legend(used, ranked, ties)
    title = f"{game.case.title}: the tableau of stability".removeprefix(": ")
    sentence = tableau_sentence(table, shown.states)
    details = " ".join(filter(None, [*said, shown.note]))
    named = [] if game.is_graph else label_notes(game, [(head_of(game, s), s) for s in shown.states])
    notes = [legend, *filter(None, [shown.note]), *named]
    return sheet.figure(title, sentence, notes, details=details)


def tableau_sentence(table: StabilityTable, states: Sequence[int]) -> str:
    """What to see: how many of the states that are shown are equilibria, and in which every mark is r."""
    game = table.listed
    is_equilibrium = table.holding(table.concepts[-1].id)
    held = [state for state in states if is_equilibrium[state]]
    if not held:
        return f"None of the {len(states)} states that are shown is an equilibrium by these marks."
    every = np.all([marks(table, mover) == "r" for mover in game.movers], axis=0)
    firm = [name_of(game, state) for state in held if every[state]]
    what = "1 is an equilibrium" if len(held) == 1 else f"{len(held)} are equilibria"
    each = f"each actor has r in {shortened(firm, MOST_NAMED)}" if firm else "in none of them has each actor r"
    return f"Of the {len(states)} states that are shown, {what} (E); {each}."


def _legend(used: set[str], ranked: bool, ties: bool) -> str:
    """How to read what is there: the marks that occur, and the order of the states."""
    parts = [f"{mark}: {meaning}." for mark, meaning in MEANING.items() if mark in used]
    parts.append("E: an equilibrium by these marks. x: not.")
    if ranked:
        parts.append(f"The best state for it comes first{'; one line under several: equally good' if ties else ''}.")
    return " ".join(parts)


def _block(
    sheet: Sheet, table: StabilityTable, mover: Mover, order: list[int], own: tuple[Look, Mapping[int, Sequence[int]]]
) -> None:
    """What concerns one mover, below all that is on the sheet; `own`: its look, and its improvements by state."""
    game, (look, ends) = table.listed, own
    top = sheet.bottom + (12 if sheet.texts else 0)
    name = game.case.label(mover.id) + (" (decides by a rule; states by number)" if mover.is_body else "")
    first = width("improvements to:", SMALL) + 12
    column = min(WIDEST, max(28.0, *(width(head_of(game, s), HEAD, True) + 8 for s in order)))
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    most = max(1, int((sheet.room - first) / column))
    count = -(-len(order) // most)
    parts = [order[round(len(order) * k / count) : round(len(order) * (k + 1) / count)] for k in range(count)]
    room = max(first + column * len(parts[0]) - 16, min(300.0, sheet.room - 16))
    sheet.paragraph(16, top, name, room, HEAD, bold=True)
    for part in parts:
        _part(sheet, table, mover, part, (look, ends, first, column))


def _part(
    sheet: Sheet, table: StabilityTable, mover: Mover, order: list[int],
    own: tuple[Look, Mapping[int, Sequence[int]], float, float],
) -> None:  # fmt: skip
    """As many states of one mover as stand beside each other, below all that is on the sheet."""
    game, (look, ends, first, column) = table.listed, own
    top = sheet.bottom + 4
    heads = [broken(head_of(game, state), column - 6, HEAD, True) for state in order]
    high = max(len(lines) for lines in heads) * LEADING * HEAD + 4
    gains = _gains(game, mover, order, ends)
    holds, mark = table.holding(table.concepts[-1].id), marks(table, mover)
    rows = {"equilibrium?": top + 7, "stable for it?": top + 21, "state": top + 30 + high / 2}
    for words, y in rows.items():
        sheet.text(0, y, words, SMALL, sheet.theme.faint)
    below = top + 30 + high
    if any(gains):
        sheet.text(0, below + 13, "improvements to:", SMALL, sheet.theme.faint)
    for k, state in enumerate(order):
        left = first + k * column
        middle = left + column / 2
        verdict, ink = ("E", sheet.theme.ink) if holds[state] else ("x", sheet.theme.faint)
        sheet.text(middle, rows["equilibrium?"], verdict, TEXT, ink, bold=bool(holds[state]), align="center")
        sheet.text(middle, rows["stable for it?"], str(mark[state]), TEXT, bold=mark[state] != "u", align="center")
        fill = sheet.theme.paper if mark[state] == "u" else sheet.theme.tint(look.colour)
        sheet.box(left, top + 30, left + column, below, fill, sheet.theme.rule, 0.8)
        for n, line in enumerate(heads[k]):
            y = top + 30 + high / 2 + (n - (len(heads[k]) - 1) / 2) * LEADING * HEAD
            sheet.text(middle, y, line, HEAD, bold=True, align="center")
        y = below + 8
        for words in gains[k]:
            for line in broken(words, column - 4, SMALL):
                sheet.text(middle, y + 5, line, SMALL, align="center")
                y += 11
    _ties(sheet, game, mover, order, (first, column, below + 4))


def _ties(sheet: Sheet, game: ListedGame, mover: Mover, order: list[int], place: tuple[float, float, float]) -> None:
    """A line under states that are equally good."""
    if mover.actor is None:
        return
    rank, (first, column, y) = game.rank_rows[mover.actor], place
    begin = 0
    for k in range(1, len(order) + 1):
        if k == len(order) or rank[order[k]] != rank[order[begin]]:
            if k - begin > 1:
                sheet.line([(first + begin * column + 4, y), (first + k * column - 4, y)], sheet.theme.ink, 1.6)
            begin = k


def _gains(game: ListedGame, mover: Mover, order: list[int], ends: Mapping[int, Sequence[int]]) -> list[list[str]]:
    """For each state the states to which the mover would rather move, best first."""
    gains: list[list[str]] = []
    for state in order:
        ordered = best_first(game, mover, tuple(ends[state]))
        few = ordered if len(ordered) <= MOST_GAINS else ordered[: MOST_GAINS - 1]
        words = [head_of(game, end) for end in few]
        gains.append(words if len(few) == len(ordered) else [*words, f"+{len(ordered) - len(few)}"])
    return gains
