"""The kernels over blocks, one by one, against listed moves; as they stand and compiled."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from cases import random_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.moves import Blocks
from countermove.stability.engines import sweeps
from countermove.stability.engines.compiling import compiled
from countermove.stability.engines.sequences import least_reached
from countermove.stability.engines.sweeps import best_in_reach, block_arrays, least_swept, sort_cells
from countermove.stability.improvements import improvements
from engines import swept


@pytest.fixture(params=[False, True], ids=["plain", "compiled"])
def _engine(request: pytest.FixtureRequest) -> Iterator[None]:
    with swept(compiled=request.param):
        yield


def actors_only(number: int) -> Iterator[tuple[ListedGame, np.ndarray]]:
    """Graphs without bodies and preconditions, each with values for its states."""
    for seed in range(number):
        graph = compile(random_case(Random(seed), bodies=False, needs=False, coalesce=False))
        yield graph, np.random.default_rng(seed).integers(-9, 9, size=graph.size).astype(np.int32)


@pytest.mark.usefixtures("_engine")
def test_the_best_in_reach() -> None:
    for graph, value in actors_only(40):
        for mover in graph.movers:
            expected = np.maximum(value, graph.edges[mover.index].best(value, -100))
            assert np.array_equal(best_in_reach(graph.blocks(mover), value), expected)


@pytest.mark.usefixtures("_engine")
def test_moves_are_swept_to_the_least_value() -> None:
    for graph, value in actors_only(40):
        found = least_swept(value, [graph.blocks(m) for m in graph.movers], [], [])
        assert np.array_equal(found, least_reached(list(graph.edges), value))


@pytest.mark.usefixtures("_engine")
def test_improvements_are_swept_to_the_least_value() -> None:
    for graph, value in actors_only(40):
        ranks = [graph.rank_rows[m.actor] for m in graph.movers]
        ranked = [(sort_cells(graph.blocks(m), rank), rank) for m, rank in zip(graph.movers, ranks, strict=True)]
        found = least_swept(value, [], ranked, [])
        assert np.array_equal(found, least_reached([improvements(graph, m) for m in graph.movers], value))


@pytest.mark.usefixtures("_engine")
def test_listed_moves_are_swept_to_the_least_value() -> None:
    """One list of transitive moves among movers with blocks."""
    for graph, value in actors_only(40):
        first, *others = graph.movers
        found = least_swept(value, [graph.blocks(m) for m in others], [], [graph.edges[first.index]])
        assert np.array_equal(found, least_reached(list(graph.edges), value))


@pytest.mark.usefixtures("_engine")
def test_sums_of_ranks_are_swept_too() -> None:
    for graph, value in actors_only(5):
        wide = value.astype(np.int64) * 2**40
        found = least_swept(wide, [graph.blocks(m) for m in graph.movers], [], [])
        assert found.dtype == np.int64
        assert np.array_equal(found, least_reached(list(graph.edges), wide))


def test_without_opponents_nothing_changes() -> None:
    base = np.array([2, 1], dtype=np.int32)
    found = least_swept(base, [], [], [])
    assert found.tolist() == [2, 1]
    assert found is not base


# ----------------------------------------------------------------------------------------- order of cells


def one_cell(size: int) -> Blocks:
    """All states in one cell of one block."""
    none = np.uint64(0)
    cells = np.array([0, size])
    return Blocks(np.arange(size, dtype=np.int32), cells, np.array([0, 1]), np.zeros(1, dtype=np.uint64), none, none)


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize("size", [1, 2, 64, 65, 300])
def test_cells_are_put_in_order_of_rank(size: int) -> None:
    """Best first, in short cells and in long ones; every state stays in its cell."""
    blocks = one_cell(size)
    rank = np.random.default_rng(size).integers(0, 40, size=size).astype(np.int32)
    found = sort_cells(blocks, rank)
    assert sorted(found.order.tolist()) == list(range(size))
    assert np.all(np.diff(rank[found.order]) <= 0)
    assert blocks.order.tolist() == list(range(size)), "the blocks that were given stay as they are"


@pytest.mark.usefixtures("_engine")
def test_each_cell_is_put_in_order_by_itself() -> None:
    cells = np.array([0, 2, 5])
    none = np.uint64(0)
    order = np.array([4, 0, 1, 2, 3], dtype=np.int32)
    blocks = Blocks(order, cells, np.array([0, 2]), np.zeros(2, dtype=np.uint64), none, none)
    found = sort_cells(blocks, np.array([9, 1, 2, 3, 5], dtype=np.int32))
    assert found.order.tolist() == [0, 4, 3, 2, 1]


@pytest.mark.usefixtures("_engine")
def test_a_tie_in_a_cell_is_no_improvement() -> None:
    """States 0 and 1 are equally good, 2 is better: 0 and 1 reach the value of 2 and not of each other."""
    rank = np.array([0, 0, 1], dtype=np.int32)
    blocks = sort_cells(one_cell(3), rank)
    found = least_swept(np.array([5, 1, 3], dtype=np.int32), [], [(blocks, rank)], [])
    assert found.tolist() == [3, 1, 3]


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize(
    ("no_drop", "no_take", "expected"), [(0, 0, [1, 1]), (1, 0, [1, 1]), (0, 1, [4, 1]), (1, 1, [4, 1])]
)
def test_what_is_gained_by_taking(no_drop: int, no_take: int, expected: list[int]) -> None:
    assert swept_pair([4, 1], no_drop, no_take) == expected


@pytest.mark.usefixtures("_engine")
@pytest.mark.parametrize(
    ("no_drop", "no_take", "expected"), [(0, 0, [1, 1]), (1, 0, [1, 4]), (0, 1, [1, 1]), (1, 1, [1, 4])]
)
def test_what_is_gained_by_dropping(no_drop: int, no_take: int, expected: list[int]) -> None:
    assert swept_pair([1, 4], no_drop, no_take) == expected


def swept_pair(base: list[int], no_drop: int, no_take: int) -> list[int]:
    """The values of two states, without and with one option, after the moves of its owner."""
    codes = np.array([0, 1], dtype=np.uint64)
    ends = np.array([0, 1, 2])
    order = np.array([0, 1], dtype=np.int32)
    blocks = Blocks(order, ends, np.array([0, 2]), codes, np.uint64(no_drop), np.uint64(no_take))
    return least_swept(np.array(base, dtype=np.int32), [blocks], [], []).tolist()


# ------------------------------------------------------------------------------------------- compilation


def test_a_kernel_is_compiled_once() -> None:
    assert compiled(sweeps._sweep_edges) is compiled(sweeps._sweep_edges)


def test_arrays_are_handed_over_in_the_order_of_the_kernels() -> None:
    names = sweeps._sweep_moves.__code__.co_varnames[:6]
    blocks = one_cell(2)
    assert all(a is getattr(blocks, name) for a, name in zip(block_arrays(blocks), names, strict=True))
