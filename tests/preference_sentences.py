"""What a page says of preference statements and of changes of preferences, read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from countermove.model.preferences import Line, OrderUnknown, lines_of
from reference import Names, taken
from reference_robustness import places
from sentences import M, Reader

__all__ = ["PreferenceReader"]

Truth = Callable[[int], bool]


class PreferenceReader(Reader[M]):
    """A reader who also knows what statements and changes in sentences mean."""

    def truth(self, words: str, owner: str | None) -> Truth:
        """What a statement in words is true of."""
        truth, tail = self._either(words, owner)
        assert not tail, (words, tail)
        return truth

    def _either(self, words: str, owner: str | None) -> tuple[Truth, str]:
        left, tail = self._one(words, owner)
        for joint in (" exactly if ", " if "):
            if tail.startswith(joint):
                right, tail = self._one(tail.removeprefix(joint), owner)
                if joint == " if ":
                    return (lambda code, right=right: left(code) or not right(code)), tail  # type: ignore[misc]
                return (lambda code, right=right: left(code) == right(code)), tail  # type: ignore[misc]
        for joint, join in ((" and ", all), (" or ", any)):
            parts = [left]
            while tail.startswith(joint):
                part, tail = self._one(tail.removeprefix(joint), owner)
                parts.append(part)
            if len(parts) > 1:
                return (lambda code, parts=parts, join=join: join(part(code) for part in parts)), tail  # type: ignore[misc]
        return left, tail

    def _one(self, words: str, owner: str | None) -> tuple[Truth, str]:
        if count := re.match(r"(none|exactly \d+|at least \d+|at most \d+) of \(", words):
            parts, tail = [], words[count.end() :]
            while True:
                part, tail = self._either(tail, owner)
                parts.append(part)
                if tail.startswith(")"):
                    break
                tail = tail.removeprefix(", ")
            bound, amount = count[1].rpartition(" ")[0], 0 if count[1] == "none" else int(count[1].split()[-1])
            compare: dict[str, Callable[[int], bool]] = {
                "": lambda n: n == amount, "exactly": lambda n: n == amount,
                "at least": lambda n: n >= amount, "at most": lambda n: n <= amount,
            }  # fmt: skip
            return (lambda code: compare[bound](sum(part(code) for part in parts))), tail[1:]
        if words.startswith("("):
            part, tail = self._either(words[1:], owner)
            assert tail.startswith(")"), words
            return part, tail[1:]
        if constant := re.match(r"(true|false)\b", words):
            return (lambda code: constant[1] == "true"), words[constant.end() :]
        if literal := re.match(r'(?:(\w+): )?(not )?"([^"]*)"', words):
            holder = owner if literal[1] is None else self.ids[literal[1]]
            assert holder is not None, words
            index, is_denied = self.rows[holder, literal[3]], literal[2] is not None
            return (lambda code: taken(code, index) != is_denied), words[literal.end() :]
        assert words.startswith("not "), words
        part, tail = self._one(words.removeprefix("not "), owner)
        return (lambda code: not part(code)), tail

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

    # ------------------------------------------------------------------------------------------------------------- changes

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
