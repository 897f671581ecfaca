"""Phrases of an explanation: what an actor gains, who is for a change in a body, what is done in a state."""

from __future__ import annotations

from countermove.explanation.reasons import Ballot, Preference
from countermove.game.listed import ListedGame
from countermove.model.preferences import lines_of
from countermove.text.naming import joined, state_name, statement_words

__all__ = ["ballot_words", "described", "preference_words", "quoted_name"]


def preference_words(graph: ListedGame, why: Preference) -> str:
    """What an actor gains or loses: the first point of its list that differs, or how it ranks them.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("chicken"))
    >>> preference_words(graph, Preference("row", 0, 1, gain=1))
    'Row ranks state 2 above state 1'
    """
    record, who = graph.case.actors[why.actor], graph.case.label(why.actor)
    before, after = state_name(graph, why.before), state_name(graph, why.after)
    good, bad = (after, before) if why.gain > 0 else (before, after)
    if not why.gain:
        return f"{who} is indifferent between {before} and {after}"
    if record.prefers is not None and why.line is not None:
        return _point_words(graph, why, why.line)
    if record.worth is not None:
        return f"by its weights {good} is worth more to {who} than {bad}"
    return f"{who} ranks {good} above {bad}"


def _point_words(graph: ListedGame, why: Preference, line: int) -> str:
    """That the first point of an actor's list at which two states differ is gained or lost."""
    who = graph.case.label(why.actor)
    entry = lines_of((graph.case.actors[why.actor].prefers or ())[line - 1])
    gains, loses, more = ("gains", "loses", "more") if why.gain > 0 else ("loses", "gains", "fewer")
    points = "; ".join(statement_words(graph.case, part.that, why.actor) for part in entry)
    first = "" if line == 1 else f", and {loses} nothing above it"
    if len(entry) > 1:
        return f"{who} {gains} at point {line} of its list, where {more} of these hold ({points}){first}"
    return f"{who} {gains} point {line} of its list ({points}){first}"


def ballot_words(graph: ListedGame, ballot: Ballot) -> list[str]:
    """Who is for a change in a body, who against, and who stops it: one or two sentences."""

    def names(voters: tuple[str, ...], last: str = "and") -> str:
        return joined([graph.case.label(voter) for voter in voters], last) or "nobody"

    body = graph.case.label(ballot.body)
    sides = f"for it: {names(ballot.favour)}; against: {names(ballot.against)}; neither: {names(ballot.neither)}"
    told = [f"In {body}, {sides}."]
    if not ballot.favours and ballot.objects:
        told.append(f"Enough by itself to stop it: {names(ballot.objects, 'or')}.")
    elif not ballot.favours:
        told.append("Too few are for it.")
    return told


def described(graph: ListedGame, state: int) -> str:
    """A state with what everybody does in it.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> described(compile(catalog.load_case("cuban-missile-crisis")), 2)
    'state 3 (US: "Blockade"; USSR: nothing)'
    """
    if graph.is_graph:
        return state_name(graph, state)
    taken = graph.taken(state)
    does: dict[str, list[str]] = {}
    for row in graph.options:
        names = does.setdefault(row.owner, [])
        if taken[row.index] is not False:
            names.append(quoted_name(row.name) if taken[row.index] else f"{quoted_name(row.name)} or not")
    parts = [f"{graph.case.label(owner)}: {', '.join(names) or 'nothing'}" for owner, names in does.items()]
    return f"{state_name(graph, state)} ({'; '.join(parts)})"


def quoted_name(name: str) -> str:
    """The name of an option, as it stands in a sentence."""
    return f'"{name}"'
