"""Every sentence of a comparison, read back and held against the reference of both cases; what cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from random import Random
from typing import Any

import pytest

from analysis.compare.test_compare import RULES, variants
from cases import random_case, random_graph_case
from countermove.analysis.compare.compare import compare
from countermove.analysis.compare.comparison import Change, Comparison
from countermove.errors import QuestionError
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS
from countermove.views.compare.compare import comparison_page
from reference import Model
from reference_compare import concepts_of, judged, named, names_of
from reference_compare import outcomes as literal_outcomes
from reference_power import reference_power
from sentences import Reader, Rule, failing_as, number, sentences
from views.edit_sentences import EditReader, has, id_of

FARES = {
    "better off": "better", "worse off": "worse", "as well off as before": "equal",
    "better or worse off, depending on where it ends": "depends",
}  # fmt: skip
FARE = f"({'|'.join(FARES)})"
MOST_STATES, MOST_ENDS = 8, 4


class CompareReader(Reader[Model]):
    """What is said of a listed case beside others: each change is judged by both models, states by the options taken."""

    def __init__(self, answer: Comparison) -> None:
        super().__init__(answer.base.game.case, Model(answer.base.game.case))
        self.answer, self.page = answer, comparison_page(answer, 100)
        self.concepts = [concept for concept in concepts_of(self.case) if concept in answer.concept_ids]

    def check(self) -> None:
        summary, edits = self.sections(self.page)
        first, *others = [text for _, _, text in self.texts(summary)]
        self.check_base(first.removeprefix(f"{self.answer.base.name}: "))
        others = self.check_limits(others)
        for change, text in zip(self.answer.changes, others, strict=True):
            self.begin(change)
            assert text.startswith(f"{change.side.name}: ")
            said = sentences(text.removeprefix(f"{change.side.name}: "))
            for one in said:
                self.read(one, self.rules())
            self.check_complete(said)
        self.check_edits(self.texts(edits))
        for table in self.tables(self.page):
            self.check_table(table)

    def check_limits(self, texts: list[str]) -> list[str]:
        return texts

    # -------------------------------------------------------------------------------------------- both sides

    def begin(self, change: Change) -> None:
        """What both models say of this change; states by the names of what is taken in them."""
        self.change, self.side = change, Model(change.side.game.case)
        self.all_names = names_of(self.case, self.side.case)
        self.olds = {named(self.model, s, self.all_names): s for s in range(len(self.model.states))}
        self.news = {named(self.side, s, self.all_names): s for s in range(len(self.side.states))}
        self.kept: dict[str, set[Any]] = {}
        self.lost: dict[str, set[Any]] = {}
        self.gained: dict[str, set[Any]] = {}
        for concept in self.concepts:
            before = {named(self.model, s, self.all_names) for s in self.model.equilibria(concept)}
            after = {named(self.side, s, self.all_names) for s in self.side.equilibria(concept)}
            self.kept[concept], self.lost[concept], self.gained[concept] = before & after, before - after, after - before
        self.ends = [self.outcomes(self.model), self.outcomes(self.side)]
        self.starts = [model.status_quo is not None for model in (self.model, self.side)]
        self.starred = False
        self.fares: dict[str, tuple[str | None, str | None]] = {}

    def outcomes(self, model: Model) -> set[Any]:
        return {named(model, s, self.all_names) for s in literal_outcomes(model)}

    def verdicts(self, actor: str) -> tuple[str | None, str | None]:
        """How an actor judges the outcomes after the change against those before, as before it and as after it."""
        if len(set(self.starts)) == 2:
            return None, None
        old, new = (judged(model, actor, *self.ends, self.all_names) for model in (self.model, self.side))
        return old, new

    def name_of(self, text: str, is_new: bool) -> Any:
        """The state of a name: its number in the base, a starred one or ``there 5`` its number on the other side."""
        if self.case.is_graph:
            model = self.side if is_new else self.model
            return named(model, model.state_of[text], self.all_names)
        match = re.fullmatch(r"(\d+)(\*)?(?: \(there (\d+)\))?", text)
        assert match, text
        if match[2]:
            self.starred = True
            state = named(self.side, int(match[1]) - 1, self.all_names)
            assert state not in self.olds
            return state
        state = named(self.model, int(match[1]) - 1, self.all_names)
        assert not is_new or self.news[state] == int(match[3] or match[1]) - 1, text
        return state

    def are(self, text: str, states: Iterable[Any], is_new: bool) -> None:
        """A list of states, or their number where they are many, is exactly these."""
        wanted = set(states)
        if many := re.fullmatch(r"([\d,]+) states", text):
            assert number(many[1]) == len(wanted) > MOST_STATES
            return
        names = re.split(r", | and | or ", re.sub(r"^states? ", "", text))
        assert len(names) == len(wanted)
        assert {self.name_of(name, is_new) for name in names} == wanted, text

    def end_is(self, text: str, states: Iterable[Any], is_new: bool) -> None:
        """Where it ends: some states, how many, or nowhere."""
        wanted = set(states)
        if text == "no equilibrium":
            assert not wanted
        elif many := re.fullmatch(r"one of ([\d,]+) states", text):
            assert number(many[1]) == len(wanted) > MOST_ENDS
        else:
            self.are(text, wanted, is_new)

    def check_base(self, text: str) -> None:
        lead = self.concepts[0]
        match = re.fullmatch(
            r"([\d,]+) states, (no|[\d,]+) (\S+) equilibri(?:um|a)(?: \((.+?)\))?; (?:improvements from the status quo, state "
            r"(\S+), lead to (.+)|no status quo, so the outcomes are the equilibria under most concepts: (.+))\.", text)  # fmt: skip
        assert match, text
        held = self.model.equilibria(lead)
        self.all_names = names_of(self.case)
        self.olds = {named(self.model, s, self.all_names): s for s in range(len(self.model.states))}
        assert number(match[1]) == len(self.model.states)
        assert number(match[2]) == len(held)
        assert match[3] == CONCEPTS[lead].label
        assert bool(match[4]) == (0 < len(held) <= MOST_STATES)
        if match[4]:
            self.are(match[4], {named(self.model, s, self.all_names) for s in held}, is_new=False)
        assert bool(match[5]) == (self.model.status_quo is not None)
        if match[5]:
            assert self.model.status_quo is not None
            self.are(match[5], [named(self.model, self.model.status_quo, self.all_names)], is_new=False)
        self.end_is(match[6] or match[7], self.outcomes(self.model), is_new=False)

    # ------------------------------------------------------------------------------------------- sentences

    def rules(self) -> list[Rule]:
        lead = re.escape(CONCEPTS[self.concepts[0]].label)
        gained = r"(none is gained|(?:.+) (?:is|are) gained)"
        start = r"(Improvements from the status quo|Without a status quo, the equilibria under most concepts)"
        return [
            (rf"The (?:([\d,]+) )?{lead} equilibri(?:um is|a are) the same(?: \((.+)\))?\.", self.same),
            (rf"There is no {lead} equilibrium, as before\.", self.none_as_before),
            (r"The equilibria under the other concepts are the same too\.", self.all_same),
            (r"Under (.+?) nothing changes( either)?\.", self.unchanged),
            (rf"There was no {lead} equilibrium before; {gained}\.", self.none_before),
            (rf"The (?:([\d,]+) )?{lead} equilibri(?:um stays|a stay), and {gained}\.", self.stay),
            (rf"(?:The only|All ([\d,]+)) {lead} equilibri(?:um|a)(?:, (.+?),)? (?:is|are) lost, and {gained}\.", self.all_lost),
            (rf"Of the ([\d,]+) {lead} equilibria, (.+?) (?:is|are) lost, and {gained}\.", self.some_lost),
            (rf"{start} (?:still lead to|are still) (.+?)(, so no actor gains or loses)?\.", self.still),
            (rf"{start} (?:lead to|are) (.+?)(?: \((\w+: .+)\))? instead of (.+)\.", self.instead),
            (r"One of the two cases has no status quo, so where improvements lead cannot be compared\.",
             lambda: self.is_so(len(set(self.starts)) == 2)),
            (rf"(\w+): {FARE} by the preferences after the change, {FARE} by those before it\.", self.divided),
            (rf"((?i:{FARE}): .+)\.", self.gains),
            (r"\(\*: a state of .+ that .+ does not have\.\)", lambda: self.is_so(self.starred)),
            (r"([A-Z]\S* (?:loses|gains) .+)\.", self.counts),
        ]  # fmt: skip

    @staticmethod
    def is_so(condition: bool) -> None:
        assert condition

    @property
    def lead(self) -> str:
        return self.concepts[0]

    def same(self, count: str | None, names: str | None) -> None:
        assert not self.lost[self.lead]
        assert not self.gained[self.lead]
        kept = self.kept[self.lead]
        assert len(kept) == number(count or "1")
        assert bool(names) == (len(kept) <= MOST_STATES)
        if names:
            self.are(names, kept, is_new=False)

    def none_as_before(self) -> None:
        assert not self.kept[self.lead]
        assert not self.lost[self.lead]
        assert not self.gained[self.lead]

    def is_same(self, concept: str) -> bool:
        return not self.lost[concept] and not self.gained[concept]

    def all_same(self) -> None:
        assert all(map(self.is_same, self.concepts))

    def unchanged(self, labels: str, either: str | None) -> None:
        same = {CONCEPTS[c].label for c in self.concepts[1:] if self.is_same(c)}
        assert set(re.split(r", | and ", labels)) == same
        assert bool(either) == self.is_same(self.lead)
        assert not all(map(self.is_same, self.concepts))

    def gained_is(self, text: str) -> None:
        if text == "none is gained":
            assert not self.gained[self.lead]
        else:
            self.are(re.sub(r" (?:is|are) gained$", "", text), self.gained[self.lead], is_new=True)

    def none_before(self, gained: str) -> None:
        assert not self.kept[self.lead]
        assert not self.lost[self.lead]
        assert self.gained[self.lead]
        self.gained_is(gained)

    def stay(self, count: str | None, gained: str) -> None:
        assert not self.lost[self.lead]
        assert len(self.kept[self.lead]) == number(count or "1")
        self.gained_is(gained)

    def all_lost(self, count: str | None, names: str | None, gained: str) -> None:
        assert not self.kept[self.lead]
        assert len(self.lost[self.lead]) == number(count or "1")
        if names:
            self.are(names, self.lost[self.lead], is_new=False)
        self.gained_is(gained)

    def some_lost(self, count: str, names: str, gained: str) -> None:
        assert self.kept[self.lead]
        assert self.lost[self.lead]
        assert number(count) == len(self.kept[self.lead]) + len(self.lost[self.lead])
        self.are(names, self.lost[self.lead], is_new=False)
        self.gained_is(gained)

    def counts(self, text: str) -> None:
        said = {}
        for part in text.split("; "):
            label, _, rest = part.partition(" ")
            said[label] = {what: number(n) for what, n in re.findall(r"(loses|gains) ([\d,]+)", rest)}
        wanted = {}
        for concept in self.concepts[1:]:
            counts = {"loses": len(self.lost[concept]), "gains": len(self.gained[concept])}
            if any(counts.values()):
                wanted[CONCEPTS[concept].label] = {what: n for what, n in counts.items() if n}
        assert said == wanted

    # ----------------------------------------------------------------------------------- where it ends, who gains

    def start_is(self, words: str) -> None:
        assert words.startswith("Improvements") == all(self.starts)
        assert all(self.starts) or not any(self.starts)

    def still(self, start: str, end: str, nobody: str | None) -> None:
        self.start_is(start)
        assert self.ends[0] == self.ends[1]
        self.end_is(end, self.ends[1], is_new=True)
        if nobody:
            assert all({*self.verdicts(actor)} <= {None, "equal"} for actor in self.everybody)

    def instead(self, start: str, new: str, contrast: str | None, old: str) -> None:
        self.start_is(start)
        assert self.ends[0] != self.ends[1]
        self.end_is(new, self.ends[1], is_new=True)
        self.end_is(old, self.ends[0], is_new=False)
        if contrast:
            ((before,), (after,)) = self.ends
            self.contrast_is(contrast, before, after)

    def contrast_is(self, text: str, before: Any, after: Any) -> None:
        """What the one end has that the other has not; a coalesced one leaves options open."""
        rows = {(row.owner, row.name): row.full for case in (self.side.case, self.case) for row in case.option_rows}
        ids = {case.label(id_): id_ for case in (self.side.case, self.case) for id_ in (*case.actors, *case.bodies)}
        for owner, names in re.findall(r'(\w+): ((?:[^";]|"[^"]*")+)', text):
            for denied, name, open_ in re.findall(r'(not )?"([^"]*)"( or not)?', names):
                full = rows[ids[owner], name]
                was, is_ = ({full in one for one in state} for state in (before, after))
                assert was != is_
                assert is_ == ({True, False} if open_ else {not denied}), text

    @cached_property
    def everybody(self) -> list[str]:
        return list(dict.fromkeys((*self.case.actors, *self.side.case.actors)))

    def divided(self, who: str, after: str, before: str) -> None:
        actor = next(a for a in self.everybody if (self.case if a in self.case.actors else self.side.case).label(a) == who)
        assert self.verdicts(actor) == (FARES[before], FARES[after])
        assert before != after
        self.fares[actor] = self.verdicts(actor)

    def gains(self, text: str, *_: str) -> None:
        for part in text.split("; "):
            fare, _, names = part.partition(": ")
            fare = fare[:1].lower() + fare[1:]
            for name in re.split(r", | and ", names):
                actor = next(
                    a for a in self.everybody if (self.case if a in self.case.actors else self.side.case).label(a) == name
                )
                verdicts = {verdict for verdict in self.verdicts(actor) if verdict is not None}
                assert verdicts == {FARES[fare]}, (name, fare)
                self.fares[actor] = self.verdicts(actor)

    def check_complete(self, said: list[str]) -> None:
        """Nobody who gains or loses is left out, and where it ends is said."""
        self.__dict__.pop("everybody", None)
        judged_ = {actor: self.verdicts(actor) for actor in self.everybody}
        if any({*verdicts} - {None, "equal"} for verdicts in judged_.values()):
            assert set(self.fares) == {actor for actor, verdicts in judged_.items() if {*verdicts} != {None}}
        else:
            assert not self.fares
        assert any("status quo" in text or "most concepts" in text for text in said)
        assert self.starred == any(text.startswith("(*") for text in said)

    def check_edits(self, items: list[tuple[int, str, str]]) -> None:
        sides = {change.side.name: change for change in self.answer.changes}
        for depth, mark, text in items:
            if not depth:
                assert mark == "-"
                reader = EditReader(self.case, sides[text])
                continue
            for one in [text] if "changed; before" in text else sentences(text):
                reader.read(one, reader.rules())

    # ------------------------------------------------------------------------------------------------ tables

    def check_table(self, table: Any) -> None:
        if table.columns[0] == "" and "concept" not in table.columns:
            self.check_side_by_side(table)
        elif table.columns[0] == "who gains":
            self.check_who_gains(table)
        elif table.columns[0] == "power over":
            self.check_power(table)

    def check_side_by_side(self, table: Any) -> None:
        rows = {row[0]: row[1:] for row in table.rows}
        for place, change in enumerate(self.answer.changes, 1):
            self.begin(change)
            assert rows["states"][place] == f"{len(self.side.states):,}"
            row = rows["leads to" if self.starts[0] else "under most concepts"]
            if self.starts[0] and not self.starts[1]:
                assert row[place] == "no status quo"
            elif "," not in row[place]:
                self.end_is(
                    row[place].removeprefix("leads to ").replace("none", "no equilibrium"), self.ends[1], is_new=True
                )
                assert row[place].startswith("leads to ") == (self.starts[0] != self.starts[1])
            for concept in self.concepts:
                gained, lost = len(self.gained[concept]), len(self.lost[concept])
                parts = [f"{sign}{n}" for sign, n in (("+", gained), ("-", lost)) if n]
                delta = f" ({' '.join(parts)})" if parts else ""
                assert rows[CONCEPTS[concept].label][place] == f"{len(self.side.equilibria(concept))}{delta}"

    def check_who_gains(self, table: Any) -> None:
        signs = {"better": "better", "worse": "worse", "equal": "same", "depends": "depends"}
        for place, change in enumerate(self.answer.changes, 1):
            self.begin(change)
            for row in table.rows:
                case = next(
                    c for c in (self.case, *(other.side.game.case for other in self.answer.changes)) if has(c, row[0])
                )
                old, new = self.verdicts(id_of(case, row[0]))
                words = [signs[verdict] for verdict in (new, old) if verdict is not None]
                assert row[place] == " / ".join(dict.fromkeys(words))

    def check_power(self, table: Any) -> None:
        head = ""
        for row in table.rows:
            head = row[0] or head
            body, _, names = head.partition(": ")
            for cell, case in zip(
                row[2:], (self.case, *(change.side.game.case for change in self.answer.changes)), strict=True
            ):
                if cell in ("", "no say") or not has(case, body):
                    continue
                owner, actor = id_of(case, body), id_of(case, row[1])
                rules = {case.rule_of(r) for r in case.option_rows if r.owner == owner and r.name in names} if names else {
                    case.bodies[owner].decides
                }  # fmt: skip
                powers = [reference_power(Model(case), owner, rule) for rule in rules if rule is not None]
                assert any(self.is_power(cell, power, actor) for power in powers), (head, row)

    @staticmethod
    def is_power(cell: str, power: Any, actor: str) -> bool:
        share = power.shapley_shubik.get(actor)
        said = cell.replace("\u00a0", " ").split(" %")[0]
        return (
            share is not None and abs(float(said) - 100 * share) <= 0.051 and cell.endswith(" v") == (actor in power.vetoes)
        )


def what_if(rng: Random, case: Case) -> dict[str, Any]:
    """One change of a case: somebody less, or another rule or veto in a body."""
    what_ifs: dict[str, Any] = {"without": [rng.choice([*case.actors, *case.bodies])]}
    if case.bodies:
        body = rng.choice(list(case.bodies))
        what_ifs |= {"rule": {body: rng.choice(RULES)}, "veto": {body: rng.choice(list(case.actors))}}
    kind = rng.choice(list(what_ifs))
    return {kind: what_ifs[kind]}


def comparison(seed: int) -> Comparison | None:
    """A random case beside its scenarios, beside what-ifs, or beside another case."""
    rng = Random(seed)
    if seed % 4 == 3:
        return compare(random_graph_case(rng, actors=(1, 3)), other=random_graph_case(rng, actors=(1, 3)))
    case = random_case(rng, max_options=4, actors=(1, 3))
    if seed % 4 == 0:
        return compare(variants(rng, case), concepts=["nash", "seq", "gmr"] if seed % 8 else None)
    if seed % 4 == 1:
        return compare(case, other=random_case(rng, max_options=4, actors=(1, 3)))
    with suppress(QuestionError):
        return compare(case, None, what_if(rng, case))
    return None


def one(seed: int) -> set[str]:
    """What is said of one random comparison; the patterns of the sentences that were read."""
    answer = comparison(seed)
    if answer is None:
        return set()
    with failing_as(f"seed {seed}"):
        reader = CompareReader(answer)
        reader.check()
    return reader.used


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_random_comparisons_is_so(part: int) -> None:
    for seed in range(16 * part, 16 * part + 16):
        one(seed)
