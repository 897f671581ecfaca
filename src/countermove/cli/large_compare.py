"""`compare` for cases whose states are too many to list."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.cli.large import located
from countermove.cli.options import LIMIT, LINES, Format
from countermove.cli.results import prose_text, table_text
from countermove.errors import CaseError, QuestionError
from countermove.io.files import deliver, say

if TYPE_CHECKING:
    from countermove.analysis.compare.large_comparison import LargeComparison, LargeEntry
    from countermove.analysis.compare.what_ifs import WhatIf
    from countermove.io.loading import Loaded
    from countermove.model.case import Case

__all__ = ["compare_large"]


def compare_large(
    loaded: Loaded,
    model: Case,
    start: str | None,
    scenarios: Sequence[str],
    what_ifs: Sequence[WhatIf],
    together: bool,
    case2: str | None,
    concepts: Sequence[str] | None,
    limit: int | None,
    format: Format,
    output: str | None,
) -> None:
    """What `compare` does: `model` is the case as `start` has it; the rest is as on the command line."""
    from countermove.analysis.compare.compare import BASE, NOTHING_GIVEN
    from countermove.analysis.compare.large_comparison import LargeEntry, large_compared
    from countermove.cli.progress import LONG, progress

    abouts = loaded.case.scenarios
    base = LargeEntry(start or BASE, located(loaded, start, lambda one: one), "" if start is None else abouts[start].about)
    entries = [LargeEntry(name, located(loaded, name, lambda one: one), abouts[name].about) for name in scenarios]
    entries += _what_ifs(model, what_ifs, together)
    entries += [] if case2 is None else [_second(case2)]
    if not entries:
        raise QuestionError(NOTHING_GIVEN)
    with progress("Comparing", 1 + len(entries), LONG) as step:
        found = large_compared(base, entries, concepts, limit=max(limit or LIMIT, LIMIT), told=step)
    deliver(_text(found, limit, format, output), output)


def _what_ifs(case: Case, what_ifs: Sequence[WhatIf], together: bool) -> list[LargeEntry]:
    from countermove.analysis.compare.compare import what_if_cases
    from countermove.analysis.compare.large_comparison import LargeEntry
    from countermove.game.searched import searched_game

    if any(one.kind == "merge" for one in what_ifs):
        raise QuestionError("--merge is asked only where the states can be listed; of this case they are too many")
    found = []
    for one in what_if_cases(case, what_ifs, together):
        try:
            model = searched_game(one.changed.case)
        except CaseError as fault:
            raise QuestionError(f"{one.name}: the case would be unsound: {fault.diagnostics[0]}") from None
        found.append(LargeEntry(one.name, model, notes=one.changed.notes, implied=one.implied))
    return found


def _second(name: str) -> LargeEntry:
    from countermove.analysis.compare.large_comparison import LargeEntry
    from countermove.io.opening import opened

    loaded = opened(name)
    return LargeEntry(Path(loaded.file).stem, located(loaded, None, lambda one: one), loaded.case.title)


def _text(found: LargeComparison, limit: int | None, format: Format, output: str | None) -> str:
    from countermove.views.comparison_tables import flat_rows
    from countermove.views.large_comparison_words import large_comparison_prose, large_comparison_tables

    if format is Format.json:
        return json.dumps(found.to_dict(limit or LIMIT))
    if format is Format.csv:
        table, cut = flat_rows(found.rows(), limit or LIMIT)
        if cut:
            say(f"{cut:,} more rows; --limit shows them")
        return table_text(table, format, output)
    sections = large_comparison_prose(found)
    words = prose_text(sections, format, output)
    tables = large_comparison_tables(found, limit or LINES)
    return "\n\n".join([words, *(table_text(table, format, output) for table in tables)])
