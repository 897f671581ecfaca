"""The answer for one actor: its own moves, what it can offer, whom it has to win over, and what would hurt it most."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cmp_to_key
from typing import Any

from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.deals.record import Deal
from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.lines import Difference, deciding_line
from countermove.analysis.result import HIDDEN, Record
from countermove.briefing.deals import DealsToday
from countermove.errors import SizeError
from countermove.explanation import Improvement, explain
from countermove.game.game import Game, Mover, State
from countermove.game.listed import ListedGame
from countermove.stability.concept import SEQ

__all__ = ["Hurt", "OneActor", "OwnMove", "one_actor"]

MOST_DEALS = 200
"""Deals that are searched for one by which the actor gains, in the order of telling."""


@dataclass(frozen=True)
class OwnMove(Record):
    """A move of the actor from where things stand: where to, and how it likes that (1 better, 0 as good, -1 worse).

    `answer`: for a better state, what the others would do about it credibly; None elsewhere, and in a
    searched game. `lost`: the most important of its statements that a worse state fails.
    """

    to: State
    change: int
    answer: Improvement | None = field(metadata=HIDDEN)
    lost: Difference | None = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Hurt(Record):
    """The single move of another mover from where things stand that is worst for the actor.

    `is_likely`: whether it is an improvement for its mover. `lost`: the most important statement that it fails.
    """

    mover: str
    to: State
    is_likely: bool
    lost: Difference | None = field(metadata=HIDDEN)


@dataclass(frozen=True)
class OneActor(Record):
    """What one actor can do, from `start`: the status quo, else the first outcome.

    `moves`: its own moves, the best for it first. `offer`: the deal that is shown, or the first by which it gains; None if
    there is none. `blocked`: decisions of bodies that it is for and that would fail. `hurt`: None where no single move of
    others makes it worse off. In a searched game a mover may have too many options to look at its moves one by one:
    `is_moves_complete` says whether those of the actor were looked at, `is_hurt_complete` whether those of all others were.
    """

    id: str
    start: State
    moves: tuple[OwnMove, ...]
    offer: Deal | None
    blocked: tuple[Decision, ...]
    hurt: Hurt | None
    is_hurt_complete: bool = field(default=True, metadata=HIDDEN)
    is_moves_complete: bool = field(default=True, metadata=HIDDEN)


def one_actor(table: StabilityTable, deals: DealsToday | None, lead: State | None, actor: str) -> OneActor | None:
    """The answer for the actor with this id; None where there is neither a status quo nor an outcome to start from."""
    game = table.game
    start = lead if game.status_quo_key is None else game.at(game.status_quo_key)
    if start is None:
        return None
    moves = _own_moves(game, actor, start)
    listed = () if deals is None or deals.from_today is None else deals.from_today.deals[:MOST_DEALS]
    # The deal that is shown comes first; where the actor has no part in it, the first deal by which it gains.
    some = [*([deals.first] if deals is not None and deals.first is not None else []), *listed]
    offer = next((deal for deal in some if actor in deal.gainers), None)
    blocked = tuple(one for one in decisions(game, start.key) if actor in one.favour and one.passes is False)
    return OneActor(actor, start, moves or (), offer, blocked, *_hurt(game, actor, start), moves is not None)


def _moves_it(game: Game, mover: Mover, actor: str) -> bool:
    """Whether a mover is this actor, or moves it as one with others."""
    return mover.id == actor or actor in (game.actors[member] for member in mover.merged)


def _own_moves(game: Game, actor: str, start: State) -> tuple[OwnMove, ...] | None:
    """The moves of an actor, the best for it first; None where they are too many to look at."""
    mover = next((one for one in game.movers if one.id == actor), None)
    if mover is None:
        return ()
    position = game.actors.index(actor)
    answers: dict[int, Improvement] = {}
    if isinstance(game, ListedGame):
        answers = {gain.state: gain for gain in explain(game, start, actor, SEQ.id).gains}
    try:
        targets = list(game.moves_from(mover, start.key))
    except SizeError:  # a mover of a searched game with too many options to look at its moves one by one
        return None
    own = []
    # Best first; `sorted` keeps equals in ascending order of state, so that the order is the same each time.
    by_liking: Callable[[int], Any] = cmp_to_key(lambda one, other: game.compare(position, one, other))
    for key in sorted(targets, key=by_liking):
        change = game.compare(position, start.key, key)
        lost = None if change >= 0 or game.case.is_graph else deciding_line(game, actor, start.key, key)
        own.append(OwnMove(game.at(key), change, answers.get(key), lost))
    return tuple(own)


def _hurt(game: Game, actor: str, start: State) -> tuple[Hurt | None, bool]:
    """The worst that a single move of another would do to an actor; of equally bad ones first what its mover gains by.

    And whether the moves of all others were looked at.
    """
    is_complete = True
    position = game.actors.index(actor)
    worst: tuple[Mover, int] | None = None
    for mover in game.movers:
        if _moves_it(game, mover, actor):
            continue
        try:
            targets = list(game.moves_from(mover, start.key))
        except SizeError:
            is_complete = False
            continue
        for key in targets:
            if game.compare(position, start.key, key) >= 0 or not _can_happen(game, mover, start.key, key):
                continue
            order = 1 if worst is None else game.compare(position, key, worst[1])
            is_likelier = (
                worst is not None
                and order == 0
                and game.is_improvement(mover, start.key, key)
                and not game.is_improvement(worst[0], start.key, worst[1])
            )
            if order > 0 or is_likelier:
                worst = (mover, key)
    if worst is None:
        return None, is_complete
    mover, key = worst
    lost = None if game.case.is_graph else deciding_line(game, actor, start.key, key)
    return Hurt(mover.id, game.at(key), game.is_improvement(mover, start.key, key), lost), is_complete


def _can_happen(game: Game, mover: Mover, before: int, after: int) -> bool:
    """Whether a move is possible at all: a body's only where its rules pass, since nobody else can make it."""
    return not mover.is_body or bool(mover.merged) or game.is_improvement(mover, before, after)
