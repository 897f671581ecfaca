"""What keeps a deal or breaks it: movers that are tempted, and groups that would leave it together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.deals.reach import Reach, Work, sets_of
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.stability.bodies import resisted
from countermove.stability.concept import NASH, SEQ, stable
from countermove.stability.engines.dispatch import least_answer
from countermove.stability.engines.local import improvements_from, rules_of

__all__ = ["departing_group", "holding", "temptation"]

Bools = NDArray[np.bool_]


def holding(game: ListedGame, credible: bool) -> Bools:
    """The Nash equilibria, or (`credible`) the states that are SEQ-stable for every mover; shape (S,)."""
    result = np.ones(game.size, dtype=bool)
    for mover in game.movers:
        result &= stable(game, mover, SEQ if credible else NASH)
    return result


def temptation(game: ListedGame, mover: Mover, state: int) -> tuple[int, bool] | None:
    """The improvement with which a mover would leave a state, and whether all its improvements are answered.

    Parameters
    ----------
    game, mover
        A listed game, and a mover of it.
    state
        A position, from 0.

    Returns
    -------
    tuple, or None
        The improvement of lowest state number, of those that nobody answers if there is one, and whether there is none;
        None where the mover has no improvement at all.
    """
    moves = improvements_from(game, mover, np.array([state], dtype=np.int32))
    if not len(moves.target):
        return None
    if stable(game, mover, SEQ)[state]:
        return int(moves.target.min()), True
    if mover.actor is not None:
        rank = game.rank_rows[mover.actor]
        # For an improvement staying is no answer: its own value lies above the rank of the state.
        least = game.once(("least credible answer", mover.index), lambda: least_answer(game, mover, rank, credible=True))
        open_ = least[moves.target] > rank[state]
    else:
        rules = rules_of(mover, moves.changed)
        order = np.argsort(moves.target, kind="stable")
        edges = edges_from_pairs(moves.source[order], moves.target[order], game.size, rules[order])
        open_ = np.zeros(len(order), dtype=bool)
        open_[order] = ~resisted(game, mover, edges, credible=True, counter=False)
    return int(moves.target[open_].min()), False


def departing_group(game: ListedGame, state: int, members: Sequence[int], work: Work) -> tuple[tuple[int, ...], int] | None:
    """A smallest group within a coalition that leaves a state together, and the state that all of it prefer.

    A group leaves iff one of its legal sequences, bodies that it carries included, reaches a state that each of it
    strictly prefers. One search for each distinct set of members who prefer some state; single members are groups.

    Parameters
    ----------
    game
        A listed game.
    state
        The state that would be left (a position, from 0).
    members
        The coalition, by positions among the actors.
    work
        What may be spent; where it is exceeded, `Work.spent` is above `Work.limit` afterwards.

    Returns
    -------
    tuple, or None
        The group, no part of which leaves the state for this one, and the state of lowest number of those to which
        the first such set of members leads.
    """
    reach = Reach(game, state, work)
    rows = np.array(members, dtype=np.int64)
    better = np.zeros(game.rank_rows.shape, dtype=bool)
    better[rows] = game.rank_rows[rows] > game.rank_rows[rows, state][:, None]
    for actors, states in sets_of(better):
        if not actors:
            continue
        candidates = reach.within(actors, states)
        if not len(candidates):
            continue
        reached = reach.of(actors)
        if reached is None:
            return None
        ends = candidates[reached[candidates]]
        if len(ends):
            end = int(ends.min())
            return _smallest(reach, actors, end), end
    return None


def _smallest(reach: Reach, actors: tuple[int, ...], end: int) -> tuple[int, ...]:
    """The coalition without those whom it does not need to reach a state; the last in file order are left out first."""
    group = actors
    for actor in reversed(actors):
        fewer = tuple(other for other in group if other != actor)
        reached = reach.of(fewer) if fewer else None
        if reached is not None and reached[end]:
            group = fewer
    return group
