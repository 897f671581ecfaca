"""Rules as games: counters and tests say what the rule says, alike players are found alike, and which are weighted."""

from __future__ import annotations

from itertools import combinations
from math import comb
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.analysis.power.exact import by_heads
from countermove.analysis.power.games import SimpleGame, ThresholdGame, free_part, simple_game, threshold_game
from countermove.game.voting import compile_vote
from countermove.model.case import Case
from countermove.model.rules import parse_rule
from reference import AGAINST, FOR, Model
from reference_power import players


def game_of(case: Case, body: str) -> SimpleGame:
    rule = case.bodies[body].decides
    assert rule is not None
    return simple_game(compile_vote(case, body, rule, {actor: k for k, actor in enumerate(case.actors)}))


def house(rule: object, count: int = 6) -> SimpleGame:
    members = [f"m{k}" for k in range(count)]
    return game_of(case_of(actors={m: {} for m in members}, bodies={"h": {"members": members, "decides": rule}}), "h")


def test_a_coalition_carries_exactly_what_the_rule_lets_pass() -> None:
    seen = 0
    for seed in range(120):
        case = random_case(Random(seed), max_options=3, actors=(2, 6))
        model = Model(case)
        for body, record in case.bodies.items():
            if record.decides is None:
                continue
            game = game_of(case, body)
            assert set(game.players) <= set(range(len(case.actors)))
            names = players(model, body, record.decides)
            for size in range(len(names) + 1):
                for coalition in combinations(names, size):
                    stances = dict.fromkeys(model.actors, AGAINST) | dict.fromkeys(coalition, FOR)
                    inside = [model.actors.index(a) for a in coalition]
                    assert game.carries(inside) == model.passes(record.decides, body, stances)
                    seen += 1
    assert seen > 2000


def test_alike_players_are_one_kind_and_required_ones_none() -> None:
    game = house({"veto": ["m0", "m1"], "also": {"quota": "4"}})
    free = free_part(game)
    assert game.required == (0, 1)
    assert [kind.places for kind in free.kinds] == [(2, 3, 4, 5)]
    assert (free.size, free.dummies) == (4, ())
    assert free.wins(np.array([[1, 2]])).tolist() == [False, True]


def test_what_nothing_depends_on_is_left_out() -> None:
    """The weights are met by the two required members alone, so they tell nobody apart."""
    weights = {"m0": "50", "m1": "40", "m2": "3", "m3": "2", "m4": "1", "m5": "1"}
    game = house({"all": [{"actor": "m0"}, {"actor": "m1"}, {"quota": "90", "weights": weights}, {"quota": "4"}]})
    free = free_part(game)
    assert [kind.places for kind in free.kinds] == [(2, 3, 4, 5)]
    decided = free_part(house({"all": [{"actor": "m0"}, {"quota": "50", "weights": weights}]}))
    assert (decided.kinds, decided.dummies) == ((), (1, 2, 3, 4, 5))


def test_heavy_kinds_come_first_and_those_of_one_chamber_together() -> None:
    weights = {"m0": "1", "m1": "3", "m2": "2", "m3": "3", "m4": "2", "m5": "1"}
    free = free_part(house({"quota": "7", "weights": weights}))
    assert [kind.step for kind in free.kinds] == [(3,), (2,), (1,)]
    assert [kind.places for kind in free.kinds] == [(1, 3), (2, 4), (0, 5)]


def test_weights_too_large_for_a_machine_word_stay_exact() -> None:
    huge = str(10**29)
    game = house({"quota": str(3 * 10**29), "weights": dict.fromkeys([f"m{k}" for k in range(6)], huge)})
    assert game.weights.dtype == object
    assert [game.carries(range(k)) for k in range(5)] == [False, False, False, True, True]


def test_others_are_players_that_count_nowhere() -> None:
    case = case_of(actors={"a": {}, "b": {}}, bodies={"h": {"members": ["a"], "decides": "majority"}})
    vote = compile_vote(case, "h", parse_rule("majority"), {"a": 0, "b": 1})
    assert free_part(simple_game(vote, [1])).dummies == (1,)


# ----------------------------------------------------------------------------------------------- threshold games

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
