"""Where a conflict can go, against the reference: what is reached, and by which shortest sequence."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.analysis.evolution import paths
from countermove.analysis.evolution.paths import Step, Ways, layers, reachable, shortest_path, shortest_ways
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.model.case import Case
from engines import as_set, swept
from reference import Model
from reference_paths import all_shortest

WAYS = (False, True)


def sample(number: int) -> list[tuple[int, Case]]:
    """Random cases of both kinds, numbered."""
    found = [(seed, random_case(Random(seed), max_options=4)) for seed in range(number)]
    return found + [(seed, random_graph_case(Random(seed))) for seed in range(number)]


# ---------------------------------------------------------------------------------------------------- reached


def test_what_is_reached_is_what_the_reference_reaches() -> None:
    for seed, case in sample(50):
        compiled, model = compile(case), Model(case)
        for start in range(compiled.size):
            expected = model.reachable_from(start)
            assert as_set(reachable(compiled, start, improving=False)) == expected["moves"], (seed, start)
            assert as_set(reachable(compiled, start, improving=True)) == expected["improvements"], (seed, start)


def test_what_is_reached_over_blocks_is_what_the_reference_reaches() -> None:
    for seed in range(30):
        case = random_case(Random(seed), max_options=4, needs=False, coalesce=False)
        compiled, model = compile(case), Model(case)
        for start in range(compiled.size):
            expected = model.reachable_from(start)
            with swept():
                assert as_set(reachable(compiled, start, improving=False)) == expected["moves"], (seed, start)
                assert as_set(reachable(compiled, start, improving=True)) == expected["improvements"], (seed, start)


def test_a_state_reaches_itself() -> None:
    compiled = compile(case_of(actors={"a": {"options": {"x": {"change": "take-only"}}, "prefers": ["not x"]}}))
    assert reachable(compiled, 1, improving=False).tolist() == [False, True]
    assert reachable(compiled, 0, improving=True).tolist() == [True, False]


def test_nobody_moves_twice_in_a_row() -> None:
    compiled = compile(graph("stu", f=("st tu", "u t s"), b=("", "stu")))
    for improving in WAYS:
        assert as_set(reachable(compiled, 0, improving)) == {0, 1}
        assert shortest_path(compiled, 0, 2, improving) is None


# ---------------------------------------------------------------------------------------------- shortest path


def best_paths(model: Model, start: int, improving: bool) -> dict[int, list[Step]]:
    """For each state a shortest legal sequence, among several that of which the movers stand first in the case.

    All legal sequences are lengthened step by step; of those that end alike (same state, same last mover) the
    first is kept, in the order of who moves and where, one step after another.
    """
    found: dict[int, list[Step]] = {start: []}
    ends: dict[tuple[int, str], list[Step]] = {(start, ""): []}
    layer = dict(ends)
    while layer:
        longer: dict[tuple[int, str], list[Step]] = {}
        for (state, last), steps in layer.items():
            for mover in model.movers:
                for target in model.steps(mover, state, improving) if mover != last else ():
                    candidate = [*steps, Step(mover, state, target)]
                    end = (target, mover)
                    if end not in ends and (end not in longer or key(model, candidate) < key(model, longer[end])):
                        longer[end] = candidate
        for target, _ in longer:
            same = [steps for (state, _), steps in longer.items() if state == target]
            found.setdefault(target, min(same, key=lambda steps: key(model, steps)))
        ends |= longer
        layer = longer
    return found


def key(model: Model, steps: list[Step]) -> list[tuple[int, int]]:
    return [(model.movers.index(step.mover), step.after) for step in steps]


@pytest.mark.parametrize("improving", WAYS)
def test_paths_are_shortest_legal_sequences(improving: bool) -> None:
    lengths = set()
    for seed, case in sample(50):
        compiled, model = compile(case), Model(case)
        rng = Random(seed)
        for start in rng.sample(range(compiled.size), min(3, compiled.size)):
            expected = best_paths(model, start, improving)
            for target in range(compiled.size):
                found = shortest_path(compiled, start, target, improving)
                assert found == (tuple(expected[target]) if target in expected else None), (seed, start, target)
                if found:
                    steps = [(step.mover, step.before, step.after) for step in found]
                    assert model.is_legal_sequence(steps, improving, None)
                    lengths.add(len(found))
    assert max(lengths) >= 3, "some paths are long enough to say anything"


@pytest.mark.parametrize("improving", WAYS)
def test_a_path_leads_to_what_is_reached_and_nowhere_else(improving: bool) -> None:
    compiled = compile(load_case("european-security-2022"))
    assert compiled.status_quo_key is not None
    reached = reachable(compiled, compiled.status_quo_key, improving)
    for target in Random(1).sample(range(compiled.size), 30):
        path = shortest_path(compiled, compiled.status_quo_key, target, improving)
        assert (path is not None) == reached[target]
        if path:
            assert path[0].before == compiled.status_quo_key
            assert path[-1].after == target


def test_the_path_to_where_one_is_has_no_steps() -> None:
    assert shortest_path(compile(load_case("chicken")), 2, 2, improving=True) == ()


def test_movers_that_stand_first_move_first() -> None:
    one, other = {"options": {"x": {}}}, {"options": {"y": {}}}
    for actors in ({"a": one, "b": other}, {"b": other, "a": one}):
        path = shortest_path(compile(case_of(actors=actors)), 0, 3, improving=False)
        assert path is not None
        assert [step.mover for step in path] == list(actors)


def test_a_search_that_visits_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never cut short: what is found is a shortest way, and None means that there is none."""
    actors = {a: {"options": {a: {}}} for a in ("a", "b", "c")}
    compiled = compile(case_of(actors=actors))
    assert len(shortest_path(compiled, 0, 7, improving=False) or ()) == 3
    monkeypatch.setattr(paths, "MAX_VISITED", 4)
    with pytest.raises(SizeError, match=r"^the shortest path was not found among 4 states and last movers"):
        shortest_path(compiled, 0, 7, improving=False)
    assert len(shortest_path(compiled, 0, 3, improving=False) or ()) == 2


@pytest.mark.parametrize("improving", WAYS)
def test_many_states_at_once_are_searched_in_parts(improving: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = compile(load_case("european-security-2022"))
    expected = [shortest_path(compiled, 97, target, improving) for target in range(0, 416, 19)]
    monkeypatch.setattr(paths, "STATES_AT_ONCE", 3)
    assert [shortest_path(compiled, 97, target, improving) for target in range(0, 416, 19)] == expected


def test_the_opening_case_reaches_every_state_by_moves_and_one_outcome_by_improvements() -> None:
    compiled = compile(load_case("european-security-2022"))
    assert compiled.status_quo_key == 97
    assert int(reachable(compiled, 97, improving=False).sum()) == 416
    reached = (np.flatnonzero(reachable(compiled, 97, improving=True)) + 1).tolist()
    assert 148 in reached
    assert not {152, 169, 173, 412, 416} & set(reached)
    path = shortest_path(compiled, 97, 147, improving=True)
    assert path == (Step("russia", 97, 99), Step("usa", 99, 147))


# ---------------------------------------------------------------------------------------------- all shortest ones


def tuples(ways: Ways) -> list[tuple[tuple[str, int, int], ...]]:
    return [tuple((step.mover, step.before, step.after) for step in path) for path in ways.paths]


@pytest.mark.parametrize("improving", WAYS)
def test_all_shortest_sequences_are_those_of_the_reference(improving: bool) -> None:
    several = 0
    for seed, case in sample(40):
        compiled, model = compile(case), Model(case)
        start = Random(seed).randrange(compiled.size)
        expected = all_shortest(model, start, improving)
        for ways in shortest_ways(compiled, start, list(expected), improving):
            found = tuples(ways)
            assert len(found) == len(set(found)) == ways.count
            assert set(found) == expected[ways.target], (seed, start, ways.target)
            assert {len(steps) for steps in found} == {ways.length}
            order = [[(model.movers.index(m), t) for m, _, t in steps] for steps in found]
            assert order == sorted(order)
            several += ways.count > 1
    assert several > 15


def test_many_ways_are_counted_though_few_are_listed() -> None:
    """Six actors that each move once, in any order."""
    compiled = compile(case_of(actors={a: {"options": {a: {}}} for a in "abcdef"}))
    (ways,) = shortest_ways(compiled, 0, [63], improving=False, most=3)
    assert (ways.length, ways.count) == (6, 720)
    assert ["".join(step.mover for step in path) for path in ways.paths] == ["abcdef", "abcdfe", "abcedf"]


def test_a_first_mover_opens_what_it_can_lead_to() -> None:
    compiled = compile(graph("stuv", a=("st", "stuv"), b=("su uv", "stuv")))
    by_b = layers(compiled, 0, improving=False, first=1)
    assert by_b.nearest.tolist() == [0, -1, 1, -1], "b may not move twice in a row"
    assert layers(compiled, 0, improving=False).nearest.tolist() == [0, 1, 1, -1]
    assert by_b.ways(1) == Ways(1, None, 0, ())


def test_the_search_ends_with_the_nearest_target() -> None:
    compiled = compile(load_case("european-security-2022"))
    near = layers(compiled, 97, False, [97 + 4, 168], until="first")
    assert near.nearest[101] == 1
    assert near.nearest[168] == -1
    assert layers(compiled, 97, False, [101, 168]).nearest[168] == 3
