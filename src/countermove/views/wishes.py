"""What would have to change for a wish to hold, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import factorial

from countermove.analysis.inverse.inverse import Inverse, Solution
from countermove.analysis.inverse.variants import Variant, preferences_of
from countermove.game.listed import ListedGame
from countermove.model.preferences import Line, lines_of
from countermove.stability.concept import find_concept
from countermove.text.naming import Combinations, joined, number, outcome, state_name
from countermove.text.phrases import percent, plural, sentence
from countermove.text.prose import Item, Section
from countermove.text.table import Table

__all__ = ["begun", "change_words", "changes_flat", "doing_words", "rankings_table", "wish_prose"]

AT_A_TIME = 8


def wish_prose(found: Inverse) -> list[Section]:
    """The answer, and what each solution asks of whom."""
    items = [Item(line) for line in _answer(found)]
    shown = found.solutions if found.cost else ()
    if shown and not found.graph.is_graph:
        items += [Item(line) for line in _states(found)]
    for k, solution in enumerate(shown, 1):
        items.append(Item(f"{begun(found.graph, solution.state)} would hold, if", 0, f"{k}."))
        items += [Item(f"{line}.", 1, "-") for line in _asked(found.graph, solution)]
    hidden = found.count - len(found.solutions)
    if hidden > 0 and found.cost:
        items.append(Item(f"{hidden:,} more changes cost as much; --limit shows them."))
    return [Section(f"What would make it hold: {found.want}", tuple(items))]


def _answer(found: Inverse) -> Iterator[str]:
    label = find_concept(found.concept).label
    led = ", and improvements lead there from the status quo" if found.reachable else ""
    what = f"an equilibrium under {label} at which it holds{led}"
    if found.possible is None:
        yield f"The search was stopped before it found {what}, after {found.tried:,} trials. There may be one."
        return
    if not found.wanted:
        yield "It holds in no feasible state, so no change of preferences can bring it about."
        return
    if not found.possible:
        yield f"Nothing would: however these actors order their preferences, there is no {what[3:]}. This is proved."
        return
    if found.cost == 0:
        states = [state_name(found.graph, solution.state) for solution in found.solutions]
        more = f" and {found.count - len(states):,} more" if found.count > len(states) else ""
        are = plural(found.count, "is", "are")
        yield f"Nothing has to change: {joined(states)}{more} {are} already {_equilibria(label, found.count)}{led}."
        yield from () if found.graph.is_graph else _states(found)
        return
    ways = "one way" if found.count == 1 else f"{found.count:,} ways"
    changes = plural(found.cost or 0, "change", "changes")
    there = f"there {plural(found.count, 'is', 'are')} {ways}"
    yield f"It takes {found.cost} {changes} of preferences to get {what}; {there}."
    stopped = "The search was stopped: nothing smaller would do, but there may be more ways."
    yield "Nothing smaller would do; this is proved." if found.proved else stopped


def _equilibria(label: str, count: int) -> str:
    return f"an equilibrium under {label}" if count == 1 else f"equilibria under {label}"


def _states(found: Inverse) -> Iterator[str]:
    """What is done in each state that is named."""
    for state in list(dict.fromkeys(solution.state for solution in found.solutions))[:AT_A_TIME]:
        yield f"{sentence(state_name(found.graph, state))} is: {doing_words(found.graph, state)}."


def begun(graph: ListedGame, state: int) -> str:
    """A state at the beginning of a sentence; the id of a listed state stays as it is."""
    return state_name(graph, state) if graph.is_graph else sentence(state_name(graph, state))


def doing_words(graph: Combinations, state: int) -> str:
    """Who does what in a state, on one line."""
    parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(graph, state) if names]
    return "; ".join(parts) or "nobody does anything"


def _asked(graph: ListedGame, solution: Solution) -> Iterator[str]:
    for actor, variant in solution.variants:
        yield from change_words(graph, actor, variant)


def change_words(graph: Combinations, actor: str, variant: Variant) -> Iterator[str]:
    """What an actor would have to change: the lines that it replaces, and the line that it moves, or its order."""
    who = graph.case.label(actor)
    for k, kind in variant.replaced:
        entry = (graph.case.actors[actor].prefers or ())[k]
        assert isinstance(entry, Line)
        instead = "the opposite" if kind == "negation" else str(entry.otherwise)
        yield f"{who} holds {instead} in place of its line {_unit(graph, actor, k)}"
    moved = _moved(variant.order)
    if moved is not None:
        unit, other, above = moved
        where = "above" if above else "below"
        verb, its = ("puts", "its line ") if graph.case.actors[actor].prefers is not None else ("ranks", "")
        yield f"{who} {verb} {its}{_unit(graph, actor, unit)} {where} {its}{_unit(graph, actor, other)}"
    elif variant.order != tuple(sorted(variant.order)):
        what = "orders its lines" if graph.case.actors[actor].prefers is not None else "orders the places of its ranking"
        yield f"{who} {what} {joined([str(k + 1) for k in variant.order])}"


def _moved(order: tuple[int, ...]) -> tuple[int, int, bool] | None:
    """The one unit whose move makes the order, the unit that it passes last, and whether upwards."""
    for unit in sorted(order, key=lambda k: -abs(order.index(k) - k)):
        rest = [k for k in order if k != unit]
        place = order.index(unit)
        if rest == sorted(rest) and place != unit:
            return unit, order[place + 1] if place < unit else order[place - 1], place < unit
    return None


def _unit(graph: Combinations, actor: str, unit: int) -> str:
    """A line by its number and as it was written; a place of a ranking by its states."""
    lines = graph.case.actors[actor].prefers
    if lines is not None:
        return f"{unit + 1} ({'; '.join(str(line.that) for line in lines_of(lines[unit]))})"
    assert isinstance(graph, ListedGame)  # places of a ranking change only where states are listed
    units = preferences_of(graph, actor)
    assert units is not None
    states = [state for state, held in enumerate(units.counts[unit][0]) if held]
    ids = list(graph.case.states or ())
    return joined([ids[s] if ids else f"state {number(s)}" for s in states[:AT_A_TIME]])


def changes_flat(solutions: Sequence[Solution], coded: bool = False) -> Table:
    """One row for each change of each solution, for spreadsheets; `coded`: states are codes, not numbered."""
    rows = []
    for which, solution in enumerate(solutions, 1):
        state = solution.state if coded else number(solution.state)
        for change in solution.changes() or [{}]:
            first, second = change.get("exchange", ("", ""))
            rows.append((str(which), str(state), change.get("actor", ""), str(change.get("line", "")),
                         change.get("replace", ""), str(first), str(second)))  # fmt: skip
    return Table(("solution", "code" if coded else "state", "actor", "line", "replace", "first", "second"), tuple(rows))


def rankings_table(counts: dict[str, int], states: int) -> Table:
    """Of all strict rankings, how many make the state stable, concept by concept."""
    total = factorial(states)
    rows = [(find_concept(id_).label, f"{held:,}", percent(held / total)) for id_, held in counts.items()]
    notes = (f"Of all {total:,} strict rankings of the {states} states that the actor could have, others unchanged.",)
    return Table(("concept", "rankings", "share"), tuple(rows), frozenset({"rankings", "share"}), notes)
