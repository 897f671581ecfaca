"""Ways where states are not listed: as short, as many and the same as where they are; bounds are kept and told."""

from __future__ import annotations

from random import Random
from time import monotonic

import pytest

from cases import case_of, random_case, sparse_case
from countermove.analysis.paths import shortest_ways
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.statements import Bit
from countermove.search.goals import StateGoal, StatementGoal
from countermove.search.own_moves import OwnMoves
from countermove.search.paths import Lattice, reached_from, shortest_way
from reference import Model


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("improving", [False, True])
def test_they_are_those_of_the_listed_graph(seed: int, improving: bool) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph, moves = compile(case), OwnMoves(searched_game(case))
    codes = graph.codes.tolist()
    for start in range(0, graph.size, 5):
        for ways in shortest_ways(graph, start, range(0, graph.size, 3), improving):
            goal = StateGoal(moves.model, codes[ways.target])
            found = shortest_way(moves, codes[start], goal, improving)
            assert found.proved
            assert (None if found.path is None else len(found.path)) == ways.length
            greedy = shortest_way(moves, codes[start], goal, improving, greedy=True)
            assert (greedy.path is None) == (ways.length is None) == greedy.proved
            if ways.length is None:
                continue
            lattice = Lattice(moves, codes[start], goal, ways.length, improving)
            assert lattice.count == ways.count
            assert lattice.ends == (codes[ways.target],)
            listed = [[(s.mover, codes[s.before], codes[s.after]) for s in path] for path in ways.paths]
            assert [[(s.mover, s.before, s.after) for s in path] for path in lattice.paths(ways.count)] == listed


@pytest.mark.parametrize("seed", range(40))
def test_what_is_reached_and_every_way_are_legal(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    moves = OwnMoves(searched_game(model.case))
    codes = [code for code in model.state_codes if code is not None]
    place = {code: s for s, code in enumerate(codes)}
    for improving in (False, True):
        exact = model.reach(0, model.movers, improving) | {0}
        found = reached_from(moves, codes[0], improving)
        assert found is not None
        assert {place[code] for code in found} == exact
        for code in codes:
            for greedy in (False, True):
                way = shortest_way(moves, codes[0], StateGoal(moves.model, code), improving, greedy=greedy)
                assert (way.path is None) == (place[code] not in exact)
                steps = [(s.mover, place[s.before], place[s.after]) for s in way.path or ()]
                assert not steps or model.is_legal_sequence(steps, improving, None)


@pytest.mark.parametrize("seed", range(30))
def test_the_first_mover_is_kept_to(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    moves = OwnMoves(searched_game(model.case))
    codes = [code for code in model.state_codes if code is not None]
    place = {code: s for s, code in enumerate(codes)}
    for mover in moves.model.movers:
        after: set[int] = set()
        for step in model.steps(mover.id, 0, True, None):
            after |= _legal_from(model, step, mover.id)
        for code in codes:
            way = shortest_way(moves, codes[0], StateGoal(moves.model, code), True, first=mover.index)
            assert (way.path is not None) == (place[code] in after)
            assert not way.path or way.path[0].mover == mover.id


def _legal_from(model: Model, state: int, last: str) -> set[int]:
    seen, waiting = {(state, last)}, [(state, last)]
    while waiting:
        here, before = waiting.pop()
        for mover in model.movers:
            new = set() if mover == before else {(t, mover) for t in model.steps(mover, here, True, None)}
            waiting += new - seen
            seen |= new
    return {s for s, _ in seen}


def test_a_bound_is_kept_and_told() -> None:
    moves = OwnMoves(searched_game(sparse_case(20, 4)))
    goal = StatementGoal(moves.model, Bit(79))
    unreached = StateGoal(moves.model, (1 << 80) - 1)
    stopped = shortest_way(moves, 0, unreached, True, most=500)
    assert (stopped.path, stopped.proved) == (None, False)
    assert stopped.looked < 1_500
    late = shortest_way(moves, 0, unreached, True, end=monotonic())
    assert (late.path, late.proved) == (None, False)
    assert reached_from(moves, 0, True, most=500) is None
    near = shortest_way(moves, 0, goal, False)
    assert near.path is not None
    assert len(near.path) == 1
    small = Lattice(moves, 0, StateGoal(moves.model, sum(1 << 4 * k for k in range(12))), 12, False, most=100)
    assert (small.whole, small.count, small.ends, small.paths(3)) == (False, None, (), ())


def test_a_way_of_many_movers_is_found_at_once() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    assert model.status_quo is not None
    found = shortest_way(OwnMoves(model), model.status_quo, StateGoal(model, 4194267), improving=True, most=1_000)
    assert found.path is not None
    assert (len(found.path), found.proved) == (17, True)


def test_the_start_is_reached_by_no_move() -> None:
    model = searched_game(case_of(actors={"a": {"options": {"x": {}}}}))
    found = shortest_way(OwnMoves(model), 0, StateGoal(model, 0), improving=True)
    assert (found.path, found.proved) == ((), True)
    assert Lattice(OwnMoves(model), 0, StateGoal(model, 0), 0, True).paths(5) == ((),)
