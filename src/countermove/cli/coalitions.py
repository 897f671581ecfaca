"""`coalitions`: which outcomes hold although actors may act together."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from countermove.cli.options import LIMIT, LINES, CaseName, Format, Limit, Merged, Output, Scenario, Written
from countermove.cli.results import merged_groups, table_text
from countermove.io.files import deliver, say, screen

__all__ = ["coalitions"]

Size = Annotated[int | None, typer.Option("--size", min=1, metavar="N", help="Coalitions of up to so many actors.")]
Pareto = Annotated[bool, typer.Option("--pareto", help="A coalition leaves if one gains and none loses.")]
Which = Annotated[str, typer.Option("--concept", "-c", metavar="C", help="cnash, cgmr, csmr or cseq.")]
Asked = Annotated[str | None, typer.Option("--state", metavar="STATE", help="Only this state.")]


def coalitions(
    case: CaseName,
    concept: Which = "cnash",
    size: Size = None,
    pareto: Pareto = False,
    state: Asked = None,
    merge: Merged = None,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell which outcomes hold against coalitions.

    Which actors would leave a state together, and by which moves. All coalitions are asked where they are not many,
    otherwise those of up to so many actors as can soon be judged; --size says how many.
    """
    from countermove.analysis.coalitions import coalitions as judged
    from countermove.analysis.coalitions import count_up_to, usual_size
    from countermove.cli.progress import progress
    from countermove.game.naming import find_state
    from countermove.io.opening import compiled, opened
    from countermove.text.prose import folded
    from countermove.views.coalition_tables import coalition_table, coalitions_flat
    from countermove.views.coalition_words import summary

    graph = compiled(opened(case), scenario, merged_groups(merge))
    place = find_state(graph, state) if state is not None else None
    if size is None and (size := usual_size(graph)) is not None:
        say(f"There are many coalitions: those of up to {size} actors are asked; --size N asks larger ones")
    with progress("Asking coalitions", count_up_to(graph, size), graph.size) as step:
        found = judged(graph, size, pareto=pareto, concept=concept, told=step)
    if format is Format.json:
        deliver(json.dumps(found.to_dict(state=place, limit=limit or LIMIT)), output)
        return
    listed = found.listed() if place is None else [place]
    shown = listed[: limit or (LIMIT if format is Format.csv else LINES)]
    more = len(listed) - len(shown)
    if format is Format.csv:
        if more:
            say(f"{more:,} more states; --limit shows them")
        if any(len(found.unsettled(one)) > LIMIT for one in shown):
            say(f"of each state the first {LIMIT:,} coalitions are written, smaller ones first")
        deliver(table_text(coalitions_flat(found, shown, LIMIT), format, output), output)
        return
    table = table_text(coalition_table(found, shown, more), format, output)
    head = summary(found).replace("\n", "\n\n") if format is Format.md else folded(summary(found), screen(output)[0])
    deliver("\n\n".join([head, table]), output)
