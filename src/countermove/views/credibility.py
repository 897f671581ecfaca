"""Threats in words: which equilibria rest on bluffs, who would have to carry them out, and at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.credibility import Credibility, Threat, Tried
from countermove.analysis.threats import ThreatMove
from countermove.game.game import State
from countermove.game.names.labels import change_words, joined, state_name
from countermove.game.searched import SearchedGame
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import alike, doing_line, named, outcome, shortened, table_with_labels, taken_words
from countermove.text.phrases import (
    difference_statement,
    outcomes_called,
    place_cell,
    plural,
    sentence,
    states_listed,
    step_words,
)
from countermove.text.verbs import its, verb
from countermove.views.stability import found_words

__all__ = ["credibility_page", "credibility_prose", "credibility_table"]

MOST_EXAMPLES = 3
"""States that are described in sentences, at ten lines each a screen; the table has the others."""
MOST_STATEMENTS = 3
"""Statements that are quoted of those that a move costs, a line each; of more, their number is given."""
MOST_STATES = 12
"""States that are named one by one, half a line of numbers; of more, the reader wants to know how many they are."""
MOST_NAMES = 6
"""Actors that are named of those against a decision: about a line of names."""
BLUFFS = "bluffs: threats that are not in the interest of those who make them"
"""What it is that equilibria rest on, with its meaning, where a page says it first."""


def credibility_page(answer: Credibility, limit: int) -> Page:
    """The sections, and a table of the first `limit` states that rest on threats unless states were asked for."""
    has_table = answer.states is None and answer.n_resting
    return [*credibility_prose(answer), *([credibility_table(answer, limit)] if has_table else [])]


def credibility_prose(answer: Credibility) -> list[Section]:
    """The sections: how many equilibria rest on bluffs, which remain without, and the bluffs at some states."""
    title = f"{answer.game.case.title or 'Untitled case'}: what rests on threats"
    if answer.states is not None:
        return [_at(answer, state, 0) for state in answer.states]
    count = _count(answer) if answer.trials is None else _tried_count(answer)
    states = answer.resting_by_nearness[:MOST_EXAMPLES]
    return [Section(title, tuple(map(Item, count))), *(_at(answer, state, k) for k, state in enumerate(states, 1))]


def credibility_table(answer: Credibility, limit: int) -> Table:
    """One row for each state that rests on threats: who is deterred, and who would have to act against its interest."""
    game, rows, above = answer.game, [], None
    for place, state in enumerate(answer.resting_by_nearness[:limit], 1):
        unwilling = list(dict.fromkeys(step.mover for threat in answer.threats(state) for step in threat.unwilling))
        people = answer.held_back(state), unwilling
        if isinstance(game, SearchedGame):
            # States without numbers: each is described by its difference from the one above, where that is shorter.
            head = str(place), taken_words(game, state.key, above, "above")
            rows.append((*head, *(named(game, ids) for ids in people)))
            above = state.key
        else:
            head = str(state.number), taken_words(game, state.key)
            rows.append((*head, *(joined(list(map(game.case.label, ids))) for ids in people)))
    options = "options taken" if game.is_listed else "options taken (+ besides, - not)"
    heads = ("state" if game.is_listed else "", "id" if game.case.is_graph else options)
    more = answer.n_resting - limit
    notes = [
        f"deterred: whose improvements only bluffs deter under {answer.concept.label}. bluff by: who would have to act "
        "without gain."
    ]
    if more > 0:
        notes.append(f"{more:,} more {plural(more, 'state rests', 'states rest')} on bluffs; --limit shows them.")
    table = Table((*heads, "deterred", "bluff by"), tuple(rows), frozenset({heads[0]}), tuple(notes))
    return table_with_labels(table, game, [state.key for state in answer.resting_by_nearness[:limit]])


# ------------------------------------------------------------------------------------------------ how many


def _count(answer: Credibility) -> Iterator[str]:
    every, resting = answer.equilibria, answer.n_resting
    left = [state.key for state in answer.remaining]
    concept, credible = answer.concept.label, answer.credible.label
    if not every:
        yield f"No state is an equilibrium under {concept}, so none rests on threats."
        return
    states = f"{every:,} {plural(every, 'state is an equilibrium', 'states are equilibria')} under {concept}"
    yield f"{states}: the others can answer every improvement so that its mover gains nothing, at whatever cost to them."
    if not resting:
        all_ = plural(every, "It is an equilibrium", "All of them are equilibria")
        yield f"{all_} under {credible} too, where answers must be credible: none rests on threats."
        return
    yield f"{_resting_words(resting, every)}."
    none = plural(resting, "it is no equilibrium", "they are no equilibria")
    yield f"Under {credible}, where every answer must be credible (in the interest of those who give it), {none}."
    if left:
        names = states_listed(answer.game, left, MOST_STATES)
        what = plural(len(left), "remains an equilibrium", "remain equilibria")
        yield f"If nobody believes bluffs, {names} {what}."
    else:
        yield "If nobody believes bluffs, no equilibrium remains."


def _resting_words(resting: int, every: int) -> str:
    """How many of some equilibria rest on bluffs, and what that means."""
    if resting == every:
        return f"{plural(every, 'It rests', f'All {every:,} rest')} on {BLUFFS}"
    return f"{resting:,} of the {every:,} {plural(resting, 'rests', 'rest')} on {BLUFFS}"


def _tried_count(answer: Credibility) -> Iterator[str]:
    """The same of a search, which tries only some states."""
    trials = answer.trials
    assert trials is not None
    # A Nash equilibrium needs no answers: it is counted with the others of its kind, not as a state that was tried.
    nash = set(trials.table.search_result.nash.codes)
    yield found_words(trials.table)
    if nash:
        yield "A Nash equilibrium rests on no threat: no actor or body has an improvement that must be deterred."
    others = [one for one in trials.tried if one.key not in nash]
    if not others and not trials.late:
        why = "The status quo is one of them"
        if answer.game.status_quo_key is None:
            why = "The case has no status quo to start from"
        yield f"{why}, so no other state was tried. --state STATE tries one."
        return
    if others:
        yield from _tried_words(answer, others)
    if trials.late:
        why = "the search stopped early, or an actor has too many options to look through"
        yield f"{trials.late:,} more {plural(trials.late, 'state was', 'states were')} not tried: {why}."


def _tried_words(answer: Credibility, others: Sequence[Tried]) -> Iterator[str]:
    """What is known of the states that are no Nash equilibria."""
    concept, credible, depth = answer.concept.label, answer.credible.label, answer.depth or 0
    n_stable, n_credible = sum(one.is_stable for one in others), sum(one.is_credible for one in others)
    tried = f"{len(others):,} other {plural(len(others), 'state was', 'states were')} tried"
    yield f"{tried}: the status quo, and the states on a walk of improvements from there."
    are = plural(n_stable, "is shown to be an equilibrium", "are shown to be equilibria")
    moves = f"answers of at most {depth} {plural(depth, 'move', 'moves')}"
    if n_stable:
        cost = "take every gain away, at whatever cost to those who answer"
        yield f"{n_stable:,} of these {are} under {concept}: {moves} {cost}."
    else:
        none = plural(len(others), "It is not shown to be an equilibrium", "None of these is shown to be an equilibrium")
        yield f"{none} under {concept}: {moves} do not take every gain away."
    if n_stable < len(others):
        of_them = (
            plural(len(others) - n_stable, "of the other", "of the others")
            if n_stable
            else plural(len(others), "of it", "of them")
        )
        kind = plural(len(others) - n_stable, "an equilibrium", "equilibria")
        yield f"Longer answers, which were not tried, may make {kind} {of_them}."
    resting = answer.n_resting
    if resting:
        yield f"{_resting_words(resting, n_stable)}."
        where = plural(resting, "In this state", "In each of these states")
        yield f"{where} some gain has no credible answer, or none was found ({credible})."
    elif n_stable:
        all_ = plural(n_stable, "It is an equilibrium", "All of these are equilibria")
        yield f"{all_} under {credible} too, where answers must be credible: none rests on threats."
    if n_credible and resting:
        are = plural(n_credible, "is an equilibrium", "are equilibria")
        yield f"{n_credible:,} {are} under {credible} too, and {plural(n_credible, 'rests', 'rest')} on no threat."


# ------------------------------------------------------------------------------------------------ at one state


def _at(answer: Credibility, state: State, place: int) -> Section:
    """What deters whom at one state; `place`: which of those that rest on bluffs it is, 0 where it was asked for."""
    if answer.trials is None:
        return Section(_title(state), tuple(_listed_items(answer, state)))
    if state.key == answer.game.status_quo_key:
        title = "The status quo"
    else:
        title = f"State {place} of those that rest on bluffs" if place else "The state"
    return Section(title, tuple(_searched_items(answer, state)))


def _title(state: State) -> str:
    name = state_name(state.game, state.key)
    return name if state.id is not None else sentence(name)


def _listed_items(answer: Credibility, state: State) -> Iterator[Item]:
    game = answer.game
    if not game.case.is_graph:
        parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(game, state.key) if names]
        yield Item(f"{'. '.join(parts) or 'Nobody does anything'}.")
    # In this order: a state that a mover leaves anyway rests on nothing, threats or no threats.
    leaving = answer.not_held_back(state)
    if leaving:
        names = joined([game.case.label(mover) for mover in leaving], "or")
        yield Item(f"It is no equilibrium under {answer.concept.label}: not even threats deter {names}.")
        return
    threats = answer.threats(state)
    if not threats:
        yield Item(f"It is an equilibrium under {answer.credible.label} too, and rests on no threat.")
    for mover in dict.fromkeys(threat.mover for threat in threats):
        own = [threat for threat in threats if threat.mover == mover]
        gain = step_words(game, mover, own[0].state.key, own[0].target.key)
        yield Item(f"{game.case.label(mover)} would gain by this move: {gain}. {_without_bluff(answer, own[0])}", 0, "-")
        yield from _answer(answer, own[0], game.case.label(mover))
        if len(own) > 1:
            yield Item(f"Bluffs deter {len(own) - 1} more {plural(len(own) - 1, 'move', 'moves')} of this kind.", 1)


def _searched_items(answer: Credibility, state: State) -> Iterator[Item]:
    game = answer.game
    assert isinstance(game, SearchedGame)
    yield Item(f"{doing_line(game, state.key)}.")
    if not answer.is_equilibrium(state):
        names = named(game, answer.not_held_back(state)) or "everybody"
        concept, depth = answer.concept.label, answer.depth or 0
        yield Item(
            f"It is not shown to be an equilibrium under {concept}: no answer of at most {depth} "
            f"{plural(depth, 'move', 'moves')} was found that deters {names}."
        )
        return
    if answer.is_equilibrium(state, credible=True):
        yield Item(f"It is an equilibrium under {answer.credible.label} too, and rests on no threat.")
        return
    threats = answer.threats(state)
    first: dict[str, Threat] = {}
    for threat in threats:
        first.setdefault(threat.mover, threat)
    # Movers of whom the same is said share an item: with thirty actors there would be no end of it.
    for said, movers in alike((mover, tuple(_gain(answer, threat))) for mover, threat in first.items()).items():
        more = sum(threat.mover in movers for threat in threats) - len(movers)
        who = named(game, movers)
        move = plural(len(movers), "would gain by this move", "would each gain by this move")
        yield Item(f"{who} {move}: {said[0].text}", 0, "-")
        yield from said[1:]
        if more:
            yield Item(f"Bluffs deter {more} more {plural(more, 'move', 'moves')} of this kind.", 1)


def _gain(answer: Credibility, threat: Threat) -> Iterator[Item]:
    """What is said of a gain and of the bluff that deters it, without whom it deters."""
    gain = change_words(answer.game, threat.mover, threat.state.key, threat.target.key)
    yield Item(f"{gain}. {_without_bluff(answer, threat)}")
    yield from _answer(answer, threat, "")


def _without_bluff(answer: Credibility, threat: Threat) -> str:
    """Why no credible answer deters a gain: there is none, none was found, or its mover escapes those there are."""
    if threat.is_escaped:
        return "A credible answer takes the gain away, but its mover escapes that answer by one more move."
    if threat.is_certain:
        return "No credible answer takes the gain away."
    depth = answer.depth or 0
    return f"No credible answer of at most {depth} {plural(depth, 'move', 'moves')} was found that takes the gain away."


def _answer(answer: Credibility, threat: Threat, who: str) -> Iterator[Item]:
    """The bluff that deters a mover, its moves in words, and where it can go if the bluff is called."""
    is_listed = answer.trials is None
    if threat.steps is None:
        why = "there are too many answers" if is_listed else "the search stopped early"
        yield Item(f"A bluff deters it; the cheapest was not found, since {why}.", 1)
    else:
        yield Item(f"Only a bluff deters it: {'; then '.join(map(_step, threat.steps))}.", 1)
    calls = verb(answer.game.case, threat.mover, "calls", "call")
    called = f"If {who} {calls} the bluff" if who else "If the bluff is called"
    yield from (Item(f"{called}, {words}.", 1) for words in _afterwards(answer, threat))


def _step(step: ThreatMove) -> str:
    game = step.before.game
    move = step.mover, step.before.key, step.after.key
    change = step_words(game, *move) if game.is_listed else change_words(game, *move)
    return f"{game.case.label(step.mover)} {change}, {_price(step)}"


def _price(step: ThreatMove) -> str:
    """What a move means to its mover: its own interest, nothing, or a loss, and of what."""
    case, mover = step.before.game.case, step.mover
    if step.is_willing:
        return f"in {its(case, mover)} own interest"
    if step.gain is None:  # a body has no preferences of its own
        names = shortened([case.label(actor) for actor in step.against], MOST_NAMES)
        return f"a decision that does not pass{f' (against: {names})' if names else ''}"
    if step.gain == 0:
        return "without any gain"
    lost = [difference_statement(case, d) for d in step.differences if not d.gained]
    if lost:
        own = f"{its(case, mover)} own {plural(len(lost), 'preference', 'preferences')}"
        return f"against {own}: {shortened(lost, MOST_STATEMENTS)}"
    it = verb(case, mover, "it", "them")
    if step.places is None:
        return f"which is worse for {it}"
    before, after = (place_cell(place) for place in step.places)
    if before == after:
        return f"which is slightly worse for {it}"
    return f"from the {before} of {step.places[0].size:,} states to the {after}"


def _afterwards(answer: Credibility, threat: Threat) -> Iterator[str]:
    """Where it can go if the bluff is called; in a searched game by the places among the equilibria of `solve`.

    The move that calls the bluff may itself end in an equilibrium: no improvement has to lead there.
    """
    target, credible = threat.target.key, answer.credible.label
    beyond = [end for end in threat.ends if end.key != target]
    lasts = len(beyond) < len(threat.ends)
    if answer.trials is not None:
        if lasts:
            yield f"nobody moves on: that is {_called(answer, threat.ends)}"
        elif beyond:
            yield f"improvements can lead to {_called(answer, beyond)}"
        return
    where = f"{state_name(answer.game, target)} is an equilibrium under {credible}" if lasts else ""
    if not beyond:
        yield where or f"improvements lead to no equilibrium under {credible}"
        return
    names = states_listed(answer.game, [end.key for end in beyond], MOST_STATES, "or")
    kind = f"{plural(len(beyond), 'an equilibrium', 'equilibria')} {'too' if lasts else f'under {credible}'}"
    yield f"{f'{where}, and ' if lasts else ''}improvements can lead to {names} ({kind})"


def _called(answer: Credibility, ends: Sequence[State]) -> str:
    """Nash equilibria by their places in the table of `solve`, which readers have seen."""
    assert answer.trials is not None
    order = {key: place for place, key in enumerate(answer.trials.table.strongest())}
    places = sorted(((order[end.key], end) for end in ends if end.key in order), key=lambda pair: pair[0])
    if not places:
        return "a Nash equilibrium that solve does not list"
    kind = plural(len(places), "a Nash equilibrium", "Nash equilibria")
    return f"{outcomes_called(places, 'or')} ({kind}, in the order of solve)"
