"""Every sentence of a comparison of searched games, read back and held against the reference of both cases.

The cases are small and forced into search, so that the reference can list what a search finds. What search proves (Nash
equilibria) is held against all equilibria; where sampled walks end, against what improvements can reach.
"""

from __future__ import annotations

import re
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from analysis.compare.test_compare import variants
from cases import random_case
from countermove.analysis.compare.compare import compare
from countermove.analysis.compare.comparison import Change, Comparison, Side
from countermove.errors import QuestionError
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.blocks import Table
from countermove.views.compare.state_names import Legend
from reference import Model
from reference_compare import named, names_of
from sentences import Rule, number
from views.test_truth_of_compare import MOST_STATES, CompareReader, what_if

CERTAIN = "Every Nash equilibrium of one case was tried in the other, so it is certain which are kept, lost and gained."
SAMPLED = "Sampled walks show some of the states that improvements reach; there may be others."
WALKS = "Sampled improvement walks from the status quo"


class SearchReader(CompareReader):
    """What is said of a searched case beside others: states have letters, each that of one state of one side."""

    def __init__(self, answer: Comparison) -> None:
        super().__init__(answer)
        self.legend = Legend(answer)
        self.letters = {Legend.lettered(k): row for k, row in enumerate(self.legend.rows)}
        assert self.concepts == ["nash"]

    def named_state(self, side: Side, code: int, names: set[str]) -> Any:
        """A state of a side by the names of what is taken in it."""
        model = self.model if side is self.answer.base else Model(side.game.case)
        return named(model, next(s for s, codes in enumerate(model.states) if code in codes), names)

    def name_of(self, text: str, is_new: bool) -> Any:
        side, code = self.letters[text]
        # A letter of the base stands for the same state on the other side, where that has it.
        state = self.named_state(side, code, self.all_names)
        assert state in (self.news if is_new else self.olds), text
        return state

    def walked(self, side: Side, names: set[str]) -> set[Any]:
        """Where the sampled walks of a side end: states that improvements can reach and that nobody would leave."""
        model = self.model if side is self.answer.base else Model(side.game.case)
        ends = {self.named_state(side, code, names) for code in side.outcome_keys}
        if model.status_quo is None:
            assert not ends
            return ends
        reached = model.reachable_from(model.status_quo)["improvements"]
        assert ends <= {named(model, s, names) for s in set(reached) & set(model.equilibria("nash"))}
        return ends

    def begin(self, change: Change) -> None:
        super().begin(change)
        self.ends = [self.walked(side, self.all_names) for side in (self.answer.base, change.side)]

    def check_base(self, text: str) -> None:
        match = re.fullmatch(
            r"(no|[\d,]+) Nash equilibri(?:um|a)(?: \((.+?)\))?(, and no others)?; (?:(no status quo, so it is not known where "
            r"improvements lead)|(no sampled improvement walk from the status quo reached an end)|sampled improvement walks from "
            r"the status quo end in (.+))\.", text)  # fmt: skip
        assert match, text
        self.all_names = names_of(self.case)
        self.olds = {named(self.model, s, self.all_names): s for s in range(len(self.model.states))}
        equilibria = {named(self.model, s, self.all_names) for s in self.model.equilibria("nash")}
        assert number(match[1]) == len(equilibria)
        assert bool(match[2]) == (0 < len(equilibria) <= MOST_STATES)
        assert bool(match[3]) == bool(equilibria)
        if match[2]:
            self.are(match[2], equilibria, is_new=False)
        ends = self.walked(self.answer.base, self.all_names)
        assert bool(match[4]) == (self.model.status_quo is None)
        assert bool(match[5]) == (self.model.status_quo is not None and not ends)
        if match[6]:
            self.end_is(match[6], ends, is_new=False)

    def check_limits(self, texts: list[str]) -> list[str]:
        count = len(self.answer.changes)
        has_walks = any(side.game.status_quo_key is not None for side in self.answer.sides)
        assert texts[count:] == [CERTAIN, SAMPLED][: 1 + has_walks]
        return texts[:count]

    def rules(self) -> list[Rule]:
        return [
            (rf"{WALKS} still end in (.+?)(, so no actor gains or loses)?\.", lambda *said: self.still("Improvements", *said)),
            (rf"{WALKS} end in (.+?)(?: \((\w+: .+)\))?(?: instead of (.+))?\.", self.end_elsewhere),
            (r"After the change, no sampled improvement walk from the status quo reached an end\.",
             lambda: self.is_so(all(self.starts) and not self.ends[1])),
            *super().rules(),
        ]  # fmt: skip

    def end_elsewhere(self, new: str, contrast: str | None, old: str | None) -> None:
        assert bool(old) == bool(self.ends[0])
        if old:
            self.instead("Improvements", new, contrast, old)
        else:
            self.end_is(new, self.ends[1], is_new=True)

    def check_complete(self, said: list[str]) -> None:
        if any(self.starts):
            super().check_complete(said)
        else:
            assert not self.fares
            assert not any("status quo" in text for text in said)

    def check_table(self, table: Any) -> None:
        if table.columns[0] == "" and "options taken (+ besides, - not)" in table.columns:
            self.check_states(table)
        else:
            super().check_table(self.parted(table, 1 if table.columns[0] == "power over" else 0))

    @staticmethod
    def parted(table: Table, column: int) -> Table:
        """A table with a row for each actor: those of whom the same is said share one."""
        rows = [(*row[:column], who, *row[column + 1 :]) for row in table.rows for who in re.split(r", | and ", row[column])]
        return Table(table.columns, tuple(rows))

    def check_states(self, table: Any) -> None:
        """Under each case: whether a state is there, is an equilibrium there, and an end of walks."""
        sides = {side.name: side for side in self.answer.sides}
        assert [row[0] for row in table.rows] == list(self.letters)
        for row in table.rows:
            owner, code = self.letters[row[0]]
            for column, cell in zip(table.columns[-len(sides) :], row[-len(sides) :], strict=True):
                side = sides[column]
                names = names_of(owner.game.case, side.game.case)
                model = Model(side.game.case)
                there = {named(model, s, names): s for s in range(len(model.states))}
                s = there.get(self.named_state(owner, code, names))
                if cell in ("", "not there"):
                    assert s is None or (not cell and owner is not self.answer.base)
                    continue
                assert s is not None
                is_end = self.named_state(owner, code, names) in self.walked(side, names)
                assert cell == ("Nash" if s in model.equilibria("nash") else "-") + (" >" if is_end else "")


def comparison(seed: int) -> Comparison | None:
    """A random searched case beside its scenarios, a what-if or another case."""
    rng = Random(seed)
    case = random_case(rng, max_options=4, actors=(1, 3), coalesce=False)
    if seed % 3 == 0:
        return compare(searched_game(variants(rng, case)))
    if seed % 3 == 1:
        return compare(
            searched_game(case), other=searched_game(random_case(rng, max_options=4, actors=(1, 3), coalesce=False))
        )
    with suppress(QuestionError):
        return compare(searched_game(case), None, what_if(rng, case))
    return None


def one(seed: int) -> set[str]:
    """What is said of one random comparison; the patterns of the sentences that were read."""
    found = comparison(seed)
    if found is None:
        return set()
    assert not found.is_listed
    try:
        reader = SearchReader(found)
        reader.check()
    except AssertionError as error:
        raise AssertionError(f"seed {seed}: {error}") from error
    return reader.used


@pytest.mark.parametrize("part", range(2))
def test_what_is_said_of_random_comparisons_by_search_is_so(part: int) -> None:
    used = set().union(*(one(seed) for seed in range(12 * part, 12 * part + 12)))
    assert any(pattern.startswith(f"{WALKS} still") for pattern in used)
    assert any(pattern.startswith(f"{WALKS} end in") for pattern in used)


def test_other_ends_that_are_as_good_for_an_actor_leave_it_as_well_off() -> None:
    case = {
        "actors": {
            "ann": {"options": {"go": "Go"}, "prefers": ["go"]},
            "bob": {"options": {"stay": "Stay"}, "prefers": ["stay"]},
            "cat": {"prefers": ["stay"]},
        },
        "status_quo": [],
        "scenarios": {"back": {"actors": {"ann": {"prefers": ["not go"]}}}},
    }
    (change,) = compare(searched_game(Case.model_validate(case))).changes
    assert [(one.actor, one.before, one.after) for one in change.stakes] == [
        ("ann", "worse", "better"), ("bob", "equal", "equal"), ("cat", "equal", "equal"),
    ]  # fmt: skip


def test_an_end_more_that_is_as_good_as_another_leaves_its_actor_as_well_off() -> None:
    """Of the three ends after the change, one is new, and as good for Bob as one of the two before it."""
    one(228)
