"""Smallest changes in searched games: as the exact search where that can be made, proved or said to be unproved."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import random_case, sparse_case
from countermove.analysis.inverse.inverse import Inverse
from countermove.analysis.inverse.invert import invert
from countermove.catalog import load_case
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.statements import parse

ALLIES = searched_game(load_case("thirty-allies-2022"))


def without_rankings(rng: Random) -> Case:
    while True:
        case = random_case(rng, coalesce=False, max_options=6)
        if all(record.ranking is None for record in case.actors.values()):
            return case


def summary(found: Inverse) -> object:
    ways = {(s.state.key, frozenset(s.variants)) for s in found.solutions}
    return found.possible, found.proved, found.cost, found.count, ways


def exact_summary(graph: ListedGame, wanted: list[int], **how: bool) -> object:
    found = invert(graph, [graph.at(key) for key in wanted], limit=10**6, **how)  # type: ignore[arg-type]
    ways = {(graph.codes_at()[s.state.key], frozenset(s.variants)) for s in found.solutions}
    return found.possible, found.proved, found.cost, found.count, ways


@pytest.mark.parametrize("seed", range(40))
def test_it_is_the_exact_answer(seed: int) -> None:
    rng = Random(seed)
    case = without_rankings(rng)
    graph, model = compile(case), searched_game(case)
    replace = seed % 2 == 0
    state = rng.randrange(graph.size)
    one = invert(model, model.at(graph.codes_at()[state]), replace=replace, limit=10**6)
    assert summary(one) == exact_summary(graph, [state], replace=replace)
    rows = rng.sample(case.option_rows, min(2, len(case.option_rows)))
    node = OptionNames(case).bind(parse((" or " if seed % 3 else " and not ").join(row.full for row in rows)))
    wanted = np.flatnonzero(graph.holds(node)).tolist()
    several = invert(model, node, replace=replace, limit=10**6)
    assert summary(several) == exact_summary(graph, wanted, replace=replace)


@pytest.mark.parametrize("seed", range(12))
def test_what_is_shown_to_be_reached_is_reached(seed: int) -> None:
    rng = Random(seed)
    case = without_rankings(rng)
    while case.status_quo is None:
        case = without_rankings(rng)
    graph, model = compile(case), searched_game(case)
    state = rng.randrange(graph.size)
    found = invert(model, model.at(graph.codes_at()[state]), reachable=True, limit=10**6)
    exact = invert(graph, state + 1, reachable=True, limit=10**6)
    if found.possible:
        assert (exact.possible, exact.cost) == (True, found.cost)
        assert {frozenset(s.variants) for s in found.solutions} <= {frozenset(s.variants) for s in exact.solutions}
        assert found.proved == (found.unreached == 0)
        assert found.count + found.barred + found.unreached >= len(exact.solutions)
        assert found.count <= len(exact.solutions)
        if not found.unreached:
            assert found.count == len(exact.solutions)
    elif found.possible is False:
        assert exact.possible is False
    elif exact.possible:
        assert found.at_least is not None
        assert exact.cost is not None
        assert found.unreached or found.at_least > 0
        assert found.at_least <= exact.cost


def test_the_thirty_allies() -> None:
    names = OptionNames(ALLIES.case)
    found = invert(ALLIES, names.bind(parse("russia.attack and usa.deal")), replace=True, limit=3)
    assert (found.possible, found.proved, found.cost, found.count) == (True, True, 1, 30)
    assert len(found.solutions) == 3
    none = invert(ALLIES, names.bind(parse("usa.deal")))
    assert (none.possible, none.proved, none.cost, none.at_least) == (False, True, None, None)
    assert ALLIES.status_quo_key is not None
    assert invert(ALLIES, "now", replace=True).cost == 9


def test_only_some_may_change() -> None:
    names = OptionNames(ALLIES.case)
    found = invert(ALLIES, names.bind(parse("nato.renounce")), replace=True, actors=["turkey"], limit=100)
    assert found.possible
    assert {actor for s in found.solutions for actor, _ in s.variants} == {"turkey"}


def test_more_options_than_a_machine_word() -> None:
    model = searched_game(sparse_case(31, 4))
    names = OptionNames(model.case)
    row = model.options[5].full
    found = invert(model, names.bind(parse(row)), limit=1, allowance=Allowance(2))
    assert (found.cost, found.at_least) == (0, 0)
    assert found.solutions[0].state.key >> 5 & 1
    assert not found.proved


def test_when_time_runs_out_nothing_is_claimed() -> None:
    node = OptionNames(ALLIES.case).bind(parse("nato.renounce"))
    found = invert(ALLIES, node, replace=True, seconds=0.001)
    assert not found.proved
    assert found.possible in (None, True)
