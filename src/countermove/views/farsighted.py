"""Which states are stable for farsighted actors, as tables: the core, the largest consistent set, and stable sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.analysis.farsighted import Farsighted, StableSets
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.text.blocks import Table
from countermove.text.naming import listed_name, number, state_name, table_with_labels, taken_words
from countermove.text.phrases import plural, sentence

__all__ = ["farsighted_table", "stable_sets_table"]

MEANING = {
    "indirect": "a state dominates another if steps lead to it, and all who take a step prefer it to the state they leave",
    "direct": "a state dominates another if one step leads to it, and all who take that step prefer it",
}
"""What it is that a state in a stable set does to the states outside, for each kind of dominance."""


def farsighted_table(answer: Farsighted, limit: int | None) -> Table:
    """The states that are in the core or in the largest consistent set, at most `limit`, ascending."""
    game = answer.game
    # Neither set contains the other, so that a state in either is listed.
    every = np.flatnonzero(answer.in_core | answer.in_consistent_set).tolist()
    keys = every[:limit]
    rows = tuple((_numbered(game, key), taken_words(game, key), *_marks(answer, key)) for key in keys)
    columns = ("state", "id" if game.is_graph else "options taken", "core", "consistent")
    strong = frozenset(k for k, key in enumerate(keys) if answer.in_core[key] and answer.in_consistent_set[key])
    table = Table(columns, rows, frozenset({"state"}), tuple(_notes(answer, len(every) - len(rows))), strong)
    return table_with_labels(table, game, keys)


def _marks(answer: Farsighted, key: int) -> tuple[str, str]:
    return "yes" if answer.in_core[key] else ".", "yes" if answer.in_consistent_set[key] else "."


def _numbered(game: ListedGame, key: int) -> str:
    return f"{number(key)}{' now' if key == game.status_quo_key else ''}"


def _notes(answer: Farsighted, cut: int) -> list[str]:
    game = answer.game
    # What the two words mean stands with their counts, since hardly any reader has met them before.
    core, consistent = int(answer.in_core.sum()), int(answer.in_consistent_set.sum())
    notes = [f"{cut:,} more {plural(cut, 'state', 'states')}; --limit shows them."] if cut else []
    notes += [
        f"core: {core:,} of {game.size:,} states. No single step from there is better at once for all who must take it.",
        f"consistent: {consistent:,} of {game.size:,} states (the largest consistent set). Farsighted actors are deterred "
        "from every step from there: it may end no better for one of those who must take it.",
    ]
    if game.status_quo_key is not None:
        is_ = "is" if answer.in_consistent_set[game.status_quo_key] else "is not"
        notes.append(f"now: the status quo, {state_name(game, game.status_quo_key)}, {is_} stable for farsighted actors.")
    return [*notes, "--state STATE explains one state."]


def stable_sets_table(answer: StableSets) -> Table:
    """Each stable set with its states, and whether these are all there are."""
    sets = enumerate(answer.stable_sets, 1)
    rows = tuple((str(k), str(len(states)), _states(answer.game, states)) for k, states in sets)
    return Table(("set", "size", "states"), rows, frozenset({"set", "size"}), tuple(_endings(answer)))


def _states(game: ListedGame, states: Sequence[State]) -> str:
    return ", ".join(listed_name(game, state.key) for state in states)


def _endings(answer: StableSets) -> list[str]:
    count = len(answer.stable_sets)
    sets = plural(count, "stable set", "stable sets")
    kind = f"by {answer.dominance} dominance"
    meaning = [
        "In a stable set, no state dominates another; every state outside is dominated by a state inside.",
        f"{sentence(answer.dominance)} dominance: {MEANING[answer.dominance]}.",
    ]
    # A game may have no stable set at all, so that "none" is an answer only where it is proved.
    if answer.proved:
        these = f"{count:,} {sets} {kind}, and no others" if count else f"There is no stable set {kind}"
        return [f"{these} (proved).", *meaning]
    if answer.stopped == "limit":
        return [f"The first {count:,} {sets} {kind}; there are more, and --limit shows them.", *meaning]
    these = f"{count:,} {sets}" if count else "no stable set"
    first = f"The search found {these} {kind} before it stopped"
    return [f"{first}; there may be {'others' if count else 'one'}. --seconds allows more time.", *meaning]
