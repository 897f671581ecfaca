"""Feasible states as sorted codes: bit k of a code is option k, the first option the lowest bit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or, bits

__all__ = ["MAX_OPTIONS", "MAX_STATES", "WITHOUT_LIST", "Codes", "feasible_codes", "holds", "matches"]

Codes = NDArray[np.uint64]
Bools = NDArray[np.bool_]

MAX_OPTIONS = 63
MAX_STATES = 2**26
ONE = np.uint64(1)
WITHOUT_LIST = (
    "this question needs the list; ask solve, explain, states, winners, credibility, paths, "
    "compare, invert, robust, power or report instead"
)
"""Which questions are answered where states are too many to list."""


def holds(tree: Node, codes: Codes) -> Bools:
    """Where a bound statement is true, for each code; shape of `codes`.

    >>> holds(Implies(Bit(0), Bit(1)), np.arange(4, dtype=np.uint64)).tolist()
    [True, False, True, True]
    """
    return np.broadcast_to(_surely(tree, True, codes, ~np.uint64(0)), codes.shape)


def matches(pattern: str, codes: Codes) -> Bools:
    """Where codes match a pattern of Y, N and - over all options in bit order.

    >>> matches("Y-", np.arange(4, dtype=np.uint64)).tolist()
    [False, True, False, True]
    """
    fixed = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
    taken = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
    return np.asarray((codes & np.uint64(fixed)) == np.uint64(taken))


def feasible_codes(options: int, impossible: Sequence[Node], limit: int = MAX_STATES) -> Codes:
    """All codes over `options` options at which none of the statements holds, ascending.

    Grows partial codes option by option, and drops those that a constraint already rules out, so that the
    2^options combinations are never visited where constraints are tight. Raises `SizeError` when more
    than `limit` partial codes remain at any time.

    >>> feasible_codes(2, [And((Bit(0), Bit(1)))]).tolist()
    [0, 1, 2]
    """
    codes = np.zeros(1, dtype=np.uint64)
    known = 0
    mentions = [frozenset(bits(tree)) for tree in impossible]
    if 2**options > limit and _product(options, impossible, mentions) > limit:
        raise _too_many(limit)
    free = options - len(frozenset[int]().union(*mentions))
    for grown, option in enumerate(_growth_order(options, mentions)):
        if grown == options - free and len(codes) << free > limit:
            raise _too_many(limit)
        codes = np.concatenate([codes, codes | np.uint64(1 << option)])
        known |= 1 << option
        for tree, mentioned in zip(impossible, mentions, strict=True):
            if option in mentioned:
                excluded = _surely(tree, True, codes, np.uint64(known))
                if np.any(excluded):
                    codes = codes[~excluded]
        if len(codes) > limit:
            raise _too_many(limit)
    for tree, mentioned in zip(impossible, mentions, strict=True):
        if not mentioned and bool(_surely(tree, True, codes, np.uint64(known))):
            return codes[:0]
    return codes if np.all(codes[1:] > codes[:-1]) else np.sort(codes)


GROUP = 12
"""Groups of at most so many options, which no constraint ties to others, are counted by themselves."""


def _product(options: int, impossible: Sequence[Node], mentions: Sequence[frozenset[int]]) -> int:
    """The number of feasible codes, where small groups of options that no constraint ties to others tell it; else 0.

    So it is known at once that many options with levels have too many states.
    """
    groups: list[set[int]] = []
    for mentioned in mentions:
        tied = [group for group in groups if group & mentioned]
        groups = [group for group in groups if not group & mentioned] + [set(mentioned).union(*tied)]
    if not all(mentions) or any(len(group) > GROUP for group in groups):
        return 0
    count = 1 << (options - sum(map(len, groups)))
    for group in groups:
        codes = np.zeros(1, dtype=np.uint64)
        for option in group:
            codes = np.concatenate([codes, codes | np.uint64(1 << option)])
        for tree, mentioned in zip(impossible, mentions, strict=True):
            if mentioned <= group:
                codes = codes[~holds(tree, codes)]
        count *= len(codes)
    return count


def _too_many(limit: int) -> SizeError:
    return SizeError(
        f"the case has more than {limit:,} feasible states, too many to list: {WITHOUT_LIST}, or rule "
        "combinations out under impossible: [CM306]"
    )


def _growth_order(options: int, mentions: Sequence[frozenset[int]]) -> list[int]:
    """Options so ordered that constraints are decided early, wherever they stand in the case.

    Always the option next that brings most constraints nearest to being decided: a constraint that still waits for
    u options is worth half as much as one that waits for one less.
    """
    order: list[int] = []
    waiting = [set(m) for m in mentions]
    widest = max(map(len, waiting), default=0)
    worth: dict[int, int] = dict.fromkeys(range(options), 0)
    while worth:
        for option in worth:
            worth[option] = sum(1 << widest - len(undecided) for undecided in waiting if option in undecided)
        chosen = max(worth, key=lambda option: (worth[option], -option))
        order.append(chosen)
        del worth[chosen]
        for undecided in waiting:
            undecided.discard(chosen)
    return order


def _surely(tree: Node, value: bool, codes: Codes, known: np.uint64) -> Bools:
    """Where a statement surely has this value, if only the options in `known` are settled."""
    match tree:
        case Const(constant):
            return np.array(constant == value)
        case Bit(index):
            bit = np.uint64(1 << index)
            if not known & bit:
                return np.array(False)
            return np.asarray((codes & bit) != 0 if value else (codes & bit) == 0)
        case Not(part):
            return _surely(part, not value, codes, known)
        case And(parts) | Or(parts):
            every = isinstance(tree, And) == value
            return _fold(np.logical_and if every else np.logical_or, [_surely(p, value, codes, known) for p in parts])
        case Implies(left, right):
            return _surely(Or((Not(left), right)), value, codes, known)
        case Iff(left, right):
            a, not_a = (_surely(left, side, codes, known) for side in (True, False))
            b, not_b = (_surely(right, side == value, codes, known) for side in (True, False))
            return np.asarray((a & b) | (not_a & not_b))
        case Count(low, high, parts):
            least = sum(_surely(part, True, codes, known).astype(np.int64) for part in parts)
            most = len(parts) - sum(_surely(part, False, codes, known).astype(np.int64) for part in parts)
            inside, outside = (least >= low) & (most <= high), (most < low) | (least > high)
            return np.asarray(inside if value else outside)
    raise TypeError(f"{tree} is not bound to an option")


def _fold(operation: np.ufunc, arrays: list[Bools]) -> Bools:
    result = arrays[0]
    for array in arrays[1:]:
        result = operation(result, array)
    return result
