"""Which rules and options would have to change for a wish to hold, in words."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.inverse.rules import Change, RuleWish
from countermove.model.case import Case
from countermove.stability.concept import find_concept
from countermove.text.phrases import plural
from countermove.text.prose import Item, Section
from countermove.views.wishes import begun, doing_words

__all__ = ["rule_prose"]

DIRECTIONS = {
    "both": "can be taken and dropped",
    "take-only": "stays taken, once it is taken",
    "drop-only": "can be dropped, but not taken",
}
STOPPED = "The search was stopped: there may be more ways."


def rule_prose(found: RuleWish) -> list[Section]:
    """The answer to a wish by rules and options, and what each solution asks for."""
    items = [Item(line) for line in _rule_answer(found)]
    for k, solution in enumerate(found.solutions, 1):
        case = solution.graph.case
        name = begun(solution.graph, solution.state)
        where = f"{name} of the changed case would hold, if" if found.cost else f"{name} holds."
        items.append(Item(where, 0, f"{k}."))
        items += [Item(f"{_rule_change(case, change)}.", 1, "-") for change in solution.changes]
        items.append(Item(f"In it: {doing_words(solution.graph, solution.state)}.", 1))
    if found.count > len(found.solutions):
        items.append(Item(f"{found.count - len(found.solutions):,} more of this cost; --limit shows them."))
    return [Section(f"Which rules and options would make it hold: {found.want}", tuple(items))]


def _rule_answer(found: RuleWish) -> Iterator[str]:
    label = find_concept(found.concept).label
    led = ", and improvements lead there from the status quo" if found.reachable else ""
    what = f"an equilibrium under {label} at which it holds{led}"
    if found.cost is None:
        yield f"No change, and no two changes together, of rules and options give {what}. More of them might."
    elif found.cost == 0:
        yield f"Nothing has to change: there is {what} already."
    else:
        changes = plural(found.cost, "change", "changes")
        yield f"It takes {found.cost} {changes} of rules or options to get {what}."
        yield (
            "Nothing smaller of this kind would do." if found.proved else "The search was stopped: there may be more ways."
        )


def _rule_change(case: Case, change: Change) -> str:
    row = next(row for row in case.option_rows if row.full == change.option)
    what = f'{case.label(row.owner)}: "{row.name}"'
    if change.spared is not None:
        return f"{what} no longer needs the consent of {case.label(change.spared)}"
    if change.rule is not None:
        return f"{what} is decided by {type(change.rule).__name__.lower()}"
    return f"{what} {DIRECTIONS.get(change.direction or '', 'can no longer be taken')}"
