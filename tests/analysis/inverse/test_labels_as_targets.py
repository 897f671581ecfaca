"""Labels as targets: the states that bear them, in games of either kind, and what is said of labels that are not there."""

from __future__ import annotations

from random import Random

import pytest

import countermove as cm
from cases import case_of, labelled, random_case
from countermove.analysis.inverse.targets import searched_target, target_in_changed, target_keys
from countermove.errors import QuestionError
from countermove.game.listed import listed_game
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.walk import label_entries


def crisis(**more: object) -> Case:
    usa = {"options": {"strike": "Strike", "blockade": "Blockade"}, "prefers": ["ussr.withdraw", "not strike"]}
    ussr = {"options": {"withdraw": "Withdraw"}, "prefers": ["not usa.strike", "not withdraw"]}
    labels = {
        "war": {"name": "Open war", "where": "strike"},
        "calm": [],
        "first": {"name": "withdraw", "options": ["strike"]},
    }
    return case_of(actors={"usa": usa, "ussr": ussr}, status_quo=[], labels=labels, **more)


@pytest.mark.parametrize("seed", range(40))
def test_a_label_is_for_the_states_that_bear_it(seed: int) -> None:
    rng = Random(seed)
    case = labelled(rng, random_case(rng, coalesce=False, levels=rng.random() < 0.3))
    game, searched = listed_game(case), searched_game(case)
    for entry in label_entries(case):
        bearing = [key for key in range(game.size) if game.at(key).label == entry.name]
        if not bearing:
            with pytest.raises(QuestionError, match="no state has the label"):
                target_keys(game, entry.id or "")
            continue
        assert target_keys(game, entry.id or "") == bearing
        assert target_in_changed(game, entry.id or "")(game) == bearing
        target = searched_target(searched, entry.id or "")
        holding = [
            int(c) for c in game.codes_at() if (c == target if isinstance(target, int) else searched.holds(target, c))
        ]
        assert [game.key_of(code) for code in holding] == bearing


def test_a_name_that_is_a_statement_is_one() -> None:
    game = listed_game(crisis())
    assert target_keys(game, "open war") == [3, 5, 7]
    assert target_keys(game, "first") == [1]
    assert target_keys(game, "withdraw") == [4, 5, 6, 7]


@pytest.mark.parametrize("most", [2**20, 0])
def test_a_label_that_is_not_there(most: int) -> None:
    with pytest.raises(QuestionError) as caught:
        cm.invert(cm.compile(crisis(), max_states=most), "clam")
    assert str(caught.value) == 'want: no label is called "clam"; did you mean "calm"?'


@pytest.mark.parametrize("most", [2**20, 0])
def test_the_same_answer_by_label_and_by_state(most: int) -> None:
    game = cm.compile(crisis(), max_states=most)
    by_label, by_state = cm.invert(game, "calm"), cm.invert(game, game.state("calm"))
    assert by_label.cost == by_state.cost
    assert [s.changes for s in by_label.solutions] == [s.changes for s in by_state.solutions]


def test_one_option_with_a_comma_behind_it_is_a_state_and_without_it_a_statement() -> None:
    case = crisis()
    listed, searched = listed_game(case), searched_game(case)
    assert target_keys(listed, "blockade,") == [2]
    assert len(target_keys(listed, "blockade")) == 4
    assert searched_target(searched, "blockade,") == 2
    assert not isinstance(searched_target(searched, "blockade"), int)
    assert {listed.state("blockade, ").options, searched.state("blockade,").options} == {("usa.blockade",)}
