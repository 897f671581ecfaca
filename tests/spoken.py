"""Sentences read back: what a page says of a case becomes states, movers and moves of the reference.

A reader of one page gives rules, pairs of a pattern and a check. Each sentence is checked by the first rule whose pattern
fits it as a whole; a sentence that no rule fits fails. Random cases have names of one word and no labels, so that lists and
moves can be taken apart; what options do stands in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Any, Generic, TypeVar

from cases import random_case, random_graph_case
from countermove.model.case import Case
from countermove.model.preferences import PreferenceLine, lines_of
from countermove.text.blocks import Item, Page, Section, Table, Verbatim, in_document
from countermove.text.naming import statement_words
from reference import Model, taken

__all__ = ["DEEDS", "MANY", "MOVE", "STATE", "STATES", "Rule", "Spoken", "drawn_cases", "read_cases", "texts_of"]

Rule = tuple[str, Callable[..., None]]
M = TypeVar("M", bound=Model)
STATE = r"(?:[Ss]tate \d+|s\d+ \(State s\d+\))"
"""A state in a sentence: by its number, or in a graph case by its id and name."""
STATES = rf"(?:{STATE}|[Ss]tates [\d, ]+(?:(?:and|or) (?:\d+ others|\d+))|{STATE}(?:, {STATE})* (?:and|or) (?:{STATE}|\d+ others))"
"""Several states, the end perhaps counted."""
NAME = r"[A-Z][a-z]+"
MANY = rf"{NAME}(?:, {NAME})*(?:,? (?:and|or) (?:{NAME}|\d+ others))?"
"""Names in a list, the end perhaps counted."""
DEEDS = r'(?:(?:chooses?|drops?|adopts?|revokes?) "[^"]*"(?:(?:,| and) "[^"]*")*(?: and (?:drops?|revokes?) "[^"]*"(?:(?:,| and) "[^"]*")*)?)'
MOVE = rf"(?:{DEEDS} \({STATE}\)|moves? to {STATE})"
"""A move without its mover, and where it leads."""


class Spoken(Generic[M]):
    """A case, the reference's view of it, and how its names, states and moves are read back."""

    def __init__(self, case: Case, model: M) -> None:
        self.case, self.model = case, model
        self.ids = {case.label(id_): id_ for id_ in [*case.actors, *case.bodies]}
        self.size = len(model.states)

    def read(self, texts: Iterable[str], rules: Sequence[Rule]) -> None:
        """Check each sentence by the first rule that fits; hard spaces are spaces here."""
        for text in texts:
            self.check(text.replace("\u00a0", " "), rules)

    @staticmethod
    def check(text: str, rules: Sequence[Rule]) -> None:
        """Check one sentence."""
        for pattern, check in rules:
            if found := re.fullmatch(pattern, text):
                try:
                    check(*found.groups())
                except AssertionError as error:
                    raise AssertionError(f"not so: {text}\n{error}") from error
                return
        raise AssertionError(f"a sentence that nobody can read: {text}")

    # ------------------------------------------------------------------------------------------ names and states

    def who(self, text: str | None) -> list[str]:
        """The ids of a list of names; nobody for no text."""
        names = re.split(r", (?:and )?| and | or ", text) if text else []
        assert all(name in self.ids for name in names), text
        return [self.ids[name] for name in names]

    def are(self, text: str | None, ids: Iterable[str]) -> None:
        """A list of names is exactly these ids; its end may be counted."""
        ids = list(ids)
        head, more = self.counted(text or "")
        first = self.who(head)
        assert len(first) == len(set(first))
        assert set(first) <= set(ids), (text, ids)
        assert len(first) + more == len(ids), (text, ids)

    @staticmethod
    def counted(text: str) -> tuple[str, int]:
        """A list without the others that it counts, and how many these are."""
        found = re.fullmatch(r"(.*?),? (?:and|or) (?:one of )?(\d+) others", text)
        return (found[1], int(found[2])) if found else (text, 0)

    def state(self, text: str) -> int:
        """The state that is called so."""
        if self.case.states is not None:
            names = [f"{id_} ({name})" for id_, name in self.case.states.items()]
            assert text in names, text
            return names.index(text)
        found = re.fullmatch(r"[Ss]tate (\d+)", text)
        assert found, text
        assert 0 < int(found[1]) <= self.size
        return int(found[1]) - 1

    def states(self, text: str, expected: Iterable[int]) -> None:
        """A list of states is exactly these, all different; its end may be counted."""
        wanted = set(expected)
        head, more = self.counted(text)
        if self.case.states is not None:
            found = [self.state(part) for part in re.split(r", | and | or ", head)]
        else:
            found = [int(number) - 1 for number in re.findall(r"\d+", head)]
        assert len(found) == len(set(found)), text
        assert set(found) <= wanted, (text, wanted)
        assert len(found) + more == len(wanted), (text, wanted)

    def doing(self, text: str, s: int, between: str = "; ", parts: str = ". ") -> None:
        """What is done in a state: for each owner, or for owners who do the same, the options taken, or left open."""
        said = {}
        for part in [] if text.lower() == "nobody does anything" else text.split(parts):
            owners, _, names = part.partition(": ")
            for owner in self.who(owners):
                assert owner not in said
                said[owner] = names
        codes = [int(raw) for raw in self.model.states[s]]
        for owner in [*self.case.actors, *self.case.bodies]:
            rows = [row for row in self.case.option_rows if row.owner == owner]
            words = []
            for row in rows:
                held = {taken(code, row.index) for code in codes}
                words += [f"{row.name}, or not" if len(held) == 2 else row.name] if True in held else []
            assert said.get(owner, "") == between.join(words), (text, owner)

    # ---------------------------------------------------------------------------------------------- moves

    def move(self, mover: str, s: int, text: str) -> int:
        """Where a move leads from a state: ``chooses "Go" (state 3)``; its deeds are what lies between both."""
        if found := re.fullmatch(rf"moves? to ({STATE})", text):
            end = self.state(found[1])
            # Only where a coalesced state hides what is done may a move be told by its end alone.
            assert self.case.is_graph or any(len(self.model.states[t]) > 1 for t in (s, end)), text
        else:
            found = re.fullmatch(rf"({DEEDS}) \(({STATE})\)", text)
            assert found, text
            end = self.state(found[2])
            assert self.deeds(mover, found[1]) == self.change(mover, s, end), text
        assert end in self.model.um(mover, s), text
        return end

    def deeds(self, mover: str, text: str) -> dict[int, bool]:
        """The options that are set, by position, and to what: ``chooses "Go" and drops "Arm"``."""
        changes, is_taken = {}, True
        for word, name in re.findall(r'(chooses?|adopts?|drops?|revokes?)|"([^"]*)"', text):
            if word:
                is_taken = word.removesuffix("s") in ("choose", "adopt")
                assert word.removesuffix("s") in (("adopt", "revoke") if mover in self.case.bodies else ("choose", "drop"))
            else:
                (row,) = (row for row in self.case.option_rows if row.owner == mover and row.name == name)
                changes[row.index] = is_taken
        return changes

    def change(self, mover: str, s: int, t: int) -> dict[int, bool]:
        """The options of a mover that differ between two states, and what they are in the second."""
        changes = {}
        for k in self.model.options_of(mover):
            before, after = ({taken(int(code), k) for code in self.model.states[x]} for x in (s, t))
            # An option of its own that a coalesced state leaves open cannot be said to change.
            assert len(before) == len(after) == 1
            if before != after:
                (changes[k],) = after
        return changes

    def legal(self, steps: Sequence[tuple[str, int, int]]) -> None:
        """Moves join up, and nobody moves twice in a row."""
        assert steps
        assert all(a[2] == b[1] and a[0] != b[0] for a, b in pairwise(steps)), steps

    # ----------------------------------------------------------------------------------------- statements

    def entries(self, actor: str) -> Sequence[PreferenceLine]:
        """The preference statements of an actor."""
        return self.case.actors[actor].prefers or ()

    def quoted(self, actor: str, entry: PreferenceLine) -> str:
        """A statement in the names of the options; words, not truth, so the program's own are taken."""
        return "; ".join(statement_words(self.case, part.that, actor) for part in lines_of(entry))

    def share(self, actor: str, k: int, s: int) -> int:
        """How many of the statements in the entry k hold in a state."""
        (values,) = {
            sum(self.model.names.holds(part.that.tree, int(code), actor) for part in lines_of(self.entries(actor)[k]))
            for code in self.model.states[s]
        }
        return values

    def place(self, text: str, actor: str, s: int) -> None:
        """Where a state stands for an actor: ``in the top 10 % ...``, ``the best``; figures are rounded up."""
        worse, better = (
            sum(sign * (self.model.rank(actor, t) - self.model.rank(actor, s)) > 0 for t in range(self.size))
            for sign in (-1, 1)
        )
        alike = self.size - worse - better
        text = re.sub(r"^(?:in )?the ", "", text).removeprefix("among the ")
        n = self.size
        if text in ("all states are equally good", "all equal"):
            assert alike == n
        elif text == "best":
            assert not better
            assert worse
        elif text == "worst":
            assert not worse
            assert better
        elif found := re.fullmatch(r"top (\d+) %", text):
            assert int(found[1]) == -(-100 * (n - worse) // n)
            assert better
            assert 2 * (n - worse) <= n
        elif found := re.fullmatch(r"worst (\d+) %", text):
            assert int(found[1]) == -(-100 * (n - better) // n)
            assert worse
            assert 2 * (n - better) <= n
        else:
            assert re.fullmatch(r"middle(?: \((.*?) % worse, (.*?) % better\))?", text), text
            assert 2 * worse < n
            assert 2 * better < n
            if found := re.fullmatch(r"middle \((.*?) % worse, (.*?) % better\)", text):
                assert [round(100 * k / n) for k in (worse, better)] == [int(found[1]), int(found[2])]


def texts_of(page: Page) -> Iterator[tuple[str, list[str]]]:
    """The parts of a page: of a section its title and sentences, of a table nothing but its notes."""
    for part in in_document(page):
        match part:
            case Section(title, items):
                yield title, [_item(item) for item in items]
            case Table():
                yield "table", list(part.notes)
            case Verbatim():
                yield "text", part.text.split("\n")


def _item(item: Item) -> str:
    return item.text


def drawn_cases(seeds: Iterable[int], graphs: bool = True, **wanted: Any) -> Iterator[tuple[int, Case]]:
    """Random cases of options, with coalesced states, bodies and conditions; each third one of listed states."""
    for seed in seeds:
        rng = Random(seed)
        yield seed, random_graph_case(rng, states=(2, 5)) if graphs and seed % 3 == 2 else random_case(rng, **wanted)


def read_cases(cases: Iterable[tuple[int, Case]], check: Callable[[Case], object]) -> None:
    """Check each case; a failure names its seed."""
    for seed, case in cases:
        try:
            check(case)
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
