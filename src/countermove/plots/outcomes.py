"""What is done in each outcome, option by option; and which outcome holds under which concept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.errors import QuestionError
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.sheet import Sheet
from countermove.plots.shown import (
    Choice,
    Shown,
    head_of,
    heads_of,
    label_notes,
    name_of,
    outcomes_shown,
    some_numbered_outcomes,
)
from countermove.plots.style import Theme, look, looks
from countermove.text.naming import alike, joined, outcome, taken_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST_STATES", "equilibria_figure", "numbered_name", "outcomes_figure"]

MOST_STATES = 24
"""States side by side, or below each other, at most: so many columns of one sign are as wide as the sheet."""


def outcomes_figure(table: StabilityTable, choice: Choice) -> Figure:
    """A column for each outcome, a row for each option; Y: taken, N: not, -: a coalesced state leaves it open.

    Unless states are chosen: the status quo, and the equilibria under the concepts asked for, firmest first. In a
    searched game, owners who do the same in all outcomes found share rows.
    """
    if isinstance(table.game, ListedGame):
        return _listed_outcomes(table, choice)
    return _searched_outcomes(table, choice)


def _listed_outcomes(table: StabilityTable, choice: Choice) -> Figure:
    theme = choice.page.theme
    game = table.listed
    if game.is_graph:
        raise QuestionError(
            "this case lists its states and has no options, so there is no table of options; "
            "the pictures moves and equilibria show its states"
        )
    shown = outcomes_shown(table, choice, MOST_STATES)
    strength, count = table.strength(), len(table.concepts)
    rows = _option_rows(game, shown, theme)
    held = tuple(Cell(f"{strength[state]}/{count}", theme.area, bold=bool(strength[state])) for state in shown.states)
    rows += [Row("Stable for everybody", heading=True), Row(f"under so many of {count} concepts", held)]
    sheet = Sheet(choice.page)
    heads = [Head(head_of(game, s), "now" if s == game.status_quo else "") for s in shown.states]
    grid(sheet, heads, rows)
    either = " -: either." if game.is_coalesced else ""
    notes = [f"Y: the option is taken. N: it is not.{either} Numbers above: states.", *filter(None, [shown.note])]
    notes += label_notes(game, heads_of(game, shown.states))
    said = [_listed_words(game, state, f"{strength[state]} of {count}") for state in shown.states]
    alt = " ".join([f"A table of {len(shown.states)} states.", *said])
    what = "the outcomes that hold" if any(strength[state] for state in shown.states) else "what is done in each state"
    return sheet.figure(f"{game.case.title}: {what}".removeprefix(": "), f"{alt} {shown.note}", notes)


def _option_rows(game: ListedGame, shown: Shown, theme: Theme) -> list[Row]:
    """A row for each option, below one for its owner."""
    taken, colours = {state: game.taken(state) for state in shown.states}, looks(game)
    rows: list[Row] = []
    owner = None
    for option in game.options:
        if option.owner != owner:
            owner = option.owner
            rows.append(Row(game.case.label(owner), colour=colours[owner].colour, heading=True))
        cells = tuple(_sign(taken[state][option.index], colours[option.owner].colour, theme) for state in shown.states)
        rows.append(Row(option.name, cells))
    return rows


def _sign(taken: bool | None, colour: str, theme: Theme) -> Cell:
    if taken is None:
        return Cell("-", theme.tint(colour))
    return Cell("Y", colour, bold=True) if taken else Cell("N", faint=True)


def _listed_words(game: ListedGame, state: int, strength: str) -> str:
    parts = [f"{who}: {joined(names)}" for who, names in outcome(game, state) if names]
    done = "; ".join(parts) or "no option is taken"
    return f"{name_of(game, state)}: {done}; stable for everybody under {strength} concepts."


# ------------------------------------------------------------------------------------------------ searched games


def _searched_outcomes(table: StabilityTable, choice: Choice) -> Figure:
    theme = choice.page.theme
    game = table.searched
    shown, note = some_numbered_outcomes(table)
    rows: list[Row] = []
    groups = alike(_deeds(game, [code for _, code in shown]))
    for k, ((names, taken), owners) in enumerate(groups.items()):
        colour = look(k).colour
        rows.append(Row(joined([game.case.label(owner) for owner in owners]), colour=colour, heading=True))
        for name, values in zip(names, taken, strict=True):
            rows.append(Row(name, tuple(_sign(value, colour, theme) for value in values)))
    rows.append(Row("Stable for everybody", heading=True))
    for concept in table.concepts:
        holds = (concept.id in table.at(code).concepts for _, code in shown)
        cells = tuple(Cell("holds" if held else "-", theme.area, bold=held) for held in holds)
        rows.append(Row(f"holds under {concept.label}", cells))
    sheet = Sheet(choice.page)
    grid(sheet, [Head(name) for name, _ in shown], rows)
    notes = ["Y: the option is taken. N: it is not. Numbers above: outcomes, that to look at first being 1."]
    if any(len(owners) > 1 for owners in groups.values()):
        notes.append("Those who can do the same, and do the same in every state shown, are told of together.")
    notes += label_notes(game, shown)
    said = [f"{numbered_name(name)}: {_searched_words(game, code)}." for name, code in shown]
    alt = " ".join([f"A table of {len(shown)} states.", *said])
    title = f"{game.case.title}: the outcomes that were found".removeprefix(": ")
    return sheet.figure(title, f"{alt} {note}", [*notes, *filter(None, [note])])


Deeds = tuple[tuple[str, ...], tuple[tuple[bool | None, ...], ...]]
"""The names of an owner's options, and for each of them in which of the states it is taken."""


def _deeds(game: Game, codes: Sequence[int]) -> Iterator[tuple[str, Deeds]]:
    """For each owner what it can do, and in which of the states it does so."""
    taken = [game.taken(code) for code in codes]
    for owner in dict.fromkeys(row.owner for row in game.options):
        rows = [row for row in game.options if row.owner == owner]
        yield owner, (tuple(row.name for row in rows), tuple(tuple(signs[row.index] for signs in taken) for row in rows))


def numbered_name(head: str) -> str:
    """A state of a searched game in running text, from what stands for it: ``now``, ``outcome 1``."""
    return "now" if head == "now" else f"outcome {head}"


def _searched_words(game: SearchedGame, code: int) -> str:
    """Who does what; those who do the same together."""
    doing = alike((owner, joined(names)) for owner, names in outcome(game, code) if names)
    return "; ".join(f"{joined(owners)}: {names}" for names, owners in doing.items()) or "no option is taken"


# --------------------------------------------------------------------------------------------------- equilibria


def equilibria_figure(table: StabilityTable, choice: Choice) -> Figure:
    """A row for each outcome, a column for each concept; a full cell: it is an equilibrium under the concept."""
    theme = choice.page.theme
    game = table.listed
    shown = outcomes_shown(table, choice, MOST_STATES)
    has_start = game.status_quo is not None
    heads = [*(Head(concept.label) for concept in table.concepts), *([Head("reached")] if has_start else [])]
    rows, said = [], []
    for state in shown.states:
        one = table.at(state)
        cells = [
            Cell("holds", theme.high, bold=True) if c.id in one.concepts else Cell("-", faint=True) for c in table.concepts
        ]
        cells += [Cell(_reached(one), theme.area)] if has_start else []
        name = f"{head_of(game, state)}{' (now)' if state == game.status_quo else ''}"
        rows.append(Row(name, tuple(cells), below=_what(game, state)))
        held = [c.label for c in table.concepts if c.id in one.concepts]
        said.append(f"{name_of(game, state)} holds under {joined(held) or 'none of them'}.")
    sheet = Sheet(choice.page)
    grid(sheet, heads, rows, room=290.0)
    notes = ["holds: stable for everybody who can move, under this concept."]
    if has_start:
        notes.append("reached from now: by gains (each mover gains by its move), only by other moves, or not at all.")
    notes += label_notes(game, heads_of(game, shown.states))
    title = f"{game.case.title}: which outcome holds under which concept".removeprefix(": ")
    labels = joined([c.label for c in table.concepts])
    alt = f"A table of {len(shown.states)} states and the concepts {labels}. {' '.join(said)} {shown.note}"
    return sheet.figure(title, alt, [*notes, *filter(None, [shown.note])])


def _what(game: ListedGame, state: int) -> str:
    """What a state is, in names: who takes what; the name of a listed state."""
    if game.case.states is not None:
        return game.case.states[taken_words(game, state)]
    parts = [f"{who}: {joined(names)}" for who, names in outcome(game, state) if names]
    return "; ".join(parts) or "nobody does anything"


def _reached(one: Equilibrium) -> str:
    return "by gains" if one.by_improvements else "by moves" if one.by_moves else "no"
