"""`paths`: how a conflict may go on from a state, and which way it came."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from countermove.cli.options import (
    LIMIT,
    LINES,
    CaseName,
    Concepts,
    Format,
    Limit,
    Output,
    Scenario,
    SolvingSeconds,
    Where,
    Written,
)
from countermove.cli.results import json_text, listed, prose_text, table_text
from countermove.errors import SizeError
from countermove.io.files import deliver

if TYPE_CHECKING:
    from countermove.analysis.large_evolution import LargeEvolution
    from countermove.game.listed import ListedGame
    from countermove.game.searched import SearchedGame
    from countermove.io.loading import Loaded

__all__ = ["paths"]

Start = Annotated[str | None, typer.Option("--from", metavar="STATE", help="Where to start; else the status quo.")]
Target = Annotated[str | None, typer.Option("--to", metavar="STATE", help="Where to go; else to each equilibrium.")]
Looked = Annotated[
    int | None,
    typer.Option("--most", min=1, metavar="N", help="Where states are too many to list: look at N (100000) for a way."),
]
Most = Annotated[int, typer.Option("--ways", min=1, metavar="N", help="List so many shortest ways to each at most.")]


def paths(
    case: CaseName,
    start: Start = None,
    to: Target = None,
    where: Where = None,
    concepts: Concepts = None,
    ways: Most = 10,
    limit: Limit = None,
    most: Looked = None,
    seconds: SolvingSeconds = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Tell how it may go on from a state.

    The shortest ways to each outcome (with --where, to the nearest states in which a statement holds), what can
    be reached at all, who must begin, where improvements drift, and whether the model explains what happened.
    Outcomes are the equilibria under Nash or SEQ unless --concepts says otherwise. In a case without a status quo:
    where each of its states leads. Where the states are too many to list, ways are searched within a bound, and the
    drift is estimated.
    """
    from countermove.analysis.evolution import FIRM
    from countermove.analysis.evolution import paths as found_paths
    from countermove.game.where import states_where
    from countermove.io.opening import compiled, opened
    from countermove.views import outlook

    if to is not None and where is not None:
        raise typer.BadParameter("--to and --where both say where to go; give one of them")
    loaded = opened(case)
    named = listed(concepts, "--concepts") if concepts is not None else None
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        question = _Question(start, to, where, named, ways, most, seconds)
        _unlisted(loaded, question, limit, scenario, format, output)
        return
    chosen = FIRM if named is None else named
    if start is None and graph.status_quo is None and to is None and where is None:
        _overview(graph, chosen, limit, scenario, format, output)
        return
    targets = states_where(graph, where, "--where").tolist() if where is not None else None
    found = found_paths(graph, start, to, targets=targets, nearest=where is not None, concepts=chosen, most=ways)
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict()), output)
        return
    if format is Format.csv:
        deliver(table_text(outlook.steps_flat(found), format, output), output)
        return
    sections = outlook.outlook_prose(found)
    text = prose_text(sections, format, output)
    table = outlook.routes_table(found, limit or LINES)
    deliver("\n\n".join([text, *([table_text(table, format, output)] if table.rows else [])]), output)


def _overview(
    graph: ListedGame,
    concepts: Sequence[str],
    limit: int | None,
    scenario: str | None,
    format: Format,
    output: str | None,
) -> None:
    from countermove.analysis.evolution import starts
    from countermove.views.outlook import starts_table

    found = starts(graph, concepts=concepts, limit=limit or LIMIT)
    if format is Format.json:
        data = {"from": None, "paths": [], "reachable": None, "starts": [start.to_dict() for start in found]}
        deliver(json_text(graph.case.title, scenario, data), output)
        return
    deliver(table_text(starts_table(graph, found, limit or LINES), format, output), output)


class _Question(NamedTuple):
    """What is asked: from where, to where, and how hard to search."""

    start: str | None
    to: str | None
    where: str | None
    concepts: Sequence[str] | None
    ways: int
    most: int | None
    seconds: float | None

    def answer(self, model: SearchedGame) -> LargeEvolution:
        """What is found in a case whose states are not listed."""
        from countermove.analysis.large_evolution import SECONDS, large_paths
        from countermove.cli.large import allowed_seconds
        from countermove.game.naming import find_code
        from countermove.game.where import statement_in
        from countermove.search.paths import MOST

        return large_paths(
            model,
            None if self.start is None else find_code(model, self.start),
            None if self.to is None else find_code(model, self.to),
            statement=None if self.where is None else statement_in(model.case, self.where),
            concepts=self.concepts,
            ways=self.ways,
            most=self.most or MOST,
            seconds=allowed_seconds(self.seconds, SECONDS),
        )


def _unlisted(
    loaded: Loaded, question: _Question, limit: int | None, scenario: str | None, format: Format, output: str | None
) -> None:
    """The same where states are too many to list."""
    from countermove.cli.large import located
    from countermove.views import large_outlook

    found = located(loaded, scenario, question.answer)
    if format is Format.json:
        deliver(json_text(found.model.case.title, scenario, found.to_dict()), output)
        return
    if format is Format.csv:
        deliver(table_text(large_outlook.large_steps_flat(found), format, output), output)
        return
    sections = large_outlook.large_outlook_prose(found)
    text = prose_text(sections, format, output)
    rows = large_outlook.large_routes_table(found, limit or LINES)
    deliver("\n\n".join([text, *([table_text(rows, format, output)] if found.targets else [])]), output)
