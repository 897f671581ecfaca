"""`farsighted`: which states hold for people who look far ahead and can join forces."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from countermove.cli.options import (
    LIMIT,
    LINES,
    CaseName,
    DominanceName,
    FarState,
    Format,
    Limit,
    Output,
    Scenario,
    Seconds,
    Sets,
    Written,
)
from countermove.cli.results import json_text, no_csv, table_text
from countermove.io.files import deliver, say, screen

if TYPE_CHECKING:
    from countermove.analysis.farsighted import Farsighted
    from countermove.game.listed import ListedGame

__all__ = ["farsighted"]


def farsighted(
    case: CaseName,
    state: FarState = None,
    sets: Sets = False,
    dominance: DominanceName = None,
    limit: Limit = None,
    seconds: Seconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell which states hold if people look far ahead.

    They can join forces where a body decides, and ask of each step where it may end. The core, the largest
    consistent set (Chwe), and on request the stable sets (von Neumann and Morgenstern).
    """
    from countermove.io.opening import compiled, opened

    if sets and state is not None:
        raise typer.BadParameter("--state explains the largest consistent set; leave out --stable-sets")
    if not sets and (dominance is not None or seconds is not None):
        given = "--dominance" if dominance is not None else "--seconds"
        raise typer.BadParameter(f"{given} belongs to --stable-sets; add it, or leave {given} out")
    graph = compiled(opened(case), scenario)
    if sets:
        text = _stable_sets(graph, dominance or "indirect", limit, seconds, format, output)
    elif state is not None:
        text = _explained(graph, state, format, output)
    else:
        text = _holding(graph, limit, format, output)
    deliver(text, output)


def _looked(graph: ListedGame) -> Farsighted:
    """What looking ahead finds; the work, which is shown where it is long, grows with the pairs of states."""
    from countermove.analysis.farsighted import farsighted as looked
    from countermove.cli.progress import progress

    with progress("Looking ahead", -(-graph.size // 64), graph.size**2 // 4_000) as step:
        return looked(graph, told=step)


def _holding(graph: ListedGame, limit: int | None, format: Format, output: str | None) -> str:
    """The states in the core and in the largest consistent set; as CSV all states."""
    from countermove.views.farsighted_tables import farsighted_flat, farsighted_table

    found = _looked(graph)
    if format is Format.json:
        return json.dumps(found.to_dict())
    if format is Format.csv:
        if graph.size > (limit or LIMIT):
            say(f"{graph.size - (limit or LIMIT):,} more states; --limit shows them")
        return table_text(farsighted_flat(found, limit or LIMIT), format, output)
    return table_text(farsighted_table(found, limit or LINES), format, output)


def _explained(graph: ListedGame, state: str, format: Format, output: str | None) -> str:
    """Why one state holds, or does not."""
    from countermove.explanation.farsighted import explain_farsighted
    from countermove.game.naming import find_state
    from countermove.text.prose import folded

    no_csv("farsighted --state", format)
    find_state(graph, state)  # refused before anything is computed
    explanation = explain_farsighted(_looked(graph), state)
    if format is Format.json:
        return json_text(graph.case.title, graph.scenario, explanation.to_dict())
    text = folded(str(explanation), screen(output)[0])
    return f"```text\n{text}\n```" if format is Format.md else text


def _stable_sets(
    graph: ListedGame, dominance: str, limit: int | None, seconds: float | None, format: Format, output: str | None
) -> str:
    """The stable sets, and whether these are all."""
    from countermove.analysis.stable_sets import SECONDS, stable_sets
    from countermove.views.farsighted_tables import stable_sets_flat, stable_sets_table

    most = LIMIT if format is Format.json or format is Format.csv else LINES
    found = stable_sets(graph, dominance, limit or most, SECONDS if seconds is None else seconds)
    if format is Format.json:
        return json.dumps(found.to_dict())
    table = stable_sets_flat(found) if format is Format.csv else stable_sets_table(found)
    if format is Format.csv and not found.proved:
        say(f"perhaps not all stable sets: stopped by the {found.stopped}")
    return table_text(table, format, output)
