"""The smallest change of preferences that makes a wish hold where states are not listed, or the proof of none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.inverse.inverse import Solution
from countermove.errors import CountermoveError, QuestionError, did_you_mean, quoted
from countermove.game.searched import SearchedGame
from countermove.model.statements import Node
from countermove.search.bounded import options_of
from countermove.search.inverse import Lines, LocalAnswer, Way, lines_in, local_wish
from countermove.search.inverse_layers import WishLayers
from countermove.search.moves import OwnMoves, changeable
from countermove.search.nash import check_searched
from countermove.search.paths import StateGoal, shortest_way
from countermove.search.walks import walks

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeInverse", "large_invert"]

WALKED = 100
"""For so many ways, the first ones, it is looked where walks lead."""
WALKS = 20
LOOKED = 20_000
"""So many states, with their last movers, are looked at for a way to one of them."""
SEED = 1


@dataclass(frozen=True, eq=False)
class LargeInverse:
    """The answer to a wish; most fields are those of `Inverse`, and the states of `solutions` are codes.

    `at_least`: no change that costs less fulfils the wish, and this is proved; None where none does at any cost.
    `proved`: whether the search was complete. With `reachable`, `solutions` and `count` are those of the least cost to
    which improvements were shown to lead; of the others `barred` counts those to which certainly none lead, and
    `unreached` those of which that is not known. `tried`: how many states were examined.
    """

    model: SearchedGame
    want: str
    reachable: bool
    possible: bool | None
    proved: bool
    cost: int | None
    at_least: int | None
    solutions: tuple[Solution, ...]
    count: int
    tried: int
    unreached: int = 0
    barred: int = 0
    concept: str = "nash"

    def __repr__(self) -> str:
        found = "unknown" if self.possible is None else f"cost {self.cost}" if self.possible else "impossible"
        proof = "proved" if self.proved else "not proved"
        return f"LargeInverse({self.want!r}, nash: {found}, {self.count} solutions, {proof})"

    def to_dict(self) -> dict[str, Any]:
        """As plain data; no state has a number, lines count from 1."""
        kept = ("want", "concept", "reachable", "possible", "proved", "cost", "at_least", "count")
        solutions = [
            {"state": None, "code": s.state, "options": options_of(self.model, s.state), "changes": s.changes()}
            for s in self.solutions
        ]
        data = {key: getattr(self, key) for key in kept}
        data |= {"barred": self.barred, "unreached": self.unreached} if self.reachable else {}
        return data | {"solutions": solutions}

    def to_frame(self) -> pd.DataFrame:
        """One row for each change of each solution (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [
            (which, s.state, c["actor"], c.get("line"), c.get("replace"), c.get("exchange"))
            for which, s in enumerate(self.solutions, 1)
            for c in s.changes()
        ]
        return pd.DataFrame(rows, columns=["solution", "code", "actor", "line", "replace", "exchange"])


def large_invert(
    model: SearchedGame,
    wanted: int | Node,
    *,
    actors: Sequence[str] | None = None,
    reachable: bool = False,
    replace: bool = False,
    limit: int = 10,
    seconds: float = 60.0,
    want: str = "",
    told: Callable[[], None] | None = None,
) -> LargeInverse:
    """The smallest change of lines under which a code, or some state in which a statement holds, is a Nash equilibrium.

    Costs are those of `invert`. One state is solved by itself, exactly. For a statement, a constraint solver gives the
    states in layers, by a bound below what each costs; each is solved, until the layers cost more than the best that
    was found. Rankings and weights stay as they are.
    `reachable`: improvements must be shown to lead to the state from the status quo under the changed preferences, by
    walks or by a search that looks at 20,000 states at the most; only ways of the least cost are looked at. Stops
    after so many seconds. Raises `QuestionError` for unknown names, an actor without lines, or `reachable` without a
    status quo; `SizeError` where a mover has too many choices to look at them one by one.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> model = searched_game(load_case("european-security-2022"))
    >>> large_invert(model, model.status_quo, replace=True, want="now")
    LargeInverse('now', nash: cost 3, 1 solutions, proved)
    """
    if reachable and model.status_quo is None:
        raise QuestionError("the case has no status quo, so nothing is reachable from it; leave out --reachable")
    if limit < 1 or not (isfinite(seconds) and seconds > 0):
        raise QuestionError("a limit and a time are positive numbers")
    check_searched(model)
    listed = max(limit, WALKED) if reachable else limit
    search = _Search(model, _changeable(model, actors), replace, listed, monotonic() + seconds, told)
    if isinstance(wanted, Node):
        search.through(wanted)
    else:
        search.look(model.code(wanted))
    return _reached(search, limit, want) if reachable else search.found(limit, want)


def _changeable(model: SearchedGame, actors: Sequence[str] | None) -> dict[int, Lines]:
    """The lines that may change, by the position of their actor."""
    for id_ in actors or ():
        if id_ not in model.actors:
            raise QuestionError(f"unknown actor {quoted(id_)}; {did_you_mean(id_, model.actors)}")
    found = {id_: lines_in(model, id_) for id_ in model.actors if actors is None or id_ in actors}
    for id_ in actors or ():
        if found[id_] is None:
            raise QuestionError(f"{quoted(id_)} has no lines, and only the order of lines is changed in such a case")
    return {lines.actor: lines for lines in found.values() if lines is not None}


@dataclass
class _Search:
    """The best that was found so far."""

    model: SearchedGame
    lines: Mapping[int, Lines]
    replacing: bool
    limit: int
    end: float
    told: Callable[[], None] | None
    cost: int | None = None
    floor: int | None = None
    whole: bool = True
    count: int = 0
    tried: int = 0
    ways: list[tuple[int, Way]] = field(default_factory=list)

    def look(self, code: int) -> LocalAnswer:
        """Solve one state, and keep what is as good as the best."""
        self.tried += 1
        answer = local_wish(
            self.model, self.lines, code,
            replacing=self.replacing, limit=self.limit, budget=self.cost, end=self.end,
        )  # fmt: skip
        self.whole &= answer.whole
        if answer.cost is not None and (self.cost is None or answer.cost < self.cost):
            self.cost, self.count, self.ways = answer.cost, 0, []
        if answer.cost is not None and answer.cost == self.cost:
            self.count += answer.count
            self.ways += [(code, way) for way in answer.ways]
            if len(self.ways) > 100 * self.limit:
                self.ways = self._first(self.limit)
        if answer.at_least is not None:
            self.floor = answer.at_least if self.floor is None else min(self.floor, answer.at_least)
        if self.told is not None and self.tried % 10 == 0:
            self.told()
        return answer

    def through(self, wish: Node) -> None:
        """Go through the layers of the states in which a statement holds."""
        layers = WishLayers(self.model, wish, self.lines.keys(), self.replacing)
        fault: list[CountermoveError] = []

        def seen(code: int) -> bool:
            try:
                self.look(code)
            except CountermoveError as error:  # no error may leave the solver's callback
                fault.append(error)
            return not fault and monotonic() < self.end

        layer = 0
        while self.cost is None or layer <= self.cost:
            whole = layers.states(layer, seen, self.end - monotonic())
            if fault:
                raise fault[0]
            if not whole:
                self._stop(layer)
                return
            if self.cost is None:
                more = layers.beyond(layer, self.end - monotonic())
                if not more:
                    if more is None:
                        self._stop(layer + 1)
                    return
            layer += 1

    def _stop(self, layer: int) -> None:
        """Time ran out in a layer: below it, everything was examined."""
        self.whole = False
        self.floor = layer if self.floor is None else min(layer, self.floor)

    def _first(self, limit: int) -> list[tuple[int, Way]]:
        """The first ways: those that fewest actors must make first, then as the states come."""
        return sorted(self.ways, key=lambda found: (len(found[1]), found[0]))[:limit]

    def solution(self, code: int, way: Way) -> Solution:
        """A way with the names of the actors."""
        return Solution(code, tuple((self.model.actors[actor], variant) for actor, variant in way))

    def found(self, limit: int, want: str) -> LargeInverse:
        """The answer."""
        possible = True if self.cost is not None else (False if self.whole else None)
        least = self.cost if self.whole else self.floor
        solutions = tuple(self.solution(code, way) for code, way in self._first(limit))
        return LargeInverse(
            self.model, want, False, possible, self.whole, self.cost, least, solutions, self.count, self.tried
        )


def _reached(search: _Search, limit: int, want: str) -> LargeInverse:
    """The answer, of which only those ways are kept to which improvements are shown to lead."""
    whole = search.found(search.limit, want)
    rng = np.random.default_rng(SEED)
    found, barred = [], 0
    for code, way in search._first(WALKED):
        if monotonic() > search.end:
            break
        leads = _leads(search, code, way, rng)
        barred += leads is False
        if leads:
            found.append(search.solution(code, way))
    left = whole.count - len(found) - barred
    if whole.possible is False:
        return replace(whole, reachable=True)
    none = not found and not left and whole.proved
    return replace(
        whole,
        reachable=True,
        possible=True if found else None,
        proved=bool(found) and whole.proved and not left,
        cost=whole.cost if found else None,
        at_least=(whole.cost or 0) + 1 if none else whole.at_least,
        solutions=tuple(found[:limit]),
        count=len(found),
        unreached=left,
        barred=barred,
    )


def _leads(search: _Search, code: int, way: Way, rng: np.random.Generator) -> bool | None:
    """Whether improvements lead from the status quo to a code, under changed preferences; None where not known.

    Walks show it quickly where they pass there; else a search that ends after so many states looks for a way.
    """
    model, start = search.model, search.model.status_quo
    assert start is not None
    scales = list(model.scales)
    for actor, variant in way:
        scales[actor] = search.lines[actor].scale(variant)
    changed = replace(model, scales=tuple(scales))
    followed = walks(changed, start, rng, WALKS)
    if code == start or any(step.after == code for walk in followed for step in walk.steps):
        return True
    free = changeable(changed, start, True, max(search.end - monotonic(), 0.001))
    if free is not None and (code ^ start) & ~free:
        return False
    goal = StateGoal(changed, code)
    route = shortest_way(OwnMoves(changed), start, goal, improving=True, most=LOOKED, end=search.end, greedy=True)
    return True if route.path is not None else False if route.proved else None
