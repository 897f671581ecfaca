"""How many sets of preferred states leave a state stable, by their size: counted without listing the sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from countermove.errors import SizeError
from countermove.game.listed import ListedGame, Mover
from countermove.stability.engines.local import moves_from
from countermove.stability.engines.reach import answer_finder

__all__ = ["stable_set_sizes"]

Set = int
"""A set of states as bits, bit k for the state with key k."""
Condition = tuple[Set, frozenset[Set]]
"""One move that must not pay: the state that it leads to, or 0 once that is preferred; and the sets of states of which
one must have no preferred state, each an answer with what a counter-move could lead to."""
MOST_STEPS = 2_000_000
"""Sets that are looked at in all: some ten seconds."""


def stable_set_sizes(
    game: ListedGame, mover: Mover, key: int, *, answered: bool, credible: bool, counter: bool
) -> list[int]:
    """For k from 0 to S - 1 how many sets of k of S states, if preferred to a state, leave that state stable for an actor.

    A move pays unless its end is not preferred, or some answer ends where neither the end nor, if `counter`, the end of a
    counter-move is preferred.

    Parameters
    ----------
    game, mover
        A listed game, and an actor with moves.
    key
        The state.
    answered, credible, counter
        Whether others answer (not under Nash), only by improvements (SEQ, SSEQ), and whether the actor moves once more
        (SMR, SSEQ).

    Raises
    ------
    SizeError
        Where the moves and answers differ in too many ways to be counted.
    """
    conditions = _conditions(game, mover, key, answered, credible, counter)
    order = _order(conditions)
    # What is left of the conditions decides about all states that come later: what is equal is counted together.
    open_sizes: dict[frozenset[Condition], list[int]] = {conditions: [1]}
    steps = 0
    for bit in order:
        following: dict[frozenset[Condition], list[int]] = {}
        for still_open, sizes in open_sizes.items():
            steps += sum(1 + len(sets) for _, sets in still_open)
            for after, moved in ((_without(still_open, bit), sizes), (_with(still_open, bit), [0, *sizes])):
                if after is not None:
                    following[after] = _sum(following.get(after, []), moved)
        if steps > MOST_STEPS:
            raise SizeError("--rankings has too many moves and answers to count here; name a state with fewer moves")
        open_sizes = following
    sizes = open_sizes.get(frozenset(), [0])
    # States that no condition is about may be preferred or not.
    for _ in range(game.size - 1 - len(order)):
        sizes = _sum(sizes, [0, *sizes])
    return _sum(sizes, [0] * game.size)


def _conditions(
    game: ListedGame, mover: Mover, key: int, answered: bool, credible: bool, counter: bool
) -> frozenset[Condition]:
    find = answer_finder(game, mover, credible)
    conditions = []
    for end in sorted(set(_ends(game, mover, key)) - {key}):
        answers = {int(s) for part in find(end)[1] for s in part} if answered else set()
        sets = {_bits([s, *(_ends(game, mover, s) if counter else ())], key) for s in answers}
        # An answer that never ends at anything preferred is one whatever is preferred.
        if 0 not in sets:
            conditions.append((1 << end, _smallest(sets)))
    return frozenset(conditions)


def _ends(game: ListedGame, mover: Mover, key: int) -> Iterable[int]:
    """Where an actor can go in one move."""
    return moves_from(game, mover, np.array([key], dtype=np.int32)).target.tolist()  # type: ignore[no-any-return]


def _bits(states: Iterable[int], key: int) -> Set:
    """The states as bits, without the state that is judged, which is not preferred to itself."""
    return sum(1 << s for s in set(states) - {key})


def _smallest(sets: set[Set]) -> frozenset[Set]:
    """The sets that contain no other: where one has no preferred state, those inside it have none either."""
    kept: list[Set] = []
    for one in sorted(sets, key=int.bit_count):
        if not any(other & one == other for other in kept):
            kept.append(one)
    return frozenset(kept)


def _order(conditions: Iterable[Condition]) -> Sequence[Set]:
    """The states that matter: first the ends of moves, then set by set, so that little stays open at a time."""
    masks = [end for end, _ in conditions] + sorted({one for _, sets in conditions for one in sets})
    bits = (1 << k for mask in masks for k in range(mask.bit_length()) if mask >> k & 1)
    return list(dict.fromkeys(bits))


def _without(conditions: frozenset[Condition], bit: Set) -> frozenset[Condition] | None:
    """What is left where a state is not preferred."""
    left = []
    for end, sets in conditions:
        if end == bit:
            continue
        smaller = frozenset(one & ~bit for one in sets)
        if 0 not in smaller:
            left.append((end, smaller))
    return frozenset(left)


def _with(conditions: frozenset[Condition], bit: Set) -> frozenset[Condition] | None:
    """What is left where a state is preferred; None where a move then pays whatever else is."""
    left = []
    for end, sets in conditions:
        here, able = end & ~bit, frozenset(one for one in sets if not one & bit)
        if not here and not able:
            return None
        left.append((here, able))
    return frozenset(left)


def _sum(one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Two lists of counts by size, added."""
    size = max(len(one), len(other))
    padded = ([*counts, *[0] * (size - len(counts))] for counts in (one, other))
    return [a + b for a, b in zip(*padded, strict=True)]
