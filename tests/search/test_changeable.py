"""What never changes: whatever legal sequences change is among what may change, for every kind of case."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.search.changeable import changeable
from reference import Model


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_changed_may_change(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5))
    case = searched_game(model.case)
    codes = [code for code in model.state_codes if code is not None]
    for start in range(0, len(codes), 4):
        for improving in (False, True):
            free = changeable(case, codes[start], improving)
            assert free is not None
            for s in model.reach(start, model.movers, improving):
                assert (codes[s] ^ codes[start]) & ~free == 0


def test_an_option_that_two_would_only_change_together_never_changes() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    assert model.status_quo is not None
    free = changeable(model, model.status_quo, improving=True)
    assert free is not None
    never = {row.full for row in model.options if not free >> row.index & 1}
    assert {"france.reinforce", "germany.reinforce", "nato.admit", "russia.attack"} < never
    assert "usa.talk" not in never
    assert changeable(model, model.status_quo, improving=False) == (1 << 38) - 1


def test_one_change_opens_another() -> None:
    chain = {f"a{k}": {"options": {"x": {}}, "prefers": [f"x iff a{k - 1}.x" if k else "x"]} for k in range(4)}
    model = searched_game(case_of(actors=chain))
    assert changeable(model, 0, improving=True) == 0b1111
    stopped = {**chain, "a1": {"options": {"x": {}}, "prefers": ["not x"]}}
    assert changeable(searched_game(case_of(actors=stopped)), 0, improving=True) == 0b0001


def test_without_time_nothing_is_claimed() -> None:
    assert changeable(searched_game(sparse_case(31, 4)), 0, improving=True, seconds=0.001) is None
