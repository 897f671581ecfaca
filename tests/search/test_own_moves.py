"""Moves remembered: those that the case itself tells, at every code and in any order of asking."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.own_moves import OwnMoves


@pytest.mark.parametrize("seed", range(80))
def test_they_are_those_of_the_case(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=6)
    model = searched_game(case)
    moves = OwnMoves(model)
    codes = compile(case).codes.tolist()
    Random(seed).shuffle(codes)
    for code in codes:
        for mover in model.movers:
            assert list(moves.of(mover, code, improving=False)) == list(model.moves(mover, code))
            improving = list(model.improvements(mover, code))
            assert list(moves.of(mover, code, improving=True)) == improving
            for against in range(len(model.actors)):
                found = list(moves.of(mover, code, improving=True, against=against))
                assert found == [a for a in model.moves(mover, code) if model.improves(mover, code, a, against)]
        able = [mover for mover in model.movers if list(model.improvements(mover, code))]
        assert moves.able(code) == able
        assert moves.able(code, last=0) == [mover for mover in able if mover.index]


def test_too_many_choices_are_refused() -> None:
    model = searched_game(case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}}}))
    with pytest.raises(SizeError, match="A has 15 options of its own"):
        OwnMoves(model).choices(model.movers[0], 0, improving=False)
