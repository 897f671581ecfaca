"""`compare`: a case beside its scenarios, what-ifs, or another case."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import CaseName, Concepts, Format, Limit, Output, Written, listed

__all__ = ["compare"]

OtherCase = Annotated[str | None, typer.Argument(metavar="[CASE2]", help="A second case to compare with.")]
Wanted = Annotated[
    list[str] | None, typer.Option("--scenario", "-s", metavar="NAME", help="Only this scenario; may be repeated.")
]
Start = Annotated[str | None, typer.Option("--from", metavar="NAME", help="Begin with this scenario, not the case.")]
Rules = Annotated[
    list[str] | None, typer.Option("--rule", metavar="BODY=RULE", help="What if it were decided by this rule?")
]
Vetoes = Annotated[
    list[str] | None, typer.Option("--veto", metavar="BODY=ACTOR", help="What if this actor had a veto over it?")
]
Absent = Annotated[
    list[str] | None, typer.Option("--without", metavar="WHO", help="What if this actor or body were not there?")
]
Merges = Annotated[
    list[str] | None, typer.Option("--merge", metavar="ACTORS", help="What if these actors moved as one: usa,europe?")
]
Together = Annotated[bool, typer.Option("--together", help="All the what-ifs as one change.")]


def compare(
    case: CaseName,
    case2: OtherCase = None,
    scenario: Wanted = None,
    start: Start = None,
    rule: Rules = None,
    veto: Vetoes = None,
    without: Absent = None,
    merge: Merges = None,
    together: Together = False,
    concepts: Concepts = None,
    limit: Limit = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Put scenarios, or two cases, side by side.

    Which equilibria a change loses and gains, where improvements lead then, and who gains by it. Without further
    options all scenarios of the case are compared with it. What-ifs need no scenario: --rule nato=majority,
    --veto nato.admit=russia, --without europe, --merge usa,europe. Where the states are too many to list, the Nash
    equilibria of each side are found by a constraint solver, and tried on the other.
    """
    from countermove.cli.answering import answer
    from countermove.io.opening import opened

    what_ifs = tuple(
        (kind, text)
        for kind, texts in (("rule", rule), ("veto", veto), ("without", without), ("merge", merge))
        for text in texts or ()
    )
    answer(
        "compare",
        case,
        start,
        format,
        output,
        limit=limit,
        scenarios=scenario or None,
        what_ifs=what_ifs,
        together=together,
        other=None if case2 is None else opened(case2),
        concepts=listed(concepts, "--concepts") if concepts is not None else None,
    )
