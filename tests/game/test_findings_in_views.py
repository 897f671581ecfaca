"""What check tells of views once the states are known; bad views stop other commands at their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import case_of
from countermove.errors import CaseError
from countermove.game.compile import compile
from countermove.game.findings import state_findings, view_errors, view_warnings
from countermove.io.opening import compiled, opened

ACTORS = {"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}}, "prefers": ["y", "x"]}}


@pytest.mark.parametrize(
    ("view", "lines"),
    [
        ({"unaware": ["b.y"], "unseen": ["x and b.y"]}, []),
        (
            {"actors": {"b": {"prefers": ["y", "a.x"]}}},
            ['views.a.actors.b: warning: "a" believes "b" to prefer what it does prefer; take it out: it changes nothing [CM804]'],
        ),
        (
            {"actors": {"b": {"worth": {"y": 2, "x": 1}}}},
            ['views.a.actors.b: warning: "a" believes "b" to prefer what it does prefer; take it out: it changes nothing [CM804]'],
        ),
        ({"actors": {"b": {"prefers": ["x", "y"]}}}, []),
        (
            {"unseen": ["b.y", "x and not x"]},
            ['views.a.unseen[2]: warning: "x and not x" holds in no state; correct it, or take it out [CM804]'],
        ),
        (
            {"unseen": ["not x"]},
            ['views.a.unseen: warning: "a" does not see the status quo; is it meant not to see where things stand? [CM806]'],
        ),
    ],
)  # fmt: skip
def test_warnings(view: dict[str, object], lines: list[str]) -> None:
    case = case_of(actors=ACTORS, views={"a": view}, status_quo=[])
    assert [str(finding) for finding in view_warnings(compile(case))] == lines


def test_errors_are_told_for_every_view_and_scenario() -> None:
    views = {"a": {"unseen": ["x or not x"]}, "b": {"actors": {"a": {"ranking": ["x"]}}}}
    case = case_of(actors=ACTORS, views=views, scenarios={"blind": {"views": {"b": {"unseen": ["true"]}}}})
    assert [d.code for d in view_errors(compile(case))] == ["CM803", "CM202"]
    found, _ = state_findings(case)
    assert {(d.code, d.path[:2]) for d in found} == {("CM803", ("views", "a")), ("CM202", ("views", "b"))}


def test_a_view_that_fails_only_in_a_scenario_is_told_there() -> None:
    views = {"b": {"unseen": ["x"]}}
    case = case_of(actors=ACTORS, views=views, scenarios={"blind": {"views": {"b": {"unseen": ["true"]}}}})
    assert [str(d) for d in state_findings(case)[0] if d.severity == "error"] == [
        'scenarios.blind.views.b.unseen: "b" sees no state; leave it some, or take the view out [CM803]'
    ]


def test_what_solves_a_case_refuses_its_bad_views(tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("actors:\n  a: {options: {x: X}}\nviews:\n  a: {unseen: [x, not x]}\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r'case.yaml:4:7 views.a.unseen: "a" sees no state'):
        compiled(opened(str(file)))
