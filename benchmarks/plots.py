"""The plots of the documentation, from what was measured; the same results give the same files, byte for byte.

Needs the extra ``plots``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = ["draw"]

STYLE = {
    "svg.hashsalt": "countermove",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.alpha": 0.3,
    "legend.frameon": False,
}
LABELS = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ"}
KERNELS_FROM = 20_000


def draw(results: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write the plots into `folder`: the time for one state, and the whole time and memory."""
    rows = results["curve"]
    with mpl.rc_context(STYLE):
        return [
            _saved(_time_for_a_state(rows), folder / "speed-per-state.svg"),
            _saved(_whole(rows), folder / "speed-whole.svg"),
        ]


def _time_for_a_state(rows: Sequence[Mapping[str, Any]]) -> Figure:
    figure = Figure(figsize=(7, 3.6), layout="constrained")
    axes = figure.subplots()
    states = [row["states"] for row in rows]

    def nanoseconds(seconds: Sequence[float]) -> list[float]:
        return [1e9 * value / count for value, count in zip(seconds, states, strict=True)]

    axes.plot(states, nanoseconds([row["five"] for row in rows]), "o-", color="black", label="all five", linewidth=2)
    for concept, label in LABELS.items():
        axes.plot(states, nanoseconds([row["concepts"][concept] for row in rows]), "o-", label=label, markersize=3)
    axes.plot(states, nanoseconds([row["ranks"] for row in rows]), "s--", color="grey", label="states and ranks",
              markersize=3)  # fmt: skip
    axes.axvline(KERNELS_FROM, color="grey", linewidth=1, linestyle=":")
    axes.text(KERNELS_FROM * 1.15, 0.93, "compiled kernels →", color="grey", transform=axes.get_xaxis_transform())
    _finished(axes, "nanoseconds for each state, all six actors", rows)
    axes.set_yscale("log")
    axes.legend(loc="center left", bbox_to_anchor=(1, 0.5))
    return figure


def _whole(rows: Sequence[Mapping[str, Any]]) -> Figure:
    figure = Figure(figsize=(7, 2.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    states = [row["states"] for row in rows]
    left.plot(states, [row["ranks"] + row["five"] for row in rows], "o-", color="black", markersize=4)
    left.set_yscale("log")
    _finished(left, "seconds, ranks and all five", rows)
    right.plot(states, [row["megabytes"] for row in rows], "o-", color="black", markersize=4)
    right.set_yscale("log")
    _finished(right, "MB at the peak", rows)
    return figure


def _finished(axes: Axes, label: str, rows: Sequence[Mapping[str, Any]]) -> None:
    axes.set_xscale("log", base=2)
    axes.set_xticks([row["states"] for row in rows if row["options"] % 4 == 0])
    axes.set_xlabel("states")
    axes.set_ylabel(label)


def _saved(figure: Figure, path: Path) -> Path:
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    return path
