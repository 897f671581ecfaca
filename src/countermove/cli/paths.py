"""`paths`: how a conflict may go on from a state, and which way it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import LIMIT, LINES, CaseName, Concepts, Format, Limit, Output, Scenario, Where, Written
from countermove.cli.results import json_text, listed, table_text
from countermove.report.delivery import deliver, screen

if TYPE_CHECKING:
    from countermove.graph.compile import Graph

__all__ = ["paths"]

Start = Annotated[str | None, typer.Option("--from", metavar="STATE", help="Where to start; else the status quo.")]
Target = Annotated[str | None, typer.Option("--to", metavar="STATE", help="Where to go; else to each equilibrium.")]
Most = Annotated[int, typer.Option("--ways", min=1, metavar="N", help="List so many shortest ways to each at most.")]


def paths(
    case: CaseName,
    start: Start = None,
    to: Target = None,
    where: Where = None,
    concepts: Concepts = None,
    ways: Most = 10,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell how it may go on from a state.

    The shortest ways to each outcome (with --where, to the nearest states in which a statement holds), what can
    be reached at all, who must begin, where improvements drift, and whether the model explains what happened.
    Outcomes are the equilibria under Nash or SEQ unless --concepts says otherwise. In a case without a status quo:
    where each of its states leads.
    """
    from countermove.analysis.evolution import FIRM
    from countermove.analysis.evolution import paths as found_paths
    from countermove.report import outlook, prose
    from countermove.report.opening import compiled, opened
    from countermove.report.where import states_where

    if to is not None and where is not None:
        raise typer.BadParameter("--to and --where both say where to go; give one of them")
    graph = compiled(opened(case), scenario)
    chosen = listed(concepts, "--concepts") if concepts is not None else FIRM
    if start is None and graph.status_quo is None and to is None and where is None:
        _overview(graph, chosen, limit, scenario, format, output)
        return
    targets = states_where(graph, where).tolist() if where is not None else None
    found = found_paths(graph, start, to, targets=targets, nearest=where is not None, concepts=chosen, most=ways)
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict()), output)
        return
    if format is Format.csv:
        deliver(table_text(outlook.steps_flat(found), format, output), output)
        return
    sections = outlook.outlook_prose(found)
    text = prose.as_markdown(sections) if format is Format.md else prose.as_text(sections, *screen(output))
    deliver("\n\n".join([text, table_text(outlook.routes_table(found, limit or LINES), format, output)]), output)


def _overview(
    graph: Graph, concepts: Sequence[str], limit: int | None, scenario: str | None, format: Format, output: str | None
) -> None:
    from countermove.analysis.evolution import starts
    from countermove.report.outlook import starts_table

    found = starts(graph, concepts=concepts, limit=limit or LIMIT)
    if format is Format.json:
        data = {"from": None, "paths": [], "reachable": None, "starts": [start.to_dict() for start in found]}
        deliver(json_text(graph.case.title, scenario, data), output)
        return
    deliver(table_text(starts_table(graph, found, limit or LINES), format, output), output)
