from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from countermove.model.rules import parse_rule
from countermove.text.rules import plain_number, rule_items


def said(rule: Any) -> list[str]:
    items = rule_items(parse_rule(rule), ["a", "b", "c"], str.upper)
    return ["  " * item.depth + item.text for item in items]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("unanimity", "every member must be for it"),
        ("consensus", "no member may be against it, and at least one must be for it"),
        ("majority", "more than half of the 3 members must be for it"),
        ({"actor": "x"}, "X must be for it"),
        ({"quota": 2}, "at least 2 of the 3 members must be for it"),
        ({"quota": "0.65"}, "at least 65 % of the 3 members must be for it"),
        ({"quota": "2/3"}, "at least 2/3 of the 3 members must be for it"),
        ({"quota": "55.5 percent"}, "at least 55.5 % of the 3 members must be for it"),
        ({"quota": 1}, "at least 1 of the 3 members must be for it"),
        (
            {"quota": 2, "blocking": 2},
            "at least 2 of the 3 members must be for it; it also passes if at least one is for it and fewer than 2 "
            "members are not for it",
        ),
        (
            {"quota": 3, "weights": {"a": "1.5", "b": 2, "c": 0}},
            "those for it must have at least 3 of the total weight of 3.5 (weights: A 1.5, B 2, C 0)",
        ),
        (
            {"quota": "0.5", "weights": {"a": 1, "b": 2, "c": 3}},
            "those for it must have at least 50 % of the total weight of 6 (weights: A 1, B 2, C 3)",
        ),
    ],
)  # fmt: skip
def test_simple_rules(rule: Any, words: str) -> None:
    assert said(rule) == [words]


def test_rules_inside_rules_stand_under_them() -> None:
    rule = {
        "any": [
            {"all": ["majority", {"actor": "x"}]},
            {"veto": ["x", "y"], "also": {"veto": ["z"], "also": "consensus"}},
        ]
    }
    assert said(rule) == [
        "one of these is enough:",
        "  all of these are required:",
        "    more than half of the 3 members must be for it",
        "    X must be for it",
        "  none of X and Y may be against it (veto), and in addition:",
        "    Z may not be against it (veto), and in addition:",
        "      no member may be against it, and at least one must be for it",
    ]


def test_numbers_are_plain() -> None:
    assert [plain_number(n) for n in (Decimal("60.00"), Decimal("1E+2"), Fraction(7, 2), Decimal("0.1"))] == [
        "60", "100", "3.5", "0.1",
    ]  # fmt: skip


def test_long_lists_are_shortened_where_asked() -> None:
    members = list("abcdef")
    weights = dict.fromkeys(members, "2")
    rule = parse_rule({"veto": members, "also": {"quota": 3, "weights": weights}})
    short = [item.text for item in rule_items(rule, members, str.upper, most=3)]
    assert short == [
        "none of A, B and 4 others may be against it (veto), and in addition:",
        "those for it must have at least 3 of the total weight of 12 (weights: A 2, B 2 and 4 others)",
    ]
    full = [item.text for item in rule_items(rule, members, str.upper)]
    assert full[1].endswith(" (weights: A 2, B 2, C 2, D 2, E 2, F 2)")
