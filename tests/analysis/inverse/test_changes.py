"""Orders and replacements of preferences, and what they cost."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from cases import case_of, random_case
from countermove.analysis.inverse.changes import Variant, orders_at, preferences_of, swaps
from countermove.catalog import load_case
from countermove.game.compile import compile


def crossed(order: tuple[int, ...], weights: tuple[int, ...]) -> int:
    return sum(weights[a] * weights[b] for k, a in enumerate(order) for b in order[k + 1 :] if a > b)


@pytest.mark.parametrize("weights", [(), (1,), (1, 1, 1, 1), (2, 1, 3), (1, 2, 2, 1, 1)])
def test_orders_of_each_cost_are_all_orders_once(weights: tuple[int, ...]) -> None:
    every = list(permutations(range(len(weights))))
    found = [(cost, order) for cost in range(40) for order in orders_at(weights, cost)]
    assert sorted(order for _, order in found) == sorted(every)
    assert all(crossed(order, weights) == cost for cost, order in found)


def test_swaps_of_neighbours_lead_to_the_order_and_are_as_few_as_possible() -> None:
    for order in permutations(range(5)):
        now = list(range(5))
        steps = swaps(order)
        for a, b in steps:
            assert b == a + 1
            now[a], now[b] = now[b], now[a]
        assert tuple(now) == order
        assert len(steps) == crossed(order, (1,) * 5)


def test_the_original_order_gives_the_ranks_of_the_case() -> None:
    for seed in range(60):
        compiled = compile(random_case(Random(seed)))
        for row, actor in enumerate(compiled.actors):
            units = preferences_of(compiled, actor)
            if units is not None:
                assert units.ranks(units.original).tolist() == compiled.rank_rows[row].tolist()
                assert list(units.at(0)) == [units.original]


def test_replaced_lines() -> None:
    line = {"that": "x", "otherwise": "y"}
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": [line, {"equally": ["x", "y"]}]}})
    units = preferences_of(compile(case), "a")
    assert units is not None
    assert set(units.others) == {(0, "negation"), (0, "otherwise")}
    assert units.ranks(Variant((0, 1), ((0, "otherwise"),))).tolist() == [0, 1, 2, 3]
    assert units.ranks(Variant((0, 1), ((0, "negation"),))).tolist() == [2, 0, 3, 1]
    assert list(units.at(1, replacing=True)) == [
        Variant((1, 0)), Variant((0, 1), ((0, "negation"),)), Variant((0, 1), ((0, "otherwise"),)),
    ]  # fmt: skip


def test_a_replacement_that_would_split_a_coalesced_state_is_none() -> None:
    line = {"that": "x", "otherwise": "y"}
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": [line]}}, coalesce=["x"])
    units = preferences_of(compile(case), "a")
    assert units is not None
    assert set(units.others) == {(0, "negation")}


def test_the_units_of_a_ranking_are_its_places() -> None:
    units = preferences_of(compile(load_case("elmira")), "uniroyal")
    assert units is not None
    assert units.weights == (1,) * 9
    assert units.greatest_cost == 36
    tied = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "ranking": [["YY", "YN"], "NY", "NN", "x and not x"]}})
    units = preferences_of(compile(tied), "a")
    assert units is not None
    assert (units.weights, units.greatest_cost) == ((2, 1, 1), 5)


def test_weights_and_silence_have_no_order() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": 1}}, "b": {}})
    assert preferences_of(compile(case), "a") is None
    assert preferences_of(compile(case), "b") is None
