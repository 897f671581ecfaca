"""Which states, concepts, actors and bodies a picture shows: what was asked for, or what fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.analysis.assumptions import strongest
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.errors import QuestionError, SizeError
from countermove.game.listed import ListedGame
from countermove.game.naming import find_state
from countermove.text.naming import number, state_name

__all__ = ["Choice", "Shown", "chosen_states", "head_of", "name_of", "outcomes_shown", "solved", "state_list"]


FIRMEST = 12
"""So many states are shown unless states are chosen."""


@dataclass(frozen=True)
class Choice:
    """What a picture is to show. States count from 0 here; None: what the picture shows unless it is told."""

    states: tuple[int, ...] | None = None
    concepts: tuple[str, ...] | None = None
    actor: str | None = None
    body: str | None = None
    option: str | None = None


@dataclass(frozen=True)
class Shown:
    """The states in a picture, and what has to be said about those that are not in it."""

    states: tuple[int, ...]
    note: str = ""


def state_list(graph: ListedGame, text: str) -> tuple[int, ...]:
    """States from a list such as ``1,5,now``: numbers, ``now`` and, where states are listed, their ids.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> state_list(compile(catalog.load_case("european-security-2022")), "3, now")
    (2, 97)
    """
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not parts:
        raise QuestionError("--states is empty; write numbers with commas between them, such as 1,5,now")
    named = set(graph.case.states or {})
    for part in parts:
        if part != "now" and part not in named and not part.lstrip("+-").isdigit():
            way = "ids" if named else "numbers"
            raise QuestionError(f'--states: "{part[:80]}" is no state; write {way} with commas, such as 1,5,now')
    return tuple(dict.fromkeys(find_state(graph, part) for part in parts))


def solved(graph: ListedGame, choice: Choice) -> StabilityTable:
    """The verdicts under the concepts asked for."""
    return equilibria(graph, choice.concepts)


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


def outcomes_shown(graph: ListedGame, table: StabilityTable, choice: Choice, most: int) -> Shown:
    """The states that were asked for; else the status quo and the outcomes that hold, firmest first: 12 at most.

    Where nothing holds: all states, if they fit. Raises `SizeError` where they do not.
    """
    wanted = chosen_states(choice, most)
    if wanted is not None:
        return Shown(wanted)
    most = min(most, FIRMEST)
    today = [graph.status_quo] if graph.status_quo is not None else []
    found = int((table.strength() > 0).sum())
    firmest = strongest(table, most)
    if not firmest:
        return _all_or_nothing(graph, today, most)
    states = list(dict.fromkeys([*today, *firmest]))[:most]
    held = int(sum(table.strength()[state] > 0 for state in states))
    note = f"Of {found:,} outcomes that hold, the {held} firmest are shown." if held < found else ""
    return Shown(tuple(states), note)


def _all_or_nothing(graph: ListedGame, today: Sequence[int], most: int) -> Shown:
    if graph.size <= most:
        return Shown(tuple(range(graph.size)), "No state holds under these concepts, so all states are shown.")
    if today:
        return Shown(tuple(today), "No state holds under these concepts; only the status quo is shown.")
    raise SizeError(f"no state holds, and all {graph.size:,} are too many for a picture; choose states with --states")


def head_of(graph: ListedGame, state: int) -> str:
    """What stands for a state in a picture: its number, or its id where states are listed."""
    return str(number(state)) if graph.case.states is None else list(graph.case.states)[state]


def name_of(graph: ListedGame, state: int) -> str:
    """A state in running text: ``state 6``, with a word about the status quo."""
    return f"{state_name(graph, state)}{' (now)' if state == graph.status_quo else ''}"
