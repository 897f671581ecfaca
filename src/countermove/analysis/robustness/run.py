"""A study is counted, on all cores of this machine or on a Dask cluster; counts are kept as text, and read again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Any

from countermove.analysis.robustness.study import Study, Tally
from countermove.errors import QuestionError
from countermove.stability.engines.threads import as_done

__all__ = ["counted", "kept_counts", "kept_text"]

FORMAT = 2
"""The number of the format of kept counts; files of format 1 have no checksum."""


def counted(
    study: Study,
    *,
    before: Tally | None = None,
    workers: int | None = None,
    scheduler: str | None = None,
    on_progress: Callable[[Tally], None] | None = None,
) -> Tally:
    """The counts over all draws of a study.

    On `workers` threads (as many as there are cores, if None), or on the Dask cluster whose scheduler is at the
    address `scheduler`. The result is the same wherever it is counted. `before`: counts to go on from. `on_progress`
    is called with the counts so far after every chunk.
    """
    total = study.nothing if before is None else before
    # Chunks are numbered by the study, so that counts of several runs, or machines, add up to the same sum.
    todo = [chunk for chunk in range(study.chunks) if chunk not in total.chunks]
    if scheduler is not None:
        from countermove.analysis.robustness.cluster import counted_there

        pieces = counted_there(study, todo, scheduler)
    else:
        pieces = _counted_here(study, todo, workers)
    # An interrupt must reach the generator's `finally`, which stops threads or cancels the cluster's chunks.
    with closing(pieces):
        for piece in pieces:
            total = total + piece
            if on_progress is not None:
                on_progress(total)
    return total


def _counted_here(study: Study, todo: Sequence[int], workers: int | None) -> Generator[Tally]:
    if workers is not None and workers < 1:
        raise QuestionError(f"the number of workers is {workers}; give at least 1")
    ended: list[bool] = []

    def tally(chunk: int) -> Tally | None:
        # Threads cannot be stopped from outside: each asks before every draw whether to go on.
        return study.tally(chunk, lambda: not ended)

    with closing(as_done(tally, todo, workers, on_end=lambda: ended.append(True))) as pieces:
        for _, piece in pieces:
            assert piece is not None
            yield piece


# ------------------------------------------------------------------------------------------- going on


def kept_text(study: Study, tally: Tally) -> str:
    """The counts of a study so far, as a JSON text that `kept_counts` reads."""
    content = {"robust": FORMAT, **study.identity, "tally": tally.to_dict()}
    return json.dumps({**content, "checksum": _checksum(content)})


def _checksum(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def kept_counts(study: Study, text: str, name: str) -> Tally:
    """The counts in a text of `kept_text`; `name` is what messages call it.

    Raises `QuestionError` where it is no such text, or was kept of another case, with other settings (the seed, for
    example) or by another version.
    """
    try:
        data = json.loads(text)
        if data["robust"] not in (1, FORMAT):
            raise ValueError("robust")
        # Counts of another case, seed or version would silently spoil the shares.
        identity = {key: data[key] for key in study.identity}
    except (ValueError, KeyError, TypeError, RecursionError):
        raise QuestionError(f"{name}: this is not a file that countermove robust saved; leave out --resume") from None
    for key, value in study.identity.items():
        if identity[key] != value:
            raise QuestionError(f"{name}: {_other(key, identity[key], value)}; leave out --resume to start from zero")
    try:
        if data["robust"] == FORMAT and data.pop("checksum", None) != _checksum(data):
            raise ValueError("its checksum is not that of its content")
        tally = Tally.from_dict(data["tally"], study.nothing)
        study.check(tally)
    except (ValueError, KeyError) as fault:
        raise QuestionError(f"{name}: the file is damaged ({fault}); leave out --resume to start from zero") from None
    return tally


def _other(key: str, kept: object, value: object) -> str:
    if key == "case":
        return "it was kept of another case, or this one has changed since"
    if key == "countermove":
        return f"it was kept by countermove {kept}, and this is {value}"
    if isinstance(kept, dict) and isinstance(value, dict):
        for name, wanted in value.items():
            if kept.get(name) != wanted:
                return f"it was kept with {name.replace('_', '-')} {_as_option(kept.get(name))}, not {_as_option(wanted)}"
    return "it was kept with other settings"


def _as_option(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
