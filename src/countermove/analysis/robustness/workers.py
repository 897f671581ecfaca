"""Who counts: the chunks of a study are counted on all cores of this machine, or on a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing
from threading import Event

from countermove.analysis.robustness.study import Study
from countermove.analysis.robustness.tally import Tally
from countermove.errors import QuestionError

__all__ = ["counted"]


def counted(
    study: Study,
    *,
    begun: Tally | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    told: Callable[[Tally], None] | None = None,
) -> Tally:
    """The counts over all draws of a study.

    On `workers` threads (as many as there are cores, if None), or on the Dask cluster whose scheduler is at the
    address `scheduler`. The result is the same wherever it is counted. `begun`: counts to go on from. `told` is called
    with the counts so far after every chunk.
    """
    total = study.nothing if begun is None else begun
    todo = [chunk for chunk in range(study.chunks) if chunk not in total.chunks]
    if scheduler is not None:
        from countermove.analysis.robustness.cluster import counted_there

        pieces = counted_there(study, todo, scheduler)
    else:
        pieces = _counted_here(study, todo, workers)
    with closing(pieces):
        for piece in pieces:
            total = total + piece
            if told is not None:
                told(total)
    return total


def _counted_here(study: Study, todo: Sequence[int], workers: int | None) -> Generator[Tally]:
    if workers is not None and workers < 1:
        raise QuestionError(f"{workers} workers do nothing; give at least 1")
    stopped = Event()
    pool = ThreadPoolExecutor(workers or os.cpu_count() or 1)
    try:
        waiting = [pool.submit(study.tally, chunk, lambda: not stopped.is_set()) for chunk in todo]
        for future in as_completed(waiting):
            piece = future.result()
            assert piece is not None
            yield piece
    finally:
        stopped.set()
        pool.shutdown(cancel_futures=True)
