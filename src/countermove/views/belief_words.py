"""Beliefs in words: how an actor's own game differs from the game as written, and which moves it gets wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from countermove.analysis.surprises import Surprise
from countermove.game.labels import states_words
from countermove.game.listed import ListedGame
from countermove.game.perceived import OwnGame, own_game, unaware_of
from countermove.model.case import Actor, Seen
from countermove.model.preferences import PreferenceLine, is_pattern, lines_of
from countermove.model.statements import parse
from countermove.text.naming import change_words, joined, outcome, state_name, statement_words

__all__ = ["differences", "doing", "move_sentence", "states_words", "where_words"]


def differences(graph: ListedGame, game: OwnGame) -> Iterator[str]:
    """What an actor sees differently, each as the rest of a sentence that begins with the actor.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("mountain-pass"))
    >>> list(differences(graph, own_game(graph, "defender")))
    ['does not know of Attacker: "Attack over the mountain pass"']
    """
    view = graph.case.views[game.viewer]
    for id_, seen in view.actors.items():
        yield f"believes that {_belief(graph, game, id_, seen)}"
    rows = [graph.options[option] for option in unaware_of(graph.case, game.viewer)]
    unknown = [f'{graph.case.label(row.owner)}: "{row.name}"' for row in rows]
    if unknown:
        yield f"does not know of {joined(unknown, 'or')}"
    hidden = np.flatnonzero(game.place < 0).tolist()
    if hidden:
        yield f"does not see {states_words(graph, hidden, 'or')}"


def doing(graph: ListedGame, state: int) -> str:
    """Who does what in a state, after its number; of a listed state only what it is called."""
    if graph.is_graph:
        return state_name(graph, state)
    parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(graph, state) if names]
    return f"{state_name(graph, state)} ({'; '.join(parts) or 'nobody does anything'})"


def where_words(graph: ListedGame, state: int) -> str:
    """A state from which somebody moves, with a word on whether it is the present one."""
    return f"{state_name(graph, state)}{', where things stand' if state == graph.status_quo else ''}"


def move_sentence(graph: ListedGame, move: Surprise) -> str:
    """A move that an actor gets wrong, and why, in a sentence or two; without where it is made."""
    mover, viewer = graph.case.label(move.mover), graph.case.label(move.viewer)
    end = state_name(graph, move.after)
    change = change_words(graph, move.mover, move.before, move.after)
    what = f"{mover} {change}" if change.endswith(end) else f"{mover} {change} ({end})"
    if not move.coming:
        return f"{viewer} reckons with it that {what}. It does not come: {_lack(graph, move)}."
    how = "reckon with it" if move.reason == "preference" else "see it coming"
    return f"{what}, to its own gain. {viewer} does not {how}: {_lack(graph, move)}."


def _lack(graph: ListedGame, move: Surprise) -> str:
    """Why the one who does not count on a move does not: the viewer, where it comes, else the mover."""
    blind = move.viewer if move.coming else move.mover
    who = "it" if move.coming else graph.case.label(move.mover)
    if move.reason == "state":
        place = own_game(graph, blind).place
        hidden = [state for state in (move.before, move.after) if place[state] < 0]
        return f"{who} does not see {states_words(graph, hidden)}"
    if move.reason == "option":
        was, is_ = graph.taken(move.before), graph.taken(move.after)
        unknown = [f'"{graph.options[o].name}"' for o in unaware_of(graph.case, blind) if was[o] != is_[o]]
        return f"{who} does not know of {joined(unknown, 'or') or 'this way'}"
    if graph.mover(move.mover).is_body:
        return "it does not believe that the decision would pass" if move.coming else "the decision would not pass"
    return f"it sees no gain in that for {graph.case.label(move.mover)}" if move.coming else f"{who} would not gain by it"


def _belief(graph: ListedGame, game: OwnGame, id_: str, seen: Seen) -> str:
    """Where the preferences that somebody is believed to have part from those that it has."""
    who, actor = graph.case.label(id_), graph.case.actors[id_]
    if seen.prefers is not None and actor.prefers is not None:
        return _lines(graph, id_, who, seen.prefers, actor)
    best_entry = seen.ranking[0] if seen.ranking else ()
    if isinstance(best_entry, str) and not graph.is_graph and not is_pattern(best_entry):
        return f"{who} puts {statement_words(graph.case, parse(best_entry), id_)} first"
    rank = game.graph.ranks[graph.actors.index(id_)]
    best = game.states[np.flatnonzero(rank == rank.max())].tolist()
    if len(best) == game.graph.size > 1:
        return f"{who} likes all states equally"
    return f"{who} likes {states_words(graph, best)} best"


def _lines(graph: ListedGame, id_: str, who: str, believed: Sequence[PreferenceLine], actor: Actor) -> str:
    real = [_text(graph, id_, line) for line in actor.prefers or ()]
    ours = [_text(graph, id_, line) for line in believed]
    first = next((k for k, text in enumerate(ours) if text != (real[k] if k < len(real) else None)), len(ours))
    if first == len(ours):
        shorter = f"cares about no more than its first {first} lines" if first > 1 else "cares about its first line only"
        return f"{who} {shorter if first else 'cares about nothing'}" if first < len(real) else f"{who} is as it is"
    if first == 0:
        return f"{who} puts {ours[0]} first"
    before = "its first line" if first == 1 else f"its first {first} lines"
    return f"{who} puts {ours[first]} right after {before}"


def _text(graph: ListedGame, id_: str, line: PreferenceLine) -> str:
    """A line in words, quotation marks and all; equally important statements with commas between them."""
    return ", ".join(statement_words(graph.case, part.that, id_) for part in lines_of(line))
