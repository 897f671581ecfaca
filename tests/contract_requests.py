"""Requests to test the contract with: for a case, one of each name that suits it."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from countermove import load
from countermove.requests import handle
from countermove.requests.contract.table import ROWS

__all__ = ["answered", "request_of", "validator"]


@cache
def validator(name: str, folder: str = "schemas") -> Draft202012Validator:
    """What checks data against a shipped schema."""
    text = files("countermove").joinpath(folder, f"{name}.json").read_text(encoding="utf-8")
    return Draft202012Validator(json.loads(text))


def request_of(name: str, case_id: str, **more: Any) -> dict[str, Any]:
    """A request of a name about a case of the catalogue."""
    if not ROWS[name].has_case:
        return {"request": name, **more}
    case = load(case_id)
    actor, body = next(iter(case.actors)), next(iter(case.bodies), "nobody")
    state = "now" if case.status_quo is not None else "1"
    needed: dict[str, dict[str, Any]] = {
        "convert": {"out": "case.json"},
        "edit": {"edits": [{"set": ["title"], "value": "Another title"}]},
        "explain": {"state": state},
        "invert": {"want": state},
        "plot": {"kind": "preferences"},
        "power": {"body": body},
        "report": {"length": "memo", "form": "md"},
        "robust": {"draws": 2, "pairs": "none"},
        "what_if": {"changes": {"actors": {actor: {"name": "Another name"}}}},
    }
    return {"request": name, "catalogue": case_id, **needed.get(name, {}), **more}


def answered(request: Any) -> dict[str, Any]:
    """The answer to a request; it fits its schema, and a request that has an answer fits its own, too."""
    answer = handle(request)
    text = json.dumps(answer, allow_nan=False)
    assert json.loads(text) == answer, "an answer is plain data"
    assert [e.message for e in validator(answer["schema"].partition("/")[0]).iter_errors(answer)] == []
    if answer["schema"] != "error/1":
        assert [e.message for e in validator(request["request"], "schemas/requests").iter_errors(request)] == []
    return answer
