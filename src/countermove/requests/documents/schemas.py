"""The JSON Schemas of all outputs and requests: made from records and models, shipped in the folder schemas/."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import countermove
from countermove.analysis.result import Result, schema_of
from countermove.requests.contract.table import ROWS

__all__ = ["request_schemas", "results", "schemas"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

WITH_RESULTS = ("analysis", "explanation", "briefing", "requests")
"""The layers that define results."""


def results() -> dict[str, type[Result]]:
    """Every kind of result by the name of its schema, without the version: ``states``, ``paths``, ..."""
    for layer in WITH_RESULTS:
        folder = import_module(f"countermove.{layer}")
        for module in walk_packages(folder.__path__, f"{folder.__name__}."):
            import_module(module.name)
    return {kind.schema.partition("/")[0]: kind for kind in sorted(_below(Result), key=lambda kind: kind.schema)}


def _below(kind: type[Result]) -> Iterator[type[Result]]:
    for sub in kind.__subclasses__():
        if "schema" in vars(sub) and sub.__module__.startswith(f"{countermove.__name__}."):
            yield sub
        yield from _below(sub)


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of what each command prints with ``--format json``, by the name of the result.

    An output is the record of the result with three keys in front: the version of the program, the version of the
    schema, and the case.
    """
    return {name: _with_head(schema_of(kind), kind.schema) for name, kind in results().items()}


def request_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of each request of a program, by its name."""
    return {name: {"$schema": DIALECT, **row.model.model_json_schema()} for name, row in ROWS.items()}


def _with_head(schema: dict[str, Any], version: str) -> dict[str, Any]:
    text = {"type": "string"}
    maybe = {"type": ["string", "null"]}
    case = {"type": "object", "properties": {"title": maybe, "scenario": maybe}, "required": ["title", "scenario"]}
    head = {"countermove": text, "schema": {"const": version}, "case": case}
    return {
        "$schema": DIALECT,
        **schema,
        "properties": head | schema.get("properties", {}),
        "required": [*head, *schema.get("required", [])],
    }
