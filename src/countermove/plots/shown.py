"""Which states a picture shows: those that were chosen, or as many outcomes as fit; and what stands for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from countermove.analysis.equilibria import StabilityTable
from countermove.errors import QuestionError, SizeError
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.plots.grid import Head, Row, without_long_words
from countermove.plots.sheet import Sheet
from countermove.plots.style import Page
from countermove.text.naming import alike, joined, number, state_name

__all__ = [
    "Choice",
    "Shown",
    "are",
    "chosen_states",
    "fitting_heads",
    "from_words",
    "head_of",
    "heads_of",
    "label_notes",
    "label_of",
    "name_of",
    "numbered_outcomes",
    "outcomes_shown",
    "some_numbered_outcomes",
]

STRONGEST = 12
"""States that are shown unless states are chosen: this many columns of option signs are as wide as a page."""

Heads = tuple[list[Head], list[str]]
"""The heads of a table, and what stands below it about them."""


@dataclass(frozen=True)
class Choice:
    """What a picture is to show; None: what the kind of picture shows by itself. `states` are keys.

    `page`: the theme and the width that it is laid out for.
    """

    states: tuple[int, ...] | None = None
    concepts: tuple[str, ...] | None = None
    actor: str | None = None
    body: str | None = None
    option: str | None = None
    page: Page = field(default_factory=Page)


@dataclass(frozen=True)
class Shown:
    """The keys of the states in a picture, and what has to be said about those that are not in it."""

    states: tuple[int, ...]
    note: str = ""


def chosen_states(choice: Choice, most: int) -> tuple[int, ...] | None:
    """The states that were asked for, none twice; raises `SizeError` where they are too many for one picture."""
    if choice.states is None:
        return None
    states = tuple(dict.fromkeys(choice.states))
    if len(states) > most:
        raise SizeError(
            f"{len(states):,} states are too many for this picture: it shows at most {most}; choose fewer with --states"
        )
    return states


def outcomes_shown(table: StabilityTable, choice: Choice, most: int) -> Shown:
    """The states that were asked for; else the status quo and the equilibria, best supported first: 12 at most.

    Where there is none: all states, if they fit. Raises `SizeError` where they do not.
    """
    chosen = chosen_states(choice, most)
    if chosen is not None:
        return Shown(chosen)
    game = table.listed
    most = min(most, STRONGEST)
    now = [game.status_quo_key] if game.status_quo_key is not None else []
    strongest = table.strongest(most)
    if not strongest:
        return _all_or_nothing(game, now, most)
    states = list(dict.fromkeys([*now, *strongest]))[:most]
    strength = table.strength()
    held = int(sum(strength[state] > 0 for state in states))
    note = f"Of {table.count:,} equilibria, the {held} best supported are shown." if held < table.count else ""
    return Shown(tuple(states), note)


def _all_or_nothing(game: ListedGame, now: Sequence[int], most: int) -> Shown:
    if game.size <= most:
        return Shown(tuple(range(game.size)), "No state is an equilibrium under these concepts, so all states are shown.")
    if now:
        return Shown(tuple(now), "No state is an equilibrium under these concepts; only the status quo is shown.")
    raise SizeError(
        f"no state is an equilibrium, and all {game.size:,} are too many for a picture; choose states with --states"
    )


def numbered_outcomes(table: StabilityTable) -> tuple[list[tuple[str, int]], str]:
    """The states in a picture of a searched game, and what is left out.

    Each is given by what stands for it and its code: the status quo as ``today``, outcomes by their numbers in the order
    of the brief.
    """
    now = table.searched.status_quo_key
    first = [("today", now)] if now is not None and now not in table.search_result.equilibria else []
    kept = table.outcomes[: STRONGEST - len(first)]
    numbered = [(f"{k} (today)" if e.state.key == now else str(k), e.state.key) for k, e in enumerate(kept, 1)]
    left_out = table.count - len(kept)
    return [*first, *numbered], f"Of {table.count:,} outcomes found, {len(kept)} are shown." if left_out else ""


def some_numbered_outcomes(table: StabilityTable) -> tuple[list[tuple[str, int]], str]:
    """The same; raises `QuestionError` where there is neither an outcome nor a status quo."""
    shown, note = numbered_outcomes(table)
    if not shown:
        raise QuestionError("no outcome was found, and there is no status quo, so there is nothing to show")
    return shown, note


def head_of(game: ListedGame, state: int) -> str:
    """What stands for a state in a picture: its number, or its id where states are listed."""
    return str(number(state)) if game.case.states is None else list(game.case.states)[state]


def label_of(game: ListedGame, state: int) -> str | None:
    """What people call a state: its label, or in a graph case the name of the state; None where it has neither."""
    return game.label_of(state) or (game.case.states or {}).get(head_of(game, state)) or None


def heads_of(game: ListedGame, states: Sequence[int]) -> list[Head]:
    """What stands over the columns of some states: number or id, and below it the label, and which is today."""
    heads = []
    for state in states:
        words = [label_of(game, state), "today" if state == game.status_quo_key else None]
        heads.append(Head(head_of(game, state), ", ".join(filter(None, words))))
    return heads


def label_notes(game: Game, states: Iterable[tuple[str, int]]) -> list[str]:
    """The labels of states in a picture, each behind what stands for its states; nothing where none has one."""
    labels = alike((head, game.label_of(state)) for head, state in states)
    said = [f'{joined(heads)} "{label}"' for label, heads in labels.items() if label]
    return [f"Labels: {'; '.join(said)}."] if said else []


def fitting_heads(sheet: Sheet, game: Game, heads: Sequence[Head], states: Sequence[int], rows: Sequence[Row]) -> Heads:
    """The heads of a table of states, and a note with their labels where these have no room in the heads."""
    days = ["today" if isinstance(game, ListedGame) and state == game.status_quo_key else "" for state in states]
    fitting = without_long_words(sheet, heads, rows, days)
    named = [(head.text, state) for head, state in zip(heads, states, strict=True)]
    return fitting, [] if fitting == list(heads) else label_notes(game, named)


def from_words(game: ListedGame, state: int) -> str:
    """A state as one speaks of where something begins: ``today``, or its name."""
    return "today" if state == game.status_quo_key else name_of(game, state)


def are(count: int) -> str:
    """The verb for this many.

    >>> are(1), are(2)
    ('is', 'are')
    """
    return "is" if count == 1 else "are"


def name_of(game: ListedGame, state: int) -> str:
    """A state in running text: ``state 6``, or by its label, and whether it is today."""
    name = state_name(game, state)
    if state != game.status_quo_key:
        return name
    return f"{name[:-1]}, today)" if name.endswith(")") else f"{name} (today)"
