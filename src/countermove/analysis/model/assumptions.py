"""What the answer rests on: assumptions without evidence, and what each line that may be wrong would change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.errors import CaseError
from countermove.game.listed import ListedGame, listed_game
from countermove.game.merge import merge
from countermove.model.case import Case
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown, PreferenceLine, lines_of
from countermove.model.statements import Statement

__all__ = ["Alternative", "Support", "Unsupported", "alternatives", "as_strong", "support", "uncertain", "unsupported"]


@dataclass(frozen=True)
class Support:
    """How many assumptions (preference statements and constraints) a case makes, and how many lack support."""

    total: int
    without_evidence: int
    without_reason: int


@dataclass(frozen=True)
class Alternative:
    """What an actor holds instead of one of its lines, and where the case ends then.

    `position` counts the actor's lines from 0. `instead` is None where the line just vanishes. `state` is the
    strongest outcome then, the old one if it is among them (None: there is no equilibrium), `reached` whether
    improvements lead there from the status quo. States are numbered as in the original. `sound` is False where
    the changed preferences would split a coalesced state, so that nothing can be said.
    """

    actor: str
    position: int
    line: Line
    instead: Statement | None
    state: int | None = None
    reached: bool | None = None
    sound: bool = True


@dataclass(frozen=True)
class Unsupported:
    """An assumption without evidence: a statement of an actor, or (`actor` None) what is impossible, or always so.

    `is_always`: of a constraint, whether it is always so. `has_reason`: whether the analyst says why.
    """

    actor: str | None
    statement: Statement
    is_always: bool
    has_reason: bool


def unsupported(case: Case) -> list[Unsupported]:
    """The assumptions of a case without evidence, those without a stated reason first, else in the order of the file.

    >>> from countermove import catalog
    >>> [one.actor for one in unsupported(catalog.load_case("nile-dam-2021"))][:2]
    ['ethiopia', 'ethiopia']
    """
    some = [
        Unsupported(actor, one.that, is_always, bool(one.because))
        for actor, one, is_always in _claims(case)
        if not one.evidence
    ]
    return sorted(some, key=lambda one: one.has_reason)


def _claims(case: Case) -> Iterator[tuple[str | None, Claim, bool]]:
    """The assumptions of a case: whose each is (None: a constraint), and whether it is a constraint of what is always so."""
    yield from ((None, claim, False) for claim in case.impossible)
    yield from ((None, claim, True) for claim in case.always)
    for actor, record in case.actors.items():
        yield from ((actor, line, False) for entry in record.prefers or () for line in lines_of(entry))


def support(case: Case) -> Support:
    """Counts of the assumptions of a case.

    >>> from countermove import catalog
    >>> support(catalog.load_case("chicken"))
    Support(total=0, without_evidence=0, without_reason=0)
    """
    # A reason is weaker than evidence, and stronger than nothing: both are counted apart.
    bare = unsupported(case)
    return Support(sum(1 for _ in _claims(case)), len(bare), sum(not one.has_reason for one in bare))


def as_strong(table: StabilityTable, state: int, other: int) -> bool:
    """Whether one equilibrium is as strong as another: it rests on the same, and improvements reach both or neither."""
    # The groups of `StabilityTable.strongest`; what decides within a group says nothing of support.
    is_reached = table.at(state).by_improvements, table.at(other).by_improvements
    return table.support(state) == table.support(other) and is_reached[0] == is_reached[1]


def uncertain(case: Case) -> list[tuple[str, int, Line]]:
    """The lines that the analyst is not sure of, or that have an `otherwise`: actor, position from 0, line."""
    return [
        (actor, position, line)
        for actor, record in case.actors.items()
        for position, entry in enumerate(record.prefers or ())
        for line in lines_of(entry)
        if line.otherwise is not None or line.sure < 1
    ]


def alternatives(game: ListedGame, concepts: tuple[str, ...], lead: int | None, limit: int) -> Iterator[Alternative]:
    """For each of the first `limit` uncertain lines, where the case ends if it does not hold."""
    for actor, position, line in uncertain(game.case)[:limit]:
        try:
            # Compiled anew: the states are the same, since only preferences change, so that keys keep their meaning.
            changed = merge(listed_game(_without(game.case, actor, position, line)), game.merged)
        except CaseError:
            yield Alternative(actor, position, line, line.otherwise, sound=False)
            continue
        table = equilibria(changed, concepts)
        best = next(iter(table.strongest(1)), None)
        # Of outcomes that are equally strong the old one is shown: that another comes first by its number says nothing.
        if best is not None and lead is not None and table.strength()[lead] and as_strong(table, lead, best):
            best = lead
        reached = None if best is None else table.at(best).by_improvements
        yield Alternative(actor, position, line, line.otherwise, best, reached)


def _without(case: Case, actor: str, position: int, line: Line) -> Case:
    """The case in which `line` has become its `otherwise`, or has vanished."""
    record = case.actors[actor]
    lines = list(record.prefers or ())
    entry = _replaced(lines[position], line)
    lines[position : position + 1] = [] if entry is None else [entry]
    actors = {**case.actors, actor: record.model_copy(update={"prefers": tuple(lines)})}
    return case.model_copy(update={"actors": actors})


def _replaced(entry: PreferenceLine, line: Line) -> PreferenceLine | None:
    if isinstance(entry, Line):
        return None if line.otherwise is None else Line(that=line.otherwise)
    kept = tuple(
        Line(that=one.otherwise) if one is line and one.otherwise is not None else one
        for one in lines_of(entry)
        if one is not line or one.otherwise is not None
    )
    if not kept:
        return None
    return Equally(equally=kept) if isinstance(entry, Equally) else OrderUnknown(order_unknown=kept)
