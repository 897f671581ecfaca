"""Preferences as ranks: exact, whatever the number of lines and the size of weights."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import random_case
from countermove.game import preferences
from countermove.game.preferences import dense, rank_by_groups, rank_by_lines, rank_by_weights
from countermove.game.searched import searched_game
from countermove.model.statements import Bit, Const, Node, Not
from game.trees import random_tree, true_of
from reference import Model

CODES = np.arange(64, dtype=np.uint64)


def places(values: Sequence[Any]) -> list[int]:
    """The rank of each value among the distinct ones."""
    ladder = sorted(set(values))
    return [ladder.index(value) for value in values]


def literal(lines: Sequence[Sequence[Node]]) -> list[int]:
    """The ranks by comparing the counts line by line."""
    return places([tuple(sum(true_of(s, c) for s in line) for line in lines) for c in range(64)])


# ------------------------------------------------------------------------------------------------ lines


def test_an_earlier_line_outweighs_all_later_ones() -> None:
    assert rank_by_lines([[Bit(2)], [Bit(0)], [Bit(1)]], CODES[:8]).tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def test_lines_that_hold_everywhere_or_nowhere_decide_nothing() -> None:
    assert rank_by_lines([[Const(True)], [Bit(0)], [Const(False)]], CODES[:4]).tolist() == [0, 1, 0, 1]


def test_no_lines_make_everything_equal() -> None:
    assert rank_by_lines([], CODES[:4]).tolist() == [0, 0, 0, 0]


def test_equally_important_statements_are_counted() -> None:
    assert rank_by_lines([[Bit(0), Bit(1)]], CODES[:4]).tolist() == [0, 1, 1, 2]


def test_a_statement_listed_again_lower_down_changes_nothing() -> None:
    for seed in range(20):
        lines = [[random_tree(Random(seed * 10 + k), 6)] for k in range(5)]
        again = [*lines, lines[seed % 5]]
        assert np.array_equal(rank_by_lines(lines, CODES), rank_by_lines(again, CODES))


def test_ranks_are_those_of_line_by_line_comparison() -> None:
    for seed in range(120):
        rng = Random(seed)
        lines = [[random_tree(rng, 6, 2) for _ in range(rng.randint(1, 4))] for _ in range(rng.randint(1, 7))]
        assert rank_by_lines(lines, CODES).tolist() == literal(lines), seed


@pytest.mark.parametrize("number", [61, 62, 63, 64, 65, 130, 400])
def test_any_number_of_statements_gives_the_order_of_their_score_sums(number: int) -> None:
    """The published score of a state is the sum of 2^(k-j) over the statements j of k that hold, exactly."""
    rng = Random(number)
    trees = [random_tree(rng, 6, 2) for _ in range(number)]
    scores = [sum(2 ** (number - j) for j, tree in enumerate(trees) if true_of(tree, c)) for c in range(64)]
    assert rank_by_lines([[tree] for tree in trees], CODES).tolist() == places(scores)


def test_what_decides_may_stand_beyond_a_hundred_idle_lines() -> None:
    """Neither a high bit that is lost nor a low one that is rounded off."""
    lines = [[Bit(5)], *[[Const(k % 2 == 0)] for k in range(100)], [Bit(0)]]
    assert rank_by_lines(lines, CODES).tolist() == [2 * (c >> 5) + (c & 1) for c in range(64)]


def test_large_groups_between_many_lines() -> None:
    rng = Random(3)
    lines = [[random_tree(rng, 6, 1) for _ in range(rng.choice((1, 40)))] for _ in range(60)]
    assert rank_by_lines(lines, CODES).tolist() == literal(lines)


@pytest.mark.parametrize("word", [70, 100, 1_000])
def test_words_that_are_soon_full_give_the_same_ranks(word: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbering the distinct values and packing on loses nothing, however often it is done."""
    monkeypatch.setattr(preferences, "WORD", word)
    for seed in range(30):
        rng = Random(seed)
        lines = [[random_tree(rng, 6, 2) for _ in range(rng.randint(1, 3))] for _ in range(12)]
        assert rank_by_lines(lines, CODES).tolist() == literal(lines), seed


# ---------------------------------------------------------------------------------------------- weights


def exactly(weights: Sequence[tuple[int, Decimal]]) -> list[int]:
    sums = [sum((Fraction(w) for k, w in weights if c >> k & 1), Fraction(0)) for c in range(64)]
    return places(sums)


def test_weights_are_summed_exactly() -> None:
    """0.1 + 0.2 is 0.3, which it is not in floating point."""
    weights = [(0, Decimal("0.1")), (1, Decimal("0.2")), (2, Decimal("0.3"))]
    assert rank_by_weights(weights, CODES[:8]).tolist() == [0, 1, 2, 3, 3, 4, 5, 6]


def test_random_weights_give_the_order_of_exact_sums() -> None:
    scale = (Decimal("0.0001"), Decimal("0.5"), Decimal(1), Decimal(1000))
    for seed in range(60):
        rng = Random(seed)
        weights = [(k, rng.randint(-4, 4) * rng.choice(scale)) for k in rng.sample(range(6), 5)]
        assert rank_by_weights(weights, CODES).tolist() == exactly(weights), seed


@pytest.mark.parametrize(
    "texts",
    [
        ("1e40", "1e-40", "-1e40", "2e-40", "1", "0"),
        ("4611686018427387904", "4611686018427387904", "-9223372036854775808", "1", "-1", "0.5"),
        ("2305843009213693952", "2305843009213693951", "-1", "1", "0", "1"),
        ("9007199254740993", "9007199254740992", "1", "-1", "0.1", "0.1"),
    ],
)
def test_huge_and_tiny_weights_are_not_rounded(texts: tuple[str, ...]) -> None:
    weights = [(k, Decimal(text)) for k, text in enumerate(texts)]
    assert rank_by_weights(weights, CODES).tolist() == exactly(weights)


def test_negative_weights_make_taking_worse() -> None:
    assert rank_by_weights([(0, Decimal("-1"))], CODES[:2]).tolist() == [1, 0]


def test_without_weights_everything_is_equal() -> None:
    assert rank_by_weights([], CODES[:4]).tolist() == [0, 0, 0, 0]
    assert rank_by_weights([(0, Decimal(0))], CODES[:4]).tolist() == [0, 0, 0, 0]


# --------------------------------------------------------------------------------- rankings and numbering


def test_earlier_groups_of_a_ranking_are_better() -> None:
    groups = [np.array([False, True, False]), np.array([True, False, True])]
    assert rank_by_groups(groups, 3).tolist() == [0, 1, 0]


def test_empty_groups_leave_no_gap() -> None:
    groups = [np.array([True, False]), np.array([False, False]), np.array([False, True])]
    assert rank_by_groups(groups, 2).tolist() == [1, 0]


@pytest.mark.parametrize(
    "values",
    [[5, -2, 5, 7], [0], [3, 3, 3], [-(2**61), 2**61, 0], list(range(1000, 0, -1)), [10**6, 0, 10**6]],
)
def test_values_are_numbered_in_order_without_gaps(values: list[int]) -> None:
    found = dense(np.array(values))
    assert found.dtype == np.int32
    assert found.tolist() == places(values)


def test_values_beyond_a_word_are_numbered_too() -> None:
    values = [2**100, -(2**90), 2**100 + 1]
    assert dense(np.array(values, dtype=object)).tolist() == [1, 0, 2]


def test_nothing_is_numbered_as_nothing() -> None:
    assert dense(np.zeros(0, dtype=np.int64)).tolist() == []


def test_what_is_numbered_stays_as_it_is() -> None:
    values = np.array([4, 2, 9])
    dense(values)
    assert values.tolist() == [4, 2, 9]


def test_ranks_start_at_nothing_and_have_no_gaps() -> None:
    for seed in range(20):
        lines = [[Not(random_tree(Random(seed), 6))], [Bit(seed % 6)]]
        found = rank_by_lines(lines, CODES)
        assert sorted(set(found.tolist())) == list(range(int(found.max()) + 1))


# -------------------------------------------------------------------------------------------------------- scales


@pytest.mark.parametrize("seed", range(60))
def test_a_scale_orders_the_states_as_the_reference_does(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=5))
    case = searched_game(model.case)
    for position, actor in enumerate(model.actors):
        for s, t in product(range(len(model.states)), repeat=2):
            gain = case.compare(position, int(model.state_codes[s]), int(model.state_codes[t]))
            difference = model.rank(actor, t) - model.rank(actor, s)
            assert gain == (difference > 0) - (difference < 0)
