"""From one command to its output: the case is opened, one question asked, and the answer written as was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer

from countermove.cli.options import MOST_LINES, Format
from countermove.io.files import deliver, say, screen

if TYPE_CHECKING:
    from countermove.requests import Answer

__all__ = ["answer", "no_csv", "write_answer"]


def answer(
    name: str,
    case: str,
    scenario: str | None,
    format: Format,
    output: str | None,
    *,
    merged: Sequence[Sequence[str]] = (),
    limit: int | None = None,
    **parameters: Any,
) -> None:
    """Ask the question `name` of a case and write the answer.

    Parameters
    ----------
    name
        The name of the question.
    case
        A file, or the id of a case in the catalogue.
    scenario
        The scenario to apply first.
    format, output
        How to write the answer, and to which file; None: to standard output.
    merged
        Coalitions of actors that move as one.
    limit
        The most rows; None: 30 for people, and for programs what the question thinks fit.
    parameters
        What else the request of the question takes.
    """
    # Imported here, as in all commands: help and slips on the command line should not wait for the analysis to load.
    from countermove.cli.progress import progress
    from countermove.io.opening import opened
    from countermove.requests import ask

    loaded, for_people = opened(case), format in (Format.table, Format.md)
    reply = ask(name, loaded, scenario, merged=merged, for_people=for_people, progress=progress, limit=limit, **parameters)
    write_answer(reply, format, output, title=loaded.case.title, scenario=scenario, limit=limit)


def write_answer(
    reply: Answer,
    format: Format,
    output: str | None,
    *,
    title: str | None = None,
    scenario: str | None = None,
    limit: int | None = None,
) -> None:
    """Write an answer as was asked for; `title` and `scenario` are those of the case, where it is about one."""
    from countermove.text import layout

    # What is said besides goes to standard error, so that standard output stays JSON or CSV that a program can read.
    for remark in reply.remarks if format is not Format.csv else ():
        say(remark)
    if format is Format.json:
        deliver(json.dumps(_head(reply.result.schema, title, scenario) | reply.result.to_dict()), output)
        return
    if format is Format.csv:
        if reply.without_rows is not None:
            no_csv(reply.without_rows, format)
        for note in reply.notes:
            say(note)
        deliver(reply.result.to_csv(), output)
        return
    page = reply.view(limit or MOST_LINES)
    deliver(layout.as_markdown(page) if format is Format.md else layout.as_text(page, *screen(output)), output)


def no_csv(command: str, format: Format) -> None:
    """Refuse rows for a command that answers in sentences; raises `typer.BadParameter`."""
    if format is Format.csv:
        raise typer.BadParameter(f"{command} answers in sentences, not in rows; use table, md or json")


def _head(schema: str, title: str | None, scenario: str | None) -> dict[str, Any]:
    """What every JSON object begins with, and its schema describes (`requests.documents.schemas`)."""
    from countermove import __version__

    return {"countermove": __version__, "schema": schema, "case": {"title": title, "scenario": scenario}}
