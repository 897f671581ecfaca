"""Who can block a decision, by trying all stances; who would, by asking everybody."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations
from random import Random

import pytest

from cases import case_of, random_case
from countermove.analysis import blocking
from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.lines import deciding_line
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.rules import ActorRule, AllRule, AnyRule, Rule, Veto
from reference import AGAINST, FOR, NEITHER, Model


def heard(model: Model, body: str, rule: Rule) -> set[str]:
    """The actors that a rule asks: those it names, and the members where it counts them."""
    match rule:
        case ActorRule(actor):
            return {actor}
        case Veto(named, also):
            return set(named) | heard(model, body, also)
        case AllRule(rules) | AnyRule(rules):
            return set().union(*(heard(model, body, part) for part in rules))
    found: set[str] = set()
    for member in model.case.bodies[body].members:
        inner = model.case.bodies[member].decides if model.is_body(member) else None
        found |= {member} if inner is None else heard(model, member, inner)
    return found


def key(decision: Decision) -> int | None:
    """Where a decision leads."""
    return None if decision.after is None else decision.after.key


def check_decision(model: Model, s: int, found: Decision) -> None:
    """The decision is what the definitions say of a smallest move that changes its option."""
    body, option = found.body, found.option
    values = {bool(int(code) >> option & 1) for code in model.states[s]}
    assert found.taking == (None if len(values) == 2 else not values.pop())
    moves = [move for move in model.moves(body, s) if option in move.changed]
    if found.after is None:
        assert found.taking is None or not moves
        assert set(found.vetoes) == vetoes(model, body, [option])
        assert (found.along, found.favour, found.oppose, found.passes) == ((), (), (), None)
        return
    changed = frozenset({option, *found.along})
    assert (found.after.key, changed) in {(move.target, move.changed) for move in moves}
    assert len(changed) == min(len(move.changed) for move in moves)
    assert option not in found.along
    stances = model.preferences(s, found.after.key)
    asked = set().union(*(heard(model, body, model.rule_of(body, k)) for k in changed))
    assert set(found.vetoes) == vetoes(model, body, changed)
    assert found.favour == tuple(a for a in model.actors if a in asked and stances[a] == FOR)
    assert tuple(a for a, _ in found.oppose) == tuple(a for a in model.actors if a in asked and stances[a] == AGAINST)
    assert found.passes == model.all_pass(body, changed, stances)


def vetoes(model: Model, body: str, options: Iterable[int]) -> set[str]:
    """The actors whose opposition alone makes a rule of the options fail, everybody else being for."""
    everybody = dict.fromkeys(model.actors, FOR)
    return {a for a in model.actors if not model.all_pass(body, options, everybody | {a: AGAINST})}


def test_decisions_are_what_the_definitions_say() -> None:
    kinds = set()
    for seed in range(130):
        case = random_case(Random(seed), max_options=6, levels=seed % 3 == 0)
        graph, model = compile(case), Model(case)
        for s in Random(seed).sample(range(graph.size), min(8, graph.size)):
            found = decisions(graph, s)
            for one in found:
                check_decision(model, s, one)
                kinds.add((one.taking, one.after is not None, bool(one.along), one.passes))
                for actor, line in one.oppose:
                    assert one.after is not None
                    assert line == deciding_line(graph, actor, s, one.after.key)
                    assert line is None or not line.gained
    assert {(taking, True, False, passes) for taking in (True, False) for passes in (True, False)} < kinds
    assert {(None, False, False, None), (True, False, False, None), (True, True, True, False)} < kinds


def test_every_option_of_every_body_is_there_but_the_level_that_holds() -> None:
    for seed in range(100):
        case = random_case(Random(seed), max_options=6, levels=True)
        graph = compile(case)
        for s in Random(seed).sample(range(graph.size), min(4, graph.size)):
            expected = [
                (row.owner, row.index)
                for row in case.option_rows
                if row.owner in case.bodies and not (row.level is not None and graph.taken(s)[row.index])
            ]
            assert [(one.body, one.option) for one in decisions(graph, s)] == expected, seed


def test_what_can_only_change_together_is_judged_together() -> None:
    """q and r exclude each other; a holds a veto on q alone, b on r alone."""
    options = {"q": {"decides": {"actor": "a"}}, "r": {"decides": {"actor": "b"}}}
    case = case_of(
        actors={"a": {"prefers": ["r"]}, "b": {"prefers": ["q"]}, "c": {"prefers": ["q"]}},
        bodies={"union": {"members": ["a", "b", "c"], "options": options}},
        always=["one(q, r)"],
    )
    first, second = decisions(compile(case), 0)
    assert (first.taking, first.along, first.vetoes, key(first)) == (False, (1,), ("a", "b"), 1)
    assert (first.favour, [actor for actor, _ in first.oppose], first.passes) == (("a",), ["b"], False)
    assert (second.taking, second.along, second.passes) == (True, (0,), False)


@pytest.mark.parametrize(
    ("option", "here", "there"),
    [
        ({"change": "take-only"}, 1, None),
        ({"change": "take-only"}, 0, 1),
        ({"change": "drop-only"}, 0, None),
        ({"change": "drop-only"}, 1, 0),
        ({"needs": "x"}, 0, None),
        ({"needs": "x"}, 2, 3),
        ({"needs": "x"}, 1, 0),
    ],
)
def test_what_cannot_be_changed_leads_nowhere(option: dict[str, str], here: int, there: int | None) -> None:
    """States: bit 0 is q, as the actor's x stands behind it in the numbering only."""
    case = case_of(
        actors={"a": {"prefers": ["q"]}, "b": {"options": {"x": {}}}},
        bodies={"union": {"members": ["a"], "decides": "consensus", "options": {"q": option}}},
    )
    swapped = {0: 0, 1: 2, 2: 1, 3: 3}
    (found,) = decisions(compile(case), swapped[here])
    assert key(found) == (None if there is None else swapped[there])
    assert found.taking == (here in (0, 2))
    assert (found.passes is None) == (there is None)


def test_what_is_infeasible_leads_nowhere() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["q"]}},
        bodies={"union": {"members": ["a"], "decides": "consensus", "options": {"q": {}}}},
        impossible=["x and q"],
    )
    graph = compile(case)
    assert [(key(d), d.passes, d.vetoes) for s in range(3) for d in decisions(graph, s)] == [
        (2, True, ("a",)),
        (None, None, ("a",)),
        (0, False, ("a",)),
    ]


def test_a_case_without_bodies_has_no_decisions() -> None:
    assert decisions(compile(load_case("elmira")), 0) == ()


def test_what_a_coalesced_state_leaves_open_is_not_decided_there() -> None:
    """In the state that joins {q} and {r}, neither is taken and neither is not."""
    union = {"members": ["a"], "decides": "consensus", "options": {"q": {}, "r": {}}}
    prefers = ["not (q or r)", "one(q, r)"]
    case = case_of(actors={"a": {"prefers": prefers}}, bodies={"union": union}, coalesce=["one(q, r)"])
    graph = compile(case)
    assert graph.taken(2) == (None, None)
    assert [(one.taking, key(one), one.passes, one.vetoes) for one in decisions(graph, 2)] == [
        (None, None, None, ("a",))
    ] * 2


# --------------------------------------------------------------------------------- whose change of mind turns it


def turned(model: Model, s: int, found: Decision, group: Iterable[str], stance: int) -> bool:
    """Whether the decision passes if a group takes another stance."""
    assert found.after is not None
    stances = dict(model.preferences(s, found.after.key)) | dict.fromkeys(group, stance)
    return model.all_pass(found.body, {found.option, *found.along}, stances)


def test_pivotal_is_who_could_turn_it_and_openers_are_the_smallest_groups_that_could() -> None:
    sizes = set()
    for seed in range(150):
        case = random_case(Random(seed), max_options=6, actors=(2, 5))
        graph, model = compile(case), Model(case)
        for s in Random(seed).sample(range(graph.size), min(6, graph.size)):
            for found in decisions(graph, s):
                if found.after is None:
                    assert (found.pivotal, found.openers, found.neither) == ((), (), ())
                    continue
                passes = turned(model, s, found, (), FOR)
                stances = (FOR, NEITHER, AGAINST)
                pivotal = {a for a in model.actors if any(turned(model, s, found, [a], t) != passes for t in stances)}
                assert set(found.pivotal) == pivotal
                asked = {*found.favour, *found.neither, *(a for a, _ in found.oppose)}
                others = [a for a in model.actors if a in asked and a not in found.favour]
                ways = [
                    group
                    for size in range(1, len(others) + 1)
                    for group in combinations(others, size)
                    if turned(model, s, found, group, FOR)
                ]
                least = {frozenset(g) for g in ways if len(g) == len(ways[0])} if not passes else set()
                assert {frozenset(group) for group in found.openers} == least
                assert found.aside == (bool(least) and all(turned(model, s, found, g, NEITHER) for g in least))
                sizes.add((len(found.openers) > 1, len(found.openers[0]) if found.openers else 0, found.aside))
    assert {(False, 0, False), (False, 1, True), (True, 1, False), (False, 2, False), (True, 2, False)} <= sizes


def test_where_groups_are_too_many_it_says_how_far_they_were_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    cool = {"prefers": ["true"]}
    actors = {"a": {"prefers": ["q"]}, **dict.fromkeys("bcdefg", cool)}
    case = case_of(actors=actors, bodies={"union": {"members": list(actors), "decides": "majority", "options": {"q": {}}}})
    assert [len(group) for group in decisions(compile(case), 0)[0].openers] == [3] * 20
    monkeypatch.setattr(blocking, "MOST_GROUPS", 19)
    (found,) = decisions(compile(case), 0)
    assert (found.openers, found.unopened) == ((), 2)


def test_the_price_of_consent_is_every_line_that_would_suffer() -> None:
    actors = {"a": {"prefers": ["not q", "true", "p if q", "not q or p"]}, "b": {"worth": {"union.q": "-1"}}}
    body = {"members": ["a", "b"], "decides": "unanimity", "options": {"q": {}, "p": {}}}
    graph = compile(case_of(actors=actors, bodies={"union": body}))
    found, _ = decisions(graph, 0)
    assert {actor: [line.position for line in lost] for actor, lost in found.losses.items()} == {"a": [0, 2, 3], "b": []}
    data = found.to_dict()
    assert data["price"] == {"a": [1, 3, 4], "b": []}
    assert (data["option"], data["passes"], data["against"], data["to"]) == ("union.q", False, ["a", "b"], 2)
