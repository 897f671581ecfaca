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

from countermove.model.case import Case
from countermove.model.labels import MAX_LABELS, Label, long_forms
from countermove.model.preferences import STATEMENT_SCHEMA, Claim, Equally, Line, OrderUnknown, as_flag, as_line, listed
from countermove.model.records import (
    RULE_SCHEMA,
    Actor,
    Body,
    BodyOption,
    Event,
    Option,
    Pattern,
    Scenario,
    Seen,
    Source,
    View,
    as_option,
    as_pattern,
)
from countermove.model.rules import ONE_WORD, ROWS
from countermove.model.statements import KEYWORDS

__all__ = ["DESCRIPTIONS", "description_of", "rule_schema", "schema", "schema_text"]

TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""Every scalar of a case file is read as text, also where another reader of YAML sees a number."""
NUMBER: dict[str, Any] = {
    "type": ["number", "string"],
    "pattern": r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$",
}
"""A number, or a text that holds one."""
DECIMAL, WHOLE = r"\+?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?", "[0-9]{1,30}"
AMOUNT: dict[str, Any] = {
    "type": ["number", "string"],
    "pattern": rf"^\s*({WHOLE}\s*/\s*{WHOLE}|({DECIMAL})(\s*(%|[Pp][Ee][Rr] ?[Cc][Ee][Nn][Tt]))?)\s*$",
}
"""A number, or a text that holds a number, a fraction or a percentage."""
WEIGHT: dict[str, Any] = {**AMOUNT, "pattern": rf"^\s*({WHOLE}\s*/\s*{WHOLE}|{DECIMAL})\s*$"}
"""The same without percentages."""
RULE: dict[str, Any] = {"$ref": "#/$defs/Rule"}
RULES: dict[str, Any] = {"type": "array", "items": RULE, "minItems": 1}

MEANINGS = {
    "unanimity": "Every member is for.",
    "consensus": "No member is against, and at least one is for.",
    "majority": "More than half of the members are for.",
    "quota": "The weights of those for reach the quota: a share of the total, or a number of votes.",
    "actor": "This actor is for.",
    "veto": "None of those named is against, and another rule passes.",
    "all": "All of the rules pass.",
    "any": "Some of the rules passes.",
}
"""What each rule says, by its word or its first key."""
PARTS: dict[str, dict[str, Any]] = {
    "quota": {
        **AMOUNT,
        "exclusiveMinimum": 0,
        "description": "A share of the total: 2/3, 0.65 (below 1) or 65 %; else a number of votes, so that 1 is one vote.",
    },
    "weights": {
        "type": "object",
        "additionalProperties": {**WEIGHT, "minimum": 0},
        "minProperties": 1,
        "description": "The weight of each member.",
    },
    "blocking": {**NUMBER, "minimum": 1, "description": "It also passes where fewer members than this are not for it."},
    "actor": {**TEXT, "description": "The id of an actor."},
    "veto": {"type": "array", "items": TEXT, "minItems": 1, "description": "Ids of actors."},
    "also": {**RULE, "description": "The rule that has to pass besides."},
    "all": {**RULES, "description": "Rules that all have to pass."},
    "any": {**RULES, "description": "Rules of which one has to pass."},
}
"""What stands at each key of a rule."""
REQUIRED = {"veto": ("veto", "also")}


def rule_schema() -> dict[str, Any]:
    """The schema of a rule, which refers to itself as ``#/$defs/Rule``.

    Returns
    -------
    dict
        An ``anyOf`` with a branch for each row of the table of rules.

    Examples
    --------
    >>> [part.get("const") or part["required"] for part in rule_schema()["anyOf"]][2:4]
    ['majority', ['quota']]
    """
    words = [{"const": word, "description": MEANINGS[word]} for word in ONE_WORD]
    mappings = [
        {
            "type": "object",
            "description": MEANINGS[kind],
            "properties": {key: PARTS[key] for key in keys},
            "required": list(REQUIRED.get(kind, (kind,))),
            "additionalProperties": False,
        }
        for kind, (_, keys) in ROWS.items()
    ]
    return {"title": "Rule", "description": "A decision rule.", "anyOf": [*words, *mappings]}


BECAUSE = "The reason, in words."
EVIDENCE = "Citations: the id of a source, or id#n for its nth paragraph."
ABOUT = "A description, in free text."
PREFERS = "Statements, most important first: one higher line outweighs everything below it."
RANKING = "All states, best first, as patterns such as YN-Y or as statements (or ids of states); ties in nested lists."
PLURAL = "Whether the name takes verbs in the plural: the allies take."
WORTH = "A number for each option that matters; a state is worth the sum over the options taken."

DESCRIPTIONS: dict[type[BaseModel], dict[str, str]] = {
    Case: {
        "title": "What the case is called.",
        "at": "The moment that the case describes.",
        "about": ABOUT,
        "citation": "Where the model was published, if it was.",
        "sources": "Where assumptions come from, by ids of your choice.",
        "states": "The states by id, each with its name; only in a case that lists its states and has no options.",
        "actors": "Who takes part: an id for each, in small letters.",
        "bodies": "Groups that decide by a rule: an id for each, in small letters.",
        "impossible": "Statements: a state in which one of them holds is not feasible.",
        "always": "Statements that hold in every feasible state.",
        "coalesce": "Patterns or statements: the feasible states that match one of them count as one state.",
        "labels": "What people call outcomes: id: label, or a list of labels with names.",
        "status quo": "The options taken now (or the id of a listed state); all others are not taken.",
        "scenarios": "Named changes to the case; each is merged over it.",
        "views": "What an actor believes, by the actor's id.",
        "events": "What happened, in order.",
        "published": "The results of the publication, in any shape.",
    },
    Actor: {
        "name": "What people read; without it, the id.",
        "plural": PLURAL,
        "options": "What the actor can do or leave undone: id: text, or a mapping.",
        "prefers": PREFERS,
        "ranking": RANKING,
        "worth": WORTH,
        "moves": "Pairs of listed states, from and to; only in a case that lists its states.",
        "about": ABOUT,
        "evidence": EVIDENCE,
    },
    Option: {
        "name": "What people read; without it, the id.",
        "change": "both: can be taken and given up; take-only: cannot be given up; drop-only: cannot be taken.",
        "needs": "What must hold in the state before the option is taken.",
        "levels": "Degrees, exactly one of which holds; the first is the one that holds in the status quo.",
        "because": BECAUSE,
        "evidence": EVIDENCE,
    },
    BodyOption: {"decides": "The rule that decides this option, where it is not the rule of the body."},
    Body: {
        "name": "What people read; without it, the id.",
        "plural": PLURAL,
        "members": "Ids of actors, or of bodies with a rule.",
        "decides": "The rule by which the members decide.",
        "options": "What the body can do or leave undone: id: text, or a mapping.",
        "about": ABOUT,
        "evidence": EVIDENCE,
    },
    Label: {
        "name": "What is shown; without it, the id with spaces for hyphens.",
        "options": "All options that are taken in the state; of levels that are not named the first holds.",
        "where": "A statement: the label is for every state in which it holds.",
        "state": "The id of a listed state; only in a case that lists its states.",
    },
    Claim: {"that": "The statement.", "because": BECAUSE, "evidence": EVIDENCE},
    Line: {
        "sure": "How sure you are that the actor holds this line, from 0 to 1; without it, 1.",
        "otherwise": "What the actor holds instead, if not this line; without it, nothing.",
    },
    Equally: {"equally": "Lines that are equally important: the number of them that hold decides."},
    OrderUnknown: {"order unknown": "Lines of which it is not known which comes first."},
    Pattern: {"that": "A pattern such as YN-Y, or a statement.", "because": BECAUSE, "evidence": EVIDENCE},
    Source: {
        "title": "The title of the source.",
        "author": "Who wrote it.",
        "outlet": "Where it appeared.",
        "kind": "What it is, such as opinion or news.",
        "date": "When it appeared.",
        "url": "Where it can be found.",
        "file": "The file that holds its text.",
        "language": "The language that it is written in.",
    },
    Seen: {"prefers": PREFERS, "ranking": RANKING, "worth": WORTH},
    View: {
        "actors": "Others' preferences as this actor sees them.",
        "unaware": "Options that this actor does not know of.",
        "unseen": "Statements: states in which one of them holds are not seen by this actor.",
        "about": ABOUT,
    },
    Event: {
        "on": "When it happened.",
        "actor": "Whose doing it was: the id of an actor or a body.",
        "takes": "The options taken.",
        "drops": "The options given up.",
        "because": BECAUSE,
        "evidence": EVIDENCE,
    },
    Scenario: {
        "about": "What the scenario is about.",
        "changes": "The changes, where a key of theirs would be mistaken for one of the scenario.",
    },
}
"""By record and key; a record has the words of those that it is made from, too."""


def description_of(record: type[BaseModel], key: str) -> str:
    """What a key of a record holds.

    Parameters
    ----------
    record
        The class of a record.
    key
        A key that it has in a case file.

    Returns
    -------
    str
        The description of the record itself, else of one that it is made from.

    Examples
    --------
    >>> description_of(BodyOption, "because")
    'The reason, in words.'
    """
    return next(DESCRIPTIONS[kind][key] for kind in record.__mro__ if key in DESCRIPTIONS.get(kind, {}))


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
    as_flag: {"enum": ["true", "false"]},
}
"""What may stand in the place of a mapping or list, by the function that reads it."""
IDS = {
    ("Case", "actors"): sorted(KEYWORDS),
    ("Case", "bodies"): sorted(KEYWORDS),
    ("Case", "states"): ["now"],
    ("Case", "labels"): ["nothing", "now"],
    ("Actor", "options"): sorted(KEYWORDS),
    ("Body", "options"): sorted(KEYWORDS),
}
"""Mappings whose keys are ids, and the words that are none."""
CHANGED = ("Actor", "Body", "Label", "Option", "BodyOption", "View", "Seen", "Source")
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
        if schema["function"]["function"] is long_forms:
            by_id, as_list = inner["oneOf"]
            label = [dict(TEXT), {"type": "array", "items": dict(TEXT)}, by_id["additionalProperties"]]
            return {"anyOf": [{**by_id, "additionalProperties": {"anyOf": label}, "maxProperties": MAX_LABELS}, as_list]}
        short = SHORT.get(schema["function"]["function"])
        return inner if short is None else {"anyOf": [dict(short), inner]}

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema() -> dict[str, Any]:
    """The JSON Schema of a case file, as plain data.

    It is about keys and the shape of values. Whether names and statements mean something is up to `check`.

    Returns
    -------
    dict
        A schema of draft 2020-12, with its definitions sorted by name.

    Examples
    --------
    >>> schema()["properties"]["title"]["description"]
    'What the case is called.'
    """
    top = Case.model_json_schema(by_alias=True, schema_generator=_Generator, mode="validation")
    definitions: dict[str, Any] = {**top.pop("$defs"), "Case": top, "Rule": rule_schema()}
    definitions = {name: _linked(record) for name, record in definitions.items()}
    for record in DESCRIPTIONS:
        if record is not Scenario:
            _describe(definitions[record.__name__], record)
    definitions["Scenario"] = _scenario(definitions["Case"]["properties"])
    case_schema = definitions.pop("Case")
    definitions |= {f"{name}Change": _change(definitions[name]) for name in CHANGED}
    definitions |= {"Text": TEXT, "Number": NUMBER, "Statement": STATEMENT}
    return {"$schema": DIALECT, **case_schema, "title": "A countermove case", "$defs": dict(sorted(definitions.items()))}


def schema_text() -> str:
    """The same as the text of a file.

    Returns
    -------
    str
        JSON with an indent of two, as `case.schema.json` has it.
    """
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def _describe(schema_of_record: dict[str, Any], record: type[BaseModel]) -> None:
    """Say of each key what it holds, and what the ids are like where its keys are ids."""
    # pydantic takes the docstring of the record; its sections repeat what stands at the keys.
    schema_of_record["description"] = schema_of_record["description"].partition("\n\nParameters\n")[0]
    for key, value in schema_of_record["properties"].items():
        value["description"] = description_of(record, key)
        if value.get("default", "") in (None, "", [], {}):
            value.pop("default", None)
        if (record.__name__, key) in IDS:
            taken = {"enum": IDS[record.__name__, key]}
            names = {"pattern": "^[a-z][a-z0-9-]*$", "maxLength": 100, "not": taken}
            holder = next((part for part in value.get("anyOf", ()) if part.get("type") == "object"), value)
            holder["propertyNames"] = names


def _linked(value: Any) -> Any:
    """The same with references to the schemas that stand in many places."""
    if isinstance(value, list):
        return [_linked(part) for part in value]
    if not isinstance(value, Mapping):
        return value
    # Pydantic writes such a schema out wherever it stands; a reference says once what it is.
    if value == RULE_SCHEMA:
        return {"$ref": "#/$defs/Rule"}
    if value == STATEMENT_SCHEMA:
        return {"$ref": "#/$defs/Statement"}
    linked = {key: _linked(part) for key, part in value.items()}
    for name, common in (("Text", TEXT), ("Number", NUMBER)):
        # A text with a description of its own keeps it beside the reference.
        if common.items() <= linked.items():
            others = {key: part for key, part in linked.items() if key not in common}
            return {"$ref": f"#/$defs/{name}", **others}
    return linked


def _scenario(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A scenario: its description, and changes in the shape of a case."""
    changes = {key: _loosened(value) for key, value in properties.items() if key != "scenarios"}
    changed_case = {"type": "object", "properties": changes, "additionalProperties": False}
    own = {
        "about": {"$ref": "#/$defs/Text", "description": description_of(Scenario, "about")},
        "changes": {**changed_case, "description": description_of(Scenario, "changes")},
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
    changed = {key: value for key, value in record.items() if key != "required"}
    changed["properties"] = {key: _loosened(value) for key, value in record["properties"].items()}
    return changed


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
    partial = dict(value)
    if "anyOf" in value:
        partial["anyOf"] = [_partial(part) for part in value["anyOf"]]
    if isinstance(value.get("additionalProperties"), Mapping):
        partial["additionalProperties"] = {"anyOf": [_partial(value["additionalProperties"]), {"type": "null"}]}
    return partial


if __name__ == "__main__":
    print(schema_text(), end="")
