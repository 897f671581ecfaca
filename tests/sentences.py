"""What a page says, read back: sentences by tables of patterns, and names, states and moves in them.

A test of a view derives a class from `Reader`, gives it rules for each part of the page, pairs of a pattern and a check, and
checks what the sentences say against the reference. Each sentence is checked by the first rule whose pattern fits it as a
whole; a sentence that no rule fits fails. The names of random cases are single words, and options stand in quotation marks,
so that sentences can be taken apart. What is said of statements and their changes is read by `PreferenceReader`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import pairwise
from math import isclose, sqrt
from random import Random
from typing import Any, Generic, TypeVar

from cases import random_case, random_graph_case
from countermove.model.case import Case
from countermove.model.preferences import PreferenceLine, lines_of
from countermove.text.blocks import Page, Section, Table, Verbatim, in_document
from countermove.text.naming import statement_words
from reference import Model, taken

__all__ = [
    "AMOUNT", "DEEDS", "MANY", "MOVE", "NUMBERS", "STATE", "STATES", "Reader", "Rule", "apply", "drawn_cases", "failing_as",
    "number", "read_cases", "sentences", "share_is", "texts_of", "wilson",
]  # fmt: skip

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
AMOUNT = r"(\w+|[\d,]+)"
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
EITHER = "(?:and|or)"
"""The last word of a list of which it does not matter."""
Z = 1.959963984540054
Rule = tuple[str, Callable[..., None]]
M = TypeVar("M", bound=Model)


def number(text: str) -> int:
    """A number in words or in digits."""
    low = text.lower()
    return NUMBERS.index(low) if low in NUMBERS else int(low.replace(",", ""))


def apply(text: str, rules: Sequence[Rule]) -> str:
    """The pattern of the first rule that fits, once it has checked the text; a text that no rule reads is a failure."""
    for pattern, check in rules:
        if match := re.fullmatch(pattern, text):
            try:
                check(*match.groups())
            except AssertionError as error:
                raise AssertionError(f"not so: {text}\n{error}") from error
            return pattern
    raise AssertionError(f"a sentence that nobody can read: {text}")


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, each with its stop; a stop inside quotation marks ends none."""
    parts, start, is_quoted = [], 0, False
    text = text.replace("\u00a0", " ")
    for place, letter in enumerate(text):
        is_quoted ^= letter == '"'
        # A stop inside quotation marks, or before a digit, is part of a name or of a number.
        if letter == "." and not is_quoted and text[place + 1 : place + 2] in ("", " "):
            parts.append(text[start : place + 1].strip())
            start = place + 1
    return [*parts, *([text[start:].strip()] if text[start:].strip() else [])]


def share_is(text: str, share: Fraction | float) -> None:
    """A share in percent: whole numbers, with 0 % and 100 % only where it is exactly so."""
    value = float(share)
    if text == "under 1 %":
        assert 0 < value <= 0.005, (text, value)
    elif text == "over 99 %":
        assert 0.995 <= value < 1, (text, value)
    else:
        said = int(text.removesuffix(" %"))
        assert abs(100 * value - said) <= 0.5 + 1e-9, (text, value)
        assert isclose(value, said / 100, abs_tol=1e-12) or 0 < said < 100, (text, value)


def wilson(count: int, total: int) -> tuple[float, float]:
    """The roots p of |share - p| = z sqrt(p (1 - p) / total), a quadratic equation."""
    share, z = count / total, Z * Z / total
    root = sqrt((2 * share + z) ** 2 - 4 * (1 + z) * share * share)
    return ((2 * share + z - root) / (2 * (1 + z)), (2 * share + z + root) / (2 * (1 + z)))


class Reader(Generic[M]):
    """A case, the reference's view of it, and what names, states and moves in sentences mean."""

    def __init__(self, case: Case, model: M) -> None:
        self.case, self.model, self.size = case, model, len(model.states)
        self.ids = {case.label(id_): id_ for id_ in (*case.actors, *case.bodies)}
        self.rows = {(row.owner, row.name): row.index for row in case.option_rows}
        self.used: set[str] = set()

    def read(self, text: str, rules: Sequence[Rule]) -> None:
        """Check a sentence by the first rule that reads it; hard spaces are spaces here."""
        self.used.add(apply(text.replace("\u00a0", " "), rules))

    def read_all(self, texts: Iterable[str], rules: Sequence[Rule]) -> None:
        """Check each sentence by the first rule that reads it."""
        for text in texts:
            self.read(text, rules)

    # --------------------------------------------------------------------------------------------------------------- pages

    @staticmethod
    def sections(page: Iterable[Any]) -> list[Section]:
        """The sections of a page."""
        return [part for part in in_document(list(page)) if isinstance(part, Section)]

    @staticmethod
    def tables(page: Iterable[Any]) -> list[Table]:
        """The tables of a page."""
        return [part for part in in_document(list(page)) if isinstance(part, Table)]

    @staticmethod
    def texts(section: Section) -> list[tuple[int, str, str]]:
        """The items of a section: how far in each is, its mark, and its text."""
        return [(item.depth, item.mark, item.text.replace("\u00a0", " ")) for item in section.items]

    # --------------------------------------------------------------------------------------------------------------- names

    def who(self, text: str | None, last: str = EITHER) -> list[str]:
        """The ids of a list of names, with `last` before the last one; nobody for no text."""
        names = re.split(rf", (?:{last} )?| {last} ", text) if text else []
        assert all(name in self.ids for name in names), text
        return [self.ids[name] for name in names]

    def some_of(self, text: str | None, ids: Iterable[str], last: str = EITHER) -> None:
        """A list of names is exactly these ids; of many, the first and the number of the others."""
        wanted = list(ids)
        head, more = self.counted(text or "", last)
        first = self.who(head, last)
        assert len(first) == len(set(first)), text
        assert set(first) <= set(wanted), (text, wanted)
        assert len(first) + more == len(wanted), (text, wanted)

    @staticmethod
    def counted(text: str, last: str = EITHER) -> tuple[str, int]:
        """A list without the others that it counts, and how many these are."""
        match = re.fullmatch(rf"(.*?)[,;]? {last} (?:one of )?(\d+) others?", text)
        return (match[1], int(match[2])) if match else (text, 0)

    # -------------------------------------------------------------------------------------------------------------- states

    def states(self, text: str, wanted: Iterable[int], last: str = EITHER) -> None:
        """A list of states is exactly these, all different; of many, the first and the number of the others."""
        expected = set(wanted)
        head, more = self.counted(text, last)
        named = self.numbers(head)
        assert len(named) == len(set(named)), text
        assert set(named) <= expected, (text, expected)
        assert len(named) + more == len(expected), (text, expected)

    def state(self, text: str) -> int:
        """The one state that is named."""
        (state,) = self.numbers(text)
        return state

    def numbers(self, text: str) -> list[int]:
        """The states that are named, counted from 0; the labels that stand with them must be theirs."""
        if self.case.states is not None:
            named = re.findall(r'"([^"]*)" \((s\d+)\)|\b(s\d+) \(State (s\d+)\)', text)
            assert named, text
            for label, labelled_id, id_, title in named:
                assert id_ == title
                if label:
                    self.label_is(label, self.model.state_of[labelled_id])
            assert not re.sub(r'"[^"]*" \(s\d+\)|\bs\d+ \(State s\d+\)|, | and | or |; ', "", text), text
            return [self.model.state_of[labelled_id or id_] for _, labelled_id, id_, _ in named]
        for label, states in re.findall(r'"([^"]*)" \(states? ([\d, andor]+)\)', text):
            for state in re.findall(r"\d+", states):
                self.label_is(label, int(state) - 1)
        for state, label in re.findall(r'(\d+)\*? \("([^"]*)"', text):
            self.label_is(label, int(state) - 1)
        bare = re.sub(r'"[^"]*"', "", text)
        assert not re.sub(r"[Ss]tates?|\d+|, | and | or |; |[ ()*]|and|or", "", bare), text
        numbers = [int(state) for state in re.findall(r"\d+", bare)]
        assert all(0 < state <= self.size for state in numbers), text
        return [state - 1 for state in numbers]

    def listed(self, text: str) -> list[int]:
        """The states of a cell: ``3, 5 ("open war")``, or their ids; a hyphen is none."""
        if text == "-":
            return []
        if self.case.is_graph:
            return [self.model.state_of[id_] for id_ in re.findall(r"\bs\d+\b", re.sub(r'"[^"]*"|\(State s\d+\)', "", text))]
        return self.numbers(text)

    def label_is(self, label: str, state: int) -> None:
        """A label is that of a state."""
        (own,) = (record for id_, record in self.case.labels.items() if (record.name or id_.replace("-", " ")) == label)
        if self.case.states is not None:
            assert self.model.state_of[own.state] == state
            return
        codes = [int(raw) for raw in self.model.states[state]]
        if own.where is not None:
            assert any(self.model.names.holds(own.where.tree, code) for code in codes)
        else:
            options = {self.model.names.find_text(text) for text in own.options or ()}
            assert any(all(taken(code, k) == (k in options) for k in range(len(self.rows))) for code in codes)

    def inside(self, text: str) -> int:
        """The state that is named inside brackets: ``state 3``, or ``"Open war", state 3``."""
        labelled = re.fullmatch(r'"([^"]*)", (?:state )?(\S+)', text)
        if not labelled:
            return self.state(text)
        state = self.model.state_of[labelled[2]] if self.case.is_graph else int(labelled[2]) - 1
        self.label_is(labelled[1], state)
        return state

    def doing(self, text: str) -> int:
        """The combination of a description in which those who do the same stand together: ``Ann and Bob: Arm. Cat: Go``."""
        if text == "Nobody does anything":
            return 0
        code = 0
        for owners, names in re.findall(r"(\w[^:.]*): ([^:.]+)(?:\. |$)", text):
            for owner in self.who(owners, "and"):
                for name in names.split("; "):
                    code |= 1 << self.rows[owner, name]
        return code

    def differing(self, text: str, first: int) -> int:
        """A combination by how it differs from another: ``Ann and Bob: "Arm" and not "Go"; Cat: "Talk"``."""
        code = first
        for owners, names in re.findall(r'(\w[^:";]*): ((?:[^";]|"[^"]*")+)', text):
            for owner in self.who(owners, "and"):
                for denied, name in re.findall(r'(not )?"([^"]*)"', names):
                    bit = 1 << self.rows[owner, name]
                    assert bool(code & bit) == bool(denied), text
                    code ^= bit
        return code

    def done_in(self, text: str, s: int, between: str = "; ", parts: str = ". ") -> None:
        """What is done in a state: for each owner, or for owners who do the same, the options taken, or left open."""
        said = {}
        for part in [] if text.lower() == "nobody does anything" else text.split(parts):
            owners, _, names = part.partition(": ")
            for owner in self.who(owners, "and"):
                assert owner not in said
                said[owner] = names
        codes = [int(raw) for raw in self.model.states[s]]
        for owner in [*self.case.actors, *self.case.bodies]:
            rows = [row for row in self.case.option_rows if row.owner == owner]
            words = []
            for row in rows:
                values = {taken(code, row.index) for code in codes}
                words += [f"{row.name}, or not" if len(values) == 2 else row.name] if True in values else []
            assert said.get(owner, "") == between.join(words), (text, owner)

    def called(self, text: str, s: int) -> None:
        """A state with what is done in it, in brackets."""
        match = re.fullmatch(rf"({STATE})(?: \((.*)\))?", text)
        assert match, text
        assert self.state(match[1]) == s
        if not self.case.is_graph:
            self.done_in(match[2], s, ", ", "; ")

    # --------------------------------------------------------------------------------------------------------------- moves

    def deed(self, text: str, before: int) -> tuple[str, int]:
        """Who moves from a state, and where to: ``Ann chooses "Go" (state 2)``, ``Ann moves to state 5``."""
        name, _, words = text.partition(" ")
        return self.ids[name], self.move(self.ids[name], before, words)

    def move(self, mover: str, s: int, text: str) -> int:
        """Where a move leads from a state: ``chooses "Go" (state 3)``; its deeds are what lies between both."""
        if match := re.fullmatch(r"moves? to (.+)", text):
            end = self.state(match[1])
            # Only where a coalesced state hides what is done may a move be described by its end alone.
            assert self.case.is_graph or any(len(self.model.states[t]) > 1 for t in (s, end)), text
        else:
            match = re.fullmatch(rf"({DEEDS}) \((.+)\)", text)
            assert match, text
            end = self.inside(match[2])
            assert self.deeds(mover, match[1]) == self.change(mover, s, end), text
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

    # --------------------------------------------------------------------------------------------------------- preferences

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
        elif match := re.fullmatch(r"top (\d+) %", text):
            assert int(match[1]) == -(-100 * (n - worse) // n)
            assert better
            assert 2 * (n - worse) <= n
        elif match := re.fullmatch(r"worst (\d+) %", text):
            assert int(match[1]) == -(-100 * (n - better) // n)
            assert worse
            assert 2 * (n - better) <= n
        else:
            assert re.fullmatch(r"middle(?: \((.*?) % worse, (.*?) % better\))?", text), text
            assert 2 * worse < n
            assert 2 * better < n
            if match := re.fullmatch(r"middle \((.*?) % worse, (.*?) % better\)", text):
                assert [round(100 * k / n) for k in (worse, better)] == [int(match[1]), int(match[2])]


@contextmanager
def failing_as(name: str) -> Iterator[None]:
    """Inside, a failure names what was read."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{name}: {error}") from error


def texts_of(page: Page) -> Iterator[tuple[str, list[str]]]:
    """The parts of a page: of a section its title and sentences, of a table nothing but its notes."""
    for part in in_document(page):
        match part:
            case Section(title, items):
                yield title, [item.text for item in items]
            case Table():
                yield "table", list(part.notes)
            case Verbatim():
                yield "text", part.text.split("\n")


def drawn_cases(seeds: Iterable[int], graphs: bool = True, **wanted: Any) -> Iterator[tuple[int, Case]]:
    """Random cases of options, with coalesced states, bodies and conditions; each third one of listed states."""
    for seed in seeds:
        rng = Random(seed)
        yield seed, random_graph_case(rng, states=(2, 5)) if graphs and seed % 3 == 2 else random_case(rng, **wanted)


def read_cases(cases: Iterable[tuple[int, Case]], check: Callable[[Case], object]) -> None:
    """Check each case; a failure names its seed."""
    for seed, case in cases:
        with failing_as(f"seed {seed}"):
            check(case)
