"""Who wins, in words: the best that each can hope for, and outcomes that are better for some and worse for none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.analysis.winners import Payoff, Winners
from countermove.game.game import Game, State
from countermove.game.names.labels import joined, share_words, state_name, states_words
from countermove.game.searched import SearchedGame
from countermove.game.shares import wilson
from countermove.stability.concept import NASH
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import against_first, alike, doing_line, named, taken_words
from countermove.text.phrases import (
    Lines,
    numbered_words,
    places_words,
    plural,
    sentence,
    short_line,
)
from countermove.views.perceptions import doing
from countermove.views.stability import found_words, tried_words

__all__ = ["change_phrase", "met_phrase", "pareto_line", "winners_page", "winners_prose", "winners_table"]

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

    In a listed game a share of worse states for each actor (of many actors those who fare alike share a column, which
    a note explains); in a searched game how many are better and worse off than today.
    """
    return _listed_table(answer, limit) if answer.game.is_listed else _searched_table(answer, limit)


def pareto_line(answer: Winners) -> Lines:
    """For the brief: whether some other outcome is better for somebody and worse for nobody than the strongest."""
    # A Pareto improvement that holds, too, is the one thing about winners that should not be left out.
    better = answer.better_for_all(answer.outcomes[0]) if answer.outcomes else ()
    if better:
        who = _gainers(answer, answer.outcomes[0], better[0])
        others = f" (of {len(better)} such outcomes)" if len(better) > 1 else ""
        yield 1, f"{_named(better[0])}{others} would hold too, is worse for nobody, and better for {who}."
    elif len(answer.outcomes) > 1:
        yield 1, "No other outcome that holds is better for somebody and worse for nobody."


def change_phrase(change: int | None) -> str:
    """Whether a state is better or worse for an actor than the status quo, after a comma."""
    return {None: "", 1: ", better than today", 0: ", as good as today", -1: ", worse than today"}[change]


def met_phrase(total: int, met: Sequence[int], partly: Sequence[int]) -> str:
    """Which of an actor's statements hold (positions from 1), after a semicolon; nothing where it has none.

    >>> met_phrase(3, (1, 3), ())
    '; lines 1 and 3 of its 3 hold'
    """
    if not total:
        return ""
    if total == 1:
        return f"; its one line {'holds' if met else 'holds in part' if partly else 'does not hold'}"
    if len(met) == total:
        return "; all its lines hold"
    some = f", {_numbered(partly)} in part" if partly else ""
    if not met:
        return f"; none of its {total} lines holds{some}"
    return f"; {_numbered(met)} of its {total} {plural(len(met), 'holds', 'hold')}{some}"


def _numbered(positions: Sequence[int]) -> str:
    return f"{plural(len(positions), 'line', 'lines')} {joined(list(map(str, positions)))}"


def _met(payoff: Payoff) -> str:
    total = len(payoff.state.game.case.actors[payoff.actor].prefers or ())
    return met_phrase(total, payoff.met, payoff.partly)


def _label(payoff: Payoff) -> str:
    return payoff.state.game.case.label(payoff.actor)


# ------------------------------------------------------------------------------------------------ listed games


def _listed_prose(answer: Winners) -> list[Section]:
    title = f"{answer.game.case.title or 'Untitled case'}: who wins"
    if not answer.outcomes:
        return [Section(title, (Item("No state is an equilibrium under any of these concepts."),))]
    count = len(answer.outcomes)
    labels = [concept.label for concept in answer.table.concepts]
    under = f"under {labels[0]}" if len(labels) == 1 else f"under one of {joined(labels, 'or')}"
    head = f"{count:,} {plural(count, 'state is an equilibrium', 'states are equilibria')} {under}."
    about = "How good a state is for an actor is told by the share of all states that are worse for it."
    return [
        Section(title, (Item(head), Item(about))),
        Section("The strongest outcome", tuple(_strongest(answer))),
        Section("The best that each can hope for, of all that holds", tuple(_best(answer))),
        Section("Better for some, worse for none", tuple(_dominance(answer))),
    ]


def _strongest(answer: Winners) -> Iterator[Item]:
    yield Item(f"{_doing(answer.outcomes[0])}.")
    yield from _together(
        (_label(payoff), f"{share_words(payoff.share or 0.0)}{change_phrase(payoff.change)}{_met(payoff)}")
        for payoff in answer.payoffs(answer.outcomes[0])
    )


def _together(said: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """What is said of each actor; of those of whom the same is said, together."""
    for words, names in alike(said).items():
        yield Item(f"{joined(names)}: {words if len(names) == 1 else words.replace(' its ', ' their ')}.", 0, "-")


def _best(answer: Winners) -> Iterator[Item]:
    yield from _together((_label(payoff), _hope(answer, payoff)) for payoff in answer.payoffs(answer.outcomes[0]))


def _hope(answer: Winners, here: Payoff) -> str:
    """The best outcome for an actor, and by how much the strongest one falls short of it."""
    if not here.regret:
        return f"nothing better than the strongest outcome ({share_words(here.share or 0.0)})"
    best, game = answer.best_for(here.actor), answer.game
    top = next(payoff for payoff in answer.payoffs(best[0]) if payoff.actor == here.actor)
    if len(best) == 1:
        words = doing(game, best[0].key)
    elif len(best) > MOST_STATES:
        words = f"{doing(game, best[0].key)} and {len(best) - 1:,} others"
    else:
        words = _states(game, best)
    points = round(100 * here.regret)
    regret = f"the strongest outcome falls short of that by {points} {plural(points, 'point', 'points')}"
    return f"{words}, {share_words(top.share or 0.0)}; {regret}"


def _dominance(answer: Winners) -> Iterator[Item]:
    game, lead = answer.game, answer.outcomes[0]
    better = answer.better_for_all(lead)
    if better:
        who, than = _gainers(answer, lead, better[0]), state_name(game, lead.key)
        gain = f"better for everybody than {than}" if who is None else f"worse for nobody than {than}, and better for {who}"
        yield Item(f"{_named(better[0])} is {gain}.")
        if len(better) > 1:
            others = better[1:]
            words = _states(game, others) if len(others) <= MOST_STATES else f"{len(others):,} other outcomes"
            yield Item(f"So {plural(len(others), 'is', 'are')} {words}.")
    else:
        yield Item(f"No outcome is better for somebody than {state_name(game, lead.key)} and worse for nobody.")
    free = [state for state in answer.outcomes if not answer.better_for_all(state)]
    of = f"Of {len(answer.outcomes):,} outcomes" if len(answer.outcomes) > 1 else "Of one outcome"
    which = f" ({_states(game, free)})" if 1 <= len(free) <= MOST_STATES else ""
    yield Item(f"{of}, {len(free):,} {plural(len(free), 'is', 'are')} such that none that holds is better for all{which}.")


def _states(game: Game, states: Sequence[State]) -> str:
    """States in ascending order, by their numbers; their count, where they are many."""
    return states_words(game, sorted(state.key for state in states), most=MOST_STATES)


def _gainers(answer: Winners, before: State, after: State) -> str | None:
    """Who gains; None where there are many actors, and all of them do."""
    game = answer.game
    gaining = [actor for k, actor in enumerate(game.actors) if game.compare(k, before.key, after.key) > 0]
    if len(gaining) == len(game.actors) > MOST_COLUMNS:
        return None
    return joined(list(map(game.case.label, gaining)))


def _named(state: State) -> str:
    name = state_name(state.game, state.key)
    return name if state.id is not None else sentence(name)


def _doing(state: State) -> str:
    words = doing(state.game, state.key)
    return words if state.id is not None else sentence(words)


def _listed_table(answer: Winners, limit: int) -> Table:
    game, first = answer.game, answer.outcomes[:limit]
    shares = [[share_words(payoff.share or 0.0) for payoff in answer.payoffs(state)] for state in first]
    heads, actors, legend = _columns(game, shares)
    rows = []
    for state, cells in zip(first, shares, strict=True):
        better = _states(game, answer.better_for_all(state)).removeprefix("states ").removeprefix("state ")
        concepts = str(len(answer.table.at(state.key).concepts))
        own = (cells[k] for k in actors)
        rows.append((str(state.number), taken_words(game, state.key), concepts, *own, better))
    columns = ("state", "id" if game.case.is_graph else "options taken", "concepts", *heads, "better for all")
    notes = ["concepts: under how many it holds. Then the share of all states that are worse, for each actor.", *legend,
             "better for all: outcomes that are worse for nobody and better for somebody."]  # fmt: skip
    if len(answer.outcomes) > limit:
        notes.insert(0, f"{len(answer.outcomes) - limit:,} more outcomes hold less firmly; --limit shows them.")
    return Table(columns, tuple(rows), frozenset({"state", "concepts", *heads}), tuple(notes))


def _columns(game: Game, shares: list[list[str]]) -> tuple[list[str], list[int], list[str]]:
    """The heads of the columns of actors, the actor whose shares stand in each, and what explains the heads."""
    names = [game.case.label(actor) for actor in game.actors]
    if len(names) <= MOST_COLUMNS:
        return names, list(range(len(names))), []
    # Of thirty actors many fare alike in every row: they share a column, which is called by a number.
    groups: dict[tuple[str, ...], list[int]] = {}
    for k in range(len(names)):
        groups.setdefault(tuple(row[k] for row in shares), []).append(k)
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
    about = [*head, numbered_words(len(answer.outcomes)), _estimated(answer)]
    sections = [Section(title, tuple(map(Item, about)))]
    if game.status_quo is not None and game.at(game.status_quo) not in answer.outcomes:
        sections.append(Section("Today", tuple(_faring(answer, game.at(game.status_quo)))))
    if len(answer.outcomes) == 1:
        return [*sections, Section("The outcome", tuple(_faring(answer, answer.outcomes[0])))]
    return [
        *sections,
        Section("Outcome 1, the one to look at first", tuple(_faring(answer, answer.outcomes[0]))),
        Section(f"The best that each can hope for, {_among(answer)}", tuple(_best_found(answer))),
        Section("Better for some, worse for none", tuple(_dominance_found(answer))),
    ]


def _searched(answer: Winners) -> SearchedGame:
    return answer.table.searched


def _estimated(answer: Winners) -> str:
    if answer.drawn is None:
        return (
            "How many of all states are worse for an actor is not known: they are too many to count, and so few "
            "combinations are feasible that states cannot be drawn fairly."
        )
    # The interval is widest for a share of one half: with that, one figure holds for all shares.
    half = round(100 * (wilson(len(answer.drawn) // 2, len(answer.drawn))[1] - 0.5))
    return (
        f"How good a state is for an actor is told by the share of all states that are worse for it. They are too many "
        f"to count, so the share is an estimate from {len(answer.drawn):,} states drawn at random, each as likely as "
        f"another; it may be off by {half} {plural(half, 'point', 'points')}."
    )


def _among(answer: Winners) -> str:
    # Only Nash equilibria can be proved to be all there are.
    every = answer.proved and answer.concepts == (NASH.id,)
    return "of all that holds under Nash" if every else "of the outcomes found"


def _faring(answer: Winners, state: State) -> Iterator[Item]:
    """Who does what, and how each fares; those who fare alike are told of together."""
    game = _searched(answer)
    yield Item(f"{doing_line(game, state.key)}.")
    payoffs = {payoff.actor: payoff for payoff in answer.payoffs(state)}
    # Against itself today is as good for all: it is left out there.
    is_today = state.key == game.status_quo
    groups = alike((actor, (None if is_today else p.change, _met(p))) for actor, p in payoffs.items())
    for (change, met), actors in groups.items():
        estimates = [payoffs[actor].estimate for actor in actors]
        percents = sorted(round(100 * estimate.value) for estimate in estimates if estimate is not None)
        share = _range(percents[0], percents[-1]) if percents else ""
        said = change_phrase(change) + (met if len(actors) == 1 else met.replace(" its ", " their "))
        yield Item(f"{named(game, actors)}: {(share + said) if share else said.lstrip(',; ') or 'not known'}.", 0, "-")


def _range(low: int, high: int) -> str:
    return f"about {low if low == high else f'{low} to {high}'}\u00a0%"


def _best_found(answer: Winners) -> Iterator[Item]:
    """For each actor the best outcomes found, and the statement in which the first outcome falls short of them."""
    groups = alike((payoff.actor, _hope_found(answer, payoff)) for payoff in answer.payoffs(answer.outcomes[0]))
    yield from (Item(f"{named(_searched(answer), actors)}: {words}.", 0, "-") for words, actors in groups.items())


def _hope_found(answer: Winners, payoff: Payoff) -> str:
    if not payoff.better_outcomes:
        return "nothing better than outcome 1"
    best = places_words([answer.outcomes.index(state) for state in answer.best_for(payoff.actor)])
    statement = next(iter(payoff.differences), None)
    short = f", by line {short_line(statement)}" if statement is not None else ""
    return f"{best}; outcome 1 falls short of that{short}"


def _dominance_found(answer: Winners) -> Iterator[Item]:
    game, lead = _searched(answer), answer.outcomes[0]
    better = answer.better_for_all(lead)
    if better:
        gaining = [actor for k, actor in enumerate(game.actors) if game.compare(k, lead.key, better[0].key) > 0]
        which = sentence(places_words([answer.outcomes.index(better[0])]))
        yield Item(
            f"{which} is worse for nobody than outcome 1, and better for {named(game, gaining)}. It is as outcome 1, "
            f"but {against_first(game, lead.key, better[0].key)}."
        )
        if len(better) > 1:
            others = places_words([answer.outcomes.index(state) for state in better[1:]])
            yield Item(f"So {plural(len(better) - 1, 'is', 'are')} {others}.")
    else:
        yield Item(f"{sentence(_among(answer))}, nothing is better for somebody than outcome 1 and worse for nobody.")
    free = [k for k, state in enumerate(answer.outcomes) if not answer.better_for_all(state)]
    those = f"{len(free):,} {plural(len(free), 'is', 'are')} such that none found is better for all"
    yield Item(f"Of {len(answer.outcomes):,} outcomes, {those} ({places_words(free)}).")


def _searched_table(answer: Winners, limit: int) -> Table:
    game, rows = _searched(answer), []
    places = {state.key: place for place, state in enumerate(answer.outcomes, 1)}
    has_today = game.status_quo is not None
    for state in answer.outcomes[:limit]:
        first = None if state == answer.outcomes[0] else answer.outcomes[0].key
        payoffs = answer.payoffs(state)
        sides = [str(sum(payoff.change == side for payoff in payoffs)) for side in (1, -1)] if has_today else []
        better = ", ".join(str(places[other.key]) for other in answer.better_for_all(state)[:MOST_STATES])
        rows.append((str(places[state.key]), taken_words(game, state.key, first), *sides, better))
    against = ("better off", "worse off") if has_today else ()
    columns = ("outcome", "options taken (+ besides, - not)", *against, "better for all")
    notes = ["better for all: outcomes that are worse for nobody and better for somebody."]
    if against:
        notes.insert(0, "better off, worse off: how many actors, against today.")
    if len(answer.outcomes) > limit:
        notes.insert(0, f"{len(answer.outcomes) - limit:,} more were found; --limit shows them.")
    return Table(columns, tuple(rows), frozenset({"outcome", *against}), tuple(notes))
