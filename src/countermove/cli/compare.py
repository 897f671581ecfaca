"""`compare`: a case beside its scenarios, what-ifs, or another case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from countermove.cli.options import LIMIT, CaseName, Concepts, Format, Limit, Output, Written
from countermove.cli.results import listed, prose_text, table_text
from countermove.errors import CaseError, QuestionError, SizeError
from countermove.io.files import deliver, say

if TYPE_CHECKING:
    from countermove.analysis.compare.compare import Entry
    from countermove.analysis.compare.comparison import Comparison
    from countermove.analysis.compare.what_ifs import WhatIf

__all__ = ["compare"]

OtherCase = Annotated[str | None, typer.Argument(metavar="[CASE2]", help="A second case to compare with.")]
Wanted = Annotated[
    list[str] | None, typer.Option("--scenario", "-s", metavar="NAME", help="Only this scenario; may be repeated.")
]
Start = Annotated[str | None, typer.Option("--from", metavar="NAME", help="Begin with this scenario, not the case.")]
Rules = Annotated[
    list[str] | None, typer.Option("--rule", metavar="BODY=RULE", help="What if it were decided by this rule?")
]
Vetoes = Annotated[
    list[str] | None, typer.Option("--veto", metavar="BODY=ACTOR", help="What if this actor had a veto over it?")
]
Absent = Annotated[
    list[str] | None, typer.Option("--without", metavar="WHO", help="What if this actor or body were not there?")
]
Merges = Annotated[
    list[str] | None, typer.Option("--merge", metavar="ACTORS", help="What if these actors moved as one: usa,europe?")
]
Together = Annotated[bool, typer.Option("--together", help="All the what-ifs as one change.")]


def compare(
    case: CaseName,
    case2: OtherCase = None,
    scenario: Wanted = None,
    start: Start = None,
    rule: Rules = None,
    veto: Vetoes = None,
    without: Absent = None,
    merge: Merges = None,
    together: Together = False,
    concepts: Concepts = None,
    limit: Limit = None,
    format: Written = Format.table,
    output: Output = None,
) -> None:
    """Put scenarios, or two cases, side by side.

    Which equilibria a change loses and gains, where improvements lead then, and who gains by it. Without further
    options all scenarios of the case are compared with it. What-ifs need no scenario: --rule nato=majority,
    --veto nato.admit=russia, --without europe, --merge usa,europe. Where the states are too many to list, the Nash
    equilibria of each side are found by a constraint solver, and tried on the other.
    """
    from countermove.analysis.compare.compare import (
        BASE,
        Entry,
        compared,
        scenario_entries,
        scenarios_asked,
        what_if_entries,
    )
    from countermove.cli.progress import progress
    from countermove.io.opening import compiled, opened
    from countermove.model.scenario import apply_scenario

    chosen = listed(concepts, "--concepts") if concepts is not None else None
    what_ifs = [
        _read(kind, text)
        for kind, texts in (("rule", rule), ("veto", veto), ("without", without), ("merge", merge))
        for text in texts or ()
    ]
    loaded = opened(case)
    model = loaded.case if start is None else apply_scenario(loaded.case, start)
    others = bool(what_ifs) or case2 is not None
    about = "" if start is None else loaded.case.scenarios[start].about
    try:
        base = Entry(start or BASE, compiled(loaded, start), about)
        entries = scenario_entries(loaded.case, scenario or None, start, others, lambda _, name: compiled(loaded, name))
        entries += what_if_entries(model, what_ifs, together)
        entries += [] if case2 is None else [_second(case2)]
    except SizeError:
        from countermove.cli.large_compare import compare_large

        asked = scenarios_asked(loaded.case, scenario or None, start, others)
        compare_large(loaded, model, start, asked, what_ifs, together, case2, chosen, limit, format, output)
        return
    with progress("Comparing", 1 + len(entries), base.graph.size) as step:
        found = compared(base, entries, chosen, step)
    deliver(_text(found, limit, format, output), output)


def _read(kind: str, text: str) -> WhatIf:
    """A what-if as it is written on the command line: whom it is about, and after "=" a value in YAML."""
    from countermove.analysis.compare.what_ifs import what_if
    from countermove.io.loading import load_data

    target, equals, value = (part.strip() for part in text.partition("="))
    try:
        data = load_data(value, f"--{kind} {target}") if equals else None
    except CaseError as fault:
        raise QuestionError(str(fault)) from None
    return what_if(kind, target, data)


def _second(name: str) -> Entry:
    from countermove.analysis.compare.compare import Entry
    from countermove.io.opening import compiled, opened

    loaded = opened(name)
    return Entry(Path(loaded.file).stem, compiled(loaded), loaded.case.title)


def _text(found: Comparison, limit: int | None, format: Format, output: str | None) -> str:
    from countermove.views.comparison import comparison_prose
    from countermove.views.comparison_tables import comparison_flat, comparison_tables

    if format is Format.json:
        return json.dumps(found.to_dict(limit or LIMIT))
    if format is Format.csv:
        table, cut = comparison_flat(found, limit or LIMIT)
        if cut:
            say(f"{cut:,} more rows; --limit shows them")
        return table_text(table, format, output)
    sections: Any = comparison_prose(found)
    words = prose_text(sections, format, output)
    return "\n\n".join([words, *(table_text(table, format, output) for table in comparison_tables(found))])
