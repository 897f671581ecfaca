"""The question what a change changes: a case beside its scenarios, what-ifs, or another case."""

from __future__ import annotations

from pathlib import Path

from countermove.analysis.compare.compare import BASE, Entry, compared, scenario_entries, what_if_entries
from countermove.analysis.compare.what_ifs import WhatIf, what_if
from countermove.analysis.equilibria import LIMIT
from countermove.errors import CaseError, QuestionError
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.game.searched import searched_game
from countermove.io.loading import Loaded, load_data
from countermove.model.case import Case
from countermove.model.scenario import apply_scenario
from countermove.requests.door import Answer, Request, Subject, question
from countermove.views.compare.compare import comparison_page

__all__ = ["CompareRequest"]

SEARCHED_STATES = 100_000
"""States that a search counts as for a progress bar: as work that is worth one (`cli.progress`)."""


class CompareRequest(Request):
    """A case, or one of its scenarios, beside other scenarios, what-ifs, or another case.

    `scenarios`: names, None for all where nothing else is to be compared; `what_ifs` each by itself, or all `together`
    as one change, each as its kind and its text: ``("rule", "nato=majority")``; `other`: a second case.
    """

    scenarios: list[str] | None = None
    what_ifs: tuple[tuple[str, str], ...] = ()
    together: bool = False
    other: Loaded | None = None
    concepts: list[str] | None = None
    limit: int | None = None


@question("compare", CompareRequest, heading="What changes")
def compare(subject: Subject[CompareRequest]) -> Answer:
    """Compare a case with its scenarios, with what-ifs, or with another case."""
    request, case, start = subject.request, subject.loaded.case, subject.scenario
    base = Entry(start or BASE, subject.game(), "" if start is None else case.scenarios[start].about)

    def game_of(_: Case, name: str) -> Game:
        # Where the base is too large to list, its scenarios are not tried first.
        if base.game.is_listed:
            return subject.game(name)
        return subject.located(lambda: searched_game(case, name), name)

    has_others = bool(request.what_ifs) or request.other is not None
    entries = scenario_entries(case, request.scenarios, start, has_others, game_of)
    merged_case = case if start is None else apply_scenario(case, start)
    what_ifs = tuple(_read(kind, text) for kind, text in request.what_ifs)
    # Each what-if is a game of the same kind as the base: one that is listed cannot be compared with one that is not.
    game_of_case = compile if base.game.is_listed else searched_game
    entries += what_if_entries(merged_case, what_ifs, request.together, game_of_case)
    if request.other is not None:
        second = Subject(request.other, None, (), request)
        entries.append(Entry(Path(request.other.file).stem, second.game(), request.other.case.title))
    limit = request.limit or LIMIT
    with subject.progress("Comparing", 1 + len(entries), base.game.size or SEARCHED_STATES) as step:
        # A search looks for a thousand equilibria at least: with fewer, it would have to try more of them one by one.
        result = compared(base, entries, request.concepts, limit=max(limit, LIMIT), on_progress=step)
    result = result.cut(limit)
    more = result.n_rows - limit
    notes = (f"{more:,} more rows; --limit shows them",) if more > 0 else ()
    return Answer(result, lambda most: comparison_page(result, most), notes)


def _read(kind: str, text: str) -> WhatIf:
    """A what-if from its text: whom it is about, and after "=" a value in YAML, as in a case file."""
    target, equals, value = (part.strip() for part in text.partition("="))
    try:
        data = load_data(value, f"--{kind} {target}") if equals else None
    except CaseError as fault:
        # It is no case that is wrong but the question.
        raise QuestionError(str(fault)) from None
    return what_if(kind, target, data)
