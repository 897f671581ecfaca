"""Perceptions: what each actor believes and expects, what holds as each sees it, and what will surprise whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.perceptions import Perceptions, Surprise
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.labels import states_words
from countermove.game.perceived import OwnGame, own_game, unaware_of
from countermove.model.case import Actor, Seen, View
from countermove.model.preferences import PreferenceLine, is_pattern, lines_of
from countermove.model.statements import parse
from countermove.stability.concept import Concept
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import change_words, joined, outcome, state_name, statement_words, table_with_labels, whose
from countermove.text.phrases import Lines, plural, sentence
from countermove.text.preferences import claim_words, preference_items

__all__ = ["differences", "different_games", "doing", "perception_page", "perception_prose", "perception_table"]

Bools = NDArray[np.bool_]
MOST_ITEMS = 8
"""Outcomes, or moves, that are told one by one in each list: with several views, a screen or two in all."""


def perception_page(answer: Perceptions, limit: int | None) -> Page:
    """The sections, and where somebody has a view a table of at most `limit` states."""
    sections = perception_prose(answer)
    return [*sections, perception_table(answer, limit)] if answer.games else sections


def perception_prose(answer: Perceptions, most: int = MOST_ITEMS) -> list[Section]:
    """The sections: who plays a game of its own, one on each of these games, and what holds; lists up to `most`.

    Without views only that, and how to write one: what holds is then what `solve` tells.
    """
    game = answer.game
    title = f"{game.case.title or 'Untitled case'}: who plays which game"
    if not answer.games:
        return [Section(title, tuple(_no_views(game)))]
    sections = [Section(title, (Item(_who(answer)),))]
    for viewer in answer.games:
        items = [*_beliefs(game, viewer), *_expectations(answer, viewer, most), *_surprises(answer, viewer, most)]
        sections.append(Section(f"The game of {game.case.label(viewer)}", tuple(items)))
    return [*sections, Section("What holds", tuple(_holding(answer, most)))]


def perception_table(answer: Perceptions, limit: int | None) -> Table:
    """One row for each state that holds for everybody, as written, or as somebody expects; up to `limit`."""
    game = answer.game
    ids = game.case.states is not None
    states = answer.notable()
    rows = []
    for state in states[:limit]:
        sets = [answer.under(state), answer.under_written(state), *(answer.under_expected(v, state) for v in answer.games)]
        what = state.id or ", ".join(state.options) or "nothing"
        reached = [] if answer.reached is None else ["yes" if answer.reached[state] else "no"]
        rows.append((str(state.number), what, *(answer.labels_of(concepts) for concepts in sets), *reached))
    columns = ["state", "id" if ids else "options taken", "holds", "as written"]
    columns += [f"{game.case.label(viewer)} expects" for viewer in answer.games]
    columns += [] if answer.reached is None else ["reachable"]
    notes = ["holds: as each sees it, stable for everybody in the game that it plays. as written: in the case itself."]
    if answer.reached is not None:
        notes.append("reachable: by improvements from the status quo, each in the eyes of who makes it.")
    if limit is not None and len(states) > limit:
        notes.insert(0, f"{len(states) - limit:,} more states hold for somebody; --limit shows them.")
    table = Table(tuple(columns), tuple(rows), frozenset({"state"}), tuple(notes))
    return table_with_labels(table, game, [state.key for state in states[:limit]])


def different_games(answer: Perceptions) -> Lines:
    """For the brief: who plays a different game, what it gets wrong, and what holds as each sees it."""
    game = answer.game
    concept = _lead(answer)
    for viewer, own in answer.games.items():
        parts = list(differences(game, own))
        if parts:
            yield 1, f"{game.case.label(viewer)} plays a different game: it {joined(parts)}."
            yield 2, _verdict(answer, viewer, concept)
            yield from ((2, line) for line in _today(answer, viewer))
    if not answer.games:
        return
    # What holds needs no comparison with what each expects: it is the crossing of the games (Bennett's hypergame).
    holding, written = _states(answer.holding(concept.id)), _states(answer.written[concept.id])
    same = "as in the game as written" if holding == written else f"in the game as written, {_hold(game, written)}"
    yield 1, f"As each sees it, {_hold(game, holding)} ({concept.label}); {same}."


def _lead(answer: Perceptions) -> Concept:
    """The concept to speak of on one line: the first under which something holds as each sees it."""
    return next((c for c in answer.concepts if answer.holding(c.id).any()), answer.concepts[0])


def _verdict(answer: Perceptions, viewer: str, concept: Concept) -> str:
    game = answer.game
    expected = _states(answer.expected(viewer, concept.id))
    wrong, missed = _states(answer.mistaken(viewer, concept.id)), _states(answer.unexpected(viewer, concept.id))
    text = f"In its eyes {_hold(game, expected)} ({concept.label})"
    parts = [f"{states_words(game, wrong)} {plural(len(wrong), 'does', 'do')} not hold"] if wrong else []
    parts += [_hold(game, missed)] if missed else []
    return f"{text}. Surprises: {'; '.join(parts)}." if parts else f"{text}; it is right in that."


def _today(answer: Perceptions, viewer: str) -> Iterator[str]:
    """The first of the moves that it gets wrong today, and how many more there are."""
    start = answer.game.status_quo
    moves = answer.surprises(viewer, [answer.game.at(start)]) if start is not None else ()
    if moves:
        others = len(moves) - 1
        more = f" It gets {others} more {plural(others, 'move', 'moves')} wrong today." if others else ""
        yield f"Today: {move_sentence(answer.game, moves[0])}{more}"


def _hold(game: ListedGame, states: Sequence[int]) -> str:
    if not states:
        return "no state holds"
    return f"{states_words(game, states)} {plural(len(states), 'holds', 'hold')}"


def _who(answer: Perceptions) -> str:
    game = answer.game
    names = [game.case.label(viewer) for viewer in answer.games]
    others = [game.case.label(m.id) for m in game.movers if m.id not in answer.games]
    as_written = f" {joined(others)} {plural(len(others), 'plays', 'play')} the game as written." if others else ""
    return f"{joined(names)} {plural(len(names), 'plays a game', 'play games')} of {_their(len(names))} own.{as_written}"


def _no_views(game: ListedGame) -> Iterator[Item]:
    """That nobody sees the case differently, and how a view is written, in the names of the case."""
    yield Item(
        "Nobody is said to see the case differently: it has no views, so everybody plays the game as written, and "
        "countermove solve tells what holds there."
    )
    case = game.case
    if len(case.actors) < 2 or not game.movers:
        return
    viewer, other = list(case.actors)[:2]
    yield Item(f"To say what {case.label(viewer)} believes, write a view into the case file, such as one of these:")
    believed = "ranking: [...]" if game.is_graph else "prefers: [...]"
    yield Item(
        f"views: {{{viewer}: {{actors: {{{other}: {{{believed}}}}}}}}} (what it thinks that {case.label(other)} wants)",
        1, "-",
    )  # fmt: skip
    foreign = next((row for row in game.options if row.owner != viewer), None)
    if foreign is not None:
        unknown = whose(case, foreign.index)
        yield Item(f"views: {{{viewer}: {{unaware: [{foreign.full}]}}}} (that it does not know of {unknown})", 1, "-")


def _their(count: int) -> str:
    return plural(count, "its", "their")


def _beliefs(game: ListedGame, viewer: str) -> Iterator[Item]:
    """What the view of an actor says, in full."""
    case, view = game.case, game.case.views[viewer]
    if view.about:
        yield Item(view.about)
    for id_, seen in view.actors.items():
        if seen.prefers is None and seen.ranking is None and seen.worth is None:
            continue
        yield Item(f"It believes that {case.label(id_)} cares about, most important first:")
        yield from preference_items(case, id_, seen, 1)
    unknown = unaware_of(case, viewer)
    if unknown:
        yield Item("It does not know of, and so believes that nobody changes:")
        yield from (Item(whose(case, option), 1, "-") for option in unknown)
    yield from _hidden(game, viewer, view)


def _hidden(game: ListedGame, viewer: str, view: View) -> Iterator[Item]:
    if not view.unseen:
        return
    yield Item("It does not see the states in which this holds:" if game.case.states is None else "It does not see:")
    names = game.case.states or {}
    for claim in view.unseen:
        id_ = claim.that.text.strip()
        name = f"{id_} ({names[id_]})" if names.get(id_) else id_
        yield Item(claim_words(game.case, claim, viewer) if game.case.states is None else name, 1, "-")


def _expectations(answer: Perceptions, viewer: str, most: int) -> Iterator[Item]:
    states = _firmest(answer, lambda c: answer.expected(viewer, c))
    if not states:
        yield Item("It expects no state to hold.")
        return
    yield Item(f"It expects {plural(len(states), 'this outcome', 'these outcomes')} to hold:")
    for state in states[:most]:
        labels = answer.labels_of(answer.under_expected(viewer, state))
        yield Item(f"{doing(answer.game, state.key)}: {labels}", 1, "-")
    yield from _more(len(states) - most, "state")


def _surprises(answer: Perceptions, viewer: str, most: int) -> Iterator[Item]:
    """What will surprise an actor: outcomes that hold, outcomes that do not, and moves."""
    game = answer.game
    # From what it will see, by what it will miss, to what it overlooks; the last only where the first does not say it.
    items = []
    for which, words in (
        (answer.unexpected, "{} holds ({}), and it does not expect that."),
        (answer.mistaken, "{} does not hold, though it expects that ({})."),
        (answer.overlooked, "{} would hold in the game as written ({}), and it does not think so."),
    ):
        for state in _firmest(answer, partial(which, viewer)):
            concepts = [c for c in answer.concepts if which(viewer, c.id)[state]]
            if which != answer.overlooked or not answer.under(state):
                items.append(words.format(doing(game, state.key), answer.labels_of(concepts)))
    moves = _moves(answer, viewer, most)
    if not items and not moves:
        yield Item("Nothing will surprise it: no outcome, and no move at the outcomes that matter.")
        return
    yield Item("What will surprise it:")
    yield from (Item(sentence(text) if not game.is_graph else text, 1, "-") for text in items[:most])
    yield from _more(len(items) - most, "outcome")
    for move in moves[:most]:
        yield Item(f"At {where_words(game, move.before.key)}: {move_sentence(game, move)}", 1, "-")
    yield from _more(len(moves) - most, "move")


def _moves(answer: Perceptions, viewer: str, most: int) -> list[Surprise]:
    """The moves that an actor gets wrong: today, and at the outcomes that are told one by one."""
    states = _firmest(answer, lambda c: answer.expected(viewer, c))[:most] + _firmest(answer, answer.holding)[:most]
    now = answer.game.status_quo
    moves = answer.surprises(viewer, states if now is None else [answer.game.at(now), *states])
    return sorted(moves, key=lambda move: move.before.key != now)  # stable: today's first, the others as they were


def _holding(answer: Perceptions, most: int) -> Iterator[Item]:
    """What holds as each sees it, and what else would in the game as written."""
    game = answer.game
    states = _firmest(answer, answer.holding)
    if states:
        yield Item(f"As each sees it, {plural(len(states), 'this outcome holds', 'these outcomes hold')}:")
        for state in states[:most]:
            written = answer.under_written(state)
            same = written == answer.under(state)
            labels = answer.labels_of(written) or "no"
            note = "" if same or not answer.games else f"; in the game as written: {labels}"
            yield Item(f"{doing(game, state.key)}: {answer.labels_of(answer.under(state))}{note}", 1, "-")
        yield from _more(len(states) - most, "state")
    else:
        yield Item("As each sees it, no state holds under any of these concepts: somebody always moves on.")
    lost = [s for s in _firmest(answer, lambda c: answer.written[c]) if s not in set(states)]
    if lost:
        yield Item(f"In the game as written {plural(len(lost), 'this would hold', 'these would hold')} besides:")
        for state in lost[:most]:
            labels = answer.labels_of(answer.under_written(state))
            yield Item(f"{doing(game, state.key)}: {labels}", 1, "-")
        yield from _more(len(lost) - most, "state")


def _more(count: int, what: str) -> Iterator[Item]:
    if count > 0:
        yield Item(f"and {count:,} more {plural(count, what, f'{what}s')}", 1, "-")


def _firmest(answer: Perceptions, which: Callable[[str], Bools]) -> list[State]:
    """The states that are in some set, those in the sets of most concepts first."""
    counts = np.zeros(answer.game.size, dtype=np.int64)
    for concept in answer.concepts:
        counts += which(concept.id)
    order = np.argsort(-counts, kind="stable")  # of equals the lower number first
    return [answer.game.at(key) for key in order[counts[order] > 0].tolist()]


def _states(which: Bools) -> list[int]:
    return [int(state) for state in np.flatnonzero(which)]


# ------------------------------------------------------------------------------------------ how a view differs from the case


def differences(game: ListedGame, own: OwnGame) -> Iterator[str]:
    """What an actor sees differently, each as the rest of a sentence that begins with the actor.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("mountain-pass"))
    >>> list(differences(game, own_game(game, "defender")))
    ['does not know of Attacker: "Attack over the mountain pass"']
    """
    view = game.case.views[own.viewer]
    for id_, seen in view.actors.items():
        yield f"believes that {_belief(game, own, id_, seen)}"
    rows = [game.options[option] for option in unaware_of(game.case, own.viewer)]
    unknown = [f'{game.case.label(row.owner)}: "{row.name}"' for row in rows]
    if unknown:
        yield f"does not know of {joined(unknown, 'or')}"
    # `place` is the position in the actor's own game, -1 where that has no such state.
    hidden = np.flatnonzero(own.place < 0).tolist()
    if hidden:
        yield f"does not see {states_words(game, hidden, 'or')}"


def doing(game: Game, state: int) -> str:
    """Who does what in a state, after its number; of a listed state only what it is called."""
    if game.case.is_graph:
        return state_name(game, state)
    parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(game, state) if names]
    return f"{state_name(game, state)} ({'; '.join(parts) or 'nobody does anything'})"


def where_words(game: ListedGame, state: int) -> str:
    """A state from which somebody moves, with a word on whether it is the present one."""
    return f"{state_name(game, state)}{', where things stand' if state == game.status_quo else ''}"


def move_sentence(game: ListedGame, move: Surprise) -> str:
    """A move that an actor gets wrong, and why, in a sentence or two; without where it is made."""
    mover, viewer = game.case.label(move.mover), game.case.label(move.viewer)
    end = state_name(game, move.after.key)
    change = change_words(game, move.mover, move.before.key, move.after.key)
    what = f"{mover} {change}" if change.endswith(end) else f"{mover} {change} ({end})"
    if not move.coming:
        return f"{viewer} reckons with it that {what}. It does not come: {_lack(game, move)}."
    how = "reckon with it" if move.reason == "preference" else "see it coming"
    return f"{what}, to its own gain. {viewer} does not {how}: {_lack(game, move)}."


def _lack(game: ListedGame, move: Surprise) -> str:
    """Why the one who does not count on a move does not: the viewer, where it comes, else the mover."""
    # A move comes as a surprise by what its viewer does not see, and stays away by what its mover does not see.
    blind = move.viewer if move.coming else move.mover
    who = "it" if move.coming else game.case.label(move.mover)
    if move.reason == "state":
        place = own_game(game, blind).place
        hidden = [state for state in (move.before.key, move.after.key) if place[state] < 0]
        return f"{who} does not see {states_words(game, hidden)}"
    if move.reason == "option":
        was, is_ = move.before.taken, move.after.taken
        unknown = [f'"{game.options[o].name}"' for o in unaware_of(game.case, blind) if was[o] != is_[o]]
        return f"{who} does not know of {joined(unknown, 'or') or 'this way'}"
    if game.mover(move.mover).is_body:
        return "it does not believe that the decision would pass" if move.coming else "the decision would not pass"
    return f"it sees no gain in that for {game.case.label(move.mover)}" if move.coming else f"{who} would not gain by it"


def _belief(game: ListedGame, own: OwnGame, id_: str, seen: Seen) -> str:
    """Where the preferences that somebody is believed to have part from those that it has."""
    who, actor = game.case.label(id_), game.case.actors[id_]
    # Two lists can be compared line by line; of other forms only the best states are comparable.
    if seen.prefers is not None and actor.prefers is not None:
        return _lines(game, id_, who, seen.prefers, actor)
    best_entry = seen.ranking[0] if seen.ranking else ()
    if isinstance(best_entry, str) and not game.is_graph and not is_pattern(best_entry):
        return f"{who} puts {statement_words(game.case, parse(best_entry), id_)} first"
    rank = own.game.ranks[game.actors.index(id_)]
    best = own.states[np.flatnonzero(rank == rank.max())].tolist()
    if len(best) == own.game.size > 1:
        return f"{who} likes all states equally"
    return f"{who} likes {states_words(game, best)} best"


def _lines(game: ListedGame, id_: str, who: str, believed: Sequence[PreferenceLine], actor: Actor) -> str:
    real = [_text(game, id_, line) for line in actor.prefers or ()]
    ours = [_text(game, id_, line) for line in believed]
    # The first line that differs outweighs all below it, so that it alone is told.
    first = next((k for k, text in enumerate(ours) if text != (real[k] if k < len(real) else None)), len(ours))
    if first == len(ours):
        shorter = f"cares about no more than its first {first} lines" if first > 1 else "cares about its first line only"
        return f"{who} {shorter if first else 'cares about nothing'}" if first < len(real) else f"{who} is as it is"
    if first == 0:
        return f"{who} puts {ours[0]} first"
    before = "its first line" if first == 1 else f"its first {first} lines"
    return f"{who} puts {ours[first]} right after {before}"


def _text(game: ListedGame, id_: str, line: PreferenceLine) -> str:
    """A line in words, quotation marks and all; equally important statements with commas between them."""
    return ", ".join(statement_words(game.case, part.that, id_) for part in lines_of(line))
