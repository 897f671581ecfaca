"""What breaks a deal: temptations and groups, on cases in which a misreading gives another answer."""

from __future__ import annotations

import numpy as np

from cases import case_of
from countermove.analysis.deals.reach import Work
from countermove.analysis.deals.standing import departing_group, holding, temptation
from countermove.game.listed import listed_game
from deal_cases import SEEDS, asked, river


def test_an_improvement_that_is_answered_to_no_gain_is_no_breaker() -> None:
    # Taking x is answered by z, after which a is as well off as before; taking y is not answered.
    case = case_of(
        actors={
            "a": {"options": {"x": {}, "y": {}}, "prefers": ["(x and not z) or y"]},
            "b": {"options": {"z": {}}, "prefers": ["z if x and not y", "not z"]},
        }
    )
    game = listed_game(case)
    assert temptation(game, game.movers[0], 0) == (2, False)
    assert temptation(game, game.movers[1], 0) is None


def test_of_answered_improvements_the_lowest_is_told() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}, "y": {}}, "prefers": ["(x or y) and not z"]},
            "b": {"options": {"z": {}}, "prefers": ["z if x or y", "not z"]},
        }
    )
    game = listed_game(case)
    assert temptation(game, game.movers[0], 0) == (1, True)


def test_a_smallest_group_leaves() -> None:
    smaller = 0
    for seed in SEEDS:
        model, game, s = asked(seed)
        members = model.everybody()
        found = departing_group(game, s, range(len(game.actors)), Work(10**9))
        # For each state that some reach and prefer, those of the members who prefer it.
        sets = [
            model.gainers(s, t)
            for t in range(game.size)
            if model.gainers(s, t) and t in model.coalition_reach(model.gainers(s, t) & members, s)
        ]
        if found is None:
            assert not sets
            continue
        group, end = found
        assert len(group) <= min(map(len, sets))
        assert end in model.leaves(frozenset(game.actors[a] for a in group), s)
        smaller += len(group) < min(map(len, sets))
    assert smaller


def test_a_group_that_was_not_searched_for_is_not_told() -> None:
    game = listed_game(river())
    assert departing_group(game, 0, range(4), Work(10**9)) is not None
    work = Work(0)
    assert departing_group(game, 0, range(4), work) is None
    assert work.spent > work.limit


def test_what_holds_is_what_no_mover_leaves() -> None:
    for seed in SEEDS[:30]:
        model, game, _ = asked(seed)
        for credible, concept in ((False, "nash"), (True, "seq")):
            assert set(np.flatnonzero(holding(game, credible)).tolist()) == model.equilibria(concept)
