"""Work on several threads, which a signal may end at any moment.

What a signal raises (Ctrl-C, TERM) can come between any two steps of the main thread. Waiting as `threading` and
`concurrent.futures` do it is many such steps: an exception between them leaves a lock behind, or gives one back twice
("release unlocked lock"). So the main thread waits here in one queue, whose `get` is a single step.
"""

from __future__ import annotations

import os
from _thread import start_new_thread
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from queue import Empty, SimpleQueue
from typing import NamedTuple, TypeVar

__all__ = ["as_done", "in_order", "next_of"]

WATCH_SECONDS = 0.1
"""Seconds of one wait; on some systems an endless wait of the main thread cannot be interrupted at all."""
T = TypeVar("T")
R = TypeVar("R")


class _Result(NamedTuple):
    """What became of the item at `place`; a thread that ends says so with the place None."""

    place: int | None
    value: object = None
    fault: BaseException | None = None


def next_of(queue: SimpleQueue[T]) -> T:
    """The next entry of a queue, however long it takes; a signal ends the wait.

    >>> queue = SimpleQueue[int]()
    >>> queue.put(3)
    >>> next_of(queue)
    3
    """
    while True:
        try:
            return queue.get(timeout=WATCH_SECONDS)
        except Empty:
            continue


def as_done(
    function: Callable[[T], R], items: Iterable[T], workers: int | None = None, on_end: Callable[[], object] | None = None
) -> Generator[tuple[int, R]]:
    """The results of a function for some items, each with the place of its item, in the order in which they are there.

    Parameters
    ----------
    function
        Called on `workers` threads (as many as there are cores, if None). What it raises is raised here.
    items
        What it is called with.
    workers
        At least 1.
    on_end
        Called before the threads are waited for at the end, early or not: threads cannot be stopped from outside, so that
        a function that takes long may ask whether it is still wanted.

    Examples
    --------
    >>> sorted(as_done(abs, [-3, 4, -5], workers=2))
    [(0, 3), (1, 4), (2, 5)]
    """
    waiting: SimpleQueue[tuple[int, T]] = SimpleQueue()
    done: SimpleQueue[_Result] = SimpleQueue()
    for entry in enumerate(items):
        waiting.put(entry)
    count, is_over = waiting.qsize(), False

    def work() -> None:
        while not is_over:
            try:
                place, item = waiting.get_nowait()
            except Empty:
                break
            try:
                done.put(_Result(place, function(item)))
            except BaseException as fault:
                done.put(_Result(place, fault=fault))
        done.put(_Result(None))

    at_work = 0
    try:
        for _ in range(min(count, workers or os.cpu_count() or 1)):
            start_new_thread(work, ())
            at_work += 1
        while count:
            result = next_of(done)
            if result.place is None:
                at_work -= 1
                continue
            if result.fault is not None:
                raise result.fault
            count -= 1
            yield result.place, result.value  # type: ignore[misc]  # a result without a fault has a value
    finally:
        is_over = True
        if on_end is not None:
            on_end()
        while at_work:
            at_work -= next_of(done).place is None


def in_order(function: Callable[[T], R], items: Iterable[T], workers: int | None = None) -> Iterator[R]:
    """The same results as `as_done`, in the order of the items.

    >>> list(in_order(abs, [-3, 4, -5], workers=2))
    [3, 4, 5]
    """
    early: dict[int, R] = {}
    place = 0
    # Who takes only some of the results ends the threads, too.
    with closing(as_done(function, items, workers)) as results:
        for there, value in results:
            early[there] = value
            while place in early:
                yield early.pop(place)
                place += 1
