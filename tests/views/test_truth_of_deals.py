"""Every sentence on deals, read back and held against the reference; a sentence that cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from random import Random

from cases import graph, random_case
from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.record import Deals
from countermove.game.game import Game
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.blocks import Section, Table
from countermove.views.deals import deals_page
from deal_cases import asked
from reference_deals import DealModel
from sentences import DEEDS, MANY, MOVE, STATE, STATES, Reader, Rule, failing_as, texts_of

TODAY = rf"(today|{STATE})"
UNANSWERED = ", and nobody has an interest in an answer that would take that gain away"
ANSWERED = "; the others would answer that in their own interest"
KEPT = rf"(What keeps it: |What could break it: )?(\w+) would rather (.*?)({UNANSWERED}|{ANSWERED})\."


class SaidOfDeals(Reader[DealModel]):
    """What the page on deals says of one state."""

    def __init__(self, case: Case, model: DealModel, game: Game, s: int, limit: int = 3) -> None:
        super().__init__(case, model)
        self.s, self.game, self.limit = s, game, limit
        self.answer: Deals = deals(game, self.start())
        self.is_today = s == model.status_quo
        self.order = model.in_order(s)
        others = [d for d in range(self.size) if d != s]
        alone = model.reach(s, model.movers, True)
        self.alone = {d for d in others if (model.for_all(s, d) or model.holders(s, d)) and d in alone}
        self.few = {d for d in others if model.for_all(s, d) and len(model.gainers(s, d)) < 2} - alone
        self.out = {d for d in others if model.pareto(s, d) and not model.for_all(s, d)}
        self.d = -1

    def start(self) -> object:
        return self.game.at(self.s)

    def run(self) -> None:
        page = deals_page(self.answer, self.limit)
        (_, head), *parts = texts_of(page)
        self.read_all(head, self.head_rules())
        told = [title for title, _ in parts if title.startswith("Deal ")]
        assert len(told) == min(3, len(self.order))
        for title, texts in parts:
            if title.startswith("Deal "):
                self.deal(title, texts)
            elif title == "Paths with deals":
                self.paths(texts)
            elif title == "The fallback":
                self.read_all(texts, self.fallback_rules())
            else:
                assert title == "table"
                self.read_all(texts, self.note_rules())
        for part in page:
            if isinstance(part, Table):
                self.table(part)

    # --------------------------------------------------------------------------------------------- the head

    def head_rules(self) -> list[Rule]:
        n = len(self.order)
        more = "more " if n else ""
        return [
            (rf"The deals here replace (today, )?({STATE})(?:: (.*))?\.", self.replaced),
            (r"There (?:is 1 deal|are (\d+) deals): (.*?)\. (.*)", self.counted_deals),
            (rf"There is no deal instead of {TODAY}: no actors can together reach a state that each of them prefers\.",
             lambda at: (self.at(at), self.equal(n, 0), self.no_holders(), self.equal(self.alone, set()))),
            (rf"There is no deal instead of {TODAY}: whatever actors would agree on, single improvements reach as well\.",
             lambda at: (self.at(at), self.equal(n, 0), self.equal(bool(self.alone), True))),
            (rf"There is no deal instead of {TODAY}: (\d+) states? would be better for some and worse for none, but no moves of all "
             r"actors together lead there\.", lambda at, k: (self.at(at), self.equal([n, int(k)], [0, len(self.out)]))),
            (rf"(\d+) {more}states? (?:is|are) left out: single improvements lead there, so nobody needs a deal for (?:it|them)\.",
             lambda k: self.equal(int(k), len(self.alone))),
            (rf"(\d+) {more}states? (?:is|are) left out: nobody loses there, but only one actor gains\.",
             lambda k: self.equal(int(k), len(self.few))),
            (r"(\d+) more states? (?:is|are) better for some and worse for none, but no moves of all actors together lead there\.",
             lambda k: (self.equal(int(k), len(self.out)), self.equal(n > 0, True))),
        ]  # fmt: skip

    def at(self, text: str) -> None:
        assert (text == "today") == self.is_today
        assert text == "today" or self.state(text) == self.s

    def replaced(self, today: str | None, state: str, doing: str | None) -> None:
        assert bool(today) == self.is_today
        assert self.state(state) == self.s
        assert (doing is None) == self.case.is_graph
        if doing is not None:
            self.done_in(doing, self.s)

    def no_holders(self) -> None:
        assert not any(self.model.holders(self.s, d) for d in range(self.size))

    def counted_deals(self, count: str | None, losing: str, keeping: str) -> None:
        n = len(self.order)
        kinds = [self.model.kind(self.s, d) for d in self.order]
        for_all, kept = sum(k in (0, 1) for k in kinds), sum(k in (0, 2) for k in kinds)
        assert int(count or 1) == n
        if for_all == n:
            assert losing == ("nobody loses by it" if n == 1 else "nobody loses by any of them")
        elif not for_all:
            assert losing == ("somebody loses by it" if n == 1 else "somebody loses by each of them")
        else:
            assert losing == f"nobody loses by {for_all} of them, somebody by each of the other {n - for_all}"
        if n == 1:
            assert keeping.startswith("It is self-enforcing" if kept else "It is not self-enforcing")
        else:
            assert keeping.startswith(f"{kept} {'is' if kept == 1 else 'are'} self-enforcing" if kept else "None is")

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    # --------------------------------------------------------------------------------------------- one deal

    def deal(self, title: str, texts: Sequence[str]) -> None:
        match = re.fullmatch(rf"Deal (\d+)(?:, ({STATE}))?: (nobody loses by it|worse for (.*))", title)
        assert match, title
        self.d = self.named_deal(int(match[1]), match[2], texts[0])
        losers = self.model.losers(self.s, self.d)
        assert (match[3] == "nobody loses by it") == (not losers)
        self.some_of(match[4], losers)
        self.here, self.steps, self.stakes = self.s, list[tuple[str, int, int]](), set[str]()
        self.tempted, self.is_first = list[str](), True
        self.read_all(texts[1:], self.deal_rules())
        contract = self.model.contract(self.model.signers(self.s, self.d), self.s, self.d)
        assert contract is not None
        self.check_contract(contract.steps)
        assert self.stakes == set(self.model.actors)
        assert sorted(self.tempted) == sorted(self.model.tempted(self.d))
        is_free = not any(contract.trusts)
        said = "\n".join(texts)
        assert ("No step leaves the actor who takes it worse off" in said) == is_free
        members = self.model.signers(self.s, self.d)
        leaving = self.model.leaving_groups(members, self.d)
        assert ("No group of those who agree would leave it together." in said) == (not leaving)
        self.check_fallback("It is also the fallback" in said)

    def named_deal(self, place: int, state: str | None, package: str) -> int:
        """The state of a deal: by its place in the order of telling, by its name, and by what is done in it."""
        d = self.order[place - 1]
        assert state is not None
        assert self.state(state) == d
        words = package.removeprefix("The package: ").removesuffix(".")
        if self.case.is_graph:
            assert self.state(words) == d
        else:
            self.done_in(words, d)
        return d

    def check_contract(self, steps: Sequence[tuple[str, int, int]]) -> None:
        assert self.steps == list(steps)

    def check_fallback(self, is_said: bool) -> None:
        assert is_said == (self.d in self.model.fallback(self.s)[0])

    def deal_rules(self) -> list[Rule]:
        return [
            (r"Who gains and who loses:|Who does what first:", lambda: None),
            (rf"({MANY})(: no change|, (?:better|worse) off(?:: .*)?)\.", self.stake),
            (rf"(\w+) ({MOVE}|{DEEDS})\.(?: ({MANY}) (?:is|are) then worse off than (today|in {STATE}), and (?:has|have) to trust that "
             r"the others go on\.)?", self.step),
            (rf"One after another, ({MANY}) ({DEEDS})\.", self.steps_alike),
            (rf"No step leaves the actor who takes it worse off than (today|in {STATE})\.", lambda at: self.at(at.removeprefix("in "))),
            (rf"({MANY}) (?:does|do) not gain, but (?:moves or votes|move or vote) in these steps\.", self.needed),
            (r"What keeps it: it is self-enforcing, nobody gains by breaking it alone\.",
             lambda: self.equal(self.model.standing(self.d), "self-enforcing")),
            (KEPT, self.temptation),
            (rf"({MANY}) would leave it together for ({STATE}|a state where .*)\.", self.group),
            (r"No group of those who agree would leave it together\.", lambda: None),
            (r"It is also the fallback: the outcome whose worst-off actor does best\.", lambda: None),
        ]  # fmt: skip

    def stake(self, who: str, text: str) -> None:
        head, more = self.counted(who)
        actors = self.who(head)
        self.stakes |= set(actors)
        assert not more
        for actor in actors:
            assert text == self.stake_words(actor)

    def stake_words(self, actor: str) -> str:
        difference = self.model.rank(actor, self.d) - self.model.rank(actor, self.s)
        if not difference:
            return ": no change"
        said = []
        for sign, word in ((1, "gains"), (-1, "loses")):
            changed = [
                k for k in range(len(self.entries(actor)))
                if sign * (self.share(actor, k, self.d) - self.share(actor, k, self.s)) > 0
            ]  # fmt: skip
            words = [self.quoted(actor, self.entries(actor)[k]) for k in changed]
            parts = words[:2] + ([f"{len(words) - 2} more"] if len(words) > 2 else [])
            if parts:
                said.append(f"{word} {', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else f"{word} {parts[0]}")
        return f", {'better' if difference > 0 else 'worse'} off{': ' if said else ''}{'; '.join(said)}"

    def step(self, who: str, move: str, trusting: str | None, at: str | None) -> None:
        (mover,) = self.who(who)
        end = self.stepped(mover, self.here, move)
        members = self.model.signers(self.s, self.d)
        assert set(self.who(trusting)) == set(self.model.trusting(members, self.s, mover, self.here, end) or ())
        if at:
            self.at(at.removeprefix("in "))
        self.steps.append((mover, self.here, end))
        self.here = end

    def stepped(self, mover: str, here: int, move: str) -> int:
        return self.move(mover, here, move)

    def steps_alike(self, who: str, deeds: str) -> None:
        raise AssertionError(f"steps of listed states stand one by one: {who} {deeds}")

    def needed(self, who: str) -> None:
        if not self.case.coalesce:
            self.some_of(who, self.model.needed(self.s, self.d))
        assert self.model.for_all(self.s, self.d)

    def temptation(self, start: str | None, who: str, deed: str, answered: str) -> None:
        standing = self.model.standing(self.d)
        expected = {"kept-by-answers": "What keeps it: ", "breakable": "What could break it: "}[standing]
        assert start == (expected if not self.tempted else None)
        (mover,) = self.who(who)
        self.tempted.append(mover)
        end = self.stepped(mover, self.d, deed)
        assert end in self.model.ui(mover, self.d)
        if answered == UNANSWERED:
            assert end in self.model.open_improvements(mover, self.d)
        else:
            assert self.model.is_stable("seq", mover, self.d)

    def group(self, who: str, where: str) -> None:
        group = frozenset(self.who(who))
        assert len(group) > 1
        assert group <= self.model.signers(self.s, self.d)
        assert self.state(where) in self.model.leaves(group, self.d)

    # --------------------------------------------------------------------------------- paths and the fallback

    def paths(self, texts: list[str]) -> None:
        assert texts.pop(0).startswith("Single improvements do not lead there. In these paths")
        distances = self.model.distances(self.s, len(self.model.actors))
        target, here, length, last = -1, self.s, 0, frozenset[str]()
        for text in [*texts, "To the end:"]:
            if match := re.fullmatch(rf"To ({STATE}|the end):", text):
                if target >= 0:
                    assert here == target
                    assert length == distances[target]
                    assert target not in self.model.reach(self.s, self.model.movers, True)
                target = self.state(match[1]) if match[1] != "the end" else -1
                here, length, last = self.s, 0, frozenset()
                continue
            match = re.fullmatch(rf"(?:({MANY}) agree: )?(.*)\.", text)
            assert match, text
            here, last = self.leg(here, match[1], match[2], last)
            length += 1

    def leg(self, here: int, who: str | None, text: str, last: frozenset[str]) -> tuple[int, frozenset[str]]:
        """One step of a path: an improvement of one mover, or moves on which some agree; where it leads."""
        moves = re.split(r", then ", text)
        end = re.search(rf"({STATE})\)?$", text)
        assert end, text
        goal = self.state(end[1])
        movers = [self.who(move.split()[0])[0] for move in moves]
        if who is None:
            assert len(moves) == 1
            assert goal == self.move(movers[0], here, moves[0].split(" ", 1)[1])
            assert goal in self.model.ui(movers[0], here)
            group = frozenset(movers)
        else:
            group = frozenset(self.who(who))
            assert len(group) > 1
            assert goal in self.model.leaves(group, here)
            assert all(m in group or m in self.case.bodies for m in movers)
        assert group != last
        return goal, group

    def fallback_rules(self) -> list[Rule]:
        model, s = self.model, self.s
        best, depth = model.fallback(s)
        free, _ = model.fallback(None)
        counting = [d for d in range(self.size) if not model.losers(s, d)]
        among = rf"Of the (\d+) states that nobody likes less than {TODAY}"
        outside = best - model.coalition_reach(model.everybody(), s) - {s}
        return [
            (rf"Somebody likes each other state less than {TODAY}, so the fallback is {TODAY} itself\.",
             lambda at, itself: (self.at(at), self.at(itself), self.equal([best, counting], [{s}, [s]]))),
            (rf"{among}, the worst-off actor does best in ({STATES}): each actor gets (the best that it could have|one of its (\d+) "
             r"best places)\.", lambda k, at, which, what, places: (
                 self.equal(int(k), len(counting)), self.at(at), self.states(which, best), self.equal(int(places or 1), depth))),
            (rf"{among}, none serves the worst-off actor as well as {TODAY} itself\.",
             lambda k, at, itself: (self.equal(int(k), len(counting)), self.at(at), self.at(itself), self.equal(best, {s}))),
            (rf"No moves of all actors together lead to ({STATES})\.", lambda which: self.states(which, outside)),
            (rf"If (things could not stay as they are today|{STATE} could not be kept), the worst-off actor would do best in "
             rf"({STATES})\.", partial(self.without, free, best)),
            (r"This is a yardstick, not a forecast: it asks what each could settle for, not who can move\.", lambda: None),
        ]  # fmt: skip

    def without(self, free: set[int], best: set[int], where: str, which: str) -> None:
        self.at(where.removesuffix(" could not be kept") if "kept" in where else "today")
        assert free != best
        self.states(which, free)

    def note_rules(self) -> list[Rule]:
        return [
            (r"steps: who moves first, in order\. breakable by: who gains by a move of its own that no credible answer takes away\.",
             lambda: None),
            (r"(\d+) more deals; --limit shows them\.", lambda k: self.equal(int(k), len(self.order) - self.limit)),
        ]  # fmt: skip

    def table(self, table: Table) -> None:
        for d, row in zip(self.order, table.rows, strict=False):
            cells = [self.model.gainers(self.s, d), self.model.losers(self.s, d)]
            for ids, cell in zip(cells, row[2:4], strict=True):
                assert set(re.split(r", | and ", cell)) == (set(ids) or {"nobody"})
            standing, _, by = row[4].replace("kept by", "kept-by").partition(" by ")
            assert standing.replace(" ", "-") == self.model.standing(d)
            assert by == ", ".join(dict.fromkeys(m for m, _ in self.model.breakers(d)))


class SaidBySearch(SaidOfDeals):
    """What the page says of the status quo of a small case that is searched: nothing that is not so."""

    def __init__(self, case: Case, limit: int = 9) -> None:
        model = DealModel(case)
        assert model.status_quo is not None
        super().__init__(case, model, searched_game(case), model.status_quo, limit)
        every = set(self.order) | self.alone | self.few
        self.order = [model.state_of[deal.state.key] for deal in self.answer.deals]
        assert set(self.order) <= every

    def start(self) -> object:
        return None

    def head_rules(self) -> list[Rule]:
        return [
            (r"The deals here replace today: (.*)\.", lambda doing: self.done_in(doing, self.s)),
            (
                r"A search near today found (\d+) deals?; there may be others\.",
                lambda k: self.equal(int(k), len(self.order)),
            ),
            (r"There is no deal instead of today\.", lambda: self.equal(self.model.in_order(self.s), [])),
            (r"No deal instead of today was found; one may still exist\.", lambda: self.equal(self.order, [])),
            *super().head_rules(),
        ]

    def deal(self, title: str, texts: Sequence[str]) -> None:
        self.is_known = not any("is not known" in text for text in texts)
        super().deal(title, texts)

    def named_deal(self, place: int, state: str | None, package: str) -> int:
        assert state is None
        d = self.order[place - 1]
        said = {}
        for part in package.removeprefix("The package: ").removesuffix(".").split("; "):
            owners, _, names = part.partition(": ")
            for owner in self.who(owners):
                said[owner] = {name: not no for no, name in re.findall(r'(not )?"([^"]*)"', names)}
        for owner in self.model.movers:
            changes = {self.case.option_rows[k].name: value for k, value in self.change(owner, self.s, d).items()}
            assert said.get(owner, {}) == changes
        return d

    def check_contract(self, steps: Sequence[tuple[str, int, int]]) -> None:
        """A contract by search is a legal sequence to the deal."""
        self.legal(self.steps)
        assert (self.steps[0][1], self.steps[-1][2]) == (self.s, self.d)
        assert len(self.steps) >= len(steps)

    def check_fallback(self, is_said: bool) -> None:
        """A search does not ask for the fallback."""
        assert not is_said

    def stepped(self, mover: str, here: int, move: str) -> int:
        deeds = self.deeds(mover, move)
        (end,) = (t for t in self.model.um(mover, here) if self.change(mover, here, t) == deeds)
        return end

    def steps_alike(self, who: str, deeds: str) -> None:
        for mover in self.who(who):
            self.step(self.case.label(mover), deeds, None, None)


def test_what_is_said_of_deals_is_so() -> None:
    for seed in range(48):
        model, game, s = asked(seed)
        with failing_as(f"seed {seed}"):
            SaidOfDeals(game.case, model, game, s).run()


def test_what_a_search_says_of_deals_is_so() -> None:
    n_deals = 0
    for seed in range(40):
        case = random_case(Random(seed), coalesce=False, max_options=4, actors=(2, 3))
        if case.status_quo is None:
            continue
        said = SaidBySearch(case)
        with failing_as(f"seed {seed}"):
            said.run()
        n_deals += len(said.order)
    assert n_deals > 5


def test_a_state_that_was_listed_has_nothing_that_is_done_in_it() -> None:
    case = graph("stu", f=("st ut", "u s t"), g=("tu", "u s t"))
    page = [item.text for part in deals_page(deals(case, "s")) if isinstance(part, Section) for item in part.items]
    assert page[0] == "The deals here replace s (S)."
    assert "The package: u (U)." in page
    assert not any("obody does anything" in text for text in page)
