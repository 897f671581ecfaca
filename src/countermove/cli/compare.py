"""`compare`: a case beside its scenarios, what-ifs, or another case."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import CaseName, Concepts, Limit, Output, Written, listed

__all__ = ["compare"]

OtherCase = Annotated[str | None, typer.Argument(metavar="[CASE2]", help="A second case to compare with.")]
Wanted = Annotated[
    list[str] | None, typer.Option("--scenario", "-s", metavar="NAME", help="Compare this scenario only. Repeatable.")
]
Start = Annotated[
    str | None, typer.Option("--from", metavar="NAME", help="Compare with this scenario instead of the case as written.")
]
Rules = Annotated[list[str] | None, typer.Option("--rule", metavar="BODY=RULE", help="What if this rule decided?")]
Vetoes = Annotated[list[str] | None, typer.Option("--veto", metavar="BODY=ACTOR", help="What if this actor had a veto?")]
Absent = Annotated[
    list[str] | None, typer.Option("--without", metavar="WHO", help="What if this actor or body did not take part?")
]
Merges = Annotated[
    list[str] | None,
    typer.Option("--merge", metavar="ACTORS", help="What if these actors acted as one, such as usa,europe?"),
]
Together = Annotated[bool, typer.Option("--together", help="Apply all what-ifs together, as one change.")]


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
    format: Written = None,
    output: Output = None,
) -> None:
    """Compare a case with its scenarios, with what-ifs, or with another case.

    For each change it shows which equilibria are lost and gained, where improvements lead, and who gains. Without
    options it compares the case with all its scenarios. What-ifs need no scenario: --rule nato=majority, --veto
    nato.admit=russia, --without europe, --merge usa,europe. If the states are too many to list, a constraint solver
    finds the Nash equilibria of each case and tries them in the other.
    """
    from countermove.cli.answering import answer

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
        other=case2,
        concepts=listed(concepts, "--concepts") if concepts is not None else None,
    )
