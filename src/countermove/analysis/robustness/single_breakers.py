"""Which single change of those that can be drawn breaks an equilibrium: the quick part of a study, for the brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.result import Record
from countermove.analysis.robustness.changes import Change, is_plausible, listed_preferences, single_changes
from countermove.errors import QuestionError
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.stability.concept import Concept, find_concept, stable
from countermove.stability.engines.local import improvements_from

__all__ = ["SingleBreakers", "single_breakers"]

Bools = NDArray[np.bool_]
MOST_WORK = 400_000
"""Changes times what each concerns (Nash: states, else moves and movers) that are tried: a tenth of a second, so that a
brief does not wait."""


@dataclass(frozen=True)
class SingleBreakers(Record):
    """The single changes after which a state is no equilibrium under the concept that trusts least in threats.

    `swaps`: how many swaps of adjacent statements were tried; `others`: how many other changes.
    """

    state: State
    concept: str
    breakers: tuple[Change, ...]
    swaps: int
    others: int


def single_breakers(table: StabilityTable, states: Sequence[int]) -> tuple[SingleBreakers | None, ...]:
    """What breaks each of some equilibria; None where that would be too much work, or cannot be said.

    Parameters
    ----------
    table
        The equilibria of a listed game.
    states
        The positions of those that are judged, each by the concept of least trust under which it is an equilibrium.

    Examples
    --------
    >>> import countermove as cm
    >>> breaks = single_breakers(cm.equilibria(cm.compile(cm.load("european-security-2022"))), [147])[0]
    >>> breaks.swaps, breaks.others, [(change.actor, change.statement) for change in breaks.breakers]
    (27, 1, [('russia', 3)])
    """
    game = table.listed
    records = game.case.actors.values()
    entries = sum(len(record.prefers or ()) + len(record.ranking or ()) for record in records)
    if game.size * entries > MOST_WORK:  # before any array of the size of the case is made
        return (None,) * len(states)
    try:
        preferences = [listed_preferences(game, actor) for actor in game.actors]
    except QuestionError:
        return (None,) * len(states)
    changes = [(own, c) for own in preferences for c in single_changes(own) if is_plausible(own, c)]
    # The concept of least trust: what breaks it there says most about an outcome that is an equilibrium under several.
    judges = [_strongest(table, state) for state in states]
    # Listing all moves is itself work, and needed only for concepts that look beyond the mover's own ones.
    moves = sum(len(edges.target) for edges in game.edges) if game.size * len(changes) <= MOST_WORK else 0
    cost = {c: game.size if c.by_own_moves else moves * len(game.movers) for c in dict.fromkeys(judges)}
    able = [c for c, each in cost.items() if len(changes) * max(each, game.size) <= MOST_WORK]
    breakers: dict[int, list[Change]] = {state: [] for state in states}
    rows = {actor: row for row, actor in enumerate(game.actors)}
    for own, change in changes:
        row, changed = rows[own.actor], own.ranks_after(change)
        # A swap of statements that always agree changes no rank, and so breaks nothing.
        if able and not np.array_equal(changed, game.rank_rows[row]):
            ranks = game.rank_rows.copy()
            ranks[row] = changed
            for state in _broken(game.with_ranks(ranks), row, states, judges, able):
                breakers[state].append(change)
    swaps = sum(change.kind == "swap" for _, change in changes)
    return tuple(
        SingleBreakers(game.at(state), concept.id, tuple(breakers[state]), swaps, len(changes) - swaps)
        if concept in able
        else None
        for state, concept in zip(states, judges, strict=True)
    )


def _strongest(table: StabilityTable, state: int) -> Concept:
    """The concept of least trust in threats under which a state is an equilibrium."""
    return min(map(find_concept, table.at(state).concepts), key=lambda concept: concept.strength)


def _broken(
    game: ListedGame, changed: int, states: Sequence[int], judges: Sequence[Concept], able: Sequence[Concept]
) -> list[int]:
    """Which of the states, each judged by its concept, are no equilibria where one actor has changed."""
    is_equilibrium: dict[Concept, Bools] = {}
    for concept in able:
        if not concept.by_own_moves:
            is_equilibrium[concept] = np.logical_and.reduce([stable(game, mover, concept) for mover in game.movers])
            continue
        # Improvements from the states alone are enough: of the actor that has changed, and of bodies where it has a say.
        own = np.array([s for s, judge in zip(states, judges, strict=True) if judge == concept], dtype=np.int32)
        is_equilibrium[concept] = np.ones(game.size, dtype=bool)
        for mover in game.movers:
            if mover.actor == changed or any(changed in vote.players for vote in mover.votes):
                is_equilibrium[concept][improvements_from(game, mover, own).source] = False
    return [s for s, judge in zip(states, judges, strict=True) if judge in able and not is_equilibrium[judge][s]]
