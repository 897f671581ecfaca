from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.model.rules import RuleError, named_actors, parse_rule, passes, rule_data, subrules

MEMBERS = ("a", "b", "c")
SIMPLE: list[Any] = [
    "unanimity",
    "consensus",
    "majority",
    {"quota": "0.5"},
    {"quota": "2"},
    {"quota": "2/3", "weights": {"a": "1/3", "b": "1.50", "c": "2"}},
    {"quota": "55 %"},
    {"quota": "0.65", "weights": {"a": "3", "b": "2", "c": "0.5"}},
    {"quota": "3", "blocking": "2"},
    {"actor": "d"},
    {"veto": ["a", "d"], "also": "majority"},
]
RULES = st.recursive(
    st.sampled_from(SIMPLE),
    lambda inner: st.lists(inner, min_size=1, max_size=3).flatmap(
        lambda rules: st.sampled_from([{"all": rules}, {"any": rules}, {"veto": ["b"], "also": rules[0]}])
    ),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("data", "stances", "result"),
    [
        ("unanimity", (1, 1, 0), False),
        ("unanimity", (1, 1, 1), True),
        ("consensus", (1, 0, 0), True),
        ("consensus", (1, -1, 1), False),
        ("consensus", (0, 0, 0), False),
        ("majority", (1, 1, -1), True),
        ("majority", (1, 0, 0), False),
        ({"quota": "0.5"}, (1, 1, 0), True),
        ({"quota": "2"}, (1, 0, 0), False),
        ({"quota": "1"}, (1, 0, 0), True),
        ({"quota": 1.0}, (1, -1, -1), True),
        ({"quota": "100 %"}, (1, 1, 0), False),
        ({"quota": "2/3"}, (1, 1, 0), True),
        ({"quota": "0.67"}, (1, 1, 0), False),
        ({"quota": "66.6 %"}, (1, 1, -1), True),
        ({"quota": "1/2", "weights": {"a": "1/3", "b": "1/6", "c": "1/2"}}, (1, 1, -1), True),
        ({"quota": "0.6", "weights": {"a": "3", "b": "1", "c": "1"}}, (1, 0, 0), True),
        ({"quota": "0.6", "weights": {"a": "2.9", "b": "1", "c": "1"}}, (1, 0, 0), False),
        ({"quota": "3", "blocking": "2"}, (1, 1, -1), True),
        ({"quota": "3", "blocking": "2"}, (1, 0, 0), False),
        ({"veto": ["a"], "also": "majority"}, (0, 1, 1), True),
        ({"veto": ["a"], "also": "majority"}, (-1, 1, 1), False),
        ({"all": ["majority", {"actor": "a"}]}, (0, 1, 1), False),
        ({"any": ["unanimity", {"actor": "a"}]}, (1, -1, -1), True),
    ],
)
def test_a_rule_passes_as_it_says(data: Any, stances: tuple[int, ...], result: bool) -> None:
    assert passes(parse_rule(data), MEMBERS, dict(zip(MEMBERS, stances, strict=True)).__getitem__) is result


@given(RULES)
def test_a_rule_is_read_back_from_its_data(data: Any) -> None:
    rule = parse_rule(data)
    assert parse_rule(rule_data(rule)) == rule
    assert rule in list(subrules(rule))
    assert set(named_actors(rule)) <= {"a", "b", "d"}


@given(RULES)
def test_rules_are_monotone_and_none_passes_with_nobody_for(data: Any) -> None:
    rule = parse_rule(data)
    for stances in product((-1, 0, 1), repeat=4):
        stance = dict(zip("abcd", stances, strict=True))
        before = passes(rule, MEMBERS, stance.__getitem__)
        assert not before or 1 in stances
        for name in "abcd":
            after = passes(rule, MEMBERS, {**stance, name: min(1, stance[name] + 1)}.__getitem__)
            assert after >= before


@pytest.mark.parametrize("number", ["x", "", "1e99", "inf", "nan", "1" * 61, "0x10", "1/0", "%", "5/3", "101 %"])
def test_numbers_are_exact_and_of_a_reasonable_size(number: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule({"quota": number})
    assert (caught.value.code, caught.value.path) == ("CM409", ("quota",))


def test_a_rule_nested_too_deep_is_refused() -> None:
    rule: Any = "majority"
    for _ in range(60):
        rule = {"all": [rule]}
    with pytest.raises(RuleError, match="nested more than 50 deep"):
        parse_rule(rule)
