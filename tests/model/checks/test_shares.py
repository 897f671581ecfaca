"""Warnings about shares: rounded fractions that ask for another weight, and halves that both sides reach."""

from __future__ import annotations

import pytest

from countermove.model.checks.bodies import body_warnings
from countermove.model.parse import parse_case


def warned(rule: dict[str, object], members: int = 3) -> list[str]:
    ids = [f"m{k}" for k in range(members)]
    case, faults = parse_case(
        {"actors": {id_: {} for id_ in ids}, "bodies": {"board": {"members": ids, "decides": {"any": [rule]}}}}
    )
    assert case is not None, faults
    findings = list(body_warnings(case))
    assert {d.path for d in findings} <= {("bodies", "board", "decides", "any", 0, "quota")}
    return [f"{d.code}: {d.message}; {d.hint}" for d in findings]


@pytest.mark.parametrize(
    ("quota", "members", "line"),
    [
        ("0.67", 3, "0.67 is 2/3 rounded, and not the same here: it takes 3 of 3, and 2/3 takes 2"),
        ("0.667", 27, "0.667 is 2/3 rounded, and not the same here: it takes 19 of 27, and 2/3 takes 18"),
        ("66.7 %", 27, "66.7 % is 2/3 rounded, and not the same here: it takes 19 of 27, and 2/3 takes 18"),
        ("0.33", 100, "0.33 is 1/3 rounded, and not the same here: it takes 33 of 100, and 1/3 takes 34"),
        ("0.57", 7, None),
        ("0.43", 7, "0.43 is 3/7 rounded, and not the same here: it takes 4 of 7, and 3/7 takes 3"),
        ("0.67", 10, None),
        ("2/3", 3, None),
        ("0.65", 3, None),
        ("2", 3, None),
    ],
)
def test_a_rounded_fraction_is_warned_of_where_it_takes_other_votes(quota: str, members: int, line: str | None) -> None:
    expected = [] if line is None else [line]
    assert [text.split(": ", 1)[1].split(";")[0] for text in warned({"quota": quota}, members)] == expected


def test_a_rounded_fraction_is_warned_of_by_the_sums_that_the_weights_can_make() -> None:
    assert warned({"quota": "0.67", "weights": {"m0": 50, "m1": 30, "m2": 20}}) == []
    (line,) = warned({"quota": "0.67", "weights": {"m0": 40, "m1": 40, "m2": 40}})
    assert line.startswith("CM413: 0.67 is 2/3 rounded, and not the same here: it takes 120 of 120, and 2/3 takes 80")


def test_a_half_that_is_reached_exactly_is_warned_of() -> None:
    (even,) = warned({"quota": "0.5"}, 4)
    assert even.endswith("if more than half is meant, write majority")
    (weighted,) = warned({"quota": "50 %", "weights": {"m0": 60, "m1": "37.5", "m2": "22.5"}})
    assert weighted.startswith("CM414: half of 120 is reached exactly")
    assert weighted.endswith("write quota: 82.5")
    assert warned({"quota": "1/2"}, 3) == []
    assert warned({"quota": "0.5", "weights": {"m0": 60, "m1": 30, "m2": 20}}) == []
    assert warned({"quota": 2}, 4) == []
