"""Coalitions: which outcomes hold alone and together, who would leave them, how, and for what."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from countermove.analysis.coalitions import CoalitionTable, Upset
from countermove.briefing.departures import Departures
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Page, Table, Verbatim
from countermove.text.naming import change_words, joined, state_in_brackets, state_name, table_with_labels, taken_words
from countermove.text.phrases import Lines, plural

__all__ = ["coalition_page", "coalition_table", "departure_lines", "names", "summary", "way_out"]

MOST_UPSETTING = 5
"""Coalitions that upset one state in a table for people, a row each: six states then fill a screen of 30 rows."""


def coalition_page(table: CoalitionTable, limit: int | None) -> Page:
    """What was asked and how many states hold, and a table of at most `limit` of these states."""
    return [Verbatim(summary(table), fold=True, prose=True), coalition_table(table, limit)]


def summary(table: CoalitionTable) -> str:
    """What was asked, and how many states hold alone and against coalitions."""
    members = "one party" if table.size == 1 else f"up to {table.size} actors"
    number = len(table.coalitions)
    gain = "one gains and none loses" if table.pareto else "every member gains"
    who = f"{number:,} {plural(number, 'coalition', 'coalitions')} of {members}"
    alone, both = int(table.alone.sum()), int((table.alone & table.holding).sum())
    size, label = table.game.size, CONCEPTS[table.concept.alone].label
    text = (
        f"{table.concept.label} asks: {table.concept.question} A coalition leaves where {gain}; {who} "
        f"{plural(number, 'is', 'are')} asked.\n"
    )
    if alone:
        text += f"Of {size:,} states, {alone:,} {plural(alone, 'holds', 'hold')} where each decides alone ({label}); "
        text += f"{both:,} of these {plural(both, 'holds', 'hold')}" if both else "none holds"
        text += " against the coalitions, too."
    else:
        text += f"None of {size:,} states holds where each decides alone ({label})."
    # A body is no member of a coalition: whether it moves by its own rule is asked only where each decides alone.
    more = int((table.holding & ~table.alone).sum())
    if more:
        holds = plural(more, "1 other state holds", f"{more:,} other states hold")
        text += f" {holds} against the coalitions, but not alone: some body would move by its own rule."
    return text


def coalition_table(table: CoalitionTable, limit: int | None = None) -> Table:
    """One row per state and smallest coalition that upsets it.

    Parameters
    ----------
    table
        The verdicts of coalitions on all states of a listed game.
    limit
        The most states, not rows; all that hold alone or together if None.

    Returns
    -------
    Table
        States that hold against coalitions stand out; a state with several rows is named in the first.
    """
    game = table.game
    rows: list[tuple[str, ...]] = []
    states: list[int | None] = []
    strong = []
    listed = table.listed()
    for state in listed[:limit]:
        holding = bool(table.holding[state])
        head = (str(state.number), taken_words(game, state.key), _mark(bool(table.alone[state])), _mark(holding))
        # A coalition of which a part would leave by itself says nothing new.
        least = len(table.minimal(state))
        cells = [
            (names(game, upset.coalition), f"{moves_words(game, upset)}{_end(game, upset.to)}")
            for upset in islice(table.upsets(state, minimal=True), MOST_UPSETTING)
        ]
        cells += [(f"and {least - MOST_UPSETTING} more", "")] if least > MOST_UPSETTING else []
        if holding:
            strong.append(len(rows))
        for k, cell in enumerate(cells or [("nobody", "")]):
            rows.append((*(head if k == 0 else ("", "", "", "")), *cell))
            states.append(state.key if k == 0 else None)
    columns = ("state", "options taken", "alone", "together", "who upsets it", "by these moves")
    notes = tuple(_notes(table, 0 if limit is None else max(0, len(listed) - limit)))
    return table_with_labels(Table(columns, tuple(rows), frozenset({"state"}), notes, frozenset(strong)), game, states)


def _mark(holds: bool) -> str:
    return "E" if holds else "."


def _end(game: ListedGame, to: State | None) -> str:
    return "" if to is None else f" {state_in_brackets(game, to.key)}"


def _notes(table: CoalitionTable, more: int) -> list[str]:
    label = CONCEPTS[table.concept.alone].label
    notes = [
        f"alone: E where the state holds for every actor and body by itself ({label}). together: E where "
        f"it holds against all coalitions of actors that were asked ({table.concept.label}).",
        "Of the coalitions that upset a state those are listed of which no part upsets it; each by a shortest way to a "
        "state that it prefers" + (" and that nobody undoes." if table.concept.answered else "."),
    ]
    if not table.listed():
        notes = ["No state holds, alone or together; --state STATE tells who would leave one, and how."]
    return [f"{more:,} more states; --limit shows them.", *notes] if more else notes


def departure_lines(departures: Sequence[Departures]) -> Lines:
    """Whether coalitions would leave the outcomes of a case, as lines of its brief."""
    for one in departures:
        yield from _judged(one.table, one.states)


def _judged(table: CoalitionTable, states: Sequence[State]) -> Lines:
    game = table.game
    staying = [state_name(game, state.key) for state in states if table.holding[state]]
    would = "would" if table.concept.credible else "could"
    keeping = f" in a way that the others {would} not undo" if table.concept.answered else ""
    if staying:
        yield 1, f"No coalition of up to {table.size} actors gains by leaving {joined(staying, 'or')}{keeping}."
    for state in states:
        if not table.holding[state]:
            first, *others = table.upsets(state, minimal=True)
            more = f" So would {len(others)} other {plural(len(others), 'coalition', 'coalitions')}." if others else ""
            yield 1, f"{_leaving(game, first)}{keeping}{way_out(game, first)}.{more}"


def _leaving(game: ListedGame, upset: Upset) -> str:
    """Who would leave which state for which."""
    who = names(game, upset.coalition)
    target = "a better one" if upset.to is None else state_name(game, upset.to.key)
    leave = f"would leave {state_name(game, upset.state.key)} for {target}"
    return f"Together, {who} {leave}" if len(upset.coalition) > 1 else f"Alone, {who} {leave}"


def names(game: ListedGame, ids: Sequence[str]) -> str:
    """The members of a coalition: ``A, B and C``."""
    return joined([game.case.label(id_) for id_ in ids])


def way_out(game: ListedGame, upset: Upset) -> str:
    """The moves of a coalition in brackets, one after another; empty where they were too many to follow."""
    return f" ({moves_words(game, upset)})" if upset.steps else ""


def moves_words(game: ListedGame, upset: Upset) -> str:
    """The moves of a coalition, one after another."""
    if upset.steps is None:
        return "by moves that were too many to follow"
    parts = []
    for step in upset.steps:
        mover = game.mover(step.mover)
        carried = mover.is_body and not mover.merged
        by = "which it carries, " if len(upset.coalition) == 1 else "which they carry, "
        who = f"{game.case.label(step.mover)}{', ' + by if carried else ' '}"
        parts.append(f"{who}{change_words(game, step.mover, step.before, step.after)}")
    return ", then ".join(parts)
