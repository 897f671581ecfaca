"""Who wins: how good each outcome is for each actor, from pale (bad) to dark (good)."""

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
from countermove.plots.shown import Choice, Shown, head_of, heads_of, label_notes, name_of, some_numbered_outcomes
from countermove.plots.style import Theme
from countermove.text.naming import alike, joined, statement_words
from countermove.text.verbs import verb

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST_STATES", "Payoffs", "winners_figure"]

MOST_STATES = 16
"""States side by side at most: a cell with a sign and a share is twice as wide as one with a letter."""
SIGNS = {1: "▲ ", -1: "▼ ", 0: "= "}
"""Whether an actor prefers an outcome to the status quo."""
SIGN_NOTE = "▲: better for it than now. ▼: worse than now. =: as good as now."


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
    heads = [Head(head_of(game, s), "now" if s == game.status_quo else "") for s in shown.states]
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
        best = max(shares)
        names = [name_of(game, one.state.key) for one, share in zip(own, shares, strict=True) if share == best]
        fares = verb(game.case, actor, "fares", "fare")
        said.append(f"{game.case.label(actor)} {fares} best in {joined(names)} ({round(100 * best)} percent).")
    sheet = Sheet(choice.page)
    grid(sheet, heads, rows)
    notes = ["The share of all states that are worse for the actor: 0 % is the worst that can be, near 100 % the best."]
    if game.status_quo is not None:
        notes.append(SIGN_NOTE)
    notes += label_notes(game, heads_of(game, shown.states))
    title = f"{game.case.title}: who wins".removeprefix(": ")
    alt = f"A table of {len(rows)} actors and {len(shown.states)} states. {' '.join(said)} {shown.note}"
    return sheet.figure(title, alt, [*notes, *filter(None, [shown.note])])


def _listed_sign(game: ListedGame, payoff: Payoff) -> str:
    return "" if payoff.change is None or payoff.state.key == game.status_quo else SIGNS[payoff.change]


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
        each = [f"{numbered_name(name)} {cell.text}" for (name, _), cell in zip(shown, cells, strict=True)]
        said.append(f"{who}: {', '.join(each)}.")
    sheet = Sheet(choice.page)
    grid(sheet, [Head(name) for name, _ in shown], rows)
    title = f"{game.case.title}: who wins".removeprefix(": ")
    notes = [*_searched_notes(winners), *filter(None, [note]), *label_notes(game, shown)]
    return sheet.figure(title, " ".join([f"A table of {len(rows)} rows.", *said, *notes]), notes)


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
    is_now = change is None or payoffs[0].state.key == game.status_quo
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
        else "The darker, the better against today; how many states are worse for an actor is not known."
    )
    signs = [] if winners.table.searched.status_quo is None else [SIGN_NOTE]
    return [share, *signs, "Those who care about the same and fare alike share a row."]
