"""Every sentence on threats, read back and held against the reference; a sentence that cannot be read fails."""

from __future__ import annotations

import re
from random import Random

from cases import graph, random_case
from countermove.analysis.credibility import Credibility, credibility
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.blocks import Section, Table
from countermove.views.credibility import credibility_page
from reference import Attempt, Model
from reference_credibility import CREDIBLE, cheapest, resting, undeterred
from sentences import DEEDS, MANY, MOVE, STATE, STATES, Reader, Rule, drawn_cases, failing_as, read_cases, texts_of

LABELS = {"gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ"}
MOST_STATEMENTS = 3


class SaidOfThreats(Reader[Model]):
    """What the page on threats says of a case under one concept."""

    def __init__(self, case: Case, concept: str) -> None:
        super().__init__(case, Model(case))
        self.concept, self.credible = concept, CREDIBLE[concept]
        self.stable = self.model.equilibria(concept)
        self.left = self.model.equilibria(self.credible)
        self.resting = resting(self.model, concept)
        self.s, self.mover, self.attempts = 0, "", list[Attempt]()
        self.named: list[str] = []

    def pages(self) -> None:
        game = compile(self.case)
        answer = credibility(game, self.concept)
        self.page(answer, 2)
        self.page(credibility(game, self.concept, states=[game.at(key) for key in range(self.size)]), 2)

    def page(self, answer: Credibility, limit: int) -> None:
        parts = list(texts_of(credibility_page(answer, limit)))
        if answer.states is None:
            (_, head), *parts = parts
            self.read_all(head, self.head_rules())
            said = "\n".join(head)
            assert ("If nobody believes bluffs" in said) == bool(self.resting)
            assert len([part for part in parts if part[0] != "table"]) == min(3, len(self.resting))
        for title, texts in parts:
            if title == "table":
                self.read_all(texts, self.note_rules(limit))
            else:
                self.at(title, texts)
        for part in credibility_page(answer, limit):
            if isinstance(part, Table):
                self.table(part)

    def at(self, title: str, texts: list[str]) -> None:
        self.s, self.named = self.state(title), []
        if not self.case.is_graph:
            self.done_in(texts[0].removesuffix("."), self.s, ", ")
            texts = texts[1:]
        assert texts
        self.read_all(texts, self.state_rules())
        if self.s in self.stable:
            assert self.named == [m for m in self.model.movers if self.gains(m)]

    def gains(self, mover: str) -> list[Attempt]:
        return undeterred(self.model, self.concept, mover, self.s)

    # ---------------------------------------------------------------------------------------------- rules

    def head_rules(self) -> list[Rule]:
        concept, credible = LABELS[self.concept], LABELS[self.credible]
        bluffs = "bluffs: threats that are not in the interest of those who make them"
        n = len(self.stable)
        return [
            (f"No state is an equilibrium under {concept}, so none rests on threats\\.", lambda: self.equal(n, 0)),
            (rf"(\d+) (state is an equilibrium|states are equilibria) under {concept}: the others can answer every improvement "
             r"so that its mover gains nothing, at whatever cost to them\.", lambda k, words: self.counts(k, "is" in words, n)),
            (rf"(It is an equilibrium|All of them are equilibria) under {credible} too, where answers must be credible: none rests "
             r"on threats\.", lambda words: (self.equal(len(self.resting), 0), self.equal("It" in words, n == 1))),
            (rf"It rests on {bluffs}\.", lambda: (self.equal(len(self.resting), 1), self.equal(n, 1))),
            (rf"All (\d+) rest on {bluffs}\.", lambda k: (self.equal(int(k), n), self.equal(len(self.resting), n))),
            (rf"(\d+) of the (\d+) (rests?) on {bluffs}\.", lambda k, every, verb: (
                self.counts(k, verb == "rests", len(self.resting)), self.equal(int(every), n))),
            (rf"Under {credible}, where every answer must be credible \(in the interest of those who give it\), (.*)\.",
             lambda words: self.equal(words, "it is no equilibrium" if len(self.resting) == 1 else "they are no equilibria")),
            (rf"If nobody believes bluffs, ({STATES}) remains? (?:an equilibrium|equilibria)\.",
             lambda which: self.states(which, self.left)),
            (r"If nobody believes bluffs, no equilibrium remains\.", lambda: self.equal(self.left, frozenset())),
        ]  # fmt: skip

    def state_rules(self) -> list[Rule]:
        concept, credible = LABELS[self.concept], LABELS[self.credible]
        return [
            (rf"It is no equilibrium under {concept}: not even threats deter ({MANY})\.", self.is_left),
            (rf"It is an equilibrium under {credible} too, and rests on no threat\.", lambda: self.among(self.s, self.left)),
            (rf"({MANY}) would gain by this move: ({MOVE})\. (.*)", self.gain),
            (r"Only a bluff deters it: (.*)\.", self.bluff),
            (rf"If ({MANY}) calls the bluff, (.*)\.", self.called),
            (r"Bluffs deter (\d+) more (moves?) of this kind\.", lambda k, words: self.counts(
                k, words == "move", len(self.gains(self.mover)) - 1)),
        ]  # fmt: skip

    def note_rules(self, limit: int) -> list[Rule]:
        more = len(self.resting) - limit
        return [
            (rf"deterred: whose improvements only bluffs deter under {LABELS[self.concept]}\. bluff by: who would have to act "
             r"without gain\.", lambda: None),
            (r"(\d+) more (state rests|states rest) on bluffs; --limit shows them\.",
             lambda k, words: self.counts(k, "rests" in words, more)),
        ]  # fmt: skip

    # --------------------------------------------------------------------------------------------- checks

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    @staticmethod
    def among(one: object, some: frozenset[int]) -> None:
        assert one in some

    @staticmethod
    def counts(said: str, is_one: bool, count: int) -> None:
        assert int(said) == count
        assert is_one == (count == 1)

    def is_left(self, who: str) -> None:
        self.some_of(who, [m for m in self.model.movers if not self.model.is_stable(self.concept, m, self.s)])

    def gain(self, who: str, move: str, why: str) -> None:
        assert self.s in self.resting
        (self.mover,) = self.who(who)
        self.named.append(self.mover)
        target = self.move(self.mover, self.s, move)
        self.attempts = [attempt for attempt in self.gains(self.mover) if attempt.target == target]
        assert self.attempts
        self.answered(why)

    def answered(self, why: str) -> None:
        # Without a counter-move the answer would do: that is what it is to escape it.
        answered = [
            any(
                self.model.deters("seq", self.mover, self.s, a, s2) for s2 in self.model.answers("seq", self.mover, a.target)
            )
            for a in self.attempts
        ]
        if why == "No credible answer takes the gain away.":
            assert not all(answered)
        else:
            assert why == "A credible answer takes the gain away, but its mover escapes that answer by one more move."
            assert any(answered)
            assert self.concept == "smr"

    def bluff(self, text: str) -> None:
        model, against = self.model, self.model.focal_actor(self.mover)
        here, steps, unwilling = self.attempts[0].target, [], 0
        for part in text.split("; then "):
            mover, end, price = self.step(part, here)
            is_willing = end in model.steps(mover, here, True, against)
            self.price(mover, here, end, price, is_willing)
            steps.append((mover, here, end))
            unwilling += not is_willing
            here = end
        assert model.is_legal_sequence(steps, credible=False, focal=self.mover)
        deterred = [a for a in self.attempts if model.deters(self.concept, self.mover, self.s, a, here)]
        assert (unwilling, len(steps)) in [cheapest(model, self.concept, self.mover, self.s, a) for a in deterred]
        assert unwilling

    def step(self, part: str, here: int) -> tuple[str, int, str]:
        """The mover of a step, where it leads, and what is said of its price."""
        match = re.fullmatch(rf"(\w+) ({MOVE}), (.*)", part)
        assert match, part
        (mover,) = self.who(match[1])
        return mover, self.move(mover, here, match[2]), match[3]

    def price(self, mover: str, before: int, after: int, text: str, is_willing: bool) -> None:
        model = self.model
        assert is_willing == (text == "in its own interest")
        if is_willing:
            return
        if match := re.fullmatch(rf"a decision that does not pass(?: \(against: ({MANY})\))?", text):
            asked = {a for k in model.options_of(mover) for a in self.players(mover, k)}
            opposing = {self.mover} if not model.is_body(self.mover) else set()
            against = {a for a in asked if model.rank(a, after) < model.rank(a, before) or a in opposing}
            assert model.is_body(mover)
            self.some_of(match[1], against)
            return
        assert not model.is_body(mover)
        difference = model.rank(mover, after) - model.rank(mover, before)
        if text == "without any gain":
            assert difference == 0
            return
        assert difference < 0
        if match := re.fullmatch(r"against its own (preferences?): (.*)", text):
            lost = [k for k in range(len(self.entries(mover))) if self.share(mover, k, after) < self.share(mover, k, before)]
            words = [f"{self.quoted(mover, self.entries(mover)[k])} (statement {k + 1})" for k in lost]
            cut = len(words) > MOST_STATEMENTS
            parts = [*words[:2], f"{len(words) - 2} others"] if cut else words
            assert match[2] == " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
            assert (match[1] == "preference") == (len(lost) == 1)
        elif match := re.fullmatch(r"from the (.*) of (\d+) states to the (.*)", text):
            self.place(match[1], mover, before)
            self.place(match[3], mover, after)
            assert int(match[2]) == self.size
        else:
            assert text in ("which is slightly worse for it", "which is worse for it")

    def players(self, body: str, option: int) -> frozenset[str]:
        from reference_deals import DealModel

        return DealModel(self.case).players(self.model.rule_of(body, option), body)

    def called(self, who: str, text: str) -> None:
        assert self.who(who) == [self.mover]
        target, model = self.attempts[0].target, self.model
        ends = model.reach(target, model.movers, True, None, last=self.mover) & self.left
        credible = LABELS[self.credible]
        if text == f"improvements lead to no equilibrium under {credible}":
            assert not ends | ({target} & self.left)
            return
        match = re.fullmatch(rf"(?:({STATE}) is an equilibrium under {credible})?(?:, and )?"
                             rf"(?:improvements can lead to ({STATES}) \((an equilibrium|equilibria) (?:too|under {credible})\))?",
                             text)  # fmt: skip
        assert match, text
        assert bool(match[1]) == (target in self.left)
        assert not match[1] or self.state(match[1]) == target
        assert bool(match[2]) == bool(ends - {target})
        if match[2]:
            self.states(match[2], ends - {target})
            assert (match[3] == "an equilibrium") == (len(ends - {target}) == 1)

    @staticmethod
    def fits(said: str | None, there: bool) -> None:
        assert bool(said) == there

    def table(self, table: Table) -> None:
        for row in table.rows:
            s = int(row[0]) - 1
            assert s in self.resting
            self.s = s
            self.some_of(row[2], [m for m in self.model.movers if self.gains(m)])
            assert self.who(row[3])


class SaidBySearch(SaidOfThreats):
    """What the page on threats says of a small case that is searched: of the states that were tried."""

    def __init__(self, case: Case, concept: str) -> None:
        super().__init__(case, concept)
        self.answer = credibility(searched_game(case), concept)
        trials = self.answer.trials
        assert trials is not None
        self.order = [self.model.state_of[key] for key in trials.table.strongest()]
        nash = self.model.equilibria("nash")
        self.tried = [s for one in trials.tried if (s := self.model.state_of[one.key]) not in nash]
        self.shown = [s for s in self.tried if all(self.is_answered(m, s) for m in self.model.movers)]
        self.bluffing = [s for s in self.shown if any(undeterred(self.model, concept, m, s) for m in self.model.movers)]
        self.seen: list[int] = []

    def is_answered(self, mover: str, s: int) -> bool:
        """Whether answers of at most three moves deter every gain."""
        return all(
            any(self.model.deters(self.concept, mover, s, a, s2) for s2 in self.short(mover, a.target))
            for a in self.model.attempts(mover, s)
        )

    def short(self, focal: str, start: int) -> set[int]:
        against, found = self.model.focal_actor(focal), set[int]()
        frontier = {(start, focal)}
        for _ in range(3):
            frontier = {
                (t, m)
                for s, last in frontier
                for m in self.model.movers
                if m not in (last, focal)
                for t in self.model.steps(m, s, False, against)
            }
            found |= {s for s, _ in frontier}
        return found

    def run(self) -> None:
        (_, head), *parts = texts_of(credibility_page(self.answer, 9))
        self.read_all(head, self.search_rules())
        for title, texts in parts:
            if title == "table":
                self.read_all(texts, self.note_rules(len(self.bluffing)))
                continue
            self.named = []
            self.s = next(s for s in self.tried if self.is_done(texts[0], s))
            assert title == f"State {len(self.seen) + 1} of those that rest on bluffs" or (
                title == "The status quo" and self.s == self.model.status_quo
            )
            self.seen.append(self.s)
            self.read_all(texts[1:], self.bluff_rules())
            assert sorted(self.named) == sorted(m for m in self.model.movers if self.gains(m))
        assert set(self.seen) <= set(self.bluffing)
        assert len(self.seen) == min(3, len(self.bluffing))

    def is_done(self, text: str, s: int) -> bool:
        try:
            self.done_in(text.removesuffix("."), s)
        except AssertionError:
            return False
        return True

    def search_rules(self) -> list[Rule]:
        concept, credible = LABELS[self.concept], LABELS[self.credible]
        n, shown, resting = len(self.tried), len(self.shown), len(self.bluffing)
        nash = self.model.equilibria("nash")
        others = n - shown
        return [
            (r"(\d+) (?:state is a Nash equilibrium|states are Nash equilibria): no mover gains by a move of its own\. There are no "
             r"others \(proved\)\.", lambda k: self.equal(int(k), len(nash))),
            (r"There is no Nash equilibrium .*", lambda: self.equal(len(nash), 0)),
            (r"A Nash equilibrium rests on no threat: no actor or body has an improvement that must be deterred\.",
             lambda: self.fits("nash", bool(nash))),
            (r"The status quo is one of them, so no other state was tried\. --state STATE tries one\.",
             lambda: self.among(self.model.status_quo, nash)),
            (r"The case has no status quo to start from, so no other state was tried\. --state STATE tries one\.",
             lambda: self.equal(self.model.status_quo, None)),
            (r"(\d+) other (state was|states were) tried: the status quo, and the states on a walk of improvements from there\.",
             lambda k, words: self.counts(k, "was" in words, n)),
            (rf"(\d+) of these (is|are) shown to be (?:an equilibrium|equilibria) under {concept}: answers of at most 3 moves take "
             r"every gain away, at whatever cost to those who answer\.", lambda k, be: (self.counts(k, be == "is", shown), self.fits("x", shown > 0))),
            (rf"(It is not|None of these is) shown to be an equilibrium under {concept}: answers of at most 3 moves do not take every "
             r"gain away\.", lambda it: (self.equal(shown, 0), self.equal(it == "It is not", n == 1))),
            (r"Longer answers, which were not tried, may make (an equilibrium|equilibria) of (it|them|the others?)\.",
             lambda kind, what: (self.equal(kind == "an equilibrium", others == 1), self.fits("x", others > 0),
                                 self.equal(what, {0: "it" if others == 1 else "them"}.get(shown, "the other" + "s" * (others > 1))))),
            (r"It rests on bluffs: .*", lambda: (self.equal(shown, 1), self.equal(resting, 1))),
            (r"All (\d+) rest on bluffs: .*", lambda k: (self.equal(int(k), shown), self.equal(resting, shown))),
            (r"(\d+) of the (\d+) (rests?) on bluffs: .*",
             lambda k, every, be: (self.counts(k, be == "rests", resting), self.equal(int(every), shown))),
            (rf"In (this state|each of these states) some gain has no credible answer, or none was found \({credible}\)\.",
             lambda where: (self.equal(where == "this state", resting == 1), self.fits("x", resting > 0))),
            (rf"(It is an equilibrium|All of these are equilibria) under {credible} too, where answers must be credible: none rests on "
             r"threats\.", lambda it: (self.equal(resting, 0), self.equal("It" in it, shown == 1), self.fits("x", shown > 0))),
            (rf"(\d+) (is|are) (?:an equilibrium|equilibria) under {credible} too, and rests? on no threat\.",
             lambda k, be: self.counts(k, be == "is", shown - resting)),
        ]  # fmt: skip

    def bluff_rules(self) -> list[Rule]:
        return [
            (rf"({MANY}) would (?:each )?gain by this move: ({DEEDS})\. (.*)", self.gain_found),
            (rf"({MANY}) (?:calls|call) the bluff.*", self.called),
            (r"Only a bluff deters it: (.*)\.", self.bluff),
            (r"If the bluff is called, nobody moves on: that is outcome (\d+) \(a Nash equilibrium, in the order of solve\)\.",
             lambda k: self.equal(self.order[int(k) - 1], self.attempts[0].target)),
            (r"If the bluff is called, improvements can lead to outcomes? (.*) \(a? ?Nash equilibri(?:um|a), in the order of solve\)\.",
             self.led),
            (r"Bluffs deter (\d+) more moves? of this kind\.",
             lambda k: self.equal(int(k), sum(len(self.gains(m)) for m in self.group) - len(self.group))),
        ]  # fmt: skip

    def gain_found(self, who: str, deeds: str, why: str) -> None:
        self.group = self.who(who)
        for mover in self.group:
            ends = [a for a in self.gains(mover) if self.change(mover, self.s, a.target) == self.deeds(mover, deeds)]
            assert ends
            self.named.append(mover)
            self.mover, self.attempts = mover, ends
            self.answered(why)

    def led(self, text: str) -> None:
        ends = {self.order[int(k) - 1] for k in re.findall(r"\d+", text)}
        model = self.model
        after = model.reach(self.attempts[0].target, model.movers, True, None, last=self.mover)
        assert ends <= after & model.equilibria("nash")

    def step(self, part: str, here: int) -> tuple[str, int, str]:
        match = re.fullmatch(rf"(\w+) ({DEEDS}), (.*)", part)
        assert match, part
        (mover,) = self.who(match[1])
        (end,) = (t for t in self.model.um(mover, here) if self.change(mover, here, t) == self.deeds(mover, match[2]))
        return mover, end, match[3]


def test_what_is_said_of_threats_is_so() -> None:
    def check(case: Case) -> None:
        for concept in ("gmr", "smr"):
            SaidOfThreats(case, concept).pages()

    read_cases(drawn_cases(range(60), max_options=4), check)


def test_what_a_search_says_of_threats_is_so() -> None:
    n_bluffs = 0
    for seed in range(30):
        case = random_case(Random(seed), coalesce=False, max_options=4, actors=(2, 3))
        for concept in ("gmr", "smr"):
            said = SaidBySearch(case, concept)
            with failing_as(f"seed {seed}"):
                said.run()
            n_bluffs += len(said.seen)
    assert n_bluffs > 5


def test_the_move_that_calls_a_bluff_may_end_in_an_equilibrium() -> None:
    """After f has moved to t nobody has a credible reason to move on: no improvement has to lead there."""
    case = graph("stu", f=("st", "t s u"), b=("tu", "t s u"))
    (section,) = [part for part in credibility_page(credibility(compile(case)), 9)[1:] if isinstance(part, Section)]
    assert section.items[-1].text == "If F calls the bluff, t (T) is an equilibrium under SEQ."
