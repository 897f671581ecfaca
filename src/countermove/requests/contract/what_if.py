"""The question what a change of the case would change: an overlay as a scenario has it, beside the case as written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import Field

from countermove.analysis.compare.comparison import Change, Comparison, Side
from countermove.analysis.compare.matching import Matching
from countermove.analysis.result import SPREAD, Record, Result
from countermove.briefing.briefing import brief_of
from countermove.errors import Diagnostic, dotted, printable
from countermove.game.game import Game, State
from countermove.io.formats import dump
from countermove.io.loading import Loaded, load_data
from countermove.model.checks.check import check
from countermove.model.parse import parse_case
from countermove.model.scenario import apply_scenario
from countermove.requests.documents.refusals import RequestError
from countermove.requests.door import Answer, Request, Subject, ask, question
from countermove.requests.fields import CONCEPTS, LIMIT
from countermove.text.blocks import Verbatim
from countermove.views.brief.bottom_line import bottom_line

__all__ = ["WhatIfRequest", "what_if"]

NAME = "what-if"
"""What the changed case is called in the answer; with a number where the case has a scenario of that name."""


@dataclass(frozen=True)
class OutcomeInShort(Record):
    """An outcome: its number (of a search, its code) before and after the change, what it is called, the options taken."""

    before: int | None
    after: int | None
    name: str | None
    options: tuple[str, ...]


@dataclass(frozen=True)
class WhatIfAnswer(Result):
    """Both bottom lines, which outcomes are gone, new and the same, and the comparison behind them."""

    schema: ClassVar[str] = "what_if/1"
    before: str
    after: str
    gone: tuple[OutcomeInShort, ...]
    new: tuple[OutcomeInShort, ...]
    same: tuple[OutcomeInShort, ...]
    comparison: Comparison = field(metadata=SPREAD)


class WhatIfRequest(Request):
    """What a change of the case would change, beside the case as it is written."""

    changes: str | dict[str, Any] = Field(
        description="The changes, as a scenario of the case format has them; or the name of a scenario of the case."
    )
    concepts: tuple[str, ...] | None = CONCEPTS
    limit: int | None = LIMIT


@question("what_if", WhatIfRequest, heading="What if")
def what_if(subject: Subject[WhatIfRequest]) -> Answer:
    """Compare a case with the same case after some changes, which need no scenario in its file."""
    request, start = subject.request, subject.scenario
    if isinstance(request.changes, str):
        loaded, name = subject.loaded, request.changes
    else:
        loaded, name = _changed(subject.loaded, start, request.changes)
        start = None
    chosen = None if request.concepts is None else list(request.concepts)
    reply = ask(
        "compare", loaded, start, progress=subject.progress, scenarios=[name], concepts=chosen, limit=request.limit
    )  # fmt: skip
    comparison = reply.result
    assert isinstance(comparison, Comparison)
    if not comparison.changes:
        raise RequestError(f"the case has the scenario {name} already", "name another scenario, or give changes", "changes")
    result = _answer(comparison, comparison.changes[0])
    text = f"Before: {result.before}\nAfter: {result.after}"
    return Answer(result, lambda _: [Verbatim(text, fold=True, prose=True)])


def _changed(loaded: Loaded, start: str | None, changes: Mapping[str, Any]) -> tuple[Loaded, str]:
    """The case with the changes as one more scenario, and its name."""
    case = loaded.case if start is None else apply_scenario(loaded.case, start)
    name = next(n for n in (NAME, *(f"{NAME}-{k}" for k in range(2, len(case.scenarios) + 3))) if n not in case.scenarios)
    data = load_data(dump(case, ".json"))
    data["scenarios"] = {**(data.get("scenarios") or {}), name: _as_text(changes)}
    changed, findings = parse_case(data)
    findings = [*findings, *(check(changed) if changed is not None else [])]
    wrong = [d for d in findings if d.severity == "error"]
    if changed is None or wrong:
        raise _error(wrong[0], name)
    return Loaded(changed, loaded.places, loaded.file, loaded.warnings), name


def _as_text(value: Any) -> Any:
    """Data as the reader of case files gives them: every scalar is text."""
    if isinstance(value, Mapping):
        return {key: _as_text(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_as_text(part) for part in value]
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _error(finding: Diagnostic, name: str) -> RequestError:
    """What is wrong with the changes, at its place in the request."""
    steps = finding.path[2:] if finding.path[:2] == ("scenarios", name) else finding.path
    return RequestError(finding.message, finding.hint, dotted(("changes", *steps)), finding.code)


def _answer(comparison: Comparison, change: Change) -> WhatIfAnswer:
    base, side, limit = comparison.base, change.side, comparison.limit
    before = list(base.outcomes)
    after = list(side.outcomes)
    there, back = _counterparts(before, change.there, side.game), _counterparts(after, change.back, base.game)
    gone = [_in_short(one, one, there[one]) for one in before if there[one] not in after]
    new = [_in_short(one, back[one], one) for one in after if back[one] not in before]
    same = [_in_short(one, one, there[one]) for one in before if there[one] in after]
    return WhatIfAnswer(
        _bottom_line(base), _bottom_line(side), tuple(gone[:limit]), tuple(new[:limit]), tuple(same[:limit]), comparison
    )  # fmt: skip


def _counterparts(states: Sequence[State], matching: Matching, other: Game) -> dict[State, State | None]:
    """For each state the same state on the other side; None where it has none."""
    return {one: None if (key := matching.of(one.key)) is None else other.at(key) for one in states}


def _bottom_line(side: Side) -> str:
    return printable(bottom_line(brief_of(side.table), alone=True))


def _in_short(state: State, before: State | None, after: State | None) -> OutcomeInShort:
    here, there = (None if one is None else one.reference for one in (before, after))
    return OutcomeInShort(here, there, state.label or state.id, state.options)
