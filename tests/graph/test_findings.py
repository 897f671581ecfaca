"""Warnings that need the states: lines that decide nothing, movers that never move."""

from __future__ import annotations

from random import Random
from typing import Any

from cases import case_of, random_case, random_graph_case
from countermove.graph.compile import compile
from countermove.graph.findings import findings
from reference import Model


def warned(**data: Any) -> list[str]:
    return [str(diagnostic) for diagnostic in findings(compile(case_of(**data)))]


def test_a_line_that_always_holds_is_idle() -> None:
    usa = {"options": {"p": {}, "q": {}}, "prefers": ["p", "not (p and q)"]}
    assert warned(actors={"usa": usa}, impossible=["p and q"]) == [
        'actors.usa.prefers[2]: warning: "not (p and q)" holds in every feasible state; take it out: it decides nothing [CM902]'
    ]


def test_a_line_that_never_holds_is_idle() -> None:
    usa = {"options": {"p": {}, "q": {}}, "prefers": ["p and q", "p"]}
    assert warned(actors={"usa": usa}, impossible=["p and q"]) == [
        'actors.usa.prefers[1]: warning: "p and q" holds in no feasible state; take it out: it decides nothing [CM903]'
    ]


def test_lines_inside_groups_are_examined() -> None:
    usa = {"options": {"p": {}}, "prefers": [{"equally": ["p", "true"]}, {"order unknown": ["false", "p"]}]}
    assert warned(actors={"usa": usa}) == [
        'actors.usa.prefers[1].equally[2]: warning: "true" holds in every feasible state; take it out: it decides nothing [CM902]',
        'actors.usa.prefers[2].order unknown[1]: warning: "false" holds in no feasible state; take it out: it decides nothing [CM903]',
    ]


def test_who_can_change_nothing_is_named() -> None:
    frozen = {"p": {"change": "take-only", "needs": "false"}}
    union = {"members": ["usa"], "decides": "consensus", "options": frozen}
    assert warned(actors={"usa": {"options": {"x": {}}}}, bodies={"union": union}) == [
        'bodies.union.options: warning: "union" has options but can change none of them in any feasible state; '
        "look at change:, needs: and the constraints [CM904]"
    ]


def test_a_mover_is_named_iff_it_has_no_move() -> None:
    for seed in range(100):
        case = random_case(Random(seed), max_options=5)
        model = Model(case)
        named = {d.path[1] for d in findings(compile(case)) if d.code == "CM904"}
        assert named == {m for m in model.movers if not any(model.um(m, s) for s in range(len(model.states)))}


def test_listed_states_are_not_examined() -> None:
    assert findings(compile(random_graph_case(Random(1)))) == []
