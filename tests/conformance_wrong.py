"""Programs that are wrong in one point: each changes one rule of the literal definitions.

Every case of the conformance suite whose `wrong` names one of them has the answers that it gives there, so a case that
does not tell the two apart fails its test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from conformance_oracle import Oracle
from reference import Attempt, Changed, Move, States, remembered

# -------------------------------------------------------------------------------------------------- sanctions


class TieIsNoSanction(Oracle):
    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        worse = self.is_body(focal) or self.rank(focal, s2) < self.rank(focal, s)
        return worse and super().deters(concept, focal, s, attempt, s2)


class TieImproves(Oracle):
    def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
        if improvements and not self.is_body(mover):
            return self.rank(mover, move.target) >= self.rank(mover, s)
        return super().may_step(mover, s, move, improvements, against)


class CredibleTie(Oracle):
    """Only those who answer may move to an equal state."""

    def answers(self, concept: str, focal: str, s1: int) -> States:
        if concept not in ("seq", "sseq"):
            return super().answers(concept, focal, s1)
        return TieImproves(self.case).answers(concept, focal, s1)


class NobodyAnswers(Oracle):
    @remembered
    def is_stable(self, concept: str, focal: str, s: int) -> bool:
        if concept not in ("gmr", "smr", "seq", "sseq"):
            return super().is_stable(concept, focal, s)
        return all(
            not (found := self.answers(concept, focal, a.target))
            or any(self.deters(concept, focal, s, a, s2) for s2 in found)
            for a in self.attempts(focal, s)
        )


class OwnSanction(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        return self.reach(s1, self.movers, concept in ("seq", "sseq"), self.focal_actor(focal), last=focal)


class OwnSanctionAtOnce(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        return self.reach(s1, self.movers, concept in ("seq", "sseq"), self.focal_actor(focal))


class WayBackIsNoSanction(Oracle):
    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        return s2 != s and super().deters(concept, focal, s, attempt, s2)


class OneOpponent(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        credible = concept in ("seq", "sseq")
        others = [m for m in self.movers if m != focal]
        return frozenset(t for m in others for t in self.steps(m, s1, credible, self.focal_actor(focal)))


class EachOnce(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        credible, against = concept in ("seq", "sseq"), self.focal_actor(focal)
        others = frozenset(m for m in self.movers if m != focal)
        todo, seen = [(s1, others)], set()
        while todo:
            state, left = todo.pop()
            for m in left:
                for t in self.steps(m, state, credible, against):
                    if (t, left - {m}) not in seen:
                        seen.add((t, left - {m}))
                        todo.append((t, left - {m}))
        return frozenset(t for t, _ in seen)


class TwiceInARow(Oracle):
    def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
        found: set[int] = set()
        todo = [start]
        while todo:
            state = todo.pop()
            for mover in movers:
                for target in self.steps(mover, state, improvements, against) - found:
                    found.add(target)
                    todo.append(target)
        return frozenset(found)


class FirstLastMover(Oracle):
    def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
        last = {}
        todo = [(start, nobody)]
        while todo:
            state, before = todo.pop(0)
            for mover in (m for m in self.movers if m in movers and m != before):
                for target in sorted(self.steps(mover, state, improvements, against)):
                    if target not in last:
                        last[target] = mover
                        todo.append((target, mover))
        return frozenset(last)


class LoneOpponentGoesOn(Oracle):
    """Every sequence of moves of one opponent alone counts, however many."""

    def answers(self, concept: str, focal: str, s1: int) -> States:
        found = super().answers(concept, focal, s1)
        alone = TwiceInARow(self.case)
        credible, against = concept in ("seq", "sseq"), self.focal_actor(focal)
        return found.union(*(alone.reach(s1, [m], credible, against) for m in self.movers if m != focal))


class CounterAgainstSanction(Oracle):
    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        if self.better(focal, s, s2, attempt.changed):
            return False
        if concept in ("gmr", "seq"):
            return True
        return not any(self.better(focal, s2, m.target, attempt.changed | m.changed) for m in self.moves(focal, s2))


class OnlyCounterJudged(Oracle):
    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        if concept in ("gmr", "seq"):
            return super().deters(concept, focal, s, attempt, s2)
        return not any(self.better(focal, s, m.target, attempt.changed | m.changed) for m in self.moves(focal, s2))


class CounterBySequence(Oracle):
    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        if not super().deters(concept, focal, s, attempt, s2) or concept in ("gmr", "seq"):
            return super().deters(concept, focal, s, attempt, s2)
        ends = TwiceInARow(self.case).reach(s2, [focal], False)
        return not any(self.better(focal, s, s3, attempt.changed) for s3 in ends)


class NoCounter(Oracle):
    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        return super().deters("gmr", focal, s, attempt, s2)


class TieEscapes(Oracle):
    """A counter-move that only gets back to an equal state counts as an escape."""

    def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
        held = super().deters(concept, focal, s, attempt, s2)
        if concept in ("gmr", "seq") or self.is_body(focal):
            return held
        return held and all(self.rank(focal, m.target) < self.rank(focal, s) for m in self.moves(focal, s2))


class CredibleFromStart(Oracle):
    """Answers are judged on the state that the focal mover left, not on the one from which each moves."""

    @remembered
    def is_stable(self, concept: str, focal: str, s: int) -> bool:
        if concept not in ("seq", "sseq") or self.is_body(focal):
            return super().is_stable(concept, focal, s)
        others = [m for m in self.movers if m != focal and not self.is_body(m)]

        def steps(m: str, state: int) -> States:
            return frozenset(t for t in self.um(m, state) if self.rank(m, t) > self.rank(m, s))

        return all(
            any(self.deters(concept, focal, s, a, s2) for s2 in self.sequences(a.target, others, steps))
            for a in self.attempts(focal, s)
        )


class CredibleInTheEnd(Oracle):
    """A sequence is credible if all who move in it gain by its end, whatever its steps are."""

    def answers(self, concept: str, focal: str, s1: int) -> States:
        if concept not in ("seq", "sseq"):
            return super().answers(concept, focal, s1)
        others = [m for m in self.movers if m != focal]
        groups = [g for size in range(1, len(others) + 1) for g in combinations(others, size)]
        return frozenset(
            t for g in groups for t in self.reach(s1, g, False) if all(self.rank(m, t) > self.rank(m, s1) for m in g)
        )


class AnySanction(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        return super().answers("gmr", focal, s1)


class OnlyCredible(Oracle):
    def answers(self, concept: str, focal: str, s1: int) -> States:
        return super().answers("seq", focal, s1)


class OneImprovementIsEnough(Oracle):
    @remembered
    def is_stable(self, concept: str, focal: str, s: int) -> bool:
        if concept not in ("gmr", "smr", "seq", "sseq"):
            return super().is_stable(concept, focal, s)
        attempts = self.attempts(focal, s)
        return not attempts or any(
            self.deters(concept, focal, s, a, s2) for a in attempts for s2 in self.answers(concept, focal, a.target)
        )


class AllAnswersMustSanction(Oracle):
    """Asks that all answers of the others be sanctions, not one."""

    @remembered
    def is_stable(self, concept: str, focal: str, s: int) -> bool:
        if concept not in ("gmr", "smr", "seq", "sseq"):
            return super().is_stable(concept, focal, s)
        return all(
            bool(found := self.answers(concept, focal, a.target))
            and all(self.deters(concept, focal, s, a, t) for t in found)
            for a in self.attempts(focal, s)
        )


# ------------------------------------------------------------------------------------------------------ moves


class EveryMoveBack(Oracle):
    def moves(self, mover: str, s: int) -> tuple[Move, ...]:
        elsewhere = [(t, m) for t in range(len(self.states)) if t != s for m in super(EveryMoveBack, self).moves(mover, t)]
        back = [Move(t, m.changed, (m.pair[1], m.pair[0])) for t, m in elsewhere if m.target == s]
        return tuple(dict.fromkeys([*super().moves(mover, s), *back]))


class OneOptionAtATime(Oracle):
    def moves(self, mover: str, s: int) -> tuple[Move, ...]:
        return tuple(m for m in super().moves(mover, s) if len(m.changed) <= 1)


class TransitiveMoves(Oracle):
    """A mover's moves in a row count as one move."""

    def moves(self, mover: str, s: int) -> tuple[Move, ...]:
        found: dict[int, Move] = {}
        todo = [s]
        while todo:
            for m in super().moves(mover, todo.pop()):
                if m.target != s and m.target not in found:
                    found[m.target] = Move(m.target, m.changed, (min(self.states[s], key=str), m.pair[1]))
                    todo.append(m.target)
        return tuple(found.values())


class LowestCombination(Oracle):
    def moves(self, mover: str, s: int) -> tuple[Move, ...]:
        lowest = min(self.states[s], key=lambda raw: (isinstance(raw, str), raw))
        return tuple(m for m in super().moves(mover, s) if m.pair[0] == lowest)


class MoverNeedsAMove(Oracle):
    @remembered
    def is_stable(self, concept: str, focal: str, s: int) -> bool:
        return bool(self.moves(focal, s)) and super().is_stable(concept, focal, s)


class BodiesDoNotJudge(Oracle):
    """Equilibria ask the actors alone."""

    def judges(self, found: Iterable[str]) -> list[str]:
        return [m for m in found if not self.is_body(m)]


# ------------------------------------------------------------------------------------------- at the same time


class InfeasibleHolds(Oracle):
    def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
        yield from super().combined(focal, s, attempt, partners)
        for partner in partners:
            for mine in self.moves(focal, s):
                for theirs in self.moves(partner, s):
                    same = mine.target == attempt.target and mine.pair[0] == theirs.pair[0]
                    if same and self.may_step(partner, s, theirs, True, self.focal_actor(focal)):
                        after = int(mine.pair[0]) ^ sum(1 << k for k in mine.changed | theirs.changed)
                        if after not in self.state_of:
                            yield s


class AnyMoveAtOnce(Oracle):
    def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
        base, rule = super().combined, self.may_step
        self.may_step = lambda mover, at, move, improvements, against=None: (  # type: ignore[method-assign]
            mover != focal or rule(mover, at, move, improvements, against)
        )
        try:
            yield from list(base(focal, s, attempt, partners))
        finally:
            del self.may_step  # type: ignore[method-assign]


class AllAtOnce(Oracle):
    """Everybody who can improve takes part."""

    def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
        keen = [p for p in partners if self.ui(p, s)]
        mine = [m for m in self.moves(focal, s) if m.target == attempt.target and m.changed == attempt.changed]
        states = [(int(m.pair[0]), m.changed) for m in mine]
        for p in keen:
            theirs = [m for m in self.moves(p, s) if self.may_step(p, s, m, True, self.focal_actor(focal))]
            states = [(b, c | m.changed) for b, c in states for m in theirs if m.pair[0] == b]
        for before, changed in states if keen else []:
            after = before ^ sum(1 << k for k in changed)
            if after in self.state_of:
                yield self.state_of[after]


class AtOnceMeansAfter(Oracle):
    def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
        yield from self.reach(attempt.target, partners, True, self.focal_actor(focal))


class NobodyAtOnce(Oracle):
    def held_at_once(self, focal: str, s: int, partners: Sequence[str]) -> bool:
        return not any(self.ui(p, s) for p in partners) or super().held_at_once(focal, s, partners)


class AllPartnersInConflict(Oracle):
    def restless_others(self, focal: str, s: int) -> list[str]:
        return [m for m in self.movers if m != focal]


class ConflictIsSeq(Oracle):
    def restless_others(self, focal: str, s: int) -> list[str]:
        return []


# --------------------------------------------------------------------------------------------------- foresight


class MovesOnTies(Oracle):
    @remembered
    def ends(self, i: str, s: int, h: int) -> States:
        j = self.opponent(i)
        if h == 0:
            return frozenset([s])
        worth = {s1: min(self.rank(i, e) for e in self.ends(j, s1, h - 1)) for s1 in self.um(i, s)}
        most = max(worth.values(), default=-1)
        if most < self.rank(i, s):
            return frozenset([s])
        return frozenset[int]().union(*(self.ends(j, s1, h - 1) for s1, w in worth.items() if w == most))

    def stays(self, i: str, s: int, h: int) -> bool:
        j = self.opponent(i)
        return all(min(self.rank(i, e) for e in self.ends(j, s1, h - 1)) < self.rank(i, s) for s1 in self.um(i, s))


class HopefulOnTies(Oracle):
    @remembered
    def ends(self, i: str, s: int, h: int) -> States:
        j = self.opponent(i)
        if h == 0:
            return frozenset([s])
        worth = {s1: max(self.rank(i, e) for e in self.ends(j, s1, h - 1)) for s1 in self.um(i, s)}
        most = max(worth.values(), default=self.rank(i, s))
        if most <= self.rank(i, s):
            return frozenset([s])
        return frozenset[int]().union(*(self.ends(j, s1, h - 1) for s1, w in worth.items() if w == most))

    def stays(self, i: str, s: int, h: int) -> bool:
        j = self.opponent(i)
        return all(max(self.rank(i, e) for e in self.ends(j, s1, h - 1)) <= self.rank(i, s) for s1 in self.um(i, s))


class Threat(Oracle):
    """The opponent is expected to do harm, not what is best for itself: L_h as Maximin_h."""

    def lh_stable(self, i: str, h: int) -> States:
        return self.maximin_stable(i, h)


class FourIsForEver(Oracle):
    def nm(self, i: str) -> dict[int, str | tuple[str, int]]:
        return {s: "stable" if self.stays(i, s, 4) else "unstable" for s in range(len(self.states))}


class MyopicLeader(Oracle):
    def leads(self, leader: str) -> States:
        return self.stable("nash", leader)


class FollowerLooksAhead(Oracle):
    def follows(self, follower: str) -> States:
        return self.lh_stable(follower, 2)


class MustReply(Oracle):
    @remembered
    def _others_spoil(self, i: str, s: int, at: int, changed: Changed, replies: int) -> bool:
        if replies == 0:
            return not self.better(i, s, at, changed)
        choices = self.answers("gmr", i, at) or {at}
        return any(self._focal_is_stuck(i, s, to, changed, replies - 1) for to in choices)


class MaximinCredible(Oracle):
    @remembered
    def _others_spoil(self, i: str, s: int, at: int, changed: Changed, replies: int) -> bool:
        if replies == 0:
            return not self.better(i, s, at, changed)
        choices = self.answers("seq", i, at) | {at}
        return any(self._focal_is_stuck(i, s, to, changed, replies - 1) for to in choices)
