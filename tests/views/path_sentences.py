"""What a page says of how a conflict may evolve, read back: paths, what is reached, who begins, where walks end."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import pairwise
from typing import Any

from countermove.analysis.evolution.evolution import paths
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.model.statements import parse
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Section
from countermove.views.evolution import evolution_page
from reference_compare import concepts_of
from reference_deals import DealModel, Leg
from reference_paths import all_shortest, chances, expected_steps
from sentences import Rule, number, sentences, share_is
from views.event_sentences import EventReader

MOST_STATES, MOST_PATHS, MOST_ROUTES = 12, 3, 3
PERCENT = r"((?:[Uu]nder |[Oo]ver )?\d+ %)"
IMPROVEMENT = "An improvement is a move by which its mover gains. In a path, nobody moves twice in a row."
WALK = "In a random improvement walk, every mover with an improvement is equally likely to move next, and nobody fears an answer."
WITH_DEALS = "Single improvements do not lead there. In these paths a step is an improvement, or a deal of some actors:"


class PathsReader(EventReader):
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
