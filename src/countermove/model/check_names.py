"""Ids and levels: what actors, bodies, options, levels, sources and scenarios may be called."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from countermove.errors import Diagnostic, quoted
from countermove.model.case import Case, Option
from countermove.model.statements import KEYWORDS

__all__ = ["name_findings"]

ID = re.compile(r"[a-z][a-z0-9-]*")
LEVEL = re.compile(r"[a-z0-9][a-z0-9-]*")
LONGEST = 100
ACCENTS = dict.fromkeys(range(0x300, 0x370)) | str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "đ": "d"})
Path = tuple[str | int, ...]


def name_findings(case: Case) -> Iterator[Diagnostic]:
    """Bad ids and ids that stand for two things (CM103), and misused levels (CM108)."""
    if not case.actors:
        yield Diagnostic("CM110", "error", ("actors",), "there is no actor", "add actors: with at least one")
    for kind, owner, record in case.owners:
        yield from _id_findings(owner, (kind, owner))
        siblings = set(record.options)
        for id_, option in record.options.items():
            path: Path = (kind, owner, "options", id_)
            yield from _id_findings(id_, path)
            yield from _level_findings(option, id_, siblings, path)
    for body in case.bodies:
        if body in case.actors:
            message = f"{quoted(body)} is the id of an actor and of a body"
            yield Diagnostic("CM103", "error", ("bodies", body), message, "give one of them another id")
    for state in case.states or ():
        yield from _id_findings(state, ("states", state), reserved=frozenset({"now"}))
    for source in case.sources:
        if not source.strip() or re.search(r"[#\s]", source) or len(source) > LONGEST:
            message = f"{quoted(source)} cannot be cited"
            yield Diagnostic("CM103", "error", ("sources", source), message, 'an id of a source has no spaces and no "#"')


def _id_findings(id_: str, path: Path, reserved: frozenset[str] = KEYWORDS) -> Iterator[Diagnostic]:
    if id_ in reserved:
        message = (
            f"{quoted(id_)} is a word of the statement language"
            if reserved is KEYWORDS
            else f"{quoted(id_)} is a reserved word"
        )
        yield Diagnostic("CM103", "error", path, message, f"call it {quoted(id_ + '-1')}, for example")
    elif not ID.fullmatch(id_) or len(id_) > LONGEST:
        yield Diagnostic("CM103", "error", path, f"{quoted(id_)} is not an id", _better(id_))


def _better(id_: str) -> str:
    """The way out of a bad id: the rule, and the nearest good one where there is one."""
    plain = unicodedata.normalize("NFKD", id_.lower()[:LONGEST]).translate(ACCENTS)
    near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")
    rule = "an id is small letters, digits and hyphens, beginning with a letter"
    return f'{rule}: "{near}"' if near and near != id_ and near not in KEYWORDS else rule


def _level_findings(option: Option, id_: str, siblings: set[str], path: Path) -> Iterator[Diagnostic]:
    if not option.levels:
        if "levels" in option.model_fields_set:
            yield Diagnostic(
                "CM108",
                "error",
                (*path, "levels"),
                "there are no levels",
                "name two or more, or take the key out",
            )
        return
    where = (*path, "levels")
    if option.change != "both" or option.needs is not None:
        key = "change" if option.change != "both" else "needs"
        message = f'"{key}" cannot stand beside levels'
        yield Diagnostic(
            "CM108",
            "error",
            (*path, key),
            message,
            "write the levels as options of their own, and one(...) under always",
        )
    if len(option.levels) < 2:
        yield Diagnostic("CM108", "error", where, "there is only one level", "name two or more, or take the key out")
    seen: set[str] = set()
    for k, level in enumerate(option.levels):
        if not LEVEL.fullmatch(level) or len(level) > LONGEST:
            yield Diagnostic("CM103", "error", (*where, k), f"{quoted(level)} is not an id", _better(level))
        elif level in seen:
            yield Diagnostic("CM108", "error", (*where, k), f"the level {quoted(level)} stands here twice", "take one out")
        elif f"{id_}-{level}" in siblings:
            message = f"the level {quoted(level)} makes the option {quoted(f'{id_}-{level}')}, which exists"
            yield Diagnostic("CM103", "error", (*where, k), message, "give the level or the other option another id")
        seen.add(level)
