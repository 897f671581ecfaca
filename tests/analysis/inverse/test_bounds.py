"""The least cost at which a state is Nash stable for an actor, against trying every order; what no change can reach."""

from __future__ import annotations

from itertools import permutations, product
from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.evolution.paths import reachable
from countermove.analysis.inverse import bounds
from countermove.analysis.inverse.bounds import conceivable, least_swaps
from countermove.analysis.inverse.changes import preferences_of
from countermove.analysis.inverse.invert import invert
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.nash import nash
from reference_inverse import others


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
            for cost in range(units.greatest_cost + (len(units.counts) if replacing else 0) + 1):
                for variant in units.at(cost, replacing):
                    ranks = compiled.rank_rows.copy()
                    ranks[mover.actor] = units.ranks(variant)
                    if expected is None and nash(compiled.with_ranks(ranks), mover)[state]:
                        expected = cost
            assert least_swaps(compiled, units, state, replacing) == expected, (seed, mover.id, state)
            costs.append(expected)
    assert {0, 1, 2} <= set(costs)
    assert replacing or None in costs


def test_long_lists_are_searched_as_far_as_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile(load_case("european-security-2022"))
    usa = preferences_of(compiled, "usa")
    assert usa is not None
    monkeypatch.setattr(bounds, "MOST_SETS", 3)
    with pytest.raises(SizeError, match="more than 3 sets of lines"):
        least_swaps(compiled, usa, 97)


def test_nine_lines_against_every_order_of_some() -> None:
    """Among orders that change the first five lines only, none is cheaper."""
    compiled = compile(load_case("european-security-2022"))
    russia = compiled.movers[0]
    units = preferences_of(compiled, "russia")
    assert units is not None
    for state in (0, 97, 200, 411):
        least = least_swaps(compiled, units, state)
        for order in permutations(range(5)):
            ranks = compiled.rank_rows.copy()
            variant = units.original.__class__((*order, *range(5, 9)))
            ranks[0] = units.ranks(variant)
            if nash(compiled.with_ranks(ranks), russia)[state]:
                crossed = sum(a > b for k, a in enumerate(order) for b in order[k + 1 :])
                assert least is not None
                assert least <= crossed


def bound(graph: ListedGame, replacing: bool = False, only: tuple[str, ...] | None = None) -> set[int]:
    found = {id_: preferences_of(graph, id_) for id_ in graph.actors if only is None or id_ in only}
    units = {id_: unit for id_, unit in found.items() if unit is not None}
    return set(np.flatnonzero(conceivable(graph, units, graph.status_quo_key or 0, replacing)).tolist())


@pytest.mark.parametrize("replacing", [False, True])
def test_what_is_reached_under_any_preferences_lies_within(replacing: bool) -> None:
    beyond, tight, tried = 0, 0, 0
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, max_options=4, actors=(1, 3))
        choices = [
            [other[1] for other in others(record, replacing, [1] * len(record.prefers))] if record.prefers else [record]
            for record in case.actors.values()
        ]
        if case.status_quo is None or np.prod([len(c) for c in choices]) > 60:
            continue
        graph, reached = compile(case), set[int]()
        for records in product(*choices):
            changed: Case = case.model_copy(update={"actors": dict(zip(case.actors, records, strict=True))})
            other = compile(changed)
            reached |= set(np.flatnonzero(reachable(other, other.status_quo_key or 0, improving=True)).tolist())
        lies = bound(graph, replacing)
        assert reached <= lies
        tried, beyond, tight = tried + 1, beyond + (len(lies) < graph.size), tight + (reached == lies)
    assert tried > 15
    assert beyond > 5
    assert tight > 5


def council(rule: object, **wishes: list[str]) -> ListedGame:
    actors = {id_: {"prefers": lines} for id_, lines in wishes.items()}
    body = {"members": list(wishes), "decides": rule, "options": {"act": "Act"}}
    return compile(case_of(actors=actors, bodies={"board": body}, status_quo=[]))


def test_a_body_moves_if_its_members_could_be_for_it() -> None:
    assert bound(council("unanimity", a=["act"], b=["not act", "act"])) == {0, 1}
    assert bound(council("unanimity", a=["act"], b=["not act"])) == {0}
    assert bound(council("unanimity", a=["act"], b=["not act"]), replacing=True) == {0, 1}
    assert bound(council("majority", a=["act"], b=["act"], c=["not act"])) == {0, 1}
    assert bound(council("consensus", a=["act"], b=["not act"])) == {0}
    assert bound(council("consensus", a=["act"], b=["not act", "act"])) == {0, 1}
    assert bound(council("consensus", a=["act"], b=["not act", "act"]), only=("a",)) == {0}


def test_ways_that_nobody_could_like_are_proved_away_at_once() -> None:
    graph = compile(load_case("european-security-2022"))
    for target in ("nato.renounce", "nato.admit"):
        found = invert(graph, target, reachable=True, tries=1)
        assert (found.possible, found.proved) == (False, True)
