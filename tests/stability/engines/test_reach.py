"""What moves, improvements and answers reach, reachable_states over blocks, against the reference."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case
from countermove.game.compile import compile
from countermove.stability.engines import reach as floods
from countermove.stability.engines.dispatch import uses_blocks
from countermove.stability.engines.reach import answer_finder, reachable_states
from engines import as_set, swept
from reference import Model


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("improving", [False, True])
def test_flooded_states_are_those_of_the_reference(improving: bool, compiled: bool) -> None:
    asked = 0
    for seed in range(40):
        case = random_case(Random(seed), needs=False, coalesce=False, max_options=5)
        model = Model(case)
        with swept(compiled=compiled):
            graph = compile(case)
            if not uses_blocks(graph, improving):
                continue
            for start in range(graph.size):
                asked += 1
                expected = model.reachable_from(start)["improvements" if improving else "moves"]
                assert as_set(reachable_states(graph, start, improving)) == expected, (seed, start)
    assert asked > 100


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("credible", [False, True])
def test_answers_are_found_from_each_state(credible: bool, compiled: bool) -> None:
    """In one piece where moves are listed; in large cases in pieces, the state itself maybe among them."""
    concept = "seq" if credible else "gmr"
    swept_cases = 0
    for seed in range(40):
        case = random_case(Random(seed), max_options=5, needs=seed % 2 == 0, coalesce=False)
        graph, model = compile(case), Model(case)
        for focal in (m for m in graph.movers if m.is_body and len(graph.movers) > 1):
            with swept(compiled=compiled):
                in_blocks = uses_blocks(graph, credible)
                swept_cases += in_blocks
                find = answer_finder(graph, focal, credible)
                for state in range(graph.size):
                    _, pieces = find(state)
                    found = [s for piece in pieces for s in piece.tolist()]
                    itself = {state} if in_blocks else set()
                    assert set(found) == model.answers(concept, focal.id, state) | itself, (seed, state)
                    assert len(found) == len(set(found))
    assert swept_cases > 5


def test_states_with_the_same_key_have_the_same_answers() -> None:
    """Where every move can be undone, those who reach each other are asked once."""
    case = random_case(Random(5), bodies=False, needs=False, coalesce=False, directions=False, infeasible=False)
    graph = compile(case)
    with swept():
        find = answer_finder(graph, graph.movers[0], credible=False)
        found: dict[int, set[int]] = {}
        for state in range(graph.size):
            key, pieces = find(state)
            states = {s for piece in pieces for s in piece.tolist()}
            assert found.setdefault(key, states) == states
        assert len(found) < graph.size


@pytest.mark.parametrize("first", [1, 3])
def test_pieces_of_any_size_hold_the_same_answers(first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floods, "FIRST_CHUNK", first)
    test_answers_are_found_from_each_state(False, False)
    test_answers_are_found_from_each_state(True, False)
