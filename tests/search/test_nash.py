"""Nash equilibria without a list of states: those of the exact engine and the reference, all of them, each once."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, crowded_case, random_case, sparse_case
from catalogued import LISTED
from countermove.catalog import load_case
from countermove.errors import CaseError, QuestionError, SizeError
from countermove.game import searched as graph_module
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search import nash as module
from countermove.search.nash import check_searched, improving_choice, nash_search
from countermove.stability.concept import CONCEPTS, stable
from reference import Model


def expected(model: Model) -> list[int | None]:
    return sorted(model.state_codes[s] for s in model.equilibria("nash"))  # type: ignore[type-var]


@pytest.mark.parametrize("seed", range(120))
def test_equilibria_are_those_of_the_reference(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, levels=seed % 2 == 0))
    found = nash_search(searched_game(model.case))
    assert found.complete
    assert list(found.codes) == expected(model)


@pytest.mark.parametrize("seed", range(40))
def test_so_they_are_where_choices_are_added_when_they_are_met(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EAGER_CHOICES", 1)
    monkeypatch.setattr(module, "MISSED_CHOICES", 2)
    if seed % 2:
        monkeypatch.setattr(graph_module, "MOST_CHOICES", 2)
    model = Model(random_case(Random(seed), coalesce=False, levels=seed % 3 == 0))
    found = nash_search(searched_game(model.case))
    assert found.complete
    assert list(found.codes) == expected(model)


@pytest.mark.parametrize("seed", range(3))
def test_a_crowd_is_judged_as_by_the_reference(seed: int) -> None:
    model = Model(crowded_case(Random(seed)))
    assert list(nash_search(searched_game(model.case)).codes) == expected(model)


@pytest.mark.parametrize("id_", LISTED)
def test_the_catalogue_is_solved_as_by_the_exact_engine(id_: str) -> None:
    case = load_case(id_)
    if case.is_graph or case.coalesce or len(case.option_rows) == 0:
        return
    graph = compile(case)
    holding = np.all([stable(graph, mover, CONCEPTS["nash"]) for mover in graph.movers], axis=0)
    found = nash_search(searched_game(case), limit=5_000)
    assert found.complete
    assert list(found.codes) == [graph.code(int(s)) for s in np.flatnonzero(holding)]


def test_a_middle_sized_case_is_solved_as_by_the_exact_engine() -> None:
    case = sparse_case(5, 2, lines=6, seed=3)
    graph = compile(case)
    holding = np.all([stable(graph, mover, CONCEPTS["nash"]) for mover in graph.movers], axis=0)
    assert list(nash_search(searched_game(case)).codes) == np.flatnonzero(holding).tolist()


@pytest.mark.parametrize(("actors", "options"), [(31, 4), (100, 2)])
def test_a_large_case_gives_as_many_as_are_wanted_and_each_holds(actors: int, options: int) -> None:
    model = searched_game(sparse_case(actors, options))
    found = nash_search(model, limit=50)
    assert found.stopped == "limit"
    assert len(set(found.codes)) == 50
    for code in found.codes:
        assert model.is_feasible(code)
        assert all(improving_choice(model, mover, code) is None for mover in model.movers)


def test_few_equilibria_of_a_large_case_are_proved_to_be_all() -> None:
    """A ring in which everybody wants to do as the one before does: all or none."""
    actors = {f"a{k}": {"options": {"x": {}}, "prefers": [f"x iff a{(k - 1) % 90}.x"]} for k in range(90)}
    found = nash_search(searched_game(case_of(actors=actors)))
    assert (found.codes, found.complete) == ((0, 2**90 - 1), True)
    actors["a0"]["prefers"] = ["x iff not a89.x"]
    assert nash_search(searched_game(case_of(actors=actors))).codes == ()


def test_a_member_body_may_be_against() -> None:
    case = case_of(
        actors={"ann": {"prefers": ["not q"]}, "bob": {"prefers": ["not q"]}, "cat": {"prefers": ["q"]}},
        bodies={
            "union": {"members": ["ann", "bob"], "decides": "majority"},
            "council": {"members": ["union", "cat"], "decides": "consensus", "options": {"q": {}}},
        },
    )
    assert nash_search(searched_game(case)).codes == (0, 1)
    assert expected(Model(case)) == [0, 1]


def test_one_mover_with_more_choices_than_are_looked_at_one_by_one() -> None:
    lines = [f"o{k}" for k in range(16)]
    case = searched_game(case_of(actors={"a": {"options": {name: {} for name in lines}, "prefers": lines}}))
    found = nash_search(case)
    assert (found.codes, found.complete) == ((2**16 - 1,), True)
    assert improving_choice(case, case.movers[0], 0) is not None


def test_the_limit_is_reached_exactly() -> None:
    model = searched_game(case_of(actors={"a": {"options": {"x": {}, "y": {}}}}))
    assert nash_search(model, 4).complete
    found = nash_search(model, 3)
    assert (len(found.codes), found.stopped) == (3, "limit")


def test_time_that_runs_out_is_told() -> None:
    found = nash_search(searched_game(sparse_case(31, 4)), limit=10**6, allowance=Allowance(seconds=0.01))
    assert found.stopped == "time"


def test_time_that_runs_out_while_a_mover_is_looked_at_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EAGER_CHOICES", 1)

    def slow(*_: object) -> None:
        raise SizeError("too many")

    monkeypatch.setattr(module, "improving_choice", slow)
    found = nash_search(searched_game(load_case("chicken")))
    assert (found.codes, found.stopped) == ((), "work")


def test_no_feasible_state_is_an_error() -> None:
    with pytest.raises(CaseError, match=r"no state is feasible: the constraints rule out every one.*\[CM301\]"):
        check_searched(searched_game(case_of(actors={"a": {"options": {"x": {}}}}, impossible=["x", "not x"])))


@pytest.mark.parametrize(
    ("ranking", "words"), [(["YY", "Y-", "N-"], "covers .YY. more than once"), (["YY", "N-"], "misses state YN")]
)
def test_a_ranking_covers_every_state_once(ranking: list[str], words: str) -> None:
    model = searched_game(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "ranking": ranking}}))
    with pytest.raises(CaseError, match=words):
        check_searched(model)
    check_searched(searched_game(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "ranking": ["YY", "YN", "N-"]}})))


def test_a_question_that_makes_no_sense_is_refused() -> None:
    model = searched_game(load_case("chicken"))
    with pytest.raises(QuestionError, match=r"^the limit is 0; give at least 1$"):
        nash_search(model, 0)
