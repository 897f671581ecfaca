"""The tables of the page on speed, from what was measured."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["PAGE", "renewed", "share", "tables"]

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "speed.md"
Table = tuple[Sequence[str], Sequence[Sequence[object]]]
TABLE = re.compile(r"(<!-- (\w+): measured -->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def renewed(text: str, results: Mapping[str, Any]) -> str:
    """The page with its tables made anew."""
    made = tables(results)
    return TABLE.sub(lambda found: f"{found[1]}\n{made[found[2]]}\n{found[3]}", text)


def tables(results: Mapping[str, Any]) -> dict[str, str]:
    """Each table of the page in Markdown, by its name."""
    makers = {"cases": _cases, "curve": _curve, "tight": _tight, "bandwidth": _bandwidth, "editing": _editing}
    return {name: _table(*make(results)) for name, make in makers.items()}


def _cases(results: Mapping[str, Any]) -> Table:
    head = ("case", "states", "concepts", "states and ranks, s", "concepts, s", "peak, MB")
    return head, [
        (row["name"], f"{row['states']:,}", row["concepts"], _seconds(row["ranks"]), _seconds(row["solve"]), _peak(row))
        for row in results["cases"]
    ]


def _curve(results: Mapping[str, Any]) -> Table:
    rows = results["curve"]
    concepts = [f"{concept.upper() if concept != 'nash' else 'Nash'}, ns" for concept in rows[0]["concepts"]]
    head = ("states", "states and ranks, ns", *concepts, "all five, ns", "peak, MB")
    return head, [
        (
            f"2^{row['options']} = {row['states']:,}",
            *(f"{1e9 * value / row['states']:,.0f}" for value in (row["ranks"], *row["concepts"].values(), row["five"])),
            _peak(row),
        )
        for row in rows
    ]


def _tight(results: Mapping[str, Any]) -> Table:
    head = ("constraints over 40 options", "states", "seconds", "peak, MB")
    return head, [(row["name"], f"{row['states']:,}", _seconds(row["seconds"]), _peak(row)) for row in results["tight"]]


def _bandwidth(results: Mapping[str, Any]) -> Table:
    found = results["bandwidth"]
    head = ("kernel", "bytes for a state", "ns for a state", "GB/s", "share of the triad")
    plain = [("triad", "", "", f"{found['machine']['triad'] / 1e9:.1f}", "100 %")]
    return head, plain + [
        (
            row["kernel"],
            row["bytes"],
            f"{1e9 * row['seconds'] / found['states']:.2f}",
            f"{row['rate'] / 1e9:.1f}",
            f"{100 * share(row, results):.0f} %",
        )
        for row in found["kernels"]
    ]


def _editing(results: Mapping[str, Any]) -> Table:
    found = results["editing"]
    head = ("what", "compared with", "ratio", "aim")
    return head, [
        ("built, changed and solved", "`compile`, `equilibria` of cases made before", f"{found['to engine']:.2f}", "3"),
        ("built, changed and solved", "a change of `model_dump`, read again, and solved", f"{found['to data']:.2f}", ""),
        ("changed", "a change of `model_dump`, read again", f"{found['edits to data']:.2f}", "0.2"),
    ]


def share(kernel: Mapping[str, Any], results: Mapping[str, Any]) -> float:
    """What part of the rate of the triad a kernel reaches."""
    return float(kernel["rate"] / results["bandwidth"]["machine"]["triad"])


def _each(seconds: float, row: Mapping[str, Any]) -> str:
    return f"{1e9 * seconds / row['states']:,.0f}"


def _peak(row: Mapping[str, Any]) -> str:
    return f"{row['megabytes']:,.0f}"


def _seconds(value: float) -> str:
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---", *["--:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)
