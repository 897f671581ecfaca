"""Measure every benchmark in a process of its own: ``python -m benchmarks.run [NAME ...]``.

Prints sizes, seconds (the median of the warm runs), states per second and peak memory beside what is aimed at.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FIVE = ("nash", "gmr", "smr", "seq", "sseq")
SEVEN = (*FIVE, "sim", "conflict-analysis")


@dataclass(frozen=True)
class Benchmark:
    """A case, the concepts asked for, what is aimed at in seconds and MB, and the equilibria that must come out."""

    name: str
    model: dict[str, Any]
    concepts: Sequence[str]
    seconds: float
    megabytes: float | None
    states: int
    equilibria: dict[str, int]


BENCHMARKS = (
    Benchmark(
        "4,096 states, 7 concepts",
        {"actors": 4, "options": 3},
        *(SEVEN, 0.3, None, 4_096),
        dict(zip(SEVEN, (141, 3_276, 3_268, 1_014, 1_012, 1_145, 1_031), strict=True)),
    ),
    Benchmark(
        "1,048,576 states",
        {"actors": 5, "options": 4},
        *(FIVE, 4, 1_000, 2**20),
        dict(zip(FIVE, (5_152, 674_240, 674_240, 276_789, 271_078), strict=True)),
    ),
    Benchmark(
        "a fifth infeasible, 3 irreversible",
        {"actors": 5, "options": 4, "irreversible": 3, "constrained": True},
        *(FIVE, 8, None, 851_968),
        dict(zip(FIVE, (10_084, 542_160, 542_160, 170_031, 165_918), strict=True)),
    ),
    Benchmark(
        "a body by consensus",
        {"actors": 5, "options": 4, "body": True},
        *(FIVE, 30, None, 2**20),
        dict(zip(FIVE, (2_082, 168_998, 167_072, 37_759, 35_646), strict=True)),
    ),
    Benchmark(
        "16,777,216 states",
        {"actors": 6, "options": 4},
        *(FIVE, 90, 6_000, 2**24),
        dict(zip(FIVE, (130_432, 6_867_584, 6_867_584, 2_868_512, 2_839_800), strict=True)),
    ),
)


def measure(benchmark: Benchmark, runs: int) -> dict[str, Any]:
    """Compile and solve one case `runs` times; the first run, which compiles the kernels, is not counted."""
    from benchmarks.models import random_case
    from countermove.analysis.equilibria import equilibria
    from countermove.graph.compile import compile

    case = random_case(**benchmark.model)
    compiling, solving, counts, size = [], [], dict[str, int](), 0
    for _ in range(runs + 1):
        began = time.perf_counter()
        graph = compile(case)
        compiled = time.perf_counter()
        table = equilibria(graph, benchmark.concepts)
        counts = {id_: int(table.holding(id_).sum()) for id_ in benchmark.concepts}
        compiling.append(compiled - began)
        solving.append(time.perf_counter() - compiled)
        size = graph.size
    return {
        "states": size,
        "compile": statistics.median(compiling[1:]),
        "solve": statistics.median(solving[1:]),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "equilibria": counts,
    }


def held(benchmark: Benchmark, result: dict[str, Any]) -> None:
    """Assert what must come out: the number of states and equilibria, and the inclusions between concepts."""
    found = result["equilibria"]
    assert result["states"] == benchmark.states, (benchmark.name, result["states"])
    assert found == benchmark.equilibria, (benchmark.name, found)
    assert found["nash"] <= found["sseq"] <= min(found["seq"], found["smr"]) <= found["gmr"]


def cold_start() -> tuple[float, str]:
    """Seconds that a textbook case takes through the command line, from a cold start; the median of five."""
    command = [sys.executable, "-m", "countermove", "solve", "cuban-missile-crisis"]
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - began)
        assert "State 5" in done.stdout
    return statistics.median(seconds), "textbook case, command line, cold"


DRAWS = "10,000 draws of the opening case"


def draws() -> None:
    """Run the benchmark of draws, and print its row; memory must not grow with the number of draws."""
    command = [sys.executable, "-m", "benchmarks.draws"]
    result = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert result["after"] < result["before"] + 100, result
    print(f"{DRAWS:36} {416:>10,} {'':>8} {result['seconds']:>8.2f} {20:>6} {'':>12} {result['after']:>8,.0f}")


def main(names: Sequence[str]) -> None:
    """Run the benchmarks named, or all, and print a table."""
    seconds, name = cold_start()
    print(f"{'benchmark':36} {'states':>10} {'ranks':>8} {'solve':>8} {'aim':>6} {'states/s':>12} {'peak MB':>8}")
    print(f"{name:36} {12:>10,} {'':>8} {seconds:>8.2f} {1:>6}")
    if not names or DRAWS in names:
        draws()
    for benchmark in BENCHMARKS:
        if names and benchmark.name not in names:
            continue
        command = [sys.executable, "-m", "benchmarks.run", "--one", benchmark.name]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        result = json.loads(done.stdout)
        held(benchmark, result)
        rate = result["states"] / result["solve"]
        print(
            f"{benchmark.name:36} {result['states']:>10,} {result['compile']:>8.2f} {result['solve']:>8.2f} "
            f"{benchmark.seconds:>6} {rate:>12,.0f} {result['megabytes']:>8,.0f}"
        )
    if not names:
        from benchmarks.large import report

        report()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        chosen = next(benchmark for benchmark in BENCHMARKS if benchmark.name == sys.argv[2])
        print(json.dumps(measure(chosen, runs=5 if chosen.seconds < 1 else 1 if chosen.seconds > 60 else 3)))
    else:
        main(sys.argv[1:])
