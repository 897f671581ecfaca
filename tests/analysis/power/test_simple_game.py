"""Rules as games: counters and tests say what the rule says, and alike players are found alike."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np

from cases import case_of, random_case
from countermove.analysis.power.simple_game import Game, free_part, simple_game
from countermove.game.voting import compile_vote
from countermove.model.case import Case
from countermove.model.rules import parse_rule
from reference import AGAINST, FOR, Model
from reference_power import players


def game_of(case: Case, body: str) -> Game:
    rule = case.bodies[body].decides
    assert rule is not None
    return simple_game(compile_vote(case, body, rule, {actor: k for k, actor in enumerate(case.actors)}))


def house(rule: object, count: int = 6) -> Game:
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
