"""Scenarios: does each change something that exists, and is the changed case sound?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from countermove.errors import Diagnostic, did_you_mean, dotted, quoted
from countermove.model.case import Case
from countermove.model.scenario import scenario_data
from countermove.model.shape import shape

__all__ = ["scenario_findings"]

Path = tuple[str | int, ...]
MOST = 200
Check = Callable[[Case], Iterable[Diagnostic]]


def scenario_findings(case: Case, known: Iterable[Diagnostic], errors_of: Check) -> Iterator[Diagnostic]:
    """What is wrong with the scenarios of a case (CM501, CM502, and the errors that a change brings in).

    `known` are the errors of the case itself, which are not told again; `errors_of` finds those of a case.
    """
    told = {(d.code, d.path, d.message) for d in known}
    if len(case.scenarios) > MOST:
        message = f"the case has {len(case.scenarios):,} scenarios"
        yield Diagnostic("CM002", "error", ("scenarios",), message, f"the limit is {MOST}: make several cases")
        return
    for name, scenario in case.scenarios.items():
        path: Path = ("scenarios", name)
        if not scenario.changes:
            hint = "write what differs, in the shape of a case file"
            yield Diagnostic("CM501", "error", path, f"the scenario {quoted(name)} changes nothing", hint)
            continue
        if "scenarios" in scenario.changes:
            hint = "a scenario changes the case, not other scenarios"
            yield Diagnostic("CM101", "error", (*path, "scenarios"), 'unknown key "scenarios"', hint)
            continue
        missed = list(_missed(case, scenario.changes, path))
        yield from missed
        if not missed:
            merged, found = shape(scenario_data(case, name))
            errors = found if merged is None else errors_of(merged)
            for finding in errors:
                if (finding.code, finding.path, finding.message) not in told:
                    yield _inside(finding, scenario.changes, path)


def _inside(finding: Diagnostic, changes: Mapping[str, Any], path: Path) -> Diagnostic:
    """An error of the merged case, told at its place in the scenario or, where it has none, at its name."""
    value: Any = changes
    for step in finding.path:
        if isinstance(value, str):
            break
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            message = f"with this change {dotted(finding.path) or 'the case'} is wrong: {finding.message}"
            return Diagnostic("CM502", "error", path, message, finding.hint)
    return replace(finding, path=(*path, *finding.path))


def _missed(case: Case, changes: Mapping[str, Any], path: Path) -> Iterator[Diagnostic]:
    """Changes to actors, bodies and options that do not exist and are not properly new either."""
    members = set(_members(case, changes))
    for kind in ("actors", "bodies"):
        known: Mapping[str, Any] = getattr(case, kind)
        patches = changes.get(kind)
        for id_, patch in patches.items() if isinstance(patches, Mapping) else ():
            where = (*path, kind, id_)
            if id_ in known:
                yield from _missed_options(known[id_].options, patch, where)
            elif not isinstance(patch, Mapping) or not _is_new(kind, patch, id_ in members):
                what = "actor" if kind == "actors" else "body"
                way = "name: or options:" if kind == "actors" else "members:"
                yield Diagnostic("CM501", "error", where, f"there is no {what} {quoted(id_)} to change",
                                 f"{did_you_mean(id_, known)} (a new one has {way})")  # fmt: skip


def _is_new(kind: str, patch: Mapping[str, Any], is_member: bool) -> bool:
    if kind == "bodies":
        return bool(patch.get("members"))
    return bool(is_member or patch.get("options") or patch.get("name"))


def _missed_options(known: Mapping[str, Any], patch: Any, path: Path) -> Iterator[Diagnostic]:
    options = patch.get("options") if isinstance(patch, Mapping) else None
    for id_, option in options.items() if isinstance(options, Mapping) else ():
        new = isinstance(option, str) or (isinstance(option, Mapping) and "name" in option)
        if id_ not in known and not new:
            hint = f"{did_you_mean(id_, known)} (a new one has a text or name:)"
            yield Diagnostic("CM501", "error", (*path, "options", id_), f"there is no option {quoted(id_)} to change", hint)


def _members(case: Case, changes: Mapping[str, Any]) -> Iterator[str]:
    for body in case.bodies.values():
        yield from body.members
    bodies = changes.get("bodies")
    for patch in bodies.values() if isinstance(bodies, Mapping) else ():
        members = patch.get("members") if isinstance(patch, Mapping) else None
        yield from (m for m in members or () if isinstance(m, str)) if not isinstance(members, str) else ()
