"""Feasible states as sorted codes, and statements over codes.

Feasible combinations are grown field by field (see `countermove.game.layout`): what the constraints on the options
settled so far rule out is dropped at once, so that neither all combinations of options nor all partial ones are visited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import SizeError
from countermove.game.layout import MAX_BITS, Codes, Field, Layout, plain
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Node, Not, Or, bits

__all__ = [
    "MAX_OPTIONS", "MAX_STATES", "WITHOUT_LIST", "Codes", "feasible_codes", "feasible_states", "holds", "impossible",
    "matches", "moved",
]  # fmt: skip

Bools = NDArray[np.bool_]

MAX_OPTIONS = MAX_BITS
"""Up to so many options each may have a bit of its own."""
MAX_STATES = 2**26
"""The most states that are listed unless another limit is asked: 512 MB of codes, and 256 MB for each actor's ranks."""
MAX_OWN = 2**14
"""The most combinations of options that share a field. They are tried one by one, in Python's whole numbers."""
MAX_WIDE = 2**14
"""The most partial combinations looked at where options are too many for a word, to find out how few are feasible:
under a second in Python's whole numbers."""
TIED = 2**12
"""The most combinations of options tied by constraints that are counted on the way to knowing that a case is too large."""
WITHOUT_LIST = (
    "this question needs the list; ask solve, explain, states, winners, credibility, paths, "
    "compare, invert, robust, power or report instead"
)
"""Which questions are answered where states are too many to list."""


def impossible(case: Case, names: OptionNames, layout: Layout | None = None) -> list[Node]:
    """All statements that hold in no feasible state: as written, of `always` and of levels.

    With a `layout`, without those about levels that share a field, which holds one of them anyway.
    """
    trees: list[Node] = [names.bind(claim.that) for claim in case.impossible]
    trees += [Not(names.bind(claim.that)) for claim in case.always]
    levels = (own for own in names.levels.values() if layout is None or len({layout.field_of[k] for k in own}) > 1)
    return trees + [Not(Count(1, 1, tuple(map(Bit, own)))) for own in levels]


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
        found = np.ones(codes.shape, dtype=bool)
        for option, letter in enumerate(pattern):
            if letter != "-":
                found &= layout.taken(option, codes) == (letter == "Y")
        return found
    fixed = sum(1 << k for k, letter in enumerate(pattern) if letter != "-")
    taken = sum(1 << k for k, letter in enumerate(pattern) if letter == "Y")
    return np.asarray((codes & np.uint64(fixed)) == np.uint64(taken))


# ------------------------------------------------------------------------------------------------ enumeration


def feasible_states(case: Case, names: OptionNames, limit: int = MAX_STATES) -> tuple[Layout, Codes]:
    """The packed codes of all feasible combinations of a case, ascending, and how they are packed.

    What counts is how many combinations are feasible, not how many options there are. Options get a bit each, and the
    levels of one option share a field. Where that is more than 63 bits, neighbouring options of one owner share a field
    if the constraints among them leave few combinations; where it still is, all combinations are listed once in
    Python's whole numbers, and fields hold those that occur. Raises `SizeError` where the states, or on the way the
    partial combinations, are more than `limit`, or their codes need more than 63 bits all the same.
    """
    rows = names.rows
    try:
        return _feasible_states(case, names, limit)
    except SizeError as fault:
        if len(rows) <= MAX_OPTIONS:
            raise
        raise SizeError(
            f"the case has {len(rows)} options, and states are listed up to {MAX_OPTIONS}: {WITHOUT_LIST}, or leave "
            "out options that no preference mentions [CM305]"
        ) from fault


def _feasible_states(case: Case, names: OptionNames, limit: int) -> tuple[Layout, Codes]:
    layout = Layout.of(_with_levels(case, names))
    if layout.width > MAX_BITS:
        layout = Layout.of(_with_own(layout, _runs(case, names, layout), impossible(case, names, layout)))
    trees = impossible(case, names, layout)
    if layout.width <= MAX_BITS:
        return layout, _grown(layout, trees, limit)
    codes = _grown(layout, trees, min(limit, MAX_WIDE))
    tight = Layout.of(_occurring(layout, _runs(case, names, layout), codes))
    if tight.width > MAX_BITS:
        raise _too_many(limit)
    packed = [tight.pack(layout.unpack(code)) for code in codes.tolist()]
    return tight, np.array(packed, dtype=np.uint64)


def _with_levels(case: Case, names: OptionNames) -> Iterator[Field]:
    """One field for the levels of each option, and one for each other option."""
    shared = {own[0]: len(own) for own in names.levels.values() if len(_classes(case, names, own)) == 1}
    option = 0
    while option < len(names.rows):
        count = shared.get(option, 1)
        yield Field(option, count, tuple(1 << k for k in range(count))) if option in shared else Field(option, 1)
        option += count


def _classes(case: Case, names: OptionNames, options: Sequence[int]) -> set[object]:
    """What the program may have to tell some options of one owner apart by, without looking at single states.

    Fields are changed as a whole. So options share one only if one rule decides on them, nothing is said of the
    direction of a single one, and whoever does not know of one of them knows of none.
    """
    unaware: dict[int, list[str]] = {}
    for viewer, view in case.views.items():
        for text in view.unaware:
            unaware.setdefault(names.find_text(text, viewer), []).append(viewer)

    def kind(row: OptionRow) -> object:
        single = row.index if row.record.change != "both" or row.record.needs is not None else None
        return row.owner, case.rule_of(row), single, tuple(unaware.get(row.index, ()))

    return {kind(names.rows[option]) for option in options}


def _runs(case: Case, names: OptionNames, layout: Layout) -> list[list[Field]]:
    """Neighbouring fields that could be one."""
    runs: list[list[Field]] = []
    last: set[object] = set()
    for field in layout.fields:
        kinds = _classes(case, names, field.options)
        if runs and len(kinds) == 1 and kinds == last:
            runs[-1].append(field)
        else:
            runs.append([field])
        last = kinds
    return runs


def _with_own(layout: Layout, runs: Sequence[Sequence[Field]], trees: Sequence[Node]) -> Iterator[Field]:
    """Fields joined where the constraints among their own options leave few combinations."""
    for run in runs:
        groups = [[field] for field in run]
        for tree in trees:
            places = {layout.field_of[option] for option in bits(tree)}
            tied = [k for k, group in enumerate(groups) if any(layout.field_of[f.first] in places for f in group)]
            inside = {layout.field_of[field.first] for field in run}
            if len(tied) > 1 and places <= inside:
                # All between the first and the last of them, too: a field holds neighbours.
                joined = [field for group in groups[tied[0] : tied[-1] + 1] for field in group]
                groups[tied[0] : tied[-1] + 1] = [joined]
        for group in groups:
            yield from _joined(group, trees)


def _joined(group: Sequence[Field], trees: Sequence[Node]) -> Sequence[Field]:
    """Some neighbouring fields as one, where that is narrower."""
    first, count = group[0].first, sum(field.count for field in group)
    inside = range(first, first + count)
    own = [_shifted(tree, first) for tree in trees if bits(tree) and all(option in inside for option in bits(tree))]
    if len(group) == 1 or not own:
        return group
    small = Layout.of(Field(field.first - first, field.count, field.values) for field in group)
    try:
        codes = _grown(small, own, MAX_OWN)
    except SizeError:
        return group
    joined = Field(first, count, tuple(sorted(small.unpack(code) for code in codes.tolist())))
    return [joined] if len(codes) and joined.width < small.width else group


def _occurring(layout: Layout, runs: Sequence[Sequence[Field]], codes: Codes) -> Iterator[Field]:
    """Fields joined to hold exactly the combinations that occur in some codes, where that is narrower."""
    everywhere = [layout.unpack(code) for code in codes.tolist()]
    for run in runs:
        first, count = run[0].first, sum(field.count for field in run)
        values = tuple(sorted({code >> first & (1 << count) - 1 for code in everywhere}))
        joined = Field(first, count, values)
        yield from [joined] if values and joined.width < sum(field.width for field in run) else run


def _shifted(tree: Node, by: int) -> Node:
    """A statement about some options as one about those that stand `by` places before them."""
    return moved(tree, {option: option - by for option in bits(tree)})


def feasible_codes(options: int, impossible: Sequence[Node], limit: int = MAX_STATES) -> Codes:
    """All codes over `options` options at which none of the statements holds, ascending.

    Grows partial codes option by option, and drops those that a constraint already rules out, so that the
    2^options combinations are never visited where constraints are tight. Raises `SizeError` when more
    than `limit` partial codes remain at any time.

    >>> feasible_codes(2, [And((Bit(0), Bit(1)))]).tolist()
    [0, 1, 2]
    """
    return _grown(plain(options), impossible, limit)


def _grown(layout: Layout, impossible: Sequence[Node], limit: int) -> Codes:
    """All packed codes at which none of the statements holds, ascending; as Python's whole numbers beyond 63 bits."""
    fields = layout.fields
    kind = np.uint64 if layout.width <= MAX_BITS else object
    word: Callable[[int], int | np.uint64] = np.uint64 if layout.width <= MAX_BITS else int
    codes = np.zeros(1, dtype=kind)
    known = 0
    mentions = [frozenset(layout.field_of[option] for option in bits(tree)) for tree in impossible]
    if prod(len(field.values) for field in fields) > limit and _product(layout, impossible, mentions) > limit:
        raise _too_many(limit)
    order = _growth_order(len(fields), mentions)
    tied = len(frozenset[int]().union(*mentions))
    free = prod(len(fields[place].values) for place in order[tied:])
    for grown, place in enumerate(order):
        if grown == tied and len(codes) * free > limit:
            raise _too_many(limit)
        field = fields[place]
        codes = np.concatenate([codes, *(codes | word(number << field.shift) for number in range(1, len(field.values)))])
        known |= field.mask
        for tree, mentioned in zip(impossible, mentions, strict=True):
            if place in mentioned:
                excluded = _surely(tree, True, _truth(codes, layout, known))
                if np.any(excluded):
                    codes = codes[~excluded]
        if len(codes) > limit:
            raise _too_many(limit)
    for tree, mentioned in zip(impossible, mentions, strict=True):
        if not mentioned and bool(np.any(_surely(tree, True, _truth(codes, layout, known)))):
            return codes[:0]
    return codes if np.all(codes[1:] > codes[:-1]) else np.sort(codes)


def _product(layout: Layout, impossible: Sequence[Node], mentions: Sequence[frozenset[int]]) -> int:
    """The number of feasible codes, where small groups of fields that no constraint ties to others tell it; else 0.

    So it is known at once that many options with levels have too many states.
    """
    sizes = [len(field.values) for field in layout.fields]
    groups: list[set[int]] = []
    for mentioned in mentions:
        tied = [group for group in groups if group & mentioned]
        groups = [group for group in groups if not group & mentioned] + [set(mentioned).union(*tied)]
    if not all(mentions) or any(prod(sizes[k] for k in group) > TIED for group in groups):
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


Truth = Callable[[int, bool], Bools]
"""Where an option is surely taken (True), or surely not (False)."""


def _truth(codes: Codes, layout: Layout | None, known: int | None = None) -> Truth:
    """What is settled of each option in some codes; `known`: only these bits are settled."""

    shared = None if layout is None or layout.is_plain else layout

    def taken(option: int, value: bool) -> Bools:
        bits_ = 1 << option if shared is None else shared.bits[option]
        if known is not None and not known & bits_:
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
            every = isinstance(tree, And) == value
            return _fold(np.logical_and if every else np.logical_or, [_surely(p, value, truth) for p in parts])
        case Implies(left, right):
            return _surely(Or((Not(left), right)), value, truth)
        case Iff(left, right):
            a, not_a = (_surely(left, side, truth) for side in (True, False))
            b, not_b = (_surely(right, side == value, truth) for side in (True, False))
            return np.asarray((a & b) | (not_a & not_b))
        case Count(low, high, parts):
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
