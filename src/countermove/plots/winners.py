"""Who wins: how good each outcome is for each actor, from pale (bad) to strong (good)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove.analysis.winners import Payoff, Winners
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.preferences import lines_of
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.outcomes import numbered_name
from countermove.plots.sheet import Sheet
from countermove.plots.shown import Choice, Shown, fitting_heads, heads_of, name_of, some_numbered_outcomes
from countermove.plots.style import Theme
from countermove.text.naming import alike, joined, shortened, statement_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST_STATES", "Payoffs", "winners_figure", "winners_sentence"]

MOST_STATES = 16
"""States side by side at most: a cell with a sign and a share is twice as wide as one with a letter."""
MOST_NAMED = 3
"""States that the sentence names at most."""
SIGNS = {1: "▲ ", -1: "▼ ", 0: "= "}
"""Whether an actor prefers an outcome to the status quo."""
SIGN_NOTE = "▲: better for it than today. ▼: worse than today. =: as good as today."


@dataclass(frozen=True)
class Payoffs:
    """What the picture is made from: how actors fare, in a listed game in the states `shown`."""

    winners: Winners
    shown: Shown | None = None


def winners_figure(payoffs: Payoffs, choice: Choice) -> Figure:
    """A row for each actor, a column for each outcome: the share of all states that the actor likes less.

    A sign tells whether the actor prefers the outcome to the status quo. In a searched game the share is estimated,
    and actors with the same preferences, each seen from its own side, who fare alike against today, share a row.
    """
    if payoffs.shown is None:
        return _searched_figure(payoffs.winners, choice)
    return _listed_figure(payoffs.winners, payoffs.shown, choice)


def _listed_figure(winners: Winners, shown: Shown, choice: Choice) -> Figure:
    theme = choice.page.theme
    game = winners.table.listed
    rows, said = [], []
    columns = [winners.payoffs(game.at(state)) for state in shown.states]
    for k, actor in enumerate(game.actors):
        own = [column[k] for column in columns]
        shares = [one.share or 0.0 for one in own]
        cells = [
            Cell(f"{_listed_sign(game, one)}{round(100 * share)} %", theme.shade(share))
            for one, share in zip(own, shares, strict=True)
        ]
        rows.append(Row(game.case.label(actor), tuple(cells)))
        names = [name_of(game, one.state.key) for one, share in zip(own, shares, strict=True) if share == max(shares)]
        said.append(f"Best for {game.case.label(actor)}: {joined(names)} ({round(100 * max(shares))} percent).")
    sheet = Sheet(choice.page)
    heads, named = fitting_heads(sheet, game, heads_of(game, shown.states), shown.states, rows)
    grid(sheet, heads, rows)
    notes = ["The share of all states that are worse for the actor: 0 % is the worst that can be, near 100 % the best."]
    if game.status_quo_key is not None:
        notes.append(SIGN_NOTE)
    title = f"{game.case.title}: how good each outcome is for each actor".removeprefix(": ")
    details = " ".join(filter(None, [*said, shown.note]))
    now = None if game.status_quo_key is None else game.at(game.status_quo_key)
    columns_by_name = [(name_of(game, state), column) for state, column in zip(shown.states, columns, strict=True)]
    sentence = winners_sentence(columns_by_name, None if now is None else name_of(game, now.key))
    return sheet.figure(title, sentence, [*notes, *filter(None, [shown.note]), *named], details=details)


def winners_sentence(columns: Sequence[tuple[str, Sequence[Payoff]]], now: str | None) -> str:
    """What to see: whether one state is best for every actor, and which are better than today for every actor.

    `columns`: the name of each state that is shown, and how each actor fares in it; `now`: the name of the status quo.
    """
    best = [name for name, own in columns if all(_is_best(columns, k, one) for k, one in enumerate(own))]
    parts = [f"best for every actor: {joined(best)}" if best else "no outcome that is shown is best for every actor"]
    if now is not None:
        better = [name for name, own in columns if name != now and all(one.change == 1 for one in own)]
        parts.append(
            f"better than today for every actor: {shortened(better, MOST_NAMED)}"
            if better
            else "none is better than today for every actor"
        )
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


def _is_best(columns: Sequence[tuple[str, Sequence[Payoff]]], actor: int, payoff: Payoff) -> bool:
    """Whether an actor likes no state that is shown more."""
    if payoff.share is None:
        return payoff.better_outcomes == 0 and payoff.change != -1
    return all((own[actor].share or 0.0) <= payoff.share for _, own in columns)


def _listed_sign(game: ListedGame, payoff: Payoff) -> str:
    return "" if payoff.change is None or payoff.state.key == game.status_quo_key else SIGNS[payoff.change]


# ------------------------------------------------------------------------------------------------ searched games


def _searched_figure(winners: Winners, choice: Choice) -> Figure:
    game = winners.table.searched
    shown, note = some_numbered_outcomes(winners.table)
    columns = [winners.payoffs(game.at(code)) for _, code in shown]
    payoffs = {actor: [column[k] for column in columns] for k, actor in enumerate(game.actors)}
    rows, said = [], []
    for actors in alike((actor, _alikeness(game, actor, own)) for actor, own in payoffs.items()).values():
        cells = tuple(_cell(game, choice.page.theme, [payoffs[actor][k] for actor in actors]) for k in range(len(shown)))
        who = joined([game.case.label(actor) for actor in actors])
        rows.append(Row(who, cells))
        each = [f"{numbered_name(game, name, code)} {cell.text}" for (name, code), cell in zip(shown, cells, strict=True)]
        said.append(f"{who}: {', '.join(each)}.")
    sheet = Sheet(choice.page)
    codes = [code for _, code in shown]
    heads, named = fitting_heads(sheet, game, [Head(name, game.label_of(code) or "") for name, code in shown], codes, rows)
    grid(sheet, heads, rows)
    title = f"{game.case.title}: how good each outcome is for each actor".removeprefix(": ")
    notes = [*_searched_notes(winners), *filter(None, [note]), *named]
    now = next((numbered_name(game, name, code) for name, code in shown if code == game.status_quo_key), None)
    columns_by_name = [
        (numbered_name(game, name, code), column) for (name, code), column in zip(shown, columns, strict=True)
    ]
    return sheet.figure(title, winners_sentence(columns_by_name, now), notes, details=" ".join([*said, *notes]))


def _alikeness(game: SearchedGame, actor: str, own: Sequence[Payoff]) -> tuple[object, ...]:
    """What two actors share who may share a row: what they care about, in words, and how they fare against today."""
    record = game.case.actors[actor]
    lines = tuple(
        tuple(statement_words(game.case, one.that, actor) for one in lines_of(line)) for line in record.prefers or ()
    )
    alone = () if record.prefers else (actor,)
    return lines, alone, tuple((payoff.change, payoff.better_outcomes) for payoff in own)


def _cell(game: SearchedGame, theme: Theme, payoffs: Sequence[Payoff]) -> Cell:
    change = payoffs[0].change
    is_now = change is None or payoffs[0].state.key == game.status_quo_key
    sign = "" if change is None or is_now else SIGNS[change]
    shares = [payoff.estimate.value for payoff in payoffs if payoff.estimate is not None]
    if not shares:
        return Cell(sign.strip() or "-", theme.shade(0.5 if change is None else (change + 1) / 2))
    low, high = round(100 * min(shares)), round(100 * max(shares))
    text = f"{low} %" if low == high else f"{low}\u2013{high} %"
    return Cell(f"{sign}{text}", theme.shade(sum(shares) / len(shares)))


def _searched_notes(winners: Winners) -> list[str]:
    share = (
        f"The share of all states that are worse for the actor, estimated from {len(winners.drawn):,} states drawn at "
        "random: 0 % is the worst that can be, near 100 % the best."
        if winners.drawn is not None
        else "The stronger the colour, the better against today; how many states are worse for an actor is not known."
    )
    signs = [] if winners.table.searched.status_quo_key is None else [SIGN_NOTE]
    return [share, *signs, "Actors with the same preference statements who fare alike share a row."]
