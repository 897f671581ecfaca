"""Who wins, in words: how good each equilibrium is for each actor, and which is better for some and worse for none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.analysis.model.places import Place
from countermove.analysis.winners import Payoff, Winners
from countermove.game.game import Game, State
from countermove.game.names.labels import joined, short_names, state_name
from countermove.game.searched import SearchedGame
from countermove.game.shares import wilson
from countermove.stability.concept import NASH
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import against_first, alike, doing_line, named, table_with_labels, taken_words
from countermove.text.phrases import (
    HARD_SPACE,
    difference_statement,
    numbered_words,
    outcomes_called,
    place_cell,
    place_words,
    plural,
    sentence,
    statement_quoted,
    states_listed,
)
from countermove.views.perceptions import doing
from countermove.views.stability import found_words, tried_words

__all__ = ["change_phrase", "met_phrase", "winners_page", "winners_prose", "winners_table"]

MOST_STATES = 6
"""States that are named one by one in a sentence; of more, the reader wants to know how many they are."""
MOST_COLUMNS = 6
"""Actors that each have a column: with ten letters a name, a screen of 100 columns has no room for more."""


def winners_page(answer: Winners, limit: int) -> Page:
    """The sections, and below them a table of the first `limit` outcomes where there are any."""
    return [*winners_prose(answer), *([winners_table(answer, limit)] if answer.outcomes else [])]


def winners_prose(answer: Winners) -> list[Section]:
    """The sections: how many outcomes there are, the best for each actor, and how the one to look at first compares."""
    return _listed_prose(answer) if answer.game.is_listed else _searched_prose(answer)


def winners_table(answer: Winners, limit: int) -> Table:
    """One row per outcome, the one to look at first on top: how everybody fares, and what dominates it.

    In a listed game the place of each outcome for each actor (of many actors those who fare alike share a column, which
    a note explains); in a searched game how many are better and worse off than today.
    """
    return _listed_table(answer, limit) if answer.game.is_listed else _searched_table(answer, limit)


def change_phrase(change: int | None) -> str:
    """Whether a state is better or worse for an actor than the status quo, after a comma."""
    return {None: "", 1: ", better than today", 0: ", as good as today", -1: ", worse than today"}[change]


def met_phrase(payoff: Payoff) -> str:
    """How many of an actor's preference statements a state meets, and the first that it does not, after a semicolon.

    Empty where it has none. The first that is not met is the most important one.
    """
    game, actor = payoff.state.game, payoff.actor
    entries = game.case.actors[actor].prefers or ()
    if not entries:
        return ""
    total, met = len(entries), len(payoff.met)
    if met == total:
        every = {1: "the one preference", 2: "both preferences"}.get(total, f"all {total} preferences")
        return f"; {every} met"
    partly = f", {len(payoff.partly)} in part" if payoff.partly else ""
    unmet = next(position for position in range(1, total + 1) if position not in payoff.met)
    first = f"{statement_quoted(game.case, actor, entries[unmet - 1])} (statement {unmet})"
    if total == 1:
        return f"; the one preference {'met in part' if payoff.partly else 'missed'}: {first}"
    missed = "not fully met" if unmet in payoff.partly else "missed"
    return f"; {met or 'none'} of {total} preferences met{partly}, the first {missed}: {first}"


def _label(payoff: Payoff) -> str:
    return payoff.state.game.case.label(payoff.actor)


def _place(payoff: Payoff) -> Place:
    assert payoff.place is not None
    return payoff.place


# ------------------------------------------------------------------------------------------------ listed games


def _listed_prose(answer: Winners) -> list[Section]:
    title = f"{answer.game.case.title or 'Untitled case'}: who wins"
    labels = [concept.label for concept in answer.table.concepts]
    if not answer.outcomes:
        return [Section(title, (Item(f"No state is an equilibrium under {joined(labels, 'or')}."),))]
    under = f"under {labels[0]}" if len(labels) == 1 else f"under at least one of {joined(labels)}"
    count = len(answer.outcomes)
    head = f"{count:,} {plural(count, 'state is an equilibrium', 'states are equilibria')} {under}."
    size = answer.game.size or 0
    about = f"A place, such as the top 10 %, says where a state stands for an actor among all {size:,} states."
    return [
        Section(title, (Item(head), Item(about))),
        Section("The best supported equilibrium", tuple(_best_supported(answer))),
        Section("The best equilibrium for each actor", tuple(_best(answer))),
        Section("Better for some, worse for none", tuple(_dominance(answer))),
    ]


def _best_supported(answer: Winners) -> Iterator[Item]:
    lead = answer.outcomes[0]
    yield Item(f"{_doing(lead)}.")
    # A label does not say what is done; numbers and ids stand with that already.
    if answer.game.label_of(lead.key) is not None and not answer.game.case.is_graph:
        yield Item(f"{doing_line(answer.game, lead.key)}.")
    yield from _grouped(
        (_label(payoff), f"{place_words(_place(payoff), of=False)}{change_phrase(payoff.change)}{met_phrase(payoff)}")
        for payoff in answer.payoffs(answer.outcomes[0])
    )


def _grouped(pairs: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """What is said of each actor; of those of whom the same is said, together."""
    for words, names in alike(pairs).items():
        yield Item(f"{joined(names)}: {words}.", 0, "-")


def _best(answer: Winners) -> Iterator[Item]:
    yield from _grouped((_label(payoff), _hope(answer, payoff)) for payoff in answer.payoffs(answer.outcomes[0]))


def _hope(answer: Winners, here: Payoff) -> str:
    """The best equilibrium for an actor, and how far the best supported one falls short of it."""
    game = answer.game
    lead, own = state_name(game, here.state.key), place_words(_place(here), of=False)
    if not here.regret:
        return f"none is better than {lead} ({own})"
    best = answer.best_for(here.actor)
    top = next(payoff for payoff in answer.payoffs(best[0]) if payoff.actor == here.actor)
    if len(best) == 1:
        words = doing(game, best[0].key)
    elif len(best) > MOST_STATES:
        words = f"{doing(game, best[0].key)} and {len(best) - 1:,} others"
    else:
        words = _states(game, best)
    there = place_words(_place(top), of=False)
    return f"{words}, {there}" + (f"; {lead} is {own}" if there != own else f"; {lead} is slightly worse")


def _dominance(answer: Winners) -> Iterator[Item]:
    game, lead = answer.game, answer.outcomes[0]
    better = answer.better_for_all(lead)
    than = state_name(game, lead.key)
    if better:
        who = _gainers(answer, lead, better[0])
        yield Item(f"{_named(better[0])} is better than {than} for {who}, and worse for nobody.")
        if len(better) > 1:
            others = better[1:]
            words = _states(game, others) if len(others) <= MOST_STATES else f"{len(others):,} other equilibria"
            yield Item(
                f"{sentence(words)} {plural(len(others), 'is', 'are')} also better for some actor and worse for none."
            )
    elif len(answer.outcomes) > 1:
        yield Item(f"No other equilibrium is better than {than} for some actor and worse for none.")
    free = [state for state in answer.outcomes if not answer.better_for_all(state)]
    which = f": {_states(game, free)}" if 1 <= len(free) <= MOST_STATES else ""
    count = len(answer.outcomes)
    if count > 1:
        yield Item(f"{len(free):,} of {count:,} equilibria {plural(len(free), 'is', 'are')} Pareto-undominated{which}.")
        yield Item("Pareto-undominated: no other equilibrium is better for some actor and worse for none.")
    else:
        yield Item("It is the only equilibrium, so there is none to compare it with.")


def _states(game: Game, states: Sequence[State]) -> str:
    """States in ascending order, by their names."""
    return states_listed(game, sorted(state.key for state in states), MOST_STATES)


def _gainers(answer: Winners, before: State, after: State) -> str:
    """Who gains; of many actors, all of whom do, only that."""
    game = answer.game
    gaining = [actor for k, actor in enumerate(game.actors) if game.compare(k, before.key, after.key) > 0]
    if len(gaining) == len(game.actors) > MOST_COLUMNS:
        return f"all {len(gaining)} actors"
    return joined(list(map(game.case.label, gaining)))


def _named(state: State) -> str:
    name = state_name(state.game, state.key)
    return name if state.id is not None else sentence(name)


def _doing(state: State) -> str:
    words = doing(state.game, state.key)
    return words if state.id is not None else sentence(words)


def _listed_table(answer: Winners, limit: int) -> Table:
    game, first = answer.game, answer.outcomes[:limit]
    places = [[place_cell(_place(payoff)) for payoff in answer.payoffs(state)] for state in first]
    heads, actors, legend = _columns(game, places)
    rows = []
    for state, cells in zip(first, places, strict=True):
        keys = sorted(other.key for other in answer.better_for_all(state))
        better = short_names(game, keys, labels=False) if len(keys) <= MOST_STATES else f"{len(keys):,} states"
        concepts = str(len(answer.table.at(state.key).concepts))
        own = (cells[k] for k in actors)
        rows.append((str(state.number), taken_words(game, state.key), concepts, *own, better))
    columns = ("state", "id" if game.case.is_graph else "options taken", "concepts", *heads, "Pareto-better")
    tried = plural(len(answer.table.concepts), "the one concept", f"the {len(answer.table.concepts)} concepts")
    notes = [f"concepts: under how many of {tried} asked the state is an equilibrium.",
             f"Then its place for each actor among all {game.size or 0:,} states.", *legend,
             "Pareto-better: equilibria that are better for some actor and worse for none."]  # fmt: skip
    if len(answer.outcomes) > limit:
        notes.insert(0, f"{len(answer.outcomes) - limit:,} more equilibria; --limit shows them.")
    table = Table(columns, tuple(rows), frozenset({"state", "concepts", *heads}), tuple(notes))
    return table_with_labels(table, game, [state.key for state in first])


def _columns(game: Game, places: list[list[str]]) -> tuple[list[str], list[int], list[str]]:
    """The heads of the columns of actors, the actor whose places stand in each, and what explains the heads."""
    names = [game.case.label(actor) for actor in game.actors]
    if len(names) <= MOST_COLUMNS:
        return names, list(range(len(names))), []
    # Of thirty actors many have the same places in every row: they share a column, which is called by a number.
    groups: dict[tuple[str, ...], list[int]] = {}
    for k in range(len(names)):
        groups.setdefault(tuple(row[k] for row in places), []).append(k)
    heads = [str(place) for place in range(1, len(groups) + 1)]
    who = [joined([names[k] for k in group]) for group in groups.values()]
    legend = "; ".join(f"{head} {group}" for head, group in zip(heads, who, strict=True))
    return (
        heads,
        [group[0] for group in groups.values()],
        [f"Actors by number, together where they fare alike: {legend}."],
    )


# ------------------------------------------------------------------------------------------------ searched games


def _searched_prose(answer: Winners) -> list[Section]:
    game, table = _searched(answer), answer.table
    title = f"{game.case.title or 'Untitled case'}: who wins"
    head = [found_words(table), *filter(None, [tried_words(table)])]
    if not answer.outcomes:
        return [Section(title, tuple(map(Item, head)))]
    about = [*head, numbered_words(len(answer.outcomes)), *_estimated(answer)]
    sections = [Section(title, tuple(map(Item, about)))]
    if game.status_quo_key is not None and game.at(game.status_quo_key) not in answer.outcomes:
        sections.append(Section("Today", tuple(_standing(answer, game.at(game.status_quo_key)))))
    if len(answer.outcomes) == 1:
        return [*sections, Section("The outcome", tuple(_standing(answer, answer.outcomes[0])))]
    return [
        *sections,
        Section(
            f"{sentence(_called(answer, answer.outcomes[:1]))}, the best supported",
            tuple(_standing(answer, answer.outcomes[0])),
        ),
        Section(f"The best outcome for each actor, {_among(answer)}", tuple(_best_searched(answer))),
        Section("Better for some, worse for none", tuple(_dominance_searched(answer))),
    ]


def _searched(answer: Winners) -> SearchedGame:
    return answer.table.searched


def _estimated(answer: Winners) -> Iterator[str]:
    if answer.drawn is None:
        yield "How good a state is among all states is not known: they are too many to count."
        yield "So few combinations are feasible that states cannot be drawn at random either."
        return
    # The interval is widest for a share of one half: with that, one figure holds for all shares.
    half = round(100 * (wilson(len(answer.drawn) // 2, len(answer.drawn))[1] - 0.5))
    yield "A place, such as the top 10 %, says where a state stands for an actor among all states."
    yield (
        f"Places are estimates from {len(answer.drawn):,} states drawn at random, and may be off by {half} percentage "
        f"{plural(half, 'point', 'points')}."
    )


def _among(answer: Winners) -> str:
    # Only Nash equilibria can be proved to be all there are.
    every = answer.proved and answer.concepts == (NASH.id,)
    return "of all Nash equilibria" if every else "of the outcomes found"


def _standing(answer: Winners, state: State) -> Iterator[Item]:
    """Who does what, and how good that is for each actor; those for whom it is equally good together."""
    game = _searched(answer)
    yield Item(f"{doing_line(game, state.key)}.")
    payoffs = {payoff.actor: payoff for payoff in answer.payoffs(state)}
    # Against itself today is as good for all: it is left out there.
    is_today = state.key == game.status_quo_key
    said = ((actor, (None if is_today else p.change, met_phrase(p), _is_all_equal(p.place))) for actor, p in payoffs.items())
    for (change, met, _), actors in alike(said).items():
        places = [place for actor in actors if (place := payoffs[actor].place) is not None]
        words = f"{_places_range(places)}{change_phrase(change)}{met}"
        yield Item(f"{named(game, actors)}: {words.lstrip(',; ') or 'not known'}.", 0, "-")


def _is_all_equal(place: Place | None) -> bool:
    """Whether all states drawn are equally good: a state then has no place among them."""
    return place is not None and not place.better and not place.worse


def _places_range(places: Sequence[Place]) -> str:
    """The estimated places of one state for several actors, from the lowest to the highest; empty without places."""
    if not places:
        return ""
    if all(map(_is_all_equal, places)):
        return "all states drawn are equally good"
    if all(not place.better for place in places):
        return "no state drawn is better"
    if all(not place.worse for place in places):
        return "no state drawn is worse"
    low, high = (end(places, key=lambda place: place.worse) for end in (min, max))
    # Better than all states drawn is not better than all states: an estimate says "about the top 1 %".
    names = {"best": f"top 1{HARD_SPACE}%", "worst": f"worst 1{HARD_SPACE}%"}
    first, last = (names.get(cell, cell) for cell in (place_cell(low), place_cell(high)))
    if first == last:
        return f"about the {first}"
    (kind, *lower), (other, *upper) = first.split(" "), last.split(" ")
    if kind == other:
        ends = sorted(int(figure[0].split(HARD_SPACE)[0]) for figure in (lower, upper))
        return f"about the {kind} {ends[0]} to {ends[1]}{HARD_SPACE}%"
    return f"from about the {first} to about the {last}"


def _best_searched(answer: Winners) -> Iterator[Item]:
    """For each actor the best outcomes found, and the statement in which the first outcome falls short of them."""
    groups = alike((payoff.actor, _hope_searched(answer, payoff)) for payoff in answer.payoffs(answer.outcomes[0]))
    yield from (Item(f"{named(_searched(answer), actors)}: {words}.", 0, "-") for words, actors in groups.items())


def _called(answer: Winners, states: Sequence[State]) -> str:
    """Some outcomes by their places and labels."""
    return outcomes_called((answer.outcomes.index(state), state) for state in states)


def _hope_searched(answer: Winners, payoff: Payoff) -> str:
    if not payoff.better_outcomes:
        return "none is better than outcome 1"
    best = _called(answer, answer.best_for(payoff.actor))
    statement = next(iter(payoff.differences), None)
    if statement is None:
        return best
    return f"{best}; outcome 1 misses {difference_statement(_searched(answer).case, statement)}"


def _dominance_searched(answer: Winners) -> Iterator[Item]:
    game, lead = _searched(answer), answer.outcomes[0]
    better = answer.better_for_all(lead)
    if better:
        gaining = [actor for k, actor in enumerate(game.actors) if game.compare(k, lead.key, better[0].key) > 0]
        which = sentence(_called(answer, better[:1]))
        yield Item(f"{which} is better than outcome 1 for {named(game, gaining)}, and worse for nobody.")
        yield Item(f"It is as outcome 1, but {against_first(game, lead.key, better[0].key)}.")
        if len(better) > 1:
            others = sentence(_called(answer, better[1:]))
            yield Item(f"{others} {plural(len(better) - 1, 'is', 'are')} also better for some actor and worse for none.")
    else:
        yield Item(f"{sentence(_among(answer))}, none is better than outcome 1 for some actor and worse for none.")
    free = [state for state in answer.outcomes if not answer.better_for_all(state)]
    are = plural(len(free), "is", "are")
    yield Item(f"{len(free):,} of {len(answer.outcomes):,} outcomes {are} Pareto-undominated: {_called(answer, free)}.")
    yield Item("Pareto-undominated: no other outcome found is better for some actor and worse for none.")


def _searched_table(answer: Winners, limit: int) -> Table:
    game, rows = _searched(answer), []
    places = {state.key: place for place, state in enumerate(answer.outcomes, 1)}
    has_today = game.status_quo_key is not None
    for state in answer.outcomes[:limit]:
        first = None if state == answer.outcomes[0] else answer.outcomes[0].key
        payoffs = answer.payoffs(state)
        sides = [str(sum(payoff.change == side for payoff in payoffs)) for side in (1, -1)] if has_today else []
        better = ", ".join(str(places[other.key]) for other in answer.better_for_all(state)[:MOST_STATES])
        rows.append((str(places[state.key]), taken_words(game, state.key, first), *sides, better))
    against = ("better off", "worse off") if has_today else ()
    columns = ("outcome", "options taken (+ besides, - not)", *against, "Pareto-better")
    notes = ["Pareto-better: outcomes that are better for some actor and worse for none."]
    if against:
        notes.insert(0, "better off, worse off: for how many actors the outcome is better, or worse, than today.")
    if len(answer.outcomes) > limit:
        notes.insert(0, f"{len(answer.outcomes) - limit:,} more outcomes were found; --limit shows them.")
    table = Table(columns, tuple(rows), frozenset({"outcome", *against}), tuple(notes))
    return table_with_labels(table, game, [state.key for state in answer.outcomes[:limit]])
