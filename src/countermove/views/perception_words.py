"""Perceptions in prose: what each believes and expects, what holds as each sees it, and what will surprise whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from countermove.analysis.perceptions import Perceptions
from countermove.analysis.surprises import Surprise
from countermove.game.listed import ListedGame
from countermove.game.perceived import unaware_of
from countermove.model.case import View
from countermove.stability.concept import Concept
from countermove.text.naming import joined, number, whose
from countermove.text.phrases import Lines, plural, sentence
from countermove.text.preferences import claim_words, preference_items
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.belief_words import differences, doing, move_sentence, states_words, where_words

__all__ = ["different_games", "perception_prose", "perception_table"]

LISTED = 8
"""So many outcomes, or moves, are told one by one."""


def perception_prose(found: Perceptions, most: int = LISTED) -> list[Section]:
    """The sections: who plays a game of its own, one on each of these games, and what holds; lists up to `most`.

    Without views only that, and how to write one: what holds is then what `solve` tells.
    """
    graph = found.graph
    title = f"{graph.case.title or 'Untitled case'}: who plays which game"
    if not found.games:
        return [Section(title, tuple(_no_views(graph)))]
    sections = [Section(title, (Item(_who(found)),))]
    for viewer in found.games:
        items = [*_beliefs(graph, viewer), *_expectations(found, viewer, most), *_surprises(found, viewer, most)]
        sections.append(Section(f"The game of {graph.case.label(viewer)}", tuple(items)))
    return [*sections, Section("What holds", tuple(_holding(found, most)))]


def perception_table(found: Perceptions, limit: int) -> Table:
    """One row for each state that holds for everybody, as written, or as somebody expects; up to `limit`."""
    graph = found.graph
    ids = list(graph.case.states or ())
    states = found.notable()
    rows = []
    for state in states[:limit].tolist():
        held = [found.under(state), found.under_written(state), *(found.under_expected(v, state) for v in found.games)]
        what = ids[state] if ids else _taken(graph, state)
        reached = [] if found.reached is None else ["yes" if found.reached[state] else "no"]
        rows.append((str(number(state)), what, *(_labels(found, some) for some in held), *reached))
    columns = ["state", "id" if ids else "options taken", "holds", "as written"]
    columns += [f"{graph.case.label(viewer)} expects" for viewer in found.games]
    columns += [] if found.reached is None else ["reachable"]
    notes = ["holds: as each sees it, stable for everybody in the game that it plays. as written: in the case itself."]
    if found.reached is not None:
        notes.append("reachable: by improvements from the status quo, each in the eyes of who makes it.")
    if len(states) > limit:
        notes.insert(0, f"{len(states) - limit:,} more states hold for somebody; --limit shows them.")
    return Table(tuple(columns), tuple(rows), frozenset({"state"}), tuple(notes))


def different_games(found: Perceptions) -> Lines:
    """For the brief: who plays a different game, what it gets wrong, and what holds as each sees it."""
    graph = found.graph
    concept = _lead(found)
    for viewer, game in found.games.items():
        parts = list(differences(graph, game))
        if parts:
            yield 1, f"{graph.case.label(viewer)} plays a different game: it {joined(parts)}."
            yield 2, _verdict(found, viewer, concept)
            yield from ((2, line) for line in _today(found, viewer))
    if not found.games:
        return
    holding, written = _states(found.holding(concept.id)), _states(found.written[concept.id])
    same = "as in the game as written" if holding == written else f"in the game as written, {_hold(graph, written)}"
    yield 1, f"As each sees it, {_hold(graph, holding)} ({concept.label}); {same}."


def _lead(found: Perceptions) -> Concept:
    """The concept to speak of on one line: the first under which something holds as each sees it."""
    return next((c for c in found.concepts if found.holding(c.id).any()), found.concepts[0])


def _verdict(found: Perceptions, viewer: str, concept: Concept) -> str:
    graph = found.graph
    expected = _states(found.expected(viewer, concept.id))
    wrong, missed = _states(found.mistaken(viewer, concept.id)), _states(found.unexpected(viewer, concept.id))
    text = f"In its eyes {_hold(graph, expected)} ({concept.label})"
    parts = [f"{states_words(graph, wrong)} {plural(len(wrong), 'does', 'do')} not hold"] if wrong else []
    parts += [_hold(graph, missed)] if missed else []
    return f"{text}. Surprises: {'; '.join(parts)}." if parts else f"{text}; it is right in that."


def _today(found: Perceptions, viewer: str) -> Iterator[str]:
    """The first of the moves that it gets wrong today, and how many more there are."""
    start = found.graph.status_quo
    moves = found.surprises(viewer, [start]) if start is not None else ()
    if moves:
        rest = len(moves) - 1
        more = f" It gets {rest} more {plural(rest, 'move', 'moves')} wrong today." if rest else ""
        yield f"Today: {move_sentence(found.graph, moves[0])}{more}"


def _hold(graph: ListedGame, states: Sequence[int]) -> str:
    if not states:
        return "no state holds"
    return f"{states_words(graph, states)} {plural(len(states), 'holds', 'hold')}"


def _who(found: Perceptions) -> str:
    graph = found.graph
    names = [graph.case.label(viewer) for viewer in found.games]
    others = [graph.case.label(m.id) for m in graph.movers if m.id not in found.games]
    rest = f" {joined(others)} {plural(len(others), 'plays', 'play')} the game as written." if others else ""
    return f"{joined(names)} {plural(len(names), 'plays a game', 'play games')} of {_their(len(names))} own.{rest}"


def _no_views(graph: ListedGame) -> Iterator[Item]:
    """That nobody sees the case differently, and how a view is written, in the names of the case."""
    yield Item(
        "Nobody is said to see the case differently: it has no views, so everybody plays the game as written, and "
        "countermove solve tells what holds there."
    )
    case = graph.case
    if len(case.actors) < 2 or not graph.movers:
        return
    viewer, other = list(case.actors)[:2]
    yield Item(f"To say what {case.label(viewer)} believes, write a view into the case file, such as one of these:")
    believed = "ranking: [...]" if graph.is_graph else "prefers: [...]"
    yield Item(
        f"views: {{{viewer}: {{actors: {{{other}: {{{believed}}}}}}}}} (what it thinks that {case.label(other)} wants)",
        1, "-",
    )  # fmt: skip
    foreign = next((row for row in graph.options if row.owner != viewer), None)
    if foreign is not None:
        unknown = whose(case, foreign.index)
        yield Item(f"views: {{{viewer}: {{unaware: [{foreign.full}]}}}} (that it does not know of {unknown})", 1, "-")


def _their(count: int) -> str:
    return plural(count, "its", "their")


def _beliefs(graph: ListedGame, viewer: str) -> Iterator[Item]:
    """What the view of an actor says, in full."""
    case, view = graph.case, graph.case.views[viewer]
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
    yield from _hidden(graph, viewer, view)


def _hidden(graph: ListedGame, viewer: str, view: View) -> Iterator[Item]:
    if not view.unseen:
        return
    yield Item("It does not see the states in which this holds:" if graph.case.states is None else "It does not see:")
    names = graph.case.states or {}
    for claim in view.unseen:
        id_ = claim.that.text.strip()
        known = f"{id_} ({names[id_]})" if names.get(id_) else id_
        yield Item(claim_words(graph.case, claim, viewer) if graph.case.states is None else known, 1, "-")


def _expectations(found: Perceptions, viewer: str, most: int) -> Iterator[Item]:
    states = _firmest(found, lambda c: found.expected(viewer, c))
    if not states:
        yield Item("It expects no state to hold.")
        return
    yield Item(f"It expects {plural(len(states), 'this outcome', 'these outcomes')} to hold:")
    for state in states[:most]:
        yield Item(f"{doing(found.graph, state)}: {_labels(found, found.under_expected(viewer, state))}", 1, "-")
    yield from _more(len(states) - most, "state")


def _surprises(found: Perceptions, viewer: str, most: int) -> Iterator[Item]:
    """What will surprise an actor: outcomes that hold, outcomes that do not, and moves."""
    graph = found.graph
    items = []
    for which, words in (
        (found.unexpected, "{} holds ({}), and it does not expect that."),
        (found.mistaken, "{} does not hold, though it expects that ({})."),
        (found.overlooked, "{} would hold in the game as written ({}), and it does not think so."),
    ):
        for state in _firmest(found, lambda c, which=which: which(viewer, c)):  # type: ignore[misc]
            held = [c for c in found.concepts if which(viewer, c.id)[state]]
            if which != found.overlooked or not found.under(state):
                items.append(words.format(doing(graph, state), _labels(found, held)))
    moves = _moves(found, viewer, most)
    if not items and not moves:
        yield Item("Nothing will surprise it: no outcome, and no move at the outcomes that matter.")
        return
    yield Item("What will surprise it:")
    yield from (Item(sentence(text) if not graph.is_graph else text, 1, "-") for text in items[:most])
    yield from _more(len(items) - most, "outcome")
    for move in moves[:most]:
        yield Item(f"At {where_words(graph, move.before)}: {move_sentence(graph, move)}", 1, "-")
    yield from _more(len(moves) - most, "move")


def _moves(found: Perceptions, viewer: str, most: int) -> list[Surprise]:
    """The moves that an actor gets wrong: today, and at the outcomes that are told one by one."""
    told = _firmest(found, lambda c: found.expected(viewer, c))[:most] + _firmest(found, found.holding)[:most]
    now = found.graph.status_quo
    moves = found.surprises(viewer, told if now is None else [now, *told])
    return sorted(moves, key=lambda move: move.before != now)


def _holding(found: Perceptions, most: int) -> Iterator[Item]:
    """What holds as each sees it, and what else would in the game as written."""
    graph = found.graph
    states = _firmest(found, found.holding)
    if states:
        yield Item(f"As each sees it, {plural(len(states), 'this outcome holds', 'these outcomes hold')}:")
        for state in states[:most]:
            written = found.under_written(state)
            same = written == found.under(state)
            note = "" if same or not found.games else f"; in the game as written: {_labels(found, written) or 'no'}"
            yield Item(f"{doing(graph, state)}: {_labels(found, found.under(state))}{note}", 1, "-")
        yield from _more(len(states) - most, "state")
    else:
        yield Item("As each sees it, no state holds under any of these concepts: somebody always moves on.")
    lost = [s for s in _firmest(found, lambda c: found.written[c]) if s not in set(states)]
    if lost:
        yield Item(f"In the game as written {plural(len(lost), 'this would hold', 'these would hold')} besides:")
        yield from (Item(f"{doing(graph, s)}: {_labels(found, found.under_written(s))}", 1, "-") for s in lost[:most])
        yield from _more(len(lost) - most, "state")


def _more(count: int, what: str) -> Iterator[Item]:
    if count > 0:
        yield Item(f"and {count:,} more {plural(count, what, f'{what}s')}", 1, "-")


def _firmest(found: Perceptions, which: Callable[[str], np.ndarray]) -> list[int]:
    """The states that are in some set, those in the sets of most concepts first."""
    counts = np.zeros(found.graph.size, dtype=np.int64)
    for concept in found.concepts:
        counts += which(concept.id)
    order = np.argsort(-counts, kind="stable")
    return [int(state) for state in order[counts[order] > 0]]


def _labels(found: Perceptions, held: Sequence[Concept]) -> str:
    if len(held) == len(found.concepts) > 2:
        return f"all {len(held)} concepts"
    return ", ".join(concept.label for concept in held)


def _states(which: np.ndarray) -> list[int]:
    return [int(state) for state in np.flatnonzero(which)]


def _taken(graph: ListedGame, state: int) -> str:
    taken = graph.taken(state)
    return ", ".join(row.full for row in graph.options if taken[row.index]) or "nothing"
