"""Every sentence about how a searched case may evolve, read back and held against the reference."""

from __future__ import annotations

import re
from random import Random
from typing import Any

from cases import random_case, random_statement
from countermove.analysis.evolution.evolution import paths
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.views.evolution import evolution_page
from preference_sentences import PreferenceReader
from reference_deals import DealModel
from reference_paths import chances
from sentences import Rule, failing_as, number, sentences, wilson
from views.path_sentences import PERCENT, WALK, PathsReader


class SearchedReader(PathsReader):
    """What is said of a case as if its states were too many to list: outcomes have places, and walks are sampled."""

    def __init__(self, case: Case, where: str | None) -> None:
        PreferenceReader.__init__(self, case, DealModel(case))
        assert self.model.status_quo is not None
        self.start, self.to, self.where, self.concepts = self.model.status_quo, None, where, ("nash",)
        self.answer = paths(searched_game(case), where=where)
        self.page = evolution_page(self.answer, 100)
        self.route, self.steps, self.done, self.n_routes = ("", self.start), [], [], 0
        self.code = int(min(self.model.states[self.start], key=int))

    def check(self) -> None:
        tables = self.tables(self.page)
        self.order = self.outcomes(tables[0]) if tables else []
        checks = {
            "From the status quo": self.check_now, "Shortest paths": self.check_paths,
            "What can be reached": self.check_reach, "Who can begin": self.check_begin,
            "Where random improvements end": self.check_ends, "What happened": lambda _: None,
        }  # fmt: skip
        for section in self.sections(self.page):
            checks[section.title](self.texts(section))

    def outcomes(self, table: Any) -> list[int]:
        """The states of the rows, each an outcome, with their lengths and numbers of paths."""
        outcomes: list[int] = []
        for place, row in enumerate(table.rows):
            assert row[0] == str(place + 1)
            code = self.taken(row[1], self.model.states[outcomes[0]] if outcomes else frozenset())
            outcomes.append(self.model.state_of[code])
            assert outcomes[-1] in self.wanted
            for by, (length, count) in zip(("improvements", "moves"), (row[2:4], row[4:6]), strict=True):
                ways = self.shortest[by].get(outcomes[-1])
                if self.where is None or (length, count) != ("", ""):
                    assert (length, count) == (("-", "") if ways is None else (str(len(next(iter(ways)))), f"{len(ways):,}"))
        assert self.where is not None or set(outcomes) == self.wanted
        return outcomes

    def taken(self, text: str, first: frozenset[Any]) -> int:
        """A combination by the options taken, or by what it takes besides another and what not."""
        names = {row.full: row.index for row in self.case.option_rows}
        if not text.startswith("as the first, but "):
            return sum(1 << names[name] for name in text.split(", ")) if text != "nothing" else 0
        code = int(min(first, key=int))
        for sign, name in re.findall(r"([+-])(\S+)", text.removeprefix("as the first, but ")):
            assert bool(code >> names[name] & 1) == (sign == "-")
            code ^= 1 << names[name]
        return code

    def numbers(self, text: str) -> list[int]:
        """Outcomes by their places, or a state by how it differs from that of today."""
        if text in ("that state", "this state itself"):
            return list(self.targets) if text == "that state" else [self.start]
        if other := re.fullmatch(r"the state that is as today, but (.+)", text):
            return [self.model.state_of[self.differing(other[1], self.code)]]
        assert re.fullmatch(r"outcomes? \d+(?:, \d+)*(?: (?:and|or) \d+)?", text), text
        return [self.order[int(place) - 1] for place in re.findall(r"\d+", text)]

    def check_now(self, items: list[tuple[int, str, str]]) -> None:
        self.done_in(items[0][2].removesuffix("."), self.start)
        count = len(self.model.equilibria("nash"))
        for _, _, text in items[1:]:
            assert text == (
                f"{count:,} state{'s are Nash equilibria' if count != 1 else ' is a Nash equilibrium'}: no mover gains by a move "
                "of its own. There are no others (proved). Outcomes are numbered in the order of solve."
                if count
                else "No state is a Nash equilibrium (proved): each state has an improvement for some mover."
            )

    def path_rules(self) -> list[Rule]:
        return [
            *super().path_rules(),
            (r"No (improvements|moves) lead from here to (.+); this is proved\.", self.none_lead),
            (r"([\d,]+) more states? (?:is|are) as near by (improvements|moves)\.", self.as_near),
        ]

    def none_lead(self, by: str, names: str) -> None:
        ways = self.reached[by]
        if names == "a state in which the statement is true":
            assert not ways & self.wanted
        else:
            self.states(names, self.wanted - ways, "or")

    def as_near(self, count: str, by: str) -> None:
        near = {t: len(next(iter(ways))) for t, ways in self.shortest[by].items() if t in self.wanted}
        assert sum(length == min(near.values()) for length in near.values()) == number(count) + 1

    def check_paths(self, items: list[tuple[int, str, str]]) -> None:
        for depth, mark, text in items:
            if depth and re.fullmatch(r"\d+\.", mark):
                self.step(int(mark[:-1]), text.removesuffix("."))
            else:
                self.finish()
                self.read(text, [*self.path_rules(), *self.more_rules()])
        self.finish()

    def step(self, place: int, text: str) -> None:
        """Steps that do the same one after another stand in one sentence."""
        if place == 1:
            self.finish()
        together = re.fullmatch(r"One after another, (.+?) (choose|drop|adopt|revoke) (.+)", text)
        movers = self.who(together[1], "and") if together else [self.ids[text.split()[0]]]
        words = f"{together[2]}s {together[3]}" if together else text.partition(" ")[2]
        for mover in movers:
            before = self.steps[-1][2] if self.steps else self.start
            code = int(min(self.model.states[before], key=int))
            for verb, names in re.findall(r'(\w+) ((?:"[^"]*"(?:, | and (?="))?)+)', words):
                assert verb in (("adopts", "revokes") if self.model.is_body(mover) else ("chooses", "drops"))
                for name in re.findall(r'"([^"]*)"', names):
                    bit = 1 << self.rows[mover, name]
                    assert bool(code & bit) == (verb in ("drops", "revokes"))
                    code ^= bit
            self.steps.append((mover, before, self.model.state_of[code]))

    def end_route(self) -> None:
        self.route = ("", self.start)

    def route_is(self, name: str, *rest: Any) -> None:
        if self.where is not None and name != "this state itself":
            assert self.state(name) in self.wanted
        super().route_is(name, *rest)

    def check_reach(self, items: list[tuple[int, str, str]]) -> None:
        for _, _, text in items:
            for one in re.split(r"(?<=proved\.) ", text):
                self.read(one, self.reach_rules())

    def reach_rules(self) -> list[Rule]:
        return [
            (r"By (?:any )?(improvements|moves): this state only\.", lambda by: self.count_is(by, "1")),
            (r"By (?:any )?(improvements|moves): ([\d,]+) states, this one included\.", self.count_is),
            (r"No (improvements|moves) from here ever change these options: (.+)\. This is proved\.", self.fixed),
        ]

    def count_is(self, by: str, count: str) -> None:
        assert len(self.reached[by]) == number(count)

    def fixed(self, by: str, text: str) -> None:
        for owners, names in re.findall(r'(\w[^:";]*): ((?:[^";]|"[^"]*")+)', text):
            for owner in self.who(owners, "and"):
                for name in re.findall(r'"([^"]*)"', names):
                    bits = {int(raw) >> self.rows[owner, name] & 1 for s in self.reached[by] for raw in self.model.states[s]}
                    assert len(bits) == 1, (by, owner, name)

    def begin_rules(self) -> list[Rule]:
        lead = r"(?:can lead to (.+)|lead to (none of these outcomes|no such state))"
        return [
            (r"Nobody has an improvement here\.", lambda: self.nothing(self.openings)),
            (r"(?!Only )(.+) can begin with an improvement"
             r"(?:, but improvements lead to (?:none of these outcomes|no such state))?\.",
             self.nobody_leads),
            (r"Only (\w+) can begin with an improvement\.", lambda who: self.some_of(who, self.openings, "and")),
            (rf"From there, improvements {lead}\.", self.from_there),
            (rf"Whichever of (.+) begins, improvements {lead}\.", self.whichever),
            (rf"If (?:one of )?(.+?) begins, improvements {lead}\.", self.some_lead),
        ]  # fmt: skip

    def check_begin(self, items: list[tuple[int, str, str]]) -> None:
        for _, _, text in items:
            for one in sentences(text):
                self.read(one, self.begin_rules())

    def nobody_leads(self, who: str) -> None:
        self.some_of(who, self.openings, "and")
        assert not any(self.openings.values())

    def leads_to(self, mover: str, names: str | None) -> None:
        if not names:
            assert not self.openings[mover]
        elif many := re.fullmatch(r"(\d+) of these states", names):
            assert len(self.openings[mover]) >= int(many[1])
        else:
            self.states(names, self.openings[mover], "and")

    def from_there(self, names: str | None, none: str | None) -> None:
        (mover,) = self.openings
        self.leads_to(mover, names)

    def whichever(self, who: str, names: str | None, none: str | None) -> None:
        self.some_of(who, self.openings, "and")
        for mover in self.openings:
            self.leads_to(mover, names)

    def some_lead(self, who: str, names: str | None, none: str | None) -> None:
        for mover in self.who(who, "and"):
            self.leads_to(mover, names)

    def check_ends(self, items: list[tuple[int, str, str]]) -> None:
        self.chances = chances(self.model, self.start)
        self.named = []
        texts = [text for _, _, text in items]
        if texts == ["Random improvement walks stay here: nobody has an improvement."]:
            assert not self.openings
            return
        for text in texts:
            self.read(text, self.sample_rules())

    def sample_rules(self) -> list[Rule]:
        sample = r"(?:(All)|" + PERCENT + r") of them \(95 % interval: (.+)\) ended in (.+)\."
        return [
            (re.escape(WALK), lambda: None),
            (r"([\d,]+) such walks were drawn at random\.", self.drawn),
            (sample, self.sampled),
            (r"Walks (also )?ended in ([\d,]+) (?:other|different) states?, at most ([\d,]+) times?(?: each)?\.", self.rare),
            (rf"{PERCENT} of walks had not ended after 500 moves, or when time ran out\.", self.unended),
            (r"The walks that ended took ([\d.]+) moves on average\.", lambda moves: self.same(float(moves) > 0)),
        ]

    @staticmethod
    def same(is_so: bool) -> None:
        assert is_so

    def drawn(self, walks: str) -> None:
        self.walks = number(walks)

    def sampled(self, all_: str | None, share: str | None, interval: str, name: str) -> None:
        """A share of walks may miss the chance, but not by more than chance allows: five standard errors."""
        state = frozenset([self.state(name)])
        chance = float(self.chances[state])
        said = 1.0 if all_ else int((share or "").split()[-2]) / 100
        assert abs(chance - said) <= 5 * (chance * (1 - chance) / self.walks) ** 0.5 + 0.005
        ends = [float(end) / 100 for end in re.findall(r"[\d.]+", interval)]
        low, high = wilson(round(said * self.walks), self.walks)
        assert all(min(abs(end - low), abs(end - high)) < 0.011 for end in ends), interval
        self.named.append(state)

    def rare(self, also: str | None, states: str, most: str) -> None:
        assert bool(also) == bool(self.named)
        assert number(states) <= sum(len(end) == 1 for end in self.chances if end not in self.named)

    def unended(self, share: str) -> None:
        assert any(len(end) > 1 for end in self.chances)


def one_searched(seed: int) -> set[str]:
    """What is said of one random case that is searched."""
    rng = Random(seed)
    case = random_case(rng, max_options=4, actors=(1, 3), coalesce=False)
    if case.status_quo is None:
        return set()
    where = random_statement(rng, [row.full for row in case.option_rows]) if seed % 4 == 1 else None
    with failing_as(f"seed {seed}"):
        reader = SearchedReader(case, where)
        reader.check()
    return reader.used


def test_what_is_said_of_random_searched_cases_is_so() -> None:
    for seed in range(16):
        one_searched(seed)
