"""How a conflict may evolve from a state: the shortest paths to each outcome, who must begin, and where it ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.coded_move import CodedMove
from countermove.analysis.deals.reach import Work
from countermove.analysis.deals.record import DealPath
from countermove.analysis.deals.steps import deal_paths
from countermove.analysis.equilibria import equilibria
from countermove.analysis.evolution.history import Replayed, replay
from countermove.analysis.evolution.improvement_walk import Ending, ImprovementWalk, improvement_walk, sampled_walk
from countermove.analysis.evolution.paths import Step, layers, reachable
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, Value, keyed, member, with_labels
from countermove.analysis.stability_table import StabilityTable
from countermove.errors import QuestionError, SizeError, require_list
from countermove.game.allowance import Allowance
from countermove.game.compile import game_of
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.labels import move_words, share_words, short_names
from countermove.game.names.positions import several
from countermove.game.names.where import statement_in, states_where
from countermove.game.searched import SearchedGame
from countermove.game.tables.draws import generator_of
from countermove.model.case import Case
from countermove.model.statements import Node
from countermove.search.bounded import Move
from countermove.stability.concept import CONCEPTS, NASH
from countermove.stability.engines.local import improvements_from

__all__ = ["OUTCOME_CONCEPTS", "Evolution", "Opening", "PathMove", "Route", "Start", "Starts", "paths", "starts"]

T = TypeVar("T")
By = Literal["improvements", "moves"]
KINDS: tuple[By, ...] = ("improvements", "moves")
Wanted = State | int | str | Sequence[str]
"""A state as `Game.state` takes it."""
OUTCOME_CONCEPTS = tuple(c.id for c in CONCEPTS.values() if c is NASH or (c.credible and not c.counter))
"""Nash and SEQ: outcomes are equilibria under one of these unless others are asked for, so that none rests on a bluff."""
MOST_TARGETS = 100
"""Outcomes that paths are searched to: more than anybody reads, and each costs a search."""
MOST_PATHS = 10
"""Paths that are listed of each route unless more are asked for: there may be millions."""
MOST_PAIRS = 100_000
"""Pairs of a state and its last mover that a search looks at for each path: a few seconds in a searched game."""
WORK_OF_DEALS = 20_000_000
"""Moves that are looked at for paths with deals: about a second."""
MOST_REACHED = 10_000
"""Pairs that a search follows to count what can be reached: about a second in a searched game."""
MOST_ENDINGS = 12
"""Endings that a table names for one start: more do not fit into a cell."""
LIMIT = 1_000
"""Starts in one answer unless more are asked for."""


@dataclass(frozen=True)
class PathMove(CodedMove):
    """One move of a path: who moves, from which state to which, and whether it gains by that."""

    @member()
    def gains(self) -> bool:
        """Whether the move is an improvement for its mover; of a body, whether its rules pass."""
        game = self.before.game
        mover = next(mover for mover in game.movers if mover.id == self.mover)
        return game.is_improvement(mover, self.before.key, self.after.key)


@dataclass(frozen=True)
class Path(Record):
    """One shortest path to a target."""

    target: State = field(metadata=keyed("to"))
    by: By
    steps: tuple[PathMove, ...]

    @member()
    def code(self) -> int | None:
        """The code of the target; null for coalesced states and in graph cases."""
        return self.target.code

    @member()
    def length(self) -> int:
        """How many moves it takes."""
        return len(self.steps)


@dataclass(frozen=True)
class Route(Record):
    """The shortest legal paths to one target, all of improvements or of any moves (`by`).

    `length` is None where none leads there; in a searched game, where none was found, and `is_proved` says whether
    there is none, or none that is shorter. `count`: how many there are of this length, None where they were not
    counted; `paths` are the first of them.
    """

    target: State = field(metadata=keyed("to"))
    by: By
    length: int | None
    is_proved: bool = field(metadata=keyed("proved"))
    count: int | None
    paths: tuple[tuple[PathMove, ...], ...] = field(metadata=HIDDEN)

    @member()
    def code(self) -> int | None:
        """The code of the target; null for coalesced states and in graph cases."""
        return self.target.code


@dataclass(frozen=True)
class Opening(Record):
    """What can follow if one mover makes the first improvement: the targets that improvements then lead to.

    `unknown`: targets of a searched game of which that is not known.
    """

    mover: str
    targets: tuple[State, ...] = field(metadata=HIDDEN)
    unknown: tuple[State, ...] = field(default=(), metadata=HIDDEN)
    is_search: bool = field(default=False, metadata=HIDDEN)

    @member("to")
    def numbers(self) -> tuple[int, ...] | None:
        """The targets by number; null in a searched game."""
        return None if self.is_search else tuple(target.reference for target in self.targets)

    @member()
    def codes(self) -> tuple[int | None, ...]:
        """The targets by code; null for coalesced states and in graph cases."""
        return tuple(target.code for target in self.targets)

    @member("unknown")
    def unknown_codes(self) -> tuple[int | None, ...]:
        """The targets of which that is not known, by code."""
        return tuple(target.code for target in self.unknown)


@dataclass(frozen=True)
class Target(Record):
    """A state to which paths were searched."""

    state: State

    @member()
    def code(self) -> int | None:
        """The code of the state; null for coalesced states and in graph cases."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken; null where a coalesced state leaves that open."""
        return _options(self.state)


@dataclass(frozen=True)
class NearestMissed(Record):
    """That no path to any nearest state was found, and whether it is proved that there is none."""

    by: By
    proved: bool


@dataclass(frozen=True)
class Reach(Record):
    """What can be reached: states by improvements, how many by any moves, and options that never change.

    In a listed game `improvements` are the numbers of the states, in a searched game how many they are, None where
    they were too many to follow. `fixed` maps both kinds of moves to the options that are proved never to change;
    None in a listed game, where that was not asked.
    """

    improvements: tuple[int, ...] | int | None
    moves: int | None
    fixed: Mapping[str, tuple[str, ...]] | None


@dataclass(frozen=True, eq=False)
class Evolution(Result):
    """Where a conflict can go from `start`.

    `targets`: the strongest outcome first, or the states that were asked for. `routes`: two for each target; of
    nearest states (`is_nearest`, of `n_wanted` that were asked for) those of a kind for which they are nearest.
    `reached`: for "improvements" and "moves" the keys of the states that legal paths lead to, the start included.
    `openings`: for each mover that has an improvement at the start what it opens. `improvement_walk`: where it ends
    if any improvement may be taken. Both are None where they are too large. `events`: those of the case, replayed.
    `concepts`: the ids of those whose equilibria the targets are, empty where other targets were asked for; `is_fallback`:
    no state is an equilibrium under the concepts that were asked (`OUTCOME_CONCEPTS` unless others were named), so that the
    targets are the equilibria under all that are always asked. `with_deals`: shortest paths with deals to the nearest
    targets, where single improvements lead to none; empty where the search for them was stopped, and in a searched game.

    In a searched game besides: `table`: the outcomes, where these are the targets. `statement`: it, where its nearest
    states are. `missed`: of nearest states, by which kind of moves no path to any was found, and whether it is proved
    that there is none. `others`: how many more states are as near, None where that is not known. `reached` is None
    where the states were too many to follow. `fixed`: for both kinds the options that are proved never to change, as
    a code. `most_pairs` pairs of a state and its last mover were looked at for each path;
    `seconds`: the limit in seconds, None where work was counted.
    """

    schema = "paths/1"

    game: Game = field(metadata=HIDDEN)
    start: State = field(metadata=keyed("from"))
    targets: tuple[State, ...] = field(metadata=HIDDEN)
    routes: tuple[Route, ...]
    reached: Mapping[By, NDArray[np.int64] | frozenset[int] | None] = field(metadata=HIDDEN)
    openings: tuple[Opening, ...] | None = field(metadata=keyed("first"))
    improvement_walk: ImprovementWalk | None = field(metadata=keyed("drift"))
    events: tuple[Replayed, ...]
    is_nearest: bool = field(default=False, metadata=HIDDEN)
    n_wanted: int = field(default=0, metadata=HIDDEN)
    table: StabilityTable | None = field(default=None, metadata=HIDDEN)
    statement: Node | None = field(default=None, metadata=HIDDEN)
    missed: Mapping[By, bool] = field(default_factory=dict, metadata=HIDDEN)
    others: Mapping[str, int | None] = field(default_factory=dict)
    fixed: Mapping[By, int] = field(default_factory=dict, metadata=HIDDEN)
    most_pairs: int | None = field(default=None, metadata=keyed("most"))
    seconds: float | None = field(default=None, metadata=HIDDEN)
    concepts: tuple[str, ...] = field(default=(), metadata=HIDDEN)
    is_fallback: bool = field(default=False, metadata=HIDDEN)
    with_deals: tuple[DealPath, ...] = field(default=(), metadata=OPTIONAL)

    def __repr__(self) -> str:
        if not self.game.is_listed:
            led = sum(route.by == "improvements" and route.length is not None for route in self.routes)
            return f"Evolution({len(self.targets)} targets; improvements lead to {led})"
        sizes = ", ".join(f"{self.n_reached(by)} by {by}" for by in KINDS)
        return f"Evolution(from {self.start.number}: {len(self.targets)} targets; reaches {sizes})"

    def n_reached(self, by: By) -> int | None:
        """How many states legal paths lead to, the start included; None where they were too many to follow."""
        keys = self.reached[by]
        return None if keys is None else len(keys)

    @cached_property
    def decisive(self) -> dict[State, str]:
        """Targets that improvements lead to only if one certain mover begins, and that mover."""
        openings = self.openings or ()
        first = {target: [o.mover for o in openings if target in o.targets] for target in self.targets}
        return {target: movers[0] for target, movers in first.items() if len(movers) == 1 < len(openings)}

    # ------------------------------------------------------------------------------------------------ JSON

    @member()
    def code(self) -> int | None:
        """The code of the start; null for coalesced states and in graph cases."""
        return self.start.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """Whether each option is taken at the start; null where a coalesced state leaves that open."""
        return _options(self.start)

    @member("targets")
    def target_records(self) -> tuple[Target, ...]:
        """The states to which paths were searched."""
        return tuple(map(Target, self.targets))

    @member()
    def paths(self) -> tuple[Path, ...]:
        """The paths that are listed of each route."""
        return tuple(Path(route.target, route.by, steps) for route in self.routes for steps in route.paths)

    @member("missed")
    def missed_records(self) -> tuple[NearestMissed, ...]:
        """By which kind of moves no path to any nearest state was found."""
        return tuple(NearestMissed(by, is_proved) for by, is_proved in self.missed.items())

    @member()
    def reachable(self) -> Reach:
        """What can be reached from the start, and what never changes."""
        # The same key has numbers in a listed game and a count in a searched one, as the first release had it.
        by_improvements = self.reached["improvements"]
        if self.game.is_listed and by_improvements is not None:
            numbers = tuple(sorted(int(key) + 1 for key in by_improvements))
            return Reach(numbers, self.n_reached("moves"), None)
        names: dict[str, tuple[str, ...]] = {
            by: tuple(row.full for row in self.game.options if mask >> row.index & 1) for by, mask in self.fixed.items()
        }
        return Reach(self.n_reached("improvements"), self.n_reached("moves"), names)

    @member()
    def coverage(self) -> Coverage:
        """Complete in a listed game; of a search, whether all routes are proved."""
        if self.game.is_listed:
            return COMPLETE
        is_proved = all(route.is_proved for route in self.routes) and all(self.missed.values())
        bound = f"{self.most_pairs} pairs of a state and its last mover for each path"
        return Coverage("search", is_proved, bound, self.seconds)

    # ------------------------------------------------------------------------------------------------ rows

    def rows(self) -> Rows:
        """One row for each step of each listed path; states by number, in a searched game by code."""
        heads = (
            Column("to", "the target"),
            Column("by", "improvements or moves"),
            Column("sequence", "which path to the target, from 1"),
            Column("step", "which step of the path, from 1"),
            Column("mover", "the id of the mover"),
            Column("before", "the state before"),
            Column("after", "the state after"),
            Column("words", "the move in words"),
        )
        values: list[tuple[Value, ...]] = []
        targets: list[State] = []
        for route in self.routes:
            for which, path in enumerate(route.paths, 1):
                for k, step in enumerate(path, 1):
                    words = move_words(self.game, step.mover, step.before.key, step.after.key)
                    ends = step.before.reference, step.after.reference
                    values.append((route.target.reference, route.by, which, k, step.mover, *ends, words))
                    targets.append(route.target)
        return with_labels(self.game, Rows(heads, tuple(values), index=0), targets)


def _options(state: State) -> dict[str, bool | None]:
    return {row.full: taken for row, taken in zip(state.game.options, state.taken, strict=False)}


def paths(
    game: Case | Game,
    start: Wanted | None = None,
    to: Wanted | None = None,
    *,
    where: str | Node | None = None,
    targets: Sequence[Wanted] | None = None,
    nearest: bool = False,
    concepts: Sequence[str] | None = None,
    most_paths: int = MOST_PATHS,
    most_pairs: int = MOST_PAIRS,
    seconds: float | None = None,
    allowance: Allowance | None = None,
    table: StabilityTable | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> Evolution:
    """How the conflict may evolve from a state: the shortest paths, what is reached, who must begin, and where it ends.

    In a legal path no mover moves twice in a row. In a listed game the paths come from a search, breadth first, over
    pairs of a state and its last mover that are nearer than the farthest target, and everything is exact. In a
    searched game paths are searched where the goal is (A*), over at most `most_pairs` such pairs each; what an option
    that never changes rules out is proved to be out of reach, and all shortest paths are counted where what lies
    between is small. The allowance is shared: half of it for outcomes that have to be found, most of the rest for the
    paths, the last of it for what is reached and for the improvement walks.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    start
        Where to begin; the status quo if None.
    to, targets, where
        Where to go: one state, several, or the nearest states in which a statement is true. Without any of them the
        targets are the equilibria under `concepts` (under all that are always asked, if there is none), 100 at most.
        States are given as `Game.state` takes them.
    nearest
        Of `targets` only those that the fewest moves reach.
    concepts
        Ids of concepts; if None, Nash and SEQ in a listed game, and Nash in a searched one.
    most_paths
        The most paths to list of each route; all are counted.
    most_pairs
        Of a search: the most pairs of a state and its last mover for each path.
    seconds, allowance
        Of a search: a limit of the clock, or what it may do; as in `equilibria`.
    table
        A stability table of a searched game that has its outcomes already.
    seed, rng
        Of a search: the seed of its walks, or a generator of NumPy; seed 1 if neither is given.

    Returns
    -------
    Evolution
        The routes to each target by improvements and by any moves, and what can be reached besides.

    Raises
    ------
    QuestionError
        Where there is no start.
    SizeError
        Where a listed search would visit more than some four million pairs, and where a mover of a searched game has
        too many choices to look at them one by one.

    Examples
    --------
    >>> import countermove as cm
    >>> answer = paths(cm.compile(cm.load("european-security-2022")), to=148)
    >>> answer.routes[0].length, [(step.mover, step.after.number) for step in answer.routes[0].paths[0]]
    (2, [('russia', 100), ('usa', 148)])
    """
    require_list(concepts, "concepts")
    game, allowance = game_of(game), Allowance(seconds=seconds) if allowance is None else allowance
    walking, begin = generator_of(seed, rng), _start(game, start)
    wanted = None if targets is None else [game.state(s) for s in several(targets, "numbers", "[1, 5]")]
    if to is not None:
        wanted = [game.state(to)]
    if isinstance(game, SearchedGame):
        statement = statement_in(game.case, where) if isinstance(where, str) else where
        search = _SearchedQuestion(
            begin, wanted, statement, concepts, most_paths, most_pairs, allowance, table, walking, {"seed": seed, "rng": rng}
        )
        return _searched_paths(game, search)
    assert isinstance(game, ListedGame)
    if where is not None:
        wanted, nearest = list(map(game.at, states_where(game, where, "--where").tolist())), True
    if wanted is not None:
        return _listed_paths(game, begin, [state.key for state in wanted], nearest, most_paths)
    concept_ids = OUTCOME_CONCEPTS if concepts is None else tuple(concepts)
    keys, is_fallback = _outcomes(game, concept_ids)
    answer = _listed_paths(game, begin, keys, nearest, most_paths)
    return replace(answer, concepts=concept_ids, is_fallback=is_fallback)


def _start(game: Game, start: Wanted | None) -> State:
    if start is not None:
        return game.state(start)
    if game.status_quo_key is None:
        how = "name a state" if game.is_listed else "name a state by its options"
        raise QuestionError(f"the case has no status quo to start from; {how}: --from STATE")
    return game.at(game.status_quo_key)


# ------------------------------------------------------------------------------------------------ listed games


def _listed_paths(game: ListedGame, start: State, wanted: Sequence[int], nearest: bool, most_paths: int) -> Evolution:
    is_reached = {by: reachable(game, start.key, by == "improvements") for by in KINDS}
    routes = {by: _routes(game, start.key, wanted, is_reached[by], by, nearest, most_paths) for by in KINDS}
    # Near by either kind of moves: a target may be near by moves that are no improvements.
    near = {route.target.key for by in KINDS for route in routes[by]}
    chosen = tuple(key for key in wanted if not nearest or key in near)
    return Evolution(
        game,
        start,
        tuple(map(game.at, chosen)),
        tuple(route for key in chosen for by in KINDS for route in routes[by] if route.target.key == key),
        {by: np.flatnonzero(states) for by, states in is_reached.items()},
        _unless_refused(lambda: _openings(game, start.key, chosen)),
        _unless_refused(lambda: improvement_walk(game, start)),
        replay(game),
        nearest,
        len(wanted),
        with_deals=_with_deals(game, start.key, wanted, is_reached["improvements"]),
    )


def _with_deals(
    game: ListedGame, start: int, targets: Sequence[int], by_improvements: NDArray[np.bool_]
) -> tuple[DealPath, ...]:
    """Shortest paths with deals to the nearest targets, where single improvements lead to none of them."""
    if any(by_improvements[key] for key in targets):
        return ()
    return deal_paths(game, start, targets, None, Work(WORK_OF_DEALS)) or ()


def _outcomes(game: ListedGame, concepts: Sequence[str]) -> tuple[list[int], bool]:
    """The equilibria under some concepts; where there are none, those under all that are always asked, and True."""
    keys = equilibria(game, concepts).strongest(MOST_TARGETS)
    if keys:
        return keys, False
    others = equilibria(game).strongest(MOST_TARGETS)
    return others, bool(others)


def _routes(
    game: ListedGame, start: int, targets: Sequence[int], reached: NDArray[np.bool_], by: By, nearest: bool, most: int
) -> list[Route]:
    """One route for each target; with `nearest` only for those that the fewest moves reach."""
    able = [target for target in targets if reached[target]]
    # Targets that nothing reaches are left out, or the search would go on to the end of all that can be reached.
    search = layers(game, start, by == "improvements", able, until="first" if nearest else "all")
    ways = [search.ways(target, most) for target in targets if not nearest or search.nearest[target] >= 0]
    return [Route(game.at(w.target), by, w.length, True, w.count, _moves(game, w.paths)) for w in ways]


def _moves(game: Game, sequences: Sequence[Sequence[Step | Move]]) -> tuple[tuple[PathMove, ...], ...]:
    return tuple(tuple(PathMove(s.mover, game.at(s.before), game.at(s.after)) for s in path) for path in sequences)


def _openings(game: ListedGame, start: int, targets: Sequence[int]) -> tuple[Opening, ...]:
    here = np.array([start], dtype=np.int32)
    openings = []
    for mover in game.movers:
        if len(improvements_from(game, mover, here).target):
            # Everything that can be reached if this mover begins; `led`: by whichever mover the sequence ends.
            length = layers(game, start, True, first=mover.index).length
            led = np.any(length >= 0, axis=0)
            openings.append(Opening(mover.id, tuple(game.at(target) for target in targets if led[target])))
    return tuple(openings)


def _unless_refused(make: Callable[[], T]) -> T | None:
    try:
        return make()
    except SizeError:
        return None


# ------------------------------------------------------------------------------------------------ searched games


@dataclass(frozen=True)
class _SearchedQuestion:
    """What is asked of a searched game; see `paths`."""

    start: State
    wanted: Sequence[State] | None
    statement: Node | None
    concepts: Sequence[str] | None
    most_paths: int
    most_pairs: int
    allowance: Allowance
    table: StabilityTable | None
    walking: np.random.Generator
    draws: Mapping[str, Any]
    """The seed or the generator of the search for outcomes."""


def _searched_paths(game: SearchedGame, question: _SearchedQuestion) -> Evolution:
    from countermove.search.nash import check_searched
    from countermove.search.paths import reached_from
    from countermove.search.routes import RouteSearch

    allowance, start = question.allowance, question.start
    check_searched(game)
    table = None
    if question.wanted is None and question.statement is None:
        # Half at most for finding targets: without targets there are no paths, and without an allowance neither.
        half = allowance.part(0.5)
        table = question.table or equilibria(game, question.concepts, limit=MOST_TARGETS, allowance=half, **question.draws)
    # Of what is then left paths may spend two thirds, and what is reached half of the remainder, so that the walks,
    # which come last, have some of it in any case.
    search = RouteSearch(game, start.key, question.most_pairs, allowance.part(2 / 3))
    wanted = [s.key for s in question.wanted or ()] if table is None else table.strongest(MOST_TARGETS)
    routes = [search.route(target, by, question.most_paths) for target in wanted for by in KINDS]
    if question.statement is not None:
        routes = [r for by in KINDS for r in search.nearest(question.statement, by, question.most_paths)]
    by_improvements = {route.target: route for route in routes if route.by == "improvements"}
    for_reach = allowance.part(0.5)
    reached: dict[By, NDArray[np.int64] | frozenset[int] | None] = {
        by: reached_from(search.moves, start.key, by == "improvements", MOST_REACHED, for_reach) for by in KINDS
    }
    # A target that is proved to be out of reach is out of reach no matter who begins.
    open_targets = [t for t, r in by_improvements.items() if r.length is not None or not r.is_proved]
    openings = search.openings(open_targets)
    return Evolution(
        game,
        start,
        tuple(map(game.at, dict.fromkeys(route.target for route in routes))),
        tuple(Route(game.at(r.target), r.by, r.length, r.is_proved, r.count, _moves(game, r.paths)) for r in routes),
        reached,
        tuple(
            Opening(o.mover, tuple(map(game.at, o.targets)), tuple(map(game.at, o.unknown)), is_search=True)
            for o in openings
        ),
        sampled_walk(search.moves, start, rng=question.walking, allowance=allowance),
        replay(game),
        question.statement is not None,
        len(wanted),
        table,
        question.statement,
        search.missed,
        {str(by): count for by, count in search.others.items()},
        search.fixed,
        question.most_pairs,
        allowance.seconds,
    )


# ------------------------------------------------------------------------------------------------ every start


@dataclass(frozen=True)
class Start(Record):
    """Where one state leads: the outcomes that improvements can reach from it, and where improvement walks end."""

    state: State = field(metadata=keyed("from"))
    targets: tuple[State, ...] = field(metadata=keyed("to"))
    improvement_walk: ImprovementWalk = field(metadata=HIDDEN)

    @member("drift")
    def endings(self) -> tuple[Ending, ...]:
        """Where improvement walks from the state end, the likeliest first."""
        return self.improvement_walk.endings


@dataclass(frozen=True, eq=False)
class Starts(Result):
    """Where each state of a case without a status quo leads, `starts` of them.

    `concepts` and `is_fallback`: whose equilibria the targets are, as in `Evolution`.
    """

    schema = "starts/1"

    game: ListedGame = field(metadata=HIDDEN)
    starts: tuple[Start, ...]
    concepts: tuple[str, ...] = field(default=(), metadata=HIDDEN)
    is_fallback: bool = field(default=False, metadata=HIDDEN)

    def __repr__(self) -> str:
        return f"Starts({len(self.starts)} of {self.game.size} states)"

    @member("from")
    def no_start(self) -> int | None:
        """Null: no one state was asked about."""
        return None

    @member()
    def paths(self) -> tuple[Any, ...]:
        """Empty: paths were not asked for."""
        return ()

    @member()
    def reachable(self) -> Reach | None:
        """Null: what can be reached by any moves was not asked for."""
        return None

    def rows(self) -> Rows:
        """One row per state: the outcomes that improvements lead to, and where walks end, with their chances."""
        heads = (
            Column("from", "the number of the state, in a graph case its id"),
            Column("improvements lead to", "the outcomes that improvements can reach"),
            Column("drift", "where random improvement walks end, and in which share of them"),
        )
        values = tuple(self.cells(start, labels=False) for start in self.starts)
        return with_labels(self.game, Rows(heads, values), [start.state for start in self.starts])

    def cells(self, start: Start, labels: bool = True) -> tuple[str, str, str]:
        """A start, its targets and its endings as a table has them: by number or id, of many the first.

        `labels`: whether their labels are said with them.
        """

        def names(states: Sequence[State]) -> str:
            return short_names(self.game, [state.key for state in states], labels=labels)

        endings = [f"{names(ending.states)}: {share_words(ending.chance)}" for ending in start.endings[:MOST_ENDINGS]]
        if len(start.endings) > MOST_ENDINGS:
            endings.append(f"{len(start.endings) - MOST_ENDINGS:,} more")
        return names([start.state]), names(start.targets) or "-", "; ".join(endings)


def starts(
    game: Case | Game,
    *,
    concepts: Sequence[str] | None = None,
    limit: int = LIMIT,
    on_progress: Callable[[], None] | None = None,
) -> Starts:
    """Where each state leads, for a listed game without a status quo.

    Parameters
    ----------
    game
        A listed game, or the case of one.
    concepts
        Ids of the concepts whose equilibria are the targets; as in `paths` if None.
    limit
        The most states; the first ones are taken.
    on_progress
        Called after each state.

    Returns
    -------
    Starts
        For each of these states the outcomes that improvements reach, and where improvement walks end.

    Raises
    ------
    QuestionError
        For a searched game, and for an unknown concept.

    Examples
    --------
    >>> import countermove as cm
    >>> answer = starts(cm.compile(cm.load("chicken")))
    >>> [(start.state.number, [target.number for target in start.targets]) for start in answer.starts]
    [(1, [2, 3]), (2, [2]), (3, [3]), (4, [2, 3])]
    """
    require_list(concepts, "concepts")
    game = game_of(game)
    if not isinstance(game, ListedGame):
        raise QuestionError("where each state leads is asked only where the states are listed; name one state instead")
    concept_ids = OUTCOME_CONCEPTS if concepts is None else tuple(concepts)
    keys, is_fallback = _outcomes(game, concept_ids)
    targets = sorted(keys)
    answers = []
    for key in range(min(limit, game.size)):
        is_reached = reachable(game, key, improving=True)
        state = game.at(key)
        answers.append(Start(state, tuple(game.at(t) for t in targets if is_reached[t]), improvement_walk(game, state)))
        if on_progress is not None:
            on_progress()
    return Starts(game, tuple(answers), concept_ids, is_fallback)
