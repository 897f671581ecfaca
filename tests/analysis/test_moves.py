"""Moves among a few states are those of the game."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.analysis.moves import improvements_at, neighbourhood
from countermove.stability.improvements import improvements


def all_improvements(game: cm.ListedGame) -> set[tuple[int, int, int]]:
    pairs = set()
    for mover in game.movers:
        edges = improvements(game, mover)
        pairs |= {(mover.index, int(a), int(b)) for a, b in zip(edges.source, edges.target, strict=True)}
    return pairs


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "elmira", "eu-council", "condorcet-committee"])
def test_improvements_are_those_of_the_game(case: str) -> None:
    game = cm.compile(cm.load(case))
    records = improvements_at(game, range(game.size))
    assert {(one.mover, one.before, end) for one in records for end in one.after} == all_improvements(game)
    assert len(records) == game.size * len(game.movers)


def test_a_neighbourhood_is_cut_to_the_best_improvement_of_each() -> None:
    game = cm.compile(cm.load("european-security-2022"))
    whole, few = neighbourhood(game, [97], 30), neighbourhood(game, [97], 3)
    assert (whole.count, whole.is_cut, few.count, few.is_cut) == (5, False, 5, True)
    assert set(few.states) < set(whole.states)
    assert few.states[0] == 97
    assert {(move.mover, move.before, move.after) for move in whole.moves if move.improves} <= all_improvements(game)
