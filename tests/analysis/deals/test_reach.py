"""What coalitions reach, one search for each set of movers, against the literal definition."""

from __future__ import annotations

import numpy as np

from countermove.analysis.deals.reach import Reach, Work, sets_of
from countermove.game.listed import listed_game
from countermove.stability.engines import dispatch
from deal_cases import SEEDS, asked, river
from engines import swept


def test_what_coalitions_reach_is_that_of_the_definition() -> None:
    for seed in SEEDS:
        model, game, s = asked(seed)
        reach = Reach(game, s, Work(10**9))
        for h in model.groups():
            actors = tuple(k for k, a in enumerate(model.actors) if a in h)
            reached = reach.of(actors)
            assert reached is not None
            # The start is told from others by nobody: no deal leads back to it.
            assert set(np.flatnonzero(reached).tolist()) - {s} == model.coalition_reach(h, s) - {s}
            every = np.arange(game.size)
            assert set(np.flatnonzero(reached).tolist()) <= set(reach.within(actors, every).tolist()) | {s}


def test_large_games_are_swept_with_the_same_result() -> None:
    used = 0
    for seed in SEEDS[:40]:
        _, game, s = asked(seed)
        everybody = tuple(range(len(game.actors)))
        listed = Reach(game, s, Work(10**9)).of(everybody)
        with swept():
            used += dispatch.uses_blocks(game, False)
            spread = Reach(game, s, Work(10**9)).of(everybody)
        assert listed is not None
        assert spread is not None
        assert set(np.flatnonzero(listed)) - {s} == set(np.flatnonzero(spread)) - {s}
    assert used


def test_coalitions_with_the_same_movers_share_one_search() -> None:
    work = Work(10**9)
    reach = Reach(listed_game(river()), 0, work)
    reach.of((0, 1, 2))
    spent = work.spent
    # The union has no options and no vote, so that with it nothing more is reached, nor searched.
    reach.of((0, 1, 2, 3))
    assert work.spent == spent > 0


def test_beyond_the_work_allowed_nothing_is_found_out() -> None:
    reach = Reach(listed_game(river()), 0, Work(5))
    assert reach.of((0, 1)) is None
    assert reach.of((2,)) is None


def test_sets_come_smaller_first_with_all_their_states() -> None:
    table = np.array([[1, 0, 1, 0, 1], [1, 0, 0, 1, 1], [0, 0, 1, 0, 0]], dtype=bool)
    assert [(actors, states.tolist()) for actors, states in sets_of(table)] == [
        ((), [1]), ((1,), [3]), ((0, 1), [0, 4]), ((0, 2), [2]),
    ]  # fmt: skip
