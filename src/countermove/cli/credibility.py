"""`credibility`: which outcomes rest on threats that somebody would rather not carry out."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import LIMIT, LINES, CaseName, Format, Limit, Output, Scenario, Written
from countermove.cli.results import json_text, table_text
from countermove.report.delivery import deliver, screen

__all__ = ["credibility"]

At = Annotated[str | None, typer.Option("--state", metavar="STATE", help="Only the threats at this state.")]
Threatening = Annotated[
    str, typer.Option("--concept", "-c", metavar="C", help="gmr (or smr): what may rest on threats.")
]


def credibility(
    case: CaseName,
    state: At = None,
    concept: Threatening = "gmr",
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell which outcomes rest on threats that somebody would rather not carry out.

    Whom they hold back, who would have to carry them out and at what price, and what is left if the bluff is
    called.
    """
    from countermove.analysis.credibility import credibility as audited
    from countermove.report import prose
    from countermove.report.opening import compiled, opened
    from countermove.report.threat_words import threat_prose, threat_table, threats_flat
    from countermove.states_named import find_state

    graph = compiled(opened(case), scenario)
    found = audited(graph, concept)
    states = None if state is None else [find_state(graph, state)]
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict(states, limit=limit or LIMIT)), output)
        return
    if format is Format.csv:
        chosen = found.resting[: limit or LIMIT].tolist() if states is None else states
        deliver(table_text(threats_flat(found, chosen), format, output), output)
        return
    sections = threat_prose(found, states)
    parts = [prose.as_markdown(sections) if format is Format.md else prose.as_text(sections, *screen(output))]
    if states is None and len(found.resting):
        parts.append(table_text(threat_table(found, limit or LINES), format, output))
    deliver("\n\n".join(parts), output)
