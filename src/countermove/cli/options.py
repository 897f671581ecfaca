"""The arguments and options that commands share, each with its help, and how lists are read from one."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from countermove.errors import quoted

MOST_LINES = 30
"""Rows of a table for people unless --limit says otherwise: one screen."""


class Format(StrEnum):
    """How results are written: the ids of all forms, of which each command has those that make sense for it."""

    table = "table"
    md = "md"
    json = "json"
    csv = "csv"
    tex = "tex"
    html = "html"
    docx = "docx"
    pdf = "pdf"
    xlsx = "xlsx"


class Rows(StrEnum):
    """What `convert` writes: tables, or a game by its payoffs."""

    states = "states"
    stability = "stability"
    payoffs = "payoffs"


CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A case file, or the id of a bundled case.")]
CaseNames = Annotated[
    list[str], typer.Argument(metavar="CASE", help="Case files, or ids of bundled cases; each is taken once.")
]
NewFile = Annotated[str, typer.Argument(metavar="FILE", help="The new file; it must not exist yet.")]
ConvertedFile = Annotated[str, typer.Argument(metavar="IN", help="A case file, or the id of a bundled case.")]
OutFile = Annotated[
    str, typer.Argument(metavar="OUT", help="The new file; its ending (.yaml, .gmcr, .tex, ...) sets the format.")
]
CaseFormat = Annotated[
    str | None,
    typer.Option("--format", "-f", metavar="FORMAT", help="Format, if no ending sets it: yaml, json, gmcr, csv, ..."),
]
What = Annotated[
    Rows | None, typer.Option("--what", help="Which table to write (default for .csv: states); for .nfg: payoffs.")
]
Scenario = Annotated[str | None, typer.Option("--scenario", "-s", metavar="NAME", help="Apply this scenario first.")]
Written = Annotated[
    Format | None,
    typer.Option("--format", "-f", help="Output format; default: set by the ending of the output file, else table."),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output", "-o", metavar="FILE",
        help="Write the result to this file; its ending sets the format. - is standard output.",
    ),
]  # fmt: skip
Limit = Annotated[int | None, typer.Option("--limit", min=1, metavar="N", help="Maximum number of rows.")]
Concepts = Annotated[str | None, typer.Option(metavar="LIST", help="Use only these concepts, such as nash,seq,maximin-4.")]


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
            way = "write for example usa=nash,ussr=seq, each actor once"
            raise typer.BadParameter(f"--assign: {quoted(entry)} is not one actor with one concept; {way}")
        concepts[mover] = concept
    return concepts
