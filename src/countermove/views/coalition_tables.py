"""Tables of coalition stability: which states hold alone and together, who upsets them, and how."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from countermove.analysis.coalitions import CoalitionTable
from countermove.stability.concept import find_concept
from countermove.text.naming import number, state_name
from countermove.text.table import Table
from countermove.views.coalition_words import moves_words, names
from countermove.views.stability_tables import taken_words

__all__ = ["coalition_table", "coalitions_flat"]

SHOWN = 5
"""So many coalitions that upset one state are listed in a table for people."""


def coalition_table(found: CoalitionTable, states: Sequence[int], more: int = 0) -> Table:
    """One row per state and smallest coalition that upsets it; `more`: how many states are not listed."""
    graph = found.graph
    rows: list[tuple[str, ...]] = []
    strong = []
    for state in states:
        head = (str(number(state)), taken_words(graph, state), _mark(found.alone[state]), _mark(found.holding[state]))
        least = len(found.minimal(state))
        rest = [
            (names(graph, upset.coalition), f"{moves_words(graph, upset)}{_end(found, upset.to)}")
            for upset in islice(found.upsets(state, minimal=True), SHOWN)
        ]
        rest += [(f"and {least - SHOWN} more", "")] if least > SHOWN else []
        if found.holding[state]:
            strong.append(len(rows))
        for k, cells in enumerate(rest or [("nobody", "")]):
            rows.append((*(head if k == 0 else ("", "", "", "")), *cells))
    columns = ("state", "options taken", "alone", "together", "who upsets it", "by these moves")
    return Table(columns, tuple(rows), frozenset({"state"}), tuple(_notes(found, more)), frozenset(strong))


def _mark(holds: bool) -> str:
    return "E" if holds else "."


def _end(found: CoalitionTable, to: int | None) -> str:
    return "" if to is None else f" ({state_name(found.graph, to)})"


def _notes(found: CoalitionTable, more: int) -> list[str]:
    label = find_concept(found.concept.alone).label
    notes = [
        f"alone: E where the state holds for every actor and body by itself ({label}). together: E where "
        f"it holds against all coalitions of actors that were asked ({found.concept.label}).",
        "Of the coalitions that upset a state those are listed of which no part upsets it; each by a shortest way to a "
        "state that it prefers" + ("." if found.concept.id == "cnash" else " and that nobody undoes."),
    ]
    if not found.listed():
        notes = ["No state holds, alone or together; --state STATE tells who would leave one, and how."]
    return [f"{more:,} more states; --limit shows them.", *notes] if more else notes


def coalitions_flat(found: CoalitionTable, states: Sequence[int], most: int) -> Table:
    """For programs: one row per state and coalition that upsets it, or one with an empty coalition.

    Of each state the first `most` coalitions, smaller ones first.
    """
    rows: list[tuple[str, ...]] = []
    for state in states:
        head = (str(number(state)), str(int(found.alone[state])), str(int(found.holding[state])))
        cells = [
            (
                "+".join(upset.coalition),
                str(int(upset.minimal)),
                "" if upset.to is None else str(number(upset.to)),
                " ".join(f"{s.mover}:{number(s.before)}>{number(s.after)}" for s in upset.steps or ()),
            )
            for upset in islice(found.upsets(state), most)
        ]
        rows += [(*head, *cell) for cell in cells or [("", "", "", "")]]
    return Table(("state", "alone", "together", "coalition", "minimal", "to", "steps"), tuple(rows))
