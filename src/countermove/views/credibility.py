"""Threats in words: which outcomes rest on them, who would have to carry them out, and at what price."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.credibility import Credibility, Threat, Tried
from countermove.analysis.threats import ThreatMove
from countermove.game.game import State
from countermove.game.names.labels import change_words, joined, share_words, state_name, states_words
from countermove.game.searched import SearchedGame
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import alike, doing_line, named, outcome, shortened, taken_words
from countermove.text.phrases import (
    Lines,
    line_words,
    places_words,
    plural,
    sentence,
    step_words,
)
from countermove.views.stability import found_words

__all__ = ["credibility_page", "credibility_prose", "credibility_table", "threat_count"]

MOST_EXAMPLES = 3
"""States that are described in sentences, at ten lines each a screen; the table has the others."""
MOST_STATEMENTS = 3
"""Statements that are quoted of those that a move costs, half a line; of more, their number is given."""
MOST_STATES = 12
"""States that are named one by one, half a line of numbers; of more, the reader wants to know how many they are."""
MOST_NAMES = 6
"""Actors that are named of those against a decision: about a line of names."""


def credibility_page(answer: Credibility, limit: int) -> Page:
    """The sections, and a table of the first `limit` states that rest on threats unless states were asked for."""
    has_table = answer.states is None and answer.n_resting
    return [*credibility_prose(answer), *([credibility_table(answer, limit)] if has_table else [])]


def credibility_prose(answer: Credibility) -> list[Section]:
    """The sections: how many outcomes rest on threats, what is left without, and the threats at some states."""
    title = f"{answer.game.case.title or 'Untitled case'}: what rests on threats"
    if answer.states is not None:
        return [_at(answer, answer.game.at(key), 0) for key in answer.states]
    count = _count(answer) if answer.trials is None else _tried_count(answer)
    states = answer.resting_by_nearness[:MOST_EXAMPLES]
    return [Section(title, tuple(map(Item, count))), *(_at(answer, state, k) for k, state in enumerate(states, 1))]


def credibility_table(answer: Credibility, limit: int) -> Table:
    """One row for each state that rests on threats: who is held back, and who would have to act unwillingly."""
    game, rows, above = answer.game, [], None
    for place, state in enumerate(answer.resting_by_nearness[:limit], 1):
        unwilling = list(dict.fromkeys(step.mover for threat in answer.threats(state) for step in threat.unwilling))
        people = answer.held_back(state), unwilling
        if isinstance(game, SearchedGame):
            # States without numbers: each is told by its difference from the one above, where that is shorter.
            head = str(place), taken_words(game, state.key, above, "above")
            rows.append((*head, *(named(game, ids) for ids in people)))
            above = state.key
        else:
            head = str(state.number), taken_words(game, state.key)
            rows.append((*head, *(joined(list(map(game.case.label, ids))) for ids in people)))
    options = "options taken" if game.is_listed else "options taken (+ besides, - not)"
    heads = ("state" if game.is_listed else "", "id" if game.case.is_graph else options)
    more = answer.n_resting - limit
    what = "equilibria" if game.is_listed else "states"
    notes = (f"{more:,} more {what} rest on threats; --limit shows them.",) if more > 0 else ()
    return Table((*heads, "held back", "by moves against the will of"), tuple(rows), frozenset({heads[0]}), notes)


def threat_count(answer: Credibility) -> Lines:
    """For the brief: how many equilibria rest on threats, on one line."""
    resting, every = answer.n_resting, answer.equilibria
    if resting:
        which = f"{resting:,} of {every:,} {plural(every, 'outcome', 'outcomes')} under {answer.concept.label}"
        what = f"{plural(resting, 'rests', 'rest')} on threats that somebody would rather not carry out"
        yield 1, f"{which} {what}."


# ------------------------------------------------------------------------------------------------ how many


def _count(answer: Credibility) -> Iterator[str]:
    every, resting = answer.equilibria, answer.n_resting
    left = [state.key for state in answer.remaining]
    concept, credible = answer.concept.label, answer.credible.label
    if not every:
        yield f"No state is an equilibrium under {concept}, so nothing rests on threats."
        return
    states = f"{every:,} {plural(every, 'state is an equilibrium', 'states are equilibria')} under {concept}"
    yield f"{states}: whoever leaves can be answered so that it gains nothing, whatever that costs the others."
    if not resting:
        yield f"{plural(every, 'It holds', 'All of them hold')} under {credible}, too: nobody has to count on a threat."
        return
    those = f"{resting:,} of them {plural(resting, 'rests', 'rest')}"
    yield f"{those} on threats that somebody would rather not carry out: under {credible}, somebody leaves."
    if left:
        what = f"{states_words(answer.game, left, most=MOST_STATES)} {plural(len(left), 'is', 'are')} left"
        yield f"If nobody believes such threats, {what}, {plural(len(left), 'which holds', 'which hold')} without them."
    else:
        yield "If nobody believes such threats, nothing is left that holds."


def _tried_count(answer: Credibility) -> Iterator[str]:
    """The same of a search, which tries only some states."""
    trials = answer.trials
    assert trials is not None
    # A Nash equilibrium needs no answers: it is counted with the others of its kind, not as a state that was tried.
    nash = set(trials.table.search_result.nash.codes)
    without = " They rest on no threat: nobody is tempted, so nobody has to be held back." if nash else ""
    yield found_words(trials.table) + without
    others = [one for one in trials.tried if one.key not in nash]
    if not others and not trials.late:
        why = "The status quo is one of them"
        if answer.game.status_quo is None:
            why = "The case has no status quo to start from"
        yield f"{why}, so no other state was tried; --state STATE tries one."
        return
    if others:
        yield from _tried_words(answer, others)
    if trials.late:
        why = "time ran out, or somebody has too many options to look through"
        yield f"{trials.late:,} more {plural(trials.late, 'was', 'were')} left untried: {why}."


def _tried_words(answer: Credibility, others: Sequence[Tried]) -> Iterator[str]:
    """What is known of the states that are no Nash equilibria."""
    concept, credible, depth = answer.concept.label, answer.credible.label, answer.depth or 0
    n_stable, n_credible = sum(one.is_stable for one in others), sum(one.is_credible for one in others)
    tried = f"{len(others):,} other {plural(len(others), 'state was', 'states were')} tried"
    moves = f"answers of at most {depth} {plural(depth, 'move', 'moves')}"
    yield (
        f"{tried}: the status quo, and what improvements pass through from there. With {moves}, {n_stable:,} "
        f"{plural(n_stable, 'is', 'are')} shown to hold under {concept}: whoever leaves can be answered so that it gains "
        f"nothing, whatever that costs the others. A longer answer might hold more of them."
    )
    resting = answer.n_resting
    if resting:
        yield (
            f"{resting:,} of these {plural(resting, 'rests', 'rest')} on threats that somebody would rather not carry "
            f"out: no answer was found, each move in its mover's own interest, that would undo every gain ({credible})."
        )
    elif n_stable:
        yield f"{plural(n_stable, 'It holds', 'All of these hold')} under {credible}, too: nobody has to count on a threat."
    if n_credible and resting:
        yield f"{n_credible:,} {plural(n_credible, 'holds', 'hold')} under {credible}, too, without threats."


# ------------------------------------------------------------------------------------------------ at one state


def _at(answer: Credibility, state: State, place: int) -> Section:
    """What holds everybody at one state; `place`: which of those that rest on threats it is, 0 where it was asked for."""
    if answer.trials is None:
        return Section(_title(state), tuple(_listed_items(answer, state)))
    if state.key == answer.game.status_quo:
        title = "The status quo"
    else:
        title = f"State {place} of those that rest on threats" if place else "The state"
    return Section(title, tuple(_searched_items(answer, state)))


def _title(state: State) -> str:
    name = state_name(state.game, state.key)
    return name if state.id is not None else sentence(name)


def _listed_items(answer: Credibility, state: State) -> Iterator[Item]:
    game = answer.game
    if not game.case.is_graph:
        parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(game, state.key) if names]
        yield Item(f"{'. '.join(parts) or 'Nobody does anything'}.")
    # In this order: a state that somebody leaves anyway rests on nothing, threats or no threats.
    leaving = answer.not_held_back(state)
    if leaving:
        names = joined([game.case.label(mover) for mover in leaving], "or")
        yield Item(f"It is no equilibrium under {answer.concept.label}: not even threats hold {names} back.")
        return
    threats = answer.threats(state)
    if not threats:
        yield Item(f"It holds under {answer.credible.label}, too: nobody has to count on a threat.")
    for mover in dict.fromkeys(threat.mover for threat in threats):
        own = [threat for threat in threats if threat.mover == mover]
        gain = step_words(game, mover, own[0].state.key, own[0].target.key)
        yield Item(f"{game.case.label(mover)} would gain if it {gain}; nobody would undo that in its own interest.", 0, "-")
        yield from _answer(answer, own[0])
        if len(own) > 1:
            yield Item(f"It has {len(own) - 1} more such {plural(len(own) - 1, 'gain', 'gains')}.", 1)


def _searched_items(answer: Credibility, state: State) -> Iterator[Item]:
    game = answer.game
    assert isinstance(game, SearchedGame)
    yield Item(f"{doing_line(game, state.key)}.")
    if not answer.is_equilibrium(state):
        names = named(game, answer.not_held_back(state)) or "everybody"
        concept = answer.concept.label
        yield Item(f"It is not shown to hold under {concept}: no answer was found that holds {names} back.")
        return
    if answer.is_equilibrium(state, credible=True):
        yield Item(f"It holds under {answer.credible.label}, too: nobody has to count on a threat.")
        return
    threats = answer.threats(state)
    first: dict[str, Threat] = {}
    for threat in threats:
        first.setdefault(threat.mover, threat)
    # Movers of whom the same is said share an item: with thirty actors there would be no end of it.
    for said, movers in alike((mover, tuple(_gain(answer, threat))) for mover, threat in first.items()).items():
        more = sum(threat.mover in movers for threat in threats) - len(movers)
        verb = plural(len(movers), "would gain if it", "would each gain if it")
        yield Item(f"{named(game, movers)} {verb} {said[0].text}", 0, "-")
        yield from said[1:]
        if more:
            yield Item(f"There {plural(more, 'is one more such gain', f'are {more} more such gains')}.", 1)


def _gain(answer: Credibility, threat: Threat) -> Iterator[Item]:
    """What is said of a gain and of the threat that answers it, without whom it holds back."""
    gain = change_words(answer.game, threat.mover, threat.state.key, threat.target.key)
    if threat.is_certain:
        yield Item(f"{gain}; nobody would undo that in its own interest.")
    else:
        yield Item(f"{gain}; no answer of at most {answer.depth} moves in the others' own interest was found.")
    yield from _answer(answer, threat)


def _answer(answer: Credibility, threat: Threat) -> Iterator[Item]:
    """The answer that holds somebody back, its moves in words, and where it can go if nobody believes it."""
    is_listed = answer.trials is None
    if threat.steps is None:
        why = "there are too many answers" if is_listed else "the time was too short"
        yield Item(f"A threat holds it back; {why} to find the cheapest.", 1)
    else:
        yield Item(f"What holds it back is a threat: {'; then '.join(map(_step, threat.steps))}.", 1)
    ends = _ends(answer, threat)
    if ends:
        yield Item(f"If the bluff is called, improvements can lead on to {ends}, without threats.", 1)
    elif is_listed:
        yield Item("If the bluff is called, improvements lead to nothing that holds without threats.", 1)


def _step(step: ThreatMove) -> str:
    game = step.before.game
    move = step.mover, step.before.key, step.after.key
    change = step_words(game, *move) if game.is_listed else change_words(game, *move)
    return f"{game.case.label(step.mover)} {change}, {_price(step)}"


def _price(step: ThreatMove) -> str:
    """What a move means to its mover: its own interest, nothing, or a loss, and of what."""
    case = step.before.game.case
    if step.is_willing:
        return "in its own interest"
    if step.gain is None:  # a body has no preferences of its own
        names = shortened([case.label(actor) for actor in step.against], MOST_NAMES)
        return f"a decision that would not pass{f' (against: {names})' if names else ''}"
    if step.gain == 0:
        return "by which it gains nothing"
    lost = [line_words(d) for d in step.differences if not d.gained]
    if lost:
        more = f" and {len(lost) - MOST_STATEMENTS} more" if len(lost) > MOST_STATEMENTS else ""
        return f"at the price of its {plural(len(lost), 'line', 'lines')} {', '.join(lost[:MOST_STATEMENTS])}{more}"
    if step.worse is None:
        return "which it likes less"
    before, after = (share_words(share.value) for share in step.worse)
    return f"which it likes less: {before} of all states are worse for it before, {after} after"


def _ends(answer: Credibility, threat: Threat) -> str:
    """Where it can go if the bluff is called; in a searched game by the places among the equilibria of `solve`."""
    keys = [end.key for end in threat.ends]
    if answer.trials is None:
        return states_words(answer.game, keys, "or", MOST_STATES) if keys else ""
    if not keys:
        return ""
    # States without numbers are called by their place in the table of `solve`, which readers have seen.
    order = {key: place for place, key in enumerate(answer.trials.table.strongest())}
    places = sorted(order[key] for key in keys if key in order)
    if not places:
        return "a Nash equilibrium that is not listed"
    return f"{places_words(places, 'or')} (in the order of solve)"
