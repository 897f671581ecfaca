"""From one command to its output: the case is opened, one question asked, and the answer written as was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from countermove.cli.options import LIMIT, LINES, Format
from countermove.io.delivery import deliver, say, screen

__all__ = ["answer"]


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
    """Ask the question `name` and write the answer.

    `limit`: the most rows; without it 30 for people and 1,000 for programs.
    """
    from countermove.cli.progress import progress
    from countermove.io.opening import opened
    from countermove.requests import ask
    from countermove.text import layout

    loaded, for_people = opened(case), format in (Format.table, Format.md)
    found = ask(name, loaded, scenario, merged=merged, for_people=for_people, progress=progress, limit=limit, **parameters)
    if format is Format.json:
        deliver(json.dumps(_head(found.result.schema, loaded.case.title, scenario) | found.result.to_dict()), output)
        return
    if format is Format.csv:
        for note in found.notes:
            say(note)
        deliver(found.result.to_csv(), output)
        return
    page = found.view(limit or (LINES if for_people else LIMIT))
    deliver(layout.as_markdown(page) if format is Format.md else layout.as_text(page, *screen(output)), output)


def _head(schema: str, title: str | None, scenario: str | None) -> dict[str, Any]:
    """What every JSON object begins with."""
    from countermove import __version__

    return {"countermove": __version__, "schema": schema, "case": {"title": title, "scenario": scenario}}
