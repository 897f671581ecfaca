"""Where a conflict drifts if nobody fears an answer: chances of ending in each place, when any improvement is taken.

At each state one of the movers that have an improvement there is drawn, each with the same chance, and then one
of its improvements. This is a Markov chain. It ends where nobody has an improvement (a Nash equilibrium), or
goes round for ever in a set of states that improvements do not leave. A mover may be drawn twice in a row here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.chains import Chain, chain_of, expected_visits, strong_components, visits_step_by_step
from countermove.errors import SizeError
from countermove.game.listed import ListedGame
from countermove.stability.engines.local import improvements_from, once
from countermove.text.naming import number

__all__ = ["Drift", "Ending", "drift"]

Longs = NDArray[np.int64]
EXACT = 10_000
"""So many states are solved by elimination; more by repeated steps."""
MOST_MOVES = 2**24
ROUNDS = 100_000
CHUNK = 2**15


@dataclass(frozen=True)
class Ending:
    """States that the drift does not leave again (one: a Nash equilibrium), and the chance that it ends there."""

    states: tuple[int, ...]
    chance: float


@dataclass(frozen=True)
class Drift:
    """Where improvements drift from `start`: the endings, likeliest first.

    `steps`: the expected number of moves before an ending is entered. `residual`: the chance that is not yet
    decided, 0 where the chances were found by elimination.
    """

    start: int
    endings: tuple[Ending, ...]
    steps: float
    residual: float

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        endings = [{"states": [number(s) for s in e.states], "chance": e.chance} for e in self.endings]
        return {"from": number(self.start), "endings": endings, "steps": self.steps, "residual": self.residual}


def drift(graph: ListedGame, start: int, tolerance: float = 1e-9) -> Drift:
    """Where improvements drift from `start` if each mover with an improvement is equally likely to take one next.

    Up to 10,000 states that the drift can visit, each strongly connected set is solved by elimination in double
    precision, in the order in which the sets are entered. Above that the chain is followed step by step until
    less than `tolerance` is undecided, or 100,000 steps are made; what is then left is the `residual`. Raises
    `SizeError` beyond some 16 million moves.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> [(ending.states, round(ending.chance, 3)) for ending in drift(graph, graph.status_quo).endings]
    [((147,), 1.0)]
    """
    states, chain = _chain(graph, start)
    component, closed = strong_components(chain)
    if len(states) <= EXACT:
        visits = expected_visits(chain, component, closed, int(np.searchsorted(states, start)))
        residual = 0.0
    else:
        begin = int(np.searchsorted(states, start))
        visits, residual = visits_step_by_step(chain, closed[component], begin, tolerance, ROUNDS)
    ended = np.bincount(component, weights=np.where(closed[component], visits, 0.0), minlength=len(closed))
    endings = [
        Ending(tuple(states[component == c].tolist()), float(ended[c])) for c in np.flatnonzero(closed) if ended[c] > 0
    ]
    if len(endings) == 1 and not residual:
        endings = [Ending(endings[0].states, 1.0)]  # whatever rounding has made of it
    endings.sort(key=lambda ending: (-ending.chance, ending.states))
    return Drift(start, tuple(endings), float(visits[~closed[component]].sum()), residual)


def _chain(graph: ListedGame, start: int) -> tuple[Longs, Chain]:
    """The states that the drift can visit, ascending, and the chance of each step between them."""
    seen = np.zeros(graph.size, dtype=bool)
    seen[start] = True
    frontier = np.array([start], dtype=np.int32)
    sources, targets, by = [], [], []
    moves = 0
    while len(frontier):
        reached = np.zeros(graph.size, dtype=bool)
        for mover in graph.movers:
            for begin in range(0, len(frontier), CHUNK):
                found = improvements_from(graph, mover, frontier[begin : begin + CHUNK])
                before, after = once(graph, found)
                moves += len(before)
                if moves > MOST_MOVES:
                    raise SizeError(f"the drift passes through more than {MOST_MOVES:,} improvements")
                sources.append(before)
                targets.append(after)
                by.append(np.full(len(before), mover.index))
                reached[after] = True
        frontier = np.flatnonzero(reached & ~seen).astype(np.int32)
        seen |= reached
    states = np.flatnonzero(seen)
    source, target, mover_of = (np.concatenate(parts) if parts else np.zeros(0, int) for parts in (sources, targets, by))
    row, column = np.searchsorted(states, source), np.searchsorted(states, target)
    turn = row * len(graph.movers) + mover_of
    choices = np.bincount(turn, minlength=len(states) * len(graph.movers))
    able = (choices.reshape(len(states), -1) > 0).sum(axis=1)
    chance = 1.0 / (able[row] * choices[turn])
    return states, chain_of(len(states), row, column, chance)
