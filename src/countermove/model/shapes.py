"""What is wrong with the shape of data: each fault that pydantic names, in our words and with a way out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from countermove.errors import Diagnostic, KeyPath, did_you_mean, quoted
from countermove.model.amounts import as_share
from countermove.model.labels import Label
from countermove.model.preferences import Claim, Equally, Line, OrderUnknown
from countermove.model.records import Actor, Body, BodyOption, CaseRecord, Event, Option, Pattern, Seen, Source, View

__all__ = ["MAX_DIAGNOSTICS", "at", "described", "keys_of", "shape_findings"]

TAGS = ("line", "equally", "order unknown")
MAX_DIAGNOSTICS = 100
"""Faults of shape that are reported: more than a few screens are not read, and one fault often brings the next."""

EXPECTED = {
    "string_type": "text",
    "tuple_type": "a list",
    "dict_type": "a mapping (key: value)",
    "mapping_type": "a mapping (key: value)",
    "model_type": "a mapping (key: value)",
    "model_attributes_type": "a mapping (key: value)",
}
WAYS_OUT = {
    "a list": "write it as [...]",
    "a mapping (key: value)": "write it as {key: value}",
}
NUMBERS = {
    "greater_than_equal": "write a share between 0 and 1, such as 0.6",
    "less_than_equal": "write a share between 0 and 1, such as 0.6",
    "decimal_max_digits": "60 digits are enough",
    "decimal_whole_digits": "60 digits are enough",
}


def keys_of(record: type[BaseModel]) -> list[str]:
    """The keys that a record has in a case file.

    Parameters
    ----------
    record
        The class of a record, such as `Actor`.

    Returns
    -------
    list of str
        In the order of the class; aliases such as ``status quo`` as they are written.
    """
    return [field.alias or name for name, field in record.model_fields.items()]


def described(value: Any) -> str:
    """A value in few words, for messages.

    Parameters
    ----------
    value
        Any value of a file.

    Returns
    -------
    str
        Text in quotation marks, ``a list``, ``a mapping`` or ``nothing``.
    """
    if value is None:
        return "nothing"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list" if isinstance(value, Sequence) else quoted(str(value))


def at(data: Any, path: KeyPath) -> Any:
    """The value at a path; None where there is none.

    Parameters
    ----------
    data
        Nested mappings and lists.
    path
        Keys and positions, counted from 0.
    """
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def shape_findings(data: Any, fault: ValidationError, path: KeyPath = ()) -> list[Diagnostic]:
    """The faults of the shape of a case, as findings.

    Parameters
    ----------
    data
        The case as plain data, or what of it was validated, at its path.
    fault
        What validating it raised.
    path
        Where in the case that stands which was validated.

    Returns
    -------
    list of Diagnostic
        At least one error, at most `MAX_DIAGNOSTICS`.
    """
    errors: list[Any] = [
        {**error, "loc": (*path, *error["loc"])} for error in fault.errors(include_url=False, include_input=False)
    ]
    diagnostics: dict[tuple[KeyPath, str], Diagnostic] = {}
    for error in errors:
        if len(diagnostics) >= MAX_DIAGNOSTICS:
            break
        diagnostic = _one(data, error)
        if diagnostic is not None:
            diagnostics.setdefault((diagnostic.path, diagnostic.code), diagnostic)
    if not diagnostics and errors:  # each fault was left to another one to tell
        path = _path(data, errors[0]["loc"])
        message = f"{described(at(data, path))} cannot stand here"
        return [Diagnostic("CM102", "error", path, message, "compare the description of the case format")]
    return list(diagnostics.values())


def _one(data: Any, error: Any) -> Diagnostic | None:
    """One finding for one fault that pydantic names; None where another one says it better."""
    kind, context = str(error["type"]), error.get("ctx") or {}
    path = _path(data, error["loc"])
    value = at(data, path)
    # A file has no other keys than text, data that a program made may.
    if kind == "invalid_key" or error["loc"][-1] == "[key]":
        return Diagnostic("CM102", "error", path[:-1], f"a key is text, not {path[-1]!r}", "write it in quotation marks")
    # Our own readers of statements and rules raise with a code; what pydantic says of types is translated.
    if kind.startswith("CM"):
        path = _deeper(data, (*path, *context.get("path", ())))
        return Diagnostic(kind, "error", path, error["msg"], context.get("hint", ""), context.get("offset"))
    if kind == "extra_forbidden":
        return _unknown_key(path, at(data, path[:-1]))
    if kind == "missing":
        return _missing(path, value, str(error["loc"][-1]))
    if kind in NUMBERS or kind.startswith(("decimal", "finite")):
        hint = as_share(str(value)) or NUMBERS.get(kind, "write it with digits: 3, or 0.65")
        return Diagnostic("CM109", "error", path, f"{described(value)} cannot stand here as a number", hint)
    return _wrong_type(path, value, kind)


def _wrong_type(path: KeyPath, value: Any, kind: str) -> Diagnostic | None:
    wanted = EXPECTED.get(kind, "something else")
    match path:
        case (*_, "ranking", int()) if isinstance(value, str | list | tuple):
            return None
        case (*_, "ranking", int()):
            wanted = "a pattern, a statement or a list of them"
        case (*_, "moves", int()):
            return _pair(path)
        case (*_, "change"):
            directions = ("both", "take-only", "drop-only")
            message = f"unknown direction {described(value)}"
            return Diagnostic("CM102", "error", path, message, did_you_mean(str(value), directions))
        case (
            *_,
            "prefers" | "equally" | "order unknown" | "impossible" | "always" | "unseen" | "coalesce",
            int(),
        ):
            wanted = "a statement"
    if kind == "too_short":
        return Diagnostic("CM102", "error", path, "the list is empty", "write at least one entry")
    hint = WAYS_OUT.get(wanted, "write it as text")
    if path[-1:] in NAMED and wanted in WAYS_OUT and path[:1] != ("labels",):
        hint = "write each as id: text"
    if path == ("labels",):
        hint = "write each as id: {name: ..., where: ...}"
    if wanted == "a list" and isinstance(value, str) and value.startswith("-"):
        hint = 'begin each entry with "- ", a hyphen and a space'
    if value is None:
        hint = "take the key out, or write something"
        if len(path) == 2 and path[1] in keys_of(CaseRecord):
            hint = f"{path[1]}: stands at the beginning of a line"
    return Diagnostic("CM102", "error", path, f"{wanted} is expected, not {described(value)}", hint)


def _pair(path: KeyPath) -> Diagnostic:
    way = path if path and isinstance(path[-1], int) else path[:-1]
    return Diagnostic("CM102", "error", way, "a move is a pair of states", "write [from, to]")


def _missing(path: KeyPath, value: Any, key: str) -> Diagnostic | None:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _pair(path)
    if isinstance(value, Mapping) and _record_at(path, value) is Line and not set(value) <= set(keys_of(Line)):
        # A line without `that` and with an unknown key was meant to have another key: one finding is enough.
        return None  # the key that is unknown tells more
    return Diagnostic("CM110", "error", path, f'the key "{key}" is missing', f"add {key}: ...")


def _unknown_key(path: KeyPath, holder: Any) -> Diagnostic:
    record = _record_at(path[:-1], holder)
    key = str(path[-1])
    keys = keys_of(record)
    if record is Line and not set(holder) & set(LINE_KEYS):
        keys = [*keys, "equally", "order unknown"]
    hint = MISPLACED.get((record, key)) or did_you_mean(key, keys)
    if record is not CaseRecord and key in keys_of(CaseRecord) and hint.startswith("known"):
        hint = f"{key}: stands at the beginning of a line"
    if not hint.startswith("did you mean") and holder[path[-1]] is None:
        hint = COMMA if not key.isdigit() else f'a decimal point is ".": 0.{key}'
    elif hint.startswith("known") and record is Line and "that" not in holder:
        hint = "a line with more than its statement is {that: ..., because: ...}"
    elif hint.startswith("known") and record in (Actor, Body):
        hint += "; an option is indented under options:"
    return Diagnostic("CM101", "error", path, f"unknown key {quoted(key)}", hint)


LINE_KEYS = ("that", "equally", "order unknown")
NAMED = (("options",), ("states",))
COMMA = "text with a comma in it stands in quotation marks between { and }"
OF_BODIES = "what has members, or decides by a rule, stands under bodies:"
OF_MEMBERS = "a body has no preferences of its own; those of its members decide"
MISPLACED: dict[tuple[type[BaseModel], str], str] = {
    (Option, "decides"): "only an option of a body is decided by a rule",
    (Actor, "members"): OF_BODIES,
    (Actor, "decides"): OF_BODIES,
    (Body, "prefers"): OF_MEMBERS,
    (Body, "ranking"): OF_MEMBERS,
    (Body, "worth"): OF_MEMBERS,
    (Body, "veto"): "a veto is part of the rule: decides: {veto: [...], also: consensus}",
    (Body, "quota"): "a quota is part of the rule: decides: {quota: 0.6}",
    (Body, "weights"): "weights are part of the rule: decides: {quota: 0.6, weights: {...}}",
    (Event, "date"): 'the date stands under "on"',
    (Event, "at"): 'the date stands under "on"',
    (CaseRecord, "label"): "labels stand under labels:",
    (Label, "that"): "the statement of a label stands under where:",
    (Label, "id"): "the id of a label is its key: labels: {id: {name: ..., where: ...}}",
    (CaseRecord, "options"): "options stand under the actor, or the body, that has them",
    (CaseRecord, "prefers"): "preferences stand under the actor that has them",
}
"""Keys that stand elsewhere, or are said in another way."""

RECORDS: tuple[tuple[KeyPath, type[BaseModel]], ...] = (
    ((), CaseRecord),
    (("actors", "*"), Actor),
    (("bodies", "*"), Body),
    (("actors", "*", "options", "*"), Option),
    (("bodies", "*", "options", "*"), BodyOption),
    (("views", "*"), View),
    (("views", "*", "actors", "*"), Seen),
    (("sources", "*"), Source),
    (("events", 0), Event),
    (("coalesce", 0), Pattern),
    (("labels", "*"), Label),
    (("labels", 0), Label),
    (("impossible", 0), Claim),
    (("always", 0), Claim),
    (("views", "*", "unseen", 0), Claim),
)
"""Which record stands where: ``*`` is any key, 0 any position. All others are lines of preferences."""


def _record_at(path: KeyPath, holder: Any) -> type[BaseModel]:
    """Which record stands at a path of a case file."""
    form = tuple(0 if isinstance(step, int) else step for step in path)
    for pattern, record in RECORDS:
        if len(pattern) == len(form) and all(p in ("*", step) for p, step in zip(pattern, form, strict=True)):
            return record
    return Equally if "equally" in holder else OrderUnknown if "order unknown" in holder else Line


def _path(data: Any, loc: Sequence[str | int]) -> KeyPath:
    """Where a fault is in the data; the names of variants and short forms that pydantic adds are left out."""
    path: KeyPath = ()
    value = data
    for k, step in enumerate(loc):
        # A discriminated union adds the name of its branch to the path, which the file does not have.
        if k > 1 and loc[k - 2] == "prefers" and isinstance(loc[k - 1], int) and step in TAGS:
            continue
        inner = at(value, (step,))
        if inner is not None or _holds_nothing_at(value, step):
            value = inner
            path = (*path, step)
    return path


def _holds_nothing_at(value: Any, step: str | int) -> bool:
    """Whether a mapping or a list has an entry at `step`, which is nothing."""
    if isinstance(value, Mapping):
        return step in value
    return isinstance(value, list | tuple) and isinstance(step, int) and step < len(value)


def _deeper(data: Any, path: KeyPath) -> KeyPath:
    """As much of a path as exists in the data."""
    while path and at(data, path) is None and at(data, path[:-1]) is None:
        path = path[:-1]
    return path
