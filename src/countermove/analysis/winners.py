"""Who wins: how each actor fares in one state compared with another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from countermove.analysis.lines import Difference, differences
from countermove.graph.compile import Graph

__all__ = ["Standing", "standings"]


@dataclass(frozen=True)
class Standing:
    """How one actor fares after a change: `share_before` and `share_after` of all states are worse for it."""

    actor: str
    verdict: Literal["better", "worse", "equal"]
    share_before: float
    share_after: float
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data; lines count from 1."""
        return {
            "actor": self.actor,
            "verdict": self.verdict,
            "share": {"before": self.share_before, "after": self.share_after},
            "won": [difference.position + 1 for difference in self.differences if difference.gained],
            "lost": [difference.position + 1 for difference in self.differences if not difference.gained],
        }


def standings(graph: Graph, before: int, after: int) -> tuple[Standing, ...]:
    """How every actor fares in `after` against `before`, in file order.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [(s.actor, s.verdict) for s in standings(graph, 0, 5)]
    [('usa', 'better'), ('ussr', 'worse')]
    """
    found = []
    for actor, rank in zip(graph.actors, graph.ranks, strict=True):
        change = int(rank[after]) - int(rank[before])
        verdict: Literal["better", "worse", "equal"] = "better" if change > 0 else "worse" if change else "equal"
        lines = () if graph.is_listed else differences(graph, actor, before, after)
        shares = [float(np.mean(rank < rank[state])) for state in (before, after)]
        found.append(Standing(actor, verdict, shares[0], shares[1], lines))
    return tuple(found)
