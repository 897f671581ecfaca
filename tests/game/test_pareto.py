"""Which states of a selection no other one Pareto-improves on, against the definition."""

from __future__ import annotations

import numpy as np
import pytest

from countermove.game.pareto import undominated, undominated_within


@pytest.mark.parametrize("seed", range(30))
def test_no_other_state_is_better_for_some_and_worse_for_none(seed: int) -> None:
    rng = np.random.default_rng(seed)
    ranks = rng.integers(0, 5, size=(rng.integers(1, 5), rng.integers(0, 40)))
    columns = [tuple(column) for column in ranks.T.tolist()]
    expected = [not any(other != own and all(a >= b for a, b in zip(other, own, strict=True)) for other in columns)
                for own in columns]  # fmt: skip
    assert undominated(ranks).tolist() == expected


def test_without_actors_nothing_is_better() -> None:
    assert undominated(np.zeros((0, 3), dtype=int)).tolist() == [True, True, True]


def test_the_work_is_counted_and_may_be_too_much() -> None:
    ranks = np.array([[1, 2, 3], [3, 2, 1]])
    spent: list[int] = []
    free = undominated_within(ranks, lambda count: bool(spent.append(count)) or sum(spent) <= 100)
    assert free is not None
    assert free.tolist() == [True, True, True]
    assert spent == [6, 4, 2]
    assert undominated_within(ranks, lambda count: count < 6) is None
