"""Dominance by one step is what the definition says, for actors and for bodies of every rule."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.stability import dominance
from countermove.stability.dominance import direct
from reference_farsighted import Farsighted


def pairs(graph: ListedGame) -> set[tuple[int, int]]:
    """All d and s of which d directly dominates s."""
    found = [direct(graph, mover) for mover in graph.movers]
    return {pair for steps in found for pair in zip(steps.target.tolist(), steps.source.tolist(), strict=True)}


@pytest.mark.parametrize("chunk", [3, 2**20])
def test_direct_dominance_is_that_of_the_reference(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dominance, "CHUNK", chunk)
    for seed in range(150):
        rng = Random(seed)
        case = random_graph_case(rng) if seed % 5 == 0 else random_case(rng, max_options=5)
        expected = {(d, s) for d, below in Farsighted(case).direct.items() for s in below}
        assert pairs(compile(case)) == expected, seed


def test_those_who_do_not_gain_count_as_against() -> None:
    """By consensus the indifferent let a change pass; a coalition that needs them does not carry it."""
    members = {"a": {"prefers": ["q"]}, "b": {}}
    for rule, carried in (("consensus", False), ("majority", False), ({"actor": "a"}, True), ({"quota": "100 %"}, False)):
        union = {"members": ["a", "b"], "decides": rule, "options": {"q": {}}}
        graph = compile(case_of(actors=members, bodies={"union": union}))
        assert pairs(graph) == ({(1, 0)} if carried else set()), rule
