"""What is done in each outcome, option by option; and which outcome is an equilibrium under which concept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.errors import QuestionError
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.case import OptionRow
from countermove.plots.fonts import width
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.sheet import Sheet
from countermove.plots.shown import (
    Choice,
    Shown,
    are,
    fitting_heads,
    head_of,
    heads_of,
    label_of,
    name_of,
    outcomes_shown,
    some_numbered_outcomes,
)
from countermove.plots.style import SMALL, Theme, look, looks
from countermove.text.naming import alike, joined, outcome, shortened, taken_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "MOST_STATES",
    "equilibria_figure",
    "equilibria_sentence",
    "numbered_name",
    "outcomes_figure",
    "outcomes_sentence",
]

MOST_STATES = 24
"""States side by side, or below each other, at most: this many rows with what is done in them fill a page."""
MOST_LONG = 480.0
"""The longest lines of what is done, in points: some 100 characters."""
MOST_NAMED = 3
"""Options, or states, that the sentence names at most."""


def outcomes_figure(table: StabilityTable, choice: Choice) -> Figure:
    """A column for each outcome, a row for each option; Y: taken, N: not, -: a coalesced state leaves it open.

    Unless states are chosen: the status quo, and the equilibria under the concepts asked for, best supported first.
    In a searched game, owners who do the same in all outcomes found share rows.
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
    rows += [Row("Equilibrium", heading=True), Row(f"under how many of {count} concepts", held)]
    sheet = Sheet(choice.page)
    heads, named = fitting_heads(sheet, game, heads_of(game, shown.states), shown.states, rows)
    grid(sheet, heads, rows)
    either = " -: either." if game.is_coalesced else ""
    notes = [f"Y: the option is taken. N: it is not.{either} Numbers above: states.", *filter(None, [shown.note]), *named]
    said = [_listed_words(game, state, f"{strength[state]} of {count}") for state in shown.states]
    equilibria = [state for state in shown.states if strength[state]]
    what = "what is done in each equilibrium" if equilibria else "what is done in each state"
    title = f"{game.case.title}: {what}".removeprefix(": ")
    names = [name_of(game, state) for state in equilibria]
    return sheet.figure(
        title, outcomes_sentence(game, equilibria, names), notes, details=" ".join(filter(None, [*said, shown.note]))
    )


def outcomes_sentence(game: Game, keys: Sequence[int], names: Sequence[str]) -> str:
    """What to see: which options are taken in all equilibria that are shown, else in none; of one, what is done in it."""
    if not keys:
        return "No state that is shown is an equilibrium."
    if len(keys) == 1:
        done = [_option_words(game, row) for row in game.options if game.taken(keys[0])[row.index]]
        if not done:
            return f"One equilibrium is shown, {names[0]}; no option is taken in it."
        return f"One equilibrium is shown, {names[0]}; in it, {_some(done)} {are(len(done))} taken."
    values = [game.taken(key) for key in keys]
    always = [_option_words(game, row) for row in game.options if all(taken[row.index] is True for taken in values)]
    never = [_option_words(game, row) for row in game.options if all(taken[row.index] is False for taken in values)]
    if always:
        return f"In each of the {len(keys)} equilibria that are shown, {_some(always)} {are(len(always))} taken."
    if never:
        return f"In none of the {len(keys)} equilibria that are shown {are(len(never))} {_some(never, 'or')} taken."
    return f"No option is taken in all, or in none, of the {len(keys)} equilibria that are shown."


def _option_words(game: Game, row: OptionRow) -> str:
    return f'"{row.name}" ({game.case.label(row.owner)})'


def _some(parts: Sequence[str], last: str = "and") -> str:
    return shortened(parts, MOST_NAMED, last)


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
    return f"{name_of(game, state)}: {done}; an equilibrium under {strength} concepts."


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
    rows.append(Row("Equilibrium", heading=True))
    for concept in table.concepts:
        holds = (concept.id in table.at(code).concepts for _, code in shown)
        cells = tuple(Cell("yes" if held else "-", theme.area, bold=held) for held in holds)
        rows.append(Row(f"under {concept.label}", cells))
    sheet = Sheet(choice.page)
    codes = [code for _, code in shown]
    heads, named = fitting_heads(sheet, game, [Head(name, game.label_of(code) or "") for name, code in shown], codes, rows)
    grid(sheet, heads, rows)
    notes = ["Y: the option is taken. N: it is not. Numbers above: outcomes, the best supported being 1."]
    if any(len(owners) > 1 for owners in groups.values()):
        notes.append("Actors with the same options who do the same in every state that is shown share rows.")
    said = [f"{numbered_name(game, name, code)}: {_searched_words(game, code)}." for name, code in shown]
    title = f"{game.case.title}: what is done in each outcome found".removeprefix(": ")
    held = [(numbered_name(game, name, code), code) for name, code in shown if table.at(code).concepts]
    sentence = outcomes_sentence(game, [code for _, code in held], [name for name, _ in held])
    return sheet.figure(
        title, sentence, [*notes, *filter(None, [note]), *named], details=" ".join(filter(None, [*said, note]))
    )


Deeds = tuple[tuple[str, ...], tuple[tuple[bool | None, ...], ...]]
"""The names of an owner's options, and for each of them in which of the states it is taken."""


def _deeds(game: Game, codes: Sequence[int]) -> Iterator[tuple[str, Deeds]]:
    """For each owner what it can do, and in which of the states it does so."""
    taken = [game.taken(code) for code in codes]
    for owner in dict.fromkeys(row.owner for row in game.options):
        rows = [row for row in game.options if row.owner == owner]
        yield owner, (tuple(row.name for row in rows), tuple(tuple(signs[row.index] for signs in taken) for row in rows))


def numbered_name(game: SearchedGame, head: str, code: int) -> str:
    """A state of a searched game in running text: ``today``, ``outcome 1``, or its label with that in brackets."""
    name = "today" if head == "today" else f"outcome {head}"
    label = game.label_of(code)
    return name if label is None else f'"{label}" ({name})'


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
    has_start = game.status_quo_key is not None
    heads = [*(Head(c.label) for c in table.concepts), *([Head("reached from today")] if has_start else [])]
    rows, said = [], []
    for state in shown.states:
        one = table.at(state)
        holds = Cell("yes", theme.high, bold=True)
        cells = [holds if c.id in one.concepts else Cell("-", faint=True) for c in table.concepts]
        cells += [Cell(_reached(one), theme.area)] if has_start else []
        rows.append(Row(_row_name(game, state), tuple(cells)))
        held = [c.label for c in table.concepts if c.id in one.concepts]
        under = f"an equilibrium under {joined(held)}" if held else "no equilibrium"
        said.append(f"{name_of(game, state)}: {under}.")
    sheet = Sheet(choice.page)
    y = grid(sheet, heads, rows, room=160.0) + 10
    for state in shown.states:
        if label_of(game, state) is None:
            # What is done stands below the table: beside a row for each state it would make columns too narrow.
            name = head_of(game, state)
            sheet.text(0, y + 0.65 * SMALL, name, SMALL, bold=True)
            left = 1.02 * width(name, SMALL, True) + 8
            y = sheet.paragraph(left, y, _what(game, state), min(sheet.room, MOST_LONG) - left, SMALL) + 2
    notes = ["yes: an equilibrium under this concept, that is, stable for every actor and body that can move."]
    if has_start:
        notes.append(
            "Reached from today: by improvements (each mover gains by its move), only by other moves, or not at all."
        )
    title = f"{game.case.title}: which outcome is an equilibrium under which concept".removeprefix(": ")
    details = " ".join(filter(None, [*said, shown.note]))
    return sheet.figure(
        title, equilibria_sentence(table, shown.states), [*notes, *filter(None, [shown.note])], details=details
    )


def equilibria_sentence(table: StabilityTable, states: Sequence[int]) -> str:
    """What to see: which of the states that are shown are equilibria under the most concepts."""
    game, strength, count = table.listed, table.strength(), len(table.concepts)
    most = max(int(strength[state]) for state in states)
    if not most:
        return "No state that is shown is an equilibrium under any of these concepts."
    best = [state for state in states if strength[state] == most]
    under = f"under all {count} concepts" if most == count > 1 else f"under {most} of {count} concepts"
    names = _some([name_of(game, state) for state in best])
    what = "an equilibrium" if len(best) == 1 else "equilibria"
    others = [int(strength[state]) for state in states if strength[state] < most]
    rest = f"; the others shown, under {f'{max(others)} at most' if max(others) else 'none'}" if others else ""
    return f"Best supported: {names}, {what} {under}{' each' if len(best) > 1 else ''}{rest}."


def _row_name(game: ListedGame, state: int) -> str:
    """The name of a row: the label with the number in brackets, or the number alone; and whether it is today."""
    label, head = label_of(game, state), head_of(game, state)
    words = [head] if label is None or label == head else [label]
    more = [*([] if words == [head] else [head]), *(["today"] if state == game.status_quo_key else [])]
    return f"{words[0]} ({', '.join(more)})" if more else words[0]


def _what(game: ListedGame, state: int) -> str:
    """What a state is, in names: who takes what; the name of a listed state."""
    if game.case.states is not None:
        return game.case.states[taken_words(game, state)]
    parts = [f"{who}: {joined(names)}" for who, names in outcome(game, state) if names]
    return "; ".join(parts) or "no option is taken"


def _reached(one: Equilibrium) -> str:
    return "improvements" if one.by_improvements else "other moves" if one.by_moves else "no"
