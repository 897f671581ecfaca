"""What commands share: lists read from options, and results as JSON or as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from countermove.cli.options import Format
from countermove.errors import quoted
from countermove.io.files import screen

if TYPE_CHECKING:
    from countermove.text.prose import Section
    from countermove.text.table import Table

__all__ = ["json_text", "listed", "merged_groups", "no_csv", "pairs", "prose_text", "table_text"]


def listed(text: str, option: str) -> list[str]:
    """The entries of a list with commas, each once."""
    entries = list(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    if not entries:
        raise typer.BadParameter(f"{option} is empty; write names with commas between them")
    return entries


def merged_groups(texts: list[str] | None) -> list[list[str]]:
    """The coalitions that --merge names, each a list of ids with commas."""
    return [listed(text, "--merge") for text in texts or ()]


def pairs(text: str) -> dict[str, str]:
    """The concept of each mover, from a list such as usa=nash,ussr=seq."""
    found: dict[str, str] = {}
    for entry in listed(text, "--assign"):
        mover, _, concept = (part.strip() for part in entry.partition("="))
        if not mover or not concept or mover in found:
            way = "write usa=nash,ussr=seq, each actor once"
            raise typer.BadParameter(f"--assign: {quoted(entry)} does not fit; {way}")
        found[mover] = concept
    return found


def no_csv(command: str, format: Format) -> None:
    """Refuse rows for a command that answers in sentences."""
    if format is Format.csv:
        raise typer.BadParameter(f"{command} answers in sentences, not in rows; use table, md or json")


def json_text(title: str | None, scenario: str | None, data: dict[str, Any]) -> str:
    """One JSON object: the version, the case, and what was found."""
    from countermove import __version__

    return json.dumps({"countermove": __version__, "case": {"title": title, "scenario": scenario}, **data})


def table_text(table: Table, format: Format, output: str | None) -> str:
    """A table for people, as Markdown or as CSV."""
    from countermove.text import table as layout

    if format is Format.csv:
        return layout.as_csv(table)
    return layout.as_markdown(table) if format is Format.md else layout.as_text(table, *screen(output))


def prose_text(sections: Sequence[Section], format: Format, output: str | None) -> str:
    """Sections for people, as Markdown or folded for the screen."""
    from countermove.text import prose

    return prose.as_markdown(sections) if format is Format.md else prose.as_text(sections, *screen(output))
