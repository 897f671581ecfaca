"""What can be said about a case without enumerating its states.

Each group of findings has a module of its own (`check_names`, `check_references`, ...); what their codes mean
is in the table `DIAGNOSTICS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from countermove.errors import CaseError, Diagnostic
from countermove.model.case import Case
from countermove.model.checks.assumptions import assumption_findings, citation_findings
from countermove.model.checks.bodies import body_findings, body_warnings
from countermove.model.checks.chains import chain_warnings
from countermove.model.checks.diagnostics import DIAGNOSTICS
from countermove.model.checks.doubts import doubts
from countermove.model.checks.labels import blank_findings, label_findings, label_warnings
from countermove.model.checks.names import name_findings, reference_findings
from countermove.model.checks.structure import (
    graph_findings,
    scenario_findings,
    scenario_warnings,
    view_errors,
    view_warnings,
)

__all__ = ["DIAGNOSTICS", "check", "require_sound"]

MAX_FINDINGS = 100
"""Findings of a kind that are reported: more than a few screens are not read, and one error often brings the next."""


def check(case: Case) -> list[Diagnostic]:
    """All static findings about a case: errors, and warnings where the case itself has none.

    Parameters
    ----------
    case
        The case, in any state: nothing is looked up that a finding could be about.

    Returns
    -------
    list of Diagnostic
        Errors first, then warnings; at most `MAX_FINDINGS` of each group.

    Notes
    -----
    The states are not enumerated, so the time grows with the length of the file. What only the states show is
    found by `game.case_findings`.

    Examples
    --------
    >>> case = Case.model_validate({"actors": {"usa": {"options": {"go": "Go"}, "prefers": ["not goo"]}}})
    >>> print(*check(case), sep="\\n")
    actors.usa.prefers[1]: unknown option "goo"; did you mean "go"? [CM104]
    """
    findings, own = _with_scenarios(case)
    # Warnings look statements up, which raises where a name is wrong.
    if not own:
        findings += islice(body_warnings(case), MAX_FINDINGS)
        findings += islice(assumption_findings(case), MAX_FINDINGS)
        findings += islice(view_warnings(case), MAX_FINDINGS)
        findings += islice(label_warnings(case), MAX_FINDINGS)
        findings += islice(chain_warnings(case), MAX_FINDINGS)
        findings += islice(doubts(case), MAX_FINDINGS)
        # A scenario with an error cannot be looked at any further.
        if not any(finding.severity == "error" for finding in findings):
            findings += islice(scenario_warnings(case, _warnings_of_rules), MAX_FINDINGS)
    if not any(finding.severity == "error" for finding in findings):
        case.mark_sound()
    return findings + list(islice(citation_findings(case), MAX_FINDINGS))


def _with_scenarios(case: Case) -> tuple[list[Diagnostic], bool]:
    """The errors of a case and what is wrong with its scenarios, and whether any error is its own."""
    own = list(islice(_errors(case), MAX_FINDINGS))
    return own + list(islice(scenario_findings(case, own, _errors), MAX_FINDINGS - len(own))), bool(own)


def require_sound(case: Case) -> None:
    """Raise the errors of a case that was made in code, as loading a file would.

    Parameters
    ----------
    case
        The case. It is remembered that it is sound: a case never changes.

    Raises
    ------
    CaseError
        With every error that `check` finds.

    Examples
    --------
    >>> require_sound(Case.build("Harbour").with_actor("port", prefers=["toll"]))
    Traceback (most recent call last):
        ...
    countermove.errors.CaseError: actors.port.prefers[1]: unknown option "toll"; there is none [CM104]
    """
    if case.is_sound:
        return
    errors = _only_errors(_with_scenarios(case)[0])
    if errors:
        # Data that a program dumped has every key, those too that a person leaves out: an empty name was not written then.
        bare = Case.model_validate(case.model_dump(by_alias=True, exclude_defaults=True, warnings=False))
        errors = _only_errors(_with_scenarios(bare)[0])
    if errors:
        raise CaseError(errors)
    case.mark_sound()


def _only_errors(findings: list[Diagnostic]) -> list[Diagnostic]:
    return [finding for finding in findings if finding.severity == "error"]


def _warnings_of_rules(case: Case) -> Iterator[Diagnostic]:
    """The warnings that a scenario can bring in by what it writes: they are about single rules and statements."""
    yield from body_warnings(case)
    yield from chain_warnings(case)


def _errors(case: Case) -> Iterator[Diagnostic]:
    """The errors of a case, its scenarios aside."""
    yield from name_findings(case)
    yield from graph_findings(case)
    yield from body_findings(case)
    yield from reference_findings(case)
    yield from view_errors(case)
    yield from label_findings(case)
    yield from blank_findings(case)
