"""Answers of bounded length: those of the literal definition, and never more than the exact concepts allow."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.allowance import Allowance
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.search.bounded import BOUNDED, bounded_verdict
from reference import Model
from reference_large import bounded_answers, shown

CONCEPTS = tuple(BOUNDED)


@pytest.mark.parametrize("seed", range(60))
def test_verdicts_are_those_of_the_definition_with_the_same_bound(seed: int) -> None:
    rng = Random(seed)
    model = Model(random_case(rng, coalesce=False, levels=seed % 3 == 0, max_options=6))
    case = searched_game(model.case)
    tempted = [(s, mover) for s in range(len(model.states)) for mover in model.movers if model.attempts(mover, s)]
    place = {code: s for s, code in enumerate(model.state_codes)}
    for s, mover in rng.sample(tempted, min(2, len(tempted))):
        for concept in CONCEPTS:
            depth = rng.choice((1, 2, 3))
            code = model.state_codes[s]
            assert code is not None
            found = bounded_verdict(case, code, mover, concept, depth)
            assert (found.stable is True) == shown(model, concept, mover, s, depth)
            assert found.stable is not True or model.is_stable(concept, mover, s)
            assert (found.stable is False) == (concept == "nash")
            assert {place[a.after] for a in found.attempts} == model.ui(mover, s)
            for attempt in found.attempts:
                for answer in [attempt.answer] if attempt.answer else []:
                    steps = [(m.mover, place[m.before], place[m.after]) for m in answer]
                    assert steps[0][1] == place[attempt.after]
                    assert len(steps) <= depth
                    assert model.is_legal_sequence(steps, concept in ("seq", "sseq"), mover)
                    assert model.sanctions(concept, mover, s, place[attempt.after], steps[-1][2])


@pytest.mark.parametrize("seed", range(8))
def test_a_longer_bound_shows_no_less_and_at_last_everything(seed: int) -> None:
    rng = Random(seed)
    model = Model(random_case(rng, coalesce=False, max_options=4, actors=(2, 3)))
    case = searched_game(model.case)
    longest = len(model.states) * len(model.movers)
    for mover in model.movers:
        for s in rng.sample(range(len(model.states)), min(2, len(model.states))):
            for concept in ("gmr", "sseq"):
                code = model.state_codes[s]
                assert code is not None
                verdicts = [bounded_verdict(case, code, mover, concept, d).stable is True for d in (1, 2, 4)]
                assert verdicts == sorted(verdicts)
                whole = bounded_verdict(case, code, mover, concept, min(longest, 12)).stable is True
                assert whole == model.is_stable(concept, mover, s)


def test_the_shortest_answer_is_given() -> None:
    model = Model(load_case("european-security-2022"))
    case = searched_game(model.case)
    assert case.status_quo_key is not None
    for mover in ("russia", "usa"):
        for attempt in bounded_verdict(case, case.status_quo_key, mover, "gmr", 3).attempts:
            s1 = model.state_of[attempt.after]
            lengths = [
                depth
                for depth in (1, 2)
                if any(
                    model.rank(mover, t) <= model.rank(mover, 97) for t in bounded_answers(model, "gmr", mover, s1, depth)
                )
            ]
            assert (None if attempt.answer is None else len(attempt.answer)) == (lengths[0] if lengths else None)


CHAIN = {
    "a": {"options": {"go": {}}, "prefers": ["not d.end", "go"]},
    "b": {"options": {"x": {"needs": "a.go"}}, "prefers": ["x iff a.go"]},
    "c": {"options": {"y": {"needs": "b.x"}}, "prefers": ["y iff b.x"]},
    "d": {"options": {"end": {"needs": "c.y"}}, "prefers": ["end iff c.y"]},
}
"""What a does is undone by three others, each of whom can move only after the one before."""


@pytest.mark.parametrize("concept", ["gmr", "seq"])
def test_an_answer_beyond_the_bound_is_not_found_and_that_is_said(concept: str) -> None:
    case = searched_game(case_of(actors=CHAIN, status_quo=[]))
    short, long = (bounded_verdict(case, 0, "a", concept, depth) for depth in (2, 3))
    assert (short.stable, long.stable) == (None, True)
    assert "not shown to be stable, answers of at most 2 moves" in repr(short)
    assert short.to_dict()["stable"] is None
    assert short.to_dict()["depth"] == 2
    (attempt,) = long.attempts
    assert attempt.answer is not None
    assert [move.mover for move in attempt.answer] == ["b", "c", "d"]


TWICE = case_of(
    actors={
        "a": {"options": {"go": {}}, "prefers": ["not b.y", "go"]},
        "b": {"options": {"x": {}, "y": {"needs": "x"}}, "prefers": ["y", "x"]},
    }
)
HELPED = case_of(
    actors={
        "a": {"options": {"go": {}}, "prefers": ["not d.end", "both.q", "go"]},
        "b": {"prefers": ["both.q"]},
        "d": {"options": {"end": {"needs": "both.q"}}, "prefers": ["end"]},
    },
    bodies={"both": {"members": ["a", "b"], "decides": "unanimity", "options": {"q": {"needs": "a.go"}}}},
)


@pytest.mark.parametrize("concept", ["gmr", "seq"])
@pytest.mark.parametrize("case", [TWICE, HELPED], ids=["b moves twice in a row", "a helps to sanction itself"])
def test_answers_that_nobody_may_give_are_none(case: Case, concept: str) -> None:
    assert not Model(case).is_stable(concept, "a", 0)
    assert bounded_verdict(searched_game(case), 0, "a", concept, 4).stable is None


def test_without_the_whole_search_it_ends_at_the_first_gain_that_nobody_undoes() -> None:
    case = searched_game(case_of(actors={"a": {"options": {"x": {}, "y": {}}, "worth": {"x": 1, "y": 2}}}))
    assert len(bounded_verdict(case, 0, "a", "seq").attempts) == 3
    assert len(bounded_verdict(case, 0, "a", "seq", every_improvement=False).attempts) == 1


def test_a_large_case_is_judged_at_one_state() -> None:
    case = searched_game(sparse_case(31, 4))
    found = bounded_verdict(case, 0, "a20", "gmr", 2)
    assert found.stable is True
    assert len(found.attempts) == 8
    for attempt in found.attempts:
        assert attempt.answer is not None
        assert case.compare(20, 0, attempt.answer[-1].after) <= 0
        for move in attempt.answer:
            assert move.after in set(case.moves_at(case.mover(move.mover), move.before))


def test_an_allowance_that_is_spent_is_said() -> None:
    case = searched_game(sparse_case(31, 4))
    found = bounded_verdict(case, 0, "a20", "seq", 3, allowance=Allowance(1e-6))
    assert not any(attempt.searched for attempt in found.attempts)
    assert found.stable is None


def test_other_concepts_and_no_depth_are_refused() -> None:
    case = searched_game(load_case("chicken"))
    with pytest.raises(QuestionError, match=r'^"sim" is not defined for cases whose states are too many to list'):
        bounded_verdict(case, 0, "row", "sim")
    with pytest.raises(QuestionError, match="give at least 1"):
        bounded_verdict(case, 0, "row", "seq", 0)
