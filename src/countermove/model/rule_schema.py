"""The JSON Schema of decision rules, from the table of rules; and that of texts and numbers, which it needs."""

from __future__ import annotations

from typing import Any

from countermove.model.rules import ROWS, WORDS

__all__ = ["NUMBER", "TEXT", "rule_schema"]

TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
"""Every scalar of a case file is read as text, also where another reader of YAML sees a number."""
NUMBER: dict[str, Any] = {
    "type": ["number", "string"],
    "pattern": r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$",
}
"""A number, or a text that holds one."""
RULE: dict[str, Any] = {"$ref": "#/$defs/Rule"}
RULES: dict[str, Any] = {"type": "array", "items": RULE, "minItems": 1}

MEANINGS = {
    "unanimity": "Every member is for.",
    "consensus": "No member is against, and at least one is for.",
    "majority": "More than half of the members are for.",
    "quota": "The weights of those for reach the quota: a share of the total if at most 1, else a number.",
    "actor": "This actor is for.",
    "veto": "None of those named is against, and another rule passes.",
    "all": "All of the rules pass.",
    "any": "Some of the rules passes.",
}
"""What each rule says, by its word or its first key."""
PARTS: dict[str, dict[str, Any]] = {
    "quota": {**NUMBER, "exclusiveMinimum": 0, "description": "A share of the total if at most 1, else a number."},
    "weights": {
        "type": "object",
        "additionalProperties": {**NUMBER, "minimum": 0},
        "minProperties": 1,
        "description": "The weight of each member.",
    },
    "blocking": {**NUMBER, "minimum": 1, "description": "It also passes where fewer than so many are not for."},
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

    >>> [part.get("const") or part["required"] for part in rule_schema()["anyOf"]][2:4]
    ['majority', ['quota']]
    """
    words = [{"const": word, "description": MEANINGS[word]} for word in WORDS]
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
