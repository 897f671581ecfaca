"""Perceptions: what each actor believes and expects, the hypergame equilibria, and what will surprise whom."""

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
from countermove.model.case import Actor, Case, Seen, View
from countermove.model.preferences import PreferenceLine, is_pattern, lines_of
from countermove.model.statements import parse
from countermove.stability.concept import Concept
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import (
    change_words,
    deed_verbs,
    joined,
    outcome,
    state_in_brackets,
    state_name,
    statement_words,
    table_with_labels,
    whose,
)
from countermove.text.phrases import Lines, plural, sentence
from countermove.text.preferences import claim_words, preference_items
from countermove.text.verbs import its, verb

__all__ = ["differences", "different_games", "doing", "perception_page", "perception_prose", "perception_table"]

Bools = NDArray[np.bool_]
MOST_ITEMS = 8
"""Outcomes, or moves, that are named one by one in each list: with several views, a screen or two in all."""


def perception_page(answer: Perceptions, limit: int | None) -> Page:
    """The sections, and where the case has views a table of at most `limit` states."""
    sections = perception_prose(answer)
    return [*sections, perception_table(answer, limit)] if answer.games else sections


def perception_prose(answer: Perceptions, most: int = MOST_ITEMS) -> list[Section]:
    """The sections: who sees a different game, one on each of these games, and the equilibria; lists up to `most`.

    Without views only that, and how to write one: the equilibria are then those that `solve` shows.
    """
    game = answer.game
    title = f"{game.case.title or 'Untitled case'}: the game as each actor sees it"
    if not answer.games:
        return [Section(title, tuple(_no_views(game)))]
    sections = [Section(title, (Item(_who(answer)),))]
    for viewer in answer.games:
        sees = verb(game.case, viewer, "sees", "see")
        items = [*_beliefs(game, viewer), *_expectations(answer, viewer, most), *_surprises(answer, viewer, most)]
        sections.append(Section(f"The game as {game.case.label(viewer)} {sees} it", tuple(items)))
    return [*sections, Section("Hypergame equilibria", tuple(_equilibria(answer, most)))]


def perception_table(answer: Perceptions, limit: int | None) -> Table:
    """One row for each state that is an equilibrium of the hypergame, as written, or as an actor expects; up to `limit`."""
    game = answer.game
    ids = game.case.states is not None
    states = answer.notable()
    rows = []
    for state in states[:limit]:
        sets = [answer.under(state), answer.under_written(state), *(answer.under_expected(v, state) for v in answer.games)]
        what = state.id or ", ".join(state.options) or "nothing"
        reached = [] if answer.reached is None else ["yes" if answer.reached[state] else "no"]
        rows.append((str(state.number), what, *(answer.labels_of(concepts) for concepts in sets), *reached))
    columns = ["state", "id" if ids else "options taken", "hypergame", "as written"]
    columns += [f"{game.case.label(v)} {verb(game.case, v, 'expects', 'expect')}" for v in answer.games]
    columns += [] if answer.reached is None else ["reachable"]
    notes = [
        "Each column names the concepts under which the state is an equilibrium.",
        "hypergame: every actor is judged in the game that it sees. as written: in the game of the case itself.",
    ]
    if answer.reached is not None:
        notes.append("reachable: by improvements from the status quo, each an improvement in the eyes of its mover.")
    if limit is not None and len(states) > limit:
        notes.insert(0, f"{len(states) - limit:,} more states; --limit shows them.")
    table = Table(tuple(columns), tuple(rows), frozenset({"state"}), tuple(notes))
    return table_with_labels(table, game, [state.key for state in states[:limit]])


def different_games(answer: Perceptions) -> Lines:
    """For the brief: who sees a different game, where it is wrong, and which equilibria the hypergame has."""
    game = answer.game
    concept = _lead(answer)
    for viewer, own in answer.games.items():
        parts = list(differences(game, own))
        if parts:
            sees = verb(game.case, viewer, "sees a different game: it", "see a different game: they")
            yield 1, f"{game.case.label(viewer)} {sees} {joined(parts)}."
            yield 2, _verdict(answer, viewer, concept)
            yield from ((2, line) for line in _today(answer, viewer))
    if not answer.games:
        return
    # What is stable needs no comparison with what each expects: it is the crossing of the games (Bennett's hypergame).
    hyper, written = _states(answer.holding(concept.id)), _states(answer.written[concept.id])
    same = "the same as in the game as written" if hyper == written else f"in the game as written, {_named(game, written)}"
    equilibria = f"the equilibria ({concept.label}) are {_named(game, hyper)}"
    yield 1, f"If each actor plays the game that it sees, {equilibria}; {same}."


def _lead(answer: Perceptions) -> Concept:
    """The concept to speak of on one line: the first under which the hypergame has an equilibrium."""
    return next((c for c in answer.concepts if answer.holding(c.id).any()), answer.concepts[0])


def _verdict(answer: Perceptions, viewer: str, concept: Concept) -> str:
    """Which equilibria an actor expects, and about which it is wrong."""
    game, case = answer.game, answer.game.case
    expected = _states(answer.expected(viewer, concept.id))
    wrong, missed = _states(answer.mistaken(viewer, concept.id)), _states(answer.unexpected(viewer, concept.id))
    text = f"{_expects(case, viewer)} these equilibria ({concept.label}): {_named(game, expected)}"
    parts = [f"wrong about {_named(game, wrong)}"] if wrong else []
    parts += [f"surprised by {_named(game, missed)}"] if missed else []
    it_is = verb(case, viewer, "It is", "They are")
    return f"{text}. {it_is} {joined(parts) or 'right in that'}."


def _today(answer: Perceptions, viewer: str) -> Iterator[str]:
    """The first of the moves that an actor does not expect today, or expects in vain, and how many more there are."""
    start = answer.game.status_quo_key
    moves = answer.surprises(viewer, [answer.game.at(start)]) if start is not None else ()
    if moves:
        others = len(moves) - 1
        more = f" {others} more {plural(others, 'move', 'moves')} today would surprise {_them(answer.game.case, viewer)}."
        yield f"Today: {move_sentence(answer.game, moves[0])}{more if others else ''}"


def _named(game: ListedGame, states: Sequence[int]) -> str:
    return states_words(game, states) if states else "none"


def _who(answer: Perceptions) -> str:
    case = answer.game.case
    viewers = list(answer.games)
    others = [m.id for m in answer.game.movers if m.id not in answer.games]
    as_written = ""
    if others:
        as_written = f" {joined(list(map(case.label, others)))} {verb(case, others, 'sees', 'see')} the game as written."
    sees = verb(case, viewers, "sees", "see")
    differs = plural(len(viewers), "a game that differs", "games that differ")
    return f"{joined(list(map(case.label, viewers)))} {sees} {differs} from the one as written.{as_written}"


def _expects(case: Case, viewer: str) -> str:
    return verb(case, viewer, "It expects", "They expect")


def _them(case: Case, viewer: str) -> str:
    return verb(case, viewer, "it", "them")


def _no_views(game: ListedGame) -> Iterator[Item]:
    """That nobody sees the case differently, and how a view is written, in the names of the case."""
    yield Item("The case has no views: every actor sees the game as written. countermove solve shows its equilibria.")
    case = game.case
    if len(case.actors) < 2 or not game.movers:
        return
    viewer, other = list(case.actors)[:2]
    yield Item(f"To write what {case.label(viewer)} may see differently, add a view to the case file, such as one of these:")
    believed = "ranking: [...]" if game.is_graph else "prefers: [...]"
    yield Item(
        f"views: {{{viewer}: {{actors: {{{other}: {{{believed}}}}}}}}} (the preferences that {case.label(other)} "
        f"{verb(case, other, 'is', 'are')} believed to have)",
        1, "-",
    )  # fmt: skip
    foreign = next((row for row in game.options if row.owner != viewer), None)
    if foreign is not None:
        unknown = whose(case, foreign.index)
        yield Item(f"views: {{{viewer}: {{unaware: [{foreign.full}]}}}} (an option that is not known: {unknown})", 1, "-")


def _beliefs(game: ListedGame, viewer: str) -> Iterator[Item]:
    """What the view of an actor says, in full."""
    case, view = game.case, game.case.views[viewer]
    if view.about:
        yield Item(view.about)
    it = verb(case, viewer, "It", "They")
    for id_, seen in view.actors.items():
        if seen.prefers is None and seen.ranking is None and seen.worth is None:
            continue
        has = verb(case, id_, "has", "have")
        believes = verb(case, viewer, "believes", "believe")
        yield Item(f"{it} {believes} that {case.label(id_)} {has} these preferences, the most important first:")
        yield from preference_items(case, id_, seen, 1)
    unknown = unaware_of(case, viewer)
    if unknown:
        does, believes = verb(case, viewer, "does", "do"), verb(case, viewer, "believes", "believe")
        yield Item(f"{it} {does} not know of these options, and {believes} that nobody changes them:")
        yield from (Item(whose(case, option), 1, "-") for option in unknown)
    yield from _hidden(game, viewer, view)


def _hidden(game: ListedGame, viewer: str, view: View) -> Iterator[Item]:
    if not view.unseen:
        return
    it = verb(game.case, viewer, "It does not see", "They do not see")
    which = "any state in which one of these is true" if game.case.states is None else "these states"
    yield Item(f"{it} {which}:")
    names = game.case.states or {}
    for claim in view.unseen:
        id_ = claim.that.text.strip()
        name = f"{id_} ({names[id_]})" if names.get(id_) else id_
        yield Item(claim_words(game.case, claim, viewer) if game.case.states is None else name, 1, "-")


def _expectations(answer: Perceptions, viewer: str, most: int) -> Iterator[Item]:
    states = _best_supported(answer, lambda c: answer.expected(viewer, c))
    expects = _expects(answer.game.case, viewer)
    if not states:
        yield Item(f"{expects} no equilibrium.")
        return
    yield Item(f"{expects} {plural(len(states), 'this equilibrium', 'these equilibria')}:")
    for state in states[:most]:
        labels = answer.labels_of(answer.under_expected(viewer, state))
        yield Item(f"{doing(answer.game, state.key)}: {labels}", 1, "-")
    yield from _more(len(states) - most, "state")


def _surprises(answer: Perceptions, viewer: str, most: int) -> Iterator[Item]:
    """What will surprise an actor: equilibria that it does not expect, or expects in vain, and moves."""
    game, case = answer.game, answer.game.case
    # From what it will see, by what it will miss, to what it overlooks; the last only where the first does not say it.
    items = []
    for which, words in (
        (answer.unexpected, f"an equilibrium ({{}}) that {verb(case, viewer, 'it does not', 'they do not')} expect."),
        (answer.mistaken, f"no equilibrium ({{}}), although {verb(case, viewer, 'it expects', 'they expect')} one."),
        (answer.overlooked, f"an equilibrium of the game as written ({{}}), but not in {its(case, viewer)} eyes."),
    ):
        for state in _best_supported(answer, partial(which, viewer)):
            concepts = [c for c in answer.concepts if which(viewer, c.id)[state]]
            if which != answer.overlooked or not answer.under(state):
                items.append(f"{doing(game, state.key)} is {words.format(answer.labels_of(concepts))}")
    moves = _moves(answer, viewer, most)
    if not items and not moves:
        yield Item(_no_surprise(answer, viewer))
        return
    yield Item(f"What will surprise {_them(case, viewer)}:")
    yield from (Item(sentence(text) if not game.is_graph else text, 1, "-") for text in items[:most])
    yield from _more(len(items) - most, "equilibrium", "equilibria")
    for move in moves[:most]:
        yield Item(f"At {where_words(game, move.before.key)}: {move_sentence(game, move)}", 1, "-")
    yield from _more(len(moves) - most, "move")


def _no_surprise(answer: Perceptions, viewer: str) -> str:
    """That nothing will surprise an actor, and where moves were looked at."""
    them = _them(answer.game.case, viewer)
    # Without a surprise the equilibria that it expects are those of the hypergame.
    where = ["at the status quo"] if answer.game.status_quo_key is not None else []
    where += ["at these equilibria"] if any(answer.holding(c.id).any() for c in answer.concepts) else []
    if not where:
        return f"No equilibrium will surprise {them}."
    return f"Nothing will surprise {them}: no equilibrium, and no move {joined(where, 'or')}."


def _moves(answer: Perceptions, viewer: str, most: int) -> list[Surprise]:
    """The moves that an actor does not expect, or expects in vain: today, and at the equilibria that are named."""
    states = (
        _best_supported(answer, lambda c: answer.expected(viewer, c))[:most] + _best_supported(answer, answer.holding)[:most]
    )
    now = answer.game.status_quo_key
    moves = answer.surprises(viewer, states if now is None else [answer.game.at(now), *states])
    return sorted(moves, key=lambda move: move.before.key != now)  # stable: today's first, the others as they were


def _equilibria(answer: Perceptions, most: int) -> Iterator[Item]:
    """The equilibria if each actor plays the game that it sees, and which others the game as written has."""
    game = answer.game
    states = _best_supported(answer, answer.holding)
    if states:
        these = plural(len(states), "this state is the equilibrium", "these states are the equilibria")
        yield Item(f"If each actor plays the game that it sees, {these}:")
        for state in states[:most]:
            written = answer.under_written(state)
            same = written == answer.under(state)
            labels = answer.labels_of(written) or "none"
            note = "" if same or not answer.games else f"; in the game as written: {labels}"
            yield Item(f"{doing(game, state.key)}: {answer.labels_of(answer.under(state))}{note}", 1, "-")
        yield from _more(len(states) - most, "state")
    else:
        labels = joined([concept.label for concept in answer.concepts], "or")
        yield Item(f"If each actor plays the game that it sees, no state is an equilibrium under {labels}.")
    lost = [s for s in _best_supported(answer, lambda c: answer.written[c]) if s not in set(states)]
    if lost:
        are = plural(len(lost), "this state is an equilibrium", "these states are equilibria")
        yield Item(f"In the game as written, {are}{' too' if states else ''}:")
        for state in lost[:most]:
            labels = answer.labels_of(answer.under_written(state))
            yield Item(f"{doing(game, state.key)}: {labels}", 1, "-")
        yield from _more(len(lost) - most, "state")


def _more(count: int, one: str, many: str = "") -> Iterator[Item]:
    if count > 0:
        yield Item(f"and {count:,} more {plural(count, one, many or f'{one}s')}", 1, "-")


def _best_supported(answer: Perceptions, which: Callable[[str], Bools]) -> list[State]:
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
    ['does not know that Attacker can choose "Attack over the mountain pass"']
    """
    view = game.case.views[own.viewer]
    for id_, seen in view.actors.items():
        yield f"{verb(game.case, own.viewer, 'believes', 'believe')} that {_belief(game, own, id_, seen)}"
    rows = [game.options[option] for option in unaware_of(game.case, own.viewer)]
    unknown = [f'{game.case.label(row.owner)} can {deed_verbs(game.case, row.owner, True)[0]} "{row.name}"' for row in rows]
    if unknown:
        yield f"{verb(game.case, own.viewer, 'does', 'do')} not know that {joined(unknown, 'or that')}"
    # `place` is the position in the actor's own game, -1 where that has no such state.
    hidden = np.flatnonzero(own.place < 0).tolist()
    if hidden:
        yield f"{verb(game.case, own.viewer, 'does', 'do')} not see {states_words(game, hidden, 'or')}"


def doing(game: Game, state: int) -> str:
    """Who does what in a state, after its number; of one with a label or an id only what it is called."""
    if game.case.is_graph or game.label_of(state) is not None:
        return state_name(game, state)
    parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(game, state) if names]
    return f"{state_name(game, state)} ({'; '.join(parts) or 'nobody does anything'})"


def where_words(game: ListedGame, state: int) -> str:
    """A state from which a mover moves, with a word on whether it is the present one."""
    return f"{state_name(game, state)}{', the status quo' if state == game.status_quo_key else ''}"


def move_sentence(game: ListedGame, move: Surprise) -> str:
    """A move that an actor does not expect, or expects in vain, and why; in two sentences, without where it is made."""
    case, viewer = game.case, game.case.label(move.viewer)
    end = state_name(game, move.after.key)
    change = change_words(game, move.mover, move.before.key, move.after.key)
    what = f"{case.label(move.mover)} {change}"
    if not change.endswith(end):
        what = f"{what} {state_in_brackets(game, move.after.key)}"
    if not move.coming:
        expects = verb(case, move.viewer, "expects", "expect")
        return f"{viewer} {expects} that {what}. This does not happen: {_lack(game, move)}."
    # A body has no preferences, so that it cannot gain.
    gains = f" and {verb(case, move.mover, 'gains', 'gain')} by it"
    if game.mover(move.mover).is_body:
        gains = ", and the decision passes"
    does = verb(case, move.viewer, "does not", "do not")
    return f"{what}{gains}. {viewer} {does} expect this: {_lack(game, move)}."


def _lack(game: ListedGame, move: Surprise) -> str:
    """Why the one who does not count on a move does not: the viewer, where it comes, else the mover."""
    # A move comes as a surprise by what its viewer does not see, and stays away by what its mover does not see.
    case, blind = game.case, move.viewer if move.coming else move.mover
    who = verb(case, blind, "it", "they") if move.coming else case.label(move.mover)
    does = verb(case, blind, "does", "do")
    if move.reason == "state":
        place = own_game(game, blind).place
        hidden = [state for state in (move.before.key, move.after.key) if place[state] < 0]
        return f"{who} {does} not see {states_words(game, hidden)}"
    if move.reason == "option":
        was, is_ = move.before.taken, move.after.taken
        # What a coalesced state leaves open need not be what the mover changes.
        changed = [o for o in game.mover(move.mover).options if {was[o], is_[o]} == {True, False}]
        unknown = [f'"{game.options[o].name}"' for o in unaware_of(game.case, blind) if o in changed]
        return f"{who} {does} not know of {joined(unknown, 'or') or 'this move'}"
    if game.mover(move.mover).is_body:
        return f"{who} {does} not believe that the decision passes" if move.coming else "the decision does not pass"
    if move.coming:
        return f"{who} {verb(case, blind, 'sees', 'see')} no gain in it for {case.label(move.mover)}"
    return f"{who} {verb(case, blind, 'gains', 'gain')} nothing by it"


def _belief(game: ListedGame, own: OwnGame, id_: str, seen: Seen) -> str:
    """Where the preferences that an actor is believed to have differ from those that it has."""
    who, actor = game.case.label(id_), game.case.actors[id_]
    # Two lists can be compared line by line; of other forms only the best states are comparable.
    if seen.prefers is not None and actor.prefers is not None:
        return _lines(game, id_, who, seen.prefers, actor)
    best_entry = seen.ranking[0] if seen.ranking else ()
    if isinstance(best_entry, str) and not game.is_graph and not is_pattern(best_entry):
        return f"{who} {verb(game.case, id_, 'ranks', 'rank')} {statement_words(game.case, parse(best_entry), id_)} first"
    rank = own.game.rank_rows[game.actors.index(id_)]
    best = own.states[np.flatnonzero(rank == rank.max())].tolist()
    if len(best) == own.game.size > 1:
        return f"{who} {verb(game.case, id_, 'likes', 'like')} all states equally"
    return f"{who} {verb(game.case, id_, 'likes', 'like')} {states_words(game, best)} best"


def _lines(game: ListedGame, id_: str, who: str, believed: Sequence[PreferenceLine], actor: Actor) -> str:
    real = [_text(game, id_, line) for line in actor.prefers or ()]
    ours = [_text(game, id_, line) for line in believed]
    # The first statement that differs outweighs all below it, so that it alone is named.
    first = next((k for k, text in enumerate(ours) if text != (real[k] if k < len(real) else None)), len(ours))
    has, ranks = verb(game.case, id_, "has", "have"), verb(game.case, id_, "ranks", "rank")
    own = its(game.case, id_)
    if first == len(ours):
        if first == len(real):
            return f"{who} {has} the preferences as written"
        only = {0: "no preferences", 1: f"only the first of {own} preferences"}
        return f"{who} {has} {only.get(first, f'only the first {first} of {own} preferences')}"
    if first == 0:
        return f"{who} {ranks} {ours[0]} first"
    before = f"{own} first preference" if first == 1 else f"{own} first {first} preferences"
    return f"{who} {ranks} {ours[first]} right after {before}"


def _text(game: ListedGame, id_: str, line: PreferenceLine) -> str:
    """An entry in words, quotation marks and all; equally important statements with commas between them."""
    return ", ".join(statement_words(game.case, part.that, id_) for part in lines_of(line))
