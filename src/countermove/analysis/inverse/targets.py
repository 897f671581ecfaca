"""What is meant by a target: one state, several, or all in which a statement holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.naming import find_state
from countermove.game.names.outcome_labels import labels_called, where_labelled
from countermove.game.names.where import statement_in, states_where
from countermove.game.searched import SearchedGame
from countermove.model.statements import Node, Or

__all__ = ["Target", "searched_target", "target_in_changed", "target_keys", "target_text"]

Target = State | int | str | Node | Sequence[State | int]
"""A state, its number, a text (a number, ``now``, the id of a state, a label, or a statement), a bound statement, or
states."""

OPTION = "--want"
"""What messages call a target; the column of a mistake counts in what was given there."""
NUMBER = re.compile(r"\s*[+-]?[0-9]+\s*")


def target_text(want: Target) -> str:
    """A target as results repeat it: a text as it was given, states by their numbers, in a searched game by codes."""
    if isinstance(want, str):
        return want
    if isinstance(want, Node):
        return "a statement"
    return ", ".join(
        str(state.number if state.number is not None else state.code) if isinstance(state, State) else str(state)
        for state in _states(want)
    )


def target_keys(game: ListedGame, want: Target) -> list[int]:
    """The keys of the states of a listed game that are meant, ascending for a statement, else as they were given.

    >>> import countermove as cm
    >>> game = cm.compile(cm.load("cuban-missile-crisis"))
    >>> target_keys(game, "7"), target_keys(game, "blockade and withdraw"), target_keys(game, [7, 8])
    ([6], [6, 7], [6, 7])
    """
    if isinstance(want, str):
        if places := _labels(game, want):
            return _labelled(game, want, places)
        return [game.find(want)] if game.is_graph or _names_one(want) else _where(game, want)
    if isinstance(want, Node):
        return _where(game, want)
    return [game.find(state) for state in _states(want)]


def target_in_changed(game: ListedGame, want: Target) -> Callable[[ListedGame], list[int]]:
    """The target in a changed game with the same options: states by the options taken there, or where a statement holds.

    The number of a state may be another in a changed game, so numbers are looked up in `game`, and now.
    """
    if isinstance(want, str) and (places := _labels(game, want)):
        _labelled(game, want, places)
        # A changed rule takes no label away: the states that bear it are looked up anew.
        return lambda other: other.keys_labelled(places).tolist()
    if isinstance(want, Node) or (isinstance(want, str) and not _names_one(want)):
        target_keys(game, want)  # what is wrong with a statement is said before anything is tried
        return lambda other: _where(other, want)
    # By the options taken: numbers count feasible states, and a changed rule or constraint may shift them all.
    taken = {game.taken(key) for key in target_keys(game, want)}
    return lambda other: [key for key in range(other.size) if other.taken(key) in taken]


def searched_target(game: SearchedGame, want: Target) -> int | Node:
    """The target in a searched game: the code of one state (``now``, or options with commas), or a statement.

    Raises `QuestionError` for a number, since nobody has numbered these states, and for what cannot be read.

    >>> import countermove as cm
    >>> game = cm.compile(cm.load("cuban-missile-crisis"), max_states=0)
    >>> searched_target(game, "blockade, withdraw"), searched_target(game, "withdraw")
    (6, Bit(index=2))
    """
    if isinstance(want, Node):
        return want
    if isinstance(want, str) and (places := _labels(game, want)):
        parts = tuple(where_labelled(game, place) for place in places)
        code = game.labels[places[0]].code
        return code if code is not None and len(parts) == 1 else Or(parts) if len(parts) > 1 else parts[0]
    if isinstance(want, str):
        # Commas stand between the arguments of atleast(...), too, which no list of options has.
        is_state = _names_one(want) or not want.strip() or ("," in want and "(" not in want)
        return find_state(game, want) if is_state else _read(game, want)
    states = _states(want)
    if len(states) != 1:
        raise QuestionError("where states are too many to list, the target is one state, or a statement")
    return game.find(states[0])


def _states(want: State | int | Sequence[State | int]) -> list[State | int]:
    """Several states, or one; what is neither is refused where it is looked up."""
    # An array of no dimension is called iterable, and is not.
    is_several = isinstance(want, Iterable) and not isinstance(want, bytes) and getattr(want, "shape", None) != ()
    states: list[State | int] = list(want) if is_several else [want]  # type: ignore[arg-type, list-item]
    if not states:
        raise QuestionError(f"{OPTION}: no state is given; name at least one, or give a statement")
    return states


def _where(game: ListedGame, statement: str | Node) -> list[int]:
    if isinstance(statement, str):
        _read(game, statement)
    keys: list[int] = states_where(game, statement, OPTION).tolist()
    return keys


def _read(game: Game, text: str) -> Node:
    """A statement; where it cannot be read, a label that is called nearly so may have been meant."""
    try:
        return statement_in(game.case, text, OPTION)
    except QuestionError:
        near = did_you_mean(text.strip(), [label.entry.id or label.name for label in game.labels])
        if game.labels and near.startswith("did you mean"):
            raise QuestionError(f"{OPTION}: no label is called {quoted(text.strip())}; {near}") from None
        raise


def _labels(game: Game, text: str) -> list[int]:
    """The labels that a text names, by positions; none where it is a number, ``now``, the id of a state, or a statement.

    The id of a label is no option, so that it is no statement either; a name may be both, and is a statement then.
    """
    places = labels_called(game, text.strip())
    if not places or _names_one(text) or text.strip() in (game.case.states or ()):
        return []
    if game.labels[places[0]].entry.id == text.strip() or game.case.states is not None:
        return places
    try:
        statement_in(game.case, text, OPTION)
    except QuestionError:
        return places
    return []


def _labelled(game: ListedGame, text: str, places: list[int]) -> list[int]:
    keys: list[int] = game.keys_labelled(places).tolist()
    if not keys:
        raise QuestionError(f"{OPTION}: no state has the label {quoted(text.strip())}")
    return keys


def _names_one(text: str) -> bool:
    """Whether a text is ``now``, a number, or one option with a comma behind it, and no statement."""
    return text.strip() == "now" or NUMBER.fullmatch(text) is not None or text.strip().endswith(",")
