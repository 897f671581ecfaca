"""The list of mutations keeps step with the program: each can be applied, and the tests for it are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import countermove
from mutants import MUTATIONS, ROOT, Mutation, killers, mutated

SOURCE = Path(countermove.__file__).parent


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_each_mutation_is_found_once_and_is_still_a_program(mutation: Mutation) -> None:
    text = mutated(mutation, (SOURCE / mutation.file).read_text(encoding="utf-8"))
    ast.parse(text)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_each_mutation_has_tests_to_kill_it(mutation: Mutation) -> None:
    assert all((ROOT / test.partition("::")[0]).exists() for test in killers(mutation.file))


def test_there_are_enough_of_them_and_each_has_a_name() -> None:
    names = {mutation.name for mutation in MUTATIONS}
    assert len(names) == len(MUTATIONS) >= 24


def test_what_is_not_found_is_not_applied() -> None:
    lost = Mutation("lost", "game/moves.py", "nowhere", "x", "")
    with pytest.raises(ValueError, match="found 0 times"):
        mutated(lost, "text")
