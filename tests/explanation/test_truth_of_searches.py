"""Every sentence on a state of a searched game, read back and held against the reference of the same small case."""

from __future__ import annotations

import re
from random import Random

from cases import random_case
from countermove.explanation.explain import explain
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS
from countermove.views.explanation.explanation import sentences
from reference import Model
from sentences import DEEDS, MANY, Reader, Rule, read_cases

USUAL = ("nash", "gmr", "smr", "seq", "sseq")
NOTHING_FOUND = "No answer of at most 3 moves was found"


class SaidBySearch(Reader[Model]):
    """The explanation of one state of a small case that is searched."""

    def __init__(self, model: Model, case: Case, s: int, mover: str, concept: str) -> None:
        super().__init__(case, model)
        self.s, self.mover, self.concept = s, mover, concept
        self.gains = [a.target for a in model.attempts(mover, s)]
        self.told: list[int] = []
        self.open: list[int] = []

    def run(self, texts: list[str]) -> None:
        self.read_all((text.strip() for text in texts), self.rules())
        assert sorted(self.told) == sorted(set(self.gains))

    def rules(self) -> list[Rule]:
        label, n = re.escape(CONCEPTS[self.concept].label), len(set(self.gains))
        stable = self.model.is_stable(self.concept, self.mover, self.s)
        return [
            (r"(The status quo|The state): (.*)\.", self.state_told),
            (rf"{label} asks: .*\? (Every move was tried|Answers of at most 3 moves were tried; --depth tries longer ones)\.",
             lambda how: self.equal(how == "Every move was tried", self.concept == "nash")),
            (rf"The state is stable for ({MANY}): (?:no move is an improvement|none of their moves is an improvement)\.",
             lambda who: self.equal([self.who(who), n], [[self.mover], 0])),
            (rf"The state is stable for ({MANY}): (the only improvement has|both improvements have|all (\d+) improvements have) an answer\.",
             lambda who, what, k: self.equal([self.who(who), stable, int(k or (1 if "only" in what else 2))], [[self.mover], True, n])),
            (rf"The state is not stable for ({MANY}): there (?:is|are) (\d+) improvements?\.",
             lambda who, k: self.equal([self.who(who), stable, int(k)], [[self.mover], False, n])),
            (rf"It is not known whether the state is stable for ({MANY})\.", lambda who: self.equal(self.who(who), [self.mover])),
            (r"For (?:the only improvement|\d+ of \d+ improvements), no answer of at most 3 moves was found\. A longer one may exist\.",
             lambda: None),
            (rf"Improvement: (\w+) ({DEEDS})(?: \(for: (.*)\)|, which makes this true: (.*) \(statement (\d+)\))?\.", self.improvement),
            (rf"{NOTHING_FOUND}\.", lambda: self.open.append(self.told[-1])),
            (r"(Credible answer|Answer, at any cost): (.*?)(; no further move of \w+ helps)?\.", self.answer),
        ]  # fmt: skip

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    def state_told(self, called: str, text: str) -> None:
        assert (called == "The status quo") == (self.s == self.model.status_quo)
        self.done_in("Nobody does anything" if text == "no option is taken" else text, self.s, ", ", "; ")

    def stepped(self, mover: str, here: int, deeds: str) -> int:
        (end,) = (t for t in self.model.um(mover, here) if self.change(mover, here, t) == self.deeds(mover, deeds))
        return end

    def improvement(self, who: str, deeds: str, favour: str | None, statements: str | None, place: str | None) -> None:
        assert self.who(who) == [self.mover]
        target = self.stepped(self.mover, self.s, deeds)
        assert target in self.gains
        self.told.append(target)
        if place is not None:
            k = int(place) - 1
            shares = [self.share(self.mover, j, target) - self.share(self.mover, j, self.s) for j in range(k + 1)]
            assert not any(shares[:k])
            assert shares[k] > 0
            assert statements == self.quoted(self.mover, self.entries(self.mover)[k])
        if favour is not None:
            stances = self.model.preferences(self.s, target)
            assert all(self.model.stance(voter, stances) == 1 for voter in self.who(favour))

    def answer(self, kind: str, text: str, stuck: str | None) -> None:
        here, steps = self.told[-1], []
        for part in text.split(", then "):
            match = re.fullmatch(rf"(\w+) ({DEEDS})", part)
            assert match, part
            (mover,) = self.who(match[1])
            end = self.stepped(mover, here, match[2])
            steps.append((mover, here, end))
            here = end
        credible = self.concept in ("seq", "sseq")
        assert (kind == "Credible answer") == credible
        assert bool(stuck) == (self.concept in ("smr", "sseq"))
        assert self.model.is_legal_sequence(steps, credible, self.mover)
        attempts = [a for a in self.model.attempts(self.mover, self.s) if a.target == self.told[-1]]
        assert any(self.model.deters(self.concept, self.mover, self.s, a, here) for a in attempts)


def test_what_explanations_of_searched_states_say_is_so() -> None:
    def check(case: Case) -> None:
        game, model = searched_game(case), Model(case)
        for mover in model.movers:
            for s in range(0, len(model.states), 3):
                (code,) = model.states[s]
                concept = USUAL[(s + len(mover)) % len(USUAL)]
                texts = [text for _, text in sentences(explain(game, game.at(int(code)), mover, concept, depth=3))]
                SaidBySearch(model, case, s, mover, concept).run(texts)

    cases = ((seed, random_case(Random(seed), coalesce=False, max_options=4)) for seed in range(20))
    read_cases(cases, check)
