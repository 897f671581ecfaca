"""Trees of preferences put the states into the order of the ranks."""

from __future__ import annotations

from itertools import pairwise
from random import Random

import numpy as np
import pytest

import countermove as cm
from cases import random_case
from catalogued import LISTED
from countermove.plots import alt_text, plot
from countermove.plots.preferences import Part, parted
from plots.boxes import texts


def leaves(part: Part) -> list[np.ndarray]:
    return [leaf for child in part.parts for leaf in leaves(child)] if part.parts else [part.states]


def check(graph: cm.ListedGame) -> int:
    """Every tree of a case; the number of them."""
    count = 0
    for actor, rank in zip(graph.actors, graph.ranks, strict=True):
        lines = graph.case.actors[actor].prefers
        if not lines:
            continue
        whole, deep = parted(graph, actor)
        found = leaves(whole)
        assert sorted(np.concatenate(found).tolist()) == list(range(graph.size))
        for better, worse in pairwise(found):
            assert rank[better].min() > rank[worse].max()
        if deep == len(lines):
            assert all(len(set(rank[leaf].tolist())) == 1 for leaf in found)
        assert len(found) <= 24
        count += 1
    return count


@pytest.mark.parametrize("case", LISTED)
def test_catalogue_trees_are_in_the_order_of_the_ranks(case: str) -> None:
    check(cm.compile(cm.load(case)))


def test_random_trees_are_in_the_order_of_the_ranks() -> None:
    rng = Random(5)
    assert sum(check(cm.compile(random_case(rng))) for _ in range(60)) > 20


def test_actors_with_the_same_list_share_a_tree() -> None:
    said = alt_text(plot(cm.compile(cm.load("eu-council")), "preferences"))
    assert "Germany, Italy and Poland, best first: " in said
    assert said.count("best first") == 4


def test_lines_stand_over_the_tree_in_words() -> None:
    found = " ".join(texts(plot(cm.compile(cm.load("mountain-pass")), "preferences", actor="attacker")))
    assert "1. " in found
    assert "what Attacker cares about" in found


def test_rankings_are_rows_best_first() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    found = texts(plot(graph, "preferences", actor="ussr"))
    order = [text.removesuffix(" >") for text in found if text.removesuffix(" >").isdigit()]
    assert [int(n) - 1 for n in order] == np.argsort(-graph.ranks[1]).tolist()


def test_an_actor_that_does_not_exist_is_refused() -> None:
    graph = cm.compile(cm.load("mountain-pass"))
    with pytest.raises(cm.QuestionError, match='did you mean "attacker"'):
        plot(graph, "preferences", actor="attaker")
