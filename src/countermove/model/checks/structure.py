"""The structure of a case: listed states and moves, scenarios, and views, each sound and about something that exists."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from countermove.errors import Diagnostic, KeyPath, did_you_mean, dotted, quoted
from countermove.model.case import Actor, Case, Seen
from countermove.model.labels import KINDS
from countermove.model.names import NameFault, OptionNames
from countermove.model.parse import parse_case
from countermove.model.scenario import scenario_data

__all__ = ["graph_findings", "scenario_findings", "scenario_warnings", "view_errors", "view_warnings"]

NOT_IN_GRAPHS = ("bodies", "impossible", "always", "coalesce")


def graph_findings(case: Case) -> Iterator[Diagnostic]:
    """What is wrong with the states, moves and rankings of a graph case, and mixtures of the two kinds.

    Parameters
    ----------
    case
        The case, of either kind.

    Yields
    ------
    Diagnostic
        Errors: CM111 (mixtures of the two kinds), CM113 (unknown states), CM202 and CM203 (rankings), CM301.
    """
    if case.states is None:
        for actor, record in case.actors.items():
            if record.moves is not None:
                message = "moves are listed, but the case lists no states"
                yield Diagnostic(
                    "CM111",
                    "error",
                    ("actors", actor, "moves"),
                    message,
                    "add states:, or give the actor options",
                )
        return
    if not case.states:
        yield Diagnostic("CM301", "error", ("states",), "there is no state", "list the states: {s1: Status quo, ...}")
    yield from _mixtures(case)
    for actor, record in case.actors.items():
        yield from _move_findings(case, record, ("actors", actor))
        yield from _ranking_findings(case, record, ("actors", actor))
    for viewer, view in case.views.items():
        for actor, seen in view.actors.items():
            yield from _ranking_findings(case, seen, ("views", viewer, "actors", actor))
        for k, claim in enumerate(view.unseen):
            yield from _state_findings(case, claim.that.text.strip(), ("views", viewer, "unseen", k))
    yield from _status_quo_findings(case)


def _mixtures(case: Case) -> Iterator[Diagnostic]:
    present: list[KeyPath] = [(key,) for key in NOT_IN_GRAPHS if getattr(case, key)]
    for actor, record in case.actors.items():
        present += [("actors", actor, key) for key in ("options", "prefers", "worth") if getattr(record, key)]
    for viewer, view in case.views.items():
        present += [("views", viewer, "unaware")] if view.unaware else []
        for actor, seen in view.actors.items():
            present += [("views", viewer, "actors", actor, key) for key in ("prefers", "worth") if getattr(seen, key)]
    for path in present:
        message = f'"{path[-1]}" cannot stand in a case that lists its states'
        way = (
            "rank the states: ranking: [...]"
            if path[-1] in ("prefers", "worth")
            else "take it out, or write the case with options"
        )
        yield Diagnostic("CM111", "error", path, message, way)


def _move_findings(case: Case, record: Actor, path: KeyPath) -> Iterator[Diagnostic]:
    for k, pair in enumerate(record.moves or ()):
        for n, state in enumerate(pair):
            yield from _state_findings(case, state, (*path, "moves", k, n))
        if pair[0] == pair[1]:
            message = f"a move from {quoted(pair[0])} to itself"
            yield Diagnostic("CM113", "error", (*path, "moves", k), message, "take it out: staying is always possible")


def _ranking_findings(case: Case, record: Actor | Seen, path: KeyPath) -> Iterator[Diagnostic]:
    if record.ranking is None:
        return
    seen: set[str] = set()
    for k, entry in enumerate(record.ranking):
        group = (entry,) if isinstance(entry, str) else entry
        for n, state in enumerate(group):
            where = (*path, "ranking", k) if isinstance(entry, str) else (*path, "ranking", k, n)
            yield from _state_findings(case, state, where)
            if state in seen:
                message = f"the state {quoted(state)} is ranked twice"
                yield Diagnostic("CM203", "error", where, message, "take one out")
            seen.add(state)
    missing = [state for state in case.states or () if state not in seen]
    if missing:
        names = ", ".join(map(quoted, missing[:12]))
        yield Diagnostic("CM202", "error", (*path, "ranking"), f"the ranking leaves out {names}", "rank every state once")


def _status_quo_findings(case: Case) -> Iterator[Diagnostic]:
    if case.status_quo is None:
        return
    if len(case.status_quo) != 1:
        message = f"the status quo is one state, and {len(case.status_quo)} are named"
        yield Diagnostic("CM113", "error", ("status quo",), message, "name one, or take the key out")
        return
    yield from _state_findings(case, case.status_quo[0], ("status quo", 0))


def _state_findings(case: Case, state: str, path: KeyPath) -> Iterator[Diagnostic]:
    if state not in (case.states or ()):
        yield Diagnostic(
            "CM113",
            "error",
            path,
            f"there is no state {quoted(state)}",
            did_you_mean(state, case.states or ()),
        )


MAX_SCENARIOS = 200
"""Scenarios of a case, 100 times what the catalogue has. Each is checked as a case of its own, so they cost time."""
Check = Callable[[Case], Iterable[Diagnostic]]


def scenario_findings(case: Case, errors_of_case: Iterable[Diagnostic], errors_of: Check) -> Iterator[Diagnostic]:
    """What is wrong with the scenarios of a case (CM501, CM502, and the errors that a change brings in).

    `errors_of_case` are the errors of the case itself, which are not reported again; `errors_of` finds those of a case.

    Parameters
    ----------
    case
        The case.
    errors_of_case
        The errors of the case itself.
    errors_of
        Finds the errors of a case, scenarios aside.

    Yields
    ------
    Diagnostic
        Errors, at their places inside the scenario where these exist, else at its name.
    """
    reported = {(d.code, d.path, d.message) for d in errors_of_case}
    if len(case.scenarios) > MAX_SCENARIOS:
        message = f"the case has {len(case.scenarios):,} scenarios"
        yield Diagnostic("CM002", "error", ("scenarios",), message, f"the limit is {MAX_SCENARIOS}: make several cases")
        return
    for name, scenario in case.scenarios.items():
        path: KeyPath = ("scenarios", name)
        if not scenario.changes:
            hint = "write what differs, in the shape of a case file"
            yield Diagnostic("CM501", "error", path, f"the scenario {quoted(name)} changes nothing", hint)
            continue
        if "scenarios" in scenario.changes:
            hint = "a scenario changes the case, not other scenarios"
            yield Diagnostic("CM101", "error", (*path, "scenarios"), 'unknown key "scenarios"', hint)
            continue
        missed = [*_missed(case, scenario.changes, path), *_missed_labels(case, scenario.changes, path)]
        yield from missed
        if not missed:
            merged, findings = parse_case(scenario_data(case, name))
            errors = findings if merged is None else errors_of(merged)
            for finding in errors:
                if (finding.code, finding.path, finding.message) not in reported:
                    yield _inside(finding, scenario.changes, path)


def scenario_warnings(case: Case, warnings_of: Check) -> Iterator[Diagnostic]:
    """What may have been overlooked in a case as its scenarios change it, and not in the case itself.

    Parameters
    ----------
    case
        A case without errors, in its scenarios, too.
    warnings_of
        Finds the warnings of a case, scenarios aside.

    Yields
    ------
    Diagnostic
        Warnings, at their places inside the scenario where these exist, else at its name.
    """
    of_case = {(d.code, d.path, d.message) for d in warnings_of(case)} if case.scenarios else set()
    for name, scenario in case.scenarios.items():
        merged, _ = parse_case(scenario_data(case, name))
        assert merged is not None, "the merged case has no errors"
        for finding in warnings_of(merged):
            if (finding.code, finding.path, finding.message) not in of_case:
                yield _inside(finding, scenario.changes, ("scenarios", name))


def _inside(finding: Diagnostic, changes: Mapping[str, Any], path: KeyPath) -> Diagnostic:
    """A finding of the merged case, at its place in the scenario or, where it has none, at its name."""
    value: Any = changes
    for step in finding.path:
        # A short form is one text in the file, however deep the record that it is read into.
        if isinstance(value, str):
            break
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            if finding.severity == "warning":
                # A new member, for example, makes an old rule one that asks for another number of votes.
                return replace(finding, path=path, message=f"with this change of {dotted(finding.path)}: {finding.message}")
            message = f"with this change {dotted(finding.path) or 'the case'} is wrong: {finding.message}"
            return Diagnostic("CM502", "error", path, message, finding.hint)
    return replace(finding, path=(*path, *finding.path))


def _missed(case: Case, changes: Mapping[str, Any], path: KeyPath) -> Iterator[Diagnostic]:
    """Changes to actors, bodies and options that do not exist and are not properly new either."""
    members = set(_members(case, changes))
    for kind in ("actors", "bodies"):
        existing: Mapping[str, Any] = getattr(case, kind)
        patches = changes.get(kind)
        for id_, patch in patches.items() if isinstance(patches, Mapping) else ():
            where = (*path, kind, id_)
            if id_ in existing:
                yield from _missed_options(existing[id_].options, patch, where)
            # A misspelt id in a scenario would silently make a new actor: a new one has to say what it is.
            elif not isinstance(patch, Mapping) or not _is_new(kind, patch, id_ in members):
                what = "actor" if kind == "actors" else "body"
                way = "name: or options:" if kind == "actors" else "members:"
                yield Diagnostic("CM501", "error", where, f"there is no {what} {quoted(id_)} to change",
                                 f"{did_you_mean(id_, existing)} (a new one has {way})")  # fmt: skip


def _missed_labels(case: Case, changes: Mapping[str, Any], path: KeyPath) -> Iterator[Diagnostic]:
    """Changes to labels that do not exist and do not say which outcome they are for."""
    patches = changes.get("labels")
    if not isinstance(patches, Mapping) or not isinstance(case.labels, Mapping):
        return
    for id_, patch in patches.items():
        is_new = patch is not None and not (isinstance(patch, Mapping) and not set(patch) & set(KINDS))
        if id_ not in case.labels and not is_new:
            hint = did_you_mean(id_, case.labels) if case.labels else "the case has no labels"
            yield Diagnostic("CM501", "error", (*path, "labels", id_), f"there is no label {quoted(id_)} to change",
                             f"{hint} (a new one has options: or where:)")  # fmt: skip


def _is_new(kind: str, patch: Mapping[str, Any], is_member: bool) -> bool:
    if kind == "bodies":
        return bool(patch.get("members"))
    return bool(is_member or patch.get("options") or patch.get("name"))


def _missed_options(existing: Mapping[str, Any], patch: Any, path: KeyPath) -> Iterator[Diagnostic]:
    options = patch.get("options") if isinstance(patch, Mapping) else None
    for id_, option in options.items() if isinstance(options, Mapping) else ():
        new = isinstance(option, str) or (isinstance(option, Mapping) and "name" in option)
        if id_ not in existing and not new:
            hint = f"{did_you_mean(id_, existing)} (a new one has a text or name:)"
            yield Diagnostic("CM501", "error", (*path, "options", id_), f"there is no option {quoted(id_)} to change", hint)


def _members(case: Case, changes: Mapping[str, Any]) -> Iterator[str]:
    for body in case.bodies.values():
        yield from body.members
    bodies = changes.get("bodies")
    for patch in bodies.values() if isinstance(bodies, Mapping) else ():
        members = patch.get("members") if isinstance(patch, Mapping) else None
        yield from (m for m in members or () if isinstance(m, str)) if not isinstance(members, str) else ()


def view_errors(case: Case) -> Iterator[Diagnostic]:
    """Views in which an actor is mistaken about itself (CM801).

    Parameters
    ----------
    case
        The case.

    Yields
    ------
    Diagnostic
        Errors.
    """
    for viewer, view in case.views.items():
        if viewer in view.actors:
            message = f"{quoted(viewer)} has a view of its own preferences"
            hint = f"write what it prefers under actors.{viewer}, or in a scenario"
            yield Diagnostic("CM801", "error", ("views", viewer, "actors", viewer), message, hint)


def view_warnings(case: Case) -> Iterator[Diagnostic]:
    """Views that say nothing (CM804), and actors that do not know an option of their own (CM805).

    Parameters
    ----------
    case
        A case without errors.

    Yields
    ------
    Diagnostic
        Warnings.
    """
    names = OptionNames(case)
    for viewer, view in case.views.items():
        if not (view.actors or view.unaware or view.unseen):
            message = f"the view of {quoted(viewer)} says nothing"
            hint = "write actors:, unaware: or unseen:, or take it out"
            yield Diagnostic("CM804", "warning", ("views", viewer), message, hint)
        for k, text in enumerate(view.unaware):
            try:
                row = names.rows[names.find_text(text, viewer)]
            except NameFault:
                continue
            if row.owner == viewer:
                message = f"{quoted(viewer)} does not know of its own option {quoted(row.id)}"
                hint = "it will never change it; is an option of somebody else meant?"
                yield Diagnostic("CM805", "warning", ("views", viewer, "unaware", k), message, hint)
