"""Warnings that need the states: lines that decide nothing, movers that never move."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

from cases import case_of, random_case, random_graph_case
from countermove.game.compile import compile
from countermove.game.findings import findings
from countermove.model.case import Case
from countermove.model.preferences import Line, PreferenceLine
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
    usa = {"options": {"p": {}, "q": {}}, "prefers": [{"equally": ["p", "true"]}, {"order unknown": ["false", "q"]}]}
    assert warned(actors={"usa": usa}) == [
        'actors.usa.prefers[1].equally[2]: warning: "true" holds in every feasible state; take it out: it decides nothing [CM902]',
        'actors.usa.prefers[2].order unknown[1]: warning: "false" holds in no feasible state; take it out: it decides nothing [CM903]',
    ]


def idle(*prefers: Any) -> list[str]:
    """What is said of the lines of an actor with two options that decide nothing."""
    usa = {"options": {"p": {}, "q": {}}, "prefers": list(prefers)}
    return [line for line in warned(actors={"usa": usa}) if "CM908" in line]


def test_a_line_that_repeats_another_is_idle() -> None:
    assert idle("p", "q or q", "q") == [
        'actors.usa.prefers[3]: warning: "q" holds where line 2 does, and decides nothing more; '
        "take one of the two out [CM908]"
    ]


def test_a_line_that_is_the_opposite_of_another_is_idle() -> None:
    assert idle("not p", "q", "p") == [
        'actors.usa.prefers[3]: warning: "p" is the opposite of line 1, which comes first, and decides nothing; '
        "take one of the two out [CM908]"
    ]


def test_a_line_that_follows_from_several_is_idle() -> None:
    said = "decides nothing: the lines above it have decided already; take it out, or move it up [CM908]"
    assert idle("p", "q", "p and q") == [f'actors.usa.prefers[3]: warning: "p and q" {said}']
    assert idle({"equally": ["p", "q"]}, "one(p, q)") == [f'actors.usa.prefers[2]: warning: "one(p, q)" {said}']
    assert idle("p", "q", {"equally": ["p", "q"]}) == [f"actors.usa.prefers[3]: warning: this group of lines {said}"]


def test_a_line_that_decides_something_is_not_idle() -> None:
    assert idle("p and q", "p", "q") == []
    assert idle({"equally": ["p", "q"]}, "p") == []


def test_a_line_is_idle_iff_the_order_is_the_same_without_it() -> None:
    said = 0
    for seed in range(60):
        case = random_case(Random(seed), coalesce=False, max_options=5)
        named = {d.path for d in findings(compile(case)) if d.code in ("CM902", "CM903", "CM908") and len(d.path) == 4}
        for actor, record in case.actors.items():
            lines = record.prefers or ()
            orders = [order(case, actor, lines[:count]) for count in range(len(lines) + 1)]
            for k, (before, after) in enumerate(pairwise(orders)):
                path = ("actors", actor, "prefers", k)
                assert before != after or path in named or not isinstance(lines[k], Line)
                assert path not in named or before == after
                said += path in named
    assert said > 20


def order(case: Case, actor: str, lines: tuple[PreferenceLine, ...]) -> list[tuple[int, int]]:
    """The pairs of states of which an actor with these lines prefers the first."""
    cut = case.actors[actor].model_copy(update={"prefers": lines, "ranking": None, "worth": None})
    model = Model(case.model_copy(update={"actors": {**case.actors, actor: cut}}))
    states = range(len(model.states))
    return [(s, t) for s in states for t in states if model.rank(actor, s) > model.rank(actor, t)]


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
