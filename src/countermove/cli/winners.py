"""`winners`: how each actor fares in every outcome that holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.cli.options import (
    LIMIT,
    LINES,
    CaseName,
    Concepts,
    Depth,
    Format,
    Limit,
    Output,
    Scenario,
    SolvingSeconds,
    Written,
)
from countermove.cli.results import json_text, listed, prose_text, table_text
from countermove.errors import SizeError
from countermove.io.files import deliver

if TYPE_CHECKING:
    from countermove.io.loading import Loaded

__all__ = ["winners"]


def winners(
    case: CaseName,
    concepts: Concepts = None,
    limit: Limit = None,
    depth: Depth = None,
    seconds: SolvingSeconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell how each actor fares in every outcome that holds.

    The share of states that are worse for it, which of its lines hold, the best that it can hope for, and which
    outcomes are better for somebody and worse for nobody. Where the states are too many to list, this is told of the
    outcomes that a constraint solver finds, and the share is estimated.
    """
    from countermove.analysis.winners import winners as compared
    from countermove.io.opening import compiled, opened
    from countermove.views.winner_words import winner_prose, winner_table

    chosen = listed(concepts, "--concepts") if concepts is not None else None
    loaded = opened(case)
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        _unlisted(loaded, chosen, limit, depth, seconds, scenario, format, output)
        return
    found = compared(graph, chosen)
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict(limit=limit or LIMIT)), output)
        return
    flat = format is Format.csv
    table = winner_table(found, limit or (LIMIT if flat else LINES), each=flat)
    if flat:
        deliver(table_text(table, format, output), output)
        return
    sections = winner_prose(found)
    text = prose_text(sections, format, output)
    deliver("\n\n".join([text, *([table_text(table, format, output)] if found.outcomes else [])]), output)


def _unlisted(
    loaded: Loaded,
    concepts: Sequence[str] | None,
    limit: int | None,
    depth: int | None,
    seconds: float | None,
    scenario: str | None,
    format: Format,
    output: str | None,
) -> None:
    """The same where states are too many to list: of the outcomes that were found."""
    from countermove.analysis.large_winners import large_winners
    from countermove.cli.large import searched
    from countermove.views import large_winner_words as words

    found = large_winners(searched(loaded, scenario, concepts, limit, depth, seconds))
    if format is Format.json:
        deliver(json_text(found.model.case.title, scenario, found.to_dict(limit=limit or LIMIT)), output)
        return
    if format is Format.csv:
        deliver(table_text(words.large_winner_flat(found, limit or LIMIT), format, output), output)
        return
    sections = words.large_winner_prose(found)
    text = prose_text(sections, format, output)
    rows = words.large_winner_table(found, limit or LINES)
    deliver("\n\n".join([text, *([table_text(rows, format, output)] if found.outcomes else [])]), output)
