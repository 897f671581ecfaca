"""Feasible states as codes, and statements over codes."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from countermove.errors import SizeError
from countermove.game.codes.states import MAX_OPTIONS, WITHOUT_LIST, feasible_codes, holds, matches
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.statements import And, Bit, Const, Count, Iff, Implies, Not, Or, Ref, parse
from game.trees import random_tree, true_of
from reference import Names

# ------------------------------------------------------------------------------------------- statements


def test_statements_hold_where_they_hold_literally() -> None:
    codes = np.arange(64, dtype=np.uint64)
    for seed in range(300):
        tree = random_tree(Random(seed), 6)
        found = holds(tree, codes)
        assert found.shape == codes.shape
        assert found.dtype == bool
        assert found.tolist() == [true_of(tree, code) for code in range(64)], tree


@pytest.mark.parametrize(
    "text",
    ["a.x", "not a.x and b.y", "a.x implies b.y if c.z", "one(a.x, b.y, c.z)", "atleast(2, a.x, b.y, c.z)",
     "atmost(0, a.x, b.y)", "none(a.x, c.z)", "a.x iff b.y iff c.z", "true or a.x", "atleast(4, a.x, b.y)"],
)  # fmt: skip
def test_written_statements_hold_where_the_reference_says(text: str) -> None:
    case = Case.model_validate({"actors": {a: {"options": {o: {}}} for a, o in ("ax", "by", "cz")}})
    tree = OptionNames(case).bind(parse(text))
    expected = [Names(case.option_rows).holds(parse(text).tree, code) for code in range(8)]
    assert holds(tree, np.arange(8, dtype=np.uint64)).tolist() == expected


def test_a_statement_about_the_last_option_reads_the_last_bit() -> None:
    codes = np.array([0, 1 << 62, (1 << 63) - 1], dtype=np.uint64)
    assert holds(Bit(62), codes).tolist() == [False, True, True]


def test_a_constant_is_true_of_every_code() -> None:
    assert holds(Const(True), np.arange(3, dtype=np.uint64)).tolist() == [True, True, True]


def test_no_codes_have_no_truth() -> None:
    assert holds(Bit(0), np.zeros(0, dtype=np.uint64)).tolist() == []


def test_a_name_that_was_not_looked_up_is_refused() -> None:
    with pytest.raises(TypeError, match="not bound"):
        holds(Ref("usa", "strike"), np.zeros(1, dtype=np.uint64))


def test_patterns_fix_some_options() -> None:
    codes = np.arange(8, dtype=np.uint64)
    assert codes[matches("Y-N", codes)].tolist() == [1, 3]
    assert codes[matches("---", codes)].tolist() == list(range(8))
    assert codes[matches("NYY", codes)].tolist() == [6]


# ---------------------------------------------------------------------------------------- feasible codes


def test_feasible_codes_are_those_of_which_nothing_impossible_is_true() -> None:
    for seed in range(300):
        rng = Random(seed)
        options = rng.randint(1, 8)
        impossible = [random_tree(rng, options) for _ in range(rng.randint(0, 4))]
        found = feasible_codes(options, impossible)
        expected = [code for code in range(2**options) if not any(true_of(t, code) for t in impossible)]
        assert found.tolist() == expected, impossible
        assert found.dtype == np.uint64


def test_without_constraints_every_combination_is_feasible() -> None:
    assert feasible_codes(5, []).tolist() == list(range(32))


def test_something_true_leaves_no_state() -> None:
    assert feasible_codes(3, [Const(True)]).tolist() == []
    assert feasible_codes(3, [Or((Bit(1), Not(Bit(1))))]).tolist() == []


def test_something_false_rules_nothing_out() -> None:
    assert len(feasible_codes(3, [Const(False)])) == 8


FORTY = tuple(Bit(k) for k in range(40))


def test_forty_options_of_which_exactly_one_is_taken() -> None:
    found = feasible_codes(40, [Not(Count(1, 1, FORTY))], limit=100)
    assert found.tolist() == [1 << k for k in range(40)]


def test_forty_options_that_need_each_other_in_turn() -> None:
    """Each option implies the one before: the states are the numbers 2^k - 1."""
    chain = [Not(Implies(Bit(k), Bit(k - 1))) for k in range(1, 40)]
    assert feasible_codes(40, chain, limit=100).tolist() == [2**k - 1 for k in range(41)]


def test_forty_options_that_are_all_alike() -> None:
    alike = [Not(Iff(Bit(k), Bit((k * 7 + 3) % 40))) for k in range(40)]
    found = feasible_codes(40, alike, limit=5_000)
    for tree in alike:
        assert not holds(tree, found).any()
    assert {0, 2**40 - 1} <= set(found.tolist())


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_options_and_constraints_does_not_matter(seed: int) -> None:
    """Three-way exclusions in any order: few partial codes at any time, and the states of the plain definition."""
    rng = Random(seed)
    clauses = [[(option, rng.random() < 0.5) for option in rng.sample(range(20), 3)] for _ in range(70)]
    impossible = [And(tuple(Bit(k) if taken else Not(Bit(k)) for k, taken in clause)) for clause in clauses]
    every = np.arange(2**20, dtype=np.uint64)
    expected = every[~np.any([holds(tree, every) for tree in impossible], axis=0)]
    for _ in range(3):
        assert np.array_equal(feasible_codes(20, impossible, limit=500), expected)
        rng.shuffle(impossible)
    late = list(range(40))
    rng.shuffle(late)
    spread = [_renamed(tree, late) for tree in impossible] + [Bit(late[k]) for k in range(20, 40)]
    assert len(feasible_codes(40, spread, limit=500)) == len(expected) > 20


def _renamed(tree: And, place: list[int]) -> And:
    return And(tuple(Not(Bit(place[p.part.index])) if isinstance(p, Not) else Bit(place[p.index]) for p in tree.parts))


def test_all_sixty_three_options_may_be_settled() -> None:
    found = feasible_codes(MAX_OPTIONS, [Not(Bit(k)) for k in range(MAX_OPTIONS)])
    assert found.tolist() == [2**63 - 1]


def test_constraints_on_far_apart_options_leave_codes_in_order() -> None:
    """Options are settled in another order than they stand, and the codes come out ascending."""
    impossible = [And((Bit(9), Bit(0))), Not(Iff(Bit(8), Bit(1))), And((Bit(5), Bit(2), Bit(7)))]
    found = feasible_codes(10, impossible).tolist()
    assert found == sorted(found)
    assert found == [c for c in range(1024) if not any(true_of(t, c) for t in impossible)]


def test_as_many_states_as_the_limit_are_allowed() -> None:
    assert len(feasible_codes(4, [], limit=16)) == 16


@pytest.mark.parametrize("impossible", [[], [And((Bit(0), Bit(1), Bit(2), Bit(3)))]])
def test_more_states_than_the_limit_are_refused(impossible: list[And]) -> None:
    with pytest.raises(SizeError) as caught:
        feasible_codes(20, list(impossible), limit=1_000)
    assert str(caught.value) == (
        f"the case has more than 1,000 feasible states, too many to list: {WITHOUT_LIST}, "
        "or rule combinations out under impossible: [CM306]"
    )


def test_the_limit_is_met_before_memory_is_filled() -> None:
    """Sixty free options are refused while there are few codes."""
    with pytest.raises(SizeError):
        feasible_codes(60, [], limit=2**12)


def test_constraints_are_not_changed() -> None:
    impossible = [And((Bit(0), Bit(1)))]
    feasible_codes(3, impossible)
    assert impossible == [And((Bit(0), Bit(1)))]


@pytest.mark.parametrize("seed", range(30))
def test_groups_that_nothing_ties_together_are_counted_exactly(seed: int) -> None:
    """The least limit at which a case is listed is the number of its states, whatever is known beforehand."""
    rng = Random(seed)
    impossible = [And((Bit(a), Not(Bit(a + 1)))) for a in rng.sample(range(9), rng.randint(0, 4))]
    size = sum(not any(true_of(t, c) for t in impossible) for c in range(1024))
    assert len(feasible_codes(10, impossible, limit=max(size, 1024))) == size
    with pytest.raises(SizeError):
        feasible_codes(10, impossible, limit=size - 1)


def test_many_options_with_levels_are_refused_before_anything_is_listed() -> None:
    levels = [Not(Count(1, 1, (Bit(k), Bit(k + 1), Bit(k + 2)))) for k in range(0, 60, 3)]
    with pytest.raises(SizeError):
        feasible_codes(60, levels, limit=3**20 - 1)
