"""Legal sequences: no mover twice in a row, any mover again after another."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from random import Random

import numpy as np

from cases import graph, random_graph_case
from countermove.game.compile import compile
from countermove.game.moves import Edges, edges_from_pairs
from countermove.stability.engines.sequences import NOBODY, distances, least_reached, moves_from, reached

Arcs = list[tuple[int, int]]


def edges_of(arcs: Arcs, states: int) -> Edges:
    table = np.array(sorted(arcs), dtype=np.int32).reshape(-1, 2)
    return edges_from_pairs(table[:, 0].copy(), table[:, 1].copy(), states)


def random_moves(seed: int) -> tuple[list[Arcs], int]:
    """The moves of a few movers between a few states, neither transitive nor reversible."""
    rng = Random(seed)
    states = rng.randint(1, 8)
    arcs = [(a, b) for a in range(states) for b in range(states) if a != b]
    density = rng.choice((0.1, 0.2, 0.4))
    return [[arc for arc in arcs if rng.random() < density] for _ in range(rng.randint(1, 4))], states


def walks(movers: Sequence[Arcs], start: int) -> dict[tuple[int, int], int]:
    """The length of the shortest legal sequence to each (state, last mover), by plain search."""
    length = {(start, -1): 0}
    queue = deque(length)
    while queue:
        state, last = queue.popleft()
        for k, arcs in enumerate(movers):
            for a, b in arcs:
                if a == state and k != last and (b, k) not in length:
                    length[b, k] = length[state, last] + 1
                    queue.append((b, k))
    del length[start, -1]
    return length


def test_distances_are_those_of_a_plain_search() -> None:
    for seed in range(200):
        movers, states = random_moves(seed)
        found = distances([edges_of(arcs, states) for arcs in movers], 0)
        length = walks(movers, 0)
        expected = [[length.get((s, k), -1) for s in range(states)] for k in range(len(movers))]
        assert found.tolist() == expected, seed


def test_reached_states_are_those_of_a_plain_search() -> None:
    for seed in range(200):
        movers, states = random_moves(seed)
        seen = np.zeros((len(movers), states), dtype=bool)
        found = reached([edges_of(arcs, states) for arcs in movers], 0, seen)
        assert found.tolist() == sorted({s for s, _ in walks(movers, 0)}), seed
        assert not seen.any(), "the scratch space is left clean"


def test_the_least_value_is_that_of_a_plain_search() -> None:
    for seed in range(200):
        movers, states = random_moves(seed)
        base = np.random.default_rng(seed).integers(-5, 5, size=states).astype(np.int32)
        found = least_reached([edges_of(arcs, states) for arcs in movers], base)
        expected = [min(int(base[t]) for t in {s, *(t for t, _ in walks(movers, s))}) for s in range(states)]
        assert found.tolist() == expected, seed
        assert found.dtype == base.dtype


def test_nobody_reaches_anything_without_movers() -> None:
    base = np.array([3, 1, 2], dtype=np.int32)
    assert least_reached([], base).tolist() == [3, 1, 2]
    assert distances([], 0).shape == (0, 0)


def test_the_greatest_value_stands_for_no_answer() -> None:
    """A base that is nowhere below the greatest integer stays as it is."""
    base = np.full(2, NOBODY, dtype=np.int64)
    assert least_reached([edges_of([(0, 1)], 2)], base).tolist() == [NOBODY, NOBODY]


def test_one_mover_takes_one_step() -> None:
    """One mover alone never moves twice in a row, however far its moves would lead."""
    chain = edges_of([(0, 1), (1, 2)], 3)
    assert distances([chain], 0).tolist() == [[-1, 1, -1]]


def test_two_movers_take_turns() -> None:
    """A goes 0 to 1 and 2 to 3, B goes 1 to 2: A moves again after B."""
    found = distances([edges_of([(0, 1), (2, 3)], 4), edges_of([(1, 2)], 4)], 0)
    assert found.max(axis=0).tolist() == [-1, 1, 2, 3]


def test_the_last_movers_of_a_state_are_a_set() -> None:
    """Both can go to 1, only A can go on to 2: B and A are a sequence, though A could be at 1 first."""
    a, b = edges_of([(0, 1), (1, 2)], 3), edges_of([(0, 1)], 3)
    assert distances([a, b], 0)[:, 2].tolist() == [2, -1]
    assert distances([b, a], 0)[:, 2].tolist() == [-1, 2]


def test_a_sequence_may_return_to_its_start() -> None:
    found = distances([edges_of([(0, 1)], 2), edges_of([(1, 0)], 2)], 0)
    assert found[:, 0].tolist() == [-1, 2]


def test_moves_from_several_states_stand_in_their_order() -> None:
    edges = edges_of([(0, 1), (0, 2), (2, 0), (3, 1), (3, 2)], 4)
    assert edges.target[moves_from(edges, np.array([3, 1, 0]))].tolist() == [1, 2, 1, 2]
    assert moves_from(edges, np.array([], dtype=np.int64)).tolist() == []


def test_nothing_is_written_into_the_moves() -> None:
    compiled = compile(random_graph_case(Random(5), actors=(3, 3)))
    base = compiled.rank_rows[0].copy()
    kept = [(e.source.copy(), e.target.copy(), e.start.copy()) for e in compiled.edges]
    least_reached(list(compiled.edges), compiled.rank_rows[0])
    distances(list(compiled.edges), 0)
    assert np.array_equal(compiled.rank_rows[0], base)
    for edges, (source, target, start) in zip(compiled.edges, kept, strict=True):
        assert np.array_equal(edges.source, source)
        assert np.array_equal(edges.target, target)
        assert np.array_equal(edges.start, start)


def test_listed_moves_are_taken_as_they_are() -> None:
    """A transitive closure would let a go from s to u in one move."""
    compiled = compile(graph("stu", a=("st tu", "u t s")))
    assert distances(list(compiled.edges), 0).tolist() == [[-1, 1, -1]]
