"""Coalitions: which outcomes are stable alone and together, who would leave them, by which moves, and for what."""

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
from countermove.text.phrases import Lines, plural, states_listed

__all__ = ["coalition_page", "coalition_table", "departure_lines", "names", "summary", "way_out"]

MOST_UPSETTING = 5
"""Coalitions that leave one state in a table for people, a row each: six states then fill a screen of 30 rows."""
MOST_STATES = 12
"""States that are named one by one in a sentence, about a line."""


def coalition_page(table: CoalitionTable, limit: int | None) -> Page:
    """What was asked and how many states are stable, and a table of at most `limit` of these states."""
    return [Verbatim(summary(table), fold=True, prose=True), coalition_table(table, limit)]


def summary(table: CoalitionTable) -> str:
    """What was asked, and how many states are stable alone and against coalitions."""
    members = "one actor" if table.size == 1 else f"up to {table.size} actors"
    count, concept = len(table.coalitions), table.concept
    who = f"{count:,} {plural(count, 'coalition', 'coalitions')} of {members} {plural(count, 'was', 'were')} tried"
    gain = "if one member gains and none loses" if table.pareto else "if every member gains"
    answered = f" and no {'credible ' if concept.credible else ''}answer takes that gain away" if concept.answered else ""
    alone, both = int(table.alone.sum()), int((table.alone & table.holding).sum())
    size, label = table.game.size, CONCEPTS[concept.alone].label
    text = f"{who}. A coalition leaves a state {gain}{answered} ({concept.label}).\n"
    are = plural(alone, "is an equilibrium", "are equilibria")
    text += f"{alone:,} of {size:,} states {are} for actors and bodies alone ({label})."
    if alone == 1:
        text += f" It is {'' if both else 'not '}stable against coalitions{' too' if both else ''}."
    elif alone:
        which = {0: "None of these is", 1: "1 of these is", alone: "All of these are"}.get(both, f"{both:,} of these are")
        text += f" {which} stable against coalitions{' too' if both else ''}."
    # A body is no member of a coalition: whether it moves by its own rule is asked only where each decides alone.
    more = int((table.holding & ~table.alone).sum())
    if more:
        which = plural(more, "1 other state is stable", f"{more:,} other states are stable")
        text += f" {which} against coalitions only: a body would leave by a decision of its own."
    return text


def coalition_table(table: CoalitionTable, limit: int | None = None) -> Table:
    """One row per state and smallest coalition that leaves it.

    Parameters
    ----------
    table
        The verdicts of coalitions on all states of a listed game.
    limit
        The most states, not rows; all that are stable alone or together if None.

    Returns
    -------
    Table
        States that are stable against coalitions stand out; a state with several rows is named in the first.
    """
    game = table.game
    rows: list[tuple[str, ...]] = []
    states: list[int | None] = []
    strong = []
    listed = table.listed()
    for state in listed[:limit]:
        is_stable = bool(table.holding[state])
        head = (str(state.number), taken_words(game, state.key), _mark(bool(table.alone[state])), _mark(is_stable))
        # A coalition of which a part would leave by itself says nothing new.
        least = len(table.minimal(state))
        cells = [
            (names(game, upset.coalition), _moves_there(game, upset))
            for upset in islice(table.upsets(state, minimal=True), MOST_UPSETTING)
        ]
        cells += [(f"and {least - MOST_UPSETTING} more", "")] if least > MOST_UPSETTING else []
        if is_stable:
            strong.append(len(rows))
        for k, cell in enumerate(cells or [("nobody", "")]):
            rows.append((*(head if k == 0 else ("", "", "", "")), *cell))
            states.append(state.key if k == 0 else None)
    columns = ("state", "id" if game.is_graph else "options taken", "alone", "together", "who leaves it", "by these moves")
    notes = tuple(_notes(table, 0 if limit is None else max(0, len(listed) - limit)))
    return table_with_labels(Table(columns, tuple(rows), frozenset({"state"}), notes, frozenset(strong)), game, states)


def _mark(is_stable: bool) -> str:
    return "E" if is_stable else "."


def _moves_there(game: ListedGame, upset: Upset) -> str:
    """The moves of a coalition, and where they lead, unless the last of them is called by that."""
    words = moves_words(game, upset)
    if upset.to is None or words.endswith(state_name(game, upset.to.key)):
        return words
    return f"{words} {state_in_brackets(game, upset.to.key)}"


def _notes(table: CoalitionTable, more: int) -> list[str]:
    label = CONCEPTS[table.concept.alone].label
    notes = [
        f"alone: E where the state is an equilibrium for every actor and body by itself ({label}). together: E where it is "
        f"stable against all coalitions tried ({table.concept.label}).",
        "Listed are the coalitions of which no part would leave by itself, each with a shortest path to a state that it "
        "prefers.",
    ]
    if not table.listed():
        notes = ["No state is stable, alone or together. --state STATE shows who would leave one, and how."]
    return [f"{more:,} more {plural(more, 'state', 'states')}; --limit shows them.", *notes] if more else notes


def departure_lines(departures: Sequence[Departures]) -> Lines:
    """Whether coalitions would leave the outcomes of a case, as lines of its brief."""
    for one in departures:
        yield from _judged(one.table, one.states)


def _judged(table: CoalitionTable, states: Sequence[State]) -> Lines:
    game = table.game
    staying = [state.key for state in states if table.holding[state]]
    credible = "credible " if table.concept.credible else ""
    if staying:
        an_answer = f"a {credible}answer" if credible else "an answer"
        why = f": every gain there has {an_answer} that takes it away" if table.concept.answered else ""
        names_ = states_listed(game, staying, MOST_STATES, "or")
        would = "would leave" if table.concept.answered else "gains by leaving"
        yield 1, f"No coalition of up to {table.size} actors {would} {names_}{why}."
    for state in states:
        if not table.holding[state]:
            first, *others = table.upsets(state, minimal=True)
            words = f"{_deal(game, first)}{way_out(game, first)}"
            yield 1, f"{words}{f', and no {credible}answer takes the gain away' if table.concept.answered else ''}."
            if others:
                more = f"{len(others)} other {plural(len(others), 'coalition', 'coalitions')}"
                than = f"would leave {state_name(game, state.key)} as well"
                yield 1, f"{more} {than}."


def _deal(game: ListedGame, upset: Upset) -> str:
    """What a coalition agrees on instead of a state; of one actor, what it would rather have."""
    who = names(game, upset.coalition)
    here, there = state_name(game, upset.state.key), "a better state"
    if upset.to is not None:
        there = state_name(game, upset.to.key)
    if len(upset.coalition) > 1:
        return f"{who} have a deal: {there} instead of {here}"
    return f"{who} alone can do better than {here}: {there}"


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
        by = ""
        if mover.is_body and not mover.merged:
            players = {game.actors[player] for vote in mover.votes for player in vote.players}
            for_it = [actor for actor in upset.coalition if actor in players]
            by = f" by the votes of {names(game, for_it)}" if for_it else ""
        parts.append(f"{game.case.label(step.mover)} {change_words(game, step.mover, step.before, step.after)}{by}")
    return ", then ".join(parts)
