"""Credibility where states are not listed: never wrong about what rests on threats, and exact where all is followed."""

from __future__ import annotations

import json
from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.analysis.large_credibility import large_credibility
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.searched import searched_game
from reference import Model
from reference_large import shown


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(("concept", "credible"), [("gmr", "seq"), ("smr", "sseq")])
def test_verdicts_are_those_of_the_reference(seed: int, concept: str, credible: str) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    codes = [code for code in model.state_codes if code is not None]
    found = large_credibility(searched_game(model.case), concept, also=codes[:5], depth=2)
    place = {code: s for s, code in enumerate(codes)}
    exact, firm = model.equilibria(concept), model.equilibria(credible)
    assert found.late == 0
    for one in found.tried:
        s = place[one.code]
        assert one.firm == (s in firm)
        assert not one.held or s in exact
        if all(shown(model, concept, m, s, 2) for m in model.movers):
            assert one.held
    for code in found.resting[:2]:
        s = place[code]
        threats = found.threats(code)
        unwilling = [m for m in model.movers if s not in model.stable(credible, m)]
        assert list(dict.fromkeys(t.mover for t in threats)) == unwilling
        for threat in threats:
            assert threat.certain
            assert threat.steps is None or threat.unwilling
            assert {place[end] for end in threat.ends} <= model.equilibria("nash") & firm


def test_the_alliance_rests_on_a_threat_that_nobody_would_carry_out() -> None:
    found = large_credibility(searched_game(load_case("thirty-allies-2022")))
    now = found.model.status_quo
    assert now is not None
    assert found.resting[0] == now
    assert len(found.remaining) == 8
    threats = {threat.mover: threat for threat in reversed(found.threats(now))}
    assert threats["usa"].certain
    assert not threats["estonia"].certain
    (step,) = threats["estonia"].steps or ()
    assert (step.mover, step.willing) == ("russia", False)
    assert [d.position + 1 for d in step.differences if not d.gained] == [3]
    assert repr(found) == "LargeCredibility(17 of 25 GMR equilibria found rest on threats)"
    assert found.unheld(now) == ()


def test_as_data() -> None:
    found = large_credibility(searched_game(load_case("chicken")), also=[3])
    data = found.to_dict([3])
    assert json.loads(json.dumps(data)) == data
    assert (data["concept"], data["credible"], data["depth"], data["proved"]) == ("gmr", "seq", 3, False)
    assert (data["equilibria"], data["resting"], sorted(data["remaining"])) == (3, 1, [1, 2])
    (held,) = data["threats"]
    assert (held["state"], held["code"]) == (None, 3)
    row = held["held_back"][0]
    assert (row["mover"], row["to"], row["certain"], row["ends"]) == ("row", None, True, [2])
    assert row["answer"][0]["willing"] is False
    assert row["answer"][0]["to"] is None
    assert row["answer"][0]["options"] == {"row.cooperate": False, "column.cooperate": False}
    assert found.to_dict(limit=1)["truncated"] is True


def test_as_a_data_frame() -> None:
    frame = large_credibility(searched_game(load_case("chicken")), also=[3]).to_frame()
    assert frame["mover"].tolist() == ["row", "column"]
    assert frame["certain"].all()


def test_what_there_was_no_time_for_is_counted() -> None:
    found = large_credibility(searched_game(load_case("thirty-allies-2022")), seconds=0.001)
    assert found.late == 17
    assert found.to_dict()["truncated"] is True


def test_who_is_not_held_back_is_named() -> None:
    wild = {"options": {"x": {}}, "prefers": ["x"]}
    case = case_of(actors={"a": wild, "b": {"options": {"y": {}}}}, status_quo=[])
    found = large_credibility(searched_game(case))
    assert found.resting == ()
    assert found.unheld(0) == ("a",)


@pytest.mark.parametrize("concept", ["nash", "seq", "sim"])
def test_other_concepts_count_on_no_threats(concept: str) -> None:
    with pytest.raises(QuestionError, match='threats are what "gmr" and "smr" count on'):
        large_credibility(searched_game(load_case("chicken")), concept)


def test_too_many_choices_are_refused() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}, "prefers": ["o1"]}}, status_quo=[])
    found = large_credibility(searched_game(case))
    assert found.late == 1
    with pytest.raises(SizeError, match="15 options"):
        found.threats(0)


def test_a_wide_case_is_answered() -> None:
    found = large_credibility(searched_game(sparse_case(20, 4)), limit=3, depth=1, seconds=5)
    assert found.table.search_result.nash.stopped == "limit"
