"""Counts and their intervals."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy.stats import binomtest

from countermove.analysis.robustness.tally import Tally
from countermove.game.shares import Share, wilson


@pytest.mark.parametrize("total", [1, 7, 100, 10_000])
def test_intervals_are_those_of_wilson(total: int) -> None:
    for count in sorted({0, 1, total // 3, total // 2, total - 1, total}):
        expected = binomtest(count, total).proportion_ci(confidence_level=0.95, method="wilson")
        assert wilson(count, total) == pytest.approx((expected.low, expected.high), abs=1e-12)
        low, high = wilson(count, total)
        assert 0 <= low <= count / total <= high <= 1


def test_a_share_as_data() -> None:
    assert Share(0, 10).to_dict()["low"] == 0
    assert Share(10, 10).to_dict() == {"share": 1.0, "low": pytest.approx(0.7225, abs=1e-4), "high": 1.0}


def some(chunk: int) -> Tally:
    rng = np.random.default_rng(chunk)
    shapes = ((2, 3, 4), (2, 3, 4), (2, 4), (5,), (5, 3, 2))
    return Tally(frozenset([chunk]), *(rng.integers(0, 100, shape) for shape in shapes))


def test_counts_add_up_in_any_order_and_survive_being_written() -> None:
    like = Tally.nothing(2, 3, 4, 5, 2)
    whole, back = like + some(0) + some(1) + some(2), like + some(2) + some(0) + some(1)
    assert json.dumps(whole.to_dict()) == json.dumps(back.to_dict())
    read = Tally.from_dict(json.loads(json.dumps(whole.to_dict())), like)
    assert read.to_dict() == whole.to_dict()
    assert np.array_equal(read.held, some(0).held + some(1).held + some(2).held)
    assert (read + some(3)).chunks == {0, 1, 2, 3}


@pytest.mark.parametrize(
    "damage",
    [
        {"held": "x"},
        {"held": 3},
        {"held": "AAAA"},
        {"chunks": [-1]},
        {"chunks": ["0"]},
        {"chunks": 1},
        {"chunks": [True]},
    ],
)
def test_damaged_counts_are_refused(damage: dict[str, object]) -> None:
    like = Tally.nothing(2, 3, 4, 5, 2)
    with pytest.raises(ValueError):
        Tally.from_dict(some(0).to_dict() | damage, like)


def test_counts_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="the size of a table"):
        Tally.from_dict(some(0).to_dict(), Tally.nothing(2, 3, 5, 5, 2))
    with pytest.raises(ValueError):
        Tally.from_dict({}, Tally.nothing(1, 1, 1, 1, 1))
