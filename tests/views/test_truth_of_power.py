"""Every sentence about power and decisions, read back and held against the reference; what cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

from cases import labelled, random_case
from countermove.analysis.power.power import power
from countermove.game.compile import compile
from countermove.model.case import Case, OptionRow
from countermove.text.rules import rule_items
from countermove.views.power import power_page
from preference_sentences import PreferenceReader
from reference import AGAINST, FOR, NEITHER, Model, line_values
from reference_deals import DealModel
from reference_power import players, reference_power
from sentences import Rule, failing_as, number, sentences

MOST_NAMES = 8


class PowerReader(PreferenceReader[DealModel]):
    """What is said of the power in a body, and of its decisions at some states."""

    def __init__(
        self, case: Case, body: str, states: Sequence[int], option: OptionRow | None = None, **drawing: int
    ) -> None:
        super().__init__(case, DealModel(case))
        self.body, self.option, self.asked = body, option, list(states)
        game = compile(case)
        self.answer = power(game, body, option and option.id, states=[game.at(s) for s in states], **drawing)
        self.page = power_page(self.answer, None)
        rule = case.bodies[body].decides if option is None else self.model.rule_of(body, option.index)
        assert rule is not None
        self.rule, self.names = rule, players(self.model, body, rule)
        self.power = reference_power(self.model, body, rule, in_orders=len(self.names) < 8)

    def check(self) -> None:
        first, *decided = self.sections(self.page)
        assert first.title == f"Power in {self.case.label(self.body)}{f': {self.option.name}' if self.option else ''}"
        rule = [item.text for item in rule_items(self.rule, self.case.bodies[self.body].members, self.case.label, most=8)]
        texts = [text for _, mark, text in self.texts(first) if not mark]
        assert [item.text for item in first.items if item.mark] == rule
        assert texts.pop(0) == "Rule:"
        for text in texts:
            for one in self.split(text):
                self.read(one, self.rules())
        assert any("has a veto" in t or "Veto holder" in t or "Only the vote" in t for t in texts)
        assert any("never decide" in t for t in texts) == bool(self.certain_dummies())
        # Whose rule it is said to be is whose it is: an option's own rule is pointed out only beside that of the body.
        assert any("rule of its own" in t or "rules of their own" in t for t in texts) == bool(self.others())
        assert [self.at(section.title) for section in decided] == self.asked
        for section in decided:
            self.check_decisions(self.at(section.title), self.texts(section))
        (table,) = self.tables(self.page)
        self.check_table(table)

    @staticmethod
    def split(text: str) -> list[str]:
        return sentences(text)

    def at(self, title: str) -> int:
        match = re.fullmatch(r"At (.+?)( \(the status quo\))?", title)
        assert match
        state = self.state(match[1])
        assert bool(match[2]) == (state == self.model.status_quo)
        return state

    # ------------------------------------------------------------------------------------------- the body

    def rules(self) -> list[Rule]:
        return [
            (r"There (?:is|are) (\d+) voters?\.", lambda n: self.same(int(n), len(self.names))),
            (r"If each is for or against, the change passes in (.+) of all cases(?: \(([\d,]+) of ([\d,]+)\))?\.", self.passes_in),
            (r"Only the vote of (\w+) counts\.", lambda who: self.same(set(self.who(who, "and")), self.power.dictators)),
            (r"Veto holders?: (.+)\.", lambda who: self.veto_holders(who)),
            (r"No voter has a veto\.", lambda: self.same(self.power.vetoes, set())),
            (r"Th(?:is vote|ese votes) never decides?: (.+)\.", lambda who: self.some_of(who, self.certain_dummies(), "and")),
            (r"Minimal (winning|blocking) coalitions?: (\d+)\.", lambda kind, n: self.same(int(n), len(self.minimal(kind)))),
            (r"Minimal (winning|blocking) coalitions?: (.+)\.", self.coalitions),
            (r"Th(?:is option has a rule|ese options have rules) of (?:its|their) own, which (?:is|are) not counted here: (.+)\.",
             self.own_rules),
        ]  # fmt: skip

    def certain_dummies(self) -> set[str]:
        """Those who can be said never to decide."""
        return self.power.dummies

    @staticmethod
    def same(said: object, computed: object) -> None:
        assert said == computed, (said, computed)

    def passes_in(self, share: str, count: str | None, total: str | None) -> None:
        act = self.power.power_to_act
        assert abs(float(share.removesuffix(" %")) - 100 * act) <= 0.005 * 100 * act + 1e-9
        assert (share == "100 %") == (act == 1)
        if count and total:
            assert Fraction(number(count), number(total)) == act
            assert number(count) == self.power.winning

    def veto_holders(self, text: str) -> None:
        self.same(set(self.who(text, "and")), self.power.vetoes)
        assert not self.power.dictators

    def minimal(self, kind: str) -> Any:
        return self.power.minimal_winning if kind == "winning" else self.power.minimal_blocking

    def coalitions(self, kind: str, text: str) -> None:
        self.same({frozenset(self.who(part, "and")) for part in text.split("; ")}, self.minimal(kind))

    def others(self) -> set[tuple[str, str]]:
        """The options of the body that another rule decides; of these only who asks for the body's own rule hears."""
        rows = [row for row in self.case.option_rows if row.owner == self.body and self.option is None]
        return {(row.name, row.id) for row in rows if self.model.rule_of(self.body, row.index) != self.rule}

    def own_rules(self, text: str) -> None:
        self.same(set(re.findall(r'"([^"]*)" \(--option (\w+)\)', text)), self.others())

    def check_table(self, table: Any) -> None:
        figures = [self.power.shapley_shubik, self.power.banzhaf, self.power.banzhaf_absolute, self.power.prevent,
                   self.power.initiate]  # fmt: skip
        assert sorted(row[0] for row in table.rows) == sorted(map(self.case.label, self.names))
        for row in table.rows:
            for cell, values in zip(row[1:], figures, strict=True):
                value = values[self.ids[row[0]]]
                assert (cell == "0") == (value == 0)
                assert (cell == "1") == (value == 1)
                assert abs(float(cell.strip("<> ")) - value) <= 0.0001

    # ------------------------------------------------------------------------------------------- decisions

    def check_decisions(self, s: int, items: list[tuple[int, str, str]]) -> None:
        rows = [row for row in self.case.option_rows if row.owner == self.body and self.option in (None, row)]
        heads = [text for depth, _, text in items if not depth]
        assert len(heads) == len(rows)
        self.here = s
        for depth, _, text in items:
            if depth == 0:
                self.read(text, self.head_rules())
            elif depth == 1 and text.startswith("To win them over"):
                self.priced = False
            elif depth == 2:
                self.price(text)
            elif text:
                for one in sentences(text):
                    self.read(one, self.turning_rules())

    def head_rules(self) -> list[Rule]:
        return [
            (r"(\w+): this state leaves it open\.", self.open),
            (r"(\w+): (not possible here|taken, and cannot be dropped)\.", self.no_move),
            (r'(Taking|Dropping) "(\w+)"(?: together with (.+?))? \(([^()]+)\) would (pass|fail)((?:; \w+: [^;]+)*)\.', self.decision),
        ]  # fmt: skip

    def values(self, name: str) -> set[int]:
        return {int(raw) >> self.rows[self.body, name] & 1 for raw in self.model.states[self.here]}

    def open(self, name: str) -> None:
        assert self.values(name) == {0, 1}

    def no_move(self, name: str, what: str) -> None:
        option = self.rows[self.body, name]
        assert not any(option in move.changed for move in self.model.moves(self.body, self.here))
        assert self.values(name) == {int(what != "not possible here")}

    def decision(self, verb: str, name: str, along: str | None, after: str, verdict: str, votes: str) -> None:
        option, others = self.rows[self.body, name], re.findall(r'"([^"]*)"', along or "")
        self.changed_options = frozenset([option, *(self.rows[self.body, other] for other in others)])
        self.after = self.inside(after)
        assert self.values(name) == {int(verb == "Dropping")}
        moves = [move for move in self.model.moves(self.body, self.here) if option in move.changed]
        assert min(len(move.changed) for move in moves) == len(self.changed_options)
        assert any(move.changed == self.changed_options and move.target == self.after for move in moves)
        self.stances = dict(self.model.preferences(self.here, self.after))
        rules = [self.model.rule_of(self.body, k) for k in self.changed_options]
        # Of a rule that names one actor no other member has a say.
        self.voters = set().union(*(self.model.players(rule, self.body) for rule in rules))
        said = {part.partition(": ")[0]: set(self.who(part.partition(": ")[2], "and")) for part in votes.split("; ") if part}
        for side, stance in (("for", FOR), ("against", AGAINST), ("indifferent", NEITHER)):
            assert said.get(side, set()) == {a for a in self.voters if self.stances[a] == stance}, (side, votes)
        assert (verdict == "pass") == self.passes({})

    def passes(self, changes: dict[str, int]) -> bool:
        return self.model.all_pass(self.body, self.changed_options, {**self.stances, **changes})

    def turning_rules(self) -> list[Rule]:
        deed = r"(stood aside|were for it)"
        return [
            (r"(?:This one|Each of these) could stop it alone: (.+)\.", self.could_stop),
            (r"No single voter could stop it\.", lambda: self.same(self.pivotal(), set())),
            (r"It would pass only if more than (\d+) changed their minds\.", self.more_than),
            (r"It would pass( only)? if all (\d+) who are against it (stood aside|were for it instead)\.", self.all_against),
            (r"It would pass( only)? if (.+?) (?:both|all) stood aside\.", lambda only, who: self.group(only, who, NEITHER)),
            (r"It would pass( only)? if (.+?) were (?:both|all) for it\.", lambda only, who: self.group(only, who, FOR)),
            (rf"It would pass if (\d+) (?:more|of those against) {deed}(?:, such as (.+))?\.", self.some_more),
            (rf"It would pass if (.+?) {deed}\.", self.any_one),
        ]  # fmt: skip

    def pivotal(self) -> set[str]:
        """Those of whom some other stance would end it."""
        return {a for a in self.voters if any(not self.passes({a: stance}) for stance in (FOR, AGAINST, NEITHER))}

    def could_stop(self, text: str) -> None:
        self.same(set(self.who(text, "and")), self.pivotal())

    def is_least(self, size: int) -> None:
        """No smaller group is enough, whatever its members' stances."""
        others = [a for a in self.voters if self.stances[a] != FOR]
        for k in range(size):
            assert not any(self.passes(dict.fromkeys(group, FOR)) for group in combinations(others, k))

    def any_one(self, names: str, deed: str) -> None:
        stance = NEITHER if deed == "stood aside" else FOR
        openers = {a for a in self.voters if self.stances[a] != FOR and self.passes({a: FOR})}
        self.some_of(names, openers, "or")
        assert all(self.passes({a: stance}) for a in openers)

    def group(self, only: str | None, names: str, stance: int) -> None:
        who = self.who(names, "and")
        assert self.passes(dict.fromkeys(who, stance))
        self.is_least(len(who))
        self.only_if(bool(only), who)

    def all_against(self, only: str | None, count: str, deed: str) -> None:
        against = [a for a in self.voters if self.stances[a] == AGAINST]
        assert len(against) == int(count)
        assert self.passes(dict.fromkeys(against, NEITHER if deed == "stood aside" else FOR))
        self.only_if(bool(only), against)

    def only_if(self, is_said: bool, who: Sequence[str]) -> None:
        """That it would pass only with these: they are all who are against it, and whatever the others do each stops it."""
        others = dict.fromkeys(self.voters, FOR)
        is_needed = not any(self.passes({**others, a: AGAINST}) for a in who)
        assert is_said == (is_needed and set(who) == {a for a in self.voters if self.stances[a] == AGAINST})

    def some_more(self, count: str, deed: str, example: str | None) -> None:
        self.is_least(int(count))
        stance = NEITHER if deed == "stood aside" else FOR
        others = [a for a in self.voters if self.stances[a] != FOR]
        assert any(self.passes(dict.fromkeys(group, stance)) for group in combinations(others, int(count)))
        if example:
            assert self.passes(dict.fromkeys(self.who(example, "and"), stance))

    def more_than(self, count: str) -> None:
        self.is_least(int(count) + 1)

    def price(self, text: str) -> None:
        """Each statement that is named would suffer for each of those who are named with it."""
        match = re.fullmatch(r"for ([\w, ]+): (.+)", text)
        assert match, text
        for actor in self.who(match[1], "and"):
            assert self.stances[actor] == AGAINST
            for words, place in re.findall(r"(.+?) \(statement (\d+)\)(?:, | and |$)", match[2]):
                entry = (self.case.actors[actor].prefers or ())[int(place) - 1]
                assert self.is_entry(words, entry, actor), words
                counts = [self.count(actor, int(place) - 1, s) for s in (self.here, self.after)]
                assert counts[1] < counts[0]

    def count(self, actor: str, place: int, s: int) -> int:
        return line_values(self.case, actor, int(min(self.model.states[s], key=int)))[place]


def one(seed: int) -> set[str]:
    """What is said of a body of one random case."""
    rng = Random(seed)
    case = random_case(rng, max_options=5, actors=(2, 4))
    case = labelled(rng, case) if seed % 4 == 1 else case
    bodies = [id_ for id_, body in case.bodies.items() if body.decides is not None]
    used: set[str] = set()
    for body in bodies[:2]:
        states = range(len(Model(case).states)) if case.bodies[body].options else ()
        with failing_as(f"seed {seed}, {body}"):
            reader = PowerReader(case, body, rng.sample(list(states), min(3, len(states))))
            reader.check()
        used |= reader.used
        for row in case.option_rows:
            if row.owner == body:
                with failing_as(f"seed {seed}, {row.full}"):
                    PowerReader(case, body, rng.sample(list(states), min(2, len(states))), row).check()
    return used


def test_what_is_said_of_random_bodies_is_so() -> None:
    for seed in range(60):
        one(seed)
