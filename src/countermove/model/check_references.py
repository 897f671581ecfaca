"""Names in statements, lists and weights: does each mean exactly one option, actor or source of the case?"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass

from countermove.errors import Diagnostic, did_you_mean, quoted
from countermove.model.case import Actor, Case, Seen
from countermove.model.names import NameFault, OptionNames
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown, PreferenceLine, is_pattern
from countermove.model.statements import Statement, StatementError, parse

__all__ = [
    "Reference",
    "citations",
    "cited_lines",
    "claim_references",
    "line_references",
    "reference_findings",
    "references",
]

Path = tuple[str | int, ...]
CAPITALS = re.compile(r"[A-Z-]+")
DIGITS = str.maketrans("10", "YN")
NOTHING = ("none", "nothing", "no", "nobody")
ALMOST_PATTERN = re.compile(r"[YNXynx01?*-]+")


@dataclass(frozen=True)
class Reference:
    """A statement of the case: where it stands, and in whose block (None: outside all blocks)."""

    path: Path
    statement: Statement
    owner: str | None


def reference_findings(case: Case) -> Iterator[Diagnostic]:
    """Every name in the case that does not mean exactly one thing, and every malformed pattern."""
    names = OptionNames(case)
    for path, _, record in _preferences(case):
        yield from _way_findings(path, record)
    if not case.is_graph:
        yield from _option_findings(case, names)
    yield from _view_findings(case, names)
    yield from _event_findings(case, names)


def _option_findings(case: Case, names: OptionNames) -> Iterator[Diagnostic]:
    """Names of options, wherever they stand outside views and events."""
    for reference in references(case):
        yield from _statement_findings(names, reference.statement, reference.path, reference.owner)
    for path, owner, record in _preferences(case):
        yield from _ranking_findings(names, path, owner, record)
        yield from _worth_findings(names, path, owner, record)
    for k, pattern in enumerate(case.coalesce):
        yield from _pattern_findings(names, pattern.that, ("coalesce", k), None)
    yield from _status_quo_findings(names, case.status_quo or ())


def _status_quo_findings(names: OptionNames, taken: tuple[str, ...]) -> Iterator[Diagnostic]:
    """The names of the options taken now; a word such as `none` in their place is told what to say."""
    if len(taken) == 1 and taken[0].casefold() in NOTHING and taken[0] not in names.bare:
        message = f"unknown option {quoted(taken[0])}"
        yield Diagnostic("CM104", "error", ("status quo", 0), message, "where nothing is taken, write status quo: []")
        return
    yield from _list_findings(names, taken, ("status quo",), None)


def references(case: Case) -> Iterator[Reference]:
    """All statements of a case, except those among patterns (rankings, `coalesce`)."""
    for kind, owner, holder in case.owners:
        for id_, option in holder.options.items():
            if option.needs is not None:
                yield Reference((kind, owner, "options", id_, "needs"), option.needs, owner)
    for path, owner, record in _preferences(case):
        for where, line in _lines(path, record):
            yield from line_references(line, where, owner)
    for key, claims in (("impossible", case.impossible), ("always", case.always)):
        for k, claim in enumerate(claims):
            yield from claim_references(claim, (key, k), None)
    for viewer, view in case.views.items():
        for k, claim in enumerate(view.unseen):
            yield from claim_references(claim, ("views", viewer, "unseen", k), viewer)


def line_references(line: Line, path: Path, owner: str | None) -> Iterator[Reference]:
    """The statements of one line: what it says, and what holds otherwise."""
    yield Reference(path, line.that, owner)
    if line.otherwise is not None:
        yield Reference((*path, "otherwise"), line.otherwise, owner)


def claim_references(claim: Claim, path: Path, owner: str | None) -> Iterator[Reference]:
    """The statement of one constraint."""
    yield Reference(path, claim.that, owner)


def _preferences(case: Case) -> Iterator[tuple[Path, str, Actor | Seen]]:
    """Every record with preferences: the actors, and the actors as others see them."""
    for actor, record in case.actors.items():
        yield ("actors", actor), actor, record
    for viewer, view in case.views.items():
        for actor, seen in view.actors.items():
            yield ("views", viewer, "actors", actor), actor, seen


def _lines(path: Path, record: Actor | Seen) -> Iterator[tuple[Path, Line]]:
    for k, line in enumerate(record.prefers or ()):
        yield from grouped(line, (*path, "prefers", k))


def grouped(line: PreferenceLine, path: Path) -> Iterator[tuple[Path, Line]]:
    """The lines of a group, each with its path; a line by itself is a group of one."""
    match line:
        case Line():
            yield path, line
        case Equally(equally=lines):
            yield from (((*path, "equally", k), part) for k, part in enumerate(lines))
        case OrderUnknown(order_unknown=lines):
            yield from (((*path, "order unknown", k), part) for k, part in enumerate(lines))


def _statement_findings(names: OptionNames, statement: Statement, path: Path, owner: str | None) -> Iterator[Diagnostic]:
    try:
        names.bind(statement, owner)
    except NameFault as fault:
        yield Diagnostic(fault.code, "error", path, str(fault), fault.hint, fault.offset)


def _way_findings(path: Path, record: Actor | Seen) -> Iterator[Diagnostic]:
    ways = [way for way in ("prefers", "ranking", "worth") if getattr(record, way) is not None]
    for way in ways[1:]:
        message = f"preferences are given by {ways[0]} already"
        yield Diagnostic("CM112", "error", (*path, way), message, f"keep {ways[0]} or {way}")


def _ranking_findings(names: OptionNames, path: Path, owner: str, record: Actor | Seen) -> Iterator[Diagnostic]:
    for k, entry in enumerate(record.ranking or ()):
        where = (*path, "ranking", k)
        if isinstance(entry, str):
            yield from _pattern_findings(names, entry, where, owner)
            continue
        for n, text in enumerate(entry):
            yield from _pattern_findings(names, text, (*where, n), owner)


def _pattern_findings(names: OptionNames, text: str, path: Path, owner: str | None) -> Iterator[Diagnostic]:
    count = len(names.rows)
    if is_pattern(text):
        if len(text) != count:
            has, wanted = _count(len(text), "character"), _count(count, "option")
            message = f"the pattern {quoted(text)} has {has}, and the case {wanted}"
            yield Diagnostic("CM201", "error", path, message, "write one of Y, N and - for each option, in bit order")
        return
    try:
        found = list(_statement_findings(names, parse(text), path, owner))
    except StatementError as fault:
        message = f"cannot read the statement: {fault.message}"
        found = [Diagnostic("CM105", "error", path, message, fault.hint, fault.offset)]
    if found and _almost_pattern(text, count):
        message = f"{quoted(text)} is neither a pattern nor a statement"
        hint = "a pattern has only Y, N and -, one for each option"
        corrected = text.upper().translate(DIGITS)
        if len(text) == count and is_pattern(corrected):
            hint += f": {corrected}"
        elif text.isdigit():
            hint += "; a number does not name a state here"
        yield Diagnostic("CM201", "error", path, message, hint)
        return
    yield from found


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _worth_findings(names: OptionNames, path: Path, owner: str, record: Actor | Seen) -> Iterator[Diagnostic]:
    seen: dict[int, str] = {}
    for text in record.worth or {}:
        where = (*path, "worth", text)
        index = yield from _found(names, text, where, owner)
        if index is not None and index in seen:
            message = f"{quoted(text)} and {quoted(seen[index])} are the same option"
            yield Diagnostic("CM106", "error", where, message, "keep one of the two weights")
        elif index is not None:
            seen[index] = text


def _list_findings(names: OptionNames, texts: Iterable[str], path: Path, owner: str | None) -> Iterator[Diagnostic]:
    for k, text in enumerate(texts):
        yield from _found(names, text, (*path, k), owner)


def _found(names: OptionNames, text: str, path: Path, owner: str | None) -> Generator[Diagnostic, None, int | None]:
    """What is wrong with one name in a list; returns the position of its option, or None."""
    try:
        return names.find_text(text, owner)
    except NameFault as fault:
        hint = fault.hint
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
            yield from _list_findings(names, view.unaware, ("views", viewer, "unaware"), viewer)


def _event_findings(case: Case, names: OptionNames) -> Iterator[Diagnostic]:
    owners = dict.fromkeys((*case.actors, *case.bodies))
    for k, event in enumerate(case.events):
        if event.actor not in owners:
            yield _unknown_actor(event.actor, ("events", k, "actor"), owners)
            continue
        for key, texts in (("takes", event.takes), ("drops", event.drops)):
            for n, text in enumerate(texts):
                path: Path = ("events", k, key, n)
                index = yield from _found(names, text, path, event.actor)
                if index is not None and names.rows[index].owner != event.actor:
                    owner = names.rows[index].owner
                    message = f"the option {quoted(text)} is not one of {quoted(event.actor)}"
                    yield Diagnostic("CM104", "error", path, message, f"it belongs to {quoted(owner)}")


def _unknown_actor(id_: str, path: Path, known: Iterable[str]) -> Diagnostic:
    return Diagnostic("CM107", "error", path, f"there is no actor {quoted(id_)}", did_you_mean(id_, known))


def citation_findings(case: Case) -> Iterator[Diagnostic]:
    """A warning for each source that is cited and not declared, where it is cited first (CM601)."""
    unknown: dict[str, list[Path]] = {}
    for path, cited in citations(case):
        source = cited.partition("#")[0]
        if source not in case.sources:
            unknown.setdefault(source, []).append(path)
    for source, paths in unknown.items():
        more = f" (cited {len(paths)} times)" if len(paths) > 1 else ""
        way = did_you_mean(source, case.sources)
        hint = way if case.sources else f"declare it: sources: {{{source}: {{title: ...}}}}"
        yield Diagnostic("CM601", "warning", paths[0], f"unknown source {quoted(source)}{more}", hint)


def citations(case: Case) -> Iterator[tuple[Path, str]]:
    """Every citation of a case, and where it stands."""
    for path, cited in _cited_records(case):
        yield from (((*path, "evidence", k), text) for k, text in enumerate(cited))


def cited_lines(case: Case) -> Iterator[tuple[Path, str | None, tuple[str, ...]]]:
    """Every assumption of a case: where it stands, whose preference it is (None for a constraint), what it cites."""
    for path, _, record in _preferences(case):
        if path[0] == "actors":
            yield from ((where, str(path[1]), line.evidence) for where, line in _lines(path, record))
    for key in ("impossible", "always"):
        yield from (((key, k), None, claim.evidence) for k, claim in enumerate(getattr(case, key)))


def _cited_records(case: Case) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for kind, owner, holder in case.owners:
        yield (kind, owner), holder.evidence
        for id_, option in holder.options.items():
            yield (kind, owner, "options", id_), option.evidence
    for path, _, record in _preferences(case):
        for where, line in _lines(path, record):
            yield where, line.evidence
    for viewer, view in case.views.items():
        yield from ((("views", viewer, "unseen", k), claim.evidence) for k, claim in enumerate(view.unseen))
    for key in ("impossible", "always", "coalesce", "events"):
        yield from (((key, k), record.evidence) for k, record in enumerate(getattr(case, key)))


def _almost_pattern(text: str, count: int) -> bool:
    """Whether a text that cannot be read is more likely a pattern over `count` options than a statement."""
    if (CAPITALS.fullmatch(text) and len(text) == count) or text.isdigit():
        return True
    return bool(ALMOST_PATTERN.fullmatch(text)) and (len(text) == count or text.upper() == text)
