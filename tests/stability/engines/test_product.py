"""Blocks by arithmetic, against the engine that sorts blocks and against the one that lists moves."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import numpy as np
import pytest

from cases import case_of, random_graph_case, random_statement
from countermove.analysis.evolution.paths import reachable
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.stability.engines import dispatch as answers
from countermove.stability.engines import product
from countermove.stability.engines.dispatch import best_after, is_product, least_answer
from countermove.stability.engines.product import LANES, LEAST, WIDEST, least_improved, over_blocks
from countermove.stability.engines.sequences import least_reached
from countermove.stability.engines.sweeps import least_swept, sort_cells
from countermove.stability.improvements import improvements
from engines import swept

PICKS = {"least": np.minimum, "greatest": np.maximum}


def full_graph(seed: int, owned: tuple[int, ...], **change: str) -> ListedGame:
    """A graph in which everything is feasible; actor k has ``owned[k]`` options."""
    rng = Random(seed)
    names = [[f"{letter}{k}" for k in range(count)] for letter, count in zip("abcdefgh", owned, strict=False)]
    every = [name for some in names for name in some]
    actors = {
        some[0][0] + "x": {
            "options": {name: {"change": change.get(name, "both")} for name in some},
            "prefers": [random_statement(rng, every, 2) for _ in range(4)],
        }
        for some in names
    }
    return compile(case_of(actors=actors))


@pytest.fixture(params=[1, 2, 4])
def _lanes(request: pytest.FixtureRequest) -> Iterator[None]:
    """The kernels as they stand, for cases of any size: so many blocks side by side."""
    with swept(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(product, "LANES", request.param)
        patch.setattr(product, "PIECE", request.param)
        yield


def literal_pick(value: np.ndarray, mask: int, greatest: bool) -> list[int]:
    """What is least, or greatest, among the states that differ in the options of `mask` only."""
    pick = max if greatest else min
    return [pick(v for t, v in enumerate(value.tolist()) if (s ^ t) & ~mask == 0) for s in range(len(value))]


@pytest.mark.parametrize("which", PICKS)
@pytest.mark.parametrize("compiled", [False, True])
def test_what_is_picked_from_blocks_is_picked_from_all_their_states(which: str, compiled: bool) -> None:
    rng = np.random.default_rng(7)
    with swept(compiled=compiled):
        for mask in [0, 1, 0b1111111, 0b1100000, *rng.integers(0, 128, size=20).tolist()]:
            value = rng.integers(-50, 50, size=128).astype(np.int32)
            before = value.copy()
            assert over_blocks(PICKS[which], mask, value).tolist() == literal_pick(value, mask, which == "greatest")
            assert np.array_equal(value, before)


def test_sums_of_ranks_are_picked_too() -> None:
    wide = np.arange(8, dtype=np.int64) * 2**40
    assert over_blocks(np.maximum, 0b101, wide).tolist() == [5 * 2**40, 5 * 2**40, 7 * 2**40, 7 * 2**40] * 2


@pytest.mark.usefixtures("_lanes")
def test_improvements_lead_to_the_least_value() -> None:
    for seed, owned in enumerate([(2, 2), (2, 3), (3, 2, 2), (4, 2), (2, 4), (2, 2, 2, 2)] * 3):
        graph = full_graph(seed, owned)
        base = np.random.default_rng(seed).integers(-9, 9, size=graph.size).astype(np.int32)
        before = base.copy()
        found = least_improved(base, [(int(m.reach.mask), graph.rank_rows[m.index]) for m in graph.movers])
        assert np.array_equal(found, least_reached([improvements(graph, m) for m in graph.movers], base)), owned
        assert np.array_equal(base, before)


@pytest.mark.parametrize("owned", [(1, 4, 4, 4), (5, 3, 5), (2, 3, 2, 3, 2, 1), (4, 5, 4)], ids=str)
def test_many_blocks_compiled_give_what_sorted_blocks_give(owned: tuple[int, ...]) -> None:
    """Compiled; 8,192 states."""
    graph = full_graph(sum(owned), owned)
    assert graph.size == LEAST
    base = np.random.default_rng(1).integers(0, 99, size=graph.size).astype(np.int32)
    ranks = [graph.rank_rows[m.index] for m in graph.movers]
    found = least_improved(base, [(int(m.reach.mask), rank) for m, rank in zip(graph.movers, ranks, strict=True)])
    sorted_ = [(sort_cells(graph.blocks(m), rank), rank) for m, rank in zip(graph.movers, ranks, strict=True)]
    assert np.array_equal(found, least_swept(base, [], sorted_, []))
    assert not np.array_equal(found, base)


def test_without_opponents_nothing_changes() -> None:
    base = np.arange(4, dtype=np.int32)
    assert least_improved(base, []).tolist() == [0, 1, 2, 3]


@pytest.mark.usefixtures("_lanes")
@pytest.mark.parametrize("seed", range(6))
def test_moves_answers_and_floods_are_those_of_listed_moves(seed: int) -> None:
    graph = full_graph(seed, (2, 3, 2))
    assert is_product(graph, graph.movers, improving=True)
    found = everything(graph)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "SWEEP_FROM_STATES", 10**9)
        assert not answers.uses_blocks(graph, credible=True)
        expected = everything(graph)
    for one, other in zip(found, expected, strict=True):
        assert np.array_equal(one, other)


def everything(graph: ListedGame) -> list[np.ndarray]:
    """What the concepts and the floods ask of a graph, for every mover."""
    ranks = [(m, graph.rank_rows[m.index]) for m in graph.movers]
    found = [best_after(graph, m, rank) for m, rank in ranks]
    found += [least_answer(graph, m, rank, credible) for m, rank in ranks for credible in (False, True)]
    return found + [reachable(graph, start, improving) for start in (0, 77) for improving in (False, True)]


# ---------------------------------------------------------------------------------------- where they serve


def test_where_all_is_feasible_and_can_be_undone() -> None:
    graph = full_graph(1, (WIDEST, WIDEST, 3))
    assert graph.size == LEAST == LANES * 2**WIDEST
    assert is_product(graph, graph.movers)
    assert is_product(graph, graph.movers, improving=True)


def test_improvements_need_many_states_and_few_options_for_each() -> None:
    wide, small = full_graph(1, (WIDEST + 1, WIDEST, 2)), full_graph(1, (WIDEST, WIDEST, 2))
    for graph in (wide, small):
        assert is_product(graph, graph.movers)
        assert not is_product(graph, graph.movers, improving=True)
    assert is_product(wide, wide.movers[1:], improving=True)


@pytest.mark.parametrize("change", ["take-only", "drop-only"])
def test_nobody_may_be_unable_to_undo_a_move(change: str) -> None:
    graph = full_graph(1, (2, 2), a0=change)
    assert not is_product(graph, graph.movers)
    assert is_product(graph, graph.movers[1:])


def test_every_combination_must_be_a_state() -> None:
    actors = {"a": {"options": {"x": {}, "y": {}}}}
    for more in ({"impossible": ["x and y"]}, {"coalesce": ["Y-"]}):
        graph = compile(case_of(actors=actors, **more))
        assert not graph.is_full
        assert not is_product(graph, graph.movers)
    assert compile(case_of(actors=actors)).is_full
    assert not compile(random_graph_case(Random(1))).is_full


def test_bodies_move_freely_but_improve_by_their_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "LEAST", 0)
    union = {"members": ["a"], "decides": "unanimity", "options": {"q": {}}}
    graph = compile(case_of(actors={"a": {"options": {"x": {}}}}, bodies={"union": union}))
    assert is_product(graph, graph.movers)
    assert not is_product(graph, graph.movers, improving=True)
