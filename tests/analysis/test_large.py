"""Equilibria of a case that is not listed: exact under Nash, within the bound under the others, and told as such."""

from __future__ import annotations

import json
from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.analysis.large import large_equilibria
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.searched import searched_game
from reference import Model

BOUNDED = ("nash", "gmr", "smr", "seq", "sseq")


@pytest.mark.parametrize("seed", range(25))
def test_what_is_listed_is_an_equilibrium_and_every_nash_equilibrium_is_listed(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    table = large_equilibria(searched_game(model.case), BOUNDED, depth=2)
    place = {code: s for s, code in enumerate(model.state_codes)}
    for concept in BOUNDED:
        found = {place[e.code] for e in table.found if concept in e.concepts}
        exact = model.equilibria(concept)
        assert found == exact if concept == "nash" else found <= exact
    assert table.nash.complete
    assert table.late == 0
    reached = {place[e.code] for e in table.found if e.way is not None}
    now = model.status_quo
    assert reached <= (set() if now is None else model.reach(now, model.movers, True) | {now})


def test_where_threats_hold_the_status_quo_it_is_found() -> None:
    table = large_equilibria(searched_game(load_case("cuban-missile-crisis")), BOUNDED)
    held = {e.code: e.concepts for e in table.found}
    assert table.nash.codes == ()
    assert set(held.values()) <= {("gmr",), ("gmr", "smr"), ("gmr", "smr", "seq", "sseq")}
    assert held


def test_the_outcome_to_look_at_first_is_where_walks_end() -> None:
    table = large_equilibria(searched_game(load_case("european-security-2022")))
    assert table.lead is not None
    assert table.lead.way is not None
    assert table.lead.code == table.walks[0].end
    assert len(table.found) == 6


def test_without_a_status_quo_nothing_is_said_of_the_way() -> None:
    case = sparse_case(4, 2).model_copy(update={"status_quo": None})
    table = large_equilibria(searched_game(case), ["nash"])
    assert table.walks == ()
    assert all(e.way is None for e in table.found)


def test_the_limit_holds_and_where_walks_end_is_never_left_out() -> None:
    table = large_equilibria(searched_game(sparse_case(31, 4)), limit=5)
    assert len(table.found) == 5
    assert {walk.end for walk in table.walks if walk.settled} & {e.code for e in table.found}
    data = table.to_dict()
    assert (data["truncated"], data["proved"]) == (True, False)


def test_as_data() -> None:
    table = large_equilibria(searched_game(load_case("thirty-allies-2022")), ["nash", "gmr"], depth=1, seconds=2)
    data = table.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["states"] == {"count": None, "status_quo": None}
    assert data["concepts"] == ["nash", "gmr"]
    assert data["depth"] == 1
    assert data["proved"] is True
    assert "truncated" not in data
    assert {e["state"] for e in data["equilibria"]} == {None}
    nash = [e for e in data["equilibria"] if "nash" in e["concepts"]]
    assert len(nash) == 8
    assert [e["reachable"] for e in nash].count({"improvements": True, "moves": True}) == 1
    assert list(nash[0]["options"]) == data["options"]
    assert repr(table).startswith("LargeTable(38 options; nash 8, gmr ")


def test_as_a_data_frame() -> None:
    frame = large_equilibria(searched_game(load_case("prisoners-dilemma")), ["nash", "seq"]).to_frame()
    assert list(frame.columns) == ["row.cooperate", "column.cooperate", "nash", "seq"]
    assert frame["seq"].all()
    assert frame["nash"].sum() == 1


def test_the_answer_is_the_same_each_time() -> None:
    first, again = (large_equilibria(searched_game(sparse_case(31, 4)), limit=30).to_dict() for _ in range(2))
    assert first == again


@pytest.mark.parametrize(("concepts", "words"), [(["sim"], '"sim" is not defined'), ([], "no concept is named")])
def test_concepts_that_cannot_be_asked_are_refused(concepts: list[str], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        large_equilibria(searched_game(case_of(actors={"a": {"options": {"x": {}}}})), concepts)
