"""States found where they are not listed: those of the listed graph, all of them or said not to be."""

from __future__ import annotations

import json
from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_statement, sparse_case
from countermove.analysis.states import States, states
from countermove.catalog import load_case
from countermove.errors import CaseError, QuestionError
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.names import OptionNames
from countermove.model.statements import Bit, parse


def codes(answer: States) -> list[int]:
    return [entry.state.key for entry in answer.states]


@pytest.mark.parametrize("seed", range(60))
def test_they_are_those_of_the_listed_graph(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, coalesce=False, levels=seed % 2 == 0, max_options=6)
    graph, model = compile(case), searched_game(case)
    node = OptionNames(case).bind(parse(random_statement(rng, [f"{row.owner}.{row.id}" for row in case.option_rows
                                                               if row.level is None] or ["true"], 2)))  # fmt: skip
    exact = graph.codes_at(np.flatnonzero(graph.holds(node)))
    found = states(model, node)
    assert found.coverage.proved
    assert sorted(codes(found)) == exact
    if model.status_quo_key in exact:
        assert codes(found)[0] == model.status_quo_key
    whole = states(model, limit=graph.size)
    assert (whole.coverage.proved, sorted(codes(whole))) == (True, graph.codes_at())
    if graph.size > 1:
        some = states(model, limit=graph.size - 1)
        assert (some.stopped, len(codes(some))) == ("limit", graph.size - 1)
        assert set(codes(some)) < set(graph.codes_at())


def test_of_how_many_it_holds_is_estimated() -> None:
    model = searched_game(sparse_case(31, 4))
    found = states(model, Bit(7), limit=5)
    assert found.share is not None
    assert abs(found.share.value - 0.5) < 0.08
    assert states(model, limit=5).share is None
    assert repr(found) == "States(5 states; not all)"


def test_as_data() -> None:
    model = searched_game(load_case("thirty-allies-2022"))
    data = states(model, Bit(2), limit=3).to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["count"], data["truncated"]) == (None, True)
    assert data["share"]["draws"] == 1_000
    assert data["states"][0]["state"] is None
    assert data["states"][0]["ranks"] is None
    assert all(state["options"]["russia.attack"] for state in data["states"])
    small = states(searched_game(load_case("chicken"))).to_dict()
    assert (small["count"], small["share"], "truncated" in small) == (4, None, False)


def test_as_a_data_frame() -> None:
    frame = states(searched_game(load_case("chicken"))).to_frame()
    assert frame.index.tolist() == [0, 1, 2, 3]
    assert frame["row.cooperate"].tolist() == [False, True, False, True]


def test_without_time_nothing_is_claimed() -> None:
    found = states(searched_game(sparse_case(31, 4)), limit=10**6, seconds=0.05)
    assert found.stopped == "time"
    assert not found.coverage.proved


def test_what_is_wrong_is_told() -> None:
    with pytest.raises(QuestionError, match=r"^the limit is 0; give at least 1$"):
        states(searched_game(load_case("chicken")), limit=0)
    nothing = case_of(actors={"a": {"options": {"x": {}}}}, impossible=["x", "not x"])
    with pytest.raises(CaseError, match="no state is feasible"):
        states(searched_game(nothing))


def test_a_listed_game_counts_them_all() -> None:
    answer = states(compile(load_case("cuban-missile-crisis")), limit=3)
    assert (answer.count, [entry.state.number for entry in answer.states], answer.truncated) == (12, [1, 2, 3], True)
    assert answer.coverage.kind == "complete"
    assert states(searched_game(load_case("cuban-missile-crisis")), limit=3).coverage.kind == "search"
