"""The answer to an inverse question: the smallest changes that make a target outcome an equilibrium, or how far not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from countermove.analysis.inverse.changes import Replacement, Variant, swaps
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, keyed, member, with_labels
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.model.rules import Rule, rule_data
from countermove.stability.concept import find_concept

__all__ = ["Inverse", "PreferenceChange", "RuleChange", "Solution"]

Kind = Literal["preferences", "rules"]


@dataclass(frozen=True)
class PreferenceChange(Record):
    """One step in an actor's preferences: a statement is replaced, or two adjacent ones are swapped.

    `statement`: the position of the statement that is replaced, counted from 1, and `replace` what by. `swap`: the
    positions of the two that change places (in a ranking: of two entries), counted from 1, at the moment of the step.
    """

    actor: str
    statement: int | None = field(default=None, metadata=keyed("line", optional=True))
    replace: Replacement | None = field(default=None, metadata=OPTIONAL)
    swap: tuple[int, int] | None = field(default=None, metadata=keyed("exchange", optional=True))


@dataclass(frozen=True)
class RuleChange(Record):
    """One change, which costs one: an option (by full name) gets another rule or direction, or is given up.

    `rule`: decided by this from now on; `spared`: the actor whose veto that takes away, if that is the point;
    `direction`: how it can be changed from now on; neither: it can no longer be taken.
    """

    option: str
    rule: Rule | None = field(default=None, metadata=HIDDEN)
    spared: str | None = field(default=None, metadata=keyed("veto", optional=True))
    direction: str | None = field(default=None, metadata=HIDDEN)

    @member("rule", optional=True)
    def new_rule(self) -> Any:
        """The rule by which the option is decided from now on, as in a case file."""
        return None if self.rule is None else _plain(rule_data(self.rule))

    @member(optional=True)
    def change(self) -> str | None:
        """How the option can be changed from now on: ``both``, ``take-only``, ``drop-only`` or ``never``."""
        return None if self.rule is not None else self.direction or "never"


def _plain(data: Any) -> Any:
    """Numbers of a rule as text, since JSON has no exact ones."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    return [_plain(value) for value in data] if isinstance(data, list) else str(data)


@dataclass(frozen=True, eq=False)
class Solution(Record):
    """A state of the target, and what makes it an equilibrium.

    `variants`: for each actor that changes, its preferences then. `of_rules`: the changes of rules and options; then
    the state is one of the changed game, `state.game`, and has the number that it has there. `reached`: whether
    improvements lead to the state from the status quo; None where that was not computed.
    """

    state: State
    variants: tuple[tuple[str, Variant], ...] = field(default=(), metadata=HIDDEN)
    of_rules: tuple[RuleChange, ...] = field(default=(), metadata=HIDDEN)
    reached: bool | None = field(default=None, metadata=OPTIONAL)

    @member()
    def code(self) -> int | None:
        """The options taken as a number, bit k for option k; null for a coalesced state and in a graph case."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; null where a coalesced state leaves that open."""
        return {row.full: taken for row, taken in zip(self.state.game.options, self.state.taken, strict=False)}

    @member()
    def changes(self) -> tuple[PreferenceChange | RuleChange, ...]:
        """What to do, one thing after another: first statements are replaced, then adjacent ones are swapped."""
        steps: list[PreferenceChange | RuleChange] = list(self.of_rules)
        for actor, variant in self.variants:
            # Replacements first, while positions are those of the case: afterwards swaps count places at their moment.
            steps += [PreferenceChange(actor, k + 1, kind) for k, kind in variant.replaced]
            steps += [PreferenceChange(actor, swap=(a + 1, b + 1)) for a, b in swaps(variant.order)]
        return tuple(steps)


@dataclass(frozen=True, eq=False)
class Inverse(Result):
    """The smallest changes that make a target outcome an equilibrium.

    `target` is what was asked for, `concept` the id of the solution concept, and `reachable` says whether improvements
    from the status quo must lead to the state. `possible`: whether some change does it; None where the search was
    stopped before that was certain. `proved`: whether the search was complete, so that no smaller change exists, or
    none at all. `cost`: of the smallest changes that are known, None where there are none. `at_least`: no change that
    costs less does it, and this is proved; None where none does at any cost. `count`: how many changes of this cost
    there are, each with one state that it makes an equilibrium, `solutions`: the first of them. `n_ways`: how many
    different changes that are; None where they were not told apart.

    Where a searched game must be `reachable`, `solutions` and `count` are those to which improvements were shown to
    lead; of the others `barred` counts those to which certainly none lead, and `unreached` those of which that is not
    certain. `by`: what was changed, preferences or rules and options; `replacing`: whether statements might be
    replaced, besides being put into another order. `tried`: how many sets of changes (in a searched
    game: states) were examined. `target_count`: how many states the target has, None where nobody counted them.
    `seconds`: the limit of the clock, if there was one; `stopped`: what bounds what is proved: ``work``, ``time``,
    ``tries``, ``two changes`` (more of rules and options are not tried together), or ``least cost`` (dearer changes
    were not looked for, since there are some of the least cost, but improvements were not shown to lead there).
    """

    schema = "invert/1"

    game: Game = field(metadata=HIDDEN)
    target: str = field(metadata=keyed("want"))
    concept: str
    reachable: bool
    possible: bool | None
    proved: bool
    cost: int | None
    at_least: int | None
    count: int
    barred: int | None = None
    unreached: int | None = None
    solutions: tuple[Solution, ...] = ()
    by: Kind = field(default="preferences", metadata=HIDDEN)
    replacing: bool = field(default=False, metadata=HIDDEN)
    tried: int = field(default=0, metadata=HIDDEN)
    target_count: int | None = field(default=None, metadata=HIDDEN)
    n_ways: int | None = field(default=None, metadata=HIDDEN)
    seconds: float | None = field(default=None, metadata=HIDDEN)
    stopped: str | None = field(default=None, metadata=HIDDEN)

    def __repr__(self) -> str:
        answer = "unknown" if self.possible is None else f"cost {self.cost}" if self.possible else "impossible"
        proof = "proved" if self.proved else "not proved"
        return f"Inverse({self.target!r}, {self.concept}: {answer}, {self.count} solutions, {proof})"

    @property
    def label(self) -> str:
        """What people call the solution concept."""
        return find_concept(self.concept).label

    @member()
    def coverage(self) -> Coverage:
        """Complete where every change up to the cost was tried on listed states, else what a search proved."""
        if self.proved and self.game.is_listed:
            return COMPLETE
        return Coverage("search", self.proved, self.stopped, self.seconds)

    def rows(self) -> Rows:
        """One row for each change of each solution; a solution that changes nothing has one row, too."""
        number = "state" if self.game.is_listed else "code"
        heads = (
            Column("solution", "the number of the solution, from 1"),
            Column("step", "which of its changes, from 1"),
            Column(number, "the number of the state, from 1" if self.game.is_listed else "the options taken as a number"),
        )
        steps = [
            (which, step, solution.state.number if self.game.is_listed else solution.state.code, change)
            for which, solution in enumerate(self.solutions, 1)
            for step, change in enumerate(solution.changes or (None,), 1)
        ]
        states = [solution.state for solution in self.solutions for _ in solution.changes or (None,)]
        if self.by == "rules":
            rows = Rows((*heads, *RULE_COLUMNS), tuple((*row, *_of_rule(change)) for *row, change in steps), 2)
        else:
            rows = Rows((*heads, *COLUMNS), tuple((*row, *_of_preferences(change)) for *row, change in steps), 2)
        return with_labels(self.game, rows, states, 3)


COLUMNS = (
    Column("actor", "whose preferences change"),
    Column("line", "the position of the statement that is replaced, from 1"),
    Column("replace", "what it becomes: its negation, or its otherwise"),
    Column("first", "the upper of the two positions that are swapped, from 1"),
    Column("second", "the lower of them"),
)
RULE_COLUMNS = (
    Column("option", "the option that gets another rule or direction, by its full name"),
    Column("rule", "the rule that decides it from now on"),
    Column("veto", "the actor whose veto that takes away"),
    Column("change", "how it can be changed from now on"),
)


def _of_preferences(step: PreferenceChange | RuleChange | None) -> tuple[str | int | None, ...]:
    if not isinstance(step, PreferenceChange):
        return (None,) * len(COLUMNS)
    first, second = step.swap or (None, None)
    return step.actor, step.statement, step.replace, first, second


def _of_rule(step: PreferenceChange | RuleChange | None) -> tuple[str | None, ...]:
    if not isinstance(step, RuleChange):
        return (None,) * len(RULE_COLUMNS)
    rule = step.new_rule
    return step.option, None if rule is None else str(rule), step.spared, step.change
