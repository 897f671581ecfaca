"""Threats in words: what they cost, who makes them, and what is left; for every kind of case and of game."""

from __future__ import annotations

import re
from random import Random

import pytest

from briefs import brief
from cases import case_of, random_case, random_graph_case
from countermove.analysis.credibility import credibility
from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.layout import as_text
from countermove.views.credibility import credibility_prose, credibility_table


def told(case: Case, state: int | None = None, concept: str = "gmr") -> str:
    answer = credibility(compile(case), concept, states=None if state is None else [state])
    return " ".join(as_text(credibility_prose(answer)).split())


def test_a_price_in_ranks() -> None:
    assert told(load_case("cuban-missile-crisis"), 1) == (
        'State 1 Nobody does anything. - US would gain if it takes "Blockade" (state 3); nobody would undo that in its '
        'own interest. What holds it back is a threat: USSR takes "Escalate" (state 11), which it likes less: 67 % of '
        "all states are worse for it before, 8 % after. If the bluff is called, improvements can lead on to states 5 or "
        "7, without threats. It has 2 more such gains."
    )


def test_a_price_in_lines_and_a_decision_that_would_not_pass() -> None:
    text = told(load_case("european-security-2022"), 1)
    assert 'Russia takes "Attack Ukraine" (state 21), at the price of its line 3 (not attack).' in text
    assert (
        'Ukraine takes "Keep seeking membership" (state 100), in its own interest; then NATO takes "Admit Ukraine" '
        "(state 388), a decision that would not pass (against: United States and European allies)."
    ) in text


def test_a_threat_that_costs_nothing() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["not (x and b.y)", "x"]}, "b": {"options": {"y": {}}}})
    assert 'B takes "Y" (state 4), by which it gains nothing.' in told(case, 1)


def test_what_is_left() -> None:
    assert "If nobody believes such threats, states 5 and 7 are left, which hold without them." in told(
        load_case("cuban-missile-crisis")
    )
    assert "All of them hold under SEQ, too: nobody has to count on a threat." in told(load_case("prisoners-dilemma"))


def test_the_brief_counts_them() -> None:
    text = brief(equilibria(compile(load_case("chicken"))))
    assert "1 of 3 outcomes under GMR rests on threats that somebody would rather not carry out." in text
    assert "under GMR" not in brief(equilibria(compile(load_case("chicken")), ["nash"]))


@pytest.mark.parametrize("seed", range(30))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    graph = compile(random_graph_case(rng) if seed % 3 == 2 else random_case(rng, max_options=5, actors=(2, 4)))
    for concept in ("gmr", "smr"):
        found = credibility(graph, concept)
        text = as_text(credibility_prose(found))
        assert printable(text) == text
        assert not re.search(r"\bNone\b|\{|\(\)", text)
        table = credibility_table(found, 2)
        assert len(table.rows) == min(2, len(found.resting))
        rows = found.rows()
        assert all(len(row) == len(rows.columns) for row in rows.values)


# ------------------------------------------------------------------------------------------------ searched games


def searched(case: Case, codes: list[int] | None = None, depth: int = 3) -> str:
    game = searched_game(case)
    answer = credibility(game, states=None if codes is None else list(map(game.at, codes)), depth=depth)
    return " ".join(as_text(credibility_prose(answer)).split())


def test_whom_a_threat_holds_back_and_what_it_would_cost() -> None:
    text = searched(load_case("chicken"), [3])
    assert "The state Row and Col: Cooperate." in text
    assert (
        '- Row would gain if it drops "Cooperate"; nobody would undo that in its own interest. What holds it back is a '
        'threat: Col drops "Cooperate", which it likes less. If the bluff is called, improvements can lead on to '
        "outcome 2 (in the order of solve), without threats."
    ) in text


def test_what_is_only_not_found_is_not_said_not_to_exist() -> None:
    text = searched(load_case("thirty-allies-2022"))
    assert "Czechia, Estonia, Latvia and 4 others would each gain if it takes" in text
    assert "; no answer of at most 3 moves in the others' own interest was found." in text
    assert 'NATO takes "Admit Ukraine", a decision that would not pass (against: United States, Belgium, Canada,' in text
    assert "Turkey" not in text.partition("Admit Ukraine")[2][:200]
    assert "State 2 of those that rest on threats" in text
    assert "There is one more such gain." in text


def test_a_state_without_threats_and_one_that_nothing_holds() -> None:
    assert "It holds under SEQ, too: nobody has to count on a threat." in searched(load_case("prisoners-dilemma"), [0])
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}}}}, status_quo=[])
    text = searched(case, [0])
    assert "It is not shown to hold under GMR: no answer was found that holds A back." in text


def test_where_all_hold_without_threats_that_is_said() -> None:
    text = searched(load_case("prisoners-dilemma"))
    assert "They rest on no threat: nobody is tempted" in text
    assert "The case has no status quo to start from, so no other state was tried; --state STATE tries one." in text


@pytest.mark.parametrize("seed", range(40))
def test_every_searched_case_has_sentences_and_tables(seed: int) -> None:
    found = credibility(searched_game(random_case(Random(seed), coalesce=False, max_options=5)), depth=2)
    assert credibility_prose(found)
    assert len(credibility_table(found, 30).rows) == min(30, len(found.resting))
    moves = sum(len(threat.steps or ()) for state in found.resting for threat in found.threats(state))
    assert len(found.rows().values) == moves


def test_where_nothing_could_be_tried_only_that_is_said() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}, "prefers": ["o1"]}}, status_quo=[])
    found = credibility(searched_game(case), limit=3)
    text = " ".join(as_text(credibility_prose(found)).split())
    assert "left untried: time ran out, or somebody has too many options to look through." in text
    assert "0 other states" not in text
