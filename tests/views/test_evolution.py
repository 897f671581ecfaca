"""How a conflict may go on, in sentences and tables; in a searched game without numbers, and with what is not proved."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from cases import case_of, graph, random_case, sparse_case
from countermove.analysis.evolution import improvement_walk as walking
from countermove.analysis.evolution.evolution import Evolution, paths, starts
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.statements import parse
from countermove.text.layout import as_text
from countermove.views.evolution import evolution_prose, routes_table, starts_table


def told(case: Case, **question: Any) -> dict[str, list[str]]:
    sections = evolution_prose(paths(compile(case), **question))
    return {section.title: [item.text for item in section.items] for section in sections}


def test_the_opening_case() -> None:
    said = told(load_case("european-security-2022"))
    assert list(said) == [
        "From state 98", "The shortest ways", "Where it can go", "Who begins", "Where it drifts", "What happened",
    ]  # fmt: skip
    assert said["The shortest ways"][:4] == [
        "To state 148: 2 improvements, 2 ways.",
        "Way 1:",
        'Russia takes "Answer with counter-containment, in the region and beyond" (state 100).',
        'United States takes "Negotiate on deployments and verification" and "Raise the stakes, with talk of invasion '
        'and a terrible price" (state 148).',
    ]
    assert said["Where it can go"][1].startswith("By any moves, all 416 states.")
    begins = "It does not matter who begins, Russia or United States: each can lead to state 148."
    assert said["Who begins"] == [begins]
    assert said["Where it drifts"][1] == "It ends in state 148 in 100\u00a0% of cases."
    assert said["What happened"][:1] == [
        '2021-12-15: Russia takes "Insist on a written end to NATO\'s expansion" (state 97 to state 98). '
        "The model explains it: it prefers state 98."
    ]


CLASH = graph("stu", a=("st", "t s u"), b=("su", "u s t"))


def test_who_begins_decides() -> None:
    assert told(CLASH, start="s")["Who begins"] == [
        "If A begins, improvements can lead to t (T); only this leads to t (T).",
        "If B begins, improvements can lead to u (U); only this leads to u (U).",
    ]


def test_one_who_can_begin_and_nobody() -> None:
    assert told(CLASH, start="t")["Who begins"] == ["Nobody has an improvement here."]
    assert told(CLASH, start="t")["Where it drifts"] == ["Nowhere: nobody has an improvement here."]
    alone = graph("st", a=("st", "t s"), b=("", "st"))
    assert told(alone, start="s")["Who begins"] == ["Only A has an improvement here. It leads to t (T)."]


def test_ways_that_not_everybody_wants() -> None:
    case = graph("st", a=("st", "s t"))
    assert told(case, start="s", to="t")["The shortest ways"][0] == (
        "To t (T): 1 move, one way; it is not in the interest of whoever makes it."
    )
    assert told(case, start="t", to="s")["The shortest ways"] == [
        "None of the outcomes can be reached from here, by any legal sequence of moves."
    ]


def test_of_a_body_it_is_told_that_its_decision_would_not_pass() -> None:
    said = told(load_case("security-council"))["The shortest ways"]
    assert "To state 11: 1 move, one way; as things are, the decision would not pass." in said
    assert any(line.startswith("To state 2: 2 moves, 2 ways; not every one of them") for line in said)


def test_a_case_without_any_outcome() -> None:
    """The committee goes round; since it is the only mover, no legal sequence has more than one move."""
    said = told(load_case("condorcet-committee"))
    assert said["The shortest ways"] == ["No state is an equilibrium under what was asked, so there is no outcome to go to."]
    assert said["Who begins"] == ["Committee could begin with an improvement."]
    assert (
        "Here the same mover may improve twice in a row, which leads farther than the improvements above."
        in (said["Where it drifts"])
    )
    there = told(graph("st", a=("st", "s t")), start="t", targets=[1], nearest=True)
    assert there["The shortest ways"] == ["None of the outcomes can be reached from here, by any legal sequence of moves."]


def test_a_decision_that_would_not_pass_is_no_gain_of_the_body() -> None:
    case = case_of(
        at="2022-06-01",
        actors={"a": {"prefers": ["not y"]}},
        bodies={"b": {"members": ["a"], "decides": "unanimity", "options": {"y": {}}}},
        events=[{"on": "2022-07-01", "actor": "b", "takes": ["y"]}],
        **{"status quo": []},
    )
    assert told(case)["What happened"] == [
        '2022-07-01: B takes "Y" (state 1 to state 2). The model does not explain it: its rules would not let the '
        "change pass."
    ]


def test_going_round_for_ever() -> None:
    case = graph("stu", a=("st us", "u t s"), b=("tu", "u t s"))
    said = told(case, start="s")["Where it drifts"]
    assert "It ends in u (U) in 100\u00a0% of cases." in said
    ring = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x iff y"]}, "b": {"options": {"y": {}}, "prefers": ["x iff not y"]}}
    )  # fmt: skip
    said = told(ring, start=1)["Where it drifts"]
    assert said[1] == "It goes round for ever among states 1, 2, 3 and 4 in 100\u00a0% of cases."


def test_what_is_not_decided_is_told(monkeypatch: Any) -> None:
    monkeypatch.setattr(walking, "EXACT_STATES", 0)
    said = told(load_case("european-security-2022"))["Where it drifts"]
    assert any(line.startswith("Followed step by step; ") or "moves on average" in line for line in said)


def test_the_tables() -> None:
    compiled = compile(load_case("european-security-2022"))
    table = routes_table(paths(compiled), 2)
    assert table.rows == (("148", "2", "2", "2", "2"), ("152", "-", "", "2", "2"))
    assert table.notes[-1] == "4 more outcomes; --limit shows them."
    flat = list(csv.reader(io.StringIO(paths(compiled, to=148).to_csv())))
    assert flat[1][:7] == ["148", "improvements", "1", "1", "russia", "98", "100"]
    overview = starts_table(starts(compile(load_case("chicken"))), 2)
    assert overview.rows == (("1", "2, 3", "2: 50\u00a0%; 3: 50\u00a0%"), ("2", "2", "2: 100\u00a0%"))
    assert overview.notes[-1] == "2 more states; --limit shows them."


def test_events_that_the_model_does_not_explain() -> None:
    data: dict[str, Any] = {
        "at": "2022-01-01",
        "actors": {"a": {"options": {"x": {"name": "Go"}, "z": {"change": "drop-only"}}, "prefers": ["not x"]}},
        "status quo": ["z"],
        "impossible": ["x and not z"],
    }
    said = [
        told(case_of(**data, events=[{"on": "2022-02-01", "actor": "a", **event}]), to="now")["What happened"][0]
        for event in ({"takes": ["x"]}, {"takes": ["z"]}, {"takes": ["x"], "drops": ["z"]})
    ]
    assert said == [
        '2022-02-01: A takes "Go" (state 2 to state 3). The model does not explain it: A gains nothing by it, '
        "and loses its line 1 (not x).",
        '2022-02-01: A takes "Z". That stood so already in state 2.',
        '2022-02-01: A takes "Go" and drops "Z". The model has no such state: the combination is ruled out.',
    ]


# ------------------------------------------------------------------------------------------------ searched games


def searched(found: Evolution) -> str:
    return " ".join(as_text(evolution_prose(found)).split())


@pytest.fixture(scope="module")
def allies() -> Evolution:
    return paths(searched_game(load_case("thirty-allies-2022")))


def test_the_ways_of_the_allies(allies: Evolution) -> None:
    text = searched(allies)
    assert "To outcome 1: 17 improvements, and none is shorter; they can be made in other orders as well. 1." in text
    assert '3. One after another, Czechia, Estonia, Latvia and 4 others take "Receive' in text
    assert (
        "No sequence of improvements, however long, leads from here to outcomes 2, 3, 4, 5, 6 and 2 others; this is proved."
    ) in text
    assert "so many states that they were not counted" in text
    assert "It does not matter who begins, Russia, United States, Czechia and 6 others: improvements can lead" in text
    assert "It ends in outcome 1 in all of them (at least 99.6 % of cases)." in text
    rows = routes_table(allies, 30).rows
    assert [row[2] for row in rows] == ["17", *["-"] * 7]
    assert "2 more outcomes; --limit shows them." in routes_table(allies, 6).notes


def test_a_statement_asks_for_the_nearest_states() -> None:
    case = load_case("thirty-allies-2022")
    found = paths(searched_game(case), where="russia.attack")
    text = searched(found)
    assert 'To the state that is as today, but Russia: "Attack Ukraine": 1 move, one way; it is not in' in text
    assert "No sequence of improvements, however long, leads from here to a state in which this holds" in text
    assert "6 others could begin with an improvement, but improvements lead not there." in text
    assert [row[2] for row in routes_table(found, 30).rows] == ["-"] * 4


def test_more_states_as_near_are_counted() -> None:
    wide = {"options": {f"o{k}": {} for k in range(6)}}
    case = case_of(actors={"a": wide, "b": {"options": {"y": {}}}}, status_quo=[])
    found = paths(searched_game(case), where=OptionNames(case).bind(parse("o0")))
    assert "2 more states are as near by moves." in searched(found)


def test_what_was_given_up_is_searched() -> None:
    model = searched_game(sparse_case(20, 4))
    found = paths(model, to=model.at((1 << 80) - 1), most_pairs=50)
    text = searched(found)
    assert "No way by moves was found to that state, among 50 pairs of a state and its last mover each; that" in text
    assert "No sequence of improvements, however long, leads from here to that state; this is proved." in text
    assert routes_table(found, 5).rows[0][2:] == ("-", "", "?", "")
    assert "different states, each of them rarely." in text


def test_a_way_that_may_not_be_the_shortest_is_told_as_such(allies: Evolution) -> None:
    route = replace(allies.routes[0], is_proved=False)
    found = replace(allies, routes=(route, *allies.routes[1:]))
    assert "To outcome 1: 17 improvements. A shorter way may exist; the search was given up." in searched(found)
    assert routes_table(found, 5).rows[0][2:4] == ("< 17", "")


def test_whom_it_was_not_found_out_of(allies: Evolution) -> None:
    first = replace(allies.openings[0], targets=(), unknown=allies.targets[:1])
    text = searched(replace(allies, openings=(first, *allies.openings[1:])))
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
    found = paths(searched_game(case))
    text = searched(found)
    assert "If A begins, improvements can lead to outcome" in text
    assert "If B begins, improvements can lead to outcome" in text
    assert "50 % of cases" in text or "49 %" in text or "51 %" in text or "48 %" in text or "52 %" in text


def test_where_nobody_moves() -> None:
    still = {"options": {"x": {}}, "prefers": ["not x"]}
    text = searched(paths(searched_game(case_of(actors={"a": still}, status_quo=[]))))
    assert "To outcome 1: it is there already." in text
    assert "Nobody has an improvement here." in text
    assert "Nowhere: nobody has an improvement here." in text


def test_events_are_told_without_numbers() -> None:
    text = searched(paths(searched_game(load_case("european-security-2022"))))
    assert "2021-12-15: Russia takes" in text
    assert "The model explains it: it prefers that." in text


@pytest.mark.parametrize("seed", range(40))
def test_every_searched_case_has_sentences_and_tables(seed: int) -> None:
    model = searched_game(random_case(Random(seed), coalesce=False, max_options=5))
    start = model.status_quo
    if start is None:
        start = next(code for code in range(64) if model.is_feasible(code))
    found = paths(model, model.at(start), seconds=10)
    assert searched(found)
    assert len(routes_table(found, 1_000).rows) == len(found.targets)
    steps = sum(len(path) for route in found.routes for path in route.paths)
    assert len(found.rows().values) == steps


def test_ways_that_are_not_told_step_by_step_are_counted() -> None:
    actors = {f"a{k}": {"options": {"x": {}}, "prefers": ["x"]} for k in range(4)}
    said = told(case_of(actors=actors, status_quo=[]))["The shortest ways"]
    assert said[0] == "To state 16: 4 improvements, 24 ways."
    assert [line for line in said if line.startswith("Way ")] == ["Way 1:", "Way 2:", "Way 3:"]
    assert said[-1] == "and 21 more of this length."
