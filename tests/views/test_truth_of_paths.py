"""Every sentence about how a conflict may evolve, read back and held against the reference; what cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from cases import labelled, random_case, random_graph_case, random_statement
from countermove.analysis.evolution.evolution import paths, starts
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.statements import parse
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Section
from countermove.views.evolution import evolution_page, starts_page
from preference_sentences import PreferenceReader
from reference import line_values, status_quo_of
from reference_compare import concepts_of
from reference_deals import DealModel, Leg
from reference_paths import all_shortest, chances, expected_steps
from sentences import Rule, number, sentences, share_is, wilson

MOST_STATES, MOST_PATHS, MOST_ROUTES = 12, 3, 3
PERCENT = r"((?:[Uu]nder |[Oo]ver )?\d+ %)"
IMPROVEMENT = "An improvement is a move by which its mover gains. In a path, nobody moves twice in a row."
WALK = "In a random improvement walk, every mover with an improvement is equally likely to move next, and nobody fears an answer."
WITH_DEALS = "Single improvements do not lead there. In these paths a step is an improvement, or a deal of some actors:"


class PathsReader(PreferenceReader[DealModel]):
    """What is said of how a listed case may evolve, from a state, to what was asked for."""

    def __init__(self, case: Case, start: int, to: int | None, where: str | None, concepts: tuple[str, ...] | None) -> None:
        super().__init__(case, DealModel(case))
        self.start, self.to, self.where = start, to, where
        self.concepts = concepts or ("nash", "seq")
        game = compile(case)
        question: dict[str, Any] = {"where": where} if to is None else {"to": game.at(to)}
        self.answer = paths(game, game.at(start), concepts=concepts, **question)
        self.page = evolution_page(self.answer, 100)
        self.route: tuple[str, int] = ("", start)
        self.steps: list[tuple[str, int, int]] = []
        self.done: list[tuple[tuple[str, int, int], ...]] = []
        self.n_routes = 0

    @cached_property
    def shortest(self) -> dict[str, dict[int, set[Any]]]:
        kinds = (("improvements", True), ("moves", False))
        return {by: all_shortest(self.model, self.start, is_better, longest=8) for by, is_better in kinds}

    @cached_property
    def reached(self) -> dict[str, Any]:
        found: dict[str, Any] = dict(self.model.reachable_from(self.start))
        return found

    @cached_property
    def wanted(self) -> set[int]:
        """The states to which paths are asked: the outcomes, the state that was named, or where a statement is true."""
        if self.to is not None:
            return {self.to}
        if self.where is not None:
            tree = parse(self.where).tree
            return {
                s for s, raws in enumerate(self.model.states) if any(self.model.names.holds(tree, int(raw)) for raw in raws)
            }
        held = set().union(*(self.model.equilibria(concept) for concept in self.concepts))
        return held or set().union(*(self.model.equilibria(concept) for concept in concepts_of(self.case)))

    @property
    def is_fallback(self) -> bool:
        asked = self.to is None and self.where is None
        return asked and bool(self.wanted) and not any(self.model.equilibria(concept) for concept in self.concepts)

    @cached_property
    def targets(self) -> set[int]:
        """The states that are spoken of: of those where a statement is true only the nearest, by either kind of moves."""
        if self.where is None:
            return self.wanted
        found: set[int] = set()
        for lengths in self.shortest.values():
            near = {t: min(map(len, sequences)) for t, sequences in lengths.items() if t in self.wanted}
            found |= {t for t, length in near.items() if length == min(near.values())}
        return found

    # ------------------------------------------------------------------------------------------- sections

    def check(self) -> None:
        sections = {section.title: section for section in self.sections(self.page)}
        first, *titles = sections
        assert self.state(first.removeprefix("From ")) == self.start
        self.check_start(sections[first])
        checks = {
            "Shortest paths": self.check_paths, "Paths with deals": self.check_deals, "What can be reached": self.check_reach,
            "Who can begin": self.check_begin, "Where random improvements end": self.check_ends,
            "What happened": self.check_events,
        }  # fmt: skip
        for title in titles:
            checks[title](self.texts(sections[title]))
        asked = not self.case.is_graph and self.model.status_quo is not None and self.case.events
        assert ("What happened" in titles) == bool(asked)
        leads = bool(self.reached["improvements"] & self.targets)
        assert not (leads and "Paths with deals" in titles)
        for table in self.tables(self.page):
            self.check_table(table)

    def check_start(self, section: Section) -> None:
        items = [text for _, _, text in self.texts(section)]
        if not self.case.is_graph:
            self.done_in(items.pop(0).removesuffix("."), self.start)
        now = self.model.status_quo
        if self.start == now:
            assert items == ["This is the status quo."]
        elif not self.case.is_graph:
            assert not items
        elif now is None:
            assert items == ["The case has no status quo."]
        else:
            (text,) = items
            assert self.state(text.removeprefix("The status quo is ").removesuffix(".")) == now

    # ---------------------------------------------------------------------------------------- the paths

    def check_paths(self, items: list[tuple[int, str, str]]) -> None:
        for depth, mark, text in items:
            if depth and re.fullmatch(r"\d+\.", mark):
                self.step(int(mark[:-1]), text.removesuffix("."))
                continue
            self.finish()
            self.read(text, [*self.path_rules(), *self.more_rules()])
        self.finish()
        self.end_route()
        able = [t for t in self.targets if t in self.reached["moves"]]
        assert self.n_routes == min(MOST_ROUTES, len(able))
        said = [text for _, _, text in items]
        assert (IMPROVEMENT in said) == bool(able)
        assert any("The outcomes here are equilibria" in text for text in said) == self.is_fallback

    def path_rules(self) -> list[Rule]:
        return [
            (re.escape(IMPROVEMENT), lambda: None),
            (r"No state is an equilibrium under (.+)\. The outcomes here are equilibria under other concepts only\.",
             self.fallback),
            (r"To (.+): no move is needed\.", self.no_move),
            (r"To (.+): (\d+) (improvement|move)s?, (one path|[\d,]+ paths)(; .+)?\.", self.route_is),
            (r"No state is an equilibrium under the concepts asked, so there is no outcome to reach\.",
             lambda: self.nothing(self.wanted)),
            (r"The statement is true in no feasible state\.", lambda: self.nothing(self.wanted)),
            (r"No sequence of moves leads from here to any of these (states|outcomes)\.", self.unreached),
            (r"No sequence of moves leads from here to ((?!any of).+)\.", self.state_unreached),
        ]  # fmt: skip

    def more_rules(self) -> list[Rule]:
        return [
            (r"Path (\d+):", self.path_begins),
            (r"([\d,]+) more paths? ha(?:s|ve) this length\.", self.more_paths),
        ]

    @staticmethod
    def nothing(states: object) -> None:
        assert not states

    def fallback(self, labels: str) -> None:
        assert self.is_fallback
        assert labels == " or ".join(CONCEPTS[id_].label for id_ in self.concepts)

    def no_move(self, name: str) -> None:
        self.end_route()
        assert self.state(name) == self.start
        assert self.start in self.targets
        self.n_routes += 1

    def route_is(self, name: str, length: str, kind: str, count: str, against: str | None) -> None:
        self.end_route()
        target, by = self.state(name), f"{kind}s"
        assert target in self.targets
        ways = self.shortest[by][target]
        assert {len(way) for way in ways} == {int(length)}
        assert len(ways) == (1 if count == "one path" else number(count.split()[0]))
        if by == "improvements":
            assert against is None
        else:
            # Where improvements lead, the paths by improvements are described instead.
            assert target not in self.reached["improvements"]
            (mover,) = {way[0][0] for way in ways} if len(ways) == 1 else {""}
            expected = {
                "; the move is no improvement for its mover": length == "1",
                "; this decision does not pass as its members prefer": length == "1" and self.some_body(ways),
                "; at least one of the moves is no improvement for its mover": int(length) > 1,
            }
            assert against is not None
            assert expected[against], (against, mover)
        self.route, self.done, self.steps = (by, target), [], []
        self.n_routes += 1

    def some_body(self, ways: set[Any]) -> bool:
        return any(self.model.is_body(way[0][0]) for way in ways)

    def path_begins(self, place: str) -> None:
        assert int(place) == len(self.done) + 1

    def step(self, place: int, text: str) -> None:
        if place == 1:
            self.finish()
        before = self.steps[-1][2] if self.steps else self.start
        mover, after = self.deed(text, before)
        self.steps.append((mover, before, after))
        assert len(self.steps) == place

    def finish(self) -> None:
        """A path that has been told is one of the shortest, and has not been told before."""
        if self.steps:
            by, target = self.route
            assert tuple(self.steps) in self.shortest[by][target], self.steps
            assert tuple(self.steps) not in self.done
            self.done.append(tuple(self.steps))
            self.steps = []

    def end_route(self) -> None:
        by, target = self.route
        if by:
            assert len(self.done) == min(MOST_PATHS, len(self.shortest[by][target]))
            self.route = ("", self.start)

    def more_paths(self, count: str) -> None:
        by, target = self.route
        assert number(count) == len(self.shortest[by][target]) - MOST_PATHS

    def unreached(self, what: str) -> None:
        assert what == ("outcomes" if self.to is None and self.where is None else "states")
        assert self.wanted
        assert not self.wanted & self.reached["moves"]

    def state_unreached(self, name: str) -> None:
        assert self.to == self.state(name)
        assert self.to not in self.reached["moves"]

    def check_deals(self, items: list[tuple[int, str, str]]) -> None:
        """Each step is an improvement, or what a coalition agrees on; none shorter is possible."""
        assert items[0][2] == WITH_DEALS
        routes: list[tuple[int, list[Leg]]] = []
        for depth, mark, text in items[1:]:
            if not depth:
                routes.append((self.state(text.removeprefix("To ").removesuffix(":")), []))
                continue
            target, legs = routes[-1]
            assert mark == f"{len(legs) + 1}."
            legs.append(self.leg(text.removesuffix("."), legs[-1].after if legs else self.start))
        most = len(self.case.actors) if len(self.case.actors) <= 8 else 4
        lengths = self.model.distances(self.start, most)
        for target, legs in routes:
            assert target in self.targets
            assert legs[-1].after == target
            assert len(legs) == lengths[target]
            assert all(one.actors != other.actors for one, other in pairwise(legs))
            assert all(leg in self.model.legs(leg.before, most) for leg in legs)
        assert not self.targets & self.reached["improvements"]

    def leg(self, text: str, before: int) -> Leg:
        if not (agreed := re.fullmatch(r"(.+) agree: (.+)", text)):
            mover, after = self.deed(text, before)
            return Leg((mover,), before, after)
        last = agreed[2].split(", then ")[-1]
        end = re.search(r"moves to (.+)$", last)
        after = self.state(end[1]) if end else self.inside(last[last.rindex(" (") + 2 : -1])
        return Leg(tuple(self.who(agreed[1], "and")), before, after)

    # ------------------------------------------------------------------------- what is reached, who begins

    def check_reach(self, items: list[tuple[int, str, str]]) -> None:
        better, every = self.reached["improvements"], self.reached["moves"]
        size = len(self.model.states)
        (_, _, one), (_, _, two) = items
        match = re.fullmatch(r"By improvements: ([\d,]+) of ([\d,]+) states, this one included(?:: (.+))?\.", one)
        assert match, one
        assert (number(match[1]), number(match[2])) == (len(better), size)
        assert (match[3] is not None) == (len(better) <= MOST_STATES)
        if match[3]:
            self.states(match[3], better, "and")
        match = re.fullmatch(r"By any moves: (?:(all) )?([\d,]+)(?: of ([\d,]+))? states\.", two)
        assert match, two
        assert number(match[2]) == len(every)
        assert (match[1] is not None) == (len(every) == size)
        assert match[3] is None or number(match[3]) == size

    @cached_property
    def openings(self) -> dict[str, set[int]]:
        """For each mover with an improvement the targets that improvements lead to once it has begun."""
        found = {}
        for mover in self.model.movers:
            if first := self.model.steps(mover, self.start, True):
                ends = set(first).union(*(self.model.reach(s, self.model.movers, True, last=mover) for s in first))
                found[mover] = ends & self.targets
        return found

    def check_begin(self, items: list[tuple[int, str, str]]) -> None:
        self.told: dict[str, set[int]] = {}
        for _, _, text in items:
            for one in sentences(text):
                self.read(one, self.begin_rules())
        if any(text.startswith("If ") for _, _, text in items):
            assert self.told == self.openings

    def begin_rules(self) -> list[Rule]:
        lead = r"(?:can lead to (.+)|lead to (none of these (?:states|outcomes)))"
        return [
            (r"Nobody has an improvement here\.", lambda: self.nothing(self.openings)),
            (r"(.+) can begin with an improvement, but improvements lead to none of these (states|outcomes)\.", self.no_lead),
            (r"(.+) can begin with an improvement, but improvements do not lead to (.+)\.", self.no_lead_to),
            (r"Only (\w+) can begin with an improvement\.", lambda who: self.some_of(who, self.openings, "and")),
            (r"(.+) can begin with an improvement\.", self.can_begin),
            (r"It can lead to (.+)\.", lambda names: self.states(names, next(iter(self.openings.values())))),
            (r"With a first move by (.+), improvements can lead to (.+)\.", self.all_lead),
            (rf"If (\w+) begins, improvements {lead}\.", self.begins),
            (r"If (\w+) begins, improvements do not lead to (.+)\.", self.begins_not),
            (r"Nobody else's beginning leads to (.+)\.", self.only_this),
        ]  # fmt: skip

    def no_lead(self, who: str, what: str) -> None:
        self.some_of(who, self.openings, "and")
        assert what == ("outcomes" if self.to is None and self.where is None else "states")
        assert not any(self.openings.values())

    def no_lead_to(self, who: str, name: str) -> None:
        self.some_of(who, self.openings, "and")
        assert self.state(name) == self.to
        assert not any(self.openings.values())

    def can_begin(self, who: str) -> None:
        self.some_of(who, self.openings, "and")
        assert not self.wanted

    def all_lead(self, who: str, names: str) -> None:
        self.some_of(who, self.openings, "or")
        for targets in self.openings.values():
            self.states(names, targets, "and")

    def begins(self, who: str, names: str | None, none: str | None) -> None:
        self.beginner = self.ids[who]
        targets = self.openings[self.beginner]
        if none:
            assert not targets
        else:
            assert names is not None
            self.states(names, targets, "and")
        self.told[self.beginner] = targets

    def begins_not(self, who: str, name: str) -> None:
        self.beginner = self.ids[who]
        assert self.state(name) == self.to
        assert not self.openings[self.beginner]
        self.told[self.beginner] = set()

    def only_this(self, names: str) -> None:
        others = set().union(*(targets for mover, targets in self.openings.items() if mover != self.beginner))
        self.states(names, self.openings[self.beginner] - others, "and")

    # --------------------------------------------------------------------------------- where walks end

    def check_ends(self, items: list[tuple[int, str, str]]) -> None:
        self.chances = chances(self.model, self.start)
        self.named: list[frozenset[int]] = []
        texts = [text for _, _, text in items]
        if texts == ["Random improvement walks stay here: nobody has an improvement."]:
            assert not self.openings
            return
        assert texts[0] == WALK
        for text in texts[1:]:
            self.read(text, self.end_rules())
        assert len(self.named) == min(MOST_STATES, len(self.chances))
        assert any("twice in a row" in text for text in texts) == bool(
            set().union(*self.chances) - self.reached["improvements"]
        )

    def end_rules(self) -> list[Rule]:
        return [
            (r"All walks end in (.+)\.", lambda name: self.ends("100 %", {self.state(name)})),
            (rf"{PERCENT} of walks end in (.+)\.", lambda share, name: self.ends(share, {self.state(name)})),
            (r"No walk ends: they stay among (.+)\.", lambda names: self.stays("100 %", names)),
            (rf"{PERCENT} of walks never end: they stay among (.+)\.", self.stays),
            (r"([\d,]+) other endings? (?:is|are) not more likely than the last of these: at most (\d+) % of walks(?: each)?\.",
             self.other_ends),
            (r"In these walks a mover may move twice in a row, so they go farther than the paths above\.", lambda: None),
            (r"A walk takes ([\d.]+) moves on average\.", self.average),
        ]  # fmt: skip

    def ends(self, share: str, states: set[int]) -> None:
        assert frozenset(states) in self.chances, states
        share_is(share.lower(), self.chances[frozenset(states)])
        assert frozenset(states) not in self.named
        self.named.append(frozenset(states))

    def stays(self, share: str, names: str) -> None:
        (end,) = (end for end in self.chances if len(end) > 1 and self.are(names, end))
        self.ends(share, set(end))

    def are(self, names: str, states: frozenset[int]) -> bool:
        try:
            self.states(names, states, "and")
        except AssertionError:
            return False
        return True

    def other_ends(self, count: str, most: str) -> None:
        others = [chance for end, chance in self.chances.items() if end not in self.named]
        assert number(count) == len(others)
        least = min(self.chances[end] for end in self.named)
        assert all(chance <= least for chance in others)
        assert max(others) * 100 <= int(most) < max(others) * 100 + 1

    def average(self, moves: str) -> None:
        assert abs(float(expected_steps(self.model, self.start)) - float(moves)) <= 0.05 + 1e-9

    # ------------------------------------------------------------------------------------- what happened

    def check_events(self, items: list[tuple[int, str, str]]) -> None:
        assert len(items) == len(self.case.events)
        for (_, _, text), (event, before, after, fits) in zip(items, self.happened(), strict=True):
            self.event, self.codes, self.fits = event, (before, after), fits
            head, _, rest = text.partition(". ")
            assert head.startswith(f"{event.on}: {self.case.label(event.actor)} "), head
            self.check_event(head, rest)

    def happened(self) -> list[tuple[Any, int, int, bool]]:
        """Each event with the combinations before and after it: taken back from the status quo, or going on from it."""
        names, now = self.model.names, status_quo_of(self.case)
        assert isinstance(now, int)
        found, code = [], now
        past = [event for event in self.case.events if not self.case.at or event.on <= self.case.at]
        for event in reversed(past):
            takes = {names.find_text(text, event.actor) for text in event.takes}
            drops = {names.find_text(text, event.actor) for text in event.drops}
            bits = [code >> k & 1 for k in range(len(self.rows))]
            fits = all(bits[k] for k in takes) and not any(bits[k] for k in drops)
            before = sum((k in drops or (bits[k] and k not in takes)) << k for k in range(len(self.rows)))
            found.append((event, before, code, fits))
            code = before
        found.reverse()
        code = now
        for event in self.case.events[len(past) :]:
            takes = {names.find_text(text, event.actor) for text in event.takes}
            drops = {names.find_text(text, event.actor) for text in event.drops}
            after = sum((k in takes or (code >> k & 1 and k not in drops)) << k for k in range(len(self.rows)))
            found.append((event, code, after, True))
            code = after
        return found

    def check_event(self, head: str, rest: str) -> None:
        before, after = (self.model.state_of.get(code) for code in self.codes)
        where = re.fullmatch(r"(.+?)(?: \((state \d+) to (state \d+)\)|, from (.+) to (.+))?", head)
        assert where
        is_body, actor = self.model.is_body(self.event.actor), self.event.actor
        who = self.case.label(actor)
        if before is None or after is None:
            assert rest == "The model has no such state: this combination of options is not feasible."
            return
        if where[2] or where[4]:
            assert self.state(where[2] or where[4]) == before
            assert self.state(where[3] or where[5]) == after
        can = after in self.model.steps(actor, before, False)
        better = after in self.model.steps(actor, before, True)
        if not self.fits:
            assert rest == "This does not fit the status quo or a later event."
        elif before == after:
            name = re.fullmatch(r"This was so already in (.+)\.", rest)
            assert name
            assert self.state(name[1]) == before
        elif not can:
            assert rest == "The model does not allow this move."
        elif better:
            why = ": the decision passes as the members prefer" if is_body else f" as an improvement for {who}"
            assert rest == f"The model explains this{why}."
        elif is_body:
            assert rest == "The model does not explain this: the decision does not pass as the members prefer."
        else:
            start = f"The model does not explain this: it is no improvement for {who}."
            assert rest.startswith(start)
            lost = self.lost(actor, before, after)
            against = re.fullmatch(r" It goes against this preference: (.+) \(statement (\d+)\)\.", rest.removeprefix(start))
            assert bool(against) == (lost is not None), rest
            if against:
                assert lost == int(against[2]) - 1
                assert self.is_entry(against[1], (self.case.actors[actor].prefers or ())[int(against[2]) - 1], actor)

    def lost(self, actor: str, before: int, after: int) -> int | None:
        """The first statement of an actor that tells two states apart, where the one after has it less."""
        if not self.case.actors[actor].prefers:
            return None
        was, is_ = (line_values(self.case, actor, int(min(self.model.states[s], key=int))) for s in (before, after))
        place = next((k for k, (a, b) in enumerate(zip(was, is_, strict=True)) if a != b), None)
        return place if place is not None and is_[place] < was[place] else None

    # ------------------------------------------------------------------------------------------- the table

    def check_table(self, table: Any) -> None:
        told = set()
        for row in table.rows:
            cells = [cell for cell, column in zip(row, table.columns, strict=True) if column != "label"]
            target = self.state(cells[0]) if self.case.is_graph else int(cells[0]) - 1
            told.add(target)
            for by, (length, count) in zip(("improvements", "moves"), (cells[1:3], cells[3:5]), strict=True):
                ways = self.shortest[by].get(target)
                if self.where is not None and length == "-":
                    continue
                assert (length, count) == (("-", "") if ways is None else (str(len(next(iter(ways)))), f"{len(ways):,}"))
        assert told == self.targets
        assert table.notes == (
            "The length of the shortest paths by improvements and by any moves, and their number. -: no path leads there.",
        )


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
        found: list[int] = []
        for place, row in enumerate(table.rows):
            assert row[0] == str(place + 1)
            code = self.taken(row[1], self.model.states[found[0]] if found else frozenset())
            found.append(self.model.state_of[code])
            assert found[-1] in self.wanted
            for by, (length, count) in zip(("improvements", "moves"), (row[2:4], row[4:6]), strict=True):
                ways = self.shortest[by].get(found[-1])
                if self.where is None or (length, count) != ("", ""):
                    assert (length, count) == (("-", "") if ways is None else (str(len(next(iter(ways)))), f"{len(ways):,}"))
        assert self.where is not None or set(found) == self.wanted
        return found

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


def with_events(rng: Random, case: Case) -> Case:
    """The case with events before and after the status quo, of which some fit and some do not."""
    rows = [row for row in case.option_rows if row.level is None]
    events = []
    for k in range(rng.randint(1, 4)):
        owner = rng.choice(rows).owner
        own = [row.full for row in rows if row.owner == owner]
        chosen = rng.sample(own, rng.randint(1, len(own)))
        events.append({"on": f"2024-0{k + 1}-01", "actor": owner, rng.choice(("takes", "drops")): chosen})
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    return Case.model_validate({**data, "at": f"2024-0{rng.randint(1, 3)}-15", "events": events})


def random_question(seed: int) -> tuple[Case, Random]:
    rng = Random(seed)
    case = random_graph_case(rng, states=(2, 6), actors=(1, 3)) if seed % 4 == 3 else random_case(
        rng, max_options=4, actors=(1, 3)
    )  # fmt: skip
    if not case.is_graph and case.status_quo is not None and seed % 3 == 0:
        case = with_events(rng, case)
    return (labelled(rng, case) if seed % 5 == 1 else case), rng


def one(seed: int) -> set[str]:
    """What is said of one random case; the patterns of the sentences that were read."""
    case, rng = random_question(seed)
    model = DealModel(case)
    start = model.status_quo if model.status_quo is not None and rng.random() < 0.7 else rng.randrange(len(model.states))
    to = rng.randrange(len(model.states)) if seed % 5 == 2 else None
    names = [row.full for row in case.option_rows]
    where = random_statement(rng, names) if seed % 5 == 4 and not case.is_graph and not case.coalesce else None
    concepts: Sequence[tuple[str, ...] | None] = (None, ("nash",), ("nash", "smr"))
    try:
        reader = PathsReader(case, start, to, where, concepts[seed % 3])
        reader.check()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error
    return reader.used


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_random_cases_is_so(part: int) -> None:
    for seed in range(20 * part, 20 * part + 20):
        one(seed)


def one_without_start(seed: int) -> None:
    """What the table says of a case without a status quo: where each state leads."""
    case, _ = random_question(seed)
    case = case.model_copy(update={"status_quo": None, "events": ()})
    reader = PathsReader(case, 0, None, None, None)
    (table,) = reader.tables(starts_page(starts(compile(case)), 100))
    for s, (name, targets, ends) in enumerate(table.rows):
        start = PathsReader(case, s, None, None, None) if s else reader
        assert reader.listed(name) == [s]
        assert set(reader.listed(targets)) == start.reached["improvements"] & start.wanted
        shares = chances(start.model, s)
        found = {}
        for part in ends.replace("\u00a0", " ").split("; "):
            states, _, share = part.rpartition(": ")
            found[frozenset(reader.listed(states))] = share
        assert set(found) == set(shares)
        for states, share in found.items():
            share_is(share, shares[states])
    assert any("No state is an equilibrium under Nash or SEQ." in note for note in table.notes) == reader.is_fallback


def test_where_each_state_leads_is_so() -> None:
    for seed in range(16):
        try:
            one_without_start(seed)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error


def one_searched(seed: int) -> set[str]:
    """What is said of one random case that is searched."""
    rng = Random(seed)
    case = random_case(rng, max_options=4, actors=(1, 3), coalesce=False)
    if case.status_quo is None:
        return set()
    where = random_statement(rng, [row.full for row in case.option_rows]) if seed % 4 == 1 else None
    try:
        reader = SearchedReader(case, where)
        reader.check()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error
    return reader.used


def test_what_is_said_of_random_searched_cases_is_so() -> None:
    for seed in range(16):
        one_searched(seed)
