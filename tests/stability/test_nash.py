"""Nash stability: nothing better to move to."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.stability.nash import nash
from engines import as_set, swept
from reference import Model


def numbers(case: Case, mover: str) -> list[int]:
    """The Nash stable states of a mover, counted from 1."""
    compiled = compile(case)
    return (np.flatnonzero(nash(compiled, compiled.mover(mover))) + 1).tolist()


def test_each_prisoner_is_stable_only_where_it_defects() -> None:
    case = load_case("prisoners-dilemma")
    assert numbers(case, "row") == [1, 3]
    assert numbers(case, "column") == [1, 2]


def test_a_state_that_is_as_good_is_nothing_better() -> None:
    assert numbers(graph("st", f=("st", "st")), "f") == [1, 2]


def test_a_better_state_that_cannot_be_reached_in_one_move_does_not_tempt() -> None:
    assert numbers(graph("stu", f=("st tu", "u s t")), "f") == [1, 3]


def test_a_mover_that_cannot_move_is_stable_everywhere() -> None:
    frozen = {"needs": "false", "change": "take-only"}
    case = case_of(actors={"f": {"options": {"p": frozen}, "prefers": ["p"]}})
    assert numbers(case, "f") == [1, 2]


def test_a_mover_without_preferences_is_stable_everywhere() -> None:
    assert numbers(case_of(actors={"f": {"options": {"p": {}}}}), "f") == [1, 2]


@pytest.mark.parametrize(
    ("rule", "stable"),
    [("consensus", [2]), ("unanimity", [1, 2]), ("majority", [1, 2]), ({"actor": "a"}, [2])],
)
def test_a_body_is_stable_where_no_change_passes(rule: object, stable: list[int]) -> None:
    """a wants q, b does not care: consensus takes q, unanimity and a majority of two do not."""
    union = {"members": ["a", "b"], "decides": rule, "options": {"q": {}}}
    case = case_of(actors={"a": {"prefers": ["q"]}, "b": {}}, bodies={"union": union})
    assert numbers(case, "union") == stable


def test_stable_is_where_the_reference_finds_no_improvement() -> None:
    for seed in range(60):
        rng = Random(seed)
        case = random_graph_case(rng) if seed % 3 == 0 else random_case(rng, max_options=6)
        compiled, model = compile(case), Model(case)
        for mover in compiled.movers:
            expected = {s for s in range(compiled.size) if not model.ui(mover.id, s)}
            assert as_set(nash(compiled, mover)) == expected, seed
            with swept():
                assert as_set(nash(compile(case), mover)) == expected, seed
