"""Threats where states have no numbers, in words."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case
from countermove.analysis.large_credibility import large_credibility
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text import prose
from countermove.views.large_threat_words import large_threat_prose, large_threat_table, large_threats_flat


def told(case: Case, states: list[int] | None = None, depth: int = 3) -> str:
    found = large_credibility(searched_game(case), also=states or (), depth=depth)
    return " ".join(prose.as_text(large_threat_prose(found, states)).split())


def test_whom_a_threat_holds_back_and_what_it_would_cost() -> None:
    text = told(load_case("chicken"), [3])
    assert "The state Row and Col: Cooperate." in text
    assert (
        '- Row would gain if it drops "Cooperate"; nobody would undo that in its own interest. What holds it back is a '
        'threat: Col drops "Cooperate", which it likes less. If the bluff is called, improvements can lead on to '
        "outcome 2 (in the order of solve), without threats."
    ) in text


def test_what_is_only_not_found_is_not_said_not_to_exist() -> None:
    text = told(load_case("thirty-allies-2022"))
    assert "Czechia, Estonia, Latvia and 4 others would each gain if it takes" in text
    assert "; no answer of at most 3 moves in the others' own interest was found." in text
    assert 'NATO takes "Admit Ukraine", a decision that would not pass (against: United States, Belgium, Canada,' in text
    assert "Turkey" not in text.partition("Admit Ukraine")[2][:200]
    assert "State 2 of those that rest on threats" in text
    assert "There is one more such gain." in text


def test_a_state_without_threats_and_one_that_nothing_holds() -> None:
    assert "It holds under SEQ, too: nobody has to count on a threat." in told(load_case("prisoners-dilemma"), [0])
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}}}}, status_quo=[])
    text = told(case, [0])
    assert "It is not shown to hold under GMR: no answer was found that holds A back." in text


def test_where_all_hold_without_threats_that_is_said() -> None:
    text = told(load_case("prisoners-dilemma"))
    assert "They rest on no threat: nobody is tempted" in text
    assert "The case has no status quo to start from, so no other state was tried; --state STATE tries one." in text


@pytest.mark.parametrize("seed", range(40))
def test_every_case_has_sentences_and_tables(seed: int) -> None:
    found = large_credibility(searched_game(random_case(Random(seed), coalesce=False, max_options=5)), also=[], depth=2)
    assert large_threat_prose(found)
    assert len(large_threat_table(found, 30).rows) == min(30, len(found.resting))
    moves = sum(len(threat.steps or ()) for code in found.resting for threat in found.threats(code))
    assert len(large_threats_flat(found, found.resting).rows) == moves


def test_where_nothing_could_be_tried_only_that_is_said() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}, "prefers": ["o1"]}}, status_quo=[])
    found = large_credibility(searched_game(case), limit=3)
    text = " ".join(prose.as_text(large_threat_prose(found)).split())
    assert "left untried: time ran out, or somebody has too many options to look through." in text
    assert "0 other states" not in text
