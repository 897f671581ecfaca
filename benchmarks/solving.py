"""Large cases solved under several concepts; each benchmark is a case and the equilibria that must come out.

``python -m benchmarks.solving NAME`` measures one and prints the seconds as JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.measuring import measured_apart, peak_megabytes
from benchmarks.models import random_case
from countermove.analysis.equilibria import equilibria
from countermove.game.compile import compile

__all__ = ["BENCHMARKS", "Benchmark", "asserted", "measure", "solved"]

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
        "a fifth infeasible",
        {"actors": 5, "options": 4, "constrained": True},
        *(FIVE, 8, None, 851_968),
        dict(zip(FIVE, (6_888, 559_712, 559_152, 221_386, 215_460), strict=True)),
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
        del graph, table
    return {
        "states": size,
        "ranks": statistics.median(compiling[1:]),
        "solve": statistics.median(solving[1:]),
        "megabytes": peak_megabytes(),
        "equilibria": counts,
    }


def asserted(benchmark: Benchmark, result: dict[str, Any]) -> None:
    """Assert what must come out: the number of states and equilibria, and the inclusions between concepts."""
    found = result["equilibria"]
    assert result["states"] == benchmark.states, (benchmark.name, result["states"])
    assert found == benchmark.equilibria, (benchmark.name, found)
    assert found["nash"] <= found["sseq"] <= min(found["seq"], found["smr"]) <= found["gmr"]


def solved(benchmark: Benchmark) -> dict[str, Any]:
    """The row of one benchmark, measured in a process of its own."""
    result: dict[str, Any] = measured_apart("benchmarks.solving", benchmark.name)
    asserted(benchmark, result)
    del result["equilibria"]
    return {"name": benchmark.name, "aim": benchmark.seconds, "concepts": len(benchmark.concepts), **result}


if __name__ == "__main__":
    chosen = next(benchmark for benchmark in BENCHMARKS if benchmark.name == sys.argv[1])
    print(json.dumps(measure(chosen, runs=5 if chosen.seconds < 1 else 3)))
