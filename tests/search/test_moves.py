"""Moves remembered: those that the case itself tells, at every code and in any order of asking."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.moves import OwnMoves, changeable
from reference import Model


@pytest.mark.parametrize("seed", range(80))
def test_they_are_those_of_the_case(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=6)
    model = searched_game(case)
    moves = OwnMoves(model)
    codes = compile(case).codes_at()
    Random(seed).shuffle(codes)
    for code in codes:
        for mover in model.movers:
            assert list(moves.of(mover, code, improving=False)) == list(model.moves_at(mover, code))
            improving = list(model.improvements(mover, code))
            assert list(moves.of(mover, code, improving=True)) == improving
            for against in range(len(model.actors)):
                found = list(moves.of(mover, code, improving=True, against=against))
                assert found == [a for a in model.moves_at(mover, code) if model.improves(mover, code, a, against)]
        able = [mover for mover in model.movers if list(model.improvements(mover, code))]
        assert moves.able(code) == able
        assert moves.able(code, last=0) == [mover for mover in able if mover.index]


def test_too_many_choices_are_refused() -> None:
    model = searched_game(case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}}}))
    with pytest.raises(SizeError, match="A has 15 options of its own"):
        OwnMoves(model).choices(model.movers[0], 0, improving=False)


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
    assert model.status_quo_key is not None
    free = changeable(model, model.status_quo_key, improving=True)
    assert free is not None
    never = {row.full for row in model.options if not free >> row.index & 1}
    assert {"france.reinforce", "germany.reinforce", "nato.admit", "russia.attack"} < never
    assert "usa.talk" not in never
    assert changeable(model, model.status_quo_key, improving=False) == (1 << 38) - 1


def test_one_change_opens_another() -> None:
    chain = {f"a{k}": {"options": {"x": {}}, "prefers": [f"x iff a{k - 1}.x" if k else "x"]} for k in range(4)}
    model = searched_game(case_of(actors=chain))
    assert changeable(model, 0, improving=True) == 0b1111
    stopped = {**chain, "a1": {"options": {"x": {}}, "prefers": ["not x"]}}
    assert changeable(searched_game(case_of(actors=stopped)), 0, improving=True) == 0b0001


def test_without_an_allowance_no_option_is_claimed_never_to_change() -> None:
    assert changeable(searched_game(sparse_case(31, 4)), 0, improving=True, allowance=Allowance(0.01)) is None
