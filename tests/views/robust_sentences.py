"""What a page says of robustness, read back."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from typing import Any

from countermove.model.case import Case
from countermove.model.preferences import OrderUnknown
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Section
from reference import Model
from reference_robustness import drawn_cases, drawn_changes, twice_changed_cases
from sentences import Rule, sentences, share_is, wilson
from views.robust_models import Change, ModelReader

PERCENT = r"((?:under |over )?\d+ %)"
CHANCE = r"([\d.]+) %"
KINDS = r"(statements|places of a ranking|statements or places of a ranking)"
SHARE = rf"(?:all ([\d,]+) models|none of ([\d,]+) models|{PERCENT} of the models)(?: \(95 % interval: (.+)\))?"
OUTCOMES, MOST_CHANGES = 3, 6


class RobustReader(ModelReader):
    """What is said of a listed case: what was drawn, each outcome with what breaks it, and the table."""

    def check(self) -> None:
        drawn, *outcomes = self.sections(self.page)
        assert drawn.title == "What was drawn"
        for _, _, text in self.texts(drawn):
            for one in sentences(text):
                self.read(one, self.drawn_rules())
        self.check_drawn({one for _, _, text in self.texts(drawn) for one in sentences(text)})
        written = set().union(*(self.model.equilibria(concept) for concept in self.concepts))
        if not written:
            (section,) = outcomes
            ((_, _, text),) = self.texts(section)
            labels = [CONCEPTS[id_].label for id_ in self.concepts]
            assert text == (
                f"No state of the case as written is an equilibrium under {' or '.join(labels)}, so no change can break one."
            )
        else:
            assert len(outcomes) == min(OUTCOMES, len(written))
            for section in outcomes:
                self.check_outcome(section)
        for table in self.tables(self.page):
            self.check_table(table)

    def drawn_rules(self) -> list[Rule]:
        return [
            (rf"([\d,]+) models? drawn at noise {CHANCE} \(seed (\d+)\)\.", self.drawn_once),
            (r"([\d,]+) models? drawn at each of (\d+) noise levels, (.+) \(seed (\d+)\)\.", self.drawn_often),
            (r"(\d+) uncertain statements? may fail: (it|each) is then replaced by its alternative, or left out\.",
             lambda n, _: self.same(int(n), self.uncertain()[0])),
            (r"(\d+) groups? of statements in unknown order comes? in a random order\.",
             lambda n: self.same(int(n), self.uncertain()[1])),
            (rf"Adjacent {KINDS} swap with a chance equal to the noise level\.", self.swapped),
            (r"All preferences are the same in every model, so the figures are exact: (.+)\.",
             self.all_same),
            (r"At noise 0 % every model is the case as written, so the figures there are exact\.",
             lambda: self.same(self.is_certain, True)),
            (rf"Each (option|actor) is left out with a chance of {CHANCE}; what is left out stays as it is today\.",
             lambda what, chance: self.chance_is(chance, self.left_out[f"drop_{what}s"])),
        ]  # fmt: skip

    @staticmethod
    def same(said: object, computed: object) -> None:
        assert said == computed, (said, computed)

    def check_drawn(self, said: set[str]) -> None:
        """What differs between models is all said."""
        text = " ".join(said)
        uncertain, groups = self.uncertain()
        assert ("may fail" in text) == bool(uncertain)
        assert ("unknown order" in text) == bool(groups)
        assert ("is left out" in text) == any(self.left_out.values())
        assert bool(re.search("the figures (there )?are exact", text)) == self.is_certain

    def chance_is(self, said: str, chance: float) -> None:
        """A chance that somebody has chosen is written as it was chosen."""
        assert Fraction(said) == Fraction(str(chance)) * 100

    def drawn_once(self, draws: str, level: str, seed: str) -> None:
        assert (int(draws), int(seed), len(self.noise)) == (self.draws, self.settings["seed"], 1)
        self.chance_is(level, self.noise[0])

    def drawn_often(self, draws: str, count: str, levels: str, seed: str) -> None:
        assert (int(draws), int(count), int(seed)) == (self.draws, len(self.noise), self.settings["seed"])
        for said, level in zip(re.findall(CHANCE, levels), self.noise, strict=True):
            self.chance_is(said, level)

    def swapped(self, kinds: str) -> None:
        records = self.case.actors.values()
        parts = [any(r.prefers for r in records) and "statements", any(r.ranking for r in records) and "places of a ranking"]
        assert kinds.split(" or ") == [part for part in parts if part]

    def all_same(self, why: str) -> None:
        assert not any(self.uncertain())
        has_order = any(record.prefers or record.ranking for record in self.case.actors.values())
        assert has_order == why.startswith("no statement is uncertain")
        assert why.endswith("no actor has two that could swap") == (has_order and any(self.noise))
        assert not any(self.noise) or not self.of_kind("exchange")

    # ----------------------------------------------------------------------------------------- an outcome

    def check_outcome(self, section: Section) -> None:
        self.here = self.state(section.title[:1].lower() + section.title[1:] if section.title[0] == "S" else section.title)
        items = self.texts(section)
        if not self.case.is_graph:
            self.done_in(items.pop(0)[2].removesuffix("."), self.here)
        self.listed = []
        texts = [(depth, one) for depth, _, text in items for one in sentences(text)]
        said = [one for depth, one in texts if not depth]
        for depth, one in texts:
            if depth:
                self.listed.append(one)
        for one in said:
            self.read(one, self.outcome_rules())
        self.check_complete(" ".join(said))

    def outcome_rules(self) -> list[Rule]:
        return [
            (rf"It is an equilibrium under (\S+) in {SHARE}\.", self.survives),
            (r"It is an equilibrium under (\S+) in the case as written\.", self.as_written),
            (r"In each of these models, improvements lead there from the status quo\.", lambda: self.leads("each")),
            (r"Improvements lead there from the status quo\.", lambda: self.leads("each")),
            (r"Improvements lead there from the status quo in no model\.", lambda: self.leads("no model")),
            (r"No improvements lead there from the status quo\.", lambda: self.leads("no model")),
            (rf"It survives and improvements lead there from the status quo in {SHARE}\.", self.survives_and_led),
            (rf"It survives in {PERCENT} of the models with this change, and in {PERCENT} of the others\.", self.with_change),
            (r"It survives in (.+ at noise .+)\.", self.at_noise),
            (r"(Any one of these changes breaks it|This change alone breaks it):", self.any_one),
            (rf"It survives every swap of two adjacent {KINDS} \(([\d,]+) tried\)\.", self.every_swap),
            (r"It survives if (any single uncertain statement fails)?(?: or )?(a group of unknown order comes in another order)?"
             r"(; orders of groups of more than 4 statements were not tried)?\.", self.every_fault),
            (r"It (also )?breaks if (this statement|one of these statements) is (left out|reversed), which happens in no model: "
             r"(.+)\.", self.unlikely),
            (r"It survives (leaving out|reversing) any single statement \(([\d,]+) tried\)\.", self.every_other),
            (r"Pairs of changes were not tried\.", lambda: self.same(self.settings.get("pairs"), "none")),
            (r"No pair of changes breaks it unless one of the two does so alone \(([\d,]+) pairs of( plausible)? changes "
             r"tried\)\.", self.no_pair),
            (r"([\d,]+) of ([\d,]+) pairs of( plausible)? changes breaks? it although neither change does so "
             r"alone\.", self.some_pairs),
            (r"Example: (.+; and .+)\.", self.example),
            (r"Each of these pairs contains a change that happens in no model\.", self.no_drawn_pair),
            (rf"At noise {CHANCE}, this change matters most: (.+)\.", self.matters_most),
        ]  # fmt: skip

    def share_words(self, count: int, all_: str | None, none: str | None, share: str | None, interval: str | None) -> None:
        """A share of the models, with the interval of Wilson; of all, or of none, its bound."""
        assert interval is not None
        low, high = wilson(count, self.draws)
        if all_:
            assert (int(all_.replace(",", "")), count) == (self.draws, self.draws)
            assert 0 <= low - float(re.fullmatch(r"at least ([\d.]+) %", interval)[1]) / 100 < 0.0011  # type: ignore[index]
        elif none:
            assert (int(none.replace(",", "")), count) == (self.draws, 0)
            assert 0 <= float(re.fullmatch(r"at most ([\d.]+) %", interval)[1]) / 100 - high < 0.0011  # type: ignore[index]
        else:
            assert share is not None
            assert 0 < count < self.draws
            share_is(share, Fraction(count, self.draws))
            ends = re.fullmatch(rf"(?:{PERCENT}|(\d+)) to {PERCENT}|{PERCENT}", interval)
            assert ends, interval
            share_is(ends[1] or ends[4] or f"{ends[2]} %", low)
            share_is(ends[3] or ends[4], high)

    def survives(self, label: str, *share: str | None) -> None:
        (self.concept,) = (id_ for id_ in self.concepts if CONCEPTS[id_].label == label)
        assert not self.is_certain
        assert self.here in self.model.equilibria(self.concept)
        self.share_words(self.levels[0][0][self.concept][self.here], *share)

    def as_written(self, label: str) -> None:
        (self.concept,) = (id_ for id_ in self.concepts if CONCEPTS[id_].label == label)
        assert self.is_certain
        assert self.here in self.model.equilibria(self.concept)

    def leads(self, where: str) -> None:
        held, led, reached = self.levels[0]
        assert self.model.status_quo is not None
        if where == "each":
            assert led[self.concept][self.here] == held[self.concept][self.here] > 0
        else:
            assert reached[self.here] == 0

    def survives_and_led(self, *share: str | None) -> None:
        self.share_words(self.levels[0][1][self.concept][self.here], *share)

    def at_noise(self, text: str) -> None:
        said = {}
        for share, levels in re.findall(
            rf"{PERCENT} at noise ((?:[\d.]+ %(?:, | and )?)+?)(?=$|(?:, | and )[\w ]+ % at)", text
        ):
            for level in re.findall(CHANCE, levels):
                said[level] = share
        assert len(said) == len(self.noise) - 1, text
        for noise, (held, _, _) in zip(self.noise[1:], self.levels[1:], strict=True):
            (share,) = (share for level, share in said.items() if Fraction(level) == Fraction(str(noise)) * 100)
            share_is(share, Fraction(held[self.concept][self.here], self.draws))

    # --------------------------------------------------------------------------------------- what breaks it

    def check_complete(self, text: str) -> None:
        """What breaks it is all said, and nothing is missing about where it leads."""
        drawn = [change for change in self.breakers if self.is_drawn(change)]
        assert ("breaks it:" in text) == bool(drawn)
        for done, kind in (("left out", "dropped"), ("reversed", "negated")):
            strong = [c for c in self.breakers if c[1][1] == kind and not self.is_drawn(c)]
            assert (f"is {done}, which happens in no model" in text) == bool(strong)
        if self.model.status_quo is not None and self.levels[0][0][self.concept][self.here]:
            assert "lead there from the status quo" in text
        losses = self.losses()
        assert ("matters most" in text) == bool(losses)

    def match(self, clause: str, changes: list[Change]) -> Change:
        """The change that a clause describes, taken from the list."""
        found = next((change for change in changes if self.is_change(clause, *change)), None)
        assert found is not None, clause
        changes.remove(found)
        return found

    def any_one(self, words: str) -> None:
        drawn = [change for change in self.breakers if self.is_drawn(change)]
        # What says the same as the alternative of a statement is said once.
        twice = [
            change for change in drawn
            if change[1][1] in ("negated", "dropped")
            and (change[0], (change[1][0], "otherwise", *change[1][2:])) in self.breakers
        ]  # fmt: skip
        left = [change for change in drawn if change not in twice]
        assert (len(left) == 1) == words.startswith("This")
        more = re.fullmatch(r"and ([\d,]+) other single changes\.", self.listed[-1])
        clauses = self.listed[:-1] if more else self.listed
        assert len(clauses) == min(len(left), MOST_CHANGES)
        for clause in clauses:
            self.match(clause.removesuffix("."), left)
        assert len(left) == (int(more[1]) if more else 0)

    def of_kind(self, *kinds: str) -> list[Change]:
        return [change for change in self.changes if change[1][1] in kinds]

    def every_swap(self, kinds: str, tried: str) -> None:
        self.swapped(kinds)
        assert int(tried) == len(self.of_kind("exchange"))
        assert not any(change[1][1] == "exchange" for change in self.breakers)

    def every_fault(self, statement: str | None, group: str | None, large: str | None) -> None:
        uncertain, _ = self.uncertain()
        sizes = [
            len(entry.order_unknown) for record in self.case.actors.values() for entry in record.prefers or ()
            if isinstance(entry, OrderUnknown)
        ]  # fmt: skip
        assert bool(statement) == bool(uncertain)
        assert bool(group) == any(1 < size <= 4 for size in sizes)
        assert bool(large) == any(size > 4 for size in sizes)
        assert not any(self.is_drawn(change) and change[1][1] != "exchange" for change in self.breakers)

    def unlikely(self, also: str | None, which: str, done: str, names: str) -> None:
        kind = {"left out": "dropped", "reversed": "negated"}[done]
        strong = [change for change in self.breakers if change[1][1] == kind and not self.is_drawn(change)]
        assert bool(also) == any(map(self.is_drawn, self.breakers))
        assert (len(strong) == 1) == (which == "this statement")
        if len(strong) <= 3:
            # Each is quoted as a clause would be: the verb is put back, so that it can be read as one.
            for words in re.findall(r"(.+?\((?:statement|in group) \d+ of \w+\))(?:, | and |$)", names):
                self.match(f"{words} is {done}", strong)
            assert not strong
            return
        said = {
            (self.ids[who], int(place))
            for places, who in re.findall(r"statements? ([\d, and]+) of (?:each of )?(\w+)", names)
            for place in re.findall(r"\d+", places)
        }
        assert said == {(actor, change[0] + 1) for actor, change in strong}, names

    def every_other(self, doing: str, tried: str) -> None:
        kind = {"leaving out": "dropped", "reversing": "negated"}[doing]
        assert int(tried.replace(",", "")) == len(self.of_kind(kind)) > 0
        assert not any(change[1][1] == kind for change in self.breakers)

    # ------------------------------------------------------------------------------------------------ pairs

    @cached_property
    def _pairs(self) -> dict[Any, tuple[tuple[Change, Change], Case]]:
        """All pairs of changes that can be made together, and the case after both."""
        found: dict[Any, tuple[tuple[Change, Change], Case]] = {}
        for actor in self.case.actors:
            for pair, case in twice_changed_cases(self.case, actor):
                one, other = pair
                found[actor, pair] = (((actor, one), (actor, other)), case)
        for (one, first), (other, second) in combinations(self.changes.items(), 2):
            if one[0] != other[0]:
                update = {one[0]: first.actors[one[0]], other[0]: second.actors[other[0]]}
                found[one, other] = ((one, other), self.case.model_copy(update={"actors": {**self.case.actors, **update}}))
        return found

    def pairs(self, plausible: str | None) -> list[tuple[tuple[Change, Change], Case]]:
        return [
            (pair, case) for pair, case in self._pairs.values()
            if not plausible or all(map(self.is_plausible, pair))
        ]  # fmt: skip

    def breaking(self, plausible: str | None) -> list[tuple[Change, Change]]:
        alone = self.breakers
        return [pair for pair, case in self.pairs(plausible) if not set(pair) & set(alone) and self.broken(case)]

    def no_pair(self, tried: str, plausible: str | None) -> None:
        assert int(tried.replace(",", "")) == len(self.pairs(plausible))
        assert not self.breaking(plausible)

    def some_pairs(self, count: str, tried: str, plausible: str | None) -> None:
        assert int(tried.replace(",", "")) == len(self.pairs(plausible))
        assert int(count.replace(",", "")) == len(self.breaking(plausible)) > 0

    def example(self, text: str) -> None:
        """A pair that breaks it; two swaps of one actor are said one after another, by what then stands there."""
        assert any(self.is_pair(text, pair) for pair in self.breaking(None)), text

    def is_pair(self, text: str, pair: tuple[Change, Change]) -> bool:
        one, other = text.split("; and ")
        for first, second in (pair, pair[::-1]):
            actor, (k, kind, *_) = first
            if actor == second[0] and kind == second[1][1] == "exchange" and abs(k - second[1][0]) == 1:
                size = max(k, second[1][0]) + 2
                order = list(range(size))
                order[k : k + 2] = order[k + 1], order[k]
                j = second[1][0]
                after = self.ranks_above(one, actor, k + 1, k) and self.ranks_above(other, actor, order[j + 1], order[j])
                if after:
                    return True
            elif self.is_change(one, *first) and self.is_change(other, *second):
                return True
        return False

    def no_drawn_pair(self) -> None:
        assert not any(all(map(self.is_drawn, pair)) for pair in self.breaking(None))

    # ------------------------------------------------------------------------------- what its fall goes with

    def losses(self) -> list[tuple[float, Change, Fraction, Fraction]]:
        """Changes with which it survives less often, more than by chance, and both shares, the greatest loss first."""
        if not hasattr(self, "survivors"):
            self.survivors = [
                {c: self.equilibria_of_draw(k, c) for c in self.concepts} for k in range(self.draws)
            ]  # fmt: skip
            self.drawn = [drawn_changes(self.case, self.settings["seed"], k, self.noise) for k in range(self.draws)]
        found = []
        for change, often in self.together.items():
            if not 0 < often < self.draws or change not in self.changes:
                continue
            held = [self.here in one[self.concept] for one in self.survivors]
            both = sum(h for h, changes in zip(held, self.drawn, strict=True) if change in changes)
            others = sum(held) - both
            if wilson(both, often)[1] < wilson(others, self.draws - often)[0]:
                with_, without = Fraction(both, often), Fraction(others, self.draws - often)
                found.append((float(without - with_), change, with_, without))
        return sorted(found, key=lambda row: -row[0])

    def equilibria_of_draw(self, k: int, concept: str) -> frozenset[int]:
        """The equilibria of draw k at the last noise level, as states of the case."""
        (drawn,) = drawn_cases(self.case, self.settings["seed"], k, self.noise[-1:], **self.left_out)
        model = Model(drawn)
        return frozenset(self.model.state_of[min(model.states[s], key=str)] for s in model.equilibria(concept))

    def matters_most(self, level: str, clause: str) -> None:
        self.chance_is(level, self.noise[-1])
        losses = self.losses()
        most = [row for row in losses if row[0] == losses[0][0] and self.is_change(clause, *row[1])]
        assert most, clause
        self.most = most

    def with_change(self, with_: str, without: str) -> None:
        def is_so(row: tuple[float, Change, Fraction, Fraction]) -> bool:
            try:
                share_is(with_, row[2])
                share_is(without, row[3])
            except AssertionError:
                return False
            return True

        assert any(map(is_so, self.most))

    # ------------------------------------------------------------------------------------------------ table

    def check_table(self, table: Any) -> None:
        columns = [column for column in table.columns if column != "label"]
        rows = {}
        for row in table.rows:
            cells = [
                cell.replace("\u00a0", " ") for cell, column in zip(row, table.columns, strict=True) if column != "label"
            ]
            rows[int(cells[0]) - 1] = dict(zip(columns, cells, strict=True))
        held, _, reached = self.levels[0]
        for s, cells in rows.items():
            for concept in self.concepts:
                cell = cells[CONCEPTS[concept].label]
                assert cell.endswith("*") == (s in self.model.equilibria(concept))
                share_is(cell.rstrip("* "), Fraction(held[concept][s], self.draws))
            if "reached" in cells:
                share_is(cells["reached"], Fraction(reached[s], self.draws))
        written = set().union(*(self.model.equilibria(concept) for concept in self.concepts))
        often = {
            s for counts, _, _ in self.levels for concept in self.concepts
            for s, count in counts[concept].items() if 10 * count >= self.draws
        }  # fmt: skip
        with_row = {s for s in written | often if s in written or any(held[concept][s] for concept in self.concepts)}
        assert set(rows) == with_row
        for note in table.notes:
            for one in sentences(note):
                self.read(one, self.notes(with_row, written | often))

    def notes(self, rows: set[int], every: set[int]) -> list[Rule]:
        return [
            (rf"Under each concept: the share of the models at noise {CHANCE} in which the state is an equilibrium\.",
             lambda level: self.chance_is(level, self.noise[0])),
            (r"\*: it is one in the case as written\.", lambda: None),
            (r"reached: the share in which improvements lead there from the status quo, equilibrium or not\.",
             lambda: self.same(self.model.status_quo is None, False)),
            (r"Listed are the equilibria of the case as written, and every other state that is an equilibrium under one of "
             r"these concepts in at least 10 % of the models at some noise level\.", lambda: None),
            (r"([\d,]+) more (?:is an equilibrium|are equilibria) only at more noise, so without a row here: (.+)\.",
             lambda n, names: (self.same(int(n), len(every - rows)), self.states(names, every - rows, "and"))),
        ]  # fmt: skip


def is_share(text: str, count: int, total: int) -> bool:
    try:
        share_is(text, Fraction(count, total))
    except AssertionError:
        return False
    return True
