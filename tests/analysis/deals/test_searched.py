"""Deals found by search are deals by the literal definitions, and what is said to be proved is so."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import countermove as cm
from cases import case_of, random_case
from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.record import KINDS, Deal
from countermove.game.searched import SearchedGame, searched_game
from deal_cases import case_of_gifts, embargo, river
from reference_deals import DealModel

SEEDS = range(36)


def asked(seed: int) -> tuple[DealModel, SearchedGame, int]:
    """A random case without coalesced states, searched, and a state to leave, counted from 0."""
    rng = Random(seed)
    case = case_of_gifts(rng) if seed % 2 else random_case(rng, max_options=5, coalesce=False)
    model = DealModel(case)
    return model, searched_game(case), 0 if seed % 2 else rng.randrange(len(model.states))


def number(model: DealModel, code: int | None) -> int:
    return model.state_codes.index(code)


def check_deal(model: DealModel, s: int, deal: Deal) -> None:
    d = number(model, deal.state.code)
    assert model.kind(s, d) == KINDS.index(deal.kind)
    assert set(deal.gainers) == model.gainers(s, d)
    assert set(deal.losers) == model.losers(s, d)
    assert deal.is_of_gainers == bool(model.holders(s, d))
    assert deal.standing in (model.standing(d), None)
    assert [t.mover for t in deal.tempted] == model.tempted(d)
    for one in deal.tempted:
        end = number(model, one.after.code)
        assert one.answered is None or one.answered == (not model.open_improvements(one.mover, d))
        assert end in model.ui(one.mover, d)
        assert one.answered is not False or end in model.open_improvements(one.mover, d)
    leaving = model.leaving_groups(model.signers(s, d), d)
    if deal.group is not None:
        assert number(model, deal.group.after.code) in model.leaves(frozenset(deal.group.actors), d)
    elif deal.is_group_known:
        assert not leaving
    if deal.is_undominated:
        same = [t for t in range(len(model.states)) if t != s and model.kind(s, t) == model.kind(s, d)]
        assert not any(model.pareto(d, t) for t in same)
    check_contract(model, s, d, deal)


def check_contract(model: DealModel, s: int, d: int, deal: Deal) -> None:
    members = model.signers(s, d)
    steps = [(c.mover, number(model, c.before.code), number(model, c.after.code)) for c in deal.contract or ()]
    assert (steps[0][1], steps[-1][2]) == (s, d)
    assert all(a[2] == b[1] and a[0] != b[0] for a, b in pairwise(steps))
    for step, c in zip(steps, deal.contract or (), strict=True):
        assert c.trusts == model.trusting(members, s, *step)
    best = model.contract(members, s, d)
    assert best is not None
    assert sum(map(bool, best.trusts)) <= sum(bool(c.trusts) for c in deal.contract or ())


def test_what_is_found_are_deals_and_what_is_proved_is_so() -> None:
    found = none = standings = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        answer = deals(game, game.at(model.state_codes[s] or 0), limit=3)
        assert answer.coverage.kind == "search"
        expected = model.in_order(s)
        assert len({deal.state.code for deal in answer.deals}) == len(answer.deals)
        for deal in answer.deals:
            check_deal(model, s, deal)
            found += 1
            standings += deal.standing is not None
        if answer.proved:
            first = None if answer.first is None else KINDS.index(answer.first.kind)
            assert first == (model.kind(s, expected[0]) if expected else None), seed
            none += answer.first is None
    assert found
    assert none
    assert standings


def test_a_small_case_has_the_same_first_deal_either_way() -> None:
    for case in (river(), embargo()):
        listed, searched = deals(case), deals(searched_game(case))
        assert listed.first is not None
        assert searched.first is not None
        assert searched.first.kind == listed.first.kind
        codes = {deal.state.code for deal in deals(case, limit=100).deals if deal.is_undominated}
        assert searched.first.state.code in codes
        assert searched.proved


def test_thirty_allies_have_a_deal_that_keeps_itself() -> None:
    answer = cm.deals(cm.load("thirty-allies-2022"), limit=1)
    deal = answer.first
    assert deal is not None
    assert (deal.is_for_all, deal.standing, deal.losers) == (True, "self-enforcing", ())
    assert {"russia", "usa", "poland"} <= set(deal.gainers)
    assert deal.group is None
    assert deal.is_group_known
    assert deal.needs_trust is False
    assert answer.counts is None
    assert answer.fallback is None
    assert answer.rows().values[0][1] == deal.state.code


def test_equal_questions_have_equal_answers() -> None:
    first, second = (deals(searched_game(embargo()), limit=2).to_dict() for _ in range(2))
    assert first == second


def test_a_mover_with_very_many_options_is_answered_as_well() -> None:
    case = case_of(
        actors={
            "a": {"options": {f"x{k}": {} for k in range(20)}, "prefers": ["y", "not x0"]},
            "b": {"options": {"y": {}}, "prefers": ["a.x0", "not y"]},
        },
        status_quo=[],
    )
    answer = deals(searched_game(case), limit=1)
    deal = answer.first
    assert deal is not None
    assert deal.state.options == ("a.x0", "b.y")
    assert [(step.mover, step.trusts) for step in deal.contract or ()] == [("a", ("a",)), ("b", ())]
    # Of what a would do the solver finds one move only, and what a would answer cannot be followed: nothing is claimed.
    assert [(one.mover, one.answered) for one in deal.tempted] == [("a", None), ("b", None)]
    assert deal.standing is None
    assert not deal.breakers
