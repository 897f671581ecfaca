"""The feasible states in option form, as a page for people."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.states import States
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.text.blocks import Page, Table
from countermove.text.naming import number, size_words, table_with_labels, taken_words
from countermove.text.phrases import STOPPED_EARLY, percent, percent_range, plural

__all__ = ["option_form", "signs", "states_page", "states_table"]

Ints = NDArray[np.int64]
SIGNS = {True: "Y", False: "N", None: "-"}


def states_page(answer: States) -> Page:
    """The states as one table: in a listed game with numbers and ranks, in a searched one with the options taken."""
    if not isinstance(answer.game, ListedGame):
        return [_searched_table(answer)]
    keys = np.array([entry.state.key for entry in answer.states], dtype=np.int64)
    return [states_table(answer.game, keys, (answer.count or 0) - len(keys))]


def signs(game: ListedGame, states: Ints) -> list[str]:
    """For each state one sign per option in bit order: Y, N, or - where a coalesced state does not say.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> signs(compile(catalog.load_case("elmira")), np.array([0, 8]))
    ['NYNNN', '-NNY-']
    """
    if game.is_graph:
        return [""] * len(states)
    if game.is_coalesced:
        return ["".join(SIGNS[taken] for taken in game.taken(int(state))) for state in states]
    # Without coalesced states every sign is a bit of the code, which saves a look-up for each of perhaps 100,000 states.
    options, codes = range(len(game.options)), game.codes_at(states)
    return ["".join("Y" if code >> k & 1 else "N" for k in options) for code in codes]


def option_form(game: ListedGame) -> dict[str, tuple[int, int]]:
    """For each owner of options where its signs begin and end."""
    spans: dict[str, tuple[int, int]] = {}
    for row in game.options:
        first, _ = spans.get(row.owner, (row.index, row.index))
        spans[row.owner] = (first, row.index + 1)
    return spans


def states_table(game: ListedGame, states: Ints, cut: int = 0) -> Table:
    """Number, code, signs by owner, and the rank that each actor gives; `cut` states are not shown."""
    spans = option_form(game)
    ranks = [f"rank: {game.case.label(actor)}" for actor in game.actors]
    names = list((game.case.states or {}).items())
    heads = ["id", "name"] if game.is_graph else ["code", *map(game.case.label, spans)]
    rows = []
    for state, form in zip(states.tolist(), signs(game, states), strict=True):
        code = game.code(state)
        middle = (
            list(names[state]) if names
            else ["-" if code is None else str(code), *(" ".join(form[a:b]) for a, b in spans.values())]
        )  # fmt: skip
        now = " now" if state == game.status_quo_key else ""
        rows.append((f"{number(state)}{now}", *middle, *map(str, game.rank_rows[:, state].tolist())))
    columns = ("state", *heads, *ranks)
    table = Table(columns, tuple(rows), frozenset({"code", *ranks}), _notes(game, len(states), cut))
    return table_with_labels(table, game, states.tolist())


def _notes(game: ListedGame, n_rows: int, cut: int) -> tuple[str, ...]:
    notes = []
    for owner, (first, end) in option_form(game).items():
        rows = game.options[first:end]
        notes.append(f"{game.case.label(owner)}: " + "; ".join(f"{row.full} = {row.name}" for row in rows))
    if notes:
        either = " -: either." if game.is_coalesced else ""
        notes.append(f"Y: taken, N: not taken, in the order given here.{either}")
    notes.append("Ranks: 0 is the worst state for an actor, and equal ranks are equally good.")
    if game.status_quo_key is not None:
        notes.append("now: the status quo.")
    if cut:
        notes.append(f"{cut:,} more states; --limit shows them.")
    elif n_rows == 0:
        notes.append("No state matches.")
    return tuple(notes)


def _searched_table(answer: States) -> Table:
    """One row per state: the options taken, the first in full; below, whether these are all, and the share of all states."""
    game, codes = _searched_game(answer), [entry.state.key for entry in answer.states]
    first = next(iter(codes), None)
    rows = []
    for code in codes:
        now = "now" if code == game.status_quo_key else ""
        rows.append((now, taken_words(game, code, None if code == first else first)))
    table = Table(("", "options taken (+ added, - removed)"), tuple(rows), notes=tuple(_search_notes(answer, codes)))
    return table_with_labels(table, game, codes)


def _search_notes(answer: States, codes: Sequence[int]) -> list[str]:
    count = len(codes)
    where = " in which the statement is true" if answer.statement is not None else ""
    if answer.coverage.proved:
        these = plural(count, "This is the only feasible state", f"These are all {count:,} feasible states")
        notes = [f"{these if count else 'There is no feasible state'}{where} (proved)."]
    else:
        more = "There are more; --limit shows them." if answer.stopped == "limit" else STOPPED_EARLY
        notes = [f"{count:,} {plural(count, 'state', 'states')}{where}, in the order in which the solver found them. {more}"]
    # A list that was cut says nothing about how many there are; a fair sample does, within its interval.
    if answer.share is not None:
        low, high = answer.share.interval
        notes.append(
            f"The statement is true in about {percent(answer.share.value)} of all states ({percent_range(low, high)}), "
            f"estimated from {answer.share.total:,} random states."
        )
    if answer.game.status_quo_key in codes:
        notes.append("now: the status quo.")
    return [*notes, size_words(_searched_game(answer))]


def _searched_game(answer: States) -> SearchedGame:
    assert isinstance(answer.game, SearchedGame)
    return answer.game
