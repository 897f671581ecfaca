"""Components of states and their fronts, against the states that are reached one by one."""

from __future__ import annotations

from random import Random

import numpy as np

from cases import random_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.stability.engines.components import Components, components, fronts, surpassed
from countermove.stability.engines.sequences import reached
from engines import swept


def compiled_case(seed: int) -> ListedGame:
    return compile(random_case(Random(seed), bodies=False, needs=False, coalesce=False, max_options=6))


def closure(graph: ListedGame, state: int) -> set[int]:
    """A state and all that moves of everybody reach from it."""
    edges = list(graph.edges)
    return {state, *reached(edges, state, np.zeros((len(edges), graph.size), dtype=bool)).tolist()}


def from_class(found: Components, first: int) -> set[int]:
    """The components that links lead to, the first included."""
    seen, todo = {first}, [first]
    while todo:
        here = todo.pop()
        fresh = set(found.link[found.link_start[here] : found.link_start[here + 1]].tolist()) - seen
        seen |= fresh
        todo += fresh
    return seen


def test_classes_hold_what_reaches_each_other_and_links_lead_on() -> None:
    with_links = 0
    for seed in range(40):
        graph = compiled_case(seed)
        with swept():
            found = components([graph.blocks(mover) for mover in graph.movers], graph.size)
        everywhere = [closure(graph, s) for s in range(graph.size)]
        for s in range(graph.size):
            together = {t for t in everywhere[s] if s in everywhere[t]}
            assert set(np.flatnonzero(found.of == found.of[s]).tolist()) == together
            met = from_class(found, int(found.of[s]))
            assert {t for t in range(graph.size) if found.of[t] in met} == everywhere[s]
        for c in range(len(found.start) - 1):
            assert set(found.order[found.start[c] : found.start[c + 1]].tolist()) == set(
                np.flatnonzero(found.of == c).tolist()
            )
        with_links += bool(len(found.link))
    assert with_links > 10


def test_fronts_keep_the_points_that_none_equals_or_exceeds() -> None:
    for seed in range(40):
        graph, rng = compiled_case(seed), np.random.default_rng(seed)
        points = rng.integers(0, 6, (rng.integers(1, 4), graph.size))
        with swept():
            found = components([graph.blocks(mover) for mover in graph.movers], graph.size)
            front = fronts(found, points)
        for s in range(graph.size):
            all_ = {tuple(points[:, t].tolist()) for t in closure(graph, s)}
            best = {p for p in all_ if not any(q != p and all(a >= b for a, b in zip(q, p, strict=True)) for q in all_)}
            c = found.of[s]
            kept = [tuple(point) for point in front.point[front.start[c] : front.start[c + 1]].tolist()]
            assert len(kept) == len(set(kept))
            assert set(kept) == best


def test_a_state_is_surpassed_where_something_reached_exceeds_its_bound_in_all() -> None:
    seen = set()
    for seed in range(40):
        graph, rng = compiled_case(seed), np.random.default_rng(seed)
        points = rng.integers(0, 6, (2, graph.size))
        bound = rng.integers(0, 6, (2, graph.size))
        with swept():
            found = components([graph.blocks(mover) for mover in graph.movers], graph.size)
            told = surpassed(found, fronts(found, points), bound)
        for s in range(graph.size):
            assert told[s] == any((points[:, t] > bound[:, s]).all() for t in closure(graph, s))
        seen |= set(told.tolist())
    assert seen == {True, False}


def test_without_moves_every_state_is_a_class_of_its_own() -> None:
    found = components([], 3)
    assert found.of.tolist() == [0, 1, 2]
    assert len(found.link) == 0
