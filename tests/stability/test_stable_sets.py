"""Stable sets are found, all of them or so many, or proved to be missing."""

from __future__ import annotations

import sys
from random import Random

import numpy as np
import pytest

from countermove.errors import QuestionError
from countermove.game.allowance import Allowance
from countermove.stability.stable_sets import is_stable_set, kernels, settled
from reference_farsighted import Farsighted, some_case, subsets

PLENTY = 1_000


def random_relation(seed: int) -> np.ndarray:
    """A relation on up to seven states, none of which dominates itself."""
    rng = Random(seed)
    size, density = rng.randint(1, 7), rng.choice((0.1, 0.25, 0.5))
    found = np.array([[rng.random() < density for _ in range(size)] for _ in range(size)])
    np.fill_diagonal(found, val=False)
    return found


def tried(dominates: np.ndarray) -> list[list[int]]:
    """All stable sets, from all sets of states, by the two conditions as they are written."""
    states = range(len(dominates))
    return sorted(
        list(v)
        for v in subsets(states)
        if not any(dominates[a, b] for a in v for b in v)
        and all(any(dominates[a, s] for a in v) for s in states if s not in v)
    )


def listed(found: tuple[np.ndarray, ...]) -> list[list[int]]:
    return [np.flatnonzero(members).tolist() for members in found]


def test_all_stable_sets_are_found_in_order() -> None:
    counts = set()
    for seed in range(250):
        dominates = random_relation(seed)
        result = kernels(dominates, PLENTY, Allowance())
        expected = tried(dominates)
        assert listed(result.sets) == expected, seed
        assert result.stopped is None
        counts.add(len(expected))
    assert {0, 1, 2, 3} <= counts


@pytest.mark.parametrize("dominance", ["direct", "indirect"])
def test_random_cases_have_the_stable_sets_of_the_reference(dominance: str) -> None:
    for seed in range(60):
        found = Farsighted(some_case(seed))
        if len(found.states) > 8:
            continue
        dominates = np.zeros((len(found.states),) * 2, dtype=bool)
        for d, below in found.relation(dominance).items():
            dominates[d, list(below)] = True
        result = kernels(dominates, PLENTY, Allowance())
        assert set(map(frozenset, listed(result.sets))) == found.stable_sets(dominance), seed


def test_what_is_settled_belongs_to_every_stable_set_or_to_none() -> None:
    settled_all = 0
    for seed in range(250):
        dominates = random_relation(seed)
        inside, outside = settled(dominates)
        assert not (inside & outside).any()
        for members in tried(dominates):
            assert set(np.flatnonzero(inside)) <= set(members)
            assert not set(np.flatnonzero(outside)) & set(members)
        settled_all += bool((inside | outside).all())
    assert 50 < settled_all < 250


def test_a_set_is_judged_by_both_conditions() -> None:
    for seed in range(60):
        dominates = random_relation(seed)
        for members in subsets(range(len(dominates))):
            mask = np.isin(np.arange(len(dominates)), members)
            assert is_stable_set(dominates, mask) == (list(members) in tried(dominates))


def pairs(count: int) -> np.ndarray:
    """So many pairs of states that dominate each other: 2^count stable sets."""
    return np.kron(np.eye(count, dtype=bool), np.array([[False, True], [True, False]]))


@pytest.mark.parametrize(("limit", "stopped"), [(1, "limit"), (7, "limit"), (8, None), (9, None)])
def test_a_limit_is_told_where_there_are_more(limit: int, stopped: str | None) -> None:
    result = kernels(pairs(3), limit, Allowance())
    assert (len(result.sets), result.stopped) == (min(limit, 8), stopped)
    assert all(is_stable_set(pairs(3), members) for members in result.sets)


def test_where_the_work_is_done_nothing_is_proved() -> None:
    """A relation on 400 states at random, for which a thousandth of a unit of work is not enough."""
    rng = np.random.default_rng(1)
    dominates = rng.random((400, 400)) < 0.05
    np.fill_diagonal(dominates, val=False)
    result = kernels(dominates, 10, Allowance(0.001))
    assert (result.sets, result.stopped) == ((), "work")


def test_without_the_solver_easy_cases_are_solved_and_others_say_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "ortools.sat.python", None)
    chain = np.array([[0, 1, 0], [0, 0, 1], [0, 0, 0]], dtype=bool)
    assert listed(kernels(chain, 1, Allowance()).sets) == [[0, 2]]
    with pytest.raises(
        QuestionError, match=r'need a constraint solver: install it with pip install "countermove\[solver\]"'
    ):
        kernels(pairs(1), 1, Allowance())
