"""What a `.gmcr` file cannot hold of a case, and what it leaves out: told before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.model.case import Actor, Case, View
from countermove.model.preferences import Claim, Line, OrderUnknown, lines_of

__all__ = ["decoration", "obstacles"]


def obstacles(case: Case) -> list[str]:
    """What would change the meaning of the case if it were left out, in words.

    >>> obstacles(Case.model_validate({"actors": {"a": {"options": {"x": {"needs": "y"}, "y": "Y"}}}}))
    ['needs of a.x']
    """
    found = ["states and moves that are listed"] if case.is_graph else []
    if not case.is_graph and not case.option_rows:
        found.append("a case without options")
    found += [f"the body {body}" for body in case.bodies]
    found += [f"needs of {row.full}" for row in case.option_rows if row.record.needs is not None]
    found += ["coalesced states"] if case.coalesce else []
    for viewer, view in case.views.items():
        found += [f"what {viewer} believes of {actor}" for actor in view.actors]
        found += [f"what {viewer} is unaware of"] if view.unaware else []
    return found


def decoration(case: Case) -> list[str]:
    """What changes no state, preference or move, and is left out, in words.

    >>> decoration(Case.model_validate({"title": "T", "actors": {"a": {"options": {"x": {}}, "about": "A"}}}))
    ['title', 'about']
    """
    return list(dict.fromkeys(_left_out(case)))


def _left_out(case: Case) -> Iterator[str]:
    for key, value in (("title", case.title), ("at", case.at), ("about", case.about), ("citation", case.citation)):
        if value:
            yield key
    if case.status_quo is not None:
        yield "status quo"
    for key in ("sources", "scenarios", "events", "published"):
        if getattr(case, key):
            yield key
    for record in _records(case):
        yield from (key for key in ("about", "because", "evidence") if getattr(record, key, None))
        if isinstance(record, Line):
            yield from ("sure" for _ in range(record.sure != 1))
            yield from ("otherwise" for _ in range(record.otherwise is not None))
    if any(row.level is not None for row in case.option_rows):
        yield "levels, which become options that exclude each other"
    lines = [line for actor in case.actors.values() for line in actor.prefers or ()]
    if any(isinstance(line, OrderUnknown) for line in lines):
        yield "that an order is unknown: such lines are written as equally important"


def _records(case: Case) -> Iterator[Actor | View | Claim | object]:
    """Every record that may carry an explanation."""
    for actor in case.actors.values():
        yield actor
        yield from actor.options.values()
        for line in actor.prefers or ():
            yield from lines_of(line)
    yield from case.impossible
    yield from case.always
    for view in case.views.values():
        yield view
        yield from view.unseen
