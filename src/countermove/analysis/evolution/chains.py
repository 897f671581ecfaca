"""Finite Markov chains: which states return to each other, and how often each is visited before the chain settles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from countermove.stability.engines.compiling import Kernel, compiled, has_compiler

__all__ = ["Chain", "chain_of", "expected_visits", "strong_components", "visits_step_by_step"]

Floats: TypeAlias = NDArray[np.float64]
Longs: TypeAlias = NDArray[np.int64]
COMPILE_FROM_STEPS = 200_000
"""From this many steps on the components are found by machine code: as it stands, the kernel takes a microsecond a step."""
DENSE_STATES = 1_000
"""Up to this many states a set is solved by elimination in a full matrix: 8 MB, and about 0.05 s."""
SOLVER_ROUNDS = 500
"""After this many rounds without success the iterative solver gives up; chains of conflicts took at most 60."""
SOLVER_TOLERANCE = 1e-14
"""The residual at which the iterative solver stops, relative to what enters the set; 1 is about 50 units of rounding."""


@dataclass(frozen=True, eq=False)
class Chain:
    """A Markov chain of n states as its steps, sorted by where they begin.

    Those of state s are at ``start[s]:start[s + 1]``; step k leads from ``source[k]`` to ``target[k]`` with
    probability ``chance[k]``. A state without steps is never left.
    """

    start: Longs
    source: Longs
    target: Longs
    chance: Floats

    @property
    def size(self) -> int:
        """The number of states."""
        return len(self.start) - 1

    def forward(self, mass: Floats) -> Floats:
        """The probability that arrives at each state when ``mass[s]`` leaves state s; shape (n,)."""
        return _summed(self.target, self.chance * mass[self.source], self.size)

    def steps_from(self, states: Longs) -> Longs:
        """The steps that begin in `states`, state by state."""
        first = self.start[states]
        sizes = self.start[states + 1] - first
        return np.repeat(first - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))

    def within(self, steps: Longs, states: Longs) -> Chain:
        """The chain of some `states` (ascending), which has only the given steps between them."""
        source, target = np.searchsorted(states, self.source[steps]), np.searchsorted(states, self.target[steps])
        return _from_sorted(source, target, self.chance[steps], len(states))


def chain_of(size: int, source: Longs, target: Longs, chance: Floats) -> Chain:
    """The chain of `size` states with these steps; the chances of equal steps are added.

    >>> chain = chain_of(3, np.array([0, 0, 0]), np.array([2, 1, 2]), np.array([0.25, 0.5, 0.25]))
    >>> chain.target.tolist(), chain.chance.tolist()
    ([1, 2], [0.5, 0.5])
    """
    # One number per pair of states sorts the steps and finds equal ones at once; n^2 fits a word for every listed game.
    keys, place = np.unique(source * size + target, return_inverse=True)
    return _from_sorted(keys // size, keys % size, _summed(place.ravel(), chance, len(keys)), size)


def strong_components(chain: Chain) -> tuple[Longs, NDArray[np.bool_]]:
    """The strongly connected set of each state, shape (n,), and which of the sets are never left.

    By R. Tarjan's algorithm. Cost: proportional to the states and the steps.

    >>> ring = chain_of(3, np.array([0, 1, 2]), np.array([1, 0, 0]), np.ones(3))
    >>> of, closed = strong_components(ring)
    >>> of.tolist(), closed.tolist()
    ([0, 0, 1], [True, False])
    """
    size = chain.size
    fresh = (np.full(size, -1), np.zeros(size, dtype=np.int64), np.full(size, -1), np.zeros((2, size + 1), dtype=np.int64))
    order, low, component, room = fresh
    arrays = (chain.start, chain.target, chain.start[:-1].copy(), order, low, component, *room)
    if len(chain.target) >= COMPILE_FROM_STEPS and has_compiler():
        count = compiled(_strong_components)(*arrays)
    else:  # as it stands the kernel is five times as fast over lists as over arrays
        lists = [array.tolist() for array in arrays]
        plain: Kernel = _strong_components
        count = plain(*lists)
        component = np.array(lists[5], dtype=np.int64)
    closed = np.ones(count, dtype=bool)
    # A component is left if any step leads from it into another.
    closed[component[chain.source[component[chain.source] != component[chain.target]]]] = False
    return component, closed


def expected_visits(chain: Chain, component: Longs, closed: NDArray[np.bool_], start: int) -> Floats:
    """How often the chain is expected to visit each state from `start`; of sets never left the chance to enter there.

    Sets are taken in the order in which they are entered, and each is solved exactly: ``x = b + Q^T x``, b being what
    enters it and Q its inner steps. Double precision.
    """
    visits = np.zeros(chain.size)
    visits[start] = 1.0
    members = _groups(component, np.arange(chain.size), len(closed))
    inner = np.flatnonzero(component[chain.source] == component[chain.target])
    inside = _groups(component[chain.source[inner]], inner, len(closed))
    entering = component[chain.source] != component[chain.target]
    waiting = np.bincount(component[chain.target[entering]], minlength=len(closed))
    # Topological order of the components (Kahn 1962): what flows in is known before a component is solved.
    while len(ready := np.flatnonzero(waiting == 0)):  # what no other set leads to any more
        left = [c for c in ready if not closed[c]]
        # A single state that is left cannot return to itself, since improvements lead elsewhere: its visits are what
        # enters.
        for c in (c for c in left if len(members[c]) > 1):
            visits[members[c]] = _solved(chain.within(inside[c], members[c]), visits[members[c]])
        states = np.concatenate([members[c] for c in left] or [ready[:0]])
        out = chain.steps_from(states)
        entered = _summed(chain.target[out], chain.chance[out] * visits[chain.source[out]], chain.size)
        entered[states] = 0.0
        visits += entered
        waiting[ready] = -1
        waiting -= np.bincount(component[chain.target[out[entering[out]]]], minlength=len(closed))
    return visits


def visits_step_by_step(
    chain: Chain, ends: NDArray[np.bool_], start: int, tolerance: float, rounds: int
) -> tuple[Floats, float]:
    """The same by following the chain for at most `rounds` steps, and the probability that has not ended by then.

    Stops as soon as less than `tolerance` is outside `ends`, the states of sets that are never left.
    """
    here = np.zeros(chain.size)
    here[start] = 1.0
    visits = np.zeros(chain.size)
    for _ in range(rounds):
        visits += here
        here = np.where(ends, 0.0, here)
        if here.sum() < tolerance:
            return visits, float(here.sum())
        here = chain.forward(here)
    return visits, float(here.sum())


def _summed(place: Longs, value: Floats, size: int) -> Floats:
    """The sum of the values at each place, shape (size,)."""
    return np.asarray(np.bincount(place, weights=value, minlength=size), dtype=np.float64)


def _from_sorted(source: Longs, target: Longs, chance: Floats, size: int) -> Chain:
    start = np.zeros(size + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=size), out=start[1:])
    return Chain(start, source, target, chance)


def _groups(group: Longs, items: Longs, count: int) -> list[Longs]:
    """The items of each of `count` groups, in the order in which they stand."""
    order = np.argsort(group, kind="stable")
    return np.split(items[order], np.searchsorted(group[order], np.arange(1, count)))


def _solved(inner: Chain, entering: Floats) -> Floats:
    """The solution of ``x = entering + Q^T x``, Q being the inner steps of a set that is left again."""
    if inner.size > DENSE_STATES:
        # A full matrix of n states takes n^2 words and n^3 steps; the chain itself has few steps a state.
        solution = _iterated(lambda x: x - inner.forward(x), entering)
        if solution is not None:
            return solution
    # I - Q^T: regular, since the set is left with some chance from each of its states.
    matrix = np.eye(inner.size)
    matrix[inner.target, inner.source] -= inner.chance
    return np.asarray(np.linalg.solve(matrix, entering), dtype=np.float64)


def _iterated(apply: Callable[[Floats], Floats], b: Floats) -> Floats | None:
    """The solution of ``apply(x) = b`` by BiCGSTAB, None where it does not come close enough.

    Reference: van der Vorst 1992, SIAM J. Sci. Stat. Comput. 13, 631-644.
    """
    x, residual = np.zeros_like(b), b.copy()
    shadow, goal = residual.copy(), SOLVER_TOLERANCE * float(np.abs(b).sum())
    direction, rho = residual.copy(), float(shadow @ residual)
    for _ in range(SOLVER_ROUNDS):
        if float(np.abs(residual).sum()) <= goal:
            break
        image = apply(direction)
        denominator = float(shadow @ image)
        if not denominator or not rho:
            break
        alpha = rho / denominator
        half = residual - alpha * image
        turned = apply(half)
        norm = float(turned @ turned)
        omega = float(turned @ half) / norm if norm else 0.0
        x += alpha * direction + omega * half
        residual = half - omega * turned
        if not omega:
            break
        before, rho = rho, float(shadow @ residual)
        direction = residual + (rho / before) * (alpha / omega) * (direction - omega * image)
    # The residual that is carried along moves away from the true one by rounding: what counts is the true one.
    return x if float(np.abs(b - apply(x)).sum()) <= 100 * goal else None


def _strong_components(start, target, at, order, low, component, stack, path):  # type: ignore[no-untyped-def]
    """Number the strongly connected sets, the first left last, in `component`; returns how many there are.

    `at`: the step of each state that is looked at next. `order`: when each state was first seen, -1 before. `low`: the
    earliest state on the stack that is reached from it.
    """
    count = seen = top = 0
    for root in range(len(start) - 1):
        if order[root] >= 0:
            continue
        order[root] = low[root] = seen
        seen += 1
        stack[top] = path[0] = root
        top += 1
        depth = 0
        while depth >= 0:
            here = path[depth]
            if at[here] < start[here + 1]:
                there = target[at[here]]
                at[here] += 1
                if order[there] < 0:
                    order[there] = low[there] = seen
                    seen += 1
                    stack[top] = there
                    top += 1
                    depth += 1
                    path[depth] = there
                elif component[there] < 0 and order[there] < low[here]:
                    low[here] = order[there]
                continue
            if low[here] == order[here]:
                while component[here] < 0:
                    top -= 1
                    component[stack[top]] = count
                count += 1
            depth -= 1
            if depth >= 0 and low[here] < low[path[depth]]:
                low[path[depth]] = low[here]
    return count
