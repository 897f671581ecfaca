"""Ways where states are not listed: as short, as many and the same as where they are; bounds are kept and told."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, random_statement, sparse_case
from countermove.analysis.evolution.paths import shortest_ways
from countermove.catalog import load_case
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.searched import SearchedGame, searched_game
from countermove.model.names import OptionNames
from countermove.model.statements import Bit, parse
from countermove.search.moves import OwnMoves
from countermove.search.paths import Goal, Lattice, StateGoal, StatementGoal, reached_from, shortest_path
from reference import Model


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("improving", [False, True])
def test_they_are_those_of_the_listed_graph(seed: int, improving: bool) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph, moves = compile(case), OwnMoves(searched_game(case))
    codes = graph.codes_at()
    for start in range(0, graph.size, 5):
        for ways in shortest_ways(graph, start, range(0, graph.size, 3), improving):
            goal = StateGoal(moves.game, codes[ways.target])
            found = shortest_path(moves, codes[start], goal, improving)
            assert found.proved
            assert (None if found.path is None else len(found.path)) == ways.length
            greedy = shortest_path(moves, codes[start], goal, improving, greedy=True)
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
                way = shortest_path(moves, codes[0], StateGoal(moves.game, code), improving, greedy=greedy)
                assert (way.path is None) == (place[code] not in exact)
                steps = [(s.mover, place[s.before], place[s.after]) for s in way.path or ()]
                assert not steps or model.is_legal_sequence(steps, improving, None)


@pytest.mark.parametrize("seed", range(30))
def test_the_first_mover_is_kept_to(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    moves = OwnMoves(searched_game(model.case))
    codes = [code for code in model.state_codes if code is not None]
    place = {code: s for s, code in enumerate(codes)}
    for mover in moves.game.movers:
        after: set[int] = set()
        for step in model.steps(mover.id, 0, True, None):
            after |= _legal_from(model, step, mover.id)
        for code in codes:
            way = shortest_path(moves, codes[0], StateGoal(moves.game, code), True, first=mover.index)
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
    goal = StatementGoal(moves.game, Bit(79))
    unreached = StateGoal(moves.game, (1 << 80) - 1)
    stopped = shortest_path(moves, 0, unreached, True, most=500)
    assert (stopped.path, stopped.proved) == (None, False)
    assert stopped.looked < 1_500
    late = shortest_path(moves, 0, unreached, True, allowance=Allowance(0))
    assert (late.path, late.proved) == (None, False)
    assert reached_from(moves, 0, True, most=500) is None
    near = shortest_path(moves, 0, goal, False)
    assert near.path is not None
    assert len(near.path) == 1
    small = Lattice(moves, 0, StateGoal(moves.game, sum(1 << 4 * k for k in range(12))), 12, False, most=100)
    assert (small.is_whole, small.count, small.ends, small.paths(3)) == (False, None, (), ())


def test_a_way_of_many_movers_is_found_at_once() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    assert model.status_quo_key is not None
    found = shortest_path(OwnMoves(model), model.status_quo_key, StateGoal(model, 4194267), improving=True, most=1_000)
    assert found.path is not None
    assert (len(found.path), found.proved) == (17, True)


def test_the_start_is_reached_by_no_move() -> None:
    model = searched_game(case_of(actors={"a": {"options": {"x": {}}}}))
    found = shortest_path(OwnMoves(model), 0, StateGoal(model, 0), improving=True)
    assert (found.path, found.proved) == ((), True)
    assert Lattice(OwnMoves(model), 0, StateGoal(model, 0), 0, True).paths(5) == ((),)


def check(model: SearchedGame, codes: list[int], goal: Goal, ends: set[int]) -> None:
    for code in codes:
        assert goal.reached(code) == (code in ends)
        assert (goal.least(code) == 0) == goal.reached(code)
        for mover in model.movers:
            for after in model.moves_at(mover, code):
                assert abs(goal.least(after) - goal.least(code)) <= 1


@pytest.mark.parametrize("seed", range(40))
def test_a_state(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    model, codes = searched_game(case), compile(case).codes_at()
    end = Random(seed).choice(codes)
    check(model, codes, StateGoal(model, end), {end})


@pytest.mark.parametrize("seed", range(60))
def test_a_statement(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    model, codes = searched_game(case), compile(case).codes_at()
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


def test_what_is_reached_or_lies_between_is_unknown_where_nothing_is_left() -> None:
    moves = OwnMoves(searched_game(load_case("prisoners-dilemma")))
    for allowance, known in ((Allowance(0), False), (Allowance(), True)):
        assert (reached_from(moves, 3, True, allowance=allowance) is not None) is known
        assert Lattice(moves, 3, StateGoal(moves.game, 0), 2, True, allowance=allowance).is_whole is known
