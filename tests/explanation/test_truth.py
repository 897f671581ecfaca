"""Every sentence of an explanation, read back and held against the reference; a sentence that cannot be read fails.

Other tests replay the evidence, which is a record; here what is checked is what people read.
"""

from __future__ import annotations

import re

from countermove.explanation.explain import explain
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS
from countermove.views.explanation.explanation import sentences
from reference import Attempt
from reference_deals import DealModel
from sentences import DEEDS, MANY, MOVE, STATE, Reader, Rule, drawn_cases, read_cases

USUAL = ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis")
NOTHING = r"((?:, so there is nothing to answer)?)"
NONE = r"this improvement has no answer"
WHY = r"((?:: what decides is that .* \(statement \d+\))?)"


class SaidOfVerdict(Reader[DealModel]):
    """The explanation of one state for one mover under one concept."""

    def __init__(self, model: DealModel, case: Case, s: int, mover: str, concept: str) -> None:
        super().__init__(case, model)
        self.s, self.mover, self.concept = s, mover, concept
        self.is_body = model.is_body(mover)
        self.credible = concept in ("seq", "sseq", "conflict-analysis")
        self.against = model.focal_actor(mover)
        self.restless = model.restless_others(mover, s)
        self.stable = self.judged()
        self.gains = set[int]()
        self.target, self.here, self.changed = -1, s, frozenset[int]()
        self.pair: tuple[str, int, int] = (mover, s, s)
        self.steps: list[tuple[str, int, int]] = []
        self.joining: dict[str, dict[int, bool]] = {}
        self.answered: dict[tuple[int, frozenset[int]], bool] = {}

    def judged(self) -> bool:
        """The verdict of the reference."""
        return self.model.is_stable(self.concept, self.mover, self.s)

    def run(self, texts: list[str]) -> None:
        self.read_all(texts, self.rules())
        assert self.gains == self.model.ui(self.mover, self.s)
        if self.concept != "nash":
            assert all(self.answered.values()) == self.stable
            assert {target for target, _ in self.answered} == self.gains

    def rules(self) -> list[Rule]:
        model, s, label = self.model, self.s, re.escape(CONCEPTS[self.concept].label)
        others = [m for m in model.movers if m != self.mover]
        return [
            (rf"For (\w+), ({STATE})(?: \(.*\))? is (not )?stable under {label}\.", self.verdict),
            (rf"{label} asks: .*\? (Yes|No)\.", lambda yes: self.equal(yes == "Yes", self.stable)),
            (rf"From ({STATE}), (\w+) cannot move{NOTHING}\.", lambda at, who, _: self.idle(at, who, set(model.um(self.mover, s)))),
            (rf"From ({STATE}), no move of (\w+) is an improvement{NOTHING}\.",
             lambda at, who, _: self.idle(at, who, set(model.ui(self.mover, s)))),
            (rf"From ({STATE}), no change that (\w+) could make would pass{NOTHING}\.",
             lambda at, who, _: self.idle(at, who, set(model.ui(self.mover, s)))),
            (rf"In an answer by ({MANY}), the vote of (\w+) counts against it: no actor helps to answer its own improvement\.",
             self.hostile),
            (rf"For (\w+), this move is an improvement: (\w+) ({MOVE})\.", self.improvement),
            (r"In this way it changes (.*)\.", self.way),
            (r"Reason(: what decides is .*)\.", lambda why: self.because(self.mover, s, self.target, why)),
            (r"It would pass\.", lambda: self.passes(True)),
            (r"It would not pass as things are, but it would if all the others voted for it\.", lambda: self.passes(False)),
            (r"In (\w+), for: (.*?); against: (.*?)(?:; indifferent: (.*))?\.", self.sides),
            (rf"(?:This one|Each of these) can stop it alone: ({MANY})\.", self.stops),
            (r"Too few are for it\.", lambda: None),
            (rf"This would not pass: (\w+) ({MOVE})\.", self.refused),
            (rf"(?:But|Then) (\w+) can (?:answer|go on): (\w+) ({MOVE})\.", self.answer),
            (rf"This (is an improvement for|neither helps nor hurts|would hurt) (\w+){WHY}\.", self.interest),
            (rf"That is ({STATE}) again, so nothing is gained\.", self.again),
            (rf"That leaves (\w+) (better off than|as well off as|worse off than) in ({STATE}){WHY}\.", self.left),
            (rf"In (\w+), ({STATE}) would (not )?win against ({STATE})\.", self.wins),
            (rf"No further move of (\w+) from ({STATE}) leads to a state that (?:is better than|would win against) ({STATE})\.",
             self.stuck),
            (rf"But then (\w+) can move again: (\w+) ({MOVE})\.", self.again_moves),
            (rf"No other sequence of moves does better: {NONE}\.", lambda: self.unanswered(None)),
            (rf"Whatever the others do then(?:, if each gains by its move)?, .*: {NONE}\.",
             lambda: self.unanswered(self.all_better(self.ends(others)))),
            (rf"None of the others (?:has a move from ({STATE}) that it gains by|can move from ({STATE})): {NONE}\.",
             lambda one, other: (self.equal([self.state(one or other), bool(one)], [self.target, self.credible]), self.unanswered(not self.ends(others)))),
            (r"It has (an|no) answer in sequence\.", self.in_sequence),
            (r"Not every improvement has an answer in sequence, by moves that the others gain by\.",
             lambda: self.equal(model.is_stable("seq", self.mover, s), False)),
            (rf"By the same test, ({STATE}) is (?:not stable for ({MANY}) either, so only these may move at the same time|stable for "
             r"all others, so none of them moves at the same time)\.", lambda at, who: (self.equal(self.state(at), s),
                                                                                        self.some_of(who, self.restless))),
            (rf"But if at the same time (.*), the result is ({STATE})\.", self.at_once),
            (r"That move is an improvement too\.|Each of these moves is an improvement too\.", lambda: None),
            (rf"Whatever improvements (?:the others|these) make at the same time, .*: {NONE}\.",
             lambda: self.unanswered(self.all_better(set(self.joint())) and bool(self.joint()))),
            (rf"No improvement of the others from ({STATE}) can be combined with this one: {NONE}\.",
             lambda at: (self.equal(self.state(at), s), self.unanswered(not self.joint()))),
            (r"This improvement has no answer at the same time either\.", lambda: self.unanswered(not self.joint())),
        ]  # fmt: skip

    # --------------------------------------------------------------------------------------------- checks

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    def verdict(self, who: str, where: str, no: str | None) -> None:
        assert self.who(who) == [self.mover]
        assert self.state(where) == self.s
        assert bool(no) != self.stable

    def idle(self, where: str, who: str, moves: set[int]) -> None:
        assert self.state(where) == self.s
        assert self.who(who) == [self.mover]
        assert not moves

    def hostile(self, bodies: str, who: str) -> None:
        assert self.who(who) == [self.mover]
        asked = {
            m for m in self.model.movers if m != self.mover and self.model.is_body(m)
            if any(self.mover in self.model.players(self.model.rule_of(m, k), m) for k in self.model.options_of(m))
        }  # fmt: skip
        self.some_of(bodies, asked)

    def improvement(self, who: str, mover: str, move: str) -> None:
        assert self.who(who) == self.who(mover) == [self.mover]
        self.target = self.move(self.mover, self.s, move)
        assert self.target in self.model.ui(self.mover, self.s)
        self.gains.add(self.target)
        ways = [a for a in self.model.ways(self.mover, self.s) if a.target == self.target]
        self.changed = ways[0].changed
        self.here, self.steps = self.target, []
        self.pair = (self.mover, self.s, self.target)
        self.say(answered=True)

    def say(self, answered: bool) -> None:
        self.answered[self.target, self.changed] = answered

    def way(self, text: str) -> None:
        del self.answered[self.target, self.changed]
        names = set(re.findall(r'"([^"]*)"', text))
        self.changed = frozenset(k for k in self.model.options_of(self.mover) if self.case.option_rows[k].name in names)
        assert Attempt(self.target, self.changed) in self.model.ways(self.mover, self.s)
        self.say(answered=True)

    def attempt(self) -> Attempt:
        return Attempt(self.target, self.changed)

    def because(self, actor: str, before: int, after: int, text: str) -> None:
        """The statement that decides: the first that is met to another degree."""
        if not text:
            assert not self.entries(actor) or self.model.rank(actor, before) == self.model.rank(actor, after)
            return
        match = re.fullmatch(r": what decides is that (.*) \(statement (\d+)\)", text)
        assert match
        k = int(match[2]) - 1
        shares = [self.share(actor, j, after) - self.share(actor, j, before) for j in range(len(self.entries(actor)))]
        assert not any(shares[:k])
        words = self.quoted(actor, self.entries(actor)[k])
        ways = {
            "this becomes true: ": 1,
            "this is no longer true: ": -1,
            "more of these are true: ": 1,
            "fewer of these are true: ": -1,
        }
        (sign,) = (sign for start, sign in ways.items() if match[1] == start + words)
        assert sign * shares[k] > 0

    def passes(self, as_preferred: bool) -> None:
        body, before, after = self.pair
        assert self.model.is_body(body)
        against = None if body == self.mover else self.against
        assert (after in self.model.steps(body, before, True, against)) == as_preferred
        assert after in self.model.steps(body, before, False, against) or body == self.mover

    def sides(self, body: str, favour: str, against: str, neither: str | None) -> None:
        (id_,) = self.who(body)
        mover, before, after = self.pair
        if id_ != mover:
            # One of those who move at the same time: its own move, from the state in question.
            (after,) = (t for t in self.model.um(id_, self.s) if self.change(id_, self.s, t) == self.joining[id_])
            before = self.s
        stances = dict(self.model.preferences(before, after))
        if id_ != self.mover and self.against is not None:
            stances[self.against] = -1
        for text, side in ((favour, 1), (against, -1), (neither or "nobody", 0)):
            voters = [] if text == "nobody" else self.who(text)
            assert all(self.model.stance(voter, stances) == side for voter in voters)

    def stops(self, who: str) -> None:
        """Whoever is named can stop it alone: it fails with that one against and everybody else for."""
        body, before, after = self.pair
        ways = [move.changed for move in self.model.moves(body, before) if move.target == after]
        for voter in self.who(who):
            actors = {voter} if voter in self.model.actors else set(self.model.actors)
            stances = {a: -1 if a in actors else 1 for a in self.model.actors}
            assert any(not self.model.all_pass(body, changed | self.changed, stances) for changed in ways or [self.changed])

    def refused(self, who: str, move: str) -> None:
        assert self.who(who) == [self.mover]
        end = self.move(self.mover, self.s, move)
        self.pair, self.changed = (self.mover, self.s, end), frozenset()
        stances = self.model.preferences(self.s, end)
        assert any(
            not self.model.all_pass(self.mover, m.changed, stances)
            for m in self.model.moves(self.mover, self.s)
            if m.target == end
        )

    def answer(self, who: str, same: str, move: str) -> None:
        assert who == same
        (mover,) = self.who(who)
        end = self.move(mover, self.here, move)
        self.steps.append((mover, self.here, end))
        assert self.model.is_legal_sequence(self.steps, self.credible, self.mover)
        self.pair, self.here = (mover, self.here, end), end

    def interest(self, effect: str, who: str, why: str) -> None:
        (actor,) = self.who(who)
        mover, before, after = self.pair
        assert mover == actor
        gain = self.model.rank(actor, after) - self.model.rank(actor, before)
        words = "is an improvement for" if gain > 0 else "would hurt" if gain < 0 else "neither helps nor hurts"
        assert effect == words
        self.because(actor, before, after, why)

    def again(self, where: str) -> None:
        assert self.state(where) == self.s == self.here

    def left(self, who: str, how: str, where: str, why: str) -> None:
        assert self.who(who) == [self.mover]
        assert self.state(where) == self.s
        gain = self.model.rank(self.mover, self.here) - self.model.rank(self.mover, self.s)
        assert how == ("better off than" if gain > 0 else "worse off than" if gain < 0 else "as well off as")
        self.because(self.mover, self.s, self.here, why)

    def wins(self, who: str, where: str, no: str | None, than: str) -> None:
        assert self.who(who) == [self.mover]
        assert (self.state(where), self.state(than)) == (self.here, self.s)
        if not self.case.coalesce:
            assert self.model.better(self.mover, self.s, self.here, self.changed) != bool(no)
        self.pair = (self.mover, self.s, self.here)

    def stuck(self, who: str, where: str, than: str) -> None:
        assert self.who(who) == [self.mover]
        assert (self.state(where), self.state(than)) == (self.here, self.s)
        concept = "sseq" if self.credible else "smr"
        if not self.is_body:
            assert self.model.deters(concept, self.mover, self.s, self.attempt(), self.here)

    def again_moves(self, who: str, same: str, move: str) -> None:
        assert self.who(who) == self.who(same) == [self.mover]
        before = self.here
        self.here = self.move(self.mover, before, move)
        if not self.case.coalesce:
            (counter,) = (m for m in self.model.moves(self.mover, before) if m.target == self.here)
            assert self.model.better(self.mover, self.s, self.here, self.changed | counter.changed)
            # Who is for the counter-move is asked about by the rules of both moves.
            both = self.changed | counter.changed if self.is_body else self.changed
            self.answered[self.target, both] = self.answered.pop((self.target, self.changed))
            self.changed = both

    def ends(self, others: list[str]) -> frozenset[int]:
        return self.model.reach(self.target, others, self.credible, self.against)

    def joint(self) -> list[int]:
        partners = [m for m in self.model.movers if m != self.mover] if self.concept == "sim" else self.restless
        return list(self.model.combined(self.mover, self.s, self.attempt(), partners))

    def all_better(self, ends: set[int] | frozenset[int]) -> bool:
        return all(self.model.better(self.mover, self.s, end, self.changed) for end in ends)

    def unanswered(self, is_so: bool | None) -> None:
        assert is_so is not False
        self.say(answered=False)

    def in_sequence(self, an: str) -> None:
        ends = self.ends([m for m in self.model.movers if m != self.mover])
        assert (an == "an") == (not self.all_better(ends))

    def at_once(self, text: str, where: str) -> None:
        end = self.state(where)
        assert end in self.joint()
        assert not self.model.better(self.mover, self.s, end, self.changed)
        self.joining = {}
        for who, deeds in re.findall(rf"(\w+) ({DEEDS})", text):
            (mover,) = self.who(who)
            self.joining[mover] = self.deeds(mover, deeds)
        partners = (
            self.restless if self.concept == "conflict-analysis" else [m for m in self.model.movers if m != self.mover]
        )
        assert self.joining
        assert set(self.joining) <= set(partners)
        self.here = end
        self.pair = (self.mover, self.s, end)


def test_what_explanations_say_is_so() -> None:
    def check(case: Case) -> None:
        game, model = compile(case), DealModel(case)
        for k, mover in enumerate(model.movers):
            for s in range(len(model.states)):
                # Each state under some concepts, in turn: all of them would take seven times as long.
                concepts = USUAL[:5] if case.is_graph else USUAL
                for concept in (concepts[(s + k) % len(concepts)], concepts[(s + k + 3) % len(concepts)]):
                    texts = [text for _, text in sentences(explain(game, game.at(s), mover, concept))]
                    SaidOfVerdict(model, case, s, mover, concept).run(texts)

    read_cases(drawn_cases(range(24), max_options=4), check)
