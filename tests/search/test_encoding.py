"""Literals of conditions: whatever is simplified, the truth of each follows from the options alone."""

from __future__ import annotations

import builtins
from itertools import product
from random import Random
from typing import Any

import pytest

from cases import case_of, random_statement
from countermove.errors import QuestionError, SizeError
from countermove.game.allowance import Allowance
from countermove.model.names import OptionNames
from countermove.model.statements import parse
from countermove.search.encoding import FALSE, TRUE, Literals
from reference import Names

CASE = case_of(actors={"a": {"options": {name: {} for name in "wxyz"}}})


def solutions(literals: Literals, frame: tuple[int, ...]) -> list[int]:
    """All solutions, with repetitions."""
    found: list[int] = []
    assert literals.solve_all(frame, lambda code: found.append(code) is None, Allowance())
    return found


@pytest.mark.parametrize("seed", range(40))
def test_a_statement_holds_in_the_solutions_and_each_comes_once(seed: int) -> None:
    statement = parse(random_statement(Random(seed), list("wxyz"), 3))
    literals = Literals()
    frame = tuple(literals.fresh() for _ in range(4))
    literals.require([literals.holds(OptionNames(CASE).bind(statement), frame)])
    names = Names(CASE.option_rows)
    assert sorted(solutions(literals, frame)) == [c for c in range(16) if names.holds(statement.tree, c)]


@pytest.mark.parametrize("seed", range(40))
def test_sums_of_weights_are_those_of_arithmetic(seed: int) -> None:
    rng = Random(seed)
    literals = Literals()
    frame = tuple(literals.fresh() for _ in range(4))
    known = [TRUE, FALSE, *frame, *(-literal for literal in frame)]
    terms = [(rng.randint(-3, 3), rng.choice(known)) for _ in range(rng.randint(1, 6))]
    bound = rng.randint(-4, 4)
    literals.require([literals.at_least(terms, bound)])

    def value(literal: int, code: int) -> bool:
        if abs(literal) == TRUE:
            return literal == TRUE
        return (code >> frame.index(abs(literal)) & 1) == (literal > 0)

    expected = [c for c in range(16) if sum(w for w, literal in terms if value(literal, c)) >= bound]
    assert sorted(solutions(literals, frame)) == expected


def test_conditions_are_simplified_by_what_is_known() -> None:
    literals = Literals()
    a, b = literals.fresh(), literals.fresh()
    literals.require([a])
    assert literals.all_of([a, b]) == b
    assert literals.any_of([a, b]) == TRUE
    assert literals.at_least([(5, a), (2, b)], 6) == b
    assert literals.same(a, a) == TRUE


def test_equal_conditions_are_one() -> None:
    literals = Literals()
    a, b, c = (literals.fresh() for _ in range(3))
    for first, second in product((a, -a), (b, -b)):
        assert literals.any_of([first, second]) == literals.any_of([second, first])
    assert literals.at_least([(2, a), (3, b), (4, c)], 5) == literals.at_least([(4, c), (2, a), (3, b)], 5)


def test_what_cannot_be_is_told() -> None:
    literals = Literals()
    a = literals.fresh()
    literals.require([a])
    assert literals.solve(Allowance()) is True
    assert literals.code((a,)) == 1
    literals.require([-a])
    assert literals.solve(Allowance()) is False


def test_weights_beyond_the_words_of_the_solver_are_refused() -> None:
    literals = Literals()
    a, b, c = (literals.fresh() for _ in range(3))
    with pytest.raises(SizeError, match="more digits than the constraint solver can count with"):
        literals.at_least([(2**61, a), (2**60 + 1, b), (2**60, c)], 2**61 + 1)


def test_without_a_solver_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    ordinary = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("ortools"):
            raise ImportError(name)
        return ordinary(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(QuestionError, match=r'install it with pip install "countermove\[solver\]"$'):
        Literals()
