"""A comparison in tables: the equilibria of each side, those lost and gained, who gains, and power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.compare.comparison import Change, Comparison, Side, Stake
from countermove.analysis.power.power import Power
from countermove.analysis.power.shifts import PowerShift
from countermove.game.searched import SearchedGame
from countermove.model.case import Case
from countermove.text.blocks import Table
from countermove.text.naming import joined, labels_beside, taken_words
from countermove.views.compare.state_names import Legend, StateNames

__all__ = ["comparison_tables"]

MOST_STATES = 6
"""States in one cell: with three digits each, about a quarter of a screen of 100 columns."""
SIGNS = {"better": "better", "worse": "worse", "equal": "same", "depends": "depends"}


def comparison_tables(comparison: Comparison, limit: int | None = None) -> list[Table]:
    """The sides with their equilibria; those lost and gained; who gains; power where it shifts. Empty tables are left out.

    `limit`: the most states of searched games; those of listed ones are counted.
    """
    # Searched games have dozens of actors, so that there those of whom the same is said share a row.
    cases = [side.game.case for side in comparison.sides]
    gains = _gains_table(cases, [(change.side.name, change.stakes) for change in comparison.changes])
    powers = [(change.side.name, change.powers) for change in comparison.changes]
    power = _power_table(cases[0], comparison.base.name, powers)
    if comparison.is_listed:
        tables = [_side_by_side(comparison), _lost_and_gained(comparison), gains, power]
    else:
        is_same = all({s.before, s.after} <= {None, "equal"} for change in comparison.changes for s in change.stakes)
        tables = [_states(comparison, limit), *([] if is_same else [_grouped(gains, 0)]), _grouped(_filled(power), 1)]
    return [table for table in tables if table.rows]


# ------------------------------------------------------------------------------------------- listed games


def _side_by_side(comparison: Comparison) -> Table:
    """A column for each side: the equilibria under each concept, counted, and where it ends."""
    base, changes, sides = comparison.base, comparison.changes, comparison.sides
    rows = [("states", *(f"{side.game.size:,}" for side in sides))]
    for concept in base.table.concepts:
        counts = [f"{len(side.holding(concept.id)):,}" for side in sides]
        deltas = ["", *(_delta(change, concept.id) for change in changes)]
        rows.append((concept.label, *(count + delta for count, delta in zip(counts, deltas, strict=True))))
    own = StateNames(base)
    ends = [_few([own.old(state) for state in base.outcome_keys])]
    ends += [_ends(base, own, change) for change in changes]
    rows.append(("leads to" if base.table.reached is not None else "under most concepts", *ends))
    notes = ["Under each concept: how many equilibria, and in brackets how many are gained (+) and lost (-)."]
    if base.table.reached is not None:
        notes.append("leads to: of the equilibria that improvements reach from the status quo, those under most concepts.")
    return Table(("", *(side.name for side in sides)), tuple(rows), notes=tuple(notes))


def _ends(base: Side, own: StateNames, change: Change) -> str:
    """Where a side leads, or its strongest equilibria: what the base has, or else what it is."""
    states = _few([own.within(change).new(state) for state in change.side.outcome_keys])
    has_start = change.side.game.status_quo_key is not None
    if has_start == (base.game.status_quo_key is not None):
        return states
    return f"leads to {states}" if has_start else "no status quo"


def _delta(change: Change, concept: str) -> str:
    shift = change.equilibria[concept]
    parts = [f"{sign}{count:,}" for sign, count in (("+", len(shift.gained)), ("-", len(shift.lost))) if count]
    return f" ({' '.join(parts)})" if parts else ""


def _lost_and_gained(comparison: Comparison) -> Table:
    rows, starred = [], False
    for change in comparison.changes:
        names, first = StateNames(comparison.base, change), change.side.name
        for concept in comparison.base.table.concepts:
            shift = change.equilibria[concept.id]
            if not shift.is_none:
                gained = [names.new(int(s)) for s in shift.gained]
                starred |= any(change.back.of(int(s)) is None for s in shift.gained[:MOST_STATES])
                rows.append((first, concept.label, _few([names.old(int(s)) for s in shift.lost]), _few(gained)))
                first = ""
    notes = [f"Numbers are those of {comparison.base.name}."] if not comparison.base.table.listed.is_graph else []
    if starred and notes:
        notes.append(f"*: a state that {comparison.base.name} does not have, by its own number.")
    return Table(("", "concept", "lost", "gained"), tuple(rows), notes=tuple(notes))


# ------------------------------------------------------------------------------------------ searched games


def _states(comparison: Comparison, limit: int | None) -> Table:
    """A row for each state that is an equilibrium on some side, or an end of walks; a column for each side."""
    legend = Legend(comparison)
    first: dict[int, int] = {}  # by the identity of a side, which has no equality
    rows = []
    for k, (side, code) in enumerate(legend.rows[:limit]):
        assert isinstance(side.game, SearchedGame)
        # A code means something only in its own game: each side has a first state that its others are compared with.
        other = first.get(id(side))
        text = taken_words(side.game, code, other, "" if other is None else legend.letter(side, other))
        first.setdefault(id(side), code)
        rows.append((legend.lettered(k), text, *_cells(comparison, side, code)))
    notes = [
        "Under each case: the concepts under which the state is an equilibrium there. -: none of the concepts computed."
    ]
    if any("not there" in row for row in rows):
        notes.append("not there: the case has no such state. Empty: not tried.")
    if any(side.outcome_keys for side in comparison.sides):
        notes.append(">: sampled improvement walks from the status quo end there.")
    if len(legend.rows) > len(rows):
        notes.append(f"{len(legend.rows) - len(rows):,} more; --limit shows them.")
    heads = ("", "options taken (+ besides, - not)", *(side.name for side in comparison.sides))
    labels = [side.game.label_of(code) for side, code in legend.rows[:limit]]
    return labels_beside(Table(heads, tuple(rows), notes=tuple(notes)), labels)


def _cells(comparison: Comparison, side: Side, code: int) -> Iterator[str]:
    """What holds on each side in a state of one of them."""
    if side is not comparison.base:
        yield "not there"
        for change in comparison.changes:
            yield _cell(comparison, change.side, code, [change]) if side is change.side else ""
        return
    yield _cell(comparison, side, code, comparison.changes)
    for change in comparison.changes:
        there = change.there.of(code)
        yield "not there" if there is None else _cell(comparison, change.side, there, [change])


def _cell(comparison: Comparison, side: Side, code: int, changes: Sequence[Change]) -> str:
    """The concepts under which a state holds, as the search found it or as it is kept by these changes."""
    labels = []
    for concept in comparison.concepts:
        # `kept` has codes of the base, also where the search of this side did not find the state by itself.
        in_base = (code if side is comparison.base else change.back.of(code) for change in changes)
        shifts = (change.equilibria[concept.id].kept for change in changes)
        if code in side.holding(concept.id) or any(k in shift for k, shift in zip(in_base, shifts, strict=True)):
            labels.append(concept.label)
    return f"{joined(labels) or '-'}{' >' if code in side.outcome_keys else ''}"


def _filled(power: Table) -> Table:
    """The table of power with each decision in every row, so that rows can be grouped."""
    decisions = [row[0] for row in power.rows]
    for k, name in enumerate(decisions):
        decisions[k] = name or decisions[k - 1]
    rows = tuple((name, *row[1:]) for name, row in zip(decisions, power.rows, strict=True))
    return Table(power.columns, rows, notes=power.notes)


def _grouped(table: Table, column: int) -> Table:
    """A table in which rows that differ only in whom they are about, in this column, are one."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in table.rows:
        groups.setdefault((*row[:column], *row[column + 1 :]), []).append(row[column])
    rows = tuple((*cells[:column], joined(who), *cells[column:]) for cells, who in groups.items())
    return Table(table.columns, rows, notes=table.notes)


# -------------------------------------------------------------------------------------- who gains, and power


def _gains_table(cases: Sequence[Case], changes: Sequence[tuple[str, Sequence[Stake]]]) -> Table:
    """Who gains by each change, which comes with its name; `cases`: those of the base and of each change."""
    by_actor = [{stake.actor: stake for stake in stakes} for _, stakes in changes]
    actors = list(dict.fromkeys(actor for stakes in by_actor for actor in stakes))
    cells = [[_verdict(stakes.get(actor)) for stakes in by_actor] for actor in actors]
    if not any(cell for row in cells for cell in row):
        return Table(("who gains",), ())
    labels = [next(case.label(actor) for case in cases if actor in case.actors) for actor in actors]
    rows = tuple((label, *row) for label, row in zip(labels, cells, strict=True))
    every = {cell for row in cells for cell in row}
    notes = ["same: the outcome is as good as before."] if "same" in every else []
    if "" in every:
        notes.append("Empty: cannot be compared, since one of the cases lacks the actor or an outcome.")
    if any(" / " in cell for cell in every):
        notes.append("With a stroke: by the preferences after the change, and by those before it.")
    return Table(("who gains", *(name for name, _ in changes)), rows, notes=tuple(notes))


def _power_table(case: Case, base: str, changes: Sequence[tuple[str, Sequence[PowerShift]]]) -> Table:
    """A row for each player of each decision whose rule is changed somewhere; a column for each side."""
    # Several changes may concern one rule: it has its rows once, and a column for each change.
    keys = dict.fromkeys((shift.body, shift.options) for _, powers in changes for shift in powers)
    rows = []
    for body, options in keys:
        shifts = [_shift_of(powers, body, options) for _, powers in changes]
        first = next(shift for shift in shifts if shift is not None)
        sides = [first.before, *(None if shift is None else shift.after for shift in shifts)]
        head = _decision(case, body, options)
        for actor in dict.fromkeys(actor for shift in shifts if shift is not None for actor in shift.actors):
            cells = [_share(first.before, actor)]
            cells += ["" if shift is None else _share(side, actor) for shift, side in zip(shifts, sides[1:], strict=True)]
            rows.append((head, case.label(actor), *cells))
            head = ""
    notes = ["Power: the Shapley-Shubik index, the share of all orders of voters in which this vote decides.",
             "v: veto. Empty: the rule is as in the base."]  # fmt: skip
    return Table(("power over", "", base, *(name for name, _ in changes)), tuple(rows), notes=tuple(notes))


def _shift_of(powers: Sequence[PowerShift], body: str, options: tuple[str, ...]) -> PowerShift | None:
    return next((shift for shift in powers if (shift.body, shift.options) == (body, options)), None)


def _decision(case: Case, body: str, options: Sequence[str]) -> str:
    names = {row.full: row.name for row in case.option_rows}
    return f"{case.label(body)}: {joined([names[option] for option in options])}" if options else case.label(body)


def _share(side: Power | None, actor: str) -> str:
    """The index of an actor in percent; no say where it has none."""
    player = next((one for one in side.members if one.actor == actor), None) if side is not None else None
    if player is None:
        return "no say"
    return f"{_tenths(float(player.shapley_shubik))}{' v' if player.veto else ''}"


def _tenths(share: float) -> str:
    """A share in percent with one digit: 0 only if it is nothing, 100 only if it is all.

    >>> _tenths(0.3333), _tenths(0.00001), _tenths(0.99999), _tenths(1.0)
    ('33.3 %', 'under 0.1 %', 'over 99.9 %', '100.0 %')
    """
    words = f"{100 * share:.1f}"
    if words == "0.0" and share > 0:
        return "under 0.1 %"
    return "over 99.9 %" if words == "100.0" and share < 1 else f"{words} %"


def _verdict(stake: Stake | None) -> str:
    if stake is None:
        return ""
    words = [SIGNS[verdict] for verdict in (stake.after, stake.before) if verdict is not None]
    return " / ".join(dict.fromkeys(words))


def _few(names: Sequence[str]) -> str:
    """The first of many states, and how many there are."""
    if not names:
        return "none"
    if len(names) <= MOST_STATES:
        return ", ".join(names)
    return f"{len(names):,}: {', '.join(names[:MOST_STATES])}, ..."
