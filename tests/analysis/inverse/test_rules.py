"""Wishes by rules and options: every change tried, each result solved anew."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from random import Random
from typing import Any

import pytest

from cases import case_of, graph, random_case, random_rule
from countermove.analysis.inverse.inverse import Inverse, RuleChange
from countermove.analysis.inverse.invert import invert
from countermove.analysis.inverse.rules import changes_of, least_rule_changes, without_veto
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.model.rules import parse_rule, passes, rule_data
from countermove.model.statements import Bit
from reference import Model

MEMBERS = ["a", "b", "c"]


def by_rules(game: ListedGame, targets_in: Callable[[ListedGame], list[int]], **how: Any) -> Inverse:
    return least_rule_changes(game, "it", targets_in, **({"concept": "nash"} | how))


def renounced(graph: ListedGame) -> list[int]:
    return [s for s in range(graph.size) if graph.taken(s)[8]]


@pytest.fixture(scope="module")
def talks() -> ListedGame:
    return compile(load_case("european-security-2022"))


def test_every_solution_is_an_equilibrium_of_the_case_that_it_makes(talks: ListedGame) -> None:
    found = by_rules(talks, renounced, limit=100)
    assert (found.possible, found.proved, found.cost) == (True, True, 1)
    for solution in found.solutions:
        assert solution.state.key in Model(solution.state.game.case).equilibria("nash")
        assert solution.state.taken[8]
    changes = [solution.of_rules[0] for solution in found.solutions]
    assert RuleChange("nato.renounce", parse_rule("majority")) in changes
    assert {change.spared for change in changes} == {None, "europe"}, "if Europe had no veto, and not if Washington had none"


def test_nothing_has_to_change(talks: ListedGame) -> None:
    found = by_rules(talks, lambda _: [147, 0])
    assert (found.cost, found.count, found.to_dict()["solutions"][0]["changes"]) == (0, 1, [])


def test_two_changes_are_found_and_one_is_proved_too_few() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["not x"]}, "b": {"options": {"y": {}}, "prefers": ["not y"]}}
    )
    found = by_rules(compile(case), lambda g: [s for s in range(g.size) if g.taken(s) == (True, True)], limit=50)
    assert (found.cost, found.proved) == (2, True)
    assert {tuple(c.direction for c in s.of_rules) for s in found.solutions} == {("take-only", "take-only")}


def test_more_than_two_changes_are_not_tried() -> None:
    actors = {a: {"options": {a: {}}, "prefers": [f"not {a}"]} for a in "abc"}
    found = by_rules(compile(case_of(actors=actors)), lambda g: [g.size - 1])
    assert (found.possible, found.proved, found.cost) == (None, False, None)


def test_a_search_that_is_stopped_proves_nothing(talks: ListedGame) -> None:
    found = by_rules(talks, renounced, reachable=True, allowance=Allowance(0))
    assert (found.possible, found.proved, found.tried) == (None, False, 1)


def test_a_rule_without_a_veto_is_one_that_the_others_can_pass() -> None:
    """Against the definition: the rule with this actor never against, and its consent given."""
    seen = set()
    for seed in range(300):
        rng = Random(seed)
        rule = parse_rule(random_rule(rng, MEMBERS, MEMBERS))
        for actor in MEMBERS:
            rest = without_veto(rule, MEMBERS, actor)
            if rest is None:
                continue
            for stances in product((1, 0, -1), repeat=3):
                stance = dict(zip(MEMBERS, stances, strict=True))
                if passes(rule, MEMBERS, stance.__getitem__) and stance[actor] <= 0:
                    assert passes(rest, MEMBERS, stance.__getitem__), (rule_data(rule), actor, stance)
            seen.add(type(rule).__name__)
    assert len(seen) >= 6


def test_consensus_without_one_member_is_consensus_of_the_others() -> None:
    for word in ("consensus", "unanimity"):
        rest = without_veto(parse_rule(word), MEMBERS, "a")
        assert rest is not None
        for stances in product((1, 0, -1), repeat=3):
            stance = dict(zip(MEMBERS, stances, strict=True))
            expected = passes(parse_rule(word), MEMBERS[1:], stance.__getitem__)
            assert passes(rest, MEMBERS, stance.__getitem__) == expected


def test_all_single_changes_make_cases_or_are_passed_over() -> None:
    for seed in range(25):
        case = random_case(Random(seed), max_options=4, levels=seed % 2 == 0)
        found = by_rules(compile(case), lambda _: [0], limit=1_000)
        assert found.to_dict()["cost"] == found.cost
        assert found.tried <= 1 + len(list(changes_of(case))) ** 2


def test_the_target_may_be_given_in_any_way(talks: ListedGame) -> None:
    for want in ("nato.renounce", Bit(8)):
        assert invert(talks, want, rules=True, limit=100).count == by_rules(talks, renounced, limit=100).count
    assert invert(talks, "148", rules=True).cost == 0
    assert invert(talks, [talks.state(148), 1], rules=True).to_dict()["solutions"][0]["state"] == 148
    one = invert(talks, 305, rules=True)
    assert [change.to_dict() for change in one.solutions[0].changes] == [
        {"option": "nato.renounce", "change": "take-only"},
    ]
    assert one.rows().values[0][3:] == ("Written guarantee to Russia", "nato.renounce", None, None, "take-only")
    assert (one.by, one.coverage.kind, by_rules(talks, lambda _: []).coverage.bound) == ("rules", "complete", "two changes")


def test_wrong_questions(talks: ListedGame) -> None:
    with pytest.raises(QuestionError, match="lists its states"):
        invert(compile(graph("st", a=("st", "s t"))), 1, rules=True)
    with pytest.raises(QuestionError, match="unknown concept"):
        invert(talks, "nato.renounce", concept="nsh", rules=True)
    with pytest.raises(QuestionError, match="needs a status quo"):
        invert(compile(load_case("chicken")), 1, reachable=True, rules=True)
    with pytest.raises(QuestionError, match="rules=True needs a list of states"):
        invert(searched_game(load_case("chicken")), "row.cooperate", rules=True)
