"""Threshold games: which rules have that form, and what a coalition of each size needs."""

from __future__ import annotations

from math import comb
from typing import Any

import pytest

from analysis.power.test_simple_game import house
from countermove.analysis.power.simple_game import free_part
from countermove.analysis.power.threshold_game import ThresholdGame, by_heads, threshold_game

WEIGHTS = {"m0": "6", "m1": "4", "m2": "4", "m3": "2", "m4": "2", "m5": "2"}


def form(rule: Any) -> ThresholdGame | None:
    return threshold_game(free_part(house(rule)))


def test_a_weighted_vote_is_pure_and_divided_by_its_common_divisor() -> None:
    game = form({"quota": "11", "weights": WEIGHTS})
    assert game == ThresholdGame((3, 2, 1), (1, 2, 3), (6,) * 7)
    assert game is not None
    assert game.is_pure
    assert (game.total, game.top, game.players) == (10, 6, (3, 2, 2, 1, 1, 1))


def test_a_second_quota_of_heads_and_a_blocking_minority_change_what_sizes_need() -> None:
    double = form({"all": ["majority", {"quota": "11", "weights": WEIGHTS}]})
    assert double == ThresholdGame((3, 2, 1), (1, 2, 3), (11, 11, 11, 11, 6, 6, 6))
    blocked = form({"quota": "11", "weights": WEIGHTS, "blocking": "2"})
    assert blocked == ThresholdGame((3, 2, 1), (1, 2, 3), (6, 6, 6, 6, 6, 0, 0))


def test_two_different_weights_have_not_this_form() -> None:
    other = {**WEIGHTS, "m5": "9"}
    assert form({"all": [{"quota": "11", "weights": WEIGHTS}, {"quota": "11", "weights": other}]}) is None


def test_the_dual_of_the_dual_is_the_game() -> None:
    game = form({"all": ["majority", {"quota": "11", "weights": WEIGHTS}]})
    assert game is not None
    assert game.dual().dual() == game
    assert game.dual().need == (5, 5, 5, 0, 0, 0, 0)


@pytest.mark.parametrize("quota", range(1, 7))
def test_heads_are_counted_by_binomials(quota: int) -> None:
    game = form({"quota": str(quota) if quota > 1 else "0.01"})
    if quota == 6:
        assert free_part(house({"quota": "6"})).kinds == ()
        return
    assert game is not None
    counts = by_heads(game)
    assert counts.winning == tuple(comb(6, s) if s >= quota else 0 for s in range(7))
    assert counts.swings == (tuple(comb(5, s) if s == quota - 1 else 0 for s in range(6)),)
    assert (counts.minimal, counts.blocking) == (comb(6, quota), comb(6, 6 - quota + 1))
