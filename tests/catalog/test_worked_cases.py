"""The two worked cases of the tutorial for mediators say what the tutorial shows, by the slow reference."""

from __future__ import annotations

from functools import cache

import pytest

import countermove as cm
from countermove.catalog import load_case
from countermove.game.listed import listed_game
from reference_coalitions import CoalitionModel

NILE, SANCTIONS = "nile-dam-2021", "eu-sanctions-2025"


@cache
def model_of(id_: str, scenario: str | None = None) -> CoalitionModel:
    """The slow reference for a case."""
    return CoalitionModel(listed_game(load_case(id_), scenario).case)


def now(id_: str) -> int:
    """The state of the status quo, counted from 0."""
    start = listed_game(load_case(id_)).status_quo_key
    assert start is not None
    return start


def state_of(id_: str, *options: str) -> int:
    """The state in which these options are taken and no others, counted from 0."""
    game = listed_game(load_case(id_))
    (state,) = [
        s for s in range(game.size) if {row.full for row in game.options if game.taken(s)[row.index]} == set(options)
    ]
    return state


def gainers(model: CoalitionModel, s: int, d: int) -> frozenset[str]:
    """The actors who strictly prefer d to s."""
    return frozenset(actor for actor in model.actors if model.rank(actor, d) > model.rank(actor, s))


def deals(model: CoalitionModel, s: int) -> set[int]:
    """The states d that all who gain by d, at least two, can bring about from s."""
    pairs = {d: gainers(model, s, d) for d in range(len(model.states)) if d != s}
    return {d for d, who in pairs.items() if len(who) >= 2 and d in model.coalition_reach(who, s)}


def deals_for_all(model: CoalitionModel, s: int) -> set[int]:
    """The states by which nobody loses and somebody gains, and that all together can bring about from s."""
    everybody = frozenset(model.actors)
    reach = model.coalition_reach(everybody, s)
    return {d for d in reach if gainers(model, s, d) and not gainers(model, d, s) and d != s}


def self_enforcing(model: CoalitionModel, states: set[int]) -> list[int]:
    """Those from which nobody gains by a move of its own, counted from 1."""
    return sorted(d + 1 for d in states & model.equilibria("nash"))


# --------------------------------------------------------------------------------------------- the Nile dam


def test_the_nile_has_four_nash_equilibria_and_improvements_lead_to_the_one_without_an_agreement() -> None:
    model, start = model_of(NILE), now(NILE)
    assert sorted(s + 1 for s in model.equilibria("nash")) == [22, 54, 86, 118]
    assert model.reachable_from(start)["improvements"] & model.equilibria("nash") == {21}
    assert state_of(NILE, "ethiopia.fill", "egypt.council", "sudan.data") == 21


@pytest.mark.parametrize(("start", "kept"), [(1, []), (22, [86])])
def test_guidelines_and_releases_in_droughts_are_a_deal_for_all(start: int, kept: list[int]) -> None:
    """From today and from the outcome all four gain by it; Ethiopia and Egypt would each be tempted to break it.

    From the outcome on, guidelines alone keep themselves, but leave Egypt where it was.
    """
    model = model_of(NILE)
    package = state_of(NILE, "ethiopia.fill", "ethiopia.drought", "sudan.data", "talks.guidelines")
    assert now(NILE) == 0
    assert package in deals_for_all(model, start - 1)
    assert gainers(model, start - 1, package) == {"ethiopia", "egypt", "sudan", "au"}
    assert self_enforcing(model, deals_for_all(model, start - 1)) == kept
    assert gainers(model, 22 - 1, 86 - 1) == {"ethiopia", "sudan", "au"}
    assert state_of(NILE, "ethiopia.fill", "egypt.council", "sudan.data", "talks.guidelines") == 86 - 1
    taken_back = state_of(NILE, "ethiopia.fill", "sudan.data", "talks.guidelines")
    assert taken_back in model.ui("ethiopia", package)
    assert state_of(
        NILE, "ethiopia.fill", "ethiopia.drought", "egypt.council", "sudan.data", "talks.guidelines"
    ) in model.ui("egypt", package)


def test_surety_for_the_promise_and_a_closed_council_keep_the_package() -> None:
    """Each of the two scenarios takes one of the two temptations away."""
    package = state_of(NILE, "ethiopia.fill", "ethiopia.drought", "sudan.data", "talks.guidelines")
    kept = model_of(NILE, "promise-kept")
    assert [who for who in kept.movers if kept.ui(who, package)] == ["egypt"]
    case = load_case(NILE)
    assert case.scenarios["council-closed"].changes["impossible"]
    closed = model_of(NILE, "council-closed")
    game = listed_game(case, "council-closed")
    (there,) = [
        s for s in range(game.size) if {row.full for row in game.options if game.taken(s)[row.index]}
        == {"ethiopia.fill", "ethiopia.drought", "sudan.data", "talks.guidelines"}
    ]  # fmt: skip
    assert [who for who in closed.movers if closed.ui(who, there)] == ["ethiopia"]


# ----------------------------------------------------------------------------------------------- sanctions


def test_renewal_for_funds_is_the_self_enforcing_deal_that_no_single_steps_lead_to() -> None:
    """Beside it stand two that leave sanctions of single governments in force as well; they are better for nobody."""
    model, start = model_of(SANCTIONS), now(SANCTIONS)
    alone = model.reachable_from(start)["improvements"]
    assert self_enforcing(model, deals(model, start) - alone) == [145, 147, 153, 155]
    assert all(model.rank(who, 145 - 1) >= model.rank(who, 153 - 1) for who in model.actors)
    assert state_of(SANCTIONS, "commission.funds", "council.renew") == 145 - 1
    assert state_of(SANCTIONS, "holdout.side", "commission.funds", "council.renew") == 147 - 1


def test_the_commission_would_take_a_guarantee_for_gas_back() -> None:
    model, start = model_of(SANCTIONS), now(SANCTIONS)
    with_gas = state_of(SANCTIONS, "commission.funds", "commission.gas", "council.renew")
    assert with_gas in deals(model, start)
    assert model.ui("commission", with_gas) == {145 - 1}


def test_without_the_veto_the_sanctions_are_renewed_at_no_price() -> None:
    game = listed_game(load_case(SANCTIONS), "qualified-majority")
    model = model_of(SANCTIONS, "qualified-majority")
    ends = model.reachable_from(now(SANCTIONS))["improvements"] & model.equilibria("nash")
    taken = [{row.full for row in game.options if game.taken(s)[row.index]} for s in ends]
    assert all("council.renew" in options and "commission.funds" not in options for options in taken)


@pytest.mark.parametrize(
    ("id_", "scenario", "number", "standing"),
    [
        (NILE, None, 84, "breakable"),
        (SANCTIONS, None, 145, "self-enforcing"),
        (SANCTIONS, "published-statement", 162, "self-enforcing"),
    ],
)
def test_the_first_deal_is_the_one_that_the_tutorial_reads(
    id_: str, scenario: str | None, number: int, standing: str
) -> None:
    first = cm.deals(cm.compile(cm.load(id_), scenario)).deals[0]
    assert (first.state.number, first.standing) == (number, standing)
