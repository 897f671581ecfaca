"""A progress bar on a terminal for long work, and none in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["LONG_STATES", "progress"]

LONG_STATES = 100_000
"""States from which on work is long enough for a bar; with fewer, a stability table takes less than a second."""


@contextmanager
def progress(what: str, steps: int | None, size: int) -> Iterator[Callable[[], None] | None]:
    """A function to call after each of `steps` steps, or None where nobody watches or the work is short.

    `steps` is None where nobody knows how many there will be.

    >>> with progress("Solving", 3, size=12) as step:
    ...     print(step)
    None
    """
    if size < LONG_STATES or sys.stderr is None or not sys.stderr.isatty():
        yield None
        return
    # On standard error, and gone at the end: what is written to a file or a pipe has no trace of it.
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=steps)
        yield lambda: bar.advance(task)
