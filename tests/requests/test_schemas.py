"""The shipped schemas: they are those of the records, and every output of the program fits them."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from countermove import __version__, compile, equilibria, load
from countermove.analysis.result import Result
from countermove.briefing.briefing import brief_of
from countermove.cli import run
from countermove.requests import handle
from countermove.requests.contract.table import ROWS
from countermove.requests.documents.schemas import request_schemas, results, schemas

ARTICLE = Path(__file__).parents[1] / "reader" / "articles" / "barley-interview.txt"
RESULT = Path(tempfile.gettempdir()) / f"countermove-{os.getpid()}-result.json"
"""A result that `verify` checks, while its test runs."""
SCHEMAS = files("countermove").joinpath("schemas")
SHIPPED = {path.name.removesuffix(".json"): path for path in SCHEMAS.iterdir() if path.is_file()}
SHIPPED_REQUESTS = {path.name.removesuffix(".json"): path for path in SCHEMAS.joinpath("requests").iterdir()}


def test_the_shipped_schemas_are_those_of_the_records() -> None:
    assert set(SHIPPED) == set(results())
    for name, schema in schemas().items():
        assert json.loads(SHIPPED[name].read_text(encoding="utf-8")) == schema, f"{name}: run make refresh"


def test_the_shipped_schemas_of_requests_are_those_of_the_models() -> None:
    assert set(SHIPPED_REQUESTS) == set(ROWS)
    for name, schema in request_schemas().items():
        assert json.loads(SHIPPED_REQUESTS[name].read_text(encoding="utf-8")) == schema, f"{name}: run make refresh"


@pytest.mark.parametrize("path", [*SHIPPED.values(), *SHIPPED_REQUESTS.values()], ids=lambda path: path.name)
def test_each_is_a_schema(path: Any) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


OUTPUTS = {
    "catalog": ["catalog"],
    "check": ["check", "chicken"],
    "check-files": ["check", "chicken", "elmira"],
    "grade": ["grade", "chicken", "prisoners-dilemma"],
    "read": ["read", str(ARTICLE), "-o", os.devnull],
    "show": ["show", "chicken"],
    "invert": ["invert", "chicken", "--want", "4"],
    "robust": ["robust", "chicken", "--draws", "20"],
    "rankings": ["invert", "chicken", "--want", "1", "--rankings", "row"],
    "states": ["states", "chicken"],
    "verify": ["verify", str(RESULT), "chicken"],
    "solve": ["solve", "chicken"],
    "solve-files": ["solve", "chicken", "elmira"],
    "winners": ["winners", "european-security-2022"],
    "credibility": ["credibility", "chicken"],
    "paths": ["paths", "european-security-2022"],
    "starts": ["paths", "chicken"],
    "explain": ["explain", "european-security-2022", "now", "-a", "nato"],
    "explanations": ["explain", "chicken", "4", "-c", "l3"],
    "power": ["power", "security-council", "council"],
    "farsighted": ["farsighted", "chicken"],
    "compare": ["compare", "european-security-2022", "--concepts", "nash"],
    "perceptions": ["perceptions", "mountain-pass"],
    "coalitions": ["coalitions", "elmira"],
    "deals": ["deals", "nile-dam-2021"],
    "stable-sets": ["farsighted", "chicken", "--stable-sets"],
    "error": ["explain", "chicken", "9"],
    "explain-farsighted": ["farsighted", "chicken", "--state", "1"],
}
"""For each schema a command whose JSON has it."""
FROM_PYTHON: dict[str, Callable[[], Result]] = {
    "briefing": lambda: brief_of(equilibria(compile(load("european-security-2022")))),
}
"""For each schema of a record that no command prints the record: solve says the briefing in words."""


ANSWERED: dict[str, dict[str, Any]] = {
    "edit": {"request": "edit", "catalogue": "chicken", "edits": [{"set": ["title"], "value": "Talks"}]},
    "file": {"request": "convert", "catalogue": "chicken", "out": "chicken.gmcr"},
    "plot": {"request": "plot", "catalogue": "chicken", "kind": "outcomes"},
    "report": {"request": "report", "catalogue": "chicken", "length": "memo", "form": "md"},
    "schema": {"request": "schema", "name": "solve"},
    "what_if": {"request": "what_if", "catalogue": "chicken", "changes": {"actors": {"row": {"name": "Ann"}}}},
}
"""For each schema of an answer that only programs get, a request."""


def test_every_schema_has_an_output() -> None:
    assert Counter([*OUTPUTS, *FROM_PYTHON, *ANSWERED]) == Counter([*SHIPPED])


@pytest.mark.parametrize("name", sorted(ANSWERED))
def test_what_only_programs_get_fits(name: str) -> None:
    fits(name, json.loads(json.dumps(handle(ANSWERED[name]))))


@pytest.mark.parametrize("name", sorted(OUTPUTS))
def test_what_the_command_line_prints_fits(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        if name == "verify":
            assert run(["solve", "chicken", "-o", str(RESULT)]) == 0
        assert run([*OUTPUTS[name], "--format", "json"]) == (1 if name == "error" else 0)
    finally:
        RESULT.unlink(missing_ok=True)
    fits(name, json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("name", sorted(FROM_PYTHON))
def test_what_only_python_gives_fits(name: str) -> None:
    result = FROM_PYTHON[name]()
    head = {"countermove": __version__, "schema": result.schema, "case": {"title": "A case", "scenario": None}}
    fits(name, json.loads(json.dumps(head | result.to_dict())))


def fits(name: str, data: dict[str, Any]) -> None:
    """The data has the schema of this name and all of its keys."""
    assert data["schema"].split("/")[0] == name
    validator = Draft202012Validator(json.loads(SHIPPED[name].read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(data)] == []
    assert [*validator.iter_errors({key: value for key, value in data.items() if key != "case"})], "a key is missing"
