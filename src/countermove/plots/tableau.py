"""The tableau: for each mover the states in its order of preference, with a mark that says whether it would stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.game.listed import ListedGame, Mover
from countermove.plots.choice import Choice, Shown, chosen_states, head_of, name_of, outcomes_shown, solved
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.style import FAINT, HEAD, INK, PAPER, RULE, SMALL, TEXT, Look, looks, tint
from countermove.stability.concept import concepts_for
from countermove.stability.engines.local import improvements_from

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "marks", "tableau"]

MOST = 30
DEEPEST = 8
"""So many improvements are listed below a state at most."""
WIDEST = 64.0
MEANING = {
    "r": "it has nothing better to move to (Nash)",
    "s": "the others would, in their own interest, undo whatever it could gain (SEQ)",
    "u": "unstable, for some gain is safe",
    "u/": "a gain would be safe, but for others who move at the same time and would spoil it",
}
"""What each mark says of a state and a mover."""


def tableau(graph: ListedGame, choice: Choice) -> Figure:
    """The tableau of Fraser and Hipel, as it is drawn at Waterloo.

    For each mover the states, best first; states under one line are equally good to it. Above each state stand its
    mark (r, s, u or u/) and whether it is an equilibrium (E or x); below it the states to which the mover could move
    and gain. A body has no order of preference: its states stand by number.
    """
    shown = _shown(graph, choice)
    asked = [c.id for c in concepts_for(graph) if c.id in ("nash", "seq", "conflict-analysis")]
    table = equilibria(graph, asked)
    sheet = Sheet()
    look = looks(graph)
    said, used, ties = [], set(), False
    for mover in graph.movers:
        order = _order(graph, mover, shown.states)
        ties |= mover.actor is not None and len(set(graph.ranks[mover.actor][order])) < len(order)
        _block(sheet, table, mover, order, look[mover.id])
        found = marks(table, mover)
        used |= set(found[order].tolist())
        words = ", ".join(f"{head_of(graph, state)} {found[state]}" for state in order)
        said.append(f"{graph.case.label(mover.id)}, {'by number' if mover.is_body else 'best first'}: {words}.")
    held = [name_of(graph, s) for s in shown.states if table.holding(asked[-1])[s]]
    said.append(f"Stable for everybody: {', '.join(held) or 'no state that is shown'}.")
    ranked = any(mover.actor is not None for mover in graph.movers)
    legend = _legend(used, ranked, ties)
    title = f"{graph.case.title}: the tableau of stability".removeprefix(": ")
    return sheet.figure(title, " ".join([*said, shown.note]), [legend, *filter(None, [shown.note])])


def _legend(used: set[str], ranked: bool, ties: bool) -> str:
    """How to read what is there: the marks that occur, and the order of the states."""
    parts = [f"{mark}: {meaning}." for mark, meaning in MEANING.items() if mark in used]
    parts.append("E: stable for everybody, by these marks. x: not.")
    if ranked:
        parts.append(f"The best state for it comes first{'; one line under several: equally good' if ties else ''}.")
    return " ".join(parts)


def _shown(graph: ListedGame, choice: Choice) -> Shown:
    wanted = chosen_states(choice, MOST)
    if wanted is not None:
        return Shown(wanted)
    if graph.size <= MOST:
        return Shown(tuple(range(graph.size)))
    return outcomes_shown(graph, solved(graph, choice), choice, MOST)


def marks(table: StabilityTable, mover: Mover) -> NDArray[np.str_]:
    """The mark of each state for a mover, shape (S,): r (Nash), s (SEQ), u/ (conflict analysis only), else u."""
    found = np.full(table.listed.size, "u", dtype="<U2")
    if "conflict-analysis" in table.stable:
        found[table.stable["conflict-analysis"][mover.index]] = "u/"
    found[table.stable["seq"][mover.index]] = "s"
    found[table.stable["nash"][mover.index]] = "r"
    return found


def _order(graph: ListedGame, mover: Mover, states: tuple[int, ...]) -> list[int]:
    """The states, best first; equally good ones, and those of a body, by number."""
    if mover.actor is None:
        return sorted(states)
    rank = graph.ranks[mover.actor]
    return sorted(states, key=lambda state: (-int(rank[state]), state))


def _block(sheet: Sheet, table: StabilityTable, mover: Mover, order: list[int], look: Look) -> None:
    """What concerns one mover, below all that is on the sheet."""
    graph = table.listed
    top = sheet.bottom + (12 if sheet.texts else 0)
    name = graph.case.label(mover.id) + (" (decides by a rule; states by number)" if mover.is_body else "")
    first = width("could move and gain:", SMALL) + 12
    column = min(WIDEST, max(28.0, *(width(head_of(graph, s), HEAD, True) + 8 for s in order)))
    sheet.box(0, top + 2, 10, top + 12, look.colour)
    top = sheet.paragraph(16, top, name, max(first + column * len(order) - 16, 300.0), HEAD, bold=True) + 2
    heads = [broken(head_of(graph, state), column - 6, HEAD, True) for state in order]
    high = max(len(lines) for lines in heads) * LEADING * HEAD + 4
    gains = _gains(graph, mover, order)
    kept = "conflict-analysis" if "conflict-analysis" in table.stable else "seq"
    holds, mark = table.holding(kept), marks(table, mover)
    rows = {"stable for all?": top + 7, "stable for it?": top + 21, "state": top + 30 + high / 2}
    for words, y in rows.items():
        sheet.text(0, y, words, SMALL, FAINT)
    below = top + 30 + high
    if any(gains):
        sheet.text(0, below + 13, "could move and gain:", SMALL, FAINT)
    for k, state in enumerate(order):
        left = first + k * column
        middle = left + column / 2
        sheet.text(middle, rows["stable for all?"], "E" if holds[state] else "x", TEXT, INK if holds[state] else FAINT,
                   bold=bool(holds[state]), align="center")  # fmt: skip
        sheet.text(middle, rows["stable for it?"], str(mark[state]), TEXT, bold=mark[state] != "u", align="center")
        fill = PAPER if mark[state] == "u" else tint(look.colour)
        sheet.box(left, top + 30, left + column, below, fill, RULE, 0.8)
        for n, line in enumerate(heads[k]):
            y = top + 30 + high / 2 + (n - (len(heads[k]) - 1) / 2) * LEADING * HEAD
            sheet.text(middle, y, line, HEAD, bold=True, align="center")
        y = below + 8
        for words in gains[k]:
            for line in broken(words, column - 4, SMALL):
                sheet.text(middle, y + 5, line, SMALL, align="center")
                y += 11
    _ties(sheet, graph, mover, order, (first, column, below + 4))


def _ties(sheet: Sheet, graph: ListedGame, mover: Mover, order: list[int], place: tuple[float, float, float]) -> None:
    """A line under states that are equally good."""
    if mover.actor is None:
        return
    rank, (first, column, y) = graph.ranks[mover.actor], place
    begin = 0
    for k in range(1, len(order) + 1):
        if k == len(order) or rank[order[k]] != rank[order[begin]]:
            if k - begin > 1:
                sheet.line([(first + begin * column + 4, y), (first + k * column - 4, y)], INK, 1.6)
            begin = k


def _gains(graph: ListedGame, mover: Mover, order: list[int]) -> list[list[str]]:
    """For each state the states to which the mover would rather move, best first."""
    moves = improvements_from(graph, mover, np.array(order, dtype=np.int32))
    found: list[list[str]] = []
    for k in range(len(order)):
        targets = np.unique(moves.target[moves.origin == k])
        ends = _order(graph, mover, tuple(targets.tolist()))
        few = ends if len(ends) <= DEEPEST else ends[: DEEPEST - 1]
        words = [head_of(graph, end) for end in few]
        found.append(words if len(few) == len(ends) else [*words, f"+{len(ends) - len(few)}"])
    return found
