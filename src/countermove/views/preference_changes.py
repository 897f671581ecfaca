"""Changes of preferences in words: a single change as a clause, and what an actor would have to hold instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from countermove.analysis.inverse.changes import Variant
from countermove.analysis.robustness.changes import Change
from countermove.game.listed import ListedGame
from countermove.model.preferences import Line, lines_of
from countermove.text.naming import Combinations, joined, number, state_name

__all__ = ["as_long_as", "change_clause", "statements_named", "together_clause", "variant_lines"]

MOST_STATES = 8
"""States of one place of a ranking that are named where it is put elsewhere: half a line."""
MOST_COMPARED_STATES = 3
"""The same where two places are compared, in the middle of a sentence."""
MOST_ACTORS = 8
"""Actors up to whom each is named with its statements; of more, those with the same statements come together."""


def change_clause(game: Combinations, change: Change) -> str:
    """A change as a clause: ``Russia holds "attack or nato.renounce" instead of line 3 (not attack)``.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> print(change_clause(game, Change("russia", 1, "swap")))
    Russia ranks line 3 (not attack) above line 2 (nato.renounce or usa.deal)
    """
    who, entries = game.case.label(change.actor), game.case.actors[change.actor].prefers
    where = _entry(game, change.actor, change.index)
    if change.kind == "swap":
        return _ranks(game, change.actor, change.index + 1, change.index)
    assert entries is not None
    lines = lines_of(entries[change.index])
    if change.order is not None:
        order = ", then ".join(str(lines[k].that) for k in change.order)
        return f"for {who}, line {number(change.index)} comes in the order {order}"
    line = lines[change.part or 0]
    if change.part is not None:
        where = f'"{line.that}" in line {number(change.index)}'
    match change.kind:
        case "otherwise":
            return f'{who} holds "{line.otherwise}" instead of {where}'
        case "negated":
            return f"{who} wants the opposite of {where}"
    return f"{who} does not care about {where}"


def together_clause(game: Combinations, changes: Sequence[Change]) -> str:
    """Changes that are made together, swaps of one actor one after another: of two, what then stands there.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> print(together_clause(game, [Change("usa", 0, "swap"), Change("usa", 1, "swap")]))
    US ranks state 7 above state 5 and US ranks state 6 above state 5
    """
    clauses = []
    places: dict[str, list[int]] = {}
    for change in changes:
        if change.kind != "swap":
            clauses.append(change_clause(game, change))
            continue
        # A swap is of places, not of statements: after the first one other statements stand there.
        order = places.setdefault(change.actor, [])
        order += range(len(order), change.index + 2)
        upper, lower = order[change.index : change.index + 2]
        order[change.index : change.index + 2] = lower, upper
        clauses.append(_ranks(game, change.actor, lower, upper))
    return joined(clauses)


def _ranks(game: Combinations, actor: str, upper: int, lower: int) -> str:
    return f"{game.case.label(actor)} ranks {_entry(game, actor, upper)} above {_entry(game, actor, lower)}"


def as_long_as(game: Combinations, change: Change) -> str:
    """The order that a swap would upset: ``Russia ranks line 2 (...) above line 3 (...)``."""
    return _ranks(game, change.actor, change.index, change.index + 1)


def _entry(game: Combinations, actor: str, index: int) -> str:
    """An entry of an actor's list by its number and as it was written; of a ranking the states in it."""
    entries = game.case.actors[actor].prefers
    if entries is not None:
        return f"line {number(index)} ({'; '.join(str(part.that) for part in lines_of(entries[index]))})"
    if not isinstance(game, ListedGame):
        group = (game.case.actors[actor].ranking or ())[index]
        return joined([group] if isinstance(group, str) else list(group))
    states = place_states(game, actor, index)
    names = [state_name(game, state) for state in states[:MOST_COMPARED_STATES]]
    more = len(states) - len(names)
    return joined([*names, f"{more:,} more"] if more else names)


def statements_named(game: Combinations, changes: Sequence[Change]) -> str:
    """Whose lines changes are about: ``Russia's lines 3 and 4; United States' line 3``."""
    positions: dict[str, list[int]] = {}
    for change in changes:
        own = positions.setdefault(change.actor, [])
        if change.statement not in own:
            own.append(change.statement)
    words = {
        actor: f"{'line' if len(own) == 1 else 'lines'} {joined([str(n) for n in own])}" for actor, own in positions.items()
    }
    if len(words) <= MOST_ACTORS:
        return "; ".join(f"{game.case.label(actor)}: {which}" for actor, which in words.items())
    alike: dict[str, list[str]] = {}
    for actor, which in words.items():
        alike.setdefault(which, []).append(game.case.label(actor))
    return "; ".join(f"{joined(who)}: {which}{' each' if len(who) > 1 else ''}" for which, who in alike.items())


def variant_lines(game: Combinations, actor: str, variant: Variant) -> Iterator[str]:
    """What an actor would have to change: the statements that it replaces, and the one that it moves, or its order."""
    who = game.case.label(actor)
    for k, kind in variant.replaced:
        entry = (game.case.actors[actor].prefers or ())[k]
        assert isinstance(entry, Line)
        instead = "the opposite" if kind == "negation" else str(entry.otherwise)
        yield f"{who} holds {instead} in place of its line {_unit(game, actor, k)}"
    move = _single_move(variant.order)
    has_statements = game.case.actors[actor].prefers is not None
    if move is not None:
        unit, other, is_above = move
        where = "above" if is_above else "below"
        verb, its = ("puts", "its line ") if has_statements else ("ranks", "")
        yield f"{who} {verb} {its}{_unit(game, actor, unit)} {where} {its}{_unit(game, actor, other)}"
    elif variant.order != tuple(sorted(variant.order)):
        what = "orders its lines" if has_statements else "orders the places of its ranking"
        yield f"{who} {what} {joined([str(k + 1) for k in variant.order])}"


def _single_move(order: tuple[int, ...]) -> tuple[int, int, bool] | None:
    """The one unit whose move makes the order, the unit that it passes last, and whether upwards."""
    # Several units may do: the one that goes farthest is named, since the others only make way for it.
    for unit in sorted(order, key=lambda k: -abs(order.index(k) - k)):
        others = [k for k in order if k != unit]
        place = order.index(unit)
        if others == sorted(others) and place != unit:
            return unit, order[place + 1] if place < unit else order[place - 1], place < unit
    return None


def _unit(game: Combinations, actor: str, unit: int) -> str:
    """A statement by its number and as it was written; a place of a ranking by its states."""
    entries = game.case.actors[actor].prefers
    if entries is not None:
        return f"{unit + 1} ({'; '.join(str(line.that) for line in lines_of(entries[unit]))})"
    assert isinstance(game, ListedGame)  # places of a ranking change only where states are listed
    ids = list(game.case.states or ())
    return joined([ids[s] if ids else f"state {number(s)}" for s in place_states(game, actor, unit)[:MOST_STATES]])


def place_states(game: ListedGame, actor: str, place: int) -> list[int]:
    """The states in one place of an actor's ranking, 0 the best."""
    rank = game.ranks[game.actors.index(actor)]
    states: list[int] = np.flatnonzero(rank == rank.max() - place).tolist()
    return states
