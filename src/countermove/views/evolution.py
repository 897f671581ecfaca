"""How a conflict may evolve, for people: the paths to each outcome, who must begin, where it ends, and what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from countermove.analysis.evolution.evolution import Evolution, Opening, Route, Starts
from countermove.analysis.evolution.history import Replayed
from countermove.game.game import Game, State
from countermove.game.names.labels import joined, state_name
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.search.bounded import Move
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import (
    against_first,
    alike,
    deed_verbs,
    doing_line,
    named,
    outcome,
    steps_words,
    table_with_labels,
    taken_words,
)
from countermove.text.phrases import (
    HARD_SPACE,
    difference_statement,
    interval_words,
    outcomes_called,
    percent,
    percent_at_most,
    plural,
    sentence,
    states_listed,
    step_words,
)
from countermove.text.verbs import verb
from countermove.views.deals import PATHS, path_items
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
LONGEST_WALK = 500
"""Steps after which `search.walks` gives a walk up."""
IMPROVEMENT = "An improvement is a move by which its mover gains. In a path, nobody moves twice in a row."
"""What the two words mean, where a page says them first."""
WALK = (
    "In a random improvement walk, every mover with an improvement is equally likely to move next, and nobody fears an "
    "answer."
)
"""What it is whose endings are counted."""
AGAINST = {1: "; the move is no improvement for its mover", 2: "; at least one of the moves is no improvement for its mover"}
"""What is said of a path by moves where improvements lead nowhere: of one move, and of several."""
NOT_PASSED = "; this decision does not pass as its members prefer"
"""The same of a single move of a body."""


def evolution_page(answer: Evolution, limit: int) -> Page:
    """The sections, and below them a table of the first `limit` targets where there are any."""
    return [*evolution_prose(answer), *([routes_table(answer, limit)] if answer.targets else [])]


def evolution_prose(answer: Evolution) -> list[Section]:
    """The sections: the start, the paths, what can be reached, who can begin, where walks end, the events."""
    words: type[_Listed] | type[_Searched] = _Listed if answer.game.is_listed else _Searched
    kind = words(answer)
    sections = [
        Section(f"From {kind.start()}", tuple(map(Item, kind.now()))),
        Section("Shortest paths", tuple(kind.ways())),
        Section("Paths with deals", tuple(_with_deals(answer))),
        Section("What can be reached", tuple(map(Item, kind.reach()))),
        Section("Who can begin", tuple(map(Item, kind.beginners()))),
        Section("Where random improvements end", tuple(map(Item, kind.endings()))),
        Section("What happened", tuple(Item(event_words(answer.game, event), mark="-") for event in answer.events)),
    ]
    return [section for section in sections if section.items]


def _with_deals(answer: Evolution) -> Iterator[Item]:
    """The paths with deals, where improvements lead to no target."""
    if answer.with_deals:
        yield Item(PATHS)
        yield from path_items(answer.game, answer.with_deals[:MOST_ROUTES])


def routes_table(answer: Evolution, limit: int) -> Table:
    """For each target how many improvements and how many moves lead there, and by how many paths."""
    return _listed_table(answer, limit) if answer.game.is_listed else _searched_table(answer, limit)


def _first_routes(routes: Iterable[Route]) -> list[Route]:
    """For the first targets that are reached at all, the better of the two routes: improvements where they lead."""
    best: dict[State, Route] = {}
    for route in routes:
        if route.length is not None and (route.target not in best or route.by == "improvements"):
            best[route.target] = route
    # The sort is stable: within each kind targets keep their order, the best supported outcome first.
    return sorted(best.values(), key=lambda route: route.by != "improvements")[:MOST_ROUTES]


def _described(
    routes: Sequence[Route], words: Callable[[Route], str], steps: Callable[[Route, int], list[str]]
) -> Iterator[Item]:
    """Routes in sentences, and the first paths of each step by step."""
    for route in routes:
        yield Item(words(route))
        # Of a route that was not counted one path is known: others of its length may exist, and none is like another.
        for k in range(len(route.paths[: MOST_PATHS if route.count is not None else 1])):
            if not route.paths[k]:
                continue
            if len(route.paths) > 1:
                yield Item(f"Path {k + 1}:", 1)
            yield from (Item(f"{text}.", 1, f"{n}.") for n, text in enumerate(steps(route, k), 1))
        if route.count is not None and (more := route.count - MOST_PATHS) > 0:
            yield Item(f"{more:,} more {plural(more, 'path has', 'paths have')} this length.", 1)


def _length_words(route: Route) -> str:
    length = route.length or 0
    return f"{length} {plural(length, 'improvement' if route.by == 'improvements' else 'move', route.by)}"


def _paths_words(count: int | None) -> str:
    return "one path" if count == 1 else f"{count:,} paths"


def _fallback_words(answer: Evolution | Starts) -> Iterator[str]:
    """That the outcomes are equilibria under other concepts than were asked for, where that is so."""
    if answer.is_fallback:
        labels = joined([CONCEPTS[id_].label if id_ in CONCEPTS else id_ for id_ in answer.concepts], "or")
        yield f"No state is an equilibrium under {labels}. The outcomes here are equilibria under other concepts only."


# ------------------------------------------------------------------------------------------------ listed games


class _Listed:
    """What is said of a listed game, where states have numbers."""

    def __init__(self, answer: Evolution) -> None:
        self.answer, self.game = answer, answer.game
        # Only without targets of the reader's own are they outcomes.
        self.wanted = "outcomes" if answer.concepts else "states"

    def start(self) -> str:
        return state_name(self.game, self.answer.start.key)

    def now(self) -> Iterator[str]:
        start = self.answer.start.key
        if not self.game.case.is_graph:
            doing = [f"{owner}: {'; '.join(names)}" for owner, names in outcome(self.game, start) if names]
            yield f"{'. '.join(doing) or 'Nobody does anything'}."
        now = self.game.status_quo_key
        if start == now:
            yield "This is the status quo."
        elif self.game.case.is_graph:
            yield "The case has no status quo." if now is None else f"The status quo is {state_name(self.game, now)}."

    def ways(self) -> Iterator[Item]:
        answer, first = self.answer, _first_routes(self.answer.routes)
        if first:
            yield Item(IMPROVEMENT)
        yield from map(Item, _fallback_words(answer))
        yield from _described(first, self._route, self._steps)
        if not answer.targets and not answer.is_nearest:
            yield Item("No state is an equilibrium under the concepts asked, so there is no outcome to reach.")
        elif not answer.n_wanted:
            yield Item("The statement is true in no feasible state.")
        elif not first:
            where = f"any of these {self.wanted}" if self._only is None else self._only
            yield Item(f"No sequence of moves leads from here to {where}.")

    @property
    def _only(self) -> str | None:
        """The name of the one state that was asked for; None where the targets are several, or outcomes."""
        is_one = self.wanted == "states" and not self.answer.is_nearest and len(self.answer.targets) == 1
        return state_name(self.game, self.answer.targets[0].key) if is_one else None

    def _nowhere(self) -> str:
        """That improvements lead to no target, behind "improvements"."""
        return f"lead to none of these {self.wanted}" if self._only is None else f"do not lead to {self._only}"

    def _route(self, route: Route) -> str:
        name, length = state_name(self.game, route.target.key), route.length or 0
        if not length:
            return f"To {name}: no move is needed."
        return f"To {name}: {_length_words(route)}, {_paths_words(route.count)}{self._against(route)}."

    def _against(self, route: Route) -> str:
        """That not every move of a path is an improvement, where improvements lead nowhere."""
        if route.by == "improvements":
            return ""
        if route.length == 1 and route.paths and route.paths[0][0].mover in self.game.case.bodies:
            return NOT_PASSED
        return AGAINST[min(route.length or 0, 2)]

    def _steps(self, route: Route, k: int) -> list[str]:
        return [
            f"{self.game.case.label(step.mover)} {step_words(self.game, step.mover, step.before.key, step.after.key)}"
            for step in route.paths[k]
        ]

    def reach(self) -> Iterator[str]:
        reached = self.answer.reachable.improvements
        better = reached if isinstance(reached, tuple) else ()
        every, size = self.answer.n_reached("moves"), self.game.size or 0
        names = f": {self._states([number - 1 for number in better])}" if len(better) <= MOST_STATES else ""
        yield f"By improvements: {len(better):,} of {size:,} states, this one included{names}."
        extent = f"all {size:,} states" if every == size else f"{every:,} of {size:,} states"
        yield f"By any moves: {extent}."

    def beginners(self) -> Iterator[str]:
        answer, openings = self.answer, self.answer.openings
        if openings is None:
            yield "There are too many states to say to what each first move leads."
            return
        if not openings:
            yield "Nobody has an improvement here."
            return
        names = {o.mover: self.game.case.label(o.mover) for o in openings}
        everybody = joined(list(names.values()))
        led = {target.key for o in openings for target in o.targets}
        # From the plainest finding to the most detailed: nowhere to go, nobody leads there, all alike, each in turn.
        if not answer.n_wanted:
            yield f"{everybody} can begin with an improvement."
        elif not led:
            yield f"{everybody} can begin with an improvement, but improvements {self._nowhere()}."
        elif all({target.key for target in o.targets} == led for o in openings):
            lead = self._states(sorted(led))
            if len(openings) == 1:
                yield f"Only {everybody} can begin with an improvement. It can lead to {lead}."
            else:
                yield f"With a first move by {joined(list(names.values()), 'or')}, improvements can lead to {lead}."
        else:
            yield from (self._opening(opening, names[opening.mover]) for opening in openings)

    def _opening(self, opening: Opening, name: str) -> str:
        only = [target.key for target, mover in self.answer.decisive.items() if mover == opening.mover]
        targets = sorted(target.key for target in opening.targets)
        where = f"can lead to {self._states(targets)}" if targets else self._nowhere()
        alone = f" Nobody else's beginning leads to {self._states(sorted(only))}." if only else ""
        begins = verb(self.game.case, opening.mover, "begins", "begin")
        return f"If {name} {begins}, improvements {where}.{alone}"

    def endings(self) -> Iterator[str]:
        walk = self.answer.improvement_walk
        if walk is None:
            yield "There are too many states to follow random improvement walks."
            return
        if walk.endings and walk.endings[0].states == (self.answer.start,):
            yield "Random improvement walks stay here: nobody has an improvement."
            return
        yield WALK
        is_one = len(walk.endings) == 1 and not walk.residual
        for ending in walk.endings[:MOST_STATES]:
            keys = [state.key for state in ending.states]
            share = f"{sentence(percent(ending.chance))} of walks"
            if len(keys) == 1:
                yield f"{'All walks' if is_one else share} end in {state_name(self.game, keys[0])}."
            else:
                yield f"{'No walk ends' if is_one else f'{share} never end'}: they stay among {self._states(keys)}."
        others = walk.endings[MOST_STATES:]
        if others:
            # Endings are sorted, the likeliest first; several may be as likely as the last one above.
            each = f"{percent_at_most(others[0].chance)} of walks{' each' if len(others) > 1 else ''}"
            which = f"{len(others):,} other {plural(len(others), 'ending is', 'endings are')}"
            yield f"{which} not more likely than the last of these: at most {each}."
        reached = self.answer.reachable.improvements
        # Reachability obeys the rule that nobody moves twice in a row; a Markov chain on states cannot.
        ends = {state.reference for ending in walk.endings for state in ending.states}
        if ends - set(reached if isinstance(reached, tuple) else ()):
            yield "In these walks a mover may move twice in a row, so they go farther than the paths above."
        if walk.steps:
            yield f"A walk takes {walk.steps:.1f} moves on average."
        # Long chains are not solved but followed, until hardly any probability is still under way.
        if walk.residual:
            yield f"The walks were followed step by step; {percent(walk.residual)} of them had not ended then."

    def _states(self, keys: Sequence[int]) -> str:
        """States in words; of many, the first."""
        return states_listed(self.game, keys, MOST_STATES)


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
    columns = ("state", "improvements", "paths", "moves", "paths ")
    notes = ["The length of the shortest paths by improvements and by any moves, and their number. -: no path leads there."]
    if len(answer.targets) > limit:
        notes.append(f"{len(answer.targets) - limit:,} more outcomes; --limit shows them.")
    right = frozenset(columns) - ({"state"} if game.case.is_graph else set())
    table = Table(columns, tuple(rows), right, tuple(notes))
    # In a graph case the first column has the labels.
    return table if game.case.is_graph else table_with_labels(table, game, [t.key for t in answer.targets[:limit]])


def _route_to(answer: Evolution, target: State, by: str) -> Route | None:
    return next((route for route in answer.routes if route.target == target and route.by == by), None)


# ------------------------------------------------------------------------------------------------ searched games


class _Searched:
    """What is said of a searched game, where states have no numbers."""

    def __init__(self, answer: Evolution) -> None:
        assert isinstance(answer.game, SearchedGame)
        self.answer, self.game = answer, answer.game
        self.wanted = "states" if answer.is_nearest else "outcomes"

    def start(self) -> str:
        return "the status quo" if self.answer.start.key == self.game.status_quo_key else "this state"

    def now(self) -> Iterator[str]:
        yield f"{doing_line(self.game, self.answer.start.key)}."
        if self.answer.table is not None:
            numbers = " Outcomes are numbered in the order of solve." if self.answer.targets else ""
            yield f"{found_words(self.answer.table)}{numbers}"

    def ways(self) -> Iterator[Item]:
        first = _first_routes(self.answer.routes)
        if first:
            yield Item(IMPROVEMENT)
        yield from _described(first, self._route, self._steps)
        yield from map(Item, self._without_path())

    def _name(self, target: State) -> str:
        """A target by its place among the outcomes, or as the state that was asked for."""
        if self.answer.table is not None:
            return outcomes_called([(self.answer.targets.index(target), target)])
        return "that state" if self.answer.statement is None else self._place(target)

    def _place(self, state: State) -> str:
        """A state by how it differs from the one at the start."""
        start = self.answer.start.key
        as_ = "as today" if start == self.game.status_quo_key else "as this one"
        differs = against_first(self.game, start, state.key)
        return f"the state that is {as_}, but {differs}" if differs else "this state itself"

    def _route(self, route: Route) -> str:
        name, length = self._name(route.target), route.length or 0
        if not length:
            return f"To {name}: no move is needed."
        what, against = _length_words(route), self._against(route)
        # A search that ended early gives an upper bound, and cannot count; one that was finished may still not count.
        if not route.is_proved:
            return f"To {name}: {what}{against}. The search stopped early, so a shorter path may exist."
        if route.count is None:
            return f"To {name}: {what}{against}. No path is shorter; others of this length were not counted."
        return f"To {name}: {what}, {_paths_words(route.count)}{against}."

    def _against(self, route: Route) -> str:
        """That not every move of a path is an improvement, where it is proved that improvements do not lead there."""
        others = [other.is_proved for other in self.answer.routes if other.by == "improvements"]
        if route.by == "improvements" or not all([*others, self.answer.missed.get("improvements", True)]):
            return ""
        return AGAINST[min(route.length or 0, 2)]

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
                        names = outcomes_called([(answer.targets.index(target), target) for target in targets], "or")
                    yield self._none(by, names, is_proved)
        for by, more in answer.others.items():
            if more is None:
                yield f"Other states may be as near by {by}."
            elif more:
                yield f"{more:,} more {plural(more, 'state is', 'states are')} as near by {by}."
        for by, is_proved in answer.missed.items():
            yield self._none(by, "a state in which the statement is true", is_proved)

    def _none(self, by: str, names: str, is_proved: bool) -> str:
        if is_proved:
            return f"No {by} lead from here to {names}; this is proved."
        pairs = f"{self.answer.most_pairs:,} pairs of a state and its last mover"
        return f"The search found no path by {by} to {names}; one may still exist. It looked at {pairs} for each target."

    def reach(self) -> Iterator[str]:
        reach = self.answer.reachable
        for kind, count in (("improvements", reach.improvements), ("any moves", reach.moves)):
            if count == 1:
                yield f"By {kind}: this state only."
                continue
            extent = "too many states to count" if count is None else f"{count:,} states, this one included"
            yield f"By {kind}: {extent}."
        better, every = self.answer.fixed["improvements"], self.answer.fixed["moves"]
        if every:
            yield f"No moves from here ever change these options: {self._options(every)}. This is proved."
        # What no move changes no improvement changes either: it is said once.
        if better & ~every:
            yield f"No improvements from here ever change these options: {self._options(better & ~every)}. This is proved."

    def _options(self, mask: int) -> str:
        """Options by their owners, those with the same name together."""
        options = []
        for owner in dict.fromkeys(row.owner for row in self.game.options):
            names = [f'"{row.name}"' for row in self.game.options if row.owner == owner and mask >> row.index & 1]
            if names:
                options.append((owner, joined(names)))
        return "; ".join(f"{named(self.game, owners)}: {names}" for names, owners in alike(options).items())

    def beginners(self) -> Iterator[str]:
        openings = self.answer.openings or ()
        if not openings:
            yield "Nobody has an improvement here."
            return
        if not any(o.targets or o.unknown for o in openings):
            # Without an outcome there is nothing that improvements could lead to.
            has_target = bool(self.answer.targets) or self.answer.table is None
            limit = f", but improvements lead {self._nowhere()}" if has_target else ""
            yield f"{named(self.game, [o.mover for o in openings])} can begin with an improvement{limit}."
            return
        for (targets, unknown), movers in alike((o.mover, (o.targets, o.unknown)) for o in openings).items():
            lead = f"can lead to {self._targets(targets)}" if targets else f"lead {self._nowhere()}"
            if unknown:
                doubt = f"the search did not find out whether to {self._targets(unknown)}"
                lead = f"{lead} ({doubt})" if targets else f"may lead on, but {doubt}"
            if len(openings) == 1:
                yield f"Only {named(self.game, movers)} can begin with an improvement. From there, improvements {lead}."
            elif len(movers) == len(openings):
                yield f"Whichever of {named(self.game, movers)} begins, improvements {lead}."
            else:
                is_one = len(movers) == 1
                who = named(self.game, movers) if is_one else f"one of {named(self.game, movers)}"
                begins = verb(self.game.case, movers, "begins", "begin") if is_one else "begins"
                yield f"If {who} {begins}, improvements {lead}."

    def _nowhere(self) -> str:
        return "to none of these outcomes" if self.answer.table is not None else "to no such state"

    def _targets(self, targets: Sequence[State]) -> str:
        if self.answer.table is not None:
            return outcomes_called((self.answer.targets.index(target), target) for target in targets)
        return "that state" if len(targets) == 1 else f"{len(targets)} of these states"

    def endings(self) -> Iterator[str]:
        walk = self.answer.improvement_walk
        assert walk is not None
        if [ending.states[0] for ending in walk.endings] == [self.answer.start]:
            yield "Random improvement walks stay here: nobody has an improvement."
            return
        yield WALK
        yield f"{walk.walks:,} such walks were drawn at random."
        table = self.answer.table
        places = {} if table is None else {key: place for place, key in enumerate(table.strongest())}
        frequent = [ending for ending in walk.endings[:MOST_STATES] if ending.chance >= RARE_SHARE]
        for ending in frequent:
            (state,) = ending.states
            where = outcomes_called([(places[state.key], state)]) if state.key in places else self._place(state)
            yield f"{_estimate_words(ending.estimate)} ended in {where}."
        rare = len(walk.endings) - len(frequent)
        if rare:
            # The endings are sorted, the likeliest first.
            most = walk.endings[len(frequent)].estimate
            often = (
                f"at most {most.count:,} {plural(most.count, 'time', 'times')}{' each' if rare > 1 else ''}" if most else ""
            )
            kind = f"{'also ' if frequent else ''}ended in {rare:,} {'other' if frequent else 'different'}"
            yield f"Walks {kind} {plural(rare, 'state', 'states')}, {often}."
        if walk.unsettled is not None and walk.unsettled.count:
            late = f"after {LONGEST_WALK} moves, or when the search stopped"
            yield f"{percent(walk.unsettled.value)} of walks had not ended {late}."
        if walk.steps:
            yield f"The walks that ended took {walk.steps:.1f} moves on average."


def _estimate_words(share: Share | None) -> str:
    """A share of walks with its interval; of all walks, the bound of the interval."""
    assert share is not None
    # That all walks drawn end there does not mean that all would: the lower end of the interval says how sure that is.
    extent = "All" if share.count == share.total else sentence(percent(share.value))
    return f"{extent} of them {interval_words(share)}"


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
    columns = (head, "options taken (+ besides, - not)", "improvements", "paths", "moves", "paths ")
    notes = [
        "The length of the shortest paths by improvements and by any moves, and their number where they were counted.",
        f"-: no path leads there, which is proved; ?: none was found; <{HARD_SPACE}n: a path of n moves, perhaps not the "
        "shortest.",
    ]
    if len(answer.targets) > limit:
        notes.append(f"{len(answer.targets) - limit:,} more outcomes; --limit shows them.")
    table = Table(columns, tuple(rows), frozenset(columns) - {columns[1]}, tuple(notes))
    return table_with_labels(table, answer.game, [target.key for target in answer.targets[:limit]])


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
    takes, drops = deed_verbs(game.case, happened.actor)
    nothing = verb(game.case, happened.actor, "does nothing", "do nothing")
    done = [
        f"{one} {joined([chr(34) + names.get(f'{happened.actor}.{o}', names.get(o, o)) + chr(34) for o in options])}"
        for one, options in ((takes, happened.takes), (drops, happened.drops))
        if options
    ]
    head = f"{happened.on}: {who} {joined(done) or nothing}"
    if event.before is None or event.after is None:
        return f"{head}. The model has no such state: this combination of options is not feasible."
    before, after = (state_name(game, state.key) for state in (event.before, event.after))
    # The number of a label has brackets of its own.
    has_label = event.before.label is not None or event.after.label is not None
    where = (f", from {before} to {after}" if has_label else f" ({before} to {after})") if game.is_listed else ""
    is_body = happened.actor in game.case.bodies
    match event.verdict:
        case "improvement":
            why = ": the decision passes as the members prefer" if is_body else f" as an improvement for {who}"
            return f"{head}{where}. The model explains this{why}."
        case "other move" if is_body:
            return f"{head}{where}. The model does not explain this: the decision does not pass as the members prefer."
        case "other move":
            lost = (
                ""
                if event.lost is None
                else f" It goes against this preference: {difference_statement(game.case, event.lost)}."
            )
            return f"{head}{where}. The model does not explain this: it is no improvement for {who}.{lost}"
        case "no change":
            return f"{head}. This was so already{f' in {before}' if game.is_listed else ''}."
        case "no move":
            return f"{head}{where}. The model does not allow this move."
        case _:
            return f"{head}. This does not fit the status quo or a later event."


def starts_page(answer: Starts, limit: int) -> Page:
    """Where each state leads, as one table."""
    return [starts_table(answer, limit)]


def starts_table(answer: Starts, limit: int) -> Table:
    """For each state where improvements can lead from it, and where walks end: for a case without a status quo."""
    first = answer.starts[:limit]
    rows = tuple(answer.cells(start) for start in first)
    notes = [
        "The case has no status quo, so every state is a start here; --from STATE says more about one.",
        *_fallback_words(answer),
        "improvements lead to: the outcomes that improvements can reach.",
        f"walks end in: where random improvement walks end, and in which share of them. {WALK}",
    ]
    if any(len(ending.states) > 1 for start in first for ending in start.endings):
        notes.append("Several states with one share: the walks never end, and stay among these states.")
    if answer.game.size > len(rows):
        notes.append(f"{answer.game.size - len(rows):,} more states; --limit shows them.")
    return Table(("from", "improvements lead to", "walks end in"), rows, notes=tuple(notes))
