"""Random improvement walks: the chain against exact elimination and step by step; sampled walks near its chances."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.analysis.evolution import improvement_walk as module
from countermove.analysis.evolution.improvement_walk import Ending, ImprovementWalk, improvement_walk, sampled_walk
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.moves import OwnMoves
from reference import Model
from reference_paths import chances


def chances_of(answer: ImprovementWalk) -> dict[frozenset[int], float]:
    return {frozenset(state.key for state in ending.states): ending.chance for ending in answer.endings}


@pytest.mark.parametrize("way", ["eliminated", "followed"])
def test_the_chances_are_those_of_exact_elimination(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "followed":
        monkeypatch.setattr(module, "EXACT_STATES", 0)
    circles = several = 0
    cases = [random_case(Random(seed), max_options=4) for seed in range(40)]
    for seed, case in enumerate([*cases, *(random_graph_case(Random(seed)) for seed in range(40))]):
        compiled, model = compile(case), Model(case)
        for start in Random(seed).sample(range(compiled.size), min(3, compiled.size)):
            answer, expected = improvement_walk(compiled, start + 1), chances(model, start)
            assert chances_of(answer) == pytest.approx({end: float(p) for end, p in expected.items()}, abs=1e-7)
            assert answer.residual is not None
            assert answer.residual <= 1e-9
            assert (answer.residual == 0) or way == "followed"
            circles += any(len(ending.states) > 1 for ending in answer.endings)
            several += len(answer.endings) > 1
    assert circles > 3
    assert several > 10


def test_the_endings_are_in_order_and_their_chances_sum_to_one() -> None:
    for seed in range(30):
        compiled = compile(random_case(Random(seed), max_options=5))
        answer = improvement_walk(compiled, 1)
        assert sum(ending.chance for ending in answer.endings) == pytest.approx(1)
        assert [e.chance for e in answer.endings] == sorted((e.chance for e in answer.endings), reverse=True)


def test_a_mover_is_drawn_first_and_then_one_of_its_improvements() -> None:
    """Two improvements of a and one of b: a fourth, a fourth, a half."""
    case = graph("stuv", a=("st su", "v u t s"), b=("sv", "v stu"))
    answer = improvement_walk(compile(case), 1)
    assert chances_of(answer) == {frozenset({3}): 0.5, frozenset({1}): 0.25, frozenset({2}): 0.25}
    assert (answer.steps, answer.residual) == (1.0, 0.0)


def test_where_nobody_improves_it_ends_at_once() -> None:
    compiled = compile(load_case("prisoners-dilemma"))
    (end,) = improvement_walk(compiled, 1).endings[0].states
    assert improvement_walk(compiled, end) == ImprovementWalk(end, (Ending((end,), 1.0),), 0.0, 0.0)


def test_a_mover_may_be_drawn_twice_in_a_row() -> None:
    """Alone it goes on where legal sequences would not let it."""
    assert chances_of(improvement_walk(compile(graph("stu", a=("st tu", "u t s"))), 1)) == {frozenset({2}): 1.0}


def test_the_chance_that_is_not_decided_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT_STATES", 0)
    monkeypatch.setattr(module, "MOST_ROUNDS", 1)
    answer = improvement_walk(compile(load_case("european-security-2022")), 98)
    assert answer.residual == 1.0
    assert answer.endings == ()


def test_too_many_moves_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MOVES", 5)
    with pytest.raises(SizeError, match=r"^the walk passes through more than 5 improvements$"):
        improvement_walk(compile(load_case("european-security-2022")), 98)


def test_a_state_is_given_as_in_every_question() -> None:
    compiled = compile(load_case("european-security-2022"))
    assert improvement_walk(compiled, "now") == improvement_walk(compiled, 98)
    with pytest.raises(QuestionError, match="there is no state 9999"):
        improvement_walk(compiled, 9999)


def test_as_data_states_count_from_one() -> None:
    actors = {"a": {"options": {"x": {}}, "prefers": ["x"]}}
    ending = {"states": [2], "codes": None, "chance": 1.0, "low": None, "high": None}
    assert improvement_walk(compile(case_of(actors=actors)), 1).to_dict() == {
        "from": 1, "estimate": False, "walks": None, "endings": [ending], "unsettled": None, "steps": 1.0, "residual": 0.0,
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(40))
def test_sampled_walks_are_near_the_chances_of_the_chain(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    compiled, searched = compile(case), searched_game(case)
    codes = compiled.codes_at()
    exact = improvement_walk(compiled, 1)
    answer = improvement_walk(searched, searched.at(codes[0]), walks=400, rng=seed)
    chances = {codes[e.states[0].key]: e.chance for e in exact.endings if len(e.states) == 1}
    shares = {ending.states[0].key: ending.chance for ending in answer.endings}
    assert shares.keys() <= chances.keys()
    for code, chance in chances.items():
        assert abs(shares.get(code, 0.0) - chance) < 0.13  # more than five standard deviations
    assert answer.walks is not None
    assert answer.unsettled is not None
    assert answer.walks <= 400
    assert sum(e.estimate.count for e in answer.endings if e.estimate) + answer.unsettled.count == answer.walks
    if len(chances) == len(exact.endings):
        assert answer.unsettled.count == 0
        assert answer.steps == pytest.approx(exact.steps, rel=0.5, abs=0.5)


def test_walks_that_never_come_to_rest_are_counted() -> None:
    chase = {
        "a": {"options": {"x": {}}, "prefers": ["a.x iff b.x"]},
        "b": {"options": {"x": {}}, "prefers": ["not (a.x iff b.x)"]},
    }
    game = searched_game(case_of(actors=chase))
    answer = improvement_walk(game, game.at(0))
    assert answer.endings == ()
    assert answer.walks == 400  # 500 steps each, and none begins after 200,000
    assert answer.unsettled is not None
    assert answer.unsettled.count == 400
    assert answer.steps is None
    data = answer.to_dict()
    assert (data["estimate"], data["endings"], data["unsettled"]["share"]) == (True, [], 1.0)


def test_the_seed_decides() -> None:
    game = searched_game(random_case(Random(1), coalesce=False))
    first, again = (improvement_walk(game, game.at(0), walks=50, rng=3) for _ in range(2))
    assert first == again


def test_codes_stand_for_numbers_where_there_are_none() -> None:
    game = searched_game(load_case("prisoners-dilemma"))
    (ending,) = improvement_walk(game, game.at(3), walks=50).to_dict()["endings"]
    assert (ending["states"], ending["codes"], ending["chance"], ending["high"]) == (None, [0], 1.0, 1.0)


def test_one_walk_is_made_where_the_time_is_over() -> None:
    game = searched_game(load_case("prisoners-dilemma"))
    late = sampled_walk(OwnMoves(game), game.at(3), 50, allowance=Allowance(0))
    assert (late.walks, late.endings) == (1, ())
    assert late.unsettled is not None
    assert late.unsettled.count == 1
