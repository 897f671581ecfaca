"""What `check` tells: also what only the states of a case, and of its scenarios, can show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from countermove.errors import CaseError, Diagnostic, QuestionError, SizeError, dotted, printable
from countermove.game.findings import findings as warnings_of
from countermove.game.listed import listed_game
from countermove.game.view_findings import view_errors
from countermove.model.case import Case
from countermove.text.table import Table

__all__ = ["MOST_STATES", "as_text", "in_scenario", "records", "state_findings", "table"]

MOST_STATES = 2**22
"""Cases with more states are checked without them."""


def state_findings(case: Case) -> tuple[list[Diagnostic], list[str]]:
    """What only the states of a case and of its scenarios show; and notes on what was not looked at.

    Of scenarios only the errors: what decides nothing there may well decide something in the case.
    """
    found, notes = _compiled(case, None)
    told = {(d.code, d.path, d.message) for d in found}
    known = set(notes)
    for name in case.scenarios:
        more, remarks = _compiled(case, name)
        found += [in_scenario(case, name, d) for d in more if (d.code, d.path, d.message) not in told]
        notes += [f"scenario {name}: {remark}" for remark in remarks if remark not in known]
    return found, notes


def _compiled(case: Case, scenario: str | None) -> tuple[list[Diagnostic], list[str]]:
    try:
        graph = listed_game(case, scenario, max_states=MOST_STATES)
        errors = view_errors(graph)
        return (errors if errors or scenario is not None else warnings_of(graph)), []
    except CaseError as fault:
        return list(fault.diagnostics), []
    except SizeError as fault:
        many = f"there are more than {MOST_STATES:,} of them"
        return [], [f"the states were not checked: {many if '[CM306]' in str(fault) else fault}"]
    except QuestionError as fault:
        return [], [f"the states were not checked: {fault}"]


def in_scenario(case: Case, name: str | None, finding: Diagnostic) -> Diagnostic:
    """A finding about a case with a scenario, told at its place in the scenario, or at its name."""
    if name is None:
        return finding
    value: Any = case.scenarios[name].changes
    for step in finding.path:
        try:
            value = None if isinstance(value, str) else value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        if value is None:
            message = f"with this change {dotted(finding.path) or 'the case'} is wrong: {finding.message}"
            return replace(finding, code="CM502", path=("scenarios", name), message=message, offset=None)
    return replace(finding, path=("scenarios", name, *finding.path))


def as_text(found: Sequence[Diagnostic], notes: Iterable[str]) -> str:
    """All findings, one a line, and their number in the end."""
    lines = [str(d) for d in found] + [printable(f"note: {note}") for note in notes]
    errors = sum(d.severity == "error" for d in found)
    warnings = len(found) - errors
    if not found:
        return "\n".join([*lines, "no problems"])
    counts = [_counted(errors, "error")] if errors else ["no errors"]
    return "\n".join([*lines, ", ".join(counts + ([_counted(warnings, "warning")] if warnings else []))])


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def records(found: Sequence[Diagnostic], notes: Sequence[str]) -> dict[str, Any]:
    """The same for JSON."""
    errors = sum(d.severity == "error" for d in found)
    return {
        "errors": errors,
        "warnings": len(found) - errors,
        "findings": [
            {
                "code": d.code, "severity": d.severity, "path": dotted(d.path), "message": d.message,
                "hint": d.hint, **_place(d),
            }
            for d in found
        ],
        "notes": list(notes),
    }  # fmt: skip


def _place(finding: Diagnostic) -> dict[str, str | int | None]:
    place = finding.place
    if place is None:
        return {"file": None, "line": None, "column": None}
    return {"file": place.file, "line": place.line, "column": place.column}


def table(found: Sequence[Diagnostic]) -> Table:
    """The same as a table."""
    rows = tuple((d.code, d.severity, str(d.place or ""), dotted(d.path), d.message, d.hint) for d in found)
    return Table(("code", "severity", "place", "path", "message", "hint"), rows)
