"""Bounds of dependencies: each has a lowest version that is tried, and ends before the next major release."""

from __future__ import annotations

import re
import tomllib

import pytest

from lowest import PYPROJECT, lowest_versions

PROJECT = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
ROWS = [
    row
    for rows in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for row in rows
    if not row.startswith("countermove")
]


@pytest.mark.parametrize("row", ROWS)
def test_every_dependency_has_both_bounds(row: str) -> None:
    assert re.match(r"[\w.-]+(\[\w+\])?>=[\d.]+,<\d+(\.\d+)*(;|$)", row)


def test_every_dependency_that_tests_import_has_a_lowest_version() -> None:
    found = lowest_versions(PYPROJECT.read_text(encoding="utf-8"))
    assert {"numpy", "pydantic", "ruamel.yaml", "lark", "typer", "numba", "dask", "plutoprint", "pytest"} <= set(found)
    assert not {"ruff", "mypy"} & set(found)


def test_of_several_bounds_the_highest_counts() -> None:
    text = '[project]\ndependencies = ["one>=1.9"]\n[project.optional-dependencies]\nmore = ["One[x]>=1.10,<2", "two>=3; a == \'b\'"]\n'
    assert lowest_versions(text) == {"one": "1.10", "two": "3"}
