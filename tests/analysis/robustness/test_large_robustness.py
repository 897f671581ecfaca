"""Shares over draws where states are not listed: those of the exact command, and honest where walks are followed."""

from __future__ import annotations

import json

import pytest

from analysis.robustness.test_large_draws import drawable
from countermove.analysis.robustness.large_robustness import large_robust
from countermove.analysis.robustness.robustness import robust
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.searched import searched_game

EUROPE = load_case("european-security-2022")


@pytest.mark.parametrize("seed", range(10))
def test_shares_are_those_of_the_exact_command_and_walks_reach_no_more(seed: int) -> None:
    case = drawable(seed)
    graph = compile(case)
    exact = robust(graph, draws=20, rng=seed, noise=[0, 0.3], concepts=["nash"], pairs="none")
    found = large_robust(searched_game(case), draws=20, rng=seed, noise=[0, 0.3], pairs="none")
    levels = {graph.codes_at()[o.state]: o for o in exact.outcomes}
    for outcome in found.outcomes:
        other = levels.get(outcome.state)
        if other is None:
            assert not outcome.concepts
            continue
        assert outcome.concepts == other.concepts
        for one, two in zip(outcome.levels, other.levels, strict=True):
            assert one.survival == two.survival
            assert (one.led is None) == (two.led is None)
            if one.led is not None and two.led is not None:
                assert one.led["nash"].count <= two.led["nash"].count
    written = {code for code, o in levels.items() if o.concepts}
    assert {o.state for o in found.outcomes if o.concepts} == written or len(written) > 20


def test_what_goes_with_a_fall_is_the_same() -> None:
    exact = robust(compile(EUROPE), draws=60, noise=[0.0], concepts=["nash"], pairs="none")
    found = large_robust(searched_game(EUROPE), draws=60, noise=[0.0], pairs="none")
    codes = compile(EUROPE).codes
    assert {(i.state, i.change, i.changed, i.unchanged) for i in found.influences} == {
        (int(codes[i.state]), i.change, i.changed, i.unchanged) for i in exact.influences
    }
    assert found.influences


def test_states_where_walks_end_in_draws_are_outcomes_too() -> None:
    found = large_robust(searched_game(drawable(37)), draws=20, noise=[0.5], pairs="none")
    new = [o for o in found.outcomes if not o.concepts]
    assert len(new) == 2
    for outcome in new:
        assert outcome.levels[0].led is not None
        assert 0 < outcome.levels[0].led["nash"].count <= outcome.levels[0].survival["nash"].count
    assert len(new) <= found.ends


def test_the_same_seed_gives_the_same_bytes() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    one, two, three = (large_robust(model, draws=8, rng=seed, pairs="none") for seed in (5, 5, 6))
    assert json.dumps(one.to_dict()) == json.dumps(two.to_dict())
    assert json.dumps(one.to_dict()) != json.dumps(three.to_dict())


def test_as_data() -> None:
    found = large_robust(searched_game(EUROPE), draws=10, noise=[0.0], pairs="none")
    data = json.loads(json.dumps(found.to_dict()))
    exact = robust(compile(EUROPE), draws=10, noise=[0.0], concepts=["nash"], pairs="none").to_dict()
    assert set(exact) < set(data)
    assert set(exact["outcomes"][0]) < set(data["outcomes"][0])
    assert {o["state"] for o in data["outcomes"]} == {None}
    assert data["walks"] == 3
    assert data["proved"] is True
    assert {b["state"] for b in data["breakers"]} == {None}
    assert found.to_dict(limit=1)["truncated"] is True
    assert len(found.to_frame()) == len(found.outcomes)
    assert repr(found).startswith("LargeRobustness(10 draws, seed 1; ")


def test_without_a_status_quo_no_walks_are_followed() -> None:
    case = EUROPE.model_copy(update={"status_quo": None})
    found = large_robust(searched_game(case), draws=5, noise=[0.0], pairs="none")
    assert found.walked == 0
    assert all(o.concepts and o.levels[0].led is None for o in found.outcomes)


def test_settings_that_say_nothing_are_refused() -> None:
    with pytest.raises(QuestionError, match="0 draws say nothing"):
        large_robust(searched_game(EUROPE), draws=0)
