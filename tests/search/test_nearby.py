"""What lies one move away decides who stays: the local test is the exact one."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.errors import SizeError
from countermove.game.searched import searched_game
from countermove.search.nearby import nearby
from reference import Model


@pytest.mark.parametrize("seed", range(40))
def test_what_stands_is_a_nash_equilibrium_of_the_reference(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=6, levels=seed % 2 == 0))
    codes = list(model.state_codes)
    near = nearby(searched_game(model.case), codes)
    exact = model.equilibria("nash")
    assert near.are_nash(near.ranks).tolist() == [s in exact for s in range(len(codes))]
    some = Random(seed).sample(range(len(codes)), min(3, len(codes)))
    near = nearby(searched_game(model.case), [codes[s] for s in some])
    assert near.codes[: near.count] == tuple(codes[s] for s in some)
    assert near.are_nash(near.ranks).tolist() == [s in exact for s in some]


@pytest.mark.parametrize("seed", range(20))
def test_ranks_order_states_as_the_reference_does_where_somebody_asks(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    near = nearby(searched_game(model.case), list(model.state_codes))
    place = {code: s for s, code in enumerate(model.state_codes)}
    for k, actor in enumerate(model.case.actors):
        asked = sorted(near._judged[k])
        for p in asked:
            for q in asked:
                mine = np.sign(int(near.ranks[k, p]) - int(near.ranks[k, q]))
                first, second = (model.rank(actor, place[near.codes[i]]) for i in (p, q))
                assert mine == (first > second) - (first < second)


def test_a_body_that_changes_two_options_asks_both_rules() -> None:
    """Ann wants both, bob neither: what takes one is decided by its rule, what takes both by both."""
    rules = [{"actor": "ann"}, {"actor": "bob"}]
    for first, second in (rules, rules[::-1]):
        model = Model(
            case_of(
                actors={"ann": {"prefers": ["x and y"]}, "bob": {"prefers": ["not (x and y)"]}},
                bodies={"b": {"members": ["ann"], "options": {"x": {"decides": first}, "y": {"decides": second}}}},
            )
        )
        codes = list(model.state_codes)
        near = nearby(searched_game(model.case), codes)
        assert near.are_nash(near.ranks).tolist() == [s in model.equilibria("nash") for s in range(len(codes))]


def test_too_many_choices_are_refused() -> None:
    actors = {"ann": {"options": {f"o{k}": {} for k in range(70)}, "prefers": ["o1"]}}
    with pytest.raises(SizeError, match="70 options of its own"):
        nearby(searched_game(case_of(actors=actors)), [0])
