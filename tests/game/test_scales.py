"""Preferences as scales: the same order as the reference's ranks, for lines, rankings and weights."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cases import random_case
from countermove.game.searched import searched_game
from reference import Model


@pytest.mark.parametrize("seed", range(60))
def test_a_scale_orders_the_states_as_the_reference_does(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5))
    case = searched_game(model.case)
    for position, actor in enumerate(model.actors):
        for s, t in product(range(len(model.states)), repeat=2):
            gain = case.compare(position, int(model.state_codes[s]), int(model.state_codes[t]))
            difference = model.rank(actor, t) - model.rank(actor, s)
            assert gain == (difference > 0) - (difference < 0)
