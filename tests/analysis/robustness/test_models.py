"""Draws of plausible models: those of the definition, number by number."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.robustness.models import plan_of
from countermove.catalog import load_case
from countermove.game.compile import compile
from reference import Model
from reference_robustness import drawn_cases

LEVELS = (0.0, 0.3, 0.8)


@pytest.mark.parametrize("part", range(3))
def test_draws_are_those_of_the_definition(part: int) -> None:
    different = 0
    for seed in range(20 * part, 20 * part + 20):
        case = random_graph_case(Random(seed)) if seed % 4 == 3 else random_case(Random(seed), max_options=4)
        graph = compile(case)
        plan = plan_of(graph, seed, LEVELS, 0, 0)
        for k in range(4):
            drawn = plan.draw(k)
            assert drawn.kept is None
            for keys, expected in zip(drawn.keys, drawn_cases(case, seed, k, LEVELS), strict=True):
                model = Model(expected)
                ranks = [row.tolist() for row in plan.ranks(keys)]
                assert ranks == [model.ranks[actor] for actor in graph.actors], (seed, k)
                different += ranks != graph.rank_rows.tolist()
    assert different > 60


def test_what_is_left_out_is_that_of_the_definition() -> None:
    left = 0
    for seed in range(40):
        case = random_case(Random(seed), max_options=4, coalesce=False, levels=True)
        graph = compile(case)
        plan = plan_of(graph, seed, (0.5,), 0.3, 0.2)
        for k in range(4):
            drawn = plan.draw(k)
            model = Model(drawn_cases(case, seed, k, (0.5,), 0.3, 0.2)[0])
            kept = drawn.kept
            mask, code = (0, 0) if kept is None else (kept.mask, kept.code)
            codes = graph.codes_at()
            states = [place for place, c in enumerate(codes) if c & mask == code]
            assert [codes[place] for place in states] == [next(iter(group)) for group in model.states]
            for actor, row in zip(graph.actors, plan.ranks(drawn.keys[0], kept), strict=True):
                own = row[states]
                assert [int(r) for r in np.unique(own, return_inverse=True)[1]] == model.ranks[actor]
            left += kept is not None
    assert left > 50


def test_a_draw_depends_on_its_number_and_the_seed_alone() -> None:
    graph = compile(load_case("european-security-2022"))
    plan, other = plan_of(graph, 7, LEVELS, 0, 0), plan_of(graph, 7, LEVELS[1:2], 0, 0)
    forth, back = [plan.draw(k) for k in range(6)], [plan.draw(k) for k in reversed(range(6))]
    assert forth == back[::-1]
    assert [drawn.keys[1] for drawn in forth] == [other.draw(k).keys[0] for k in range(6)]
    assert forth != [plan_of(graph, 8, LEVELS, 0, 0).draw(k) for k in range(6)]


def test_exchanges_of_a_low_level_happen_at_higher_levels_too() -> None:
    """No line moves at noise 0, and at noise 1 one line goes all the way."""
    lines = [f"o{k}" for k in range(5)]
    case = case_of(actors={"a": {"options": {line: {} for line in lines}, "prefers": lines}})
    plan = plan_of(compile(case), 1, (0.0, 1.0), 0, 0)
    columns = plan.written[0]
    ends = {(*columns[1:], columns[0]), (columns[-1], *columns[:-1])}
    drawn = [plan.draw(k).keys for k in range(40)]
    assert {keys[0][0] for keys in drawn} == {columns}
    assert {keys[1][0] for keys in drawn} == ends, "down or up"


def test_chances_are_as_written() -> None:
    """One line is sure to 0.8, and one exchange has a chance of 0.3: counted over many draws."""
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": [{"that": "x", "sure": "0.8"}, "y"]}})
    plan = plan_of(compile(case), 3, (0.3,), 0, 0)
    draws = [plan.draw(k).happened for k in range(3_000)]
    assert [change.kind for change in plan.events] == ["dropped", "swap"]
    share = [sum(event in happened for happened in draws) / 3_000 for event in range(2)]
    assert share == pytest.approx([0.2, 0.3], abs=0.03)


def test_all_orders_of_a_group_are_equally_likely() -> None:
    options = {"x": {}, "y": {}, "z": {}}
    case = case_of(actors={"a": {"options": options, "prefers": [{"order unknown": ["x", "y", "z"]}]}})
    plan = plan_of(compile(case), 3, (0.0,), 0, 0)
    happened = [plan.draw(k).happened for k in range(3_000)]
    counts = [happened.count((event,)) for event in range(6)]
    assert sum(counts) == 3_000
    assert all(400 < count < 600 for count in counts)
