"""States without numbers as a table: the options taken in each, and whether these are all."""

from __future__ import annotations

from countermove.analysis.large_states import LargeStates
from countermove.briefing.large_brief import size_words
from countermove.text.phrases import percent, plural
from countermove.text.table import Table
from countermove.views.large_tables import taken_list

__all__ = ["large_states_flat", "large_states_table"]


def large_states_table(found: LargeStates) -> Table:
    """One row per state: the options taken, the first in full; below, whether these are all, and how many hold it."""
    model, first = found.model, next(iter(found.codes), None)
    rows = []
    for code in found.codes:
        now = "now" if code == model.status_quo else ""
        rows.append((now, taken_list(model, code, None if code == first else first)))
    return Table(("", "options taken (+ besides, - not)"), tuple(rows), notes=tuple(_notes(found)))


def _notes(found: LargeStates) -> list[str]:
    count = len(found.codes)
    where = " in which this holds" if found.statement is not None else ""
    if found.complete:
        these = f"{plural(count, 'This is the one state', f'These are all {count:,} states')}{where}; this is proved."
        notes = [these if count else f"No state is feasible{where}; this is proved."]
    else:
        full = found.stopped == "limit"
        more = "there are more, and --limit lists them" if full else "time ran out, and there may be more"
        notes = [f"{count:,} {plural(count, 'state', 'states')}{where}, as the solver came upon them; {more}."]
    if found.share is not None:
        low, high = found.share.interval
        notes.append(
            f"It holds in about {percent(found.share.share)} of all states ({round(100 * low)} to {percent(high)}), as "
            f"{found.share.total:,} of them, drawn at random, tell."
        )
    if found.model.status_quo in found.codes:
        notes.append("now: the status quo.")
    return [*notes, size_words(found.model)]


def large_states_flat(found: LargeStates) -> Table:
    """One row per state by its code, one column for each option (Y or N), for spreadsheets."""
    options = found.model.options
    rows = [(str(code), *("Y" if code >> row.index & 1 else "N" for row in options)) for code in found.codes]
    return Table(("code", *(row.full for row in options)), tuple(rows))
