"""The smallest change of rules and options that makes a target outcome an equilibrium."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from countermove.analysis.evolution.paths import reachable
from countermove.analysis.inverse.inverse import Inverse, RuleChange, Solution
from countermove.errors import CountermoveError, QuestionError
from countermove.game.allowance import Allowance
from countermove.game.listed import ListedGame, listed_game
from countermove.model.case import Case, OptionRow
from countermove.model.preferences import Claim
from countermove.model.rules import ActorRule, AllRule, AnyRule, Consensus, Majority, Rule, Unanimity, Veto
from countermove.model.scenario import rebuilt
from countermove.model.statements import parse
from countermove.stability.concept import defined, find_concept, stable

__all__ = ["changes_of", "least_rule_changes", "without_veto"]

MOST_CHANGES = 2
"""Changes that are tried together: with some fifty single ones, pairs take seconds, and triples minutes."""
GAME_WORK = 2e-3
"""Work of compiling a changed game, however small."""
STATE_WORK = 4e-6
"""Work of each of its states, enumerated, ranked and judged anew: 740 games of 416 states took 2.8 s."""
SIMPLE_RULES: tuple[Rule, ...] = (Unanimity(), Consensus(), Majority())


def least_rule_changes(
    game: ListedGame,
    target: str,
    targets_in: Callable[[ListedGame], Sequence[int]],
    *,
    concept: str,
    reachable: bool = False,
    limit: int = 10,
    allowance: Allowance | None = None,
    on_progress: Callable[[], None] | None = None,
) -> Inverse:
    """The fewest changes of rules and options under which a target is an equilibrium; at most two.

    `targets_in` gives the keys of the targets in a changed game, `target` what results call them. The changes are those
    of `changes_of`; each costs one. Every single change is tried, then every pair of changes of two options. `proved`
    says that nothing smaller would do and that no solution of this cost is missing; if no two changes do, `possible`
    is None, since more of them may. A change that makes the case unsound is none.

    >>> import countermove as cm
    >>> game = cm.compile(cm.load("european-security-2022"))
    >>> renounced = lambda game: [s for s in range(game.size) if game.taken(s)[8]]
    >>> answer = least_rule_changes(game, "renounced", renounced, concept="nash")
    >>> answer.cost, answer.solutions[0].changes[0].to_dict()
    (1, {'option': 'nato.renounce', 'rule': 'unanimity'})
    """
    if game.is_graph:
        raise QuestionError("the case lists its states, so it has no rules and options that could change")
    allowance = Allowance() if allowance is None else allowance
    changes = list(changes_of(game.case))
    tried = 0
    solutions: list[Solution] = []

    def answer(cost: int | None, at_least: int, stopped: str | None = None) -> Inverse:
        return Inverse(
            game, target, find_concept(concept).id, reachable, True if solutions else None, stopped is None, cost, at_least,
            len(solutions), solutions=tuple(solutions[:limit]), by="rules", tried=tried,
            seconds=allowance.seconds, stopped=stopped,
        )  # fmt: skip

    for cost in range(MOST_CHANGES + 1):
        for chosen in combinations(changes, cost):
            # Two changes of one option would undo each other or be one change.
            if len({change.option for change in chosen}) < cost:
                continue
            tried += 1
            if allowance.is_spent:
                return answer(cost if solutions else None, cost, allowance.end)
            allowance.spend(GAME_WORK + STATE_WORK * game.size)
            solutions += _solutions(game, chosen, targets_in, concept, reachable)
            if on_progress is not None:
                on_progress()
        if solutions:
            return answer(cost, cost)
    return answer(None, MOST_CHANGES + 1, "two changes")


def changes_of(case: Case) -> Iterator[RuleChange]:
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
            yield from (
                RuleChange(row.full, word) for word in SIMPLE_RULES if word != rule and case.bodies[row.owner].members
            )
            yield from _vetoes_taken(case, row, rule)
        yield from (
            RuleChange(row.full, direction=direction)
            for direction in ("both", "take-only", "drop-only")
            if direction != row.record.change
        )
        yield RuleChange(row.full)


def _vetoes_taken(case: Case, row: OptionRow, rule: Rule) -> Iterator[RuleChange]:
    members = case.bodies[row.owner].members
    for actor in case.actors:
        spared = without_veto(rule, members, actor)
        if spared is not None and spared != rule and all(member in case.actors for member in members):
            yield RuleChange(row.full, spared, spared=actor)


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
            inner = without_veto(also, members, actor)
            left = tuple(name for name in names if name != actor)
            return inner if inner is None or not left else Veto(left, inner)
        case AllRule(rules) | AnyRule(rules):
            kept = tuple(part for part in (without_veto(r, members, actor) for r in rules) if part is not None)
            return None if not kept else kept[0] if len(kept) == 1 else type(rule)(kept)
    return rule


def _solutions(
    game: ListedGame,
    changes: Sequence[RuleChange],
    targets_in: Callable[[ListedGame], Sequence[int]],
    concept: str,
    must_reach: bool,
) -> Iterator[Solution]:
    """The targets that are equilibria of the changed game; none where the change makes the case unsound."""
    try:
        # Compiled anew: rules, directions and constraints change who can move where, and even which states there are.
        other = listed_game(_changed(game.case, changes)) if changes else game
    except CountermoveError:
        return
    holding = np.zeros(other.size, dtype=bool)
    holding[list(targets_in(other))] = True
    for mover in other.movers:
        holding &= stable(other, mover, defined(other, concept))
    if must_reach and holding.any():
        assert other.status_quo_key is not None
        holding &= reachable(other, other.status_quo_key, improving=True)
    yield from (Solution(other.at(state), of_rules=tuple(changes)) for state in np.flatnonzero(holding).tolist())


def _changed(case: Case, changes: Sequence[RuleChange]) -> Case:
    for change in changes:
        owner, _, option = change.option.partition(".")
        if change.rule is None and change.direction is None:
            # "Never taken" is a constraint, so that states with the option taken are gone, not only moves to them.
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
