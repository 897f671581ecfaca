"""How things are measured: processes of their own, medians of several runs, peak memory."""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

__all__ = ["measured_apart", "median_seconds", "peak_megabytes"]


def median_seconds(work: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    """The median of the seconds that `work` takes, without what is done `before` each run.

    A first run, which may have to compile, is not counted.
    """
    seconds = []
    for _ in range(runs + 1):
        before()
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds[1:])


def peak_megabytes() -> float:
    """The most memory that this process has held so far (elsewhere than on Linux: or the one that started it)."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"^VmHWM:\s*(\d+) kB$", status.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return int(found[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured_apart(module: str, *arguments: str) -> Any:
    """What a module of the benchmarks prints, as JSON, in a process of its own: nothing else has used its memory."""
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)
