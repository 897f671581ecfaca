"""Measure the program, and assert what comes out: ``python -m benchmarks.run [NAME ...]``.

The names are those of the families (cold, cases, tight, bandwidth, curve, editing, draws, unlisted), or parts of the names
of single benchmarks.
Each is measured in a process of its own. Without names everything is measured and recorded in results.json, and the
tables and plots of docs/reference/speed.md are made from that.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.curve import curve
from benchmarks.measuring import measured_apart
from benchmarks.models import TIGHT
from benchmarks.solving import BENCHMARKS, solved
from benchmarks.tight import listed

__all__ = ["FAMILIES", "RESULTS", "cold_start", "main"]

RESULTS = Path(__file__).with_name("results.json")
Wanted = Callable[[str], bool]


def cold_start() -> float:
    """Seconds that a textbook case takes through the command line, from a cold start; the median of seven."""
    command = [sys.executable, "-m", "countermove", "solve", "cuban-missile-crisis"]
    seconds = []
    for _ in range(7):
        began = time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.append(time.perf_counter() - began)
        assert "State 5" in done.stdout
    return statistics.median(seconds)


def _cold(_: Wanted) -> dict[str, Any]:
    found = {"seconds": cold_start(), "aim": 1}
    print(f"textbook case, command line, cold: {found['seconds']:.2f} s (aim: {found['aim']})")
    return found


def _cases(wanted: Wanted) -> list[dict[str, Any]]:
    rows = []
    for benchmark in BENCHMARKS:
        if not wanted(benchmark.name):
            continue
        row = solved(benchmark)
        rows.append(row)
        print(
            f"{row['name']:36} {row['states']:>10,} states: ranks {row['ranks']:.2f} s, solved {row['solve']:.2f} s "
            f"(aim: {row['aim']}), {row['states'] / row['solve']:,.0f} states/s, {row['megabytes']:,.0f} MB",
            flush=True,
        )
    return rows


def _tight(wanted: Wanted) -> list[dict[str, Any]]:
    rows = []
    for shape in TIGHT:
        if wanted(shape):
            row = listed(shape)
            rows.append(row)
            print(f"40 options, {shape:32} {row['states']:>8,} states: {row['seconds']:.2f} s (aim: 5)", flush=True)
    return rows


def _curve(_: Wanted) -> list[dict[str, Any]]:
    rows = curve()
    for row in rows:
        print(
            f"2^{row['options']} states, five concepts: {1e9 * row['five'] / row['states']:,.0f} ns for each, "
            f"ranks {1e9 * row['ranks'] / row['states']:,.0f} ns, {row['megabytes']:,.0f} MB"
        )
    return rows


def _bandwidth(_: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = measured_apart("benchmarks.bandwidth")
    for name, rate in found["machine"].items():
        print(f"the machine: {name} {rate / 1e9:.1f} GB/s")
    for row in found["kernels"]:
        part = row["rate"] / found["machine"]["triad"]
        print(f"{row['kernel']:50} {row['bytes']} bytes for a state, {row['rate'] / 1e9:.1f} GB/s: {part:.0%}")
    return found


def _editing(_: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = measured_apart("benchmarks.editing")
    print(
        f"{found['changes']:,} changes of a case in code, each with its Nash equilibria: {found['to engine']:.2f} times the "
        f"engine's own time (aim: 3); changes alone {found['edits to data']:.2f} of a change as data (aim: 0.2)"
    )
    return found


def _draws(_: Wanted) -> dict[str, Any]:
    found: dict[str, Any] = measured_apart("benchmarks.draws")
    assert found["after"] < found["before"] + 100, ("memory must not grow with the number of draws", found)
    print(f"10,000 draws of the opening case: {found['seconds']:.2f} s (aim: 20), {found['after']:,.0f} MB")
    return found


def _unlisted(_: Wanted) -> None:
    from benchmarks.large import report

    report()


FAMILIES: Mapping[str, Callable[[Wanted], Any]] = {
    "cold": _cold,
    "cases": _cases,
    "tight": _tight,
    "bandwidth": _bandwidth,
    "curve": _curve,
    "editing": _editing,
    "draws": _draws,
    "unlisted": _unlisted,
}


def main(names: Sequence[str]) -> None:
    """Measure what is named and print it; without names everything, and renew the page and its plots."""
    if not names:
        from benchmarks import page, plots  # first, since they need the extra `plots`
    results: dict[str, Any] = {"python": platform.python_version(), "cores": os.cpu_count()}
    for family, measure in FAMILIES.items():
        if not names or family in names:
            results[family] = measure(lambda _: True)
        elif family in ("cases", "tight"):
            measure(lambda name: any(word in name for word in names))
    if names:
        return
    RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    page.PAGE.write_text(page.renewed(page.PAGE.read_text(encoding="utf-8"), results), encoding="utf-8")
    for path in (RESULTS, page.PAGE, *plots.draw(results, page.PAGE.parent)):
        print(f"written: {path}")


if __name__ == "__main__":
    main(sys.argv[1:])
