"""Changes of preferences in words: a single change as a clause, and what an actor would have to prefer instead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from countermove.analysis.inverse.changes import Variant
from countermove.analysis.robustness.changes import Change
from countermove.game.listed import ListedGame
from countermove.model.preferences import Line, lines_of
from countermove.text.naming import Combinations, alike, joined, number, statement_words
from countermove.text.phrases import plural, statement_quoted, states_listed

__all__ = ["change_clause", "place_states", "statements_named", "together_clause", "variant_lines"]

MOST_COMPARED_STATES = 4
"""States of one place of a ranking that are named where two places are compared: half a line."""
MOST_ORDERED = 6
"""Statements of a new order that are quoted in words, one after another; of more the positions are given."""
MOST_QUOTED = 3
"""Statements that are quoted in words, about a line each; of more, readers look the numbers up."""
MOST_ACTORS = 8
"""Actors up to whom each is named with its statements; of more, those with the same statements come together."""


def change_clause(game: Combinations, change: Change) -> str:
    """A change as a clause that may follow "if", with the statement that it changes quoted.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("european-security-2022"))
    >>> print(change_clause(game, Change("russia", 2, "dropped")))
    not "Attack Ukraine" (statement 3 of Russia) is left out
    """
    if change.kind == "swap":
        return _ranked_above(game, change.actor, change.index + 1, change.index)
    case, actor = game.case, change.actor
    entry = (case.actors[actor].prefers or ())[change.index]
    statements = lines_of(entry)
    if change.order is not None:
        order = ", then ".join(statement_words(case, statements[k].that, actor) for k in change.order)
        return f"{_position(game, actor, change.index)} comes in the order {order}"
    statement = statements[change.part or 0]
    subject = _statement(game, actor, change.index, change.part)
    match change.kind:
        case "otherwise":
            assert statement.otherwise is not None
            return f"{subject} is replaced by {statement_words(case, statement.otherwise, actor)}"
        case "negated":
            return f"{subject} is reversed"
    return f"{subject} is left out"


def together_clause(game: Combinations, changes: Sequence[Change]) -> str:
    """Changes that are made together, swaps of one actor one after another: of two, what then stands there.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> print(*together_clause(game, [Change("row", 0, "swap"), Change("row", 1, "swap")]).split("; and "), sep="\\n")
    "Both give way" (state 4) is better than "Col gives way" (state 3) for Row
    "Row gives way" (state 2) is better than "Col gives way" (state 3) for Row
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
        clauses.append(_ranked_above(game, change.actor, lower, upper))
    # Quoted statements have "and" inside, so that a semicolon has to part the changes.
    return "; and ".join(clauses)


def _ranked_above(game: Combinations, actor: str, upper: int, lower: int) -> str:
    """That one entry of an actor's list comes before another; of a ranking, that its states are better."""
    case, who = game.case, game.case.label(actor)
    entries = case.actors[actor].prefers
    if entries is not None:
        kind = "statement" if isinstance(entries[lower], Line) else "group"
        return f"{_entry(game, actor, upper)} comes before {_quoted(game, actor, lower)} ({kind} {number(lower)})"
    if not isinstance(game, ListedGame):
        groups = [(case.actors[actor].ranking or ())[k] for k in (upper, lower)]
        patterns = [[group] if isinstance(group, str) else list(group) for group in groups]
        return f"{joined(patterns[0])} {plural(len(patterns[0]), 'is', 'are')} better than {joined(patterns[1])} for {who}"
    better, worse = (place_states(game, actor, k) for k in (upper, lower))
    words = [states_listed(game, states, MOST_COMPARED_STATES) for states in (better, worse)]
    return f"{words[0]} {plural(len(better), 'is', 'are')} better than {words[1]} for {who}"


def _statement(game: Combinations, actor: str, index: int, part: int | None) -> str:
    """A statement in words with its position; of one in a group (`part`) the position is that of the group."""
    entry = (game.case.actors[actor].prefers or ())[index]
    words = statement_words(game.case, lines_of(entry)[part or 0].that, actor)
    return f"{words} ({'in ' if part is not None else ''}{_position(game, actor, index)})"


def _entry(game: Combinations, actor: str, index: int) -> str:
    """An entry of an actor's list in words, with its position: ``not "Attack Ukraine" (statement 3 of Russia)``."""
    return f"{_quoted(game, actor, index)} ({_position(game, actor, index)})"


def _quoted(game: Combinations, actor: str, index: int) -> str:
    """An entry of an actor's list in words; of a group it is said that it is one."""
    entry = (game.case.actors[actor].prefers or ())[index]
    words = statement_quoted(game.case, actor, entry)
    return words if isinstance(entry, Line) else f"the group [{words}]"


def _position(game: Combinations, actor: str, index: int) -> str:
    """Where an entry stands, and in whose list: ``statement 3 of Russia``, or ``group 3``, of which it counts as one."""
    entry = (game.case.actors[actor].prefers or ())[index]
    kind = "statement" if isinstance(entry, Line) else "group"
    return f"{kind} {number(index)} of {game.case.label(actor)}"


def statements_named(game: Combinations, changes: Sequence[Change]) -> str:
    """The statements that changes are about: a few are quoted, of more the positions are given, actor by actor."""
    changed = dict.fromkeys((change.actor, change.index, change.part) for change in changes)
    if len(changed) <= MOST_QUOTED:
        return joined([_statement(game, *one) for one in changed])
    positions: dict[str, list[int]] = {}
    for change in changes:
        own = positions.setdefault(change.actor, [])
        if change.statement not in own:
            own.append(change.statement)
    words = {
        actor: f"{plural(len(own), 'statement', 'statements')} {joined([str(n) for n in sorted(own)])}"
        for actor, own in positions.items()
    }
    if len(words) <= MOST_ACTORS:
        return "; ".join(f"{which} of {game.case.label(actor)}" for actor, which in words.items())
    groups = alike((game.case.label(actor), which) for actor, which in words.items())
    return "; ".join(f"{which} of {'each of ' if len(who) > 1 else ''}{joined(who)}" for which, who in groups.items())


def variant_lines(game: Combinations, actor: str, variant: Variant) -> Iterator[str]:
    """What an actor would have to change: the statements that it replaces, and the order that results."""
    case, who = game.case, game.case.label(actor)
    entries = case.actors[actor].prefers
    for k, kind in variant.replaced:
        entry = (entries or ())[k]
        assert isinstance(entry, Line)
        subject = f"{statement_quoted(case, actor, entry)} (statement {k + 1} of {who})"
        if kind == "negation" or entry.otherwise is None:
            yield f"{subject} is reversed"
        else:
            yield f"{subject} is replaced by {statement_words(case, entry.otherwise, actor)}"
    # Which one has moved is not said where three or more change places: the same order may come about in several ways.
    moved = [place for place, k in enumerate(variant.order) if k != place]
    changed = variant.order[moved[0] : moved[-1] + 1] if moved else ()
    if len(changed) == 2:
        yield _ranked_above(game, actor, *changed)
    elif changed and len(changed) <= MOST_ORDERED:
        yield f"the order for {who} becomes: {', then '.join(_place_words(game, actor, k) for k in changed)}"
    elif changed:
        what = "statements" if entries is not None else "places of the ranking"
        yield f"the order of the {what} for {who} becomes {joined([str(k + 1) for k in changed])}"


def _place_words(game: Combinations, actor: str, k: int) -> str:
    """A statement in words with its position, or the states of a place of a ranking."""
    entries = game.case.actors[actor].prefers
    if entries is not None:
        return f"{statement_quoted(game.case, actor, entries[k])} (statement {k + 1})"
    assert isinstance(game, ListedGame)  # places of a ranking change only where states are listed
    return states_listed(game, place_states(game, actor, k), MOST_COMPARED_STATES)


def place_states(game: ListedGame, actor: str, place: int) -> list[int]:
    """The states in one place of an actor's ranking, 0 the best."""
    rank = game.rank_rows[game.actors.index(actor)]
    states: list[int] = np.flatnonzero(rank == rank.max() - place).tolist()
    return states
