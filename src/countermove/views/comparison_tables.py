"""A comparison in tables: the sides one below the other, what is lost and gained, and who gains by each change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from countermove.analysis.compare.comparison import Change, Comparison, Stake
from countermove.analysis.compare.matching import NOWHERE
from countermove.analysis.power.power import Power
from countermove.analysis.power.shifts import PowerShift
from countermove.model.case import Case
from countermove.text.naming import joined
from countermove.text.table import Table
from countermove.views.comparison import StateNames

__all__ = ["comparison_flat", "comparison_tables", "flat_rows", "gains_table", "power_table"]

MOST = 6
SIGNS = {"better": "better", "worse": "worse", "equal": "same", "depends": "depends"}


def comparison_tables(comparison: Comparison) -> list[Table]:
    """The sides with their equilibria counted; the equilibria lost and gained; who gains; power where it shifts."""
    cases = [side.table.listed.case for side in (comparison.base, *(change.side for change in comparison.changes))]
    gains = [(change.side.name, change.stakes) for change in comparison.changes]
    powers = [(change.side.name, change.powers) for change in comparison.changes]
    found = [
        _side_by_side(comparison),
        _lost_and_gained(comparison),
        gains_table(cases, gains),
        power_table(cases[0], comparison.base.name, powers),
    ]
    return [table for table in found if table.rows]


def comparison_flat(comparison: Comparison, limit: int | None = None) -> tuple[Table, int]:
    """A row for each equilibrium kept, lost or gained, for CSV; and the number of rows beyond the limit."""
    return flat_rows(comparison.rows(), limit)


def flat_rows(found: Iterable[tuple[object, ...]], limit: int | None = None) -> tuple[Table, int]:
    """The rows of a comparison as text, and the number of rows beyond the limit."""
    rows = [tuple("" if cell is None else str(cell) for cell in row) for row in found]
    shown = tuple(rows[:limit])
    columns = ("scenario", "concept", "change", "before", "after", "options")
    return Table(columns, shown, frozenset({"before", "after"})), len(rows) - len(shown)


def _side_by_side(comparison: Comparison) -> Table:
    """A column for each side: the equilibria under each concept, counted, and where it ends."""
    base, changes = comparison.base, comparison.changes
    sides = [base, *(change.side for change in changes)]
    rows = [("states", *(f"{side.table.listed.size:,}" for side in sides))]
    for concept in base.table.concepts:
        counts = [f"{int(side.table.holding(concept.id).sum()):,}" for side in sides]
        deltas = ["", *(_delta(change, concept.id) for change in changes)]
        rows.append((concept.label, *(count + delta for count, delta in zip(counts, deltas, strict=True))))
    own = StateNames(base)
    ends = [_few([own.old(state) for state in base.outcomes])]
    ends += [_few([StateNames(base, change).new(state) for state in change.side.outcomes]) for change in changes]
    rows.append(("leads to" if base.table.reached is not None else "firmest", *ends))
    notes = ["Under each concept: how many equilibria, and in brackets how many are gained (+) and lost (-)."]
    if base.table.reached is not None:
        notes.append("leads to: of the equilibria that improvements reach from the status quo, those under most concepts.")
    return Table(("", *(side.name for side in sides)), tuple(rows), notes=tuple(notes))


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
                starred |= any(change.back[s] == NOWHERE for s in shift.gained[:MOST])
                rows.append((first, concept.label, _few([names.old(int(s)) for s in shift.lost]), _few(gained)))
                first = ""
    notes = [f"Numbers are those of {comparison.base.name}."] if not comparison.base.table.listed.is_graph else []
    if starred and notes:
        notes.append(f"*: a state that {comparison.base.name} does not have, by its own number.")
    return Table(("", "concept", "lost", "gained"), tuple(rows), notes=tuple(notes))


def gains_table(cases: Sequence[Case], changes: Sequence[tuple[str, Sequence[Stake]]]) -> Table:
    """Who gains by each change, which comes with its name; `cases`: those of the base and of each change."""
    found = [{stake.actor: stake for stake in stakes} for _, stakes in changes]
    actors = list(dict.fromkeys(actor for stakes in found for actor in stakes))
    cells = [[_verdict(stakes.get(actor)) for stakes in found] for actor in actors]
    if not any(cell for row in cells for cell in row):
        return Table(("who gains",), ())
    labels = [next(case.label(actor) for case in cases if actor in case.actors) for actor in actors]
    rows = tuple((label, *row) for label, row in zip(labels, cells, strict=True))
    shown = {cell for row in cells for cell in row}
    notes = ["same: the outcome is as good as before."] if "same" in shown else []
    if "" in shown:
        notes.append("Empty: it cannot be compared, since the actor or an outcome is not there.")
    if any(" / " in cell for cell in shown):
        notes.append("With a stroke: by its preferences after the change, and by those before it.")
    return Table(("who gains", *(name for name, _ in changes)), rows, notes=tuple(notes))


def power_table(case: Case, base: str, changes: Sequence[tuple[str, Sequence[PowerShift]]]) -> Table:
    """A row for each player of each decision whose rule is changed somewhere; a column for each side."""
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
    notes = ["Power: the Shapley-Shubik index, the share of all orders in which the support of this one decides.",
             "v: has a veto. Empty: the rule is as in the base."]  # fmt: skip
    return Table(("power over", "", base, *(name for name, _ in changes)), tuple(rows), notes=tuple(notes))


def _shift_of(powers: Sequence[PowerShift], body: str, options: tuple[str, ...]) -> PowerShift | None:
    return next((shift for shift in powers if (shift.body, shift.options) == (body, options)), None)


def _decision(case: Case, body: str, options: Sequence[str]) -> str:
    names = {row.full: row.name for row in case.option_rows}
    return f"{case.label(body)}: {joined([names[option] for option in options])}" if options else case.label(body)


def _share(side: Power | None, actor: str) -> str:
    """The index of an actor in percent; no say where it has none."""
    found = [] if side is None else [member for member in side.members if member.actor == actor]
    if not found:
        return "no say"
    return f"{100 * float(found[0].shapley_shubik):.1f} %{' v' if found[0].veto else ''}"


def _verdict(stake: Stake | None) -> str:
    if stake is None:
        return ""
    known = [SIGNS[verdict] for verdict in (stake.after, stake.before) if verdict is not None]
    return " / ".join(dict.fromkeys(known))


def _few(names: Sequence[str]) -> str:
    """The first of many states, and how many there are."""
    if not names:
        return "none"
    if len(names) <= MOST:
        return ", ".join(names)
    return f"{len(names):,}: {', '.join(names[:MOST])}, ..."
