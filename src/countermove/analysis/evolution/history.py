"""The events of a case, replayed: which of them the model explains as improvements, and which it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from countermove.analysis.lines import Difference, deciding_line
from countermove.analysis.result import HIDDEN, Record, member
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.case import Case, Event
from countermove.model.names import OptionNames
from countermove.stability.engines.local import improvements_from, moves_from

__all__ = ["Replayed", "event_codes", "replay"]

Verdict = Literal["improvement", "other move", "no change", "no move", "not in the model"]


@dataclass(frozen=True)
class Replayed(Record):
    """One event, and what the model makes of it.

    `verdict`: "improvement", a move to something better for its mover (for a body: one that its rules let
    pass); "other move", a move, but no improvement; "no change", the options stood so already; "no move", the
    model has both states, but not this move (an option cannot be changed in this direction, or what it needs is
    missing); "not in the model", a combination of options on the way is not feasible, or later events and the
    status quo contradict it. `before` and `after`: None where the combination is not feasible. `loses`: the most
    important statement that the actor loses by it.
    """

    event: Event = field(metadata=HIDDEN)
    before: State | None
    after: State | None
    verdict: Verdict
    lost: Difference | None = field(default=None, metadata=HIDDEN)

    @member()
    def on(self) -> str:
        """When it happened."""
        return self.event.on

    @member()
    def actor(self) -> str:
        """Who acted."""
        return self.event.actor

    @member()
    def takes(self) -> tuple[str, ...]:
        """The options that were taken."""
        return tuple(self.event.takes)

    @member()
    def drops(self) -> tuple[str, ...]:
        """The options that were dropped."""
        return tuple(self.event.drops)

    @member()
    def before_code(self) -> int | None:
        """The code of the state before; null for coalesced states."""
        return None if self.before is None else self.before.code

    @member()
    def after_code(self) -> int | None:
        """The code of the state after; null for coalesced states."""
        return None if self.after is None else self.after.code

    @member()
    def loses(self) -> int | None:
        """The position, from 1, of the most important statement that the actor loses by it."""
        return None if self.lost is None else self.lost.position + 1


def replay(game: Game) -> tuple[Replayed, ...]:
    """Every event of the case, in order, as the model sees it; none in a case without a status quo.

    Events up to the moment that the case describes (`at`; all of them where it has none) have led to the status
    quo, so they are taken back from there; later ones go on from it. Dates are compared as text, in ISO form. Of
    levels, an event that is taken back leaves the first level.

    Parameters
    ----------
    game
        The game, of either kind.

    Examples
    --------
    >>> import countermove as cm
    >>> [(r.event.actor, r.verdict) for r in replay(cm.compile(cm.load("cuban-missile-crisis")))]
    [('usa', 'improvement'), ('ussr', 'improvement'), ('usa', 'improvement')]
    """
    if game.status_quo_key is None or game.case.is_graph:
        return ()
    now = game.status_quo_key
    if isinstance(game, ListedGame):
        place = game.status_quo_place
        assert place is not None
        # Of a coalesced state events tell the combinations apart: the one that is written is where they end.
        now = game.layout.unpack(int(game.codes[place]))
    return tuple(_judged(game, *steps) for steps in event_codes(game.case, now))


def event_codes(case: Case, now: int) -> Iterator[tuple[Event, int, int, bool]]:
    """Each event with the combinations before and after it, and whether it fits what follows; `now` is the status quo.

    Combinations are codes, feasible or not.
    """
    names = OptionNames(case)
    # ISO dates sort as text, also where one has a day and another only a month.
    earlier = [event for event in case.events if not case.at or event.on <= case.at]
    later = [event for event in case.events if event not in earlier]
    undone = []
    after = now
    for event in reversed(earlier):
        takes, drops = _masks(names, event)
        # Backwards: what the event took was not taken before it, what it dropped was.
        before = _with_levels(names, (after & ~takes) | drops)
        undone.append((event, before, after, after & takes == takes and not after & drops))
        after = before
    yield from reversed(undone)
    before = now
    for event in later:
        takes, drops = _masks(names, event)
        # Taking a level ends the level that was taken, which the event need not name.
        siblings = sum(1 << k for levels in names.levels.values() if _bits(levels) & takes for k in levels)
        after = _with_levels(names, (before & ~drops & ~siblings) | takes)
        yield event, before, after, True
        before = after


def _masks(names: OptionNames, event: Event) -> tuple[int, int]:
    takes, drops = ([names.find_text(text, event.actor) for text in texts] for texts in (event.takes, event.drops))
    return _bits(takes), _bits(drops)


def _bits(options: list[int]) -> int:
    return sum(1 << option for option in set(options))


def _with_levels(names: OptionNames, code: int) -> int:
    """The combination with the first level of every option of which no level is taken."""
    return _bits(list(names.with_defaults(k for k in range(code.bit_length()) if code >> k & 1)))


def _judged(game: Game, event: Event, before: int, after: int, fits: bool) -> Replayed:
    """An event as the model sees it; `before` and `after`: codes, feasible or not, `fits`: with what follows."""
    was, is_ = _state(game, before), _state(game, after)
    if was is None or is_ is None or not fits:
        return Replayed(event, was, is_, "not in the model")
    if was == is_:
        return Replayed(event, was, is_, "no change")
    # The strongest verdict first; an improvement is a move as well.
    if _can_move(game, event.actor, was.key, is_.key, improving=True):
        return Replayed(event, was, is_, "improvement")
    verdict: Verdict = "other move" if _can_move(game, event.actor, was.key, is_.key, improving=False) else "no move"
    return Replayed(event, was, is_, verdict, _loss(game, event.actor, was.key, is_.key))


def _can_move(game: Game, id_: str, before: int, after: int, *, improving: bool) -> bool:
    """Whether a mover can (or would) move from one state to another."""
    if isinstance(game, SearchedGame):
        own = game.mover(id_)
        moved = (before ^ after) & ~own.mask == 0 and game.may_change(before, after)
        return moved and (not improving or game.improves(own, before, after))
    assert isinstance(game, ListedGame)
    here = np.array([before], dtype=np.int32)
    targets = (improvements_from if improving else moves_from)(game, game.mover(id_), here).target
    return after in targets


def _loss(game: Game, id_: str, before: int, after: int) -> Difference | None:
    """The statement that decides for an actor, where it loses it; None for a body."""
    if game.mover(id_).is_body:
        return None
    decided = deciding_line(game, id_, before, after)
    return decided if decided is not None and not decided.gained else None


def _state(game: Game, code: int) -> State | None:
    """The state that a combination of options is, where it is feasible."""
    if isinstance(game, SearchedGame):
        return game.at(code) if game.is_feasible(code) else None
    assert isinstance(game, ListedGame)
    place = game.place(code)
    return None if place is None else game.at(int(game.states_of_codes[place]))
