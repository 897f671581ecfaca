"""Searches of the constraint solver that an interrupt ends."""

from __future__ import annotations

import _thread
import signal
from collections.abc import Iterator
from math import inf
from threading import Event, Timer
from typing import Any

import pytest

from cases import sparse_case
from countermove.game.allowance import Allowance
from countermove.game.searched import searched_game
from countermove.search.encoding import solver
from countermove.search.nash import nash_search
from countermove.search.solver import searched


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    """Interrupts are heard, although a shell lets what it runs in the background ignore them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


class Solver:
    """Solves until it is told to stop; whatever it is told before it has begun, it does not hear."""

    def __init__(self, fault: BaseException | None = None) -> None:
        self.begun, self.stopped, self.fault = Event(), Event(), fault

    def solve(self, model: Any, callback: Any) -> str:
        if self.fault is not None:
            raise self.fault
        if callback is not None:
            callback()
        return f"solved {model}"

    def stop_search(self) -> None:
        if self.begun.is_set():
            self.stopped.set()


class Endless(Solver):
    """One that never ends by itself, and is interrupted as soon as it begins."""

    def solve(self, model: Any, callback: Any) -> str:
        _thread.interrupt_main()
        self.begun.set()
        assert self.stopped.wait(60), "nobody told it to stop"
        return "unknown"


def test_what_the_solver_tells_is_told() -> None:
    called: list[bool] = []
    assert searched(Solver(), "it", lambda: called.append(True)) == "solved it"
    assert called == [True]


def test_a_fault_of_the_solver_is_raised() -> None:
    with pytest.raises(MemoryError):
        searched(Solver(MemoryError()), "it")


def test_an_interrupt_stops_the_solver_and_goes_on() -> None:
    solver = Endless()
    with pytest.raises(KeyboardInterrupt):
        searched(solver, "it")
    assert solver.stopped.is_set()


def test_a_search_within_a_search_is_stopped_as_well() -> None:
    outer, inner = Solver(), Endless()
    outer.begun.set()
    with pytest.raises(KeyboardInterrupt):
        searched(outer, "it", lambda: searched(inner, "it within"))
    assert inner.stopped.is_set()
    assert outer.stopped.is_set()


def test_an_interrupt_of_a_real_search() -> None:
    """The solver is at work, with more equilibria to find than there is time for, when the interrupt comes."""
    # Loaded before: an import of compiled modules may lose an interrupt.
    solver()
    model = searched_game(sparse_case(31, 4))
    timer = Timer(1.0, _thread.interrupt_main)
    timer.start()
    try:
        with pytest.raises(KeyboardInterrupt):
            nash_search(model, 10**9, Allowance(work=inf))
    finally:
        timer.cancel()
