"""Contracts: of equally good ones the first, and what a bound on the work leaves."""

from __future__ import annotations

import numpy as np

from cases import case_of, graph
from countermove.analysis.deals.contract import Contracts
from countermove.analysis.deals.reach import Work
from countermove.game.listed import listed_game
from deal_cases import SEEDS, asked, embargo

NO_BOUND = 10**9


def steps(contracts: Contracts, target: int) -> list[tuple[str, int, int]] | None:
    found = contracts.steps(target)
    return None if found is None else [(step.mover.id, step.before, step.after) for step in found]


def test_of_equal_contracts_the_one_through_lower_states() -> None:
    game = listed_game(graph("suvt", a=("su sv", "t suv"), b=("ut vt", "t suv")))
    contracts = Contracts(game, 0, (0, 1), np.array([3]), Work(NO_BOUND))
    assert steps(contracts, 3) == [("a", 0, 1), ("b", 1, 3)]


def test_of_equal_contracts_the_one_of_movers_in_file_order_whatever_the_states() -> None:
    # a then b goes through v, b then a through u, which is the lower state.
    game = listed_game(graph("suvt", a=("sv ut", "t suv"), b=("su vt", "t suv")))
    contracts = Contracts(game, 0, (0, 1), np.array([3]), Work(NO_BOUND))
    assert steps(contracts, 3) == [("a", 0, 2), ("b", 2, 3)]


def test_less_trust_goes_before_fewer_moves() -> None:
    # Straight on a is worse off at u; the way round costs a move more, and nobody is worse off on it.
    game = listed_game(graph("suvwt", a=("su vw", "t svw u"), b=("ut sv wt", "t svwu")))
    contracts = Contracts(game, 0, (0, 1), np.array([4]), Work(NO_BOUND))
    assert steps(contracts, 4) == [("b", 0, 2), ("a", 2, 3), ("b", 3, 4)]
    assert contracts.length(4) == 3


def test_one_search_serves_all_targets_of_a_coalition() -> None:
    for seed in SEEDS[:40]:
        model, game, s = asked(seed)
        everybody = tuple(range(len(game.actors)))
        targets = np.array([t for t in range(game.size) if t != s])
        together = Contracts(game, s, everybody, targets, Work(NO_BOUND))
        for t in targets.tolist():
            expected = model.contract(model.everybody(), s, t)
            assert steps(together, t) == (None if expected is None else list(expected.steps))
            assert together.length(t) == (None if expected is None else len(expected.steps))


def test_where_the_work_does_not_do_there_is_no_contract() -> None:
    contracts = Contracts(listed_game(embargo()), 1, (0, 1, 2), np.array([144]), Work(3))
    assert not contracts.is_complete
    assert contracts.length(144) is None
    assert contracts.steps(144) is None


def test_of_a_body_those_count_whom_the_rules_of_the_changed_options_ask() -> None:
    case = case_of(
        actors={"a": {"prefers": ["not p"]}, "b": {"prefers": ["not q"]}},
        bodies={
            "club": {
                "members": ["a", "b"], "decides": "unanimity",
                "options": {"p": {"decides": {"actor": "a"}}, "q": {"decides": {"actor": "b"}}},
            },
        },
    )  # fmt: skip
    contracts = Contracts(listed_game(case), 0, (0, 1), np.array([1, 2, 3]), Work(NO_BOUND))
    trusts = [[step.trusts for step in contracts.steps(t) or ()] for t in (1, 2, 3)]
    assert trusts == [[(0,)], [(1,)], [(0, 1)]]
