"""`states`: lists the feasible states in option form."""

from __future__ import annotations

from countermove.cli.answering import answer
from countermove.cli.options import CaseName, Format, Limit, Output, Scenario, SolvingSeconds, Where, Written

__all__ = ["states"]


def states(
    case: CaseName,
    where: Where = None,
    limit: Limit = None,
    seconds: SolvingSeconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """List the feasible states in option form.

    Where they are too many to list, a constraint solver finds some, and tells whether they are all.
    """
    answer("states", case, scenario, format, output, where=where, limit=limit, seconds=seconds)
