"""What `check` tells: also what only the states of a case, and of its scenarios, can show."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from countermove.errors import CaseError, Diagnostic, QuestionError, SizeError, dotted
from countermove.game.findings import findings as warnings_of
from countermove.game.listed import listed_game
from countermove.game.view_findings import view_errors
from countermove.model.case import Case

__all__ = ["MOST_STATES", "in_scenario", "state_findings"]

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
