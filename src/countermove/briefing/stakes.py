"""Who gains and who loses by an outcome, and what holds it there: facts of a briefing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.analysis.lines import Difference, deciding_line
from countermove.analysis.model.places import Place, place_of
from countermove.analysis.result import HIDDEN, Record
from countermove.analysis.winners import Standing, standings
from countermove.explanation import Improvement, explain
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame, Mover
from countermove.stability.concept import CONCEPTS, NASH, Evidence
from countermove.stability.engines.local import moves_from

__all__ = ["OtherMove", "Stake", "Stakes", "Stay", "leading_concept", "stakes", "stays"]

TOLD_BY_GAINS = {Evidence.GAINS, Evidence.ANSWERS, Evidence.COMBINATIONS, Evidence.ANSWERS_OR_COMBINATIONS}
"""Evidence that is shown as improvements and what the others can do about each."""


@dataclass(frozen=True)
class Stake(Record):
    """How one actor fares in the outcome `after` against the status quo.

    `today` and `then` are the places of both states in its order of all states; None in a searched game, whose states
    nobody has counted. `gained` and `lost` are the most important statements that only one of the two states fulfils.
    """

    actor: str
    verdict: Literal["better", "worse", "equal"]
    today: Place | None
    then: Place | None
    gained: Difference | None = field(metadata=HIDDEN)
    lost: Difference | None = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Stakes(Record):
    """Who gains and who loses by the outcome `after`, against the status quo.

    `before` is None without a status quo; then, and where nothing changes, each stake is of the outcome alone.
    """

    before: State | None
    after: State
    actors: tuple[Stake, ...]

    @property
    def is_change(self) -> bool:
        """Whether the outcome differs from the status quo, as far as there is one."""
        return self.before is not None and self.before != self.after


@dataclass(frozen=True)
class OtherMove(Record):
    """The best move of an actor who gains by none: where to, and whether it is `worse` for it or just as `good`.

    `lost`: the most important statement that it would lose by it, where its preferences are statements.
    """

    to: State
    worth: Literal["good", "worse"]
    lost: Difference | None = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Stay(Record):
    """What a mover could try at an outcome, and what stops it.

    `best`: its most attractive improvement with what the others can do about it, None where it has none. `is_answered`:
    whether the concept under which the outcome is stable has answers to improvements (else the mover looks further
    ahead). `other`: where it is an actor with nothing to gain, the best of its other moves.
    """

    mover: str
    best: Improvement | None = field(metadata=HIDDEN)
    is_answered: bool
    other: OtherMove | None


def stakes(game: Game, lead: int) -> Stakes:
    """Who gains and who loses by the outcome with this key.

    Examples
    --------
    >>> import countermove as cm
    >>> game = cm.compile(cm.load("cuban-missile-crisis"))
    >>> [(stake.actor, stake.then.number) for stake in stakes(game, 6).actors]
    [('usa', 2), ('ussr', 3)]
    """
    after = game.at(lead)
    before = None if game.status_quo_key is None else game.at(game.status_quo_key)
    # Against itself nothing differs, but the places still say how good the outcome is for each.
    start = after if before is None else before
    fares = standings(game, start, after)
    return Stakes(before, after, tuple(_stake(game, k, standing, start, after) for k, standing in enumerate(fares)))


def _stake(game: Game, actor: int, standing: Standing, before: State, after: State) -> Stake:
    places: tuple[Place | None, Place | None] = (None, None)
    if isinstance(game, ListedGame):
        places = (place_of(game, actor, before.key), place_of(game, actor, after.key))
    gained = next((one for one in standing.differences if one.gained), None)
    lost = next((one for one in standing.differences if not one.gained), None)
    return Stake(standing.actor, standing.verdict, *places, gained, lost)


def leading_concept(equilibrium: Equilibrium) -> str | None:
    """The strongest concept that holds an equilibrium, of those whose evidence is improvements and answers.

    Of the concepts about moves at the same time the weaker comes first: its evidence also has answers in sequence.
    """
    rows = [
        concept for id_, concept in CONCEPTS.items() if id_ in equilibrium.concepts and concept.evidence in TOLD_BY_GAINS
    ]
    rows.sort(key=lambda concept: (concept.needs_options, -concept.strength if concept.needs_options else concept.strength))
    return rows[0].id if rows else None


def stays(table: StabilityTable, key: int) -> tuple[Stay, ...]:
    """For each mover of a listed game the best that it could try at the state with this key, and what stops it."""
    game = table.listed
    concept = leading_concept(table.at(key))
    return tuple(_stay(game, key, mover, concept) for mover in game.movers)


def _stay(game: ListedGame, key: int, mover: Mover, concept: str | None) -> Stay:
    gains = explain(game, game.at(key), mover.id, concept or NASH.id).gains
    if gains:
        # The best of equals is the first, as `explain` lists them.
        best = max(gains, key=_attraction(game, mover))
        return Stay(mover.id, best, concept is not None, None)
    return Stay(mover.id, None, concept is not None, None if mover.is_body else _other_move(game, mover, key))


def _attraction(game: ListedGame, mover: Mover) -> Callable[[Improvement], int]:
    """How attractive an improvement is: its rank for an actor; for a body, the ranks of all actors together."""
    ranks = game.rank_rows.sum(axis=0) if mover.actor is None else game.rank_rows[mover.actor]
    return lambda improvement: int(ranks[improvement.state])


def _other_move(game: ListedGame, mover: Mover, key: int) -> OtherMove | None:
    """The best move of an actor without improvements; None where it has no move."""
    targets = moves_from(game, mover, np.array([key], dtype=np.int32)).target
    if not len(targets):
        return None
    assert mover.actor is not None  # bodies have no ranking, and are not asked
    rank = game.rank_rows[mover.actor]
    best = int(targets[np.argmax(rank[targets])])
    # The actor has no improvement, so that its best other move is as good or worse, never better.
    if rank[best] == rank[key]:
        return OtherMove(game.at(best), "good", None)
    return OtherMove(game.at(best), "worse", None if game.is_graph else deciding_line(game, mover.id, key, best))
