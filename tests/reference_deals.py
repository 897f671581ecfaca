"""The definitions of deals, contracts and fallback bargaining, transcribed; a part of the oracle.

Built on `CoalitionModel`, and as slow and literal: coalitions are enumerated one by one, sequences are kept whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import combinations
from typing import NamedTuple

from countermove.model.rules import ActorRule, AllRule, AnyRule, Rule, Veto
from reference import AGAINST, FOR, States, Step, remembered
from reference_coalitions import NOBODY, CoalitionModel

__all__ = ["Contract", "DealModel", "Leg"]


class Contract(NamedTuple):
    """A sequence of moves, and after each who is worse off than at the start and counts for the move."""

    steps: tuple[Step, ...]
    trusts: tuple[tuple[str, ...], ...]


class Leg(NamedTuple):
    """One step of a path with deals: a mover's improvement (one id), or what a coalition agrees on."""

    actors: tuple[str, ...]
    before: int
    after: int


class DealModel(CoalitionModel):
    """A case that can be asked for which states actors would leave one together."""

    # ------------------------------------------------------------------------------------------------ deals

    def groups(
        self, least: int = 1, actors: Iterable[str] | None = None, most: int | None = None
    ) -> Iterator[frozenset[str]]:
        """All coalitions of so many actors."""
        ids = list(self.actors if actors is None else actors)
        for size in range(least, 1 + min(len(ids), len(ids) if most is None else most)):
            yield from map(frozenset, combinations(ids, size))

    @remembered
    def gainers(self, s: int, d: int) -> frozenset[str]:
        """G(d): all actors who strictly prefer d to s."""
        return frozenset(a for a in self.actors if self.rank(a, d) > self.rank(a, s))

    @remembered
    def losers(self, s: int, d: int) -> frozenset[str]:
        """All actors who strictly prefer s to d."""
        return frozenset(a for a in self.actors if self.rank(a, d) < self.rank(a, s))

    @remembered
    def holders(self, s: int, d: int) -> tuple[frozenset[str], ...]:
        """All coalitions H of two or more with a deal at d: d in R_H(s), and every member strictly prefers d to s."""
        gain = self.gainers(s, d)
        return tuple(h for h in self.groups(2) if h <= gain and d in self.coalition_reach(h, s)) if d != s else ()

    def pareto(self, s: int, d: int) -> bool:
        """Whether nobody loses and somebody strictly gains."""
        return not self.losers(s, d) and bool(self.gainers(s, d))

    def everybody(self) -> frozenset[str]:
        """A: all actors."""
        return frozenset(self.actors)

    def for_all(self, s: int, d: int) -> bool:
        """Whether d is a deal for all."""
        return d != s and self.pareto(s, d) and d in self.coalition_reach(self.everybody(), s)

    def minimal_holders(self, s: int, d: int) -> set[frozenset[str]]:
        """The inclusion-minimal coalitions that have a deal at d."""
        holders = self.holders(s, d)
        return {h for h in holders if not any(other < h for other in holders)}

    def standing(self, d: int) -> str:
        """Self-enforcing, kept by credible answers, or breakable."""
        if all(self.is_stable("nash", m, d) for m in self.movers):
            return "self-enforcing"
        return "kept-by-answers" if all(self.is_stable("seq", m, d) for m in self.movers) else "breakable"

    def open_improvements(self, mover: str, d: int) -> set[int]:
        """The improvements of a mover from d that no credible answer sanctions."""
        return {
            a.target
            for a in self.attempts(mover, d)
            if not any(self.deters("seq", mover, d, a, s2) for s2 in self.answers("seq", mover, a.target))
        }

    def breakers(self, d: int) -> list[tuple[str, int]]:
        """Each mover, in file order, for which d is not SEQ-stable, and its unanswered improvement of lowest number."""
        return [(m, min(self.open_improvements(m, d))) for m in self.movers if not self.is_stable("seq", m, d)]

    def tempted(self, d: int) -> list[str]:
        """Each mover with any improvement from d."""
        return [m for m in self.movers if self.ui(m, d)]

    def leaves(self, group: frozenset[str], d: int) -> States:
        """The coalition improvements of a group from d."""
        return self.improvements_of(group, d, pareto=False)

    def leaving_groups(self, members: Iterable[str], d: int) -> set[frozenset[str]]:
        """The non-empty groups within a coalition that have a coalition improvement from d."""
        return {j for j in self.groups(1, members) if self.leaves(j, d)}

    # ------------------------------------------------------------------------------------------- contracts

    def players(self, rule: Rule, body: str) -> frozenset[str]:
        """The actors whom a rule asks: members (of a member body its own), and those whom it names."""
        match rule:
            case ActorRule(actor):
                return frozenset([actor])
            case Veto(named, also):
                return frozenset(named) | self.players(also, body)
            case AllRule(rules) | AnyRule(rules):
                return frozenset().union(*(self.players(r, body) for r in rules))
        found: frozenset[str] = frozenset()
        for member in self.case.bodies[body].members:
            inner = self.case.bodies[member].decides if self.is_body(member) else None
            found |= frozenset([member]) if inner is None else self.players(inner, member)
        return found

    def trusting(self, h: frozenset[str], s: int, mover: str, before: int, after: int) -> tuple[str, ...] | None:
        """Who counts for a move of H and is worse off after it than at s; None where H cannot make the move.

        The mover itself; for a body those members of H whom the rules of the changed options ask, in the way to make
        the move that has the fewest of them.
        """
        if not self.is_body(mover):
            possible = mover in h and after in self.um(mover, before)
            return tuple(self.losers(s, after) & {mover}) if possible else None
        stances = {actor: 1 if actor in h else -1 for actor in self.actors}
        ways = []
        for move in self.moves(mover, before):
            if move.target == after and self.all_pass(mover, move.changed, stances):
                asked = frozenset().union(*(self.players(self.rule_of(mover, k), mover) for k in move.changed))
                ways.append([a for a in self.actors if a in asked & h & self.losers(s, after)])
        return tuple(min(ways, key=lambda way: (len(way), [self.actors.index(a) for a in way]))) if ways else None

    @remembered
    def contract(self, h: frozenset[str], s: int, d: int) -> Contract | None:
        """The sequence of H from s to d with the fewest steps that need trust, then the fewest moves, ..."""
        # ... then movers in file order, then state numbers. Whole sequences wait in a queue, best first.
        queue: list[tuple[int, int, tuple[int, ...], tuple[int, ...]]] = [(0, 0, (), ())]
        done: set[tuple[int, int]] = set()
        while queue:
            broken, length, who, where = heappop(queue)
            here = where[-1] if where else s
            if where and (here, who[-1]) in done:
                continue
            if where:
                done.add((here, who[-1]))
            if where and here == d:
                return self._written(h, s, who, where)
            for k, mover in enumerate(self.movers):
                if who and who[-1] == k:
                    continue
                for after in self.own_steps(h, mover, here):
                    trusts = self.trusting(h, s, mover, here, after)
                    assert trusts is not None
                    heappush(queue, (broken + bool(trusts), length + 1, (*who, k), (*where, after)))
        return None

    def _written(self, h: frozenset[str], s: int, who: tuple[int, ...], where: tuple[int, ...]) -> Contract:
        steps = tuple((self.movers[k], a, b) for k, a, b in zip(who, (s, *where), where, strict=False))
        return Contract(steps, tuple(self.trusting(h, s, *step) or () for step in steps))

    def needed(self, s: int, d: int) -> set[str]:
        """Those who do not gain, and who move in the contract or whom a decision needs that gainers cannot carry alone."""
        gain, found = self.gainers(s, d), set[str]()
        contract = self.contract(self.signers(s, d), s, d)
        assert contract is not None
        stances = {actor: FOR if actor in gain else AGAINST for actor in self.actors}
        for mover, before, after in contract.steps:
            if not self.is_body(mover):
                found.add(mover)
                continue
            (move,) = (one for one in self.moves(mover, before) if one.target == after)
            for k in move.changed:
                rule = self.rule_of(mover, k)
                if not self.passes(rule, mover, stances):
                    found |= self.players(rule, mover)
        return found - gain

    # ---------------------------------------------------------------------------------------------- fallback

    @remembered
    def depth(self, actor: str, d: int) -> int:
        """1 + the number of indifference classes of feasible states that the actor strictly prefers to d."""
        return 1 + len({self.rank(actor, t) for t in range(len(self.states)) if self.rank(actor, t) > self.rank(actor, d)})

    def greatest_depth(self, d: int) -> int:
        """The depth of a state for the actor for whom it is deepest."""
        return max(self.depth(a, d) for a in self.actors)

    def fallback(self, s: int | None) -> tuple[set[int], int]:
        """The fallback set and its greatest depth; with an impasse s only states count that nobody ranks below it."""
        counting = [d for d in range(len(self.states)) if s is None or not self.losers(s, d)]
        least = min(self.greatest_depth(d) for d in counting)
        level = {d for d in counting if self.greatest_depth(d) == least}
        return {d for d in level if not any(self.pareto(d, other) for other in level)}, least

    # -------------------------------------------------------------------------------------- order of telling

    def kind(self, s: int, d: int) -> int | None:
        """The class of a deal in the order of telling, from 0; None where d is no deal that is told."""
        if d in self.reach(s, self.movers, True):
            return None
        nash = self.standing(d) == "self-enforcing"
        if self.for_all(s, d):
            return None if len(self.gainers(s, d)) < 2 else 0 if nash else 1
        return None if not self.holders(s, d) else 2 if nash else 3

    def signers(self, s: int, d: int) -> frozenset[str]:
        """H: for a deal for all A, else those who gain."""
        return self.everybody() if self.for_all(s, d) else self.gainers(s, d)

    def in_order(self, s: int) -> list[int]:
        """All deals that are told, in the order of telling."""
        kinds = {d: self.kind(s, d) for d in range(len(self.states)) if d != s}
        fallback, _ = self.fallback(s)

        def place(d: int) -> tuple[int, bool, bool, int, int, int]:
            better = any(self.pareto(d, other) for other, kind in kinds.items() if kind == kinds[d])
            contract = self.contract(self.signers(s, d), s, d)
            assert contract is not None
            kind = kinds[d]
            assert kind is not None
            return kind, better, d not in fallback, len(contract.steps), -len(self.gainers(s, d)), d

        return sorted((d for d, kind in kinds.items() if kind is not None), key=place)

    # --------------------------------------------------------------------------------------- paths with deals

    @remembered
    def legs(self, x: int, most: int) -> tuple[Leg, ...]:
        """All steps of a path with deals from x: improvements of movers, deals of coalitions of 2 to `most` actors."""
        alone = [Leg((m,), x, y) for m in self.movers for y in sorted(self.ui(m, x))]
        together = [
            Leg(tuple(a for a in self.actors if a in h), x, y)
            for h in self.groups(2, most=most)
            for y in sorted(self.leaves(h, x))
        ]
        return (*alone, *together)

    def distances(self, s: int, most: int) -> dict[int, int]:
        """How many steps the shortest path with deals to each state takes; the same mover or coalition never twice in a row."""
        reached = {s: 0}
        frontier: set[tuple[int, tuple[str, ...]]] = {(s, (NOBODY,))}
        seen, length = set(frontier), 0
        while frontier:
            length += 1
            frontier = {(y, who) for x, last in frontier for who, _, y in self.legs(x, most) if who != last} - seen
            seen |= frontier
            for y, _ in frontier:
                reached.setdefault(y, length)
        return reached
