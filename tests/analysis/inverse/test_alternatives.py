"""Which preferences are worth trying: none that would do what cheaper ones do."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.analysis.evolution.paths import reachable
from countermove.analysis.inverse.alternatives import Alternatives, ChangedGames
from countermove.analysis.inverse.changes import preferences_of
from countermove.analysis.inverse.invert import invert
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.stability.concept import find_concept, stable


def alternatives(graph: ListedGame, concept: str, replacing: bool = False) -> Alternatives:
    found = {id_: preferences_of(graph, id_) for id_ in graph.actors}
    units = {id_: unit for id_, unit in found.items() if unit is not None}
    return Alternatives(ChangedGames(graph, find_concept(concept), units), replacing)


def numbers(found: Alternatives, graph: ListedGame, id_: str, cost: int) -> list[int]:
    every = np.ones(graph.size, dtype=bool)
    return [effect for _, effect in found.at(id_, cost, every, lambda: None)]


def verdicts(graph: ListedGame, concept: str) -> list[list[bool]]:
    """All that an effect has to decide: who stays where, and where improvements lead from the status quo."""
    found = [stable(graph, mover, find_concept(concept)).tolist() for mover in graph.movers]
    return [*found, reachable(graph, graph.status_quo_key or 0, improving=True).tolist()]


@pytest.mark.parametrize("concept", ["nash", "seq", "smr"])
def test_preferences_of_one_effect_change_nothing_among_any_others(concept: str) -> None:
    merged = 0
    for seed in range(40):
        rng = Random(seed)
        graph = compile(random_case(rng, max_options=4, actors=(1, 3)))
        units = {id_: preferences_of(graph, id_) for id_ in graph.actors}
        found = alternatives(graph, concept, replacing=True)
        for id_, unit in units.items():
            others = [k for k in range(len(graph.actors)) if unit is None or k != unit.actor]
            said: dict[int, Any] = {}
            for variant in () if unit is None else [v for cost in range(3) for v in unit.at(cost, True)]:
                ranks = graph.rank_rows.copy()
                for other in others:
                    ranks[other] = np.random.default_rng(seed).permutation(graph.size) if not graph.is_coalesced else 0
                assert unit is not None
                ranks[unit.actor] = unit.ranks(variant)
                effect = found._effect(id_, variant)
                now = verdicts(graph.with_ranks(ranks), concept)
                merged += effect in said
                assert said.setdefault(effect, now) == now
    assert merged > 100


def test_a_member_that_is_asked_about_one_option_has_one_effect_for_each_stance() -> None:
    graph = compile(load_case("security-council"))
    found = alternatives(graph, "nash")
    assert [len(numbers(found, graph, "e1", cost)) for cost in (0, 1)] == [1, 0]
    assert found.most("e1") == 0
    assert found.most("usa") == 6  # nobody has looked yet
    whole = [len(numbers(found, graph, "usa", cost)) for cost in range(7)]
    assert whole[0] == 1
    assert sum(whole) == 2
    assert found.most("usa") == max(k for k, many in enumerate(whole) if many)
    ranked = alternatives(graph, "seq")
    assert [len(numbers(ranked, graph, "e1", cost)) for cost in (0, 1)] == [1, 1]


def test_whoever_neither_moves_nor_is_asked_has_nothing_to_change() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"prefers": ["a.x", "not a.x"]}})
    graph = compile(case)
    for concept in ("nash", "smr"):
        found = alternatives(graph, concept)
        assert [len(numbers(found, graph, "b", cost)) for cost in (0, 1)] == [1, 0]
    with_b = invert(graph, graph.at(0))
    assert (with_b.possible, with_b.proved) == (False, True)


def test_where_states_are_many_the_whole_order_is_the_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = compile(load_case("security-council"))
    monkeypatch.setattr("countermove.analysis.inverse.alternatives.MOST_STATES", 15)
    found = alternatives(graph, "nash")
    assert [len(numbers(found, graph, "e1", cost)) for cost in (0, 1)] == [1, 1]
    monkeypatch.setattr("countermove.analysis.inverse.preferences.MOST_STATES", 15)
    assert (invert(graph, graph.at(10)).cost, invert(graph, graph.at(10), reachable=True, tries=2000).proved) == (0, False)


def test_sixteen_actors_who_are_asked_about_one_option_are_soon_searched() -> None:
    """However the council's members order what they want, improvements do not lead to state 11."""
    found = invert(compile(load_case("security-council")), 11, reachable=True, tries=5_000)
    assert (found.possible, found.proved) == (False, True)
