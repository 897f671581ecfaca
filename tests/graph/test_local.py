"""The moves from one state, found on the spot."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import random_case, random_graph_case
from countermove.graph import local
from countermove.graph.compile import Graph, compile
from countermove.graph.local import moves_from_state


def listed(graph: Graph, mover: int, state: int) -> list[tuple[int, ...]]:
    edges = graph.edges[mover]
    part = slice(edges.start[state], edges.start[state + 1])
    rules = () if edges.rules is None else (edges.rules[part].tolist(),)
    return list(zip(edges.target[part].tolist(), *rules, strict=True))


@pytest.mark.parametrize("submasks", [2**16, 1])
def test_moves_on_the_spot_are_those_that_are_listed(submasks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the mover's combinations are tried one by one, or all states are looked through."""
    monkeypatch.setattr(local, "LISTED", 0)
    monkeypatch.setattr(local, "SUBMASKS", submasks)
    for seed in range(60):
        graph = compile(random_case(Random(seed), max_options=6))
        for mover in graph.movers:
            for state in range(graph.size):
                targets, rules = moves_from_state(graph, mover, state)
                found = list(
                    zip(targets.tolist(), *(() if rules is None else (rules.tolist(),)), strict=True)
                )
                assert found == listed(graph, mover.index, state), (seed, mover.id, state)


def test_moves_of_small_and_listed_cases_are_read_off() -> None:
    for case in (random_case(Random(7)), random_graph_case(Random(7))):
        graph = compile(case)
        for mover in graph.movers:
            targets, _ = moves_from_state(graph, mover, 0)
            assert np.array_equal(targets, graph.edges[mover.index].targets(0))
