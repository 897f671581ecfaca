"""What happened, replayed: which of a case's events the model explains as improvements, and which it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from countermove.analysis.lines import Difference, deciding_line
from countermove.game.listed import ListedGame, Mover
from countermove.model.case import Case, Event
from countermove.model.names import OptionNames
from countermove.stability.engines.local import improvements_from, moves_from
from countermove.text.naming import number

__all__ = ["Replayed", "event_codes", "replay"]

Verdict = Literal["improvement", "other move", "no change", "no move", "not in the model"]


@dataclass(frozen=True)
class Replayed:
    """One event, and what the model makes of it.

    `verdict`: "improvement", a move to something better for its mover (for a body: one that its rules let
    pass); "other move", a move, but no improvement; "no change", the options stood so already; "no move", the
    model has both states, but not this move (an option cannot be changed in this direction, or what it needs is
    missing); "not in the model", a combination of options on the way is not feasible, or later events and the
    status quo contradict it. `before` and `after`: states, None where the combination is not feasible.
    `loses`: the most important line that the actor loses by it.
    """

    event: Event
    before: int | None
    after: int | None
    verdict: Verdict
    loses: Difference | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states and lines count from 1."""
        data: dict[str, Any] = {"on": self.event.on, "actor": self.event.actor}
        data |= {"takes": list(self.event.takes), "drops": list(self.event.drops)}
        data |= {"before": _numbered(self.before), "after": _numbered(self.after), "verdict": self.verdict}
        return data | {"loses": None if self.loses is None else self.loses.position + 1}


def replay(graph: ListedGame) -> tuple[Replayed, ...]:
    """Every event of the case, in order, as the model sees it; none in a case without a status quo.

    Events up to the moment that the case describes (`at`; all of them where it has none) have led to the status
    quo, so they are undone from there; later ones go on from it. Dates are compared as text, in ISO form. Of
    levels, an event that is undone leaves the first level.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> [(r.event.actor, r.verdict) for r in replay(compile(catalog.load_case("european-security-2022")))]
    [('russia', 'improvement')]
    """
    if graph.status_quo is None or graph.is_graph:
        return ()
    now = graph.layout.unpack(int(graph.combinations(graph.status_quo)[0]))
    codes = list(event_codes(graph.case, now))
    return tuple(_judged(graph, event, before, after, sound) for event, before, after, sound in codes)


def event_codes(case: Case, now: int) -> Iterator[tuple[Event, int, int, bool]]:
    """Each event with the combinations before and after it, and whether it fits what follows; `now` is the status quo.

    Combinations are codes, feasible or not.
    """
    names = OptionNames(case)
    earlier = [event for event in case.events if not case.at or event.on <= case.at]
    later = [event for event in case.events if event not in earlier]
    undone = []
    after = now
    for event in reversed(earlier):
        takes, drops = _masks(names, event)
        before = _with_levels(names, (after & ~takes) | drops)
        undone.append((event, before, after, after & takes == takes and not after & drops))
        after = before
    yield from reversed(undone)
    before = now
    for event in later:
        takes, drops = _masks(names, event)
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
    """The combination with the first level of every option none of whose levels holds."""
    return _bits(list(names.with_defaults(k for k in range(code.bit_length()) if code >> k & 1)))


def _judged(graph: ListedGame, event: Event, before: int, after: int, sound: bool) -> Replayed:
    states = [_state(graph, code) for code in (before, after)]
    was, is_ = states
    if was is None or is_ is None or not sound:
        return Replayed(event, was, is_, "not in the model")
    if was == is_:
        return Replayed(event, was, is_, "no change")
    mover = next(m for m in graph.movers if m.id == event.actor)
    here = np.array([was], dtype=np.int32)
    if is_ in improvements_from(graph, mover, here).target:
        return Replayed(event, was, is_, "improvement")
    known: Verdict = "other move" if is_ in moves_from(graph, mover, here).target else "no move"
    return Replayed(event, was, is_, known, _loss(graph, mover, was, is_))


def _loss(graph: ListedGame, mover: Mover, before: int, after: int) -> Difference | None:
    if mover.is_body:
        return None
    decided = deciding_line(graph, mover.id, before, after)
    return decided if decided is not None and not decided.gained else None


def _state(graph: ListedGame, code: int) -> int | None:
    place = graph.place(code)
    return None if place is None else int(graph.states_of_codes[place])


def _numbered(state: int | None) -> int | None:
    return None if state is None else number(state)
