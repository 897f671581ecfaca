"""Labels of outcomes and names for readers: each label is for something that is there, and no name is blank."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from countermove.errors import Diagnostic, KeyPath, did_you_mean, quoted
from countermove.model.case import Case
from countermove.model.checks.names import id_findings, list_findings
from countermove.model.labels import KINDS, MAX_LABELS
from countermove.model.names import OptionNames
from countermove.model.walk import LabelEntry, label_entries

__all__ = ["blank_findings", "label_findings", "label_warnings"]

RESERVED = frozenset({"now", "nothing"})
"""Words that mean a state wherever one is named."""


def label_findings(case: Case) -> Iterator[Diagnostic]:
    """What is wrong with the labels of a case, as far as that shows without its states.

    Parameters
    ----------
    case
        The case, of either kind.

    Yields
    ------
    Diagnostic
        Errors: CM002 (too many), CM103 (ids), CM104 and CM106 (options), CM111 (a key of the other kind of case), CM113
        (states), CM308 (two labels for one state).
    """
    entries = label_entries(case)
    if len(entries) > MAX_LABELS:
        message = f"the case has {len(entries):,} labels"
        yield Diagnostic("CM002", "error", ("labels",), message, f"the limit is {MAX_LABELS}: keep those people talk about")
        return
    names = OptionNames(case)
    first: dict[Any, LabelEntry] = {}
    for entry in entries:
        yield from _id_findings(case, names, entry)
        problems = list(_target_findings(case, names, entry))
        yield from problems
        target = None if problems else _target(names, entry)
        if target is not None and target in first:
            other = first[target].id or first[target].name
            message = f"the state has the label {quoted(other)} already"
            yield Diagnostic("CM308", "error", entry.path, message, "a state has one label: keep one of the two")
        first.setdefault(target, entry)


def _id_findings(case: Case, names: OptionNames, entry: LabelEntry) -> Iterator[Diagnostic]:
    """A label's id that is none, or that is taken: wherever a state is named, an id means one thing."""
    if entry.id is None:
        return
    yield from id_findings(entry.id, entry.path, RESERVED)
    taken = "a state" if entry.id in (case.states or ()) else "an option" if entry.id in names.bare else None
    if taken is not None:
        message = f"{quoted(entry.id)} is the id of {taken}, too"
        yield Diagnostic("CM103", "error", entry.path, message, "give the label another id, and what is shown as name:")


def _target_findings(case: Case, names: OptionNames, entry: LabelEntry) -> Iterator[Diagnostic]:
    """A label's options or state that do not exist. Statements are looked at together with all others."""
    label = entry.label
    for key in KINDS:
        if getattr(label, key) is not None and (key == "state") is not case.is_graph:
            way = "write state: ID" if case.is_graph else "write options: [...] or where: STATEMENT"
            message = f'"{key}" of a label {"cannot stand in" if case.is_graph else "needs"} a case that lists its states'
            yield Diagnostic("CM111", "error", (*entry.path, key), message, way)
            return
    if label.options is not None:
        yield from list_findings(names, label.options, (*entry.path, "options"), None)
    if label.state is not None and label.state not in (case.states or ()):
        message = f"there is no state {quoted(label.state)}"
        yield Diagnostic("CM113", "error", (*entry.path, "state"), message, did_you_mean(label.state, case.states or ()))


def _target(names: OptionNames, entry: LabelEntry) -> Any:
    """The one state that a sound label is for: its id, or the set of its options; None where a statement says it."""
    if entry.label.options is None:
        return entry.label.state
    return frozenset(names.with_defaults(names.find_text(text) for text in entry.label.options))


def label_warnings(case: Case) -> Iterator[Diagnostic]:
    """Labels of one name (CM907), and lists in scenarios that take the place of mappings, or the reverse (CM911).

    Parameters
    ----------
    case
        A case without errors.

    Yields
    ------
    Diagnostic
        Warnings.
    """
    first: dict[str, LabelEntry] = {}
    for entry in label_entries(case):
        other = first.setdefault(entry.name, entry)
        if other is not entry:
            message = f"{quoted(entry.name)} is the name of two labels"
            yield Diagnostic("CM907", "warning", entry.path, message, "join their statements with or, or rename one")
    for name, scenario in case.scenarios.items():
        patch = scenario.changes.get("labels")
        if case.labels and patch is not None and isinstance(patch, Mapping) != isinstance(case.labels, Mapping):
            old, new = ("a mapping", "a list") if isinstance(case.labels, Mapping) else ("a list", "a mapping")
            message = f"labels is {new} here and {old} in the case, so all labels of the case are replaced"
            hint = f"write {old} here to change some of them"
            yield Diagnostic("CM911", "warning", ("scenarios", name, "labels"), message, hint)


def blank_findings(case: Case) -> Iterator[Diagnostic]:
    """Names in which there is nothing to see (CM114): of actors, bodies, options, states and labels.

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Diagnostic
        Errors.
    """
    records: list[tuple[KeyPath, Any]] = [(entry.path, entry.label) for entry in label_entries(case)]
    for kind, owner, holder in case.owners:
        records.append(((kind, owner), holder))
        records += [((kind, owner, "options", id_), option) for id_, option in holder.options.items()]
    for path, record in records:
        if "name" in record.model_fields_set and _is_blank(record.name):
            yield _blank((*path, "name"))
    for id_, name in (case.states or {}).items():
        if _is_blank(name):
            # Without its key the state would be gone, and moves and rankings that name it would fail.
            yield _blank(("states", id_), "write what people should read, such as its id")
    if "title" in case.model_fields_set and case.title and _is_blank(case.title):
        yield _blank(("title",))


def _is_blank(text: str) -> bool:
    """Whether a text has only spaces, controls and characters without a shape."""
    return all(unicodedata.category(character)[0] in "ZC" for character in text)


def _blank(path: KeyPath, way: str = "write what people should read, or take the key out") -> Diagnostic:
    return Diagnostic("CM114", "error", path, "the name is blank", way)
