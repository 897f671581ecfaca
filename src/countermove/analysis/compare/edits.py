"""What is written differently in two cases: whose preferences and views, which rules, options and constraints."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.analysis.result import HIDDEN, OPTIONAL, Record, member
from countermove.model.case import Actor, Case
from countermove.model.rules import Rule, rule_data

__all__ = ["Edit", "edits"]

Kind = Literal[
    "gone", "new", "options gone", "options new", "moves", "preferences", "members", "rule",
    "view", "states", "constraints", "coalesced", "status quo",
]  # fmt: skip


@dataclass(frozen=True)
class Edit(Record):
    """One difference. `owner` is the actor or body that it is about, `names` what is gone, new or decided anew.

    Of a rule, `before` and `after` are what decides the options in `names`; a body that has none is meant itself.
    """

    kind: Kind
    owner: str = field(default="", metadata=OPTIONAL)
    names: tuple[str, ...] = field(default=(), metadata=OPTIONAL)
    before: Rule | None = field(default=None, metadata=HIDDEN)
    after: Rule | None = field(default=None, metadata=HIDDEN)

    @member("before")
    def rule_before(self) -> Any:
        """Of a rule: what decided before, as a case file writes it; null where nothing did."""
        return _plain(self.before)

    @member("after")
    def rule_after(self) -> Any:
        """Of a rule: what decides now, as a case file writes it; null where nothing does."""
        return _plain(self.after)


def edits(case: Case, other: Case) -> tuple[Edit, ...]:
    """What `other` has differently, in the order of the cases. Names, titles, reasons and evidence do not count.

    >>> from countermove.catalog import load_case
    >>> from countermove.model.scenario import apply_scenario
    >>> case = load_case("european-security-2022")
    >>> [(edit.kind, edit.owner, edit.names) for edit in edits(case, apply_scenario(case, "russian-veto"))]
    [('rule', 'nato', ('nato.admit',))]
    """
    return tuple(_edits(case, other))


def _edits(case: Case, other: Case) -> Iterator[Edit]:
    old, new = (dict.fromkeys((*one.actors, *one.bodies)) for one in (case, other))
    yield from (Edit("gone", id_) for id_ in old if id_ not in new)
    yield from (Edit("new", id_) for id_ in new if id_ not in old)
    for id_ in old:
        if id_ in new:
            yield from _owner_edits(case, other, id_)
    # A viewer that is gone, or new, is shown as such; its view would say it twice.
    for viewer in dict.fromkeys((*case.views, *other.views)):
        if viewer in old and viewer in new and _view(case, viewer) != _view(other, viewer):
            yield Edit("view", viewer)
    # Ids alone: renaming a state for people is no change of the game.
    if list(case.states or ()) != list(other.states or ()):
        yield Edit("states")
    # As written, not as solved: two sets of constraints may be equal and still worth a reader's look.
    if _claims(case) != _claims(other):
        yield Edit("constraints")
    if [pattern.that for pattern in case.coalesce] != [pattern.that for pattern in other.coalesce]:
        yield Edit("coalesced")
    if _today(case) != _today(other):
        yield Edit("status quo")


def _owner_edits(case: Case, other: Case, id_: str) -> Iterator[Edit]:
    old, new = (_options(one, id_) for one in (case, other))
    gone, fresh = tuple(name for name in old if name not in new), tuple(name for name in new if name not in old)
    if gone:
        yield Edit("options gone", id_, gone)
    if fresh:
        yield Edit("options new", id_, fresh)
    # Directions and preconditions of options in both cases: what an actor may do with the options it keeps.
    moved = tuple(name for name in old if name in new and old[name] != new[name])
    if moved or _listed_moves(case, id_) != _listed_moves(other, id_):
        yield Edit("moves", id_, moved)
    if id_ in case.actors and id_ in other.actors:
        if _preferences(case.actors[id_]) != _preferences(other.actors[id_]):
            yield Edit("preferences", id_)
    elif id_ in case.bodies and id_ in other.bodies:
        yield from _rule_edits(case, other, id_)


def _rule_edits(case: Case, other: Case, id_: str) -> Iterator[Edit]:
    """Changed members; and changed rules, those options together whose rules are changed alike."""
    if case.bodies[id_].members != other.bodies[id_].members:
        yield Edit("members", id_)
    old, new = (
        {row.full: one.rule_of(row) for row in one.option_rows if row.owner == id_} or {"": one.bodies[id_].decides}
        for one in (case, other)
    )
    alike: dict[tuple[Rule | None, Rule | None], list[str]] = {}
    for name, rule in old.items():
        if name in new and new[name] != rule:
            # One edit for all options whose rule changes alike, as a reader would say it.
            alike.setdefault((rule, new[name]), []).append(name)
    for (before, after), names in alike.items():
        yield Edit("rule", id_, tuple(name for name in names if name), before, after)


def _options(case: Case, owner: str) -> dict[str, tuple[str, str]]:
    """The options of an owner with what limits the moves: the direction, and the precondition."""
    return {row.full: (row.record.change, str(row.record.needs or "")) for row in case.option_rows if row.owner == owner}


def _listed_moves(case: Case, owner: str) -> frozenset[tuple[str, str]]:
    return frozenset((case.actors[owner].moves or ()) if owner in case.actors else ())


def _preferences(actor: Actor) -> Any:
    """What an actor prefers, as plain data without reasons and evidence."""
    # Reasons and evidence are compared nowhere: a better source for the same preference changes no result.
    data = actor.model_dump(include={"prefers", "ranking", "worth"})
    return _bare(data)


def _view(case: Case, viewer: str) -> Any:
    """What an actor believes, as plain data without reasons and evidence; None where it sees the game as written."""
    view = case.views.get(viewer)
    return None if view is None else _bare(view.model_dump(exclude={"about"}))


def _bare(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _bare(value) for key, value in data.items() if key not in ("because", "evidence")}
    return [_bare(value) for value in data] if isinstance(data, list | tuple) else data


def _claims(case: Case) -> tuple[list[str], list[str]]:
    return [str(claim.that) for claim in case.impossible], [str(claim.that) for claim in case.always]


def _today(case: Case) -> frozenset[str] | None:
    return None if case.status_quo is None else frozenset(case.status_quo)


def _plain(rule: Rule | None) -> Any:
    """A rule as a case file writes it, its numbers as text, since JSON has no exact ones."""
    return None if rule is None else _texts(rule_data(rule))


def _texts(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _texts(value) for key, value in data.items()}
    return [_texts(value) for value in data] if isinstance(data, list) else str(data)
