"""Which outcomes hold although actors may act together: the coalitions that upset each, and by which moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, islice
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import equilibria
from countermove.analysis.paths import Step
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.game.positions import position
from countermove.stability.coalition import (
    COALITION_CONCEPTS,
    Coalition,
    CoalitionConcept,
    coalition_stable,
    open_gains,
    work_of,
)
from countermove.stability.engines.local import moves_from
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAX_WORK", "CoalitionTable", "Upset", "coalitions", "count_up_to", "fitting_size", "parties", "usual_size"]

Bools = NDArray[np.bool_]
MAX_WORK = 3 * 10**11
MANY = 20_000
"""More coalitions than these are asked only if somebody says up to which size."""
"""So many steps at most, about, are taken to judge all states for all coalitions; some minutes."""
MAX_VISITED = 2**20
LIMIT = 1_000
LIST_STABLE = 2**20


@dataclass(frozen=True)
class Upset:
    """A coalition that leaves `state`, and a shortest legal sequence of its moves to a gain that nobody undoes.

    `coalition` has the ids of its actors. `steps` are its moves, also those of bodies that it carries, to the state
    `to`; both None where the sequences were too many to follow. `minimal`: no part of the coalition upsets the state.
    """

    state: int
    coalition: tuple[str, ...]
    minimal: bool
    to: int | None
    steps: tuple[Step, ...] | None

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        steps = None
        if self.steps is not None:
            steps = [{"mover": s.mover, "from": number(s.before), "to": number(s.after)} for s in self.steps]
        to = None if self.to is None else number(self.to)
        return {"coalition": list(self.coalition), "minimal": self.minimal, "to": to, "steps": steps}


@dataclass(frozen=True, eq=False)
class CoalitionTable:
    """The verdicts of all coalitions of up to `size` parties on all states; `stable` has shape (coalitions, S).

    `coalitions` has the ids of each coalition's actors. `alone`: the states that hold under the concept of single
    movers from which `concept` comes (for CNash: Nash), bodies included; shape (S,).
    """

    graph: ListedGame
    concept: CoalitionConcept
    size: int
    pareto: bool
    coalitions: tuple[tuple[str, ...], ...]
    stable: Bools
    alone: Bools

    def __repr__(self) -> str:
        held = int(self.holding.sum())
        return (
            f"CoalitionTable({self.concept.label}, {len(self.coalitions)} coalitions of up to {self.size}; "
            f"{held} of {self.graph.size} states hold)"
        )

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{number(state)}</td><td>{'E' if self.alone[state] else ''}</td>"
            f"<td>{'E' if self.holding[state] else ''}</td>"
            f"<td>{escape('; '.join(', '.join(ids) for ids in self.minimal(state)))}</td></tr>"
            for state in self.listed()[:50]
        )
        heads = f"<th>state</th><th>{self.concept.alone}</th><th>{self.concept.label}</th><th>upset by</th>"
        return f"<table><tr>{heads}</tr>{rows}</table>"

    @property
    def holding(self) -> Bools:
        """The coalition equilibria: states that are stable for every coalition; shape (S,)."""
        return np.asarray(self.stable.all(axis=0))

    def listed(self) -> list[int]:
        """The states that hold for everybody alone or against all coalitions; those that do both come first."""
        both = self.alone.astype(int) + self.holding
        return [int(state) for state in np.argsort(-both, kind="stable")[: int((both > 0).sum())]]

    def unsettled(self, state: int) -> tuple[tuple[str, ...], ...]:
        """The coalitions that upset a state, smaller ones first."""
        return tuple(self.coalitions[k] for k in np.flatnonzero(~self.stable[:, position(self.graph.size, state)]))

    def minimal(self, state: int) -> tuple[tuple[str, ...], ...]:
        """The coalitions that upset a state and no part of which does."""
        least: list[frozenset[str]] = []
        for ids in self.unsettled(state):  # smaller ones first
            members = frozenset(ids)
            if not any(other <= members for other in least):
                least.append(members)
        return tuple(ids for ids in self.unsettled(state) if frozenset(ids) in least)

    def upsets(self, state: int, minimal: bool = False) -> Iterator[Upset]:
        """For each coalition that upsets a state (`minimal`: only those of which no part does) its shortest way out.

        Of gains that are equally near, one that no other of them betters for the coalition.
        """
        return self._upsets(position(self.graph.size, state), minimal)

    def _upsets(self, state: int, minimal: bool) -> Iterator[Upset]:
        least = dict.fromkeys(self.minimal(state))
        for ids in least if minimal else self.unsettled(state):
            members = tuple(self.graph.actors.index(id_) for id_ in ids)
            yield _upset(Coalition(self.graph, members, self.pareto), self.concept, state, ids in least)

    def to_dict(self, *, state: int | None = None, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1.

        `states` has the states that hold, alone or against coalitions, or only `state`; of these, and of the
        coalitions that upset each, the first `limit`.
        """
        from countermove import __version__

        graph = self.graph
        listed = self.listed() if state is None else [position(graph.size, state)]
        data: dict[str, Any] = {
            "countermove": __version__,
            "case": {"title": graph.case.title, "scenario": graph.scenario},
            "concept": self.concept.id,
            "alone": self.concept.alone,
            "size": self.size,
            "pareto": self.pareto,
            "coalitions": len(self.coalitions),
            "equilibria": (np.flatnonzero(self.holding) + 1).tolist(),
        }
        data |= {"merged": [list(ids) for ids in graph.merged]} if graph.merged else {}
        if self.stable.size <= LIST_STABLE:
            data["stable"] = [
                {"coalition": list(ids), "states": (np.flatnonzero(row) + 1).tolist()}
                for ids, row in zip(self.coalitions, self.stable, strict=True)
            ]
        data["states"] = [self._state_data(s, limit) for s in listed[:limit]]
        cut = len(listed) > limit or any(int((~self.stable[:, s]).sum()) > limit for s in listed[:limit])
        return data | ({"truncated": True} if cut else {})

    def _state_data(self, state: int, limit: int) -> dict[str, Any]:
        data: dict[str, Any] = {"state": number(state)}
        if self.graph.case.states is not None:
            data["id"] = list(self.graph.case.states)[state]
        data |= {"alone": bool(self.alone[state]), "together": bool(self.holding[state])}
        return data | {"upset_by": [upset.to_dict() for upset in islice(self.upsets(state), limit)]}

    def to_frame(self) -> pd.DataFrame:
        """One row per state, one Boolean column per coalition: whether the state is stable for it (extra `frames`)."""
        require_pandas()
        import pandas as pd

        index = pd.RangeIndex(1, self.graph.size + 1, name="state")
        return pd.DataFrame(self.stable.T, index=index, columns=["+".join(ids) for ids in self.coalitions])


def coalitions(
    graph: ListedGame,
    size: int | None = None,
    *,
    pareto: bool = False,
    concept: str = "cnash",
    told: Callable[[], None] | None = None,
) -> CoalitionTable:
    """Which states hold against all coalitions of up to `size` actors (None: of all sizes), and which do not.

    `concept`: ``cnash``, ``cgmr``, ``csmr`` or ``cseq``. A coalition leaves a state for one that every member
    strictly prefers; with `pareto`, for one that some member strictly prefers and none likes less. Coalitions are of
    actors, also of such as have no options: they matter where their coalition carries a body. Bodies are no members,
    and whether a body would move by its own rule is not asked here. Actors who have been merged count as one. `told`
    is called after each coalition, for progress bars.

    Raises `QuestionError` for an unknown concept or a size below 1, `SizeError` where the coalitions are too many
    for so many states. Cost: the number of coalitions, times the moves, times an eighth of the states; in large cases
    without preconditions and coalesced states the number of coalitions times the states.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = coalitions(compile(catalog.load_case("elmira")))
    >>> found
    CoalitionTable(CNash, 7 coalitions of up to 3; 2 of 9 states hold)
    >>> [(upset.coalition, upset.to + 1) for upset in found.upsets(5 - 1)]
    [(('ministry', 'uniroyal'), 8)]
    """
    chosen = _concept(concept)
    units = parties(graph)
    if size is not None and size < 1:
        raise QuestionError(f"a coalition has at least one member; the size {size} asks for none")
    largest = len(units) if size is None else min(size, len(units))
    _require_fit(graph, largest)
    found, rows = [], []
    for members in _up_to(units, largest):
        found.append(tuple(graph.actors[actor] for actor in members))
        rows.append(coalition_stable(Coalition(graph, members, pareto), chosen))
        if told is not None:
            told()
    alone = equilibria(graph, [chosen.alone]).holding(chosen.alone)
    return CoalitionTable(graph, chosen, largest, pareto, tuple(found), np.array(rows).reshape(-1, graph.size), alone)


def parties(graph: ListedGame) -> list[tuple[int, ...]]:
    """Who joins coalitions as one: each actor, or the actors of a merged coalition; by position."""
    merged = [tuple(sorted(graph.actors.index(id_) for id_ in ids)) for ids in graph.merged]
    single = [(k,) for k in range(len(graph.actors)) if not any(k in group for group in merged)]
    return sorted([*single, *merged])


def fitting_size(graph: ListedGame, limit: int) -> int:
    """The greatest size of coalitions such that judging all states for all of them takes at most `limit` steps."""
    units = len(parties(graph))
    allowed = limit // max(1, work_of(graph))
    size = count = 0
    while size < units and count + comb(units, size + 1) <= allowed:
        size += 1
        count += comb(units, size)
    return size


def usual_size(graph: ListedGame) -> int | None:
    """The size up to which coalitions are asked unless somebody says how far; None: all of them, as they are few."""
    size = fitting_size(graph, MAX_WORK)
    while size > 1 and count_up_to(graph, size) > MANY:
        size -= 1
    return size if 0 < size < len(parties(graph)) else None


def count_up_to(graph: ListedGame, size: int | None) -> int:
    """How many coalitions of up to `size` parties there are; of any size, if None."""
    units = len(parties(graph))
    return sum(comb(units, k) for k in range(1, 1 + (units if size is None else min(size, units))))


def _require_fit(graph: ListedGame, size: int) -> None:
    fits = fitting_size(graph, MAX_WORK)
    if size > fits:
        way = f"ask for coalitions of up to {fits}: --size {fits}" if fits else "take options out of the case"
        many = count_up_to(graph, size)
        raise SizeError(f"{many:,} coalitions of up to {size} actors are too many for {graph.size:,} states; {way}")


def _up_to(units: list[tuple[int, ...]], size: int) -> Iterator[tuple[int, ...]]:
    """The actors of every coalition of up to `size` parties, smaller ones first."""
    for count in range(1, size + 1):
        for chosen in combinations(units, count):
            yield tuple(sorted(actor for unit in chosen for actor in unit))


def _concept(id_: str) -> CoalitionConcept:
    found = COALITION_CONCEPTS.get(id_.lower())
    if found is None:
        raise QuestionError(f"unknown coalition concept {quoted(id_)}; {did_you_mean(id_, COALITION_CONCEPTS)}")
    return found


def _upset(coalition: Coalition, concept: CoalitionConcept, state: int, minimal: bool) -> Upset:
    ids = tuple(coalition.graph.actors[actor] for actor in coalition.actors)
    steps = _way_out(coalition, state, open_gains(coalition, concept, state))
    return Upset(state, ids, minimal, steps[-1].after if steps else None, steps)


def _way_out(coalition: Coalition, start: int, wanted: Bools) -> tuple[Step, ...] | None:
    """A shortest legal sequence of a coalition from `start` to a wanted state; None where that is too long to find."""
    carried = coalition.carried
    came: list[dict[int, tuple[int, int]]] = [{} for _ in carried]
    frontier: list[list[int]] = [[] for _ in carried]
    first = True
    while first or any(frontier):
        fresh: list[list[int]] = [[] for _ in carried]
        for k, (mover, mask) in enumerate(carried):
            before = {start: -1} if first else {}
            for j in range(len(carried)):
                if j != k:
                    before.update((state, j) for state in frontier[j] if state not in before)
            states = np.array(sorted(before), dtype=np.int32)
            moves = moves_from(coalition.graph, mover, states)
            moves = moves.select((moves.changed & ~np.uint64(mask)) == 0)
            for source, target in zip(moves.source.tolist(), moves.target.tolist(), strict=True):
                if target not in came[k]:
                    came[k][target] = (before[source], source)
                    fresh[k].append(target)
        hits = sorted({state for states in fresh for state in states if wanted[state]})
        if hits:
            return _walk(coalition, came, fresh, _favoured(coalition, hits))
        if sum(map(len, came)) > MAX_VISITED:
            return None
        first, frontier = False, fresh
    return None


def _favoured(coalition: Coalition, states: list[int]) -> int:
    """Of some states one that the coalition cannot better: that of the greatest sum of ranks, the first of such."""
    ranks = coalition.graph.ranks[list(coalition.actors)][:, states].astype(np.int64)
    best = max(range(len(states)), key=lambda k: (int(ranks[:, k].sum()), -k))
    return states[best]


def _walk(
    coalition: Coalition, came: list[dict[int, tuple[int, int]]], fresh: list[list[int]], end: int
) -> tuple[Step, ...]:
    last = next(k for k, states in enumerate(fresh) if end in states)
    steps: list[Step] = []
    state = end
    while last >= 0:
        previous, before = came[last][state]
        steps.append(Step(coalition.carried[last][0].id, before, state))
        last, state = previous, before
    return tuple(reversed(steps))
