"""Pictures of preferences: trees with the statements above them, rows where there are none, outcomes at their ends."""

from __future__ import annotations

import numpy as np
import pytest

import countermove as cm
from countermove.game.searched import searched_game
from countermove.plots import alt_text
from plots.boxes import texts


def test_actors_with_the_same_list_share_a_tree() -> None:
    said = alt_text(cm.plot(cm.compile(cm.load("eu-council")), "preferences"))
    assert "Germany, Italy and Poland, best first: " in said
    assert said.count("best first") == 4


def test_lines_stand_over_the_tree_in_words() -> None:
    found = " ".join(texts(cm.plot(cm.compile(cm.load("mountain-pass")), "preferences", actor="attacker")))
    assert "1. " in found
    assert "what Attacker cares about" in found


def test_rankings_are_rows_best_first() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    found = texts(cm.plot(graph, "preferences", actor="ussr"))
    order = [text.removesuffix(" >") for text in found if text.removesuffix(" >").isdigit()]
    assert [int(n) - 1 for n in order] == np.argsort(-graph.rank_rows[1]).tolist()


@pytest.mark.parametrize("compile_", [cm.compile, searched_game])
def test_an_actor_that_does_not_exist_is_refused(compile_) -> None:  # type: ignore[no-untyped-def]
    game = compile_(cm.load("mountain-pass"))
    with pytest.raises(cm.QuestionError, match='did you mean "attacker"'):
        cm.plot(game, "preferences", actor="attaker")


def test_actors_with_lists_that_read_the_same_share_a_tree() -> None:
    words = texts(cm.plot(cm.compile(cm.load("thirty-allies-2022")), "preferences"))
    assert "Denmark, Iceland and Norway" in words
    assert "France" in words  # it looks at Germany, and Germany at it


def test_an_actor_without_lines_has_no_tree_in_a_searched_game_and_it_is_said() -> None:
    words = texts(cm.plot(searched_game(cm.load("cuban-missile-crisis")), "preferences"))
    assert words.count("It has no preference statements that a tree could be made of.") == 2
