"""Trees of preferences put the states into the order of the ranks, in games of either kind."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest

import countermove as cm
from cases import random_case
from catalogued import LISTED
from countermove.analysis.model.preferences import Branch, PreferenceTree, preference_tree
from countermove.game.searched import searched_game


def leaves(branch: Branch) -> list[np.ndarray]:
    return [leaf for child in branch.branches for leaf in leaves(child)] if branch.branches else [branch.states]


def root_of(tree: PreferenceTree) -> Branch:
    assert tree.root is not None
    return tree.root


def check(game: cm.ListedGame) -> int:
    """Every tree of a case; the number of them."""
    count = 0
    for actor, rank in zip(game.actors, game.rank_rows, strict=True):
        if not game.case.actors[actor].prefers:
            assert preference_tree(game, actor).root is None
            continue
        tree = preference_tree(game, actor)
        ends = leaves(root_of(tree))
        assert sorted(np.concatenate(ends).tolist()) == list(range(game.size))
        for better, worse in pairwise(ends):
            assert rank[better].min() > rank[worse].max()
        if not tree.is_cut:
            assert all(len(set(rank[leaf].tolist())) == 1 for leaf in ends)
        assert len(ends) <= 24
        count += 1
    return count


@pytest.mark.parametrize("case", LISTED)
def test_catalogue_trees_are_in_the_order_of_the_ranks(case: str) -> None:
    check(cm.compile(cm.load(case)))


def test_random_trees_are_in_the_order_of_the_ranks() -> None:
    rng = Random(5)
    assert sum(check(cm.compile(random_case(rng))) for _ in range(60)) > 20


def shape(branch: Branch) -> object:
    """A tree without its states: which entry separates them, and what grows from it."""
    return branch.holding, branch.position, tuple(shape(child) for child in branch.branches)


@pytest.mark.parametrize("seed", range(60))
def test_the_tree_of_a_searched_game_is_that_of_the_listed_states(seed: int) -> None:
    """The same branches, and every state at the end at which the list of states has it."""
    case = random_case(Random(seed), coalesce=False)
    try:
        game, searched = cm.compile(case), searched_game(case)
    except (cm.QuestionError, cm.CaseError):
        return
    codes = [game.code(state) for state in range(game.size)]
    for actor in game.actors:
        tree = preference_tree(searched, actor, [code for code in codes if code is not None], max_leaves=24)
        if not case.actors[actor].prefers:
            assert tree.root is None
            continue
        known = preference_tree(game, actor)
        assert (shape(root_of(tree)), tree.depth) == (shape(root_of(known)), known.depth)
        for state, code in enumerate(codes):
            assert code is not None
            assert end_of(root_of(tree), tree.place[code]) == end_of(root_of(known), state)


def end_of(branch: Branch, state: int) -> tuple[int | None, ...]:
    """The branches that lead to a state."""
    for child in branch.branches:
        if np.isin(state, child.states):
            return (child.holding, *end_of(child, state))
    return ()
