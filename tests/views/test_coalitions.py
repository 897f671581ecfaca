"""Sentences and tables about coalitions: what they say of random cases is so, and how they read."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

import pytest

import countermove.views.coalitions as module
from cases import case_of, graph, random_case
from catalogued import unlabelled
from countermove.analysis.coalitions import coalitions
from countermove.analysis.equilibria import equilibria
from countermove.briefing import departures as briefed
from countermove.briefing.departures import departures
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.views.coalitions import coalition_table, departure_lines, summary
from reference_coalitions import CoalitionModel


def lines(case: Case, states: list[int] | None = None) -> list[str]:
    table = equilibria(compile(case))
    return [text for _, text in departure_lines(departures(table, table.strongest(4) if states is None else states))]


def test_elmira_in_words() -> None:
    assert lines(unlabelled("elmira")) == [
        "No coalition of up to 3 actors gains by leaving states 8 or 9.",
        'Ministry of the Environment and Uniroyal have a deal: state 8 instead of state 5 (Uniroyal chooses "Accept the control '
        'order" and drops "Delay the appeal", then Ministry of the Environment chooses "Modify the control order").',
        "No coalition of up to 3 actors would leave state 1: every gain there has an answer that takes it away.",
    ]


def test_each_outcome_is_asked_by_the_concept_under_which_it_is_an_equilibrium() -> None:
    assert lines(unlabelled("cuban-missile-crisis"), [6, 0]) == [
        'US and USSR have a deal: state 5 instead of state 7 (US drops "Blockade Cuba"), and no credible answer takes the '
        "gain away.",
        "No coalition of up to 2 actors would leave state 1: every gain there has an answer that takes it away.",
    ]
    assert lines(unlabelled("cuban-missile-crisis"), [4]) == [
        "No coalition of up to 2 actors would leave state 5: every gain there has a credible answer that takes it away."
    ]


def test_decisions_by_the_votes_of_a_coalition_and_coalitions_of_one() -> None:
    body = {"members": ["a", "b", "c"], "options": {"q": {"needs": "x"}}}
    actors = {
        "a": {"name": "Anna", "options": {"x": {"name": "Apply"}}, "prefers": ["union.q or not x", "union.q"]},
        "b": {"name": "Bob", "prefers": ["q"]},
        "c": {"name": "Cleo", "prefers": ["not q"]},
    }
    by = {rule: case_of(actors=actors, bodies={"union": {**body, "decides": rule}}) for rule in ("majority",)}
    assert lines(by["majority"], [0]) == [
        'Anna and Bob have a deal: state 4 instead of state 1 (Anna chooses "Apply", then Union adopts "Q" by the votes of Anna '
        "and Bob)."
    ]
    alone = case_of(actors=actors, bodies={"union": {**body, "decides": {"actor": "a"}}})
    assert lines(alone, [0]) == [
        'Anna alone can do better than state 1: state 4 (Anna chooses "Apply", then Union adopts "Q" by the votes of Anna).'
    ]


def test_other_coalitions_are_counted() -> None:
    wants = {"prefers": ["x and y or y and z or x and z", "none(x, y, z)"]}
    case = case_of(actors={a: {"options": {o: {}}, **wants} for a, o in (("a", "x"), ("b", "y"), ("c", "z"))})
    assert lines(case, [0]) == [
        'A and B have a deal: state 4 instead of state 1 (B chooses "Y", then A chooses "X").',
        "2 other coalitions would leave state 1 as well.",
    ]


def test_listed_states_are_called_by_their_ids() -> None:
    case = graph("stu", a=("st", "u s t"), b=("tu", "u s t"))
    assert lines(case, [0]) == ["A and B have a deal: u (U) instead of s (S) (A moves to t (T), then B moves to u (U))."]


def test_what_is_said_of_random_cases_is_so() -> None:
    kinds = set()
    for seed in range(40):
        case = random_case(Random(seed), max_options=4)
        table = equilibria(compile(case))
        model, order = CoalitionModel(case), table.strongest(4)
        for text in lines(case):
            if re.match(r"\d+ other coalitions? would leave state \d+ as well\.$", text):
                continue
            stays = re.match(
                r"No coalition of up to (\d) actors (?:gains by leaving|would leave) states? (.*?)(?:: every gain there .*)?\.$",
                text,
            )
            left = re.match(r".* have a deal: state (?P<to>\d+) instead of state (?P<here>\d+)", text) or re.match(
                r".* alone can do better than state (?P<here>\d+): state (?P<to>\d+)", text
            )
            assert bool(stays) != bool(left)
            states = [int(n) - 1 for n in re.findall(r"\d+", stays[2])] if stays else [int(left["here"]) - 1]  # type: ignore[index]
            for state in states:
                assert state in order
                concepts = table.at(state).concepts
                pairs = (("nash", "cnash"), ("seq", "cseq"), ("smr", "csmr"), ("gmr", "cgmr"))
                concept = next(coalition for single, coalition in pairs if single in concepts)
                unstable = [c for c in model.coalitions(4) if not model.is_stable_for(concept, c, state)]
                assert bool(unstable) == bool(left)
                if left:
                    assert any(int(left["to"]) - 1 in model.undeterred(concept, c, state) for c in unstable)
                kinds.add((concept, bool(left)))
    assert {("cnash", True), ("cnash", False), ("cseq", True), ("cseq", False)} <= kinds


def test_nothing_is_said_where_it_takes_more_than_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefed, "MOMENT_STEPS", 0)
    assert lines(unlabelled("elmira")) == []


def test_nor_of_one_actor_nor_of_outcomes_by_chance_alone() -> None:
    assert lines(case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}})) == []
    table = equilibria(compile(unlabelled("chicken")), ["sim"])
    assert list(departures(table, table.strongest())) == []


def test_a_summary() -> None:
    table = coalitions(compile(unlabelled("elmira")), 1, pareto=True, concept="cseq")
    assert summary(table).split("\n") == [
        "3 coalitions of one actor were tried. A coalition leaves a state if one member gains and none loses and no credible "
        "answer takes that gain away (CSEQ).",
        "3 of 9 states are equilibria for actors and bodies alone (SEQ). All of these are stable against coalitions too.",
    ]
    dilemma = summary(coalitions(compile(unlabelled("prisoners-dilemma"))))
    assert dilemma.split("\n") == [
        "3 coalitions of up to 2 actors were tried. A coalition leaves a state if every member gains (CNash).",
        "1 of 4 states is an equilibrium for actors and bodies alone (Nash). It is not stable against coalitions.",
    ]


def test_a_summary_without_any_equilibrium() -> None:
    text = summary(coalitions(compile(unlabelled("cuban-missile-crisis"))))
    assert text.endswith("\n0 of 12 states are equilibria for actors and bodies alone (Nash).")


def test_the_brief_does_not_wait_for_many_coalitions() -> None:
    """Sixteen actors are asked in pairs, and of twenty-nine nothing is said."""
    (first, *_) = lines(unlabelled("security-council"), [10])
    assert first == "No coalition of up to 2 actors gains by leaving state 11."
    assert lines(unlabelled("eu-council"), [0]) == []


def test_what_a_body_alone_would_leave_is_told_apart() -> None:
    """b does not care, so that consensus lets a have its way, which a coalition cannot carry."""
    body = {"members": ["a", "b"], "decides": "consensus", "options": {"q": {}}}
    case = case_of(actors={"a": {"prefers": ["q"]}, "b": {}}, bodies={"union": body})
    assert summary(coalitions(compile(case))).endswith(
        "1 of 2 states is an equilibrium for actors and bodies alone (Nash). It is stable against coalitions too. 1 other "
        "state is stable against coalitions only: a body would leave by a decision of its own."
    )
    assert "It is stable against coalitions too." in summary(coalitions(compile(case), pareto=True))


# ---------------------------------------------------------------------------------------------------- tables

TABLE = coalitions(compile(unlabelled("elmira")))


def test_a_table_for_people() -> None:
    table = coalition_table(TABLE)
    assert table.columns == ("state", "options taken", "alone", "together", "who leaves it", "by these moves")
    assert [row[:1] + row[2:5] for row in table.rows] == [
        ("8", "E", "E", "nobody"),
        ("9", "E", "E", "nobody"),
        ("5", "E", ".", "Ministry of the Environment and Uniroyal"),
    ]
    assert (
        table.rows[2][5]
        == 'Uniroyal chooses "Accept the control order" and drops "Delay the appeal", then Ministry of the Environment chooses "Modify the control order" (state 8)'
    )
    assert table.strong == {0, 1}
    assert coalition_table(TABLE, 1).notes[0] == "2 more states; --limit shows them."


def test_of_many_coalitions_some_are_listed(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(module, "MOST_UPSETTING", 1)
    unsettled = next(s for s in range(1, 10) if len(TABLE.minimal(s)) > 1)
    rows = coalition_table(replace(TABLE, only=TABLE.game.state(unsettled))).rows
    assert [row[0] for row in rows] == [str(unsettled), ""]
    assert rows[1][4] == f"and {len(TABLE.minimal(unsettled)) - 1} more"


def test_a_table_for_programs() -> None:
    table = TABLE.rows()
    assert table.names == ("state", "alone", "together", "coalition", "minimal", "to", "steps")
    assert TABLE.to_csv().split("\n")[1:-1] == [
        "8,1,1,,,,",
        "9,1,1,,,,",
        "5,1,0,ministry+uniroyal,1,8,uniroyal:5>7 ministry:7>8",
    ]
