"""What holds for farsighted actors, as tables: the core and the largest consistent set, and stable sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.analysis.farsighted import Farsighted, StableSets
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.text.blocks import Table
from countermove.text.naming import listed_name, number, state_name, table_with_labels, taken_words
from countermove.text.phrases import plural

__all__ = ["farsighted_table", "stable_sets_table"]

MEANING = {
    "indirect": "steps lead there, and whoever takes one of them prefers that end",
    "direct": "one step leads there, and whoever takes it prefers that end",
}
"""What it is that a state inside a stable set does to the states outside, for each kind of dominance."""


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
    return f"{number(key)}{' now' if key == game.status_quo else ''}"


def _notes(answer: Farsighted, cut: int) -> list[str]:
    game = answer.game
    # What the two words mean stands with their counts, since hardly any reader has met them before.
    core, kept = int(answer.in_core.sum()), int(answer.in_consistent_set.sum())
    notes = [f"{cut:,} more states; --limit shows them."] if cut else []
    notes += [
        f"Of {game.size:,} states {_are(core)} in the core. From a state in it no single step is better at once "
        "for all who must take it.",
        f"And {_are(kept)} consistent (in the largest consistent set). From a consistent state whoever looks far "
        "ahead is deterred from every step, for it may end no better for somebody who must take it.",
    ]
    if game.status_quo is not None:
        holds = "holds" if answer.in_consistent_set[game.status_quo] else "does not hold"
        now = state_name(game, game.status_quo)
        notes.append(f"now: the status quo, {now}, {holds} for people who look far ahead.")
    return [*notes, "With --state N the command tells why a state holds, or does not."]


def _are(states: int) -> str:
    return f"{states:,} are" if states > 1 else "1 is" if states else "none is"


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
    meaning = (
        "No state in a stable set dominates another in it, and every state outside is dominated by one inside: "
        f"{MEANING[answer.dominance]}."
    )
    # A game may have no stable set at all, so that "none" is an answer only where it is proved.
    if answer.proved:
        these = f"{count:,} {sets}, and no others" if count else "There is no stable set; this is proved"
        return [f"{these} ({answer.dominance} dominance).", meaning]
    if answer.stopped == "limit":
        return [
            f"The first {count:,} {sets} ({answer.dominance} dominance); there are more: --limit shows them.",
            meaning,
        ]
    these = f"{count:,} {sets} in the time allowed, perhaps not all" if count else "No stable set in the time allowed"
    return [f"{these} ({answer.dominance} dominance); nothing is proved: --seconds gives it longer.", meaning]
