"""A mover's improvements as the options that they change."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.game.compile import compile
from countermove.stability.changes import changes, moves_to_list
from reference import Model


def test_changes_are_the_improvements_between_combinations() -> None:
    for seed in range(40):
        case = random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            found = changes(graph, mover)
            listed = {(int(graph.codes[s]), int(graph.codes[t])) for s, t in zip(found.source, found.target, strict=True)}
            expected = {
                move.pair
                for s in range(graph.size)
                for move in model.moves(mover.id, s)
                if model.may_step(mover.id, s, move, improvements=True)
            }
            assert listed == expected, seed
            assert np.array_equal(found.change, graph.codes[found.source] ^ graph.codes[found.target])
            for c in range(len(graph.codes)):
                assert np.all(found.source[found.start[c] : found.start[c + 1]] == c)


def test_changes_of_a_body_may_be_asked_against_one_actor() -> None:
    union = {
        "members": ["a", "b"],
        "decides": {"quota": "1", "weights": {"a": "1", "b": "0"}},
        "options": {"q": {}},
    }
    actors = {"a": {"prefers": ["q"]}, "b": {"prefers": ["q"]}}
    graph = compile(case_of(actors=actors, bodies={"union": union}))
    body = graph.mover("union")
    assert changes(graph, body).change.tolist() == [1]
    assert changes(graph, body, against=(0,)).change.tolist() == []
    assert changes(graph, body, against=(1,)).change.tolist() == [1]


@pytest.mark.parametrize("constraint", [None, "a.x and b.y"])
def test_moves_are_counted_before_they_are_listed(constraint: str | None) -> None:
    """Exactly, where they are more than the limit; and never fewer than there are."""
    actors = {"a": {"options": {"x": {}, "z": {}}}, "b": {"options": {"y": {}}}}
    graph = compile(case_of(actors=actors, impossible=[] if constraint is None else [constraint]))
    listed = sum(len(source) for source, _ in graph.pairs)
    assert listed == (32 if constraint is None else 18)
    assert moves_to_list(graph, 0) == listed
    assert listed <= moves_to_list(graph, 10**6) == (32 if constraint is None else 24)
