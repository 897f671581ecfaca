"""The smallest change of preferences in a searched game: states by layers of cost, each solved by itself, or the proof."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from countermove.analysis.inverse.inverse import Inverse, Solution
from countermove.analysis.inverse.one_state import (
    LeastChange,
    StatementLevels,
    Variants,
    least_change_at,
    statement_levels,
)
from countermove.errors import CountermoveError, QuestionError, did_you_mean, quoted
from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame
from countermove.model.statements import Node
from countermove.search.inverse import CostLayers
from countermove.search.moves import OwnMoves, changeable
from countermove.search.paths import StateGoal, shortest_path
from countermove.search.walks import walks
from countermove.stability.concept import NASH

__all__ = ["changeable_statements", "least_searched_changes"]

REACHED_WAYS = 100
"""Solutions, the first ones, of which it is looked whether improvements lead to them: each takes up to a second."""
WALKS = 20
"""Random improvement walks that are followed before a path is searched: where there is one, few walks often show it."""
PATH_STATES = 20_000
"""States, with their last movers, that the search for one path looks at: about a second."""
KEPT_WAYS = 100
"""Solutions that are kept for each that is listed, before those that change the fewest actors are chosen among them."""
STATES_BETWEEN_CALLS = 10
"""States between two calls of `on_progress`."""


def least_searched_changes(
    game: SearchedGame,
    target: str,
    state_or_statement: int | Node,
    levels: Mapping[int, StatementLevels],
    *,
    reachable: bool,
    replacing: bool,
    limit: int,
    allowance: Allowance,
    rng: np.random.Generator,
    on_progress: Callable[[], None] | None = None,
) -> Inverse:
    """The smallest change under which a code, or some state in which a statement holds, is a Nash equilibrium.

    One state is solved by itself, exactly. For a statement, a constraint solver gives the states in layers, by a bound
    below what each costs; each is solved, until the layers cost more than the best so far. `levels`: the statements
    that may change, by the position of their actor; `target`: what results call the target; `rng`: what walks draw from.
    """
    # Of those that are kept some may turn out not to be reached, so more than are listed are needed.
    kept = max(limit, REACHED_WAYS) if reachable else limit
    search = _Search(game, target, levels, replacing, kept, allowance, on_progress)
    if isinstance(state_or_statement, Node):
        search.through(state_or_statement)
    else:
        search.look(game.code(state_or_statement))
    return _reached(search, limit, rng) if reachable else search.answer(limit)


def changeable_statements(game: SearchedGame, actors: Sequence[str] | None) -> dict[int, StatementLevels]:
    """The statements that may change, by the position of their actor; of all actors that have some, if None.

    Raises `QuestionError` for an unknown actor, and for one that has no statements.
    """
    for id_ in actors or ():
        if id_ not in game.actors:
            raise QuestionError(f"unknown actor {quoted(id_)}; {did_you_mean(id_, game.actors)}")
    own = {id_: statement_levels(game, id_) for id_ in game.actors if actors is None or id_ in actors}
    for id_ in actors or ():
        if own[id_] is None:
            raise QuestionError(
                f"{quoted(id_)} has no preference statements, and this search changes nothing else; name other actors"
            )
    return {levels.actor: levels for levels in own.values() if levels is not None}


@dataclass
class _Search:
    """The best so far."""

    game: SearchedGame
    target: str
    levels: Mapping[int, StatementLevels]
    replacing: bool
    limit: int
    allowance: Allowance
    on_progress: Callable[[], None] | None
    cost: int | None = None
    floor: int | None = None
    """No state that was looked at costs less; None as long as none can be had at any cost."""
    is_complete: bool = True
    count: int = 0
    tried: int = 0
    ways: list[tuple[int, Variants]] = field(default_factory=list)

    def look(self, code: int) -> LeastChange:
        """Solve one state, and keep what is as good as the best."""
        self.tried += 1
        # What costs more than the best so far is not looked for; as much is still counted.
        answer = least_change_at(
            self.game, self.levels, code,
            replacing=self.replacing, limit=self.limit, budget=self.cost, allowance=self.allowance,
        )  # fmt: skip
        self.is_complete &= answer.is_complete
        if answer.cost is not None and (self.cost is None or answer.cost < self.cost):
            self.cost, self.count, self.ways = answer.cost, 0, []
        if answer.cost is not None and answer.cost == self.cost:
            self.count += answer.count
            self.ways += [(code, way) for way in answer.ways]
            if len(self.ways) > KEPT_WAYS * self.limit:
                self.ways = self._first(self.limit)
        if answer.at_least is not None:
            self.floor = answer.at_least if self.floor is None else min(self.floor, answer.at_least)
        if self.on_progress is not None and self.tried % STATES_BETWEEN_CALLS == 0:
            self.on_progress()
        return answer

    def through(self, statement: Node) -> None:
        """Go through the layers of the states in which a statement holds."""
        layers = CostLayers(self.game, statement, self.levels.keys(), self.replacing)
        faults: list[CountermoveError] = []

        def look(code: int) -> bool:
            try:
                self.look(code)
            except CountermoveError as error:  # no error may leave the solver's callback
                faults.append(error)
            return not faults and not self.allowance.is_spent

        layer = 0
        # A layer's number bounds the cost of its states from below: beyond the best cost none can be as good.
        while self.cost is None or layer <= self.cost:
            is_complete = layers.states(layer, look, self.allowance)
            if faults:
                raise faults[0]
            if not is_complete:
                self._stop(layer)
                return
            if self.cost is None:
                more = layers.beyond(layer, self.allowance)
                if not more:
                    if more is None:
                        self._stop(layer + 1)
                    return
            layer += 1

    def _stop(self, layer: int) -> None:
        """The allowance was spent in a layer: below it, everything was examined."""
        self.is_complete = False
        self.floor = layer if self.floor is None else min(layer, self.floor)

    def _first(self, limit: int) -> list[tuple[int, Variants]]:
        """The first ways: those that fewest actors must make first, then as the states come."""
        return sorted(self.ways, key=lambda pair: (len(pair[1]), pair[0]))[:limit]

    def solution(self, code: int, way: Variants) -> Solution:
        """A way with the names of the actors."""
        return Solution(self.game.at(code), tuple((self.game.actors[actor], variant) for actor, variant in way))

    def answer(self, limit: int) -> Inverse:
        """The answer, wherever improvements may lead."""
        possible = True if self.cost is not None else (False if self.is_complete else None)
        at_least = self.cost if self.is_complete else self.floor
        return Inverse(
            self.game, self.target, NASH.id, False, possible, self.is_complete, self.cost, at_least, self.count,
            solutions=tuple(self.solution(code, way) for code, way in self._first(limit)),
            replacing=self.replacing,
            tried=self.tried, seconds=self.allowance.seconds, stopped=None if self.is_complete else self.allowance.end,
        )  # fmt: skip


def _reached(search: _Search, limit: int, rng: np.random.Generator) -> Inverse:
    """The answer, of which only those ways are kept to which improvements are shown to lead."""
    every = search.answer(search.limit)
    solutions, barred = [], 0
    for code, way in search._first(REACHED_WAYS):
        if search.allowance.is_spent:
            break
        leads = _leads(search, code, way, rng)
        barred += leads is False
        if leads:
            solutions.append(search.solution(code, way))
    unreached = every.count - len(solutions) - barred
    if every.possible is False:
        return replace(every, reachable=True, barred=0, unreached=0)
    # Every way of the least cost is barred for certain: then none of this cost does, and one more is needed.
    none = not solutions and not unreached and every.proved
    proved = bool(solutions) and every.proved and not unreached
    return replace(
        every,
        reachable=True,
        possible=True if solutions else None,
        proved=proved,
        cost=every.cost if solutions else None,
        at_least=(every.cost or 0) + 1 if none else every.at_least,
        solutions=tuple(solutions[:limit]),
        count=len(solutions),
        unreached=unreached,
        barred=barred,
        stopped=None if proved else every.stopped or "least cost",
    )


def _leads(search: _Search, code: int, way: Variants, rng: np.random.Generator) -> bool | None:
    """Whether improvements lead from the status quo to a code, under changed preferences; None where that is not certain.

    Walks show it quickly where they pass there; else a search that ends after this many states looks for a path.
    """
    game, start = search.game, search.game.status_quo_key
    assert start is not None
    scales = list(game.scales)
    for actor, variant in way:
        scales[actor] = search.levels[actor].scale(variant)
    changed = replace(game, scales=tuple(scales))
    followed = walks(changed, start, rng, WALKS, allowance=search.allowance)
    if code == start or any(step.after == code for walk in followed for step in walk.steps):
        return True
    # An option that no sequence of improvements can ever change bars every state in which it differs.
    free = changeable(changed, start, True, search.allowance)
    if free is not None and (code ^ start) & ~free:
        return False
    goal = StateGoal(changed, code)
    route = shortest_path(
        OwnMoves(changed), start, goal, improving=True, most=PATH_STATES, allowance=search.allowance, greedy=True
    )
    return True if route.path is not None else False if route.proved else None
