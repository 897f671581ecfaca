"""How far two actors rank states alike, and which of their preference statements differ."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame
from countermove.model.names import OptionNames
from countermove.model.preferences import Line, PreferenceLine, lines_of

__all__ = ["Meaning", "StatementKind", "StatementShift", "alike_pairs", "first_pair", "meanings", "statement_shift"]

Ranks = NDArray[np.integer]
StatementKind = Literal[
    "missing statement", "extra statement", "swapped statements", "moved statement", "opposite statement", "other statement",
]  # fmt: skip


def alike_pairs(ranks: Ranks, others: Ranks) -> int:
    """How many pairs of states two rankings order alike: better in both, worse in both, or equal in both.

    Parameters
    ----------
    ranks, others
        Ranks of the same states, shape (S,), higher is better.

    Returns
    -------
    int
        Of S (S - 1) / 2 pairs, each counted once.

    Notes
    -----
    Exact. The pairs that are ordered alike are ascents in a sequence that is sorted by one ranking; they are counted
    bit by bit in S log S steps, since there are too many pairs to look at each.

    Examples
    --------
    >>> alike_pairs(np.array([1, 2, 3]), np.array([1, 3, 2])), alike_pairs(np.array([1, 1, 2]), np.array([1, 2, 3]))
    (2, 2)
    """
    if len(ranks) < 2:
        return 0
    own, other = (np.unique(row, return_inverse=True)[1].ravel().astype(np.int64) for row in (ranks, others))
    joint = np.unique(own * (other.max() + 1) + other, return_counts=True)[1]
    # Equals in one ranking stand in falling order of the other, so that none of their pairs is an ascent.
    order = np.lexsort((-other, own))
    return int((joint * (joint - 1) // 2).sum()) + _ascents(other[order])


def _ascents(values: NDArray[np.int64]) -> int:
    """The number of pairs of positions i < j with values[i] < values[j]."""
    count = 0
    for bit in range(int(values.max()).bit_length()):
        # Two values differ first in this bit iff all bits above agree: they are in one group.
        group = values >> (bit + 1)
        order = np.argsort(group, kind="stable")
        ones = (values[order] >> bit) & 1
        zeros = np.concatenate([[0], np.cumsum(1 - ones)])
        start = np.searchsorted(group[order], group[order])
        count += int(((zeros[:-1] - zeros[start]) * ones).sum())
    return count


def first_pair(ranks: Ranks, others: Ranks) -> tuple[int, int] | None:
    """Two positions whose states the rankings order differently, the better one for `ranks` last; None where all agree.

    Parameters
    ----------
    ranks, others
        Ranks of the same states, shape (S,), higher is better.

    Returns
    -------
    tuple of int, or None
        Positions of neighbours in the order of `ranks`: if all neighbours agree, all pairs do.

    Examples
    --------
    >>> first_pair(np.array([1, 2, 3]), np.array([1, 3, 2]))
    (1, 2)
    """
    order = np.lexsort((others, ranks))
    steps, other_steps = (np.sign(np.diff(row[order].astype(np.int64))) for row in (ranks, others))
    places = np.flatnonzero(steps != other_steps)
    return None if not len(places) else (int(order[places[0]]), int(order[places[0] + 1]))


@dataclass(frozen=True)
class StatementShift:
    """How one list of preference statements differs from another, at positions that count from 0.

    `reference`: positions in the list of the reference, `student`: in that of the student.
    """

    kind: StatementKind
    reference: tuple[int, ...]
    student: tuple[int, ...]


def statement_shift(
    reference: Sequence[Hashable], student: Sequence[Hashable], opposites: Sequence[Hashable]
) -> StatementShift | None:
    """The one change that makes one list of statements of the other, or else the first position where they differ.

    Parameters
    ----------
    reference, student
        What each statement means, as `meanings` has it.
    opposites
        What the negation of each statement of the reference means.

    Returns
    -------
    StatementShift or None
        None where the lists are equal.

    Examples
    --------
    >>> statement_shift(["a", "b", "c"], ["a", "c"], ["-a", "-b", "-c"])
    StatementShift(kind='missing statement', reference=(1,), student=())
    >>> statement_shift(["a", "b", "c"], ["c", "b", "a"], ["-a", "-b", "-c"])
    StatementShift(kind='swapped statements', reference=(0, 2), student=(0, 2))
    """
    own, other = list(reference), list(student)
    if own == other:
        return None
    pairs = zip(own, other, strict=False)
    first = next((k for k, (one, two) in enumerate(pairs) if one != two), min(len(own), len(other)))
    if own[:first] + own[first + 1 :] == other:
        return StatementShift("missing statement", (first,), ())
    if own == other[:first] + other[first + 1 :]:
        return StatementShift("extra statement", (), (first,))
    if len(own) == len(other):
        differing = [k for k in range(len(own)) if own[k] != other[k]]
        if len(differing) == 2 and own[differing[0]] == other[differing[1]] and own[differing[1]] == other[differing[0]]:
            return StatementShift("swapped statements", tuple(differing), tuple(differing))
        if len(differing) == 1 and opposites[first] == other[first]:
            return StatementShift("opposite statement", (first,), (first,))
        # A statement that was moved stands at one end of the part that differs, here or there.
        last = differing[-1]
        if own[first] == other[last] and own[first + 1 : last + 1] == other[first:last]:
            return StatementShift("moved statement", (first,), (last,))
        if own[last] == other[first] and own[first:last] == other[first + 1 : last + 1]:
            return StatementShift("moved statement", (last,), (first,))
    return StatementShift("other statement", (first,) if first < len(own) else (), (first,) if first < len(other) else ())


@dataclass(frozen=True)
class Meaning:
    """A preference statement at a position that counts from 0: what it means, and what its negation means."""

    position: int
    own: Hashable
    opposite: Hashable


def meanings(game: ListedGame, actor: str, keys: NDArray[np.int64]) -> list[Meaning]:
    """What the preference statements of an actor mean: their truth in some states.

    Parameters
    ----------
    game
        The game.
    actor
        The id of an actor with preference statements.
    keys
        The states.

    Returns
    -------
    list of Meaning
        In the order of importance, without those that are equally true in all these states: they rank nothing there.
    """
    names = OptionNames(game.case)
    statements = []
    for position, entry in enumerate(game.case.actors[actor].prefers or ()):
        parts = [game.holds_in(names.bind(line.that, actor))[keys] for line in lines_of(entry)]
        if any(part.any() and not part.all() for part in parts):
            statements.append(
                Meaning(position, *(_meaning(entry, [part ^ negated for part in parts]) for negated in (False, True)))
            )
    return statements


def _meaning(entry: PreferenceLine, parts: Sequence[NDArray[np.bool_]]) -> Hashable:
    if isinstance(entry, Line):
        return parts[0].tobytes()
    # Of statements that are equally important, the order in which they are written means nothing.
    return type(entry).__name__, tuple(sorted(part.tobytes() for part in parts))
