"""Goals: how far they are is never overestimated, and falls by at most one with a move."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, random_statement
from countermove.game.compile import compile
from countermove.game.searched import SearchedGame, searched_game
from countermove.model.names import OptionNames
from countermove.model.statements import parse
from countermove.search.goals import Goal, StateGoal, StatementGoal


def check(model: SearchedGame, codes: list[int], goal: Goal, ends: set[int]) -> None:
    for code in codes:
        assert goal.reached(code) == (code in ends)
        assert (goal.least(code) == 0) == goal.reached(code)
        for mover in model.movers:
            for after in model.moves(mover, code):
                assert abs(goal.least(after) - goal.least(code)) <= 1


@pytest.mark.parametrize("seed", range(40))
def test_a_state(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    model, codes = searched_game(case), compile(case).codes.tolist()
    end = Random(seed).choice(codes)
    check(model, codes, StateGoal(model, end), {end})


@pytest.mark.parametrize("seed", range(60))
def test_a_statement(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    model, codes = searched_game(case), compile(case).codes.tolist()
    node = OptionNames(case).bind(parse(random_statement(Random(seed), [row.full for row in model.options], 2)))
    goal = StatementGoal(model, node)
    ends = {code for code in codes if model.holds(node, code)}
    check(model, codes, goal, ends)
    for code in codes:
        for end in ends:
            assert goal.least(code) <= StateGoal(model, end).least(code)


def test_all_of_several_movers_have_to_move() -> None:
    case = case_of(actors={a: {"options": {"x": {}}} for a in "abc"})
    model = searched_game(case)
    goal = StatementGoal(model, OptionNames(case).bind(parse("atleast(2, a.x, b.x, c.x)")))
    assert [goal.least(code) for code in (0b000, 0b001, 0b011)] == [2, 1, 0]


def test_of_many_options_it_is_only_told_whether_it_holds() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(13)}}, "b": {"options": {"y": {}}}})
    names = ", ".join(f"a.o{k}" for k in range(13))
    goal = StatementGoal(searched_game(case), OptionNames(case).bind(parse(f"all({names}, b.y)")))
    assert goal.least(0) == 1
    assert goal.least((1 << 14) - 1) == 0


def test_one_mover_that_has_to_change_several_options_moves_once() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}}, "b": {"options": {"z": {}}}})
    goal = StatementGoal(searched_game(case), OptionNames(case).bind(parse("all(a.x, a.y)")))
    assert [goal.least(code) for code in range(4)] == [1, 1, 1, 0]
