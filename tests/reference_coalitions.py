"""The definitions of coalition stability and of merged coalitions, transcribed; a part of the oracle.

Built on `Model`, and as slow and literal. Coalitions are sets of actors' ids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from countermove.model.case import Case
from reference import AGAINST, FOR, Model, States, remembered

__all__ = ["CONCEPTS", "CoalitionModel", "MergedModel"]

CONCEPTS = ("cnash", "cgmr", "csmr", "cseq")
NOBODY = ""
Steps = Callable[[str, int], States]


class CoalitionModel(Model):
    """A case that can be asked what actors would do together."""

    # ------------------------------------------------------------------------------------------ sequences

    def sequences(self, start: int, movers: Iterable[str], steps: Steps) -> States:
        """What one or more steps reach if no mover moves twice in a row."""
        found: set[tuple[int, str]] = set()
        todo = [(start, NOBODY)]
        while todo:
            state, last = todo.pop()
            for mover in movers:
                for target in steps(mover, state) if mover != last else ():
                    if (target, mover) not in found:
                        found.add((target, mover))
                        todo.append((target, mover))
        return frozenset(state for state, _ in found)

    @remembered
    def own_steps(self, coalition: frozenset[str], mover: str, s: int) -> States:
        """Where a coalition may step by one mover: a member's moves; a body's, with H for and all others against."""
        if mover in coalition:
            return self.um(mover, s)
        if not self.is_body(mover):
            return frozenset()
        stances = {actor: FOR if actor in coalition else AGAINST for actor in self.actors}
        return frozenset(m.target for m in self.moves(mover, s) if self.all_pass(mover, m.changed, stances))

    @remembered
    def other_steps(self, coalition: frozenset[str], mover: str, s: int, credible: bool) -> States:
        """Where those who answer may step by one mover: an actor outside; a body, with all of H against.

        Where answers must be credible every step is an improvement: for the actor, or, of a body, as all others
        prefer. Where not, all others are for.
        """
        if mover in coalition:
            return frozenset()
        if not self.is_body(mover):
            return self.ui(mover, s) if credible else self.um(mover, s)
        found = set()
        for move in self.moves(mover, s):
            stances = dict(self.preferences(s, move.target)) if credible else dict.fromkeys(self.actors, FOR)
            stances |= dict.fromkeys(coalition, AGAINST)
            if self.all_pass(mover, move.changed, stances):
                found.add(move.target)
        return frozenset(found)

    @remembered
    def coalition_reach(self, coalition: frozenset[str], s: int) -> States:
        """R_H(s)."""
        return self.sequences(s, self.movers, lambda mover, state: self.own_steps(coalition, mover, state))

    @remembered
    def answers_to(self, coalition: frozenset[str], s1: int, credible: bool) -> States:
        """What all the others can bring about."""
        return self.sequences(s1, self.movers, lambda m, state: self.other_steps(coalition, m, state, credible))

    # ------------------------------------------------------------------------------------------ stability

    def gain(self, coalition: frozenset[str], s: int, t: int, pareto: bool) -> bool:
        """Whether a coalition gains: every member strictly; or no member loses, and one gains."""
        differences = [self.rank(actor, t) - self.rank(actor, s) for actor in coalition]
        if pareto:
            return all(d >= 0 for d in differences) and any(d > 0 for d in differences)
        return all(d > 0 for d in differences)

    def improvements_of(self, coalition: frozenset[str], s: int, pareto: bool) -> States:
        """The coalition improvements from s."""
        return frozenset(t for t in self.coalition_reach(coalition, s) if self.gain(coalition, s, t, pareto))

    def spoils(self, concept: str, coalition: frozenset[str], s: int, s2: int, pareto: bool) -> bool:
        """Whether an answer that ends at s2 makes the coalition not leave s."""
        if self.gain(coalition, s, s2, pareto):
            return False
        return concept != "csmr" or not self.improvements_of_from(coalition, s, s2, pareto)

    def improvements_of_from(self, coalition: frozenset[str], s: int, s2: int, pareto: bool) -> States:
        """The gains on s that the coalition reaches from s2."""
        return frozenset(t for t in self.coalition_reach(coalition, s2) if self.gain(coalition, s, t, pareto))

    def undeterred(self, concept: str, coalition: frozenset[str], s: int, pareto: bool = False) -> States:
        """The coalition improvements from s that nobody answers."""
        found = self.improvements_of(coalition, s, pareto)
        if concept == "cnash":
            return found
        return frozenset(
            s1
            for s1 in found
            if not any(
                self.spoils(concept, coalition, s, s2, pareto) for s2 in self.answers_to(coalition, s1, concept == "cseq")
            )
        )

    def is_stable_for(self, concept: str, coalition: Iterable[str], s: int, pareto: bool = False) -> bool:
        """Whether s is stable for a coalition."""
        return not self.undeterred(concept, frozenset(coalition), s, pareto)

    def coalitions(self, size: int) -> Iterator[frozenset[str]]:
        """All coalitions of up to `size` actors."""
        for number in range(1, size + 1):
            yield from map(frozenset, combinations(self.actors, number))

    def shortest(self, coalition: frozenset[str], s: int, targets: States) -> int | None:
        """How many steps the shortest sequence of the coalition to one of the targets takes."""
        frontier, seen, length = {(s, NOBODY)}, {(s, NOBODY)}, 0
        while frontier:
            length += 1
            frontier = {
                (target, mover)
                for state, last in frontier
                for mover in self.movers
                if mover != last
                for target in self.own_steps(coalition, mover, state)
            } - seen
            if any(state in targets for state, _ in frontier):
                return length
            seen |= frontier
        return None


class MergedModel(CoalitionModel):
    """One merged coalition, judged as a focal mover; the others are as they are, and its members move no more."""

    def __init__(self, case: Case, members: Iterable[str]) -> None:
        super().__init__(case)
        self.members = frozenset(members)

    @remembered
    def joint(self, s: int) -> States:
        """The moves of the merged coalition: any of its members' options, changed at once."""
        own = [k for member in self.members for k in self.options_of(member)]
        found = set()
        for before in (int(raw) for raw in self.states[s]):
            for changed in (c for size in range(1, len(own) + 1) for c in combinations(own, size)):
                after = before ^ sum(1 << k for k in changed)
                if self.state_of.get(after, s) != s and all(self.may_change(k, before) for k in changed):
                    found.add(self.state_of[after])
        return frozenset(found)

    def improves(self, s: int, t: int) -> bool:
        """Whether every member strictly prefers t to s."""
        return self.gain(self.members, s, t, pareto=False)

    def merged_stable(self, concept: str) -> States:
        """The states that are stable for the merged coalition under nash, gmr, smr, seq or sseq."""
        return frozenset(s for s in range(len(self.states)) if self._holds(concept, s))

    def _holds(self, concept: str, s: int) -> bool:
        attempts = [t for t in self.joint(s) if self.improves(s, t)]
        if concept == "nash":
            return not attempts
        credible = concept in ("seq", "sseq")
        return all(
            any(
                not self.improves(s, s2)
                and (concept in ("gmr", "seq") or not any(self.improves(s, s3) for s3 in self.joint(s2)))
                for s2 in self.answers_to(self.members, s1, credible)
            )
            for s1 in attempts
        )

    def opposed_by_merged(self, concept: str, focal: str) -> States:
        """The states that are stable for an actor outside, with the coalition among those who answer."""
        return frozenset(s for s in range(len(self.states)) if self._holds_for(concept, focal, s))

    def _holds_for(self, concept: str, focal: str, s: int) -> bool:
        credible = concept in ("seq", "sseq")

        def steps(mover: str, state: int) -> States:
            if mover == "merged":
                moves = self.joint(state)
                return frozenset(t for t in moves if self.improves(state, t)) if credible else moves
            return self.other_steps(frozenset({focal}), mover, state, credible)

        movers = ["merged", *(m for m in self.movers if m not in self.members and m != focal)]
        attempts = self.ui(focal, s)
        if concept == "nash":
            return not attempts
        return all(
            any(
                self.rank(focal, s2) <= self.rank(focal, s)
                and (
                    concept in ("gmr", "seq")
                    or all(self.rank(focal, s3) <= self.rank(focal, s) for s3 in self.um(focal, s2))
                )
                for s2 in self.sequences(s1, movers, steps)
            )
            for s1 in attempts
        )
