"""What is written differently in two cases, kind by kind."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from cases import case_of, random_case
from countermove.analysis.compare.edits import Edit, edits
from countermove.model.rules import Consensus, Majority
from countermove.model.scenario import apply_scenario, without

BASE: dict[str, Any] = {
    "actors": {
        "a": {"options": {"x": {}, "y": {}}, "prefers": [{"that": "x", "because": "Said so"}]},
        "b": {},
    },
    "bodies": {"u": {"members": ["a", "b"], "decides": "consensus", "options": {"p": {}, "q": {}}}},
    "status quo": ["x"],
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": "Other", "actors": {"a": {"prefers": ["x"]}}}, []),
        ({"actors": {"a": {"prefers": ["y"]}}}, [Edit("preferences", "a")]),
        ({"actors": {"b": {"worth": {"x": "1"}}}}, [Edit("preferences", "b")]),
        ({"actors": {"a": {"options": {"x": {"change": "take-only"}}}}}, [Edit("moves", "a", ("a.x",))]),
        ({"actors": {"a": {"options": {"x": {"needs": "y"}}}}}, [Edit("moves", "a", ("a.x",))]),
        ({"actors": {"a": {"options": {"z": "Z"}}}}, [Edit("options new", "a", ("a.z",))]),
        ({"actors": {"a": {"options": {"y": None}}}}, [Edit("options gone", "a", ("a.y",))]),
        ({"actors": {"c": {"name": "C"}}}, [Edit("new", "c")]),
        ({"bodies": {"u": None}}, [Edit("gone", "u")]),
        ({"bodies": {"u": {"members": ["a"]}}}, [Edit("members", "u")]),
        (
            {"bodies": {"u": {"decides": "majority"}}},
            [Edit("rule", "u", ("u.p", "u.q"), Consensus(), Majority())],
        ),
        (
            {"bodies": {"u": {"options": {"q": {"decides": "majority"}}}}},
            [Edit("rule", "u", ("u.q",), Consensus(), Majority())],
        ),
        ({"impossible": ["x and y"]}, [Edit("constraints")]),
        ({"coalesce": ["x and y"]}, [Edit("coalesced")]),
        ({"status quo": []}, [Edit("status quo")]),
    ],
)
def test_each_kind_of_difference(changes: dict[str, Any], expected: list[Edit]) -> None:
    case = case_of(**BASE, scenarios={"s": changes})
    assert list(edits(case, apply_scenario(case, "s"))) == expected


def test_another_view_counts() -> None:
    views = {"a": {"actors": {"b": {"prefers": [{"that": "a.x", "because": "Said so"}]}}, "about": "A guess"}}
    scenarios = {
        "same": {"views": {"a": {"about": "A hunch", "actors": {"b": {"prefers": ["a.x"]}}}}},
        "clear": {"views": {"a": None}},
        "other": {"views": {"a": {"unaware": ["u.p"]}, "b": {"unseen": ["a.x"]}}},
    }
    case = case_of(**BASE, views=views, scenarios=scenarios)
    found = {name: list(edits(case, apply_scenario(case, name))) for name in scenarios}
    assert found == {"same": [], "clear": [Edit("view", "a")], "other": [Edit("view", "a"), Edit("view", "b")]}
    (gone,) = edits(case, without(case, "a").case)[:1]
    assert gone == Edit("gone", "a")
    assert Edit("view", "a") not in edits(case, without(case, "a").case)


def test_the_rule_of_a_body_without_options_counts() -> None:
    bodies = [{"u": {"members": ["a"], "decides": word}} for word in ("consensus", "majority")]
    one, two = (case_of(actors=BASE["actors"], bodies=body) for body in bodies)
    (found,) = edits(one, two)
    assert found == Edit("rule", "u", (), Consensus(), Majority())
    assert found.to_dict() == {"kind": "rule", "owner": "u", "before": "consensus", "after": "majority"}


def test_listed_states_and_moves() -> None:
    one = case_of(states={"s": "s", "t": "t"}, actors={"a": {"moves": [["s", "t"]]}})
    two = case_of(states={"s": "s", "t": "t", "u": "u"}, actors={"a": {"moves": [["t", "s"]]}})
    assert [edit.kind for edit in edits(one, two)] == ["moves", "states"]


def test_a_case_does_not_differ_from_itself() -> None:
    for seed in range(20):
        case = random_case(Random(seed))
        assert edits(case, case.model_copy()) == ()
