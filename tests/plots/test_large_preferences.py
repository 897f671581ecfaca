"""Trees of preferences where states are not listed: exact, from the options that an actor's lines depend on."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

import countermove as cm
from cases import random_case
from countermove.plots import plot
from countermove.plots.large_preferences import _parted
from countermove.plots.preferences import Part, parted
from plots.boxes import texts


def shape(part: Part) -> object:
    """A tree without its states: which line parts it, and what grows from it."""
    return part.word, part.level, tuple(shape(child) for child in part.parts)


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_is_that_of_the_listed_states(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same branches, and every state at the end at which the list of states has it."""
    monkeypatch.setattr("countermove.plots.large_preferences.LEAVES", 24)
    case = random_case(Random(seed), coalesce=False)
    try:
        graph, model = cm.compile(case), cm.searched_game(case)
    except (cm.QuestionError, cm.CaseError):
        return
    for actor in graph.actors:
        if not case.actors[actor].prefers:
            assert _parted(model, actor) is None
            continue
        found = _parted(model, actor)
        assert found is not None
        whole, deep, place = found
        known, depth = parted(graph, actor)
        assert (shape(whole), deep) == (shape(known), depth)
        for state in range(graph.size):
            code = graph.code(state)
            assert code is not None
            assert end_of(whole, place(code)) == end_of(known, state)


def end_of(part: Part, state: int) -> tuple[str, ...]:
    """The branches that lead to a state."""
    for child in part.parts:
        if np.isin(state, child.states):
            return (child.word, *end_of(child, state))
    return ()


def test_actors_with_lists_that_read_the_same_share_a_tree() -> None:
    words = texts(plot(cm.equilibria(cm.searched_game(cm.load("thirty-allies-2022"))), "preferences"))
    assert "Denmark, Iceland and Norway" in words
    assert "France" in words  # it looks at Germany, and Germany at it


def test_an_actor_without_lines_has_no_tree_and_it_is_said() -> None:
    words = texts(plot(cm.equilibria(cm.searched_game(cm.load("cuban-missile-crisis"))), "preferences"))
    assert words.count("It has no list of lines that a tree could be made of.") == 2
