"""Ids and references: what things may be called, and whether each name means exactly one thing of the case."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator

from countermove.errors import Diagnostic, KeyPath, did_you_mean, quoted
from countermove.model.case import Actor, Case, Option, Seen
from countermove.model.names import NameFault, OptionNames
from countermove.model.preferences import is_pattern
from countermove.model.statements import KEYWORDS, Statement, StatementError, parse
from countermove.model.walk import preference_records, references

__all__ = ["id_findings", "list_findings", "name_findings", "reference_findings"]

ID = re.compile(r"[a-z][a-z0-9-]*")
LEVEL = re.compile(r"[a-z0-9][a-z0-9-]*")
MAX_ID_CHARACTERS = 100
"""Characters of an id, a level or the id of a source; a table whose heads are longer has no room for anything else."""
ACCENTS = dict.fromkeys(range(0x300, 0x370)) | str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "đ": "d"})


def name_findings(case: Case) -> Iterator[Diagnostic]:
    """Bad ids and ids that stand for two things (CM103), and misused levels (CM108).

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Diagnostic
        Errors.
    """
    if not case.actors:
        yield Diagnostic("CM110", "error", ("actors",), "there is no actor", "add actors: with at least one")
    for kind, owner, record in case.owners:
        yield from id_findings(owner, (kind, owner))
        siblings = set(record.options)
        for id_, option in record.options.items():
            path: KeyPath = (kind, owner, "options", id_)
            yield from id_findings(id_, path)
            yield from _level_findings(option, id_, siblings, path)
    for body in case.bodies:
        if body in case.actors:
            message = f"{quoted(body)} is the id of an actor and of a body"
            yield Diagnostic("CM103", "error", ("bodies", body), message, "give one of them another id")
    for state in case.states or ():
        yield from id_findings(state, ("states", state), reserved=frozenset({"now"}))
    for source in case.sources:
        if not source.strip() or re.search(r"[#\s]", source) or len(source) > MAX_ID_CHARACTERS:
            message = f"{quoted(source)} cannot be cited"
            yield Diagnostic("CM103", "error", ("sources", source), message, 'an id of a source has no spaces and no "#"')


def id_findings(id_: str, path: KeyPath, reserved: frozenset[str] = KEYWORDS) -> Iterator[Diagnostic]:
    """What is wrong with an id (CM103): a word that is `reserved`, or characters that no id has.

    Parameters
    ----------
    id_
        The id.
    path
        Where it stands.
    reserved
        Words that mean something else where ids are written.

    Yields
    ------
    Diagnostic
        At most one error.
    """
    if id_ in reserved:
        message = (
            f"{quoted(id_)} is a word of the statement language"
            if reserved is KEYWORDS
            else f"{quoted(id_)} is a reserved word"
        )
        yield Diagnostic("CM103", "error", path, message, f"call it {quoted(id_ + '-1')}, for example")
    elif not ID.fullmatch(id_) or len(id_) > MAX_ID_CHARACTERS:
        yield Diagnostic("CM103", "error", path, f"{quoted(id_)} is not an id", _better(id_))


def _better(id_: str) -> str:
    """The way out of a bad id: the rule, and the nearest good one where there is one."""
    # Decomposition separates letters from their accents; letters such as ß and ø have none, so a table names them.
    plain = unicodedata.normalize("NFKD", id_.lower()[:MAX_ID_CHARACTERS]).translate(ACCENTS)
    near = re.sub(r"[^a-z0-9]+", "-", plain).strip("-0123456789")
    rule = "an id is small letters, digits and hyphens, beginning with a letter"
    return f'{rule}: "{near}"' if near and near != id_ and near not in KEYWORDS else rule


def _level_findings(option: Option, id_: str, siblings: set[str], path: KeyPath) -> Iterator[Diagnostic]:
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
        if not LEVEL.fullmatch(level) or len(level) > MAX_ID_CHARACTERS:
            yield Diagnostic("CM103", "error", (*where, k), f"{quoted(level)} is not an id", _better(level))
        elif level in seen:
            yield Diagnostic("CM108", "error", (*where, k), f"the level {quoted(level)} stands here twice", "take one out")
        elif f"{id_}-{level}" in siblings:
            message = f"the level {quoted(level)} makes the option {quoted(f'{id_}-{level}')}, which exists"
            yield Diagnostic("CM103", "error", (*where, k), message, "give the level or the other option another id")
        seen.add(level)


CAPITALS = re.compile(r"[A-Z-]+")
DIGITS = str.maketrans("10", "YN")
NOTHING = ("none", "nothing", "no", "nobody")
ALMOST_PATTERN = re.compile(r"[YNXynx01?*-]+")


def reference_findings(case: Case) -> Iterator[Diagnostic]:
    """Every name in the case that does not mean exactly one thing, and every malformed pattern.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Diagnostic
        Errors: CM104 to CM107 (names), CM105 (statements), CM112 (two ways to state preferences), CM201
        (patterns).
    """
    names = OptionNames(case)
    for path, _, record in preference_records(case):
        yield from _way_findings(path, record)
    if not case.is_graph:
        yield from _option_findings(case, names)
    yield from _view_findings(case, names)
    yield from _event_findings(case, names)


def _option_findings(case: Case, names: OptionNames) -> Iterator[Diagnostic]:
    """Names of options, wherever they stand outside views and events."""
    for reference in references(case):
        yield from _statement_findings(names, reference.statement, reference.path, reference.owner)
    for path, owner, record in preference_records(case):
        yield from _ranking_findings(names, path, owner, record)
        yield from _worth_findings(names, path, owner, record)
    for k, pattern in enumerate(case.coalesce):
        yield from _pattern_findings(names, pattern.that, ("coalesce", k), None)
    yield from _status_quo_findings(names, case.status_quo or ())


def _status_quo_findings(names: OptionNames, taken: tuple[str, ...]) -> Iterator[Diagnostic]:
    """The names of the options taken now; for a word such as `none` in their place the way out is given."""
    # `none` may also be the id of an option: then it means that.
    if len(taken) == 1 and taken[0].casefold() in NOTHING and taken[0] not in names.bare:
        message = f"unknown option {quoted(taken[0])}"
        yield Diagnostic("CM104", "error", ("status quo", 0), message, "where nothing is taken, write status quo: []")
        return
    yield from list_findings(names, taken, ("status quo",), None)


def _statement_findings(names: OptionNames, statement: Statement, path: KeyPath, owner: str | None) -> Iterator[Diagnostic]:
    try:
        names.bind(statement, owner)
    except NameFault as fault:
        yield Diagnostic(fault.code, "error", path, str(fault), fault.hint, fault.offset)


def _way_findings(path: KeyPath, record: Actor | Seen) -> Iterator[Diagnostic]:
    ways = [way for way in ("prefers", "ranking", "worth") if getattr(record, way) is not None]
    for way in ways[1:]:
        message = f"preferences are given by {ways[0]} already"
        yield Diagnostic("CM112", "error", (*path, way), message, f"keep {ways[0]} or {way}")


def _ranking_findings(names: OptionNames, path: KeyPath, owner: str, record: Actor | Seen) -> Iterator[Diagnostic]:
    for k, entry in enumerate(record.ranking or ()):
        where = (*path, "ranking", k)
        if isinstance(entry, str):
            yield from _pattern_findings(names, entry, where, owner)
            continue
        for n, text in enumerate(entry):
            yield from _pattern_findings(names, text, (*where, n), owner)


def _pattern_findings(names: OptionNames, text: str, path: KeyPath, owner: str | None) -> Iterator[Diagnostic]:
    count = len(names.rows)
    if is_pattern(text):
        if len(text) != count:
            has, wanted = _count(len(text), "character"), _count(count, "option")
            message = f"the pattern {quoted(text)} has {has}, and the case {wanted}"
            yield Diagnostic("CM201", "error", path, message, "write one of Y, N and - for each option, in bit order")
        return
    try:
        findings = list(_statement_findings(names, parse(text), path, owner))
    except StatementError as fault:
        message = f"cannot read the statement: {fault.message}"
        findings = [Diagnostic("CM105", "error", path, message, fault.hint, fault.offset)]
    # What can be read as neither is reported once, as what it was most likely meant to be.
    if findings and _almost_pattern(text, count):
        message = f"{quoted(text)} is neither a pattern nor a statement"
        hint = "a pattern has only Y, N and -, one for each option"
        # Other programs write 1 and 0, or small letters.
        corrected = text.upper().translate(DIGITS)
        if len(text) == count and is_pattern(corrected):
            hint += f": {corrected}"
        elif text.isdigit():
            hint += "; a number does not name a state here"
        yield Diagnostic("CM201", "error", path, message, hint)
        return
    yield from findings


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _worth_findings(names: OptionNames, path: KeyPath, owner: str, record: Actor | Seen) -> Iterator[Diagnostic]:
    seen: dict[int, str] = {}
    for text in record.worth or {}:
        where = (*path, "worth", text)
        index = yield from _option_position(names, text, where, owner)
        if index is not None and index in seen:
            message = f"{quoted(text)} and {quoted(seen[index])} are the same option"
            yield Diagnostic("CM106", "error", where, message, "keep one of the two weights")
        elif index is not None:
            seen[index] = text


def list_findings(names: OptionNames, texts: Iterable[str], path: KeyPath, owner: str | None) -> Iterator[Diagnostic]:
    """What is wrong with the names in a list of options taken (CM104, CM106, CM108).

    Parameters
    ----------
    names
        Looks options up.
    texts
        The list.
    path
        Where it stands.
    owner
        The id of the actor or body in whose block it stands; None outside all blocks.

    Yields
    ------
    Diagnostic
        Errors.
    """
    for k, text in enumerate(texts):
        yield from _option_position(names, text, (*path, k), owner)


def _option_position(
    names: OptionNames, text: str, path: KeyPath, owner: str | None
) -> Generator[Diagnostic, None, int | None]:
    """What is wrong with one name in a list; returns the position of its option, or None."""
    try:
        return names.find_text(text, owner)
    except NameFault as fault:
        hint = fault.hint
        if text == "now" and path[0] == "status quo":
            hint = "list the options that are taken now, such as [talk]; write [] if none is"
        # In a list an option with levels is named by one of them, ``arms-full``, and not by a statement.
        if fault.code == "CM108":
            graded = [g for g in names.graded if g == text or g == f"{owner}.{text}" or g.endswith(f".{text}")]
            hint = "write one of " + ", ".join(f"{graded[0]}-{level}" for level in names.graded[graded[0]])
        yield Diagnostic(fault.code, "error", path, str(fault), hint)
        return None


def _view_findings(case: Case, names: OptionNames) -> Iterator[Diagnostic]:
    for viewer, view in case.views.items():
        if viewer not in case.actors:
            yield _unknown_actor(viewer, ("views", viewer), case.actors)
        for actor in view.actors:
            if actor not in case.actors:
                yield _unknown_actor(actor, ("views", viewer, "actors", actor), case.actors)
        if not case.is_graph:
            yield from list_findings(names, view.unaware, ("views", viewer, "unaware"), viewer)


def _event_findings(case: Case, names: OptionNames) -> Iterator[Diagnostic]:
    owners = dict.fromkeys((*case.actors, *case.bodies))
    for k, event in enumerate(case.events):
        if event.actor not in owners:
            yield _unknown_actor(event.actor, ("events", k, "actor"), owners)
            continue
        for key, texts in (("takes", event.takes), ("drops", event.drops)):
            for n, text in enumerate(texts):
                path: KeyPath = ("events", k, key, n)
                index = yield from _option_position(names, text, path, event.actor)
                if index is not None and names.rows[index].owner != event.actor:
                    owner = names.rows[index].owner
                    message = f"the option {quoted(text)} is not one of {quoted(event.actor)}"
                    yield Diagnostic("CM104", "error", path, message, f"it belongs to {quoted(owner)}")


def _unknown_actor(id_: str, path: KeyPath, candidates: Iterable[str]) -> Diagnostic:
    return Diagnostic("CM107", "error", path, f"there is no actor {quoted(id_)}", did_you_mean(id_, candidates))


def _almost_pattern(text: str, count: int) -> bool:
    """Whether a text that cannot be read is more likely a pattern over `count` options than a statement."""
    if (CAPITALS.fullmatch(text) and len(text) == count) or text.isdigit():
        return True
    return bool(ALMOST_PATTERN.fullmatch(text)) and (len(text) == count or text.upper() == text)
