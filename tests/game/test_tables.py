"""What people take out of a listed game, against the literal definitions of the reference."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest

import countermove as cm
from cases import random_case
from countermove.game.compile import compile
from reference import Model


@pytest.mark.parametrize("seed", range(25))
def test_tables_are_those_of_the_reference(seed: int) -> None:
    case = random_case(Random(seed), levels=seed % 3 == 0)
    game, model = compile(case), Model(case)
    moves = game.moves.to_frame()
    for mover in game.movers:
        own = moves[moves["mover"] == mover.id]
        pairs = list(zip(own["from"], own["to"], own["improvement"], strict=True))
        assert [(a - 1, b - 1) for a, b, _ in pairs] == [
            (s, t) for s in range(game.size or 0) for t in sorted(model.um(mover.id, s))
        ]
        assert {(a - 1, b - 1) for a, b, gains in pairs if gains} == {
            (s, t) for s in range(game.size or 0) for t in model.ui(mover.id, s)
        }
    assert [(m.mover, m.before.number, m.after.number, m.improvement) for m in game.moves] == list(
        moves.itertuples(index=False, name=None)
    )
    ranks = game.ranks.to_frame()
    for actor in game.actors:
        expected = model.ranks[actor]
        assert game.ranks[actor].tolist() == expected
        places = ranks["place"].xs(actor, level="actor").tolist()
        assert places == [1 + sum(other > own for other in expected) for own in expected]
    states = game.states.to_frame()
    assert states.index.tolist() == list(range(1, (game.size or 0) + 1))
    for state in game.states:
        row = states.loc[state.number]
        assert (None if pd.isna(row["code"]) else row["code"]) == state.code
        taken = [None if pd.isna(row[option.full]) else bool(row[option.full]) for option in game.options]
        assert tuple(taken) == state.taken


def test_ranks_are_asked_by_the_id_of_an_actor() -> None:
    game = cm.compile(cm.load("chicken"))
    with pytest.raises(cm.QuestionError, match='unknown actor "rwo"; did you mean "row"'):
        game.ranks["rwo"]
    with pytest.raises(TypeError, match="ranks are given by the id of an actor, such as 'row', not 0"):
        game.ranks[0]  # type: ignore[index]
    game.ranks["row"][0] = 99
    assert game.ranks["row"][0] != 99
