"""Tables of what holds for people who look far ahead: the core and the largest consistent set, and stable sets."""

from __future__ import annotations

import numpy as np

from countermove.analysis.farsighted import Farsighted
from countermove.analysis.stable_sets import StableSets
from countermove.game.listed import ListedGame
from countermove.text.naming import number, state_name
from countermove.text.phrases import plural
from countermove.text.table import Table
from countermove.views.stability_tables import taken_words

__all__ = ["farsighted_flat", "farsighted_table", "stable_sets_flat", "stable_sets_table"]

RELATION = {
    "indirect": "steps lead there, and whoever takes one of them prefers that end",
    "direct": "one step leads there, and whoever takes it prefers that end",
}


def farsighted_table(found: Farsighted, limit: int) -> Table:
    """The states that are in the core or in the largest consistent set, at most `limit`, ascending."""
    graph = found.graph
    states = np.flatnonzero(found.core | found.consistent)
    rows = tuple(
        (_numbered(graph, state), taken_words(graph, state), *_marks(found, state)) for state in states[:limit].tolist()
    )
    columns = ("state", "id" if graph.is_graph else "options taken", "core", "consistent")
    strong = frozenset(k for k, state in enumerate(states[:limit]) if found.core[state] and found.consistent[state])
    return Table(columns, rows, frozenset({"state"}), tuple(_notes(found, len(states) - len(rows))), strong)


def _marks(found: Farsighted, state: int) -> tuple[str, str]:
    return "yes" if found.core[state] else ".", "yes" if found.consistent[state] else "."


def _numbered(graph: ListedGame, state: int) -> str:
    return f"{number(state)}{' now' if state == graph.status_quo else ''}"


def _notes(found: Farsighted, cut: int) -> list[str]:
    graph = found.graph
    core, kept = int(found.core.sum()), int(found.consistent.sum())
    notes = [f"{cut:,} more states; --limit shows them."] if cut else []
    notes += [
        f"Of {graph.size:,} states {_counted(core)} in the core. From a state in it no single step is better at once "
        "for all who must take it.",
        f"And {_counted(kept)} consistent (in the largest consistent set). From a consistent state whoever looks far "
        "ahead is deterred from every step, for it may end no better for somebody who must take it.",
    ]
    if graph.status_quo is not None:
        holds = "holds" if found.consistent[graph.status_quo] else "does not hold"
        now = state_name(graph, graph.status_quo)
        notes.append(f"now: the status quo, {now}, {holds} for people who look far ahead.")
    return [*notes, "With --state N the command tells why a state holds, or does not."]


def _counted(states: int) -> str:
    return f"{states:,} are" if states > 1 else "1 is" if states else "none is"


def farsighted_flat(found: Farsighted, limit: int | None = None) -> Table:
    """All states, or the first `limit`: their options, and whether they are in either set, for spreadsheets."""
    graph = found.graph
    ids = list(graph.case.states or {})
    heads = ("id",) if ids else tuple(row.full for row in graph.options)
    sign = {True: "Y", False: "N", None: "-"}
    rows = tuple(
        (
            str(number(state)),
            *((ids[state],) if ids else (sign[taken] for taken in graph.taken(state))),
            *("Y" if held[state] else "N" for held in (found.core, found.consistent)),
        )
        for state in range(graph.size if limit is None else min(limit, graph.size))
    )
    return Table(("state", *heads, "core", "largest_consistent_set"), rows)


def stable_sets_table(found: StableSets) -> Table:
    """Each stable set with its states, and whether these are all there are."""
    sets = found.sets
    rows = tuple((str(k), str(len(states)), _states(found.graph, states)) for k, states in enumerate(sets, 1))
    return Table(("set", "size", "states"), rows, frozenset({"set", "size"}), tuple(_endings(found)))


def _states(graph: ListedGame, states: tuple[int, ...]) -> str:
    ids = list(graph.case.states or {})
    return ", ".join(ids[state] if ids else str(number(state)) for state in states)


def _endings(found: StableSets) -> list[str]:
    count = len(found.sets)
    sets = plural(count, "stable set", "stable sets")
    meaning = (
        "No state in a stable set dominates another in it, and every state outside is dominated by one inside: "
        f"{RELATION[found.dominance]}."
    )
    if found.proved:
        whole = f"{count:,} {sets}, and no others" if count else "There is no stable set; this is proved"
        return [f"{whole} ({found.dominance} dominance).", meaning]
    if found.stopped == "limit":
        return [
            f"The first {count:,} {sets} ({found.dominance} dominance); there are more: --limit shows them.",
            meaning,
        ]
    told = f"{count:,} {sets} in the time allowed, perhaps not all" if count else "No stable set in the time allowed"
    return [f"{told} ({found.dominance} dominance); nothing is proved: --seconds gives it longer.", meaning]


def stable_sets_flat(found: StableSets) -> Table:
    """One row for each state of each stable set, for spreadsheets."""
    rows = ((str(k), str(number(state))) for k, states in enumerate(found.sets, 1) for state in states)
    return Table(("set", "state"), tuple(rows))
