"""What would have to change for a wish to hold where states have no numbers, in words."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.inverse.large_inverse import LargeInverse
from countermove.text.large_phrases import against_first, doing_line
from countermove.text.naming import joined
from countermove.text.phrases import plural
from countermove.text.prose import Item, Section
from countermove.views.wishes import change_words

__all__ = ["large_wish_prose"]

SHOWN = 8
"""So many states are described."""


def large_wish_prose(found: LargeInverse) -> list[Section]:
    """The answer, the states of the ways that are listed, and what each asks of whom."""
    items = [Item(line) for line in _answer(found)]
    states = list(dict.fromkeys(solution.state for solution in found.solutions))
    for k, state in enumerate(states[:SHOWN]):
        doing = doing_line(found.model, state) if not k else against_first(found.model, states[0], state)
        items.append(Item(f"Outcome {k + 1}{' is as outcome 1, but ' if k else ': '}{doing}."))
    for k, solution in enumerate(found.solutions if found.cost else (), 1):
        items.append(Item(f"Outcome {states.index(solution.state) + 1} would hold, if", 0, f"{k}."))
        for actor, variant in solution.variants:
            items += [Item(f"{line}.", 1, "-") for line in change_words(found.model, actor, variant)]
    hidden = found.count - len(found.solutions)
    if hidden > 0 and found.cost:
        items.append(Item(f"{hidden:,} more {plural(hidden, 'way costs', 'ways cost')} as much; --limit shows more."))
    elif hidden > 0:
        items.append(Item(f"{hidden:,} more {plural(hidden, 'state holds', 'states hold')}; --limit shows more."))
    items += [Item(line) for line in _limits(found)]
    return [Section(f"What would make it hold: {found.want}", tuple(items))]


def _answer(found: LargeInverse) -> Iterator[str]:
    what = "a Nash equilibrium at which it holds"
    if found.possible is False:
        yield f"Nothing would: however these actors order their lines, there is no {what[2:]}. This is proved."
        return
    if found.reachable and found.possible is None and found.unreached + found.barred:
        yield from _out_of_reach(found, what)
        return
    if found.possible is None:
        least = f" It would take {_changes(found.at_least)} at least." if found.at_least else ""
        yield f"The search was stopped before it found {what}, after {found.tried:,} states. There may be one.{least}"
        return
    led = ", and improvements lead there from the status quo" if found.reachable else ""
    if found.cost == 0:
        are = plural(found.count, "state in which it holds is", "states in which it holds are")
        already = plural(found.count, "a Nash equilibrium", "Nash equilibria")
        yield f"Nothing has to change: {found.count:,} {are} already {already}{led}."
        return
    ways = "one way" if found.count == 1 else f"{found.count:,} ways"
    there = f"there {plural(found.count, 'is', 'are')} {ways}"
    yield f"It takes {_changes(found.cost or 0)} of preferences to get {what}{led}; {there}."


def _out_of_reach(found: LargeInverse, what: str) -> Iterator[str]:
    """What is known where no way was shown to be one that improvements lead to."""
    least = found.at_least or 0
    if found.unreached:
        takes = f"It takes {_changes(least)} of preferences to get" if least else "There is already"
        yield (
            f"{takes} {what}, but it was not shown that improvements lead there from the status quo. They may lead "
            "there still, or a larger change may make them."
        )
        return
    takes = f"It takes {_changes(least - 1)} of preferences to get" if least > 1 else "There is already"
    yield (
        f"{takes} {what}, but improvements do not lead there from the status quo; this is proved. It takes "
        f"{_changes(least)} at least; larger changes were not looked for."
    )


def _changes(count: int) -> str:
    return f"{count} {plural(count, 'change', 'changes')}"


def _limits(found: LargeInverse) -> Iterator[str]:
    """What is proved, and what is not known."""
    if found.cost and found.at_least is not None and not found.unreached:
        if found.proved:
            yield "Nothing smaller would do; this is proved."
        elif found.at_least >= found.cost:
            yield "The search was stopped: nothing smaller would do, but there may be more ways."
        else:
            yield (
                f"The search was stopped: that nothing smaller would do is not proved; it takes "
                f"{_changes(found.at_least)} at least."
            )
    if found.cost == 0 and not found.proved and not found.unreached:
        yield "The search was stopped: there may be more of them."
    if found.reachable and found.cost is not None and found.unreached:
        others = plural(found.unreached, "one more is", f"{found.unreached:,} more are")
        yield f"Of the same cost, {others} not shown to be reached."
    if found.reachable and found.cost is not None and found.barred:
        others = plural(found.barred, "one more is", f"{found.barred:,} more are")
        yield f"Of the same cost, {others} where improvements do not lead; this is proved."
    fixed = [
        found.model.case.label(id_)
        for id_, record in found.model.case.actors.items()
        if record.ranking is not None or record.worth is not None
    ]
    if fixed:
        yield f"Rankings and weights stay as they are here: those of {joined(fixed)}."
