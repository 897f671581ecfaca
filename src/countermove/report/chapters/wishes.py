"""The chapter on what would make other outcomes hold: the smallest change of preferences, where that is soon found."""

from __future__ import annotations

from countermove.analysis.inverse.inverse import Inverse, invert
from countermove.errors import QuestionError
from countermove.report.chapters.material import Material
from countermove.text.blocks import Block, Chapter, Entry, Listing, Paragraph
from countermove.text.naming import joined
from countermove.text.phrases import plural
from countermove.views.wishes import begun, change_words

__all__ = ["others"]

MOST_STATES = 2_000
TRIES = 400
WORK = 40_000
"""So many combinations of preferences are tried for each outcome, and so many times the number of states at most.

A count, and no time, so that reports stay the same.
"""
LEFT = "For other outcomes this would take too long for a report."


def others(material: Material) -> Chapter | None:
    """For the status quo and the outcomes told that are no Nash equilibria, or not reached: what would make them so."""
    graph = material.graph
    if graph.size > MOST_STATES:
        return None
    today = [] if graph.status_quo is None else [graph.status_quo]
    entries, left = [], False
    for state in dict.fromkeys([*today, *material.outcomes]):
        try:
            found = invert(graph, [state], reachable=bool(today), limit=1, tries=min(TRIES, WORK // graph.size))
        except QuestionError:  # nobody has preferences that an exchange could change
            continue
        left = left or found.possible is None
        if found.possible is not None and found.cost != 0:
            entries.append(Entry((_answer(found, state),)))
    if not entries:
        return None
    reached = " that improvements reach from the status quo" if today else ""
    told = (
        f"The smallest change of preferences after which an outcome would be a Nash equilibrium{reached}. An exchange "
        "of two neighbouring lines, or places of a ranking, counts one; nothing smaller would do."
    )
    more: list[Block] = [Paragraph((LEFT,), note=True)] if left else []
    return Chapter("wishes", "What would make others hold", (Paragraph((told,)), Listing(tuple(entries)), *more))


def _answer(found: Inverse, state: int) -> str:
    name = begun(found.graph, state)
    if not found.possible:
        return f"{name}: no change would do, in whatever order the actors put their preferences; this is proved."
    changes = [
        words for actor, variant in found.solutions[0].variants for words in change_words(found.graph, actor, variant)
    ]
    more = f"; or in {found.count - 1:,} other {plural(found.count - 1, 'way', 'ways')}" if found.count > 1 else ""
    cost = f"{found.cost} {plural(found.cost or 0, 'exchange', 'exchanges')}"
    return f"{name}, if {joined(changes)} ({cost}{more})."
