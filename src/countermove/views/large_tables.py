"""Tables of the equilibria of a case whose states are not listed: by the options taken, without numbers."""

from __future__ import annotations

from countermove.analysis.large import LargeTable
from countermove.briefing.large_brief import found_words, size_words, tried_words
from countermove.game.searched import SearchedGame
from countermove.stability.concept import find_concept
from countermove.text.table import Table

__all__ = ["large_flat", "large_table", "taken_list"]


def large_table(table: LargeTable, limit: int) -> Table:
    """The equilibria, the outcome to look at first on top; then as they are near to the status quo."""
    model, order = table.model, table.ordered
    rows = []
    for equilibrium in order[:limit]:
        first = None if equilibrium is order[0] else order[0].code
        labels = ", ".join(find_concept(concept).label for concept in equilibrium.concepts)
        reach = "improvements" if equilibrium.way is not None else "not known"
        row = (taken_list(model, equilibrium.code, first), labels, reach)
        rows.append(row if model.status_quo is not None else row[:-1])
    columns: tuple[str, ...] = ("options taken (+ besides, - not)", "equilibrium under", "reachable")
    notes = [size_words(model), found_words(table)]
    if tried_words(table):
        notes.append(tried_words(table) or "")
    if table.left_out:
        notes.append(
            "Only Nash was asked. GMR, SMR, SEQ and SSEQ are asked by name, by answers of bounded length, as in "
            "--concepts gmr,seq; SIM and FH are left out: the moves of all movers are too many to list."
        )
    if len(table.found) > limit:
        notes.insert(0, f"{len(table.found) - limit:,} more were found; --limit shows them.")
    if model.status_quo is None:
        return Table(columns[:-1], tuple(rows), notes=tuple(notes))
    notes.append("reachable: by improvements from the status quo, where walks of improvements led there; else not known.")
    return Table(columns, tuple(rows), notes=tuple(notes))


def taken_list(model: SearchedGame, code: int, first: int | None = None, called: str = "the first") -> str:
    """The options taken in a code, as `explain` takes them; or how it differs from another, if that is shorter."""
    rows = model.options
    whole = ", ".join(row.full for row in rows if code >> row.index & 1) or "nothing"
    if first is None:
        return whole
    more = [f"+{row.full}" for row in rows if (code & ~first) >> row.index & 1]
    less = [f"-{row.full}" for row in rows if (first & ~code) >> row.index & 1]
    words = f"as {called}, but {' '.join([*more, *less])}"
    return words if len(words) < len(whole) else whole


def large_flat(table: LargeTable, limit: int) -> Table:
    """One row per equilibrium; a column per option (Y or N) and per concept (1 where it is an equilibrium)."""
    options = table.model.options
    rows = [
        (
            str(e.code),
            *("Y" if e.code >> row.index & 1 else "N" for row in options),
            *(str(int(concept in e.concepts)) for concept in table.concepts),
            "1" if e.way is not None else "",
        )
        for e in table.found[:limit]
    ]
    return Table(("code", *(row.full for row in options), *table.concepts, "by-improvements"), tuple(rows))
