"""Who wins, in words: the best that each can hope for, and outcomes that are better for some and worse for none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from countermove.analysis.winners import Fortune, Winners
from countermove.game.listed import ListedGame
from countermove.text.naming import joined, number, state_name, taken_words
from countermove.text.phrases import Lines, percent, plural, sentence
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.belief_words import doing, states_words

__all__ = ["change_phrase", "met_phrase", "pareto_line", "share_words", "winner_prose", "winner_table"]

LISTED = 6
OWN_COLUMN = 6
"""So many actors each have a column of their own on the screen."""


def winner_prose(found: Winners) -> list[Section]:
    """The sections: how many outcomes there are, the best for each actor, and how the strongest compares."""
    graph = found.graph
    title = f"{graph.case.title or 'Untitled case'}: who wins"
    if not found.outcomes:
        return [Section(title, (Item("No state is an equilibrium under any of these concepts."),))]
    count = len(found.outcomes)
    labels = [concept.label for concept in found.table.concepts]
    under = f"under {labels[0]}" if len(labels) == 1 else f"under one of {joined(labels, 'or')}"
    head = f"{count:,} {plural(count, 'state is an equilibrium', 'states are equilibria')} {under}."
    about = "How good a state is for an actor is told by the share of all states that are worse for it."
    return [
        Section(title, (Item(head), Item(about))),
        Section("The strongest outcome", tuple(_strongest(found))),
        Section("The best that each can hope for, of all that holds", tuple(_best(found))),
        Section("Better for some, worse for none", tuple(_dominance(found))),
    ]


def winner_table(found: Winners, limit: int, *, each: bool = False) -> Table:
    """One row per outcome, strongest first: the share of worse states for each actor, and what dominates it.

    Of many actors those who fare alike share a column, which a note explains, unless `each` is to have its own.
    """
    graph, shown = found.graph, found.outcomes[:limit]
    shares = [[share_words(fortune.share) for fortune in found.fortunes(state)] for state in shown]
    heads, kept, legend = _columns(graph, shares, each)
    rows = []
    for state, told in zip(shown, shares, strict=True):
        better = states_words(graph, sorted(found.better_for_all(state)), most=LISTED).removeprefix("states ")
        held = str(len(found.table.at(state).concepts))
        cells = (told[k] for k in kept)
        rows.append((str(number(state)), taken_words(graph, state), held, *cells, better.removeprefix("state ")))
    columns = ("state", "id" if graph.is_graph else "options taken", "concepts", *heads, "better for all")
    notes = ["concepts: under how many it holds. Then the share of all states that are worse, for each actor.", *legend,
             "better for all: outcomes that are worse for nobody and better for somebody."]  # fmt: skip
    if len(found.outcomes) > limit:
        notes.insert(0, f"{len(found.outcomes) - limit:,} more outcomes hold less firmly; --limit shows them.")
    return Table(columns, tuple(rows), frozenset({"state", "concepts", *heads}), tuple(notes))


def _columns(graph: ListedGame, shares: list[list[str]], each: bool) -> tuple[list[str], list[int], list[str]]:
    """The heads of the columns of actors, the actor whose shares stand in each, and what explains the heads."""
    names = [graph.case.label(actor) for actor in graph.actors]
    if each or len(names) <= OWN_COLUMN:
        return names, list(range(len(names))), []
    alike: dict[tuple[str, ...], list[int]] = {}
    for k in range(len(names)):
        alike.setdefault(tuple(row[k] for row in shares), []).append(k)
    heads = [str(place) for place in range(1, len(alike) + 1)]
    who = [joined([names[k] for k in group]) for group in alike.values()]
    legend = "; ".join(f"{head} {group}" for head, group in zip(heads, who, strict=True))
    return (
        heads,
        [group[0] for group in alike.values()],
        [f"Actors by number, together where they fare alike: {legend}."],
    )


def pareto_line(found: Winners) -> Lines:
    """For the brief: whether some other outcome is better for somebody and worse for nobody than the strongest."""
    better = found.better_for_all(found.outcomes[0]) if found.outcomes else ()
    if better:
        who = _gainers(found, found.outcomes[0], better[0])
        others = f" (of {len(better)} such outcomes)" if len(better) > 1 else ""
        yield 1, f"{_named(found.graph, better[0])}{others} would hold too, is worse for nobody, and better for {who}."
    elif len(found.outcomes) > 1:
        yield 1, "No other outcome that holds is better for somebody and worse for nobody."


def share_words(share: float) -> str:
    """A share in whole percent; one that is nearly all is not called all.

    >>> share_words(0.5).split(), share_words(0.999).split()
    (['50', '%'], ['over', '99', '%'])
    """
    text = percent(share)
    return "over\u00a099\u00a0%" if share < 1 and text == percent(1) else text


def _strongest(found: Winners) -> Iterator[Item]:
    graph = found.graph
    lead = doing(graph, found.outcomes[0])
    yield Item(f"{lead if graph.is_graph else sentence(lead)}.")
    yield from _together(
        (
            graph.case.label(fortune.actor),
            f"{share_words(fortune.share)}{change_phrase(fortune.change)}{_met(graph, fortune)}",
        )
        for fortune in found.fortunes(found.outcomes[0])
    )


def _together(told: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """What is said of each actor; of those of whom the same is said, together."""
    groups: dict[str, list[str]] = {}
    for who, words in told:
        groups.setdefault(words, []).append(who)
    for words, names in groups.items():
        yield Item(f"{joined(names)}: {words if len(names) == 1 else words.replace(' its ', ' their ')}.", 0, "-")


def change_phrase(change: int | None) -> str:
    """Whether a state is better or worse for an actor than the status quo, after a comma."""
    return {None: "", 1: ", better than today", 0: ", as good as today", -1: ", worse than today"}[change]


def _met(graph: ListedGame, fortune: Fortune) -> str:
    total = len(graph.case.actors[fortune.actor].prefers or ())
    return "" if graph.is_graph else met_phrase(total, fortune.met, fortune.partly)


def met_phrase(total: int, met: Sequence[int], partly: Sequence[int]) -> str:
    """Which of an actor's lines hold (positions from 0), after a semicolon; nothing where it has none.

    >>> met_phrase(3, (0, 2), ())
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


def _numbered(lines: Sequence[int]) -> str:
    return f"{plural(len(lines), 'line', 'lines')} {joined([str(number(line)) for line in lines])}"


def _best(found: Winners) -> Iterator[Item]:
    graph = found.graph
    lead = found.fortunes(found.outcomes[0])
    yield from _together(
        (graph.case.label(actor), _hope(found, actor, here)) for actor, here in zip(graph.actors, lead, strict=True)
    )


def _hope(found: Winners, actor: str, here: Fortune) -> str:
    """The best outcome for an actor, and by how much the strongest one falls short of it."""
    graph = found.graph
    if not here.regret:
        return f"nothing better than the strongest outcome ({share_words(here.share)})"
    best = found.best(actor)
    top = next(f for f in found.fortunes(best[0]) if f.actor == actor)
    words = _first_and_others(graph, best) if len(best) > LISTED else states_words(graph, sorted(best), most=LISTED)
    words = doing(graph, best[0]) if len(best) == 1 else words
    points = round(100 * here.regret / graph.size)
    regret = f"the strongest outcome falls short of that by {points} {plural(points, 'point', 'points')}"
    return f"{words}, {share_words(top.share)}; {regret}"


def _first_and_others(graph: ListedGame, states: Sequence[int]) -> str:
    """The first of many states in full, and how many others there are."""
    return f"{doing(graph, states[0])} and {len(states) - 1:,} others"


def _dominance(found: Winners) -> Iterator[Item]:
    graph, lead = found.graph, found.outcomes[0]
    better = found.better_for_all(lead)
    if better:
        who, than = _gainers(found, lead, better[0]), state_name(graph, lead)
        told = f"better for everybody than {than}" if who is None else f"worse for nobody than {than}, and better for {who}"
        yield Item(f"{_named(graph, better[0])} is {told}.")
        if len(better) > 1:
            rest = sorted(better[1:])
            words = states_words(graph, rest, most=LISTED) if len(rest) <= LISTED else f"{len(rest):,} other outcomes"
            yield Item(f"So {plural(len(rest), 'is', 'are')} {words}.")
    else:
        yield Item(f"No outcome is better for somebody than {state_name(graph, lead)} and worse for nobody.")
    free = [state for state in found.outcomes if not found.better_for_all(state)]
    of = f"Of {len(found.outcomes):,} outcomes" if len(found.outcomes) > 1 else "Of one outcome"
    which = f" ({states_words(graph, sorted(free), most=LISTED)})" if 1 <= len(free) <= LISTED else ""
    yield Item(f"{of}, {len(free):,} {plural(len(free), 'is', 'are')} such that none that holds is better for all{which}.")


def _gainers(found: Winners, before: int, after: int) -> str | None:
    """Who gains; None where there are many actors, and all of them do."""
    ranks = found.graph.ranks
    gaining = np.flatnonzero(ranks[:, after] > ranks[:, before]).tolist()
    if len(gaining) == len(ranks) > OWN_COLUMN:
        return None
    return joined([found.graph.case.label(found.graph.actors[k]) for k in gaining])


def _named(graph: ListedGame, state: int) -> str:
    return state_name(graph, state) if graph.is_graph else sentence(state_name(graph, state))
