"""Changes of preferences in words, as they unseat an outcome, and how firm an outcome is in one line of the brief."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.robustness.changes import Change
from countermove.analysis.robustness.unseating import Firmness, firmness
from countermove.game.listed import ListedGame
from countermove.model.preferences import lines_of
from countermove.text.naming import Combinations, joined, number, state_name
from countermove.text.phrases import Lines, plural, sentence

__all__ = ["UNTOLD", "as_long_as", "change_clause", "firmness_lines", "how_firm", "lines_named", "together_clause"]

LISTED = 3
CROWD = 8
"""Of more actors, those with the same lines are named together."""
UNTOLD = "countermove robust tells."
"""What a line ends with where asking would take too long for a brief."""


def change_clause(graph: Combinations, change: Change) -> str:
    """A change as a clause: ``Russia holds "attack or nato.renounce" instead of line 3 (not attack)``.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> print(change_clause(graph, Change("russia", 1, "exchange")))
    Russia ranks line 3 (not attack) above line 2 (nato.renounce or usa.deal)
    """
    who, entries = graph.case.label(change.actor), graph.case.actors[change.actor].prefers
    where = _entry(graph, change.actor, change.line)
    if change.kind == "exchange":
        return _ranks(graph, change.actor, change.line + 1, change.line)
    assert entries is not None
    lines = lines_of(entries[change.line])
    if change.order is not None:
        order = ", then ".join(str(lines[k].that) for k in change.order)
        return f"for {who}, line {number(change.line)} comes in the order {order}"
    line = lines[change.part or 0]
    if change.part is not None:
        where = f'"{line.that}" in line {number(change.line)}'
    match change.kind:
        case "otherwise":
            return f'{who} holds "{line.otherwise}" instead of {where}'
        case "negated":
            return f"{who} wants the opposite of {where}"
    return f"{who} does not care about {where}"


def together_clause(graph: Combinations, changes: Sequence[Change]) -> str:
    """Changes that are made together, exchanges of one actor one after another: of two, what then stands there.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> print(together_clause(graph, [Change("usa", 0, "exchange"), Change("usa", 1, "exchange")]))
    US ranks state 7 above state 5 and US ranks state 6 above state 5
    """
    clauses = []
    places: dict[str, list[int]] = {}
    for change in changes:
        if change.kind != "exchange":
            clauses.append(change_clause(graph, change))
            continue
        now = places.setdefault(change.actor, [])
        now += range(len(now), change.line + 2)
        upper, lower = now[change.line : change.line + 2]
        now[change.line : change.line + 2] = lower, upper
        clauses.append(_ranks(graph, change.actor, lower, upper))
    return joined(clauses)


def _ranks(graph: Combinations, actor: str, upper: int, lower: int) -> str:
    return f"{graph.case.label(actor)} ranks {_entry(graph, actor, upper)} above {_entry(graph, actor, lower)}"


def as_long_as(graph: Combinations, change: Change) -> str:
    """The order that an exchange would upset: ``Russia ranks line 2 (...) above line 3 (...)``."""
    return _ranks(graph, change.actor, change.line, change.line + 1)


def _entry(graph: Combinations, actor: str, line: int) -> str:
    """An entry of an actor's list by its number and as it was written; of a ranking the states in it."""
    entries = graph.case.actors[actor].prefers
    if entries is not None:
        return f"line {number(line)} ({'; '.join(str(part.that) for part in lines_of(entries[line]))})"
    if not isinstance(graph, ListedGame):
        group = (graph.case.actors[actor].ranking or ())[line]
        return joined([group] if isinstance(group, str) else list(group))
    rank = graph.ranks[graph.actors.index(actor)]
    states = np.flatnonzero(rank == rank.max() - line).tolist()
    names = [state_name(graph, state) for state in states[:LISTED]]
    return joined([*names, f"{len(states) - LISTED:,} more"] if len(states) > LISTED else names)


def lines_named(graph: Combinations, changes: Sequence[Change]) -> str:
    """Whose lines changes are about: ``Russia's lines 3 and 4; United States' line 3``."""
    lines: dict[str, list[int]] = {}
    for change in changes:
        own = lines.setdefault(change.actor, [])
        if number(change.line) not in own:
            own.append(number(change.line))
    told = {actor: f"{'line' if len(own) == 1 else 'lines'} {joined([str(n) for n in own])}" for actor, own in lines.items()}
    if len(told) <= CROWD:
        return "; ".join(f"{graph.case.label(actor)}: {which}" for actor, which in told.items())
    alike: dict[str, list[str]] = {}
    for actor, which in told.items():
        alike.setdefault(which, []).append(graph.case.label(actor))
    return "; ".join(f"{joined(who)}: {which}{' each' if len(who) > 1 else ''}" for which, who in alike.items())


def how_firm(table: StabilityTable, order: Sequence[int]) -> Lines:
    """One line for each outcome: which exchanges of neighbours, and which doubtful lines, unseat it."""
    graph = table.listed
    if any(record.prefers or record.ranking for record in graph.case.actors.values()):
        yield from firmness_lines(graph, order, firmness(table, order))


def firmness_lines(graph: ListedGame, keys: Sequence[int], records: Sequence[Firmness | None]) -> Lines:
    """One line for each state: which exchanges of neighbours, and which doubtful lines, unseat it."""
    for key, record in zip(keys, records, strict=True):
        yield 1, f"{sentence(state_name(graph, key))}: {UNTOLD if record is None else _firm(graph, record)}"


def _firm(graph: ListedGame, found: Firmness) -> str:
    exchanges = [change for change in found.breakers if change.kind == "exchange"]
    others = [change for change in found.breakers if change.kind != "exchange"]
    none = "none of" if found.exchanges > 1 else "not"
    records = graph.case.actors.values()
    what = joined(
        [name for name, some in (("lines", "prefers"), ("places", "ranking")) if any(getattr(r, some) for r in records)]
    )
    many = f"{found.exchanges:,} {plural(found.exchanges, 'exchange', 'exchanges')} of neighbouring {what}"
    text = f"{none} {many} unseats it" if found.exchanges else f"there are no neighbouring {what} to exchange"
    if exchanges:
        order = [as_long_as(graph, change) for change in exchanges[:LISTED]]
        more = f" and {len(exchanges) - LISTED} more" if len(exchanges) > LISTED else ""
        text = f"it holds as long as {joined(order)}{more}"
    if others:
        lines = [f"{number(c.line)} of {graph.case.label(c.actor)}" for c in others[:LISTED]]
        more = f" and {len(others) - LISTED} more" if len(others) > LISTED else ""
        verb = plural(len(others), "does", "do") if not exchanges else plural(len(others), "unseats it", "unseat it")
        text += f"; doubtful {plural(len(others), 'line', 'lines')} {joined(lines)}{more} {verb}"
    return f"{text}."
