"""Power by rule: published tables, the definitions, theorems, and what is said where nothing can be."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove as cm
from cases import case_of, random_case, random_rule
from countermove.analysis.power import indices as power_indices
from countermove.analysis.power.power import Power, power
from countermove.catalog import load_case
from countermove.errors import CaseError, QuestionError
from countermove.game.game import Game
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.rules import AllRule, Quota
from reference import Model
from reference_power import reference_power

INDICES = ("shapley_shubik", "banzhaf", "banzhaf_absolute", "prevent", "initiate")


def assembly(members: list[str], rule: Any, **bodies: Any) -> Case:
    """A body of these members, and nothing else."""
    actors = {m: {} for m in members if m not in bodies}
    for body in bodies.values():
        actors |= {m: {} for m in body["members"] if m not in bodies}
    return case_of(actors=actors, bodies={**bodies, "house": {"members": members, "decides": rule}})


def weighted(weights: dict[str, int], quota: object) -> Power:
    rule = {"quota": str(quota), "weights": {m: str(w) for m, w in weights.items()}}
    return power(assembly(list(weights), rule), "house")


def rounded(found: Power, index: str, digits: int = 4) -> dict[str, float]:
    return {m.actor: round(float(getattr(m, index)), digits) for m in found.members}


# --------------------------------------------------------------------------------------- published tables


def test_the_security_council() -> None:
    """Shapley and Shubik's own example with the council enlarged to 15: 0.1963 and 0.001865; Banzhaf 0.1669."""
    found = power(load_case("security-council"), "council")
    permanent, elected = found.of("china"), found.of("e10")
    assert permanent.shapley_shubik == Fraction(421, 2145)
    assert (round(float(permanent.shapley_shubik), 4), round(float(elected.shapley_shubik), 6)) == (0.1963, 0.001865)
    assert (round(float(permanent.banzhaf), 4), round(float(elected.banzhaf), 4)) == (0.1669, 0.0165)
    assert (found.winning, found.power_to_act, found.exact) == (848, Fraction(848, 2**15), True)
    assert found.vetoes == ("china", "france", "russia", "uk", "usa")
    assert (found.minimal_winning.count, found.minimal_blocking.count) == (210, 5 + 120)
    assert permanent.prevent == 1
    published = load_case("security-council").published["power"]
    for index in ("shapley_shubik", "banzhaf"):
        digits = 4 if index == "banzhaf" else 6
        assert round(float(getattr(permanent, index)), 4) == float(published[index]["permanent"])
        assert round(float(getattr(elected, index)), digits) == float(published[index]["elected"])


SIX = {"germany": 4, "italy": 4, "france": 4, "belgium": 2, "netherlands": 2, "luxembourg": 1}
NINE = dict(zip("abcdefghi", (10, 10, 10, 10, 5, 5, 3, 3, 2), strict=True))
FIFTEEN = {f"m{k}": w for k, w in enumerate((10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2))}


def test_the_european_council_of_1958() -> None:
    found = weighted(SIX, 12)
    assert [str(m.shapley_shubik) for m in found.members] == ["7/30", "7/30", "7/30", "3/20", "3/20", "0"]
    assert [str(m.banzhaf) for m in found.members] == ["5/21", "5/21", "5/21", "1/7", "1/7", "0"]
    assert (found.dummies, found.winning) == (("luxembourg",), 14)
    assert set(found.minimal_winning.listed) == {
        ("germany", "italy", "france"),
        ("germany", "italy", "belgium", "netherlands"),
        ("germany", "france", "belgium", "netherlands"),
        ("italy", "france", "belgium", "netherlands"),
    }


@pytest.mark.parametrize(
    ("weights", "quota", "index", "expected"),
    [
        (NINE, 41, "shapley_shubik", {10: 0.1786, 5: 0.0810, 3: 0.0571, 2: 0.0095}),
        (FIFTEEN, 62, "banzhaf", {10: 0.1116, 8: 0.0924, 5: 0.0587, 4: 0.0479, 3: 0.0359, 2: 0.0226}),
        (FIFTEEN, 62, "shapley_shubik", {10: 0.1167, 8: 0.0955, 5: 0.0552, 4: 0.0454, 3: 0.0353, 2: 0.0207}),
    ],
)
def test_later_european_councils(weights: dict[str, int], quota: int, index: str, expected: dict[int, float]) -> None:
    """1973 and 1995, as tabulated by Felsenthal and Machover (1998), chapter 5."""
    figures = rounded(weighted(weights, quota), index)
    assert {weights[member]: figure for member, figure in figures.items()} == expected


def test_the_power_to_act_of_the_fifteen() -> None:
    assert round(float(weighted(FIFTEEN, 62).power_to_act), 4) == 0.0778


def test_the_council_by_the_treaty_of_lisbon() -> None:
    """The share of winning coalitions is published: 13.2 % (Petroczy and Csato)."""
    case = load_case("eu-council")
    found = power(case, "council")
    assert round(float(found.power_to_act), 3) == float(case.published["power"]["power_to_act"])
    assert found.winning == 17_712_380
    assert sum(m.shapley_shubik for m in found.members) == 1
    shares = [float(m.shapley_shubik) for m in found.members]
    assert shares == sorted(shares, reverse=True)
    assert not found.vetoes


def test_without_the_fourth_member_three_may_block() -> None:
    case = load_case("eu-council")
    rule = case.bodies["council"].decides
    assert isinstance(rule, AllRule)
    assert isinstance(rule.rules[1], Quota)
    people = {m: int(number) for m, number in dict(rule.rules[1].weights or ()).items()}
    total = sum(people.values())
    heavy = [c for k in (1, 2, 3) for c in combinations(people.values(), k) if 100 * sum(c) > 35 * total]
    plain = power(case, "council", scenario="three-may-block")
    assert plain.winning == 17_712_380 - len(heavy)
    assert len(people) == 27
    assert total == 447_319_916
    assert len(heavy) == 20


def test_thirty_allies_by_consensus() -> None:
    allies = [f"ally-{k}" for k in range(30)]
    found = power(assembly(allies, "consensus"), "house")
    assert {m.shapley_shubik for m in found.members} == {Fraction(1, 30)}
    assert (found.winning, found.power_to_act) == (1, Fraction(1, 2**30))
    assert {(m.prevent, m.initiate) for m in found.members} == {(Fraction(1), Fraction(1, 2**30 - 1))}
    assert found.vetoes == tuple(allies)
    assert (found.minimal_winning.count, found.minimal_blocking.count) == (1, 30)
    assert found.minimal_winning.listed == (tuple(allies),)


def test_the_legislature_of_the_united_states() -> None:
    """President, Senate and House have power as 2 to 5 to 5 (Shapley and Shubik 1954): 536 players, exactly."""
    senate, house = [f"senator-{k}" for k in range(100)], [f"representative-{k}" for k in range(435)]
    chambers = {
        "senate": {"members": senate, "decides": "majority"},
        "lower": {"members": house, "decides": "majority"},
        "senate-again": {"members": senate, "decides": {"quota": "67"}},
        "lower-again": {"members": house, "decides": {"quota": "290"}},
        "signed": {"members": ["senate", "lower"], "decides": {"all": [{"actor": "president"}, "unanimity"]}},
        "over": {"members": ["senate-again", "lower-again"], "decides": "unanimity"},
    }
    rule = {"quota": "0.5", "weights": {"signed": "1", "over": "1", "president": "0"}}
    found = power(assembly(["signed", "over", "president"], rule, **chambers), "house")
    assert found.exact
    of = found.of
    shares = [
        of("president").shapley_shubik,
        100 * of("senator-7").shapley_shubik,
        435 * of("representative-7").shapley_shubik,
    ]
    assert sum(shares) == 1
    assert [round(12 * share) for share in shares] == [2, 5, 5]


# ------------------------------------------------------------------------------------------ the definitions


def check(found: Power, model: Model, body: str, rule: Any) -> None:
    expected = reference_power(model, body, rule)
    for index in INDICES:
        assert {m.actor: getattr(m, index) for m in found.members} == getattr(expected, index), index
    assert (found.power_to_act, found.winning) == (expected.power_to_act, expected.winning)
    assert (set(found.vetoes), set(found.dummies)) == (expected.vetoes, expected.dummies)
    assert {m.actor for m in found.members if m.dictator} == expected.dictators
    for listed, wanted in (
        (found.minimal_winning, expected.minimal_winning),
        (found.minimal_blocking, expected.minimal_blocking),
    ):
        assert listed.count == len(wanted)
        assert set(map(frozenset, listed.listed)) == wanted
        assert len(listed.listed) == len(wanted) <= 24


def test_every_index_is_what_its_definition_says() -> None:
    """Random rules of every kind, bodies in bodies and outsiders included, against all coalitions and orders."""
    asked = 0
    for seed in range(110):
        case = random_case(Random(seed), max_options=4, actors=(2, 6))
        if not case.bodies:
            continue
        model = Model(case)
        for body, record in case.bodies.items():
            own = {row.id: case.rule_of(row) for row in case.option_rows if row.owner == body}
            for option, rule in {None: record.decides, **own}.items():
                if rule is not None:
                    found = power(case, body, option)
                    assert (found.option, found.rule, found.exact) == (option, rule, True)
                    check(found, model, body, rule)
                    asked += 1
    assert asked > 180


def test_a_member_body_that_is_neither_for_nor_against_does_not_break_a_consensus() -> None:
    """One of two in the inner body is half: it is neither for nor against, and a alone carries the consensus."""
    inner = {"members": ["b", "c"], "decides": "majority"}
    consensus = power(assembly(["a", "inner"], "consensus", inner=inner), "house")
    assert consensus.minimal_winning.listed == (("a", "b"), ("a", "c"))
    unanimity = power(assembly(["a", "inner"], "unanimity", inner=inner), "house")
    assert unanimity.minimal_winning.listed == (("a", "b", "c"),)


def test_members_whom_the_rule_does_not_ask_are_dummies() -> None:
    found = power(assembly(["a", "b"], {"actor": "b"}), "house")
    assert (found.dictator, found.dummies, found.of("a").shapley_shubik) == ("b", ("a",), 0)
    assert found.winning == 2


def test_a_weight_of_nothing_is_still_a_head_for_the_blocking_clause() -> None:
    rule = {"quota": "3", "weights": {"a": "3", "b": "0", "c": "0"}, "blocking": "2"}
    found = power(assembly(["a", "b", "c"], rule), "house")
    assert found.minimal_winning.listed == (("a",), ("b", "c"))


# ---------------------------------------------------------------------------------------------- theorems


@st.composite
def houses(draw: st.DrawFn) -> tuple[Case, Random]:
    rng = Random(draw(st.integers(0, 2**32 - 1)))
    members = [f"m{k}" for k in range(rng.randint(1, 7))]
    return assembly(members, random_rule(rng, members, members)), rng


@settings(max_examples=60, deadline=None)
@given(houses())
def test_the_shares_add_up_and_a_veto_holder_prevents_everything(drawn: tuple[Case, Random]) -> None:
    found = power(drawn[0], "house")
    assert sum(m.shapley_shubik for m in found.members) == sum(m.banzhaf for m in found.members) == 1
    for member in found.members:
        assert member.veto == (member.prevent == 1)
        assert member.dummy == (member.shapley_shubik == 0) == (member.banzhaf == 0)
        assert member.dictator == (member.shapley_shubik == 1)
        assert member.prevent is not None
        assert member.initiate is not None
        act = found.power_to_act
        assert 1 / member.banzhaf_absolute == (1 / member.prevent + 1 / member.initiate) / 2 if member.prevent else True
        assert member.banzhaf_absolute == 2 * act * member.prevent


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=2, max_size=12).filter(any), st.integers(1, 99))
def test_who_weighs_more_has_no_less_power_and_a_dummy_changes_nobody(weights: list[int], percent: int) -> None:
    members = {f"m{k}": w for k, w in enumerate(weights)}
    quota = max(2, sum(weights) * percent // 100)
    if sum(weights) < 2:
        return
    found = weighted(members, quota)
    ordered = sorted(found.members, key=lambda m: members[m.actor])
    for index in INDICES:
        figures = [getattr(m, index) for m in ordered]
        assert figures == sorted(figures)
    more = weighted({**members, "dummy": 0}, quota)
    assert more.of("dummy").dummy
    for member in found.members:
        assert all(getattr(member, index) == getattr(more.of(member.actor), index) for index in INDICES)
    assert (more.minimal_winning.count, more.power_to_act) == (found.minimal_winning.count, found.power_to_act)


def test_the_dual_rule_has_the_same_power() -> None:
    """Who blocks under a quota wins under its dual: same indices, minimal coalitions exchanged."""
    weights = {f"m{k}": w for k, w in enumerate((9, 7, 7, 5, 4, 4, 2, 1))}
    rule, dual = weighted(weights, 25), weighted(weights, sum(weights.values()) - 25 + 1)
    assert [m.shapley_shubik for m in rule.members] == [m.shapley_shubik for m in dual.members]
    assert rule.minimal_winning.count == dual.minimal_blocking.count
    assert rule.minimal_blocking.count == dual.minimal_winning.count


# ------------------------------------------------------------------------------------------------ large bodies


def test_the_sums_stay_exact_where_machine_words_would_not_hold_them() -> None:
    rng = Random(5)
    members = {f"m{k}": rng.randrange(1, 6) for k in range(190)}
    found = weighted(members, 0.6)
    assert found.exact
    assert sum(m.shapley_shubik for m in found.members) == 1
    assert found.winning is not None
    assert found.winning > 2**170
    tenfold = weighted({m: 10**18 * w for m, w in members.items()}, 0.6)
    assert [m.banzhaf for m in tenfold.members] == [m.banzhaf for m in found.members]


def test_banzhaf_stays_exact_where_shapley_is_estimated(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = Random(6)
    members = {f"m{k}": rng.randrange(1, 40) for k in range(40)}
    exact = weighted(members, 0.6)
    monkeypatch.setattr(power_indices, "MOST_WORDS", power_indices.series_work(threshold(members), False))
    partly = weighted(members, 0.6)
    assert (partly.estimated, partly.exact) == (("shapley_shubik",), False)
    assert partly.winning == exact.winning
    assert (partly.minimal_winning, partly.minimal_blocking) == (exact.minimal_winning, exact.minimal_blocking)
    for found, true in zip(partly.members, exact.members, strict=True):
        assert (found.banzhaf, found.prevent, found.dummy) == (
            true.banzhaf,
            true.prevent,
            bool(not true.banzhaf),
        )
        ((name, error),) = found.errors
        assert name == "shapley_shubik"
        assert abs(float(found.shapley_shubik) - float(true.shapley_shubik)) < 5 * error


def threshold(members: dict[str, int]) -> Any:
    from countermove.analysis.power.games import ThresholdGame

    weights = tuple(sorted(members.values(), reverse=True))
    need = -(-6 * sum(weights) // 10)
    return ThresholdGame(weights, (1,) * len(weights), (need,) * (len(weights) + 1))


def test_what_is_too_large_is_estimated_and_says_so() -> None:
    rng = Random(7)
    members = [f"m{k}" for k in range(60)]
    rule = {
        "veto": ["m0", "m1"],
        "also": {"all": [{"quota": "0.5", "weights": {m: str(rng.randrange(10**9)) for m in members}}, "majority"]},
    }
    found = power(assembly(members, rule), "house", seed=3, draws=3000)
    again = power(assembly(members, rule), "house", seed=3, draws=3000)
    other = power(assembly(members, rule), "house", seed=4, draws=3000)
    assert found.to_dict() == again.to_dict() != other.to_dict()
    assert (found.exact, found.winning, found.minimal_winning.count) == (False, None, None)
    assert set(found.estimated) == {*INDICES, "power_to_act"}
    assert found.draws == 3000
    assert sum(float(m.shapley_shubik) for m in found.members) == pytest.approx(1)
    assert found.vetoes == ("m0", "m1")
    assert {m.dummy for m in found.members} == {None}
    data = found.to_dict()
    assert data["exact"] is False
    assert set(data["members"]["m0"]["standard_errors"]) == {"shapley_shubik", "banzhaf_absolute"}


def test_where_no_draw_finds_anybody_decisive_shares_are_not_known() -> None:
    rng = Random(7)
    weights = {f"m{k}": str(10**8 + rng.randrange(10**9)) for k in range(60)}
    found = power(assembly(list(weights), {"quota": "0.9", "weights": weights}), "house", draws=200)
    assert "banzhaf" in found.estimated
    assert {m.banzhaf for m in found.members} == {None}
    assert {m["banzhaf"] for m in found.to_dict()["members"].values()} == {None}
    assert "None" not in found._repr_html_()


def test_ten_thousand_members_with_a_vote_each() -> None:
    found = power(assembly([f"m{k}" for k in range(10_000)], "majority"), "house")
    assert found.exact
    assert found.of("m77").shapley_shubik == Fraction(1, 10_000)
    assert found.to_dict()["minimal_winning"]["count"] == found.minimal_winning.count


# ---------------------------------------------------------------------------------------- what it looks like


def test_the_contract() -> None:
    data = power(load_case("security-council"), "council").to_dict()
    assert {"body", "option", "exact", "power_to_act", "members"} <= set(data)
    assert (data["body"], data["option"], data["exact"]) == ("council", None, True)
    assert data["members"]["usa"] == {
        "shapley_shubik": pytest.approx(0.19627, abs=1e-5),
        "banzhaf": pytest.approx(0.16693, abs=1e-5),
        "banzhaf_absolute": pytest.approx(0.05176, abs=1e-5),
        "prevent": 1.0,
        "initiate": pytest.approx(0.02657, abs=1e-5),
        "veto": True,
        "dictator": False,
        "dummy": False,
    }


def test_as_a_frame_and_in_a_notebook() -> None:
    found = cm.power(load_case("european-security-2022"), "nato")
    frame = found.to_frame()
    assert list(frame.index) == ["usa", "europe"]
    assert frame.loc["usa", "Shapley-Shubik"] == 0.5
    assert "<td>usa</td><td>0.5</td>" in found._repr_html_()
    assert repr(found) == "Power(nato, 2 players, exact)"


def test_a_graph_and_a_scenario_may_be_asked() -> None:
    case = load_case("european-security-2022")
    assert cm.power(cm.compile(case), "nato", "admit").to_dict() == cm.power(case, "nato", "nato.admit").to_dict()
    assert "russia" in cm.power(case, "nato", "admit", scenario="russian-veto").vetoes
    assert "russia" in cm.power(cm.compile(case, "russian-veto"), "nato", "admit").vetoes


def test_an_option_with_levels_is_asked_by_its_id_or_by_a_level() -> None:
    option = {"levels": ["none", "some"], "decides": {"actor": "a"}}
    body = {"members": ["a", "b"], "decides": "majority", "options": {"aid": option}}
    case = case_of(actors={"a": {}, "b": {}}, bodies={"house": body})
    assert [power(case, "house", name).dictator for name in ("aid", "aid-some", "house.aid")] == ["a"] * 3
    assert power(case, "house").dictator is None


@pytest.mark.parametrize(
    ("body", "option", "message"),
    [
        ("natoo", None, 'there is no body "natoo"; did you mean "nato"?'),
        ("usa", None, '"usa" is an actor and decides alone; ask about a body; bodies: nato'),
        ("nato", "amit", '"nato" has no option "amit"; did you mean "admit"?'),
    ],
)
def test_a_wrong_question_is_refused(body: str, option: str | None, message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        power(load_case("european-security-2022"), body, option)
    assert str(caught.value) == message


def test_where_only_options_have_rules_they_are_named() -> None:
    options = {"x": {"decides": "unanimity"}, "y": {"decides": {"actor": "a"}}, "z": {"decides": "unanimity"}}
    case = case_of(actors={"a": {}, "b": {}}, bodies={"house": {"members": ["a", "b"], "options": options}})
    with pytest.raises(QuestionError) as caught:
        power(case, "house")
    assert str(caught.value) == (
        '"house" has no rule of its own, only its options have; name one: x, y, z (2 rules decide: x and z; y)'
    )


def test_a_body_without_any_rule_and_a_rule_that_never_passes_are_refused() -> None:
    with pytest.raises(QuestionError, match="has no rule; add decides: to it"):
        power(case_of(actors={"a": {}}, bodies={"house": {"members": ["a"]}}), "house")
    with pytest.raises(CaseError, match="fails even with everybody for"):
        power(assembly(["a", "b"], {"quota": "3"}), "house")
    with pytest.raises(QuestionError, match='"house" has no options; leave the option out'):
        power(assembly(["a", "b"], "majority"), "house", "x")
    with pytest.raises(QuestionError, match='there is no body "house": the case has none'):
        power(case_of(actors={"a": {}}), "house")


def test_of_somebody_without_a_say_is_refused() -> None:
    with pytest.raises(QuestionError) as caught:
        power(load_case("european-security-2022"), "nato").of("rusia")
    assert str(caught.value) == '"rusia" has no say in nato; did you mean "usa"?'


@pytest.mark.parametrize("make", [cm.compile, searched_game])
def test_decisions_are_judged_in_both_kinds_of_game(make: Callable[[Case], Game]) -> None:
    game = make(load_case("european-security-2022"))
    assert game.status_quo_key is not None
    found = power(game, "nato", "admit", states=[game.at(game.status_quo_key)])
    assert found.decisions is not None
    ((there,),) = [one.options for one in found.decisions]
    assert (there.option_name, there.passes, there.against) == ("nato.admit", False, ("usa", "europe"))
    assert there.openers == (("usa", "europe"),)
    assert found.to_dict()["decisions"][0]["options"][0]["price"] == {"usa": [4], "europe": [4]}
    with pytest.raises(QuestionError, match="compile the case first"):
        power(game.case, "nato", states=[game.at(game.status_quo_key)])
