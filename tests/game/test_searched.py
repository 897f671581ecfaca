"""Moves of a case that is not listed: those of the reference, state by state; and what is refused."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case
from countermove.catalog import load_case
from countermove.errors import CaseError, QuestionError, SizeError
from countermove.game.searched import searched_game
from reference import Model, status_quo_of


@pytest.mark.parametrize("seed", range(120))
def test_moves_and_improvements_are_those_of_the_reference(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, levels=seed % 2 == 0))
    case = searched_game(model.case)
    assert case.status_quo_key == status_quo_of(model.case)
    for s, code in enumerate(model.state_codes):
        assert code is not None
        assert case.is_feasible(code)
        for mover in case.movers:
            codes = {t: model.state_codes[t] for t in range(len(model.states))}
            assert set(case.moves_at(mover, code)) == {codes[t] for t in model.um(mover.id, s)}
            assert set(case.improvements(mover, code)) == {codes[t] for t in model.ui(mover.id, s)}


@pytest.mark.parametrize("seed", range(30))
def test_what_is_not_feasible_is_told_apart(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, levels=True))
    case = searched_game(model.case)
    size = 2 ** len(case.options)
    assert [code for code in range(size) if case.is_feasible(code)] == model.state_codes


def test_codes_may_be_longer_than_a_word() -> None:
    actors = {f"a{k}": {"options": {"x": {}, "y": {}}, "prefers": ["x"]} for k in range(50)}
    case = searched_game(case_of(actors=actors, status_quo=["a49.y"]))
    assert case.status_quo_key == 1 << 99
    assert list(case.improvements(case.mover("a49"), 1 << 99)) == [1 << 98, 3 << 98]


def test_many_options_of_one_mover_are_not_looked_at_one_by_one() -> None:
    case = searched_game(case_of(actors={"a": {"options": {f"o{k}": {} for k in range(70)}, "prefers": ["o1"]}}))
    assert case.movers[0].choices is None
    with pytest.raises(SizeError, match=r"^A has 70 options of its own, which can be combined in more than 16,384"):
        list(case.moves_at(case.movers[0], 0))


def test_levels_leave_few_choices() -> None:
    levels = {f"o{k}": {"levels": ["none", "some", "full"]} for k in range(5)}
    case = searched_game(case_of(actors={"a": {"options": levels}}))
    assert case.movers[0].choices is not None
    assert len(case.movers[0].choices) == 3**5


def test_a_status_quo_that_is_not_feasible_is_an_error() -> None:
    actors = {"a": {"options": {"x": {}, "y": {}}}}
    for rules, reason in (
        ({"impossible": ["x and y"]}, "impossible: x and y"),
        ({"always": ["not x"]}, "always: not x"),
    ):
        with pytest.raises(CaseError) as caught:
            searched_game(case_of(actors=actors, status_quo=["x", "y"], **rules))
        assert f"the status quo is not feasible: {reason}" in str(caught.value)


def test_coalesced_states_and_listed_states_are_refused() -> None:
    with pytest.raises(QuestionError, match=r"^coalesced states are looked at only where states can be listed"):
        searched_game(case_of(actors={"a": {"options": {"x": {}}}}, coalesce=["x"]))
    with pytest.raises(QuestionError, match=r"^the case has no options"):
        searched_game(case_of(states={"s": "S"}, actors={"a": {"moves": []}}))


def test_a_mover_is_found_by_its_id() -> None:
    case = searched_game(load_case("european-security-2022"))
    assert case.mover("nato").is_body
    with pytest.raises(QuestionError, match='did you mean "russia"'):
        case.mover("rusia")
