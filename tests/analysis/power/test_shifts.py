"""Power before and after: by counting the orders of the players, and where it is asked at all."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from itertools import permutations
from random import Random

from cases import case_of, random_case
from countermove.analysis.compare.compare import compare
from countermove.analysis.compare.what_ifs import applied, what_if
from countermove.analysis.power.shifts import PowerShift, power_shifts
from countermove.catalog import load_case
from countermove.model.case import Case
from countermove.model.scenario import apply_scenario
from reference import AGAINST, FOR, Model

OPENING = load_case("european-security-2022")


def by_orders(case: Case, body: str, option: int, players: list[str]) -> dict[str, Fraction]:
    """The share of all orders of the players in which each is the one with whom the rule passes."""
    model, count = Model(case), Counter[str]()
    orders = list(permutations(players))
    for order in orders:
        stances = dict.fromkeys(case.actors, AGAINST)
        for player in order:
            stances[player] = FOR
            if model.all_pass(body, [option], stances):
                count[player] += 1
                break
    return {player: Fraction(count[player], len(orders)) for player in players}


def check(shift: PowerShift, case: Case, other: Case) -> None:
    for one, side in ((case, shift.before), (other, shift.after)):
        assert side is not None
        rows = [row for row in one.option_rows if row.full in shift.options]
        found = {member.actor: member.shapley_shubik for member in side.members}
        for row in rows:
            assert found == by_orders(one, shift.body, row.index, list(found))


def test_power_is_that_of_all_orders_before_and_after() -> None:
    shifted = 0
    for seed in range(60):
        rng = Random(seed)
        case = random_case(rng, max_options=5)
        for body in case.bodies:
            for one in (what_if("rule", body, "majority"), what_if("veto", body, rng.choice(list(case.actors)))):
                changed = applied(case, [one]).case
                for shift in power_shifts(case, changed):
                    if shift.options:
                        check(shift, case, changed)
                        shifted += 1
                assert power_shifts(case, case) == ()
    assert shifted > 40


def test_the_opening_case() -> None:
    (shift,) = power_shifts(OPENING, apply_scenario(OPENING, "russian-veto"))
    assert shift.to_dict() == {
        "body": "nato",
        "options": ["nato.admit"],
        "before": {
            "shapley_shubik": {"usa": 1 / 3, "europe": 1 / 3, "ukraine": 1 / 3},
            "vetoes": ["usa", "europe", "ukraine"],
            "exact": True,
        },
        "after": {
            "shapley_shubik": {"russia": 0.25, "usa": 0.25, "europe": 0.25, "ukraine": 0.25},
            "vetoes": ["russia", "usa", "europe", "ukraine"],
            "exact": True,
        },
    }
    assert power_shifts(OPENING, apply_scenario(OPENING, "war-aims")) == ()
    data = compare(OPENING, concepts=["nash"]).to_dict()["scenarios"]
    assert data["russian-veto"]["power"] == [shift.to_dict()]
    assert data["war-aims"]["power"] == []


def test_a_body_whose_members_or_whose_members_rules_change_is_asked_too() -> None:
    bodies = {
        "inner": {"members": ["a", "b"], "decides": "unanimity"},
        "outer": {"members": ["inner", "c"], "decides": "unanimity", "options": {"x": {}, "y": {}}},
    }
    case = case_of(actors={"a": {}, "b": {}, "c": {}}, bodies=bodies)
    inner, outer = power_shifts(case, applied(case, [what_if("rule", "inner", {"any": [{"actor": "a"}]})]).case)
    assert (inner.body, inner.options, outer.options) == ("inner", (), ("outer.x", "outer.y"))
    assert outer.before is not None
    assert outer.after is not None
    assert [str(outer.before.of(actor).shapley_shubik) for actor in "abc"] == ["1/3"] * 3
    assert [str(outer.after.of(actor).shapley_shubik) for actor in "ac"] == ["1/2"] * 2
    (alone, left) = power_shifts(case, applied(case, [what_if("without", "b")]).case)
    assert alone.after is not None
    assert [member.actor for member in alone.after.members] == ["a"]
    assert left.actors == ("a", "b", "c")
