"""How the options of a case are packed: which of them share a field, so that what counts is how many states are feasible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from countermove.errors import SizeError
from countermove.game.codes.layout import MAX_BITS, Codes, Field, Layout
from countermove.game.codes.states import MAX_OPTIONS, MAX_STATES, WITHOUT_LIST, grown, moved, too_many
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.statements import Bit, Count, Node, Not, bits

__all__ = ["feasible_states", "impossible"]

MAX_OWN = 2**14
"""The most combinations of options that share a field. They are tried one by one, in Python's whole numbers."""
MAX_WIDE = 2**14
"""The most partial combinations looked at where options are too many for a word, to find out how few are feasible:
under a second in Python's whole numbers."""


def impossible(case: Case, names: OptionNames, layout: Layout | None = None) -> list[Node]:
    """All statements that hold in no feasible state: as written, of `always` and of levels.

    With a `layout`, without those about levels that share a field, which holds one of them anyway.
    """
    trees: list[Node] = [names.bind(claim.that) for claim in case.impossible]
    trees += [Not(names.bind(claim.that)) for claim in case.always]
    levels = (own for own in names.levels.values() if layout is None or len({layout.field_of[k] for k in own}) > 1)
    return trees + [Not(Count(1, 1, tuple(map(Bit, own)))) for own in levels]


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
    # Three tries, each dearer: levels share fields; constraints of one owner join fields; the states that occur do.
    layout = Layout.of(_with_levels(case, names))
    if layout.width > MAX_BITS:
        layout = Layout.of(_with_own(layout, _runs(case, names, layout), impossible(case, names, layout)))
    trees = impossible(case, names, layout)
    if layout.width <= MAX_BITS:
        return layout, grown(layout, trees, limit)
    # Beyond a word only in Python's whole numbers, which are slow: few codes, or a refusal.
    codes = grown(layout, trees, min(limit, MAX_WIDE))
    tight = Layout.of(_occurring(layout, _runs(case, names, layout), codes))
    if tight.width > MAX_BITS:
        raise too_many(limit)
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
    direction of a single one, and the one who does not know of one of them knows of none.
    """
    unaware: dict[int, list[str]] = {}
    for viewer, view in case.views.items():
        for text in view.unaware:
            unaware.setdefault(names.find_text(text, viewer), []).append(viewer)

    def kind(row: OptionRow) -> object:
        # An option with a direction or a precondition of its own must keep a bit of its own.
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
            # A constraint across owners cannot join fields: each field is changed by one mover alone.
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
        codes = grown(small, own, MAX_OWN)
    except SizeError:
        return group
    joined = Field(first, count, tuple(sorted(small.unpack(code) for code in codes.tolist())))
    return [joined] if len(codes) and joined.width < small.width else group


def _occurring(layout: Layout, runs: Sequence[Sequence[Field]], codes: Codes) -> Iterator[Field]:
    """Fields joined to hold exactly the combinations that occur in some codes, where that is narrower."""
    # A field needs only numbers for combinations that occur in some feasible state.
    everywhere = [layout.unpack(code) for code in codes.tolist()]
    for run in runs:
        first, count = run[0].first, sum(field.count for field in run)
        values = tuple(sorted({code >> first & (1 << count) - 1 for code in everywhere}))
        joined = Field(first, count, values)
        yield from [joined] if values and joined.width < sum(field.width for field in run) else run


def _shifted(tree: Node, by: int) -> Node:
    """A statement about some options as one about those that stand `by` places before them."""
    return moved(tree, {option: option - by for option in bits(tree)})
