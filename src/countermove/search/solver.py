"""Searches of the constraint solver that an interrupt ends: the solver works in a thread of its own."""

from __future__ import annotations

from _thread import start_new_thread
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Any

from countermove.stability.engines.threads import next_of

__all__ = ["searched"]

WATCH_SECONDS = 0.1
"""Seconds between two times that a solver is asked to stop."""
PATIENCE_SECONDS = 5.0
"""Seconds that a search has to end once it is asked to: while it simplifies its model it listens only now and then."""
_under_way: list[Any] = []
"""The solvers that are at work now; one that waits for its callback may stand behind another."""


def searched(solver: Any, model: Any, callback: Any = None) -> Any:
    """The status of a search by `solver`, as its method `solve` tells it.

    The solver does not hear an interrupt (Ctrl-C) itself, or takes it for the end of its time. Here it is asked to
    stop, and `KeyboardInterrupt` goes on. What `callback` raises is raised here.
    """
    statuses: list[Any] = []
    faults: list[BaseException] = []

    def work() -> None:
        try:
            statuses.append(solver.solve(model, callback))
        except BaseException as fault:
            faults.append(fault)
        finally:
            over.put(None)

    over: SimpleQueue[None] = SimpleQueue()
    _under_way.append(solver)
    try:
        start_new_thread(work, ())
        next_of(over)
    except BaseException:
        _stop(over)
        raise
    finally:
        _under_way.remove(solver)
    if faults:
        raise faults[0]
    return statuses[0]


def _stop(over: SimpleQueue[None]) -> None:
    """Tell all solvers to stop, again and again, since one that has only started does not listen yet."""
    end = monotonic() + PATIENCE_SECONDS
    while monotonic() < end:
        for solver in list(_under_way):
            solver.stop_search()
        try:
            over.get(timeout=WATCH_SECONDS)
        except Empty:
            continue
        return
