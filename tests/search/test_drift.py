"""The drift by walks: near the chances that are computed where states are listed, and told as an estimate."""

from __future__ import annotations

from random import Random
from time import monotonic

import pytest

from cases import case_of, random_case
from countermove.analysis.drift import drift
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.drift import large_drift
from countermove.search.goals import StateGoal
from countermove.search.own_moves import OwnMoves
from countermove.search.paths import Lattice, reached_from
from countermove.search.walks import walks


@pytest.mark.parametrize("seed", range(40))
def test_it_is_near_the_chances_of_the_chain(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    graph = compile(case)
    codes = graph.codes.tolist()
    exact = drift(graph, 0)
    found = large_drift(OwnMoves(searched_game(case)), codes[0], walks=400, rng=seed)
    chances = {codes[e.states[0]]: e.chance for e in exact.endings if len(e.states) == 1}
    shares = {code: share.share for code, share in found.endings}
    assert shares.keys() <= chances.keys()
    for code, chance in chances.items():
        assert abs(shares.get(code, 0.0) - chance) < 0.13  # more than five standard deviations
    assert found.walks <= 400
    assert sum(share.count for _, share in found.endings) + found.unsettled.count == found.walks
    if len(chances) == len(exact.endings):
        assert found.unsettled.count == 0
        assert found.steps == pytest.approx(exact.steps, rel=0.5, abs=0.5)


def test_walks_that_never_come_to_rest_are_counted() -> None:
    chase = {
        "a": {"options": {"x": {}}, "prefers": ["a.x iff b.x"]},
        "b": {"options": {"x": {}}, "prefers": ["not (a.x iff b.x)"]},
    }
    found = large_drift(OwnMoves(searched_game(case_of(actors=chase))), 0)
    assert found.endings == ()
    assert found.walks == 400  # 500 steps each, and none begins after 200,000
    assert found.unsettled.count == 400
    assert found.steps is None
    data = found.to_dict()
    assert (data["estimate"], data["endings"], data["unsettled"]["share"]) == (True, [], 1.0)


def test_the_seed_decides() -> None:
    moves = OwnMoves(searched_game(random_case(Random(1), coalesce=False)))
    assert large_drift(moves, 0, 50, 3) == large_drift(moves, 0, 50, 3)


def test_one_walk_is_made_where_the_time_is_over() -> None:
    model = searched_game(load_case("prisoners-dilemma"))
    late = large_drift(OwnMoves(model), 3, walks=50, end=monotonic() - 1)
    assert (late.walks, late.endings, late.unsettled.count) == (1, (), 1)
    assert len(walks(model, 3, 1, end=monotonic() - 1)) == 1
    assert len(walks(model, 3, 1, end=monotonic() + 60)) == 20


def test_what_is_reached_or_lies_between_is_unknown_where_the_time_is_over() -> None:
    moves = OwnMoves(searched_game(load_case("prisoners-dilemma")))
    for end, known in ((monotonic() - 1, False), (monotonic() + 60, True)):
        assert (reached_from(moves, 3, True, end=end) is not None) is known
        assert Lattice(moves, 3, StateGoal(moves.model, 0), 2, True, end=end).whole is known
