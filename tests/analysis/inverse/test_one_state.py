"""One state, solved by itself: costs, counts and ways are those of trying every change."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case
from countermove.analysis.inverse.one_state import LeastChange, StatementLevels, least_change_at, statement_levels
from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame, searched_game
from reference import Model
from reference_inverse import smallest


def all_lines(model: SearchedGame) -> dict[int, StatementLevels]:
    found = {k: statement_levels(model, actor) for k, actor in enumerate(model.actors)}
    return {k: lines for k, lines in found.items() if lines is not None}


def changes(model: SearchedGame, answer: LeastChange) -> set[frozenset[object]]:
    return {frozenset((model.actors[a], v.order, v.replaced) for a, v in way) for way in answer.ways}


@pytest.mark.parametrize("seed", range(40))
def test_the_answer_is_that_of_trying_every_change(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, coalesce=False, max_options=4, actors=(1, 3))
    while any(record.ranking is not None for record in case.actors.values()):
        case = random_case(rng, coalesce=False, max_options=4, actors=(1, 3))
    lines = {id_: record.prefers[:3] if record.prefers else None for id_, record in case.actors.items()}
    case = case.model_copy(
        update={"actors": {i: r.model_copy(update={"prefers": lines[i]}) for i, r in case.actors.items()}}
    )
    exact, model = Model(case), searched_game(case)
    replacing = seed % 4 == 0
    for s in rng.sample(range(len(exact.states)), min(2, len(exact.states))):
        code = exact.state_codes[s]
        cost, found = smallest(case, {s}, "nash", replacing=replacing)
        answer = least_change_at(model, all_lines(model), code, replacing=replacing, limit=10_000)
        assert (answer.cost, answer.at_least, answer.count) == (cost, cost, len(found))
        assert changes(model, answer) == {frozenset(change) for _, change in found}
        assert answer.is_complete


PAIR = case_of(
    actors={
        "ann": {"options": {"stay": {}}, "prefers": ["not stay", "stay iff bob.stay"]},
        "bob": {"options": {"stay": {}}, "prefers": ["not stay", "stay iff ann.stay"]},
    }
)
"""Each would leave; if it put the second line first, it would stay as long as the other does."""

COUNCIL = {
    "actors": {
        "ann": {"options": {"go": {}}, "prefers": ["go", "pact", "not board.pact"]},
        "bob": {"prefers": ["board.pact", "not board.pact or go", "not board.pact"]},
        "cat": {"prefers": ["board.pact", "not board.pact"]},
    },
    "bodies": {"board": {"members": ["ann", "bob", "cat"], "decides": "unanimity", "options": {"pact": {}}}},
}


def test_each_way_of_one_goes_with_each_way_of_the_other() -> None:
    """Either turns its two lines round, or turns the first into its opposite."""
    model = searched_game(PAIR)
    answer = least_change_at(model, all_lines(model), 0b11, replacing=True, limit=3)
    assert (answer.cost, answer.count, len(answer.ways)) == (2, 4, 3)
    assert [actor for actor, _ in answer.ways[0]] == [0, 1]


def test_members_of_a_body_pay_once_for_all_of_them() -> None:
    """Without the pact all would decide for it; the cheapest is that one of the others turns its last two lines."""
    case = case_of(**COUNCIL)
    model = searched_game(case)
    answer = least_change_at(model, all_lines(model), 0b1)
    assert (answer.cost, answer.count) == smallest_of(case)
    assert answer.cost == 1
    assert all(len(way) == 1 for way in answer.ways)


def smallest_of(case: object) -> tuple[int | None, int]:
    exact = Model(case)  # type: ignore[arg-type]
    wanted = {s for s, code in enumerate(exact.state_codes) if code == 0b1}
    cost, found = smallest(case, wanted, "nash")  # type: ignore[arg-type]
    return cost, len(found)


def test_a_body_that_nobody_can_stop_is_proved_to_be_hopeless() -> None:
    data = {**COUNCIL, "actors": {"ann": {"options": {"go": {}}, "prefers": ["go"]}, "bob": {"prefers": ["pact"]}}}
    data["bodies"] = {"board": {"members": ["bob"], "decides": "unanimity", "options": {"pact": {}}}}
    model = searched_game(case_of(**data))
    answer = least_change_at(model, all_lines(model), 0b1)
    assert answer == LeastChange(None, None)
    assert least_change_at(model, all_lines(model), 0b1, replacing=True).cost == 1


def test_who_may_not_change_must_not_be_tempted() -> None:
    model = searched_game(PAIR)
    lines = all_lines(model)
    assert least_change_at(model, {0: lines[0]}, 0b11).at_least is None
    assert least_change_at(model, {0: lines[0]}, 0b00).cost == 0


def test_beyond_the_budget_nothing_is_looked_for() -> None:
    model = searched_game(PAIR)
    answer = least_change_at(model, all_lines(model), 0b11, budget=1)
    assert (answer.cost, answer.at_least, answer.is_complete) == (None, 2, True)


def test_when_nothing_is_left_it_says_so() -> None:
    model = searched_game(PAIR)
    answer = least_change_at(model, all_lines(model), 0b11, allowance=Allowance(0))
    assert (answer.cost, answer.is_complete) == (None, False)
    assert answer.at_least is not None
    assert answer.at_least <= 2
