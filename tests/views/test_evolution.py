"""How a conflict may evolve, in sentences and tables; in a searched game without numbers, and with what is not proved."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from cases import case_of, graph, random_case, sparse_case
from catalogued import unlabelled
from countermove.analysis.evolution import improvement_walk as walking
from countermove.analysis.evolution.evolution import Evolution, paths, starts
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.statements import parse
from countermove.text.layout import as_text
from countermove.views.evolution import evolution_prose, routes_table, starts_table


def pages(case: Case, **question: Any) -> dict[str, list[str]]:
    sections = evolution_prose(paths(compile(case), **question))
    return {section.title: [item.text for item in section.items] for section in sections}


def test_the_opening_case() -> None:
    text = pages(unlabelled("european-security-2022"))
    assert list(text) == [
        "From state 98", "Shortest paths", "What can be reached", "Who can begin", "Where random improvements end",
        "What happened",
    ]  # fmt: skip
    assert text["Shortest paths"][:5] == [
        "An improvement is a move by which its mover gains. In a path, nobody moves twice in a row.",
        "To state 148: 2 improvements, 2 paths.",
        "Path 1:",
        'Russia chooses "Answer with counter-containment" (state 100).',
        'United States chooses "Negotiate on deployments and verification" and "Raise the stakes" (state 148).',
    ]
    assert text["What can be reached"][1] == "By any moves: all 416 states."
    begins = "With a first move by Russia or United States, improvements can lead to state 148."
    assert text["Who can begin"] == [begins]
    assert text["Where random improvements end"][:2] == [
        "In a random improvement walk, every mover with an improvement is equally likely to move next, and nobody fears an "
        "answer.",
        "All walks end in state 148.",
    ]
    assert text["What happened"][:1] == [
        '2021-12-15: Russia chooses "Insist on a written end to NATO\'s expansion" (state 97 to state 98). '
        "The model explains this as an improvement for Russia."
    ]


CLASH = graph("stu", a=("st", "t s u"), b=("su", "u s t"))


def test_who_begins_decides() -> None:
    assert pages(CLASH, start="s")["Who can begin"] == [
        "If A begins, improvements can lead to t (T). Nobody else's beginning leads to t (T).",
        "If B begins, improvements can lead to u (U). Nobody else's beginning leads to u (U).",
    ]


def test_one_who_can_begin_and_nobody() -> None:
    assert pages(CLASH, start="t")["Who can begin"] == ["Nobody has an improvement here."]
    assert pages(CLASH, start="t")["Where random improvements end"] == [
        "Random improvement walks stay here: nobody has an improvement."
    ]
    alone = graph("st", a=("st", "t s"), b=("", "st"))
    assert pages(alone, start="s")["Who can begin"] == ["Only A can begin with an improvement. It can lead to t (T)."]


def test_ways_that_not_everybody_wants() -> None:
    case = graph("st", a=("st", "s t"))
    assert pages(case, start="s", to="t")["Shortest paths"][1] == (
        "To t (T): 1 move, one path; the move is no improvement for its mover."
    )
    assert pages(case, start="t", to="s")["Shortest paths"] == ["No sequence of moves leads from here to s (S)."]


def test_of_a_body_it_is_told_that_its_decision_would_not_pass() -> None:
    text = pages(unlabelled("security-council"))["Shortest paths"]
    assert "To state 11: 1 move, one path; this decision does not pass as its members prefer." in text
    assert "To state 2: 2 moves, 2 paths; at least one of the moves is no improvement for its mover." in text


def test_a_case_without_any_outcome() -> None:
    """The committee goes round; since it is the only mover, no legal sequence has more than one move."""
    text = pages(unlabelled("condorcet-committee"))
    assert text["Shortest paths"] == [
        "No state is an equilibrium under the concepts asked, so there is no outcome to reach."
    ]
    assert text["Who can begin"] == ["Committee can begin with an improvement."]
    assert (
        "In these walks a mover may move twice in a row, so they go farther than the paths above."
        in (text["Where random improvements end"])
    )
    there = pages(graph("st", a=("st", "s t")), start="t", targets=[1], nearest=True)
    assert there["Shortest paths"] == ["No sequence of moves leads from here to any of these states."]


def test_a_decision_that_would_not_pass_is_no_gain_of_the_body() -> None:
    case = case_of(
        at="2022-06-01",
        actors={"a": {"prefers": ["not y"]}},
        bodies={"b": {"members": ["a"], "decides": "unanimity", "options": {"y": {}}}},
        events=[{"on": "2022-07-01", "actor": "b", "takes": ["y"]}],
        **{"status quo": []},
    )
    assert pages(case)["What happened"] == [
        '2022-07-01: B adopts "Y" (state 1 to state 2). The model does not explain this: the decision does not '
        "pass as the members prefer."
    ]


def test_walks_that_never_end() -> None:
    case = graph("stu", a=("st us", "u t s"), b=("tu", "u t s"))
    text = pages(case, start="s")["Where random improvements end"]
    assert "All walks end in u (U)." in text
    ring = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x iff y"]}, "b": {"options": {"y": {}}, "prefers": ["x iff not y"]}}
    )  # fmt: skip
    text = pages(ring, start=1)["Where random improvements end"]
    assert text[1] == "No walk ends: they stay among states 1, 2, 3 and 4."


def test_what_is_not_decided_is_told(monkeypatch: Any) -> None:
    monkeypatch.setattr(walking, "EXACT_STATES", 0)
    text = pages(unlabelled("european-security-2022"))["Where random improvements end"]
    assert any(
        line.startswith("The walks were followed step by step; under 1\u00a0% of them had not ended then.")
        or "moves on average" in line
        for line in text
    )


def test_the_tables() -> None:
    compiled = compile(unlabelled("european-security-2022"))
    table = routes_table(paths(compiled), 2)
    assert table.rows == (("148", "2", "2", "2", "2"), ("169", "-", "", "3", "3"))
    assert table.notes[-1] == "4 more outcomes; --limit shows them."
    flat = list(csv.reader(io.StringIO(paths(compiled, to=148).to_csv())))
    assert flat[1][:7] == ["148", "improvements", "1", "1", "russia", "98", "100"]
    overview = starts_table(starts(compile(unlabelled("chicken"))), 2)
    assert overview.rows == (("1", "2, 3", "2: 50\u00a0%; 3: 50\u00a0%"), ("2", "2", "2: 100\u00a0%"))
    assert overview.notes[-1] == "2 more states; --limit shows them."


def test_events_that_the_model_does_not_explain() -> None:
    data: dict[str, Any] = {
        "at": "2022-01-01",
        "actors": {"a": {"options": {"x": {"name": "Go"}, "z": {"change": "drop-only"}}, "prefers": ["not x"]}},
        "status quo": ["z"],
        "impossible": ["x and not z"],
    }
    text = [
        pages(case_of(**data, events=[{"on": "2022-02-01", "actor": "a", **event}]), to="now")["What happened"][0]
        for event in ({"takes": ["x"]}, {"takes": ["z"]}, {"takes": ["x"], "drops": ["z"]})
    ]
    assert text == [
        '2022-02-01: A chooses "Go" (state 2 to state 3). The model does not explain this: it is no improvement '
        'for A. It goes against this preference: not "Go" (statement 1).',
        '2022-02-01: A chooses "Z". This was so already in state 2.',
        '2022-02-01: A chooses "Go" and drops "Z". The model has no such state: this combination of options is not feasible.',
    ]


# ------------------------------------------------------------------------------------------------ searched games


def searched(found: Evolution) -> str:
    return " ".join(as_text(evolution_prose(found)).split())


@pytest.fixture(scope="module")
def allies() -> Evolution:
    return paths(searched_game(unlabelled("thirty-allies-2022")))


def test_the_ways_of_the_allies(allies: Evolution) -> None:
    text = searched(allies)
    assert "To outcome 1: 17 improvements. No path is shorter; others of this length were not counted. 1." in text
    assert '3. One after another, Czechia, Estonia, Latvia and 4 others choose "Host' in text
    assert ("No improvements lead from here to outcomes 2, 3, 4, 5, 6 or 2 others; this is proved.") in text
    assert "By improvements: too many states to count." in text
    assert "Whichever of Russia, United States, Czechia and 6 others begins, improvements can lead to outcome 1." in text
    assert "All of them (95 % interval: at least 99.6 %) ended in outcome 1." in text
    rows = routes_table(allies, 30).rows
    assert [row[2] for row in rows] == ["17", *["-"] * 7]
    assert "2 more outcomes; --limit shows them." in routes_table(allies, 6).notes


def test_a_statement_asks_for_the_nearest_states() -> None:
    case = unlabelled("thirty-allies-2022")
    found = paths(searched_game(case), where="russia.attack")
    text = searched(found)
    assert (
        'To the state that is as today, but Russia: "Attack Ukraine": 1 move, one path; the move is no improvement' in text
    )
    assert "No improvements lead from here to a state in which the statement is true; this is proved." in text
    assert "6 others can begin with an improvement, but improvements lead to no such state." in text
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
    assert "The search found no path by moves to that state; one may still exist. It looked at 50 pairs of" in text
    assert "No improvements lead from here to that state; this is proved." in text
    assert routes_table(found, 5).rows[0][2:] == ("-", "", "?", "")
    assert "different states, at most" in text


def test_a_way_that_may_not_be_the_shortest_is_told_as_such(allies: Evolution) -> None:
    route = replace(allies.routes[0], is_proved=False)
    found = replace(allies, routes=(route, *allies.routes[1:]))
    assert "To outcome 1: 17 improvements. The search stopped early, so a shorter path may exist." in searched(found)
    assert routes_table(found, 5).rows[0][2:4] == ("< 17", "")


def test_whom_it_was_not_found_out_of(allies: Evolution) -> None:
    first = replace(allies.openings[0], targets=(), unknown=allies.targets[:1])
    text = searched(replace(allies, openings=(first, *allies.openings[1:])))
    assert "If Russia begins, improvements may lead on, but the search did not find out whether to outcome 1." in text
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
    assert any(f"{share} % of them (95 % interval: " in text for share in range(47, 54))


def test_by_search_nothing_is_said_of_outcomes_where_there_is_none() -> None:
    case = case_of(
        actors={
            "ann": {"options": {"x": "X"}, "prefers": ["x iff bob.y"]},
            "bob": {"options": {"y": "Y"}, "prefers": ["not (y iff ann.x)"]},
        },
        status_quo=[],
    )
    text = as_text(evolution_prose(paths(searched_game(case))))
    assert "No state is a Nash equilibrium (proved)" in text
    assert "Bob can begin with an improvement.\n" in text
    assert "outcomes" not in text.lower()


def test_where_nobody_moves() -> None:
    still = {"options": {"x": {}}, "prefers": ["not x"]}
    text = searched(paths(searched_game(case_of(actors={"a": still}, status_quo=[]))))
    assert "To outcome 1: no move is needed." in text
    assert "Nobody has an improvement here." in text
    assert "Random improvement walks stay here: nobody has an improvement." in text


def test_events_are_told_without_numbers() -> None:
    text = searched(paths(searched_game(unlabelled("european-security-2022"))))
    assert "2021-12-15: Russia chooses" in text
    assert "The model explains this as an improvement for Russia." in text


@pytest.mark.parametrize("seed", range(40))
def test_every_searched_case_has_sentences_and_tables(seed: int) -> None:
    model = searched_game(random_case(Random(seed), coalesce=False, max_options=5))
    start = model.status_quo_key
    if start is None:
        start = next(code for code in range(64) if model.is_feasible(code))
    found = paths(model, model.at(start))
    assert searched(found)
    assert len(routes_table(found, 1_000).rows) == len(found.targets)
    steps = sum(len(path) for route in found.routes for path in route.paths)
    assert len(found.rows().values) == steps


def test_paths_that_are_not_described_are_counted() -> None:
    actors = {f"a{k}": {"options": {"x": {}}, "prefers": ["x"]} for k in range(4)}
    text = pages(case_of(actors=actors, status_quo=[]))["Shortest paths"]
    assert text[1] == "To state 16: 4 improvements, 24 paths."
    assert [line for line in text if line.startswith("Path ")] == ["Path 1:", "Path 2:", "Path 3:"]
    assert text[-1] == "21 more paths have this length."


def test_endings_that_are_not_named_may_be_as_likely_as_the_others() -> None:
    """Five options of one actor that wants any of them: 31 endings, each as likely as another."""
    names = ["o1", "o2", "o3", "o4", "o5"]
    wide = {"options": {name: {} for name in names}, "prefers": [f"any({', '.join(names)})"]}
    text = pages(case_of(actors={"a": wide}, status_quo=[]))["Where random improvements end"]
    assert text[1:3] == ["3\u00a0% of walks end in state 2.", "3\u00a0% of walks end in state 3."]
    assert text[13] == "19 other endings are not more likely than the last of these: at most 4\u00a0% of walks each."


def test_outcomes_under_other_concepts_than_asked_are_said_to_be() -> None:
    """In the crisis no state is a Nash equilibrium: the paths lead to those under other concepts, and that is said."""
    crisis = unlabelled("cuban-missile-crisis")
    fallback = "No state is an equilibrium under Nash. The outcomes here are equilibria under other concepts only."
    assert fallback in pages(crisis, start=1, concepts=["nash"])["Shortest paths"]
    assert not any("other concepts only" in line for line in pages(crisis, start=1)["Shortest paths"])
    assert fallback in starts_table(starts(compile(crisis), concepts=["nash"]), 3).notes
    assert not any("other concepts only" in note for note in starts_table(starts(compile(crisis)), 3).notes)


def test_an_event_may_lead_to_the_coalesced_status_quo_as_it_is_written() -> None:
    """Of the combinations that count as one state, the status quo names the one that the event made."""
    case = case_of(
        actors={
            "firm": {"options": {"shut": {}, "sell": {}}, "prefers": ["shut"]},
            "town": {"options": {"sue": {}}, "prefers": ["not firm.shut"]},
        },
        coalesce=["firm.shut"],
        events=[{"on": "2021-03", "actor": "firm", "takes": ["shut", "sell"]}],
        **{"status quo": ["firm.shut", "firm.sell"]},
    )
    (event,) = pages(case, to="now")["What happened"]
    assert event.endswith(
        'chooses "Shut" and "Sell" (state 1 to state 5). The model explains this as an improvement for Firm.'
    )
