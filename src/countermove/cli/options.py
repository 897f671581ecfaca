"""The arguments and options that commands share, each with its help."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

LIMIT = 1_000
"""So many rows are written for programs unless --limit says otherwise."""
LINES = 30
"""So many equilibria are listed in a table for people unless --limit says otherwise."""


class Format(StrEnum):
    """How results are written."""

    table = "table"
    json = "json"
    csv = "csv"
    md = "md"


class Rows(StrEnum):
    """The tables that `convert` writes."""

    states = "states"
    stability = "stability"


CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file, or the id of a catalogue case.")]
StateName = Annotated[str, typer.Argument(metavar="STATE", help="A number, now, or the options taken: a,b.")]
NewFile = Annotated[str, typer.Argument(metavar="FILE", help="The file to write; it must not exist yet.")]
ConvertedFile = Annotated[str, typer.Argument(metavar="IN", help="A case file, or the id of a catalogue case.")]
OutFile = Annotated[
    str, typer.Argument(metavar="OUT", help="The file to write; its ending (.yaml, .gmcr, .tex, ...) says how.")
]
What = Annotated[Rows | None, typer.Option("--what", help="Which table; without it, .csv has the states.")]
Scenario = Annotated[str | None, typer.Option("--scenario", "-s", metavar="NAME", help="First apply this scenario.")]
Written = Annotated[Format, typer.Option("--format", "-f", help="How to write the result.")]
Output = Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.")]
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="List at most so many.")]
Where = Annotated[str | None, typer.Option(metavar="STATEMENT", help="Only states in which this holds.")]
Concepts = Annotated[str | None, typer.Option(metavar="LIST", help="Only these concepts: nash,seq,maximin-4.")]
Assignment = Annotated[str | None, typer.Option(metavar="LIST", help="One for each: usa=nash,ussr=seq.")]
Merged = Annotated[
    list[str] | None, typer.Option("--merge", metavar="LIST", help="These actors move as one: usa,europe. Repeatable.")
]
Every = Annotated[bool, typer.Option("--all", help="The verdicts on all states, however many.")]
Brief = Annotated[bool, typer.Option("--brief/--no-brief", help="Begin with the brief.")]
Actor = Annotated[str | None, typer.Option("--actor", "-a", metavar="A", help="Only this actor or body.")]
ConceptName = Annotated[str, typer.Option("--concept", "-c", metavar="C", help="The solution concept.")]
Depth = Annotated[
    int | None,
    typer.Option("--depth", min=1, metavar="N", help="Where states are too many to list: answers of at most N moves."),
]
SolvingSeconds = Annotated[
    float | None,
    typer.Option("--seconds", metavar="S", help="Where states are too many to list: search for so long (60)."),
]
