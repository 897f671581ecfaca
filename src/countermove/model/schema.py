"""The JSON Schema of the case format, generated from the records: editors complete and check with it.

``python -m countermove.model.schema`` prints it; ``case.schema.json`` beside this module is the same.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from countermove.model.case import RULE_SCHEMA, Case, Scenario, as_option, as_pattern
from countermove.model.preferences import STATEMENT_SCHEMA, as_line, listed
from countermove.model.rule_schema import NUMBER, TEXT, rule_schema
from countermove.model.schema_words import WORDS, words_for
from countermove.model.statements import KEYWORDS

__all__ = ["schema", "schema_text"]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
STATEMENT: JsonSchemaValue = {
    "title": "Statement",
    "description": "A statement over options: a, owner.a, a is level, not, and, or, implies, if, iff, "
    "any(..), all(..), none(..), one(..), atleast(2, ..), atmost(2, ..).",
    "type": ["string", "boolean"],
}
SHORT: dict[Callable[..., Any], JsonSchemaValue] = {
    listed: TEXT,
    as_line: STATEMENT_SCHEMA,
    as_pattern: TEXT,
    as_option: {"type": [*TEXT["type"], "null"]},
}
"""What may stand in the place of a mapping or list, by the function that reads it."""
IDS = {("Case", "actors"), ("Case", "bodies"), ("Case", "states"), ("Actor", "options"), ("Body", "options")}
"""Mappings whose keys are ids."""
CHANGED = ("Actor", "Body", "Option", "BodyOption", "View", "Seen", "Source")
"""Records that a scenario can change in part."""


class _Generator(GenerateJsonSchema):
    """Short forms beside long ones; texts that other readers of YAML take for numbers are texts here."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:  # noqa: ARG002
        return dict(TEXT)

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        limits = {"minimum": schema.get("ge"), "maximum": schema.get("le")}
        return {**NUMBER, **{key: int(limit) for key, limit in limits.items() if limit is not None}}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        short = SHORT.get(schema["function"]["function"])
        return inner if short is None else {"anyOf": [dict(short), inner]}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema() -> dict[str, Any]:
    """The JSON Schema of a case file, as plain data.

    It is about keys and the shape of values. Whether names and statements mean something is up to `check`.

    >>> schema()["properties"]["title"]["description"]
    'What the case is called.'
    """
    whole = Case.model_json_schema(by_alias=True, schema_generator=_Generator, mode="validation")
    found: dict[str, Any] = {**whole.pop("$defs"), "Case": whole, "Rule": rule_schema()}
    found = {name: _linked(record) for name, record in found.items()}
    for record in WORDS:
        if record is not Scenario:
            _describe(found[record.__name__], record)
    found["Scenario"] = _scenario(found["Case"]["properties"])
    top = found.pop("Case")
    found |= {f"{name}Change": _change(found[name]) for name in CHANGED}
    found |= {"Text": TEXT, "Number": NUMBER, "Statement": STATEMENT}
    return {"$schema": DIALECT, **top, "title": "A countermove case", "$defs": dict(sorted(found.items()))}


def schema_text() -> str:
    """The same as the text of a file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _describe(found: dict[str, Any], record: type[BaseModel]) -> None:
    """Say of each key what it holds, and what the ids are like where its keys are ids."""
    for key, value in found["properties"].items():
        value["description"] = words_for(record, key)
        if value.get("default", "") in (None, "", [], {}):
            value.pop("default", None)
        if (record.__name__, key) in IDS:
            taken = {"enum": ["now"] if key == "states" else sorted(KEYWORDS)}
            names = {"pattern": "^[a-z][a-z0-9-]*$", "maxLength": 100, "not": taken}
            holder = next((part for part in value.get("anyOf", ()) if part.get("type") == "object"), value)
            holder["propertyNames"] = names


def _linked(value: Any) -> Any:
    """The same with references to the schemas that stand in many places."""
    if isinstance(value, list):
        return [_linked(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    if value == RULE_SCHEMA:
        return {"$ref": "#/$defs/Rule"}
    if value == STATEMENT_SCHEMA:
        return {"$ref": "#/$defs/Statement"}
    found = {key: _linked(part) for key, part in value.items()}
    for name, common in (("Text", TEXT), ("Number", NUMBER)):
        if common.items() <= found.items():
            rest = {key: part for key, part in found.items() if key not in common}
            return {"$ref": f"#/$defs/{name}", **rest}
    return found


def _scenario(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario: its description, and changes in the shape of a case."""
    changes = {key: _loosened(value) for key, value in properties.items() if key != "scenarios"}
    whole = {"type": "object", "properties": changes, "additionalProperties": False}
    own = {
        "about": {"$ref": "#/$defs/Text", "description": words_for(Scenario, "about")},
        "changes": {**whole, "description": words_for(Scenario, "changes")},
    }
    return {
        "title": "Scenario",
        "description": "A named change, in the shape of a case; null removes what stands at its key.",
        "type": "object",
        "properties": {**changes, **own},
        "additionalProperties": False,
    }


def _change(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record of which only the keys that change are given."""
    found = {key: value for key, value in record.items() if key != "required"}
    found["properties"] = {key: _loosened(value) for key, value in record["properties"].items()}
    return found


def _loosened(value: Mapping[str, Any]) -> dict[str, Any]:
    """A value that a scenario may change in part, or remove with null."""
    about = {"description": value["description"]} if "description" in value else {}
    bare = {key: part for key, part in value.items() if key not in ("description", "default")}
    return {**about, "anyOf": [_partial(bare), {"type": "null"}]}


def _partial(value: Mapping[str, Any]) -> dict[str, Any]:
    """The same with records in mappings replaced by changes to them; lists are replaced as a whole."""
    name = value.get("$ref", "").removeprefix("#/$defs/")
    if name in CHANGED:
        return {"$ref": f"#/$defs/{name}Change"}
    found = dict(value)
    if "anyOf" in value:
        found["anyOf"] = [_partial(part) for part in value["anyOf"]]
    if isinstance(value.get("additionalProperties"), Mapping):
        found["additionalProperties"] = {"anyOf": [_partial(value["additionalProperties"]), {"type": "null"}]}
    return found


if __name__ == "__main__":
    print(schema_text(), end="")
