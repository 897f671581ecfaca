"""What both fuzzers share: an input is tried with patience, and what goes wrong is kept with the input, by kind."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import repeat
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from typing import NamedTuple

__all__ = [
    "PATIENCE", "BrokenPromise", "Failure", "Findings", "SlowInput", "Trial", "attempt",
    "hold", "patience", "saved", "spread",
]  # fmt: skip

PATIENCE = 20
"""After so many seconds of computing, however busy the machine is, an input has taken too long."""
MOST_BYTES = 4 * 10**9
Trial = Callable[[bytes], str]
"""Does with an input what is to be tried; what became of it."""


class Failure(NamedTuple):
    """What went wrong, with what input, and how a file with this input has to end."""

    trace: str
    content: bytes
    suffix: str


@dataclass
class Findings:
    """How many inputs met with which fate, and the smallest failing input for each kind of fault."""

    counts: Counter[str] = field(default_factory=Counter)
    failures: dict[str, Failure] = field(default_factory=dict)
    current: Path | None = None
    """Where the input that is being tried is kept, in case it ends the whole process."""

    def add(self, other: Findings) -> None:
        """Take in the findings of another run."""
        self.counts += other.counts
        self.failures = other.failures | self.failures


class BrokenPromise(Exception):
    """An input was read or refused, but not in the way in which it should be."""


class SlowInput(Exception):
    """An input took longer than it may."""


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    """End what is inside with `SlowInput` after so many seconds of computing."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise SlowInput(f"more than {seconds} seconds")

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def hold(fact: bool, otherwise: str) -> None:
    """Fail with `otherwise` unless the fact is so."""
    if not fact:
        raise BrokenPromise(otherwise)


def attempt(findings: Findings, trial: Trial, content: bytes, suffix: str = ".txt", seconds: int | None = None) -> None:
    """Try one input, and note what became of it; `seconds`: how long it may compute, `PATIENCE` if None."""
    if findings.current is not None:
        findings.current.write_bytes(content)
    try:
        with patience(seconds or PATIENCE), warnings.catch_warnings():
            warnings.simplefilter("error")
            findings.counts[trial(content)] += 1
    except Exception as fault:
        findings.counts["FAILED"] += 1
        frames = [f for f in traceback.extract_tb(fault.__traceback__) if f"{os.sep}countermove{os.sep}" in f.filename]
        where = (
            f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}"
            if frames
            else f": {str(fault).partition(':')[0][:80]}"
        )
        kind = type(fault).__name__ + where
        if kind not in findings.failures or len(content) < len(findings.failures[kind].content):
            trace = "".join(traceback.format_exception(fault))
            findings.failures[kind] = Failure(trace, content, suffix)


def saved(findings: Findings) -> list[str]:
    """Write each input that failed to a file, and say what happened and where the file is."""
    texts = []
    for kind, failure in findings.failures.items():
        with tempfile.NamedTemporaryFile(prefix="countermove-fuzz-", suffix=failure.suffix, delete=False) as file:
            file.write(failure.content)
        texts.append(f"{kind}\n{failure.trace}The input is in {file.name}")
    return texts


def _bounded() -> None:
    """Let an input that asks for too much memory fail instead of the machine."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))


def spread(
    fuzz: Callable[[int, int, Path], Findings], count: int, first_seed: int, processes: int, share: int = 1_000
) -> Findings:
    """The findings of `fuzz(number, seed, folder)` over `count` inputs, in shares that several processes take one by one.

    Raises
    ------
    BrokenPromise
        Where a process was ended from outside; the message names the folder with the inputs that it tried last.
    """
    findings = Findings()
    shares = [min(share, count - first) for first in range(0, count, share)]
    seeds = [first_seed * 10_000_000 + k * 10_000 for k in range(len(shares))]
    folder = Path(tempfile.mkdtemp(prefix="countermove-fuzz-"))
    spawned = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_bounded)
    try:
        with spawned as pool:
            for part in pool.map(fuzz, shares, seeds, repeat(folder)):
                findings.add(part)
    except BrokenProcessPool:
        raise BrokenPromise(
            f"a process was ended from outside; what it tried last is in the newest files of {folder}"
        ) from None
    shutil.rmtree(folder)
    return findings
