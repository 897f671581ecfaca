"""Estimates: close to what is exact, with errors that cover it, and the same for the same seed."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest

from analysis.power.test_exact import random_weights
from analysis.power.test_games import house
from countermove.analysis.power.estimates import estimate_banzhaf, estimate_shapley
from countermove.analysis.power.games import FreePart, free_part
from countermove.analysis.power.indices import counted, indices


def example(seed: int) -> FreePart:
    rng = Random(seed)
    parts = [{"quota": str(rng.randint(8, 30)), "weights": random_weights(rng, 9, 12)} for _ in range(2)]
    return free_part(house({"veto": ["m0"] if seed % 2 else ["m0", "m1"], "also": {"all": parts}}, 9))


@pytest.mark.parametrize("seed", range(6))
def test_estimates_come_close_to_what_is_counted(seed: int) -> None:
    free = example(seed)
    counts = counted(free)
    assert counts is not None
    exact, drawn = indices(free, counts, 1, None), indices(free, None, 1, 20_000)
    assert exact.estimated == ()
    assert "banzhaf" in drawn.estimated
    for found, true, error in (
        *zip(drawn.shapley, exact.shapley, drawn.shapley_error, strict=True),
        *zip(drawn.absolute, exact.absolute, drawn.absolute_error, strict=True),
    ):
        assert abs(float(found) - float(true)) <= 5 * error
    assert float(drawn.act) == pytest.approx(float(exact.act), abs=0.02)
    assert isinstance(exact.act, Fraction)


def test_the_same_seed_gives_the_same_estimates() -> None:
    free = example(1)
    once, again, other = (estimate_shapley(free, np.random.default_rng(seed), 500).mean for seed in (1, 1, 2))
    assert once.tolist() == again.tolist() != other.tolist()
    (first, act), (second, same) = (estimate_banzhaf(free, np.random.default_rng(1), 500) for _ in range(2))
    assert (first.mean.tolist(), act) == (second.mean.tolist(), same)


def test_more_draws_err_less_and_no_error_is_nothing() -> None:
    free = example(1)
    few, many = (estimate_shapley(free, np.random.default_rng(1), draws) for draws in (300, 30_000))
    assert (many.draws, few.draws) == (30_000, 300)
    assert (few.error > 5 * many.error).all()
    unlikely = free_part(house({"all": [{"quota": "99", "weights": {f"m{k}": "10" for k in range(10)}}, "majority"]}, 10))
    assert unlikely.kinds == ()
    rare = free_part(house({"quota": "12"}, 14))
    turned, act = estimate_banzhaf(rare, np.random.default_rng(1), 20)
    assert act == 0
    assert (turned.error > 0).all()
