"""Markov chains: components and visits, against SciPy and against elimination in one full matrix."""

from __future__ import annotations

import numpy as np
import pytest

from countermove.analysis.evolution import chains
from countermove.analysis.evolution.chains import Chain, chain_of, expected_visits, strong_components


def random_chain(seed: int, size: int, steps: int) -> Chain:
    """Some states have no steps; the chances of the steps from each of the others sum to one."""
    rng = np.random.default_rng(seed)
    source, target = rng.integers(0, max(1, size - 2), steps), rng.integers(0, size, steps)
    source, target = source[source != target], target[source != target]
    weight = rng.random(len(source)) + 0.01
    return chain_of(size, source, target, weight / np.bincount(source, weights=weight, minlength=size)[source])


def full(chain: Chain) -> np.ndarray:
    matrix = np.zeros((chain.size, chain.size))
    matrix[chain.source, chain.target] = chain.chance
    return matrix


@pytest.mark.parametrize("compiled_from", [0, 10**9])
def test_components_are_those_of_scipy(compiled_from: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "COMPILE_FROM_STEPS", compiled_from)
    csgraph = pytest.importorskip("scipy.sparse.csgraph")
    for seed in range(60):
        chain = random_chain(seed, 2 + seed % 17, 3 + 2 * (seed % 13))
        count, expected = csgraph.connected_components(full(chain) > 0, connection="strong")
        component, closed = strong_components(chain)
        assert len(closed) == count
        assert len(set(zip(component.tolist(), expected.tolist(), strict=True))) == count
        for c in range(count):
            leaves = (component[chain.source] == c) & (component[chain.target] != c)
            assert closed[c] == (not leaves.any())


@pytest.mark.parametrize("dense", [0, 10**9])
def test_visits_are_those_of_elimination_in_one_matrix(dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "DENSE_STATES", dense)
    for seed in range(60):
        chain = random_chain(seed, 2 + seed % 40, 3 + 3 * (seed % 40))
        component, closed = strong_components(chain)
        within = closed[component][chain.source]
        passing = chain_of(chain.size, chain.source[~within], chain.target[~within], chain.chance[~within])
        begin = np.zeros(chain.size)
        begin[0] = 1.0
        expected = np.linalg.solve(np.eye(chain.size) - full(passing).T, begin)
        assert expected_visits(chain, component, closed, 0) == pytest.approx(expected, abs=1e-9)


def test_a_large_set_is_solved_without_a_full_matrix() -> None:
    chain = random_chain(1, 3_000, 30_000)
    component, closed = strong_components(chain)
    assert np.bincount(component).max() > chains.DENSE_STATES
    visits = expected_visits(chain, component, closed, 0)
    again = visits.copy()
    again[closed[component]] = 0.0
    begin = np.zeros(chain.size)
    begin[0] = 1.0
    assert visits == pytest.approx(begin + chain.forward(again), abs=1e-10)
    assert visits[closed[component]].sum() == pytest.approx(1.0, abs=1e-11)


def test_where_the_iteration_fails_elimination_serves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains, "DENSE_STATES", 0)
    chain = random_chain(5, 30, 80)
    component, closed = strong_components(chain)
    expected = expected_visits(chain, component, closed, 0)
    monkeypatch.setattr(chains, "SOLVER_ROUNDS", 1)
    assert expected_visits(chain, component, closed, 0) == pytest.approx(expected, abs=1e-12)
