"""What a change changes: a case beside its scenarios, what-ifs or another case, matched by the options taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.compare.comparison import Change, Comparison, Ints, Shift, Side, Stake, Verdict
from countermove.analysis.compare.edits import edits
from countermove.analysis.compare.matching import NOWHERE, counterparts
from countermove.analysis.compare.what_ifs import WHAT_IFS, WhatIf, applied, read_what_ifs
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.power.shifts import power_shifts
from countermove.errors import CaseError, QuestionError, did_you_mean, quoted
from countermove.game.listed import ListedGame, listed_game
from countermove.game.merge import merge
from countermove.model.case import Case
from countermove.model.scenario import Changed, apply_scenario

__all__ = [
    "BASE", "NOTHING_GIVEN", "Entry", "WhatIfCase", "against", "compare", "compared", "outcomes", "scenario_entries",
    "scenarios_asked", "what_if_cases", "what_if_entries",
]  # fmt: skip

BASE = "base"
Bools = NDArray[np.bool_]
NOTHING_GIVEN = (
    "the case has no scenarios, so there is nothing to compare it with; write some under scenarios:, "
    "ask a what-if (--rule, --veto, --without, --merge on the command line), or name a second case"
)


@dataclass(frozen=True)
class Entry:
    """What is to be compared: its name, what it is about, its graph, and what followed from the change.

    `implied`: kinds of edits that follow from the change, so that they need not be told.
    """

    name: str
    graph: ListedGame
    about: str = ""
    notes: tuple[str, ...] = ()
    implied: frozenset[str] = frozenset()


def compare(
    case: Case,
    scenarios: Sequence[str] | None = None,
    what_ifs: Mapping[str, Any] | Sequence[WhatIf] = (),
    *,
    other: Case | None = None,
    start: str | None = None,
    together: bool = False,
    concepts: Sequence[str] | None = None,
    told: Callable[[], None] | None = None,
) -> Comparison:
    """A case beside its scenarios, beside what-ifs, or beside another case.

    Parameters
    ----------
    scenarios
        Names of scenarios of the case. If None: all of them where nothing else is given, and none otherwise.
    what_ifs
        Changes without a scenario, by kind: ``{"rule": {"nato": "majority"}, "veto": {"nato.admit": "russia"},
        "without": ["europe"]}``; rules are written as in case files. Each is compared by itself, or, with
        `together`, all of them as one change.
    other
        A second case. Its options are matched by their full names.
    start
        A scenario of the case that takes the place of the base; what-ifs are applied to it.
    concepts
        Ids of concepts; all that are always asked, if None.

    States are matched by the options taken, never by number (see `counterparts`). Where it ends, before and after:
    the equilibria under most concepts among those that improvements reach from the status quo (see `outcomes`).
    Whether an actor gains is judged by its preferences before the change and by those after it. Cost: one solution
    for each entry. `told` is called when an entry is solved. Raises `QuestionError` for an unknown scenario, actor,
    body, option or rule, for a what-if that makes the case unsound, and where there is nothing to compare;
    `CaseError` where a scenario is unsound.

    >>> from countermove.catalog import load_case
    >>> compare(load_case("european-security-2022"))
    Comparison('European security talks, January 2022'; 'war-aims': nash +0 -2; 'russian-veto': nash +0 -0)
    """
    asked = read_what_ifs(what_ifs) if isinstance(what_ifs, Mapping) else tuple(what_ifs)
    base = Entry(start or BASE, listed_game(case, start), "" if start is None else case.scenarios[start].about)
    entries = scenario_entries(case, scenarios, start, bool(asked) or other is not None, listed_game)
    entries += what_if_entries(case if start is None else apply_scenario(case, start), asked, together)
    if other is not None:
        entries.append(Entry(other.title or "the other case", listed_game(other)))
    return compared(base, entries, concepts, told)


def scenario_entries(
    case: Case,
    names: Sequence[str] | None,
    start: str | None,
    others: bool,
    graph_of: Callable[[Case, str], ListedGame],
) -> list[Entry]:
    """The scenarios that are asked for: those named, else all where there are no `others` to compare."""
    wanted = scenarios_asked(case, names, start, others)
    return [Entry(name, graph_of(case, name), case.scenarios[name].about) for name in wanted]


def scenarios_asked(case: Case, names: Sequence[str] | None, start: str | None, others: bool) -> list[str]:
    """The names of the scenarios that are asked for; raises `QuestionError` for an unknown one."""
    for name in names or ():
        if name not in case.scenarios:
            raise QuestionError(f"unknown scenario {quoted(name)}; {did_you_mean(name, case.scenarios)}")
    wanted = list(dict.fromkeys(names)) if names is not None else [] if others else list(case.scenarios)
    return [name for name in wanted if name != start]


@dataclass(frozen=True)
class WhatIfCase:
    """A what-if, or several as one change, and the changed case."""

    name: str
    asked: tuple[WhatIf, ...]
    changed: Changed

    @property
    def implied(self) -> frozenset[str]:
        """Kinds of edits that follow from the change."""
        return frozenset(kind for one in self.asked for kind in WHAT_IFS[one.kind].implies)


def what_if_cases(case: Case, what_ifs: Sequence[WhatIf], together: bool) -> Iterator[WhatIfCase]:
    """Each what-if, or all of them together, applied to a case; raises `QuestionError` where one is unsound."""
    groups = [tuple(what_ifs)] if together and what_ifs else [(one,) for one in dict.fromkeys(what_ifs)]
    for group in groups:
        yield WhatIfCase(" + ".join(one.name for one in group), group, applied(case, group))


def what_if_entries(case: Case, what_ifs: Sequence[WhatIf], together: bool) -> list[Entry]:
    """Each what-if, or all of them together, as a graph; raises `QuestionError` where one is unsound."""
    found = []
    for one in what_if_cases(case, what_ifs, together):
        try:
            graph = listed_game(one.changed.case)
        except CaseError as fault:
            raise QuestionError(f"{one.name}: the case would be unsound: {fault.diagnostics[0]}") from None
        try:
            graph = merge(graph, [part.target.split(",") for part in one.asked if part.kind == "merge"])
        except QuestionError as fault:
            raise QuestionError(f"{one.name}: {fault}") from None
        found.append(Entry(one.name, graph, notes=one.changed.notes, implied=one.implied))
    return found


def compared(
    base: Entry,
    entries: Iterable[Entry],
    concepts: Sequence[str] | None = None,
    told: Callable[[], None] | None = None,
) -> Comparison:
    """The comparison of graphs: each entry against the base."""
    return against(_solved(base, concepts, {}, told), entries, concepts, told)


def against(
    base: Side,
    entries: Iterable[Entry],
    concepts: Sequence[str] | None = None,
    told: Callable[[], None] | None = None,
) -> Comparison:
    """The comparison with a base that is solved already; names that occur again are numbered.

    Raises `QuestionError` where there is nothing to compare.
    """
    used: dict[str, int] = {base.name: 1}
    changes = []
    for entry in entries:
        if entry.graph.is_graph != base.table.listed.is_graph:
            counterparts(base.table.listed, entry.graph)
        changes.append(_change(base, _solved(entry, concepts, used, told), entry.implied))
    if not changes:
        raise QuestionError(NOTHING_GIVEN)
    return Comparison(base, tuple(changes))


def outcomes(table: StabilityTable) -> tuple[int, ...]:
    """Where a case ends: of the equilibria that improvements reach from the status quo, those under most concepts.

    Without a status quo, of all equilibria. Empty where there is none.

    >>> from countermove.catalog import load_case
    >>> outcomes(equilibria(compile(load_case("european-security-2022"))))
    (147,)
    """
    strength = table.strength()
    if table.reached is not None:
        strength = np.where(table.reached["improvements"], strength, 0)
    return tuple(np.flatnonzero(strength == strength.max()).tolist()) if strength.any() else ()


def _solved(entry: Entry, concepts: Sequence[str] | None, used: dict[str, int], told: Callable[[], None] | None) -> Side:
    used[entry.name] = used.get(entry.name, 0) + 1
    name = entry.name if used[entry.name] == 1 else f"{entry.name} ({used[entry.name]})"
    try:
        table = equilibria(entry.graph, concepts)
    except QuestionError as fault:
        raise type(fault)(f"{name}: {fault}") from None
    if told is not None:
        told()
    return Side(name, entry.about, entry.notes, table, outcomes(table))


def _change(base: Side, side: Side, implied: frozenset[str]) -> Change:
    before, after = base.table, side.table
    there, back = counterparts(before.listed, after.listed), counterparts(after.listed, before.listed)
    shifts = {c.id: _shift(before.holding(c.id), after.holding(c.id), there, back) for c in before.concepts}
    reached = None
    if before.reached is not None and after.reached is not None:
        reached = _shift(before.reached["improvements"], after.reached["improvements"], there, back)
    stakes = tuple(_stakes(base, side, there, back))
    written = tuple(edit for edit in edits(before.listed.case, after.listed.case) if edit.kind not in implied)
    powers = power_shifts(before.listed.case, after.listed.case)
    return Change(side, there, back, shifts, reached, stakes, written, powers)


def _shift(before: Bools, after: Bools, there: Ints, back: Ints) -> Shift:
    """What is kept, lost and gained between two sets of states, each given on its own side."""
    stays = before & (there != NOWHERE)
    stays[stays] = after[there[stays]]
    known = after & (back != NOWHERE)
    known[known] = before[back[known]]
    return Shift(np.flatnonzero(stays), np.flatnonzero(before & ~stays), np.flatnonzero(after & ~known))


def _stakes(base: Side, side: Side, there: Ints, back: Ints) -> Iterator[Stake]:
    old, new = base.table.listed, side.table.listed
    was, is_ = np.array(base.outcomes, dtype=np.int64), np.array(side.outcomes, dtype=np.int64)
    for actor in dict.fromkeys((*old.actors, *new.actors)):
        yield Stake(actor, _verdict(old, actor, was, back[is_]), _verdict(new, actor, there[was], is_))


def _verdict(graph: ListedGame, actor: str, before: Ints, after: Ints) -> Verdict | None:
    """How an actor judges one set of states against another; None where it, or one of them, is not there."""
    if actor not in graph.actors or not len(before) or not len(after) or NOWHERE in before or NOWHERE in after:
        return None
    rank = graph.ranks[graph.actors.index(actor)]
    was, is_ = rank[before], rank[after]
    if is_.min() > was.max():
        return "better"
    if is_.max() < was.min():
        return "worse"
    return "equal" if is_.min() == is_.max() == was.min() == was.max() else "depends"
