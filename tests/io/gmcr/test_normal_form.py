from __future__ import annotations

from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import random_statement
from countermove.io.gmcr import normal_form as module
from countermove.io.gmcr.normal_form import Conjunction, TooManyAlternativesError, disjunctive_form, feasible, meets
from countermove.model.statements import And, Bit, Count, Node, Not, Or, bind, parse, truth

NAMES = ("a", "b", "c", "d", "e")


def tree_of(text: str) -> Node:
    return bind(parse(text).tree, lambda ref: NAMES.index(ref.option))


def value(tree: Node, code: int) -> bool:
    return truth(tree, lambda index: bool(code >> index & 1)) is True


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_the_alternatives_mean_what_the_statement_means(seed: int) -> None:
    tree = tree_of(random_statement(Random(seed), NAMES, 3))
    found = disjunctive_form(tree)
    assert [meets(code, found) for code in range(32)] == [value(tree, code) for code in range(32)]
    assert not any(a != b and a.yes & b.yes == b.yes and a.no & b.no == b.no for a in found for b in found)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_feasible_codes_are_those_that_meet_nothing_impossible(seed: int) -> None:
    found = disjunctive_form(tree_of(random_statement(Random(seed), NAMES, 3)))
    assert list(feasible(5, found)) == [code for code in range(32) if not meets(code, found)]


@pytest.mark.parametrize(
    ("text", "number"),
    [("true", 1), ("false", 0), ("a and not a", 0), ("a or a and b", 1), ("one(a, b, c)", 3), ("a iff b", 2),
     ("atmost(1, a, b, c)", 3), ("none(a, b)", 1), ("atleast(0, a)", 1), ("atleast(2, a)", 0)],
)  # fmt: skip
def test_there_are_no_more_alternatives_than_needed(text: str, number: int) -> None:
    assert len(disjunctive_form(tree_of(text))) == number


def test_a_statement_with_too_many_alternatives_is_refused() -> None:
    parity: Node = Bit(0)
    for k in range(1, 12):
        parity = Or((And((parity, Not(Bit(k)))), And((Not(parity), Bit(k)))))
    half = Count(7, 14, tuple(Bit(k) for k in range(14)))
    for tree in (half, parity, Count(1, 300, tuple(Bit(k) for k in range(300)))):
        with pytest.raises(TooManyAlternativesError):
            disjunctive_form(tree)


def test_codes_come_one_by_one() -> None:
    assert list(islice(feasible(60, [Conjunction(1, 0)]), 3)) == [0, 2, 4]


def test_a_search_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_STEPS", 1000)
    pairs = [Conjunction(1 | 1 << k, 0) for k in range(1, 30)] + [Conjunction(0, 1)]
    with pytest.raises(TooManyAlternativesError, match="too many combinations"):
        list(feasible(30, [*pairs, Conjunction(1, (1 << 30) - 2)]))


def test_names_must_be_bound() -> None:
    with pytest.raises(TypeError, match="not bound"):
        disjunctive_form(parse("a").tree)
