"""The smallest change of preferences, against trying every one."""

from __future__ import annotations

from math import factorial, prod
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.analysis.evolution.paths import reachable
from countermove.analysis.inverse.bounds import least_swaps
from countermove.analysis.inverse.changes import preferences_of
from countermove.analysis.inverse.inverse import Inverse, Solution
from countermove.analysis.inverse.invert import invert
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.concept import find_concept, stable
from reference_inverse import smallest

CONCEPTS = ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis")


def small(case: Case, most: int) -> bool:
    """Whether few enough orders are possible to try them all."""
    sizes = [len(a.prefers or a.ranking or ()) for a in case.actors.values()]
    return prod(map(factorial, sizes)) <= most and all(
        a.prefers or not a.ranking or case.is_graph for a in case.actors.values()
    )


def solved(found: Inverse) -> set[Any]:
    return {
        (s.state.key, frozenset((i, v.order, v.replaced) for i, v in s.variants if v.order or v.replaced))
        for s in found.solutions
    }


def states(game: ListedGame, *keys: int) -> list[State]:
    return [game.at(key) for key in keys]


def agree(case: Case, wanted: set[int], concept: str, **how: Any) -> int | None:
    compiled = compile(case)
    cost, expected = smallest(
        case, wanted, concept, how.get("actors"), how.get("reachable", False), how.get("replace", False)
    )
    found = invert(compiled, states(compiled, *sorted(wanted)), concept=concept, limit=100_000, **how)
    assert (found.possible, found.proved, found.cost) == (cost is not None, True, cost)
    assert found.count == len(found.solutions) == len(expected)
    if not any(a.ranking for a in case.actors.values()):
        assert solved(found) == expected
    return cost


@pytest.mark.parametrize("concept", CONCEPTS)
def test_the_smallest_changes_are_those_of_trying_all(concept: str) -> None:
    costs = []
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, max_options=4, actors=(1, 3))
        if small(case, 200):
            size = compile(case).size
            wanted = set(rng.sample(range(size), min(size, rng.choice([1, 2]))))
            costs.append(agree(case, wanted, concept))
    assert len(costs) > 15
    assert None in costs
    assert max(cost or 0 for cost in costs) >= 1


@pytest.mark.parametrize("concept", ["nash", "seq"])
def test_and_so_they_are_where_lines_are_replaced(concept: str) -> None:
    costs = []
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, max_options=3, actors=(1, 2), coalesce=False)
        if small(case, 12):
            costs.append(agree(case, {rng.randrange(compile(case).size)}, concept, replace=True))
    assert len(costs) > 10
    assert {0, 1} <= set(costs)


@pytest.mark.parametrize("concept", ["nash", "gmr", "seq"])
def test_and_so_they_are_for_rankings(concept: str) -> None:
    costs = []
    for seed in range(60):
        rng = Random(seed)
        case = random_graph_case(rng, states=(2, 4), actors=(1, 2))
        if small(case, 600):
            costs.append(agree(case, {rng.randrange(compile(case).size)}, concept))
    assert len(costs) > 20
    assert max(cost or 0 for cost in costs) >= 2


def test_and_so_they_are_where_improvements_must_lead_there() -> None:
    costs = []
    for seed in range(120):
        rng = Random(seed)
        case = random_case(rng, max_options=4, actors=(1, 3))
        if small(case, 60) and case.status_quo is not None:
            costs.append(agree(case, {rng.randrange(compile(case).size)}, "nash", reachable=True))
    assert len(costs) > 15
    assert max(cost or 0 for cost in costs) >= 1


@pytest.mark.parametrize("concept", ["nash", "gmr", "seq"])
def test_and_where_lines_are_replaced_so_that_they_do(concept: str) -> None:
    costs = []
    for seed in range(200, 320):
        rng = Random(seed)
        case = random_case(rng, max_options=3, actors=(2, 3))
        if small(case, 8) and case.status_quo is not None:
            wanted = {rng.randrange(compile(case).size)}
            costs.append(agree(case, wanted, concept, reachable=True, replace=case.coalesce == ()))
    assert len(costs) > 15
    assert max(cost or 0 for cost in costs) >= 1


def test_only_some_actors_may_change() -> None:
    for seed in range(40):
        rng = Random(seed)
        case = random_case(rng, max_options=4, actors=(2, 3))
        movable = [i for i, a in case.actors.items() if a.prefers]
        if small(case, 200) and movable:
            state = rng.randrange(compile(case).size)
            cost = agree(case, {state}, "nash", actors=movable[:1])
            every = invert(compile(case), state + 1)
            assert cost is None or (every.cost is not None and every.cost <= cost)


def test_nothing_has_to_change_where_it_is_an_equilibrium() -> None:
    for id_ in ("elmira", "north-korea-2017", "chicken"):
        compiled = compile(load_case(id_))
        holding = equilibria(compiled, ["nash"]).holding("nash")
        for state in range(compiled.size):
            assert (invert(compiled, states(compiled, state)).cost == 0) == holding[state]


def changed(compiled: ListedGame, solution: Solution) -> ListedGame:
    ranks = compiled.rank_rows.copy()
    for id_, variant in solution.variants:
        units = preferences_of(compiled, id_)
        assert units is not None
        ranks[units.actor] = units.ranks(variant)
    return compiled.with_ranks(ranks)


@pytest.fixture(scope="module")
def talks() -> ListedGame:
    return compile(load_case("european-security-2022"))


def test_the_attack_is_an_equilibrium_already(talks: ListedGame) -> None:
    found = invert(talks, "russia.attack")
    assert (found.cost, found.proved) == (0, True)
    assert [s.state.number for s in found.solutions] == [152, 173, 416]
    first = found.to_dict()["solutions"][0]
    assert (first["state"], first["changes"], first["options"]["russia.attack"]) == (152, [], True)


def test_three_exchanges_among_russias_lines_lead_to_the_attack(talks: ListedGame) -> None:
    found = invert(talks, "russia.attack", reachable=True)
    assert (found.cost, found.proved, found.count) == (3, True, 7)
    alone = [s for s in found.solutions if [i for i, _ in s.variants] == ["russia"]]
    assert [s.state.number for s in alone] == [152, 152, 152]
    assert [change.to_dict() for change in alone[0].changes] == [
        {"actor": "russia", "exchange": [k, k + 1]} for k in (3, 4, 5)
    ]
    for solution in found.solutions:
        other = changed(talks, solution)
        assert equilibria(other, ["nash"]).holding("nash")[solution.state]
        assert reachable(other, 97, improving=True)[solution.state]


def test_one_replaced_line_leads_to_the_attack(talks: ListedGame) -> None:
    found = invert(talks, "russia.attack", reachable=True, replace=True)
    assert (found.cost, found.proved) == (1, True)
    assert {"actor": "russia", "line": 3, "replace": "otherwise"} in [
        c.to_dict() for s in found.solutions for c in s.changes
    ]


def test_that_nothing_helps_is_proved(talks: ListedGame) -> None:
    found = invert(talks, states(talks, 97))
    assert (found.possible, found.proved, found.cost, found.solutions) == (False, True, None, ())
    with pytest.raises(QuestionError, match="no state is given"):
        invert(talks, [])


def test_a_search_that_is_stopped_proves_nothing(talks: ListedGame) -> None:
    found = invert(talks, "russia.attack", reachable=True, tries=20)
    assert (found.possible, found.proved, found.cost) == (None, False, None)
    assert found.to_dict()["proved"] is False


def test_a_search_that_is_stopped_among_solutions_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile(load_case("elmira"))
    every = invert(compiled, states(compiled, 3))
    monkeypatch.setattr("countermove.analysis.inverse.preferences.MOST_TRIED", every.tried - 1)
    found = invert(compiled, states(compiled, 3))
    assert (found.possible, found.proved, found.cost) == (True, False, 2)
    assert 0 < found.count <= every.count


def test_a_chosen_number_of_solutions_is_listed(talks: ListedGame) -> None:
    found = invert(talks, "russia.attack", limit=2)
    assert (len(found.solutions), found.count) == (2, 3)
    replaced = invert(talks, states(talks, 151), reachable=True, replace=True)
    assert replaced.to_frame()["replace"].tolist() == ["negation", "otherwise"]


def test_weights_are_not_changed() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": 1}}, "b": {"prefers": ["x"]}})
    assert invert(compile(case), 1).possible is False
    with pytest.raises(QuestionError, match=r'^"a" has no preference statements and no ranking'):
        invert(compile(case), 1, actors=["a"])


def test_only_states_that_may_hold_at_a_cost_are_looked_at_closely(
    talks: ListedGame, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where all 416 states are wanted, six hold already, and nobody is bounded who has to change."""
    looked: list[int] = []

    def counting(compiled: ListedGame, units: Any, state: int, *how: Any) -> int | None:
        looked.append(state)
        return least_swaps(compiled, units, state, *how)

    monkeypatch.setattr("countermove.analysis.inverse.preferences.least_swaps", counting)
    found = invert(talks, states(talks, *range(talks.size)))
    assert (found.cost, found.count, found.proved) == (0, 6, True)
    content = [stable(talks, mover, find_concept("nash")) for mover in talks.movers if mover.actor is not None]
    assert set(looked) == set(np.flatnonzero(np.all(content, axis=0)).tolist())


def test_states_that_take_too_long_to_bound_are_searched_without(talks: ListedGame, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = invert(talks, states(talks, 97, 151), actors=["russia"]).to_dict()

    def refusing(*_: Any) -> None:
        raise SizeError("too many sets of lines")

    monkeypatch.setattr("countermove.analysis.inverse.preferences.least_swaps", refusing)
    assert invert(talks, states(talks, 97, 151), actors=["russia"]).to_dict() == expected


def test_bounding_states_stops_too(talks: ListedGame, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(*how: Any) -> None:
        how[-1].spend(1.0)
        raise SizeError("more than it may do")

    monkeypatch.setattr("countermove.analysis.inverse.preferences.least_swaps", slow)
    found = invert(talks, states(talks, 97), allowance=Allowance(0.5))
    assert (found.possible, found.proved, found.tried) == (None, False, 0)
