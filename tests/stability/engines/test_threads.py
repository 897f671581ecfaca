"""Work on several threads: its results, its faults, and signals in the midst of it."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from random import Random
from threading import Event

import pytest

from countermove.stability.engines.threads import as_done, in_order


class Left(Exception):
    """What the signal raises."""


@pytest.fixture
def heard() -> Iterator[list[bool]]:
    """As long as something is in it, SIGALRM raises `Left`."""
    heard: list[bool] = []

    def ring(*_: object) -> None:
        if heard:
            raise Left

    before = signal.signal(signal.SIGALRM, ring)
    yield heard
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("workers", [1, 2, 7, None])
@pytest.mark.parametrize("count", [0, 1, 5, 40])
def test_each_item_has_its_result(count: int, workers: int | None) -> None:
    assert sorted(as_done(lambda k: k * k, range(count), workers)) == [(k, k * k) for k in range(count)]
    assert list(in_order(lambda k: k * k, range(count), workers)) == [k * k for k in range(count)]


def test_results_come_as_they_are_there_or_in_order() -> None:
    second = Event()

    def slow_first(k: int) -> int:
        assert k or second.wait(60)
        if k:
            second.set()
        return k

    assert [place for place, _ in as_done(slow_first, range(2), 2)] == [1, 0]
    second.clear()
    assert list(in_order(slow_first, range(2), 2)) == [0, 1]


def test_a_fault_is_raised_and_ends_the_work() -> None:
    started, ended = list[int](), Event()

    def failing(k: int) -> int:
        started.append(k)
        assert not k or ended.wait(60)
        return 1 // k

    with pytest.raises(ZeroDivisionError):
        list(as_done(failing, range(50), 1, on_end=ended.set))
    assert started in ([0], [0, 1])


def test_who_has_enough_ends_the_work() -> None:
    started, ended = Counter[int](), Event()

    def until_the_end(k: int) -> int:
        started[k] += 1
        assert not k or ended.wait(60)
        return k

    with closing(as_done(until_the_end, range(50), 2, on_end=ended.set)) as results:
        assert next(results) == (0, 0)
    assert 1 <= len(started) <= 3


def test_a_signal_in_the_midst_is_all_that_is_raised(heard: list[bool]) -> None:
    """At any moment: with the waiting of `concurrent.futures`, few of these, but some, end with another error."""
    rng, left = Random(5), 0
    for _ in range(100):
        try:
            heard.append(True)
            signal.setitimer(signal.ITIMER_REAL, rng.uniform(1e-5, 3e-3))
            # Enough of them that the alarm comes before the last.
            for _ in as_done(lambda k: sum(range(k)), range(2_000), 2):
                pass
        except Left:
            left += 1
        finally:
            heard.clear()
    assert left
