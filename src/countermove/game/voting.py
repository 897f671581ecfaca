"""Decision rules over arrays: where a rule passes, given who is for and who is against, for many changes at once.

`Vote.passes` takes arrays of yes and no. `winning` takes words of 64 bits, where bit b of a word is one change, so that
a rule is asked about 64 changes with each operation; there all who are not for a change are against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from countermove.model.case import Case
from countermove.model.rules import ActorRule, AllRule, AnyRule, Consensus, Majority, Quota, Rule, Unanimity, Veto

__all__ = ["Vote", "compile_vote", "winning"]

Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]
Kind = Literal["unanimity", "consensus", "majority", "quota", "actor", "veto", "all", "any"]


@dataclass(frozen=True)
class Vote:
    """A decision rule with positions for names: what it asks, of whom.

    `members` are the positions of actors, or the votes of member bodies; `actors` the positions named by an
    actor or veto rule; `parts` the rules inside. `weights` and `target` are whole numbers.
    """

    kind: Kind
    members: tuple[int | Vote, ...] = ()
    actors: tuple[int, ...] = ()
    parts: tuple[Vote, ...] = ()
    weights: tuple[int, ...] = ()
    target: int = 0
    blocking: int | None = None

    def passes(self, favour: Bools, oppose: Bools) -> Bools:
        """Where the rule passes; `favour` and `oppose` have shape (actors, ...), the result (...)."""
        match self.kind:
            case "actor":
                return np.asarray(favour[self.actors[0]])
            case "veto":
                vetoed = np.logical_or.reduce([oppose[a] for a in self.actors])
                return np.asarray(~vetoed & self.parts[0].passes(favour, oppose))
            case "all":
                return np.asarray(np.logical_and.reduce([part.passes(favour, oppose) for part in self.parts]))
            case "any":
                return np.asarray(np.logical_or.reduce([part.passes(favour, oppose) for part in self.parts]))
        in_favour, opposed = self._stances(favour, oppose)
        match self.kind:
            case "unanimity":
                return np.asarray(in_favour.all(axis=0))
            case "consensus":
                return np.asarray(in_favour.any(axis=0) & ~opposed.any(axis=0))
            case "majority":
                return np.asarray(2 * in_favour.sum(axis=0) > len(self.members))
        return self._reaches(in_favour)

    def _stances(self, favour: Bools, oppose: Bools) -> tuple[Bools, Bools]:
        """Where each member is for, and where against, shape (members, ...)."""
        places = [member for member in self.members if isinstance(member, int)]
        if len(places) == len(self.members):
            # Only consensus asks who is against, and the copy has a row for each member.
            return favour[places], oppose[places if self.kind == "consensus" else []]
        stances = [_stance(member, favour, oppose) for member in self.members]
        return np.array([stance[0] for stance in stances]), np.array([stance[1] for stance in stances])

    def _reaches(self, in_favour: Bools) -> Bools:
        # Votes may be inhabitants times a common denominator: beyond a word Python's whole numbers count on.
        weights = np.array(self.weights, dtype=np.int64 if sum(self.weights) < 2**62 else object)
        reached = np.asarray(np.tensordot(weights, in_favour, axes=1) >= self.target, dtype=bool)
        if self.blocking is None:
            return reached
        count = in_favour.sum(axis=0)
        # Fewer than `blocking` members not in favour cannot stop it, whatever the weights; but somebody must be for it.
        return np.asarray(reached | ((count > 0) & (len(self.members) - count < self.blocking)))

    @cached_property
    def players(self) -> frozenset[int]:
        """All actors whose stance can matter, member bodies replaced by their own players."""
        inner = [m.players if isinstance(m, Vote) else frozenset({m}) for m in self.members]
        return frozenset(self.actors).union(*inner, *(part.players for part in self.parts))

    @cached_property
    def vetoes(self) -> tuple[int, ...]:
        """Actors whose opposition alone makes the rule fail, everybody else being for."""
        return self._indispensable(against=True)

    @cached_property
    def needed(self) -> tuple[int, ...]:
        """Actors without whose support the rule fails, even if they are indifferent and all others for."""
        return self._indispensable(against=False)

    def _indispensable(self, against: bool) -> tuple[int, ...]:
        """The actors without whom the rule fails, everybody else being for, in the order of the case."""
        # Who stands in the same places of the rule, with the same weights, can be exchanged without changing the rule:
        # one of them is tried for all, so that a body of thousands takes no time that grows with its square.
        alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
        for player, places in self._places().items():
            alike.setdefault(tuple(places), []).append(player)
        failing = [players for players in alike.values() if not self._without(players[0], against)]
        return tuple(sorted(player for players in failing for player in players))

    def _places(self) -> dict[int, list[tuple[int, int]]]:
        """Where each player stands: the number of the rule inside this one, and its weight there (0: none)."""
        places: dict[int, list[tuple[int, int]]] = {}
        for number, vote in enumerate(self._votes()):
            weights = vote.weights or (0,) * len(vote.members)
            for member, weight in zip(vote.members, weights, strict=True):
                if isinstance(member, int):
                    places.setdefault(member, []).append((number, weight))
            for actor in vote.actors:
                places.setdefault(actor, []).append((number, 0))
        return places

    def _votes(self) -> Iterator[Vote]:
        """This rule, and all rules inside it and inside its members."""
        yield self
        for inner in (*self.members, *self.parts):
            if isinstance(inner, Vote):
                yield from inner._votes()

    @cached_property
    def is_transitive(self) -> bool:
        """Whether two improvements in a row are one: true of unanimity, consensus, named actors, and all of them."""
        # With a member body two gains may come from different majorities inside it, as in Condorcet's paradox.
        if self.kind in ("unanimity", "consensus"):
            return all(isinstance(member, int) for member in self.members)
        return self.kind == "actor" or (self.kind == "all" and all(part.is_transitive for part in self.parts))

    def passes_against(self, opposed: Collection[int]) -> bool:
        """Whether the rule passes with `opposed` against, and everybody else for."""
        return self._passes_with(self.players.difference(opposed), self.players.intersection(opposed))

    def passes_by(self, support: Collection[int]) -> bool:
        """Whether the rule passes with `support` for, and everybody else against."""
        return self._passes_with(self.players.intersection(support), self.players.difference(support))

    def _without(self, absent: int, against: bool) -> bool:
        return self._passes_with(self.players - {absent}, {absent} if against else set())

    def _passes_with(self, favouring: Collection[int], opposing: Collection[int]) -> bool:
        """Whether the rule passes with these for and these against; all others are neither."""
        # Positions of actors index the arrays, so they reach to the last player only.
        size = max(self.players) + 1
        favour, oppose = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
        favour[list(favouring)], oppose[list(opposing)] = True, True
        return bool(self.passes(favour, oppose))


def _stance(member: int | Vote, favour: Bools, oppose: Bools) -> tuple[Bools, Bools]:
    """Where a member is for, and where against: a member body asks its own rule about the change and its reverse."""
    if isinstance(member, Vote):
        carried = member.passes(favour, oppose)
        return carried, member.passes(oppose, favour) & ~carried
    return favour[member], oppose[member]


def compile_vote(case: Case, body: str, rule: Rule, actor: Mapping[str, int]) -> Vote:
    """The vote that asks `rule` in `body`; `actor` gives the position of each actor."""
    members = case.bodies[body].members

    def member(name: str) -> int | Vote:
        if name in actor:
            return actor[name]
        default = case.bodies[name].decides
        assert default is not None  # held by check: a member body has a default rule
        return compile_vote(case, name, default, actor)

    def convert(rule: Rule) -> Vote:
        match rule:
            case ActorRule(name):
                return Vote("actor", actors=(actor[name],))
            case Veto(names, also):
                return Vote("veto", actors=tuple(actor[n] for n in names), parts=(convert(also),))
            case AllRule(rules):
                return Vote("all", parts=tuple(map(convert, rules)))
            case AnyRule(rules):
                return Vote("any", parts=tuple(map(convert, rules)))
        everyone = tuple(map(member, members))
        match rule:
            case Quota():
                weights, target = _whole_numbers(rule, members)
                return Vote("quota", everyone, weights=weights, target=target, blocking=rule.blocking)
            case Unanimity():
                return Vote("unanimity", everyone)
            case Consensus():
                return Vote("consensus", everyone)
            case Majority():
                return Vote("majority", everyone)

    return convert(rule)


def _whole_numbers(rule: Quota, members: tuple[str, ...]) -> tuple[tuple[int, ...], int]:
    """The weights in the order of the members, and the target, multiplied until all are whole."""
    weight, target = rule.weight_of(members), rule.target(members)
    scale = lcm(target.denominator, *(Fraction(w).denominator for w in weight.values()))
    return tuple(int(weight[m] * scale) for m in members), int(target * scale)


def winning(vote: Vote, favour: Words) -> Words:
    """The changes at which those for it win: the rule passes with them for, and everybody else against.

    `favour` has shape (actors, n): bit b of ``favour[p, k]`` says whether actor p is for change b of word k. The
    result has shape (n,). Consensus counts as unanimity here, and an abstention is a veto.

    >>> majority = Vote("majority", members=(0, 1, 2))
    >>> winning(majority, np.array([[0b0111], [0b0011], [0b1001]], dtype=np.uint64)).tolist()
    [3]
    """
    return _passes_words(vote, favour, ~favour)


def _passes_words(vote: Vote, favour: Words, oppose: Words) -> Words:
    match vote.kind:
        case "actor":
            return np.asarray(favour[vote.actors[0]])
        case "veto":
            vetoed = np.bitwise_or.reduce([oppose[actor] for actor in vote.actors])
            return np.asarray(~vetoed & _passes_words(vote.parts[0], favour, oppose))
        case "all":
            return np.asarray(np.bitwise_and.reduce([_passes_words(part, favour, oppose) for part in vote.parts]))
        case "any":
            return np.asarray(np.bitwise_or.reduce([_passes_words(part, favour, oppose) for part in vote.parts]))
    stances = [_stance_words(member, favour, oppose) for member in vote.members]
    in_favour = [stance[0] for stance in stances]
    size = len(in_favour)
    match vote.kind:
        case "unanimity":
            return np.asarray(np.bitwise_and.reduce(in_favour))
        case "consensus":
            opposed = np.bitwise_or.reduce([stance[1] for stance in stances])
            return np.asarray(np.bitwise_or.reduce(in_favour) & ~opposed)
        case "majority":
            return _reaching(in_favour, [1] * size, size // 2 + 1)
    reached = _reaching(in_favour, vote.weights, vote.target)
    if vote.blocking is None:
        return reached
    return reached | _reaching(in_favour, [1] * size, max(1, size - vote.blocking + 1))


def _stance_words(member: int | Vote, favour: Words, oppose: Words) -> tuple[Words, Words]:
    """Where a member is for, and where against; a member body asks its own rule about the change and its reverse."""
    if isinstance(member, Vote):
        carried = _passes_words(member, favour, oppose)
        return carried, _passes_words(member, oppose, favour) & ~carried
    return favour[member], oppose[member]


def _reaching(words: Sequence[Words], weights: Sequence[int], target: int) -> Words:
    """Where the weights of the words at which a bit is set sum to `target` or more.

    The sums are added in binary, digit by digit, for all bits at once: digit k of all sums is one word.
    """
    # Bit-sliced counters: each operation on a word adds for 64 changes.
    digits = [np.zeros_like(words[0]) for _ in range(max(sum(weights), target).bit_length())]
    for word, weight in zip(words, weights, strict=True):
        for place in range(weight.bit_length()):
            if weight >> place & 1:
                _add(digits, place, word)
    # Compared with the target from the highest digit down: above as soon as a digit exceeds it, equal while none
    # differs.
    above, equal = np.zeros_like(words[0]), ~np.zeros_like(words[0])
    for place in reversed(range(len(digits))):
        if target >> place & 1:
            equal &= digits[place]
        else:
            above |= equal & digits[place]
            equal &= ~digits[place]
    return above | equal


def _add(digits: list[Words], place: int, carry: Words) -> None:
    """Add one at a digit, where `carry` has a bit, to all sums."""
    for k in range(place, len(digits)):
        digits[k], carry = digits[k] ^ carry, digits[k] & carry
