"""What the scenarios of a case would change, in one line of the brief."""

from __future__ import annotations

from countermove.analysis.compare.compare import BASE, Entry, against, outcomes
from countermove.analysis.compare.comparison import Change, Side
from countermove.analysis.equilibria import StabilityTable
from countermove.errors import CaseError, QuestionError
from countermove.game.listed import listed_game
from countermove.game.merge import merge
from countermove.text.phrases import Lines, plural
from countermove.views.comparison import StateNames, ends, lost_and_gained

__all__ = ["what_changes"]

MOST = 4
"""So many scenarios are tried."""
LARGE = 20_000
"""From this many states on, none is: the brief should not take several times as long as the solution."""


def what_changes(table: StabilityTable) -> Lines:
    """For each scenario where it ends then, and what becomes of the equilibria under the first concept."""
    names = list(table.listed.case.scenarios)
    shown = names[:MOST] if table.listed.size < LARGE else []
    base = Side(BASE, "", (), table, outcomes(table))
    said = [f"{name}: {_tried(base, name)}" for name in shown]
    rest = len(names) - len(shown)
    if rest:
        said.append(f"{rest} {plural(rest, 'was', 'were')} not tried (see countermove compare)")
    if said:
        yield 1, f"{plural(len(names), 'Scenario', 'Scenarios')} {'; '.join(said)}."


def _tried(base: Side, name: str) -> str:
    try:
        graph = base.table.listed
        entry = Entry(name, merge(listed_game(graph.case, name), graph.merged))
        (change,) = against(base, [entry], [concept.id for concept in base.table.concepts]).changes
    except (CaseError, QuestionError):
        return "it cannot be solved (see countermove check)"
    return _short(base, change)


def _short(base: Side, change: Change) -> str:
    concept = base.table.concepts[0]
    shift = change.equilibria[concept.id]
    same = [int(change.there[state]) for state in base.outcomes] == list(change.side.outcomes)
    if same and shift.is_none:
        return f"same outcome and {concept.label} states"
    names = StateNames(base, change)
    end = "same outcome" if same else f"{ends([names.new(state) for state in change.side.outcomes])} instead"
    held = f"same {concept.label} states" if shift.is_none else f"{concept.label} {lost_and_gained(shift)}"
    return f"{end}, {held}"
