"""`power`: who has how much power in a body, and what its decisions would meet."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.answering import answer
from countermove.cli.options import CaseName, Format, Limit, Output, Scenario, Written

__all__ = ["power"]

BodyName = Annotated[str, typer.Argument(metavar="BODY", help="The id of a body of the case.")]
OptionName = Annotated[
    str | None, typer.Option("--option", metavar="O", help="The rule that decides this option of the body.")
]
At = Annotated[str | None, typer.Option("--state", metavar="STATE", help="What decisions would meet at this state.")]
Seed = Annotated[int, typer.Option("--seed", min=0, metavar="N", help="The seed of estimates.")]


def power(
    case: CaseName,
    body: BodyName,
    option: OptionName = None,
    state: At = None,
    seed: Seed = 1,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell who has how much power in a body.

    Shapley-Shubik, Banzhaf and Coleman's measures of its rule, who has a veto, and which coalitions are just large
    enough; then, where the case has options, whom each decision of the body would meet at the status quo and at the
    firmest outcomes, and whose change of mind would turn it.
    """
    answer("power", case, scenario, format, output, limit=limit, body=body, option=option, state=state, seed=seed)
