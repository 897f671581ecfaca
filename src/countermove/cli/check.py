"""`check`: tells everything that is wrong with a case, or may have been overlooked."""

from __future__ import annotations

import typer

from countermove.cli.options import CaseName, Format, Output, Written
from countermove.cli.results import json_text, table_text
from countermove.io.delivery import deliver

__all__ = ["check"]


def check(case: CaseName, format: Written = Format.table, output: Output = None) -> None:
    """Tell what is wrong with a case.

    All errors and warnings, those that only the states show included, for the case and its scenarios.
    """
    from countermove.game import case_findings as findings
    from countermove.io.opening import examined

    title, found, notes = examined(case)
    if format is Format.json:
        text = json_text(title, None, findings.records(found, notes))
    elif format is Format.table:
        text = findings.as_text(found, notes)
    else:
        text = table_text(findings.table(found), format, output)
    deliver(text, output)
    if any(d.severity == "error" for d in found):
        raise typer.Exit(1)
