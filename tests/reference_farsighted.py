"""Farsighted coalitions, transcribed into loops over coalitions and over sets of states; the oracle of its tests.

Every winning set of a body is listed, every path is searched, and every set of states is tried. States are counted
from 0 here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, combinations
from random import Random
from typing import NamedTuple

from cases import random_case, random_graph_case
from countermove.model.case import Case
from reference import AGAINST, FOR, Model

__all__ = ["Farsighted", "some_case", "subsets"]

States = frozenset[int]
Coalition = frozenset[str]


class Step(NamedTuple):
    """One step: whose it is, where it ends, and every set of actors that can take it."""

    mover: str
    target: int
    coalitions: tuple[Coalition, ...]


class Farsighted:
    """A case, asked about coalitions that look far ahead."""

    def __init__(self, case: Case) -> None:
        self.model = Model(case)
        self.states = range(len(self.model.states))
        self.steps = {s: tuple(self._steps(s)) for s in self.states}
        self.direct = {d: frozenset(s for s in self.states if self._directly(d, s)) for d in self.states}
        self.indirect = {d: frozenset(self._dominated(d)) for d in self.states}
        """The states that d dominates."""

    # -------------------------------------------------------------------------------------------- steps

    def _steps(self, s: int) -> Iterator[Step]:
        """One controller moves per step: an actor, or a body, which is every set of actors that wins in it."""
        for mover in self.model.movers:
            for move in self.model.moves(mover, s):
                if self.model.is_body(mover):
                    yield Step(mover, move.target, self._winning(mover, move.changed))
                else:
                    yield Step(mover, move.target, (frozenset({mover}),))

    @cache  # noqa: B019
    def _winning(self, body: str, changed: frozenset[int]) -> tuple[Coalition, ...]:
        """The sets of actors that carry a change of these options, all others being against."""
        return tuple(
            coalition
            for coalition in map(frozenset, subsets(self.model.actors))
            if self.model.all_pass(body, changed, {a: FOR if a in coalition else AGAINST for a in self.model.actors})
        )

    def prefers(self, coalition: Coalition, d: int, s: int) -> bool:
        """Whether all of a coalition strictly prefer d to s."""
        return all(self.model.rank(actor, d) > self.model.rank(actor, s) for actor in coalition)

    # ---------------------------------------------------------------------------------------- dominance

    def _directly(self, d: int, s: int) -> bool:
        return any(
            step.target == d and any(self.prefers(coalition, d, s) for coalition in step.coalitions)
            for step in self.steps[s]
        )

    def _dominated(self, d: int) -> set[int]:
        """The states from which a path leads to d, whoever takes a step of it preferring d to where it stands."""
        found: set[int] = set()
        while True:
            more = {
                a
                for a in self.states
                for step in self.steps[a]
                if step.target == d or step.target in found
                if any(self.prefers(coalition, d, a) for coalition in step.coalitions)
            }
            if more <= found:
                return found
            found |= more

    def relation(self, dominance: str) -> dict[int, States]:
        """For each state the states that it dominates."""
        return self.direct if dominance == "direct" else self.indirect

    # ---------------------------------------------------------------------------------------- solutions

    def core(self) -> States:
        """The states that no state directly dominates."""
        return frozenset(s for s in self.states if not any(s in self.direct[d] for d in self.states))

    def satisfied(self, s: int, among: States) -> bool:
        """Whether for every step and every coalition that can take it some end in a set is not better for all."""
        return all(
            any(not self.prefers(coalition, e, s) for e in among if e == step.target or step.target in self.indirect[e])
            for step in self.steps[s]
            for coalition in step.coalitions
        )

    def is_consistent(self, among: States) -> bool:
        """Whether a set consists exactly of the states that it satisfies."""
        return all((s in among) == self.satisfied(s, among) for s in self.states)

    def largest_consistent_set(self) -> States:
        """The greatest set of states that consists of exactly those which it satisfies."""
        found = frozenset(self.states)
        while True:
            less = frozenset(s for s in found if self.satisfied(s, found))
            if less == found:
                return found
            found = less

    def largest_by_trying(self) -> States:
        """The same, from all sets of states."""
        consistent = [x for x in map(frozenset, subsets(self.states)) if self.is_consistent(x)]
        largest = max(consistent, key=len)
        assert all(x <= largest for x in consistent)
        return largest

    def stable_sets(self, dominance: str) -> set[States]:
        """All sets of states none of which dominates another, and that dominate every state outside."""
        relation = self.relation(dominance)
        return {
            v
            for v in map(frozenset, subsets(self.states))
            if frozenset(s for d in v for s in relation[d]) == frozenset(self.states) - v
        }


def subsets(items: Iterable[object]) -> Iterator[tuple]:  # type: ignore[type-arg]
    """All subsets, the empty one first."""
    pool = list(items)
    return chain.from_iterable(combinations(pool, size) for size in range(len(pool) + 1))


def some_case(seed: int) -> Case:
    """A small random case: with bodies of every rule, coalesced states, levels, or listed states."""
    rng = Random(seed)
    return random_graph_case(rng) if seed % 5 == 0 else random_case(rng, max_options=5, levels=seed % 3 == 0)
