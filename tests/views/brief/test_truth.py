"""Every sentence of the brief, read back and held against the reference; a sentence that cannot be read fails.

The names of random cases are single words, options stand in quotation marks, so that sentences can be taken apart: what is
chosen and dropped gives the states that they speak of, and the reference says whether what is said of them is so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import combinations
from operator import and_, or_
from random import Random

import pytest

from cases import TRAPS, case_of, random_case
from countermove.analysis.equilibria import equilibria
from countermove.briefing.briefing import Briefing, brief_of
from countermove.catalog import load_case
from countermove.errors import CaseError
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.model.preferences import Equally, Line, OrderUnknown, lines_of
from countermove.text.clauses import clause, goal
from countermove.text.pieces import said
from countermove.views.brief.brief import brief_sections
from reference import Model, Move
from reference_deals import DealModel
from reference_paths import ends_of_walks
from reference_robustness import changed_cases
from sentences import AMOUNT, Rule, apply, failing_as, number

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis")


def in_small(text: str) -> str:
    """Words of ours at the beginning of a sentence as they are within one; names stay as they are."""
    return f"{text[:1].lower()}{text[1:]}" if text.split()[0] in ("All", "Both", "Most", "Some") else text


class Ordered:
    """The equilibria of a case of options as the reference has them, best supported first."""

    def __init__(self, case: Case) -> None:
        self.case, self.model = case, DealModel(case)
        self.now = self.model.status_quo
        self.reach = None if self.now is None else self.model.reachable_from(self.now)
        self.held = {concept: self.model.equilibria(concept) for concept in CONCEPTS}

    def kind(self, s: int) -> int:
        """0 Nash and reached, 1 Nash, 2 credible answers, 3 threats, 4 moves at the same time, 9 no equilibrium."""
        if s in self.held["nash"]:
            return 0 if self.reach is not None and s in self.reach["improvements"] else 1
        for kind, ids in ((2, ("seq", "sseq")), (3, ("gmr", "smr")), (4, ("sim", "conflict-analysis"))):
            if any(s in self.held[concept] for concept in ids):
                return kind
        return 9

    def order(self) -> list[int]:
        found = [s for s in range(len(self.model.states)) if self.kind(s) < 9]
        group = {s: (self.kind(s), self.reach is None or s not in self.reach["improvements"]) for s in found}
        worse = {s: any(self.model.pareto(s, t) for t in found if group[t] == group[s]) for s in found}
        return sorted(found, key=lambda s: (group[s], worse[s], s))


def without(case: Case, actor: str, position: int, line: Line) -> Case:
    """A case in which a statement of an actor has become its `otherwise`, or has vanished."""
    prefers = list(case.actors[actor].prefers or ())
    kept = [Line(that=one.otherwise) if one is line else one for one in lines_of(prefers[position])
            if one is not line or one.otherwise is not None]  # fmt: skip
    entry = prefers[position]
    group = {Equally: lambda: Equally(equally=tuple(kept)), OrderUnknown: lambda: OrderUnknown(order_unknown=tuple(kept))}
    prefers[position : position + 1] = [] if not kept else kept if isinstance(entry, Line) else [group[type(entry)]()]
    actors = {**case.actors, actor: case.actors[actor].model_copy(update={"prefers": tuple(prefers)})}
    return case.model_copy(update={"actors": actors})


class Said(Ordered):
    """A briefing of a case of options, and the reference's view of the same case."""

    def __init__(self, case: Case) -> None:
        super().__init__(case)
        self.actor = Random(str(case)).choice(list(case.actors))
        self.briefing: Briefing = brief_of(equilibria(compile(case)), self.actor)
        self.sections = {section.key: section for section in brief_sections(self.briefing)}
        self.ids = {case.label(id_): id_ for _, id_, _ in case.owners}
        self.outcomes: list[int] = []
        self.deal: int | None = None
        self.start: int | None = None

    # ----------------------------------------------------------------------------------------- reading back

    def who(self, text: str) -> list[str]:
        """The ids of a list of names; ``both`` and ``all four`` are all actors."""
        if re.fullmatch(r"both|all (?:\w+)", text, re.IGNORECASE):
            return list(self.model.actors)
        names = re.split(r", | and | or ", text) if text else []
        assert all(name in self.ids for name in names), text
        return [self.ids[name] for name in names]

    def some_of(self, text: str, ids: list[str] | frozenset[str]) -> None:
        """A list of names is exactly these ids; of many, their number, their group, and the first three."""
        short = re.fullmatch(
            r"(\d+) (?:of the (\d+) )?(actors|actors and bodies|members of (\w+)) \((.*) and others\)", text
        )
        if short:
            count, size, kind, body, first = short.groups()
            members = self.case.bodies[self.ids[body]].members if body else list(self.case.actors)
            assert set(self.who(first)) <= set(ids)
            assert len(ids) == int(count)
            assert (kind == "actors and bodies") == (size is None)
            assert size is None or (set(ids) <= set(members) and int(size) == len(members))
        elif text.startswith("all actors except "):
            assert set(self.who(text.removeprefix("all actors except "))) == set(self.model.actors) - set(ids)
        elif text in ("all actors", "most actors", "some actors"):
            share = len(ids) / len(self.model.actors)
            assert {"all actors": share == 1, "most actors": 0.5 < share < 1, "some actors": 0 < share <= 0.5}[text]
        else:
            assert set(self.who(text)) == set(ids), (text, ids)

    def option(self, owner: str, name: str) -> int:
        (found,) = (row.index for row in self.case.option_rows if row.owner == owner and row.name == name)
        return found

    def after(self, deeds: str, before: int | None) -> set[int]:
        """The states that deeds lead to from a state (None: where nothing is taken); several where it is coalesced."""
        if moved := re.fullmatch(r'\w+ moves? to "?state (\d+)"?', deeds):
            return {int(moved[1]) - 1}
        if deeds.startswith("this is done: "):
            return {self.doing(deeds.removeprefix("this is done: "))}
        if deeds == "nobody does anything":
            code = 0
            return {self.model.state_of[code]} if before is None else {before}
        changes: dict[int, bool] = {}
        owners: list[str] = []
        verb, fresh = "", True
        for token in re.findall(r'"[^"]*"|[\w-]+', self.without_also(deeds, before)):
            if token.startswith('"'):
                for owner in owners:
                    changes[self.option(owner, token.strip('"'))] = verb in ("choose", "adopt")
                fresh = True
            elif token in self.ids:
                owners = [*([] if fresh else owners), self.ids[token]]
                fresh = False
            elif token != "and":
                verb = token.removesuffix("s") if token in ("chooses", "drops", "adopts", "revokes") else token
                assert verb in ("choose", "drop", "adopt", "revoke"), deeds
        codes = [0] if before is None else [int(raw) for raw in self.model.states[before]]
        found = set()
        for code in codes:
            for option, is_taken in changes.items():
                code = code | (1 << option) if is_taken else code & ~(1 << option)
            if code in self.model.state_of:
                found.add(self.model.state_of[code])
        return found

    def without_also(self, deeds: str, before: int | None) -> str:
        """Deeds without "also", which says that others do the same already in a state that is not today's."""
        for owners, names in re.findall(r'([\w, ]+) also \w+ ("[^"]*"(?:(?:, | and )"[^"]*")*)', deeds):
            assert before not in (None, self.now)
            doers = {self.ids[word] for word in re.findall(r"\w+", owners) if word in self.ids}
            for name in re.findall(r'"([^"]*)"', names):
                others = [row.index for row in self.case.option_rows if row.name == name and row.owner not in doers]
                assert any(all(int(raw) >> k & 1 for raw in self.model.states[before or 0]) for k in others), deeds
        return deeds.replace(" also ", " ")

    def doing(self, text: str) -> int:
        """The state of a description: ``Ann: "Arm" and "Go"; Bob and Cat: "Talk"``."""
        if text == "Nobody does anything":
            return int(self.model.state_of[0])
        taken, open_ = 0, 0
        for part in text.split("; "):
            head, _, names = part.partition(": ")
            assert re.fullmatch(r'"[^"]+"(?: or not)?(?:(?:, | and )"[^"]+"(?: or not)?)*', names), text
            for owner in self.who(head):
                for name, or_not in re.findall(r'"([^"]+)"( or not)?', names):
                    option = 1 << self.option(owner, name)
                    taken, open_ = (taken, open_ | option) if or_not else (taken | option, open_)
        # A coalesced state is told by what all its combinations have, and by what they leave open.
        (state,) = (s for s in range(len(self.model.states)) if self.form(s) == (taken, open_))
        return state

    def form(self, s: int) -> tuple[int, int]:
        """The options that are taken in every combination of a state, and those that it leaves open."""
        codes = [int(raw) for raw in self.model.states[s]]
        every, some = reduce(and_, codes), reduce(or_, codes)
        return every, some & ~every

    def outcome(self, text: str) -> set[int]:
        """The state of ``where ...``, ``the one where ...`` or ``outcome 2``; several where today is a coalesced state."""
        if place := re.fullmatch(r"(?:in )?outcome (\d+)", text):
            return {self.outcomes[int(place[1]) - 1]}
        text = text.removeprefix("the one ").removeprefix("the outcome ")
        if text == "where things stand today":
            assert self.now is not None
            return {self.now}
        if text.startswith("in the same, except that "):
            return self.after(text.removeprefix("in the same, except that "), self.outcomes[0])
        assert text.startswith("where "), text
        return self.after(text.removeprefix("where "), self.now)

    def read(self, key: str, rules: list[Rule], level: int | None = None) -> None:
        """Each sentence of a section by the first rule that fits."""
        section = self.sections.get(key)
        for _, text in () if section is None else section.lines:
            apply(text, rules)

    def check(self) -> None:
        self.check_outcomes()
        self.check_deal()
        self.check_path()
        self.check_gains()
        self.check_holds()
        self.check_block()
        self.check_sure()
        self.check_actor()
        self.check_bottom_line()

    # -------------------------------------------------------------------------------------------- outcomes

    def check_outcomes(self) -> None:
        lines = [text for _, text in self.sections["outcomes"].lines]
        order = self.order()
        if self.now is not None:
            today = lines.pop(0)
            deeds = today.removeprefix("Today: ").removesuffix(".").replace("no option is taken", "nobody does anything")
            # Today may lie in a coalesced state, which is told by what it leaves open.
            assert len(self.model.states[self.now]) > 1 or self.now in self.after(deeds, None)
        if not order:
            assert lines == ["No state is an equilibrium under Nash, GMR, SMR, SEQ, SSEQ, SIM or FH."]
            return
        self.outcomes = order[:4]
        supports: dict[str, str] = {}
        for place, s in enumerate(self.outcomes, 1):
            head, support = lines.pop(0), lines.pop(0)
            what = head.removeprefix(f"{place}. ").removesuffix(".")
            assert what != head
            if what.startswith("As outcome 1, but "):
                assert s in self.after(what.removeprefix("As outcome 1, but "), self.outcomes[0])
            else:
                assert self.doing(what) == s
            if same := re.fullmatch(r"The same is true of it as of outcome (\d): (.*)", support):
                self.check_repeated(same[2], supports[same[1]])
                support = supports[same[1]]
            supports[str(place)] = support
            self.check_support(s, support)
        if len(order) > 4:
            counts: dict[int, int] = {}
            for s in order[4:]:
                counts[max(self.kind(s), 1)] = counts.get(max(self.kind(s), 1), 0) + 1
            words = {
                1: "(?:is a Nash equilibrium|are Nash equilibria)", 2: "(?:is|are) kept by credible answers",
                3: "would last only through threats that it would not pay to carry out", 4: "(?:is|are) stable only if others move at the same time",
            }  # fmt: skip
            text = lines.pop(0)
            for kind, pattern in words.items():
                found = re.search(rf"{AMOUNT} (?:(?:other )?outcomes? )?{pattern}", text)
                assert (number(found[1]) if found else 0) == counts.get(kind, 0), text
        assert not lines

    def check_repeated(self, text: str, support: str) -> None:
        """What is repeated of another outcome was said there: what it rests on, and whether a group would leave it."""
        reason, _, more = text.removesuffix(".").partition(". ")
        reason, alone, _ = reason.partition(", and no group of actors would gain by leaving it together")
        said_there = support.replace("by a move of its own (a Nash", "by leaving it on its own (a Nash").lower()
        assert said_there.startswith(reason)
        assert bool(alone) == ("No group of actors would gain by leaving it together." in support)
        assert support.endswith(f" {more}." if more else "")
        assert bool(more) == (" But " in support)

    def check_support(self, s: int, text: str) -> None:
        reasons = {
            r"No actor gains by a move of its own (a Nash equilibrium)": (0, 1),
            r"No actor gains by leaving it on its own (a Nash equilibrium)": (0, 1),
            r"An actor would gain by leaving it, but others have credible answers": (2,),
            r"Some body would decide to leave it, but others have credible answers": (2,),
            r"Some body would decide to leave it, unless others happen to move at the same time": (4,),
            r"It rests on threats that it would not pay to carry out": (3,),
            r"An actor would gain by leaving it, unless others happen to move at the same time": (4,),
        }
        reason = next(pattern for pattern in reasons if text.startswith(pattern))
        assert self.kind(s) in reasons[reason]
        leaving = [m for m in self.model.movers if self.model.ui(m, s)]
        if "would" in reason and "leav" in reason:
            assert all(map(self.model.is_body, leaving)) == reason.startswith("Some body")
        text = text.removeprefix(reason)
        walks = re.match(r"\. (Moves that pay .*?)\.", text)
        way, rest = (walks[1], text[walks.end() :]) if walks else (text.partition(".")[0], text.partition(".")[2])
        assert way == self.way(s, way)
        rest = rest.strip()
        if rest.startswith("Every sequence of such moves from today ends there."):
            assert self.walk_ends() == ({s}, True)
            rest = rest.removeprefix("Every sequence of such moves from today ends there.").strip()
        self.check_against(s, rest)

    def way(self, s: int, said: str) -> str:
        if self.reach is None:
            return ""
        if s == self.now:
            return ", and it is where things stand today"
        if s in self.reach["improvements"]:
            moves = "Moves that pay the one who makes them (single improvements) lead"
            if self.held["nash"] & self.reach["improvements"] == {s}:
                return f"{moves} from today to it and to no other Nash equilibrium"
            return (
                f"{moves} there from today" if s == self.outcomes[0] else ", and single improvements lead there from today"
            )
        if s in self.reach["moves"]:
            assert said in (
                ", but single improvements do not lead there from today",
                "; single improvements do not lead there from today",
            )
            return said
        return "; no moves lead there from today"

    def deals_from(self, s: int) -> set[int]:
        """All states for which somebody has a deal that is told, or that is a deal for all."""
        return {d for d in range(len(self.model.states)) if d != s and self.model.kind(s, d) is not None}

    def check_against(self, s: int, text: str) -> None:
        if text == "No group of actors would gain by leaving it together.":
            states = range(len(self.model.states))
            assert not any(self.model.holders(s, d) or self.model.for_all(s, d) for d in states if d != s)
            return
        if not text:
            assert not self.deals_from(s)
            return
        found = re.fullmatch(
            r"But all could agree on (?:(the deal below)|outcome (\d)|this: (.*?)); (.*?) gains?(, and nobody loses)\.", text)  # fmt: skip
        some = re.fullmatch(
            r"But (.*?) (?:prefers? (the deal below)|prefers? outcome (\d), and could agree on it|"
            r"would (?:both |all )?gain by leaving it together: (.*?))\.", text)  # fmt: skip
        assert found or some, text
        if found:
            below, place, deeds, who, nobody = found.groups()
        else:
            assert some
            who, below, place, deeds = some.groups()
            nobody = None
        meant = {self.briefed_deal()} if below else {self.outcomes[int(place) - 1]} if place else self.after(deeds, s)
        (d,) = meant & self.deals_from(s)
        self.some_of(who, self.model.gainers(s, d))
        assert not (nobody and self.model.losers(s, d))

    # ------------------------------------------------------------------------------------------------- deal

    def briefed_deal(self) -> int:
        """The state of the deal that is told, from its own section."""
        if self.deal is None:
            title, lines = self.sections["deal"].title, [text for _, text in self.sections["deal"].lines]
            start = re.match(r"A DEAL, instead of (?:(today)|outcomes? (\d))", title)
            assert start
            self.start = self.now if start[1] else self.order()[int(start[2]) - 1]
            assert self.start is not None
            (self.deal,) = self.package(lines[0], self.start) & self.deals_from(self.start)
        return self.deal

    def package(self, text: str, start: int) -> set[int]:
        """The states that a deal leads to, step by step or at once, without what is not chosen."""
        steps = re.fullmatch(r"In this order: (.*?)\.(?: (.*? not (?:choose|adopt) .*)\.)?", text)
        one = re.fullmatch(r"(.*?)\. One move is enough\.(?: (.*)\.)?", text)
        if not steps and not one:
            what, _, avoided = text.removesuffix(".").partition(". ")
            return self.without(self.after(what, start), avoided)
        found = steps or one
        assert found
        here = {start}
        for part in found[1].split("; then "):
            here = {t for s in here for t in self.after(part.removeprefix("one after another, "), s)}
        return self.without(here, found[2] or "")

    def without(self, states: set[int], text: str) -> set[int]:
        """Those of some states in which none of the options is taken that are said not to be."""
        named = [
            self.option(self.ids[who], name)
            for who, name in re.findall(r'(\w+) (?:does|do) not (?:choose|adopt) "([^"]*)"', text)
        ]
        assert bool(named) == bool(text), text
        # They are taken in outcome 1, and not today: else it goes without saying.
        for k in named:
            assert all(int(raw) >> k & 1 for raw in self.model.states[self.outcomes[0]])
            assert self.now is not None
            assert not any(int(raw) >> k & 1 for raw in self.model.states[self.now])
        return {s for s in states if not any(int(raw) >> k & 1 for raw in self.model.states[s] for k in named)}

    def check_deal(self) -> None:
        section = self.sections.get("deal")
        starts = [*([self.now] if self.now is not None else []), *self.outcomes[:1]]
        first = next((s for s in starts if self.deals_from(s)), None)
        if section is not None and section.lines[0][1].startswith("The first deal found adds nothing"):
            self.check_nothing_added(first, section.lines[0][1])
            return
        if section is None or section.title == "A DEAL":
            assert first is None
            if section is not None and self.now is not None:
                self.check_no_deal(section.lines[0][1])
            return
        d = self.briefed_deal()
        assert self.start == first
        assert first is not None
        assert d == self.model.in_order(first)[0]
        title = section.title.removeprefix("A DEAL, instead of ")
        named = {*([self.now] if "today" in title else []), *(self.outcomes[int(k) - 1] for k in re.findall(r"\d", title))}
        for s in [*starts[:1], *self.outcomes]:
            assert s not in named or d in self.deals_from(s)
        signers = self.model.signers(first, d)
        start = "today" if first == self.now else r"outcome \d"
        where = "today" if first == self.now else r"in outcome \d"
        self.steps: list[tuple[str, int, int]] = []
        rules: list[Rule] = [
            (r"Who gains, compared with (today|outcome \d): (.*?)\.(?: (.*?) loses?\.)?",
             lambda start, who, lost: self.check_gainers(self.now if start == "today" else self.outcomes[int(start[-1]) - 1], d, who, lost)),
            (r"Compared with (today|outcome \d), (?:(.*?) gains?)?(?:; )?(?:(.*?) loses?)?\.",
             lambda _, better, worse: self.check_all_gains(first, d, better, worse)),
            (r"Who does it: (.*?)\. One move is enough\.", lambda one: self.check_contract(first, d, signers, one)),
            (r"Who does what first: (.*)\.", lambda some: self.check_contract(first, d, signers, some)),
            (rf"No step leaves the one who takes it worse off than {where}\.", lambda: self.check_trust(first, d, signers, {})),
            (rf"After step (\d+), (.*?) (?:is|are) worse off than {where}( and (?:has|have) to trust that the others go on)?\.",
             lambda place, who, goes_on: self.check_one_trust(first, d, signers, int(place), who, goes_on)),
            (r"What keeps it: nobody gains by breaking it\.(.*)", lambda rest: self.check_kept(d, rest)),
            (r"What (keeps|could break) it: (.*?)\.(?: Somebody would have to make breaking it costly for (.*?)\.)?( Together, .*)?",
             lambda how, who, whom, rest: self.check_tempted(d, how, who, whom, rest)),
            (rf"This deal is also the fallback: of all states that nobody likes less than ({start}), none serves its worst-off actor better\.",
             lambda against: self.check_fallback(first, against, d)),
            (rf"The fallback is another state, (the one .*): of all states that nobody likes less than ({start}), it serves its worst-off actor best\.",
             lambda which, against: self.check_other_fallback(first, against, d, 1, which)),
            (rf"The fallback is one of {AMOUNT} other states, such as (the one .*): of all states that nobody likes less than ({start}), "
             r"these serve their worst-off actors best\.",
             lambda many, which, against: self.check_other_fallback(first, against, d, number(many), which)),
            (r"The same, but (.*?): nobody gains by breaking that( either)?\.",
             lambda deeds, either: self.check_variant(first, d, deeds, None, bool(either))),
            (r"The same, but (.*?), would break: (.*)\.", lambda deeds, who: self.check_variant(first, d, deeds, who)),
            (rf"There (?:is|are) {AMOUNT} more deals?: countermove deals\.", lambda many: self.check_more(first, number(many))),
        ]  # fmt: skip
        if steps := re.match(r"(?:In this order: )?(.*?)(?:\. One move is enough)?\.(?: |$)", section.lines[0][1]):
            is_ordered = section.lines[0][1].startswith("In this order") or "One move is enough" in section.lines[0][1]
            if is_ordered:
                self.check_contract(first, d, signers, steps[1])
        for _, text in section.lines[1:]:
            for part in re.split(r"(?<=\.) (?=Compared with )", text):
                apply(part, rules)

    def check_nothing_added(self, first: int | None, text: str) -> None:
        assert first is not None
        assert self.reach is not None
        lead = self.outcomes[0]
        assert lead in self.reach["improvements"]
        deal = self.model.in_order(first)[0]
        assert not self.model.gainers(lead, deal)
        said = re.fullmatch(
            r"The first deal found adds nothing: nobody prefers it to outcome 1, to which single improvements lead without a deal\. "
            r"It is (?:.*?: )?as outcome 1, but (.*)\.", text)  # fmt: skip
        assert said
        assert deal in self.after(said[1], lead)

    def check_no_deal(self, text: str) -> None:
        assert self.now is not None
        states = range(len(self.model.states))
        some = any(self.model.holders(self.now, d) or self.model.for_all(self.now, d) for d in states if d != self.now)
        if text.startswith("No deal would add anything today: "):
            assert some
            # What two or more would gain by is reached by improvements as well, and is therefore told as no deal.
            assert not self.deals_from(self.now)
        else:
            assert text == "No two actors have a deal that both prefer to today."
            assert not any(self.model.holders(self.now, d) for d in states if d != self.now)

    def check_all_gains(self, s: int, d: int, better: str | None, worse: str | None) -> None:
        for text, ids in ((better, self.model.gainers(s, d)), (worse, self.model.losers(s, d))):
            assert bool(text) == bool(ids)
            if text:
                self.some_of(text, ids)

    def check_gainers(self, s: int | None, d: int, text: str, lost: str | None) -> None:
        assert s is not None
        if text == "nobody":
            assert not self.model.gainers(s, d)
            text = ""
        names = []
        for part in re.split(
            r"; (?=(?:\w+(?:, | and )?)+(?:,? since|;|$|\.))", text.removesuffix(" Nobody loses").removesuffix(".")
        ):
            names += [part.split(", since")[0]] * bool(part)
        ids = [id_ for name in names for id_ in self.who(name)]
        assert sorted(ids) == sorted(self.model.gainers(s, d)), text
        assert (lost is None or lost == "Nobody") == (not self.model.losers(s, d)), (text, lost)
        if lost not in (None, "Nobody"):
            self.some_of(str(lost), self.model.losers(s, d))

    def check_contract(self, s: int, d: int, signers: frozenset[str], text: str) -> None:
        expected = self.model.contract(signers, s, d)
        assert expected is not None
        here, steps = s, []
        for part in text.split("; then "):
            single = part.removeprefix("one after another, ")
            group = self.after(single, here)
            if single != part:
                return  # several steps at once: their order is the record's, and tested there
            (there,) = group & {b for _, _, b in expected.steps}
            steps.append(there)
            here = there
        assert steps == [b for _, _, b in expected.steps]

    def check_trust(self, s: int, d: int, signers: frozenset[str], said: Mapping[int, str]) -> None:
        expected = self.model.contract(signers, s, d)
        assert expected is not None
        assert not any(expected.trusts) or said

    def check_one_trust(self, s: int, d: int, signers: frozenset[str], place: int, who: str, goes_on: str | None) -> None:
        expected = self.model.contract(signers, s, d)
        assert expected is not None
        self.some_of(who, list(expected.trusts[place - 1]))
        assert (goes_on is None) == (place == len(expected.steps))

    def check_kept(self, d: int, rest: str) -> None:
        assert self.model.standing(d) == "self-enforcing"
        self.check_group(d, rest)

    def check_tempted(self, d: int, how: str, text: str, whom: str | None, rest: str | None) -> None:
        assert (how == "could break") == (self.model.standing(d) == "breakable")
        self.check_breaks(d, text)
        breakers = [mover for mover, _ in self.model.breakers(d)]
        assert bool(whom) == bool(breakers)
        if whom:
            self.some_of(whom, breakers)
        self.check_group(d, rest or "")

    def check_breaks(self, d: int, text: str) -> None:
        said = {}
        for part in text.split("; "):
            found = re.fullmatch(
                r"(\w+) would rather (.*?)(?:, and no answer that would undo that gain is worth it to the others|"
                r"(, but the others would answer in their own interest)|"
                r", but then (.*?) in (?:its|their) own interest, and the gain of \1 is gone)", part)  # fmt: skip
            assert found, part
            mover = self.ids[found[1]]
            said[mover] = bool(found[3] or found[4])
            there = self.after(f"{found[1]} {found[2]}", d) & self.model.ui(mover, d)
            assert there
            if found[4]:
                ends = there
                for words in found[4].split(", then "):
                    ends = {t for s in ends for t in self.after(words, s)}
                deterring = {t for s1 in there for t in self.model.answers("seq", mover, s1)}
                assert ends & deterring
        assert set(said) == set(self.model.tempted(d))
        assert all(answered == self.model.is_stable("seq", mover, d) for mover, answered in said.items())

    def check_group(self, d: int, text: str) -> None:
        found = re.fullmatch(r" Together, (.*?) would leave it for the outcome (.*)\.", text)
        assert bool(found) == bool(text)
        if found:
            group = frozenset(self.who(found[1]))
            assert self.outcome(found[2]) & self.model.leaves(group, d)

    def check_fallback(self, s: int, against: str, d: int) -> None:
        assert against == "today" or self.outcome(against) == {s}
        assert d in self.model.fallback(s)[0]
        # In the words of the sentence: how far down its own list the worst-off actor is, in classes of what it likes alike.
        depths = [{rank: place for place, rank in enumerate(sorted(set(ranks), reverse=True))} for ranks in
                  (self.model.ranks[a] for a in self.model.actors)]  # fmt: skip
        worst = [max(depth[self.model.rank(a, t)] for a, depth in zip(self.model.actors, depths, strict=True))
                 for t in range(len(self.model.states))]  # fmt: skip
        assert worst[d] == min(worst[t] for t in range(len(worst)) if not self.model.losers(s, t))

    def check_other_fallback(self, s: int, against: str, d: int, many: int, which: str) -> None:
        assert against == "today" or self.outcome(against) == {s}
        states, _ = self.model.fallback(s)
        assert d not in states
        assert len(states) == many
        assert self.outcome(which) & states

    def check_variant(self, s: int, d: int, deeds: str, breaks: str | None, is_either: bool = False) -> None:
        (other,) = self.after(deeds, d) & self.deals_from(s)
        if breaks is None:
            assert is_either == (self.model.standing(d) == "self-enforcing")
            assert self.model.standing(other) == "self-enforcing"
        else:
            assert self.model.standing(other) == "breakable"
            self.check_breaks(other, breaks)

    def check_more(self, s: int, many: int) -> None:
        variants = sum(text.startswith("The same, but ") for _, text in self.sections["deal"].lines)
        assert many == len(self.deals_from(s)) - 1 - variants

    # ------------------------------------------------------------------------------------------------- path

    def check_path(self) -> None:
        section = self.sections.get("path")
        if section is None:
            assert not self.outcomes
            return
        lines = [text for _, text in section.lines]
        lead = self.outcomes[0]
        if self.now is None:
            assert lines == ["No start is given, so nothing is said about how it gets there: add `status quo:` to the case."]
            return
        if lines == ["It is there already: outcome 1 is where things stand today."]:
            assert lead == self.now
            return
        assert self.reach is not None
        if lines == ["No sequence of moves leads from today to outcome 1."]:
            assert lead not in self.reach["moves"]
            return
        by_improvements = not lines[0].startswith("No single improvements lead there.")
        assert by_improvements == (lead in self.reach["improvements"])
        *steps, last = lines if by_improvements else lines[1:]
        self.check_steps(lead, steps, by_improvements)
        if by_improvements:
            found = re.fullmatch(
                r"(?:Only (.*?) (?:has|have) a reason to begin; until (?:it does|they do), things stay as they are|"
                r"(?:Any one of )?(.*?) can begin(?:; the order shown is one example)?\. Until somebody moves, things stay as they are)\.",
                last)  # fmt: skip
            assert found
            movers = [m for m in self.model.movers if self.model.ui(m, self.now)]
            assert bool(found[1]) == (len(movers) == 1)
            self.some_of(re.sub(r" or (?=[^,]*$)", " and ", found[1] or found[2]), movers)
        else:
            assert last == "Somebody would have to take a step that does not pay, or be made to."

    def check_steps(self, lead: int, steps: list[str], by_improvements: bool) -> None:
        assert self.now is not None
        paths = [[self.now]]
        movers = []
        for place, text in enumerate(steps, 1):
            words = text.removeprefix(f"{place}. ").removesuffix(".")
            if words.startswith("One after another, "):
                return  # several steps of one kind
            moved = re.match(r'(\w+) moves to "?state (\d+)"?|(\w+) ', words)
            assert moved
            movers.append(self.ids[moved[1] or moved[3]])
            paths = [[*p, s] for p in paths for s in ({int(moved[2]) - 1} if moved[2] else self.after(words, p[-1]))]
        ends = [p for p in paths if p[-1] == lead]
        assert any(
            self.model.is_legal_sequence(list(zip(movers, p, p[1:], strict=False)), by_improvements, None) for p in ends
        )

    # ------------------------------------------------------------------------------------------------ gains

    def check_gains(self) -> None:
        if not self.outcomes:
            assert "gains" not in self.sections
            return
        lead, size = self.outcomes[0], len(self.model.states)
        told: list[str] = []

        def fares(who: str, verdict: str, then: str, today: str | None, _: str | None) -> None:
            assert self.now is not None
            for actor in self.who(who):
                told.append(actor)
                gain = self.model.rank(actor, lead) - self.model.rank(actor, self.now)
                assert verdict.removeprefix("slightly ") == ("better" if gain > 0 else "worse" if gain < 0 else "no change")
                shift = sum(r < self.model.rank(actor, lead) for r in self.model.ranks[actor])
                shift -= sum(r < self.model.rank(actor, self.now) for r in self.model.ranks[actor])
                assert verdict.startswith("slightly") == (gain != 0 and abs(shift) / size < 0.05)
                self.check_place(actor, lead, then)
                before = self.number_of(actor, self.now)
                assert (today or self.number_of(actor, lead)) == before

        def alone(who: str, place: str) -> None:
            for actor in self.who(who):
                told.append(actor)
                self.check_place(actor, lead, place)

        rules: list[Rule] = [
            (r"Nothing changes: outcome 1 is where things stand today\. How good outcome 1 is for each:",
             lambda: self.check_same(lead)),
            (r"There is no start to compare with\. How good outcome 1 is for each:", lambda: self.check_no_start()),
            (r"\(Places count from 1, the best, among all ([\d,]+) combinations of choices; equal ones share theirs\."
             r"( Slightly: by less than 5\xa0% of all\.)?\)",
             lambda count, slight: self.check_size(count, slight)),
            (r"([\w, ]+): ((?:slightly )?(?:better|worse)|no change) \((place .*?)(?:; today place (\d+(?: to \d+)?))?\)((?:, (?:since|though) .*)?)\.",
             fares),
            (r"([\w, ]+): (place .*)\.", alone),
        ]  # fmt: skip
        self.read("gains", rules)
        assert sorted(told) == sorted(self.model.actors)

    def check_same(self, lead: int) -> None:
        assert lead == self.now

    def check_no_start(self) -> None:
        assert self.now is None

    def check_size(self, count: str, slight: str | None) -> None:
        assert bool(slight) == any(": slightly " in text for _, text in self.sections["gains"].lines)
        assert int(count.replace(",", "")) == len(self.model.states)

    def number_of(self, actor: str, s: int) -> str:
        """The place of a state in the order of an actor, from 1, the best; the first and the last of those liked alike."""
        ranks = self.model.ranks[actor]
        first, last = 1 + sum(r > ranks[s] for r in ranks), sum(r >= ranks[s] for r in ranks)
        return str(first) if first == last else f"{first} to {last}"

    def check_place(self, actor: str, s: int, words: str) -> None:
        ranks, size = self.model.ranks[actor], len(self.model.states)
        number, text = words.removeprefix("place ").split(f" of {size}, ")
        assert number == self.number_of(actor, s)
        good, bad = sum(r >= ranks[s] for r in ranks), sum(r <= ranks[s] for r in ranks)
        if text == "all alike":
            assert len(set(ranks)) == 1
        elif text in ("the best", "the worst"):
            assert ranks[s] == (max(ranks) if text == "the best" else min(ranks))
        elif text == "in the middle":
            assert 2 * min(good, bad) > size
        else:
            percent = int(re.findall(r"\d+", text)[0])
            share = 100 * (good if "top" in text else bad) / size
            assert 0 <= percent - share < 1, (text, share)
            assert percent < 100

    # ------------------------------------------------------------------------------------------------ holds

    def check_holds(self) -> None:
        if not self.outcomes:
            return
        lead = self.outcomes[0]
        told: list[str] = []
        latest: list[tuple[str, set[int]]] = []

        def gains(who: str, what: str) -> None:
            told.append(self.ids[who])
            assert self.after(what, lead) & self.model.ui(self.ids[who], lead)
            latest.append((self.ids[who], self.after(what, lead) & self.model.ui(self.ids[who], lead)))

        def answered(deeds: str, ending: str) -> None:
            mover, targets = latest.pop()
            self.check_answer(lead, mover, targets, deeds, ending)

        def at_once(who: str, which: str) -> None:
            mover, _ = latest.pop()
            spoilt = self.outcome(which)
            assert all(self.ids[name] != mover for name in re.split(r", | and ", who))
            assert self.model.is_body(mover) or any(
                self.model.rank(mover, t) <= self.model.rank(mover, lead) for t in spoilt
            )

        def no_move(who: str) -> None:
            told.append(self.ids[who])
            assert not self.model.um(self.ids[who], lead)

        def body(who: str) -> None:
            told.append(self.ids[who])
            assert self.model.is_body(self.ids[who])
            assert not self.model.ui(self.ids[who], lead)

        def other(who: str, what: str, worth: str) -> None:
            mover = self.ids[who]
            told.append(mover)
            assert not self.model.ui(mover, lead)
            best = max(self.model.rank(mover, t) for t in self.model.um(mover, lead))
            targets = self.after(f"{who} {what}", lead) if "move to" not in what else {int(re.findall(r"\d+", what)[0]) - 1}
            assert any(t in self.model.um(mover, lead) and self.model.rank(mover, t) == best for t in targets)
            assert (worth == "which is just as good") == (best == self.model.rank(mover, lead))

        rules: list[Rule] = [
            (r"(\w+) would gain at first: (.*)\.", gains),
            (r"(\w+) (?:has|have) no other move\.", no_move),
            (r"(\w+): none of its decisions would pass\.", body),
            (r"(\w+): the best other move is to (.*?)(?:,)? (which is just as good|which is worse|which it wants.*?|but it .*)\.", other),
            (r"But then (.*): (each move is in its mover's own interest, and the gain is gone|a (?:threat|decision) .*)\.", answered),
            (r"But if (.*) moved at the same time, it would end in the outcome (.*), which is no better\.", at_once),
        ]  # fmt: skip
        self.read("holds", rules)
        assert told == self.model.movers

    def check_answer(self, s: int, mover: str, targets: set[int], deeds: str, ending: str) -> None:
        """Some legal sequence of the others does these deeds after one of the moves, and ends no better for the mover."""
        paths: list[tuple[int, list[tuple[str, int, int]]]] = [(t, []) for t in targets]
        for part in deeds.split(", then "):
            owner = self.ids[part.split()[0]]
            paths = [(t, [*steps, (owner, at, t)]) for at, steps in paths for t in self.after(part, at)]
        is_credible = ending.startswith("each move")
        against = None if self.model.is_body(mover) else mover
        sound = [end for end, steps in paths if self.model.is_legal_sequence(steps, is_credible, against)]
        assert sound, deeds
        assert self.model.is_body(mover) or any(self.model.rank(mover, end) <= self.model.rank(mover, s) for end in sound)
        if not is_credible:
            assert not any(self.model.is_legal_sequence(steps, True, against) for _, steps in paths)

    # ------------------------------------------------------------------------------------------------ block

    def check_block(self) -> None:
        anchor = self.now if self.now is not None else (self.outcomes[0] if self.outcomes else None)
        section = self.sections.get("block")
        for _, text in () if section is None else section.lines:
            assert anchor is not None
            found = re.match(r'(\w+), "([^"]+)": (?:(nobody) has a veto|(.*?) (?:each have|has) a veto)\. ', text)
            assert found, text
            body = self.ids[found[1]]
            option = self.option(body, found[2])
            # What has to change with it has its own rules, whose vetoes stop both.
            options = [option, *(self.option(body, name) for name in re.findall(r'"(.*?)"', " ".join(
                re.findall(r"\(together with (.*?)\)", text))))]  # fmt: skip
            holders = [a for a in self.model.actors if any(not self.passes_without(body, k, a) for k in options)]
            self.some_of(found[4], holders) if found[4] else self.none(holders)
            self.check_decision(body, option, anchor, holders, text[found.end() :])

    def check_decision(self, body: str, option: int, s: int, vetoes: list[str], text: str) -> None:
        codes = [int(raw) for raw in self.model.states[s]]
        if text == "This state leaves it open.":
            assert len({code >> option & 1 for code in codes}) == 2
            return
        moves = [move for move in self.model.moves(body, s) if option in move.changed]
        where = "Today, a" if self.now is not None else "In outcome 1, a"
        if not text.startswith(where):
            assert re.fullmatch(r"(?:As things stand|In outcome 1), it (?:is not possible|cannot be undone)\.", text)
            assert text.startswith("As") == (self.now is not None)
            assert not moves
            return
        found = re.fullmatch(
            rf"{where} vote (to adopt it|to undo it)(?: \(together with (.*?)\))? would (pass|fail): (.*?)\.(?: (It would .*?\.))?"
            r"(?: The deal above would win over (.*?)\.)?", text)  # fmt: skip
        assert found, text
        what, along, verdict, sides, turn, won = found.groups()
        assert (what == "to adopt it") == (not codes[0] >> option & 1)
        least = min(len(move.changed) for move in moves)
        assert least == 1 + (along.count('"') // 2 if along else 0)
        judged = [m for m in moves if len(m.changed) == least]
        assert any(self.decision_is_so(body, s, move, vetoes, verdict == "pass", sides, turn or "") for move in judged), text
        assert any(self.won_over(body, option, s, move) == (set(self.who(won)) if won else set()) for move in judged), text

    def won_over(self, body: str, option: int, s: int, move: Move) -> set[str]:
        """Those who are not for a decision that fails and gain by the deal that needs it, if they are enough."""
        section = self.sections.get("deal")
        if section is None or not section.title.startswith("A DEAL, instead"):
            return set()
        d = self.briefed_deal()
        assert self.start is not None
        if self.start != s:  # the deal is better than another state than the one in which the vote is taken
            return set()
        (code, *others), (now, *_) = self.model.states[d], self.model.states[s]
        if others or not int(code) >> option & 1 or int(now) >> option & 1:
            return set()
        stances = self.model.preferences(s, move.target)
        players = set().union(*(self.model.players(rule, body) for rule in self.model.rules_for(body, move.changed)))
        won = {a for a in players if stances[a] <= 0 and a in self.model.gainers(self.start, d)}
        others_ = [a for a in players if stances[a] <= 0]
        groups = [set(g) for size in range(len(others_) + 1) for g in combinations(others_, size)
                  if self.model.all_pass(body, move.changed, {**stances, **dict.fromkeys(g, 1)})]  # fmt: skip
        least = [g for g in groups if len(g) == min(map(len, groups))]
        return won if any(g and g <= won for g in least) else set()

    def decision_is_so(self, body: str, s: int, move: Move, vetoes: list[str], passes: bool, sides: str, turn: str) -> bool:
        stances = self.model.preferences(s, move.target)
        players = set().union(*(self.model.players(rule, body) for rule in self.model.rules_for(body, move.changed)))

        def result(change: Mapping[str, int]) -> bool:
            return self.model.all_pass(body, move.changed, {**stances, **change})

        favour = [a for a in self.model.actors if a in players and stances[a] > 0]
        oppose = [a for a in self.model.actors if a in players and stances[a] < 0]
        said: dict[str, list[str]] = {"for": [], "against": []}
        for names, side in re.findall(r"(?:^|; )([\w, ]+?) (?:is|are) (for|against) it", sides):
            said[side] += self.who(names)
        is_so = (sorted(said["for"]), sorted(said["against"])) == (sorted(favour), sorted(oppose))
        return is_so and result({}) == passes and self.turn_is_so(result, passes, favour, oppose, vetoes, players, turn)

    def turn_is_so(
        self, result: Callable[[Mapping[str, int]], bool], passes: bool, favour: list[str], oppose: list[str],
        vetoes: list[str], players: set[str], text: str,
    ) -> bool:  # fmt: skip
        if passes:
            turning = [a for a in self.model.actors if a in players and not result({a: -1}) and a not in vetoes]
            found = re.fullmatch(r"It would fail if (.*?) were against it\.", text)
            return set(self.who(found[1]) if found else []) == set(turning) and bool(found) == bool(text)
        others = [a for a in self.model.actors if a in players and a not in favour]
        groups = [g for size in range(1, len(others) + 1) for g in combinations(others, size) if result(dict.fromkeys(g, 1))]
        least = [set(g) for g in groups if len(g) == len(groups[0])]
        aside = all(result(dict.fromkeys(g, 0)) for g in least)
        # Only: whatever the others do.
        needed = least == [set(oppose)] and not any(result({**dict.fromkeys(others, 1), a: -1}) for a in oppose)
        every = re.fullmatch(
            r"It would pass (only )?if all (\d+) who are against it (?:were for it instead|stood aside)\.", text
        )
        if every:
            is_so = least == [set(oppose)] and len(oppose) == int(every[2]) > 4
            return is_so and bool(every[1]) == needed and ("aside" in text) == aside
        found = re.fullmatch(
            r"It would pass (only )?if (.*?) (?:were for it|stood aside|were both for it|both stood aside|were all for it|"
            r"all stood aside)\.", text)  # fmt: skip
        if found and not re.match(r"\d", found[2]):
            names = self.who(found[2].replace(" or ", " and "))
            is_any = " or " in found[2] or len(names) == 1
            is_so = [{a} for a in names] == least if is_any else least == [set(names)]
            return is_so and ("aside" in text) == aside and bool(found[1]) == (needed and not is_any)
        many = re.fullmatch(
            r"It would pass if (\d+) (?:of those against|more) (?:stood aside|were for it)(?:, such as (.*))?\.", text
        )
        return bool(many) and int(many[1]) == len(least[0]) and (not many[2] or set(self.who(many[2])) in least)  # type: ignore[index]

    # ------------------------------------------------------------------------------------------------- sure

    def check_sure(self) -> None:
        """What is said of swaps: each is made, and the strictest concept of outcome 1 asked again."""
        section = self.sections["sure"]
        lines = [text for _, text in section.lines if text.startswith(("Outcome 1 breaks", "Swapping any two"))]
        if not lines:
            return
        lead = self.outcomes[0]
        concept = next(c for c in ("nash", "sseq", "seq", "smr", "gmr", "sim", "conflict-analysis") if lead in self.held[c])
        tried, broken, clauses = 0, 0, []
        for actor in self.model.actors:
            for what, case in changed_cases(self.case, actor):
                if "exchange" in what:
                    model = Model(case)
                    tried += 1
                    broken += lead not in model.equilibria(concept)
                    clauses += [self.swap_words(actor, what[0], model)] * (lead not in model.equilibria(concept))
        (text,) = lines
        assert int(re.findall(r"(\d+)(?: swaps? (?:was|were))? tried", text)[0]) == tried, (text, tried)
        assert text.startswith("Swapping any two") == (not broken), (text, broken)
        more = re.search(r"or if (?:one|any of \d+) more swaps? is made", text)
        assert bool(more) == (broken > 2)
        for words in clauses[:2]:
            assert words is None or words in text, (words, text)

    def swap_words(self, actor: str, place: int, after: Model) -> str | None:
        """What an exchange is: which of two statements matters more, or which outcome is liked less; None: not read here."""
        record, name, lead = self.case.actors[actor], self.case.label(actor), self.outcomes[0]
        if record.prefers is not None:
            less, more = record.prefers[place : place + 2]
            if not isinstance(less, Line) or not isinstance(more, Line):
                return None
            first, second = (said(clause(self.case, line.that, actor)) for line in (more, less))
            return f"it matters more to {name} that {first} than that {second}"
        ranks = list(self.model.ranks[actor])
        fallen = [s for s in self.outcomes if self.model.rank(actor, s) < self.model.rank(actor, lead)
                  and after.rank(actor, s) > after.rank(actor, lead)]  # fmt: skip
        if [ranks.count(ranks[s]) for s in (lead, *fallen)] != [1, 1]:
            return None
        return f"{name} likes outcome 1 less than outcome {self.outcomes.index(fallen[0]) + 1}"

    # ------------------------------------------------------------------------------------------------ actor

    def check_actor(self) -> None:
        section = self.sections.get("actor")
        start = self.now if self.now is not None else (self.outcomes[0] if self.outcomes else None)
        if section is None or start is None:
            assert start is None
            return
        me, model = self.actor, self.model
        mine = {t: model.rank(me, t) - model.rank(me, start) for t in (model.um(me, start) if me in model.movers else ())}
        harm = {(m, t): model.rank(me, t) - model.rank(me, start)
                for m in model.movers if m != me
                for t in (model.ui(m, start) if model.is_body(m) else model.um(m, start))}  # fmt: skip
        n_told = 0

        def no_move(where: str) -> None:
            assert not mine
            assert (where == "today") == (self.now is not None)

        def own(what: str, worth: str) -> None:
            nonlocal n_told
            n_told += 1
            targets = self.after(what, start) & set(mine)
            assert any(self.worth_is_so(start, t, mine[t], worth) for t in targets), (what, worth)

        def more(count: str) -> None:
            assert int(count) == len(mine) - 3

        def hurt(what: str, negation: str | None) -> None:
            owner = self.ids[what.split()[0]]
            worst = min(harm.values())
            assert worst < 0
            targets = self.after(what.split(", since")[0], start)
            assert any(harm.get((owner, t)) == worst and (t in model.ui(owner, start)) == (not negation) for t in targets)

        def unhurt() -> None:
            assert all(change >= 0 for change in harm.values())

        rules: list[Rule] = [
            (r"\w+ (?:has|have) no move of its own (today|at outcome 1)\.", no_move),
            (r"(\d+) more moves are no better for it than these\.", more),
            (r"What it can offer: it gains by no deal told here\.", lambda: None),
            (r"What it can offer: (.*)\. That is its part in (.*), by which (.*?) gains? too\.", self.check_offer),
            (r"What it can offer: .*, by which nobody else gains\.", lambda: None),
            (r"Whom it (?:has to|could) win over for .*\.", lambda: None),
            (r"Whom it has to keep to that deal: (.*)\.", lambda who: self.who(who)),
            (r"What would hurt it most: no single move of others makes it worse off\.", unhurt),
            (r"What would hurt it most: (.*)\. That move is (not )?in the interest of its mover\.", hurt),
            (r"(\w+ (?:choose|drop|move).*?): (a gain.*|neither better nor worse for it|worse for it.*)\.", own),
        ]  # fmt: skip
        self.read("actor", rules)
        assert n_told == min(len(mine), 3)

    def worth_is_so(self, s: int, t: int, change: int, worth: str) -> bool:
        if not worth.startswith("a gain"):
            return change < 0 if worth.startswith("worse") else change == 0
        answered = t not in self.model.open_improvements(self.actor, s)
        return change > 0 and answered == worth.startswith("a gain at first")

    def check_offer(self, what: str, which: str, others: str) -> None:
        d = self.briefed_deal() if which == "the deal above" else None
        if d is not None:
            assert self.start is not None
            gainers = [a for a in self.model.actors if a in self.model.gainers(self.start, d)]
            assert self.actor in gainers
            self.some_of(others, [a for a in gainers if a != self.actor])
            if what.startswith("nothing more") and len(self.model.states[d]) == 1 == len(self.model.states[self.start]):
                changed = next(iter(self.model.states[d])) ^ next(iter(self.model.states[self.start]))  # type: ignore[operator]
                assert not any(changed >> k & 1 for k in self.model.options_of(self.actor))

    def none(self, ids: Sequence[object]) -> None:
        assert not ids

    def passes_without(self, body: str, option: int, actor: str) -> bool:
        stances = {a: -1 if a == actor else 1 for a in self.model.actors}
        return self.model.all_pass(body, [option], stances)

    # ------------------------------------------------------------------------------------------- bottom line

    def check_bottom_line(self) -> None:
        ((_, text),) = self.sections["bottom-line"].lines
        for sentence in re.split(r"(?<=\.) (?=[A-Z])", text):
            doubt = re.fullmatch(
                r"(Left alone, .*), (?:if an assumption is right of which the analyst is (\S+)\xa0% sure|"
                r"assuming with (\S+)\xa0% certainty that (.*))\.", sentence)  # fmt: skip
            if doubt:
                self.check_doubt(doubt[2] or doubt[3], doubt[4])
            apply(f"{doubt[1]}." if doubt else sentence, self.bottom_rules())

    def bottom_assumed(self, percent: str | None, wanted: str) -> None:
        if percent is not None:
            self.check_doubt(percent, wanted)

    def check_doubt(self, percent: str, wanted: str | None = None) -> None:
        """Without some statement of this certainty, and of no less certain one, another outcome stands first."""
        changed: dict[Decimal, list[str]] = {}
        for actor, record in self.case.actors.items():
            for position, line in enumerate(record.prefers or ()):
                for part in lines_of(line):
                    if part.sure < 1 and self.lead_without(actor, position, part) not in (None, self.outcomes[0]):
                        words = f"{self.case.label(actor)} {said(goal(self.case, part.that, actor))}"
                        changed.setdefault(part.sure, []).append(words)
        assert Decimal(percent) / 100 == min(changed), (percent, changed)
        assert wanted is None or wanted in changed[min(changed)], (wanted, changed)

    def lead_without(self, actor: str, position: int, line: Line) -> int | None:
        """The first outcome where a statement does not hold; the old one where it is as strong; None: nothing can be said."""
        try:
            compile(without(self.case, actor, position, line))
        except CaseError:  # it would split a coalesced state
            return None
        other = Ordered(without(self.case, actor, position, line))
        order = other.order()
        if not order:
            return None
        old, new = self.outcomes[0], order[0]
        alike = [(other.kind(s), other.reach is not None and s in other.reach["improvements"]) for s in (old, new)]
        return old if alike[0] == alike[1] else new

    def bottom_rules(self) -> list[Rule]:
        nash = self.held["nash"]
        reached = nash & self.reach["improvements"] if self.reach is not None else set()
        return [
            (rf"Left alone, things can end in {AMOUNT} stable outcomes; best supported is (.*)\.",
             lambda many, which: self.bottom_counted(many, which, len(reached))),
            (r"Left alone, things (end|can end) ((?:where|in) .*)\.", self.bottom_one),
            (rf"{AMOUNT} outcomes are stable, but single improvements from today lead to none of them; best supported is (.*)\.",
             lambda many, which: self.bottom_counted(many, which, len(nash), unreached=True)),
            (r"The one stable outcome is (.*), but single improvements from today do not lead there\.",
             lambda which: self.bottom_counted("one", which, len(nash), unreached=True)),
            (rf"(?:{AMOUNT} outcomes are|One outcome is) stable(?:; best supported is|,) (.*)\.",
             lambda many, which: self.bottom_counted(many or "one", which, len(nash))),
            (r"Things stay as they are: no actor gains by a move of its own, and no group of actors has a deal that all of them prefer\.",
             lambda: self.bottom_stays(has_deal=False)),
            (r"Left alone, things stay as they are: no actor gains by a move of its own\.",
             lambda: self.bottom_stays(has_deal=True)),
            (r"Single moves from today end nowhere; moves and deals together can end (.*)\.", self.bottom_by_deal),
            (r"No start is given, so nothing is said about how it gets there\.", self.check_no_start),
            (r"From every state some actor(?: or body)? would move on; best supported is (.*), since (.*)\.",
             lambda which, why: self.bottom_unsupported(which, why)),
            (r"Nothing is stable: from every state some actor(?: or body)? would move on\.", lambda: self.none(self.order())),
            (r"Improvements from today go round in a circle\.", self.bottom_circle),
            (r"Nobody can do anything in this case: no actor and no body has a move\.", lambda: self.none(self.model.movers)),
            (r"Nobody gains or loses by it\.", lambda: self.bottom_gains(None, None, None)),
            (r"(.*?) gains? by it(?:; (.*?) loses?)?(?:; nothing changes for (.*?))?\.", self.bottom_gains),
            (r"(.*?) loses? by it(?:; nothing changes for (.*?))?\.",
             lambda worse, unchanged: self.bottom_gains(None, worse, unchanged)),
            (r"(.*?) would gain(?:(, and nobody lose),)? by (a deal where .*?|the deal below|a deal)"
             r"(?:; (nobody) gains by breaking it|; (.*?) would (?:each )?be tempted to break it(, though credible answers would keep it)?)\.",
             self.bottom_deal),
            (r"This assumes(?: with (\S+)\xa0% certainty)? that (.*); if that is wrong, (?:things can end (?:in|where) .*|"
             r"the best supported outcome is (?:the one .*|another one))\.", self.bottom_assumed),
        ]  # fmt: skip

    def walk_ends(self) -> tuple[set[int], bool]:
        """The Nash equilibria at which walks of improvements from today end, and whether every walk ends."""
        assert self.now is not None
        return ends_of_walks(self.model, self.now)

    def bottom_one(self, how: str, which: str) -> None:
        lead = self.outcomes[0]
        assert lead in self.outcome(which)
        ends, always = self.walk_ends()
        assert self.reach is not None
        assert self.held["nash"] & self.reach["improvements"] == {lead}
        assert (how == "end") == (always and ends == {lead})

    def bottom_counted(self, many: str, which: str, count: int, unreached: bool = False) -> None:
        assert count > 12 if many.lower() == "many" else number(many) == count
        assert self.outcomes[0] in self.outcome(which)
        if unreached:
            assert self.reach is not None
            assert not self.held["nash"] & self.reach["improvements"]

    def bottom_stays(self, has_deal: bool) -> None:
        assert self.now is not None
        assert not any(self.model.ui(m, self.now) for m in self.model.movers)
        assert bool(self.deals_from(self.now)) == has_deal

    def bottom_by_deal(self, which: str) -> None:
        assert self.now is not None
        assert self.reach is not None
        assert not self.held["nash"] & self.reach["improvements"]
        reached = {s for s in self.model.distances(self.now, len(self.model.actors)) if s in self.held["nash"]}
        assert reached
        assert which == "in a stable outcome" or self.outcome(which) & reached

    def bottom_unsupported(self, which: str, why: str) -> None:
        assert not self.held["nash"]
        assert self.outcomes[0] in self.outcome(which)
        kinds = {
            "others would answer a move away from it, in their own interest": 2,
            "only threats keep actors there": 3,
            "leaving it pays unless others move at the same time": 4,
        }
        assert kinds[why] == self.kind(self.outcomes[0])

    def bottom_circle(self) -> None:
        assert self.walk_ends()[0] == set()

    def bottom_gains(self, better: str | None, worse: str | None, unchanged: str | None) -> None:
        assert self.now is not None
        lead = self.outcomes[0]
        for text, ids in ((better, self.model.gainers(self.now, lead)), (worse, self.model.losers(self.now, lead))):
            assert bool(text) == bool(ids)
            if text:
                self.some_of(in_small(text), ids)
        if unchanged:  # left out where there is no room for it
            changing = {*self.model.gainers(self.now, lead), *self.model.losers(self.now, lead)}
            self.some_of(unchanged, [a for a in self.model.actors if a not in changing])

    def bottom_deal(
        self, who: str, nobody: str | None, what: str, kept: str | None, tempted: str | None, answered: str | None
    ) -> None:
        is_today = self.briefing.headline.startswith("stays")
        anchor = self.now if is_today else self.outcomes[0]
        assert anchor is not None
        if what == "the deal below":
            states = {self.briefed_deal()}
        elif what == "a deal":
            states = {self.model.in_order(anchor)[0]}
        else:
            states = self.agreed(what.removeprefix("a deal where "), anchor)
        some = states & self.deals_from(anchor)
        assert any(self.deal_is_so(anchor, d, who, nobody, kept, tempted, answered) for d in some)

    def agreed(self, words: str, anchor: int) -> set[int]:
        """The states of what is agreed, told against today (without it: against the outcome), and what is not chosen."""
        start = anchor if self.now is None else self.now
        positive, _, negative = words.partition(", but ")
        if " not choose " in positive or " not adopt " in positive:
            positive, negative = "nobody does anything", words
        avoided = [
            self.option(self.ids[who], name)
            for who, name in re.findall(r'(\w+) (?:does|do) not (?:choose|adopt) "([^"]*)"', negative)
        ]
        states = self.after(positive, start)
        return {s for s in states if not any(int(raw) >> k & 1 for raw in self.model.states[s] for k in avoided)}

    def deal_is_so(
        self, s: int, d: int, who: str, nobody: str | None, kept: str | None, tempted: str | None, answered: str | None
    ) -> bool:
        standing, text = self.model.standing(d), in_small(who)
        # What is done may be read from several starts, of which one is meant.
        try:
            self.some_of(text, self.model.gainers(s, d))
            if tempted:
                self.some_of(tempted, self.model.tempted(d))
        except AssertionError:
            return False
        return (
            not (nobody and self.model.losers(s, d))
            and bool(kept) == (standing == "self-enforcing")
            and bool(answered) == (standing == "kept-by-answers")
        )


def test_what_is_said_of_catalogue_cases_is_so() -> None:
    for id_ in ("prisoners-dilemma", "chicken", "cuban-missile-crisis"):
        # Labels are names of several words, which nobody can take apart.
        Said(load_case(id_).model_copy(update={"labels": {}})).check()


@pytest.mark.parametrize("part", range(4))
def test_what_is_said_of_random_cases_is_so(part: int) -> None:
    for seed in range(30 * part, 30 * part + 30):
        case = random_case(Random(seed), max_options=4, actors=(1, 3))
        with failing_as(f"seed {seed}"):
            Said(case).check()


def test_what_is_said_of_traps_is_so() -> None:
    for name, trap in TRAPS.items():
        if not trap.case.is_graph:
            with failing_as(name):
                Said(trap.case).check()


def test_what_is_said_of_a_doubt_is_so() -> None:
    # Left alone, both arm, which neither wants; whether Bob cares about peace alone is not certain.
    prefers = [{"that": "not bob.arm"}, {"that": "arm", "sure": 0.7}]
    case = case_of(
        actors={
            "ann": {"name": "Ann", "options": {"arm": {"name": "Arm"}}, "prefers": prefers},
            "bob": {
                "name": "Bob",
                "options": {"arm": {"name": "Arm"}},
                "prefers": ["not ann.arm", {"that": "arm", "sure": 0.9}],
            },
        },
        **{"status quo": []},
    )
    said = Said(case)
    said.check()
    ((_, text),) = said.sections["bottom-line"].lines
    assert 'assuming with 70\xa0% certainty that Ann wants to choose "Arm"' in text
    with pytest.raises(AssertionError):
        said.check_doubt("90")


def test_all_actors_but_a_few_are_named_by_these() -> None:
    names = ("Ann", "Bob", "Cat", "Dan", "Eve")
    others = {name.lower(): {"name": name, "prefers": ["gil.go"]} for name in names}
    case = case_of(actors={"gil": {"name": "Gil", "options": {"go": {"name": "Go"}}, "prefers": ["go"]}, **others,
                           "hal": {"name": "Hal", "prefers": ["not gil.go"]}}, **{"status quo": []})  # fmt: skip
    said = Said(case)
    said.outcomes = said.order()[:4]
    said.check_bottom_line()
    assert "All actors except Hal gain by it; Hal loses." in said.sections["bottom-line"].lines[0][1]
