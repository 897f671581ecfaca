"""How the time for one state grows with their number: six actors, from 2^10 to 2^24 states.

``python -m benchmarks.curve 16`` measures one size, 2^16, and prints the seconds as JSON.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from typing import Any

from benchmarks.measuring import measured_apart, peak_megabytes
from benchmarks.models import random_case, shared
from countermove.analysis.equilibria import equilibria
from countermove.game.compile import compile

__all__ = ["CONCEPTS", "SIZES", "curve", "measure"]

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq")
SIZES = tuple(range(10, 25, 2))
EQUILIBRIA = {
    10: [34, 621, 621, 113, 113],
    12: [18, 1_390, 1_386, 202, 198],
    14: [464, 5_552, 5_552, 1_810, 1_808],
    16: [846, 22_862, 22_862, 5_135, 4_465],
    18: [1_788, 72_192, 72_192, 7_393, 7_318],
    20: [944, 499_104, 499_104, 251_344, 245_839],
    22: [53_248, 1_666_100, 1_666_100, 809_558, 808_060],
    24: [130_432, 6_867_584, 6_867_584, 2_868_512, 2_839_800],
}
"""The number of states that are equilibria under the five concepts, by the number of options."""


def measure(options: int, runs: int) -> dict[str, Any]:
    """Seconds for the ranks and for each concept, all actors: the median of `runs`, after one that is not counted.

    The concepts are asked for in their order; what one derives from the case, the next ones find.
    """
    case = random_case(6, shared(options)).model_copy(update={"status_quo": None})
    seconds: dict[str, list[float]] = {key: [] for key in ("ranks", *CONCEPTS)}
    counts, size = dict[str, int](), 0
    for _ in range(runs + 1):
        began = time.perf_counter()
        graph = compile(case)
        seconds["ranks"].append(time.perf_counter() - began)
        size = graph.size
        for concept in CONCEPTS:
            began = time.perf_counter()
            table = equilibria(graph, [concept])
            seconds[concept].append(time.perf_counter() - began)
            counts[concept] = int(table.holding(concept).sum())
        del graph, table
    medians = {key: statistics.median(found[1:]) for key, found in seconds.items()}
    return {
        "options": options,
        "states": size,
        "ranks": medians.pop("ranks"),
        "concepts": medians,
        "five": sum(medians.values()),
        "megabytes": peak_megabytes(),
        "equilibria": list(counts.values()),
    }


def curve(sizes: tuple[int, ...] = SIZES) -> list[dict[str, Any]]:
    """All sizes, each measured in a process of its own; asserts the numbers of equilibria."""
    found = []
    for options in sizes:
        row = measured_apart("benchmarks.curve", str(options))
        assert row["states"] == 2**options
        assert row["equilibria"] == EQUILIBRIA[options], (options, row["equilibria"])
        found.append(row)
    return found


if __name__ == "__main__":
    size = int(sys.argv[1])
    print(json.dumps(measure(size, runs=9 if size < 20 else 5 if size < 24 else 3)))
