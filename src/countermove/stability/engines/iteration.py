"""A step repeated many times, exactly: values that come round again are recognised, so no number is too large."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Arrays", "find_cycle", "repeated"]

Arrays: TypeAlias = tuple[NDArray[Any], ...]
Step: TypeAlias = Callable[[Arrays], Arrays]


def repeated(start: Arrays, step: Step, times: int) -> Arrays:
    """What a step makes of a value when it is applied many times.

    Once a value returns, full rounds are left out (R. P. Brent's algorithm: values are compared with one that is kept,
    exchanged after 1, 2, 4, ... steps).

    Parameters
    ----------
    start
        Arrays.
    step
        Takes and returns such arrays; each value must depend on the one before alone.
    times
        How often it is applied, at least 0.

    Returns
    -------
    tuple of numpy.ndarray

    Notes
    -----
    Memory: two values. Cost: at most about three times the steps before the first round and in it, or `times` if that is
    less.

    References
    ----------
    Brent 1980, BIT 20, 176-184.

    Examples
    --------
    >>> repeated((np.array([1]),), lambda value: (value[0] * 2 % 7,), 3 * 10**15 + 1)
    (array([2]),)
    """
    value = kept = start
    done, kept_at, wait = 0, 0, 1
    while done < times:
        value = step(value)
        done += 1
        if _same(value, kept):
            # The value returns after `done - kept_at` steps: only what is left after full rounds is still to do.
            times = done + (times - done) % (done - kept_at)
        elif done - kept_at == wait:
            kept, kept_at, wait = value, done, 2 * wait
    return value


def find_cycle(start: Arrays, step: Step, most: int) -> tuple[int, int] | None:
    """After how many steps the first value stands that will return, and after how many more it does.

    Parameters
    ----------
    start, step
        As in `repeated`.
    most
        The most steps that are tried.

    Returns
    -------
    tuple of int, or None
        None where that takes more than some `most` steps.

    References
    ----------
    Brent 1980, BIT 20, 176-184.

    Examples
    --------
    >>> find_cycle((np.array([40]),), lambda value: (value[0] // 2 if value[0] > 4 else (value[0] + 1) % 3,), 100)
    (4, 3)
    """
    length = _length(start, step, most)
    if length is None:
        return None
    # Two values one round apart, stepped together, are equal from the first value of the round on.
    slow, fast = start, repeated(start, step, length)
    before = 0
    while not _same(slow, fast):
        slow, fast = step(slow), step(fast)
        before += 1
    return before, length


def _length(start: Arrays, step: Step, most: int) -> int | None:
    """After how many steps values return, at last."""
    kept, kept_at, wait = start, 0, 1
    value = start
    for done in range(1, most + 1):
        value = step(value)
        if _same(value, kept):
            return done - kept_at
        if done - kept_at == wait:
            kept, kept_at, wait = value, done, 2 * wait
    return None


def _same(one: Arrays, other: Arrays) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))
