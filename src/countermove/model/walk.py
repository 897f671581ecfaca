"""Every statement, preference, label and citation of a case, each with the path that leads to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from countermove.errors import KeyPath
from countermove.model.case import Actor, Case, Seen
from countermove.model.labels import Label
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown, PreferenceLine
from countermove.model.statements import Statement

__all__ = [
    "LabelEntry", "Reference", "citations", "cited_lines", "grouped", "label_entries", "preference_records", "references",
]  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A statement of the case: where it stands, and in whose block (None: outside all blocks).

    Parameters
    ----------
    path
        Where it stands.
    statement
        The statement.
    owner
        The id of the actor or body in whose block it stands; None outside all blocks.
    """

    path: KeyPath
    statement: Statement
    owner: str | None


def references(case: Case) -> Iterator[Reference]:
    """All statements of a case, except those among patterns (rankings, `coalesce`).

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Reference
        In the order: options, preferences, constraints, labels, views.
    """
    for kind, owner, holder in case.owners:
        for id_, option in holder.options.items():
            if option.needs is not None:
                yield Reference((kind, owner, "options", id_, "needs"), option.needs, owner)
    for path, owner, record in preference_records(case):
        for where, line in _lines(path, record):
            yield from _of_line(line, where, owner)
    for key, claims in (("impossible", case.impossible), ("always", case.always)):
        for k, claim in enumerate(claims):
            yield from _of_claim(claim, (key, k), None)
    for entry in label_entries(case):
        if entry.label.where is not None:
            yield Reference((*entry.path, "where"), entry.label.where, None)
    for viewer, view in case.views.items():
        for k, claim in enumerate(view.unseen):
            yield from _of_claim(claim, ("views", viewer, "unseen", k), viewer)


def _of_line(line: Line, path: KeyPath, owner: str | None) -> Iterator[Reference]:
    """The statements of one line: what it says, and what holds otherwise."""
    yield Reference(path, line.that, owner)
    if line.otherwise is not None:
        yield Reference((*path, "otherwise"), line.otherwise, owner)


def _of_claim(claim: Claim, path: KeyPath, owner: str | None) -> Iterator[Reference]:
    """The statement of one constraint."""
    yield Reference(path, claim.that, owner)


def preference_records(case: Case) -> Iterator[tuple[KeyPath, str, Actor | Seen]]:
    """Every record with preferences: the actors, and the actors as others see them.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    tuple
        The path, the id of the actor whose preferences they are, and the record that has them.
    """
    for actor, record in case.actors.items():
        yield ("actors", actor), actor, record
    for viewer, view in case.views.items():
        for actor, seen in view.actors.items():
            yield ("views", viewer, "actors", actor), actor, seen


def _lines(path: KeyPath, record: Actor | Seen) -> Iterator[tuple[KeyPath, Line]]:
    for k, line in enumerate(record.prefers or ()):
        yield from grouped(line, (*path, "prefers", k))


def grouped(line: PreferenceLine, path: KeyPath) -> Iterator[tuple[KeyPath, Line]]:
    """The lines of a group, each with its path; a line by itself is a group of one.

    Parameters
    ----------
    line
        An entry of `prefers`.
    path
        Its path.

    Yields
    ------
    tuple
        A path and a statement of the group.
    """
    match line:
        case Line():
            yield path, line
        case Equally(equally=lines):
            yield from (((*path, "equally", k), part) for k, part in enumerate(lines))
        case OrderUnknown(order_unknown=lines):
            yield from (((*path, "order unknown", k), part) for k, part in enumerate(lines))


@dataclass(frozen=True)
class LabelEntry:
    """One label of a case, whichever form the case has them in.

    Parameters
    ----------
    path
        Where it stands in the case.
    id
        Its id; None in a list.
    name
        What is shown.
    label
        The label as the case has it.
    """

    path: KeyPath
    id: str | None
    name: str
    label: Label


def label_entries(case: Case) -> tuple[LabelEntry, ...]:
    """All labels of a case in file order.

    Parameters
    ----------
    case
        The case.

    Examples
    --------
    >>> from countermove.model.case import Case
    >>> actors = {"a": {"options": {"go": "Go"}}}
    >>> case = Case.model_validate({"actors": actors, "labels": {"all-quiet": {"options": []}}})
    >>> [(entry.id, entry.name) for entry in label_entries(case)]
    [('all-quiet', 'all quiet')]
    """
    if isinstance(case.labels, Mapping):
        named = ((id_, label, label.name or id_.replace("-", " ")) for id_, label in case.labels.items())
        return tuple(LabelEntry(("labels", id_), id_, name, label) for id_, label, name in named)
    return tuple(LabelEntry(("labels", k), None, label.name, label) for k, label in enumerate(case.labels))


def citations(case: Case) -> Iterator[tuple[KeyPath, str]]:
    """Every citation of a case, and where it stands.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    tuple
        The path of the citation, and its text.
    """
    for path, cited in _cited_records(case):
        yield from (((*path, "evidence", k), text) for k, text in enumerate(cited))


def cited_lines(case: Case) -> Iterator[tuple[KeyPath, str | None, tuple[str, ...]]]:
    """Every assumption of a case: where it stands, whose preference it is (None for a constraint), what it cites.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    tuple
        The path, the id of the actor whose preference it is (None for a constraint), and what it cites.
    """
    for path, _, record in preference_records(case):
        # What somebody believes of another is no assumption of the analyst's.
        if path[0] == "actors":
            yield from ((where, str(path[1]), line.evidence) for where, line in _lines(path, record))
    for key in ("impossible", "always"):
        yield from (((key, k), None, claim.evidence) for k, claim in enumerate(getattr(case, key)))


def _cited_records(case: Case) -> Iterator[tuple[KeyPath, tuple[str, ...]]]:
    for kind, owner, holder in case.owners:
        yield (kind, owner), holder.evidence
        for id_, option in holder.options.items():
            yield (kind, owner, "options", id_), option.evidence
    for path, _, record in preference_records(case):
        for where, line in _lines(path, record):
            yield where, line.evidence
    for viewer, view in case.views.items():
        yield from ((("views", viewer, "unseen", k), claim.evidence) for k, claim in enumerate(view.unseen))
    for key in ("impossible", "always", "coalesce", "events"):
        yield from (((key, k), record.evidence) for k, record in enumerate(getattr(case, key)))
