"""What stands in a `.gmcr` file, read into records: options, decision makers, conditions; every fault is noted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from countermove.errors import Diagnostic, KeyPath, Severity, did_you_mean, quoted
from countermove.model.parse import described
from countermove.model.statements import KEYWORDS, And, Bit, Node, Not, Or

__all__ = ["DIRECTIONS", "Fields", "GmcrFile", "GmcrMaker", "ids_of", "read_fields"]

DIRECTIONS = {"both": "both", "fwd": "take-only", "back": "drop-only"}
"""What a permitted direction is called in a case."""
RANKING = ("preferenceRanking", "preferenceVector")
MANUAL = ("useManualPreferenceRanking", "useManualPreferenceVectors")
"""Keys of the same meaning: the usual one, then that of old files."""
DERIVED = ("coalitionsFull", "nodes")
"""What programs write besides, and make anew from the other keys: coalitions written out, states with their moves."""

UNDERSTOOD = {
    "the file": ("program", "version", "options", "decisionMakers", "infeasibles", *MANUAL, "coalitions", *DERIVED),
    "an option": ("name", "permittedDirection"),
    "a decision maker": ("name", "options", "preferences", *RANKING, "payoffs", "misperceptions"),
}
"""Keys that are understood, or known to follow from others."""


@dataclass
class GmcrMaker:
    """A decision maker; `ranking` (groups of state numbers, best first) where rankings are used.

    Parameters
    ----------
    name
        Its name, on one line.
    path
        Where it stands in the file.
    options
        Positions of its options, counted from 0.
    preferences
        Conditions, most important first.
    unseen
        Conditions of states that it does not see.
    ranking
        Groups of state numbers (counted from 1), best first; None where conditions are used.
    ranking_path
        Where the ranking stands.
    """

    name: str
    path: KeyPath
    options: list[int]
    preferences: list[Node]
    unseen: list[Node]
    ranking: list[list[int]] | None = None
    ranking_path: KeyPath = ()


@dataclass
class GmcrFile:
    """The content of a file; conditions are trees over the positions of the options in it.

    Parameters
    ----------
    options
        Name and permitted direction, as a case calls it, in the order of the file.
    makers
        The decision makers.
    infeasible
        Conditions: a state in which one of them holds is not feasible.
    """

    options: list[tuple[str, str]] = field(default_factory=list)
    makers: list[GmcrMaker] = field(default_factory=list)
    infeasible: list[Node] = field(default_factory=list)


class Fields:
    """Takes values out of plain data; what is not as it should be becomes a diagnostic in `diagnostics`."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.unknown: dict[tuple[str, str], list[KeyPath]] = {}

    def error(self, code: str, path: KeyPath, message: str, hint: str) -> None:
        """Note an error."""
        self._note(code, "error", path, message, hint)

    def warn(self, code: str, path: KeyPath, message: str, hint: str) -> None:
        """Note something that the reader of the file should know."""
        self._note(code, "warning", path, message, hint)

    def _note(self, code: str, severity: Severity, path: KeyPath, message: str, hint: str) -> None:
        self.diagnostics.append(Diagnostic(code, severity, path, message, hint))

    def mapping(self, value: Any, path: KeyPath, what: str) -> Mapping[str, Any]:
        """A mapping; its keys that are not known are counted."""
        if not isinstance(value, Mapping):
            self._wrong(path, "an object {...}", value)
            return {}
        for key in value:
            if key not in UNDERSTOOD[what]:
                self.unknown.setdefault((what, key), []).append((*path, key))
        return value

    def entries(self, holder: Mapping[str, Any], key: str, path: KeyPath, needed: bool = False) -> list[tuple[KeyPath, Any]]:
        """The entries of a list, each with its path; none where an optional list is absent or null."""
        value = holder.get(key)
        if value is None and not needed:
            return []
        if key not in holder:
            self.error("CM110", path, f'the key "{key}" is missing', "is it a whole .gmcr file?")
            return []
        return list(self.items(value, (*path, key)))

    def items(self, value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Any]]:
        """The entries of a value that should be a list, each with its path."""
        if not isinstance(value, list):
            self._wrong(path, "a list [...]", value)
            return
        yield from (((*path, k), entry) for k, entry in enumerate(value))

    def text(self, holder: Mapping[str, Any], key: str, path: KeyPath) -> str:
        """A text that must be there."""
        if key not in holder:
            self.error("CM110", path, f'the key "{key}" is missing', f'add "{key}": "..."')
            return ""
        if not isinstance(holder[key], str):
            self._wrong((*path, key), "text", holder[key])
            return ""
        return " ".join(holder[key].split())

    def position(self, value: Any, path: KeyPath, what: str, count: int) -> int | None:
        """A position in a list of `count` things, from 0."""
        # In Python True is an int; in a file it is a mistake.
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong(path, f"the position of {what}", value)
            return None
        if not 0 <= value < count:
            there = f"positions go from 0 to {count - 1}" if count else "the file has none"
            self.error("CM701", path, f"there is no {what.partition(' ')[2]} at position {value}", there)
            return None
        return value

    def condition(self, value: Any, path: KeyPath, count: int, depth: int = 0) -> Node:
        """A condition over `count` options: pairs that must all hold, or a compound of which one must."""
        if depth > 20:
            self.error("CM007", path, "conditions are nested too deep", "20 levels are enough")
            return And(())
        if isinstance(value, Mapping):
            if value.get("compound") is not True:
                self.error("CM102", path, "a condition is a list, or an object with compound: true", "correct it")
            members = self.entries(value, "members", path, needed=True)
            return Or(tuple(self.condition(member, where, count, depth + 1) for where, member in members))
        parts = (self._literal(pair, where, count) for where, pair in self.items(value, path))
        return And(tuple(part for part in parts if part is not None))

    def _literal(self, pair: Any, path: KeyPath, count: int) -> Node | None:
        if not isinstance(pair, list) or len(pair) != 2:
            self._wrong(path, 'a pair [option, "Y" or "N"]', pair)
            return None
        index = self.position(pair[0], (*path, 0), "an option", count)
        if pair[1] not in ("Y", "N"):
            self._wrong((*path, 1), '"Y" or "N"', pair[1])
        return None if index is None else Bit(index) if pair[1] == "Y" else Not(Bit(index))

    def _wrong(self, path: KeyPath, wanted: str, value: Any) -> None:
        self.error("CM102", path, f"{wanted} is expected, not {described(value)}", "correct it, or export it again")


def read_fields(data: Any, fields: Fields) -> GmcrFile:
    """The content of a file; whatever is wrong or not understood stands in `fields` afterwards.

    Parameters
    ----------
    data
        What the file holds.
    fields
        Gathers what is wrong with it.

    Returns
    -------
    GmcrFile
        As much of it as could be read.
    """
    file = GmcrFile()
    top = fields.mapping(data, (), "the file")
    if not isinstance(data, Mapping):
        return file
    for path, entry in fields.entries(top, "options", (), needed=True):
        file.options.append(_option(fields, entry, path))
    if not isinstance(top.get("options"), list):
        return file
    count = len(file.options)
    infeasible = fields.entries(top, "infeasibles", ())
    file.infeasible = [fields.condition(entry, path, count) for path, entry in infeasible]
    manual = _manual(fields, top)
    for path, entry in fields.entries(top, "decisionMakers", (), needed=True):
        file.makers.append(_maker(fields, entry, path, count, manual))
    _owners(fields, file)
    _coalitions(fields, top, file.makers)
    for (what, key), paths in fields.unknown.items():
        times = f" (in {len(paths)} places)" if len(paths) > 1 else ""
        message = f"the key {quoted(key)} of {what} is not understood{times}"
        fields.warn("CM703", paths[0], message, "what it says is left out")
    return file


def _option(fields: Fields, value: Any, path: KeyPath) -> tuple[str, str]:
    entry = fields.mapping(value, path, "an option")
    if not entry and not isinstance(value, Mapping):
        return "", "both"
    direction = entry.get("permittedDirection", "both")
    if not isinstance(direction, str) or direction not in DIRECTIONS:
        hint = did_you_mean(str(direction), DIRECTIONS)
        message = f"unknown direction {described(direction)}"
        fields.error("CM102", (*path, "permittedDirection"), message, hint)
        direction = "both"
    return fields.text(entry, "name", path), DIRECTIONS[direction]


def _manual(fields: Fields, top: Mapping[str, Any]) -> bool:
    """Whether the preferences are the rankings."""
    key = next((key for key in MANUAL if top.get(key) is not None), None)
    if key is not None and not isinstance(top[key], bool):
        fields.error("CM102", (key,), f"true or false is expected, not {described(top[key])}", "correct it")
    return key is not None and top[key] is True


def _maker(fields: Fields, value: Any, path: KeyPath, count: int, manual: bool) -> GmcrMaker:
    entry = fields.mapping(value, path, "a decision maker")
    if not isinstance(value, Mapping):
        return GmcrMaker("", path, [], [], [])
    positions = (fields.position(p, where, "an option", count) for where, p in fields.entries(entry, "options", path))
    conditions = {
        key: [fields.condition(c, where, count) for where, c in fields.entries(entry, key, path)]
        for key in ("preferences", "misperceptions")
    }
    name = fields.text(entry, "name", path)
    options = [p for p in positions if p is not None]
    maker = GmcrMaker(name, path, options, conditions["preferences"], conditions["misperceptions"])
    if manual:
        _add_ranking(fields, entry, maker)
    return maker


def _add_ranking(fields: Fields, entry: Mapping[str, Any], maker: GmcrMaker) -> None:
    key = next((key for key in RANKING if key in entry), RANKING[0])
    maker.ranking_path = (*maker.path, key)
    maker.ranking = []
    for path, group in fields.entries(entry, key, maker.path, needed=True):
        numbers = list(fields.items(group, path)) if isinstance(group, list) else [(path, group)]
        for where, number in numbers:
            if not isinstance(number, int) or isinstance(number, bool):
                message = f"the number of a state is expected, not {described(number)}"
                fields.error("CM102", where, message, "states count from 1; ties stand in a nested list")
        maker.ranking.append([number for _, number in numbers if isinstance(number, int)])
    if maker.preferences:
        message = f"{quoted(maker.name)} is ranked by hand, so its preferences are left out"
        hint = "set useManualPreferenceRanking to false to use them"
        fields.warn("CM704", (*maker.path, "preferences"), message, hint)


def _owners(fields: Fields, file: GmcrFile) -> None:
    """Note options that several decision makers have, or none."""
    owner: dict[int, GmcrMaker] = {}
    for maker in file.makers:
        for place, option in enumerate(maker.options):
            first = owner.setdefault(option, maker)
            if place == maker.options.index(option) and first is maker:
                continue
            names = quoted(maker.name) if first is maker else f"{quoted(first.name)} and {quoted(maker.name)}"
            message = f"the option {quoted(file.options[option][0])} stands {_twice(first is maker)} {names}"
            hint = "an option has one owner: give each an option of its own"
            fields.error("CM702", (*maker.path, "options", place), message, hint)
    # Options without an owner are a consequence of other errors more often than a fault of their own.
    if any(d.severity == "error" for d in fields.diagnostics):
        return
    for option, (name, _) in enumerate(file.options):
        if option not in owner:
            hint = "put its position under the options of one, or take it out"
            fields.error("CM702", ("options", option), f"no decision maker has the option {quoted(name)}", hint)


def _twice(same: bool) -> str:
    return "twice under" if same else "under"


def _coalitions(fields: Fields, top: Mapping[str, Any], makers: Sequence[GmcrMaker]) -> None:
    """Note coalitions of several: in a case everybody decides for itself, but a command can merge them."""
    ids = ids_of((maker.name for maker in makers), "actor")
    coalitions: dict[str, KeyPath] = {}
    for path, entry in fields.entries(top, "coalitions", ()):
        members = list(fields.items(entry, path)) if isinstance(entry, list) else [(path, entry)]
        places = [fields.position(member, where, "a decision maker", len(makers)) for where, member in members]
        members_by_id = dict.fromkeys(ids[place] for place in places if place is not None)
        if len(members_by_id) > 1:
            coalitions.setdefault(",".join(members_by_id), path)
    if coalitions:
        message = "there is a coalition of several decision makers; here each decides for itself"
        way = " ".join(f"--merge {names}" for names in coalitions)
        fields.warn("CM704", next(iter(coalitions.values())), message, f"to let them act as one, add {way} to solve")


MAX_ID_CHARACTERS = 40
"""Characters of an id that is made from a name, so that a statement with three of them fits on a line."""


def ids_of(names: Iterable[str], fallback: str, taken: Iterable[str] = ()) -> list[str]:
    """An id for each name, in order; `fallback` begins the ids of names without letters, `taken` are not given.

    The first of several equal names gets the plain id, and the others a number.

    Parameters
    ----------
    names
        Names in the order in which ids are given.
    fallback
        What the ids of names without letters begin with.
    taken
        Ids that are not given again.

    Returns
    -------
    list of str
        One id for each name; the same names give the same ids.

    Examples
    --------
    >>> ids_of(["Full Withdrawal", "Full", "Full", "если", "2nd offer", "Not"], "option")
    ['full-withdrawal', 'full', 'full-2', 'option-4', 'option-2nd-offer', 'not-1']
    """
    given = set(taken)
    ids = []
    for position, name in enumerate(names, start=1):
        plain = _plain(name, fallback, position)
        id_, number = plain, 2
        while id_ in given:
            id_, number = f"{plain}-{number}", number + 1
        given.add(id_)
        ids.append(id_)
    return ids


def _plain(name: str, fallback: str, position: int) -> str:
    """The id of a name by itself."""
    # Accents are separate characters now, and are dropped with everything else that is not ASCII.
    ascii_ = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    id_ = re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")[:MAX_ID_CHARACTERS].strip("-")
    if not id_:
        return f"{fallback}-{position}"
    if not id_[0].isalpha():
        return f"{fallback}-{id_}"
    return f"{id_}-1" if id_ in KEYWORDS else id_
