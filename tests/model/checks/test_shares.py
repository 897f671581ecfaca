"""Warnings about shares: rounded fractions that ask for another weight, and halves that both sides reach."""

from __future__ import annotations

import io

import pytest

from countermove.io.formats import diagnose
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


RULES_OF_SCENARIOS = """\
actors: {a: {options: {x: X}, prefers: [x]}, b: {}, c: {}, d: {}}
bodies:
  council: {members: [a, b, c], decides: unanimity}
  board: {members: [a, b], decides: {quota: 0.67}}
  house: {members: [a, b, c, d], decides: {quota: 1/2}}
scenarios:
  loose: {bodies: {council: {decides: {quota: 0.67}}}}
  half: {bodies: {board: {decides: {any: [unanimity, {quota: 50 %}]}}}}
  option: {bodies: {council: {options: {go: {name: Go, decides: {quota: 0.67}}}}}}
  more: {bodies: {board: {members: [a, b, c]}}}
  same: {bodies: {house: {decides: {quota: 1/2}}, board: {name: The board}}}
  other: {actors: {a: {prefers: [not x]}}}
"""


def test_rules_that_only_a_scenario_writes_are_warned_of_in_their_places() -> None:
    _, findings = diagnose(io.StringIO(RULES_OF_SCENARIOS), "case.yaml")
    assert [str(f).split(";")[0] for f in findings if f.code in ("CM413", "CM414")] == [
        "case.yaml:5:51 bodies.house.decides.quota: warning: half of 4 is reached exactly, so two sides can each reach it "
        "against the other",
        "case.yaml:7:47 scenarios.loose.bodies.council.decides.quota: warning: 0.67 is 2/3 rounded, and not the same here: "
        "it takes 3 of 3, and 2/3 takes 2",
        "case.yaml:8:62 scenarios.half.bodies.board.decides.any[2].quota: warning: half of 2 is reached exactly, so two "
        "sides can each reach it against the other",
        "case.yaml:9:73 scenarios.option.bodies.council.options.go.decides.quota: warning: 0.67 is 2/3 rounded, and not "
        "the same here: it takes 3 of 3, and 2/3 takes 2",
        # The rule stands in the case; the scenario makes it ask for another number of votes.
        "case.yaml:10:3 scenarios.more: warning: with this change of bodies.board.decides.quota: 0.67 is 2/3 rounded, and "
        "not the same here: it takes 3 of 3, and 2/3 takes 2",
    ]


def test_a_case_with_an_error_in_a_scenario_has_that_error_and_no_warning_of_scenarios() -> None:
    text = RULES_OF_SCENARIOS.replace("prefers: [not x]", "prefers: [not z]")
    _, findings = diagnose(io.StringIO(text), "case.yaml")
    assert [f.code for f in findings if f.path[:1] == ("scenarios",)] == ["CM104"]


def test_chains_that_only_a_scenario_writes_are_warned_of_in_their_places() -> None:
    text = RULES_OF_SCENARIOS.replace("prefers: [not x]", "prefers: [x implies x implies x]")
    _, findings = diagnose(io.StringIO(text), "case.yaml")
    assert [f.path for f in findings if "implies" in f.message] == [("scenarios", "other", "actors", "a", "prefers", 0)]
