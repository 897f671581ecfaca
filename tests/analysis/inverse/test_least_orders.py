"""The fewest exchanges under which a state is Nash stable for an actor, against trying every order."""

from __future__ import annotations

from itertools import permutations
from random import Random

import pytest

from cases import random_case, random_graph_case
from countermove.analysis.inverse import least_orders
from countermove.analysis.inverse.least_orders import least_exchanges
from countermove.analysis.inverse.variants import preferences_of
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.stability.nash import nash


@pytest.mark.parametrize("replacing", [False, True])
def test_the_least_cost_is_that_of_trying_every_variant(replacing: bool) -> None:
    costs = []
    cases = [random_case(Random(seed), max_options=5) for seed in range(60)]
    for seed, case in enumerate([*cases, *(random_graph_case(Random(seed), states=(2, 5)) for seed in range(40))]):
        compiled = compile(case)
        for mover in compiled.movers:
            units = None if mover.actor is None else preferences_of(compiled, mover.id)
            if units is None or len(units.counts) > 4:
                continue
            assert mover.actor is not None
            state = Random(seed).randrange(compiled.size)
            expected = None
            for cost in range(units.largest + (len(units.counts) if replacing else 0) + 1):
                for variant in units.at(cost, replacing):
                    ranks = compiled.ranks.copy()
                    ranks[mover.actor] = units.ranks(variant)
                    if expected is None and nash(compiled.with_ranks(ranks), mover)[state]:
                        expected = cost
            assert least_exchanges(compiled, units, state, replacing) == expected, (seed, mover.id, state)
            costs.append(expected)
    assert {0, 1, 2} <= set(costs)
    assert replacing or None in costs


def test_long_lists_are_searched_as_far_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile(load_case("european-security-2022"))
    usa = preferences_of(compiled, "usa")
    assert usa is not None
    monkeypatch.setattr(least_orders, "MOST_SETS", 3)
    with pytest.raises(SizeError, match="more than 3 sets of lines"):
        least_exchanges(compiled, usa, 97)


def test_nine_lines_against_every_order_of_some() -> None:
    """Among orders that change the first five lines only, none is cheaper."""
    compiled = compile(load_case("european-security-2022"))
    russia = compiled.movers[0]
    units = preferences_of(compiled, "russia")
    assert units is not None
    for state in (0, 97, 200, 411):
        least = least_exchanges(compiled, units, state)
        for order in permutations(range(5)):
            ranks = compiled.ranks.copy()
            variant = units.original.__class__((*order, *range(5, 9)))
            ranks[0] = units.ranks(variant)
            if nash(compiled.with_ranks(ranks), russia)[state]:
                crossed = sum(a > b for k, a in enumerate(order) for b in order[k + 1 :])
                assert least is not None
                assert least <= crossed
