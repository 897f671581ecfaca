"""What happened, replayed in a case that is not listed: exactly as where states are listed, on codes."""

from __future__ import annotations

from countermove.analysis.history import Replayed, event_codes
from countermove.analysis.large_stakes import line_differences
from countermove.analysis.lines import Difference
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.model.case import Event

__all__ = ["large_replay"]


def large_replay(model: SearchedGame) -> tuple[Replayed, ...]:
    """Every event of the case as the model sees it, see `replay.replay`; `before` and `after` are codes.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> [(r.event.actor, r.verdict) for r in large_replay(searched_game(load_case("european-security-2022")))]
    [('russia', 'improvement')]
    """
    if model.status_quo is None:
        return ()
    return tuple(_judged(model, *found) for found in event_codes(model.case, model.status_quo))


def _judged(model: SearchedGame, event: Event, before: int, after: int, sound: bool) -> Replayed:
    was, is_ = (code if model.is_feasible(code) else None for code in (before, after))
    if was is None or is_ is None or not sound:
        return Replayed(event, was, is_, "not in the model")
    if was == is_:
        return Replayed(event, was, is_, "no change")
    mover = model.mover(event.actor)
    moved = (was ^ is_) & ~mover.mask == 0 and model.may_change(was, is_)
    if moved and model.improves(mover, was, is_):
        return Replayed(event, was, is_, "improvement")
    return Replayed(event, was, is_, "other move" if moved else "no move", _loss(model, mover, was, is_))


def _loss(model: SearchedGame, mover: SearchedMover, before: int, after: int) -> Difference | None:
    """The line that decides for an actor, where it loses it."""
    if mover.actor is None:
        return None
    decided = next(iter(line_differences(model, mover.id, before, after)), None)
    return decided if decided is not None and not decided.gained else None
