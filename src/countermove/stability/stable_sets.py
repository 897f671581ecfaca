"""Stable sets of von Neumann and Morgenstern: sets that are free of dominance inside, and dominate all outside.

V is a stable set of a dominance relation iff no state in V dominates another in V (*internal* stability), and every
state outside V is dominated by some state in V (*external* stability). There may be none, one or many; to find one
is NP-complete. In graph theory V is a kernel of the relation.

Reference: von Neumann & Morgenstern 1944, *Theory of Games and Economic Behavior*.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError, raise_interrupt
from countermove.game.allowance import SOLVER_WORK, Allowance, End

__all__ = ["Kernels", "is_stable_set", "kernels", "settled"]

Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Kernels:
    """Stable sets, and why the search for them ended.

    Parameters
    ----------
    sets
        Each as an array of shape (S,).
    stopped
        None where these are all there are (so there is none if `sets` is empty), else "limit", "work" or "time".
    """

    sets: tuple[Bools, ...]
    stopped: Literal["limit"] | End | None = None


def is_stable_set(dominates: Bools, members: Bools) -> bool:
    """Whether some states form a stable set of a dominance relation.

    Parameters
    ----------
    dominates
        ``dominates[d, s]``: whether d dominates s; shape (S, S).
    members
        The states, shape (S,).

    Returns
    -------
    bool

    Examples
    --------
    >>> cycle = np.array([[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0]], dtype=bool)
    >>> is_stable_set(cycle, np.array([True, False, True, False]))
    True
    """
    # Internal and external stability in one: what members dominate is exactly what is outside.
    return bool(np.array_equal(dominates[members].any(axis=0), ~members))


def kernels(dominates: Bools, limit: int, allowance: Allowance) -> Kernels:
    """The stable sets of a dominance relation.

    What must belong to every stable set, and what to none, is settled first; a constraint solver searches the others.

    Parameters
    ----------
    dominates
        ``dominates[d, s]``: whether d dominates s; shape (S, S).
    limit
        The most sets that are returned.
    allowance
        What the search may do.

    Returns
    -------
    Kernels
        The sets in order of their states, and why the search ended.

    Raises
    ------
    QuestionError
        Where the solver is needed and not installed.

    Notes
    -----
    To decide whether there is one is NP-complete (Chvatal 1973).

    Examples
    --------
    >>> cycle = np.array([[0, 1, 0], [0, 0, 1], [1, 0, 0]], dtype=bool)
    >>> kernels(cycle, 10, Allowance())
    Kernels(sets=(), stopped=None)
    """
    inside, outside = settled(dominates)
    open_ = np.flatnonzero(~inside & ~outside)
    if not len(open_):
        return Kernels((inside,))
    sets = []
    # One more than is asked for: that tells whether there are others.
    search = _search(dominates[np.ix_(open_, open_)], limit + 1, allowance)
    for members in search.sets:
        members_of_all = inside.copy()
        members_of_all[open_[members]] = True
        assert is_stable_set(dominates, members_of_all)
        sets.append(members_of_all)
    if len(sets) > limit:
        return Kernels(tuple(sets[:limit]), "limit")
    sets.sort(key=lambda members: np.flatnonzero(members).tolist())
    return Kernels(tuple(sets), search.stopped)


def settled(dominates: Bools) -> tuple[Bools, Bools]:
    """The states that belong to every stable set, and those that belong to none, as far as it follows step by step.

    A state whose dominators are all outside belongs inside, and what it dominates outside.

    Parameters
    ----------
    dominates
        ``dominates[d, s]``: whether d dominates s; shape (S, S).

    Returns
    -------
    tuple of numpy.ndarray
        Those inside and those outside, each of shape (S,).
    """
    inside = np.zeros(len(dominates), dtype=bool)
    outside = inside.copy()
    while True:
        fresh = ~inside & ~dominates[~outside].any(axis=0)
        if not fresh.any():
            return inside, outside
        inside |= fresh
        outside |= dominates[fresh].any(axis=0)


@dataclass(frozen=True)
class _SearchResult:
    sets: list[NDArray[np.int64]]
    stopped: End | None


def _search(dominates: Bools, limit: int, allowance: Allowance) -> _SearchResult:
    """At most `limit` stable sets by a constraint solver, which goes through all of them, each once."""
    cp_model = _solver()
    model = cp_model.CpModel()
    member = [model.new_bool_var("") for _ in dominates]
    for s, by in enumerate(dominates.T):
        above = [member[d] for d in np.flatnonzero(by)]
        # External stability: s is in, or something that dominates it is; then internal: never both.
        model.add_bool_or([member[s], *above])
        model.add_bool_and([~other for other in above]).only_enforce_if(member[s])
    sets: list[NDArray[np.int64]] = []

    class Collector(cp_model.CpSolverSolutionCallback):  # type: ignore[misc, name-defined]
        def on_solution_callback(self) -> None:
            sets.append(np.flatnonzero([self.boolean_value(variable) for variable in member]))
            if len(sets) >= limit:
                self.stop_search()

    solver = cp_model.CpSolver()
    solver.parameters.enumerate_all_solutions = True
    # CP-SAT enumerates all solutions with one worker only.
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = allowance.left / SOLVER_WORK
    solver.parameters.max_time_in_seconds = allowance.seconds_left
    status = solver.solve(model, Collector())
    complete = status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
    return _SearchResult(sets, None if complete or len(sets) >= limit else allowance.end)


def _solver() -> Any:
    try:
        from ortools.sat.python import cp_model
    except ImportError as fault:
        raise_interrupt(fault)
        raise QuestionError(
            'stable sets of this case need a constraint solver: install it with pip install "countermove[solver]"'
        ) from None
    return cp_model
