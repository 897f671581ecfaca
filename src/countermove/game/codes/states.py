"""Feasible states as sorted codes, and statements over codes.

Feasible combinations are grown field by field (see `countermove.game.codes.layout`): what the constraints on the options
settled so far rule out is dropped at once, so that neither all combinations of options nor all partial ones are visited.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.codes.layout import MAX_BITS, Codes, Field, Layout, plain
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or, bits

__all__ = [
    "MAX_OPTIONS", "MAX_STATES", "WITHOUT_LIST", "Codes", "feasible_codes", "grown", "holds", "matches", "moved", "too_many",
]  # fmt: skip

Bools = NDArray[np.bool_]

MAX_OPTIONS = MAX_BITS
"""Options up to which each may have a bit of its own in a packed code."""
MAX_STATES = 2**26
"""The most states that are listed unless another limit is asked: 512 MB of codes, and 256 MB for each actor's ranks."""
MOST_TIED = 2**12
"""Combinations of tied options that are counted, group by group, to know at once that a case is too large."""
WITHOUT_LIST = (
    "this question needs the list; ask solve, explain, states, winners, credibility, paths, "
    "compare, invert, robust, power or report instead"
)
"""Which questions are answered where states are too many to list."""


def holds(tree: Node, codes: Codes, layout: Layout | None = None) -> Bools:
    """Where a bound statement is true, for each code; shape of `codes`. Without a `layout` bit k is option k.

    >>> holds(Implies(Bit(0), Bit(1)), np.arange(4, dtype=np.uint64)).tolist()
    [True, False, True, True]
    """
    return np.broadcast_to(_surely(tree, True, _truth(codes, layout)), codes.shape)


def matches(pattern: str, codes: Codes, layout: Layout | None = None) -> Bools:
    """Where codes match a pattern of Y, N and - over all options in bit order.

    >>> matches("Y-", np.arange(4, dtype=np.uint64)).tolist()
    [False, True, False, True]
    """
    if layout is not None and not layout.is_plain:
        matching = np.ones(codes.shape, dtype=bool)
        for option, letter in enumerate(pattern):
            if letter != "-":
                matching &= layout.taken(option, codes) == (letter == "Y")
        return matching
    fixed = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
    taken = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
    return np.asarray((codes & np.uint64(fixed)) == np.uint64(taken))


# ------------------------------------------------------------------------------------------------ enumeration


def feasible_codes(options: int, impossible: Sequence[Node], limit: int = MAX_STATES) -> Codes:
    """All codes over `options` options at which none of the statements holds, ascending.

    Grows partial codes option by option, and drops those that a constraint already rules out, so that the
    2^options combinations are never visited where constraints are tight. Raises `SizeError` when more
    than `limit` partial codes remain at any time.

    >>> feasible_codes(2, [And((Bit(0), Bit(1)))]).tolist()
    [0, 1, 2]
    """
    return grown(plain(options), impossible, limit)


def grown(layout: Layout, impossible: Sequence[Node], limit: int) -> Codes:
    """All packed codes at which none of the statements holds, ascending; as Python's whole numbers beyond 63 bits.

    Cost: the most partial codes at any time, times the statements. Raises `SizeError` where these are more than `limit`.
    """
    fields = layout.fields
    kind = np.uint64 if layout.width <= MAX_BITS else object
    word: Callable[[int], int | np.uint64] = np.uint64 if layout.width <= MAX_BITS else int
    codes = np.zeros(1, dtype=kind)
    settled = 0
    mentions = [frozenset(layout.field_of[option] for option in bits(tree)) for tree in impossible]
    # A refusal before anything is grown, where groups that no constraint ties to others multiply to too many.
    if prod(len(field.values) for field in fields) > limit and _product(layout, impossible, mentions) > limit:
        raise too_many(limit)
    # Fields that constraints mention first: once those are settled, the free ones multiply the count exactly.
    order = _growth_order(len(fields), mentions)
    tied = len(frozenset[int]().union(*mentions))
    free = prod(len(fields[place].values) for place in order[tied:])
    for grown, place in enumerate(order):
        if grown == tied and len(codes) * free > limit:
            raise too_many(limit)
        field = fields[place]
        codes = np.concatenate([codes, *(codes | word(number << field.shift) for number in range(1, len(field.values)))])
        settled |= field.mask
        for tree, mentioned in zip(impossible, mentions, strict=True):
            if place in mentioned:
                # Three-valued: a constraint excludes a partial code only where it holds whatever is still to be
                # settled.
                excluded = _surely(tree, True, _truth(codes, layout, settled))
                if np.any(excluded):
                    codes = codes[~excluded]
        if len(codes) > limit:
            raise too_many(limit)
    for tree, mentioned in zip(impossible, mentions, strict=True):
        if not mentioned and bool(np.any(_surely(tree, True, _truth(codes, layout, settled)))):
            return codes[:0]
    # Grown in another order than that of the bits, codes come unsorted; everything else relies on their order.
    return codes if np.all(codes[1:] > codes[:-1]) else np.sort(codes)


def _product(layout: Layout, impossible: Sequence[Node], mentions: Sequence[frozenset[int]]) -> int:
    """The number of feasible codes, where small groups of fields that no constraint ties to others tell it; else 0.

    So it is settled at once that many options with levels have too many states.
    """
    sizes = [len(field.values) for field in layout.fields]
    groups: list[set[int]] = []
    for mentioned in mentions:
        tied = [group for group in groups if group & mentioned]
        groups = [group for group in groups if not group & mentioned] + [set(mentioned).union(*tied)]
    # A constraint that mentions nothing is constant; groups that are too large are not worth counting.
    if not all(mentions) or any(prod(sizes[k] for k in group) > MOST_TIED for group in groups):
        return 0
    count = prod(size for k, size in enumerate(sizes) if not any(k in group for group in groups))
    for group in groups:
        own = [tree for tree, mentioned in zip(impossible, mentions, strict=True) if mentioned <= group]
        # A layout of these fields alone: whatever stands between them is left out, so that their codes fit a word.
        chosen = [layout.fields[k] for k in sorted(group)]
        place = {option: k for k, option in enumerate(option for field in chosen for option in field.options)}
        small = Layout.of(Field(place[field.first], field.count, field.values) for field in chosen)
        codes = np.zeros(1, dtype=np.uint64)
        for field in small.fields:
            numbers = np.arange(len(field.values), dtype=np.uint64) << np.uint64(field.shift)
            codes = (numbers[:, None] | codes[None, :]).ravel()
        for tree in own:
            codes = codes[~holds(moved(tree, place), codes, small)]
        count *= len(codes)
    return count


def too_many(limit: int) -> SizeError:
    """The refusal of a case with more than `limit` states."""
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
    # Powers of two as whole numbers: with fractions, a hundred waiting options would underflow.
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


Truth = Callable[[int, bool], Bools]
"""Where an option is surely taken (True), or surely not (False)."""


def _truth(codes: Codes, layout: Layout | None, settled: int | None = None) -> Truth:
    """What is settled of each option in some codes; `settled`: only these bits are settled."""

    shared = None if layout is None or layout.is_plain else layout

    def taken(option: int, value: bool) -> Bools:
        bits_ = 1 << option if shared is None else shared.bits[option]
        if settled is not None and not settled & bits_:
            return np.array(False)
        if shared is None:
            bit: Any = bits_ if codes.dtype == object else np.uint64(bits_)
            return np.asarray((codes & bit) != 0 if value else (codes & bit) == 0)
        is_taken = shared.taken(option, codes)
        return is_taken if value else ~is_taken

    return taken


def _surely(tree: Node, value: bool, truth: Truth) -> Bools:
    """Where a statement surely has this value, by what is settled."""
    match tree:
        case Const(constant):
            return np.array(constant == value)
        case Bit(index):
            return truth(index, value)
        case Not(part):
            return _surely(part, not value, truth)
        case And(parts) | Or(parts):
            # De Morgan: "and" is surely true where all parts are, surely false where one part is; "or" the reverse.
            every = isinstance(tree, And) == value
            return _fold(np.logical_and if every else np.logical_or, [_surely(p, value, truth) for p in parts])
        case Implies(left, right):
            return _surely(Or((Not(left), right)), value, truth)
        case Iff(left, right):
            a, not_a = (_surely(left, side, truth) for side in (True, False))
            b, not_b = (_surely(right, side == value, truth) for side in (True, False))
            return np.asarray((a & b) | (not_a & not_b))
        case Count(low, high, parts):
            # This many hold at least, this many at most; between the two nothing is sure yet.
            least = sum(_surely(part, True, truth).astype(np.int64) for part in parts)
            most = len(parts) - sum(_surely(part, False, truth).astype(np.int64) for part in parts)
            inside, outside = (least >= low) & (most <= high), (most < low) | (least > high)
            return np.asarray(inside if value else outside)
    raise TypeError(f"{tree} is not bound to an option")


def _fold(operation: np.ufunc, arrays: list[Bools]) -> Bools:
    result = arrays[0]
    for array in arrays[1:]:
        result = operation(result, array)
    return result


def moved(tree: Node, place: Mapping[int, int]) -> Node:
    """A statement about some options as a statement about their places."""
    match tree:
        case Bit(index):
            return Bit(place[index])
        case Not(part):
            return Not(moved(part, place))
        case And(parts):
            return And(tuple(moved(part, place) for part in parts))
        case Or(parts):
            return Or(tuple(moved(part, place) for part in parts))
        case Implies(left, right):
            return Implies(moved(left, place), moved(right, place))
        case Iff(left, right):
            return Iff(moved(left, place), moved(right, place))
        case Count(low, high, parts):
            return Count(low, high, tuple(moved(part, place) for part in parts))
    return tree
