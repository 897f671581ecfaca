"""What a page says, read back: sentences by tables of patterns, and names, states, statements and changes in them.

A test of a view derives a class from `Reader`, gives it a table of rules for each part of the page, and checks what the
sentences say against the reference. A sentence that no rule reads fails the test. The names of random cases are single
words, and options stand in quotation marks, so that sentences can be taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from math import isclose, sqrt
from typing import Any

from countermove.model.case import Case
from countermove.model.preferences import Line, OrderUnknown, lines_of
from countermove.text.blocks import Section, Table, in_document
from reference import Model, Names, taken
from reference_robustness import places

__all__ = ["AMOUNT", "NUMBERS", "Reader", "Rule", "apply", "number", "sentences", "share_is", "wilson"]

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
AMOUNT = r"(\w+|[\d,]+)"
Rule = tuple[str, Callable[..., None]]
Truth = Callable[[int], bool]
Z = 1.959963984540054


def number(text: str) -> int:
    """A number in words or in digits."""
    low = text.lower()
    return NUMBERS.index(low) if low in NUMBERS else int(low.replace(",", ""))


def apply(text: str, rules: Sequence[Rule]) -> str:
    """The pattern of the first rule that fits, once it has checked the text; a text that no rule reads is a failure."""
    for pattern, check in rules:
        match = re.fullmatch(pattern, text)
        if match:
            check(*match.groups())
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


class Reader:
    """A case, the reference's view of it, and what names, states, statements and changes in sentences mean."""

    def __init__(self, case: Case) -> None:
        self.case, self.model = case, Model(case)
        self.ids = {case.label(id_): id_ for id_ in (*case.actors, *case.bodies)}
        self.rows = {(row.owner, row.name): row.index for row in case.option_rows}
        self.used: set[str] = set()

    def read(self, text: str, rules: Sequence[Rule]) -> None:
        """Check a sentence by the first rule that reads it."""
        self.used.add(apply(text, rules))

    # ------------------------------------------------------------------------------------------- pages

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

    # ------------------------------------------------------------------------------------------- names

    def who(self, text: str, last: str = "and") -> list[str]:
        """The ids of a list of names."""
        names = re.split(rf", | {last} ", text)
        assert all(name in self.ids for name in names), text
        return [self.ids[name] for name in names]

    def some_of(self, text: str, ids: Iterable[str], last: str = "and") -> None:
        """A list of names is exactly these ids; of many, the first and the number of the others."""
        wanted = list(ids)
        short = re.fullmatch(rf"(.*?),? {last} (\d+) others", text)
        if short:
            first = self.who(short[1].replace(", ", f" {last} "), last)
            assert set(first) <= set(wanted)
            assert len(first) + int(short[2]) == len(wanted), (text, wanted)
        else:
            assert sorted(self.who(text, last)) == sorted(wanted), (text, wanted)

    def states(self, text: str, wanted: Iterable[int], last: str = "and") -> None:
        """A list of states is exactly these; of many, the first and the number of the others."""
        expected = sorted(set(wanted))
        short = re.search(rf"[,;]? {last} (\d+) others?$", text)
        named = self.numbers(text[: short.start()] if short else text)
        assert len(named) == len(set(named)), text
        if short:
            assert set(named) <= set(expected), (text, expected)
            assert len(named) + int(short[1]) == len(expected), (text, expected)
        else:
            assert sorted(named) == expected, (text, expected)

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
        assert not re.sub(r"states?|\d+|, | and | or |; |[ ()*]|and|or", "", bare), text
        return [int(state) - 1 for state in re.findall(r"\d+", bare)]

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

    def doing(self, text: str) -> int:
        """The combination of a description in which those who do the same stand together: ``Ann and Bob: Arm. Cat: Go``."""
        if text == "Nobody does anything":
            return 0
        code = 0
        for owners, names in re.findall(r"(\w[^:.]*): ([^:.]+)(?:\. |$)", text):
            for owner in self.who(owners):
                for name in names.split("; "):
                    code |= 1 << self.rows[owner, name]
        return code

    def differing(self, text: str, first: int) -> int:
        """A combination by how it differs from another: ``Ann and Bob: "Arm" and not "Go"; Cat: "Talk"``."""
        code = first
        for owners, names in re.findall(r'(\w[^:";]*): ((?:[^";]|"[^"]*")+)', text):
            for owner in self.who(owners):
                for denied, name in re.findall(r'(not )?"([^"]*)"', names):
                    bit = 1 << self.rows[owner, name]
                    assert bool(code & bit) == bool(denied), text
                    code ^= bit
        return code

    def done_in(self, text: str, state: int) -> None:
        """A description is what is done in a state; of a coalesced one, what it leaves open: ``Ann: Arm; Go, or not. Bob: Talk``."""
        codes = [int(raw) for raw in self.model.states[state]]
        parts = [] if text == "Nobody does anything" else re.findall(r"(\w[^:.]*): ([^:.]+)(?:\. |$)", text)
        said = [(owner, name) for owners, names in parts for owner in self.who(owners) for name in names.split("; ")]
        wanted = []
        for row in self.case.option_rows:
            values = {code >> row.index & 1 for code in codes}
            if values != {0}:
                wanted.append((row.owner, row.name if values == {1} else f"{row.name}, or not"))
        assert sorted(said) == sorted(wanted), (text, wanted)

    def inside(self, text: str) -> int:
        """The state that is named inside brackets: ``state 3``, or ``"Open war", state 3``."""
        labelled = re.fullmatch(r'"([^"]*)", (?:state )?(\S+)', text)
        if not labelled:
            return self.state(text)
        state = self.model.state_of[labelled[2]] if self.case.is_graph else int(labelled[2]) - 1
        self.label_is(labelled[1], state)
        return state

    def deed(self, text: str, before: int) -> tuple[str, int]:
        """Who moves from a state, and where to: ``Ann chooses "Go" (state 2)``, ``Ann moves to state 5``."""
        if moved := re.fullmatch(r"(\w+) moves to (.+)", text):
            return self.ids[moved[1]], self.state(moved[2])
        match = re.fullmatch(r"(\w+) (.+?) \(([^()]+|[^()]*\([^()]*\)[^()]*)\)", text)
        assert match, text
        mover, after = self.ids[match[1]], self.inside(match[3])
        self.changed(mover, match[2], before, after)
        return mover, after

    def changed(self, mover: str, words: str, before: int, after: int) -> None:
        """What a mover takes and drops is what changes between two states: ``chooses "Go" and drops "Pay"``."""
        takes, drops = ("adopts", "revokes") if self.model.is_body(mover) else ("chooses", "drops")
        changes: dict[int, bool] = {}
        for verb, names in re.findall(r'(\w+) ((?:"[^"]*"(?:, | and (?="))?)+)', words):
            assert verb in (takes, drops), words
            changes |= {self.rows[mover, name]: verb == takes for name in re.findall(r'"([^"]*)"', names)}
        assert changes, words
        on, off = (sum(1 << k for k, is_taken in changes.items() if is_taken is wanted) for wanted in (True, False))
        here = [int(raw) for raw in self.model.states[before]]
        there = {int(raw) for raw in self.model.states[after]}
        assert any(not code & on and code & off == off and (code | on) & ~off in there for code in here), words

    # -------------------------------------------------------------------------------------- statements

    def truth(self, words: str, owner: str | None) -> Truth:
        """What a statement in words is true of."""
        truth, rest = self._either(words, owner)
        assert not rest, (words, rest)
        return truth

    def _either(self, words: str, owner: str | None) -> tuple[Truth, str]:
        left, rest = self._one(words, owner)
        for joint in (" exactly if ", " if "):
            if rest.startswith(joint):
                right, rest = self._one(rest.removeprefix(joint), owner)
                if joint == " if ":
                    return (lambda code, right=right: left(code) or not right(code)), rest  # type: ignore[misc]
                return (lambda code, right=right: left(code) == right(code)), rest  # type: ignore[misc]
        for joint, join in ((" and ", all), (" or ", any)):
            parts = [left]
            while rest.startswith(joint):
                part, rest = self._one(rest.removeprefix(joint), owner)
                parts.append(part)
            if len(parts) > 1:
                return (lambda code, parts=parts, join=join: join(part(code) for part in parts)), rest  # type: ignore[misc]
        return left, rest

    def _one(self, words: str, owner: str | None) -> tuple[Truth, str]:
        if count := re.match(r"(none|exactly \d+|at least \d+|at most \d+) of \(", words):
            parts, rest = [], words[count.end() :]
            while True:
                part, rest = self._either(rest, owner)
                parts.append(part)
                if rest.startswith(")"):
                    break
                rest = rest.removeprefix(", ")
            bound, amount = count[1].rpartition(" ")[0], 0 if count[1] == "none" else int(count[1].split()[-1])
            compare: dict[str, Callable[[int], bool]] = {
                "": lambda n: n == amount, "exactly": lambda n: n == amount,
                "at least": lambda n: n >= amount, "at most": lambda n: n <= amount,
            }  # fmt: skip
            return (lambda code: compare[bound](sum(part(code) for part in parts))), rest[1:]
        if words.startswith("("):
            part, rest = self._either(words[1:], owner)
            assert rest.startswith(")"), words
            return part, rest[1:]
        if constant := re.match(r"(true|false)\b", words):
            return (lambda code: constant[1] == "true"), words[constant.end() :]
        if literal := re.match(r'(?:(\w+): )?(not )?"([^"]*)"', words):
            holder = owner if literal[1] is None else self.ids[literal[1]]
            assert holder is not None, words
            index, is_denied = self.rows[holder, literal[3]], literal[2] is not None
            return (lambda code: taken(code, index) != is_denied), words[literal.end() :]
        assert words.startswith("not "), words
        part, rest = self._one(words.removeprefix("not "), owner)
        return (lambda code: not part(code)), rest

    def is_statement(self, words: str, statement: Any, owner: str) -> bool:
        """Whether words say what a statement of an actor says, of every combination of options."""
        names, truth = Names(self.case.option_rows), self.truth(words, owner)
        return all(truth(code) == names.holds(statement.tree, code, owner) for code in range(2 ** len(self.rows)))

    def is_entry(self, words: str, entry: Any, owner: str) -> bool:
        """Whether words quote an entry of an actor's list; of a group all statements, in order."""
        parts = words.split("; ")
        lines = lines_of(entry)
        return len(parts) == len(lines) and all(
            self.is_statement(part, line.that, owner) for part, line in zip(parts, lines, strict=True)
        )

    # ----------------------------------------------------------------------------------------- changes

    def is_change(self, text: str, actor: str, change: tuple[Any, ...]) -> bool:
        """Whether a clause describes a change of an actor's preferences, as `reference_robustness` has it."""
        index, kind, part, order = change
        if kind == "exchange":
            return self.ranks_above(text, actor, index + 1, index)
        entry = (self.case.actors[actor].prefers or ())[index]
        lines = lines_of(entry)
        if kind == "order":
            match = re.fullmatch(rf"group (\d+) of {self.case.label(actor)} comes in the order (.+)", text)
            words = match[2].split(", then ") if match else []
            return bool(match) and int(match[1]) == index + 1 and len(words) == len(order) and all(  # type: ignore[index]
                self.is_statement(said, lines[k].that, actor) for said, k in zip(words, order, strict=True)
            )  # fmt: skip
        where = f"statement {index + 1}" if isinstance(entry, Line) else f"in group {index + 1}"
        match = re.fullmatch(rf"(.+) \({where} of {self.case.label(actor)}\) is (replaced by (.+)|reversed|left out)", text)
        if not match or not self.is_statement(match[1], lines[part or 0].that, actor):
            return False
        done = {"otherwise": "replaced", "negated": "reversed", "dropped": "left"}[kind]
        return match[2].split()[0] == done and (
            kind != "otherwise" or self.is_statement(match[3], lines[part or 0].otherwise, actor)
        )

    def ranks_above(self, text: str, actor: str, upper: int, lower: int) -> bool:
        """Whether a clause says that one entry of an actor's list comes above another, both by their places."""
        record, who = self.case.actors[actor], self.case.label(actor)
        if record.ranking is not None:
            match = re.fullmatch(rf"(.+?) (?:is|are) better than (.+) for {who}", text)
            return match is not None and all(
                self.are_place(words, actor, place) for words, place in zip(match.groups(), (upper, lower), strict=True)
            )
        match = re.fullmatch(
            rf"(.+) \((statement|group) (\d+) of {who}\) comes before (.+) \((statement|group) (\d+)\)", text
        )
        if match is None or (int(match[3]), int(match[6])) != (upper + 1, lower + 1):
            return False
        entries = record.prefers or ()
        for words, kind, place in ((match[1], match[2], upper), (match[4], match[5], lower)):
            is_group = not isinstance(entries[place], Line)
            quoted = words.removeprefix("the group [").removesuffix("]") if is_group else words
            if (kind == "group") != is_group or not self.is_entry(quoted, entries[place], actor):
                return False
        return True

    def are_place(self, text: str, actor: str, place: int) -> bool:
        """Whether states that are named are those of a place of an actor's ranking."""
        patterns = places(self.case, actor)[place]
        codes = range(2 ** len(self.rows))
        names = Names(self.case.option_rows)
        raws = [p for p in patterns if p in self.model.state_of] if self.case.is_graph else [
            code for code in codes if code in self.model.state_of and any(names.matches(p, code) for p in patterns)
        ]  # fmt: skip
        try:
            self.states(text, {self.model.state_of[raw] for raw in raws})
        except AssertionError:
            return False
        return True

    def uncertain(self) -> tuple[int, int]:
        """How many statements are uncertain, and how many groups have an order that is not known."""
        entries = [entry for record in self.case.actors.values() for entry in record.prefers or ()]
        lines = [line for entry in entries for line in lines_of(entry)]
        groups = [entry for entry in entries if isinstance(entry, OrderUnknown) and len(entry.order_unknown) > 1]
        return sum(line.sure < 1 for line in lines), len(groups)
