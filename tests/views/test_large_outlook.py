"""How it may go on where states have no numbers, in words."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from cases import case_of, random_case, sparse_case
from countermove.analysis.large_evolution import LargeEvolution, large_paths
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.model.names import OptionNames
from countermove.model.statements import parse
from countermove.text import prose
from countermove.views.large_outlook import large_outlook_prose, large_routes_table, large_steps_flat


def told(found: LargeEvolution) -> str:
    return " ".join(prose.as_text(large_outlook_prose(found)).split())


@pytest.fixture(scope="module")
def allies() -> LargeEvolution:
    return large_paths(searched_game(load_case("thirty-allies-2022")))


def test_the_ways_of_the_allies(allies: LargeEvolution) -> None:
    text = told(allies)
    assert "To outcome 1: 17 improvements, and none is shorter; they can be made in other orders as well. 1." in text
    assert '3. One after another, Czechia, Estonia, Latvia and 4 others take "Receive' in text
    assert (
        "No sequence of improvements, however long, leads from here to outcomes 2, 3, 4, 5, 6 and 2 others; this is proved."
    ) in text
    assert "so many states that they were not counted" in text
    assert "It does not matter who begins, Russia, United States, Czechia and 6 others: improvements can lead" in text
    assert "It ends in outcome 1 in all of them (at least 99.6 % of cases)." in text
    rows = large_routes_table(allies, 30).rows
    assert [row[2] for row in rows] == ["17", *["-"] * 7]
    assert "2 more outcomes; --limit shows them." in large_routes_table(allies, 6).notes


def test_a_statement_asks_for_the_nearest_states() -> None:
    case = load_case("thirty-allies-2022")
    node = OptionNames(case).bind(parse("russia.attack"))
    found = large_paths(searched_game(case), statement=node)
    text = told(found)
    assert 'To the state that is as today, but Russia: "Attack Ukraine": 1 move, one way; it is not in' in text
    assert "No sequence of improvements, however long, leads from here to a state in which this holds" in text
    assert "6 others could begin with an improvement, but improvements lead not there." in text
    assert [row[2] for row in large_routes_table(found, 30).rows] == ["-"] * 4


def test_more_states_as_near_are_counted() -> None:
    wide = {"options": {f"o{k}": {} for k in range(6)}}
    case = case_of(actors={"a": wide, "b": {"options": {"y": {}}}}, status_quo=[])
    found = large_paths(searched_game(case), statement=OptionNames(case).bind(parse("o0")))
    assert "2 more states are as near by moves." in told(found)


def test_what_was_given_up_is_told() -> None:
    model = searched_game(sparse_case(20, 4))
    found = large_paths(model, to=(1 << 80) - 1, most=50)
    text = told(found)
    assert "No way by moves was found to that state, among 50 pairs of a state and its last mover each; that" in text
    assert "No sequence of improvements, however long, leads from here to that state; this is proved." in text
    assert large_routes_table(found, 5).rows[0][2:] == ("-", "", "?", "")
    assert "different states, each of them rarely." in text


def test_a_way_that_may_not_be_the_shortest_is_told_as_such(allies: LargeEvolution) -> None:
    route = replace(allies.routes[0], proved=False)
    found = replace(allies, routes=(route, *allies.routes[1:]))
    assert "To outcome 1: 17 improvements. A shorter way may exist; the search was given up." in told(found)
    assert large_routes_table(found, 5).rows[0][2:4] == ("< 17", "")


def test_whom_it_was_not_found_out_of(allies: LargeEvolution) -> None:
    first = replace(allies.openings[0], targets=(), unknown=allies.targets[:1])
    text = told(replace(allies, openings=(first, *allies.openings[1:])))
    assert "If Russia begins, improvements may lead on, but whether to outcome 1 was not found out." in text
    assert "If one of United States, Czechia, Estonia and 5 others begins, improvements can lead to outcome 1." in text


def test_who_begins_may_matter() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {"change": "take-only"}}, "prefers": ["x or b.y"]},
            "b": {"options": {"y": {"change": "take-only"}}, "prefers": ["y or a.x"]},
        },
        status_quo=[],
    )
    found = large_paths(searched_game(case))
    text = told(found)
    assert "If A begins, improvements can lead to outcome" in text
    assert "If B begins, improvements can lead to outcome" in text
    assert "50 % of cases" in text or "49 %" in text or "51 %" in text or "48 %" in text or "52 %" in text


def test_where_nobody_moves() -> None:
    still = {"options": {"x": {}}, "prefers": ["not x"]}
    text = told(large_paths(searched_game(case_of(actors={"a": still}, status_quo=[]))))
    assert "To outcome 1: it is there already." in text
    assert "Nobody has an improvement here." in text
    assert "Nowhere: nobody has an improvement here." in text


def test_events_are_told_without_numbers() -> None:
    text = told(large_paths(searched_game(load_case("european-security-2022"))))
    assert "2021-12-15: Russia takes" in text
    assert "The model explains it: it prefers that." in text


@pytest.mark.parametrize("seed", range(40))
def test_every_case_has_sentences_and_tables(seed: int) -> None:
    model = searched_game(random_case(Random(seed), coalesce=False, max_options=5))
    start = model.status_quo
    if start is None:
        start = next(code for code in range(64) if model.is_feasible(code))
    found = large_paths(model, start, seconds=10)
    assert told(found)
    assert len(large_routes_table(found, 1_000).rows) == len(found.targets)
    steps = sum(len(path) for route in found.routes for path in route.paths)
    assert len(large_steps_flat(found).rows) == steps
