"""The table of mistakes keeps step with the program: each can be made, and the tests that must notice it are there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import countermove
from mutants import KILLERS, MUTATIONS, ROOT, Mutation, killers, mutated

SOURCE = Path(countermove.__file__).parent


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_each_mutation_is_found_once_and_is_still_a_program(mutation: Mutation) -> None:
    text = mutated(mutation, (SOURCE / mutation.file).read_text(encoding="utf-8"))
    ast.parse(text)


def exists(test: str) -> bool:
    """Whether there is a test file, and the test in it that is named."""
    file, _, name = test.partition("::")
    path = ROOT / file
    return path.exists() and (not name or f"def {name.partition('[')[0]}(" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: m.name)
def test_each_mutation_has_tests_to_kill_it(mutation: Mutation) -> None:
    tests = killers(mutation.file)
    assert tests or ">>>" in (SOURCE / mutation.file).read_text(encoding="utf-8")
    assert all(exists(test) for test in tests)


def test_each_row_of_killers_is_about_files_that_are_there() -> None:
    files = [path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")]
    starts = [start for row in KILLERS for start in row.files]
    assert len(set(starts)) == len(starts)
    assert [start for start in starts if not any(file.startswith(start) for file in files)] == []


def test_the_longest_beginning_of_a_file_counts() -> None:
    few, more = killers("game/codes/packing.py"), killers("game/merge.py")
    assert few == ("tests/game/codes/test_layout.py",)
    assert more[0] == "tests/game/test_merge.py"
    assert "tests/stability/test_concept.py::test_no_trap_is_fallen_into" in more


def test_there_are_enough_of_them_and_each_has_a_name() -> None:
    names = {mutation.name for mutation in MUTATIONS}
    assert len(names) == len(MUTATIONS) >= 340


def test_what_is_not_found_is_not_applied() -> None:
    lost = Mutation("lost", "game/moves.py", "nowhere", "x", "")
    with pytest.raises(ValueError, match="found 0 times"):
        mutated(lost, "text")
