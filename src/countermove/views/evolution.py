"""How a conflict may go on, for people: the paths to each outcome, who must begin, where it ends, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from countermove.analysis.evolution.evolution import Evolution, Opening, Route, Starts
from countermove.analysis.evolution.history import Replayed
from countermove.game.game import Game, State
from countermove.game.names.labels import joined, state_name
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.search.bounded import Move
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import against_first, alike, doing_line, named, outcome, steps_words, taken_words
from countermove.text.phrases import (
    line_words,
    percent,
    places_words,
    plural,
    step_words,
)
from countermove.views.stability import found_words

__all__ = ["event_words", "evolution_page", "evolution_prose", "routes_table", "starts_page", "starts_table"]

KINDS = ("improvements", "moves")
MOST_STATES = 12
"""States or endings that are named one by one, about a line; of more, the reader wants to know how many they are."""
MOST_PATHS = 3
"""Paths of a route that are described step by step: three show in what they differ."""
MOST_ROUTES = 3
"""Targets that are described step by step, with three paths each about a screen; the table has the others."""
RARE_SHARE = 0.02
"""Share of sampled walks below which an ending is only counted: its estimate says little more than that it is rare."""
ALONE = "; it is not in the interest of whoever makes it"
VOTED_DOWN = "; as things are, the decision would not pass"
SOME = "; not every one of them is in the interest of whoever makes it"


def evolution_page(answer: Evolution, limit: int) -> Page:
    """The sections, and below them a table of the first `limit` targets where there are any."""
    return [*evolution_prose(answer), *([routes_table(answer, limit)] if answer.targets else [])]


def evolution_prose(answer: Evolution) -> list[Section]:
    """The sections: where it stands, the paths, where it can go, who begins, where it ends, the events."""
    words: type[_Listed] | type[_Searched] = _Listed if answer.game.is_listed else _Searched
    kind = words(answer)
    sections = [
        Section(f"From {kind.start()}", tuple(map(Item, kind.now()))),
        Section("The shortest ways", tuple(kind.ways())),
        Section("Where it can go", tuple(map(Item, kind.reach()))),
        Section("Who begins", tuple(map(Item, kind.beginners()))),
        Section("Where it drifts", tuple(map(Item, kind.endings()))),
        Section("What happened", tuple(Item(event_words(answer.game, event), mark="-") for event in answer.events)),
    ]
    return [section for section in sections if section.items]


def routes_table(answer: Evolution, limit: int) -> Table:
    """For each target how many improvements and how many moves lead there, and in how many ways."""
    return _listed_table(answer, limit) if answer.game.is_listed else _searched_table(answer, limit)


def _first_routes(routes: Iterable[Route]) -> list[Route]:
    """For the first targets that are reached at all, the better of the two routes: improvements where they lead."""
    best: dict[State, Route] = {}
    for route in routes:
        if route.length is not None and (route.target not in best or route.by == "improvements"):
            best[route.target] = route
    # The sort is stable: within each kind targets keep their order, the strongest outcome first.
    return sorted(best.values(), key=lambda route: route.by != "improvements")[:MOST_ROUTES]


def _described(
    routes: Sequence[Route], words: Callable[[Route], str], steps: Callable[[Route, int], list[str]]
) -> Iterator[Item]:
    """Routes in sentences, and the first paths of each step by step."""
    for route in routes:
        yield Item(words(route))
        # Of a route that was not counted one path was found: others of its length may exist, and none is like another.
        for k in range(len(route.paths[: MOST_PATHS if route.count is not None else 1])):
            if not route.paths[k]:
                continue
            if len(route.paths) > 1:
                yield Item(f"Way {k + 1}:", 1)
            yield from (Item(f"{text}.", 1, f"{n}.") for n, text in enumerate(steps(route, k), 1))
        if route.count is not None and route.count > MOST_PATHS:
            yield Item(f"and {route.count - MOST_PATHS:,} more of this length.", 1)


# ------------------------------------------------------------------------------------------------ listed games


class _Listed:
    """What is said of a listed game, where states have numbers."""

    def __init__(self, answer: Evolution) -> None:
        self.answer, self.game = answer, answer.game

    def start(self) -> str:
        return state_name(self.game, self.answer.start.key)

    def now(self) -> Iterator[str]:
        start = self.answer.start.key
        if not self.game.case.is_graph:
            doing = [f"{owner}: {'; '.join(names)}" for owner, names in outcome(self.game, start) if names]
            yield f"{'. '.join(doing) or 'Nobody does anything'}."
        if start == self.game.status_quo:
            yield "This is the status quo."

    def ways(self) -> Iterator[Item]:
        answer, first = self.answer, _first_routes(self.answer.routes)
        yield from _described(first, self._route, self._steps)
        if not answer.targets and not answer.is_nearest:
            yield Item("No state is an equilibrium under what was asked, so there is no outcome to go to.")
        elif not answer.n_wanted:
            yield Item("It holds in no feasible state, so there is none to go to.")
        elif not first:
            yield Item("None of the outcomes can be reached from here, by any legal sequence of moves.")

    def _route(self, route: Route) -> str:
        name, length = state_name(self.game, route.target.key), route.length or 0
        if not length:
            return f"To {name}: it is there already."
        what = plural(length, "improvement" if route.by == "improvements" else "move", route.by)
        ways = "one way" if route.count == 1 else f"{route.count:,} ways"
        against = "" if route.by == "improvements" else plural(length, ALONE, SOME)
        if against == ALONE and route.paths and route.paths[0][0].mover in self.game.case.bodies:
            against = VOTED_DOWN
        return f"To {name}: {length} {what}, {ways}{against}."

    def _steps(self, route: Route, k: int) -> list[str]:
        return [
            f"{self.game.case.label(step.mover)} {step_words(self.game, step.mover, step.before.key, step.after.key)}"
            for step in route.paths[k]
        ]

    def reach(self) -> Iterator[str]:
        reached = self.answer.reachable.improvements
        better = reached if isinstance(reached, tuple) else ()
        every, size = self.answer.n_reached("moves"), self.game.size or 0
        which = f": {self._states([number - 1 for number in better])}" if len(better) <= MOST_STATES else ""
        yield f"By improvements, each in the interest of whoever makes it, {len(better):,} of {size:,} states{which}."
        extent = f"all {size:,} states" if every == size else f"{every:,} of {size:,} states"
        yield f"By any moves, {extent}. A mover may move again only after another has moved."

    def beginners(self) -> Iterator[str]:
        answer, openings = self.answer, self.answer.openings
        if openings is None:
            yield "There are too many states to tell what each first move opens."
            return
        if not openings:
            yield "Nobody has an improvement here."
            return
        names = {o.mover: self.game.case.label(o.mover) for o in openings}
        led = {target.key for o in openings for target in o.targets}
        # From the plainest finding to the most detailed: nowhere to go, nobody leads there, all alike, each in turn.
        if not answer.n_wanted:
            yield f"{joined(list(names.values()))} could begin with an improvement."
        elif not led:
            yield f"{joined(list(names.values()))} could begin with an improvement, but none leads to these outcomes."
        elif all({target.key for target in o.targets} == led for o in openings):
            lead = self._states(sorted(led))
            if len(openings) == 1:
                yield f"Only {names[openings[0].mover]} has an improvement here. It leads to {lead}."
            else:
                yield f"It does not matter who begins, {joined(list(names.values()), 'or')}: each can lead to {lead}."
        else:
            yield from (self._opening(opening, names[opening.mover]) for opening in openings)

    def _opening(self, opening: Opening, name: str) -> str:
        only = [target.key for target, mover in self.answer.decisive.items() if mover == opening.mover]
        targets = sorted(target.key for target in opening.targets)
        where = f"to {self._states(targets)}" if targets else "to none of them"
        alone = f"; only this leads to {self._states(sorted(only))}" if only else ""
        return f"If {name} begins, improvements can lead {where}{alone}."

    def endings(self) -> Iterator[str]:
        walk = self.answer.improvement_walk
        if walk is None:
            yield "There are too many states to follow the drift."
            return
        if walk.endings and walk.endings[0].states == (self.answer.start,):
            yield "Nowhere: nobody has an improvement here."
            return
        yield "If whoever has an improvement may take it, each as likely as another, and nobody fears an answer:"
        for ending in walk.endings[:MOST_STATES]:
            keys = [state.key for state in ending.states]
            share = f"{percent(ending.chance)} of cases"
            if len(keys) == 1:
                yield f"It ends in {state_name(self.game, keys[0])} in {share}."
            else:
                yield f"It goes round for ever among {self._states(keys)} in {share}."
        if len(walk.endings) > MOST_STATES:
            yield f"There are {len(walk.endings) - MOST_STATES:,} other endings, each less likely."
        reached = self.answer.reachable.improvements
        # Reachability obeys the rule that nobody moves twice in a row; a Markov chain on states cannot.
        ends = {state.reference for ending in walk.endings for state in ending.states}
        if ends - set(reached if isinstance(reached, tuple) else ()):
            yield "Here the same mover may improve twice in a row, which leads farther than the improvements above."
        if walk.steps:
            yield f"That takes {walk.steps:.1f} moves on average."
        # Long chains are not solved but followed, until hardly any probability is still under way.
        if walk.residual:
            yield f"Followed step by step; {walk.residual:.1e} of the chances is not decided."

    def _states(self, keys: Sequence[int]) -> str:
        """States in words; of many, the first."""
        names = [state_name(self.game, key) for key in keys[:MOST_STATES]]
        head = ""
        if not self.game.case.is_graph:
            names = [name.removeprefix("state ") for name in names]
            head = "state " if len(keys) == 1 else "states "
        if len(keys) > MOST_STATES:
            names.append(f"{len(keys) - MOST_STATES:,} more")
        return f"{head}{joined(names)}"


def _listed_table(answer: Evolution, limit: int) -> Table:
    game, rows = answer.game, []
    for target in answer.targets[:limit]:
        cells = [state_name(game, target.key) if game.case.is_graph else str(target.number)]
        for by in KINDS:
            route = _route_to(answer, target, by)
            has_path = route is not None and route.length is not None
            cells += [str(route.length), f"{route.count:,}"] if route is not None and has_path else ["-", ""]
        rows.append(tuple(cells))
    # The space tells the second column from the first of the same name: alignment goes by the names of columns.
    columns = ("state", "improvements", "ways", "moves", "ways ")
    notes = ["How many improvements, and how many moves of any kind, the shortest ways take; -: none leads there."]
    if len(answer.targets) > limit:
        notes.append(f"{len(answer.targets) - limit:,} more outcomes; --limit shows them.")
    right = frozenset(columns) - ({"state"} if game.case.is_graph else set())
    return Table(columns, tuple(rows), right, tuple(notes))


def _route_to(answer: Evolution, target: State, by: str) -> Route | None:
    return next((route for route in answer.routes if route.target == target and route.by == by), None)


# ------------------------------------------------------------------------------------------------ searched games


class _Searched:
    """What is said of a searched game, where states have no numbers."""

    def __init__(self, answer: Evolution) -> None:
        assert isinstance(answer.game, SearchedGame)
        self.answer, self.game = answer, answer.game

    def start(self) -> str:
        return "the status quo" if self.answer.start.key == self.game.status_quo else "this state"

    def now(self) -> Iterator[str]:
        yield f"{doing_line(self.game, self.answer.start.key)}."
        if self.answer.table is not None:
            yield f"{found_words(self.answer.table)} Outcomes are numbered in the order of solve."

    def ways(self) -> Iterator[Item]:
        yield from _described(_first_routes(self.answer.routes), self._route, self._steps)
        yield from map(Item, self._without_path())

    def _name(self, target: State) -> str:
        """A target by its place among the outcomes, or as the state that was asked for."""
        if self.answer.table is not None:
            return places_words([self.answer.targets.index(target)])
        return "that state" if self.answer.statement is None else self._place(target)

    def _place(self, state: State) -> str:
        """A state by how it differs from the one at the start."""
        start = self.answer.start.key
        as_ = "as today" if start == self.game.status_quo else "as this one"
        differs = against_first(self.game, start, state.key)
        return f"the state that is {as_}, but {differs}" if differs else "this state itself"

    def _route(self, route: Route) -> str:
        name, length = self._name(route.target), route.length or 0
        if not length:
            return f"To {name}: it is there already."
        what = plural(length, "improvement" if route.by == "improvements" else "move", route.by)
        against = "" if route.by == "improvements" else plural(length, ALONE, SOME)
        # A search that ended early gives an upper bound, and cannot count; one that was finished may still not count.
        if not route.is_proved:
            return f"To {name}: {length} {what}{against}. A shorter way may exist; the search was given up."
        if route.count is None:
            return f"To {name}: {length} {what}, and none is shorter; they can be made in other orders as well{against}."
        ways = "one way" if route.count == 1 else f"{route.count:,} ways"
        return f"To {name}: {length} {what}, {ways}{against}."

    def _steps(self, route: Route, k: int) -> list[str]:
        moves = [Move(step.mover, step.before.key, step.after.key) for step in route.paths[k]]
        return list(steps_words(self.game, moves))

    def _without_path(self) -> Iterator[str]:
        """Where improvements, or moves, lead to no target, and whether that is proved."""
        answer = self.answer
        # Proved and not found are different answers, and never stand in one sentence.
        for by in KINDS:
            none = [route for route in answer.routes if route.by == by and route.length is None]
            for is_proved in (True, False):
                targets = [route.target for route in none if route.is_proved is is_proved]
                if targets:
                    names = "that state"
                    if answer.table is not None:
                        names = places_words([answer.targets.index(target) for target in targets])
                    yield self._none(by, names, is_proved)
        for by, more in answer.others.items():
            if more is None:
                yield f"Other states may be as near by {by}."
            elif more:
                yield f"{more:,} more {plural(more, 'state is', 'states are')} as near by {by}."
        for by, is_proved in answer.missed.items():
            yield self._none(by, "a state in which this holds", is_proved)

    def _none(self, by: str, names: str, is_proved: bool) -> str:
        if is_proved:
            return f"No sequence of {by}, however long, leads from here to {names}; this is proved."
        return (
            f"No way by {by} was found to {names}, among {self.answer.most_pairs:,} pairs of a state and its last mover "
            "each; that there is none is not proved."
        )

    def reach(self) -> Iterator[str]:
        kinds = {
            "improvements": "By improvements, each in the interest of whoever makes it,",
            "moves": "By any moves,",
        }
        reach = self.answer.reachable
        for words, count in zip(kinds.values(), (reach.improvements, reach.moves), strict=True):
            yield f"{words} {'so many states that they were not counted' if count is None else f'{count:,} states'}."
        better, every = self.answer.fixed["improvements"], self.answer.fixed["moves"]
        if every:
            yield f"No moves ever change, from here: {self._options(every)}."
        # What no move changes no improvement changes either: it is said once.
        if better & ~every:
            yield f"No improvements ever change, from here: {self._options(better & ~every)}. This is proved."
        yield "A mover may move again only after another has moved."

    def _options(self, mask: int) -> str:
        """Options by their owners, those with the same name together."""
        said = []
        for owner in dict.fromkeys(row.owner for row in self.game.options):
            names = [f'"{row.name}"' for row in self.game.options if row.owner == owner and mask >> row.index & 1]
            if names:
                said.append((owner, joined(names, "or")))
        return "; ".join(f"{named(self.game, owners)}: {names}" for names, owners in alike(said).items())

    def beginners(self) -> Iterator[str]:
        openings = self.answer.openings or ()
        if not openings:
            yield "Nobody has an improvement here."
            return
        if not any(o.targets or o.unknown for o in openings):
            names = named(self.game, [o.mover for o in openings])
            yield f"{names} could begin with an improvement, but improvements lead {self._nowhere()}."
            return
        for (targets, unknown), movers in alike((o.mover, (o.targets, o.unknown)) for o in openings).items():
            lead = f"can lead to {self._targets(targets)}" if targets else f"lead {self._nowhere()}"
            if unknown:
                doubt = f"whether to {self._targets(unknown)} was not found out"
                lead = f"{lead} ({doubt})" if targets else f"may lead on, but {doubt}"
            if len(openings) == 1:
                yield f"Only {named(self.game, movers)} has an improvement here. From there improvements {lead}."
            elif len(movers) == len(openings):
                yield f"It does not matter who begins, {named(self.game, movers)}: improvements {lead}."
            else:
                who = named(self.game, movers) if len(movers) == 1 else f"one of {named(self.game, movers)}"
                yield f"If {who} begins, improvements {lead}."

    def _nowhere(self) -> str:
        return "to none of these outcomes" if self.answer.table is not None else "not there"

    def _targets(self, targets: Sequence[State]) -> str:
        if self.answer.table is not None:
            return places_words([self.answer.targets.index(target) for target in targets])
        return "that state" if len(targets) == 1 else f"{len(targets)} of these states"

    def endings(self) -> Iterator[str]:
        walk = self.answer.improvement_walk
        assert walk is not None
        if [ending.states[0] for ending in walk.endings] == [self.answer.start]:
            yield "Nowhere: nobody has an improvement here."
            return
        yield (
            "If whoever has an improvement may take it, each as likely as another, and nobody fears an answer; estimated "
            f"by {walk.walks:,} walks at random:"
        )
        table = self.answer.table
        places = {} if table is None else {key: place for place, key in enumerate(table.strongest())}
        frequent = [ending for ending in walk.endings[:MOST_STATES] if ending.chance >= RARE_SHARE]
        for ending in frequent:
            (state,) = ending.states
            where = places_words([places[state.key]]) if state.key in places else self._place(state)
            yield f"It ends in {where} in {_estimate_words(ending.estimate)}."
        rare = len(walk.endings) - len(frequent)
        if rare:
            others = f"{rare:,} other {plural(rare, 'state', 'states')}"
            ends = others if frequent else plural(rare, "one state", f"{rare:,} different states")
            yield f"Walks ended in {ends}, {plural(rare, 'and rarely', 'each of them rarely')}."
        # 500 is where `search.walks` gives a walk up.
        if walk.unsettled is not None and walk.unsettled.count:
            yield f"In {percent(walk.unsettled.value)} of cases it had not come to rest after 500 moves."
        if walk.steps:
            yield f"That takes {walk.steps:.1f} moves on average."


def _estimate_words(share: Share | None) -> str:
    """A share of walks with its interval; of all walks, how sure that is."""
    assert share is not None
    low, high = share.interval
    # That all walks end there does not mean that all would: the lower end of the interval says how sure that is.
    if share.count == share.total:
        return f"all of them (at least {100 * low:.1f}\u00a0% of cases)"
    return f"{percent(share.value)} of cases ({round(100 * low)} to {percent(high)})"


def _searched_table(answer: Evolution, limit: int) -> Table:
    rows = []
    first = answer.targets[0].key if answer.targets else 0
    for place, target in enumerate(answer.targets[:limit]):
        cells = [str(place + 1), taken_words(answer.game, target.key, first if place else None)]
        for by in KINDS:
            route = _route_to(answer, target, by)
            cells += _cells(route) if route is not None else [_missing(answer, by), ""]
        rows.append(tuple(cells))
    head = "outcome" if answer.table is not None else ""
    columns = (head, "options taken (+ besides, - not)", "improvements", "ways", "moves", "ways ")
    notes = [
        "How many improvements, and how many moves of any kind, the shortest ways take; -: none leads there, which is "
        "proved; ?: not found; <: no longer than this. ways: how many there are, where they were counted."
    ]
    if len(answer.targets) > limit:
        notes.append(f"{len(answer.targets) - limit:,} more outcomes; --limit shows them.")
    return Table(columns, tuple(rows), frozenset(columns) - {columns[1]}, tuple(notes))


def _missing(answer: Evolution, by: str) -> str:
    """What stands for routes that are not given: none, not found, or longer ones than to the nearest state."""
    proved = {str(kind): is_proved for kind, is_proved in answer.missed.items()}
    return {True: "-", False: "?", None: ""}[proved.get(by)]


def _cells(route: Route) -> list[str]:
    if route.length is None:
        return ["-" if route.is_proved else "?", ""]
    return [f"{'' if route.is_proved else '< '}{route.length}", "" if route.count is None else f"{route.count:,}"]


# ------------------------------------------------------------------------------------------------ events and starts


def event_words(game: Game, event: Replayed) -> str:
    """What happened, and whether the model explains it; where states have no numbers, they are not named."""
    happened = event.event
    who = game.case.label(happened.actor)
    names = {row.full: row.name for row in game.options}
    done = [
        f"{verb} {joined([chr(34) + names.get(f'{happened.actor}.{o}', names.get(o, o)) + chr(34) for o in options])}"
        for verb, options in (("takes", happened.takes), ("drops", happened.drops))
        if options
    ]
    head = f"{happened.on}: {who} {joined(done) or 'does nothing'}"
    if event.before is None or event.after is None:
        return f"{head}. The model has no such state: the combination is ruled out."
    before, after = (state_name(game, state.key) for state in (event.before, event.after))
    where = f" ({before} to {after})" if game.is_listed else ""
    match event.verdict:
        case "improvement":
            return f"{head}{where}. The model explains it: {_why(game, event, after)}."
        case "other move":
            if happened.actor in game.case.bodies:
                return f"{head}{where}. The model does not explain it: its rules would not let the change pass."
            loss = f", and loses its line {line_words(event.lost)}" if event.lost else ""
            return f"{head}{where}. The model does not explain it: {who} gains nothing by it{loss}."
        case "no change":
            return f"{head}. That stood so already{f' in {before}' if game.is_listed else ''}."
        case "no move":
            return f"{head}{where}. The model does not allow this move."
        case _:
            return f"{head}. The status quo, or what happened later, contradicts it."


def _why(game: Game, event: Replayed, after: str) -> str:
    if event.event.actor in game.case.bodies:
        return "its rules let the change pass"
    return f"it prefers {after}" if game.is_listed else "it prefers that"


def starts_page(answer: Starts, limit: int) -> Page:
    """Where each state leads, as one table."""
    return [starts_table(answer, limit)]


def starts_table(answer: Starts, limit: int) -> Table:
    """For each state where improvements can lead from it, and where walks end: for a case without a status quo."""
    first = answer.starts[:limit]
    rows = tuple(answer.cells(start) for start in first)
    notes = [
        "The case has no status quo, so this is said of every state; --from STATE tells more of one.",
        "Improvements lead to: the outcomes that improvements can reach. Drift: where it ends, if whoever has an "
        "improvement may take it, each as likely as another, and nobody fears an answer.",
    ]
    if any(len(ending.states) > 1 for start in first for ending in start.endings):
        notes.append("Where several states have one share, the drift goes round among them for ever.")
    if answer.game.size > len(rows):
        notes.append(f"{answer.game.size - len(rows):,} more states; --limit shows them.")
    return Table(("from", "improvements lead to", "drift"), rows, notes=tuple(notes))
