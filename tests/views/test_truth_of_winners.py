"""Every sentence on who wins, read back and held against the reference; a sentence that cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial
from random import Random

from cases import random_case
from countermove.analysis.winners import winners
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.blocks import Table
from countermove.views.winners import winners_page
from reference_deals import DealModel
from sentences import MANY, STATE, STATES, Reader, Rule, drawn_cases, read_cases, texts_of

LABELS = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ", "sim": "SIM", "conflict-analysis": "FH"}
DOING = rf"{STATE}(?: \(.*?\))?"
KINDS = (("nash",), ("seq", "sseq"), ("gmr", "smr"), ("sim", "conflict-analysis"))
PLACE = r"(?:(?:in |among )?the (?:best|worst|top \d+ %|worst \d+ %|middle \(.*? % worse, .*? % better\))|all states are equally good)"
MET = r"((?:; .*)?)"
CHANGE = r"((?:, (?:better than|as good as|worse than) today)?)"


class SaidOfWinners(Reader[DealModel]):
    """What the page on who wins says of a case whose states are listed."""

    def __init__(self, case: Case) -> None:
        super().__init__(case, DealModel(case))
        concepts = [c for c in LABELS if not (case.is_graph and c in ("sim", "conflict-analysis"))]
        self.concepts = concepts
        self.held = {c: self.model.equilibria(c) for c in concepts}
        self.outcomes = self.in_order()
        self.free = {s for s in self.outcomes if not self.better(s)}

    def in_order(self) -> list[int]:
        """All equilibria, the best supported first."""
        reached = None
        if self.model.status_quo is not None:
            reached = self.model.reachable_from(self.model.status_quo)["improvements"]
        groups: dict[int, tuple[int, bool]] = {}
        for s in range(self.size):
            kinds = [k for k, ids in enumerate(KINDS) if any(s in self.held.get(c, ()) for c in ids)]
            if kinds:
                is_reached = reached is not None and s in reached
                groups[s] = (min(kinds) - (is_reached and min(kinds) == 0), not is_reached)
        worse = {s: any(self.model.pareto(s, t) for t in groups if groups[t] == groups[s]) for s in groups}
        return sorted(groups, key=lambda s: (groups[s], worse[s], s))

    def better(self, s: int) -> list[int]:
        """The other equilibria that are better than one for some actor and worse for none."""
        return [t for t in self.outcomes if self.model.pareto(s, t)]

    def run(self) -> None:
        page = winners_page(winners(compile(self.case)), 3)
        (_, head), *parts = texts_of(page)
        self.read_all(head, self.head_rules())
        assert bool(parts) == bool(self.outcomes)
        for title, texts in parts:
            self.seen: list[str] = []
            match title:
                case "The best supported equilibrium":
                    self.called(texts[0].removesuffix("."), self.outcomes[0])
                    self.read_all(texts[1:], [(rf"({MANY}): ({PLACE}){CHANGE}{MET}\.", self.fares)])
                    assert self.seen == list(dict.fromkeys(self.seen))
                    assert set(self.seen) == set(self.model.actors)
                case "The best equilibrium for each actor":
                    self.read_all(texts, self.best_rules())
                    assert sorted(self.seen) == sorted(self.model.actors)
                case "Better for some, worse for none":
                    self.read_all(texts, self.dominance_rules())
                case _:
                    self.read_all(texts, self.note_rules())
        for part in page:
            if isinstance(part, Table):
                self.table(part)

    # ---------------------------------------------------------------------------------------------- rules

    def head_rules(self) -> list[Rule]:
        labels = [LABELS[c] for c in self.concepts]
        some = f"at least one of {', '.join(labels[:-1])} and {labels[-1]}"
        return [
            (r"No state is an equilibrium under .*\.", lambda: self.equal(self.outcomes, [])),
            (rf"(\d+) (?:state is an equilibrium|states are equilibria) under {some}\.",
             lambda k: self.equal(int(k), len(self.outcomes))),
            (r"A place, such as the top 10 %, says where a state stands for an actor among all (\d+) states\.",
             lambda k: self.equal(int(k), self.size)),
        ]  # fmt: skip

    def best_rules(self) -> list[Rule]:
        lead = self.outcomes[0]
        return [
            (rf"({MANY}): none is better than ({STATE}) \(({PLACE})\)\.", self.none_better),
            (rf"({MANY}): (.*?), ({PLACE}); ({STATE}) is (slightly worse|{PLACE})\.", partial(self.hope, lead)),
        ]

    def dominance_rules(self) -> list[Rule]:
        lead, better = self.outcomes[0], self.better(self.outcomes[0])
        n, free = len(self.outcomes), self.free
        return [
            (rf"({DOING}) is better than ({STATE}) for (all \d+ actors|{MANY}), and worse for nobody\.", self.beats),
            (rf"({STATES}|\d+ other equilibria) (?:is|are) also better for some actor and worse for none\.",
             lambda which: self.some(which, better[1:])),
            (rf"No other equilibrium is better than ({STATE}) for some actor and worse for none\.",
             lambda which: (self.equal(self.state(which), lead), self.equal(better, []))),
            (rf"(\d+) of (\d+) equilibria (is|are) Pareto-undominated(?:: ({STATES}))?\.",
             lambda k, every, be, which: (self.equal([int(k), int(every), be == "is"], [len(free), n, len(free) == 1]),
                                          self.some(which, free) if which else self.equal(len(free) > 6, True))),
            (r"Pareto-undominated: no other equilibrium is better for some actor and worse for none\.", lambda: None),
            (r"It is the only equilibrium, so there is none to compare it with\.", lambda: self.equal(n, 1)),
        ]  # fmt: skip

    def note_rules(self) -> list[Rule]:
        return [
            (r"concepts: under how many of the (\d+) concepts asked the state is an equilibrium\.",
             lambda k: self.equal(int(k), len(self.concepts))),
            (r"Then its place for each actor among all (\d+) states\.", lambda k: self.equal(int(k), self.size)),
            (r"Pareto-better: equilibria that are better for some actor and worse for none\.", lambda: None),
            (r"(\d+) more equilibria; --limit shows them\.", lambda k: self.equal(int(k), len(self.outcomes) - 3)),
        ]  # fmt: skip

    # --------------------------------------------------------------------------------------------- checks

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    def some(self, text: str, expected: Iterable[int]) -> None:
        wanted = set(expected)
        if match := re.fullmatch(r"(\d+) other equilibria", text):
            assert int(match[1]) == len(wanted)
        else:
            self.states(text, wanted)

    def fares(self, who: str, place: str, change: str, met: str) -> None:
        lead = self.outcomes[0]
        for actor in self.who(who):
            self.seen.append(actor)
            self.place(place, actor, lead)
            self.changed(actor, lead, change)
            self.met(actor, lead, met)

    def changed(self, actor: str, s: int, text: str) -> None:
        now = self.model.status_quo
        if now is None:
            assert not text
            return
        difference = self.model.rank(actor, s) - self.model.rank(actor, now)
        words = "better than" if difference > 0 else "worse than" if difference < 0 else "as good as"
        assert text == f", {words} today"

    def met(self, actor: str, s: int, text: str) -> None:
        """How many statements hold in a state, and the first that does not."""
        entries = self.entries(actor)
        sizes = [len(entry.equally) if hasattr(entry, "equally") else self.size_of(entry) for entry in entries]
        counts = [self.share(actor, k, s) for k in range(len(entries))]
        met = [k for k in range(len(entries)) if counts[k] == sizes[k]]
        partly = [k for k in range(len(entries)) if 0 < counts[k] < sizes[k]]
        unmet = [k for k in range(len(entries)) if k not in met]
        first = f"{self.quoted(actor, entries[unmet[0]])} (statement {unmet[0] + 1})" if unmet else ""
        total = len(entries)
        if not entries:
            expected = [""]
        elif not unmet:
            expected = [
                {1: "; the one preference met", 2: "; both preferences met"}.get(total, f"; all {total} preferences met")
            ]
        elif total == 1:
            expected = [f"; the one preference {'met in part' if partly else 'missed'}: {first}"]
        else:
            word = "not fully met" if unmet[0] in partly else "missed"
            part = f", {len(partly)} in part" if partly else ""
            expected = [f"; {len(met) or 'none'} of {total} preferences met{part}, the first {word}: {first}"]
        assert text in expected

    @staticmethod
    def size_of(entry: object) -> int:
        return len(getattr(entry, "order_unknown", (entry,)))

    def none_better(self, who: str, state: str, place: str) -> None:
        lead = self.outcomes[0]
        assert self.state(state) == lead
        for actor in self.who(who):
            self.seen.append(actor)
            assert not [t for t in self.outcomes if self.model.rank(actor, t) > self.model.rank(actor, lead)]
            self.place(place, actor, lead)

    def hope(self, lead: int, who: str, which: str, place: str, state: str, own: str) -> None:
        assert self.state(state) == lead
        for actor in self.who(who):
            self.seen.append(actor)
            most = max(self.model.rank(actor, t) for t in self.outcomes)
            best = [t for t in self.outcomes if self.model.rank(actor, t) == most]
            assert lead not in best
            if match := re.fullmatch(r"(.*) and (\d+) others", which):
                self.called(match[1], best[0])
                assert int(match[2]) == len(best) - 1 > 5
            elif len(best) == 1:
                self.called(which, best[0])
            else:
                self.states(which, best)
            self.place(place, actor, best[0])
            # Where both have the same place in words, only that the one is worse is said.
            self.place(place if own == "slightly worse" else own, actor, lead)
            assert own != place

    def beats(self, which: str, than: str, who: str) -> None:
        lead, better = self.outcomes[0], self.better(self.outcomes[0])
        match = re.match(STATE, which)
        assert match
        assert self.state(match[0]) == better[0]
        assert self.state(than) == lead
        gaining = self.model.gainers(lead, better[0])
        if who.startswith("all "):
            assert len(gaining) == len(self.model.actors) == int(who.split()[1])
        else:
            self.some_of(who, gaining)

    def table(self, table: Table) -> None:
        for s, row in zip(self.outcomes, table.rows, strict=False):
            assert int(row[0]) == s + 1
            assert int(row[2]) == sum(s in held for held in self.held.values())
            for actor, cell in zip(self.model.actors, row[3:-1], strict=True):
                self.place(cell.replace("\u00a0", " "), actor, s)
            better = self.better(s)
            said = row[-1]
            if match := re.fullmatch(r"(\d+) states", said):
                assert int(match[1]) == len(better) > 6
            elif self.case.is_graph:
                ids = list(self.case.states or ())
                assert said == ", ".join(ids[t] for t in sorted(better))
            else:
                assert said == ", ".join(str(t + 1) for t in sorted(better))


class SaidBySearch(SaidOfWinners):
    """What the page says of a small case that is searched: the Nash equilibria, by their places in its table."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.answer = winners(searched_game(case))
        nash = self.model.equilibria("nash")
        self.outcomes = [self.model.state_of[state.key] for state in self.answer.outcomes]
        assert set(self.outcomes) == nash
        self.free = {s for s in self.outcomes if not self.better(s)}
        self.drawn = {self.model.state_of[code] for code in self.answer.drawn or ()}

    def run(self) -> None:
        (_, head), *parts = texts_of(winners_page(self.answer, 3))
        self.read_all(head, self.about_rules())
        for title, texts in parts:
            self.seen = []
            if title in ("Today", "The outcome", "Outcome 1, the best supported"):
                s = self.model.status_quo if title == "Today" else self.outcomes[0]
                assert s is not None
                self.done_in(texts[0].removesuffix("."), s)
                self.read_all(texts[1:], [(rf"({MANY}): (.*)\.", partial(self.stands, s))])
                assert sorted(self.seen) == sorted(self.model.actors)
            elif title == "Better for some, worse for none":
                self.read_all(texts, self.pareto_rules())
            elif title != "table":
                assert title == "The best outcome for each actor, of all Nash equilibria"
                self.read_all(texts, self.hope_rules())
                assert sorted(self.seen) == sorted(self.model.actors)
        for part in winners_page(self.answer, 3):
            if isinstance(part, Table):
                self.counts(part)

    def about_rules(self) -> list[Rule]:
        n = len(self.outcomes)
        return [
            (r"(\d+) (?:state is a Nash equilibrium|states are Nash equilibria): no mover gains by a move of its own\. There are no "
             r"others \(proved\)\.", lambda k: self.equal(int(k), n)),
            (r"There is no Nash equilibrium.*", lambda: self.equal(n, 0)),
            (r"The states of this case have no numbers; outcomes are numbered in the order of this page\.",
             lambda: self.equal(n > 1, True)),
            (r"The states of this case have no numbers; each is described by what is done in it\.", lambda: self.equal(n, 1)),
            (r"A place, such as the top 10 %, says where a state stands for an actor among all states\.", lambda: None),
            (r"Places are estimates from [\d,]+ states drawn at random, and may be off by \d percentage points?\.",
             lambda: self.equal(self.drawn, set(range(self.size)))),
        ]  # fmt: skip

    def hope_rules(self) -> list[Rule]:
        return [
            (rf"({MANY}): none is better than outcome 1\.", self.none_found),
            (
                rf"({MANY}): (outcomes? [\d, and]+(?:others)?)(?:; outcome 1 misses (.*) \(statement (\d+)\))?\.",
                self.best_found,
            ),
        ]

    def pareto_rules(self) -> list[Rule]:
        lead, better = self.outcomes[0], self.better(self.outcomes[0])
        first = better[0] if better else None
        return [
            (rf"Outcome (\d+) is better than outcome 1 for ({MANY}), and worse for nobody\.",
             lambda k, who: (self.equal(self.outcomes[int(k) - 1], first), self.some_of(who, self.model.gainers(lead, better[0])))),
            (r"It is as outcome 1, but (.*)\.", lambda words: self.differs(words, lead, better[0])),
            (r"(Outcomes? .*) (?:is|are) also better for some actor and worse for none\.",
             lambda which: self.numbered(which, better[1:])),
            (r"Of all Nash equilibria, none is better than outcome 1 for some actor and worse for none\.",
             lambda: self.equal(better, [])),
            (r"(\d+) of (\d+) outcomes (?:is|are) Pareto-undominated: (outcomes? .*)\.",
             lambda k, every, which: (self.equal([int(k), int(every)], [len(self.free), len(self.outcomes)]),
                                      self.numbered(which, self.free))),
            (r"Pareto-undominated: no other outcome found is better for some actor and worse for none\.", lambda: None),
        ]  # fmt: skip

    def numbered(self, text: str, expected: Iterable[int]) -> None:
        """Outcomes by their places are exactly these; the end may be counted."""
        wanted = set(expected)
        head, more = self.counted(text)
        found = [self.outcomes[int(k) - 1] for k in re.findall(r"\d+", head)]
        assert set(found) <= wanted
        assert len(set(found)) + more == len(wanted)

    def stands(self, s: int, who: str, words: str) -> None:
        is_today = s == self.model.status_quo
        for actor in self.who(who):
            self.seen.append(actor)
            ranks = [self.model.rank(actor, t) for t in range(self.size)]
            here = self.model.rank(actor, s)
            # What a phrase begins with is the place; it may have commas of its own.
            match = re.fullmatch(rf"(.*?){CHANGE}{MET}", words)
            assert match
            self.estimated(match[1], sum(r < here for r in ranks), sum(r > here for r in ranks))
            if not is_today:
                self.changed(actor, s, match[2])
            self.met(actor, s, match[3])

    def estimated(self, text: str, worse: int, better: int) -> None:
        assert (text == "all states drawn are equally good") == (not worse and not better)
        if not worse and not better:
            return
        if text in ("no state drawn is better", "no state drawn is worse"):
            assert not (better if "better" in text else worse)
            return
        assert re.fullmatch(
            r"about the (?:top|worst) \d+(?: to \d+)? %|about the middle"
            r"|from about the (?:worst \d+ %|middle|top \d+ %) to about the (?:worst \d+ %|middle|top \d+ %)", text)  # fmt: skip
        # The share of states that are at most as good, from the worst to the best; estimates may miss it by a few points.
        spots = [self.spot(cell) for cell in re.findall(r"(?:top|worst) \d+(?: to \d+)? %|middle", text)]
        low, high = min(a for a, _ in spots), max(b for _, b in spots)
        shares = (worse / self.size, 1 - better / self.size)
        assert any(low - 0.06 <= share <= high + 0.06 for share in shares), (text, shares)

    @staticmethod
    def spot(cell: str) -> tuple[float, float]:
        figures = [int(k) / 100 for k in re.findall(r"\d+", cell)]
        if cell.startswith("top"):
            return 1 - max(figures), 1 - min(figures)
        return (min(figures), max(figures)) if figures else (0.3, 0.7)

    def none_found(self, who: str) -> None:
        for actor in self.who(who):
            self.seen.append(actor)
            assert all(self.model.rank(actor, t) <= self.model.rank(actor, self.outcomes[0]) for t in self.outcomes)

    def best_found(self, who: str, which: str, statement: str | None, position: str | None) -> None:
        for actor in self.who(who):
            self.seen.append(actor)
            most = max(self.model.rank(actor, t) for t in self.outcomes)
            best = [t for t in self.outcomes if self.model.rank(actor, t) == most]
            assert self.outcomes[0] not in best
            self.numbered(which, best)
            if position is not None:
                k = int(position) - 1
                assert statement == self.quoted(actor, self.entries(actor)[k])
                assert self.share(actor, k, self.outcomes[0]) < self.share(actor, k, best[0])
                assert all(self.share(actor, j, self.outcomes[0]) == self.share(actor, j, best[0]) for j in range(k))
            else:
                assert not self.entries(actor)

    def differs(self, text: str, s: int, t: int) -> None:
        """How a state differs from another: ``Ann: "Go" and not "Arm"; Bob: "Go"``."""
        said = {}
        for part in text.split("; "):
            owners, _, names = part.partition(": ")
            for owner in self.who(owners):
                said[owner] = {name: not no for no, name in re.findall(r'(not )?"([^"]*)"', names)}
        for owner in [*self.case.actors, *self.case.bodies]:
            changes = self.change(owner, s, t)
            names = {self.case.option_rows[k].name: value for k, value in changes.items()}
            assert said.get(owner, {}) == names

    def counts(self, table: Table) -> None:
        for s, row in zip(self.outcomes, table.rows, strict=False):
            now = self.model.status_quo
            assert self.outcomes[int(row[0]) - 1] == s
            if now is not None:
                assert row[2:4] == (str(len(self.model.gainers(now, s))), str(len(self.model.losers(now, s))))
            assert row[-1] == ", ".join(str(self.outcomes.index(t) + 1) for t in self.better(s)[:6])


def test_what_is_said_of_who_wins_is_so() -> None:
    read_cases(drawn_cases(range(60), max_options=4), lambda case: SaidOfWinners(case).run())


def test_what_a_search_says_of_who_wins_is_so() -> None:
    cases = ((seed, random_case(Random(seed), coalesce=False, max_options=4)) for seed in range(20))
    read_cases(cases, lambda case: SaidBySearch(case).run())
