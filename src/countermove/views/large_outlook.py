"""How a conflict may go on where states have no numbers: the ways, what never changes, who begins, and the drift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.evolution import KINDS, By
from countermove.analysis.large_evolution import LargeEvolution, LargeRoute
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.search.bounded import Move
from countermove.text.naming import against_first, alike, doing_line, joined, named, steps_words, taken_words, turn_words
from countermove.text.phrases import percent, places_words, plural
from countermove.text.prose import Item, Section
from countermove.text.table import Table
from countermove.views.outlook import ALONE, SOME, event_words, routes_told
from countermove.views.stability import found_words

__all__ = ["large_outlook_prose", "large_routes_table", "large_steps_flat"]

WAYS = 3
ENDINGS = 12
RARE = 0.02
"""Endings that are less frequent are only counted."""


def large_outlook_prose(found: LargeEvolution) -> list[Section]:
    """The findings in sections: where it stands, the ways, what never changes, who begins, the drift, the events."""
    model = found.model
    start = "the status quo" if found.start == model.status_quo else "this state"
    sections = [
        Section(f"From {start}", tuple(map(Item, _head(found)))),
        Section("The shortest ways", tuple(_ways(found))),
        Section("Where it can go", tuple(map(Item, _reach(found)))),
        Section("Who begins", tuple(map(Item, _beginners(found)))),
        Section("Where it drifts", tuple(map(Item, _drift(found)))),
        Section("What happened", tuple(Item(event_words(model, event), mark="-") for event in found.replayed)),
    ]
    return [section for section in sections if section.items]


def _head(found: LargeEvolution) -> Iterator[str]:
    yield f"{doing_line(found.model, found.start)}."
    if found.table is not None:
        yield f"{found_words(found.table)} Outcomes are numbered in the order of solve."


def _name(found: LargeEvolution, target: int) -> str:
    """A target by its place among the outcomes, or as the state that was asked for."""
    if found.table is not None:
        return places_words([found.targets.index(target)])
    return "that state" if found.statement is None else _place(found, target)


def _place(found: LargeEvolution, code: int) -> str:
    """A state by how it differs from the one at the start."""
    as_ = "as today" if found.start == found.model.status_quo else "as this one"
    differs = against_first(found.model, found.start, code)
    return f"the state that is {as_}, but {differs}" if differs else "this state itself"


def _ways(found: LargeEvolution) -> Iterator[Item]:
    told = routes_told(found.routes)
    for route in told:
        yield Item(_route_words(found, route))
        for k, path in enumerate(route.paths[:WAYS] if route.count is not None else route.paths[:1], 1):
            if len(route.paths) > 1:
                yield Item(f"Way {k}:", 1)
            steps = [Move(step.mover, step.before, step.after) for step in path]
            yield from (Item(f"{words}.", 1, f"{n}.") for n, words in enumerate(steps_words(found.model, steps), 1))
        if route.count is not None and route.count > WAYS:
            yield Item(f"and {route.count - WAYS:,} more of this length.", 1)
    yield from map(Item, _not_led(found))


def _route_words(found: LargeEvolution, route: LargeRoute) -> str:
    name, length = _name(found, route.target), route.length or 0
    if not length:
        return f"To {name}: it is there already."
    what = plural(length, "improvement" if route.by == "improvements" else "move", route.by)
    against = "" if route.by == "improvements" else plural(length, ALONE, SOME)
    if not route.proved:
        return f"To {name}: {length} {what}{against}. A shorter way may exist; the search was given up."
    if route.count is None:
        return f"To {name}: {length} {what}, and none is shorter; they can be made in other orders as well{against}."
    ways = "one way" if route.count == 1 else f"{route.count:,} ways"
    return f"To {name}: {length} {what}, {ways}{against}."


def _not_led(found: LargeEvolution) -> Iterator[str]:
    """Where improvements, or moves, lead to no target, and whether that is proved."""
    for by in ("improvements", "moves"):
        none = [r for r in found.routes if r.by == by and r.length is None]
        for proved in (True, False):
            names = [r.target for r in none if r.proved is proved]
            if names:
                yield _none_words(found, by, places_words([found.targets.index(t) for t in names])
                                  if found.table is not None else "that state", proved)  # fmt: skip
    for by, more in found.others.items():
        if more is None:
            yield f"Other states may be as near by {by}."
        elif more:
            yield f"{more:,} more {plural(more, 'state is', 'states are')} as near by {by}."
    for by, proved in found.missed.items():
        yield _none_words(found, by, "a state in which this holds", proved)


def _none_words(found: LargeEvolution, by: str, names: str, proved: bool) -> str:
    if proved:
        return f"No sequence of {by}, however long, leads from here to {names}; this is proved."
    return (
        f"No way by {by} was found to {names}, among {found.most:,} pairs of a state and its last mover each; that "
        "there is none is not proved."
    )


def _reach(found: LargeEvolution) -> Iterator[str]:
    kinds: dict[By, str] = {
        "improvements": "By improvements, each in the interest of whoever makes it,",
        "moves": "By any moves,",
    }
    for by, words in kinds.items():
        codes = found.reached[by]
        yield f"{words} {'so many states that they were not counted' if codes is None else f'{len(codes):,} states'}."
    better, any_ = found.fixed["improvements"], found.fixed["moves"]
    if any_:
        yield f"No moves ever change, from here: {_options(found.model, any_)}."
    if better & ~any_:
        yield f"No improvements ever change, from here: {_options(found.model, better & ~any_)}. This is proved."
    yield "A mover may move again only after another has moved."


def _options(model: SearchedGame, mask: int) -> str:
    """Options by their owners, those with the same name together."""
    said = []
    for owner in dict.fromkeys(row.owner for row in model.options):
        names = [f'"{row.name}"' for row in model.options if row.owner == owner and mask >> row.index & 1]
        if names:
            said.append((owner, joined(names, "or")))
    return "; ".join(f"{named(model, owners)}: {names}" for names, owners in alike(said).items())


def _beginners(found: LargeEvolution) -> Iterator[str]:
    model, openings = found.model, found.openings
    if not openings:
        yield "Nobody has an improvement here."
        return
    if not any(o.targets or o.unknown for o in openings):
        names = named(model, [o.mover for o in openings])
        yield f"{names} could begin with an improvement, but improvements lead {_nowhere(found)}."
        return
    for (targets, unknown), movers in alike((o.mover, (o.targets, o.unknown)) for o in openings).items():
        lead = f"can lead to {_names(found, targets)}" if targets else f"lead {_nowhere(found)}"
        if unknown:
            doubt = f"whether to {_names(found, unknown)} was not found out"
            lead = f"{lead} ({doubt})" if targets else f"may lead on, but {doubt}"
        if len(openings) == 1:
            yield f"Only {named(model, movers)} has an improvement here. From there improvements {lead}."
        elif len(movers) == len(openings):
            yield f"It does not matter who begins, {named(model, movers)}: improvements {lead}."
        else:
            who = named(model, movers) if len(movers) == 1 else f"one of {named(model, movers)}"
            yield f"If {who} begins, improvements {lead}."


def _nowhere(found: LargeEvolution) -> str:
    return "to none of these outcomes" if found.table is not None else "not there"


def _names(found: LargeEvolution, targets: Sequence[int]) -> str:
    if found.table is not None:
        return places_words([found.targets.index(target) for target in targets])
    return "that state" if len(targets) == 1 else f"{len(targets)} of these states"


def _drift(found: LargeEvolution) -> Iterator[str]:
    drift = found.drift
    if [e.states[0].key for e in drift.endings] == [found.start]:
        yield "Nowhere: nobody has an improvement here."
        return
    yield (
        "If whoever has an improvement may take it, each as likely as another, and nobody fears an answer; estimated "
        f"by {drift.walks:,} walks at random:"
    )
    outcomes = {} if found.table is None else {e.state.key: k for k, e in enumerate(found.table.outcomes)}
    told = [(e.states[0].key, e.estimate) for e in drift.endings[:ENDINGS] if e.estimate and e.chance >= RARE]
    for code, share in told:
        where = places_words([outcomes[code]]) if code in outcomes else _place(found, code)
        yield f"It ends in {where} in {_share(share)}."
    rare = len(drift.endings) - len(told)
    if rare:
        ends = plural(rare, "one state", f"{rare:,} different states") if not told else f"{rare:,} other {_state(rare)}"
        yield f"Walks ended in {ends}, {plural(rare, 'and rarely', 'each of them rarely')}."
    if drift.unsettled is not None and drift.unsettled.count:
        yield f"In {percent(drift.unsettled.value)} of cases it had not come to rest after 500 moves."
    if drift.steps:
        yield f"That takes {drift.steps:.1f} moves on average."


def _state(count: int) -> str:
    return plural(count, "state", "states")


def _share(share: Share) -> str:
    """A share of walks with its interval; of all walks, how sure that is."""
    low, high = share.interval
    if share.count == share.total:
        return f"all of them (at least {100 * low:.1f}\u00a0% of cases)"
    return f"{percent(share.value)} of cases ({round(100 * low)} to {percent(high)})"


def large_routes_table(found: LargeEvolution, limit: int) -> Table:
    """For each target how many improvements and how many moves lead there, and in how many ways."""
    rows = []
    first = found.targets[0] if found.targets else 0
    for place, target in enumerate(found.targets[:limit]):
        cells = [str(place + 1), taken_words(found.model, target, first if place else None)]
        for by in KINDS:
            route = next((r for r in found.routes if r.target == target and r.by == by), None)
            cells += _cells(route) if route is not None else [_missing(found, by), ""]
        rows.append(tuple(cells))
    head = "outcome" if found.table else ""
    columns = (head, "options taken (+ besides, - not)", "improvements", "ways", "moves", "ways ")
    notes = [
        "How many improvements, and how many moves of any kind, the shortest ways take; -: none leads there, which is "
        "proved; ?: not found; <: no longer than this. ways: how many there are, where they were counted."
    ]
    if len(found.targets) > limit:
        notes.append(f"{len(found.targets) - limit:,} more outcomes; --limit shows them.")
    return Table(columns, tuple(rows), frozenset(columns) - {columns[1]}, tuple(notes))


def _missing(found: LargeEvolution, by: By) -> str:
    """What stands for ways that are not told of: none, not found, or longer ones than to the nearest state."""
    return {True: "-", False: "?", None: ""}[found.missed.get(by)]


def _cells(route: LargeRoute) -> list[str]:
    if route.length is None:
        return ["-" if route.proved else "?", ""]
    return [f"{'' if route.proved else '< '}{route.length}", "" if route.count is None else f"{route.count:,}"]


def large_steps_flat(found: LargeEvolution) -> Table:
    """Every step of every listed sequence, for spreadsheets; states by their codes."""
    rows = []
    for route in found.routes:
        for which, path in enumerate(route.paths, 1):
            for k, step in enumerate(path, 1):
                move = Move(step.mover, step.before, step.after)
                words = f"{found.model.case.label(step.mover)} {turn_words(found.model, move)}"
                ends = (str(step.before), str(step.after), words)
                rows.append((str(route.target), route.by, str(which), str(k), step.mover, *ends))
    return Table(("to", "by", "sequence", "step", "mover", "before", "after", "words"), tuple(rows))
