"""The arguments and options that commands share, each with its help, and how lists are read from one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from countermove.errors import quoted

MOST_LINES = 30
"""Rows of a table for people unless --limit says otherwise: one screen."""


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
Concepts = Annotated[str | None, typer.Option(metavar="LIST", help="Only these concepts: nash,seq,maximin-4.")]


def listed(text: str, option: str) -> list[str]:
    """The entries of a list with commas, each once.

    >>> listed("Nash, seq,nash", "--concepts")
    ['nash', 'seq']
    """
    # Small letters: all ids are, and people write NASH.
    entries = list(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not entries:
        raise typer.BadParameter(f"{option} is empty; write names with commas between them")
    return entries


def pairs(text: str) -> dict[str, str]:
    """The concept of each mover, from a list of pairs.

    >>> pairs("usa=nash,ussr=seq")
    {'usa': 'nash', 'ussr': 'seq'}
    """
    concepts: dict[str, str] = {}
    for entry in listed(text, "--assign"):
        mover, _, concept = (part.strip() for part in entry.partition("="))
        if not mover or not concept or mover in concepts:
            way = "write usa=nash,ussr=seq, each actor once"
            raise typer.BadParameter(f"--assign: {quoted(entry)} does not fit; {way}")
        concepts[mover] = concept
    return concepts
