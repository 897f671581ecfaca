"""Programs that are wrong in one point about groups: bodies that decide by a rule, coalitions, and what looks far ahead.

Part of the conformance suite, as `conformance_wrong` is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

from conformance_oracle import Ahead, Oracle
from countermove.model.rules import AllRule, Consensus, Majority, Quota, Rule, Unanimity, Veto
from reference import AGAINST, FOR, NEITHER, Attempt, Changed, Move, States, remembered

# ------------------------------------------------------------------------------------------------------- bodies


class RuleProgram(Oracle):
    """Reads one kind of rule in another way."""

    kind: type = object

    def passes(self, rule: Rule, body: str, stances: Any) -> bool:
        if not isinstance(rule, self.kind):
            return super().passes(rule, body, stances)
        members = self.case.bodies[body].members
        favour = [m for m in members if self.stance(m, stances) == FOR]
        against = [m for m in members if self.stance(m, stances) == AGAINST]
        return self.other(rule, body, stances, list(members), favour, against)

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        raise NotImplementedError


class AbstentionBlocksConsensus(RuleProgram):
    kind = Consensus

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return len(favour) == len(members)


class EmptyConsensus(RuleProgram):
    kind = Consensus

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return not against


class SilentUnanimity(RuleProgram):
    kind = Unanimity

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return not against and bool(favour)


class MajorityOfThoseWhoVote(RuleProgram):
    kind = Majority

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return len(favour) > len(against)


class HalfIsAMajority(RuleProgram):
    kind = Majority

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return 2 * len(favour) >= len(members)


class QuotaExceeded(RuleProgram):
    kind = Quota

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return any(Oracle.passes(self, rule, body, stances | {m: NEITHER}) for m in favour)


class UnweightedQuota(RuleProgram):
    kind = Quota

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        plain = replace(rule, weights=None)
        return Oracle.passes(self, plain, body, stances)


class NoBlockingMinority(RuleProgram):
    kind = Quota

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        plain = replace(rule, blocking=None)
        return Oracle.passes(self, plain, body, stances)


class AbstentionIsAVeto(RuleProgram):
    kind = Veto

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return all(stances[a] == FOR for a in rule.actors) and self.passes(rule.also, body, stances)


class NoVeto(RuleProgram):
    kind = Veto

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return self.passes(rule.also, body, stances)


class OneOfAllIsEnough(RuleProgram):
    kind = AllRule

    def other(self, rule: Any, body: str, stances: Any, members: list[str], favour: list[str], against: list[str]) -> bool:
        return any(self.passes(r, body, stances) for r in rule.rules)


class FocalVotesAsItPrefers(Oracle):
    def focal_actor(self, focal: str | None) -> str | None:
        return None


class ThreatsNeedVotes(Oracle):
    """In GMR and SMR a body moves only where its rule passes with actual preferences."""

    def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
        return super().may_step(mover, s, move, improvements or self.is_body(mover), against)


class BodiesNeverSanction(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        others = [m for m in self.movers if m != focal and not self.is_body(m)]
        return self.reach(s1, others, concept in ("seq", "sseq"), self.focal_actor(focal))


class MembersNeverSanction(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        inside = set(self.case.bodies[focal].members) if self.is_body(focal) else set()
        others = [m for m in self.movers if m != focal and m not in inside]
        return self.reach(s1, others, concept in ("seq", "sseq"), self.focal_actor(focal))


class OneLoserIsASanction(Oracle):
    """Against a body it is enough that one member does not gain."""

    @remembered
    def better(self, focal: str, s: int, t: int, changed: Changed) -> bool:
        if not self.is_body(focal):
            return super().better(focal, s, t, changed)
        return all(self.stance(m, self.preferences(s, t)) == FOR for m in self.case.bodies[focal].members)


class BodyRuleForAllOptions(Oracle):
    def rule_of(self, body: str, option: int) -> Rule:
        return self.case.bodies[body].decides or super().rule_of(body, option)


class OneRuleIsEnough(Oracle):
    def all_pass(self, body: str, changed: Iterable[int], stances: Any) -> bool:
        return any(self.passes(self.rule_of(body, k), body, stances) for k in changed)


class MemberBodyIsNeverSilent(Oracle):
    def stance(self, who: str, stances: Any) -> int:
        found = super().stance(who, stances)
        return AGAINST if self.is_body(who) and found == NEITHER else found


class MemberBodyDoesNotVote(Oracle):
    def stance(self, who: str, stances: Any) -> int:
        return NEITHER if self.is_body(who) else super().stance(who, stances)


class CounterByFirstRules(Oracle):
    """A counter-move of a body need not meet the rules of the options that it changes itself."""

    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        if self.better(focal, s, s2, attempt.changed) or concept in ("gmr", "seq"):
            return super().deters(concept, focal, s, attempt, s2)
        return not any(self.better(focal, s, m.target, attempt.changed) for m in self.moves(focal, s2))


# --------------------------------------------------------------------------------------------------- coalitions


class WeakGain(Oracle):
    def gain(self, coalition: frozenset[str], s: int, t: int, pareto: bool) -> bool:
        return super().gain(coalition, s, t, True)


class OneStepTogether(Oracle):
    @remembered
    def coalition_reach(self, coalition: frozenset[str], s: int) -> States:
        return frozenset(t for m in self.movers for t in self.own_steps(coalition, m, s))


class OnlyGainfulSteps(Oracle):
    @remembered
    def own_steps(self, coalition: frozenset[str], mover: str, s: int) -> States:
        found = super().own_steps(coalition, mover, s)
        return frozenset(t for t in found if mover not in coalition or self.rank(mover, t) > self.rank(mover, s))


class EachMemberOnce(Oracle):
    @remembered
    def coalition_reach(self, coalition: frozenset[str], s: int) -> States:
        everybody = frozenset(self.movers)
        todo, seen = [(s, everybody)], set()
        while todo:
            state, left = todo.pop()
            for m in left:
                for t in self.own_steps(coalition, m, state):
                    if (t, left - {m}) not in seen:
                        seen.add((t, left - {m}))
                        todo.append((t, left - {m}))
        return frozenset(t for t, _ in seen)


class TogetherTwiceInARow(Oracle):
    def sequences(self, start: int, movers: Iterable[str], steps: Any) -> States:
        found: set[int] = set()
        todo = [start]
        pool = list(movers)
        while todo:
            state = todo.pop()
            for t in {t for m in pool for t in steps(m, state)} - found:
                found.add(t)
                todo.append(t)
        return frozenset(found)


class AllMembersMustLose(Oracle):
    def spoils(self, concept: str, coalition: frozenset[str], s: int, s2: int, pareto: bool) -> bool:
        if any(self.rank(a, s2) > self.rank(a, s) for a in coalition):
            return False
        return super().spoils(concept, coalition, s, s2, pareto)


class NoCounterTogether(Oracle):
    def spoils(self, concept: str, coalition: frozenset[str], s: int, s2: int, pareto: bool) -> bool:
        return super().spoils("cgmr", coalition, s, s2, pareto)


class AnswersAsOneCoalition(Oracle):
    """Under CSEQ an answer is credible if all who answer gain in the end."""

    @remembered
    def answers_to(self, coalition: frozenset[str], s1: int, credible: bool) -> States:
        if not credible:
            return super().answers_to(coalition, s1, credible)
        others = frozenset(self.actors) - coalition
        groups = [frozenset(g) for size in range(1, len(others) + 1) for g in combinations(sorted(others), size)]
        return frozenset(t for g in groups for t in self.improvements_of(g, s1, False))


class NoBodyCarried(Oracle):
    @remembered
    def own_steps(self, coalition: frozenset[str], mover: str, s: int) -> States:
        return frozenset() if self.is_body(mover) else super().own_steps(coalition, mover, s)


# ---------------------------------------------------------------------------------------------------- far ahead


class WeakPreference(Ahead):
    def prefers(self, coalition: Any, d: int, s: int) -> bool:
        return all(self.model.rank(a, d) >= self.model.rank(a, s) for a in coalition)


class NearDominance(Ahead):
    def _dominated(self, d: int) -> set[int]:
        return {s for s in self.states if self._directly(d, s)}


class FarCore(Ahead):
    def core(self) -> States:
        return frozenset(s for s in self.states if not any(s in self.indirect[d] for d in self.states))


class SomeDeterred(Ahead):
    """A step is given up only if everybody who takes it would lose."""

    def satisfied(self, s: int, among: States) -> bool:
        return all(
            any(
                all(self.model.rank(a, e) <= self.model.rank(a, s) for a in coalition)
                for e in among
                if e == step.target or step.target in self.indirect[e]
            )
            for step in self.steps[s]
            for coalition in step.coalitions
        )


class StepStands(Ahead):
    """Nobody expects that play goes on after a step."""

    def satisfied(self, s: int, among: States) -> bool:
        return all(
            step.target in among and not self.prefers(coalition, step.target, s)
            for step in self.steps[s]
            for coalition in step.coalitions
        )


class SilentMembers(Ahead):
    """A body moves only with all of its members."""

    def _winning(self, body: str, changed: frozenset[int]) -> Any:
        members = frozenset(self.model.case.bodies[body].members)
        return tuple(c for c in super()._winning(body, changed) if members <= c)


class InternalOnly(Ahead):
    """Every largest set of states none of which dominates another."""

    def stable_sets(self, dominance: str) -> set[States]:
        relation = self.relation(dominance)
        states = list(self.states)
        free = [
            frozenset(g)
            for size in range(1, len(states) + 1)
            for g in combinations(states, size)
            if not any(s in relation[d] for d in g for s in g)
        ]
        return {g for g in free if not any(g < other for other in free)}


class CoreIsTheStableSet(Ahead):
    def stable_sets(self, dominance: str) -> set[States]:
        return {self.core()} if self.core() else set()


class FirstSetOnly(Ahead):
    def stable_sets(self, dominance: str) -> set[States]:
        return set(sorted(super().stable_sets(dominance), key=sorted)[:1])
