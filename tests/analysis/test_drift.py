"""Where improvements drift, against exact elimination; and the same chain step by step."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.analysis import drift as module
from countermove.analysis.drift import Drift, Ending, drift
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from reference import Model
from reference_paths import chances


def chances_of(found: Drift) -> dict[frozenset[int], float]:
    return {frozenset(ending.states): ending.chance for ending in found.endings}


@pytest.mark.parametrize("way", ["eliminated", "followed"])
def test_the_chances_are_those_of_exact_elimination(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if way == "followed":
        monkeypatch.setattr(module, "EXACT", 0)
    circles = several = 0
    cases = [random_case(Random(seed), max_options=4) for seed in range(40)]
    for seed, case in enumerate([*cases, *(random_graph_case(Random(seed)) for seed in range(40))]):
        compiled, model = compile(case), Model(case)
        for start in Random(seed).sample(range(compiled.size), min(3, compiled.size)):
            found, expected = drift(compiled, start), chances(model, start)
            assert chances_of(found) == pytest.approx({end: float(p) for end, p in expected.items()}, abs=1e-7)
            assert found.residual <= 1e-9
            assert (found.residual == 0) or way == "followed"
            circles += any(len(ending.states) > 1 for ending in found.endings)
            several += len(found.endings) > 1
    assert circles > 3
    assert several > 10


def test_the_endings_are_in_order_and_their_chances_sum_to_one() -> None:
    for seed in range(30):
        compiled = compile(random_case(Random(seed), max_options=5))
        found = drift(compiled, 0)
        assert sum(ending.chance for ending in found.endings) == pytest.approx(1)
        assert [e.chance for e in found.endings] == sorted((e.chance for e in found.endings), reverse=True)


def test_a_mover_is_drawn_first_and_then_one_of_its_improvements() -> None:
    """Two improvements of a and one of b: a fourth, a fourth, a half."""
    case = graph("stuv", a=("st su", "v u t s"), b=("sv", "v stu"))
    found = drift(compile(case), 0)
    assert chances_of(found) == {frozenset({3}): 0.5, frozenset({1}): 0.25, frozenset({2}): 0.25}
    assert (found.steps, found.residual) == (1.0, 0.0)


def test_where_nobody_improves_it_ends_at_once() -> None:
    compiled = compile(load_case("prisoners-dilemma"))
    end = drift(compiled, 0).endings
    assert drift(compiled, end[0].states[0]) == Drift(end[0].states[0], (Ending(end[0].states, 1.0),), 0.0, 0.0)


def test_a_mover_may_be_drawn_twice_in_a_row() -> None:
    """Alone it goes on where legal sequences would not let it."""
    assert chances_of(drift(compile(graph("stu", a=("st tu", "u t s"))), 0)) == {frozenset({2}): 1.0}


def test_the_chance_that_is_not_decided_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT", 0)
    monkeypatch.setattr(module, "ROUNDS", 1)
    compiled = compile(load_case("european-security-2022"))
    found = drift(compiled, 97)
    assert found.residual == 1.0
    assert found.endings == ()


def test_too_many_moves_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MOVES", 5)
    with pytest.raises(SizeError, match=r"^the drift passes through more than 5 improvements$"):
        drift(compile(load_case("european-security-2022")), 97)


def test_as_data_states_count_from_one() -> None:
    actors = {"a": {"options": {"x": {}}, "prefers": ["x"]}}
    assert drift(compile(case_of(actors=actors)), 0).to_dict() == {
        "from": 1, "endings": [{"states": [2], "chance": 1.0}], "steps": 1.0, "residual": 0.0,
    }  # fmt: skip
