"""Deals against the literal definitions, on random models of every kind, and on disputes that people know."""

from __future__ import annotations

import json
from itertools import pairwise
from random import Random
from typing import Any

import pytest

import countermove as cm
from cases import case_of
from countermove.analysis.deals.deals import deals
from countermove.analysis.deals.record import KINDS, Deal, Deals
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.merge import merge
from countermove.model.case import Case
from deal_cases import SEEDS, asked, embargo, gifts, river
from reference_deals import DealModel


def all_deals(game: ListedGame, start: int) -> Deals:
    return deals(game, game.at(start), limit=game.size)


# --------------------------------------------------------------------------------------------- against the oracle


def test_the_deals_told_are_those_of_the_definitions_in_their_order() -> None:
    kinds: set[int] = set()
    for seed in SEEDS:
        model, game, s = asked(seed)
        answer = all_deals(game, s)
        expected = model.in_order(s)
        assert [deal.state.key for deal in answer.deals] == expected, seed
        assert [KINDS.index(deal.kind) for deal in answer.deals] == [model.kind(s, d) for d in expected]
        assert answer.counts == {name: sum(deal.kind == name for deal in answer.deals) for name in KINDS}
        kinds |= {KINDS.index(deal.kind) for deal in answer.deals}
    assert kinds == {0, 1, 2, 3}


def test_what_is_not_told_is_counted() -> None:
    seen = [0, 0, 0]
    for seed in SEEDS:
        model, game, s = asked(seed)
        answer = all_deals(game, s)
        others = [d for d in range(game.size) if d != s]
        alone = model.reach(s, model.movers, True)
        is_deal = {d for d in others if model.for_all(s, d) or model.holders(s, d)}
        few = {d for d in others if model.for_all(s, d) and len(model.gainers(s, d)) < 2} - alone
        out = {d for d in others if model.pareto(s, d) and not model.for_all(s, d)}
        counted = (answer.reached_alone, answer.few_gainers, answer.out_of_reach)
        assert counted == (len(is_deal & alone), len(few), len(out))
        assert answer.unjudged == 0
        assert answer.coverage.kind == "complete"
        seen = [a + (b or 0) for a, b in zip(seen, counted, strict=True)]
    assert all(seen)


def check_deal(model: DealModel, s: int, deal: Deal) -> None:
    d = deal.state.key
    assert deal.is_for_all == model.for_all(s, d)
    assert deal.is_of_gainers == bool(model.holders(s, d))
    assert set(deal.gainers) == model.gainers(s, d)
    assert set(deal.losers) == model.losers(s, d)
    assert deal.standing == model.standing(d)
    assert [(b.mover, b.after.key) for b in deal.breakers] == model.breakers(d)
    assert [t.mover for t in deal.tempted] == model.tempted(d)
    for one in deal.tempted:
        if one.answered:
            assert one.after.key == min(model.ui(one.mover, d))
    assert deal.is_fallback == (d in model.fallback(s)[0])
    members = model.signers(s, d)
    leaving = model.leaving_groups(members, d)
    assert deal.is_group_known
    if deal.group is None:
        assert not leaving
    else:
        group = frozenset(deal.group.actors)
        assert group <= members
        assert deal.group.after.key in model.leaves(group, d)
        # A smallest group for that state: none of its members can be missed.
        assert not any(deal.group.after.key in model.leaves(group - {a}, d) for a in group if len(group) > 1)
    check_contract(model, s, deal, members)
    # Between coalesced states a body may have several ways to move.
    if not model.case.coalesce:
        assert set(deal.needed) == model.needed(s, d)


def check_contract(model: DealModel, s: int, deal: Deal, members: frozenset[str]) -> None:
    contract = model.contract(members, s, deal.state.key)
    assert contract is not None
    assert deal.contract is not None
    assert tuple((c.mover, c.before.key, c.after.key) for c in deal.contract) == contract.steps
    assert tuple(c.trusts for c in deal.contract) == contract.trusts
    assert deal.needs_trust == any(contract.trusts)


def test_each_deal_says_what_the_definitions_say() -> None:
    standings, trust = set(), set()
    for seed in SEEDS:
        model, game, s = asked(seed)
        for deal in all_deals(game, s).deals:
            check_deal(model, s, deal)
            standings.add(deal.standing)
            trust.add(deal.needs_trust)
    assert standings == {"self-enforcing", "kept-by-answers", "breakable"}
    assert trust == {True, False}


def test_the_fallback_sets_are_those_of_the_definitions() -> None:
    outside = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        answer = all_deals(game, s)
        reach = model.coalition_reach(model.everybody(), s) | {s}
        for fallback, start in ((answer.fallback, s), (answer.without_impasse, None)):
            assert fallback is not None
            members, depth = model.fallback(start)
            assert ({state.key for state in fallback.states}, fallback.depth) == (members, depth)
            assert {state.key for state in fallback.outside} == members - reach
            outside += len(fallback.outside)
    assert outside


def test_the_smallest_coalitions_are_those_of_which_no_part_has_the_deal() -> None:
    seen = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        for deal in deals(game, game.at(s), limit=game.size, minimal=True).deals:
            assert deal.minimal is not None
            assert set(map(frozenset, deal.minimal)) == model.minimal_holders(s, deal.state.key)
            seen += len(deal.minimal)
    assert seen


# ------------------------------------------------------------------------------------------------------ theorems


def test_what_a_coalition_reaches_grows_with_it() -> None:
    for seed in SEEDS:
        model, _, s = asked(seed)
        for h in model.groups():
            for other in model.groups():
                if h < other:
                    assert model.coalition_reach(h, s) <= model.coalition_reach(other, s)


def test_theorems_hold_for_every_deal() -> None:
    for seed in range(100, 140):
        _, game, s = asked(seed)
        nash = cm.equilibria(game, ["nash"]).holding("nash")
        for deal in all_deals(game, s).deals:
            assert (deal.standing == "self-enforcing") == nash[deal.state.key]
            assert len(deal.gainers) > 1
            assert not (deal.is_for_all and deal.losers)
            assert deal.is_for_all or deal.is_of_gainers
            assert set(deal.breakers) <= set(deal.tempted)
            assert bool(deal.breakers) == (deal.standing == "breakable")
            assert deal.contract is not None
            assert deal.contract[-1].after == deal.state
            assert all(a.after == b.before and a.mover != b.mover for a, b in pairwise(deal.contract))


def test_a_body_by_unanimity_needs_all_its_members_for_a_deal() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["q"]}, "b": {"prefers": ["q"]}, "c": {"prefers": ["x"]}},
        bodies={"talks": {"members": ["a", "b", "c"], "decides": "unanimity", "options": {"q": {}}}},
        status_quo=[],
    )
    (both,) = [deal for deal in deals(case, minimal=True).deals if deal.state.options == ("a.x", "talks.q")]
    assert both.is_for_all
    assert both.minimal == (("a", "b", "c"),)
    assert [deal.state.options for deal in deals(case).deals if not deal.is_for_all] == []
    # With two of three votes the other two do not need c.
    smaller = case_of(
        actors={"a": {"prefers": ["q"]}, "b": {"prefers": ["q"]}, "c": {"options": {"y": {}}, "prefers": ["not q"]}},
        bodies={"talks": {"members": ["a", "b", "c"], "decides": "majority", "options": {"q": {}}}},
        status_quo=[],
    )
    answer = deals(smaller)
    assert (answer.count, answer.reached_alone) == (0, 1)


def as_body(data: dict[str, Any]) -> Case:
    """A case in which ann and bob own nothing, and a body that both must be for owns what was theirs."""
    # Statements name options in full, so that what was ann's or bob's is the team's by another name.
    twin = json.loads(json.dumps(data).replace("ann.", "team.").replace("bob.", "team."))
    options = {**twin["actors"]["ann"].pop("options"), **twin["actors"]["bob"].pop("options")}
    twin["bodies"] = {"team": {"members": ["ann", "bob"], "decides": "unanimity", "options": options}}
    return Case.model_validate(twin)


def said(deal: Deal) -> tuple[Any, ...]:
    """What a deal is, whatever its options and movers are called."""
    options = tuple(sorted(option.partition(".")[2] for option in deal.state.options))
    trust = sum(bool(step.trusts) for step in deal.contract or ())
    return options, deal.kind, deal.standing, deal.gainers, deal.losers, len(deal.contract or ()), trust, deal.is_fallback


def test_members_of_a_merged_mover_gain_one_by_one_and_move_like_a_body_by_unanimity() -> None:
    seen = 0
    for seed in range(40):
        data = gifts(Random(seed), least=3, body=0)
        game = compile(Case.model_validate(data))
        assert isinstance(game, ListedGame)
        merged, twin = merge(game, [["ann", "bob"]]), as_body(data)
        model = DealModel(twin)
        (start,) = [s for s, code in enumerate(model.state_codes) if code == 0]
        told = deals(twin, limit=100).deals
        assert {deal.state.key for deal in told} == set(model.in_order(start))
        found = deals(merged, 1, limit=100).deals
        assert sorted(map(said, found)) == sorted(map(said, told))
        seen += len(found)
    assert seen


# ------------------------------------------------------------------------------------------------------- disputes


def test_the_river_has_a_deal_for_all_that_its_upper_state_would_break() -> None:
    answer = deals(river())
    deal = answer.first
    assert deal is not None
    assert deal.state.options == ("upper.fill", "upper.releases", "middle.gauges", "basin.rules")
    assert (deal.is_for_all, deal.gainers, deal.losers) == (True, ("upper", "lower", "middle", "union"), ())
    assert deal.standing == "breakable"
    assert deal.breaker is not None
    assert deal.breaker.mover == "upper"
    assert deal.breaker.after.options == ("upper.fill", "middle.gauges", "basin.rules")
    assert [t.mover for t in deal.tempted] == ["upper", "lower"]
    assert "lower.court" in deal.tempted[1].after.options
    assert [step.mover for step in deal.contract or ()] == ["upper", "middle", "basin"]
    assert deal.needs_trust is False
    assert deal.is_fallback
    assert answer.fallback is not None
    assert answer.fallback.states == (deal.state,)


def test_the_embargo_is_renewed_for_money_and_the_fuel_would_be_taken_back() -> None:
    answer = deals(embargo(), limit=100)
    first, second = answer.deals[:2]
    assert (first.state.number, second.state.number) == (145, 147)
    assert first.state.options == ("purse.grant", "union.renew")
    for deal in (first, second):
        assert (deal.standing, deal.gainers, deal.losers) == (
            "self-enforcing", ("objector", "core", "purse"), ("target",),
        )  # fmt: skip
        assert deal.group is None
        # Money that is paid does not come back: the purse has to trust that the renewal follows.
        assert [step.mover for step in deal.contract or ()] == ["objector", "purse", "union"]
        assert [step.trusts for step in deal.contract or ()] == [(), ("purse",), ()]
    both = next(deal for deal in answer.deals if deal.state.options == ("purse.grant", "purse.fuel", "union.renew"))
    assert both.standing == "breakable"
    assert [(b.mover, b.after.options) for b in both.breakers] == [("purse", ("purse.grant", "union.renew"))]


def test_names_change_no_deal() -> None:
    short, long = deals(embargo(holdout="H", core="C")), deals(embargo(holdout="The one " * 8, core="All others"))
    assert short.to_dict() == long.to_dict()


def test_every_case_of_the_catalogue_answers() -> None:
    for id_ in cm.case_ids():
        game = compile(cm.load(id_))
        if isinstance(game, ListedGame):
            for start in {game.status_quo_key or 0, game.size - 1}:
                answer = deals(game, game.at(start), limit=3)
                assert answer.coverage.kind == "complete"
                assert len(answer.deals) == min(3, answer.count)


# -------------------------------------------------------------------------------------------------------- bounds


def test_a_bound_on_the_work_is_said_and_counted() -> None:
    game = compile(river())
    answer, full = deals(game, work=10), deals(game)
    assert answer.coverage.kind == "search"
    assert not answer.coverage.proved
    assert answer.coverage.bound == "10 moves looked at"
    assert answer.unjudged
    assert full.unjudged == 0
    # Deals for all need no search of their own, and are counted all the same.
    assert answer.counts is not None
    assert full.counts is not None
    assert answer.counts[KINDS[1]] == full.counts[KINDS[1]]


def test_questions_that_cannot_be_answered_are_refused() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}}, "b": {"options": {"y": {}}}})
    with pytest.raises(QuestionError, match="no status quo that actors could leave together; name a state: start=STATE"):
        deals(case)
    with pytest.raises(QuestionError, match="a deal has at least two actors; the size 1 asks for none"):
        deals(case, 1, size=1)
    with pytest.raises(QuestionError, match="at least one deal must be asked for"):
        deals(case, 1, limit=0)
    with pytest.raises(QuestionError, match="there is no state 9"):
        deals(case, 9)
