"""The smallest change of rules and options that makes a wanted outcome an equilibrium."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from time import monotonic
from typing import Any

import numpy as np

from countermove.analysis.paths import reachable
from countermove.errors import CountermoveError, QuestionError
from countermove.game.listed import ListedGame, listed_game
from countermove.model.case import Case, OptionRow
from countermove.model.preferences import Claim
from countermove.model.rules import ActorRule, AllRule, AnyRule, Consensus, Majority, Rule, Unanimity, Veto, rule_data
from countermove.model.scenario import rebuilt
from countermove.model.statements import parse
from countermove.stability.concept import defined, stable
from countermove.text.naming import number

__all__ = ["Change", "RuleSolution", "RuleWish", "changes_of", "invert_rules", "without_veto"]

MOST_CHANGES = 2
WORDS: tuple[Rule, ...] = (Unanimity(), Consensus(), Majority())


@dataclass(frozen=True)
class Change:
    """One change, which costs one: an option (by full name) gets another rule or direction, or is given up.

    `rule`: decided by this from now on; `spared`: the actor whose veto that takes away, if that is the point;
    `direction`: how it can be changed from now on; neither: it can no longer be taken.
    """

    option: str
    rule: Rule | None = None
    spared: str | None = None
    direction: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain data."""
        if self.rule is not None:
            data = {"option": self.option, "rule": _plain(rule_data(self.rule))}
            return data | ({"veto": self.spared} if self.spared else {})
        return {"option": self.option, "change": self.direction or "never"}


@dataclass(frozen=True, eq=False)
class RuleSolution:
    """Changes, the case that they make, and a state of it that fulfils the wish."""

    changes: tuple[Change, ...]
    graph: ListedGame
    state: int


@dataclass(frozen=True, eq=False)
class RuleWish:
    """The answer to a wish by rules and options; the fields are those of `Inverse`, but for the solutions."""

    graph: ListedGame
    want: str
    concept: str
    reachable: bool
    possible: bool | None
    proved: bool
    cost: int | None
    solutions: tuple[RuleSolution, ...]
    count: int
    tried: int

    def to_dict(self) -> dict[str, Any]:
        """As plain data; a state is numbered as in the changed case, so its options are given, too."""
        solutions = [
            {
                "state": number(s.state),
                "options": {r.full: t for r, t in zip(s.graph.options, s.graph.taken(s.state), strict=True)},
                "changes": [change.to_dict() for change in s.changes],
            }
            for s in self.solutions
        ]
        kept = ("want", "concept", "reachable", "possible", "proved", "cost", "count")
        return {key: getattr(self, key) for key in kept} | {"solutions": solutions}


def invert_rules(
    graph: ListedGame,
    wanted: Callable[[ListedGame], Sequence[int]],
    *,
    concept: str = "nash",
    reachable: bool = False,
    limit: int = 10,
    seconds: float | None = None,
    want: str = "",
) -> RuleWish:
    """The fewest changes of rules and options under which a wanted state is an equilibrium; at most two.

    `wanted` gives the states that are wanted in a changed case. The changes are those of `changes_of`; each costs
    one. Every single change is tried, then every pair of changes of two options. `proved` tells that nothing
    smaller would do and that no way of this cost is missing; if no two changes do, `possible` is None, since more
    of them may. A change that makes the case unsound is none.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> renounced = lambda graph: [s for s in range(graph.size) if graph.taken(s)[8]]
    >>> found = invert_rules(compile(catalog.load_case("european-security-2022")), renounced)
    >>> found.cost, found.solutions[0].changes[0].to_dict()
    (1, {'option': 'nato.renounce', 'rule': 'unanimity'})
    """
    defined(graph, concept)
    if graph.is_graph:
        raise QuestionError("the case lists its states, so it has no rules and options that could change")
    if reachable and graph.status_quo is None:
        raise QuestionError("the case has no status quo, so nothing is reachable from it; leave out --reachable")
    ends = None if seconds is None else monotonic() + seconds
    changes = list(changes_of(graph.case))
    tried = 0
    found: list[RuleSolution] = []

    def answer(possible: bool | None, proved: bool, cost: int | None) -> RuleWish:
        shown = tuple(found[:limit])
        return RuleWish(graph, want, concept, reachable, possible, proved, cost, shown, len(found), tried)

    for cost in range(MOST_CHANGES + 1):
        for chosen in combinations(changes, cost):
            if len({change.option for change in chosen}) < cost:
                continue
            tried += 1
            if ends is not None and monotonic() > ends:
                return answer(True if found else None, False, cost if found else None)
            found += _fulfilled(graph, chosen, wanted, concept, reachable)
        if found:
            return answer(True, True, cost)
    return answer(None, False, None)


def changes_of(case: Case) -> Iterator[Change]:
    """All single changes of a case.

    For each option of a body: unanimity, consensus or majority in place of its rule, and its rule without the
    veto of one who has one. For each option: another direction (it can be taken and dropped; only taken; only
    dropped), and that it can never be taken. Levels are left as they are.

    >>> from countermove import catalog
    >>> changes = list(changes_of(catalog.load_case("european-security-2022")))
    >>> [change.to_dict() for change in changes if change.option == "nato.renounce"][:2]
    [{'option': 'nato.renounce', 'rule': 'unanimity'}, {'option': 'nato.renounce', 'rule': 'majority'}]
    >>> [change.spared for change in changes if change.spared]
    ['usa', 'europe', 'usa', 'europe', 'ukraine']
    """
    for row in case.option_rows:
        if row.level is not None:
            continue
        rule = case.rule_of(row)
        if rule is not None:
            yield from (Change(row.full, word) for word in WORDS if word != rule and case.bodies[row.owner].members)
            yield from _vetoes_taken(case, row, rule)
        yield from (
            Change(row.full, direction=direction)
            for direction in ("both", "take-only", "drop-only")
            if direction != row.record.change
        )
        yield Change(row.full)


def _vetoes_taken(case: Case, row: OptionRow, rule: Rule) -> Iterator[Change]:
    members = case.bodies[row.owner].members
    for actor in case.actors:
        rest = without_veto(rule, members, actor)
        if rest is not None and rest != rule and all(member in case.actors for member in members):
            yield Change(row.full, rest, spared=actor)


def without_veto(rule: Rule, members: Sequence[str], actor: str) -> Rule | None:
    """A rule in which `actor` has no veto any more; None where nothing of it would be left.

    Its named veto and the need for its consent go; unanimity and consensus become those of the other members.

    >>> without_veto(Consensus(), ["a", "b"], "a")
    Veto(actors=('b',), also=AnyRule(rules=(ActorRule(actor='b'),)))
    """
    others = tuple(member for member in members if member != actor)
    match rule:
        case Unanimity() | Consensus() if actor in members:
            consents = tuple(map(ActorRule, others))
            if not consents:
                return None
            return AllRule(consents) if rule == Unanimity() else Veto(others, AnyRule(consents))
        case ActorRule(name) if name == actor:
            return None
        case Veto(names, also):
            rest = without_veto(also, members, actor)
            left = tuple(name for name in names if name != actor)
            return rest if rest is None or not left else Veto(left, rest)
        case AllRule(rules) | AnyRule(rules):
            kept = tuple(part for part in (without_veto(r, members, actor) for r in rules) if part is not None)
            return None if not kept else kept[0] if len(kept) == 1 else type(rule)(kept)
    return rule


def _fulfilled(
    graph: ListedGame,
    changes: Sequence[Change],
    wanted: Callable[[ListedGame], Sequence[int]],
    concept: str,
    reached: bool,
) -> Iterator[RuleSolution]:
    try:
        other = listed_game(_changed(graph.case, changes)) if changes else graph
    except CountermoveError:
        return
    holding = np.zeros(other.size, dtype=bool)
    holding[list(wanted(other))] = True
    for mover in other.movers:
        holding &= stable(other, mover, defined(other, concept))
    if reached and holding.any():
        assert other.status_quo is not None
        holding &= reachable(other, other.status_quo, improving=True)
    yield from (RuleSolution(tuple(changes), other, int(state)) for state in np.flatnonzero(holding))


def _changed(case: Case, changes: Sequence[Change]) -> Case:
    for change in changes:
        owner, _, option = change.option.partition(".")
        if change.rule is None and change.direction is None:
            never = Claim(that=parse(change.option))
            case = rebuilt(case, impossible=(*case.impossible, never))
            continue
        field = {"decides": change.rule} if change.rule is not None else {"change": change.direction}
        kind = "actors" if owner in case.actors else "bodies"
        record: Any = getattr(case, kind)[owner]
        options = {**record.options, option: record.options[option].model_copy(update=field)}
        changed = record.model_copy(update={"options": options})
        case = rebuilt(case, **{kind: {**getattr(case, kind), owner: changed}})
    return case


def _plain(data: Any) -> Any:
    """Numbers of a rule as text, since JSON has no exact ones."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list) else str(data)
