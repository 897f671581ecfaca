"""`credibility`: which outcomes rest on threats that somebody would rather not carry out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import (
    LIMIT,
    LINES,
    CaseName,
    Depth,
    Format,
    Limit,
    Output,
    Scenario,
    SolvingSeconds,
    Written,
)
from countermove.cli.results import json_text, prose_text, table_text
from countermove.errors import SizeError
from countermove.io.files import deliver

if TYPE_CHECKING:
    from countermove.io.loading import Loaded

__all__ = ["credibility"]

At = Annotated[str | None, typer.Option("--state", metavar="STATE", help="Only the threats at this state.")]
Threatening = Annotated[str, typer.Option("--concept", "-c", metavar="C", help="gmr (or smr): what may rest on threats.")]


def credibility(
    case: CaseName,
    state: At = None,
    concept: Threatening = "gmr",
    limit: Limit = None,
    depth: Depth = None,
    seconds: SolvingSeconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell which outcomes rest on threats that may be a bluff.

    Threats that somebody would rather not carry out: whom they hold back, who would have to carry them out and at
    what price, and what is left if the bluff is called. Where the states are too many to list, this is told of the
    status quo and of states on the way from there, by answers of bounded length.
    """
    from countermove.analysis.credibility import credibility as audited
    from countermove.game.naming import find_state
    from countermove.io.opening import compiled, opened
    from countermove.views.threat_words import threat_prose, threat_table, threats_flat

    loaded = opened(case)
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        _unlisted(loaded, state, concept, limit, depth, seconds, scenario, format, output)
        return
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
    parts = [prose_text(sections, format, output)]
    if states is None and len(found.resting):
        parts.append(table_text(threat_table(found, limit or LINES), format, output))
    deliver("\n\n".join(parts), output)


def _unlisted(
    loaded: Loaded,
    state: str | None,
    concept: str,
    limit: int | None,
    depth: int | None,
    seconds: float | None,
    scenario: str | None,
    format: Format,
    output: str | None,
) -> None:
    """The same where states are too many to list: of the states that were tried."""
    from countermove.analysis.large_credibility import LargeCredibility, large_credibility
    from countermove.cli.large import allowed_seconds, located
    from countermove.game.naming import find_code
    from countermove.game.searched import SearchedGame
    from countermove.search.bounded import DEPTH
    from countermove.search.equilibria import SECONDS
    from countermove.views import large_threat_words as words

    time = allowed_seconds(seconds, SECONDS)

    def asked(model: SearchedGame) -> tuple[LargeCredibility, list[int] | None]:
        states = None if state is None else [find_code(model, state)]
        return large_credibility(model, concept, also=states or (), depth=depth or DEPTH, seconds=time), states

    found, states = located(loaded, scenario, asked)
    if format is Format.json:
        data = found.to_dict(states, limit=limit or LIMIT)
        deliver(json_text(found.model.case.title, scenario, data), output)
        return
    if format is Format.csv:
        chosen = found.resting[: limit or LIMIT] if states is None else states
        deliver(table_text(words.large_threats_flat(found, chosen), format, output), output)
        return
    sections = words.large_threat_prose(found, states)
    parts = [prose_text(sections, format, output)]
    if states is None and found.resting:
        parts.append(table_text(words.large_threat_table(found, limit or LINES), format, output))
    deliver("\n\n".join(parts), output)
