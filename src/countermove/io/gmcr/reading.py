"""A `.gmcr` file becomes a case: ids from names, conditions as statements, state numbers as patterns."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from countermove.errors import CaseError, Diagnostic, Place, Step, quoted
from countermove.io.gmcr.fields import Fields, GmcrFile, GmcrMaker, ids_of, read_fields
from countermove.io.gmcr.normal_form import TooManyAlternativesError, disjunctive_form, feasible
from countermove.io.loading import Loaded, locate
from countermove.io.yaml_text import Places, read_data
from countermove.model.checks.check import check
from countermove.model.parse import parse_case
from countermove.model.statements import And, Bit, Node, Not, Or

__all__ = ["diagnose_gmcr", "is_gmcr", "places_in", "read_json"]


def diagnose_gmcr(text: str, file: str) -> tuple[Loaded | None, list[Diagnostic]]:
    """The case in the text of a `.gmcr` file, or None, and everything that can be said about it.

    What the file holds and a case does not (unknown keys, coalitions) is said by warnings CM703 to CM705.

    Parameters
    ----------
    text
        The text of the file.
    file
        Its name in messages.

    Returns
    -------
    tuple
        The case, or None where there are errors, and all findings.

    Examples
    --------
    >>> text = '''{"options": [{"name": "Go"}],
    ...   "decisionMakers": [{"name": "USA", "options": [0], "preferences": [[[0, "N"]]]}]}'''
    >>> loaded, diagnostics = diagnose_gmcr(text, "case.gmcr")
    >>> loaded.case.actors["usa"].prefers[0].that
    Statement(text='not go')
    """
    try:
        data = read_json(text, file)
    except CaseError as fault:
        return None, list(fault.diagnostics)
    fields = Fields()
    content = read_fields(data, fields)
    if not isinstance(data, Mapping) or not data:
        wrong = Diagnostic("CM008", "error", (), "the file holds no object {...}", "is it a .gmcr file?")
        return None, locate([wrong], {}, file)
    # Translating content with errors would report the same faults again in other words.
    case_data = None if _failed(fields) else _Translation(content, fields).case_data()
    diagnostics = locate(fields.diagnostics, places_in(text, file) if fields.diagnostics else {}, file)
    if case_data is None or _failed(fields):
        return None, [d for d in diagnostics if d.severity == "error"]
    case, more = parse_case(case_data)
    if case is not None:
        more = check(case)
    diagnostics += locate(more, {}, file)
    if case is None or any(d.severity == "error" for d in diagnostics):
        return None, diagnostics
    return Loaded(case, {}, file, tuple(diagnostics)), diagnostics


def is_gmcr(text: str) -> bool:
    """Whether a text is the JSON of this format, under whatever name: it has its two main keys.

    Parameters
    ----------
    text
        The text of a file.

    Examples
    --------
    >>> is_gmcr('{"options": [], "decisionMakers": []}'), is_gmcr("title: decisionMakers")
    (True, False)
    """
    # Most files are told apart without being parsed.
    if not text.lstrip().startswith("{") or '"decisionMakers"' not in text:
        return False
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(data, Mapping) and "decisionMakers" in data and "actors" not in data


def _failed(fields: Fields) -> bool:
    return any(d.severity == "error" for d in fields.diagnostics)


class _Translation:
    """The content of a file in the shape of a case file."""

    def __init__(self, content: GmcrFile, fields: Fields) -> None:
        self.content, self.fields = content, fields
        self.makers = [sorted(maker.options) for maker in content.makers]
        self.order = [option for options in self.makers for option in options]
        self.actors = ids_of((maker.name for maker in content.makers), "actor")
        self.option_id: dict[int, str] = {}
        self.owner: dict[int, str] = {}
        for actor, options in zip(self.actors, self.makers, strict=True):
            ids = ids_of((content.options[option][0] for option in options), "option")
            self.option_id |= dict(zip(options, ids, strict=True))
            self.owner |= dict.fromkeys(options, actor)

    def case_data(self) -> dict[str, Any]:
        """The case as plain data."""
        groups = self._rankings()
        data: dict[str, Any] = {"actors": {}}
        for actor, maker, group in zip(self.actors, self.content.makers, groups, strict=True):
            data["actors"][actor] = self._actor(actor, maker, group)
        if self.content.infeasible:
            data["impossible"] = [self._words(tree, None) for tree in self.content.infeasible]
        views = {
            actor: {"unseen": [self._words(tree, actor) for tree in maker.unseen]}
            for actor, maker in zip(self.actors, self.content.makers, strict=True)
            if maker.unseen
        }
        if views:
            data["views"] = views
        if self.order != sorted(self.order):
            self.fields.warn(
                "CM705", ("options",), "options are numbered owner by owner here",
                "so states have other numbers than in the program that wrote the file",
            )  # fmt: skip
        return data

    def _actor(self, actor: str, maker: GmcrMaker, ranking: Sequence[Any] | None) -> dict[str, Any]:
        data: dict[str, Any] = {"name": maker.name}
        options = {}
        for option in sorted(maker.options):
            name, change = self.content.options[option]
            options[self.option_id[option]] = {"name": name, **({"change": change} if change != "both" else {})}
        if options:
            data["options"] = options
        if ranking is not None:
            data["ranking"] = ranking
        elif maker.ranking is None and maker.preferences:
            data["prefers"] = [self._words(tree, actor) for tree in maker.preferences]
        return data

    def _words(self, tree: Node, asking: str | None, inside: bool = False) -> str:
        """A condition as a statement; `asking` writes its own options without their owner."""
        match tree:
            case Bit(index):
                own = self.owner[index] == asking
                return self.option_id[index] if own else f"{self.owner[index]}.{self.option_id[index]}"
            case Not(part):
                return f"not {self._words(part, asking, True)}"
            case And(()) | Or(()):
                return "true" if isinstance(tree, And) else "false"
            case And(parts) | Or(parts):
                word = " and " if isinstance(tree, And) else " or "
                text = word.join(self._words(part, asking, len(parts) > 1 or inside) for part in parts)
                return f"({text})" if inside and len(parts) > 1 else text
        raise TypeError(f"{tree} does not stand in a condition")

    def _rankings(self) -> list[list[Any] | None]:
        """For each decision maker its ranking as patterns, best first; None where it has none."""
        if not self.order or all(maker.ranking is None for maker in self.content.makers):
            return [None for _ in self.content.makers]
        most = max(sum(map(len, maker.ranking or ())) for maker in self.content.makers)
        try:
            impossible = [conjunction for tree in self.content.infeasible for conjunction in disjunctive_form(tree)]
            # One more than is ranked: enough to tell that a state is missing, without listing them all.
            codes = list(islice(feasible(len(self.order), impossible), most + 1))
        except TooManyAlternativesError as fault:
            hint = "export the preferences as conditions: set useManualPreferenceRanking to false"
            self.fields.error("CM306", ("infeasibles",), f"the feasible states cannot be counted: {fault}", hint)
            return [None for _ in self.content.makers]
        patterns = ["".join("Y" if code >> option & 1 else "N" for option in self.order) for code in codes]
        return [self._ranking(maker, patterns, len(codes) > most) for maker in self.content.makers]

    def _ranking(self, maker: GmcrMaker, patterns: Sequence[str], more: bool) -> list[Any] | None:
        if maker.ranking is None:
            return None
        seen: set[int] = set()
        for place, number in _numbered(maker):
            if number in seen:
                self.fields.error("CM203", place, f"state {number} is ranked twice", "take one of them out")
            elif number < 1 or (number > len(patterns) and not more):
                count = f"the file has {len(patterns)} feasible states, and they count from 1"
                self.fields.error("CM113", place, f"there is no state {number}", count)
            seen.add(number)
        missing = [number for number in range(1, len(patterns) + 1) if number not in seen]
        if missing:
            some = ", ".join(map(str, missing[:5])) + (" and more" if more or len(missing) > 5 else "")
            what = f"the ranking of {quoted(maker.name)} leaves out state {some}"
            hint = "rank every feasible state once; ties are nested lists"
            self.fields.error("CM202", maker.ranking_path, what, hint)
        if _failed(self.fields):
            return None
        groups = [[patterns[number - 1] for number in group] for group in maker.ranking]
        return [group if len(group) > 1 else group[0] for group in groups if group]


def _numbered(maker: GmcrMaker) -> list[tuple[tuple[Step, ...], int]]:
    """All state numbers of a ranking, each with a path that leads to it or to its group."""
    return [((*maker.ranking_path, k), number) for k, group in enumerate(maker.ranking or ()) for number in group]


SURROGATE = re.compile("[\ud800-\udfff]")
ANOTHER = "was it changed by hand, or is it another file?"


class _TwiceError(ValueError):
    """A key that stands twice in one object."""


def read_json(text: str, file: str) -> Any:
    """The data in a JSON text: mappings, lists, text, numbers, booleans and None.

    Parameters
    ----------
    text
        The text.
    file
        Its name in messages.

    Raises
    ------
    CaseError
        With one diagnostic: CM004 (not JSON, or cut off), CM005 (a key stands twice), CM007 (nested too deep),
        CM008 (empty).

    Examples
    --------
    >>> read_json('{"options": [1, true]}', "case.gmcr")
    {'options': [1, True]}
    >>> read_json('{"options": [', "case.gmcr")
    Traceback (most recent call last):
        ...
    countermove.errors.CaseError: case.gmcr:1:14: the file ends in the middle of a value; it seems to be cut off: \
take the whole file [CM004]
    """
    if not text.strip():
        raise _fault("CM008", "the file is empty", "is it the right file?", Place(file))
    try:
        data = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        raise _not_json(fault, file) from None
    except _TwiceError as fault:
        # The YAML reader knows where the second key stands; the reader of JSON does not.
        places_in(text, file, strict=True)
        what = f"the key {quoted(str(fault))} stands twice"
        raise _fault("CM005", what, "keep one of the two", Place(file)) from None
    except RecursionError:
        raise _fault("CM007", "the file is nested too deep", "is it the right file?", Place(file)) from None
    except ValueError as fault:
        raise _fault("CM004", f"this is not JSON: {fault}", ANOTHER, Place(file)) from None
    return data


def places_in(text: str, file: str, strict: bool = False) -> Places:
    """Where each value stands; nothing where that is unclear, unless `strict` asks for the reason.

    Parameters
    ----------
    text
        The text.
    file
        Its name in messages.
    strict
        Whether to raise where no places can be given.

    Returns
    -------
    dict
        From paths to spots.

    Raises
    ------
    CaseError
        Where `strict` asks for the reason.

    Examples
    --------
    >>> places_in('{"options":  []}', "case.gmcr")[("options",)].value
    (1, 14)
    """
    try:
        return read_data(text, f"{file}.json")[1]
    except CaseError as fault:
        if strict:
            raise CaseError([_renamed(d, file) for d in fault.diagnostics]) from None
        return {}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, Any] = {}
    for key, value in pairs:
        if key in entries:
            raise _TwiceError(key)
        if SURROGATE.search(key) or (isinstance(value, str) and SURROGATE.search(value)):
            raise ValueError("half of a surrogate pair is no character")
        entries[key] = value
    return entries


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _not_json(fault: json.JSONDecodeError, file: str) -> CaseError:
    place = Place(file, fault.lineno, fault.colno)
    if fault.pos >= len(fault.doc.rstrip()) or fault.msg.startswith("Unterminated string"):
        hint = "it seems to be cut off: take the whole file"
        return _fault("CM004", "the file ends in the middle of a value", hint, place)
    problem = fault.msg[:1].lower() + fault.msg[1:]
    return _fault("CM004", f"this is not JSON: {problem}", ANOTHER, place)


def _renamed(diagnostic: Diagnostic, file: str) -> Diagnostic:
    place = diagnostic.place and Place(file, diagnostic.place.line, diagnostic.place.column)
    return Diagnostic(
        diagnostic.code, diagnostic.severity, diagnostic.path, diagnostic.message, diagnostic.hint, place=place
    )


def _fault(code: str, message: str, hint: str, place: Place) -> CaseError:
    return CaseError([Diagnostic(code, "error", (), message, hint, place=place)])
