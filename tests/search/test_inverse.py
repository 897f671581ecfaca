"""Layers are complete, and no state costs less than its layer says."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case
from countermove.analysis.inverse.one_state import least_change_at, statement_levels
from countermove.game.allowance import Allowance
from countermove.game.searched import searched_game
from countermove.model.statements import Const
from countermove.search.inverse import CostLayers


@pytest.mark.parametrize("seed", range(20))
def test_every_state_that_can_hold_is_in_one_layer_no_deeper_than_it_costs(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    model = searched_game(case)
    lines = {k: found for k, id_ in enumerate(model.actors) if (found := statement_levels(model, id_)) is not None}
    replacing = seed % 2 == 0
    layers = CostLayers(model, Const(value=True), lines.keys(), replacing)
    layer_of: dict[int, int] = {}
    for layer in range(30):
        found: list[int] = []
        assert layers.states(layer, lambda code, found=found: found.append(code) is None, Allowance())  # type: ignore[misc]
        assert not layer_of.keys() & set(found)
        layer_of |= dict.fromkeys(found, layer)
        if not layers.beyond(layer, Allowance()):
            break
    codes = [code for code in range(2 ** len(model.options)) if model.is_feasible(code)]
    for code in codes:
        answer = least_change_at(model, lines, code, replacing=replacing)
        if answer.at_least is not None:
            assert layer_of[code] <= answer.at_least
            assert (layer_of[code] == 0) == (answer.cost == 0)
