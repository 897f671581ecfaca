"""Moves found on the spot, from a few states, are those that are listed for all of them."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import random_case, random_graph_case
from countermove.game import moves
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.engines.dispatch import answering_moves
from countermove.stability.engines.local import answers_from, improvements_from, moves_from, rules_of, work_of
from reference import Model


def sample(number: int) -> list[Case]:
    return [
        random_graph_case(rng) if seed % 4 == 0 else random_case(rng, max_options=5)
        for seed, rng in enumerate(map(Random, range(number)))
    ]


def everywhere(graph: ListedGame) -> np.ndarray:
    return np.arange(graph.size, dtype=np.int32)


@pytest.mark.parametrize("chunk", [2**21, 1])
def test_moves_are_those_of_the_reference(chunk: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every way to realise them, with the combination that is left and the options that change."""
    monkeypatch.setattr(moves, "PAIRS_AT_ONCE", chunk)
    for seed, case in enumerate(sample(60)):
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            found = moves_from(graph, mover, everywhere(graph))
            listed = [
                (int(s), int(t), 0 if graph.is_graph else int(graph.codes[place]), int(changed))
                for s, t, place, changed in zip(found.source, found.target, found.place, found.changed, strict=True)
            ]
            expected = {
                (s, move.target, 0, 0)
                if graph.is_graph
                else (s, move.target, int(move.pair[0]), int(move.pair[0]) ^ int(move.pair[1]))
                for s in range(graph.size)
                for move in model.moves(mover.id, s)
            }
            assert len(listed) == len(expected)
            assert set(listed) == expected, seed


def test_states_may_be_asked_for_in_any_order_and_twice() -> None:
    for case in sample(20):
        graph = compile(case)
        states = np.array([graph.size - 1, 0, graph.size - 1], dtype=np.int32)
        for mover in graph.movers:
            found = moves_from(graph, mover, states)
            assert np.array_equal(states[found.origin], found.source)
            for k, state in enumerate(states):
                targets = set(found.target[found.origin == k].tolist())
                assert targets == set(graph.edges[mover.index].targets(state).tolist())


def test_no_states_have_no_moves() -> None:
    for case in sample(8):
        graph = compile(case)
        found = moves_from(graph, graph.movers[0], np.zeros(0, dtype=np.int32))
        assert len(found.target) == 0


def test_improvements_are_those_of_the_reference() -> None:
    for seed, case in enumerate(sample(50)):
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            for against, actor in enumerate([*graph.actors, None]):
                found = improvements_from(graph, mover, everywhere(graph), () if actor is None else (against,))
                pairs = set(zip(found.source.tolist(), found.target.tolist(), strict=True))
                expected = {(s, t) for s in range(graph.size) for t in model.steps(mover.id, s, True, actor)}
                assert pairs == expected, (seed, mover.id, actor)


@pytest.mark.parametrize("credible", [False, True])
def test_answers_are_those_that_are_listed(credible: bool) -> None:
    for seed, case in enumerate(sample(50)):
        graph = compile(case)
        for focal in graph.movers:
            for index, edges in answering_moves(graph, focal, credible).items():
                found = answers_from(graph, focal, graph.movers[index], everywhere(graph), credible)
                pairs = set(zip(found.source.tolist(), found.target.tolist(), strict=True))
                assert pairs == set(zip(edges.source.tolist(), edges.target.tolist(), strict=True)), seed


def test_the_rules_of_changes_are_those_of_the_listed_moves() -> None:
    for case in sample(50):
        graph = compile(case)
        for body in (m for m in graph.movers if m.is_body):
            found, edges = moves_from(graph, body, everywhere(graph)), graph.edges[body.index]
            assert edges.rules is not None
            ways = zip(found.source, found.target, rules_of(body, found.changed), strict=True)
            assert set(ways) == set(zip(edges.source, edges.target, edges.rules, strict=True))


def test_work_is_the_movers_combinations_or_all_states() -> None:
    graph = compile(random_case(Random(1), bodies=False, infeasible=False, actors=(2, 2), options=(2, 2)))
    assert [work_of(graph, mover) for mover in graph.movers] == [4, 4]
    alone = compile(random_case(Random(1), bodies=False, actors=(1, 1), options=(3, 3)))
    assert work_of(alone, alone.movers[0]) == len(alone.codes)
