"""Chunks of a study on a Dask cluster: workers may die, since a chunk can be counted anywhere, and again."""

from __future__ import annotations

import logging
from collections.abc import Generator, Sequence
from concurrent.futures import CancelledError
from functools import lru_cache
from queue import Empty, Queue
from time import monotonic
from typing import Any

from countermove.analysis.robustness.study import Settings, Study, Tally
from countermove.errors import CountermoveError, QuestionError
from countermove.game.listed import listed_game
from countermove.model.case import Case

__all__ = ["counted_there"]

CHUNKS_UNDER_WAY = 64
"""Chunks that are under way at a time: enough for a cluster of some dozen workers, and few enough to stop soon."""
PATIENCE_SECONDS = 10.0
"""Seconds that a scheduler, or a first worker, has to answer: Dask retries for about as long where a node starts up."""


def counted_there(study: Study, todo: Sequence[int], address: str) -> Generator[Tally]:
    """The counts of the chunks `todo`, one by one, from the workers of the scheduler at `address`.

    The workers need this version of the program. A chunk whose worker dies is counted by another. Raises
    `QuestionError` where Dask is not installed, and `CountermoveError` where the scheduler does not answer, has no
    workers, or goes away.
    """
    try:
        import distributed
    except ImportError:
        raise QuestionError(
            'a cluster needs Dask: install it with pip install "countermove[distributed]", or leave out --scheduler'
        ) from None
    connect: Any = distributed.Client
    for name in list(logging.root.manager.loggerDict):
        # Dask logs every lost connection several times; here one message says what to do.
        if name.partition(".")[0] == "distributed":  # what goes wrong is said in one message, here
            logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = connect(address, timeout=PATIENCE_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as fault:
        reason = " ".join(str(fault).split()).rstrip(".") or type(fault).__name__
        raise CountermoveError(f"the scheduler {address} does not answer: {reason}") from None
    try:
        try:
            client.wait_for_workers(1, timeout=PATIENCE_SECONDS)
        except TimeoutError:
            raise CountermoveError(f"the scheduler {address} has no workers; start some and ask again") from None
        yield from _gathered(client, study, list(todo), address)
    finally:
        client.close(timeout=1)


def _gathered(client: Any, study: Study, todo: list[int], address: str) -> Generator[Tally]:
    question = (study.game.case.model_dump_json(by_alias=True), study.settings, study.identity["countermove"])
    done: Queue[Any] = Queue()
    waiting: set[Any] = set()
    alive = monotonic()
    while todo or waiting:
        # Not all at once: an interruption would have to cancel thousands of futures, and a dead scheduler would hold
        # them.
        while todo and len(waiting) < CHUNKS_UNDER_WAY:
            future = client.submit(_chunk, *question, todo.pop(0), pure=False)
            waiting.add(future)
            future.add_done_callback(done.put)
        try:
            future = done.get(timeout=1)
        except Empty:
            # No chunk in a second may be slow work, or a scheduler that is gone; only the second is given up.
            alive = monotonic() if client.status == "running" else alive
            if monotonic() - alive > PATIENCE_SECONDS:
                raise _gone(address) from None
            continue
        alive = monotonic()
        waiting.discard(future)
        yield _result(future, address)


def _result(future: Any, address: str) -> Tally:
    if future.status in ("cancelled", "lost"):
        raise _gone(address)
    try:
        fault = future.exception()
        if fault is None:
            tally: Tally = future.result()
            return tally
    except (OSError, TimeoutError, CancelledError):  # the scheduler was lost while it was asked for the result
        raise _gone(address) from None
    if isinstance(fault, CountermoveError):
        raise fault
    reason = " ".join(f"{type(fault).__name__}: {fault}".split())
    raise CountermoveError(f"a worker of {address} failed: {reason}")


def _gone(address: str) -> CountermoveError:
    return CountermoveError(f"the scheduler {address} went away before all draws were counted")


def _chunk(case: str, settings: Settings, version: str, chunk: int) -> Tally | None:
    """What a worker does: count one chunk."""
    from countermove import __version__

    # Counts of another version may differ, and the sum of both would be of neither.
    if version != __version__:
        raise CountermoveError(f"a worker has countermove {__version__}, not {version}; install the same everywhere")
    return _study(case, settings).tally(chunk)


@lru_cache(2)
def _study(case: str, settings: Settings) -> Study:
    return Study(listed_game(Case.model_validate_json(case)), settings)
