"""Threats in words: what they cost, who makes them, and what is left; for every kind of case and of game."""

from __future__ import annotations

import re
from random import Random

import pytest

from cases import case_of, graph, random_case, random_graph_case
from catalogued import unlabelled
from countermove.analysis.credibility import credibility
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.layout import as_text
from countermove.views.credibility import credibility_prose, credibility_table


def page(case: Case, state: int | None = None, concept: str = "gmr") -> str:
    answer = credibility(compile(case), concept, states=None if state is None else [state])
    return " ".join(as_text(credibility_prose(answer)).split())


def test_a_price_in_places() -> None:
    assert page(unlabelled("cuban-missile-crisis"), 1) == (
        'State 1 Nobody does anything. - US would gain by this move: chooses "Blockade Cuba" (state 3). No credible answer takes the '
        'gain away. Only a bluff deters it: USSR chooses "Escalate the crisis" (state 11), from the top 34 % of 12 states to the worst '
        "17 %. If US calls the bluff, improvements can lead to states 5 or 7 (equilibria under SEQ). Bluffs deter 2 more moves "
        "of this kind."
    )


def test_a_price_in_statements_and_a_decision_that_does_not_pass() -> None:
    text = page(unlabelled("european-security-2022"), 1)
    assert (
        'Russia chooses "Attack Ukraine" (state 21), against its own preference: not "Attack Ukraine" (statement 3).'
    ) in text
    assert (
        'Ukraine chooses "Keep seeking membership" (state 100), in its own interest; then NATO adopts "Admit Ukraine" '
        "(state 388), a decision that does not pass (against: United States and European allies)."
    ) in text


def test_a_threat_that_costs_nothing() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["not (x and b.y)", "x"]}, "b": {"options": {"y": {}}}})
    assert 'B chooses "Y" (state 4), without any gain.' in page(case, 1)


def test_a_loss_too_small_for_whole_percent() -> None:
    others = [f"s{k}" for k in range(297)]
    ids = ["calm", "taken", "burnt", *others]

    def said(*ranking: str) -> str:
        mine = {"moves": [["calm", "taken"]], "ranking": ["taken", "calm", "burnt", *others]}
        theirs = {"moves": [["taken", "burnt"]], "ranking": list(ranking)}
        return page(case_of(states={id_: id_.title() for id_ in ids}, actors={"a": mine, "b": theirs}), 1)

    text = said(*others, "calm", "taken", "burnt")
    assert "B moves to burnt (Burnt), from the worst 1 % of 300 states to the worst." in text
    text = said(*others[:98], "calm", "taken", "burnt", *others[98:])
    assert "B moves to burnt (Burnt), which is slightly worse for it." in text


def test_what_remains() -> None:
    text = page(unlabelled("cuban-missile-crisis"))
    assert text.startswith(
        "Cuban missile crisis: what rests on threats 7 states are equilibria under GMR: the others can answer every improvement "
        "so that its mover gains nothing, at whatever cost to them. 5 of the 7 rest on bluffs: threats that are not in the "
        "interest of those who make them. Under SEQ, where every answer must be credible (in the interest of those who give "
        "it), they are no equilibria. If nobody believes bluffs, states 5 and 7 remain equilibria."
    )
    assert "All of them are equilibria under SEQ too, where answers must be credible: none rests on threats." in page(
        unlabelled("prisoners-dilemma")
    )


ESCAPE = graph("nsewh", robber=("ns we", "s e n w h"), guard=("sw sh", "w s n e h"))


def test_an_answer_that_is_escaped_is_not_said_to_be_missing() -> None:
    """Under SMR the guard would answer in its own interest, but the robber moves on to where it is still better off."""
    answer = credibility(compile(ESCAPE), "smr")
    (threat,) = answer.threats("n")
    assert threat.is_escaped
    text = page(ESCAPE, 1, "smr")
    assert "A credible answer takes the gain away, but its mover escapes that answer by one more move. Only a bluff" in text
    assert "No credible answer" not in text


def test_who_calls_a_bluff_does_not_move_twice_running() -> None:
    """From `t` only the caller has an improvement, which it may not make at once."""
    case = graph("ctub", caller=("ct tu", "u t c b"), owner=("tb", "u t c b"))
    (threat,) = credibility(compile(case)).threats("c")
    assert threat.ends == ()
    assert "If Caller calls the bluff, improvements lead to no equilibrium under SEQ." in page(case, 1)


@pytest.mark.parametrize("seed", range(30))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    graph = compile(random_graph_case(rng) if seed % 3 == 2 else random_case(rng, max_options=5, actors=(2, 4)))
    for concept in ("gmr", "smr"):
        answer = credibility(graph, concept)
        text = as_text(credibility_prose(answer))
        assert printable(text) == text
        assert not re.search(r"\bNone\b|\{|\(\)", text)
        table = credibility_table(answer, 2)
        assert len(table.rows) == min(2, len(answer.resting))
        rows = answer.rows()
        assert all(len(row) == len(rows.columns) for row in rows.values)


# ------------------------------------------------------------------------------------------------ searched games


def searched(case: Case, codes: list[int] | None = None, depth: int = 3) -> str:
    game = searched_game(case)
    answer = credibility(game, states=None if codes is None else list(map(game.at, codes)), depth=depth)
    return " ".join(as_text(credibility_prose(answer)).split())


def test_whom_a_threat_holds_back_and_what_it_would_cost() -> None:
    text = searched(unlabelled("chicken"), [3])
    assert "The state Row and Col: Cooperate." in text
    assert (
        '- Row would gain by this move: drops "Cooperate". No credible answer takes the gain away. Only a bluff deters it: Col '
        'drops "Cooperate", which is worse for it. If the bluff is called, nobody moves on: that is outcome 2 (a '
        "Nash equilibrium, in the order of solve)."
    ) in text


def test_what_is_only_not_found_is_not_said_not_to_exist() -> None:
    text = searched(unlabelled("thirty-allies-2022"))
    assert "17 of these are shown to be equilibria under GMR: answers of at most 3 moves take every gain away, at" in text
    assert "All 17 rest on bluffs: threats that are not in the interest of those who make them." in text
    assert "Czechia, Estonia, Latvia and 4 others would each gain by this move: choose" in text
    assert "No credible answer of at most 3 moves was found that takes the gain away." in text
    assert 'NATO adopts "Admit Ukraine", a decision that does not pass (against: United States, Belgium, Canada,' in text
    assert "Turkey" not in text.partition("Admit Ukraine")[2][:200]
    assert "State 2 of those that rest on bluffs" in text
    assert "Bluffs deter 1 more move of this kind." in text


def test_a_state_without_threats_and_one_that_nothing_holds() -> None:
    assert "It is an equilibrium under SEQ too, and rests on no threat." in searched(unlabelled("prisoners-dilemma"), [0])
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}}}}, status_quo=[])
    text = searched(case, [0])
    assert "It is not shown to be an equilibrium under GMR: no answer of at most 3 moves was found that deters A." in text


def test_where_all_hold_without_threats_that_is_said() -> None:
    text = searched(unlabelled("prisoners-dilemma"))
    assert "A Nash equilibrium rests on no threat: no actor or body has an improvement that must be deterred." in text
    assert "The case has no status quo to start from, so no other state was tried. --state STATE tries one." in text


@pytest.mark.parametrize("seed", range(40))
def test_every_searched_case_has_sentences_and_tables(seed: int) -> None:
    answer = credibility(searched_game(random_case(Random(seed), coalesce=False, max_options=5)), depth=2)
    assert credibility_prose(answer)
    assert len(credibility_table(answer, 30).rows) == min(30, len(answer.resting))
    moves = sum(len(threat.steps or ()) for state in answer.resting for threat in answer.threats(state))
    assert len(answer.rows().values) == moves


def test_where_nothing_could_be_tried_only_that_is_said() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}, "prefers": ["o1"]}}, status_quo=[])
    answer = credibility(searched_game(case), limit=3)
    text = " ".join(as_text(credibility_prose(answer)).split())
    assert "1 more state was not tried: the search stopped early, or an actor has too many options to look through." in text
    assert "0 other states" not in text
