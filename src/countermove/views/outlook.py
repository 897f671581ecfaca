"""How a conflict may go on, for people: the ways to each outcome, who must begin, the drift, and what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from countermove.analysis.evolution import Evolution, Route, Start
from countermove.analysis.history import Replayed
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.text.naming import joined, move_words, number, outcome, state_name
from countermove.text.phrases import line_words, percent, plural, step_words
from countermove.text.prose import Item, Section
from countermove.text.table import Table

if TYPE_CHECKING:
    from countermove.analysis.large_evolution import LargeRoute

__all__ = ["ALONE", "SOME", "event_words", "outlook_prose", "routes_table", "routes_told", "starts_table", "steps_flat"]

R = TypeVar("R", "Route", "LargeRoute")
LISTED = 12
WAYS = 3
ALONE = "; it is not in the interest of whoever makes it"
VOTED_DOWN = "; as things are, the decision would not pass"
SOME = "; not every one of them is in the interest of whoever makes it"
TOLD = 3
"""So many targets are told step by step; the table has the others."""


def outlook_prose(found: Evolution) -> list[Section]:
    """The findings in sections: where it stands, the ways, where it can go, who begins, the drift, the events."""
    graph = found.graph
    sections = [
        Section(f"From {state_name(graph, found.start)}", tuple(map(Item, _now(graph, found.start)))),
        Section("The shortest ways", tuple(_ways(found))),
        Section("Where it can go", tuple(map(Item, _reach(found)))),
        Section("Who begins", tuple(map(Item, _beginners(found)))),
        Section("Where it drifts", tuple(map(Item, _drift(found)))),
        Section("What happened", tuple(Item(event_words(graph, event), mark="-") for event in found.replayed)),
    ]
    return [section for section in sections if section.items]


def _now(graph: ListedGame, start: int) -> Iterator[str]:
    if not graph.is_graph:
        doing = [f"{owner}: {'; '.join(names)}" for owner, names in outcome(graph, start) if names]
        yield f"{'. '.join(doing) or 'Nobody does anything'}."
    if start == graph.status_quo:
        yield "This is the status quo."


def _ways(found: Evolution) -> Iterator[Item]:
    told = routes_told(found.routes)
    for route in told:
        yield Item(_route_words(found, route))
        for k, path in enumerate(route.paths[:WAYS], 1):
            if not path:
                continue
            if len(route.paths) > 1:
                yield Item(f"Way {k}:", 1)
            for n, step in enumerate(path, 1):
                words = step_words(found.graph, step.mover, step.before, step.after)
                yield Item(f"{found.graph.case.label(step.mover)} {words}.", 1, f"{n}.")
        if route.count > WAYS:
            yield Item(f"and {route.count - WAYS:,} more of this length.", 1)
    if _nowhere(found):
        yield Item("No state is an equilibrium under what was asked, so there is no outcome to go to.")
    elif not found.asked:
        yield Item("It holds in no feasible state, so there is none to go to.")
    elif not told:
        yield Item("None of the outcomes can be reached from here, by any legal sequence of moves.")


def _nowhere(found: Evolution) -> bool:
    """Whether the case has no outcome at all, rather than none that can be reached."""
    return not found.targets and not found.nearest


def routes_told(routes: Iterable[R]) -> list[R]:
    """For the first targets that are reached at all, the better of the two routes: improvements where they lead."""
    best: dict[int, R] = {}
    for route in routes:
        if route.length is not None and (route.target not in best or route.by == "improvements"):
            best[route.target] = route
    return sorted(best.values(), key=lambda route: route.by != "improvements")[:TOLD]


def _route_words(found: Evolution, route: Route) -> str:
    name = state_name(found.graph, route.target)
    if route.length == 0:
        return f"To {name}: it is there already."
    what = plural(route.length or 0, "improvement" if route.by == "improvements" else "move", route.by)
    ways = "one way" if route.count == 1 else f"{route.count:,} ways"
    against = "" if route.by == "improvements" else plural(route.length or 0, ALONE, SOME)
    if against == ALONE and route.paths and route.paths[0][0].mover in found.graph.case.bodies:
        against = VOTED_DOWN
    return f"To {name}: {route.length} {what}, {ways}{against}."


def _reach(found: Evolution) -> Iterator[str]:
    better, all_ = len(found.reached["improvements"]), len(found.reached["moves"])
    size = found.graph.size
    which = f": {_listed(found.graph, found.reached['improvements'].tolist())}" if better <= LISTED else ""
    yield f"By improvements, each in the interest of whoever makes it, {better:,} of {size:,} states{which}."
    every = f"all {size:,} states" if all_ == size else f"{all_:,} of {size:,} states"
    yield f"By any moves, {every}. A mover may move again only after another has moved."


def _beginners(found: Evolution) -> Iterator[str]:
    graph, openings = found.graph, found.openings
    if openings is None:
        yield "There are too many states to tell what each first move opens."
        return
    if not openings:
        yield "Nobody has an improvement here."
        return
    names = {o.mover: graph.case.label(o.mover) for o in openings}
    led = {target for o in openings for target in o.targets}
    if not found.asked:
        yield f"{joined(list(names.values()))} could begin with an improvement."
    elif not led:
        yield f"{joined(list(names.values()))} could begin with an improvement, but none leads to these outcomes."
    elif all(set(o.targets) == led for o in openings):
        lead = _listed(graph, sorted(led))
        if len(openings) == 1:
            yield f"Only {names[openings[0].mover]} has an improvement here. It leads to {lead}."
        else:
            yield f"It does not matter who begins, {joined(list(names.values()), 'or')}: each can lead to {lead}."
    else:
        for opening in openings:
            only = [t for t, mover in found.decisive.items() if mover == opening.mover]
            where = f"to {_listed(graph, sorted(opening.targets))}" if opening.targets else "to none of them"
            alone = f"; only this leads to {_listed(graph, sorted(only))}" if only else ""
            yield f"If {names[opening.mover]} begins, improvements can lead {where}{alone}."


def _drift(found: Evolution) -> Iterator[str]:
    drift = found.drift
    if drift is None:
        yield "There are too many states to follow the drift."
        return
    if [s.key for s in drift.endings[0].states] == [found.start]:
        yield "Nowhere: nobody has an improvement here."
        return
    yield "If whoever has an improvement may take it, each as likely as another, and nobody fears an answer:"
    for ending in drift.endings[:LISTED]:
        if len(ending.states) == 1:
            yield f"It ends in {state_name(found.graph, ending.states[0].key)} in {percent(ending.chance)} of cases."
        else:
            states = _listed(found.graph, [s.key for s in ending.states])
            yield f"It goes round for ever among {states} in {percent(ending.chance)} of cases."
    if len(drift.endings) > LISTED:
        yield f"There are {len(drift.endings) - LISTED:,} other endings, each less likely."
    ends = {state.key for ending in drift.endings for state in ending.states}
    if ends - set(found.reached["improvements"].tolist()):
        yield "Here the same mover may improve twice in a row, which leads farther than the improvements above."
    if drift.steps:
        yield f"That takes {drift.steps:.1f} moves on average."
    if drift.residual:
        yield f"Followed step by step; {drift.residual:.1e} of the chances is not decided."


def event_words(graph: ListedGame | SearchedGame, event: Replayed) -> str:
    """What happened, and whether the model explains it; where states have no numbers, they are not named."""
    happened = event.event
    who = graph.case.label(happened.actor)
    names = {row.full: row.name for row in graph.options}
    done = [
        f"{verb} {joined([chr(34) + names.get(f'{happened.actor}.{o}', names.get(o, o)) + chr(34) for o in options])}"
        for verb, options in (("takes", happened.takes), ("drops", happened.drops))
        if options
    ]
    head = f"{happened.on}: {who} {joined(done) or 'does nothing'}"
    if event.before is None or event.after is None:
        return f"{head}. The model has no such state: the combination is ruled out."
    named = not isinstance(graph, SearchedGame)
    where = f" ({state_name(graph, event.before)} to {state_name(graph, event.after)})" if named else ""
    match event.verdict:
        case "improvement":
            return f"{head}{where}. The model explains it: {_why(graph, event)}."
        case "other move":
            if event.event.actor in graph.case.bodies:
                return f"{head}{where}. The model does not explain it: its rules would not let the change pass."
            loss = f", and loses its line {line_words(event.loses)}" if event.loses else ""
            return f"{head}{where}. The model does not explain it: {who} gains nothing by it{loss}."
        case "no change":
            return f"{head}. That stood so already{f' in {state_name(graph, event.before)}' if named else ''}."
        case "no move":
            return f"{head}{where}. The model does not allow this move."
        case _:
            return f"{head}. The status quo, or what happened later, contradicts it."


def _why(graph: ListedGame | SearchedGame, event: Replayed) -> str:
    assert event.after is not None
    if event.event.actor in graph.case.bodies:
        return "its rules let the change pass"
    return "it prefers that" if isinstance(graph, SearchedGame) else f"it prefers {state_name(graph, event.after)}"


def _listed(graph: ListedGame, states: Sequence[int]) -> str:
    """States in words; of many, the first."""
    if graph.is_graph:
        names = [state_name(graph, state) for state in states[:LISTED]]
        head = ""
    else:
        names = [str(number(state)) for state in states[:LISTED]]
        head = "state " if len(states) == 1 else "states "
    if len(states) > LISTED:
        names.append(f"{len(states) - LISTED:,} more")
    return f"{head}{joined(names)}"


def routes_table(found: Evolution, limit: int) -> Table:
    """For each target how many improvements and how many moves lead there, and in how many ways."""
    rows = []
    for target in found.targets[:limit]:
        cells = [state_name(found.graph, target) if found.graph.is_graph else str(number(target))]
        for by in ("improvements", "moves"):
            route = next((r for r in found.routes if r.target == target and r.by == by), None)
            reached = route is not None and route.length is not None
            cells += [str(route.length), f"{route.count:,}"] if route is not None and reached else ["-", ""]
        rows.append(tuple(cells))
    columns = ("state", "improvements", "ways", "moves", "ways ")
    notes = ["How many improvements, and how many moves of any kind, the shortest ways take; -: none leads there."]
    if len(found.targets) > limit:
        notes.append(f"{len(found.targets) - limit:,} more outcomes; --limit shows them.")
    right = frozenset(columns) - ({"state"} if found.graph.is_graph else set())
    return Table(columns, tuple(rows), right, tuple(notes))


def steps_flat(found: Evolution) -> Table:
    """Every step of every listed sequence, for spreadsheets."""
    rows = [
        (str(number(route.target)), route.by, str(which), str(k), step.mover, str(number(step.before)),
         str(number(step.after)), move_words(found.graph, step.mover, step.before, step.after))
        for route in found.routes
        for which, path in enumerate(route.paths, 1)
        for k, step in enumerate(path, 1)
    ]  # fmt: skip
    return Table(("to", "by", "sequence", "step", "mover", "before", "after", "words"), tuple(rows))


def starts_table(graph: ListedGame, found: Sequence[Start], limit: int) -> Table:
    """For each state where improvements can lead from it, and where they drift: for a case without a status quo."""
    rows = []
    for start in found[:limit]:
        endings = [
            f"{_short(graph, [s.key for s in ending.states])}: {percent(ending.chance)}"
            for ending in start.drift.endings[:LISTED]
        ]
        lead = _short(graph, start.targets) if start.targets else "-"
        rows.append((_short(graph, (start.state,)), lead, "; ".join(endings)))
    notes = [
        "The case has no status quo, so this is said of every state; --from STATE tells more of one.",
        "Improvements lead to: the outcomes that improvements can reach. Drift: where it ends, if whoever has an "
        "improvement may take it, each as likely as another, and nobody fears an answer.",
    ]
    if any(len(ending.states) > 1 for start in found[:limit] for ending in start.drift.endings):
        notes.append("Where several states have one share, the drift goes round among them for ever.")
    if graph.size > len(rows):
        notes.append(f"{graph.size - len(rows):,} more states; --limit shows them.")
    return Table(("from", "improvements lead to", "drift"), tuple(rows), notes=tuple(notes))


def _short(graph: ListedGame, states: Sequence[int]) -> str:
    """States by number or id alone; of many, the first."""
    ids = list(graph.case.states or ())
    names = [ids[state] if ids else str(number(state)) for state in states[:LISTED]]
    return ", ".join(names) + (", ..." if len(states) > LISTED else "")
