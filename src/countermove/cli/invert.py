"""`invert`: the smallest change that makes a wish hold."""

from __future__ import annotations

from math import factorial
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.options import CaseName, ConceptName, Format, Limit, Output, Scenario, Written
from countermove.cli.results import json_text, listed, no_csv, prose_text, table_text
from countermove.errors import QuestionError, SizeError
from countermove.io.files import deliver

if TYPE_CHECKING:
    from countermove.game.listed import ListedGame

__all__ = ["invert"]

Want = Annotated[str, typer.Option("--want", metavar="WISH", help="A statement, or the number of a state, or now.")]
Actors = Annotated[str | None, typer.Option("--actors", metavar="LIST", help="Only these may change: usa,europe.")]
Reachable = Annotated[bool, typer.Option("--reachable", help="Improvements must lead there from the status quo.")]
Replace = Annotated[bool, typer.Option("--replace", help="A line may also become its negation or its otherwise.")]
Seconds = Annotated[float, typer.Option("--seconds", metavar="S", help="Stop searching after so many seconds.")]
Rules = Annotated[bool, typer.Option("--rules", help="Change rules and options, and not preferences.")]
Rankings = Annotated[
    str | None, typer.Option("--rankings", metavar="A", help="Count the strict rankings of A that make it stable.")
]


def invert(
    case: CaseName,
    want: Want,
    concept: ConceptName = "nash",
    actors: Actors = None,
    reachable: Reachable = False,
    replace: Replace = False,
    rules: Rules = False,
    rankings: Rankings = None,
    seconds: Seconds = 60,
    limit: Limit = None,
    scenario: Scenario = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Find the smallest change that makes a wish hold.

    The fewest exchanges of neighbouring lines of preferences under which the wanted state, or some state in which
    the wanted statement holds, is an equilibrium; all of them, or the proof that there is none. With --rules the
    fewest changes of rules and options, two at the most. Where the states are too many to list, a constraint solver
    looks for the states that a change could make Nash equilibria.
    """
    from countermove.analysis.inverse.inverse import invert as inverted
    from countermove.cli.progress import LONG, progress
    from countermove.game.where import states_wanted
    from countermove.io.opening import compiled, opened
    from countermove.views import wishes

    loaded = opened(case)
    chosen = listed(actors, "--actors") if actors is not None else None
    try:
        graph = compiled(loaded, scenario)
    except SizeError:
        from countermove.cli.large_invert import invert_large

        other = "--rankings" if rankings is not None else "--rules" if rules else None
        invert_large(
            loaded, want, concept, chosen, reachable, replace, other, seconds, limit or 10, scenario, format, output
        )
        return
    wanted = states_wanted(graph, want, "--want").tolist()
    if rankings is not None:
        _counted(graph, wanted, rankings, scenario, format, output)
        return
    if rules:
        _by_rules(graph, want, concept, reachable, limit or 10, seconds, scenario, format, output)
        return
    with progress("Searching", None, LONG) as step:
        found = inverted(
            graph, wanted, concept=concept, actors=chosen, reachable=reachable, replace=replace,
            limit=limit or 10, seconds=seconds, want=want, told=step,
        )  # fmt: skip
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict()), output)
    elif format is Format.csv:
        deliver(table_text(wishes.changes_flat(found.solutions), format, output), output)
    else:
        sections = wishes.wish_prose(found)
        deliver(prose_text(sections, format, output), output)


def _counted(
    graph: ListedGame, wanted: list[int], actor: str, scenario: str | None, format: Format, output: str | None
) -> None:
    from countermove.analysis.inverse.ranking_counts import rankings_that_hold
    from countermove.views.wishes import rankings_table

    if len(wanted) != 1:
        raise QuestionError(f"--rankings is about one state, and {len(wanted):,} are wanted; give its number")
    counts = rankings_that_hold(graph, wanted[0], actor)
    if format is Format.json:
        data = {"state": wanted[0] + 1, "actor": actor, "rankings": factorial(graph.size), "stable": counts}
        deliver(json_text(graph.case.title, scenario, data), output)
    else:
        deliver(table_text(rankings_table(counts, graph.size), format, output), output)


def _by_rules(
    graph: ListedGame, want: str, concept: str, reachable: bool, limit: int, seconds: float, scenario: str | None,
    format: Format, output: str | None,
) -> None:  # fmt: skip
    from countermove.analysis.inverse.rules import invert_rules
    from countermove.game.where import wanted_in
    from countermove.views.rule_wish_words import rule_prose

    no_csv("invert --rules", format)
    found = invert_rules(
        graph,
        wanted_in(graph, want, "--want"),
        concept=concept,
        reachable=reachable,
        limit=limit,
        seconds=seconds,
        want=want,
    )
    if format is Format.json:
        deliver(json_text(graph.case.title, scenario, found.to_dict()), output)
        return
    sections = rule_prose(found)
    deliver(prose_text(sections, format, output), output)
