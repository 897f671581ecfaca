"""Unilateral improvements of actors and bodies, and who may keep a body from moving."""

from __future__ import annotations

from random import Random

import numpy as np

from cases import case_of, random_case, random_graph_case
from countermove.game.compile import compile
from countermove.game.moves import Edges
from countermove.model.case import Case
from countermove.stability.improvements import allowed_moves, improvements, rules_pass
from reference import AGAINST, FOR, Model


def pairs(edges: Edges) -> set[tuple[int, int]]:
    return set(zip(edges.source.tolist(), edges.target.tolist(), strict=True))


def steps(model: Model, mover: str, against: str | None = None) -> set[tuple[int, int]]:
    """The improvements of a mover by the reference, as pairs of states."""
    states = range(len(model.states))
    return {(s, t) for s in states for t in model.steps(mover, s, True, against)}


def test_improvements_are_those_of_the_reference() -> None:
    for seed in range(80):
        rng = Random(seed)
        case = random_graph_case(rng) if seed % 4 == 0 else random_case(rng, max_options=6)
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            assert pairs(improvements(graph, mover)) == steps(model, mover.id), seed


def test_an_actor_against_every_move_takes_its_own_support_away() -> None:
    """The improvements of bodies against a focal actor are those of the reference."""
    for seed in range(60):
        case = random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        for body in (m for m in graph.movers if m.is_body):
            for position, actor in enumerate(graph.actors):
                found = pairs(improvements(graph, body, (position,)))
                assert found == steps(model, body.id, actor), (seed, body.id, actor)


def test_an_actor_without_a_say_changes_nothing() -> None:
    union = {"members": ["a"], "decides": "consensus", "options": {"q": {}}}
    case = case_of(actors={"a": {"prefers": ["q"]}, "b": {"prefers": ["not q"]}}, bodies={"union": union})
    graph = compile(case)
    body = graph.mover("union")
    assert improvements(graph, body, against=(1,)) is improvements(graph, body)
    assert len(improvements(graph, body, against=(0,)).target) == 0


def test_improvements_are_listed_by_state() -> None:
    graph = compile(random_case(Random(11), bodies=False))
    for mover in graph.movers:
        found = improvements(graph, mover)
        assert np.all(np.diff(found.source) >= 0)
        assert all(np.array_equal(found.target[found.source == s], found.targets(s)) for s in range(graph.size))


def package() -> Case:
    """One rule for q, another for r: a alone decides r."""
    union = {
        "members": ["a", "b"],
        "decides": "unanimity",
        "options": {"q": {}, "r": {"decides": {"actor": "a"}}},
    }
    return case_of(actors={"a": {"prefers": ["q", "r"]}, "b": {"prefers": ["r", "q"]}}, bodies={"union": union})


def test_every_rule_in_a_set_must_pass() -> None:
    """From nothing to r: both gain, so both rules pass. From r to q: a gains, b does not."""
    graph = compile(package())
    body = graph.mover("union")
    before, after = np.array([0, 2, 2, 2], dtype=np.int32), np.array([2, 1, 1, 1], dtype=np.int32)
    found = rules_pass(graph, body, np.array([3, 1, 2, 3]), before, after)
    assert found.tolist() == [True, False, True, False]


def test_an_empty_set_of_rules_passes() -> None:
    graph = compile(package())
    state = np.array([0], dtype=np.int32)
    assert rules_pass(graph, graph.mover("union"), np.array([0]), state, state).tolist() == [True]


def test_no_changes_have_no_verdicts() -> None:
    graph = compile(package())
    none = np.zeros(0, dtype=np.int32)
    assert rules_pass(graph, graph.mover("union"), none.astype(np.int64), none, none).shape == (0,)


def test_allowed_moves_are_options_whose_rule_passes_with_one_actor_against() -> None:
    for seed in range(60):
        case = random_case(Random(seed))
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            own = model.options_of(mover.id)
            for position, actor in enumerate(graph.actors):
                stances = dict.fromkeys(graph.actors, FOR) | {actor: AGAINST}
                expected = sum(1 << k for k in own if not mover.is_body or model.all_pass(mover.id, [k], stances))
                assert allowed_moves(mover, (position,)) == expected, (seed, mover.id, actor)


def test_nobody_against_allows_every_option() -> None:
    for seed in range(30):
        graph = compile(random_case(Random(seed)))
        assert all(allowed_moves(m, ()) == int(m.reach.mask) for m in graph.movers)
