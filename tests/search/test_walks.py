"""Walks of improvements: legal sequences, to where nobody moves on."""

from __future__ import annotations

from random import Random

import pytest

from cases import random_case
from countermove.catalog import load_case
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.search.moves import OwnMoves
from countermove.search.walks import random_walk_ends, walks
from reference import Model


@pytest.mark.parametrize("seed", range(60))
def test_walks_are_legal_sequences_of_improvements_and_settle_at_nash_equilibria(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False))
    case = searched_game(model.case)
    place = {code: s for s, code in enumerate(model.state_codes)}
    start = model.state_codes[0]
    assert start is not None
    for walk in walks(case, start, seed, 3):
        steps = [(m.mover, place[m.before], place[m.after]) for m in walk.steps]
        assert not steps or model.is_legal_sequence(steps, True, None)
        assert place[walk.end] in model.reach(0, model.movers, True) | {0}
        nash = place[walk.end] in model.equilibria("nash")
        assert nash == walk.settled or len(steps) == 500


def test_walks_are_the_same_with_the_same_seed() -> None:
    case = searched_game(load_case("european-security-2022"))
    assert case.status_quo_key is not None
    first, again = (walks(case, case.status_quo_key, 7, 4) for _ in range(2))
    assert first == again
    assert {walk.end for walk in first} == {compile(load_case("european-security-2022")).code(147)}


def test_one_walk_is_made_where_nothing_is_left() -> None:
    game = searched_game(load_case("prisoners-dilemma"))
    late = random_walk_ends(OwnMoves(game), 3, 50, allowance=Allowance(0))
    assert (late.walks, late.ends.total()) == (1, 0)
    assert len(walks(game, 3, 1, allowance=Allowance(0))) == 1
    assert len(walks(game, 3, 1, allowance=Allowance())) == 20
