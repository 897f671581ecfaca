"""Settings of the test suite: property tests draw the same examples everywhere, and every JSON is valid."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator

from countermove.analysis.result import Result, schema_of

settings.register_profile(
    "countermove",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("countermove")


@cache
def validator_of(kind: Any) -> Draft202012Validator:
    return Draft202012Validator(schema_of(kind))


# For type checkers alone.
collect_ignore = ["typed_example.py"]


@pytest.fixture(autouse=True, scope="session")
def every_json_is_valid() -> Iterator[None]:
    """Whatever result a test turns into JSON has to fit the schema that is made from its record."""
    derived = Result.to_dict

    def checked(self: Result) -> dict[str, Any]:
        data = derived(self)
        errors = [error.message for error in validator_of(type(self)).iter_errors(data)]
        assert not errors, f"{type(self).__name__}: {errors[:3]}"
        return data

    Result.to_dict = checked  # type: ignore[method-assign]
    yield
    Result.to_dict = derived  # type: ignore[method-assign]
