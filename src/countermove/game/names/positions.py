"""States that callers name by their positions: checked once, at the door, so that no wrong one gets into the arrays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsIndex

import numpy as np

from countermove.errors import QuestionError
from countermove.game.game import State

__all__ = ["position", "positions", "several", "whole_number"]

KIND = "a state is given by its position, a whole number from 0"
WAY = "find_state gives the position of a number, of now, or of the options taken"


def position(size: int, state: SupportsIndex) -> int:
    """A state of `size` as a plain number, counted from 0.

    Raises `QuestionError` where there is no such state, `TypeError` for what is no whole number (True is none).

    >>> position(12, 11)
    11
    >>> position(12, 12)
    Traceback (most recent call last):
    countermove.errors.QuestionError: there is no state at position 12; the 12 states have positions from 0 to 11 ...
    """
    place = whole_number(state, KIND, WAY)
    if not 0 <= place < size:
        raise QuestionError(
            f"there is no state at position {place}; the {size} states have positions from 0 to {size - 1} here, "
            f"their numbers less one ({WAY})"
        )
    return place


def positions(size: int, states: Iterable[SupportsIndex]) -> list[int]:
    """Several states of `size`, each as in `position`; one state alone, and a text, are no list of states."""
    return [position(size, state) for state in several(states, "positions")]


def several(states: Iterable[Any], called: str, example: str = "[0, 5]") -> list[Any]:
    """The entries of a list of states, whatever they are; raises `TypeError` for one state alone, and for a text.

    >>> several("now", "positions")
    Traceback (most recent call last):
    TypeError: states are given as a list of positions, such as [0, 5], not 'now'
    """
    # A text is iterable, letter by letter, and a single state is a frequent slip: both get the same clear answer.
    if isinstance(states, str | bytes) or not isinstance(states, Iterable):
        raise TypeError(f"states are given as a list of {called}, such as {example}, not {_clipped(states)}")
    return list(states)


def whole_number(value: Any, kind: str, way: str) -> int:
    """A value as a plain whole number, a `State` by its key; raises `TypeError` with these words for everything else.

    >>> whole_number("5", "an age is a whole number", "count the years")
    Traceback (most recent call last):
    TypeError: an age is a whole number, not '5'; count the years
    """
    if isinstance(value, State):
        return value.key
    # True is 1 in Python, and a mask instead of positions would silently mean the states 0 and 1.
    if isinstance(value, int | np.integer) and not isinstance(value, bool):
        return int(value)
    mask = "; np.flatnonzero gives the positions of what is True" if isinstance(value, bool | np.bool_) else ""
    raise TypeError(f"{kind}, not {_clipped(value)}; {way}{mask}")


def _clipped(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}..."
