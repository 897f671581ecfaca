"""The chapter on what would make other outcomes hold: the smallest change of preferences, where that is soon found."""

from __future__ import annotations

from countermove.analysis.inverse.inverse import Inverse
from countermove.analysis.inverse.invert import invert
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.report.chapters.material import Material
from countermove.text.blocks import Block, Chapter, Entry, Listing, Paragraph
from countermove.text.naming import joined
from countermove.text.phrases import plural
from countermove.views.inverse import state_first
from countermove.views.preference_changes import variant_lines

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
    game = material.graph
    if game.size > MOST_STATES:
        return None
    today = [] if game.status_quo is None else [game.status_quo]
    entries, left = [], False
    for state in dict.fromkeys([*today, *material.outcomes]):
        try:
            answer = invert(game, game.at(state), reachable=bool(today), limit=1, tries=min(TRIES, WORK // game.size))
        except QuestionError:  # nobody has preferences that an exchange could change
            continue
        left = left or answer.possible is None
        if answer.possible is not None and answer.cost != 0:
            entries.append(Entry((_answer(game, answer, state),)))
    if not entries:
        return None
    reached = " that improvements reach from the status quo" if today else ""
    told = (
        f"The smallest change of preferences after which an outcome would be a Nash equilibrium{reached}. An exchange "
        "of two neighbouring lines, or places of a ranking, counts one; nothing smaller would do."
    )
    more: list[Block] = [Paragraph((LEFT,), note=True)] if left else []
    return Chapter("wishes", "What would make others hold", (Paragraph((told,)), Listing(tuple(entries)), *more))


def _answer(game: ListedGame, answer: Inverse, state: int) -> str:
    name = state_first(game, game.at(state))
    if not answer.possible:
        return f"{name}: no change would do, in whatever order the actors put their preferences; this is proved."
    changes = [line for actor, variant in answer.solutions[0].variants for line in variant_lines(game, actor, variant)]
    others = answer.count - 1
    more = f"; or in {others:,} other {plural(others, 'way', 'ways')}" if others else ""
    cost = f"{answer.cost} {plural(answer.cost or 0, 'exchange', 'exchanges')}"
    return f"{name}, if {joined(changes)} ({cost}{more})."
